use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Error;

/// Where Debian and its kin keep the programs of each version.
const DEBIAN: &str = "/usr/lib/postgresql";

/// The programs of one installed PostgreSQL.
#[derive(Debug, Clone)]
pub struct Installation {
    programs: PathBuf,
    version: String,
}

impl Installation {
    /// Finds the newest of Debian's versions, or else what `pg_config` names, or else what is on `PATH`.
    ///
    /// # Errors
    /// `NotInstalled` where there is none.
    pub fn find() -> Result<Self, Error> {
        let by_config = Command::new("pg_config").arg("--bindir").output().ok();
        let by_config = by_config.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
        let debian = newest_first(Path::new(DEBIAN));
        let found = debian.into_iter().chain(by_config.map(PathBuf::from)).chain(on_path()).find(|at| is_server(at));
        Self::at(found.ok_or(Error::NotInstalled)?)
    }

    fn at(programs: PathBuf) -> Result<Self, Error> {
        let postgres = programs.join("postgres");
        let output = Command::new(&postgres).arg("--version").output();
        let output = output.map_err(Error::file("run", postgres))?;
        let printed = String::from_utf8_lossy(&output.stdout);
        let version = printed.split_whitespace().nth(2).unwrap_or("unknown").to_owned();
        Ok(Self { programs, version })
    }

    /// Returns the version, as in `15.18`.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Returns where a program is, `psql` for one.
    #[must_use]
    pub fn program(&self, name: &str) -> PathBuf {
        self.programs.join(name)
    }
}

fn is_server(programs: &Path) -> bool {
    ["postgres", "initdb"].iter().all(|name| programs.join(name).is_file())
}

/// The folders of programs below a folder of versions.
fn newest_first(versions: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(versions).into_iter().flatten().flatten();
    let mut found: Vec<(Vec<u32>, PathBuf)> = entries
        .map(|entry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            (name.split('.').map_while(|part| part.parse().ok()).collect(), entry.path().join("bin"))
        })
        .collect();
    found.sort();
    found.into_iter().rev().map(|(_, programs)| programs).collect()
}

#[expect(clippy::disallowed_methods, reason = "where programs are is said by the environment")]
fn on_path() -> Vec<PathBuf> {
    std::env::var_os("PATH").map(|path| std::env::split_paths(&path).collect()).unwrap_or_default()
}

#[test]
fn ten_is_newer_than_nine_and_what_is_no_server_is_passed_by() {
    let folder = tempfile::tempdir().unwrap();
    let of = |version: &str| folder.path().join(version).join("bin");
    for version in ["9.6", "15", "14", "9.10"] {
        std::fs::create_dir_all(of(version)).unwrap();
    }
    assert_eq!(newest_first(folder.path()), ["15", "14", "9.10", "9.6"].map(of));
    assert!(!is_server(&of("15")));
    std::fs::write(of("15").join("postgres"), "").unwrap();
    assert!(!is_server(&of("15")), "programs without initdb are no server");
    std::fs::write(of("15").join("initdb"), "").unwrap();
    assert!(is_server(&of("15")));
    assert_eq!(newest_first(&folder.path().join("nowhere")), Vec::<PathBuf>::new());
}

#[test]
fn what_is_not_there_cannot_be_asked_its_version() {
    let missing = Installation::at(PathBuf::from("/nowhere")).unwrap_err();
    assert!(missing.to_string().contains("/nowhere/postgres"), "{missing}");
}
