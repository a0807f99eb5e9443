//! The face of a person.

use super::batch::Batch;
use super::driver::{Call, Driver};
use crate::domain::access::Action;
use crate::domain::draft::Draft;
use crate::domain::slice::Slice;
use crate::error::{Error, Noun};
use crate::event::Author;
use crate::id::{PersonId, Scope, Shard, compose};
use crate::ports::store::Need;
use crate::time::Timestamp;

/// The face on which every call is one person's.
///
/// Cloning is cheap.
/// A bare noun reads, a verb and noun changes.
#[derive(Debug, Clone)]
pub struct Actor {
    pub(crate) driver: Driver,
    person: PersonId,
}

impl Actor {
    pub(crate) fn of(driver: Driver) -> Self {
        let person = driver.author.person().unwrap_or(PersonId::from_uuid(uuid::Uuid::nil()));
        Self { driver, person }
    }

    /// Returns who acts.
    #[must_use]
    pub const fn id(&self) -> PersonId {
        self.person
    }

    /// Returns the same face for a call that carries an idempotency key (REL-1).
    ///
    /// Repeating the call with it within seven days gives the first outcome and changes nothing, also where access has ended since.
    /// One would want it wherever a call may be sent twice: a retried HTTP request, a button pressed again.
    /// What people are called, and what they wrote with an import, a repeat shows as it is by then; erasing the actor drops their outcomes (PER-2).
    /// The key is refused, as `invalid_input{key}`, on another call.
    ///
    /// # Example: sent twice, done once
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { olivia, .. } = cowrite::testing::Studio::new().await?;
    /// let first = olivia.with_key("request-7").create_track("Encore").await?;
    /// let again = olivia.with_key("request-7").create_track("Encore").await?;
    /// assert_eq!(first, again);
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    #[must_use]
    pub fn with_key(&self, key: &str) -> Self {
        let mut driver = self.driver.clone();
        driver.key = Some(key.to_owned());
        Self::of(driver)
    }

    /// Returns the same face for calls that decide and answer as the real ones would, and change nothing (EXP-3).
    ///
    /// # Example: what would revoking do?
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { olivia, alex, track, .. } = cowrite::testing::Studio::new().await?;
    /// let would = olivia.dry_run().revoke(track, alex.id()).await?;
    /// assert_eq!(would.closed, [track.into()]);
    /// assert!(alex.track(track).await.is_ok(), "nothing has changed");
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    #[must_use]
    pub fn dry_run(&self) -> Self {
        let mut driver = self.driver.clone();
        driver.dry_run = true;
        Self::of(driver)
    }

    /// Begins to gather calls that take hold together, in one commit or not at all.
    ///
    /// # Errors
    /// `storage` where the platform gives no random bits.
    ///
    /// # Example: a refused call leaves the others
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { olivia, .. } = cowrite::testing::Studio::new().await?;
    /// let batch = olivia.batch()?;
    /// assert!(batch.actor().create_track("").await.is_err());
    /// batch.actor().create_track("Reprise").await?;
    /// batch.commit().await?;
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub fn batch(&self) -> Result<Batch, Error> {
        let random = self.driver.core.entropy.bits()?;
        let lane = compose(self.driver.core.clock.now(), Shard::from_bits(0), random);
        Ok(Batch::new(self.driver.clone(), lane))
    }

    /// Returns whether the actor may do something on a track or group now (ACC-1, GRP-3).
    ///
    /// False, too, for what is not there: the answer never tells (ACC-5).
    ///
    /// # Errors
    /// `invalid_input{action}` for an action that such a scope does not know.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// use cowrite::Action;
    /// # let cowrite::testing::Studio { alex, track, .. } = cowrite::testing::Studio::new().await?;
    /// assert!(alex.can(track, Action::EditShares).await?);
    /// assert!(!alex.can(track, Action::Delete).await?);
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn can(&self, scope: impl Into<Scope>, action: Action) -> Result<bool, Error> {
        let scope = scope.into();
        if action.least(scope.into()).is_none() {
            return Err(Error::invalid("action", "is not one that such a scope knows"));
        }
        if self.driver.batch.is_none()
            && let Some(index) = self.driver.core.exact_index()
        {
            index.check_process()?;
            match index.can(self.person.into(), scope.into(), action) {
                // It has fallen behind just now; the store has not.
                Err(error) if error.is_retryable() => {}
                answered => return answered,
            }
        }
        let (slice, _) = self.look("can", vec![self.walk(scope, &[])]).await?;
        Ok(slice.can(scope, self.person, action))
    }

    pub(crate) async fn look(&self, operation: &'static str, needs: Vec<Need>) -> Result<(Slice, Timestamp), Error> {
        let (loaded, at) = self.driver.read(operation, needs).await?;
        Ok((loaded.slice, at))
    }

    /// Returns the need for what a scope and all above it say of the actor and of others.
    pub(crate) fn walk(&self, scope: Scope, others: &[PersonId]) -> Need {
        let people = core::iter::once(self.person).chain(others.iter().copied()).collect();
        Need::Walk { scope, people }
    }

    /// Names a changing call on a scope.
    pub(crate) fn call(
        &self,
        operation: &'static str,
        scope: Option<Scope>,
        arguments: serde_json::Value,
        needs: Vec<Need>,
    ) -> Call {
        debug_assert!(matches!(self.driver.author, Author::Person(_)), "an actor's call is a person's");
        let lane = Some(scope.map_or(self.person.uuid(), Scope::uuid));
        Call { operation, needs, lane, arguments }
    }
}

/// Checks that a person named in a call has a record.
pub(crate) fn require_known(draft: &Draft, person: PersonId) -> Result<(), Error> {
    if draft.slice.people.contains_key(&person) { Ok(()) } else { Err(Error::not_found(Noun::Person)) }
}
