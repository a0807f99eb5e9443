// What TypeScript says of the package: compiled, never run. Lines after `@ts-expect-error` must be wrong.

import {
  type Access, type AccessIndex, type Check, type Checked, type Clock, type CowriteError, type Decimal, type Delta, type FileStore, type FolderRole, type FolderSharing, type Holder, type IndexedTrack, type LibraryRow, type Link, type PersonId, type Scope as ScopeOf, type TokenStore, type Tokens, type Track, type TrackId,
  ConflictError, Dropbox, FilesError, InvalidError, Invitee, LocalFolder, OneAccount, Scope, Secret, Workspace, resolveRange, sharingMethodFor,
} from "cowrite";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <A, B>(_: Same<A, B>): void => undefined;

const clock: Clock = { now: () => new Date() };
const workspace = await Workspace.open("studio.db", { clock, files: new LocalFolder("files"), strictPublishing: true, invitationDays: 30 });
const olivia = await workspace.register("olivia-1", { name: "Olivia Park", email: null });
const me = workspace.actingAs(olivia);
const track = await me.createTrack("Midnight Sessions", { group: null });

same<typeof track, Track>(true);
same<typeof track.id, TrackId>(true);
same<typeof track.createdAt, Date>(true);
same<typeof track.bpm, Decimal | null>(true);
same<typeof me.id, PersonId>(true);
same<Awaited<ReturnType<typeof me.can>>, boolean>(true);
same<Awaited<ReturnType<typeof me.dismissNotification>>["unread"], number>(true);
same<Awaited<ReturnType<typeof workspace.close>>, void>(true);

await me.track(track);
await me.track(track.id);
await me.track("01a202e2-fa50-7b60-bb6c-6887eb9a6842" as TrackId);
// @ts-expect-error Text of which nothing is known is no id.
await me.track("01a202e2-fa50-7b60-bb6c-6887eb9a6842");
// @ts-expect-error A person is no track.
await me.track(olivia.id);
// @ts-expect-error A name is wanted.
await workspace.register("olivia-1", {});
// @ts-expect-error Nothing is called so.
await me.createTrack("x", { grup: null });
// @ts-expect-error A fraction is text; a date is none.
await me.accessAt(olivia, { track, instant: "2026-01-01" });
// @ts-expect-error Values are not changed.
track.title = "Other";

const access: Access = "editor";
await me.invite(Scope.track(track), { to: Invitee.email("alex@example.com"), access, shares: { master: "33.34", writer: null } });
await me.can({ kind: "track", id: track.id }, "edit_shares");
// @ts-expect-error No such action.
await me.can(Scope.track(track), "dance");
await me.updateTrack(track, { stage: "the host's own", bpm: null, tags: ["demo"] });
await me.setShares(track, { rows: [{ person: olivia, master: 60, publishing: 40n, writer: "33.34" }], basedOn: 1 });

const proposal = await me.proposeEvenSplit(track);
await me.applyProposal(track, { proposal: { ...proposal, rows: proposal.rows.slice(1) } });

for await (const row of await me.library({ limit: 10, filter: { stage: { exclude: ["idea"] } } })) same<typeof row, LibraryRow>(true);
await me.withSignal({ aborted: false, reason: undefined, throwIfAborted() {}, addEventListener() {}, removeEventListener() {} }).batch().commit();
await Workspace.restore({ href: "file:///copy.db", protocol: "file:" }, "studio.db", { signal: new AbortController().signal });
for await (const delta of me.watch({ signal: new AbortController().signal })) same<typeof delta, Delta>(true);

declare const scope: ScopeOf;
if (scope.kind === "track") same<typeof scope.id, TrackId>(true);

const made = await me.createShareLink(track, { downloads: ["bounce"], expiresAt: new Date(), password: null });
same<typeof made.link, Link>(true);
if (made.secret) await workspace.visitor().open(made.secret.reveal(), { bot: true });
await workspace.visitor().open(new Secret("x"));

for await (const entry of await me.imports({ state: "pending" })) {
  if (entry.kind === "import") same<typeof entry.import.files.length, number>(true);
  else same<typeof entry.invitation.access, Access>(true);
}

const index: AccessIndex = await workspace.accessIndex();
same<ReturnType<typeof index.can>, boolean>(true);
same<ReturnType<typeof index.canMany>, Checked>(true);
same<ReturnType<typeof index.whoCan>, readonly Holder[]>(true);
same<ReturnType<typeof index.atLeast>, Promise<void>>(true);
const check: Check = { person: olivia, scope: Scope.track(track), action: "view" };
index.can(olivia, { scope: check.scope, action: check.action }) && index.canMany([check, { ...check, person: olivia.id }]).allowed[0];
for (const row of index.list(olivia, { limit: 10, sort: "title", filter: { archived: false } })) same<typeof row, IndexedTrack>(true);
index.count(olivia) + index.count(olivia.id, { filter: { text: "x" } }) + index.revision();
same<typeof check.action, import("cowrite").Action>(true);
// @ts-expect-error No such action.
index.can(olivia, { scope: check.scope, action: "dance" });
// @ts-expect-error A track is no person.
index.explain(track.id, track);
await (await Workspace.open("studio.db", { exclusive: true })).close();
// @ts-expect-error Nobody else has what is in memory.
await Workspace.inMemory({ exclusive: true });

try {
  await me.withKey("order-4711").dryRun().deleteTrack(track);
} catch (error) {
  if (error instanceof ConflictError) same<typeof error.code, CowriteError["code"]>(true);
  if (error instanceof InvalidError) same<typeof error.details.field, string | undefined>(true);
}

const store: FileStore = {
  stat: async () => ({ id: "x", path: [] }),
  find: () => ({ id: "x", path: [] }),
  list: (by, at, { recursive, limit, signal }) => {
    same<typeof by, PersonId | null>(true);
    signal.throwIfAborted();
    return { items: recursive && limit && at.path ? [{ path: ["gone"] }] : [] };
  },
  makeDir: () => {
    throw new FilesError("quota_short", "full", { needed: 5 });
  },
  async put(by, into, name, data, { mode, size }) {
    for await (const piece of data) same<typeof piece.length, number>(true);
    return { id: `${by}${into.id}${name}${mode}${size}`, path: [name], file: { size: 0, rev: "1", modifiedAt: new Date() } };
  },
  open: (by, at, range) => ({ entry: { id: "x", path: [] }, ...resolveRange(range, 5), data: [new Uint8Array(5)] }),
  moveTo: () => ({ id: "x", path: [] }),
  delete: () => undefined,
};
await Workspace.inMemory({ files: new OneAccount(store), ticketForMs: 60_000, directAddresses: true });

const sharing: FolderSharing = {
  account: (by) => ({ id: by ?? "x" }),
  poll: async (by, job) => (job.kind === "share" ? job : null),
  share: () => ({ kind: "share", id: "job-1" }),
  describe: (by, id) => ({ id, name: "x", myRole: "viewer", mountedAt: ["x"] }),
  members: () => [{ role: "owner", account: "x" }],
  invite: (by, folder, people, { quiet }) => same<typeof quiet, boolean>(true),
  setRole: (by, folder, account, role) => same<typeof role, FolderRole>(true),
  revoke: async (by, folder, who) => ({ residual: who.account === undefined ? null : "viewer" }),
  unshare: () => undefined,
  transfer: async () => {},
};
await Workspace.inMemory({ files: { ...store, ...sharing, latestCursor: async () => "x", wait: (by, cursor, { timeoutMs }) => ({ hasChanged: timeoutMs > 0 }) } });
// @ts-expect-error No such role.
sharing.setRole(null, "x", "x", "king", { signal: new AbortController().signal });

const kept = new Map<PersonId | null, Tokens>();
const tokens: TokenStore = { load: (by) => kept.get(by), save: (by, of) => void kept.set(by, of), forget: async (by) => void kept.delete(by) };
const dropbox = new Dropbox("app key", { tokens, appSecret: new Secret("x"), redirect: "https://studio.example/back" });
const { url, verifier } = dropbox.authorize();
same<typeof url, string>(true);
same<Awaited<ReturnType<typeof dropbox.connect>>["id"], string>(true);
await dropbox.connect(olivia, { code: "x", verifier });
await dropbox.disconnect(null);
// @ts-expect-error Whose account is to be said.
await dropbox.disconnect();
same<ReturnType<typeof Dropbox.verifyWebhook>, readonly string[]>(true);
await Workspace.inMemory({ files: new OneAccount(dropbox) });
await workspace.followFiles({ limit: 10 });
same<Awaited<ReturnType<typeof workspace.waitForFiles>>["pauseMs"], number | null>(true);
if ((await me.collaborators(Scope.track(track))).folderTrouble === "disconnected") await me.retryFolder(track);

{
  await using closed = await Workspace.connect("postgres://localhost/studio");
  using batch = closed.actingAs(olivia).batch();
  await batch.actor.createGroup("Album");
  same<Awaited<ReturnType<typeof batch.commit>>, number | null>(true);
}

const redeemed = await workspace.redeem("ticket", { range: { start: 0, end: 99 } });
for await (const piece of redeemed) same<typeof piece.byteLength, number>(true);
same<ReturnType<typeof sharingMethodFor>, import("cowrite").SharingMethod>(true);
await Workspace.restore("backup.db", "studio.db");
