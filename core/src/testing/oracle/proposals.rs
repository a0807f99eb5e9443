//! Even splits and newcomers (SPL-6, SPL-7, rulings 27 to 33).

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::input::{self, Edits, Invitee, invalid};
use super::invitations::Invite;
use super::model::{Id, KINDS, Kind, Scope, Shares, Standing, State, WHOLE};
use super::{Answer, Call, Refused, about, plain, views};

/// A row of a proposal; nobody for a newcomer known by address alone.
type Line = (Option<Id>, Shares);

struct Proposal {
    based_on: u64,
    newcomer: Option<Invitee>,
    rows: Vec<Line>,
}

impl State {
    /// SPL-6. Open reading: proposing takes the right that saving would take, `edit_shares`.
    pub(super) fn propose_even_split(&self, call: &Call<'_>) -> Answer {
        let scope = input::track(call.args)?;
        let among = input::given(call.args, "among").map(read_among).transpose()?;
        self.require(&call.actor, &scope, "edit_shares")?;
        let people = match among {
            Some(named) => self.all_take_part(call, &scope, named)?,
            None => self.even_members(call, &scope),
        };
        let people = self.in_roster_order(&scope, people, call.now);
        let mut rows: Vec<Line> = people.iter().map(|person| (Some(person.clone()), Shares::new())).collect();
        for kind in KINDS {
            let own: i64 = people.iter().filter_map(|person| self.share_of(&scope, person, kind)).sum();
            let fixed = self.total(&scope, kind) - own;
            let parts = divide(WHOLE - fixed, people.len());
            for ((_, shares), part) in rows.iter_mut().zip(parts) {
                shares.insert(kind, part);
            }
        }
        Ok(self.proposal_json(&scope, &Value::Null, &rows, vec![]))
    }

    /// Ruling 32.
    fn all_take_part(&self, call: &Call<'_>, scope: &Scope, named: Vec<Id>) -> Result<Vec<Id>, Refused> {
        match named.iter().find(|person| !self.takes_part(scope, person, call.now)) {
            Some(stranger) => Err(about("not_collaborator", stranger)),
            None => Ok(named),
        }
    }

    /// The owner and every collaborator, active or invited; the owner of a group above counts only
    /// if invited, now or once, or credited (ruling 27).
    fn even_members(&self, call: &Call<'_>, scope: &Scope) -> Vec<Id> {
        let counts = |person: &&Id| {
            let reaches = self.reaches(person, scope);
            let above = self.path(scope).into_iter().skip(1).rfind(|step| self.owns(person, step));
            match above {
                Some(group) if reaches && !self.owns(person, scope) => {
                    self.credit(scope, person).is_some()
                        || self.path(scope).iter().any(|step| self.pending(step, person, call.now).is_some())
                        || self.is_given_above(&group, person)
                }
                _ => reaches || self.is_invited(scope, person, call.now),
            }
        };
        self.people.keys().filter(counts).cloned().collect()
    }

    /// Whether a group above one that the person owns has let them in.
    fn is_given_above(&self, group: &Scope, person: &str) -> bool {
        let mut said = self.path(group).into_iter().skip(1).map(|step| self.standing(&step, person));
        said.find(|standing| *standing != Standing::None).is_some_and(Standing::is_active)
    }

    /// SPL-7.
    pub(super) fn propose_newcomer_split(&self, call: &Call<'_>) -> Answer {
        let scope = input::track(call.args)?;
        let given = call.args.get("newcomer").unwrap_or(&Value::Null);
        let newcomer = input::invitee("newcomer", given)?;
        self.see(&call.actor, &scope)?;
        let person = self.find_invitee(&newcomer)?;
        self.require(&call.actor, &scope, "edit_shares")?;
        if person.as_ref().is_some_and(|person| self.owns(person, &scope)) {
            return Err(plain("owner_fixed"));
        }
        let credited = self.credited(call, &scope, person.as_ref());
        let mut table: BTreeMap<Option<Id>, Shares> = BTreeMap::new();
        let mut warnings = vec![];
        for kind in KINDS {
            let lines = self.newcomer_lines(&scope, &credited, person.as_ref(), kind);
            let nothing = lines.iter().any(|(one, share)| *one == person && *share == 0);
            let recorded = person.as_ref().and_then(|one| self.share_of(&scope, one, kind));
            if nothing && recorded.is_none() && self.total(&scope, kind) == WHOLE {
                let code = "no_allocation_remaining";
                warnings.push(json!({ "code": code, "kind": kind.word() }));
            }
            for (one, share) in lines {
                table.entry(one).or_default().insert(kind, share);
            }
        }
        let order = credited.into_iter().map(Some).chain([person]);
        let rows: Vec<Line> = order.filter_map(|one| table.remove(&one).map(|shares| (one, shares))).collect();
        Ok(self.proposal_json(&scope, &newcomer_json(&newcomer), &rows, warnings))
    }

    /// The owner and the people credited whose access has not ended, but for the newcomer, in
    /// roster order.
    fn credited(&self, call: &Call<'_>, scope: &Scope, newcomer: Option<&Id>) -> Vec<Id> {
        let counts = |person: &&Id| {
            let credited = self.credit(scope, person).is_some();
            let present = credited && !self.has_ended(scope, person, call.now);
            Some(*person) != newcomer && (self.owns(person, scope) || present)
        };
        let people = self.people.keys().filter(counts).cloned().collect();
        self.in_roster_order(scope, people, call.now)
    }

    /// The rows of one kind.
    fn newcomer_lines(
        &self,
        scope: &Scope,
        credited: &[Id],
        newcomer: Option<&Id>,
        kind: Kind,
    ) -> Vec<(Option<Id>, i64)> {
        let last = newcomer.cloned();
        if let Some(recorded) = newcomer.and_then(|one| self.share_of(scope, one, kind)) {
            return vec![(last, recorded)]; // Ruling 29.
        }
        let remaining = WHOLE - self.total(scope, kind);
        let owner = self.owner_of(scope).cloned();
        if remaining > 0 {
            let unset = credited.iter().filter(|one| self.share_of(scope, one, kind).is_none());
            let people: Vec<Option<Id>> = unset.cloned().map(Some).chain([last]).collect();
            let parts = divide(remaining, people.len());
            return people.into_iter().zip(parts).collect();
        }
        let held = owner.as_ref().and_then(|owner| self.share_of(scope, owner, kind));
        match held {
            Some(held) if held >= 2 => [owner, last].into_iter().zip(divide(held, 2)).collect(),
            _ => vec![(last, 0)],
        }
    }

    fn proposal_json(&self, scope: &Scope, newcomer: &Value, rows: &[Line], warnings: Vec<Value>) -> Value {
        let rows: Value =
            rows.iter().map(|(person, shares)| json!({ "person": person, "shares": views::shares(shares) })).collect();
        let remaining: Shares = KINDS.into_iter().map(|kind| (kind, WHOLE - self.total(scope, kind))).collect();
        json!({
            "track": scope.id(),
            "based_on": self.track_of(scope).map(|track| track.shares_version),
            "newcomer": newcomer,
            "rows": rows,
            "remaining": views::shares(&remaining),
            "warnings": warnings,
        })
    }

    /// SPL-7, ruling 31: saves the rows and, with `access`, invites the newcomer, in one act.
    pub(super) fn apply_proposal(&mut self, call: &Call<'_>) -> Answer {
        let scope = input::track(call.args)?;
        let given = call.args.get("proposal").unwrap_or(&Value::Null);
        let proposal = read_proposal(&scope, given)?;
        let access = input::optional_access(call.args)?;
        let role = input::optional_text(call.args, "role")?;
        self.see(&call.actor, &scope)?;
        let newcomer = proposal.newcomer.as_ref();
        let person = newcomer.map(|one| self.find_invitee(one)).transpose()?.flatten();
        let known = person.as_ref().is_some_and(|one| !self.has_ended(&scope, one, call.now));
        if newcomer.is_some() && access.is_none() && !known {
            return Err(invalid("access"));
        }
        let inviting = access.is_some() && newcomer.is_some();
        let recorded = |one: &Id, kind: Kind| self.share_of(&scope, one, kind).is_some();
        let (rows, theirs) = sort_rows(&proposal, person.as_ref(), inviting, recorded);
        self.require(&call.actor, &scope, "edit_shares")?;
        self.may_change_rows(call, &scope, &rows)?;
        let invite = match (proposal.newcomer, access) {
            (Some(to), Some(access)) => Some(Invite { to, access, role, edits: theirs }),
            _ => None,
        };
        if let Some(invite) = &invite {
            self.may_invite(&call.actor, &scope, invite)?;
        }
        self.refuse_stale(&scope, Some(proposal.based_on))?;
        let before = self.split_of(&scope);
        let made = call.made("invitation");
        let placed = invite.map(|invite| self.place_invitation(call, &scope, invite, made)).transpose()?;
        self.write_rows(call, &scope, rows)?;
        self.refuse_over_allocated(&scope)?;
        Ok(json!({
            "shares": self.shares_change(call, &scope, &before),
            "invitation": placed.map(|id| self.invitation_json(&id, call.now)),
        }))
    }
}

/// SPL-6: floored to 0.01; the leftover hundredths go one each to the last.
fn divide(amount: i64, people: usize) -> Vec<i64> {
    let Ok(count) = i64::try_from(people) else {
        return vec![];
    };
    if count == 0 {
        return vec![];
    }
    let (floor, left) = (amount / count, amount % count);
    (0..count).map(|place| floor + i64::from(place >= count - left)).collect()
}

fn newcomer_json(newcomer: &Invitee) -> Value {
    match newcomer {
        Invitee::Person(id) => json!({ "person": id }),
        Invitee::Email(address) => json!({ "email": address }),
    }
}

fn read_among(value: &Value) -> Result<Vec<Id>, Refused> {
    let mut people: Vec<Id> = Vec::new();
    for one in value.as_array().ok_or_else(|| invalid("among"))? {
        let person = input::id_of("among", one)?;
        if people.contains(&person) {
            return Err(invalid("among"));
        }
        people.push(person);
    }
    if people.is_empty() { Err(invalid("among")) } else { Ok(people) }
}

fn read_proposal(scope: &Scope, value: &Value) -> Result<Proposal, Refused> {
    let wrong = || invalid("proposal");
    if input::id_of("proposal", value.get("track").unwrap_or(&Value::Null))? != scope.id() {
        return Err(wrong());
    }
    let based_on = value.get("based_on").and_then(Value::as_u64).ok_or_else(wrong)?;
    let newcomer = input::given(value, "newcomer").map(|newcomer| input::invitee("proposal", newcomer)).transpose()?;
    let mut rows: Vec<Line> = Vec::new();
    for row in value.get("rows").and_then(Value::as_array).ok_or_else(wrong)? {
        let person = input::optional_id(row, "person").map_err(|_| wrong())?;
        let by_address = matches!(newcomer, Some(Invitee::Email(_)));
        let twice = rows.iter().any(|(known, _)| *known == person);
        if twice || (person.is_none() && !by_address) {
            return Err(wrong());
        }
        let shares = row.get("shares").unwrap_or(&Value::Null);
        let edits = input::share_edits("proposal", shares)?;
        // Null in a proposal is a kind that is not touched.
        let touched = edits.into_iter().filter_map(|(kind, share)| Some((kind, share?)));
        rows.push((person, touched.collect()));
    }
    Ok(Proposal { based_on, newcomer, rows })
}

/// The rows to save, and apart from them what the invitation gives the newcomer. In a
/// newcomer's proposal a 0.00 is not written (SPL-7) for anybody who has none (ruling 39).
fn sort_rows(
    proposal: &Proposal,
    newcomer: Option<&Id>,
    inviting: bool,
    recorded: impl Fn(&Id, Kind) -> bool,
) -> (Vec<(Id, Edits)>, Edits) {
    let (mut rows, mut theirs) = (Vec::new(), Edits::new());
    for (person, shares) in &proposal.rows {
        let person = person.as_ref().or(newcomer);
        let has = |kind: Kind| person.is_some_and(|person| recorded(person, kind));
        let written = shares.iter().filter(|(kind, share)| proposal.newcomer.is_none() || **share > 0 || has(**kind));
        let edits: Edits = written.map(|(kind, share)| (*kind, Some(*share))).collect();
        match person {
            Some(person) if !inviting || Some(person) != newcomer => {
                rows.push((person.clone(), edits));
            }
            _ => theirs = edits,
        }
    }
    (rows, theirs)
}
