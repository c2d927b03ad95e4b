//! Unpacks a file, no further than a list may go.

use super::{BYTES_MAX, Error, File};
use flate2::read::MultiGzDecoder;
use std::borrow::Cow;
use std::io::Read;

/// The file's content.
pub(super) fn unpacked<'a>(file: &File<'a>) -> Result<Cow<'a, [u8]>, Error> {
    bounded(file, BYTES_MAX)
}

fn bounded<'a>(file: &File<'a>, most: usize) -> Result<Cow<'a, [u8]>, Error> {
    let too_large = || Error::TooLarge(file.name.to_owned());
    if !file.bytes.starts_with(&[0x1F, 0x8B]) {
        return if file.bytes.len() > most { Err(too_large()) } else { Ok(Cow::Borrowed(file.bytes)) };
    }
    let mut out = Vec::new();
    let bound = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    MultiGzDecoder::new(file.bytes).take(bound).read_to_end(&mut out).map_err(|_| Error::Packed(file.name.to_owned()))?;
    if out.len() > most { Err(too_large()) } else { Ok(Cow::Owned(out)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::{Compression, write::GzEncoder};
    use std::io::Write;

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn a_bomb_is_given_up_at_the_bound() {
        let bomb = packed(&vec![0; 4 << 20]);
        assert!(bomb.len() < 8 << 10, "it is one");
        let file = File { name: "bomb", bytes: &bomb };
        assert!(matches!(bounded(&file, 1 << 20), Err(Error::TooLarge(_))));
        assert_eq!(bounded(&file, 4 << 20).unwrap().len(), 4 << 20);
        assert!(matches!(bounded(&File { name: "plain", bytes: &[0; 11] }, 10), Err(Error::TooLarge(_))));
    }

    #[test]
    fn what_breaks_off_is_refused() {
        let whole = packed(b"36,\"AEROCARIBBEAN AIRLINES\"");
        for cut in 2..whole.len() {
            assert!(matches!(unpacked(&File { name: "cut", bytes: &whole[..cut] }), Err(Error::Packed(_))), "{cut}");
        }
    }
}
