//! Lines in, lines out: many at a time on all cores, answers in the order of the questions, memory bounded whatever their number.

use anyhow::{Context, Result, bail};
use futures::{FutureExt, StreamExt};
use serde::Serialize;
use std::fs::File;
use std::future::Future;
use std::io::{BufRead, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use tokio::sync::mpsc;

/// One line of input.
pub const LINE_BYTES_MAX: usize = 1 << 20;
/// What some editors begin a text with.
const BYTE_ORDER_MARK: char = '\u{feff}';
/// What WebAssembly begins with.
const WASM: &[u8] = b"\0asm";
/// Lines that are read and not answered yet.
const LINES_IN_FLIGHT_MAX: usize = 256;

/// A line that is not empty.
pub struct Line {
    /// From 1; empty lines count.
    pub number: usize,
    /// Without its line break. An error says why it cannot be read.
    pub text: Result<String, String>,
}

/// Answers every line of `source` (`-`: standard input) with one line of JSON on standard output. Empty lines are passed over.
pub async fn each<W, A, T>(source: &Path, work: W) -> Result<()>
where
    W: Fn(Line) -> A,
    A: Future<Output = T> + Send + 'static,
    T: Serialize + Send + 'static,
{
    let answered = lines(source)?.map(|line| {
        let asked = line.map(&work);
        tokio::spawn(async move {
            let answer = asked?.await;
            serde_json::to_string(&answer).context("write an answer as JSON")
        })
    });
    let mut answered = std::pin::pin!(answered.buffered(LINES_IN_FLIGHT_MAX));
    let mut out = BufWriter::new(std::io::stdout());
    loop {
        // A reader of the pipe has every answer that there is before we wait for more.
        let next = match answered.next().now_or_never() {
            Some(next) => next,
            None => {
                out.flush()?;
                answered.next().await
            }
        };
        let Some(answer) = next else { break };
        match answer.context("wait for an answer")? {
            Ok(text) => writeln!(out, "{text}")?,
            Err(error) => {
                out.flush()?;
                return Err(error);
            }
        }
    }
    Ok(out.flush()?)
}

fn lines(source: &Path) -> Result<impl futures::Stream<Item = Result<Line>>> {
    let reader = open(source)?;
    let (tell, told) = mpsc::channel(LINES_IN_FLIGHT_MAX);
    tokio::task::spawn_blocking(move || read(reader, &tell));
    Ok(futures::stream::unfold(told, |mut told| async move { told.recv().await.map(|line| (line, told)) }))
}

fn open(source: &Path) -> Result<Box<dyn BufRead + Send>> {
    if source == Path::new("-") {
        return Ok(Box::new(BufReader::new(std::io::stdin())));
    }
    let file = File::open(source).with_context(|| format!("cannot open {}", source.display()))?;
    Ok(Box::new(BufReader::new(file)))
}

/// All of `source` (`-`: standard input) as text of at most `bytes_max` bytes.
pub fn whole(source: &Path, bytes_max: usize) -> Result<String> {
    let bytes = bytes(source, bytes_max)?;
    if bytes.starts_with(WASM) {
        bail!("{} is a WebAssembly component, and this command reads text", name(source).display());
    }
    let text = String::from_utf8(bytes);
    text.map_err(|_| anyhow::anyhow!("{} is no UTF-8 text", name(source).display()))
}

fn name(source: &Path) -> PathBuf {
    if source == Path::new("-") { PathBuf::from("standard input") } else { source.to_owned() }
}

/// All of `source` (`-`: standard input): at most `bytes_max` bytes.
pub fn bytes(source: &Path, bytes_max: usize) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let limit = u64::try_from(bytes_max).unwrap_or(u64::MAX).saturating_add(1);
    open(source)?.take(limit).read_to_end(&mut bytes).with_context(|| format!("cannot read {}", name(source).display()))?;
    if bytes.len() > bytes_max {
        bail!("{} has more than {bytes_max} bytes", name(source).display());
    }
    Ok(bytes)
}

/// Until the end, until the source fails, or until nobody listens any more.
fn read(mut reader: impl BufRead, tell: &mpsc::Sender<Result<Line>>) {
    for number in 1.. {
        match line(&mut reader, number == 1) {
            Ok(None) => return,
            Ok(Some(Ok(text))) if text.trim().is_empty() => {}
            Ok(Some(text)) => {
                if tell.blocking_send(Ok(Line { number, text })).is_err() {
                    return;
                }
            }
            Err(error) => {
                let _ = tell.blocking_send(Err(anyhow::Error::new(error).context(format!("cannot read line {number}"))));
                return;
            }
        }
    }
}

/// The next line; of one that is too long nothing is kept. The first may begin with a byte order mark.
fn line(reader: &mut impl BufRead, first: bool) -> std::io::Result<Option<Result<String, String>>> {
    let mut bytes = Vec::new();
    let limit = u64::try_from(LINE_BYTES_MAX).unwrap_or(u64::MAX).saturating_add(1);
    if reader.take(limit).read_until(b'\n', &mut bytes)? == 0 {
        return Ok(None);
    }
    if bytes.len() > LINE_BYTES_MAX {
        if !bytes.ends_with(b"\n") {
            reader.skip_until(b'\n')?;
        }
        return Ok(Some(Err(format!("the line has more than {LINE_BYTES_MAX} bytes"))));
    }
    let Ok(text) = String::from_utf8(bytes) else { return Ok(Some(Err("the line is no UTF-8 text".to_owned()))) };
    let text = text.trim_end_matches(['\r', '\n']);
    Ok(Some(Ok(text.strip_prefix(BYTE_ORDER_MARK).filter(|_| first).unwrap_or(text).to_owned())))
}
