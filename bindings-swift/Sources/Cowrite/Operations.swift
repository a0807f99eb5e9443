// Written by `face.py` from the Rust of this package: scripts/swift.sh says how.

import CowriteCore
import Foundation

extension WorkspaceActor {
    /// Whether the actor may do something on a track or group now (ACC-1, GRP-3).
    ///
    /// False, too, for what is not there: the answer never tells (ACC-5).
    /// Throws `invalidInput` for an action that such a scope does not know.
    public func can(_ action: Action, on scope: Scope) async throws -> Bool {
        try await crossing { try await raw.can(action: action, scope: scope) }
    }
}

extension WorkspaceActor {
    /// What has happened on a track or group, newest first (ACT-1); what happened to links, to the owner alone (EXP-5).
    ///
    /// A page holds `limit` entries, 1 to 200, 50 unless said otherwise.
    /// `before` is the `next` of an earlier page. Throws `invalidInput`, `notFound`.
    public func activity(on scope: Scope, before: String? = nil, limit: Int? = nil) async throws -> ActivityPage {
        try await crossing { try await raw.activity(scope: scope, before: before, limit: limit) }
    }

    /// What has happened to the actor's own playlist shares, public page and imports, newest first (ACT-1, OPS-1, EXP-5).
    ///
    /// A page holds `limit` entries, 1 to 200, 50 unless said otherwise.
    /// `before` is the `next` of an earlier page. Throws `invalidInput`.
    public func ownActivity(before: String? = nil, limit: Int? = nil) async throws -> ActivityPage {
        try await crossing { try await raw.ownActivity(before: before, limit: limit) }
    }

    /// What the actor was told, newest first, and how much of it is unread (NTF-1).
    ///
    /// A page holds `limit` notifications, 1 to 200, 50 unless said otherwise.
    /// `before` is the `next` of an earlier page. Throws `invalidInput`.
    public func notifications(before: String? = nil, limit: Int? = nil) async throws -> NoticePage {
        try await crossing { try await raw.notifications(before: before, limit: limit) }
    }

    /// Marks a notification as read; marking it again changes nothing (NTF-1). Throws `notFound`.
    public func markRead(_ notification: ItemID) async throws -> NoticeMarked {
        try await crossing { try await raw.markRead(notification: notification) }
    }

    /// Marks all that the actor was told as read (NTF-1).
    public func markAllRead() async throws -> AllRead {
        try await crossing { try await raw.markAllRead() }
    }

    /// Takes a notification out of the actor's list, read or not (NTF-1). Throws `notFound`.
    public func dismissNotification(_ notification: ItemID) async throws -> NoticeMarked {
        try await crossing { try await raw.dismissNotification(notification: notification) }
    }
}

extension WorkspaceActor {
    /// Who takes part in a track or group, with roles, access and shares, in roster order (VIEW-1, SPL-4). Throws `notFound`.
    public func collaborators(on scope: Scope) async throws -> Panel {
        try await crossing { try await raw.collaborators(scope: scope) }
    }

    /// Gives a collaborator another access (ACC-3, ACC-6).
    ///
    /// Throws `invalidInput`, `notFound`, `accessDenied`, `ownerFixed`, `notCollaborator`, `limitExceeded`.
    public func setAccess(of person: PersonID, on scope: Scope, to access: Access) async throws -> AccessChange {
        try await crossing { try await raw.setAccess(person: person, scope: scope, access: access) }
    }

    /// Forgets what was decided here for a person, so that the group above decides again (GRP-6).
    ///
    /// Throws `notFound`, `accessDenied`, `ownerFixed`, `notCollaborator`.
    public func inheritAccess(of person: PersonID, on scope: Scope) async throws -> AccessChange {
        try await crossing { try await raw.inheritAccess(person: person, scope: scope) }
    }

    /// Ends a person's access and keeps their shares (REV-1). Throws `notFound`, `accessDenied`, `ownerFixed`, `nothingToRevoke`.
    public func revoke(_ person: PersonID, from scope: Scope) async throws -> Ending {
        try await crossing { try await raw.revoke(person: person, scope: scope) }
    }

    /// Ends a person's access and frees their shares (REV-2). Throws `notFound`, `accessDenied`, `ownerFixed`, `nothingToRevoke`.
    public func removeCollaborator(_ person: PersonID, from scope: Scope) async throws -> Ending {
        try await crossing { try await raw.removeCollaborator(person: person, scope: scope) }
    }

    /// Ends the actor's own access; their shares stay (REV-3). Throws `notFound`, `ownerFixed`.
    public func leave(_ scope: Scope) async throws -> Ending {
        try await crossing { try await raw.leave(scope: scope) }
    }

    /// Ends a person's access to all that the actor owns (REV-5). Throws `notFound`.
    public func revokeAll(of person: PersonID) async throws -> Ending {
        try await crossing { try await raw.revokeAll(person: person) }
    }

    /// Ends the actor's access to all that a person owns (REV-5). Throws `notFound`.
    public func leaveAllFrom(_ owner: PersonID) async throws -> Ending {
        try await crossing { try await raw.leaveAllFrom(owner: owner) }
    }
}

extension WorkspaceActor {
    /// Comments on a track, of which whoever can view it may say something (COM-1).
    ///
    /// `file` is the file store's own id of a file that it is about, `position` the time. The text may have 10,000 characters.
    /// Throws `invalidInput`, `limitExceeded`, `notFound`.
    public func addComment(
        _ text: String,
        on track: TrackID,
        about file: String? = nil,
        at position: Position? = nil
    ) async throws -> Comment {
        try await crossing { try await raw.addComment(text: text, track: track, file: file, position: position) }
    }

    /// Changes what the actor's own comment says; what is left out stays, `nil` empties `file` and `position` (COM-1).
    ///
    /// Throws `invalidInput`, `limitExceeded`, `notFound`, `accessDenied`.
    public func editComment(
        _ comment: CommentID,
        text: String? = nil,
        about file: Edit<String> = .keep,
        at position: Edit<Position> = .keep
    ) async throws -> Comment {
        try await crossing { try await raw.editComment(comment: comment, text: text, file: file.raw, position: position.raw) }
    }

    /// Deletes a comment: one's own while able to view, or any on a track that one owns (COM-1). Throws `notFound`, `accessDenied`.
    public func deleteComment(_ comment: CommentID) async throws -> CommentDeleted {
        try await crossing { try await raw.deleteComment(comment: comment) }
    }

    /// Pins a comment, so that it comes before all that are not; pinning again changes nothing (COM-1). Throws `notFound`, `accessDenied`.
    public func pinComment(_ comment: CommentID) async throws -> CommentPinned {
        try await crossing { try await raw.pinComment(comment: comment) }
    }

    /// Unpins a comment; unpinning again changes nothing (COM-1). Throws `notFound`, `accessDenied`.
    public func unpinComment(_ comment: CommentID) async throws -> CommentPinned {
        try await crossing { try await raw.unpinComment(comment: comment) }
    }

    /// The comments on a track, pinned ones first, then the newest (COM-1, COM-2).
    ///
    /// A page holds `limit` of them, 1 to 200, 50 unless said otherwise.
    /// `after` is the `next` of an earlier page. Throws `invalidInput`, `notFound`.
    public func comments(on track: TrackID, after: String? = nil, limit: Int? = nil) async throws -> CommentsPage {
        try await crossing { try await raw.comments(track: track, after: after, limit: limit) }
    }
}

extension WorkspaceOperator {
    /// Takes a comment down: it is there for nobody until it is restored (OPS-1). Throws `notFound`.
    public func takeDownComment(_ comment: CommentID) async throws -> CommentTakedown {
        try await crossing { try await raw.takeDownComment(comment: comment) }
    }

    /// Restores a comment that was taken down, in its old place (OPS-1). Throws `notFound`.
    public func restoreComment(_ comment: CommentID) async throws -> CommentTakedown {
        try await crossing { try await raw.restoreComment(comment: comment) }
    }
}

extension Workspace {
    /// Does outside what decisions have made necessary, at most `limit` of it, up to 1000 (FIL-1, FIL-3, OWN-4).
    ///
    /// It moves folders of tracks after renames, moves and handovers, and puts what was sent into the track that it was accepted into.
    /// Call it now and then, and after commits, from as many processes as you like. What fails is tried again after growing pauses.
    /// Throws `invalidInput`.
    public func runEffects(limit: Int) async throws -> EffectsRun {
        try await crossing { try await raw.runEffects(limit: limit) }
    }

    /// Takes in the bytes of a file that an outsider sends, by its place in the import, counted from 0, while that waits (IMP-1).
    ///
    /// They go into the recipient's file store, outside any track; sent again they take the place of what came before. `content` is as for
    /// `Actor.upload_file`. Throws `notFound`, `sourceUnavailable`, and `invalidInput` where it is not as long as was said.
    public func receiveFile(_ content: Content, at number: Int, of `import`: ImportID) async throws -> Import {
        try await crossing { try await raw.receiveFile(content: content.port, number: number, import: `import`) }
    }
}

extension WorkspaceActor {
    /// Sends the bytes of a file of an import, by its place in that, counted from 0, while it waits (IMP-1).
    ///
    /// Once the import was accepted and `Workspace.run_effects` has run they lie in the track's folder. `content` is as for `uploadFile`.
    /// Throws `notFound`, `sourceUnavailable`, and `invalidInput` where it is not as long as was said.
    public func sendFile(_ content: Content, at number: Int, of `import`: ImportID) async throws -> Import {
        try await crossing { try await raw.sendFile(content: content.port, number: number, import: `import`) }
    }
}

extension WorkspaceOperator {
    /// What is still to be done outside, at most `limit` of it, due first first (OPS-1).
    ///
    /// One that was tried many times has a cause that somebody must mend. Throws `invalidInput` above 1000.
    public func effects(limit: Int) async throws -> OpenEffects {
        try await crossing { try await raw.effects(limit: limit) }
    }

    /// Makes an effect due now, whenever it was to be tried again (OPS-1). Throws `notFound` where it is not open.
    public func retryEffect(_ effect: Effect) async throws -> EffectRetried {
        try await crossing { try await raw.retryEffect(effect: effect) }
    }
}

extension WorkspaceActor {
    /// Why a person has access to a track or has none, and what would end it (EXP-1).
    ///
    /// About oneself whoever can view may ask; about others, the owner and full collaborators (EXP-5). Throws `notFound`, `accessDenied`.
    public func explain(accessOf person: PersonID, to track: TrackID) async throws -> Explanation {
        try await crossing { try await raw.explain(person: person, track: track) }
    }

    /// Everybody who may do something on a track or group, and through what, in roster order (EXP-2, EXP-5).
    ///
    /// Throws `invalidInput` for an action that such a scope does not know, `notFound`, `accessDenied`.
    public func whoCan(_ action: Action, on scope: Scope) async throws -> [WhoCan] {
        try await crossing { try await raw.whoCan(action: action, scope: scope) }
    }

    /// What a person could do on a track at an instant, groups as they lay then included (EXP-4, EXP-5). Throws `notFound`, `accessDenied`.
    public func accessAt(_ instant: Date, of person: PersonID, to track: TrackID) async throws -> AccessThen {
        try await crossing { try await raw.accessAt(instant: instant, person: person, track: track) }
    }

    /// Who held which share of a track at an instant (EXP-4). Throws `notFound`.
    public func sharesAt(_ instant: Date, on track: TrackID) async throws -> SharesThen {
        try await crossing { try await raw.sharesAt(instant: instant, track: track) }
    }
}

extension WorkspaceActor {
    /// A track's files as they are now (FIL-5, LNK-6). Throws `notFound`, and `sourceUnavailable` where they cannot be reached.
    public func files(of track: TrackID) async throws -> TrackFiles {
        try await crossing { try await raw.files(track: track) }
    }

    /// A ticket for hearing a file, redeemed by `Workspace.redeem` within five minutes (FIL-5, LNK-5, ACC-1).
    ///
    /// Throws `notFound` for the track or the file, `sourceUnavailable`.
    public func streamFile(_ file: FileID, of track: TrackID) async throws -> FileTicket {
        try await crossing { try await raw.streamFile(file: file, track: track) }
    }

    /// A ticket for downloading a file, redeemed by `Workspace.redeem` within five minutes (FIL-5, LNK-5, ACC-1).
    ///
    /// Throws `notFound` for the track or the file, `sourceUnavailable`.
    public func downloadFile(_ file: FileID, of track: TrackID) async throws -> FileTicket {
        try await crossing { try await raw.downloadFile(file: file, track: track) }
    }

    /// Uploads a file, or with `replaces` new content for one, into the folder of its kind (FIL-1, FIL-4, FIL-5).
    ///
    /// `content` is bytes, a binary file to be read from where it stands, or something that gives bytes piece by piece; on an event loop
    /// also a file or iterator that is awaited. Never is all of a file or iterator in memory. What it raises reaches the caller.
    /// The file is there when the call returns, also where it belongs to a batch that is then given up.
    /// Throws `invalidInput`, `limitExceeded`, `notFound`, `accessDenied`, `conflict` where the name is taken, `sourceUnavailable`.
    public func uploadFile(
        _ content: Content,
        named name: String,
        as kind: FileKind,
        to track: TrackID,
        replacing replaces: Bool = false
    ) async throws -> FileChanged {
        try await crossing { try await raw.uploadFile(content: content.port, name: name, kind: kind, track: track, replaces: replaces) }
    }

    /// Gives a file another name; it stays what it is, for links too (FIL-4, FIL-5).
    ///
    /// Throws `invalidInput`, `limitExceeded`, `notFound`, `accessDenied`, `conflict` where the name is taken, `sourceUnavailable`.
    public func renameFile(_ file: FileID, of track: TrackID, to name: String) async throws -> FileChanged {
        try await crossing { try await raw.renameFile(file: file, track: track, name: name) }
    }

    /// Deletes a file (FIL-4, FIL-5). Throws `notFound`, `accessDenied`, `sourceUnavailable`.
    public func deleteFile(_ file: FileID, of track: TrackID) async throws -> FileChanged {
        try await crossing { try await raw.deleteFile(file: file, track: track) }
    }
}

extension Workspace {
    /// The bytes of a file that a ticket stands for, while whoever got it could have the file (LNK-5, LNK-8, PUB-3, FIL-4).
    ///
    /// Throws `invalidInput` for a range that lies outside, `notFound` for what is no ticket or one whose time is over, `linkUnavailable`,
    /// `passwordRequired`, `downloadNotAllowed`, `sourceUnavailable`.
    public func redeem(_ ticket: Secret, range: ByteRange = .all) async throws -> Redeemed {
        try await crossing { try await Redeemed(raw.redeem(ticket: ticket, range: range)) }
    }
}

extension WorkspaceActor {
    /// Creates a group, at the top or in another (GRP-1, GRP-7).
    ///
    /// Throws `invalidInput`, `limitExceeded`, `notFound`, `accessDenied`, `groupTooDeep`.
    public func createGroup(_ name: String, in parent: GroupID? = nil) async throws -> TrackGroup {
        try await crossing { try await raw.createGroup(name: name, parent: parent) }
    }

    /// A group as the actor sees it. Throws `notFound` also where the actor may not know of it (ACC-5).
    public func group(_ group: GroupID) async throws -> TrackGroup {
        try await crossing { try await raw.group(group: group) }
    }

    /// Names a group anew (GRP-7). Throws `invalidInput`, `limitExceeded`, `notFound`, `accessDenied`.
    public func updateGroup(_ group: GroupID, name: String) async throws -> TrackGroup {
        try await crossing { try await raw.updateGroup(group: group, name: name) }
    }

    /// Moves a group into another, or with `nil` to the top; says whose access rises and falls (GRP-5).
    ///
    /// Throws `notFound`, `accessDenied`, `groupCycle`, `groupTooDeep`.
    public func moveGroup(_ group: GroupID, to parent: GroupID?) async throws -> GroupMoved {
        try await crossing { try await raw.moveGroup(group: group, parent: parent) }
    }

    /// Deletes a group; what lay in it goes to the top of whoever owns it (GRP-7). Throws `notFound`, `accessDenied`.
    public func deleteGroup(_ group: GroupID) async throws -> GroupDeleted {
        try await crossing { try await raw.deleteGroup(group: group) }
    }
}

extension Workspace {
    /// Takes in up to 500 files that an outsider sends to a person, by a name and an address that nobody has checked (IMP-1, IMP-2).
    ///
    /// Throws `invalidInput`, `limitExceeded`, and `notFound` for a recipient who is not registered.
    public func receiveImport(
        of files: [NewFile],
        for to: PersonID,
        name: String,
        email: String,
        note: String? = nil,
        trackName: String? = nil
    ) async throws -> Import {
        try await crossing { try await raw.receiveImport(files: files, to: to, name: name, email: email, note: note, trackName: trackName) }
    }
}

extension WorkspaceActor {
    /// Sends up to 500 files to somebody, with a note and the track meant, by its id where the actor can view it or in words (IMP-1, IMP-2).
    ///
    /// Until they are accepted nothing in the recipient's library changes. Throws `invalidInput`, `limitExceeded`, `notFound`.
    public func submitImport(
        of files: [NewFile],
        to: PersonID,
        note: String? = nil,
        for track: TrackID? = nil,
        trackName: String? = nil
    ) async throws -> Import {
        try await crossing { try await raw.submitImport(files: files, to: to, note: note, track: track, trackName: trackName) }
    }

    /// Sends once more what its recipient dismissed, as a new import (IMP-3). Throws `notFound`.
    public func resubmitImport(_ `import`: ImportID) async throws -> Import {
        try await crossing { try await raw.resubmitImport(import: `import`) }
    }

    /// An import with the tracks that it may be meant for: to its recipient, and without these to its sender (IMP-2). Throws `notFound`.
    public func `import`(_ `import`: ImportID) async throws -> ImportDetail {
        try await crossing { try await raw.import(import: `import`) }
    }

    /// What was sent to the actor, and the invitations that wait for an answer, newest first (IMP-4).
    ///
    /// A page holds `limit` entries, 1 to 200, 50 unless said otherwise, or fewer where `state` and `from` leave some out.
    /// `after` is the `next` of an earlier page. Throws `invalidInput`.
    public func imports(
        state: ImportStatus? = nil,
        from: PersonID? = nil,
        after: String? = nil,
        limit: Int? = nil
    ) async throws -> ImportsPage {
        try await crossing { try await raw.imports(state: state, from: from, after: after, limit: limit) }
    }

    /// Corrects what an import's files are, by their place counted from 0, and which track it is for, while it waits (IMP-2).
    ///
    /// `nil` chooses no track. Throws `invalidInput`, `notFound`.
    public func updateImport(
        _ `import`: ImportID,
        kinds: [Int: FileKind]? = nil,
        track: Edit<TrackID> = .keep
    ) async throws -> Import {
        try await crossing { try await raw.updateImport(import: `import`, kinds: kinds, track: track.raw) }
    }

    /// Accepts an import into `track`, on which the actor is editor or above, or into a new one under `title`, where wanted in `group` (IMP-3).
    ///
    /// Accepting again gives the first result. Throws `invalidInput`, `limitExceeded`, `notFound`, `accessDenied`.
    public func acceptImport(
        _ `import`: ImportID,
        into track: TrackID? = nil,
        asNewTrack title: String? = nil,
        in group: GroupID? = nil
    ) async throws -> Import {
        try await crossing { try await raw.acceptImport(import: `import`, track: track, title: title, group: group) }
    }

    /// Dismisses an import; its sender may send it again (IMP-3). Throws `notFound`.
    public func dismissImport(_ `import`: ImportID) async throws -> Import {
        try await crossing { try await raw.dismissImport(import: `import`) }
    }
}

extension WorkspaceActor {
    /// Invites somebody to a track or group, with an access, a role and shares on offer; nothing begins before they accept (INV-1).
    ///
    /// Throws `invalidInput`, `invalidShare`, `limitExceeded`, `notFound`, `accessDenied`, `ownerFixed`, `alreadyCollaborator`, `overAllocated`.
    public func invite(
        _ to: Invitee,
        to scope: Scope,
        access: Access,
        role: String? = nil,
        shares: ShareEdits? = nil
    ) async throws -> Invitation {
        try await crossing { try await raw.invite(to: to, scope: scope, access: access, role: role, shares: shares?.raw) }
    }

    /// The invitations that wait for the actor's answer, newest first (INV-6).
    public func invitations() async throws -> [InboxEntry] {
        try await crossing { try await raw.invitations() }
    }

    /// Accepts an invitation: access and shares begin (INV-3).
    ///
    /// Throws `notFound`, `invitationVoid`, `invitationExpired`, `limitExceeded`.
    public func acceptInvitation(_ invitation: InvitationID) async throws -> Joined {
        try await crossing { try await raw.acceptInvitation(invitation: invitation) }
    }

    /// Says no to an invitation (INV-2). Throws `notFound`, `invitationVoid`, `invitationExpired`.
    public func dismissInvitation(_ invitation: InvitationID) async throws -> Invitation {
        try await crossing { try await raw.dismissInvitation(invitation: invitation) }
    }

    /// Takes an invitation back (INV-2). Throws `notFound`, `accessDenied`, `invitationExpired`.
    public func withdrawInvitation(_ invitation: InvitationID) async throws -> Invitation {
        try await crossing { try await raw.withdrawInvitation(invitation: invitation) }
    }
}

extension WorkspaceActor {
    /// The tracks that the actor can view, newest first or by title (ACC-4, LIB-1).
    ///
    /// A page holds `limit` of them, 1 to 200, 50 unless said otherwise.
    /// `after` is the `next` of an earlier page of this very listing: of this person, sort and filter.
    /// Throws `invalidInput`, `limitExceeded`.
    public func library(
        sort: LibrarySort? = nil,
        filter: LibraryFilter? = nil,
        after: String? = nil,
        limit: Int? = nil
    ) async throws -> LibraryPage {
        try await crossing { try await raw.library(sort: sort, filter: filter?.raw, after: after, limit: limit) }
    }

    /// The actor's buckets, in the order in which they were made (LIB-2).
    public func buckets() async throws -> [Bucket] {
        try await crossing { try await raw.buckets() }
    }

    /// Makes a bucket: a private folder for arranging the library, of which nobody else knows (LIB-2).
    ///
    /// Throws `invalidInput`, `limitExceeded`, and `notFound` for an actor who is not registered.
    public func createBucket(_ name: String) async throws -> Bucket {
        try await crossing { try await raw.createBucket(name: name) }
    }

    /// Gives a bucket another name (LIB-2). Throws `invalidInput`, `limitExceeded`, `notFound`.
    public func renameBucket(_ bucket: BucketID, to name: String) async throws -> Bucket {
        try await crossing { try await raw.renameBucket(bucket: bucket, name: name) }
    }

    /// Deletes a bucket, and returns it as it was; what was in it is in none, and still in the library (LIB-2). Throws `notFound`.
    public func deleteBucket(_ bucket: BucketID) async throws -> Bucket {
        try await crossing { try await raw.deleteBucket(bucket: bucket) }
    }

    /// Puts a track into a bucket of the actor's, or with `nil` out of all; access stays as it is (LIB-2). Throws `notFound`.
    public func moveToBucket(_ bucket: BucketID?, track: TrackID) async throws -> Placement {
        try await crossing { try await raw.moveToBucket(bucket: bucket, track: track) }
    }

    /// What has changed for the actor since a cursor that an earlier answer gave; all there is, where there is none (SYN-1, REV-6).
    ///
    /// Call it again at once while `more` is set. A cursor that was lost, or is another person's, begins a full reading: never a silent gap.
    public func sync(since cursor: String? = nil) async throws -> Delta {
        try await crossing { try await raw.sync(cursor: cursor) }
    }
}

extension WorkspaceActor {
    /// Makes a secret address that opens one track, for whoever has it (LNK-1, LNK-2, OWN-2).
    ///
    /// `downloads` are the kinds of files that may be downloaded, none unless said; `stream` is whether what may be heard is played, as it is
    /// unless said; between `notBefore` and `expiresAt` it opens; `downloadLimit` is how many downloads it gives in all; `label` says whom it
    /// is for; `excluded` are files that it does not show; with `asksReview` visitors may say what they think of it.
    /// The secret is in the answer, this once.
    /// Throws `invalidInput`, `limitExceeded`, `notFound`, `accessDenied` to anybody but the owner, and
    /// `sourceUnavailable` where files to leave out cannot be looked up.
    public func createShareLink(
        to track: TrackID,
        downloads: [FileKind]? = nil,
        stream: Bool? = nil,
        notBefore: Edit<Date> = .keep,
        expiresAt: Edit<Date> = .keep,
        password: Edit<String> = .keep,
        downloadLimit: Edit<Int> = .keep,
        label: Edit<String> = .keep,
        excluded: [FileID]? = nil,
        asksReview: Bool? = nil
    ) async throws -> LinkMade {
        try await crossing { try await raw.createShareLink(track: track, downloads: downloads, stream: stream, notBefore: notBefore.raw, expiresAt: expiresAt.raw, password: password.raw, downloadLimit: downloadLimit.raw, label: label.raw, excluded: excluded, asksReview: asksReview) }
    }

    /// Makes a secret address that opens some of the actor's own tracks in an order, at most 50 (LNK-7, LNK-2, OWN-2).
    ///
    /// Beside what a share link is told: `name`, by the tracks unless said; `cover`, where a picture is; `filter`, what of the tracks is shown.
    /// Throws `invalidInput`, `limitExceeded`, `playlistTooLong`, `notFound`, `accessDenied`, `sourceUnavailable`.
    public func createPlaylistShare(
        of tracks: [TrackID],
        downloads: [FileKind]? = nil,
        stream: Bool? = nil,
        notBefore: Edit<Date> = .keep,
        expiresAt: Edit<Date> = .keep,
        password: Edit<String> = .keep,
        downloadLimit: Edit<Int> = .keep,
        label: Edit<String> = .keep,
        excluded: [FileID]? = nil,
        asksReview: Bool? = nil,
        name: String? = nil,
        cover: Edit<String> = .keep,
        filter: PlaylistFilter? = nil
    ) async throws -> LinkMade {
        try await crossing { try await raw.createPlaylistShare(tracks: tracks, downloads: downloads, stream: stream, notBefore: notBefore.raw, expiresAt: expiresAt.raw, password: password.raw, downloadLimit: downloadLimit.raw, label: label.raw, excluded: excluded, asksReview: asksReview, name: name, cover: cover.raw, filter: filter) }
    }

    /// Changes what a link or playlist share allows; what is left out stays, `nil` empties (LNK-3, OWN-2).
    ///
    /// `name`, `cover`, `filter` and `tracks` are a playlist's. The address stays the same.
    /// Throws `invalidInput`, `limitExceeded`, `playlistTooLong`, `notFound`, `accessDenied`, `sourceUnavailable`, and `linkFinal` where it is over for good.
    public func updateLink(
        _ link: LinkID,
        downloads: [FileKind]? = nil,
        stream: Bool? = nil,
        notBefore: Edit<Date> = .keep,
        expiresAt: Edit<Date> = .keep,
        password: Edit<String> = .keep,
        downloadLimit: Edit<Int> = .keep,
        label: Edit<String> = .keep,
        excluded: [FileID]? = nil,
        asksReview: Bool? = nil,
        name: String? = nil,
        cover: Edit<String> = .keep,
        filter: PlaylistFilter? = nil,
        tracks: [TrackID]? = nil
    ) async throws -> SharedLink {
        try await crossing { try await raw.updateLink(link: link, downloads: downloads, stream: stream, notBefore: notBefore.raw, expiresAt: expiresAt.raw, password: password.raw, downloadLimit: downloadLimit.raw, label: label.raw, excluded: excluded, asksReview: asksReview, name: name, cover: cover.raw, filter: filter, tracks: tracks) }
    }

    /// Gives a link another secret: the address that was sent opens nothing from now on, everything else stays (LNK-2).
    ///
    /// Throws `notFound`, `accessDenied`, `linkFinal`.
    public func rotateLink(_ link: LinkID) async throws -> LinkMade {
        try await crossing { try await raw.rotateLink(link: link) }
    }

    /// Revokes a link for good: the very next visitor is refused (LNK-3). Throws `notFound`, `accessDenied`, `linkFinal`.
    public func revokeLink(_ link: LinkID) async throws -> SharedLink {
        try await crossing { try await raw.revokeLink(link: link) }
    }

    /// Every link and playlist share that reaches a track, or all that the actor has, newest first, with those that are over (LNK-1, LNK-7).
    ///
    /// Throws `notFound`, and `accessDenied` to anybody but the track's owner (EXP-5).
    public func links(to track: TrackID? = nil) async throws -> [SharedLink] {
        try await crossing { try await raw.links(track: track) }
    }

    /// What visitors did with a link: sums over all visits, and the visits themselves, newest first (LNK-8).
    ///
    /// A page holds `limit` visits, 1 to 200, 50 unless said otherwise.
    /// `before` is the `next` of an earlier page.
    /// Throws `invalidInput`, `notFound`, and `accessDenied` to anybody but the owner (EXP-5).
    public func linkAnalytics(of link: LinkID, before: String? = nil, limit: Int? = nil) async throws -> LinkAnalytics {
        try await crossing { try await raw.linkAnalytics(link: link, before: before, limit: limit) }
    }
}

extension WorkspaceOperator {
    /// Hands a track or group over from an owner who cannot be reached (OPS-1, OWN-4). Throws `notFound`, `ownerFixed`, `limitExceeded`.
    public func handOver(_ scope: Scope, to: PersonID) async throws -> Handover {
        try await crossing { try await raw.handOver(scope: scope, to: to) }
    }

    /// Takes a track down: it is there for its owner alone until it is restored (OPS-1). Throws `notFound`.
    public func takeDown(_ track: TrackID) async throws -> Takedown {
        try await crossing { try await raw.takeDown(track: track) }
    }

    /// Restores a track that was taken down: everybody's access is as it was (OPS-1). Throws `notFound`.
    public func restore(_ track: TrackID) async throws -> Takedown {
        try await crossing { try await raw.restore(track: track) }
    }

    /// Takes a link or playlist share down: it opens for nobody until it is restored (OPS-1). Throws `notFound`.
    public func takeDownLink(_ link: LinkID) async throws -> LinkTakedown {
        try await crossing { try await raw.takeDownLink(link: link) }
    }

    /// Restores a link or playlist share that was taken down (OPS-1). Throws `notFound`.
    public func restoreLink(_ link: LinkID) async throws -> LinkTakedown {
        try await crossing { try await raw.restoreLink(link: link) }
    }
}

extension WorkspaceActor {
    /// Offers a track or group to a collaborator (OWN-4). Throws `notFound`, `accessDenied`, `ownerFixed`, `notCollaborator`.
    public func offerOwnership(of scope: Scope, to: PersonID) async throws -> OfferMade {
        try await crossing { try await raw.offerOwnership(scope: scope, to: to) }
    }

    /// Takes what was offered: the actor owns it from now on (OWN-4). Throws `notFound`, `limitExceeded`.
    public func acceptOwnership(of scope: Scope) async throws -> Handover {
        try await crossing { try await raw.acceptOwnership(scope: scope) }
    }

    /// Says no to an offer (OWN-4). Throws `notFound`.
    public func declineOwnership(of scope: Scope) async throws -> OfferMade {
        try await crossing { try await raw.declineOwnership(scope: scope) }
    }

    /// Takes an offer back (OWN-4). Throws `notFound`, `accessDenied`.
    public func withdrawOwnership(of scope: Scope) async throws -> OfferMade {
        try await crossing { try await raw.withdrawOwnership(scope: scope) }
    }
}

extension WorkspaceVisitor {
    /// A public page by its address, as anybody may see it: shown tracks only (PUB-1). Throws `notFound`.
    public func publicPage(_ slug: String) async throws -> PublicPage {
        try await crossing { try await raw.publicPage(slug: slug) }
    }
}

extension WorkspaceActor {
    /// The actor's own public page: an empty one, where they have made none (PUB-1, PUB-2).
    public func publicPage() async throws -> OwnPage {
        try await crossing { try await raw.publicPage() }
    }

    /// Changes the actor's page; what is left out stays, `nil` empties `bio` and `avatar`, `links` come instead of all there were (PUB-2).
    ///
    /// `slug` is 3 to 50 of a-z, 0-9 and hyphens, `avatar` an https address. Throws `invalidInput`, `limitExceeded`, `notFound`, `slugTaken`.
    public func updatePublicPage(
        slug: String? = nil,
        name: String? = nil,
        bio: Edit<String> = .keep,
        avatar: Edit<String> = .keep,
        links: [PageLink]? = nil
    ) async throws -> OwnPage {
        try await crossing { try await raw.updatePublicPage(slug: slug, name: name, bio: bio.raw, avatar: avatar.raw, links: links) }
    }

    /// Adds a track to the end of a section of the actor's page, or of its last one; it is shown while it is published (PUB-1, OWN-2).
    ///
    /// A section that is not there is made. Throws `invalidInput`, `limitExceeded`, `notFound`, `accessDenied`.
    public func addToPublicPage(_ track: TrackID, section: String? = nil) async throws -> OwnPage {
        try await crossing { try await raw.addToPublicPage(track: track, section: section) }
    }

    /// Takes a track off the actor's page (PUB-1). Throws `notFound`.
    public func removeFromPublicPage(_ track: TrackID) async throws -> OwnPage {
        try await crossing { try await raw.removeFromPublicPage(track: track) }
    }

    /// Puts what is on the actor's page in another order and under other titles (PUB-2).
    ///
    /// Throws `invalidInput`, `limitExceeded`, `notFound`, and `conflict` where these are not exactly the tracks on the page.
    public func reorderPublicPage(_ sections: [NewSection]) async throws -> OwnPage {
        try await crossing { try await raw.reorderPublicPage(sections: sections) }
    }

    /// Lets the actor's page be found; it needs an address and a name (PUB-2). Throws `invalidInput`, `notFound`.
    public func publishPublicPage() async throws -> OwnPage {
        try await crossing { try await raw.publishPublicPage() }
    }

    /// Takes the actor's page off the public; all its settings stay (PUB-2). Throws `notFound`.
    public func unpublishPublicPage() async throws -> OwnPage {
        try await crossing { try await raw.unpublishPublicPage() }
    }
}

extension WorkspaceOperator {
    /// Takes a person's public page down: nobody finds it until it is restored, published or not (OPS-1). Throws `notFound`.
    public func takeDownPage(of person: PersonID) async throws -> PageTakedown {
        try await crossing { try await raw.takeDownPage(person: person) }
    }

    /// Restores a public page that was taken down, with all its settings (OPS-1). Throws `notFound`.
    public func restorePage(of person: PersonID) async throws -> PageTakedown {
        try await crossing { try await raw.restorePage(person: person) }
    }
}

extension Workspace {
    /// Registers a person, or gives back who has that external id; somebody invited by that address before becomes them (PER-1).
    ///
    /// Throws `invalidInput`, `limitExceeded`, `emailTaken`.
    public func register(externalID: String, name: String, email: String? = nil) async throws -> Person {
        try await crossing { try await raw.register(externalId: externalID, name: name, email: email) }
    }

    /// Changes a person's name or address; `nil` takes the address away, what is left out stays (PER-1).
    ///
    /// Throws `invalidInput`, `limitExceeded`, `notFound`, `emailTaken`.
    public func updatePerson(
        _ person: PersonID,
        name: String? = nil,
        email: Edit<String> = .keep
    ) async throws -> Person {
        try await crossing { try await raw.updatePerson(person: person, name: name, email: email.raw) }
    }

    /// Erases a person: name and address are forgotten, their access ends everywhere, their credits stay (PER-2).
    ///
    /// Throws `notFound`, and `ownerFixed` while they own anything.
    public func erasePerson(_ person: PersonID) async throws -> Ending {
        try await crossing { try await raw.erasePerson(person: person) }
    }

    /// Who a person is. Throws `notFound`.
    public func person(_ person: PersonID) async throws -> Person {
        try await crossing { try await raw.person(person: person) }
    }

    /// Who has that external id: the host's own name for a person. Throws `notFound`.
    public func personByExternalID(_ externalID: String) async throws -> Person {
        try await crossing { try await raw.personByExternalId(externalId: externalID) }
    }
}

extension WorkspaceActor {
    /// What the actor shares with others and they with the actor, person by person (VIEW-1).
    public func sharingPanel() async throws -> SharingPanel {
        try await crossing { try await raw.sharingPanel() }
    }

    /// A track with all that its first screen shows: details, people, splits, latest activity, for its owner the number of links (VIEW-1).
    ///
    /// Throws `notFound`.
    public func trackOverview(_ track: TrackID) async throws -> TrackOverview {
        try await crossing { try await raw.trackOverview(track: track) }
    }
}

extension WorkspaceActor {
    /// Saves shares of a track, row by row, whole or not at all (SPL-1, SPL-3).
    ///
    /// `basedOn` is the `sharesVersion` that was read; where others have saved since, the call is refused with `conflict` (SPL-9).
    /// Throws `invalidInput`, `invalidShare`, `notFound`, `accessDenied`, `notCollaborator`, `overAllocated`, `limitExceeded`.
    public func setShares(_ rows: [ShareRow], on track: TrackID, basedOn: Int? = nil) async throws -> SharesChange {
        try await crossing { try await raw.setShares(rows: rows.map(\.raw), track: track, basedOn: basedOn) }
    }

    /// Proposes an even split, among all who take part or those named (SPL-6); nothing is saved.
    ///
    /// Throws `invalidInput`, `notFound`, `accessDenied`, `notCollaborator`.
    public func proposeEvenSplit(on track: TrackID, among: [PersonID]? = nil) async throws -> Proposal {
        try await crossing { try await raw.proposeEvenSplit(track: track, among: among) }
    }

    /// Proposes what somebody new could get of what is left (SPL-7); nothing is saved.
    ///
    /// Throws `invalidInput`, `limitExceeded`, `notFound`, `accessDenied`, `ownerFixed`.
    public func proposeNewcomerSplit(for newcomer: Invitee, on track: TrackID) async throws -> Proposal {
        try await crossing { try await raw.proposeNewcomerSplit(newcomer: newcomer, track: track) }
    }

    /// Saves a proposal, as it was made or as the host has changed it, and invites its newcomer with `access` and `role` (SPL-7).
    ///
    /// Throws `invalidInput`, `invalidShare`, `limitExceeded`, `notFound`, `accessDenied`, `notCollaborator`, `overAllocated`,
    /// `ownerFixed`, `alreadyCollaborator`, and `conflict` where the shares have changed since.
    public func applyProposal(
        _ proposal: Proposal,
        to track: TrackID,
        access: Access? = nil,
        role: String? = nil
    ) async throws -> Applied {
        try await crossing { try await raw.applyProposal(proposal: proposal, track: track, access: access, role: role) }
    }

    /// The most that a person could be given of each kind (SPL-8). Throws `notFound`.
    public func sharesAvailable(to person: PersonID, on track: TrackID) async throws -> Shares {
        try await crossing { try await raw.sharesAvailable(person: person, track: track) }
    }

    /// The totals of a track's splits, where each kind is exactly 100 (SPL-5). Throws `notFound`, `splitsIncomplete`.
    public func requireCompleteSplits(on track: TrackID) async throws -> Totals {
        try await crossing { try await raw.requireCompleteSplits(track: track) }
    }
}

extension WorkspaceActor {
    /// Creates a track, which the actor owns; in a group, its owner does (OWN-1, GRP-4).
    ///
    /// Throws `invalidInput`, `limitExceeded`, `notFound`, `accessDenied`.
    public func createTrack(_ title: String, in group: GroupID? = nil) async throws -> Track {
        try await crossing { try await raw.createTrack(title: title, group: group) }
    }

    /// A track as the actor sees it. Throws `notFound` also where the actor may not know of it (ACC-5).
    public func track(_ track: TrackID) async throws -> Track {
        try await crossing { try await raw.track(track: track) }
    }

    /// Changes a track's details; what is left out stays, `nil` empties `bpm` and `key` (ACC-1, OWN-2, SPL-5).
    ///
    /// `bpm` is exact to a hundredth, from 1.00 to 999.99; a stage is one of `Stage` or the host's own.
    /// Throws `invalidInput`, `limitExceeded`, `notFound`, `accessDenied`, and `splitsIncomplete` where publishing is strict.
    public func updateTrack(
        _ track: TrackID,
        title: String? = nil,
        stage: Stage? = nil,
        bpm: Edit<Decimal> = .keep,
        key: Edit<String> = .keep,
        tags: [String]? = nil
    ) async throws -> TrackUpdated {
        try await crossing { try await raw.updateTrack(track: track, title: title, stage: stage, bpm: bpm.raw, key: key.raw, tags: tags) }
    }

    /// Puts a track aside: it stays as it is, out of the way (LIB-2). Throws `notFound`, `accessDenied`.
    public func archiveTrack(_ track: TrackID) async throws -> Track {
        try await crossing { try await raw.archiveTrack(track: track) }
    }

    /// Takes a track up again (LIB-2). Throws `notFound`, `accessDenied`.
    public func unarchiveTrack(_ track: TrackID) async throws -> Track {
        try await crossing { try await raw.unarchiveTrack(track: track) }
    }

    /// Deletes a track for good, with all access to it (OWN-2). Throws `notFound`, `accessDenied`.
    public func deleteTrack(_ track: TrackID) async throws -> TrackDeleted {
        try await crossing { try await raw.deleteTrack(track: track) }
    }

    /// Moves a track into a group, or with `nil` out of its group; says whose access rises and falls (GRP-4, GRP-5).
    ///
    /// Throws `notFound`, `accessDenied`, `limitExceeded`.
    public func moveTrack(_ track: TrackID, to group: GroupID?) async throws -> TrackMoved {
        try await crossing { try await raw.moveTrack(track: track, group: group) }
    }
}

extension Workspace {
    /// Takes away what is over and only takes room: outcomes of calls with a key after 7 days, counts that nothing rests on (REL-1).
    ///
    /// Call it once a day; nothing else sweeps, and nobody's answer changes by it.
    public func maintain() async throws -> Maintained {
        try await crossing { try await raw.maintain() }
    }
}

extension WorkspaceVisitor {
    /// Opens a link: what it shows, with its files as they are now (LNK-4, LNK-5, LNK-6, LNK-7).
    ///
    /// Throws `invalidInput`, `limitExceeded`, `passwordRequired`, `sourceUnavailable`, and `linkUnavailable` whatever the reason.
    public func open(_ secret: Secret, as visit: Visit = Visit()) async throws -> OpenedLink {
        try await crossing { try await raw.open(secret: secret, visit: visit) }
    }

    /// A ticket for hearing a file of a link; the play is counted here (LNK-4, LNK-6).
    ///
    /// What is known of the visit is as for `open`. Throws as it does, `notFound` for a file that is not there for visitors, and
    /// `downloadNotAllowed` for one that the link does not play.
    public func stream(
        _ file: FileID,
        of track: TrackID,
        through secret: Secret,
        as visit: Visit = Visit()
    ) async throws -> GivenFile {
        try await crossing { try await raw.stream(file: file, track: track, secret: secret, visit: visit) }
    }

    /// A ticket for downloading a file of a link; it counts when the ticket is first redeemed (LNK-4, LNK-5, LNK-6, LNK-8).
    ///
    /// What is known of the visit is as for `open`. Throws as it does, `notFound` for a file that is not there for visitors, and
    /// `downloadNotAllowed` for one of a kind that the link does not allow.
    public func download(
        _ file: FileID,
        of track: TrackID,
        through secret: Secret,
        as visit: Visit = Visit()
    ) async throws -> GivenFile {
        try await crossing { try await raw.download(file: file, track: track, secret: secret, visit: visit) }
    }

    /// Says what a visitor thinks of what a link opens, where it asks for that: the owner sees it with the link's analytics (LNK-11).
    ///
    /// `track` says of which track of a playlist, `positionMs` at which time in it, in milliseconds; the rest is as for `open`.
    /// Throws as it does, `reviewNotAsked`, and `notFound` for a track that the link does not show.
    public func review(
        _ verdict: Verdict,
        of secret: Secret,
        by name: String,
        text: String? = nil,
        on track: TrackID? = nil,
        positionMs: Int? = nil,
        as visit: Visit = Visit()
    ) async throws -> Reviewed {
        try await crossing { try await raw.review(verdict: verdict, secret: secret, name: name, text: text, track: track, positionMs: positionMs, visit: visit) }
    }

    /// A ticket for hearing the preview of a track that a public page shows; nothing of it is counted or kept (PUB-3, LNK-6).
    ///
    /// Throws `notFound` whatever of it is not there, `downloadNotAllowed` to a bot, `sourceUnavailable`.
    public func streamPreview(
        of track: TrackID,
        onPage slug: String,
        userAgent: String? = nil,
        isBot bot: Bool = false
    ) async throws -> GivenFile {
        try await crossing { try await raw.streamPreview(track: track, slug: slug, userAgent: userAgent, bot: bot) }
    }
}
