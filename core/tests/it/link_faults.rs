//! Faults that other sharing systems were reported for, by the ids of the list that `house::link_faults` holds: what no scenario shows of them.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::moves::PEOPLE;
use super::world::World;

/// A world in which the first person owns a group with two tracks, and the others but the last are editors of the group.
struct Studio {
    world: World,
    people: Vec<Value>,
    group: Value,
    tracks: [Value; 2],
}

impl Studio {
    fn new() -> Self {
        let world = World::new();
        let people = world.known.people.clone();
        assert_eq!(people.len(), PEOPLE);
        let made = |operation: &str, with: Value| world.call(operation, &people[0], &with).unwrap()["id"].clone();
        let group = made("create_group", json!({ "name": "Album" }));
        let tracks =
            ["Overture", "Nocturne"].map(|title| made("create_track", json!({ "title": title, "group": group })));
        for (person, access) in [(1, "editor"), (2, "viewer"), (3, "full")] {
            let with = json!({ "scope": { "group": group }, "to": { "person": people[person] }, "access": access });
            let invitation = made("invite", with);
            world.call("accept_invitation", &people[person], &json!({ "invitation": invitation })).unwrap();
        }
        Self { world, people, group, tracks }
    }

    fn done(&self, by: usize, operation: &str, with: &Value) -> Value {
        self.world.call(operation, &self.people[by], with).unwrap_or_else(|error| panic!("{operation} {with}: {error}"))
    }

    fn code(&self, by: &Value, operation: &str, with: &Value) -> String {
        match self.world.call(operation, by, with) {
            Ok(result) => panic!("{operation} {with} gave {result}"),
            Err(error) => error.code().to_owned(),
        }
    }

    fn link(&self, settings: Value) -> (Value, Value) {
        let mut with = json!({ "track": self.tracks[0] });
        with.as_object_mut().unwrap().extend(settings.as_object().unwrap().clone());
        let made = self.done(0, "create_share_link", &with);
        (made["link"]["id"].clone(), made["secret"].clone())
    }

    fn open(&self, secret: &Value) -> Value {
        self.world.call("open", &Value::Null, &json!({ "secret": secret })).unwrap()
    }
}

/// B05: nobody but the owner changes or reads a link; to who does not see its track it is as one that is not there.
#[test]
fn a_link_is_nobody_elses_to_change() {
    let studio = Studio::new();
    let (link, _) = studio.link(json!({}));
    let playlist = studio.done(0, "create_playlist_share", &json!({ "tracks": studio.tracks }))["link"]["id"].clone();
    let before = studio.done(0, "links", &json!({}));
    let unknown = json!("01890a5d-ac96-774b-bcce-b302099a8057");
    let calls = |link: &Value| {
        [
            ("update_link", json!({ "link": link, "label": "mine" })),
            ("rotate_link", json!({ "link": link })),
            ("revoke_link", json!({ "link": link })),
            ("link_analytics", json!({ "link": link })),
        ]
    };
    for (one, none) in [&link, &playlist].into_iter().flat_map(|link| calls(link).into_iter().zip(calls(&unknown))) {
        let answer = |(operation, with): &(&str, Value), by: usize| {
            let error = studio.world.call(operation, &studio.people[by], with).unwrap_err();
            (error.code().to_owned(), error.details())
        };
        let stranger = answer(&one, 4);
        assert_eq!(stranger, answer(&none, 4), "{one:?}");
        assert_eq!(stranger.0, "not_found");
        for insider in [1, 2, 3] {
            assert!(["access_denied", "not_found"].contains(&answer(&one, insider).0.as_str()), "{one:?} by {insider}");
        }
    }
    assert_eq!(studio.done(0, "links", &json!({})), before);
}

/// B11: of what was excluded, taken down or deleted after a link was made nothing is told, neither names nor counts.
#[test]
fn what_is_hidden_later_is_not_told_of() {
    let studio = Studio::new();
    let files = [("mix", "Mix.wav", "bounce"), ("secret", "Secret demo.wav", "bounce")];
    studio.world.lay(&studio.tracks[0], &files);
    studio.world.lay(&studio.tracks[1], &[("night", "Night.wav", "bounce")]);
    let (link, secret) = studio.link(json!({ "downloads": ["bounce"] }));
    let made = studio.done(0, "create_playlist_share", &json!({ "tracks": studio.tracks, "name": "EP" }));
    let listed = made["secret"].clone();
    assert_eq!(studio.open(&secret)["tracks"][0]["files"].as_array().unwrap().len(), 2);
    studio.done(0, "update_link", &json!({ "link": link, "excluded": ["secret"] }));
    let page = studio.open(&secret);
    assert_eq!(page["tracks"][0]["files"].as_array().unwrap().len(), 1);
    assert!(!page.to_string().contains("ecret"), "{page}");
    for operation in ["stream", "download"] {
        let ask = |file: &str| {
            let with = json!({ "secret": secret, "track": studio.tracks[0], "file": file });
            let error = studio.world.call(operation, &Value::Null, &with).unwrap_err();
            (error.code(), error.details())
        };
        assert_eq!(ask("secret"), ask("nothing of that name"));
    }
    // Archiving is the owner's order, and hides nothing (LIB-2).
    studio.done(0, "archive_track", &json!({ "track": studio.tracks[0] }));
    assert_eq!(studio.open(&secret), page);
    let hidden = |page: Value| {
        assert_eq!(page["tracks"].as_array().unwrap().len(), 1);
        assert!(!page.to_string().contains("Overture") && !page.to_string().contains("ecret"), "{page}");
        assert_eq!(studio.code(&Value::Null, "open", &json!({ "secret": secret })), "link_unavailable");
        let with = json!({ "secret": listed, "track": studio.tracks[0], "file": "mix" });
        assert_eq!(studio.code(&Value::Null, "stream", &with), "not_found");
    };
    studio.world.call("take_down", &Value::Null, &json!({ "track": studio.tracks[0] })).unwrap();
    hidden(studio.open(&listed));
    studio.world.call("restore", &Value::Null, &json!({ "track": studio.tracks[0] })).unwrap();
    assert_eq!(studio.open(&listed)["tracks"].as_array().unwrap().len(), 2);
    studio.done(0, "delete_track", &json!({ "track": studio.tracks[0] }));
    hidden(studio.open(&listed));
}

/// B15: leaving one track of a shared group closes that one track to who leaves, and is nothing to anybody else.
#[test]
fn leaving_one_track_is_nobody_elses() {
    let studio = Studio::new();
    let leaver = &studio.people[1];
    let seen = || -> Vec<(Value, Value, Value)> {
        let others = studio.people.iter().filter(|person| *person != leaver);
        let scopes = [
            json!({ "group": studio.group }),
            json!({ "track": studio.tracks[0] }),
            json!({ "track": studio.tracks[1] }),
        ];
        let pairs = others.flat_map(|person| scopes.iter().map(move |scope| (person, scope)));
        let levels = pairs.map(|(person, scope)| {
            let of_others = |panel: Value| -> Vec<Value> {
                panel["rows"].as_array().unwrap().iter().filter(|row| row["person"] != *leaver).cloned().collect()
            };
            let panel = studio.world.call("collaborators", person, &json!({ "scope": scope })).map(of_others);
            (person.clone(), scope.clone(), json!(panel.map_err(|error| error.code())))
        });
        levels.collect()
    };
    let rows = |everything: cowrite::ports::store::Everything| -> BTreeSet<String> {
        let of_others = everything.slice.rosters.iter().flat_map(|(scope, roster)| {
            let others = roster.rows().filter(|(person, _)| json!(person) != *leaver);
            others.map(move |(person, member)| format!("{scope} {person} {member:?}"))
        });
        of_others.collect()
    };
    let can =
        |track: usize| studio.done(1, "can", &json!({ "scope": { "track": studio.tracks[track] }, "action": "view" }));
    let (before, kept) = (seen(), rows(studio.world.everything()));
    assert!(
        before.iter().any(|(_, _, panel)| panel["Ok"].as_array().is_some_and(|rows| rows.len() == 3)),
        "{before:?}"
    );
    studio.done(1, "leave", &json!({ "scope": { "track": studio.tracks[0] } }));
    assert_eq!((can(0), can(1)), (json!(false), json!(true)));
    assert_eq!(seen(), before);
    assert_eq!(rows(studio.world.everything()), kept);
}

/// B22: a link goes on through what does not concern it: another title, another place, another owner.
#[test]
fn a_link_outlives_what_does_not_concern_it() {
    let studio = Studio::new();
    let track = &studio.tracks[0];
    studio.world.lay(track, &[("mix", "Mix.wav", "bounce")]);
    let (link, secret) = studio.link(json!({ "downloads": ["bounce"], "label": "Sarah" }));
    let works = |title: &str| {
        let page = studio.open(&secret);
        assert_eq!((&page["name"], &page["tracks"][0]["files"][0]["name"]), (&json!(title), &json!("Mix.wav")));
        let with = json!({ "secret": secret, "track": track, "file": "mix" });
        studio.world.call("download", &Value::Null, &with).unwrap();
    };
    works("Overture");
    studio.done(0, "update_track", &json!({ "track": track, "title": "Prelude", "stage": "mixing" }));
    works("Prelude");
    studio.done(0, "move_track", &json!({ "track": track, "group": null }));
    works("Prelude");
    studio.done(0, "move_track", &json!({ "track": track, "group": studio.group }));
    studio.done(0, "revoke", &json!({ "scope": { "track": track }, "person": studio.people[2] }));
    works("Prelude");
    studio.done(0, "offer_ownership", &json!({ "scope": { "track": track }, "to": studio.people[1] }));
    studio.done(1, "accept_ownership", &json!({ "scope": { "track": track } }));
    works("Prelude");
    let listed = studio.done(1, "links", &json!({ "track": track }));
    assert_eq!((&listed[0]["id"], &listed[0]["label"]), (&link, &json!("Sarah")), "the new owner has it now");
    studio.done(0, "delete_group", &json!({ "group": studio.group }));
    works("Prelude");
}

/// B23: an invitation is for one person and for once, and is nothing after it was answered, withdrawn, replaced or has expired.
#[test]
fn an_invitation_is_for_one_person_and_for_once() {
    let invite = |studio: &Studio, access: &str| {
        let with =
            json!({ "scope": { "track": studio.tracks[0] }, "to": { "email": "p4@example.com" }, "access": access });
        studio.done(0, "invite", &with)["id"].clone()
    };
    let scope = |studio: &Studio| json!({ "scope": { "track": studio.tracks[0] }, "person": studio.people[4] });
    type End = fn(&Studio, &Value);
    let ends: [(&str, End, &str); 6] = [
        (
            "accepted, then revoked",
            |s, invitation| {
                s.done(4, "accept_invitation", &json!({ "invitation": invitation }));
                s.done(0, "revoke", &json!({ "scope": { "track": s.tracks[0] }, "person": s.people[4] }));
            },
            "invitation_void",
        ),
        (
            "dismissed",
            |s, invitation| drop(s.done(4, "dismiss_invitation", &json!({ "invitation": invitation }))),
            "invitation_void",
        ),
        (
            "withdrawn",
            |s, invitation| drop(s.done(0, "withdraw_invitation", &json!({ "invitation": invitation }))),
            "invitation_void",
        ),
        ("expired", |s, _| s.world.clock.advance(30 * 86_400_000), "invitation_expired"),
        (
            "of a track that was deleted",
            |s, _| drop(s.done(0, "delete_track", &json!({ "track": s.tracks[0] }))),
            "invitation_void",
        ),
        (
            "revoked",
            |s, _| drop(s.done(0, "revoke", &json!({ "scope": { "track": s.tracks[0] }, "person": s.people[4] }))),
            "invitation_void",
        ),
    ];
    for (name, end, code) in ends {
        let studio = Studio::new();
        let invitation = invite(&studio, "viewer");
        let with = json!({ "invitation": invitation });
        for other in [0, 1, 2, 3] {
            assert_eq!(
                studio.code(&studio.people[other], "accept_invitation", &with),
                "not_found",
                "{name}, by {other}"
            );
        }
        end(&studio, &invitation);
        for _ in 0..2 {
            assert_eq!(studio.code(&studio.people[4], "accept_invitation", &with), code, "{name}");
        }
        let view = json!({ "scope": { "track": studio.tracks[0] }, "action": "view" });
        assert_eq!(studio.done(4, "can", &view), json!(false), "{name}");
    }
    let studio = Studio::new();
    let (first, second) = (invite(&studio, "full"), invite(&studio, "viewer"));
    assert_eq!(studio.code(&studio.people[4], "accept_invitation", &json!({ "invitation": first })), "invitation_void");
    studio.done(4, "accept_invitation", &json!({ "invitation": second }));
    assert_eq!(
        studio.done(0, "set_access", &{
            let mut with = scope(&studio);
            with["access"] = json!("viewer");
            with
        })["before"],
        json!("viewer")
    );
    // The address is another's now: the invitation stays with whom it was for.
    let studio = Studio::new();
    let invitation = json!({ "invitation": invite(&studio, "viewer") });
    studio
        .world
        .call("update_person", &Value::Null, &json!({ "person": studio.people[4], "email": "new@example.com" }))
        .unwrap();
    studio
        .world
        .call("update_person", &Value::Null, &json!({ "person": studio.people[2], "email": "p4@example.com" }))
        .unwrap();
    assert_eq!(studio.code(&studio.people[2], "accept_invitation", &invitation), "not_found");
    studio.done(4, "accept_invitation", &invitation);
}
