//! Where the time of a build goes.

use std::time::{Duration, Instant};

/// The stages of a command so far, as time passes on the wall.
pub struct Timings {
    last: Instant,
    stages: Vec<(&'static str, Duration)>,
}

impl Timings {
    pub fn start() -> Timings {
        Timings { last: Instant::now(), stages: vec![] }
    }

    /// Ends a stage, and begins the next one.
    pub fn end(&mut self, stage: &'static str) {
        let now = Instant::now();
        self.stages.push((stage, now - std::mem::replace(&mut self.last, now)));
    }

    /// Prints all stages to standard error.
    pub fn print(&self) {
        let all: Duration = self.stages.iter().map(|(_, passed)| *passed).sum();
        for (stage, passed) in self.stages.iter().chain([&("all", all)]) {
            eprintln!("{:>9.1} ms  {stage}", passed.as_secs_f64() * 1e3);
        }
    }
}
