//! The resident memory of a process.

use std::fs;

/// Returns the resident memory of this process in KiB.
pub fn resident() -> u64 {
    let pages = fs::read_to_string("/proc/self/statm").expect("this is Linux");
    let pages: u64 = pages.split(' ').nth(1).and_then(|pages| pages.parse().ok()).expect("the second field");
    pages * rustix::param::page_size() as u64 / 1024
}

/// Resets [`peak`].
pub fn reset_peak() {
    fs::write("/proc/self/clear_refs", "5").expect("this is Linux");
}

/// Returns the peak resident memory of this process in KiB.
pub fn peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").expect("this is Linux");
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("the kernel counts it");
    peak.trim().trim_end_matches(" kB").parse().expect("a number of KiB")
}

/// Runs this program in a new process with these arguments, and returns its output.
pub fn in_new_process(arguments: &[&str]) -> String {
    let program = std::env::current_exe().expect("this program has a path");
    let output = std::process::Command::new(program).args(arguments).stderr(std::process::Stdio::inherit()).output();
    let output = output.expect("this program starts");
    assert!(output.status.success(), "{arguments:?} failed");
    String::from_utf8(output.stdout).expect("it prints text")
}
