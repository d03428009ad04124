//! What is being done, on a terminal only. It goes to standard error, and is gone when the work is.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// Work that may take a while, step by step. What was shown is wiped when this is dropped.
pub(crate) struct Progress(ProgressBar);

impl Progress {
    /// Begins with a first step. Nothing is shown where standard error is no terminal.
    pub(crate) fn begin(step: &'static str) -> Self {
        let bar = ProgressBar::new_spinner().with_message(step);
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} ({elapsed})") {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(200));
        Self(bar)
    }

    /// Goes on to another step.
    pub(crate) fn next(&self, step: String) {
        self.0.set_message(step);
    }
}

impl Drop for Progress {
    // After a refusal too, nothing may be left in the line that its message is written to.
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
