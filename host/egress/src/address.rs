//! Which addresses the server may speak to.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

/// A block of addresses: `10.0.0.0/8`, `fd00::/8`, or one address without a length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cidr {
    base: IpAddr,
    bits: u8,
}

/// A text that is no block of addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a block of addresses like 10.0.0.0/8")]
pub struct NotCidr;

impl Cidr {
    const fn v4(a: u8, b: u8, c: u8, d: u8, bits: u8) -> Cidr {
        Cidr { base: IpAddr::V4(Ipv4Addr::new(a, b, c, d)), bits }
    }

    const fn v6(first: [u16; 4], bits: u8) -> Cidr {
        Cidr { base: IpAddr::V6(Ipv6Addr::new(first[0], first[1], first[2], first[3], 0, 0, 0, 0)), bits }
    }

    /// Whether `address` lies in the block. An IPv4 address written as IPv6 (`::ffff:10.0.0.1`) counts as IPv4.
    pub fn contains(&self, address: IpAddr) -> bool {
        fn same(a: u128, b: u128, bits: u8, width: u8) -> bool {
            let ignored = u32::from(width - bits);
            (a ^ b).checked_shr(ignored).unwrap_or(0) == 0
        }
        match (self.base, address.to_canonical()) {
            (IpAddr::V4(base), IpAddr::V4(address)) => same(base.to_bits().into(), address.to_bits().into(), self.bits, 32),
            (IpAddr::V6(base), IpAddr::V6(address)) => same(base.to_bits(), address.to_bits(), self.bits, 128),
            (IpAddr::V4(_), IpAddr::V6(_)) | (IpAddr::V6(_), IpAddr::V4(_)) => false,
        }
    }
}

impl FromStr for Cidr {
    type Err = NotCidr;
    fn from_str(text: &str) -> Result<Self, NotCidr> {
        let (base, bits) = match text.split_once('/') {
            Some((base, bits)) => (base, Some(bits.parse::<u8>().map_err(|_| NotCidr)?)),
            None => (text, None),
        };
        let base = base.parse::<IpAddr>().map_err(|_| NotCidr)?;
        let width = if base.is_ipv4() { 32 } else { 128 };
        let bits = bits.unwrap_or(width);
        if bits > width { Err(NotCidr) } else { Ok(Cidr { base, bits }) }
    }
}

impl fmt::Display for Cidr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.base, self.bits)
    }
}

/// What is no place for a provider, after IANA's registries of special-purpose addresses, and what clouds keep for themselves.
const SPECIAL: &[(Cidr, &str)] = &[
    (Cidr::v4(0, 0, 0, 0, 8), "unspecified"),
    (Cidr::v4(10, 0, 0, 0, 8), "private"),
    (Cidr::v4(100, 64, 0, 0, 10), "shared by a carrier"),
    (Cidr::v4(127, 0, 0, 0, 8), "loopback"),
    (Cidr::v4(168, 63, 129, 16, 32), "cloud metadata"),
    (Cidr::v4(169, 254, 0, 0, 16), "link-local"),
    (Cidr::v4(172, 16, 0, 0, 12), "private"),
    (Cidr::v4(192, 0, 0, 0, 24), "reserved"),
    (Cidr::v4(192, 0, 2, 0, 24), "for documentation"),
    (Cidr::v4(192, 88, 99, 0, 24), "6to4"),
    (Cidr::v4(192, 168, 0, 0, 16), "private"),
    (Cidr::v4(198, 18, 0, 0, 15), "for benchmarking"),
    (Cidr::v4(198, 51, 100, 0, 24), "for documentation"),
    (Cidr::v4(203, 0, 113, 0, 24), "for documentation"),
    (Cidr::v4(224, 0, 0, 0, 4), "multicast"),
    (Cidr::v4(240, 0, 0, 0, 4), "reserved"),
    (Cidr { base: IpAddr::V6(Ipv6Addr::LOCALHOST), bits: 128 }, "loopback"),
    (Cidr { base: IpAddr::V6(Ipv6Addr::UNSPECIFIED), bits: 128 }, "unspecified"),
    (Cidr::v6([0x64, 0xff9b, 0, 0], 96), "NAT64"),
    (Cidr::v6([0x64, 0xff9b, 1, 0], 48), "NAT64"),
    (Cidr::v6([0x2001, 0, 0, 0], 23), "reserved"),
    (Cidr::v6([0x2001, 0xdb8, 0, 0], 32), "for documentation"),
    (Cidr::v6([0x2002, 0, 0, 0], 16), "6to4"),
    (Cidr::v6([0x3fff, 0, 0, 0], 20), "for documentation"),
    (Cidr::v6([0xfc00, 0, 0, 0], 7), "private"),
    (Cidr::v6([0xfe80, 0, 0, 0], 10), "link-local"),
    (Cidr::v6([0xff00, 0, 0, 0], 8), "multicast"),
];

/// The only IPv6 addresses handed out to anybody. All others are reserved, known by name or not.
const GLOBAL_V6: Cidr = Cidr::v6([0x2000, 0, 0, 0], 3);

/// What keeps `address` from being public, if anything does.
pub(crate) fn special(address: IpAddr) -> Option<&'static str> {
    let canonical = address.to_canonical();
    let listed = SPECIAL.iter().find(|(block, _)| block.contains(canonical)).map(|(_, why)| *why);
    let unassigned = canonical.is_ipv6() && !GLOBAL_V6.contains(canonical);
    // Nobody who means well writes an address so.
    listed.or(unassigned.then_some("reserved")).or((canonical != address).then_some("IPv4 written as IPv6"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_public_addresses_are_not_special() {
        for text in [
            "1.1.1.1",
            "8.8.8.8",
            "100.63.255.255",
            "100.128.0.1",
            "172.15.0.1",
            "172.32.0.1",
            "192.0.1.1",
            "223.255.255.255",
            "2606:4700:4700::1111",
            "2a00:1450::1",
            "2400::1",
        ] {
            assert_eq!(special(text.parse().unwrap()), None, "{text}");
        }
    }

    #[test]
    fn each_kind_of_special_address_is_known() {
        for (text, why) in [
            ("0.0.0.0", "unspecified"),
            ("::ffff:8.8.8.8", "IPv4 written as IPv6"),
            ("::ffff:10.0.0.1", "private"),
            ("0.1.2.3", "unspecified"),
            ("10.255.255.255", "private"),
            ("100.100.100.200", "shared by a carrier"),
            ("127.0.0.1", "loopback"),
            ("127.255.0.3", "loopback"),
            ("168.63.129.16", "cloud metadata"),
            ("169.254.169.254", "link-local"),
            ("172.31.0.1", "private"),
            ("192.0.0.192", "reserved"),
            ("192.168.1.1", "private"),
            ("198.19.0.1", "for benchmarking"),
            ("203.0.113.9", "for documentation"),
            ("239.1.1.1", "multicast"),
            ("255.255.255.255", "reserved"),
            ("::", "unspecified"),
            ("::1", "loopback"),
            ("::127.0.0.1", "reserved"),
            ("::ffff:127.0.0.1", "loopback"),
            ("::ffff:169.254.169.254", "link-local"),
            ("::ffff:0:127.0.0.1", "reserved"),
            ("64:ff9b::7f00:1", "NAT64"),
            ("64:ff9b:1::1", "NAT64"),
            ("100::1", "reserved"),
            ("2001::1", "reserved"),
            ("2001:2::1", "reserved"),
            ("2001:db8::1", "for documentation"),
            ("2002:7f00:1::", "6to4"),
            ("3fff::1", "for documentation"),
            ("5f00::1", "reserved"),
            ("fd00:ec2::254", "private"),
            ("fe80::1", "link-local"),
            ("fec0::1", "reserved"),
            ("ff02::1", "multicast"),
        ] {
            assert_eq!(special(text.parse().unwrap()), Some(why), "{text}");
        }
    }

    #[test]
    fn blocks_are_read_and_hold_what_they_say() {
        let block: Cidr = "10.1.0.0/16".parse().unwrap();
        assert!(block.contains("10.1.255.255".parse().unwrap()) && block.contains("::ffff:10.1.0.1".parse().unwrap()));
        assert!(!block.contains("10.2.0.0".parse().unwrap()) && !block.contains("fd00::1".parse().unwrap()));
        assert!("::/0".parse::<Cidr>().unwrap().contains("fd00::1".parse().unwrap()));
        assert_eq!("127.0.0.1".parse::<Cidr>().unwrap().to_string(), "127.0.0.1/32");
        for text in ["", "10.0.0.0/33", "10.0.0.0/", "10.0.0/8", "::/129", "example.com", "10.0.0.0/-1"] {
            assert_eq!(text.parse::<Cidr>(), Err(NotCidr), "{text}");
        }
    }
}
