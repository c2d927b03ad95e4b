//! The way out against a trap: a listener on loopback that counts who reaches it.

mod hostile;

use crate::guard::LookUp;
use crate::{Client, Error, Outbound, Policy, Request, Response};
use bytes::Bytes;
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// What a listener says to each connection once it has read a request head.
#[derive(Clone)]
enum Says {
    Bytes(Vec<u8>),
    /// Chunks without end.
    Forever,
    Nothing,
}

struct Trap {
    port: u16,
    reached: Arc<AtomicUsize>,
}

impl Trap {
    async fn open(says: Says, tls: Option<tokio_rustls::TlsAcceptor>) -> Trap {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let reached = Arc::new(AtomicUsize::new(0));
        let count = reached.clone();
        tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                count.fetch_add(1, Ordering::SeqCst);
                let (says, tls) = (says.clone(), tls.clone());
                tokio::spawn(async move {
                    match tls {
                        Some(tls) => {
                            if let Ok(stream) = tls.accept(stream).await {
                                converse(stream, says).await;
                            }
                        }
                        None => converse(stream, says).await,
                    }
                });
            }
        });
        Trap { port, reached }
    }

    fn reached(&self) -> usize {
        self.reached.load(Ordering::SeqCst)
    }
}

async fn converse(mut stream: impl AsyncReadExt + AsyncWriteExt + Unpin, says: Says) {
    let mut head = [0; 4096];
    if stream.read(&mut head).await.is_err() {
        return;
    }
    match says {
        Says::Bytes(bytes) => {
            let _ = stream.write_all(&bytes).await;
            let _ = stream.shutdown().await;
        }
        Says::Forever => {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n").await;
            while stream.write_all(b"400\r\n").await.is_ok()
                && stream.write_all(&[b'x'; 0x400]).await.is_ok()
                && stream.write_all(b"\r\n").await.is_ok()
            {}
        }
        Says::Nothing => std::future::pending().await,
    }
}

fn ok() -> Says {
    Says::Bytes(b"HTTP/1.1 200 OK\r\nX-Kind: Test\r\ncontent-length: 2\r\n\r\nhi".to_vec())
}

/// A client to whom names mean what `names` says.
fn client(allow: &[&str], ca_pem: Option<String>, names: &[(&str, &[&str])]) -> Client {
    let names: BTreeMap<String, Vec<IpAddr>> = names
        .iter()
        .map(|(name, addresses)| ((*name).to_owned(), addresses.iter().map(|address| address.parse().unwrap()).collect()))
        .collect();
    let look_up: LookUp = Arc::new(move |name| {
        let found = names.get(&name).cloned().ok_or_else(|| std::io::Error::from(std::io::ErrorKind::NotFound));
        Box::pin(std::future::ready(found))
    });
    let allow = allow.iter().map(|block| block.parse().unwrap()).collect();
    Client::with_names(&Policy { allow, ca_pem: ca_pem.map(String::into_bytes) }, look_up).unwrap()
}

fn get(url: &str) -> Request {
    Request {
        url: url.parse().unwrap(),
        method: "GET".into(),
        headers: vec![("x-secret".into(), "hunter2".into())],
        body: None,
        deadline: Duration::from_secs(5),
        response_bytes_max: 1 << 20,
    }
}

async fn send(client: &Client, url: &str) -> Result<Response, Error> {
    client.send(get(url)).await
}

/// Every spelling of loopback that a URL parser takes for an address, and names that stand for one.
const HIDEOUTS: &[&str] = &[
    "127.0.0.1",
    "127.0.0.1.",
    "127.1",
    "127.0.1",
    "0x7f.1",
    "0x7f000001",
    "2130706433",
    "017700000001",
    "0177.0.0.1",
    "①②⑦.0.0.1",
    "127。0。0。1",
    "%31%32%37.0.0.1",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[0:0:0:0:0:ffff:7f00:1]",
    "trap.test",
    "TRAP.test",
    "mixed.test",
    "mapped.test",
];
const NAMES: &[(&str, &[&str])] =
    &[("trap.test", &["127.0.0.1"]), ("mixed.test", &["127.0.0.1", "1.1.1.1"]), ("mapped.test", &["::ffff:127.0.0.1"])];

#[tokio::test]
async fn nothing_reaches_loopback_however_it_is_spelled() {
    let trap = Trap::open(ok(), None).await;
    let shut = client(&[], None, NAMES);
    // Plain HTTP is open to one other block only: it must not let loopback through either.
    let ajar = client(&["10.0.0.0/8"], None, NAMES);
    for host in HIDEOUTS {
        for (client, scheme) in [(&shut, "https"), (&shut, "http"), (&ajar, "https"), (&ajar, "http")] {
            let refused = send(client, &format!("{scheme}://{host}:{}/latest/meta-data?key=hunter2", trap.port)).await;
            assert!(matches!(refused, Err(Error::Refused(_))), "{scheme} {host}: {refused:?}");
        }
    }
    assert_eq!(trap.reached(), 0);
}

#[tokio::test]
async fn the_same_spellings_do_reach_a_trap_that_is_allowed() {
    let trap = Trap::open(ok(), None).await;
    let open = client(&["127.0.0.0/8", "1.1.1.1"], None, NAMES);
    for host in HIDEOUTS {
        let answer = send(&open, &format!("http://{host}:{}/", trap.port)).await;
        assert!(answer.is_ok(), "{host}: {answer:?}");
    }
    assert!(trap.reached() > 0);
}

#[tokio::test]
async fn special_addresses_are_refused_before_any_connection() {
    let client = client(&[], None, &[("inner.test", &["8.8.8.8", "fd00::1"]), ("meta.test", &["169.254.169.254"])]);
    for host in [
        "10.0.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "0",
        "[::]",
        "[::1]",
        "[fe80::1]",
        "[fd00:ec2::254]",
        "[64:ff9b::a00:1]",
        "[2002:a00:1::]",
        "[2001:db8::1]",
        "198.18.0.1",
        "224.0.0.1",
        "inner.test",
        "meta.test",
    ] {
        let refused = send(&client, &format!("https://{host}/")).await;
        assert!(matches!(&refused, Err(Error::Refused(why)) if why.starts_with("an address of the host is ")), "{host}: {refused:?}");
    }
}

#[tokio::test]
async fn only_https_goes_out_and_no_user_with_it() {
    let client = client(&[], None, &[("trap.test", &["8.8.8.8"])]);
    for url in
        ["http://trap.test/", "ftp://trap.test/", "file:///etc/passwd", "gopher://trap.test/", "data:text/plain,x", "unix:/run/x.sock"]
    {
        assert_eq!(send(&client, url).await.unwrap_err(), Error::Refused("only https is allowed".into()), "{url}");
    }
    for url in ["https://user@trap.test/", "https://user:hunter2@trap.test/", "https://trap.test@8.8.8.8/"] {
        assert_eq!(send(&client, url).await.unwrap_err(), Error::Refused("the URL names a user".into()), "{url}");
    }
}

#[tokio::test]
async fn a_public_address_is_not_reached_without_tls() {
    let client = client(&["10.0.0.0/8"], None, &[("public.test", &["8.8.8.8"])]);
    for url in ["http://public.test/", "http://8.8.8.8/"] {
        let refused = send(&client, url).await.unwrap_err();
        assert_eq!(refused, Error::Refused("an address of the host is not allowed without TLS".into()));
    }
}

#[tokio::test]
async fn an_answer_comes_back_whole_and_a_redirect_is_not_followed() {
    let trap = Trap::open(ok(), None).await;
    let away = format!("HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:{}/\r\ncontent-length: 0\r\n\r\n", trap.port);
    let redirecting = Trap::open(Says::Bytes(away.into_bytes()), None).await;
    let client = client(&["127.0.0.1"], None, &[]);
    let answer = send(&client, &format!("http://127.0.0.1:{}/", redirecting.port)).await.unwrap();
    assert_eq!((answer.status, trap.reached()), (302, 0));
    let answer = send(&client, &format!("http://127.0.0.1:{}/", trap.port)).await.unwrap();
    assert_eq!((answer.status, answer.body), (200, Bytes::from_static(b"hi")));
    assert!(answer.headers.contains(&("x-kind".into(), "Test".into())));
}

#[tokio::test]
async fn a_large_answer_is_cut_off_announced_or_not() {
    let client = client(&["127.0.0.1"], None, &[]);
    let announced = Trap::open(Says::Bytes(b"HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\nhi".to_vec()), None).await;
    let endless = Trap::open(Says::Forever, None).await;
    for port in [announced.port, endless.port] {
        assert_eq!(send(&client, &format!("http://127.0.0.1:{port}/")).await.unwrap_err(), Error::TooLarge(1 << 20));
    }
    let exact = Trap::open(ok(), None).await;
    let mut request = get(&format!("http://127.0.0.1:{}/", exact.port));
    request.response_bytes_max = 2;
    assert_eq!(client.send(request.clone()).await.unwrap().body.len(), 2);
    request.response_bytes_max = 1;
    assert_eq!(client.send(request).await.unwrap_err(), Error::TooLarge(1));
}

#[tokio::test]
async fn a_silent_answer_meets_the_deadline() {
    let trap = Trap::open(Says::Nothing, None).await;
    let mut request = get(&format!("http://127.0.0.1:{}/", trap.port));
    request.deadline = Duration::from_millis(50);
    assert_eq!(client(&["127.0.0.1"], None, &[]).send(request).await.unwrap_err(), Error::Timeout);
}

#[tokio::test]
async fn the_operators_authority_is_trusted_only_when_given_and_only_for_its_name() {
    let key = rcgen::KeyPair::generate().unwrap();
    let certificate = rcgen::CertificateParams::new(["provider.test".to_owned()]).unwrap().self_signed(&key).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let served = rustls::pki_types::PrivateKeyDer::Pkcs8(key.serialize_der().into());
    let config = rustls::ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let config = config.with_no_client_auth().with_single_cert(vec![certificate.der().clone()], served).unwrap();
    let trap = Trap::open(ok(), Some(Arc::new(config).into())).await;
    let names: &[(&str, &[&str])] = &[("provider.test", &["127.0.0.1"]), ("other.test", &["127.0.0.1"])];

    let trusting = client(&["127.0.0.1"], Some(certificate.pem()), names);
    let answer = send(&trusting, &format!("https://provider.test:{}/", trap.port)).await.unwrap();
    assert_eq!(answer.body, Bytes::from_static(b"hi"));
    for (client, host) in [(trusting, "other.test"), (client(&["127.0.0.1"], None, names), "provider.test")] {
        let broken = send(&client, &format!("https://{host}:{}/?key=hunter2", trap.port)).await.unwrap_err();
        assert!(matches!(&broken, Error::Tls(why) if why.contains("certificate")), "{broken:?}");
    }
}

#[tokio::test]
async fn no_text_tells_what_was_sent() {
    let client = client(&["127.0.0.0/8"], None, &[("trap.test", &["127.0.0.1"])]);
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let closed = silent.local_addr().unwrap().port();
    drop(silent);
    for host in ["trap.test", "127.0.0.1", "unknown.test"] {
        let request = get(&format!("http://{host}:{closed}/hunter2?key=hunter2"));
        let error = client.send(request.clone()).await.unwrap_err();
        assert!(matches!(&error, Error::Connection(why) | Error::NoName(why) if why.contains(host)), "{error:?}");
        for text in [error.to_string(), format!("{error:?}"), format!("{request:?}")] {
            assert!(!text.contains("hunter2"), "{text}");
        }
    }
    let mut malformed = get("https://trap.test/");
    malformed.headers.push(("x".into(), "a\r\nhunter2".into()));
    let error = client.send(malformed).await.unwrap_err();
    assert_eq!(error, Error::Refused("a header or the URL is malformed".into()));
}

#[test]
fn certificates_that_cannot_be_read_are_found_at_start() {
    for pem in ["", "nonsense", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"] {
        let policy = Policy { ca_pem: Some(pem.as_bytes().to_vec()), ..Policy::default() };
        assert!(Client::new(&policy).is_err(), "{pem}");
    }
}
