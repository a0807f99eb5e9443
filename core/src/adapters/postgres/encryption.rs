//! Encrypting the way to the server, as far as the URL asks for it.

use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, Error as TlsError, RootCertStore, SignatureScheme,
};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::address::{Encryption, Mode};
use crate::error::Trouble;
use crate::ports::store::StoreError;

/// Makes what encrypts connections; where the URL asks for none it is never used.
pub(super) fn connector(encryption: &Encryption) -> Result<MakeRustlsConnect, StoreError> {
    let provider = Arc::new(ring::default_provider());
    let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(|error| no_tls("this build knows no TLS version", error))?;
    let trust = match (encryption.mode, &encryption.root) {
        // As `libpq`: who names a root certificate wants it to vouch for the server.
        (Mode::VerifyCa, _) | (Mode::Require, Some(_)) => Trust::AnyName,
        (Mode::VerifyFull, _) => Trust::ItsName,
        (Mode::Disable | Mode::Prefer | Mode::Require, _) => Trust::Anybody,
    };
    let verifier = Verifier { trust, roots: verifier(encryption, &provider)?, provider };
    let config = builder.dangerous().with_custom_certificate_verifier(Arc::new(verifier)).with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}

fn verifier(encryption: &Encryption, provider: &Arc<CryptoProvider>) -> Result<Arc<WebPkiServerVerifier>, StoreError> {
    let mut roots = RootCertStore::empty();
    match &encryption.root {
        None => roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned()),
        Some(path) => {
            let unreadable = "the file that `sslrootcert` names holds no certificate that can be read";
            let certificates = CertificateDer::pem_file_iter(path).map_err(|error| no_tls(unreadable, error))?;
            for certificate in certificates {
                let certificate = certificate.map_err(|error| no_tls(unreadable, error))?;
                roots.add(certificate).map_err(|error| no_tls(unreadable, error))?;
            }
        }
    }
    let built = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), Arc::clone(provider)).build();
    built.map_err(|error| no_tls("the file that `sslrootcert` names holds no certificate", error))
}

fn no_tls(what: &str, error: impl std::error::Error + Send + Sync + 'static) -> StoreError {
    StoreError::Refused { reason: Trouble::NoTls, message: what.to_owned(), source: Some(Arc::new(error)) }
}

/// Whose certificate will do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Trust {
    /// Anybody's: the way is encrypted, and nobody has proved who they are.
    Anybody,
    /// One that a root vouches for, in whatever name.
    AnyName,
    /// One that a root vouches for, in the server's name.
    ItsName,
}

#[derive(Debug)]
struct Verifier {
    trust: Trust,
    roots: Arc<WebPkiServerVerifier>,
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, TlsError> {
        if self.trust == Trust::Anybody {
            return Ok(ServerCertVerified::assertion());
        }
        match self.roots.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now) {
            // The chain is checked before the name, so a wrong name is all that is wrong.
            Err(TlsError::InvalidCertificate(
                CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
            )) if self.trust == Trust::AnyName => Ok(ServerCertVerified::assertion()),
            verified => verified,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, TlsError> {
        let algorithms = &self.provider.signature_verification_algorithms;
        rustls::crypto::verify_tls12_signature(message, certificate, signed, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, TlsError> {
        let algorithms = &self.provider.signature_verification_algorithms;
        rustls::crypto::verify_tls13_signature(message, certificate, signed, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
