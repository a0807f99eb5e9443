use crate::Error;

/// A URL of a server in three parts: up to the host, the host, and what follows the path.
fn parts(url: &str) -> Result<(&str, &str, &str), Error> {
    let (scheme, rest) = url.split_once("://").ok_or(Error::NotAUrl)?;
    let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
    let authority = place.split('/').next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    let before = scheme.len() + "://".len() + authority.len() - host.len();
    Ok((url.get(..before).ok_or(Error::NotAUrl)?, host, query))
}

fn joined(before: &str, host: &str, database: &str, query: &str) -> String {
    let mark = if query.is_empty() { "" } else { "?" };
    format!("{before}{host}/{database}{mark}{query}")
}

/// Returns a URL with another database.
///
/// # Errors
/// Where it is no URL.
pub fn with_database(url: &str, database: &str) -> Result<String, Error> {
    let (before, host, query) = parts(url)?;
    Ok(joined(before, host, database, query))
}

/// Returns a URL with other hosts: one `host:port`, or several with commas between, as of a proxy or of all nodes.
///
/// # Errors
/// Where it is no URL.
pub fn through(url: &str, hosts: &str) -> Result<String, Error> {
    let (before, host, query) = parts(url)?;
    let rest = url.get(before.len() + host.len()..).unwrap_or_default();
    let database = rest.split('?').next().unwrap_or_default().trim_start_matches('/');
    Ok(joined(before, hosts, database, query))
}

/// Returns the host and port of a URL.
pub(crate) fn host(url: &str) -> Result<&str, Error> {
    parts(url).map(|(_, host, _)| host)
}

#[test]
fn databases_and_hosts_are_exchanged() {
    let url = "postgres://me:pa%40ss@127.0.0.1:5432/postgres?sslmode=require";
    assert_eq!(with_database(url, "a").unwrap(), "postgres://me:pa%40ss@127.0.0.1:5432/a?sslmode=require");
    assert_eq!(through(url, "h:1,h:2").unwrap(), "postgres://me:pa%40ss@h:1,h:2/postgres?sslmode=require");
    assert_eq!(with_database("postgres://localhost", "a").unwrap(), "postgres://localhost/a");
    assert_eq!(through("postgresql://u@h/d", "p:9").unwrap(), "postgresql://u@p:9/d");
    assert_eq!(host(url).unwrap(), "127.0.0.1:5432");
    assert!(with_database("host=localhost", "a").is_err());
}
