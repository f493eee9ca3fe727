//! `benches/README.md`: a head by hand, then sections that `cargo xtask bench` writes.

use anyhow::{Context, Result};

use crate::workspace::Output;

const MARK: &str = "<!-- Written by `cargo xtask bench` from here on. -->\n";
const MACHINE: &str = "Machine";

pub struct Readme {
    head: String,
    /// Titles and texts.
    sections: Vec<(String, String)>,
}

impl Readme {
    pub fn read(text: &str) -> Result<Self> {
        let (head, written) = text.split_once(MARK).with_context(|| format!("it lacks the line {MARK}"))?;
        let sections = written.split("\n## ").skip(1).filter_map(|section| section.split_once('\n'));
        let sections = sections.map(|(title, text)| (title.to_owned(), text.trim().to_owned())).collect();
        Ok(Self { head: head.to_owned(), sections })
    }

    /// Sets the text of a section, and leaves the others.
    pub fn set(&mut self, title: &str, text: &str) {
        self.sections.retain(|(found, _)| found != title);
        self.sections.push((title.to_owned(), text.trim().to_owned()));
    }

    /// The file, with the sections in the order of the titles.
    pub fn output(&self, path: &str, titles: &[&str]) -> Output {
        let mut text = format!("{}{MARK}", self.head);
        for title in [&[MACHINE], titles].concat() {
            if let Some((_, section)) = self.sections.iter().find(|(found, _)| found == title) {
                text += &format!("\n## {title}\n\n{section}\n");
            }
        }
        Output { path: path.to_owned(), text }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_is_replaced_and_the_others_stay() {
        let text = format!("# Head\n\n{MARK}\n## Machine\n\n- old\n\n## B\n\nb\n\nb\n\n## Gone\n\nx\n");
        let mut readme = Readme::read(&text).unwrap();
        readme.set("Machine", "- new\n");
        readme.set("A", "a");
        let output = readme.output("p", &["A", "B"]);
        assert_eq!(output.text, format!("# Head\n\n{MARK}\n## Machine\n\n- new\n\n## A\n\na\n\n## B\n\nb\n\nb\n"));
        assert_eq!(Readme::read(&output.text).unwrap().output("p", &["A", "B"]).text, output.text);
    }

    #[test]
    fn a_file_without_the_mark_is_not_overwritten() {
        assert!(Readme::read("# Head\n").is_err());
    }
}
