//! A plain TCP balancer: hosts in turn; where one refuses, the next.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// Stands before the hosts until it is dropped. It knows nothing of HTTP, nor whether a host that accepts also answers.
pub struct Balancer {
    /// Where clients reach the hosts.
    pub address: SocketAddr,
    task: JoinHandle<()>,
}

impl Balancer {
    /// Stands before `hosts`.
    ///
    /// # Panics
    ///
    /// If nothing can be listened to on loopback.
    pub async fn start(hosts: Vec<SocketAddr>) -> Balancer {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        Balancer { address, task: tokio::spawn(accept(listener, hosts)) }
    }
}

impl Drop for Balancer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn accept(listener: TcpListener, hosts: Vec<SocketAddr>) {
    let (hosts, turn) = (Arc::new(hosts), Arc::new(AtomicUsize::new(0)));
    loop {
        let Ok((client, _)) = listener.accept().await else { continue };
        let (hosts, turn) = (Arc::clone(&hosts), Arc::clone(&turn));
        tokio::spawn(async move {
            if let Some(host) = connect(&hosts, turn.fetch_add(1, Ordering::Relaxed)).await {
                join(client, host).await;
            }
        });
    }
}

async fn connect(hosts: &[SocketAddr], turn: usize) -> Option<TcpStream> {
    for place in 0..hosts.len() {
        if let Ok(host) = TcpStream::connect(hosts[(turn + place) % hosts.len()]).await {
            return Some(host);
        }
    }
    None
}

/// Carries bytes until either side ends or breaks.
async fn join(mut client: TcpStream, mut host: TcpStream) {
    let _ = (client.set_nodelay(true), host.set_nodelay(true));
    let _ = tokio::io::copy_bidirectional(&mut client, &mut host).await;
}
