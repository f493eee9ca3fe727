//! What a process holds.

use std::fs;

/// The resident memory of this process, in KiB.
pub fn resident() -> u64 {
    let pages = fs::read_to_string("/proc/self/statm").expect("this is Linux");
    let pages: u64 = pages.split(' ').nth(1).and_then(|pages| pages.parse().ok()).expect("the second field");
    pages * rustix::param::page_size() as u64 / 1024
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
