//! Where makers are at home, by the first two characters of their identifier (ISO 3780, as the Society of Automotive Engineers gives
//! them out).

/// The order in which second characters are given out: letters without I, O and Q, then 1 to 9, then 0.
const ORDER: &[u8; 33] = b"ABCDEFGHJKLMNPRSTUVWXYZ1234567890";

/// First character, second character from and to, country.
const COUNTRIES: [(u8, u8, u8, &str); 88] = [
    (b'A', b'A', b'H', "South Africa"),
    (b'A', b'J', b'N', "Côte d'Ivoire"),
    (b'B', b'A', b'E', "Angola"),
    (b'B', b'F', b'K', "Kenya"),
    (b'B', b'L', b'R', "Tanzania"),
    (b'C', b'A', b'E', "Benin"),
    (b'C', b'F', b'K', "Madagascar"),
    (b'C', b'L', b'R', "Tunisia"),
    (b'D', b'A', b'E', "Egypt"),
    (b'D', b'F', b'K', "Morocco"),
    (b'D', b'L', b'R', "Zambia"),
    (b'E', b'A', b'E', "Ethiopia"),
    (b'E', b'F', b'K', "Mozambique"),
    (b'F', b'A', b'E', "Ghana"),
    (b'F', b'F', b'K', "Nigeria"),
    (b'J', b'A', b'0', "Japan"),
    (b'K', b'A', b'E', "Sri Lanka"),
    (b'K', b'F', b'K', "Israel"),
    (b'K', b'L', b'R', "South Korea"),
    (b'K', b'S', b'0', "Kazakhstan"),
    (b'L', b'A', b'0', "China"),
    (b'M', b'A', b'E', "India"),
    (b'M', b'F', b'K', "Indonesia"),
    (b'M', b'L', b'R', "Thailand"),
    (b'M', b'S', b'S', "Myanmar"),
    (b'M', b'X', b'0', "India"),
    (b'N', b'A', b'E', "Iran"),
    (b'N', b'F', b'K', "Pakistan"),
    (b'N', b'L', b'R', "Türkiye"),
    (b'P', b'A', b'E', "Philippines"),
    (b'P', b'F', b'K', "Singapore"),
    (b'P', b'L', b'R', "Malaysia"),
    (b'R', b'A', b'E', "United Arab Emirates"),
    (b'R', b'F', b'K', "Taiwan"),
    (b'R', b'L', b'R', "Vietnam"),
    (b'R', b'S', b'0', "Saudi Arabia"),
    (b'S', b'A', b'M', "United Kingdom"),
    (b'S', b'N', b'T', "Germany"),
    (b'S', b'U', b'Z', "Poland"),
    (b'S', b'1', b'4', "Latvia"),
    (b'T', b'A', b'H', "Switzerland"),
    (b'T', b'J', b'P', "Czechia"),
    (b'T', b'R', b'V', "Hungary"),
    (b'T', b'W', b'1', "Portugal"),
    (b'U', b'H', b'M', "Denmark"),
    (b'U', b'N', b'T', "Ireland"),
    (b'U', b'U', b'Z', "Romania"),
    (b'U', b'5', b'7', "Slovakia"),
    (b'V', b'A', b'E', "Austria"),
    (b'V', b'F', b'R', "France"),
    (b'V', b'S', b'W', "Spain"),
    (b'V', b'X', b'2', "Serbia"),
    (b'V', b'3', b'5', "Croatia"),
    (b'V', b'6', b'0', "Estonia"),
    (b'W', b'A', b'0', "Germany"),
    (b'X', b'A', b'E', "Bulgaria"),
    (b'X', b'F', b'K', "Greece"),
    (b'X', b'L', b'R', "Netherlands"),
    (b'X', b'S', b'W', "Russia"),
    (b'X', b'X', b'2', "Luxembourg"),
    (b'X', b'3', b'0', "Russia"),
    (b'Y', b'A', b'E', "Belgium"),
    (b'Y', b'F', b'K', "Finland"),
    (b'Y', b'L', b'R', "Malta"),
    (b'Y', b'S', b'W', "Sweden"),
    (b'Y', b'X', b'2', "Norway"),
    (b'Y', b'3', b'5', "Belarus"),
    (b'Y', b'6', b'0', "Ukraine"),
    (b'Z', b'A', b'R', "Italy"),
    (b'Z', b'X', b'2', "Slovenia"),
    (b'Z', b'3', b'5', "Lithuania"),
    (b'1', b'A', b'0', "United States"),
    (b'2', b'A', b'0', "Canada"),
    (b'3', b'A', b'7', "Mexico"),
    (b'4', b'A', b'0', "United States"),
    (b'5', b'A', b'0', "United States"),
    (b'6', b'A', b'W', "Australia"),
    (b'7', b'A', b'E', "New Zealand"),
    (b'7', b'F', b'0', "United States"),
    (b'8', b'A', b'E', "Argentina"),
    (b'8', b'F', b'K', "Chile"),
    (b'8', b'L', b'R', "Ecuador"),
    (b'8', b'S', b'W', "Peru"),
    (b'8', b'X', b'2', "Venezuela"),
    (b'9', b'A', b'E', "Brazil"),
    (b'9', b'F', b'K', "Colombia"),
    (b'9', b'S', b'W', "Uruguay"),
    (b'9', b'3', b'9', "Brazil"),
];

fn rank(second: u8) -> Option<usize> {
    ORDER.iter().position(|one| *one == second)
}

/// The country, where the two characters are given to one.
pub(super) fn country(first: u8, second: u8) -> Option<&'static str> {
    let within = |(one, from, to, _): &&(u8, u8, u8, &str)| *one == first && (rank(*from)..=rank(*to)).contains(&rank(second));
    COUNTRIES.iter().find(within).map(|(.., country)| *country)
}

/// The region. The United States have given out a part of what was Oceania's.
pub(super) fn region(first: u8, second: u8) -> Option<&'static str> {
    match first {
        b'A'..=b'H' => Some("Africa"),
        b'J'..=b'R' => Some("Asia"),
        b'S'..=b'Z' => Some("Europe"),
        b'1'..=b'5' => Some("North America"),
        b'7' if country(first, second) == Some("United States") => Some("North America"),
        b'6' | b'7' => Some("Oceania"),
        b'8' | b'9' => Some("South America"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_run_in_the_order_that_characters_are_given_out() {
        for (pair, place) in
            [(b"TW", "Portugal"), (b"T1", "Portugal"), (b"JH", "Japan"), (b"J0", "Japan"), (b"7S", "United States"), (b"WV", "Germany")]
        {
            assert_eq!(country(pair[0], pair[1]), Some(place));
        }
        assert_eq!((country(b'T', b'2'), country(b'0', b'A'), country(b'G', b'A')), (None, None, None));
        for (index, (first, from, to, _)) in COUNTRIES.iter().enumerate() {
            assert!(rank(*from).is_some() && rank(*from) <= rank(*to));
            let after = COUNTRIES[index + 1..].iter().filter(|(other, ..)| other == first);
            assert!(after.clone().all(|(_, next, ..)| rank(*next) > rank(*to)), "{first} {to}");
        }
    }
}
