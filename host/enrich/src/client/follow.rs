//! Following a run to its end: through broken connections and restarts of the server, without loss or repetition.

use super::{Client, Error, Event, Message};
use eventsource_stream::Eventsource;
use futures::StreamExt;
use std::time::Duration;

/// How long a broken stream is tried again before it is given up.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// Tries in a row that brought nothing new.
    pub tries: u32,
    /// The pause after the first of them; each later pause is twice the one before, up to 5 s.
    pub pause: Duration,
    /// A connection that says nothing for this long, not even a heartbeat, is taken for broken.
    pub silence: Duration,
}

const PAUSE_MAX: Duration = Duration::from_secs(5);

impl Default for Patience {
    /// About a minute: time enough for a server to restart. Heartbeats come every 15 s.
    fn default() -> Self {
        Patience { tries: 16, pause: Duration::from_millis(100), silence: Duration::from_secs(45) }
    }
}

enum Cut {
    /// The run ended.
    Over,
    /// The connection ended before it.
    Broken,
}

impl Client {
    /// Hands each message of the run after `seen` to `hear`, in order and once, until the run ends.
    pub async fn follow(&self, run: &str, seen: u64, patience: Patience, mut hear: impl FnMut(Message)) -> Result<(), Error> {
        let (mut seen, mut idle) = (seen, 0);
        loop {
            let before = seen;
            match self.listen(run, &mut seen, patience, &mut hear).await {
                Ok(Cut::Over) => return Ok(()),
                Ok(Cut::Broken) => {}
                Err(error) if error.is_passing() => {}
                Err(error) => return Err(error),
            }
            idle = if seen > before { 0 } else { idle + 1 };
            if idle > patience.tries {
                return Err(Error::Stream { run: run.to_owned() });
            }
            let pause = patience.pause.saturating_mul(1 << idle.min(16));
            tokio::time::sleep(pause.min(PAUSE_MAX)).await;
        }
    }

    async fn listen(&self, run: &str, seen: &mut u64, patience: Patience, hear: &mut impl FnMut(Message)) -> Result<Cut, Error> {
        let mut request = self.http.get(self.at(&format!("runs/{run}/events"))).header("Accept", "text/event-stream");
        if *seen > 0 {
            request = request.header("Last-Event-ID", seen.to_string());
        }
        let answer = self.send(request).await?;
        if answer.status() == reqwest::StatusCode::NO_CONTENT {
            return Ok(Cut::Over);
        }
        // A pause between bytes is measured below the parser, which swallows heartbeats.
        let bytes = Box::pin(quiet_after(answer.bytes_stream(), patience.silence));
        let mut stream = bytes.eventsource();
        while let Some(Ok(frame)) = stream.next().await {
            let Ok(seq) = frame.id.parse::<u64>() else { continue };
            if seq <= *seen {
                continue;
            }
            *seen = seq;
            let event = Event::read(&frame.event, &frame.data);
            let over = frame.event == "run.completed";
            hear(Message { seq, event });
            if over {
                return Ok(Cut::Over);
            }
        }
        Ok(Cut::Broken)
    }
}

/// `stream`, ended where its next item takes longer than `silence`.
fn quiet_after<S: futures::Stream + Unpin>(stream: S, silence: Duration) -> impl futures::Stream<Item = S::Item> {
    futures::stream::unfold(stream, move |mut stream| async move {
        let item = tokio::time::timeout(silence, stream.next()).await.ok().flatten()?;
        Some((item, stream))
    })
}
