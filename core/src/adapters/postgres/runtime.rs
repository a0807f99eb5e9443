//! The store's own runtime: one thread, on which all talk with the server happens, whatever polls the callers.

use core::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc as blocking;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

use crate::ports::BoxFuture;
use crate::ports::store::StoreError;

type Job = BoxFuture<'static, ()>;

/// A thread with a runtime, which runs what it is given to its end, whether anybody waits for it or not.
#[derive(Debug)]
pub(super) struct Runtime {
    jobs: Mutex<Option<UnboundedSender<Job>>>,
    thread: Mutex<Option<JoinHandle<()>>>,
    closed: AtomicBool,
}

impl Runtime {
    /// Starts the thread.
    pub(super) fn start() -> Result<Self, StoreError> {
        let (jobs, mut queue) = unbounded_channel::<Job>();
        let (started, outcome) = blocking::channel();
        let body = move || {
            let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
                Ok(runtime) => runtime,
                Err(error) => return drop(started.send(Err(error))),
            };
            drop(started.send(Ok(())));
            runtime.block_on(async move {
                // Each job holds one end of this, so that the other end hears when the last is done.
                let (working, mut done) = unbounded_channel::<()>();
                while let Some(job) = queue.recv().await {
                    let working = working.clone();
                    drop(tokio::spawn(async move {
                        job.await;
                        drop(working);
                    }));
                }
                drop(working);
                let _ = done.recv().await;
            });
            // A name that is still being looked up would hold up whoever closes the store.
            runtime.shutdown_background();
        };
        let thread = thread::Builder::new().name("cowrite-postgres".to_owned()).spawn(body).map_err(unstartable)?;
        match outcome.recv() {
            Ok(Ok(())) => {}
            Ok(Err(error)) => return Err(unstartable(error)),
            Err(_) => return Err(thread_died()),
        }
        let (jobs, thread) = (Mutex::new(Some(jobs)), Mutex::new(Some(thread)));
        Ok(Self { jobs, thread, closed: AtomicBool::new(false) })
    }

    /// Has a job done.
    pub(super) fn run(&self, job: Job) -> Result<(), StoreError> {
        let jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        let sender = jobs.as_ref().ok_or(StoreError::Closed)?;
        sender.send(job).map_err(|_| thread_died())
    }

    pub(super) fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Acquire)
    }

    /// Takes no more jobs, lets those under way end, and ends the thread.
    pub(super) fn close(&self) {
        self.closed.store(true, Ordering::Release);
        drop(self.jobs.lock().unwrap_or_else(PoisonError::into_inner).take());
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        // What closes the store may be what the thread itself has woken, which cannot wait for its own end.
        if let Some(thread) = thread.filter(|thread| thread.thread().id() != thread::current().id()) {
            drop(thread.join());
        }
    }
}

fn unstartable(error: std::io::Error) -> StoreError {
    let message = "no thread with a runtime can be started".to_owned();
    StoreError::Unavailable { message, source: Some(Arc::new(error)) }
}

pub(super) fn thread_died() -> StoreError {
    let message = "the store's thread has died; what was under way may or may not have taken hold".to_owned();
    StoreError::Unknown { message, source: None }
}
