//! Rows as comma-separated values, by RFC 4180.

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};

/// A header row with these names, then the rows.
pub(crate) fn response<const N: usize>(names: &[&str; N], rows: impl Iterator<Item = [String; N]>) -> Response {
    let mut text = line(names);
    rows.for_each(|row| text.push_str(&line(&row.each_ref().map(String::as_str))));
    let mut response = text.into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8; header=present"));
    response
}

fn line<const N: usize>(fields: &[&str; N]) -> String {
    fields.map(field).join(",") + "\r\n"
}

fn field(text: &str) -> String {
    if text.contains([',', '"', '\r', '\n']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}

/// Whether a client would rather have this than JSON. One that says nothing would not.
pub(crate) fn is_preferred(headers: &HeaderMap) -> bool {
    let values = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
    let ranges: Vec<&str> = values.flat_map(|value| value.split(',')).collect();
    weight(&ranges, "text/csv") > weight(&ranges, "application/json")
}

/// How much the client wants that type, by its own name alone: `*/*` is content with anything.
fn weight(ranges: &[&str], name: &str) -> f32 {
    let named = ranges.iter().find_map(|range| {
        let mut parts = range.split(';').map(str::trim);
        let named = parts.next().is_some_and(|media| media.eq_ignore_ascii_case(name));
        let q = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
        named.then(|| q.map_or(1.0, |q| q.parse().unwrap_or(0.0)))
    });
    named.unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_end_a_field_is_quoted() {
        assert_eq!(line(&["1", "plain", "", "é =1+1"]), "1,plain,,é =1+1\r\n");
        assert_eq!(line(&["a,b", "say \"x\"", "two\r\nlines", "\n"]), "\"a,b\",\"say \"\"x\"\"\",\"two\r\nlines\",\"\n\"\r\n");
    }

    #[test]
    fn it_is_sent_to_those_who_ask_for_it() {
        for (accept, preferred) in [
            ("text/csv", true),
            ("Text/CSV; charset=utf-8", true),
            ("text/csv, */*;q=0.1", true),
            ("application/json;q=0.5, text/csv", true),
            ("text/csv;q=0.5, application/json", false),
            ("application/json, text/csv", false),
            ("text/csv;q=0", false),
            ("text/csv;q=much", false),
            ("application/json", false),
            ("text/*, */*", false),
            ("", false),
        ] {
            let headers = HeaderMap::from_iter([(header::ACCEPT, HeaderValue::from_static(accept))]);
            assert_eq!(is_preferred(&headers), preferred, "{accept}");
        }
        assert!(!is_preferred(&HeaderMap::new()));
    }
}
