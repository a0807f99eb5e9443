use std::io::Write as _;
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

use crate::Error;
use crate::account::Account;

/// Waits until its input ends, with the process that holds the other end; then ends the server and removes the folder.
///
/// The lock file goes when the server does; where nobody asks for its exit code, its number stays.
/// A killed server leaves the file, and the segment of System V memory named in it, which only a restart would free.
const KEEPER: &str = r#"
trap '' HUP INT TERM
cat >/dev/null
if server=$(cat "$1/pid" 2>/dev/null); then
    kill -QUIT "$server"
    tries=0
    while [ -e "$1/data/postmaster.pid" ] && kill -0 "$server" && [ "$tries" -lt 300 ]; do
        sleep 0.05
        tries=$((tries + 1))
    done
    kill -KILL "$server"
fi
set -- "$1" $(sed -n 7p "$1/data/postmaster.pid")
[ "$#" = 3 ] && ipcrm -m "$3"
cd /
rm -rf "$1"
"#;

/// Writes its own number where the keeper looks, then becomes the server.
const STARTER: &str = r#"echo $$ >"$0/pid" && exec "$@""#;

/// A folder that the server owns, and the keeper that removes it.
#[derive(Debug)]
pub(crate) struct Folder {
    path: PathBuf,
    account: Option<Account>,
    keeper: Child,
}

impl Folder {
    pub(crate) fn new(parent: &Path) -> Result<Self, Error> {
        let account = Account::other()?;
        let made = new_folder(parent, "cowrite-postgres-")?;
        let path = made.path().to_path_buf();
        if let Some(account) = account {
            account.give(&path)?;
        }
        let keeper = Command::new("sh")
            .args(["-c", KEEPER, "keeper"])
            .arg(&path)
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .map_err(Error::system("cannot run sh"))?;
        // From here on the keeper removes it.
        let _ = made.keep();
        Ok(Self { path, account, keeper })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.path.join("data")
    }

    pub(crate) fn log(&self) -> PathBuf {
        self.path.join("log")
    }

    /// Gives the server a file or folder that this process has put here.
    pub(crate) fn give(&self, path: &Path) -> Result<(), Error> {
        self.account.map_or(Ok(()), |account| account.give(path))
    }

    /// Writes a file that only the server's account reads, in one step.
    pub(crate) fn write(&self, name: &str, text: &str) -> Result<PathBuf, Error> {
        let (path, part) = (self.path.join(name), self.path.join(format!("{name}.part")));
        let _ = std::fs::remove_file(&part);
        let file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&part);
        let written = file.and_then(|mut file| file.write_all(text.as_bytes()));
        written.map_err(Error::file("write", &part))?;
        self.give(&part)?;
        std::fs::rename(&part, &path).map_err(Error::file("write", &path))?;
        Ok(path)
    }

    /// A program of PostgreSQL, to be run as the server's account in this folder, out of reach of this terminal's signals.
    pub(crate) fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.path).stdin(Stdio::null()).process_group(0);
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("PG")) {
            command.env_remove(name);
        }
        command.env("HOME", &self.path).env("LC_ALL", "C").env("TZ", "UTC");
        if let Some(account) = self.account {
            account.run(&mut command);
        }
        command
    }

    /// Starts a server, so that the keeper knows of it before it does anything.
    pub(crate) fn start(&self, program: &Path, arguments: &[String]) -> Result<Child, Error> {
        let log = std::fs::OpenOptions::new().create(true).append(true).open(self.log());
        let log = log.map_err(Error::file("write", self.log()))?;
        let errors = log.try_clone().map_err(Error::file("write", self.log()))?;
        let mut command = self.command(Path::new("sh"));
        command.args(["-c", STARTER]).arg(&self.path).arg(program).args(arguments);
        command.stdout(log).stderr(errors).spawn().map_err(Error::file("run", program))
    }

    /// Removes the data of a server that has been killed, and the memory that it has left.
    pub(crate) fn remove_data(&self) -> Result<(), Error> {
        let lock = std::fs::read_to_string(self.data().join("postmaster.pid")).unwrap_or_default();
        if let Some(segment) = lock.lines().nth(6).and_then(|line| line.split_whitespace().nth(1)) {
            // Where there is no such program, a few bytes stay until the machine is started anew.
            let _ = Command::new("ipcrm").args(["-m", segment]).output();
        }
        std::fs::remove_dir_all(self.data()).map_err(Error::file("remove", self.data()))
    }

    /// Tells the keeper that the server has ended.
    pub(crate) fn ended(&self) {
        let _ = std::fs::remove_file(self.path.join("pid"));
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        let _ = self.keeper.wait();
    }
}

/// Makes a folder that only its owner may enter.
pub(crate) fn new_folder(parent: &Path, prefix: &str) -> Result<TempDir, Error> {
    let closed = std::fs::Permissions::from_mode(0o700);
    let made = tempfile::Builder::new().prefix(prefix).permissions(closed).tempdir_in(parent);
    made.map_err(Error::file("make a folder in", parent))
}

/// Runs a program to its end.
pub(crate) fn run(mut command: Command) -> Result<(), Error> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command.output().map_err(Error::file("run", &program))?;
    if output.status.success() {
        return Ok(());
    }
    let printed = [output.stdout, output.stderr].concat();
    Err(Error::Program { program, output: String::from_utf8_lossy(&printed).trim().to_owned() })
}

/// Copies a folder, which only its owner may enter then.
pub(crate) fn copy(from: &Path, to: &Path) -> Result<(), Error> {
    std::fs::create_dir(to).map_err(Error::file("make", to))?;
    std::fs::set_permissions(to, std::fs::Permissions::from_mode(0o700)).map_err(Error::file("close", to))?;
    for entry in std::fs::read_dir(from).map_err(Error::file("read", from))? {
        let entry = entry.map_err(Error::file("read", from))?;
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() {
            copy(&from, &to)?;
        } else {
            std::fs::copy(&from, &to).map_err(Error::file("copy", &from))?;
        }
    }
    Ok(())
}
