use std::path::Path;

use tokio_postgres::{Config, NoTls, SimpleQueryMessage};

use crate::Error;
use crate::wait::LONG;

/// Asks a server on a connection of its own, from a thread of its own, so that it can be called from anywhere.
///
/// Returns the rows of all statements as text, with `NULL` as an empty one. A socket's folder goes before the host.
pub(crate) fn ask(url: &str, socket: Option<&Path>, statement: &str) -> Result<Vec<Vec<String>>, Error> {
    let first = statement.lines().next().unwrap_or_default().to_owned();
    let refused = |source| Error::Sql { statement: first.clone(), source };
    let mut config: Config = url.parse().map_err(refused)?;
    config.connect_timeout(LONG);
    if let Some(folder) = socket {
        config = at_socket(&config, folder);
    }
    std::thread::scope(|scope| {
        let asking = scope.spawn(|| {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            let runtime = runtime.map_err(Error::system("no runtime"))?;
            runtime.block_on(answer(&config, statement)).map_err(refused)
        });
        asking.join().map_err(|_| Error::Panicked("a connection"))?
    })
}

async fn answer(config: &Config, statement: &str) -> Result<Vec<Vec<String>>, tokio_postgres::Error> {
    let (client, connection) = config.connect(NoTls).await?;
    let running = tokio::spawn(connection);
    let answers = client.simple_query(statement).await;
    drop(client);
    let _ = running.await;
    let rows = answers?.into_iter().filter_map(|message| match message {
        SimpleQueryMessage::Row(row) => {
            Some((0..row.len()).map(|column| row.get(column).unwrap_or_default().to_owned()).collect())
        }
        _ => None,
    });
    Ok(rows.collect())
}

/// The same user and database, by the socket in a folder.
fn at_socket(config: &Config, folder: &Path) -> Config {
    let mut by_socket = Config::new();
    by_socket.host_path(folder).connect_timeout(LONG);
    if let Some(port) = config.get_ports().first() {
        by_socket.port(*port);
    }
    if let Some(user) = config.get_user() {
        by_socket.user(user);
    }
    if let Some(password) = config.get_password() {
        by_socket.password(password);
    }
    if let Some(database) = config.get_dbname() {
        by_socket.dbname(database);
    }
    by_socket
}
