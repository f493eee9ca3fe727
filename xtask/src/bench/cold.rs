//! What it costs to build a program that depends on the crate, and how large it is: beside one with async-openai.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::output;
use crate::workspace::Workspace;

/// The programs of `benches/programs`, each named after the crate that it is built with: its dependency, and the file with the
/// versions of its dependencies.
const PROGRAMS: [(&str, &str, &str); 2] = [
    ("azure-inference", "{ path = \"ROOT\" }", "Cargo.lock"),
    ("async-openai", "{ version = \"0.43\", features = [\"chat-completion\"] }", "benches/Cargo.lock"),
];

/// The most crates that a user of the default features builds.
const MOST_CRATES: usize = 118;
/// The most CPU seconds, as a share of the peer's in the same run.
const MOST_CPU: f64 = 0.8;
/// How many crates are named that took longest.
const NAMED: usize = 8;

/// A row for each program, then the targets and the crates that took longest.
pub fn table(workspace: &Workspace) -> Result<String> {
    let mut text = "A program of a few lines, default features, built from nothing.\n\n\
        | with | crates | CPU seconds, debug | CPU seconds, release | release, stripped |\n\
        | --- | ---: | ---: | ---: | ---: |\n"
        .to_owned();
    let (mut figures, mut longest) = (Vec::new(), String::new());
    for (name, dependency, lock) in PROGRAMS {
        let folder = Folder::make(workspace, name, dependency, lock)?;
        let tree = output(folder.cargo().args(["tree", "--edges", "normal,build", "--prefix", "none"]))?;
        let debug = cpu_seconds(|| output(folder.cargo().args(["build", "--timings"])))?;
        let report = folder.0.read("target/cargo-timings/cargo-timing.html")?;
        let release = cpu_seconds(|| output(folder.cargo().args(["build", "--release"])))?;
        let size = fs::metadata(folder.0.path("target/release/program"))?.len() as f64 / f64::from(1 << 20);
        let crates = crates(&tree);
        text += &format!("| {name} | {crates} | {debug:.0} | {release:.0} | {size:.1} MiB |\n");
        longest += &format!("- {name}: {}\n", longest_units(&report)?.join(", "));
        figures.push((crates, [debug, release]));
    }
    let [(crates, own), (_, peer)] = figures[..] else { bail!("there are two programs") };
    let outcome = |is_met: bool| if is_met { "met" } else { "MISSED" };
    text += &format!("\nTargets: at most {MOST_CRATES} crates: {}", outcome(crates <= MOST_CRATES));
    for (name, own, peer) in [("debug", own[0], peer[0]), ("release", own[1], peer[1])] {
        let ratio = own / peer;
        let outcome = outcome(ratio <= MOST_CPU);
        text += &format!("; CPU of the {name} build at most {MOST_CPU} of async-openai's: {ratio:.2}, {outcome}");
    }
    Ok(text + &format!(".\n\nWhat took longest in debug builds, in elapsed seconds:\n\n{longest}"))
}

/// The crates that took longest, from the report of `cargo build --timings`.
fn longest_units(report: &str) -> Result<Vec<String>> {
    let units = report.split_once("const UNIT_DATA = ").and_then(|(_, rest)| rest.split_once(";\n"));
    let (units, _) = units.context("the report of --timings has no UNIT_DATA")?;
    let units: Vec<Value> = serde_json::from_str(units)?;
    let seconds = |unit: &Value| unit["duration"].as_f64().unwrap_or_default();
    let mut units: Vec<_> = units.iter().map(|unit| (unit["name"].as_str().unwrap_or("?"), seconds(unit))).collect();
    units.sort_by(|(_, one), (_, other)| other.total_cmp(one));
    Ok(units.into_iter().take(NAMED).map(|(name, seconds)| format!("{name} {seconds:.1}")).collect())
}

/// How many crates a tree of `cargo tree` names, without the program itself.
fn crates(tree: &str) -> usize {
    let crates = tree.lines().filter_map(|line| {
        let mut words = line.split(' ');
        Some((words.next()?, words.next()?))
    });
    crates.filter(|(name, _)| *name != "program").collect::<BTreeSet<_>>().len()
}

/// The CPU time of the processes that were run, with all that they ran.
fn cpu_seconds<T>(run: impl FnOnce() -> Result<T>) -> Result<f64> {
    let before = children_ticks()?;
    run()?;
    Ok((children_ticks()? - before) as f64 / TICKS)
}

/// Linux has the same for every program, whatever its own clock does.
const TICKS: f64 = 100.0;

/// The CPU time of all ended children of this process, user and system.
fn children_ticks() -> Result<u64> {
    let stat = fs::read_to_string("/proc/self/stat").context("CPU time is read from the proc file system of Linux")?;
    read_ticks(&stat).context("/proc/self/stat has other fields")
}

fn read_ticks(stat: &str) -> Option<u64> {
    // The name of the program may have spaces; the fields after it are counted from 3.
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let field = |number: usize| fields.get(number - 3)?.parse::<u64>().ok();
    Some(field(16)? + field(17)?)
}

/// A program's own folder, away from the checkout; it goes when this is dropped.
struct Folder(Workspace);

impl Folder {
    fn make(workspace: &Workspace, name: &str, dependency: &str, lock: &str) -> Result<Self> {
        let root = std::env::temp_dir().join(format!("bench-{name}-{}", std::process::id()));
        fs::create_dir_all(&root)?;
        let folder = Self(Workspace::open(Some(root))?);
        let dependency = dependency.replace("ROOT", &workspace.root().to_string_lossy());
        let manifest = format!(
            "[package]\nname = \"program\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n{name} = {dependency}\n\
             tokio = {{ version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }}\n\n[profile.release]\nstrip = true\n"
        );
        folder.0.put("Cargo.toml", &manifest)?;
        folder.0.put("Cargo.lock", &workspace.read(lock)?)?;
        folder.0.put("src/main.rs", &workspace.read(&format!("benches/programs/{name}.rs"))?)?;
        Ok(folder)
    }

    fn cargo(&self) -> Command {
        let mut cargo = self.0.cargo();
        cargo.env_remove("CARGO_TARGET_DIR").env("CARGO_INCREMENTAL", "0");
        cargo
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(self.0.root());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crates_are_counted_once_by_version() {
        let tree = "program v0.0.0 (/p)\na v1.0.0\nb v1.0.0 (proc-macro)\na v1.0.0 (*)\na v2.0.0\n";
        assert_eq!(crates(tree), 3);
    }

    #[test]
    fn the_crates_that_took_longest_are_read_from_a_report() {
        let report = "<script>\nconst UNIT_DATA = [\n{\"name\":\"a\",\"duration\":0.52},\n{\"name\":\"b\",\"duration\":12.0}];\n";
        assert_eq!(longest_units(report).unwrap(), ["b 12.0", "a 0.5"]);
        assert!(longest_units("<html>").is_err());
    }

    #[test]
    fn the_time_of_children_is_read_past_any_name() {
        assert_eq!(read_ticks("1 (a b) c) S 2 3 4 5 6 7 8 9 10 11 12 13 40 2 20"), Some(42));
        assert_eq!(read_ticks("1 (a) S"), None);
    }
}
