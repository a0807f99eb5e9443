//! The way to the JavaScript half: what is done is told there, and code of the host's is asked there.

use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use cowrite::ports::files::FilesError;
use futures_channel::oneshot::{Receiver, Sender, channel};
use futures_util::future::AbortHandle;
use napi::bindgen_prelude::{External, FnArgs, Function, Uint8Array};
use napi::threadsafe_function::{
    ThreadsafeCallContext, ThreadsafeFunction, ThreadsafeFunctionCallMode, UnknownReturnValue,
};
use napi::{Result, Status};

use crate::handle::Handle;
use crate::host::HostBytes;

/// What the JavaScript half is told: which of these, about what, in words, with a handle, with bytes.
type Told = FnArgs<(u32, i64, String, Option<External<Handle>>, Option<Uint8Array>)>;

/// The function of the JavaScript half that is told everything.
pub(crate) type Listener<'a> = Function<'a, Told, UnknownReturnValue>;

/// What is told to the JavaScript half.
#[derive(Debug)]
pub(crate) enum Message {
    /// A call is done: what came of it.
    Done(i64, String, Option<Handle>),
    /// A read is done: the bytes.
    Bytes(i64, Vec<u8>),
    /// A method of a file store is to be called, and the answer given under this number.
    Ask(i64, String, Option<Handle>),
    /// The next piece of some content is to be given under this number.
    Next(i64, i64),
    /// Nobody waits any more for what was asked under this number.
    GivenUp(i64),
    /// Some content that a file store opened is not needed any more.
    Close(i64),
    /// A file store is not needed any more.
    Forget(i64),
}

impl Message {
    fn told(self) -> Told {
        FnArgs::from(match self {
            Self::Done(call, text, handle) => (0, call, text, handle.map(External::new), None),
            Self::Bytes(call, bytes) => (1, call, String::new(), None, Some(bytes.into())),
            Self::Ask(number, text, handle) => (2, number, text, handle.map(External::new), None),
            Self::Next(number, content) => (3, number, content.to_string(), None, None),
            Self::GivenUp(number) => (4, number, String::new(), None, None),
            Self::Close(content) => (5, content, String::new(), None, None),
            Self::Forget(store) => (6, store, String::new(), None, None),
        })
    }
}

/// What the JavaScript half answers when it is asked.
#[derive(Debug)]
pub(crate) enum Answer {
    /// A value, as JSON.
    Value(String),
    /// What a file store has opened, as JSON, and the content, which is closed where nobody takes it.
    Opened(String, HostBytes),
    /// A piece of content; none at its end.
    Piece(Option<Vec<u8>>),
    /// It failed.
    Failed(FilesError),
}

/// The way to one JavaScript environment: the main thread's, or a worker's.
pub(crate) struct Bridge {
    listener: ThreadsafeFunction<Message, UnknownReturnValue, Told, Status, false, true>,
    numbers: AtomicI64,
    /// None once the environment is at its end: nobody answers any more.
    asked: Mutex<Option<HashMap<i64, Sender<Answer>>>>,
    /// None then, either: nobody waits any more.
    running: Mutex<Option<HashMap<i64, AbortHandle>>>,
}

impl std::fmt::Debug for Bridge {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Bridge")
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Bridge {
    /// Begins to tell a function everything; it keeps no process alive.
    pub(crate) fn new(listener: &Listener<'_>) -> Result<Arc<Self>> {
        let listener = listener
            .build_threadsafe_function::<Message>()
            .weak::<true>()
            .build_callback(|context: ThreadsafeCallContext<Message>| Ok(context.value.told()))?;
        let (asked, running) = (Mutex::new(Some(HashMap::new())), Mutex::new(Some(HashMap::new())));
        Ok(Arc::new(Self { listener, numbers: AtomicI64::new(1), asked, running }))
    }

    /// Tells something, and returns whether it is on its way: where the environment is at its end, nobody listens any more.
    pub(crate) fn tell(&self, message: Message) -> bool {
        self.listener.call(message, ThreadsafeFunctionCallMode::NonBlocking) == Status::Ok
    }

    /// The environment is at its end: what was asked is not answered any more, and nobody waits for what is on its way.
    pub(crate) fn end(&self) {
        let asked = locked(&self.asked).take();
        let running = locked(&self.running).take();
        for handle in running.into_iter().flat_map(HashMap::into_values) {
            handle.abort();
        }
        // Last, so that what can be given up does not go on because of it.
        drop(asked);
    }

    /// Returns how many questions wait for an answer, and how many calls can be given up.
    pub(crate) fn held(&self) -> (usize, usize) {
        let asked = locked(&self.asked).as_ref().map_or(0, HashMap::len);
        (asked, locked(&self.running).as_ref().map_or(0, HashMap::len))
    }

    /// Asks something and waits for the answer; what is given up before is told so.
    pub(crate) async fn ask(self: &Arc<Self>, message: impl FnOnce(i64) -> Message) -> Answer {
        let number = self.numbers.fetch_add(1, Ordering::Relaxed);
        let (give, given): (_, Receiver<Answer>) = channel();
        match locked(&self.asked).as_mut() {
            Some(asked) => drop(asked.insert(number, give)),
            None => return Answer::Failed(FilesError::Transient),
        }
        let question = Question { bridge: self, number };
        if !self.tell(message(number)) {
            return Answer::Failed(FilesError::Transient);
        }
        let answer = given.await;
        drop(question);
        answer.unwrap_or(Answer::Failed(FilesError::Transient))
    }

    /// Takes the answer to what was asked.
    pub(crate) fn answer(&self, number: i64, answer: Answer) {
        let give = locked(&self.asked).as_mut().and_then(|asked| asked.remove(&number));
        // Nobody may wait any more: what was opened is closed as it is dropped.
        drop(give.map(|give| give.send(answer)));
    }

    /// Remembers how a call is given up.
    pub(crate) fn begun(&self, call: i64, handle: AbortHandle) {
        match locked(&self.running).as_mut() {
            Some(running) => drop(running.insert(call, handle)),
            None => handle.abort(),
        }
    }

    /// A call is over.
    pub(crate) fn over(&self, call: i64) {
        self.take(call);
    }

    fn take(&self, call: i64) -> Option<AbortHandle> {
        locked(&self.running).as_mut().and_then(|running| running.remove(&call))
    }

    /// Gives a call up.
    pub(crate) fn give_up(&self, call: i64) {
        if let Some(handle) = self.take(call) {
            handle.abort();
        }
    }
}

/// Something that was asked.
struct Question<'a> {
    bridge: &'a Bridge,
    number: i64,
}

impl Drop for Question<'_> {
    fn drop(&mut self) {
        let unanswered = locked(&self.bridge.asked).as_mut().and_then(|asked| asked.remove(&self.number));
        if unanswered.is_some() {
            self.bridge.tell(Message::GivenUp(self.number));
        }
    }
}
