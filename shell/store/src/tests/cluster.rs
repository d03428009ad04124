//! A PostgreSQL server of the tests' own, on loopback, with invented data, gone when the last user drops it.

use std::ffi::OsStr;
use std::fs;
use std::io::{ErrorKind, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, Weak};
use std::time::{Duration, Instant};

/// Set where nothing may be skipped.
const REQUIRE_ALL: &str = "SAFECONDUCT_REQUIRE_ALL";
/// How long a server may take to start.
const START_MAX: Duration = Duration::from_mins(2);
/// After how long another start is tried.
const TRY_MAX: Duration = Duration::from_secs(20);
/// The account that Debian's packages make; the server does not run as root.
const ACCOUNT: &str = "postgres";

/// Ends the server when the tests end, however they end: the pipe closes, and the shell goes on.
const GUARD: &str =
    r#""$@" & server=$!; read -r _ || true; kill -QUIT "$server" 2>/dev/null; wait "$server""#;

static RUNNING: Mutex<Weak<Cluster>> = Mutex::new(Weak::new());

/// A running server. Everybody on this machine may sign in to it while it lives; it holds nothing.
pub(crate) struct Cluster {
    folder: tempfile::TempDir,
    programs: PathBuf,
    port: u16,
    guard: Mutex<Option<Child>>,
    databases: AtomicU32,
}

impl Cluster {
    /// Returns the server of this process, started if need be; none, said aloud, where PostgreSQL is
    /// not installed.
    pub(crate) fn get() -> Option<Arc<Self>> {
        let mut running = RUNNING.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(cluster) = running.upgrade() {
            return Some(cluster);
        }
        let Some(programs) = programs() else {
            assert!(std::env::var_os(REQUIRE_ALL).is_none(), "PostgreSQL's programs are not found");
            // Past the capture of the test's own output, so that it is seen.
            let _unseen = writeln!(std::io::stderr(), "skipped: PostgreSQL is not installed");
            return None;
        };
        let cluster = Arc::new(Self::new(programs));
        *running = Arc::downgrade(&cluster);
        Some(cluster)
    }

    /// Starts a server that no other test uses.
    pub(crate) fn alone() -> Self {
        Self::new(programs().expect("asked for where the shared server runs"))
    }

    fn new(programs: PathBuf) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        if is_root() {
            run(Command::new("chown").arg(ACCOUNT).arg(folder.path()));
        }
        let cluster =
            Self { folder, programs, port, guard: Mutex::new(None), databases: AtomicU32::new(0) };
        let data = cluster.data();
        let mut make = cluster.as_account(&[cluster.programs.join("initdb").as_os_str()]);
        make.args(["--auth=trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8", "-U", ACCOUNT]);
        run(make.arg("-D").arg(data));
        cluster.start();
        cluster
    }

    /// Where everything that the server writes lies.
    pub(crate) fn files(&self) -> &Path {
        self.folder.path()
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// Prepares a command that does not run as root.
    fn as_account(&self, command: &[&OsStr]) -> Command {
        let mut prepared = if is_root() {
            let mut prepared = Command::new("setpriv");
            prepared.args(["--reuid", ACCOUNT, "--regid", ACCOUNT, "--clear-groups"]);
            prepared.args(command);
            prepared
        } else {
            let mut prepared = Command::new(command[0]);
            prepared.args(&command[1..]);
            prepared
        };
        prepared.current_dir(self.folder.path()).stdout(Stdio::null()).stderr(Stdio::null());
        prepared
    }

    /// Starts the server and waits until it answers. A killed one can leave a process behind for a moment,
    /// and no other starts beside it; then it is tried again.
    pub(crate) fn start(&self) {
        let began = Instant::now();
        loop {
            let guard = self.spawn();
            let tried = Instant::now();
            while tried.elapsed() < TRY_MAX {
                if self.answers() {
                    *self.guard.lock().unwrap() = Some(guard);
                    return;
                }
                std::thread::sleep(Duration::from_millis(50));
            }
            end(guard);
            assert!(began.elapsed() < START_MAX, "the server did not start");
        }
    }

    fn spawn(&self) -> Child {
        let server = self.programs.join("postgres");
        let shell = ["sh", "-c", GUARD, "guard"].map(OsStr::new);
        let mut command = self.as_account(&[&shell[..], &[server.as_os_str()]].concat());
        // A killed server leaves what it wrote with the system; only a power cut would need the sync.
        command.arg("-D").arg(self.data()).args(["-c", "fsync=off", "-h", "127.0.0.1", "-p"]);
        command.arg(self.port.to_string()).arg("-k").arg(self.folder.path());
        command.stdin(Stdio::piped()).spawn().unwrap()
    }

    /// Says whether the server takes connections, as its own tool sees it.
    fn answers(&self) -> bool {
        let port = self.port.to_string();
        let mut ask = Command::new(self.programs.join("pg_isready"));
        ask.args(["-q", "-h", "127.0.0.1", "-p", &port]).stdout(Stdio::null());
        TcpStream::connect(("127.0.0.1", self.port)).is_ok() && ask.status().unwrap().success()
    }

    /// Kills the server as a crash would, all its processes at once, and waits until they are gone.
    pub(crate) fn kill(&self) {
        let file = fs::read_to_string(self.data().join("postmaster.pid")).unwrap();
        let server = file.lines().next().unwrap().to_owned();
        let children = format!("/proc/{server}/task/{server}/children");
        let children = fs::read_to_string(children).unwrap_or_default();
        let all = children.split_whitespace().chain([server.as_str()]);
        // One of them may have ended by itself meanwhile; then the others are killed all the same.
        let _ended = Command::new("kill").arg("-KILL").args(all).stderr(Stdio::null()).status();
        let guard = self.guard.lock().unwrap().take();
        if let Some(guard) = guard {
            end(guard);
        }
        while Path::new("/proc").join(&server).exists() {
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Makes a new empty database and returns its address.
    pub(crate) fn database(&self) -> String {
        let name = format!("t_{}", self.databases.fetch_add(1, Ordering::Relaxed));
        let port = self.port.to_string();
        let mut make = Command::new(self.programs.join("createdb"));
        run(make.args(["-h", "127.0.0.1", "-p", &port, "-U", ACCOUNT, &name]));
        format!("postgres://{ACCOUNT}@127.0.0.1:{port}/{name}")
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if let Some(guard) = self.guard.lock().ok().and_then(|mut guard| guard.take()) {
            end(guard);
        }
    }
}

/// Ends the guard, which ends the server.
fn end(mut guard: Child) {
    drop(guard.stdin.take());
    let _ended = guard.wait();
}

fn is_root() -> bool {
    #[cfg(unix)]
    return std::os::unix::fs::MetadataExt::uid(&fs::metadata("/proc/self").unwrap()) == 0;
    #[cfg(not(unix))]
    return false;
}

/// Finds the folder of the server's programs: Debian keeps them out of the path.
fn programs() -> Option<PathBuf> {
    let versions = match fs::read_dir("/usr/lib/postgresql") {
        Ok(versions) => versions.flatten().map(|version| version.path().join("bin")).collect(),
        Err(error) if error.kind() == ErrorKind::NotFound => Vec::new(),
        Err(error) => panic!("{error}"),
    };
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut found: Vec<PathBuf> = versions;
    found.sort();
    found
        .into_iter()
        .rev()
        .chain(std::env::split_paths(&path))
        .find(|bin| bin.join("initdb").is_file())
}

fn run(command: &mut Command) {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
}
