//! Whoever receives webhooks: an HTTPS server on loopback that behaves as a story needs, well or badly.

use journal::Time;
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use run::{Clock, SystemClock};
use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

/// An authority of its own, for the names that loopback has.
pub struct Authority {
    issuer: Issuer<'static, KeyPair>,
    /// Its certificate, for whoever shall trust it.
    pub pem: String,
}

impl Default for Authority {
    fn default() -> Self {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let pem = params.self_signed(&key).unwrap().pem();
        Authority { issuer: Issuer::new(params, key), pem }
    }
}

impl Authority {
    /// Whoever accepts TLS with a certificate of this authority.
    pub(crate) fn acceptor(&self) -> TlsAcceptor {
        TlsAcceptor::from(Arc::new(self.server()))
    }

    fn server(&self) -> ServerConfig {
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new(["localhost".to_owned(), "127.0.0.1".to_owned()]).unwrap();
        let certificate: CertificateDer<'static> = params.signed_by(&key, &self.issuer).unwrap().der().clone();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
        let key = PrivateKeyDer::Pkcs8(key.serialize_der().into());
        config.with_no_client_auth().with_single_cert(vec![certificate], key).unwrap()
    }
}

/// What a receiver does with each request, once it has read it.
#[derive(Clone)]
pub enum Says {
    /// An answer with this status and a short body, and on to the next request.
    Status(u16),
    /// These bytes, and on to the next request.
    Text(String),
    /// The first bytes, and then the others over and over, with a pause before each.
    Forever(String, String, Duration),
    /// Nothing, without end.
    Silence,
    /// Nothing; it closes the connection.
    HangUp,
    /// Of ten requests seven are answered with 204 and the others with 500, a closed connection or a reset one, by chance, which
    /// this number decides.
    Moody(u64),
}

/// One request as it came.
#[derive(Clone, Debug)]
pub struct Received {
    /// Method, path and version.
    pub line: String,
    /// Names in lower case.
    pub headers: BTreeMap<String, String>,
    /// The body.
    pub body: Vec<u8>,
    /// When it had come whole.
    pub at: Time,
}

/// A receiver, until it is dropped.
pub struct Receiver {
    /// Where it listens.
    pub port: u16,
    state: Arc<State>,
    task: JoinHandle<()>,
}

struct State {
    says: Mutex<Says>,
    received: Mutex<Vec<Received>>,
    connections: AtomicUsize,
    sent: AtomicU64,
}

impl Receiver {
    /// Listens with a certificate of that authority.
    pub async fn start(authority: &Authority, says: Says) -> Receiver {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let state = State { says: Mutex::new(says), received: Mutex::default(), connections: AtomicUsize::new(0), sent: AtomicU64::new(0) };
        let state = Arc::new(state);
        let tls = authority.acceptor();
        let task = tokio::spawn(listen(listener, tls, Arc::clone(&state)));
        Receiver { port, state, task }
    }

    /// From now on it does this.
    pub fn says(&self, says: Says) {
        *self.state.says.lock().unwrap() = says;
    }

    /// An address of it.
    pub fn url(&self) -> String {
        format!("https://localhost:{}/hook", self.port)
    }

    /// Every request so far.
    pub fn received(&self) -> Vec<Received> {
        self.state.received.lock().unwrap().clone()
    }

    /// How many there were so far.
    pub fn count(&self) -> usize {
        self.state.received.lock().unwrap().len()
    }

    /// Connections so far, those that failed in TLS among them.
    pub fn connections(&self) -> usize {
        self.state.connections.load(Ordering::SeqCst)
    }

    /// Bytes of answers that it could get rid of so far.
    pub fn sent(&self) -> u64 {
        self.state.sent.load(Ordering::SeqCst)
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn listen(listener: TcpListener, tls: TlsAcceptor, state: Arc<State>) {
    loop {
        let (stream, _) = listener.accept().await.unwrap();
        state.connections.fetch_add(1, Ordering::SeqCst);
        let (tls, state) = (tls.clone(), Arc::clone(&state));
        tokio::spawn(async move {
            if let Ok(stream) = tls.accept(stream).await {
                // Whether a connection ends well is for the other side to tell.
                let _ = converse(stream, &state).await;
            }
        });
    }
}

async fn converse(mut stream: TlsStream<TcpStream>, state: &State) -> std::io::Result<()> {
    while let Some(request) = read(&mut stream).await? {
        let number = {
            let mut received = state.received.lock().unwrap();
            received.push(request);
            received.len()
        };
        let says = state.says.lock().unwrap().clone();
        match says {
            Says::Status(status) => {
                let rest = if status == 204 { "\r\n" } else { "content-length: 2\r\n\r\nok" };
                stream.write_all(format!("HTTP/1.1 {status} Said\r\n{rest}").as_bytes()).await?;
            }
            Says::Text(text) => stream.write_all(text.as_bytes()).await?,
            Says::Forever(first, again, pause) => {
                stream.write_all(first.as_bytes()).await?;
                loop {
                    tokio::time::sleep(pause).await;
                    stream.write_all(again.as_bytes()).await?;
                    stream.flush().await?;
                    state.sent.fetch_add(again.len() as u64, Ordering::SeqCst);
                }
            }
            Says::Silence => std::future::pending().await,
            Says::HangUp => return Ok(()),
            Says::Moody(seed) => match mood(seed, number) {
                0 => stream.write_all(b"HTTP/1.1 500 Said\r\ncontent-length: 2\r\n\r\nno").await?,
                1 => return Ok(()),
                2 => {
                    stream.get_ref().0.set_zero_linger()?;
                    return Ok(());
                }
                _ => stream.write_all(b"HTTP/1.1 204 Said\r\n\r\n").await?,
            },
        }
        stream.flush().await?;
    }
    Ok(())
}

/// Whether [`Says::Moody`] acknowledges the request of that number; the first is 1.
pub fn acknowledges(seed: u64, number: usize) -> bool {
    mood(seed, number) > 2
}

/// One of ten numbers, by the seed: SplitMix64.
fn mood(seed: u64, number: usize) -> u64 {
    let state = seed.wrapping_add((number as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    ((mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb) >> 33) % 10
}

/// One request, whole. `None`: the other side has closed.
pub(crate) async fn read(stream: &mut (impl AsyncRead + Unpin)) -> std::io::Result<Option<Received>> {
    let mut bytes = Vec::new();
    let head = loop {
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break end;
        }
        if stream.read_buf(&mut bytes).await? == 0 {
            return Ok(None);
        }
    };
    let mut body = bytes.split_off(head + 4);
    let text = String::from_utf8(bytes).unwrap();
    let mut lines = text.lines();
    let line = lines.next().unwrap().to_owned();
    let headers = lines.filter_map(|line| line.split_once(": ")).map(|(name, value)| (name.to_lowercase(), value.to_owned()));
    let headers: BTreeMap<String, String> = headers.collect();
    let length = headers.get("content-length").map_or(0, |length| length.parse().unwrap());
    while body.len() < length {
        if stream.read_buf(&mut body).await? == 0 {
            return Ok(None);
        }
    }
    Ok(Some(Received { line, headers, body, at: SystemClock::default().now() }))
}
