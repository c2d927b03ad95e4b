//! What the benches share: the machine, other processes, a load of clients, medians and tables of plain text.

pub mod load;
pub mod machine;
pub mod process;
pub mod server;
pub mod table;

use std::time::Duration;

/// A number from the environment, to shorten or lengthen a bench.
///
/// # Panics
///
/// If the variable is set and is no number.
pub fn setting(name: &str, default: u64) -> u64 {
    match std::env::var(name) {
        Ok(text) => text.parse().unwrap_or_else(|_| panic!("{name} must be a whole number, not {text:?}")),
        Err(_) => default,
    }
}

/// A list of words from the environment, separated by commas.
pub fn words(name: &str, default: &str) -> Vec<String> {
    let text = std::env::var(name).unwrap_or_else(|_| default.to_owned());
    text.split(',').map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// The middle value; of an even number the mean of the two in the middle. 0 of none.
pub fn median(values: impl IntoIterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.into_iter().collect();
    values.sort_by(f64::total_cmp);
    match (values.len(), values.len() / 2) {
        (0, _) => 0.0,
        (n, middle) if n % 2 == 1 => values[middle],
        (_, middle) => f64::midpoint(values[middle - 1], values[middle]),
    }
}

/// The value below which `share` of `sorted` lie, nearest rank.
pub fn percentile(sorted: &[Duration], share: u32) -> Duration {
    let rank = (sorted.len() * share as usize).div_ceil(100).max(1);
    sorted.get(rank - 1).copied().unwrap_or_default()
}

/// `part / whole`, 0 of nothing.
#[expect(clippy::float_arithmetic, reason = "a figure is an estimate")]
pub fn ratio(part: f64, whole: f64) -> f64 {
    if whole == 0.0 { 0.0 } else { part / whole }
}

/// Milliseconds of `time` for each of `count`.
#[expect(clippy::float_arithmetic, reason = "a figure is an estimate")]
pub fn millis_each(time: Duration, count: u64) -> f64 {
    ratio(time.as_secs_f64() * 1e3, count as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_of_values_is_found() {
        assert_eq!(median([3.0, 1.0, 2.0]), 2.0);
        assert_eq!(median([4.0, 1.0]), 2.5);
        assert_eq!(median([]), 0.0);
    }

    #[test]
    fn a_percentile_is_one_of_the_values() {
        let sorted: Vec<Duration> = (1..=100).map(Duration::from_millis).collect();
        assert_eq!(percentile(&sorted, 50), Duration::from_millis(50));
        assert_eq!(percentile(&sorted, 99), Duration::from_millis(99));
        assert_eq!(percentile(&sorted[..1], 99), Duration::from_millis(1));
        assert_eq!(percentile(&[], 99), Duration::ZERO);
    }
}
