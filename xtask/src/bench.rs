//! The benchmarks of `benches/`, and the tables of them in its README.

mod cold;
mod readme;

use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

use self::readme::Readme;
use crate::workspace::Workspace;

const README: &str = "benches/README.md";

/// A part of the README.
struct Section {
    name: &'static str,
    title: &'static str,
}

const SECTIONS: [Section; 9] = [
    Section { name: "request", title: "A small request" },
    Section { name: "stream", title: "A stream" },
    Section { name: "responses", title: "A stream of the Responses API" },
    Section { name: "concurrent", title: "200 streams at once" },
    Section { name: "embeddings", title: "Embeddings" },
    Section { name: "growth", title: "As the work grows" },
    Section { name: "telemetry", title: "Telemetry" },
    Section { name: "failover", title: "A client with several members" },
    Section { name: COLD, title: "A program that depends on it" },
];
/// This one measures builds and has no benchmark.
const COLD: &str = "cold";

/// Runs the benchmarks, or those that are named, and writes each table once it is there.
pub fn run(workspace: &Workspace, names: &[String]) -> Result<()> {
    let known = SECTIONS.each_ref().map(|section| section.name);
    if let Some(unknown) = names.iter().find(|name| !known.contains(&name.as_str())) {
        anyhow::bail!("no benchmark is named {unknown}; there are {}", known.join(", "));
    }
    let mut readme = Readme::read(&workspace.read(README)?)?;
    for section in SECTIONS.iter().filter(|section| names.is_empty() || names.iter().any(|name| name == section.name)) {
        println!("running {}", section.name);
        let text = match section.name {
            COLD => cold::table(workspace)?,
            name => {
                let printed = run_bench(workspace, name)?;
                let (facts, tables) = printed.split_once("\n\n").context("a benchmark prints facts, then tables")?;
                readme.set("Machine", &facts.lines().map(|line| format!("- {line}\n")).collect::<String>());
                tables.to_owned()
            }
        };
        readme.set(section.title, &text);
        workspace.write(&[readme.output(README, &SECTIONS.each_ref().map(|section| section.title))])?;
    }
    Ok(())
}

/// What a benchmark prints.
fn run_bench(workspace: &Workspace, name: &str) -> Result<String> {
    output(workspace.cargo().args(["bench", "--quiet", "--manifest-path", "benches/Cargo.toml", "--bench", name]))
}

fn output(command: &mut Command) -> Result<String> {
    let output = command.stderr(Stdio::inherit()).output().with_context(|| format!("can't run {command:?}"))?;
    ensure!(output.status.success(), "{command:?} failed");
    Ok(String::from_utf8(output.stdout)?)
}
