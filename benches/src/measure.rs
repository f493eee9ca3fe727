//! CPU time of subjects in interleaved rounds, and the table of it.

use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

/// The CPU time of this process so far, user and system, all threads.
pub fn cpu_time() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), time.tv_nsec as u32)
}

/// Something to measure.
pub struct Subject<'a> {
    pub name: &'static str,
    /// Does the work of one round.
    pub run: Box<dyn FnMut() + 'a>,
    /// How much of it there is: chunks, calls.
    pub units: u64,
    /// What the ratio may be, to the floor.
    pub target: Option<f64>,
}

impl<'a> Subject<'a> {
    pub fn new(name: &'static str, units: u64, run: impl FnMut() + 'a) -> Self {
        Self { name, run: Box::new(run), units, target: None }
    }

    pub fn target(self, target: f64) -> Self {
        Self { target: Some(target), ..self }
    }
}

/// Runs the subjects in turn, round after round, and prints a table with ratios to the subject of the name `floor`.
///
/// The ratio is the median of the rounds' own ratios: what slows the machine down slows a whole round.
pub fn table(title: &str, unit: &str, rounds: usize, floor: &str, mut subjects: Vec<Subject<'_>>) {
    for subject in &mut subjects {
        (subject.run)();
    }
    let mut times = vec![Vec::with_capacity(rounds); subjects.len()];
    for _ in 0..rounds {
        for (subject, times) in subjects.iter_mut().zip(&mut times) {
            let start = cpu_time();
            (subject.run)();
            times.push((cpu_time() - start).as_nanos() as f64 / subject.units as f64);
        }
    }
    let at = subjects.iter().position(|subject| subject.name == floor).expect("the floor is among the subjects");
    println!("{title} ({rounds} rounds; CPU ns per {unit})\n");
    println!("| | best | median | ratio | target |\n| --- | ---: | ---: | ---: | --- |");
    for (subject, own) in subjects.iter().zip(&times) {
        let ratio = median(own.iter().zip(&times[at]).map(|(own, floor)| own / floor));
        let best = own.iter().copied().fold(f64::INFINITY, f64::min);
        let target = match subject.target {
            Some(target) if ratio <= target => format!("≤ {target}: met"),
            Some(target) => format!("≤ {target}: MISSED"),
            None => String::new(),
        };
        println!("| {} | {best:.0} | {:.0} | {ratio:.2} | {target} |", subject.name, median(own.iter().copied()));
    }
    println!();
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
