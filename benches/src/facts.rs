//! The machine and the versions of a measurement.

use std::fs;

/// Prints the machine, the compiler, the runtime and the versions.
pub fn print(runtime: &str) {
    let cpu = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    // Not those available to this process, which may be pinned to one.
    let cores = cpu.lines().filter(|line| line.starts_with("processor")).count();
    let cpu = cpu.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or(": unknown");
    println!("CPU: {}, {cores} cores", cpu.trim_start_matches([' ', '\t', ':']));
    println!("compiler: {}", rustc());
    println!("runtime: tokio {} {runtime}", locked("tokio"));
    let versions = ["reqwest", "hyper", "serde_json", "async-openai", "eventsource-stream"];
    let versions: Vec<String> = versions.iter().map(|name| format!("{name} {}", locked(name))).collect();
    println!("versions: {}\n", versions.join(", "));
}

fn rustc() -> String {
    let rustc = std::env::var_os("RUSTC").unwrap_or("rustc".into());
    let output = std::process::Command::new(rustc).arg("--version").output().ok();
    let version = output.and_then(|output| String::from_utf8(output.stdout).ok()).unwrap_or_default();
    version.trim().to_owned()
}

/// Returns the version of a dependency in the lock file.
fn locked(name: &str) -> &'static str {
    let lock = include_str!("../Cargo.lock");
    let entry = format!("name = \"{name}\"\nversion = \"");
    let version = lock.split_once(&entry).and_then(|(_, rest)| rest.split_once('"'));
    version.map_or("?", |(version, _)| version)
}
