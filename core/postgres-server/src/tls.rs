use std::path::{Path, PathBuf};

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, KeyUsagePurpose};

use crate::Error;
use crate::folder::Folder;

/// An authority of this test's own, and the certificate that it gave a server for `localhost` and `127.0.0.1`.
#[derive(Debug)]
pub(crate) struct Certificates {
    authority: String,
    server: String,
    key: String,
}

impl Certificates {
    pub(crate) fn by(authority: &str) -> Result<Self, Error> {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::DigitalSignature];
        params.distinguished_name.push(DnType::CommonName, authority);
        let key = KeyPair::generate()?;
        let authority = params.self_signed(&key)?.pem();
        let issuer = Issuer::new(params, key);
        let key = KeyPair::generate()?;
        let mut params = CertificateParams::new(["localhost".to_owned(), "127.0.0.1".to_owned()])?;
        params.distinguished_name.push(DnType::CommonName, "localhost");
        let server = params.signed_by(&key, &issuer)?.pem();
        Ok(Self { authority, server, key: key.serialize_pem() })
    }

    /// Writes them where the server finds them, and returns where the authority's is.
    pub(crate) fn write(&self, folder: &Folder) -> Result<PathBuf, Error> {
        folder.write("server.crt", &self.server)?;
        folder.write("server.key", &self.key)?;
        folder.write("authority.crt", &self.authority)
    }
}

/// Writes the certificate of an authority that no server knows.
pub(crate) fn write_stranger(folder: &Folder) -> Result<PathBuf, Error> {
    folder.write("stranger.crt", &Certificates::by("Nobody's Authority")?.authority)
}

/// The settings that go with certificates in a folder.
pub(crate) fn settings(folder: &Path) -> [(&'static str, String); 3] {
    let at = |name: &str| folder.join(name).display().to_string();
    [("ssl", "on".to_owned()), ("ssl_cert_file", at("server.crt")), ("ssl_key_file", at("server.key"))]
}
