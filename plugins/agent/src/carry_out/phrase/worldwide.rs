//! What became of calls of checks of the Emirates, and of those that know no country, in words.

use serde_json::Value;

/// What is said of a check where it has no answer.
struct Words {
    check: &'static str,
    could_not: &'static str,
    was_not: &'static str,
    not_found: &'static str,
}

const WORDS: [Words; 9] = [
    Words {
        check: "emirates_id_verification",
        could_not: "Emirates ID could not be verified",
        was_not: "Emirates ID not verified",
        not_found: "Emirates ID not found: the record holds no such card for the details given",
    },
    Words {
        check: "trade_licence_ae",
        could_not: "trade licence could not be looked up",
        was_not: "trade licence not looked up",
        not_found: "Trade licence not found: the register holds no such number",
    },
    Words { check: "iban_verification", could_not: "IBAN could not be read", was_not: "IBAN not read", not_found: "IBAN not found" },
    Words {
        check: "lei_lookup",
        could_not: "LEI could not be looked up",
        was_not: "LEI not looked up",
        not_found: "LEI not found: the index holds no such identifier",
    },
    Words {
        check: "email_intelligence",
        could_not: "e-mail address could not be checked",
        was_not: "e-mail address not checked",
        not_found: "E-mail address does not exist: its server takes no mail for it",
    },
    Words {
        check: "domain_intelligence",
        could_not: "domain could not be looked up",
        was_not: "domain not looked up",
        not_found: "Domain not registered",
    },
    Words {
        check: "social_profile",
        could_not: "profile could not be looked up",
        was_not: "profile not looked up",
        not_found: "Profile not found: the platform has none of that name",
    },
    Words {
        check: "sanctions_screening",
        could_not: "sanctions lists could not be searched",
        was_not: "sanctions lists not searched",
        not_found: "On no sanctions list that was searched",
    },
    Words { check: "adverse_media", could_not: "news could not be searched", was_not: "news not searched", not_found: "No article found" },
];

fn words(check: &str) -> Option<&'static Words> {
    WORDS.iter().find(|words| words.check == check)
}

/// What could not be made, as a clause.
pub(super) fn could_not(check: &str) -> Option<&'static str> {
    words(check).map(|words| words.could_not)
}

/// What was not asked, as a clause.
pub(super) fn was_not(check: &str) -> Option<&'static str> {
    words(check).map(|words| words.was_not)
}

/// That a provider holds no such record, as a clause.
pub(super) fn not_found(check: &str) -> Option<&'static str> {
    words(check).map(|words| words.not_found)
}

/// What was answered, as a clause.
pub(super) fn success(check: &str, answer: &Value) -> Option<String> {
    Some(match check {
        "emirates_id_verification" => card(answer),
        "trade_licence_ae" => licence(answer),
        "iban_verification" => iban(answer),
        "lei_lookup" => entity(answer),
        "email_intelligence" => email(answer),
        "domain_intelligence" => domain(answer),
        "social_profile" => profile(answer),
        "adverse_media" => media(answer),
        "sanctions_screening" => screening(answer),
        _ => return None,
    })
}

fn card(answer: &Value) -> String {
    let status = match word(answer, "card_status") {
        Some("valid") => "Emirates ID card in force",
        Some("expired") => "Emirates ID card expired",
        _ => "Emirates ID on record, its dates not known",
    };
    let differs: Vec<&str> = [("date_of_birth_match", "date of birth"), ("nationality_match", "nationality")]
        .into_iter()
        .filter(|(member, _)| answer[*member] == Value::Bool(false))
        .map(|(_, what)| what)
        .collect();
    if differs.is_empty() { status.into() } else { format!("{status}; the record has another {}", differs.join(" and another ")) }
}

fn licence(answer: &Value) -> String {
    let of = word(answer, "business_name").map(|name| format!(" of {name}")).unwrap_or_default();
    let status = match word(answer, "licence_status") {
        Some("unknown") | None => format!("Trade licence{of} on record, its state not known"),
        Some(status) => format!("Trade licence{of} {status}"),
    };
    if answer["authority_match"] == Value::Bool(false) { format!("{status}, issued by another authority than was said") } else { status }
}

fn iban(answer: &Value) -> String {
    let country = word(answer, "country").unwrap_or("an unknown country");
    if doubtful(answer) { format!("IBAN of {country} doubtful") } else { format!("IBAN of {country} well-formed") }
}

fn entity(answer: &Value) -> String {
    let name = word(answer, "legal_name").unwrap_or("The entity");
    let [entity, registration] =
        ["entity_status", "registration_status"].map(|member| word(answer, member).unwrap_or("unknown").replace('_', " "));
    format!("{name} holds the LEI (entity {entity}, registration {registration})")
}

fn email(answer: &Value) -> String {
    let reached = match word(answer, "deliverability") {
        Some("deliverable") => "E-mail address takes mail",
        Some("accept_all") => "E-mail address not proved: its server takes any",
        _ => "E-mail address checked without a result",
    };
    let traits: Vec<&str> = [("disposable", "disposable"), ("free_mail", "free mail"), ("role_account", "an office's")]
        .into_iter()
        .filter(|(member, _)| answer[*member] == Value::Bool(true))
        .map(|(_, what)| what)
        .collect();
    if traits.is_empty() { reached.into() } else { format!("{reached} ({})", traits.join(", ")) }
}

fn domain(answer: &Value) -> String {
    let name = word(answer, "domain").unwrap_or("Domain");
    let since = word(answer, "registered_on").map(|day| format!(" since {day}")).unwrap_or_default();
    let status = match word(answer, "domain_status") {
        Some("active") | None => String::new(),
        Some(status) => format!(", {}", status.replace('_', " ")),
    };
    let doubt = if doubtful(answer) { ", its name doubtful" } else { "" };
    format!("{name} registered{since}{status}{doubt}")
}

fn profile(answer: &Value) -> String {
    let platform = word(answer, "platform").unwrap_or("the platform");
    let since = word(answer, "created_on").map(|day| format!(", made on {day}")).unwrap_or_default();
    match word(answer, "profile_status") {
        Some("active") | None => format!("Profile on {platform}{since}"),
        Some(status) => format!("Profile on {platform} {status}{since}"),
    }
}

fn media(answer: &Value) -> String {
    let count = |member: &str| answer.get(member).and_then(Value::as_u64).unwrap_or_default();
    match (count("article_count"), count("named_in_title_count")) {
        (0, _) => "no article found that names the person beside a word of wrongdoing".into(),
        (1, titled) => format!("1 article to be read ({titled} with the name in its title)"),
        (all, titled) => format!("{all} articles to be read ({titled} with the name in their title)"),
    }
}

fn screening(answer: &Value) -> String {
    let hits = answer.get("hits").and_then(Value::as_array).map(Vec::len).unwrap_or_default();
    let entries = if hits == 1 { "1 entry of a sanctions list".to_owned() } else { format!("{hits} entries of sanctions lists") };
    match word(answer, "result") {
        Some("clear") => "on no sanctions list that was searched".into(),
        Some("review") => format!("{entries} to be compared by a person"),
        Some("hit") => format!("listed: {entries} to be compared by a person"),
        _ => "sanctions lists searched without a result".into(),
    }
}

fn doubtful(answer: &Value) -> bool {
    word(answer, "structure") == Some("doubtful")
}

fn word<'a>(answer: &'a Value, member: &str) -> Option<&'a str> {
    answer.get(member).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn each_answer_is_spoken_of_by_what_it_says() {
        for (check, answer, said) in [
            ("emirates_id_verification", json!({"card_status": "valid", "date_of_birth_match": true}), "Emirates ID card in force"),
            (
                "emirates_id_verification",
                json!({"card_status": "expired", "date_of_birth_match": false, "nationality_match": false}),
                "Emirates ID card expired; the record has another date of birth and another nationality",
            ),
            (
                "trade_licence_ae",
                json!({"licence_status": "active", "business_name": "NOVA L.L.C", "authority_match": false}),
                "Trade licence of NOVA L.L.C active, issued by another authority than was said",
            ),
            ("trade_licence_ae", json!({}), "Trade licence on record, its state not known"),
            ("iban_verification", json!({"country": "AE", "structure": "valid"}), "IBAN of AE well-formed"),
            (
                "lei_lookup",
                json!({"legal_name": "NOVA", "entity_status": "active", "registration_status": "pending_transfer"}),
                "NOVA holds the LEI (entity active, registration pending transfer)",
            ),
            (
                "email_intelligence",
                json!({"deliverability": "deliverable", "free_mail": true, "disposable": false}),
                "E-mail address takes mail (free mail)",
            ),
            (
                "domain_intelligence",
                json!({"domain": "nova.ae", "registered_on": "2014-02-03", "domain_status": "on_hold", "structure": "doubtful"}),
                "nova.ae registered since 2014-02-03, on hold, its name doubtful",
            ),
            (
                "social_profile",
                json!({"platform": "github", "profile_status": "active", "created_on": "2016-04-05"}),
                "Profile on github, made on 2016-04-05",
            ),
            ("sanctions_screening", json!({"result": "clear", "hits": []}), "on no sanctions list that was searched"),
            (
                "sanctions_screening",
                json!({"result": "hit", "hits": [{}]}),
                "listed: 1 entry of a sanctions list to be compared by a person",
            ),
            (
                "sanctions_screening",
                json!({"result": "review", "hits": [{}, {}]}),
                "2 entries of sanctions lists to be compared by a person",
            ),
            ("adverse_media", json!({"article_count": 0}), "no article found that names the person beside a word of wrongdoing"),
            (
                "adverse_media",
                json!({"article_count": 2, "named_in_title_count": 1}),
                "2 articles to be read (1 with the name in their title)",
            ),
        ] {
            assert_eq!(success(check, &answer).as_deref(), Some(said));
        }
        assert_eq!((success("other", &json!({})), could_not("other"), was_not("other"), not_found("other")), (None, None, None, None));
    }
}
