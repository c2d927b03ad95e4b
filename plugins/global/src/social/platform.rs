//! Platforms: where their profiles are, and what a name there may be.

/// One platform.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Platform {
    /// How answers name it.
    pub(super) word: &'static str,
    /// What people call it besides, in lower case.
    aliases: &'static [&'static str],
    /// Hosts of its profiles, without `www.`, `m.` and `mobile.`.
    hosts: &'static [&'static str],
    /// What stands before the name in the path of a profile; any of these. Empty: nothing.
    paths: &'static [&'static str],
    /// A profile's URL without the name.
    profile: &'static str,
    /// Lengths that a name may have.
    lengths: (usize, usize),
    /// What a name may have besides letters and digits.
    others: &'static str,
    /// Whether capitals are another name.
    cased: bool,
    /// What no name is, although it stands where names stand.
    reserved: &'static [&'static str],
}

const NONE: Platform =
    Platform { word: "", aliases: &[], hosts: &[], paths: &[""], profile: "", lengths: (1, 64), others: "", cased: false, reserved: &[] };

pub(super) static PLATFORMS: &[Platform] = &[
    Platform {
        word: "github",
        hosts: &["github.com"],
        profile: "https://github.com/",
        lengths: (1, 39),
        others: "-",
        reserved: &[
            "about",
            "apps",
            "collections",
            "contact",
            "customer-stories",
            "enterprise",
            "explore",
            "features",
            "issues",
            "join",
            "login",
            "marketplace",
            "new",
            "notifications",
            "orgs",
            "organizations",
            "pricing",
            "pulls",
            "search",
            "security",
            "settings",
            "signup",
            "site",
            "sponsors",
            "stars",
            "topics",
            "trending",
        ],
        ..NONE
    },
    Platform {
        word: "x",
        aliases: &["twitter"],
        hosts: &["x.com", "twitter.com"],
        profile: "https://x.com/",
        lengths: (1, 15),
        others: "_",
        reserved: &[
            "about",
            "compose",
            "explore",
            "hashtag",
            "home",
            "i",
            "intent",
            "jobs",
            "login",
            "messages",
            "notifications",
            "privacy",
            "search",
            "settings",
            "share",
            "signup",
            "tos",
        ],
        ..NONE
    },
    Platform {
        word: "bluesky",
        aliases: &["bsky"],
        hosts: &["bsky.app"],
        paths: &["profile"],
        profile: "https://bsky.app/profile/",
        lengths: (3, 253),
        others: ".-",
        ..NONE
    },
    Platform {
        word: "instagram",
        aliases: &["ig", "insta"],
        hosts: &["instagram.com", "instagr.am"],
        profile: "https://www.instagram.com/",
        lengths: (1, 30),
        others: "._",
        reserved: &["about", "accounts", "developer", "direct", "explore", "p", "reel", "reels", "stories", "tv"],
        ..NONE
    },
    Platform {
        word: "linkedin",
        hosts: &["linkedin.com"],
        paths: &["in", "pub"],
        profile: "https://www.linkedin.com/in/",
        lengths: (3, 100),
        others: "-",
        ..NONE
    },
    Platform {
        word: "linkedin_company",
        hosts: &["linkedin.com"],
        paths: &["company", "school"],
        profile: "https://www.linkedin.com/company/",
        lengths: (1, 100),
        others: "-_.",
        ..NONE
    },
    Platform {
        word: "facebook",
        aliases: &["fb"],
        hosts: &["facebook.com", "fb.com"],
        profile: "https://www.facebook.com/",
        lengths: (5, 50),
        others: ".",
        reserved: &[
            "about",
            "events",
            "gaming",
            "groups",
            "hashtag",
            "help",
            "login",
            "marketplace",
            "pages",
            "people",
            "photo",
            "photo.php",
            "policies",
            "posts",
            "privacy",
            "profile.php",
            "reel",
            "share",
            "sharer",
            "story.php",
            "watch",
        ],
        ..NONE
    },
    Platform {
        word: "tiktok",
        hosts: &["tiktok.com"],
        paths: &["@"],
        profile: "https://www.tiktok.com/@",
        lengths: (2, 24),
        others: "._",
        ..NONE
    },
    Platform {
        word: "youtube",
        aliases: &["yt"],
        hosts: &["youtube.com"],
        paths: &["@", "c", "user"],
        profile: "https://www.youtube.com/@",
        lengths: (3, 30),
        others: "._-",
        ..NONE
    },
    Platform {
        word: "youtube_channel",
        hosts: &["youtube.com"],
        paths: &["channel"],
        profile: "https://www.youtube.com/channel/",
        lengths: (24, 24),
        others: "_-",
        cased: true,
        ..NONE
    },
    Platform {
        word: "reddit",
        hosts: &["reddit.com", "old.reddit.com"],
        paths: &["user", "u"],
        profile: "https://www.reddit.com/user/",
        lengths: (3, 20),
        others: "_-",
        ..NONE
    },
    Platform {
        word: "telegram",
        aliases: &["tg"],
        hosts: &["t.me", "telegram.me"],
        paths: &["s", ""],
        profile: "https://t.me/",
        lengths: (5, 32),
        others: "_",
        reserved: &["addstickers", "addtheme", "contact", "iv", "joinchat", "login", "proxy", "setlanguage", "share"],
        ..NONE
    },
    Platform {
        word: "threads",
        hosts: &["threads.net", "threads.com"],
        paths: &["@"],
        profile: "https://www.threads.net/@",
        lengths: (1, 30),
        others: "._",
        ..NONE
    },
    Platform {
        word: "medium",
        hosts: &["medium.com"],
        paths: &["@"],
        profile: "https://medium.com/@",
        lengths: (1, 30),
        others: "._-",
        ..NONE
    },
    Platform {
        word: "gitlab",
        hosts: &["gitlab.com"],
        profile: "https://gitlab.com/",
        lengths: (1, 255),
        others: "._-",
        reserved: &["explore", "help", "search", "users", "groups", "projects", "dashboard"],
        ..NONE
    },
    Platform {
        word: "pinterest",
        hosts: &["pinterest.com"],
        profile: "https://www.pinterest.com/",
        lengths: (3, 30),
        others: "_",
        reserved: &["pin", "search", "ideas", "business", "login", "today"],
        ..NONE
    },
    Platform {
        word: "snapchat",
        aliases: &["snap"],
        hosts: &["snapchat.com"],
        paths: &["add", "@"],
        profile: "https://www.snapchat.com/add/",
        lengths: (3, 15),
        others: "._-",
        ..NONE
    },
    Platform {
        word: "twitch",
        hosts: &["twitch.tv"],
        profile: "https://www.twitch.tv/",
        lengths: (4, 25),
        others: "_",
        reserved: &["directory", "downloads", "jobs", "login", "search", "videos", "settings"],
        ..NONE
    },
    Platform {
        word: "stackoverflow",
        aliases: &["stack overflow"],
        hosts: &["stackoverflow.com"],
        paths: &["users"],
        profile: "https://stackoverflow.com/users/",
        lengths: (1, 10),
        ..NONE
    },
    Platform {
        word: "keybase",
        hosts: &["keybase.io"],
        profile: "https://keybase.io/",
        lengths: (2, 16),
        others: "_",
        reserved: &["docs", "download", "blog"],
        ..NONE
    },
    Platform {
        word: "hackernews",
        aliases: &["hacker news", "hn"],
        profile: "https://news.ycombinator.com/user?id=",
        lengths: (2, 15),
        others: "_-",
        cased: true,
        ..NONE
    },
    // Each of its servers is a host of its own: the name holds it.
    Platform { word: "mastodon", aliases: &["fediverse"], lengths: (1, 30), others: "_.-", ..NONE },
];

/// The platform that people call so.
pub(super) fn named(text: &str) -> Option<&'static Platform> {
    let lower = text.trim().to_lowercase();
    PLATFORMS.iter().find(|platform| platform.word == lower || platform.aliases.contains(&lower.as_str()))
}

/// The platform of a host and a path, and the name in the path.
pub(super) fn of_path<'a>(host: &str, path: &'a str) -> Option<(&'static Platform, &'a str)> {
    let host = ["www.", "m.", "mobile."].iter().find_map(|prefix| host.strip_prefix(prefix)).unwrap_or(host);
    // A country's own host: in.linkedin.com, ae.pinterest.com.
    let home = |platform: &&Platform| {
        platform.hosts.iter().any(|own| host == *own || (host.len() == own.len() + 3 && host.ends_with(&format!(".{own}"))))
    };
    let mut segments = path.split('/').filter(|segment| !segment.is_empty());
    let (first, second) = (segments.next()?, segments.next());
    PLATFORMS.iter().filter(home).find_map(|platform| {
        platform
            .paths
            .iter()
            .find_map(|before| match *before {
                "" => Some(first),
                "@" => first.strip_prefix('@'),
                before => second.filter(|_| first.eq_ignore_ascii_case(before)),
            })
            .map(|name| (platform, name))
    })
}

impl Platform {
    /// The normal form of a name here, or why it can be none.
    pub(super) fn name(&self, text: &str) -> Result<String, String> {
        let count = text.chars().count();
        let (least, most) = self.lengths;
        if !(least..=most).contains(&count) {
            return Err(format!("A name on {} has from {least} to {most} characters, this has {count}.", self.word));
        }
        // These two have names in every alphabet.
        let any = matches!(self.word, "linkedin" | "youtube");
        let fits = |c: char| c.is_ascii_alphanumeric() || self.others.contains(c) || any && c.is_alphanumeric();
        if let Some(place) = text.chars().position(|c| !fits(c)) {
            return Err(format!("Character {} is none that names on {} have.", place + 1, self.word));
        }
        if self.reserved.iter().any(|word| word.eq_ignore_ascii_case(text)) {
            return Err(format!("It is a page of {}, not a profile.", self.word));
        }
        let ends = |chars: &str| text.starts_with(|c| chars.contains(c)) || text.ends_with(|c| chars.contains(c));
        let bad = match self.word {
            "github" => ends("-") || text.contains("--"),
            "bluesky" => !text.contains('.') || ends(".-") || text.contains(".."),
            "instagram" | "threads" => ends(".") || text.contains(".."),
            "facebook" => ends(".") || text.contains(".."),
            "tiktok" => text.ends_with('.') || text.bytes().all(|byte| byte.is_ascii_digit()),
            "telegram" => !text.starts_with(|c: char| c.is_ascii_alphabetic()) || text.ends_with('_') || text.contains("__"),
            "youtube_channel" => !text.starts_with("UC"),
            "youtube" | "medium" => ends("._-"),
            "snapchat" => !text.starts_with(|c: char| c.is_ascii_alphabetic()) || ends("._-"),
            "twitch" => text.starts_with('_'),
            "stackoverflow" => !text.bytes().all(|byte| byte.is_ascii_digit()),
            "gitlab" => ends("-.") || text.ends_with(".git") || text.ends_with(".atom"),
            "linkedin" => ends("-"),
            _ => false,
        };
        if bad {
            return Err(format!("No name on {} is built like that.", self.word));
        }
        Ok(if self.cased { text.to_owned() } else { text.to_lowercase() })
    }

    /// Where the profile is.
    pub(super) fn url(&self, name: &str) -> String {
        format!("{}{name}", self.profile)
    }
}
