//! Where things are: settings from flags, then the environment, then defaults. Secrets never come by flag and are never printed.

use anyhow::{Context, Result, bail};
use clap::Args;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// File name of the embedded database, within the data directory.
pub const DATABASE_FILE: &str = "enrich.db";
/// File name of the master key, beside the embedded database.
pub const MASTER_KEY_FILE: &str = "master.key";
/// File name of the demo's secret, within the data directory.
pub const DEMO_KEY_FILE: &str = "demo.key";

/// Variables of the environment, as a value so that tests need not change their own.
#[derive(Clone, Debug, Default)]
pub struct Environment(BTreeMap<String, String>);

impl Environment {
    /// The variables of this process that are text and not empty.
    pub fn of_process() -> Environment {
        let texts = std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
        Environment(texts.filter(|(_, value)| !value.is_empty()).collect())
    }

    /// These variables and no others.
    pub fn of<const N: usize>(pairs: [(&str, &str); N]) -> Environment {
        Environment(pairs.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect())
    }

    /// The variable, if set.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// The variable, or the content of the file that `NAME_FILE` names, without its closing line break. Both at once are refused.
    pub fn secret(&self, name: &str) -> Result<Option<String>> {
        let file = format!("{name}_FILE");
        match (self.text(name), self.text(&file)) {
            (Some(_), Some(_)) => bail!("{name} and {file} are both set; keep one"),
            (Some(text), None) => Ok(Some(text.to_owned())),
            (None, Some(path)) => {
                let text = std::fs::read_to_string(path).with_context(|| format!("read {path}, which {file} names"))?;
                Ok(Some(text.trim_end_matches(['\r', '\n']).to_owned()))
            }
            (None, None) => Ok(None),
        }
    }

    /// What follows `prefix` in the names of the variables that begin with it.
    pub fn under<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.keys().filter_map(move |name| name.strip_prefix(prefix))
    }
}

/// Which database a command works on.
#[derive(Clone, Debug, Default, Args)]
pub struct DatabaseArgs {
    /// The database: sqlite://PATH or postgres://USER@HOST/NAME. A missing one is created.
    ///
    /// Default: enrich.db in the data directory.
    #[arg(long, value_name = "URL", env = "ENRICH_DATABASE_URL", hide_env_values = true)]
    pub database: Option<String>,
    #[command(flatten)]
    #[expect(missing_docs, reason = "a doc comment here would become the help of the flattened command")]
    pub place: DataDirArgs,
}

/// Where local files are kept.
#[derive(Clone, Debug, Default, Args)]
pub struct DataDirArgs {
    /// Where local files live: the embedded database, its key, compiled components.
    ///
    /// Default: enrich in the platform's data directory (XDG_DATA_HOME), else ./enrich-data.
    #[arg(long, value_name = "DIR", env = "ENRICH_DATA_DIR")]
    pub data_dir: Option<PathBuf>,
}

impl DataDirArgs {
    /// The directory, absolute, not yet made.
    pub fn directory(&self, environment: &Environment) -> Result<PathBuf> {
        // Without any command clap has read no environment for the demo's arguments.
        let told = || environment.text("ENRICH_DATA_DIR").map(PathBuf::from);
        let chosen = self.data_dir.clone().or_else(told).unwrap_or_else(|| usual_data_dir(environment));
        std::path::absolute(&chosen).with_context(|| format!("find {}", chosen.display()))
    }
}

fn usual_data_dir(environment: &Environment) -> PathBuf {
    let absolute = |name: &str| environment.text(name).map(PathBuf::from).filter(|path| path.is_absolute());
    if let Some(data) = absolute("XDG_DATA_HOME") {
        return data.join("enrich");
    }
    match absolute("HOME") {
        Some(home) if cfg!(target_os = "macos") => home.join("Library/Application Support/enrich"),
        Some(home) => home.join(".local/share/enrich"),
        None => PathBuf::from("enrich-data"),
    }
}

/// A database by its URL.
#[derive(Clone, PartialEq, Eq)]
pub struct Database {
    url: String,
    file: Option<PathBuf>,
}

impl Database {
    /// The embedded database in `data_dir`.
    pub fn embedded(data_dir: &Path) -> Database {
        let file = data_dir.join(DATABASE_FILE);
        Database { url: format!("sqlite://{}", file.display()), file: Some(file) }
    }

    /// What `args` name.
    pub fn of(args: &DatabaseArgs, environment: &Environment) -> Result<Database> {
        match args.database.as_deref().filter(|url| !url.is_empty()) {
            None => Ok(Database::embedded(&args.place.directory(environment)?)),
            Some(url) if url.starts_with("postgres://") || url.starts_with("postgresql://") => {
                Ok(Database { url: url.to_owned(), file: None })
            }
            Some(url) => match url.strip_prefix("sqlite:") {
                Some(rest) => Database::sqlite(rest.strip_prefix("//").unwrap_or(rest)),
                // The URL may hold a password: never repeat it.
                None => bail!("a database URL begins with sqlite:// or postgres://"),
            },
        }
    }

    /// The path stands in the URL as it is: nothing is percent-encoded, no options follow.
    fn sqlite(path: &str) -> Result<Database> {
        if path.is_empty() || path.starts_with(":memory:") || path.contains(['?', '#']) {
            bail!("sqlite:// is followed by the path of a file, without ? and #: sqlite:///var/lib/enrich/enrich.db");
        }
        let file = std::path::absolute(path)?;
        Ok(Database { url: format!("sqlite://{}", file.display()), file: Some(file) })
    }

    /// The URL, password and all: for the driver, not for people.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The file, where it is the embedded engine's.
    pub fn file(&self) -> Option<&Path> {
        self.file.as_deref()
    }
}

impl std::fmt::Display for Database {
    /// Without user and password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (&self.file, url::Url::parse(&self.url)) {
            (Some(file), _) => write!(f, "{}", file.display()),
            (None, Ok(url)) => {
                let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
                write!(f, "postgres://{}{port}{}", url.host_str().unwrap_or_default(), url.path())
            }
            (None, Err(_)) => f.write_str("postgres://…"),
        }
    }
}

impl std::fmt::Debug for Database {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(self, f)
    }
}

/// `path` as people write it: below `~` where it is below the home directory.
pub fn short(path: &Path, environment: &Environment) -> String {
    let home = environment.text("HOME").filter(|home| home.len() > 1);
    match home.and_then(|home| path.strip_prefix(home).ok()) {
        Some(rest) => format!("~/{}", rest.display()),
        None => path.display().to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn args(database: Option<&str>, data_dir: Option<&str>) -> DatabaseArgs {
        DatabaseArgs { database: database.map(str::to_owned), place: DataDirArgs { data_dir: data_dir.map(PathBuf::from) } }
    }

    #[test]
    fn the_data_directory_is_the_platforms_unless_told() {
        let home = Environment::of([("HOME", "/home/asha")]);
        let xdg = Environment::of([("HOME", "/home/asha"), ("XDG_DATA_HOME", "/data")]);
        assert_eq!(DataDirArgs::default().directory(&xdg).unwrap(), Path::new("/data/enrich"));
        if cfg!(target_os = "linux") {
            assert_eq!(DataDirArgs::default().directory(&home).unwrap(), Path::new("/home/asha/.local/share/enrich"));
        }
        assert!(DataDirArgs::default().directory(&Environment::default()).unwrap().ends_with("enrich-data"));
        assert_eq!(args(None, Some("/d")).place.directory(&xdg).unwrap(), Path::new("/d"));
        let told = Environment::of([("XDG_DATA_HOME", "/data"), ("ENRICH_DATA_DIR", "/told")]);
        assert_eq!(DataDirArgs::default().directory(&told).unwrap(), Path::new("/told"), "also where no command was given");
    }

    #[test]
    fn a_database_is_named_by_url_or_found_in_the_data_directory() {
        let nowhere = Environment::default();
        let embedded = Database::of(&args(None, Some("/d")), &nowhere).unwrap();
        assert_eq!((embedded.url(), embedded.file()), ("sqlite:///d/enrich.db", Some(Path::new("/d/enrich.db"))));
        for spelling in ["sqlite:///srv/a b.db", "sqlite:/srv/a b.db"] {
            let named = Database::of(&args(Some(spelling), None), &nowhere).unwrap();
            assert_eq!((named.url(), named.file()), ("sqlite:///srv/a b.db", Some(Path::new("/srv/a b.db"))));
        }
        for wrong in ["sqlite://", "sqlite://:memory:", "sqlite:///srv/a.db?mode=ro"] {
            assert!(Database::of(&args(Some(wrong), None), &nowhere).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_password_is_never_shown() {
        let url = "postgres://enrich:hunter2@db.example/enrich";
        let database = Database::of(&args(Some(url), None), &Environment::default()).unwrap();
        assert_eq!(database.url(), url);
        assert_eq!(format!("{database} {database:?}"), "postgres://db.example/enrich postgres://db.example/enrich");
        let told = Database::of(&args(Some("mysql://root:hunter2@db"), None), &Environment::default()).unwrap_err();
        assert!(!format!("{told:?}").contains("hunter2"));
    }

    #[test]
    fn a_secret_comes_from_a_variable_or_a_file_not_both() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("secret");
        std::fs::write(&file, "from file\n").unwrap();
        let path = file.to_str().unwrap();
        assert_eq!(Environment::of([("X_FILE", path)]).secret("X").unwrap().as_deref(), Some("from file"));
        assert_eq!(Environment::of([("X", "direct")]).secret("X").unwrap().as_deref(), Some("direct"));
        assert_eq!(Environment::default().secret("X").unwrap(), None);
        assert!(Environment::of([("X", "a"), ("X_FILE", path)]).secret("X").is_err());
        assert!(Environment::of([("X_FILE", "/nowhere/at/all")]).secret("X").is_err());
    }
}
