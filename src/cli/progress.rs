//! What takes long says how far it is, on a terminal only and not with `--quiet`, and goes without a trace.

use std::io::IsTerminal;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::output;

/// What is done sooner shows nothing.
const SHORT: Duration = Duration::from_millis(500);
const TICK: Duration = Duration::from_millis(100);

/// Something that may take long, until it is dropped.
pub struct Progress {
    bar: ProgressBar,
    waiting: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Progress {
    /// `what` is done, in words: "reading".
    pub fn new(what: &str) -> Progress {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        bar.set_style(style("{spinner} {msg}"));
        bar.set_message(what.to_string());
        let waiting = (std::io::stderr().is_terminal() && !output::is_quiet()).then(|| {
            let (done, is_done) = channel::<()>();
            let shown = bar.clone();
            let thread = std::thread::spawn(move || {
                if is_done.recv_timeout(SHORT) == Err(RecvTimeoutError::Timeout) {
                    shown.set_draw_target(ProgressDrawTarget::stderr());
                    shown.enable_steady_tick(TICK);
                }
            });
            (done, thread)
        });
        Progress { bar, waiting }
    }

    /// Something else is done now.
    pub fn say(&self, what: &str) {
        self.bar.set_style(style("{spinner} {msg}"));
        self.bar.set_message(what.to_string());
    }

    /// The same, with how much of how much of it is done.
    pub fn count(&self, what: &str, done: usize, all: usize) {
        if self.bar.length() != Some(all as u64) {
            self.bar.set_length(all as u64);
            self.bar.set_style(style("{spinner} {msg} {wide_bar} {pos}/{len}"));
        }
        self.bar.set_message(what.to_string());
        self.bar.set_position(done as u64);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((done, thread)) = self.waiting.take() {
            drop(done);
            // It only draws: whether it could is no matter.
            let _ = thread.join();
        }
        self.bar.finish_and_clear();
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).expect("the templates are constants of this file")
}
