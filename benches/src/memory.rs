//! What a process holds.

use std::fs;

/// The resident memory of this process, in KiB.
pub fn resident() -> u64 {
    let pages = fs::read_to_string("/proc/self/statm").expect("this is Linux");
    let pages: u64 = pages.split(' ').nth(1).and_then(|pages| pages.parse().ok()).expect("the second field");
    pages * rustix::param::page_size() as u64 / 1024
}

/// From now on [`peak`] counts anew.
pub fn forget_peak() {
    fs::write("/proc/self/clear_refs", "5").expect("this is Linux");
}

/// The most resident memory that this process ever had, in KiB.
pub fn peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").expect("this is Linux");
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("the kernel counts it");
    peak.trim().trim_end_matches(" kB").parse().expect("a number of KiB")
}

/// This program again, in a fresh process, with an argument; what it printed.
pub fn in_fresh_process(arguments: &[&str]) -> String {
    let program = std::env::current_exe().expect("this program has a path");
    let output = std::process::Command::new(program).args(arguments).stderr(std::process::Stdio::inherit()).output();
    let output = output.expect("this program starts");
    assert!(output.status.success(), "{arguments:?} failed");
    String::from_utf8(output.stdout).expect("it prints text")
}

/// The most resident memory that this process has had, in KiB.
pub fn most_resident() -> u64 {
    let status = fs::read_to_string("/proc/self/status").expect("this is Linux");
    let most = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    most.and_then(|most| most.trim().trim_end_matches(" kB").parse().ok()).expect("the kernel tells it")
}
