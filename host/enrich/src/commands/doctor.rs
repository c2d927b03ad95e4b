//! `enrich doctor`: what is wrong with a set-up.

use crate::config::{Database, DatabaseArgs, Environment};
use crate::doctor::{Finding, Level, Patient, examine};
use crate::out::Out;
use crate::show::Look;
use anyhow::Result;
use run::{Clock, SystemClock};
use serde::Serialize;
use std::process::ExitCode;

/// Say what is wrong with a set-up, and what to do.
///
/// It looks at the database (does it answer, is its schema this build's, does the master key open it, do the clocks agree, do runs wait
/// for a node, do API keys end), at this machine (room, folders, permissions), at the built-in checks and their providers, and
/// at the settings of the environment. Run it with the settings of the server and as its user, while servers work or not.
///
/// It changes nothing, and prints no secret and nothing personal. Exits with 1 when there is a problem; warnings alone exit with 0.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  enrich doctor
  enrich doctor --database postgres://enrich@db/enrich
  enrich doctor --json | jq '.findings[] | select(.level != \"ok\")'

Each finding is ok, a warning (it works, and somebody should look) or a problem (something does not work, or soon will not).
It sees the disk of this machine: a PostgreSQL server's own disk is for that machine's tools.")]
pub struct Args {
    #[command(flatten)]
    #[expect(missing_docs, reason = "a doc comment here would become the help of the flattened command")]
    pub database: DatabaseArgs,
}

/// Everything that was found.
#[derive(Debug, Serialize)]
struct Shown {
    /// No problem.
    healthy: bool,
    problems: usize,
    warnings: usize,
    findings: Vec<Finding>,
}

/// Does it.
pub async fn carry_out(args: Args, out: Out) -> Result<ExitCode> {
    let environment = Environment::of_process();
    let patient = Patient {
        database: Database::of(&args.database, &environment)?,
        data_dir: args.database.place.directory(&environment)?,
        environment,
        now: SystemClock::default().now(),
    };
    let findings = examine(&patient).await;
    let count = |level| findings.iter().filter(|finding| finding.level == level).count();
    let (problems, warnings) = (count(Level::Problem), count(Level::Warning));
    let shown = Shown { healthy: problems == 0, problems, warnings, findings };
    out.show(&shown, || text(&shown, &Look::of_stdout()))?;
    Ok(if shown.healthy { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn text(shown: &Shown, look: &Look) -> String {
    let mut text = String::new();
    for Finding { about, level, says, remedy } in &shown.findings {
        let word = match level {
            Level::Ok => look.good("ok     "),
            Level::Warning => look.doubtful("warning"),
            Level::Problem => look.bad("PROBLEM"),
        };
        text += &format!("{word}  {about:<10}  {says}\n");
        if let Some(remedy) = remedy {
            text += &format!("{:21}{} {remedy}\n", "", look.dim("→"));
        }
    }
    let some = |number: usize, what: &str| format!("{number} {what}{}", if number == 1 { "" } else { "s" });
    let warnings = some(shown.warnings, "warning");
    let sum = match (shown.problems, shown.warnings) {
        (0, 0) => look.good("All is well."),
        (0, _) => look.doubtful(&format!("No problem; {warnings}.")),
        (problems, _) => look.bad(&format!("{}, {warnings}.", some(problems, "problem"))),
    };
    text + "\n" + &sum
}
