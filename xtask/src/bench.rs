//! The benchmarks of `benches/`, and the tables of them in its README.

mod cold;

use std::collections::BTreeMap;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail, ensure};

use crate::workspace::{Output, Workspace};

/// It has a head by hand, then sections that `cargo xtask bench` writes.
const README: &str = "benches/README.md";
const MARK: &str = "<!-- Written by `cargo xtask bench` from here on. -->\n";
const MACHINE: &str = "Machine";

/// The benchmarks, and the titles of their sections.
const SECTIONS: [(&str, &str); 10] = [
    ("request", "A small request"),
    ("stream", "A stream"),
    ("forms", "Streams in the forms of several services"),
    ("responses", "A stream of the Responses API"),
    ("concurrent", "200 streams at once"),
    ("embeddings", "Embeddings"),
    ("growth", "As the work grows"),
    ("telemetry", "Telemetry"),
    ("failover", "A client with several members"),
    (COLD, "A program that depends on it"),
];
/// This one measures builds and has no benchmark.
const COLD: &str = "cold";

/// Runs the benchmarks, or those that are named, and writes each table once it is there.
pub fn run(workspace: &Workspace, names: &[String]) -> Result<()> {
    let known = SECTIONS.map(|(name, _)| name);
    if let Some(unknown) = names.iter().find(|name| !known.contains(&name.as_str())) {
        bail!("no benchmark is named {unknown}; there are {}", known.join(", "));
    }
    // A README without the mark fails here, before minutes of measurements.
    let mut text = with_sections(&workspace.read(README)?, &[])?;
    for (name, title) in
        SECTIONS.into_iter().filter(|(name, _)| names.is_empty() || names.iter().any(|own| own == name))
    {
        println!("running {name}");
        text = if name == COLD {
            with_sections(&text, &[(title, &cold::table(workspace)?)])?
        } else {
            let arguments = ["bench", "--quiet", "--manifest-path", "benches/Cargo.toml", "--bench", name];
            let printed = output(workspace.cargo().args(arguments))?;
            let (facts, tables) = printed.split_once("\n\n").context("a benchmark prints facts, then tables")?;
            let facts: String = facts.lines().map(|line| format!("- {line}\n")).collect();
            with_sections(&text, &[(MACHINE, &facts), (title, tables)])?
        };
        workspace.write(&[Output { path: README.to_owned(), text: text.clone() }])?;
    }
    Ok(())
}

/// Returns the README with other texts of these sections.
fn with_sections(readme: &str, texts: &[(&str, &str)]) -> Result<String> {
    let (head, written) = readme.split_once(MARK).with_context(|| format!("{README} lacks the line {MARK}"))?;
    let known = written.split("\n## ").skip(1).filter_map(|section| section.split_once('\n'));
    let known: BTreeMap<&str, &str> = known.chain(texts.iter().copied()).collect();
    let titles = [MACHINE].into_iter().chain(SECTIONS.map(|(_, title)| title));
    let sections = titles.filter_map(|title| Some(format!("\n## {title}\n\n{}\n", known.get(title)?.trim())));
    Ok(format!("{head}{MARK}{}", sections.collect::<String>()))
}

/// What a command prints.
fn output(command: &mut Command) -> Result<String> {
    let output = command.stderr(Stdio::inherit()).output().with_context(|| format!("can't run {command:?}"))?;
    ensure!(output.status.success(), "{command:?} failed");
    Ok(String::from_utf8(output.stdout)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_is_replaced_and_the_others_stay() {
        let text = format!("# Head\n\n{MARK}\n## Machine\n\n- old\n\n## A stream\n\nb\n\nb\n\n## Gone\n\nx\n");
        let new = with_sections(&text, &[("Machine", "- new\n"), ("A small request", "a")]).unwrap();
        let sections = "\n## Machine\n\n- new\n\n## A small request\n\na\n\n## A stream\n\nb\n\nb\n";
        assert_eq!(new, format!("# Head\n\n{MARK}{sections}"));
        assert_eq!(with_sections(&new, &[]).unwrap(), new);
    }

    #[test]
    fn a_file_without_the_mark_is_not_overwritten() {
        assert!(with_sections("# Head\n", &[]).is_err());
    }
}
