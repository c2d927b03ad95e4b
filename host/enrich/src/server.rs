//! Where the server listens, and when it stops.

use anyhow::{Context, Result};
use std::net::SocketAddr;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

/// Exit code of a process that a second Ctrl-C ends: 128 and the number of the signal.
const INTERRUPTED: i32 = 130;

/// A listener on `address`.
pub async fn listen(address: SocketAddr) -> Result<TcpListener> {
    TcpListener::bind(address).await.with_context(|| format!("cannot listen on {address} (choose another address with --listen)"))
}

/// A listener on `address`, or where that port is taken on one of the `more` after it.
pub async fn listen_near(address: SocketAddr, more: u16) -> Result<TcpListener> {
    let last = address.port().saturating_add(more);
    for port in address.port()..last {
        match TcpListener::bind(SocketAddr::new(address.ip(), port)).await {
            Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => {}
            bound => return bound.with_context(|| format!("cannot listen on {}:{port}", address.ip())),
        }
    }
    listen(SocketAddr::new(address.ip(), last)).await
}

/// A token that Ctrl-C and SIGTERM cancel. A second Ctrl-C ends the process at once.
pub fn stop_signal() -> Result<CancellationToken> {
    let stop = CancellationToken::new();
    let told = stop.clone();
    #[cfg(unix)]
    let mut terminated = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()).context("cannot listen for SIGTERM")?;
    tokio::spawn(async move {
        #[cfg(unix)]
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = terminated.recv() => {}
        }
        #[cfg(not(unix))]
        let _ = tokio::signal::ctrl_c().await;
        told.cancel();
        if tokio::signal::ctrl_c().await.is_ok() {
            std::process::exit(INTERRUPTED);
        }
    });
    Ok(stop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_taken_port_is_passed_over() {
        let first = listen("127.0.0.1:0".parse().unwrap()).await.unwrap();
        let taken = first.local_addr().unwrap();
        let told = listen(taken).await.unwrap_err();
        assert!(told.to_string().contains("--listen"), "{told}");
        let next = listen_near(taken, 50).await.unwrap().local_addr().unwrap();
        assert!(next.port() > taken.port());
    }
}
