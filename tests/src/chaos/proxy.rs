//! Stands before PostgreSQL: cuts connections, refuses them, slows them down, and moves to another server when told.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream, UnixStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// A proxy from a port on loopback to a Unix socket, until it is dropped.
pub struct Proxy {
    /// Where hosts reach the database.
    pub address: SocketAddr,
    state: Arc<State>,
    task: JoinHandle<()>,
}

struct State {
    socket: Mutex<PathBuf>,
    refuses: watch::Sender<bool>,
    /// How much later each piece arrives; the longest there is: not before it is shortened.
    delay: watch::Sender<Duration>,
    cut: Mutex<CancellationToken>,
}

impl Proxy {
    /// To the server behind `socket`.
    ///
    /// # Panics
    ///
    /// If nothing can be listened to on loopback.
    pub async fn start(socket: PathBuf) -> Proxy {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (refuses, delay) = (watch::Sender::new(false), watch::Sender::new(Duration::ZERO));
        let state = Arc::new(State { socket: Mutex::new(socket), refuses, delay, cut: Mutex::default() });
        Proxy { address, task: tokio::spawn(accept(listener, Arc::clone(&state))), state }
    }

    /// From now on new connections go there, and the old ones are cut.
    pub fn turn_to(&self, socket: PathBuf) {
        *self.state.socket.lock().unwrap() = socket;
        self.cut();
    }

    /// Cuts every connection, in the middle of whatever it carries.
    pub fn cut(&self) {
        std::mem::take(&mut *self.state.cut.lock().unwrap()).cancel();
    }

    /// Whether new connections are closed at once.
    pub fn refuse(&self, refuses: bool) {
        self.state.refuses.send_replace(refuses);
    }

    /// Every piece arrives that much later.
    pub fn delay(&self, by: Duration) {
        self.state.delay.send_replace(by);
    }

    /// Nothing arrives until a shorter delay is asked for; nothing is lost.
    pub fn stall(&self) {
        self.delay(Duration::MAX);
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.cut();
        self.task.abort();
    }
}

async fn accept(listener: TcpListener, state: Arc<State>) {
    loop {
        let Ok((host, _)) = listener.accept().await else { continue };
        if !*state.refuses.borrow() {
            tokio::spawn(carry(host, Arc::clone(&state)));
        }
    }
}

async fn carry(host: TcpStream, state: Arc<State>) {
    let cut = state.cut.lock().unwrap().clone();
    let socket = state.socket.lock().unwrap().clone();
    let Ok(server) = UnixStream::connect(socket).await else { return };
    let _ = host.set_nodelay(true);
    let ((from_host, to_host), (from_server, to_server)) = (host.into_split(), server.into_split());
    let (there, back) = (pump(from_host, to_server, state.delay.subscribe()), pump(from_server, to_host, state.delay.subscribe()));
    tokio::select! {
        () = cut.cancelled() => {}
        () = there => {}
        () = back => {}
    }
}

async fn pump(mut from: impl AsyncRead + Unpin, mut to: impl AsyncWrite + Unpin, mut delay: watch::Receiver<Duration>) {
    let mut piece = vec![0; 64 << 10];
    while let Ok(read @ 1..) = from.read(&mut piece).await {
        late(&mut delay).await;
        if to.write_all(&piece[..read]).await.is_err() {
            return;
        }
    }
}

/// Waits for as long as the delay says now; a change begins the wait anew.
async fn late(delay: &mut watch::Receiver<Duration>) {
    loop {
        let by = *delay.borrow_and_update();
        if by.is_zero() {
            return;
        }
        tokio::select! {
            () = tokio::time::sleep(by) => return,
            changed = delay.changed() => if changed.is_err() { return },
        }
    }
}
