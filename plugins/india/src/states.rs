//! States and union territories, by the codes that tax numbers, company numbers and registration marks use for them.

/// Code in a GSTIN, codes in a CIN, name. The registrar of companies still uses codes of former names beside the new ones.
const STATES: [(&str, &[&str], &str); 38] = [
    ("01", &["JK"], "Jammu and Kashmir"),
    ("02", &["HP"], "Himachal Pradesh"),
    ("03", &["PB"], "Punjab"),
    ("04", &["CH"], "Chandigarh"),
    ("05", &["UR", "UK", "UT"], "Uttarakhand"),
    ("06", &["HR"], "Haryana"),
    ("07", &["DL"], "Delhi"),
    ("08", &["RJ"], "Rajasthan"),
    ("09", &["UP"], "Uttar Pradesh"),
    ("10", &["BR"], "Bihar"),
    ("11", &["SK"], "Sikkim"),
    ("12", &["AR"], "Arunachal Pradesh"),
    ("13", &["NL"], "Nagaland"),
    ("14", &["MN"], "Manipur"),
    ("15", &["MZ"], "Mizoram"),
    ("16", &["TR"], "Tripura"),
    ("17", &["ML"], "Meghalaya"),
    ("18", &["AS"], "Assam"),
    ("19", &["WB"], "West Bengal"),
    ("20", &["JH"], "Jharkhand"),
    ("21", &["OR", "OD"], "Odisha"),
    ("22", &["CT", "CG"], "Chhattisgarh"),
    ("23", &["MP"], "Madhya Pradesh"),
    ("24", &["GJ"], "Gujarat"),
    ("25", &["DD"], "Daman and Diu"),
    ("26", &["DN", "DH"], "Dadra and Nagar Haveli and Daman and Diu"),
    ("27", &["MH"], "Maharashtra"),
    ("28", &[], "Andhra Pradesh before 2014"),
    ("29", &["KA"], "Karnataka"),
    ("30", &["GA"], "Goa"),
    ("31", &["LD"], "Lakshadweep"),
    ("32", &["KL"], "Kerala"),
    ("33", &["TN"], "Tamil Nadu"),
    ("34", &["PY"], "Puducherry"),
    ("35", &["AN"], "Andaman and Nicobar Islands"),
    ("36", &["TG", "TS"], "Telangana"),
    ("37", &["AP"], "Andhra Pradesh"),
    ("38", &["LA"], "Ladakh"),
];

/// Codes of a GSTIN that stand for no state.
const TERRITORIES: [(&str, &str); 2] = [("97", "Other territory"), ("99", "Registered by the centre")];

/// By the first two digits of a GSTIN.
pub(crate) fn by_gst_code(code: &str) -> Option<&'static str> {
    let states = STATES.iter().map(|(gst, _, name)| (*gst, *name));
    states.chain(TERRITORIES).find(|(gst, _)| *gst == code).map(|(_, name)| name)
}

/// By the two letters of a CIN.
pub(crate) fn by_letters(letters: &str) -> Option<&'static str> {
    STATES.iter().find(|(_, codes, _)| codes.contains(&letters)).map(|(_, _, name)| *name)
}

/// By the two letters that a registration mark begins with: the registrar's, and one of a former name that he does not use.
pub(crate) fn by_plate(letters: &str) -> Option<&'static str> {
    by_letters(if letters == "UA" { "UK" } else { letters })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_lead_to_names_and_no_code_stands_twice() {
        assert_eq!((by_gst_code("38"), by_gst_code("97"), by_gst_code("39")), (Some("Ladakh"), Some("Other territory"), None));
        assert_eq!((by_letters("UR"), by_letters("TS"), by_letters("XX")), (Some("Uttarakhand"), Some("Telangana"), None));
        let letters: Vec<&str> = STATES.iter().flat_map(|(_, letters, _)| letters.iter().copied()).collect();
        for (index, (code, ..)) in STATES.iter().enumerate() {
            assert_eq!(*code, format!("{:02}", index + 1));
        }
        assert!((1..letters.len()).all(|index| !letters[..index].contains(&letters[index])));
    }
}
