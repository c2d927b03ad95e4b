//! Tables of plain text: words to the left, numbers to the right.

/// Rows under a heading, each column as wide as its widest cell.
pub struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    /// With these columns.
    pub fn new(columns: &[&str]) -> Table {
        Table { rows: vec![columns.iter().map(|&column| column.to_owned()).collect()] }
    }

    /// Adds a row.
    pub fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().collect());
    }
}

/// With as many decimals as say something.
pub fn number(value: f64) -> String {
    let size = value.abs();
    match size {
        _ if size >= 100.0 => format!("{value:.0}"),
        _ if size >= 10.0 => format!("{value:.1}"),
        _ if size >= 1.0 => format!("{value:.2}"),
        _ => format!("{value:.3}"),
    }
}

impl std::fmt::Display for Table {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let cell = |row: &Vec<String>, column: usize| row.get(column).cloned().unwrap_or_default();
        let widths: Vec<usize> =
            (0..columns).map(|column| self.rows.iter().map(|row| cell(row, column).chars().count()).max().unwrap_or(0)).collect();
        let is_word = |column: usize| self.rows.iter().skip(1).any(|row| cell(row, column).starts_with(|c: char| c.is_alphabetic()));
        for row in &self.rows {
            let cells = (0..columns).map(|column| {
                let width = widths[column];
                let text = cell(row, column);
                if is_word(column) { format!("{text:<width$}") } else { format!("{text:>width$}") }
            });
            writeln!(f, "{}", cells.collect::<Vec<_>>().join("  ").trim_end())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up() {
        let mut table = Table::new(&["engine", "runs/s"]);
        table.row(["SQLite".into(), number(1_234.5)]);
        table.row(["PostgreSQL".into(), number(7.0)]);
        assert_eq!(table.to_string(), "engine      runs/s\nSQLite        1234\nPostgreSQL    7.00\n");
    }
}
