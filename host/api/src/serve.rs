//! Connections: accepted, bounded in time and size, drained at the end.

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use std::pin::pin;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// How long a client may take to send the headers of a request, and how long a connection may idle between two.
const HEADER_TIME_MAX: Duration = Duration::from_secs(30);
/// Headers of one request.
const HEADERS_MAX: usize = 64;
/// Bytes of all headers of one request.
const HEADER_BYTES_MAX: usize = 32 << 10;
/// How long requests in flight may take to end once the server stops.
const DRAIN_TIME_MAX: Duration = Duration::from_secs(10);
/// How long to wait when no connection can be accepted, usually for want of file descriptors.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// Serves `router` on `listener` until `stop`; then takes no new connection, lets requests in flight end, and cuts those that
/// do not within ten seconds. Streams and long polls end by themselves if the router was built with the same token.
pub async fn serve(listener: TcpListener, router: Router, stop: CancellationToken) {
    let connections = TaskTracker::new();
    let cut = CancellationToken::new();
    while let Some(stream) = accept(&listener, &stop).await {
        connections.spawn(connection(stream, router.clone(), stop.clone(), cut.clone()));
    }
    drop(listener);
    connections.close();
    if tokio::time::timeout(DRAIN_TIME_MAX, connections.wait()).await.is_err() {
        tracing::warn!(connections = connections.len(), "connections were cut: their requests did not end in time");
        cut.cancel();
        connections.wait().await;
    }
}

async fn accept(listener: &TcpListener, stop: &CancellationToken) -> Option<TcpStream> {
    loop {
        tokio::select! {
            () = stop.cancelled() => return None,
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => return Some(stream),
                Err(error) => {
                    tracing::warn!(%error, "cannot accept a connection");
                    tokio::time::sleep(ACCEPT_PAUSE).await;
                }
            }
        }
    }
}

async fn connection(stream: TcpStream, router: Router, stop: CancellationToken, cut: CancellationToken) {
    // Small answers must not wait for a larger packet; where this fails, they do.
    let _ = stream.set_nodelay(true);
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HEADER_TIME_MAX).max_headers(HEADERS_MAX).max_buf_size(HEADER_BYTES_MAX);
    let mut connection = pin!(http.serve_connection(TokioIo::new(stream), TowerToHyperService::new(router)));
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = stop.cancelled() => {
            connection.as_mut().graceful_shutdown();
            tokio::select! {
                ended = connection => ended,
                () = cut.cancelled() => return,
            }
        }
    };
    if let Err(error) = ended {
        // Clients that go away, that are slow or that speak no HTTP: nothing to mend here.
        tracing::debug!(%error, "a connection ended early");
    }
}
