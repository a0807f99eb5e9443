//! Share links and playlist shares: the owner's side (LNK-1 to LNK-3, LNK-7 to LNK-9).

use std::collections::BTreeSet;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::activity::Paging;
use super::actor::Actor;
use super::driver::Call;
use super::exclusions::{Among, excluded, folder_needs, settling};
use super::link_secret::{LinkSecret, hex, keyed};
use super::link_settings::{LinkSettings, Tidied, tidy_tracks};
use super::link_views::{LinkAnalytics, LinkMade, LinkView, VisitEntry};
use crate::domain::access::act;
use crate::domain::draft::Draft;
use crate::domain::item::{Item, ItemBody, Stream};
use crate::domain::link_analytics::LinkTotals;
use crate::domain::share_link::{Opens, PLAYLIST_LIMIT, Setting, ShareLink};
use crate::domain::slice::Slice;
use crate::error::{Error, Noun};
use crate::id::{ItemId, LinkId, Scope, TrackId};
use crate::ports::store::Need;

impl Actor {
    /// Makes a link that opens one track to whoever has its secret (LNK-1).
    ///
    /// # Errors
    /// `invalid_input` and `limit_exceeded` for the settings, for a playlist's among them, and for times that leave the link no time; `not_found`; `access_denied{manage_links}` to anybody but the owner; `source_unavailable` where files are excluded that cannot be looked up now.
    ///
    /// # Example: a rough mix for a vocalist
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { olivia, track, .. } = cowrite::testing::Studio::new().await?;
    /// use cowrite::{FileKind, LinkSettings};
    ///
    /// let settings = LinkSettings::new().downloads([FileKind::Bounce]).label(Some("Sarah"));
    /// let made = olivia.create_share_link(track, settings).await?;
    /// let address = format!("https://studio.example/l/{}", made.secret.unwrap().reveal());
    /// # let _ = address;
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn create_share_link(&self, track: TrackId, settings: LinkSettings) -> Result<LinkMade, Error> {
        let tidied = settings.tidied()?;
        let arguments = json!({ "track": track, "settings": self.shown(&tidied).await? });
        let secret = LinkSecret::random(&self.driver.core)?;
        let mut needs = vec![self.walk(track.into(), &[])];
        needs.extend(folder_needs(&tidied, [&track]));
        let call = self.call("create_share_link", Some(track.into()), arguments, needs);
        let decide = |draft: &mut Draft, settings: Vec<Setting>| {
            let id = draft.create_share_link(self.id(), track, &settings, secret.hash())?;
            self.made(draft, id, &secret)
        };
        self.settle(call, &tidied, Among::All(vec![track]), decide).await
    }

    /// Makes a secret address that opens up to 50 of the actor's own tracks in the given order (LNK-7).
    ///
    /// # Errors
    /// `invalid_input{tracks}` for none or one twice, and as for a link; `playlist_too_long`; `not_found` and `access_denied{manage_links}` for a track that is not the actor's: none of it is made then; `source_unavailable` as for a link.
    ///
    /// # Example: an album preview for a label
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { olivia, track, .. } = cowrite::testing::Studio::new().await?;
    /// use cowrite::LinkSettings;
    ///
    /// let closing = olivia.create_track("Closing").await?;
    /// let made = olivia.create_playlist_share([track, closing.id], LinkSettings::new()).await?;
    /// assert_eq!(made.link.playlist.unwrap().name, "2 Tracks");
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn create_playlist_share(
        &self,
        tracks: impl IntoIterator<Item = TrackId>,
        settings: LinkSettings,
    ) -> Result<LinkMade, Error> {
        // Whoever gives too many is told so, however many they are.
        let most = usize::try_from(PLAYLIST_LIMIT).unwrap_or(usize::MAX);
        let tracks: Vec<TrackId> = tracks.into_iter().take(most.saturating_add(1)).collect();
        let tracks = tidy_tracks(&tracks)?;
        if settings.tracks.is_some() {
            return Err(Error::invalid("tracks", "are given twice"));
        }
        let tidied = settings.tidied()?;
        let arguments = json!({ "tracks": tracks, "settings": self.shown(&tidied).await? });
        let secret = LinkSecret::random(&self.driver.core)?;
        let mut needs: Vec<Need> = tracks.iter().map(|track| self.walk(Scope::Track(*track), &[])).collect();
        needs.extend(folder_needs(&tidied, &tracks));
        let call = self.call("create_playlist_share", None, arguments, needs);
        let decide = |draft: &mut Draft, settings: Vec<Setting>| {
            let id = draft.create_playlist_share(self.id(), &tracks, &settings, secret.hash())?;
            self.made(draft, id, &secret)
        };
        self.settle(call, &tidied, Among::All(tracks.clone()), decide).await
    }

    /// Changes settings of a link, each on its own, from the next opening on (LNK-3).
    ///
    /// # Errors
    /// `invalid_input` and `limit_exceeded` for the settings by themselves; `playlist_too_long`; `not_found{link}`; `access_denied{manage_links}`; only then `invalid_input` for settings that this link cannot have, a limit that is used up already among them (EXP-5); for a playlist's new tracks as for making one; `link_final` where it is expired, used up or revoked; `source_unavailable` as for making one.
    ///
    /// # Example: a password, and everything else as it was
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { olivia, track, .. } = cowrite::testing::Studio::new().await?;
    /// use cowrite::LinkSettings;
    ///
    /// let link = olivia.create_share_link(track, LinkSettings::new().label(Some("Sarah"))).await?.link;
    /// let link = olivia.update_link(link.id, LinkSettings::new().password(Some("sesame"))).await?;
    /// assert_eq!((link.has_password, link.label.as_deref()), (true, Some("Sarah")));
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn update_link(&self, link: LinkId, settings: LinkSettings) -> Result<LinkView, Error> {
        let tidied = settings.tidied()?;
        let mut call = self.link_call("update_link", link);
        call.arguments = json!({ "link": link, "settings": self.shown(&tidied).await? });
        let among = self.looked_among(&tidied, link, settings.tracks.as_deref()).await?;
        let tracks: BTreeSet<TrackId> = settings.tracks.iter().flatten().chain(&among).copied().collect();
        call.needs.extend(tracks.iter().map(|track| self.walk(Scope::Track(*track), &[])));
        call.needs.extend(folder_needs(&tidied, &among));
        let decide = |draft: &mut Draft, settings: Vec<Setting>| {
            draft.update_link(self.id(), link, &settings)?;
            LinkView::of(&draft.slice, link, draft.at)
        };
        self.settle(call, &tidied, Among::Own(among), decide).await
    }

    /// Gives a link a new secret; the old one is dead at once (LNK-2).
    ///
    /// # Errors
    /// `not_found{link}`; `access_denied{manage_links}`; `link_final`.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { workspace, olivia, track, .. } = cowrite::testing::Studio::new().await?;
    /// use cowrite::{LinkSettings, Visit};
    ///
    /// let made = olivia.create_share_link(track, LinkSettings::new()).await?;
    /// olivia.rotate_link(made.link.id).await?;
    /// let late = workspace.visitor().open(&made.secret.unwrap(), Visit::new()).await;
    /// assert_eq!(late.unwrap_err().code(), "link_unavailable");
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn rotate_link(&self, link: LinkId) -> Result<LinkMade, Error> {
        let secret = LinkSecret::random(&self.driver.core)?;
        let decide = |draft: &mut Draft| {
            draft.rotate_link(self.id(), link, secret.hash())?;
            self.made(draft, link, &secret)
        };
        self.driver.act(self.link_call("rotate_link", link), decide).await
    }

    /// Revokes a link for good: the very next visitor is refused (LNK-3).
    ///
    /// # Errors
    /// `not_found{link}`; `access_denied{manage_links}`; `link_final`.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { olivia, track, .. } = cowrite::testing::Studio::new().await?;
    /// use cowrite::{LinkSettings, LinkState};
    ///
    /// let made = olivia.create_share_link(track, LinkSettings::new()).await?;
    /// assert_eq!(olivia.revoke_link(made.link.id).await?.state, LinkState::Revoked);
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn revoke_link(&self, link: LinkId) -> Result<LinkView, Error> {
        let decide = |draft: &mut Draft| {
            draft.revoke_link(self.id(), link)?;
            LinkView::of(&draft.slice, link, draft.at)
        };
        self.driver.act(self.link_call("revoke_link", link), decide).await
    }

    /// Lists every link and playlist share that reaches a track, or all that the actor has, newest first; those that are over among them.
    ///
    /// # Errors
    /// `not_found`; `access_denied{manage_links}` to anybody but the track's owner (EXP-5).
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { olivia, track, .. } = cowrite::testing::Studio::new().await?;
    /// use cowrite::LinkSettings;
    ///
    /// olivia.create_share_link(track, LinkSettings::new()).await?;
    /// olivia.create_playlist_share([track], LinkSettings::new()).await?;
    /// assert_eq!(olivia.links(track).await?.len(), 2);
    /// assert_eq!(olivia.links(None).await?.len(), 2);
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn links(&self, track: impl Into<Option<TrackId>>) -> Result<Vec<LinkView>, Error> {
        let track = track.into();
        let needs = match track {
            Some(track) => vec![self.walk(track.into(), &[]), Need::LinksAround(track)],
            None => vec![Need::LinksOf(self.id())],
        };
        let (slice, now) = self.look("links", needs).await?;
        if let Some(track) = track {
            slice.require::<act::ManageLinks>(self.id(), track.into())?.check_target(track.into())?;
        }
        let mine = slice.links().filter(|link| owns(&slice, self, link));
        let mut links: Vec<LinkView> = mine.map(|link| LinkView::of(&slice, link.id, now)).collect::<Result<_, _>>()?;
        links.sort_by_key(|link| core::cmp::Reverse((link.created_at, link.id)));
        Ok(links)
    }

    /// Reads what visitors did with a link: sums, a daily series, and what happened, newest first (LNK-8).
    ///
    /// The sums are over all visits, whichever page is asked for.
    ///
    /// # Errors
    /// `invalid_input` for `limit` and `before`; `not_found{link}`; `access_denied{manage_links}` to anybody but the owner (EXP-5).
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { workspace, olivia, track, .. } = cowrite::testing::Studio::new().await?;
    /// use cowrite::{LinkSettings, Paging, Visit};
    ///
    /// let made = olivia.create_share_link(track, LinkSettings::new()).await?;
    /// workspace.visitor().open(&made.secret.unwrap(), Visit::new()).await?;
    /// let analytics = olivia.link_analytics(made.link.id, Paging::default()).await?;
    /// assert_eq!(analytics.totals.counts.opens, 1);
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn link_analytics(&self, link: LinkId, paging: Paging) -> Result<LinkAnalytics, Error> {
        paging.check()?;
        let before = paging.cursor.as_deref().map(str::parse::<ItemId>).transpose();
        let before = before.map_err(|_| Error::invalid("before", "is not a cursor of this listing"))?;
        let all = Need::Items { stream: Stream::Visits(link), before: None, limit: u32::MAX };
        let (loaded, now) =
            self.driver.read("link_analytics", vec![Need::Link { link, person: self.id() }, all]).await?;
        let slice = &loaded.slice;
        let found = slice.link(link).filter(|link| slice.sees_link(self.id(), link));
        if let Opens::Track(track) = &found.ok_or(Error::not_found(Noun::Link))?.opens {
            slice.require::<act::ManageLinks>(self.id(), (*track).into())?.check_target((*track).into())?;
        }
        let visits: Vec<VisitEntry> = loaded.items.iter().filter_map(entry).collect();
        let totals = LinkTotals::of(visits.iter().map(|entry| &entry.visit));
        let most = usize::try_from(paging.limit).unwrap_or(usize::MAX);
        let mut rest = visits.into_iter().filter(|entry| before.is_none_or(|before| entry.id < before));
        let visits: Vec<VisitEntry> = rest.by_ref().take(most).collect();
        let next = rest.next().and(visits.last()).map(|entry| entry.id.to_string());
        Ok(LinkAnalytics { link: LinkView::of(slice, link, now)?, totals, visits, next })
    }

    fn link_call(&self, operation: &'static str, link: LinkId) -> Call {
        let needs = vec![Need::Link { link, person: self.id() }];
        let mut call = self.call(operation, None, json!({ "link": link }), needs);
        call.lane = Some(link.uuid());
        call
    }

    fn made(&self, draft: &Draft, id: LinkId, secret: &LinkSecret) -> Result<LinkMade, Error> {
        let link = LinkView::of(&draft.slice, id, draft.at)?;
        // A dry run shows no secret: it would open nothing.
        Ok(LinkMade { link, secret: (!self.driver.dry_run).then(|| secret.clone()) })
    }

    /// Returns settings as the arguments of a call, by which a repeat is known: of a password only what nobody else can tell it by.
    async fn shown(&self, tidied: &Tidied) -> Result<Value, Error> {
        let password = match (&tidied.password, &self.driver.key) {
            (Some(Some(password)), Some(_)) => {
                Some(Some(hex(&keyed(&self.driver.core.secret().await?, password.as_bytes()))))
            }
            (password, _) => password.as_ref().map(|password| password.as_ref().map(|_| String::new())),
        };
        Ok(json!({ "settings": tidied.settings, "password": password }))
    }

    /// Returns the tracks of a link, or those it is to have, where files of theirs are to be left out.
    async fn looked_among(
        &self,
        tidied: &Tidied,
        link: LinkId,
        tracks: Option<&[TrackId]>,
    ) -> Result<Vec<TrackId>, Error> {
        match (excluded(tidied), tracks) {
            (None, _) => Ok(Vec::new()),
            (Some(_), Some(tracks)) => Ok(tracks.to_vec()),
            (Some(_), None) => {
                let (slice, _) = self.look("update_link", vec![Need::Link { link, person: self.id() }]).await?;
                Ok(slice.link(link).map(|link| link.tracks().to_vec()).unwrap_or_default())
            }
        }
    }

    /// Decides on a link once its settings are as they are kept.
    async fn settle<T, F>(&self, call: Call, tidied: &Tidied, among: Among, decide: F) -> Result<T, Error>
    where
        T: Serialize + DeserializeOwned,
        F: Fn(&mut Draft, Vec<Setting>) -> Result<T, Error>,
    {
        let call = if excluded(tidied).is_some() { self.driver.beside_others(call) } else { call };
        self.driver.act_prepared(call, settling(&self.driver.core, self.id(), tidied, among), decide).await
    }
}

fn owns(slice: &Slice, actor: &Actor, link: &ShareLink) -> bool {
    match &link.opens {
        Opens::Track(track) => slice.owner(Scope::Track(*track)) == Some(actor.id()),
        Opens::Playlist(playlist) => playlist.owner == actor.id(),
    }
}

fn entry(item: &Item) -> Option<VisitEntry> {
    match &item.body {
        ItemBody::Visit(visit) => Some(VisitEntry { id: item.id, visit: visit.clone() }),
        ItemBody::Notice(_) => None,
    }
}
