//! The pages in a real browser: Chromium, driven over WebDriver, on the demonstration's desk in mid-exchange. All
//! people are invented.

mod aria;
pub(super) mod desk;
mod driver;
mod paper;
mod passkey;
mod pictures;
mod round;
mod slow_line;
mod walk;
mod work;
