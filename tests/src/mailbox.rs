//! A mail server on loopback that behaves as a story needs, well or badly.

use crate::receiver::Authority;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncBufRead, AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufStream};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

/// What it does with each mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// Keeps it.
    All,
    /// Refuses its address, for now or for ever, with this code.
    None(u16),
    /// Accepts the connection and never says a word.
    Silence,
}

/// A mail as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// What the client logged in with, base64, if it did.
    pub auth: Option<String>,
    /// Whether it came over TLS.
    pub encrypted: bool,
    /// The envelope's addresses.
    pub to: Vec<String>,
    /// Head and body.
    pub text: String,
}

/// A mail server, until it is dropped.
pub struct Mailbox {
    port: u16,
    state: Arc<State>,
    task: JoinHandle<()>,
}

struct State {
    takes: Mutex<Takes>,
    connections: Mutex<usize>,
    received: Mutex<Vec<Received>>,
    tls: Option<TlsAcceptor>,
    /// Whether TLS begins with the connection.
    wrapped: bool,
}

impl Mailbox {
    /// Listens, in clear.
    pub async fn start(takes: Takes) -> Mailbox {
        Mailbox::listening(takes, None, false).await
    }

    /// Listens with a certificate of that authority: TLS from the beginning (`wrapped`), or by `STARTTLS`.
    pub async fn with_tls(authority: &Authority, wrapped: bool) -> Mailbox {
        Mailbox::listening(Takes::All, Some(authority.acceptor()), wrapped).await
    }

    async fn listening(takes: Takes, tls: Option<TlsAcceptor>, wrapped: bool) -> Mailbox {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let state = State { takes: Mutex::new(takes), connections: Mutex::default(), received: Mutex::default(), tls, wrapped };
        let state = Arc::new(state);
        let task = tokio::spawn(listen(listener, Arc::clone(&state)));
        Mailbox { port, state, task }
    }

    /// From now on it does this.
    pub fn takes(&self, takes: Takes) {
        *self.state.takes.lock().unwrap() = takes;
    }

    /// A URL of it, for whoever sends in clear.
    pub fn url(&self) -> String {
        format!("smtp://localhost:{}?tls=none", self.port)
    }

    /// Where it listens.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// What it kept so far.
    pub fn received(&self) -> Vec<Received> {
        self.state.received.lock().unwrap().clone()
    }

    /// Connections so far.
    pub fn connections(&self) -> usize {
        *self.state.connections.lock().unwrap()
    }
}

impl Drop for Mailbox {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn listen(listener: TcpListener, state: Arc<State>) {
    loop {
        let (stream, _) = listener.accept().await.unwrap();
        *state.connections.lock().unwrap() += 1;
        let state = Arc::clone(&state);
        tokio::spawn(async move {
            // Whether a connection ends well is for the other side to tell.
            let _ = serve(stream, &state).await;
        });
    }
}

async fn serve(stream: TcpStream, state: &State) -> std::io::Result<()> {
    match &state.tls {
        Some(tls) if state.wrapped => {
            let mut stream = BufStream::new(tls.accept(stream).await?);
            converse(&mut stream, state, true).await.map(|_| ())
        }
        Some(tls) => {
            let mut stream = BufStream::new(stream);
            if !converse(&mut stream, state, false).await? {
                return Ok(());
            }
            let mut stream = BufStream::new(tls.accept(stream.into_inner()).await?);
            converse(&mut stream, state, true).await.map(|_| ())
        }
        None => converse(&mut BufStream::new(stream), state, false).await.map(|_| ()),
    }
}

/// One conversation. Whether the client asks for TLS.
async fn converse<S: AsyncRead + AsyncWrite + Unpin>(stream: &mut BufStream<S>, state: &State, encrypted: bool) -> std::io::Result<bool> {
    let takes = *state.takes.lock().unwrap();
    if takes == Takes::Silence {
        std::future::pending::<()>().await;
    }
    // After STARTTLS the client goes on by itself.
    if !encrypted || state.wrapped {
        say(stream, "220 localhost ready").await?;
    }
    let mut mail = Received { auth: None, encrypted, to: Vec::new(), text: String::new() };
    while let Some(line) = heard(stream).await? {
        let word = line.split([' ', ':']).next().unwrap_or_default().to_uppercase();
        match (word.as_str(), takes) {
            ("EHLO", _) if state.tls.is_some() && !encrypted => say(stream, "250-localhost\r\n250 STARTTLS").await?,
            ("EHLO", _) => say(stream, "250-localhost\r\n250 AUTH PLAIN").await?,
            ("STARTTLS", _) => {
                say(stream, "220 go ahead").await?;
                return Ok(true);
            }
            ("AUTH", _) => {
                mail.auth = line.split(' ').nth(2).map(str::to_owned);
                say(stream, "235 welcome").await?;
            }
            ("RCPT", Takes::None(code)) => say(stream, &format!("{code} not {line}")).await?,
            ("RCPT", _) => {
                mail.to.push(line.split(['<', '>']).nth(1).unwrap_or_default().to_owned());
                say(stream, "250 ok").await?;
            }
            ("DATA", _) => {
                say(stream, "354 go on").await?;
                mail.text = text(stream).await?;
                state.received.lock().unwrap().push(mail.clone());
                say(stream, "250 kept").await?;
            }
            ("QUIT", _) => {
                say(stream, "221 bye").await?;
                return Ok(false);
            }
            _ => say(stream, "250 ok").await?,
        }
    }
    Ok(false)
}

async fn say<S: AsyncWrite + Unpin>(stream: &mut S, line: &str) -> std::io::Result<()> {
    stream.write_all(format!("{line}\r\n").as_bytes()).await?;
    stream.flush().await
}

async fn heard<S: AsyncBufRead + Unpin>(stream: &mut S) -> std::io::Result<Option<String>> {
    let mut line = String::new();
    let read = stream.read_line(&mut line).await?;
    Ok((read > 0).then(|| line.trim_end_matches(['\r', '\n']).to_owned()))
}

/// Lines up to the one that is a point.
async fn text<S: AsyncBufRead + Unpin>(stream: &mut S) -> std::io::Result<String> {
    let mut text = String::new();
    while let Some(line) = heard(stream).await?.filter(|line| line != ".") {
        text = text + line.strip_prefix('.').unwrap_or(&line) + "\n";
    }
    Ok(text)
}
