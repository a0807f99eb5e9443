use crate::{Error, Server};

/// A database of one test, dropped with this value, whoever still is connected to it.
#[derive(Debug)]
pub struct Database<'a> {
    server: &'a Server,
    name: String,
    url: String,
}

impl<'a> Database<'a> {
    pub(crate) fn make(server: &'a Server) -> Result<Self, Error> {
        let name = format!("test_{}", crate::template::random_hex()?);
        server.query("postgres", &format!("CREATE DATABASE {name}"))?;
        let url = server.url(&name)?;
        Ok(Self { server, name, url })
    }

    /// Returns its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the URL that a superuser connects with.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Returns the same URL by way of a proxy, or of several hosts: see [`crate::through`].
    ///
    /// # Errors
    /// Where the server's URL is none.
    pub fn url_through(&self, hosts: &str) -> Result<String, Error> {
        crate::through(&self.url, hosts)
    }

    /// Runs statements in it, and returns their rows as text.
    ///
    /// # Errors
    /// As the server refuses.
    pub fn query(&self, statements: &str) -> Result<Vec<Vec<String>>, Error> {
        self.server.query(&self.name, statements)
    }
}

impl Drop for Database<'_> {
    fn drop(&mut self) {
        // A server that its test has stopped takes its databases with it.
        let _ = self.server.query("postgres", &format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name));
    }
}
