//! The few threads of a file store that wait, so that no caller's does.

use core::panic::AssertUnwindSafe;
use std::panic::catch_unwind;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use crate::ports::files::FilesError;

type Task = Box<dyn FnOnce() + Send>;

/// A queue of what is to be waited for, and the threads that take from it, which are started when first needed.
#[derive(Debug)]
pub(super) struct Workers {
    queue: Mutex<Queue>,
    name: &'static str,
    threads: usize,
    /// The process that has the threads: a fork of it has none, and would wait for ever.
    pid: u32,
}

#[derive(Debug)]
enum Queue {
    Idle,
    Running(Sender<Task>),
    Closed,
}

pub(super) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Workers {
    pub(super) fn new(name: &'static str, threads: usize) -> Self {
        Self { queue: Mutex::new(Queue::Idle), name, threads: threads.max(1), pid: std::process::id() }
    }

    pub(super) fn run(&self, task: Task) -> Result<(), FilesError> {
        if self.pid != std::process::id() {
            return Err(FilesError::Transient);
        }
        let mut queue = locked(&self.queue);
        if matches!(*queue, Queue::Idle) {
            *queue = Queue::Running(self.start()?);
        }
        match &*queue {
            Queue::Running(sender) => sender.send(task).map_err(|_| FilesError::Transient),
            // It says nothing of the account, which is connected as it was.
            Queue::Idle | Queue::Closed => Err(FilesError::Transient),
        }
    }

    fn start(&self) -> Result<Sender<Task>, FilesError> {
        let (sender, receiver) = channel();
        let receiver = Arc::new(Mutex::new(receiver));
        for _ in 0..self.threads {
            let receiver = Arc::clone(&receiver);
            let thread = thread::Builder::new().name(self.name.to_owned());
            thread.spawn(move || work(&receiver)).map_err(|_| FilesError::Transient)?;
        }
        Ok(sender)
    }

    /// Takes no more tasks; the threads end when they have done what is queued.
    pub(super) fn close(&self) {
        *locked(&self.queue) = Queue::Closed;
    }
}

fn work(tasks: &Mutex<Receiver<Task>>) {
    loop {
        // The lock is held while waiting, and let go before the task runs: another thread waits next.
        let task = locked(tasks).recv();
        match task {
            // Whoever waits for a task that panics is told so by the end of it that it drops.
            Ok(task) => drop(catch_unwind(AssertUnwindSafe(task))),
            Err(_) => return,
        }
    }
}
