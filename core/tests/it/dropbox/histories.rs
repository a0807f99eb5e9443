//! Random histories of access, with Dropbox as the file store.
