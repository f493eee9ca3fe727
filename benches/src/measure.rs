//! The time that subjects take in interleaved rounds, and the table of it.

use std::time::{Duration, Instant};

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

/// What a figure is of.
#[derive(Clone, Copy)]
pub enum Clock {
    /// User and system time of this process: what is left for other work.
    Cpu,
    /// What the caller waits, the server included.
    Elapsed,
}

/// What each subject took in each round.
pub struct Times {
    unit: &'static str,
    rounds: usize,
    /// By subject: its name, its target, and a figure of each clock for each round.
    subjects: Vec<(&'static str, Option<f64>, Vec<[f64; 2]>)>,
}

/// Runs the subjects in turn, round after round.
pub fn run(unit: &'static str, rounds: usize, mut subjects: Vec<Subject<'_>>) -> Times {
    for subject in &mut subjects {
        (subject.run)();
    }
    let mut times = vec![Vec::with_capacity(rounds); subjects.len()];
    for _ in 0..rounds {
        for (subject, times) in subjects.iter_mut().zip(&mut times) {
            let (began, cpu) = (Instant::now(), cpu_time());
            (subject.run)();
            let took = [cpu_time() - cpu, began.elapsed()];
            times.push(took.map(|took| took.as_nanos() as f64 / subject.units as f64));
        }
    }
    let subjects = subjects.into_iter().zip(times);
    Times { unit, rounds, subjects: subjects.map(|(subject, times)| (subject.name, subject.target, times)).collect() }
}

impl Times {
    /// Prints a table with ratios to the subject of the name `floor`. A ratio is the median of the rounds' own ratios: what
    /// slows the machine down slows a whole round.
    pub fn print(&self, title: &str, floor: &str, clock: Clock) {
        let of = |times: &[f64; 2]| times[clock as usize];
        let name = ["CPU", "elapsed"][clock as usize];
        let at = self.subjects.iter().find(|(name, ..)| *name == floor);
        let (_, _, at) = at.expect("the floor is among the subjects");
        println!("{title} ({} rounds; {name} ns per {})\n", self.rounds, self.unit);
        println!("| | best | median | ratio | target |\n| --- | ---: | ---: | ---: | --- |");
        for (name, target, own) in &self.subjects {
            let ratio = median(own.iter().zip(at).map(|(own, floor)| of(own) / of(floor)));
            let best = own.iter().map(of).fold(f64::INFINITY, f64::min);
            let target = match target {
                Some(target) if ratio <= *target => format!("≤ {target}: met"),
                Some(target) => format!("≤ {target}: MISSED"),
                None => String::new(),
            };
            println!("| {name} | {best:.0} | {:.0} | {ratio:.2} | {target} |", median(own.iter().map(of)));
        }
        println!();
    }
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
