//! Why somebody has access to a track, in numbers' place ids again (EXP-1).

use super::Index;
use super::number::{PersonNo, ScopeNo};
use super::place::PlaceNow;
use super::standings::Code;
use crate::domain::access::{Access, Level, Standing};
use crate::domain::explanation::{Because, ExplainedStep};

/// What a walk comes to, step by step.
#[derive(Debug)]
pub(crate) struct Explained {
    pub(crate) level: Option<Level>,
    pub(crate) via: Option<ScopeNo>,
    pub(crate) because: Because,
    pub(crate) capped: bool,
    /// The scopes from the asked one upward, without names.
    pub(crate) steps: Vec<ExplainedStep>,
}

impl Index {
    /// Explains what a person holds on a scope; nothing where there is no such scope any more.
    pub(crate) fn explain(&self, person: PersonNo, scope: ScopeNo) -> Option<Explained> {
        let way: Vec<_> = self.way_up(scope).collect();
        way.first()?;
        let said = |at: ScopeNo| self.facts.standings.find(person, at);
        let owns = |owner: PersonNo| owner == person;
        let decides = way.iter().find(|(at, place)| owns(place.owner) || said(*at) != Code::NONE);
        let step = |(at, place): &(ScopeNo, PlaceNow)| {
            let owned = owns(place.owner);
            let standing = if owned { Standing::None } else { said(*at).standing() };
            Some(ExplainedStep {
                scope: self.scope_id(*at)?,
                name: None,
                standing: if owned { "owner".to_owned() } else { standing.as_str().to_owned() },
                access: standing.access(),
                decides: decides.is_some_and(|(decides, _)| decides == at),
            })
        };
        let (granted, held) = (self.facts.granted(person, scope), self.facts.held(person, scope));
        let because = match decides {
            None => Because::Nothing,
            Some(_) if granted.is_none() => Because::Closed,
            Some(_) if held.is_none() => Because::TakenDown,
            Some((at, place)) if *at == scope && owns(place.owner) => Because::Owner,
            Some((_, place)) if owns(place.owner) => Because::GroupOwner,
            Some(_) => Because::Standing,
        };
        let given = decides
            .filter(|(at, _)| *at != scope)
            .and_then(|(at, place)| if owns(place.owner) { Some(Access::Full) } else { said(*at).access() });
        let is_less = granted.is_some_and(|granted| given.map(Level::from) > Some(granted.level));
        Some(Explained {
            level: held.map(|held| held.level),
            via: held.map(|held| held.via),
            because,
            capped: is_less,
            steps: way.iter().filter_map(step).collect(),
        })
    }
}
