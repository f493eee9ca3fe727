//! The table in `spec/README.md`: where each stored version comes from.

use anyhow::{Context, Result};

pub const PATH: &str = "spec/README.md";
const BEGINS: &str = "<!-- sources: written by `cargo xtask refresh` -->\n";
const ENDS: &str = "<!-- end of sources -->\n";
const HEADER: &str = "| document | version | source | sha-256 |\n| --- | --- | --- | --- |";

/// The file, with its table taken apart.
pub struct Record {
    head: String,
    rows: Vec<Row>,
    tail: String,
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Row {
    pub document: String,
    pub version: String,
    pub source: String,
    pub sha256: String,
}

impl Record {
    pub fn parse(text: &str) -> Result<Self> {
        let marks = || format!("{PATH} has lost the comment lines around the sources; restore them");
        let (head, rest) = text.split_once(BEGINS).with_context(marks)?;
        let (table, tail) = rest.split_once(ENDS).with_context(marks)?;
        let rows = table.lines().skip(2).filter_map(|line| {
            let mut cells = line.trim_matches('|').split('|').map(|cell| cell.trim().trim_matches('`').to_owned());
            Some(Row { document: cells.next()?, version: cells.next()?, source: cells.next()?, sha256: cells.next()? })
        });
        Ok(Self { head: head.to_owned(), rows: rows.collect(), tail: tail.to_owned() })
    }

    pub fn row(&self, document: &str, version: &str) -> Option<&Row> {
        self.rows.iter().find(|row| row.document == document && row.version == version)
    }

    /// Adds or replaces a row. A file with the bytes that are recorded keeps the address that is recorded.
    pub fn insert(&mut self, mut row: Row) {
        if let Some(old) = self.row(&row.document, &row.version).filter(|old| old.sha256 == row.sha256) {
            row.source = old.source.clone();
        }
        self.remove(&row.document, &row.version);
        self.rows.push(row);
        self.rows.sort();
    }

    pub fn remove(&mut self, document: &str, version: &str) {
        self.rows.retain(|row| row.document != document || row.version != version);
    }

    pub fn text(&self) -> String {
        let rows = self
            .rows
            .iter()
            .map(|row| format!("| {} | {} | {} | `{}` |\n", row.document, row.version, row.source, row.sha256));
        format!("{}{BEGINS}{HEADER}\n{}{ENDS}{}", self.head, rows.collect::<String>(), self.tail)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(version: &str, source: &str, sha256: &str) -> Row {
        let [document, version, source, sha256] = ["d", version, source, sha256].map(str::to_owned);
        Row { document, version, source, sha256 }
    }

    #[test]
    fn rows_are_added_replaced_and_sorted() {
        let text = format!("before\n{BEGINS}{HEADER}\n| d | 2 | https://h/2 | `b` |\n{ENDS}after\n");
        let mut record = Record::parse(&text).unwrap();
        assert_eq!(record.text(), text);
        record.insert(row("1", "https://h/1", "a"));
        record.insert(row("2", "file x", "b"));
        let rows = "| d | 1 | https://h/1 | `a` |\n| d | 2 | https://h/2 | `b` |\n";
        assert!(record.text().contains(rows), "{}", record.text());
        record.insert(row("2", "file x", "c"));
        record.remove("d", "1");
        assert!(record.text().contains("--- |\n| d | 2 | file x | `c` |\n"));
        assert!(Record::parse("no table").is_err());
    }
}
