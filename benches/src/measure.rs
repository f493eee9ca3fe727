//! Measures subjects in interleaved rounds and prints tables.

use std::time::{Duration, Instant};

use rustix::time::{ClockId, clock_gettime};

/// Returns the CPU time of this process so far: user and system time of all threads.
pub fn cpu_time() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), time.tv_nsec as u32)
}

/// Code to measure.
pub struct Subject<'a> {
    pub name: &'static str,
    /// Does the work of one round.
    pub run: Box<dyn FnMut() + 'a>,
    /// The number of units of a round, such as chunks or calls.
    pub units: u64,
    /// The maximum ratio to the floor.
    pub target: Option<f64>,
    /// The subject that it must not be slower than.
    pub rival: Option<&'static str>,
}

impl<'a> Subject<'a> {
    pub fn new(name: &'static str, units: u64, run: impl FnMut() + 'a) -> Self {
        Self { name, run: Box::new(run), units, target: None, rival: None }
    }

    pub fn target(self, target: f64) -> Self {
        Self { target: Some(target), ..self }
    }

    pub fn not_above(self, rival: &'static str) -> Self {
        Self { rival: Some(rival), ..self }
    }
}

/// The time that a figure shows.
#[derive(Clone, Copy)]
pub enum Clock {
    /// User and system time of this process.
    Cpu,
    /// The time that the caller waits, which includes the server.
    Elapsed,
}

/// The times of each subject in each round.
pub struct Times {
    unit: &'static str,
    rounds: usize,
    subjects: Vec<Measured>,
}

struct Measured {
    name: &'static str,
    target: Option<f64>,
    rival: Option<&'static str>,
    /// The time of each round by each clock.
    rounds: Vec<[f64; 2]>,
}

/// Runs all subjects in each round.
pub fn run(unit: &'static str, rounds: usize, mut subjects: Vec<Subject<'_>>) -> Times {
    for subject in &mut subjects {
        (subject.run)();
    }
    let mut times = vec![Vec::with_capacity(rounds); subjects.len()];
    for _ in 0..rounds {
        for (subject, times) in subjects.iter_mut().zip(&mut times) {
            let (start, cpu) = (Instant::now(), cpu_time());
            (subject.run)();
            let elapsed = [cpu_time() - cpu, start.elapsed()];
            times.push(elapsed.map(|time| time.as_nanos() as f64 / subject.units as f64));
        }
    }
    let subjects = subjects.into_iter().zip(times);
    let subjects = subjects.map(|(subject, rounds)| {
        let Subject { name, target, rival, .. } = subject;
        Measured { name, target, rival, rounds }
    });
    Times { unit, rounds, subjects: subjects.collect() }
}

impl Times {
    /// Prints a table with ratios to the subject named `floor`. A ratio is the median of the ratios of each round, since a change
    /// of the machine's speed affects a whole round.
    pub fn print(&self, title: &str, floor: &str, clock: Clock) {
        let name = ["CPU", "elapsed"][clock as usize];
        println!("{title} ({} rounds; {name} ns per {})\n", self.rounds, self.unit);
        println!("| | best | median | ratio | target |\n| --- | ---: | ---: | ---: | --- |");
        for subject in &self.subjects {
            let of = |times: &[f64; 2]| times[clock as usize];
            let ratio = self.ratio(subject, floor, clock);
            let best = subject.rounds.iter().map(of).fold(f64::INFINITY, f64::min);
            let mut targets = Vec::new();
            if let Some(target) = subject.target {
                targets.push(format!("≤ {target}: {}", met_or_missed(ratio <= target)));
            }
            if let Some(rival) = subject.rival {
                let is_met = self.ratio(subject, rival, clock) <= 1.0;
                targets.push(format!("not above {rival}: {}", met_or_missed(is_met)));
            }
            let (median, targets) = (median(subject.rounds.iter().map(of)), targets.join(", "));
            println!("| {} | {best:.0} | {median:.0} | {ratio:.2} | {targets} |", subject.name);
        }
        println!();
    }

    fn ratio(&self, subject: &Measured, to: &str, clock: Clock) -> f64 {
        let to = self.subjects.iter().find(|subject| subject.name == to).expect("it is among the subjects");
        let rounds = subject.rounds.iter().zip(&to.rounds);
        median(rounds.map(|(own, other)| own[clock as usize] / other[clock as usize]))
    }
}

/// Returns the text for a target in a table.
pub fn met_or_missed(is_met: bool) -> &'static str {
    if is_met { "met" } else { "MISSED" }
}

/// Runs the subjects and prints the table of their CPU time.
pub fn table(title: &str, unit: &'static str, rounds: usize, floor: &str, subjects: Vec<Subject<'_>>) {
    run(unit, rounds, subjects).print(title, floor, Clock::Cpu);
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
