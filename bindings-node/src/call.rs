//! Calling the core: what is ready is answered at once, everything else goes on away from the event loop.

use std::any::Any;
use std::cell::RefCell;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::Pin;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};

use cowrite::ports::files::FilesError;
use cowrite::{Cost, Error, Paging, Timestamp};
use futures_executor::{ThreadPool, ThreadPoolBuilder};
use futures_util::future::abortable;

use crate::bridge::{Bridge, Message};
use crate::content::Reading;
use crate::error::{refused, surprised};
use crate::handle::{Face, Handle};
use crate::shape::{Field, Shape};
use crate::shown::Shown;

thread_local! {
    /// The call that this thread is at.
    static CALL: RefCell<Option<Arc<Call>>> = const { RefCell::new(None) };
}

/// One call of the core's, from its beginning to what the caller is told.
#[derive(Debug)]
pub(crate) struct Call {
    /// The number by which the JavaScript half knows it.
    pub(crate) number: i64,
    /// The way to it.
    pub(crate) bridge: Arc<Bridge>,
    /// The instant that the host's own clock gave for it.
    instant: Option<Timestamp>,
    /// Why the library's own file store failed.
    cause: Mutex<Option<FilesError>>,
}

impl Call {
    /// Returns the call that this thread is at.
    pub(crate) fn current() -> Option<Arc<Self>> {
        CALL.with_borrow(Clone::clone)
    }

    /// Does a part of the call on this thread.
    fn within<T>(self: &Arc<Self>, part: impl FnOnce() -> T) -> T {
        let before = CALL.replace(Some(Arc::clone(self)));
        let done = part();
        CALL.set(before);
        done
    }

    /// Does something of the core's that is no call of its own, as of an instant.
    pub(crate) fn at<T: Send + Clone + 'static, R>(
        face: &Face<T>,
        instant: Option<i64>,
        part: impl FnOnce() -> R,
    ) -> R {
        face.told(instant);
        Self::new(face, 0, instant).within(part)
    }

    fn new<T: Send + Clone + 'static>(face: &Face<T>, number: i64, instant: Option<i64>) -> Arc<Self> {
        let bridge = Arc::clone(&face.bridge);
        Arc::new(Self { number, bridge, instant: instant.and_then(Timestamp::from_millis), cause: Mutex::default() })
    }

    /// Keeps why the library's own file store failed.
    pub(crate) fn blame(&self, error: FilesError) {
        *self.cause.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
    }

    fn told(&self, done: Result<Done, Error>) -> (String, Option<Done>) {
        match done {
            Ok(Done::Text(text)) => (text, None),
            Ok(done) => (String::new(), Some(done)),
            Err(error) => {
                let cause = self.cause.lock().unwrap_or_else(PoisonError::into_inner).take();
                (refused(&error, cause.filter(|_| error == Error::SourceUnavailable).as_ref()), None)
            }
        }
    }
}

/// Returns the instant of the call that this thread is at.
pub(crate) fn now() -> Option<Timestamp> {
    CALL.with_borrow(|call| call.as_ref().and_then(|call| call.instant))
}

/// What came of a call.
#[derive(Debug)]
pub(crate) enum Done {
    /// A value, as JSON.
    Text(String),
    /// A workspace, or its access index.
    Handle(Handle),
    /// A file that is being read.
    Redeemed(Box<cowrite::Redeemed>),
    /// Bytes.
    Bytes(Vec<u8>),
}

/// What operations answer.
pub(crate) trait Answer {
    /// What it looks like.
    fn shape() -> Shape;

    /// Tells it.
    fn done(self) -> Done;
}

impl<T: Shown> Answer for T {
    fn shape() -> Shape {
        <T as Shown>::shape()
    }

    fn done(self) -> Done {
        let mut text = String::new();
        self.write(&mut text);
        Done::Text(text)
    }
}

impl Answer for cowrite::Redeemed {
    fn shape() -> Shape {
        Shape::Redeemed
    }

    fn done(self) -> Done {
        Done::Redeemed(Box::new(self))
    }
}

/// A call on its way.
pub(crate) type Pending = Pin<Box<dyn Future<Output = Result<Done, Error>> + Send>>;

/// How a call is made.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Manner {
    /// The number by which the JavaScript half knows it.
    pub(crate) number: i64,
    /// The instant that the host's own clock gave for it, in milliseconds.
    pub(crate) instant: Option<i64>,
    /// Whether it may be given up.
    pub(crate) is_abortable: bool,
    /// Whether it is of a kind that may be answered on the event loop.
    pub(crate) is_inline: bool,
}

/// A call that goes on wherever it is polled; what is wrong within stays within.
struct Task {
    pending: Pending,
    call: Arc<Call>,
}

impl Task {
    fn step(&mut self, context: &mut Context<'_>) -> Poll<Result<Done, String>> {
        let pending = &mut self.pending;
        let polled = self.call.within(|| catch_unwind(AssertUnwindSafe(|| pending.as_mut().poll(context))));
        match polled {
            Ok(Poll::Pending) => Poll::Pending,
            Ok(Poll::Ready(done)) => Poll::Ready(match self.call.told(done) {
                (_, Some(done)) => Ok(done),
                (text, None) => Ok(Done::Text(text)),
            }),
            Err(panic) => Poll::Ready(Err(surprised(&message(panic.as_ref())))),
        }
    }
}

impl Future for Task {
    type Output = Result<Done, String>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.step(context)
    }
}

/// What a panic says.
fn message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default()
}

/// The threads on which everything goes on that is not ready at once.
fn pool() -> Option<&'static ThreadPool> {
    static POOL: LazyLock<Option<ThreadPool>> = LazyLock::new(|| {
        let threads = std::thread::available_parallelism().map_or(2, |threads| threads.get().clamp(2, 8));
        ThreadPoolBuilder::new().pool_size(threads).name_prefix("cowrite-").create().ok()
    });
    POOL.as_ref()
}

/// Drops something away from the event loop.
pub(crate) fn aside_drop<T: Send + 'static>(value: T) {
    match pool() {
        // A panic would end the thread, on which others wait.
        Some(pool) => pool.spawn_ok(async move { drop(catch_unwind(AssertUnwindSafe(|| drop(value)))) }),
        None => drop(value),
    }
}

/// Does something long on a thread of its own, so that no call waits for it; what is wrong within is told as of any call.
pub(crate) async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    let (give, given) = futures_channel::oneshot::channel();
    let call = Call::current();
    let spawned = std::thread::Builder::new().name("cowrite-aside".to_owned()).spawn(move || {
        let done = catch_unwind(AssertUnwindSafe(|| match call {
            Some(call) => call.within(work),
            None => work(),
        }));
        // Nobody waits any more: what was made ends here.
        drop(give.send(done));
    });
    if spawned.is_err() {
        return Err(Error::SourceUnavailable);
    }
    match given.await {
        Ok(Ok(done)) => done,
        Ok(Err(panic)) => resume_unwind(panic),
        Err(_) => Err(Error::Closed),
    }
}

/// Makes a call: answers at once where it is ready, else tells the bridge once it is.
pub(crate) fn run<T: Send + Clone + 'static>(face: &Face<T>, manner: Manner, pending: Pending) -> Option<String> {
    let Manner { number, instant, is_abortable, is_inline } = manner;
    face.told(instant);
    let call = Call::new(face, number, instant);
    let mut task = Task { pending, call };
    if is_inline {
        match task.step(&mut Context::from_waker(Waker::noop())) {
            Poll::Pending => {}
            Poll::Ready(Ok(Done::Text(text)) | Err(text)) => return Some(text),
            Poll::Ready(Ok(other)) => {
                face.bridge.tell(told(face, number, Ok(other)));
                return None;
            }
        }
    }
    let Some(pool) = pool() else { return Some(refused(&Error::SourceUnavailable, None)) };
    let back = face.beside(());
    if is_abortable {
        let (task, handle) = abortable(task);
        face.bridge.begun(number, handle);
        pool.spawn_ok(async move {
            let done = task.await;
            back.bridge.over(number);
            if let Ok(done) = done {
                let message = told(&back, number, done);
                back.bridge.tell(message);
            }
        });
    } else {
        pool.spawn_ok(async move {
            let done = task.await;
            let message = told(&back, number, done);
            back.bridge.tell(message);
        });
    }
    None
}

fn told<T: Send + Clone + 'static>(face: &Face<T>, number: i64, done: Result<Done, String>) -> Message {
    match done {
        Ok(Done::Text(text)) | Err(text) => Message::Done(number, text, None),
        Ok(Done::Handle(handle)) => Message::Done(number, String::new(), Some(handle)),
        Ok(Done::Bytes(bytes)) => Message::Bytes(number, bytes),
        Ok(Done::Redeemed(redeemed)) => match Reading::of(*redeemed) {
            Ok((facts, reading)) => {
                let reading = reading.map(|reading| Handle::Reading(face.beside(Arc::new(reading))));
                Message::Done(number, facts, reading)
            }
            Err(error) => Message::Done(number, refused(&error, None), None),
        },
    }
}

/// How many entries a page has where nothing is said.
const LIMIT: u32 = 50;

/// Which page of a listing is wanted.
pub(crate) fn paging(cursor: Option<String>, limit: Option<u32>) -> Paging {
    let first = Paging::first(limit.unwrap_or(LIMIT));
    match cursor {
        Some(cursor) => first.after(cursor),
        None => first,
    }
}

/// An operation on a face.
#[derive(Debug)]
pub(crate) struct Operation<C> {
    pub(crate) name: &'static str,
    pub(crate) docs: Vec<&'static str>,
    pub(crate) arguments: Vec<Field>,
    pub(crate) result: Shape,
    /// Begins a call with arguments that are JSON.
    pub(crate) begin: fn(C, &str) -> Result<Pending, serde_json::Error>,
}

impl<C> Operation<C> {
    /// Whether a call may be answered on the event loop: it only reads, and only a few rows or what is in memory.
    pub(crate) fn is_inline(&self, face: cowrite::Face) -> bool {
        if face == cowrite::Face::Index {
            return true;
        }
        let mut known = cowrite::OPERATIONS.iter();
        known.any(|of| of.face == face && of.name == self.name && !of.changes && of.cost == Cost::Point)
    }
}

/// Declares operations of a face once.
///
/// An operation is its documentation, its name, the object it is about, after `;` what else it is given, what the core returns, and the core's
/// call, in which each argument has been read and stands under its own name. What has a default may be left out.
macro_rules! operations {
    ($face:ident on $Core:ty; $($(#[doc = $doc:literal])* $name:ident $arguments:tt -> $Result:ty = |$core:ident| $call:expr;)*) => {
        /// The operations of this room on that face.
        pub(crate) fn $face() -> Vec<$crate::call::Operation<$Core>> {
            vec![$($crate::call::operation! { $Core, [$($doc),*] $name $arguments $Result, $core, $call }),*]
        }
    };
}
pub(crate) use operations;

/// Whether an argument with a default may be left out, and one without must be there.
macro_rules! may_be_left_out {
    () => {
        false
    };
    ($default:tt) => {
        true
    };
}
pub(crate) use may_be_left_out;

macro_rules! operation {
    ($Core:ty, $docs:tt $name:ident ($($object:ident: $Object:ty),*) $($rest:tt)*) => {
        $crate::call::operation! { @ $Core, $docs $name ($($object: $Object [],)*) $($rest)* }
    };
    ($Core:ty, $docs:tt $name:ident
     ($($object:ident: $Object:ty),*; $($argument:ident: $Argument:ty $(= $default:tt)?),+) $($rest:tt)*) => {
        $crate::call::operation! {
            @ $Core, $docs $name ($($object: $Object [],)* $($argument: $Argument [$($default)?],)+) $($rest)*
        }
    };
    (@ $Core:ty, [$($doc:literal),*] $name:ident ($($argument:ident: $Argument:ty [$($default:tt)?],)*) $Result:ty, $core:ident, $call:expr) => {
        $crate::call::Operation::<$Core> {
            name: stringify!($name),
            docs: vec![$($doc),*],
            arguments: vec![$($crate::shape::Field {
                name: stringify!($argument),
                docs: Vec::new(),
                shape: <$Argument as $crate::argument::Argument>::shape(),
                optional: $crate::call::may_be_left_out!($($default)?),
            }),*],
            result: <$Result as $crate::call::Answer>::shape(),
            begin: |core, given| {
                let ($($argument,)*): ($($Argument,)*) = serde_json::from_str(given)?;
                Ok(Box::pin(async move {
                    let $core = &core;
                    let _ = $core;
                    $(let $argument = $crate::argument::Argument::value($argument, stringify!($argument))?;)*
                    let done: $Result = $call.await?;
                    Ok($crate::call::Answer::done(done))
                }))
            },
        }
    };
}
pub(crate) use operation;

/// The number of the call that this thread is at; 0 where it is at none.
pub(crate) fn number() -> i64 {
    Call::current().map_or(0, |call| call.number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_aside_goes_on_in_who_waits() {
        let waits = || pollster::block_on(aside(|| -> Result<(), Error> { resume_unwind(Box::new("a fault")) }));
        let said = catch_unwind(waits).err().map(|panic| message(panic.as_ref()));
        assert_eq!(said.as_deref(), Some("a fault"));
    }

    #[test]
    fn a_panic_in_a_drop_ends_no_thread_of_the_pool() {
        struct Faulty;
        impl Drop for Faulty {
            fn drop(&mut self) {
                resume_unwind(Box::new("a fault"));
            }
        }
        for _ in 0..64 {
            aside_drop(Faulty);
        }
        let (give, given) = futures_channel::oneshot::channel();
        aside_drop(GivesWhenDropped(Some(give)));
        assert_eq!(pollster::block_on(given), Ok(()));
    }

    struct GivesWhenDropped(Option<futures_channel::oneshot::Sender<()>>);

    impl Drop for GivesWhenDropped {
        fn drop(&mut self) {
            let give = self.0.take();
            assert!(give.is_some_and(|give| give.send(()).is_ok()));
        }
    }
}
