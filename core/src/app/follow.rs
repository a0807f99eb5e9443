//! Following what people do in the folders of tracks themselves, past the library (FIL-5, NTF-1).

use core::future::poll_fn;
use core::task::Poll;
use core::time::Duration;

use serde::{Deserialize, Serialize};

use super::activity::Paging;
use super::driver::Driver;
use super::look::Followers;
use super::views::{summed, without_sum};
use super::workspace::Workspace;
use crate::domain::document::{Document, DocumentKey};
use crate::domain::file_news::FilesCounted;
use crate::domain::folder_place::{FolderPlace, Roots};
use crate::domain::following::Followed;
use crate::domain::person::PersonState;
use crate::error::{Error, Noun};
use crate::event::Author;
use crate::id::PersonId;
use crate::ports::files::{Cursor, Wait};
use crate::ports::store::{Find, Need};
use crate::ports::{Setback, Work};

/// For how many accounts at once one call waits.
const WAITED_FOR: u32 = 100;

/// The longest wait, in milliseconds: file stores hold no request longer.
const LONGEST_WAIT: u64 = 480_000;

/// What waiting comes to where all is to be looked at.
const NEWS: Wait = Wait { has_changed: true, backoff: None };

/// For how long an account is left alone in which looking at all was begun and did not get on.
const ANEW_PAUSE: Duration = Duration::from_secs(30);

/// What waiting for nothing comes to.
const QUIET: Wait = Wait { has_changed: false, backoff: None };

/// What came of following files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FilesFollowed {
    /// How many accounts were asked.
    pub accounts: u32,
    /// How many of them could not be followed to the end now: their news is told another time.
    pub failed: u32,
    /// How many tracks could not be looked at now: a folder is on its way, or cannot be read.
    pub later: u32,
    /// How many files came by themselves.
    pub appeared: u32,
    /// How many got new content.
    pub changed: u32,
    /// How many got another name.
    pub renamed: u32,
    /// How many are gone.
    pub disappeared: u32,
    /// The cursor for the accounts after these; none at the end.
    pub next: Option<String>,
}

/// What came of waiting for news of files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FilesWaited {
    /// Whether there is news to follow.
    pub has_news: bool,
    /// For how many milliseconds the file store wants to be left alone before the next wait, where it says.
    pub pause_ms: Option<u64>,
}

impl FilesFollowed {
    const fn nothing(next: Option<String>) -> Self {
        Self { accounts: 0, failed: 0, later: 0, appeared: 0, changed: 0, renamed: 0, disappeared: 0, next }
    }

    fn add(&mut self, later: u32, counted: FilesCounted) {
        self.later = self.later.saturating_add(later);
        self.appeared = self.appeared.saturating_add(counted.appeared);
        self.changed = self.changed.saturating_add(counted.changed);
        self.renamed = self.renamed.saturating_add(counted.renamed);
        self.disappeared = self.disappeared.saturating_add(counted.disappeared);
    }
}

impl Workspace {
    /// Makes what people did in the folders of tracks themselves part of their history: files that came, changed, got other names or are gone, since it was last asked (FIL-5, ACT-1).
    ///
    /// One would call it beside [`Workspace::run_effects`], after [`Workspace::wait_for_files`] or now and then, from as many processes as one likes: nothing is told twice, and what is cut off is told the next time.
    /// It goes through the accounts in which folders of tracks lie, a page of them at a call; it looks only at tracks in whose folders something has happened, or at all of an account where the file store cannot say what.
    /// Each track's news is one entry for each way in which files differ, and one notice to each person who can view it, with the number of files that came (NTF-1).
    /// An account that cannot be reached holds up no other.
    /// What systems and programs leave beside people's files is no news ([`is_junk`](crate::domain::file::is_junk)), nor is what lies outside the folders of tracks, nor what the library itself has put there.
    ///
    /// # Errors
    /// `invalid_input` for `limit` and `after`.
    ///
    /// # Example: all accounts, once
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { workspace, .. } = cowrite::testing::Studio::new().await?;
    /// use cowrite::Paging;
    ///
    /// let mut page = Some(Paging::first(50));
    /// while let Some(paging) = page {
    ///     let followed = workspace.follow_files(paging).await?;
    ///     page = followed.next.map(|next| Paging::first(50).after(next));
    /// }
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn follow_files(&self, paging: Paging) -> Result<FilesFollowed, Error> {
        paging.check()?;
        let wrong = Error::invalid("after", "is not a cursor of this listing");
        let after = match &paging.cursor {
            None => None,
            Some(cursor) => {
                let account = without_sum(cursor).and_then(|account| account.parse::<PersonId>().ok());
                Some(account.ok_or(wrong)?)
            }
        };
        let driver = self.follower();
        let (accounts, has_more) = driver.accounts("follow_files", after, paging.limit).await?;
        let next = accounts.last().filter(|_| has_more).map(|last| summed(&last.account.to_string()));
        driver.follow_all("follow_files", &accounts, next).await
    }

    /// Does as [`Workspace::follow_files`] in the account of one person alone: what a webhook of the file store is for (FIL-5).
    ///
    /// Where there is one account for everybody, it is that one, whoever is named.
    ///
    /// # Errors
    /// `not_found{person}` for somebody in whose account no folder of a track lies.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { workspace, olivia, track, .. } = cowrite::testing::Studio::new().await?;
    /// use cowrite::{FileKind, Upload, ports::files::Whole};
    ///
    /// olivia.upload_file(track, Upload::new(FileKind::Bounce, "mix.wav"), Whole::boxed("…")).await?;
    /// let followed = workspace.follow_files_of(olivia.id()).await?;
    /// assert_eq!(followed.appeared, 0, "what was uploaded is no news");
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn follow_files_of(&self, person: PersonId) -> Result<FilesFollowed, Error> {
        let driver = self.follower();
        let account = driver.account_of("follow_files_of", person).await?;
        driver.follow_all("follow_files_of", &[account], None).await
    }

    /// Waits until there is news to follow in the account of a person, or in any, at most for `timeout` (FIL-5).
    ///
    /// One would call it in a loop with [`Workspace::follow_files_of`] or [`Workspace::follow_files`], where the file store sends no webhooks; a store may give up sooner.
    /// With a store that cannot wait, or keeps no cursors, the time passes and there is said to be news.
    /// Where all of an account is to be looked at there is news at once, and half a minute's pause is asked for if that was begun and did not get on; the account of somebody who is erased has none.
    ///
    /// # Errors
    /// `invalid_input{timeout}` above 8 minutes; `not_found{person}` for somebody in whose account no folder of a track lies; `limit_exceeded{accounts}` for all of more than 100 accounts; `source_unavailable` where none can be reached.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { workspace, .. } = cowrite::testing::Studio::new().await?;
    /// use core::time::Duration;
    ///
    /// let waited = workspace.wait_for_files(Duration::from_millis(10), None).await?;
    /// assert!(!waited.has_news, "nobody has files yet");
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn wait_for_files(&self, timeout: Duration, person: Option<PersonId>) -> Result<FilesWaited, Error> {
        if timeout > Duration::from_millis(LONGEST_WAIT) {
            return Err(Error::invalid("timeout", "is at most 8 minutes"));
        }
        let driver = self.follower();
        let mut accounts = match person {
            Some(person) => vec![driver.account_of("wait_for_files", person).await?],
            None => {
                let (accounts, has_more) = driver.accounts("wait_for_files", None, WAITED_FOR).await?;
                if has_more {
                    return Err(Error::LimitExceeded { field: "accounts", limit: WAITED_FOR });
                }
                accounts
            }
        };
        driver.leave_out_erased("wait_for_files", &mut accounts).await?;
        if accounts.is_empty() {
            self.core.timer.sleep(timeout).await;
        }
        let wait = |followed| -> Work<'_, Wait> { Box::pin(driver.news_of(followed, timeout)) };
        let waited = first_news(accounts.into_iter().map(wait).collect()).await?;
        let pause_ms = waited.backoff.map(|pause| u64::try_from(pause.as_millis()).unwrap_or(u64::MAX));
        Ok(FilesWaited { has_news: waited.has_changed, pause_ms })
    }

    /// Calls made for nobody here: what they record was done in the file store itself.
    fn follower(&self) -> Driver {
        Driver::new(self.core.clone(), Author::FileStore)
    }
}

/// Waits for the first news of several, or until all have given up; it is an error where all have failed.
async fn first_news(mut waits: Vec<Work<'_, Wait>>) -> Result<Wait, Error> {
    let (mut quiet, mut failed) = (waits.is_empty().then_some(QUIET), None);
    poll_fn(move |context| {
        let mut news = None;
        waits.retain_mut(|wait| match wait.as_mut().poll(context) {
            Poll::Pending => true,
            Poll::Ready(Ok(waited)) => {
                let so_far: &mut Option<Wait> = if waited.has_changed { &mut news } else { &mut quiet };
                let longest = so_far.and_then(|so_far| so_far.backoff).max(waited.backoff);
                *so_far = Some(Wait { has_changed: waited.has_changed, backoff: longest });
                false
            }
            Poll::Ready(Err(setback)) => {
                failed = Some(setback.error);
                false
            }
        });
        if let Some(news) = news {
            return Poll::Ready(Ok(news));
        }
        if !waits.is_empty() {
            return Poll::Pending;
        }
        Poll::Ready(quiet.ok_or_else(|| failed.clone().unwrap_or(Error::SourceUnavailable)))
    })
    .await
}

impl Driver {
    /// Returns the accounts after one, at most `limit`, and whether there are more.
    async fn accounts(
        &self,
        operation: &'static str,
        after: Option<PersonId>,
        limit: u32,
    ) -> Result<(Vec<Followed>, bool), Error> {
        let after = after.map(|account| account.uuid().into_bytes().to_vec());
        let needs = vec![Need::DocumentsPage { find: Find::Accounts, after, limit: limit.saturating_add(1) }];
        let (loaded, _) = self.read(operation, needs).await?;
        let most = usize::try_from(limit).unwrap_or(usize::MAX);
        let has_more = loaded.page.len() > most;
        let followed = loaded.page.iter().take(most).filter_map(|(_, key)| match loaded.slice.documents.get(key)? {
            Document::Followed(followed) => Some(followed.clone()),
            _ => None,
        });
        Ok((followed.collect(), has_more))
    }

    /// Returns the account in which a person's files lie.
    async fn account_of(&self, operation: &'static str, person: PersonId) -> Result<Followed, Error> {
        let account = FolderPlace::account_of(self.core.files.roots(), person);
        let (loaded, _) = self.read(operation, vec![Need::Document(DocumentKey::Followed(account))]).await?;
        loaded.slice.followed(account).cloned().ok_or(Error::not_found(Noun::Person))
    }

    /// Waits for news of one account.
    async fn news_of(&self, followed: Followed, timeout: Duration) -> Result<Wait, Setback> {
        let (files, account) = (&self.core.files, followed.account);
        let waited = match followed.cursor.filter(|_| !followed.is_anew) {
            Some(cursor) => files.wait(account, Cursor::new(cursor), timeout).await?,
            // Nothing was heard yet: all there is is news.
            None => files
                .news_from(account)
                .await?
                .map(|_| Wait { backoff: followed.is_anew.then_some(ANEW_PAUSE), ..NEWS }),
        };
        match waited {
            Some(waited) => Ok(waited),
            None => {
                self.core.timer.sleep(timeout).await;
                Ok(NEWS)
            }
        }
    }

    async fn follow_all(
        &self,
        operation: &'static str,
        accounts: &[Followed],
        next: Option<String>,
    ) -> Result<FilesFollowed, Error> {
        let mut all = FilesFollowed::nothing(next);
        let mut accounts = accounts.to_vec();
        self.leave_out_erased(operation, &mut accounts).await?;
        for followed in accounts {
            all.accounts = all.accounts.saturating_add(1);
            let mut followers = Followers::new(self, operation, followed.account);
            let followed = followers.follow().await;
            all.add(followers.later(), followers.counted);
            match followed {
                Ok(()) => {}
                // What no account could be followed with.
                Err(Setback { error: error @ (Error::Storage { .. } | Error::Closed | Error::Forked), .. }) => {
                    return Err(error);
                }
                Err(_) => all.failed = all.failed.saturating_add(1),
            }
        }
        Ok(all)
    }

    /// Nobody can be asked for the account of somebody who is erased (PER-2).
    async fn leave_out_erased(&self, operation: &'static str, accounts: &mut Vec<Followed>) -> Result<(), Error> {
        if self.core.files.roots() == Roots::EachHolder && !accounts.is_empty() {
            let needs = accounts.iter().map(|followed| Need::Person(followed.account)).collect();
            let people = self.read(operation, needs).await?.0.slice.people;
            let is_erased = |id: &PersonId| people.get(id).is_some_and(|person| person.state == PersonState::Erased);
            accounts.retain(|followed| !is_erased(&followed.account));
        }
        Ok(())
    }
}
