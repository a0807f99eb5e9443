//! Who is told of what (NTF-1), and what they see of it.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::input::{self, invalid};
use super::model::{Id, PersonState, Scope, State};
use super::{Answer, Call, not_found, views};

/// What a notice may be about, what concerns its person most first.
const KINDS: [&str; 23] = [
    "invited",
    "ownership_offered",
    "handed_over",
    "ownership_declined",
    "revoked",
    "removed",
    "deleted",
    "moved",
    "taken_down",
    "restored",
    "access_changed",
    "own_shares_changed",
    "joined",
    "invitation_dismissed",
    "left",
    "import_received",
    "import_accepted",
    "import_dismissed",
    "reviewed",
    "commented",
    "shares_changed",
    "files_added",
    "details_changed",
];

/// Something that somebody was told.
#[derive(Clone, Debug)]
pub(super) struct Notice {
    /// The id the real library gave to it, once it has shown it.
    id: Option<Id>,
    person: Id,
    what: &'static str,
    at: i64,
    by: Option<Id>,
    /// None where files were sent to somebody.
    scope: Option<Scope>,
    /// What it was called then, where the person was to know.
    title: Option<String>,
    about: Option<Id>,
    invitation: Option<Id>,
    comment: Option<Id>,
    import: Option<Id>,
    link: Option<Id>,
    files: Option<usize>,
    read: bool,
    dismissed: bool,
}

/// What the call under way tells, and what was told before.
#[derive(Clone, Debug, Default)]
pub(super) struct Told {
    telling: BTreeMap<Id, Notice>,
    notices: Vec<Notice>,
}

/// What is told, before it is known to whom.
pub(super) struct Word<'a> {
    pub what: &'static str,
    pub scope: &'a Scope,
    pub about: Option<&'a str>,
}

impl Notice {
    fn blank(what: &'static str) -> Self {
        Self {
            id: None,
            person: Id::new(),
            what,
            at: 0,
            by: None,
            scope: None,
            title: None,
            about: None,
            invitation: None,
            comment: None,
            import: None,
            link: None,
            files: None,
            read: false,
            dismissed: false,
        }
    }

    fn of(word: &Word<'_>, title: Option<String>) -> Self {
        let about = word.about.map(ToOwned::to_owned);
        Self { scope: Some(word.scope.clone()), title, about, ..Self::blank(word.what) }
    }
}

impl State {
    pub(super) fn title_of(&self, scope: &Scope) -> Option<String> {
        match scope {
            Scope::Track(id) => self.tracks.get(id).map(|track| track.title.clone()),
            Scope::Group(id) => self.groups.get(id).map(|group| group.name.clone()),
        }
    }

    /// One notice for each person and act: of what concerns them most.
    pub(super) fn tell(&mut self, person: &str, word: &Word<'_>) {
        let title = self.title_of(word.scope);
        self.tell_as(person, word, title);
    }

    pub(super) fn tell_invited(&mut self, person: &str, scope: &Scope, invitation: &str) {
        let word = Word { what: "invited", scope, about: None };
        let notice = Notice { invitation: Some(invitation.to_owned()), ..Notice::of(&word, self.title_of(scope)) };
        self.tell_of(person, notice);
    }

    /// Everybody who can view what was commented on.
    pub(super) fn tell_commented(&mut self, scope: &Scope, comment: &str) {
        let word = Word { what: "commented", scope, about: None };
        let notice = Notice { comment: Some(comment.to_owned()), ..Notice::of(&word, self.title_of(scope)) };
        for person in self.viewers(scope) {
            self.tell_of(&person, notice.clone());
        }
    }

    /// Of files sent to somebody, which lie on nothing that has a title.
    pub(super) fn tell_of_import(&mut self, person: &str, what: &'static str, import: &str) {
        self.tell_of(person, Notice { import: Some(import.to_owned()), ..Notice::blank(what) });
    }

    /// Whose the link is, by its title or the playlist's.
    pub(super) fn tell_reviewed(&mut self, person: &str, link: &str, on: Option<Scope>, title: Option<String>) {
        let notice = Notice { scope: on, title, link: Some(link.to_owned()), ..Notice::blank("reviewed") };
        self.tell_of(person, notice);
    }

    /// Everybody who can view the track that files have come to.
    pub(super) fn tell_files(&mut self, scope: &Scope, files: usize) {
        let word = Word { what: "files_added", scope, about: None };
        let notice = Notice { files: Some(files), ..Notice::of(&word, self.title_of(scope)) };
        for person in self.viewers(scope) {
            self.tell_of(&person, notice.clone());
        }
    }

    pub(super) fn tell_as(&mut self, person: &str, word: &Word<'_>, title: Option<String>) {
        self.tell_of(person, Notice::of(word, title));
    }

    fn tell_of(&mut self, person: &str, notice: Notice) {
        let rank = |what: &str| KINDS.iter().position(|kind| *kind == what);
        let told = self.told.telling.get(person).map(|notice| rank(notice.what));
        if told.is_none_or(|told| rank(notice.what) < told) {
            self.told.telling.insert(person.to_owned(), Notice { person: person.to_owned(), ..notice });
        }
    }

    pub(super) fn tell_all(&mut self, people: &[Id], word: &Word<'_>) {
        for person in people {
            self.tell(person, word);
        }
    }

    pub(super) fn tell_owner(&mut self, word: &Word<'_>) {
        if let Some(owner) = self.owner_of(word.scope).cloned() {
            self.tell(&owner, word);
        }
    }

    /// Whom the call under way tells: never the one who acted.
    pub(super) fn told(&self, call: &Call<'_>) -> Vec<Id> {
        self.told.telling.keys().filter(|person| **person != call.actor).cloned().collect()
    }

    /// The call has gone well: what it tells is told.
    pub(super) fn send_notices(&mut self, actor: &str, now: i64) {
        for (person, notice) in core::mem::take(&mut self.told.telling) {
            if person != actor {
                let by = Some(actor.to_owned()).filter(|by| !by.is_empty());
                self.told.notices.push(Notice { by, at: now, ..notice });
            }
        }
    }

    fn is_mine(&self, notice: &Notice, actor: &str) -> bool {
        let registered = self.people.get(actor).is_some_and(|one| one.state == PersonState::Registered);
        registered && notice.person == actor && !notice.dismissed
    }

    fn notice_json(&self, notice: &Notice, call: &Call<'_>) -> Value {
        let waits = notice.invitation.as_ref().is_some_and(|id| self.waits_for(call, id));
        // Files that one sent or received are one's own to see.
        let shown = waits || notice.scope.as_ref().is_none_or(|scope| self.level(&call.actor, scope).is_some());
        let name = |person: &Option<Id>| person.as_ref().and_then(|person| self.name_of(person));
        let now_called = notice.scope.as_ref().filter(|_| shown).and_then(|scope| self.title_of(scope));
        json!({
            "id": notice.id,
            "what": notice.what,
            "at": views::instant(notice.at),
            "read": notice.read,
            "title": now_called.or_else(|| notice.title.clone()),
            "scope": notice.scope.as_ref().filter(|_| shown).map(views::scope),
            "by": shown.then(|| notice.by.clone()).flatten(),
            "by_name": shown.then(|| name(&notice.by)).flatten(),
            "person": shown.then(|| notice.about.clone()).flatten(),
            "person_name": shown.then(|| name(&notice.about)).flatten(),
            "invitation": shown.then(|| notice.invitation.clone()).flatten(),
            "comment": shown.then(|| notice.comment.clone()).flatten(),
            "import": shown.then(|| notice.import.clone()).flatten(),
            "link": shown.then(|| notice.link.clone()).flatten(),
            "files": notice.files.filter(|_| shown),
        })
    }

    /// Newest first; within an instant as the library's ids say, which are taken from its answer.
    pub(super) fn notifications(&mut self, call: &Call<'_>) -> Answer {
        let limit = match input::given(call.args, "limit") {
            None => 50,
            Some(limit) => limit.as_u64().ok_or_else(|| invalid("limit"))?,
        };
        if !(1..=200).contains(&limit) {
            return Err(invalid("limit"));
        }
        self.learn_ids(call);
        let mut mine: Vec<&Notice> =
            self.told.notices.iter().filter(|notice| self.is_mine(notice, &call.actor)).collect();
        mine.sort_by_key(|notice| core::cmp::Reverse((notice.at, notice.id.clone())));
        let unread = mine.iter().filter(|notice| !notice.read).count();
        let limit = usize::try_from(limit).unwrap_or(200);
        let rows: Vec<Value> = mine.into_iter().take(limit).map(|notice| self.notice_json(notice, call)).collect();
        Ok(json!({ "rows": rows, "unread": unread, "next": null }))
    }

    fn learn_ids(&mut self, call: &Call<'_>) {
        let content = |row: &Value| {
            let fields = row.as_object().into_iter().flatten();
            let without_id = |(name, value): (&String, &Value)| {
                (name.clone(), if name == "id" { Value::Null } else { value.clone() })
            };
            Value::Object(fields.map(without_id).collect())
        };
        for row in call.made("rows").and_then(Value::as_array).into_iter().flatten() {
            let id = row.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
            if self.told.notices.iter().any(|notice| notice.id.as_ref() == Some(&id)) {
                continue;
            }
            let place = self.told.notices.iter().position(|notice| {
                notice.id.is_none()
                    && self.is_mine(notice, &call.actor)
                    && self.notice_json(notice, call) == content(row)
            });
            if let Some(notice) = place.and_then(|place| self.told.notices.get_mut(place)) {
                notice.id = Some(id);
            }
        }
    }

    fn my_notice(&self, call: &Call<'_>) -> Result<usize, super::Refused> {
        let id = input::id(call.args, "notification")?;
        let found = |notice: &Notice| notice.id.as_ref() == Some(&id) && self.is_mine(notice, &call.actor);
        self.told.notices.iter().position(found).ok_or_else(|| not_found("notification"))
    }

    pub(super) fn mark_notice(&mut self, call: &Call<'_>, dismisses: bool) -> Answer {
        let place = self.my_notice(call)?;
        let id = input::id(call.args, "notification")?;
        if let Some(notice) = self.told.notices.get_mut(place) {
            notice.read |= !dismisses;
            notice.dismissed |= dismisses;
        }
        Ok(json!({ "notification": id, "unread": self.unread(call) }))
    }

    pub(super) fn mark_all_read(&mut self, call: &Call<'_>) -> Answer {
        let read = self.unread(call);
        for place in 0..self.told.notices.len() {
            let mine = self.told.notices.get(place).is_some_and(|notice| self.is_mine(notice, &call.actor));
            if let Some(notice) = self.told.notices.get_mut(place).filter(|_| mine) {
                notice.read = true;
            }
        }
        Ok(json!({ "read": read }))
    }

    fn unread(&self, call: &Call<'_>) -> usize {
        let mine = self.told.notices.iter().filter(|notice| self.is_mine(notice, &call.actor));
        mine.filter(|notice| !notice.read).count()
    }
}
