//! The table in `spec/README.md`: where each stored version comes from.

use std::collections::BTreeMap;

use anyhow::{Context, Result};

pub const PATH: &str = "spec/README.md";
const BEGINS: &str = "<!-- sources: written by `cargo xtask refresh` -->\n";
const ENDS: &str = "<!-- end of sources -->\n";
const HEADER: &str = "| document | version | source | sha-256 |\n| --- | --- | --- | --- |";

/// The file, with its table taken apart.
pub struct Record {
    head: String,
    /// The source and the hash of each version of a document.
    rows: BTreeMap<(String, String), (String, String)>,
    tail: String,
}

impl Record {
    pub fn parse(text: &str) -> Result<Self> {
        let marks = || format!("{PATH} has lost the comment lines around the sources; restore them");
        let (head, rest) = text.split_once(BEGINS).with_context(marks)?;
        let (table, tail) = rest.split_once(ENDS).with_context(marks)?;
        let rows = table.lines().skip(2).filter_map(|line| {
            let mut cells = line.trim_matches('|').split('|').map(|cell| cell.trim().trim_matches('`').to_owned());
            Some(((cells.next()?, cells.next()?), (cells.next()?, cells.next()?)))
        });
        Ok(Self { head: head.to_owned(), rows: rows.collect(), tail: tail.to_owned() })
    }

    /// Where a version comes from.
    pub fn source(&self, document: &str, version: &str) -> Option<&str> {
        let row = self.rows.get(&(document.to_owned(), version.to_owned()));
        row.map(|(source, _)| source.as_str())
    }

    /// Adds or replaces a row. A file with the bytes that are recorded keeps the address that is recorded.
    pub fn insert(&mut self, document: &str, version: &str, source: String, sha256: String) {
        let row = self.rows.entry((document.to_owned(), version.to_owned())).or_default();
        if row.1 != sha256 {
            *row = (source, sha256);
        }
    }

    pub fn remove(&mut self, document: &str, version: &str) {
        self.rows.remove(&(document.to_owned(), version.to_owned()));
    }

    pub fn text(&self) -> String {
        let rows = self.rows.iter().map(|((document, version), (source, sha256))| {
            format!("| {document} | {version} | {source} | `{sha256}` |\n")
        });
        format!("{}{BEGINS}{HEADER}\n{}{ENDS}{}", self.head, rows.collect::<String>(), self.tail)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_added_replaced_and_sorted() {
        let text = format!("before\n{BEGINS}{HEADER}\n| d | 2 | https://h/2 | `b` |\n{ENDS}after\n");
        let mut record = Record::parse(&text).unwrap();
        assert_eq!(record.text(), text);
        let insert = |record: &mut Record, version: &str, source: &str, sha256: &str| {
            record.insert("d", version, source.to_owned(), sha256.to_owned());
        };
        insert(&mut record, "1", "https://h/1", "a");
        insert(&mut record, "2", "file x", "b");
        let rows = "| d | 1 | https://h/1 | `a` |\n| d | 2 | https://h/2 | `b` |\n";
        assert!(record.text().contains(rows), "{}", record.text());
        insert(&mut record, "2", "file x", "c");
        record.remove("d", "1");
        assert!(record.text().contains("--- |\n| d | 2 | file x | `c` |\n"));
        assert!(Record::parse("no table").is_err());
    }
}
