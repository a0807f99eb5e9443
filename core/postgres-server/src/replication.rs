use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt as _;

use crate::folder::{Folder, run};
use crate::server::Own;
use crate::template::SUPERUSER;
use crate::wait::{LONG, until};
use crate::{Error, Options, Server};

/// How a former primary has become a standby again.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "there is no third way")]
pub enum Rejoined {
    /// Its data have been wound back to where the timelines part.
    Rewound,
    /// They have been copied anew, since they could not be wound back.
    Copied {
        /// What pg_rewind says.
        because: String,
    },
}

impl Server {
    /// Starts a copy of a primary that follows it; its name, from the options, is that of its slot on the primary.
    ///
    /// # Errors
    /// Where the primary is not ours, or the copy cannot be made.
    pub fn standby_of(primary: &Self, options: Options) -> Result<Self, Error> {
        let of = primary.own("copy")?;
        let name = options.name.clone().unwrap_or_else(|| "standby".to_owned());
        let folder = Folder::new(&options.parent())?;
        make_slot(primary, &name)?;
        copy(of, &folder, &name)?;
        let following = BTreeMap::from(following(of, &name));
        Self::launch(folder, options, of.installation.clone(), of.password.clone(), following)
    }

    /// Makes a standby the primary.
    ///
    /// # Errors
    /// Where it does not answer, or is none.
    pub fn promote(&self) -> Result<(), Error> {
        self.query("postgres", &format!("SELECT pg_promote(true, {})", LONG.as_secs()))?;
        until("promotion", LONG, || {
            let answer = self.query("postgres", "SELECT pg_is_in_recovery()")?;
            Ok((answer == [["f"]]).then_some(()))
        })
    }

    /// Returns how far a standby has received what the primary wrote, in bytes since the beginning.
    ///
    /// # Errors
    /// Where it does not answer.
    pub fn received(&self) -> Result<u64, Error> {
        let ask = "SELECT pg_wal_lsn_diff(coalesce(pg_last_wal_receive_lsn(), '0/0'), '0/0')::bigint";
        let answer = self.query("postgres", ask)?;
        Ok(answer.first().and_then(|row| row.first()).and_then(|text| text.parse().ok()).unwrap_or_default())
    }

    /// Lets a running standby follow another primary.
    ///
    /// # Errors
    /// Where one of them is not ours, or does not answer.
    pub fn follow(&self, primary: &Self) -> Result<(), Error> {
        let (own, of) = (self.own("configure")?, primary.own("follow")?);
        let name = own.name();
        make_slot(primary, &name)?;
        for (setting, value) in following(of, &name) {
            self.set(&setting, &value)?;
        }
        Ok(())
    }

    /// Lets a former primary, stopped or killed, come back as a standby of the one that was promoted in its place.
    ///
    /// # Errors
    /// Where one of them is not ours, or neither way succeeds.
    pub fn rejoin(&self, primary: &Self) -> Result<Rejoined, Error> {
        let (own, of) = (self.own("configure")?, primary.own("follow")?);
        let name = own.name();
        make_slot(primary, &name)?;
        // Until its timeline has reached its disk, pg_rewind takes it for the old one and finds nothing to do.
        primary.query("postgres", "CHECKPOINT")?;
        let mut rewind = own.folder.command(&own.installation.program("pg_rewind"));
        rewind.env("PGPASSWORD", &of.password).arg("--target-pgdata").arg(own.folder.data()).args([
            "--source-server",
            &format!("host=127.0.0.1 port={} user={SUPERUSER} dbname=postgres", of.port),
            "--no-sync",
        ]);
        let rejoined = match run(rewind) {
            Ok(()) => {
                stand_by(&own.folder)?;
                Rejoined::Rewound
            }
            Err(error) => {
                own.folder.remove_data()?;
                copy(of, &own.folder, &name)?;
                Rejoined::Copied { because: error.to_string() }
            }
        };
        own.settings().extend(following(of, &name));
        own.run()?;
        Ok(rejoined)
    }
}

impl Own {
    fn name(&self) -> String {
        self.options.name.clone().unwrap_or_else(|| "standby".to_owned())
    }
}

/// What a standby is told of its primary.
fn following(primary: &Own, name: &str) -> [(String, String); 2] {
    let (port, password) = (primary.port, &primary.password);
    let place = format!("host=127.0.0.1 port={port} user={SUPERUSER} password={password} application_name={name}");
    [("primary_conninfo".to_owned(), place), ("primary_slot_name".to_owned(), name.to_owned())]
}

fn make_slot(primary: &Server, name: &str) -> Result<(), Error> {
    let make = format!(
        "SELECT pg_create_physical_replication_slot('{name}') \
         WHERE NOT EXISTS (SELECT FROM pg_replication_slots WHERE slot_name = '{name}')"
    );
    primary.query("postgres", &make).map(drop)
}

/// Copies a running primary's data.
fn copy(primary: &Own, folder: &Folder, name: &str) -> Result<(), Error> {
    let mut copy = folder.command(&primary.installation.program("pg_basebackup"));
    copy.env("PGPASSWORD", &primary.password).arg("--pgdata").arg(folder.data());
    copy.args(["--host", "127.0.0.1", "--port", &primary.port.to_string(), "--username", SUPERUSER]);
    copy.args(["--checkpoint", "fast", "--wal-method", "stream", "--slot", name, "--no-sync"]);
    run(copy)?;
    let closed = std::fs::set_permissions(folder.data(), std::fs::Permissions::from_mode(0o700));
    closed.map_err(Error::file("close", folder.data()))?;
    stand_by(folder)
}

/// Lets the next start be that of a standby.
fn stand_by(folder: &Folder) -> Result<(), Error> {
    let signal = folder.data().join("standby.signal");
    std::fs::write(&signal, "").map_err(Error::file("write", &signal))?;
    folder.give(&signal)
}
