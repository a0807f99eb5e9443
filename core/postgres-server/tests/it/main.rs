//! Servers start, stop, are killed, follow each other and end with who started them; the proxy cuts where it is told to.

#[cfg(test)]
mod command;
#[cfg(test)]
mod help;
#[cfg(test)]
mod proxy;
#[cfg(test)]
mod replication;
#[cfg(test)]
mod server;
#[cfg(test)]
mod tls;
