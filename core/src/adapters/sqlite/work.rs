//! The few threads on which long reads run, so that no caller's event loop waits for them.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use super::{locked, spawn};
use crate::ports::store::StoreError;

/// How many long reads run at once; others queue.
const WORKERS: usize = 2;

type Task = Box<dyn FnOnce() + Send>;

/// A queue of long reads and the threads that take from it, which are started when first needed.
#[derive(Debug)]
pub(super) struct Workers {
    queue: Mutex<Queue>,
}

#[derive(Debug)]
enum Queue {
    Idle,
    Running(Sender<Task>),
    Closed,
}

impl Workers {
    pub(super) const fn new() -> Self {
        Self { queue: Mutex::new(Queue::Idle) }
    }

    /// Queues a task; the threads that this starts go into `threads`.
    pub(super) fn run(&self, task: Task, threads: &Mutex<Vec<JoinHandle<()>>>) -> Result<(), StoreError> {
        let mut queue = locked(&self.queue);
        if matches!(*queue, Queue::Idle) {
            let (sender, receiver) = channel();
            let receiver = Arc::new(Mutex::new(receiver));
            for _ in 0..WORKERS {
                let receiver = Arc::clone(&receiver);
                let thread = spawn("cowrite-sqlite-work", move || work(&receiver))?;
                locked(threads).push(thread);
            }
            *queue = Queue::Running(sender);
        }
        match &*queue {
            Queue::Running(sender) => sender.send(task).map_err(|_| super::thread_died()),
            Queue::Idle | Queue::Closed => Err(StoreError::Closed),
        }
    }

    /// Takes no more tasks; the threads end when they have done what is queued.
    pub(super) fn close(&self) {
        *locked(&self.queue) = Queue::Closed;
    }
}

fn work(tasks: &Mutex<Receiver<Task>>) {
    loop {
        // The lock is held while waiting, and let go before the task runs: the other thread waits next.
        let task = locked(tasks).recv();
        match task {
            Ok(task) => task(),
            Err(_) => return,
        }
    }
}
