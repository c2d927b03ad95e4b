//! A gate before the simulator: closed, it holds every request that checks send, so that a story looks at a run half-way.

use async_trait::async_trait;
use egress::{Error, Outbound, Request, Response};
use simulator::Simulator;
use tokio::sync::watch;

/// The simulator behind a gate, open at first.
pub struct Gate {
    simulator: Simulator,
    closed: watch::Sender<bool>,
}

impl Default for Gate {
    fn default() -> Self {
        Gate { simulator: Simulator::new(simulator::Options::default()), closed: watch::Sender::new(false) }
    }
}

impl Gate {
    /// Holds what comes from now on.
    pub fn close(&self) {
        self.closed.send_replace(true);
    }

    /// Lets everything through, what was held first of all.
    pub fn open(&self) {
        self.closed.send_replace(false);
    }
}

#[async_trait]
impl Outbound for Gate {
    async fn send(&self, request: Request) -> Result<Response, Error> {
        let opened = self.closed.subscribe().wait_for(|closed| !closed).await.is_ok();
        if !opened {
            return Err(Error::Other("the gate is gone".into()));
        }
        self.simulator.send(request).await
    }
}
