import Cowrite
import Foundation

/// A call of a scenario: the faces that it can be made on, and what it is given.
struct Call: Sendable {
    let workspace: Workspace
    let actor: WorkspaceActor?
    let `operator`: WorkspaceOperator?
    let values: [String: OpenValue]

    var given: Given { Given(values: values) }
    var visitor: WorkspaceVisitor { workspace.visitor }

    var me: WorkspaceActor {
        get throws {
            guard let actor else { throw Different("no actor") }
            return actor
        }
    }

    var op: WorkspaceOperator {
        get throws {
            guard let `operator` else { throw Different("no operator") }
            return `operator`
        }
    }
}

typealias Operation = @Sendable (Call) async throws -> Any

/// Every operation of `operations.json`, by face and name, called as an app calls it.
let table: [String: Operation] = [
    "workspace.register": { c in
        try await c.workspace.register(externalID: c.given.text("external_id"), name: c.given.text("name"), email: c.given.textOr("email"))
    },
    "workspace.update_person": { c in
        try await c.workspace.updatePerson(c.given.id("person"), name: c.given.textOr("name"), email: c.given.editText("email"))
    },
    "workspace.erase_person": { c in try await c.workspace.erasePerson(c.given.id("person")) },
    "workspace.person": { c in try await c.workspace.person(c.given.id("person")) },
    "workspace.person_by_external_id": { c in try await c.workspace.personByExternalID(c.given.text("external_id")) },
    "workspace.redeem": { c in
        let redeemed = try await c.workspace.redeem(
            Secret(c.given.text("ticket")), range: c.given.maybe("range", Given.range) ?? .all)
        let bytes = try await redeemed.read()
        guard bytes.count == redeemed.range.count else { throw Different("\(bytes.count) bytes of \(redeemed.range)") }
        return OpenValue.object([
            "name": .text(redeemed.name), "media_type": .text(redeemed.mediaType), "size": json(redeemed.size),
            "from": json(redeemed.range.lowerBound), "bytes": .text(String(decoding: bytes, as: UTF8.self)),
        ])
    },
    "workspace.maintain": { c in try await c.workspace.maintain() },
    "workspace.run_effects": { c in try await c.workspace.runEffects(limit: c.given.int("limit")) },
    "workspace.account_connected": { c in try await c.workspace.accountConnected(of: c.given.id("person")) },
    "workspace.follow_files": { c in
        try await c.workspace.followFiles(after: c.given.textOr("after"), limit: c.given.intOr("limit"))
    },
    "workspace.follow_files_of": { c in try await c.workspace.followFilesOf(c.given.id("person")) },
    "workspace.wait_for_files": { c in
        try await c.workspace.waitForFiles(upTo: TimeInterval(c.given.int("timeout_ms")) / 1000, of: c.given.idOr("person"))
    },
    "workspace.receive_import": { c in
        try await c.workspace.receiveImport(
            of: c.given.list("files", Given.newFile), for: c.given.id("to"), name: c.given.text("name"), email: c.given.text("email"),
            note: c.given.textOr("note"), trackName: c.given.textOr("track_name"))
    },
    "workspace.receive_file": { c in
        try await c.workspace.receiveFile(
            .data(Data(c.given.text("content").utf8)), at: c.given.int("number"), of: c.given.id("import"))
    },
    "actor.create_track": { c in try await c.me.createTrack(c.given.text("title"), in: c.given.idOr("group")) },
    "actor.track": { c in try await c.me.track(c.given.id("track")) },
    "actor.update_track": { c in
        try await c.me.updateTrack(
            c.given.id("track"), title: c.given.textOr("title"), stage: c.given.maybe("stage") { try Given.stage($0, "stage") },
            bpm: c.given.edit("bpm") { try Given.decimal($0, "bpm") }, key: c.given.editText("key"), tags: c.given.texts("tags"))
    },
    "actor.archive_track": { c in try await c.me.archiveTrack(c.given.id("track")) },
    "actor.unarchive_track": { c in try await c.me.unarchiveTrack(c.given.id("track")) },
    "actor.delete_track": { c in try await c.me.deleteTrack(c.given.id("track")) },
    "actor.move_track": { c in try await c.me.moveTrack(c.given.id("track"), to: c.given.idOr("group")) },
    "actor.create_group": { c in try await c.me.createGroup(c.given.text("name"), in: c.given.idOr("parent")) },
    "actor.group": { c in try await c.me.group(c.given.id("group")) },
    "actor.update_group": { c in try await c.me.updateGroup(c.given.id("group"), name: c.given.text("name")) },
    "actor.move_group": { c in try await c.me.moveGroup(c.given.id("group"), to: c.given.idOr("parent")) },
    "actor.delete_group": { c in try await c.me.deleteGroup(c.given.id("group")) },
    "actor.invite": { c in
        try await c.me.invite(
            c.given.invitee("to"), to: c.given.scope(), access: c.given.word("access"), role: c.given.textOr("role"),
            shares: c.given.maybe("shares", Given.shareEdits))
    },
    "actor.invitations": { c in try await c.me.invitations() },
    "actor.accept_invitation": { c in try await c.me.acceptInvitation(c.given.id("invitation")) },
    "actor.dismiss_invitation": { c in try await c.me.dismissInvitation(c.given.id("invitation")) },
    "actor.withdraw_invitation": { c in try await c.me.withdrawInvitation(c.given.id("invitation")) },
    "actor.set_access": { c in
        try await c.me.setAccess(of: c.given.id("person"), on: c.given.scope(), to: c.given.word("access"))
    },
    "actor.inherit_access": { c in try await c.me.inheritAccess(of: c.given.id("person"), on: c.given.scope()) },
    "actor.revoke": { c in try await c.me.revoke(c.given.id("person"), from: c.given.scope()) },
    "actor.remove_collaborator": { c in try await c.me.removeCollaborator(c.given.id("person"), from: c.given.scope()) },
    "actor.leave": { c in try await c.me.leave(c.given.scope()) },
    "actor.revoke_all": { c in try await c.me.revokeAll(of: c.given.id("person")) },
    "actor.leave_all_from": { c in try await c.me.leaveAllFrom(c.given.id("owner")) },
    "actor.offer_ownership": { c in try await c.me.offerOwnership(of: c.given.scope(), to: c.given.id("to")) },
    "actor.accept_ownership": { c in try await c.me.acceptOwnership(of: c.given.scope()) },
    "actor.decline_ownership": { c in try await c.me.declineOwnership(of: c.given.scope()) },
    "actor.withdraw_ownership": { c in try await c.me.withdrawOwnership(of: c.given.scope()) },
    "actor.collaborators": { c in try await c.me.collaborators(on: c.given.scope()) },
    "actor.set_shares": { c in
        try await c.me.setShares(
            c.given.list("rows") { row in
                ShareRow(person: try Given.id(row["person"], "person"), edits: try Given.shareEdits(row))
            }, on: c.given.id("track"), basedOn: c.given.intOr("based_on"))
    },
    "actor.propose_even_split": { c in try await c.me.proposeEvenSplit(on: c.given.id("track"), among: c.given.ids("among")) },
    "actor.propose_newcomer_split": { c in
        try await c.me.proposeNewcomerSplit(for: c.given.invitee("newcomer"), on: c.given.id("track"))
    },
    "actor.apply_proposal": { c in
        try await c.me.applyProposal(
            Given.proposal(c.values["proposal"]), to: c.given.id("track"), access: c.given.wordOr("access"), role: c.given.textOr("role"))
    },
    "actor.shares_available": { c in try await c.me.sharesAvailable(to: c.given.id("person"), on: c.given.id("track")) },
    "actor.require_complete_splits": { c in try await c.me.requireCompleteSplits(on: c.given.id("track")) },
    "actor.library": { c in
        try await c.me.library(
            sort: c.given.wordOr("sort"), filter: c.given.maybe("filter", Given.libraryFilter), after: c.given.textOr("after"),
            limit: c.given.intOr("limit"))
    },
    "actor.create_bucket": { c in try await c.me.createBucket(c.given.text("name")) },
    "actor.rename_bucket": { c in try await c.me.renameBucket(c.given.id("bucket"), to: c.given.text("name")) },
    "actor.delete_bucket": { c in try await c.me.deleteBucket(c.given.id("bucket")) },
    "actor.move_to_bucket": { c in try await c.me.moveToBucket(c.given.idOr("bucket"), track: c.given.id("track")) },
    "actor.sync": { c in try await c.me.sync(since: c.given.textOr("cursor")) },
    "actor.buckets": { c in try await c.me.buckets() },
    "actor.activity": { c in
        try await c.me.activity(on: c.given.scope(), before: c.given.textOr("before"), limit: c.given.intOr("limit"))
    },
    "actor.own_activity": { c in try await c.me.ownActivity(before: c.given.textOr("before"), limit: c.given.intOr("limit")) },
    "actor.can": { c in try await c.me.can(c.given.word("action"), on: c.given.scope()) },
    "actor.explain": { c in try await c.me.explain(accessOf: c.given.id("person"), to: c.given.id("track")) },
    "actor.who_can": { c in try await c.me.whoCan(c.given.word("action"), on: c.given.scope()) },
    "actor.access_at": { c in
        try await c.me.accessAt(c.given.date("instant"), of: c.given.id("person"), to: c.given.id("track"))
    },
    "actor.shares_at": { c in try await c.me.sharesAt(c.given.date("instant"), on: c.given.id("track")) },
    "actor.sharing_panel": { c in try await c.me.sharingPanel() },
    "actor.track_overview": { c in try await c.me.trackOverview(c.given.id("track")) },
    "actor.notifications": { c in try await c.me.notifications(before: c.given.textOr("before"), limit: c.given.intOr("limit")) },
    "actor.mark_read": { c in try await c.me.markRead(c.given.id("notification")) },
    "actor.mark_all_read": { c in try await c.me.markAllRead() },
    "actor.dismiss_notification": { c in try await c.me.dismissNotification(c.given.id("notification")) },
    "actor.add_comment": { c in
        try await c.me.addComment(
            c.given.text("text"), on: c.given.id("track"), about: c.given.textOr("file"), at: c.given.maybe("position", Given.position))
    },
    "actor.edit_comment": { c in
        try await c.me.editComment(
            c.given.id("comment"), text: c.given.textOr("text"), about: c.given.editText("file"),
            at: c.given.edit("position", Given.position))
    },
    "actor.delete_comment": { c in try await c.me.deleteComment(c.given.id("comment")) },
    "actor.pin_comment": { c in try await c.me.pinComment(c.given.id("comment")) },
    "actor.unpin_comment": { c in try await c.me.unpinComment(c.given.id("comment")) },
    "actor.comments": { c in
        try await c.me.comments(on: c.given.id("track"), after: c.given.textOr("after"), limit: c.given.intOr("limit"))
    },
    "actor.public_page": { c in try await c.me.publicPage() },
    "actor.update_public_page": { c in
        try await c.me.updatePublicPage(
            slug: c.given.textOr("slug"), name: c.given.textOr("name"), bio: c.given.editText("bio"), avatar: c.given.editText("avatar"),
            links: c.given.maybe("links") { try $0.items.map(Given.pageLink) })
    },
    "actor.add_to_public_page": { c in
        try await c.me.addToPublicPage(c.given.id("track"), section: c.given.textOr("section"))
    },
    "actor.remove_from_public_page": { c in try await c.me.removeFromPublicPage(c.given.id("track")) },
    "actor.reorder_public_page": { c in try await c.me.reorderPublicPage(c.given.list("sections", Given.section)) },
    "actor.publish_public_page": { c in try await c.me.publishPublicPage() },
    "actor.unpublish_public_page": { c in try await c.me.unpublishPublicPage() },
    "actor.submit_import": { c in
        try await c.me.submitImport(
            of: c.given.list("files", Given.newFile), to: c.given.id("to"), note: c.given.textOr("note"), for: c.given.idOr("track"),
            trackName: c.given.textOr("track_name"))
    },
    "actor.resubmit_import": { c in try await c.me.resubmitImport(c.given.id("import")) },
    "actor.retry_folder": { c in try await c.me.retryFolder(of: c.given.id("track")) },
    "actor.send_file": { c in
        try await c.me.sendFile(.data(Data(c.given.text("content").utf8)), at: c.given.int("number"), of: c.given.id("import"))
    },
    "actor.import": { c in try await c.me.import(c.given.id("import")) },
    "actor.imports": { c in
        try await c.me.imports(
            state: c.given.wordOr("state"), from: c.given.idOr("from"), after: c.given.textOr("after"), limit: c.given.intOr("limit"))
    },
    "actor.update_import": { c in
        let kinds = try c.given.maybe("kinds") { kinds in
            Dictionary(
                try kinds.items.map { (try Given.int($0["file"], "kinds"), try Given.word($0["kind"], "kinds") as FileKind) },
                uniquingKeysWith: { $1 })
        }
        return try await c.me.updateImport(c.given.id("import"), kinds: kinds, track: c.given.edit("track") { try Given.id($0, "track") })
    },
    "actor.accept_import": { c in
        try await c.me.acceptImport(
            c.given.id("import"), into: c.given.idOr("track"), asNewTrack: c.given.textOr("title"), in: c.given.idOr("group"))
    },
    "actor.dismiss_import": { c in try await c.me.dismissImport(c.given.id("import")) },
    "actor.create_share_link": { c in
        try await c.me.createShareLink(
            to: c.given.id("track"), downloads: c.given.kinds("downloads"), stream: c.given.bool("stream"),
            notBefore: c.given.editDate("not_before"), expiresAt: c.given.editDate("expires_at"), password: c.given.editText("password"),
            downloadLimit: c.given.editInt("download_limit"), label: c.given.editText("label"), excluded: c.given.texts("excluded"),
            asksReview: c.given.bool("asks_review"))
    },
    "actor.create_playlist_share": { c in
        try await c.me.createPlaylistShare(
            of: c.given.ids("tracks") ?? [], downloads: c.given.kinds("downloads"), stream: c.given.bool("stream"),
            notBefore: c.given.editDate("not_before"), expiresAt: c.given.editDate("expires_at"), password: c.given.editText("password"),
            downloadLimit: c.given.editInt("download_limit"), label: c.given.editText("label"), excluded: c.given.texts("excluded"),
            asksReview: c.given.bool("asks_review"), name: c.given.textOr("name"), cover: c.given.editText("cover"),
            filter: c.given.maybe("filter", Given.playlistFilter))
    },
    "actor.update_link": { c in
        try await c.me.updateLink(
            c.given.id("link"), downloads: c.given.kinds("downloads"), stream: c.given.bool("stream"),
            notBefore: c.given.editDate("not_before"), expiresAt: c.given.editDate("expires_at"), password: c.given.editText("password"),
            downloadLimit: c.given.editInt("download_limit"), label: c.given.editText("label"), excluded: c.given.texts("excluded"),
            asksReview: c.given.bool("asks_review"), name: c.given.textOr("name"), cover: c.given.editText("cover"),
            filter: c.given.maybe("filter", Given.playlistFilter), tracks: c.given.ids("tracks"))
    },
    "actor.rotate_link": { c in try await c.me.rotateLink(c.given.id("link")) },
    "actor.revoke_link": { c in try await c.me.revokeLink(c.given.id("link")) },
    "actor.links": { c in try await c.me.links(to: c.given.idOr("track")) },
    "actor.link_analytics": { c in
        try await c.me.linkAnalytics(of: c.given.id("link"), before: c.given.textOr("before"), limit: c.given.intOr("limit"))
    },
    "actor.files": { c in try await c.me.files(of: c.given.id("track")) },
    "actor.stream_file": { c in try await c.me.streamFile(c.given.text("file"), of: c.given.id("track")) },
    "actor.download_file": { c in try await c.me.downloadFile(c.given.text("file"), of: c.given.id("track")) },
    "actor.upload_file": { c in
        try await c.me.uploadFile(
            .data(Data(c.given.text("content").utf8)), named: c.given.text("name"), as: c.given.word("kind"), to: c.given.id("track"),
            replacing: c.given.bool("replaces") ?? false)
    },
    "actor.rename_file": { c in
        try await c.me.renameFile(c.given.text("file"), of: c.given.id("track"), to: c.given.text("name"))
    },
    "actor.delete_file": { c in try await c.me.deleteFile(c.given.text("file"), of: c.given.id("track")) },
    "operator.take_down": { c in try await c.op.takeDown(c.given.id("track")) },
    "operator.restore": { c in try await c.op.restore(c.given.id("track")) },
    "operator.hand_over": { c in try await c.op.handOver(c.given.scope(), to: c.given.id("to")) },
    "operator.effects": { c in try await c.op.effects(limit: c.given.int("limit")) },
    "operator.retry_effect": { c in try await c.op.retryEffect(Given.effect(c.values["effect"])) },
    "operator.take_down_link": { c in try await c.op.takeDownLink(c.given.id("link")) },
    "operator.restore_link": { c in try await c.op.restoreLink(c.given.id("link")) },
    "operator.take_down_comment": { c in try await c.op.takeDownComment(c.given.id("comment")) },
    "operator.restore_comment": { c in try await c.op.restoreComment(c.given.id("comment")) },
    "operator.take_down_page": { c in try await c.op.takeDownPage(of: c.given.id("person")) },
    "operator.restore_page": { c in try await c.op.restorePage(of: c.given.id("person")) },
    "visitor.public_page": { c in try await c.visitor.publicPage(c.given.text("slug")) },
    "visitor.stream_preview": { c in
        try await c.visitor.streamPreview(
            of: c.given.id("track"), onPage: c.given.text("slug"), userAgent: c.given.textOr("user_agent"),
            isBot: c.given.bool("bot") ?? false)
    },
    "visitor.open": { c in try await c.visitor.open(Secret(c.given.text("secret")), as: c.given.visit) },
    "visitor.stream": { c in
        try await c.visitor.stream(
            c.given.text("file"), of: c.given.id("track"), through: Secret(c.given.text("secret")), as: c.given.visit)
    },
    "visitor.download": { c in
        try await c.visitor.download(
            c.given.text("file"), of: c.given.id("track"), through: Secret(c.given.text("secret")), as: c.given.visit)
    },
    "visitor.review": { c in
        try await c.visitor.review(
            c.given.word("verdict"), of: Secret(c.given.text("secret")), by: c.given.text("name"), text: c.given.textOr("text"),
            on: c.given.idOr("track"), positionMs: c.given.intOr("position_ms"), as: c.given.visit)
    },
    "free.sharing_method_for": { c in try sharingMethod(for: c.given.word("situation")) },
]
