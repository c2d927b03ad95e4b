//! What a client asks for: a request about somebody whom nobody else asks about, and what must come of it.

use super::dice::Dice;
use super::provider::Question;
use serde_json::{Value, json};

/// What the client does with the run once it is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Course {
    /// Nothing: it waits for the end.
    Wait,
    /// Cancels after a while.
    Cancel,
    /// Approves the plan that the run parks on.
    Approve,
    /// Declines it.
    Decline,
}

/// One call that an undisturbed run makes.
#[derive(Clone, Debug)]
pub struct Expected {
    /// The check.
    pub check: &'static str,
    /// How it comes out.
    pub status: &'static str,
    /// What it costs, in millionths of a credit.
    pub micros: i64,
    /// What the provider is asked for it; `None`: no provider is.
    pub question: Option<Question>,
}

/// One request.
#[derive(Clone, Debug)]
pub struct Order {
    /// The same in each repetition.
    pub key: String,
    /// What is posted, but for the thread.
    pub body: Value,
    /// What the client does then.
    pub course: Course,
    /// The calls of an undisturbed run, by the names of their checks.
    pub calls: Vec<Expected>,
}

const BASE_36: &[u8; 36] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

impl Order {
    /// The `number`th order of the `client`th client.
    pub fn new(dice: &mut Dice, client: usize, number: usize) -> Order {
        let serial = client * 10_000 + number;
        // The catalogue's last two digits: found, not found, provider down.
        let code = dice.one(&["00", "00", "00", "00", "02", "04"]);
        let course = match dice.below(10) {
            0..4 => Course::Wait,
            4..6 => Course::Cancel,
            6..9 => Course::Approve,
            _ => Course::Decline,
        };
        let (message, workflow, calls) = match course {
            Course::Wait | Course::Cancel => person(serial, code),
            Course::Approve | Course::Decline => business(serial, code),
        };
        let key = format!("order-{client}-{number}-{:016x}", dice.below(u64::MAX));
        Order {
            key,
            body: json!({ "message": message, "workflow": workflow, "metadata": { "client": client.to_string() } }),
            course,
            calls,
        }
    }
}

/// Three letters that stand for `number`, of 17,576.
fn letters(number: usize) -> String {
    [676, 26, 1].iter().map(|weight| char::from(b'A' + u8::try_from(number / weight % 26).unwrap())).collect()
}

fn answered(check: &'static str, code: &str, micros: i64, endpoint: &str, identifier: String) -> Expected {
    let (status, micros) = match code {
        "00" => ("success", micros),
        "02" => ("not_found", micros),
        _ => ("failed", 0),
    };
    Expected { check, status, micros, question: Some((endpoint.to_owned(), identifier)) }
}

fn person(serial: usize, code: &str) -> (String, &'static str, Vec<Expected>) {
    let pan = format!("{}PV{:02}{code}A", letters(serial), serial / 17_576);
    let phone = format!("98{serial:06}{code}");
    let mut calls = vec![
        answered("pan_verification", code, 2_000_000, "/verification/pan", pan.clone()),
        answered("mobile_intelligence", code, 1_500_000, "/v2/PhoneNumbers", format!("+91{phone}")),
    ];
    if code == "00" {
        calls.push(Expected { check: "name_match", status: "success", micros: 200_000, question: None });
    }
    (format!("Verify identity: Asha Verma, +91 {phone}, PAN {pan}"), "kyc-verification", calls)
}

fn business(serial: usize, code: &str) -> (String, &'static str, Vec<Expected>) {
    let pan = format!("{}CV{:02}{code}A", letters(serial), serial / 17_576);
    let gstin = checked(&format!("29{pan}1Z"));
    let cin = format!("U51909KA{}PTC{:04}{code}", 1980 + serial / 10_000 % 40, serial % 10_000);
    let mut calls = vec![
        answered("gstin_verification", code, 2_500_000, "/verification/gstin", gstin.clone()),
        answered("company_registry_in", code, 4_000_000, "/verification/cin", cin.clone()),
    ];
    if code == "00" {
        calls.push(answered("pan_verification", code, 2_000_000, "/verification/pan", pan));
        calls.push(Expected { check: "name_match", status: "success", micros: 200_000, question: None });
    }
    let message = format!("Due diligence on Verma Trading Private Limited, GSTIN {gstin}, CIN {cin}");
    (message, "business-due-diligence", calls)
}

/// The number with its check character: digits of base 36, every second one doubled, their own digits summed.
fn checked(number: &str) -> String {
    let value = |byte: u8| BASE_36.iter().position(|digit| *digit == byte).unwrap();
    let sum: usize = number
        .bytes()
        .enumerate()
        .map(|(place, byte)| {
            let product = value(byte) * (1 + place % 2);
            product / 36 + product % 36
        })
        .sum();
    format!("{number}{}", char::from(BASE_36[(36 - sum % 36) % 36]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn a_tax_number_has_its_check_character() {
        for known in ["29AAACV1001A1Z6", "29AAACV1002A1Z5", "29AAFCN4817K1Z2"] {
            assert_eq!(checked(&known[..14]), known);
        }
    }

    #[test]
    fn nobody_else_is_asked_about() {
        let mut dice = Dice::new(1);
        let orders: Vec<Order> =
            (0..40).flat_map(|client| (0..50).map(move |number| (client, number))).map(|(c, n)| Order::new(&mut dice, c, n)).collect();
        let questions: Vec<_> = orders.iter().flat_map(|order| order.calls.iter().filter_map(|call| call.question.clone())).collect();
        assert_eq!(questions.iter().collect::<BTreeSet<_>>().len(), questions.len());
        assert_eq!(orders.iter().map(|order| &order.key).collect::<BTreeSet<_>>().len(), orders.len());
    }
}
