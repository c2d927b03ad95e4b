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

#[cfg(test)]
mod tests {
    use super::*;
    use axum::routing::get;
    use std::net::SocketAddr;
    use std::sync::Arc;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::sync::Notify;
    use tokio::task::JoinHandle;

    async fn started(router: Router) -> (SocketAddr, CancellationToken, JoinHandle<()>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let stop = CancellationToken::new();
        (address, stop.clone(), tokio::spawn(serve(listener, router, stop)))
    }

    async fn answer(address: SocketAddr, request: &str) -> String {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        answer
    }

    #[tokio::test]
    async fn a_stop_lets_the_request_in_flight_end() {
        let (began, may_end) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let (begins, ends) = (Arc::clone(&began), Arc::clone(&may_end));
        let slow = async move || {
            begins.notify_one();
            ends.notified().await;
            "done"
        };
        let (address, stop, served) = started(Router::new().route("/", get(slow))).await;
        let in_flight = tokio::spawn(answer(address, "GET / HTTP/1.1\r\nhost: a\r\n\r\n"));
        let mut idle = TcpStream::connect(address).await.unwrap();
        began.notified().await;
        stop.cancel();
        let mut nothing = Vec::new();
        assert_eq!(idle.read_to_end(&mut nothing).await.unwrap(), 0, "a connection without a request is closed at once");
        assert!(!served.is_finished());
        may_end.notify_one();
        let answer = in_flight.await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 200 OK\r\n") && answer.ends_with("done"), "{answer}");
        served.await.unwrap();
        assert!(TcpStream::connect(address).await.is_err(), "nobody listens any more");
    }

    #[tokio::test]
    async fn headers_are_bounded_in_number_and_size() {
        let (address, stop, served) = started(Router::new().route("/", get(async || "done"))).await;
        let request = |headers: &str| format!("GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n{headers}\r\n");
        let some = "x: y\r\n".repeat(HEADERS_MAX - 2);
        assert!(answer(address, &request(&some)).await.starts_with("HTTP/1.1 200 "));
        assert!(answer(address, &request(&format!("{some}x: y\r\n"))).await.starts_with("HTTP/1.1 431 "));
        // What it has not read of so long a header may break the connection before the answer is read: either is a refusal.
        let mut stream = TcpStream::connect(address).await.unwrap();
        let sent = stream.write_all(request(&format!("x: {}\r\n", "y".repeat(2 * HEADER_BYTES_MAX))).as_bytes()).await;
        let mut answer = Vec::new();
        let read = stream.read_to_end(&mut answer).await;
        assert!(sent.is_err() || read.is_err() || answer.starts_with(b"HTTP/1.1 431 "), "{}", String::from_utf8_lossy(&answer));
        stop.cancel();
        served.await.unwrap();
    }
}
