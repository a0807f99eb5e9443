use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};

use argon2::password_hash::{PasswordHash as Phc, PasswordHasher as _, PasswordVerifier as _, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};

use super::oneshot::oneshot;
use crate::domain::share_link::PasswordHash;
use crate::error::{Error, Trouble};
use crate::ports::{BoxFuture, PasswordHasher};

/// How many passwords are hashed at once; others queue.
const WORKERS: usize = 2;

/// What a password is compared with where there is none: of the cost of those that are made here.
const NO_SALT: [u8; 16] = [0; 16];

type Task = Box<dyn FnOnce() + Send>;

/// Argon2id (RFC 9106), on two threads of its own, which are started when first needed and end with it.
///
/// # Example
///
/// ```
/// # pollster::block_on(async {
/// use cowrite::adapters::Argon2Hasher;
/// use cowrite::ports::PasswordHasher;
///
/// let hasher = Argon2Hasher::default();
/// let hash = hasher.hash("sesame".to_owned(), [7; 16]).await?;
/// assert!(hash.as_str().starts_with("$argon2id$"));
/// assert!(hasher.verify("sesame".to_owned(), Some(hash)).await?);
/// # Ok::<(), cowrite::Error>(()) }).unwrap();
/// ```
#[derive(Debug)]
pub struct Argon2Hasher {
    params: Params,
    queue: Mutex<Option<Sender<Task>>>,
}

impl Default for Argon2Hasher {
    /// Costs 19 MiB and two passes for each password: what RFC 9106's readers recommend for logins.
    fn default() -> Self {
        Self { params: Params::DEFAULT, queue: Mutex::new(None) }
    }
}

impl Argon2Hasher {
    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let (sender, answer) = oneshot();
        self.queue(Box::new(move || sender.send(work())))?;
        answer.await.map_err(|_| broken("a thread that hashes passwords has died"))?
    }

    fn queue(&self, task: Task) -> Result<(), Error> {
        let mut queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        if queue.is_none() {
            let (sender, receiver) = channel();
            let receiver = Arc::new(Mutex::new(receiver));
            for _ in 0..WORKERS {
                let receiver = Arc::clone(&receiver);
                let thread = std::thread::Builder::new().name("cowrite-passwords".to_owned());
                thread.spawn(move || work(&receiver)).map_err(|_| broken("no thread can be started"))?;
            }
            *queue = Some(sender);
        }
        let sent = queue.as_ref().map(|queue| queue.send(task));
        sent.and_then(Result::ok).ok_or(broken("the threads that hash passwords have died"))
    }
}

fn work(tasks: &Mutex<Receiver<Task>>) {
    loop {
        let task = tasks.lock().unwrap_or_else(PoisonError::into_inner).recv();
        match task {
            Ok(task) => task(),
            Err(_) => return,
        }
    }
}

fn broken(message: &str) -> Error {
    Error::Storage { reason: Trouble::Failed, message: message.to_owned(), retryable: true, source: None }
}

fn argon2(params: Params) -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

fn hashed(params: Params, password: &str, salt: &[u8; 16]) -> Result<PasswordHash, Error> {
    let salt = SaltString::encode_b64(salt).map_err(|_| broken("a salt cannot be written"))?;
    let hash = argon2(params).hash_password(password.as_bytes(), &salt);
    Ok(PasswordHash::new(hash.map_err(|_| broken("a password cannot be hashed"))?.to_string()))
}

impl PasswordHasher for Argon2Hasher {
    fn hash(&self, password: String, salt: [u8; 16]) -> BoxFuture<'_, Result<PasswordHash, Error>> {
        let params = self.params.clone();
        Box::pin(self.run(move || hashed(params, &password, &salt)))
    }

    fn verify(&self, password: String, hash: Option<PasswordHash>) -> BoxFuture<'_, Result<bool, Error>> {
        let params = self.params.clone();
        Box::pin(self.run(move || {
            let Some(hash) = hash else {
                return hashed(params, &password, &NO_SALT).map(|_| false);
            };
            // A hash says by itself at which cost it was made.
            let phc = Phc::new(hash.as_str()).map_err(|_| broken("a kept hash cannot be read"))?;
            Ok(argon2(params).verify_password(password.as_bytes(), &phc).is_ok())
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_password_itself_is_right() {
        let hasher = Argon2Hasher::default();
        let hash = |password: &str, salt| pollster::block_on(hasher.hash(password.to_owned(), salt)).unwrap();
        let is_right = |password: &str, hash| pollster::block_on(hasher.verify(password.to_owned(), hash)).unwrap();
        let kept = hash("sesame", [1; 16]);
        assert!(is_right("sesame", Some(kept.clone())));
        assert!(!is_right("Sesame", Some(kept.clone())));
        assert!(!is_right("", Some(kept.clone())));
        assert!(!is_right("sesame", None));
        assert_ne!(hash("sesame", [2; 16]), kept);
        assert!(kept.as_str().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{}", kept.as_str());
        assert!(!format!("{kept:?}").contains("argon2"));
    }

    #[test]
    fn a_kept_hash_that_is_none_is_said_so() {
        let read = Argon2Hasher::default();
        let read = pollster::block_on(read.verify("sesame".to_owned(), Some(PasswordHash::new("sesame"))));
        assert_eq!(read.unwrap_err().code(), "storage");
    }
}
