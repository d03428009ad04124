//! The demonstration's desk in mid-exchange, made once and served as often as tests ask for one of their own.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;

use tempfile::TempDir;

/// The morning on which the practice clock of the desk begins.
const MORNING: &str = "2025-06-14T09:00:00Z";

/// The demonstration, in the folder that Cargo keeps for tests: a later run takes it away and makes it anew.
static DEMO: LazyLock<PathBuf> = LazyLock::new(|| {
    let demo = Path::new(env!("CARGO_TARGET_TMPDIR")).join("demo");
    if demo.exists() {
        fs::remove_dir_all(&demo).expect("an older demonstration goes");
    }
    let ran = Command::new(env!("CARGO_BIN_EXE_safeconduct"))
        .args(["demo", "--no-serve", "--dir"])
        .arg(&demo)
        .output()
        .expect("the binary of this test");
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    demo
});

/// A desk that is served. Dropping it ends the server.
pub(crate) struct Desk {
    /// Holds the copy of the instance while it is served.
    _folder: Option<TempDir>,
    path: PathBuf,
    server: Child,
    pub(crate) address: String,
}

impl Desk {
    /// Serves a copy of the desk in mid-exchange.
    pub(crate) fn serve() -> Self {
        Self::serve_at(MORNING)
    }

    /// The same on another day.
    pub(crate) fn serve_at(day: &str) -> Self {
        let folder = TempDir::new().expect("a folder");
        copy(&DEMO.join("desk"), folder.path());
        let path = folder.path().to_owned();
        Self::of(&path, &["--at", day], Some(folder))
    }

    /// Serves a practice instance of a test's own, and holds its folder if it is told to.
    pub(crate) fn of(path: &Path, more: &[&str], folder: Option<TempDir>) -> Self {
        let mut server = Command::new(env!("CARGO_BIN_EXE_safeconduct"))
            .args(["serve", "--listen", "127.0.0.1:0"])
            .args(more)
            .arg("--dir")
            .arg(path)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the binary of this test");
        let out = server.stdout.take().expect("a pipe");
        let line = BufReader::new(out).lines().next().expect("a line").expect("UTF-8");
        let address = line.split_once("http://").and_then(|(_, rest)| rest.split_once('/'));
        let address = format!("http://{}", address.expect("an address").0);
        Self { _folder: folder, path: path.to_owned(), server, address }
    }

    /// Runs a command of the first officer beside the server, and returns what it said.
    pub(crate) fn run(&self, arguments: &[&str]) -> String {
        let ran = Command::new(env!("CARGO_BIN_EXE_safeconduct"))
            .args(arguments)
            .args(["--as", "officer-1", "--at", MORNING, "--dir"])
            .arg(&self.path)
            .output()
            .expect("the binary of this test");
        assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
        String::from_utf8(ran.stdout).expect("UTF-8")
    }

    /// A file of the demonstration's lists.
    pub(crate) fn list(name: &str) -> PathBuf {
        Self::file("lists").join(name)
    }

    /// A file or folder of the demonstration.
    pub(crate) fn file(name: &str) -> PathBuf {
        DEMO.join(name)
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _gone = self.server.kill();
        let _gone = self.server.wait();
    }
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).expect("a readable folder") {
        let path = entry.expect("a readable entry").path();
        let name = path.file_name().expect("a name");
        fs::copy(&path, to.join(name)).expect("a copy");
    }
}
