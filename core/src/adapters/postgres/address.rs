//! Reading the URL: where the database is, as whom, and how the way there is encrypted.

use std::path::PathBuf;

use tokio_postgres::Config;
use tokio_postgres::config::SslMode;

use crate::error::Trouble;
use crate::ports::store::StoreError;

/// What a URL says.
pub(super) struct Address {
    /// What the driver is told; it knows the password.
    pub(super) config: Config,
    pub(super) encryption: Encryption,
}

/// How the way to the server is encrypted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Encryption {
    pub(super) mode: Mode,
    /// A file of certificates to trust in place of the public ones.
    pub(super) root: Option<PathBuf>,
}

/// What `sslmode` says, in the words of `libpq`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// Not at all.
    Disable,
    /// Where the server can, whoever it is.
    Prefer,
    /// Always, whoever the server is, but one that a root certificate vouches for where one is named.
    Require,
    /// Always, with a server that a root certificate vouches for.
    VerifyCa,
    /// Always, with the server of that name that a root certificate vouches for.
    VerifyFull,
}

/// Reads a URL; no refusal repeats any of it.
pub(super) fn parse(url: &str) -> Result<Address, StoreError> {
    if !["postgres://", "postgresql://"].iter().any(|scheme| url.starts_with(scheme)) {
        return Err(bad("the address of a PostgreSQL store begins with `postgres://`"));
    }
    // A password may hold a question mark, and stands before the first `@`.
    let after_credentials = url.find('@').unwrap_or_default();
    let (base, query) = match url.get(after_credentials..).and_then(|rest| rest.split_once('?')) {
        Some((rest, query)) => (url.get(..after_credentials + rest.len()).unwrap_or(url), query),
        None => (url, ""),
    };
    let mut encryption = Encryption { mode: Mode::Prefer, root: None };
    let mut others = Vec::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        match pair.split_once('=') {
            Some(("sslmode", mode)) => encryption.mode = parse_mode(mode)?,
            Some(("sslrootcert", "system")) => encryption.root = None,
            Some(("sslrootcert", path)) => {
                let path = unescape(path).ok_or_else(|| bad("`sslrootcert` is not a path"))?;
                encryption.root = Some(PathBuf::from(path));
            }
            _ => others.push(pair),
        }
    }
    let url = if others.is_empty() { base.to_owned() } else { format!("{base}?{}", others.join("&")) };
    // The driver's own words might repeat a part of the URL.
    let mut config: Config =
        url.parse().map_err(|_| bad("the address is not a URL that PostgreSQL can be reached by"))?;
    if config.get_hosts().is_empty() && config.get_hostaddrs().is_empty() {
        return Err(bad("the address names no host"));
    }
    config.ssl_mode(match encryption.mode {
        Mode::Disable => SslMode::Disable,
        Mode::Prefer => SslMode::Prefer,
        Mode::Require | Mode::VerifyCa | Mode::VerifyFull => SslMode::Require,
    });
    if config.get_application_name().is_none() {
        config.application_name("cowrite");
    }
    Ok(Address { config, encryption })
}

fn parse_mode(mode: &str) -> Result<Mode, StoreError> {
    Ok(match mode {
        "disable" => Mode::Disable,
        "allow" | "prefer" => Mode::Prefer,
        "require" => Mode::Require,
        "verify-ca" => Mode::VerifyCa,
        "verify-full" => Mode::VerifyFull,
        _ => return Err(bad("`sslmode` is none of disable, prefer, require, verify-ca and verify-full")),
    })
}

/// Undoes the escapes of a URL.
fn unescape(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let mut digit = || char::from(rest.next()?).to_digit(16);
                u8::try_from(digit()? * 16 + digit()?).ok()?
            }
            byte => byte,
        });
    }
    String::from_utf8(bytes).ok()
}

fn bad(what: &str) -> StoreError {
    StoreError::Refused { reason: Trouble::BadAddress, message: what.to_owned(), source: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_url_says_of_encryption_is_taken_out_of_it() {
        let table = [
            ("postgres://a:b@localhost/x", Mode::Prefer, None),
            ("postgresql://localhost/x?sslmode=disable", Mode::Disable, None),
            (
                "postgres://a:b?c@localhost/x?sslmode=verify-full&sslrootcert=%2Fetc%2Fca.pem",
                Mode::VerifyFull,
                Some("/etc/ca.pem"),
            ),
            ("postgres://localhost/x?connect_timeout=3&sslmode=require", Mode::Require, None),
            ("postgres://one,two:5433/x?target_session_attrs=read-write&sslmode=verify-ca", Mode::VerifyCa, None),
        ];
        for (url, mode, root) in table {
            let address = parse(url).unwrap();
            assert_eq!(address.encryption, Encryption { mode, root: root.map(PathBuf::from) }, "{url}");
            assert_eq!(address.config.get_dbname(), Some("x"), "{url}");
        }
        assert_eq!(parse("postgres://a:b?c@localhost/x").unwrap().config.get_password(), Some(&b"b?c"[..]));
    }

    #[test]
    fn a_bad_url_is_refused_without_repeating_it() {
        for url in [
            "",
            "mysql://a:secret@localhost/x",
            "host=localhost password=secret",
            "postgres://a:secret@localhost:port/x",
            "postgres://a:secret@localhost/x?sslmode=secret",
            "postgres://a:secret@localhost/x?secret=secret",
            "postgres://a:secret@localhost/x?sslrootcert=%zzsecret",
            "postgres://",
        ] {
            let Err(StoreError::Refused { reason, message, source: None }) = parse(url).map(|_| ()) else {
                panic!("{url} was not refused as an address")
            };
            assert_eq!(reason, Trouble::BadAddress);
            assert!(!message.contains("secret") && !message.is_empty(), "{message}");
        }
    }
}
