//! Whether calls that overlapped in time can have happened one after the other (REL-3).
//!
//! A history is linearizable where each call can be given one instant between its beginning and its end, so that the
//! answers are those of the calls made one by one in that order. The search is that of Wing and Gong with the memory of
//! Lowe: what was tried from one set of placed calls and one state is not tried again.
//!
//! A call whose caller never learned what came of it has no end: it may have taken hold at any later instant, or never.

use core::fmt;
use core::hash::Hash;
use std::collections::{BTreeMap, HashSet};

/// The object that calls are made on, as it would be with one caller.
pub trait Model {
    /// What it holds.
    type State: Clone + Eq + Hash + fmt::Debug;
    /// What is asked of it.
    type Call: fmt::Debug;
    /// What it answers.
    type Answer: fmt::Debug;

    /// Returns what it holds after a call that was answered so, or nothing where it would not answer so.
    ///
    /// Without an answer it returns what it holds after the call took hold; nothing where it could not have.
    fn step(&self, state: &Self::State, call: &Self::Call, answer: Option<&Self::Answer>) -> Option<Self::State>;
}

/// A call that was made, with when it began and ended by one clock that all callers share; no two instants are the same.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "what a test writes down")]
pub struct Made<C, A> {
    /// What was asked.
    pub call: C,
    /// What was answered; none where the caller never learned it.
    pub answer: Option<A>,
    /// When it began.
    pub begun: u64,
    /// When it ended; it counts only where there is an answer.
    pub ended: u64,
}

/// Why a history was not found to be linearizable.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Violation {
    /// There is no such order.
    NoOrder {
        /// How many calls the longest order has that fits.
        placed: usize,
        /// How many there are that were answered.
        of: usize,
        /// The state after that order, and the calls of which none fits behind it.
        stuck: String,
    },
    /// So many states were looked at that the search was given up: too many calls overlap.
    GivenUp {
        /// How many.
        states: usize,
    },
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoOrder { placed, of, stuck } => write!(f, "no order of {of} calls: {placed} fit, then {stuck}"),
            Self::GivenUp { states } => write!(f, "given up after {states} states"),
        }
    }
}

/// How many states are looked at before the search is given up.
const MOST_STATES: usize = 5_000_000;

/// Looks for an order in which the calls can have happened, beginning at `begin`; returns how many states were looked at.
///
/// # Errors
/// [`Violation`] where there is none, or none was found.
///
/// # Example: what was read after a write was answered is what was written
///
/// ```
/// use cowrite::testing::linearizability::{Made, Model, check};
///
/// struct Register;
/// impl Model for Register {
///     type State = u32;
///     type Call = Option<u32>; // a write, or a look
///     type Answer = u32;
///     fn step(&self, state: &u32, call: &Option<u32>, answer: Option<&u32>) -> Option<u32> {
///         let now = call.unwrap_or(*state);
///         answer.is_none_or(|answer| *answer == now).then_some(now)
///     }
/// }
///
/// let write = Made { call: Some(7), answer: Some(7), begun: 1, ended: 2 };
/// let look = |answer| Made { call: None, answer: Some(answer), begun: 3, ended: 4 };
/// assert!(check(&Register, 0, &[write.clone(), look(7)]).is_ok());
/// assert!(check(&Register, 0, &[write, look(0)]).is_err());
/// ```
pub fn check<M: Model>(model: &M, begin: M::State, history: &[Made<M::Call, M::Answer>]) -> Result<usize, Violation> {
    Search::new(model, history).run(begin)
}

/// The calls that have been placed, a bit for each.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Placed(Box<[u64]>);

impl Placed {
    fn none_of(count: usize) -> Self {
        Self(vec![0; count.div_ceil(64)].into())
    }

    fn flip(&mut self, number: usize) {
        if let Some(word) = self.0.get_mut(number / 64) {
            *word ^= 1 << (number % 64);
        }
    }
}

/// A call that was placed, and how it was before that.
struct Step<S> {
    begun: u64,
    number: usize,
    before: S,
}

struct Search<'a, M: Model> {
    model: &'a M,
    history: &'a [Made<M::Call, M::Answer>],
    /// The calls still to be placed, by when they began.
    waiting: BTreeMap<u64, usize>,
    /// How many of them were answered.
    answered: usize,
    placed: Placed,
    steps: Vec<Step<M::State>>,
    seen: HashSet<(Placed, M::State)>,
    /// How many answered calls the longest order has, and where it ends.
    longest: (usize, String),
}

impl<'a, M: Model> Search<'a, M> {
    fn new(model: &'a M, history: &'a [Made<M::Call, M::Answer>]) -> Self {
        Self {
            model,
            history,
            waiting: history.iter().enumerate().map(|(number, made)| (made.begun, number)).collect(),
            answered: history.iter().filter(|made| made.answer.is_some()).count(),
            placed: Placed::none_of(history.len()),
            steps: Vec::new(),
            seen: HashSet::new(),
            longest: (0, String::new()),
        }
    }

    fn run(mut self, begin: M::State) -> Result<usize, Violation> {
        let of = self.answered;
        let mut state = begin;
        // Only calls that began after this are tried from here: those before it have been.
        let mut after = None;
        while self.answered > 0 {
            if self.seen.len() > MOST_STATES {
                return Err(Violation::GivenUp { states: self.seen.len() });
            }
            if let Some((step, next)) = self.next_step(&state, after) {
                self.place(&step);
                self.steps.push(step);
                (state, after) = (next, None);
                continue;
            }
            self.note_end(&state, of);
            let Some(step) = self.steps.pop() else {
                let (placed, stuck) = self.longest;
                return Err(Violation::NoOrder { placed, of, stuck });
            };
            self.take_back(&step);
            (state, after) = (step.before, Some(step.begun));
        }
        Ok(self.seen.len())
    }

    /// Returns the calls that may come next: those before whose beginning none of the others has ended.
    fn candidates(&self) -> impl Iterator<Item = (u64, usize, &'a Made<M::Call, M::Answer>)> {
        let mut bound = u64::MAX;
        let made =
            self.waiting.iter().filter_map(|(begun, number)| Some((*begun, *number, self.history.get(*number)?)));
        made.take_while(move |(begun, _, made)| {
            let may = *begun < bound;
            if made.answer.is_some() {
                bound = bound.min(made.ended);
            }
            may
        })
    }

    fn next_step(&mut self, state: &M::State, after: Option<u64>) -> Option<(Step<M::State>, M::State)> {
        let untried: Vec<_> =
            self.candidates().filter(|(begun, ..)| after.is_none_or(|after| *begun > after)).collect();
        for (begun, number, made) in untried {
            let Some(next) = self.model.step(state, &made.call, made.answer.as_ref()) else { continue };
            let mut placed = self.placed.clone();
            placed.flip(number);
            if self.seen.insert((placed, next.clone())) {
                return Some((Step { begun, number, before: state.clone() }, next));
            }
        }
        None
    }

    fn place(&mut self, step: &Step<M::State>) {
        self.waiting.remove(&step.begun);
        self.placed.flip(step.number);
        let is_answered = self.history.get(step.number).is_some_and(|made| made.answer.is_some());
        self.answered = self.answered.saturating_sub(usize::from(is_answered));
    }

    fn take_back(&mut self, step: &Step<M::State>) {
        self.waiting.insert(step.begun, step.number);
        self.placed.flip(step.number);
        let is_answered = self.history.get(step.number).is_some_and(|made| made.answer.is_some());
        self.answered = self.answered.saturating_add(usize::from(is_answered));
    }

    fn note_end(&mut self, state: &M::State, of: usize) {
        let placed = of.saturating_sub(self.answered);
        if placed > self.longest.0 || self.longest.1.is_empty() {
            let next: Vec<String> = self.candidates().map(|(.., made)| format!("{made:?}")).collect();
            self.longest = (placed, format!("{state:?}, behind which fits none of\n  {}", next.join("\n  ")));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A number that is written, looked at, or written where it is what is expected.
    struct Register;

    #[derive(Debug, Clone, Copy)]
    enum Ask {
        Look,
        Write(u32),
        Swap(u32, u32),
    }

    impl Model for Register {
        type State = u32;
        type Call = Ask;
        type Answer = Option<u32>;

        fn step(&self, state: &u32, call: &Ask, answer: Option<&Option<u32>>) -> Option<u32> {
            let (next, said) = match *call {
                Ask::Look => (*state, Some(*state)),
                Ask::Write(to) => (to, None),
                Ask::Swap(from, to) if from == *state => (to, Some(to)),
                Ask::Swap(..) => (*state, None),
            };
            answer.is_none_or(|answer| *answer == said).then_some(next)
        }
    }

    const fn made(call: Ask, answer: Option<u32>, begun: u64, ended: u64) -> Made<Ask, Option<u32>> {
        Made { call, answer: Some(answer), begun, ended }
    }

    fn placed(history: &[Made<Ask, Option<u32>>]) -> Result<(), usize> {
        check(&Register, 0, history).map(drop).map_err(|violation| match violation {
            Violation::NoOrder { placed, .. } => placed,
            Violation::GivenUp { states } => panic!("given up after {states}"),
        })
    }

    #[test]
    fn calls_that_overlap_may_be_in_either_order_and_others_may_not() {
        let write = made(Ask::Write(1), None, 1, 6);
        let (old, new) = (made(Ask::Look, Some(0), 2, 3), made(Ask::Look, Some(1), 4, 5));
        assert_eq!(placed(&[write.clone(), old.clone(), new]), Ok(()));
        let (new, old) = (made(Ask::Look, Some(1), 2, 3), made(Ask::Look, Some(0), 4, 5));
        assert_eq!(placed(&[write, new, old]), Err(2), "a look went back behind another");
    }

    #[test]
    fn a_look_after_a_write_that_shows_what_was_before_is_found() {
        let history = [made(Ask::Write(1), None, 1, 2), made(Ask::Look, Some(0), 3, 4)];
        assert_eq!(placed(&history), Err(1));
    }

    #[test]
    fn a_call_without_an_answer_may_take_hold_late_or_never_but_not_before_it_began() {
        let lost = Made { call: Ask::Write(1), answer: None, begun: 3, ended: 4 };
        let look = |answer, begun| made(Ask::Look, Some(answer), begun, begun + 1);
        assert_eq!(placed(&[lost.clone(), look(0, 5), look(0, 7)]), Ok(()), "never");
        assert_eq!(placed(&[lost.clone(), look(0, 5), look(1, 7)]), Ok(()), "late");
        assert_eq!(placed(&[lost.clone(), look(1, 5), look(0, 7)]), Err(1), "and taken back");
        assert_eq!(placed(&[look(1, 1), lost]), Err(0), "before it began");
    }

    #[test]
    fn two_swaps_from_one_state_cannot_both_succeed() {
        let history = [made(Ask::Swap(0, 1), Some(1), 1, 4), made(Ask::Swap(0, 2), Some(2), 2, 3)];
        assert_eq!(placed(&history), Err(1));
    }

    #[test]
    fn what_was_tried_is_not_tried_again() {
        // Sixteen overlapping writes and a look that none of them explains: 16! orders, few states.
        let mut history: Vec<_> = (0..16).map(|number| made(Ask::Write(number), None, number.into(), 100)).collect();
        history.push(made(Ask::Look, Some(99), 101, 102));
        assert_eq!(placed(&history), Err(16));
    }
}
