// Values: plain objects, dates, exact text; secrets that do not show; pages that are walked over; keys, dry runs, batches, signals, watches.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { inspect } from "node:util";
import { ConflictError, Invitee, Scope, Secret, Workspace, sharingMethodFor } from "cowrite";
import { studio, within } from "./studio.mjs";

test("values are plain objects with dates and exact text", async () => {
  const { me, track, olivia } = await studio();
  assert.equal(Object.getPrototypeOf(track), Object.prototype);
  assert.ok(track.createdAt instanceof Date && Math.abs(track.createdAt - Date.now()) < 60_000);
  assert.deepEqual(track.via, { kind: "track", id: track.id });
  const { track: timed } = await me.updateTrack(track, { bpm: "120.5", key: "F minor", tags: ["demo"], stage: "house name" });
  assert.deepEqual([timed.bpm, timed.key, timed.tags, timed.stage], ["120.50", "F minor", ["demo"], "house name"]);
  assert.equal((await me.updateTrack(track, { bpm: 99n })).track.bpm, "99.00");
  const { track: emptied } = await me.updateTrack(track, { bpm: null, key: undefined });
  assert.deepEqual([emptied.bpm, emptied.key], [null, "F minor"]);
  const { totals } = await me.setShares(track, { rows: [{ person: olivia, master: "33.340", writer: 100 }] });
  assert.deepEqual([totals.master.total, totals.writer.status], ["33.34", "complete"]);
  for (const inexact of ["33.345", "1e1", "", "NaN", "9".repeat(500), "\ud800"]) {
    await assert.rejects(me.setShares(track, { rows: [{ person: olivia, master: inexact }] }), { code: "invalid_share" });
  }
  await assert.rejects(me.accessAt(olivia, { track, instant: new Date(Number.NaN) }), { code: "invalid_input" });
  await assert.rejects(me.accessAt(olivia, { track, instant: new Date(8.64e15) }), { code: "invalid_input" });
  assert.equal((await me.accessAt(olivia, { track, instant: track.createdAt })).level, "owner");
  assert.deepEqual(JSON.parse(JSON.stringify(track)).createdAt, track.createdAt.toISOString());
});

test("a thing is passed by its id or as itself", async () => {
  const { me, track, alex } = await studio();
  assert.deepEqual(await me.track(track.id), await me.track(track));
  assert.deepEqual(Scope.track(track), Scope.track(track.id));
  assert.deepEqual(Invitee.person(alex), { kind: "person", id: alex.id });
  assert.equal((await me.explain(alex, track)).because, "standing");
});

test("secrets do not show", async () => {
  const { workspace, me, track } = await studio();
  const made = await me.createShareLink(track, { password: "sesame", downloads: ["bounce"] });
  const text = made.secret.reveal();
  assert.ok(text.length > 20);
  for (const shown of [inspect(made, { depth: 9, showHidden: true }), JSON.stringify(made), `${made.secret}`, String(made.secret), inspect(made.secret, { showProxy: true })]) {
    assert.ok(!shown.includes(text), shown);
  }
  assert.deepEqual(Object.keys(made.secret), []);
  for (const secret of [made.secret, text, new Secret(text)]) {
    assert.equal((await workspace.visitor().open(secret, { password: "sesame" })).name, "Midnight Sessions");
  }
  await assert.rejects(workspace.visitor().open(made.secret), { code: "password_required", status: 401 });
  assert.equal((await me.dryRun().createShareLink(track)).secret, null);
});

test("pages are walked over to their end", async () => {
  const { me, track, scope } = await studio();
  for (let take = 0; take < 7; take += 1) await me.addComment(track, { text: `Take ${take}` });
  const page = await me.comments(track, { limit: 3 });
  assert.deepEqual([page.comments.length, typeof page.next, Object.keys(page)], [3, "string", ["comments", "next"]]);
  for (let walk = 0; walk < 2; walk += 1) {
    const found = [];
    for await (const comment of page) found.push(comment.text);
    assert.deepEqual(found.sort(), [0, 1, 2, 3, 4, 5, 6].map((take) => `Take ${take}`));
  }
  const second = await me.comments(track, { limit: 3, after: page.next });
  assert.notDeepEqual(second.comments, page.comments);
  const all = [];
  for await (const entry of await me.activity(scope, { limit: 2 })) all.push(entry.what);
  assert.equal(all.at(-1), "track_created");
  for await (const row of await me.library()) assert.equal(row.title, "Midnight Sessions");
});

test("keys, dry runs and batches", async () => {
  const { workspace, me, track } = await studio();
  const noted = me.withKey("order-4711");
  assert.deepEqual(await noted.createTrack("Neon Rain"), await noted.createTrack("Neon Rain"));
  assert.equal((await me.dryRun().deleteTrack(track)).track, track.id);
  assert.equal(await me.can(Scope.track(track), "view"), true);
  const batch = me.batch();
  const album = await batch.actor.createGroup("Album");
  await batch.actor.moveTrack(track, album);
  assert.ok(batch.waiting > 0);
  assert.equal((await me.track(track)).group, null);
  assert.equal(await batch.commit(), await workspace.revision());
  assert.equal((await me.track(track)).group, album.id);
  await assert.rejects(batch.commit(), { code: "closed" });
  const given = me.batch();
  await given.actor.createGroup("Never");
  given.giveUp();
  await assert.rejects(given.commit(), { code: "closed" });
  const lost = me.batch();
  await lost.actor.updateTrack(track, { title: "One" });
  await me.updateTrack(track, { title: "Other" });
  await assert.rejects(lost.commit(), (error) => error instanceof ConflictError && error.retryable);
});

test("the host's clock is asked once a call, and what it throws reaches the caller", async () => {
  let at = new Date("2026-01-01T00:00:00Z");
  let asked = 0;
  const clock = {
    hands: true,
    now() {
      assert.ok(this.hands);
      asked += 1;
      if (at instanceof Error) throw at;
      return at;
    },
  };
  const { workspace, me, track } = await studio({ clock });
  assert.equal(track.createdAt.getTime(), at.getTime());
  const before = asked;
  await me.track(track);
  await me.archiveTrack(track);
  assert.equal(asked, before + 2);
  const revision = await workspace.revision();
  const thrown = new Error("stopped");
  for (const [wrong, told] of [[thrown, thrown], [5, TypeError], [new Date(Number.NaN), { code: "invalid_input" }], [new Date(8.64e15), { code: "invalid_input" }]]) {
    at = wrong;
    await assert.rejects(me.unarchiveTrack(track), told === thrown ? (error) => error === thrown : told);
  }
  at = new Date("2026-02-01T00:00:00Z");
  assert.equal(await workspace.revision(), revision);
  await assert.rejects(Workspace.inMemory({ clock: { now: 5 } }), TypeError);
});

test("a call is given up by its signal", async () => {
  const { me, track } = await studio();
  const controller = new AbortController();
  const mine = me.withSignal(controller.signal);
  assert.equal((await mine.track(track)).id, track.id);
  const reason = new Error("enough");
  const warnings = [];
  process.on("warning", (warning) => warnings.push(warning));
  const many = Array.from({ length: 50 }, () => mine.trackOverview(track));
  controller.abort(reason);
  const settled = await Promise.allSettled(many);
  assert.ok(settled.every((of) => of.status === "fulfilled" || of.reason === reason));
  assert.ok(settled.some((of) => of.status === "rejected"));
  await assert.rejects(mine.track(track), (error) => error === reason);
  await assert.rejects(Workspace.inMemory({ signal: controller.signal }), (error) => error === reason);
  assert.throws(() => mine.watch(), (error) => error === reason);
  assert.deepEqual(warnings, []);
});

test("a watch tells what changes, closes, and is given up", async () => {
  const { me, them, track, scope, alex } = await studio();
  const watch = them.watch();
  assert.equal(watch.cursor, null);
  const first = await within(20, watch.next());
  assert.ok(first.value.full && first.value.tracks[0].track === track.id);
  const next = watch.next();
  await me.updateTrack(track, { title: "Other" });
  const { value } = await within(20, next);
  assert.deepEqual([value.tracks[0].title, watch.cursor], ["Other", value.cursor]);
  await me.revoke(scope, alex);
  for await (const delta of watch) {
    assert.deepEqual(delta.removed.map((of) => of.reason), ["revoked"]);
    break;
  }
  assert.deepEqual(await watch.next(), { done: true, value: undefined });
  const again = them.watch({ cursor: first.value.cursor });
  assert.deepEqual((await within(20, again.next())).value.dropFiles, [track.id]);
  const waits = [again.next(), again.next()];
  again.close();
  assert.deepEqual(await within(20, Promise.all(waits)), [{ done: true, value: undefined }, { done: true, value: undefined }]);
  const controller = new AbortController();
  const given = me.watch({ signal: controller.signal });
  await within(20, given.next());
  const never = given.next();
  controller.abort();
  await assert.rejects(within(20, never), { name: "AbortError" });
});

test("a closed workspace refuses everything", async () => {
  const { workspace, me, track } = await studio();
  const watch = me.watch();
  await watch.next();
  await workspace.close();
  await workspace.close();
  for (const call of [() => me.track(track), () => me.createTrack("x"), () => workspace.revision(), () => workspace.visitor().publicPage("nobody")]) {
    await assert.rejects(call(), { code: "closed", status: 503 });
  }
  await assert.rejects(within(20, watch.next()), { code: "closed" });
  assert.equal(typeof workspace[Symbol.asyncDispose], "function");
  await workspace[Symbol.asyncDispose]();
});

test("a file is opened, copied, restored and moved", async (context) => {
  const folder = mkdtempSync(path.join(tmpdir(), "cowrite-"));
  context.after(() => rmSync(folder, { recursive: true }));
  const file = path.join(folder, "studio.db");
  const { workspace, me, track, olivia } = await studio(undefined, () => Workspace.open(pathToFileURL(file)));
  await workspace.backup(path.join(folder, "copy.db"));
  await assert.rejects(workspace.backup(path.join(folder, "copy.db")), { code: "storage" });
  await Workspace.restore(path.join(folder, "copy.db"), pathToFileURL(path.join(folder, "restored.db")));
  const restored = await Workspace.open(path.join(folder, "restored.db"));
  assert.deepEqual(await restored.actingAs(olivia).track(track), await me.track(track));
  await workspace.exportTo(path.join(folder, "studio.jsonl"));
  const elsewhere = await Workspace.inMemory();
  await elsewhere.importFrom(path.join(folder, "studio.jsonl"));
  assert.deepEqual(await elsewhere.actingAs(olivia).track(track), track);
  assert.deepEqual(await elsewhere.verify(), []);
  assert.equal((await workspace.maintain()).outcomes, 0);
  await assert.rejects(Workspace.open(folder), { code: "storage" });
  await assert.rejects(Workspace.open("\ud800"), { code: "invalid_input" });
  await assert.rejects(Workspace.connect("postgres://x:secret@127.0.0.1:1/none"), (error) => error.code === "storage" && !String(error.message).includes("secret"));
  for (const of of [workspace, restored, elsewhere]) await of.close();
});

test("advice needs no workspace", () => {
  assert.equal(sharingMethodFor("rough_mix"), "share_link");
  assert.throws(() => sharingMethodFor("unheard of"), { code: "invalid_input" });
  assert.throws(() => sharingMethodFor(5), TypeError);
});

test("a path is text or the URL of a file", async (context) => {
  const folder = mkdtempSync(path.join(tmpdir(), "cowrite-"));
  context.after(() => rmSync(folder, { recursive: true }));
  for (const wrong of [new URL("https://example.com/studio.db"), new URL("file://host/studio.db"), new URL("file:///a%2Fb"), { href: "studio.db", protocol: "file:" }, {}, null, 5]) {
    if (process.platform === "win32" && wrong?.host) continue;
    const isTold = (name) => (error) => error instanceof TypeError && error.code === undefined && error.message.startsWith(`argument '${name}': a string or a file URL is wanted`);
    await assert.rejects(Workspace.open(wrong), isTold("path"));
    await assert.rejects(Workspace.restore(wrong, "x"), isTold("backup"));
    await assert.rejects(Workspace.restore("x", wrong), isTold("to"));
  }
  await assert.rejects(Workspace.restore("\ud800", "x"), { code: "invalid_input" });
  await assert.rejects(Workspace.restore("x", "\ud800"), { code: "invalid_input" });
  const { href, protocol } = pathToFileURL(path.join(folder, "studio.db"));
  await (await Workspace.open({ href, protocol })).close();
});

/** A signal that is none of Node's own: all that the declarations say of one. */
function signalOf({ signal }) {
  const throwIfAborted = () => signal.throwIfAborted();
  const listen = (type, listener, options) => signal.addEventListener(type, listener, options);
  const leave = (type, listener) => signal.removeEventListener(type, listener);
  return { get aborted() { return signal.aborted; }, get reason() { return signal.reason; }, throwIfAborted, addEventListener: listen, removeEventListener: leave };
}

test("whatever is waited for is given up by a signal, also one of another make", async () => {
  const reason = new Error("enough");
  const { workspace, me } = await studio();
  const controller = new AbortController();
  const batch = me.withSignal(signalOf(controller)).batch();
  await batch.actor.createTrack("Neon Rain");
  const commit = batch.commit();
  controller.abort(reason);
  await assert.rejects(commit, (error) => error === reason);
  await assert.rejects(batch.commit(), (error) => error === reason);
  assert.throws(() => me.watch({ signal: signalOf(controller) }), (error) => error === reason);
  await assert.rejects(Workspace.inMemory({ signal: signalOf(controller) }), (error) => error === reason);
  await assert.rejects(Workspace.restore("x", "y", { signal: controller.signal }), (error) => error === reason);
  const late = new AbortController();
  const restoring = Workspace.restore("/nowhere/x", "/nowhere/y", { signal: late.signal });
  late.abort(reason);
  await assert.rejects(restoring, (error) => error === reason);
  await assert.rejects(Workspace.restore("x", "y", { signal: 5 }), /^TypeError: argument 'signal'/);
  assert.throws(() => me.withSignal({ aborted: false }), /^TypeError: argument 'signal'/);
  assert.deepEqual(await workspace.verify(), []);
});

test("a signal that is given while arguments are read gives the call up", async () => {
  const controller = new AbortController();
  const { me, track } = await studio();
  const reason = new Error("enough");
  const options = { get title() { controller.abort(reason); return "Other"; } };
  await assert.rejects(within(20, me.withSignal(controller.signal).updateTrack(track, options)), (error) => error === reason);
});
