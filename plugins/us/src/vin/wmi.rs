//! Makers of vehicles by world manufacturer identifier: the list of the US government's vPIC, as text that `data/wmi.py` writes.
//!
//! The text is sorted, and searched where it stands: a fresh instance of this component pays nothing for it until it looks.

/// Lines of `identifier|maker|makes|type`, by identifier.
static MAKERS: &str = include_str!("../../data/wmi.txt");

/// Who makes vehicles under an identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Maker {
    /// Legal name.
    pub name: &'static str,
    /// Makes, with a `/` between them; of trailers none are told.
    pub makes: &'static str,
    /// A stable word for the type of vehicle; empty where there is none.
    pub kind: &'static str,
}

/// The maker under that identifier, of three or six characters.
pub fn find(wmi: &str) -> Option<Maker> {
    let text = MAKERS;
    // The line sought begins at or after `from` and before `to`; both are where lines begin, or the end.
    let (mut from, mut to) = (0, text.len());
    while from < to {
        let middle = from + (to - from) / 2;
        let start = text.as_bytes()[from..middle].iter().rposition(|byte| *byte == b'\n').map_or(from, |place| from + place + 1);
        let end = text.as_bytes()[start..].iter().position(|byte| *byte == b'\n').map_or(text.len(), |place| start + place);
        let line = text.get(start..end)?;
        let (key, rest) = line.split_once('|')?;
        match key.as_bytes().cmp(wmi.as_bytes()) {
            std::cmp::Ordering::Less => from = (end + 1).min(text.len()),
            std::cmp::Ordering::Greater => to = start,
            std::cmp::Ordering::Equal => return maker(rest),
        }
    }
    None
}

fn maker(rest: &'static str) -> Option<Maker> {
    let mut parts = rest.split('|');
    let (name, makes, letter) = (parts.next()?, parts.next()?, parts.next()?);
    let kind = match letter {
        "P" => "passenger_car",
        "V" => "multipurpose_vehicle",
        "T" => "truck",
        "M" => "motorcycle",
        "B" => "bus",
        "R" => "trailer",
        "L" => "low_speed_vehicle",
        "I" => "incomplete_vehicle",
        "O" => "off_road_vehicle",
        _ => "",
    };
    Some(Maker { name, makes, kind })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_found_and_nothing_else() {
        let mut last = "";
        for line in MAKERS.lines() {
            let (wmi, _) = line.split_once('|').unwrap();
            assert!(wmi > last && matches!(wmi.len(), 3 | 6), "{wmi} stands where it is found");
            last = wmi;
            let maker = find(wmi).unwrap_or_else(|| panic!("{wmi}"));
            assert!(!maker.name.is_empty() && line.contains(maker.makes), "{line}");
        }
        assert!(MAKERS.lines().count() > 12_000);
        for unknown in ["", "0", "101 ", "1FA|", "ZZZZZZZ", "\n", "109"] {
            assert_eq!(find(unknown), None, "{unknown:?}");
        }
        assert_eq!(find("1FA"), Some(Maker { name: "FORD MOTOR COMPANY", makes: "Ford", kind: "passenger_car" }));
    }
}
