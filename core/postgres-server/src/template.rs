use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use crate::folder::{Folder, copy, new_folder, run};
use crate::{Error, Installation};

/// Counts up whenever a cluster is made in another way, so that no old one is taken for it.
const FORMAT: u32 = 1;

/// The superuser of every server.
pub(crate) const SUPERUSER: &str = "postgres";

/// A fresh cluster, made once for each version and account, and copied for each start.
#[derive(Debug)]
pub(crate) struct Template {
    path: PathBuf,
}

impl Template {
    pub(crate) fn of(installation: &Installation) -> Self {
        Self { path: cache().join(format!("{}-{FORMAT}", installation.version())) }
    }

    /// Fills a folder with a fresh cluster, and returns its password.
    pub(crate) fn fill(&self, folder: &Folder, installation: &Installation) -> Result<String, Error> {
        if self.is_ours()
            && let Ok(password) = std::fs::read_to_string(self.path.join("password"))
        {
            copy(&self.path.join("data"), &folder.data())?;
            folder.give(&folder.data())?;
            return Ok(password);
        }
        let password = random_hex()?;
        let file = folder.write("password", &password)?;
        let mut initdb = folder.command(&installation.program("initdb"));
        initdb.arg("--pgdata").arg(folder.data()).arg("--pwfile").arg(&file);
        initdb.args(["--username", SUPERUSER, "--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C"]);
        // The checksums are for pg_rewind; waiting for the disk is for those who ask for a durable server.
        initdb.args(["--data-checksums", "--no-sync"]);
        run(initdb)?;
        self.keep(folder)?;
        Ok(password)
    }

    /// Forgets a template that no server starts from.
    pub(crate) fn forget(&self) {
        let _ = std::fs::remove_dir_all(&self.path);
    }

    /// Keeps a fresh cluster for others: whole, or not at all.
    fn keep(&self, folder: &Folder) -> Result<(), Error> {
        let parent = self.path.parent().unwrap_or(Path::new("/"));
        std::fs::create_dir_all(parent).map_err(Error::file("make", parent))?;
        let made = new_folder(parent, "making-")?;
        copy(&folder.data(), &made.path().join("data"))?;
        let (from, to) = (folder.path().join("password"), made.path().join("password"));
        std::fs::copy(&from, to).map_err(Error::file("copy", from))?;
        // Where another process was faster, theirs stays.
        let _ = std::fs::rename(made.path(), &self.path);
        Ok(())
    }

    /// Whether nobody else can have put it there, or read its password.
    fn is_ours(&self) -> bool {
        let Ok(found) = std::fs::symlink_metadata(&self.path) else { return false };
        let is_closed = found.permissions().mode() & 0o077 == 0;
        found.is_dir() && is_closed && found.uid() == rustix::process::geteuid().as_raw()
    }
}

#[expect(clippy::disallowed_methods, reason = "where a cache belongs is said by the environment")]
fn cache() -> PathBuf {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let parent = set("XDG_CACHE_HOME").or_else(|| set("HOME").map(|home| home.join(".cache")));
    let is_usable = |parent: &PathBuf| std::fs::create_dir_all(parent).is_ok();
    let user = rustix::process::geteuid().as_raw();
    parent
        .filter(is_usable)
        .unwrap_or_else(|| std::env::temp_dir().join(format!("cowrite-{user}")))
        .join("cowrite-postgres-server")
}

/// Returns 32 random hexadecimal digits.
pub(crate) fn random_hex() -> Result<String, Error> {
    let mut bytes = [0_u8; 16];
    #[expect(clippy::disallowed_methods, reason = "passwords and names of test databases, in no rule of the library")]
    let filled = getrandom::fill(&mut bytes);
    filled.map_err(|error| Error::System {
        what: "no random bytes".to_owned(),
        source: std::io::Error::other(error.to_string()),
    })?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
