//! What every program is measured by: the same questions, the same lists, and every answer compared.

use std::hint::black_box;

use cowrite_benches::access::{Floor, FloorLists, Question, World, questions};
use cowrite_benches::{Outcome, median, nanos_since, now};
use rustix::time::{ClockId, clock_gettime};
use serde::{Deserialize, Serialize};

use crate::memory::growth;

/// How many questions there are in all.
pub const QUESTIONS: usize = 20_000;
/// Of how many people all tracks are listed.
pub const LISTS: u32 = 20;

/// What one program has been measured at.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Measured {
    pub program: String,
    pub tracks: u32,
    /// From the world as small numbers to the first answer, in nanoseconds.
    pub load: u64,
    /// What is held in memory then, in bytes.
    pub memory: u64,
    /// A check, in hundredths of a nanosecond of processor time.
    pub check: Option<u64>,
    pub asked: usize,
    /// A list, in nanoseconds of processor time.
    pub list: Option<u64>,
    pub listed: usize,
    pub wrong: usize,
    /// What else there is to say.
    #[serde(default)]
    pub note: Option<String>,
}

/// What is asked, with the answers.
pub struct Task {
    pub world: World,
    pub questions: Vec<Question>,
    /// What each of some people can view, the newest first.
    pub lists: Vec<(u32, Vec<u32>)>,
}

impl Task {
    pub fn new(tracks: u32) -> Self {
        let world = World::new(tracks);
        let people = u32::try_from(world.people.len()).unwrap_or(u32::MAX);
        let questions = questions(&world, &Floor::new(&world), people, QUESTIONS);
        let floor = FloorLists::new(&world);
        let lists = (0..LISTS.min(people)).map(|person| (person, floor.list(person))).collect();
        Self { world, questions, lists }
    }

    pub fn tracks(&self) -> u32 {
        u32::try_from(self.world.tracks.len()).unwrap_or(u32::MAX)
    }
}

/// The processor time of this thread: others are at the machine too.
pub fn thread_nanos() -> u64 {
    let used = clock_gettime(ClockId::ThreadCPUTime);
    let [seconds, nanos] = [used.tv_sec, used.tv_nsec].map(|part| u64::try_from(part).unwrap_or_default());
    seconds.saturating_mul(1_000_000_000).saturating_add(nanos)
}

/// One program at work on a task.
pub struct Bench<'t> {
    task: &'t Task,
    pub measured: Measured,
}

impl<'t> Bench<'t> {
    /// Loads a program.
    pub fn load<T>(task: &'t Task, program: &str, load: impl FnOnce() -> Outcome<T>) -> Outcome<(Self, T)> {
        let begin = now();
        let (loaded, memory) = growth(load);
        let load = nanos_since(begin);
        let measured = Measured {
            program: program.to_owned(),
            tracks: task.tracks(),
            load,
            memory,
            check: None,
            asked: 0,
            list: None,
            listed: 0,
            wrong: 0,
            note: None,
        };
        Ok((Self { task, measured }, loaded?))
    }

    /// Asks the first `many` questions, compares each answer, then asks them all again so many times.
    pub fn check(&mut self, many: usize, rounds: usize, mut may: impl FnMut(u32, u32) -> bool) {
        let asked = self.task.questions.get(..many).unwrap_or(&self.task.questions);
        self.measured.wrong += asked.iter().filter(|ask| may(ask.person, ask.track) != ask.may).count();
        let mut round = |_| {
            let begin = thread_nanos();
            for ask in asked {
                black_box(may(black_box(ask.person), black_box(ask.track)));
            }
            (thread_nanos() - begin) * 100 / asked.len().max(1) as u64
        };
        self.measured.check = Some(median((0..rounds).map(&mut round).collect()));
        self.measured.asked = asked.len();
    }

    /// Lists all that the first `many` people can view, and compares it in any order.
    pub fn list(&mut self, many: usize, rounds: usize, mut list: impl FnMut(u32) -> Vec<u32>) {
        let asked = self.task.lists.get(..many).unwrap_or(&self.task.lists);
        let mut taken = Vec::new();
        for round in 0..rounds {
            for (person, expected) in asked {
                let begin = thread_nanos();
                let mut listed = black_box(list(black_box(*person)));
                taken.push(thread_nanos() - begin);
                if round == 0 {
                    listed.sort_unstable_by(|one, other| other.cmp(one));
                    self.measured.wrong += usize::from(listed != *expected);
                }
            }
        }
        self.measured.list = Some(median(taken));
        self.measured.listed = asked.len();
    }
}

/// Takes turns with several ways to do the same, and returns the median processor time of each, in hundredths of a nanosecond an ask.
pub fn in_turns(rounds: usize, asks: usize, ways: &mut [&mut dyn FnMut() -> usize]) -> Vec<u64> {
    let mut taken: Vec<Vec<u64>> = ways.iter().map(|_| Vec::new()).collect();
    for _ in 0..rounds {
        for (way, taken) in ways.iter_mut().zip(&mut taken) {
            let begin = thread_nanos();
            black_box(way());
            taken.push((thread_nanos() - begin) * 100 / asks.max(1) as u64);
        }
    }
    taken.into_iter().map(median).collect()
}
