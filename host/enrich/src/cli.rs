//! The command line: what there is to say, and the help that teaches it.

use crate::commands::{
    backup, check, credits, demo, doctor, extract, key, ledger, listen, lists, org, provider, rebuild, restore, run, serve, trigger,
    workflow,
};
use clap::{Parser, Subcommand};

/// Verification as an API: identity, KYC and business checks, run durably and billed exactly.
///
/// Without a command it shows its demo: a database in your data directory, a server on 127.0.0.1, and one verification
/// happening before your eyes.
#[derive(Debug, Parser)]
#[command(name = "enrich", version, after_help = AFTER_HELP, disable_help_subcommand = true)]
pub struct Cli {
    /// Print one JSON document instead of text for people.
    #[arg(long, global = true, help_heading = "Output")]
    pub json: bool,
    /// Where something fails, say every cause of it.
    #[arg(long, short, global = true, help_heading = "Output")]
    pub verbose: bool,
    /// What to do.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What to do.
#[derive(Debug, Subcommand)]
#[expect(missing_docs, reason = "the doc comment of a variant would hide the help of its arguments")]
pub enum Command {
    Demo(demo::Args),
    Serve(serve::Args),
    Run(run::Args),
    Listen(listen::Args),
    Trigger(trigger::Args),
    Check(check::Args),
    Provider(provider::Args),
    Workflow(workflow::Args),
    Extract(extract::Args),
    Lists(lists::Args),
    Org(org::Args),
    Key(key::Args),
    Credits(credits::Args),
    Ledger(ledger::Args),
    Rebuild(rebuild::Args),
    Backup(backup::Args),
    Restore(restore::Args),
    Doctor(doctor::Args),
}

const AFTER_HELP: &str = "\
First steps:
  enrich                                    watch a verification happen, on simulated providers
  enrich run \"Verify identity: …\" --workflow kyc-verification
                                            ask a running server, with the key in ENRICH_KEY
  enrich serve --listen 0.0.0.0:8080        serve the API

Webhooks on your machine:
  enrich listen --forward-to http://127.0.0.1:3000/enrich
                                            hand deliveries to a program that you are writing
  enrich trigger run.completed              make one happen, in test mode

Checks and procedures, with no server and no bill:
  enrich check list                         what there is to ask, of whom, at what price
  enrich check run pan_verification '{\"pan\": \"ABCDE1234F\"}'
                                            one call in the sandbox, answered by simulated providers
  enrich workflow lint FILE                 what is wrong with a procedure, and what to do
  enrich workflow diff kyc-verification FILE
                                            what an edited procedure does otherwise
  enrich workflow run FILE \"Verify …\"     carries it out once, on simulated providers
  enrich extract \"PAN ABCDE1234F\"         the identifiers in a text

A server of your own:
  enrich org create \"Acme Bank\"             prints the organisation's id
  enrich key create --org \"Acme Bank\" --mode test
                                            prints a secret, once
  enrich credits grant --org \"Acme Bank\" 500
  enrich provider test --all                tries the configured providers, before live checks depend on them
  enrich workflow publish FILE --org \"Acme Bank\"
                                            what its runs follow from now on
  enrich lists load sdn.csv alt.csv add.csv --date 2026-06-13
                                            official sanctions lists, for sanctions_screening
  enrich doctor                             says what is wrong with a set-up, and what to do
  enrich backup /backups                    copies the embedded database while it is served

Data lives in ~/.local/share/enrich (or XDG_DATA_HOME; choose another with --data-dir or ENRICH_DATA_DIR): \
the database enrich.db, its master.key (keep a copy: without it the data cannot be read), the demo's demo.key. \
For PostgreSQL set ENRICH_DATABASE_URL=postgres://….

Exit codes: 0 done; 1 failed, and one line on standard error says why; 2 wrong usage.";

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    fn every(command: &clap::Command, path: &str, seen: &mut Vec<(String, clap::Command)>) {
        let path = format!("{path} {}", command.get_name()).trim().to_owned();
        seen.push((path.clone(), command.clone()));
        command.get_subcommands().for_each(|below| every(below, &path, seen));
    }

    #[test]
    fn every_command_explains_itself() {
        let mut cli = Cli::command();
        cli.build();
        let mut seen = Vec::new();
        every(&cli, "", &mut seen);
        assert!(seen.len() > 15, "all commands were looked at");
        for (path, mut command) in seen {
            assert!(command.get_about().is_some(), "{path} says what it does");
            let leaf = !command.has_subcommands();
            let help = command.render_long_help().to_string();
            assert!(!leaf || help.contains("enrich "), "{path} shows an example:\n{help}");
            assert!(help.contains("--json"), "{path} speaks to programs");
            for argument in command.get_arguments() {
                assert!(argument.get_help().is_some() || argument.get_long_help().is_some(), "{path} explains {}", argument.get_id());
            }
        }
    }

    #[test]
    fn the_tree_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn a_run_is_asked_for_or_explained() {
        let asked = Cli::try_parse_from(["enrich", "run", "Verify Rahul", "--workflow", "kyc-verification"]).unwrap();
        let Some(Command::Run(run)) = asked.command else { panic!("not a run") };
        assert_eq!((run.ask.message.as_deref(), run.ask.workflow.as_deref()), (Some("Verify Rahul"), Some("kyc-verification")));
        let explained = Cli::try_parse_from(["enrich", "--json", "run", "explain", "run_00000000000000000000000001"]).unwrap();
        assert!(explained.json);
        let Some(Command::Run(run::Args { command: Some(run::Command::Explain(_)), .. })) = explained.command else {
            panic!("not explained")
        };
        for wrong in [vec!["enrich", "run"], vec!["enrich", "run", "Verify", "explain"], vec!["enrich", "run", "explain"]] {
            assert_eq!(Cli::try_parse_from(&wrong).unwrap_err().exit_code(), 2, "{wrong:?}");
        }
    }
}
