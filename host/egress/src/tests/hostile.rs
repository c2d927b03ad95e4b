//! URLs of somebody who wants in: each is refused when it is given and when it is used, and none reaches the trap.

use super::{Says, Trap, client, get, ok};
use crate::{Client, Error, Outbound, Policy};
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use url::Url;

/// Hosts, tried with the trap's port and with none. Where a spelling is no URL at all, that is as good.
const HOSTS: &[&str] = &[
    // Loopback, and zero, which Linux connects to loopback too.
    "127.0.0.1",
    "127.0.0.1.",
    "127.1",
    "127.1.",
    "127.0.1",
    "127.255.255.254",
    "0x7f.1",
    "0x7f000001",
    "0X7F.0.0.1",
    "0x7f.0x0.0x0.0x1",
    "0x000000007f.1",
    "2130706433",
    "2130706433.",
    "017700000001",
    "0177.0.0.1",
    "0177.0.0.01",
    "00000177.0.0.1",
    "127.0.0.0x1",
    "127.0x000001",
    "0",
    "00",
    "0x0",
    "0x",
    "0.0.0.0",
    "0.0.0.0.",
    "0.1.2.3",
    // The same to a parser that knows Unicode and percent signs.
    "①②⑦.0.0.1",
    "127。0。0。1",
    "127．0．0．1",
    "127｡0｡0｡1",
    "１２７.0.0.1",
    "𝟏𝟐𝟕.𝟎.𝟎.𝟏",
    "%31%32%37.0.0.1",
    "127%2e0%2e0%2e1",
    "127.0.0.1%00.example.com",
    "127\u{ad}.0.0.1",
    "127.0.0.\u{200b}1",
    // Private, shared, link-local and reserved blocks.
    "10.0.0.1",
    "10.1",
    "0xa000001",
    "167772161",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.0.1",
    "192.168.1",
    "0xc0a80001",
    "100.64.0.1",
    "100.127.255.255",
    "192.0.0.192",
    "192.0.2.1",
    "192.88.99.1",
    "198.18.0.1",
    "203.0.113.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    // What clouds keep for themselves.
    "169.254.169.254",
    "169.254.169.254.",
    "2852039166",
    "0xA9FEA9FE",
    "0251.0376.0251.0376",
    "169.254.43518",
    "169.254.170.2",
    "100.100.100.200",
    "168.63.129.16",
    "[fd00:ec2::254]",
    "[::ffff:169.254.169.254]",
    "[::ffff:a9fe:a9fe]",
    // IPv6: loopback, mapped, compatible, translated, NAT64, 6to4, Teredo, and what is not for everybody.
    "[::1]",
    "[0:0:0:0:0:0:0:1]",
    "[0000::0001]",
    "[::]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::FFFF:7F00:0001]",
    "[0:0:0:0:0:ffff:7f00:1]",
    "[::ffff:0.0.0.0]",
    "[::ffff:8.8.8.8]",
    "[::127.0.0.1]",
    "[::7f00:1]",
    "[::ffff:0:127.0.0.1]",
    "[64:ff9b::127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[64:ff9b::a9fe:a9fe]",
    "[64:ff9b:1::7f00:1]",
    "[2002:7f00:1::]",
    "[2002:a9fe:a9fe::1]",
    "[2001:0:7f00:1::]",
    "[2001:0:4136:e378:8000:63bf:80ff:fffe]",
    "[fe80::1]",
    "[fe80::1%25lo]",
    "[fec0::1]",
    "[fc00::1]",
    "[fd12:3456:789a::1]",
    "[ff02::1]",
    "[100::1]",
    "[2001:db8::1]",
    "[3fff::1]",
    "[5f00::1]",
    "[::1",
    "[127.0.0.1]",
    // Names of inner networks, known to the resolver or not.
    "localhost",
    "LOCALHOST",
    "localhost.",
    "api.localhost",
    "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ",
    "loc%61lhost",
    "ip6-localhost",
    "metadata",
    "instance-data",
    "metadata.google.internal",
    "metadata.google.internal.",
    "Metadata.Google.Internal",
    "printer.local",
    "nas.lan",
    "router.home.arpa",
    "db.corp",
    "kubernetes.default.svc.cluster.local",
    // Public names for addresses that are not.
    "trap.test",
    "TRAP.test",
    "trap.test.",
    "tr%61p.test",
    "ｔｒａｐ.test",
    "mixed.test",
    "mapped.test",
    "nat64.test",
    "sixtofour.test",
    "carrier.test",
    "meta.test",
    "zero.test",
    "inner6.test",
];

const NAMES: &[(&str, &[&str])] = &[
    ("localhost", &["127.0.0.1", "::1"]),
    ("trap.test", &["127.0.0.1"]),
    ("trap.test.", &["127.0.0.1"]),
    ("mixed.test", &["1.1.1.1", "127.0.0.1"]),
    ("mapped.test", &["::ffff:127.0.0.1"]),
    ("nat64.test", &["64:ff9b::7f00:1"]),
    ("sixtofour.test", &["2002:7f00:1::1"]),
    ("carrier.test", &["100.64.0.1"]),
    ("meta.test", &["169.254.169.254"]),
    ("zero.test", &["0.0.0.0"]),
    ("inner6.test", &["2606:4700::1", "fd00::1"]),
    ("example.test", &["1.1.1.1"]),
];

/// Whole URLs: users, separators that parsers disagree on, and schemes. `PORT` is the trap's.
const URLS: &[&str] = &[
    "https://example.test@127.0.0.1:PORT/",
    "https://example.test:443@127.0.0.1:PORT/",
    "https://127.0.0.1:PORT@example.test/",
    "https://user:hunter2@example.test:PORT/",
    "https://:hunter2@example.test:PORT/",
    "https://example.test%40127.0.0.1:PORT/",
    "https://127.0.0.1:PORT\\@example.test/",
    "https://127.0.0.1:PORT#@example.test/",
    "https://127.0.0.1:PORT?@example.test/",
    "https:\\\\127.0.0.1:PORT\\",
    "https:/127.0.0.1:PORT/",
    "https:127.0.0.1:PORT/",
    "https:////127.0.0.1:PORT/",
    " https://127.0.0.1:PORT/ ",
    "ht\ntps://127.0.\t0.1:PORT/",
    "HTTPS://127.0.0.1:PORT/",
    "https://",
    "https:///",
    "//127.0.0.1:PORT/",
    "127.0.0.1:PORT",
    "http://example.test:PORT/",
    "http://127.0.0.1:PORT/",
    "ftp://example.test:PORT/",
    "ws://127.0.0.1:PORT/",
    "wss://127.0.0.1:PORT/",
    "gopher://127.0.0.1:PORT/_POST",
    "dict://127.0.0.1:PORT/",
    "ldap://127.0.0.1:PORT/",
    "file:///etc/passwd",
    "file://127.0.0.1/etc/passwd",
    "data:text/plain,x",
    "javascript:alert(1)",
    "unix:/run/docker.sock",
    "jar:https://127.0.0.1:PORT/!/",
    "blob:https://127.0.0.1:PORT/x",
];

const MOMENT: Duration = Duration::from_secs(1);

async fn refused(way: &Client, text: &str) {
    let Ok(url) = text.parse::<Url>() else { return };
    let checked = way.check(&url, MOMENT).await;
    assert!(matches!(checked, Err(Error::Refused(_))), "{text} was taken");
    for answer in [way.send(get(url.as_str())).await, way.notify(get(url.as_str())).await] {
        // A name that stands for nothing is refused when it is given; when it is used, there is nowhere to go.
        assert!(matches!(answer, Err(Error::Refused(_) | Error::NoName(_))), "{text}: {answer:?}");
    }
}

#[tokio::test]
async fn no_hostile_url_is_taken_and_none_reaches_the_trap() {
    let trap = Trap::open(ok(), None).await;
    let way = client(&[], None, NAMES);
    for host in HOSTS {
        refused(&way, &format!("https://{host}:{}/latest/meta-data", trap.port)).await;
        refused(&way, &format!("https://{host}/")).await;
    }
    for url in URLS {
        refused(&way, &url.replace("PORT", &trap.port.to_string())).await;
    }
    assert!(HOSTS.len() + URLS.len() >= 60);
    assert_eq!(trap.reached(), 0);
    assert_eq!(way.check(&"https://example.test/".parse().unwrap(), MOMENT).await, Ok(()), "not everything is refused");
}

/// Without the rules the same URLs do reach the trap: that it stayed silent above means something.
#[tokio::test]
async fn the_trap_is_reached_by_whoever_is_allowed() {
    let trap = Trap::open(ok(), None).await;
    let way = client(&["127.0.0.0/8", "0.0.0.0/8", "1.1.1.1"], None, NAMES);
    for host in ["127.1", "2130706433", "0x7f.1", "①②⑦.0.0.1", "[::ffff:7f00:1]", "0", "trap.test", "mapped.test", "zero.test"] {
        let before = trap.reached();
        let url: Url = format!("https://{host}:{}/", trap.port).parse().unwrap();
        assert_eq!(way.check(&url, MOMENT).await, Ok(()), "{host}");
        // It speaks no TLS; being reached is all that counts.
        assert!(matches!(way.notify(get(url.as_str())).await, Err(Error::Tls(_) | Error::Connection(_))), "{host}");
        assert_eq!(trap.reached(), before + 1, "{host}");
    }
}

#[tokio::test]
async fn ports_of_system_services_are_no_place_for_a_webhook() {
    let way = client(&["127.0.0.1"], None, NAMES);
    for port in [0, 1, 22, 23, 25, 53, 80, 110, 143, 389, 445, 465, 587, 636, 993, 1023] {
        for host in ["8.8.8.8", "127.0.0.1", "example.test"] {
            let url = format!("https://{host}:{port}/").parse().unwrap();
            let why = Error::Refused("the port is one of the system's own services".into());
            assert_eq!(way.check(&url, MOMENT).await, Err(why), "{url}");
        }
    }
    for url in ["https://example.test/", "https://example.test:443/", "https://8.8.8.8:1024/", "https://example.test:8443/"] {
        assert_eq!(way.check(&url.parse().unwrap(), MOMENT).await, Ok(()), "{url}");
    }
}

/// A way out that is told these answers one after another; the last one stays. And how often it asked.
fn changing(allow: &[&str], answers: &'static [&'static str]) -> (Client, Arc<AtomicUsize>) {
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let look_up = Arc::new(move |_| {
        let turn = count.fetch_add(1, Ordering::SeqCst).min(answers.len() - 1);
        let found: Vec<IpAddr> = vec![answers[turn].parse().unwrap()];
        Box::pin(std::future::ready(Ok(found))) as _
    });
    let allow = allow.iter().map(|block| block.parse().unwrap()).collect();
    (Client::with_names(&Policy { allow, ca_pem: None }, look_up).unwrap(), asked)
}

#[tokio::test]
async fn a_name_that_changes_its_answer_after_the_check_is_refused_at_the_connection() {
    let trap = Trap::open(ok(), None).await;
    for inner in [&["8.8.8.8", "127.0.0.1"], &["8.8.8.8", "::ffff:127.0.0.1"], &["8.8.8.8", "0.0.0.0"], &["8.8.8.8", "169.254.169.254"]] {
        let (way, _) = changing(&[], inner);
        let url: Url = format!("https://rebind.test:{}/", trap.port).parse().unwrap();
        assert_eq!(way.check(&url, MOMENT).await, Ok(()));
        assert!(matches!(way.notify(get(url.as_str())).await, Err(Error::Refused(_))), "{inner:?}");
    }
    assert_eq!(trap.reached(), 0);
}

#[tokio::test]
async fn the_address_that_was_judged_is_the_one_connected_to() {
    let (trap, other) = (Trap::open(ok(), None).await, TcpListener::bind("127.0.0.2:0").await.unwrap());
    // Whoever asked twice would go on to the second answer.
    let (way, asked) = changing(&["127.0.0.0/8"], &["127.0.0.1", "127.0.0.2"]);
    assert!(way.send(get(&format!("http://rebind.test:{}/", trap.port))).await.is_ok());
    assert_eq!((asked.load(Ordering::SeqCst), trap.reached()), (1, 1));
    drop(other);
}

#[tokio::test]
async fn a_name_without_an_answer_passes_in_time_and_an_inner_one_never() {
    let way = Client::with_names(&Policy::default(), Arc::new(|_| Box::pin(std::future::pending()))).unwrap();
    let brief = Duration::from_millis(20);
    assert_eq!(way.check(&"https://later.example/".parse().unwrap(), brief).await, Ok(()));
    for name in ["localhost", "metadata.google.internal", "db"] {
        let checked = way.check(&format!("https://{name}/").parse().unwrap(), brief).await;
        assert_eq!(checked, Err(Error::Refused("the host is a name of an inner network".into())), "{name}");
    }
    let way = client(&[], None, NAMES);
    assert_eq!(way.check(&"https://unknown.example/".parse().unwrap(), MOMENT).await, Ok(()));
}

#[tokio::test]
async fn a_body_that_nobody_wants_costs_neither_memory_nor_time() {
    let endless = Trap::open(Says::Forever, None).await;
    let announced = Trap::open(Says::Bytes(b"HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\nhi".to_vec()), None).await;
    let way = client(&["127.0.0.1"], None, &[]);
    for port in [endless.port, announced.port] {
        let answer = way.notify(get(&format!("http://127.0.0.1:{port}/"))).await.unwrap();
        assert_eq!((answer.status, answer.body.len()), (200, 0));
    }
}

/// Answers `200` and a body of two bytes as often as it is asked, `late` after the head.
async fn keeping(late: Duration) -> (u16, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let reached = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&reached);
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            count.fetch_add(1, Ordering::SeqCst);
            tokio::spawn(async move {
                let mut head = [0; 4096];
                while stream.read(&mut head).await.is_ok_and(|bytes| bytes > 0) {
                    stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n").await.unwrap();
                    tokio::time::sleep(late).await;
                    let _ = stream.write_all(b"ok").await;
                }
            });
        }
    });
    (port, reached)
}

#[tokio::test]
async fn a_connection_is_kept_when_the_unwanted_body_is_short() {
    let way = client(&["127.0.0.1"], None, &[]);
    let (port, reached) = keeping(Duration::from_millis(5)).await;
    for _ in 0..5 {
        assert_eq!(way.notify(get(&format!("http://127.0.0.1:{port}/"))).await.unwrap().status, 200);
    }
    assert_eq!(reached.load(Ordering::SeqCst), 1);
    // One that keeps us waiting for its body is left, with its answer.
    let (port, reached) = keeping(Duration::from_secs(60)).await;
    for _ in 0..2 {
        assert_eq!(way.notify(get(&format!("http://127.0.0.1:{port}/"))).await.unwrap().status, 200);
    }
    assert_eq!(reached.load(Ordering::SeqCst), 2);
}
