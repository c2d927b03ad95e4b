//! What a command prints: text for people, one JSON document for programs, one line when it went wrong.

use anyhow::Result;
use serde::Serialize;
use std::io::{self, Write};
use std::process::ExitCode;

/// Standard output in the form that was asked for.
#[derive(Clone, Copy, Debug)]
pub struct Out {
    /// Whether a program reads it.
    pub json: bool,
}

impl Out {
    /// Prints `value` as one JSON document, or `text` for people.
    pub fn show(self, value: &impl Serialize, text: impl FnOnce() -> String) -> Result<()> {
        let mut stdout = io::stdout().lock();
        if self.json {
            writeln!(stdout, "{}", serde_json::to_string_pretty(value)?)?;
        } else {
            writeln!(stdout, "{}", text().trim_end_matches('\n'))?;
        }
        Ok(stdout.flush()?)
    }

    /// Prints one JSON document on one line, for readers that wait for the next.
    pub fn line(self, value: &impl Serialize) -> Result<()> {
        let mut stdout = io::stdout().lock();
        writeln!(stdout, "{}", serde_json::to_string(value)?)?;
        Ok(stdout.flush()?)
    }
}

/// Says what went wrong and gives the exit code of it; to programs also as `{"error": {"message": …}}` on standard output. A reader that
/// went away (`enrich org list | head -1`) is no failure.
pub fn failed(error: &anyhow::Error, out: Out, verbose: bool) -> ExitCode {
    if error.chain().any(is_broken_pipe) {
        return ExitCode::SUCCESS;
    }
    if out.json {
        let message = line(error);
        // Whoever cannot be told there is told below.
        let _ = out.line(&serde_json::json!({ "error": { "message": message } }));
    }
    let mut stderr = io::stderr().lock();
    // Nobody is left to tell when standard error itself is gone.
    let _ = writeln!(stderr, "{}", told(error, verbose));
    ExitCode::FAILURE
}

fn is_broken_pipe(cause: &(dyn std::error::Error + 'static)) -> bool {
    cause.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

/// One line: what failed and why in the end. Verbose: every cause on a line of its own.
fn told(error: &anyhow::Error, verbose: bool) -> String {
    let what = error.to_string();
    if verbose {
        return error.chain().skip(1).fold(format!("error: {what}"), |text, cause| format!("{text}\n  caused by: {cause}"));
    }
    format!("error: {}", line(error))
}

fn line(error: &anyhow::Error) -> String {
    let (what, why) = (error.to_string(), error.root_cause().to_string());
    if what.contains(&why) { what } else { format!("{what}: {why}") }
}

/// Rows under a heading, each column as wide as its widest cell.
pub fn table<const N: usize>(heading: [&str; N], rows: &[[String; N]]) -> String {
    let width = |column: usize| {
        let cells = rows.iter().map(|row| console::measure_text_width(&row[column]));
        cells.chain([heading[column].len()]).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..N).map(width).collect();
    let line = |cells: [&str; N]| {
        let padded = cells.iter().zip(&widths).map(|(cell, width)| console::pad_str(cell, *width, console::Alignment::Left, None));
        padded.collect::<Vec<_>>().join("  ").trim_end().to_owned() + "\n"
    };
    let body = rows.iter().map(|row| line(std::array::from_fn(|column| row[column].as_str())));
    std::iter::once(line(heading)).chain(body).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use anyhow::anyhow;

    #[test]
    fn a_failure_is_one_line_and_the_chain_on_request() {
        let error = anyhow!("permission denied").context("connect").context("open the database");
        assert_eq!(told(&error, false), "error: open the database: permission denied");
        assert_eq!(told(&error, true), "error: open the database\n  caused by: connect\n  caused by: permission denied");
        assert_eq!(told(&anyhow!("no such key"), false), "error: no such key");
    }

    #[test]
    fn columns_are_as_wide_as_their_widest_cell() {
        let text = table(["ID", "NAME"], &[["1".into(), "Ämter".into()], ["200".into(), "b".into()]]);
        assert_eq!(text, "ID   NAME\n1    Ämter\n200  b\n");
    }
}
