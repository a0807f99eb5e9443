// The access index: what it answers, at once, and how it is waited for; that it is used where a file is nobody else's.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { inspect } from "node:util";
import { AccessIndex, CowriteError, Scope, Workspace } from "cowrite";
import { studio, within } from "./studio.mjs";

const folder = mkdtempSync(path.join(tmpdir(), "cowrite-"));
process.on("exit", () => rmSync(folder, { recursive: true }));

test("it follows every commit", async () => {
  const { workspace, me, olivia, alex, track, scope } = await studio();
  const index = await workspace.accessIndex();
  assert.equal(index.can(alex, { scope, action: "edit_shares" }), true);
  await me.setAccess(scope, { person: alex, access: "viewer" });
  assert.equal(index.can(alex, { scope, action: "edit_shares" }), false);
  assert.equal(index.revision(), await workspace.revision());
  await me.revoke(scope, alex);
  assert.equal(index.can(alex.id, { scope: { kind: "track", id: track }, action: "view" }), false);
  assert.deepEqual(index.whoCan(scope, "view"), [{ person: olivia.id, level: "owner", via: scope }]);
  assert.equal(index.explain(alex, track).because, "closed");
  assert.deepEqual(index.explain(olivia.id, track.id).endsWith, null);
});

test("it knows groups, and answers false for who or what is not there", async () => {
  const { workspace, me, olivia, alex } = await studio();
  const album = await me.createGroup("Album");
  const index = await workspace.accessIndex();
  const scope = Scope.group(album);
  const nobody = "01a202e2-fa50-7b60-bb6c-6887eb9a6842";
  assert.deepEqual([olivia, alex, nobody].map((person) => index.can(person, { scope, action: "add_tracks" })), [true, false, false]);
  assert.equal(index.can(olivia, { scope: Scope.group(nobody), action: "view" }), false);
  assert.equal(index.can(olivia.id.toUpperCase(), { scope, action: "view" }), true);
});

test("what is wrong is said as everywhere", async () => {
  const { workspace, me, olivia, track, scope } = await studio();
  const index = await workspace.accessIndex();
  const before = await workspace.revision();
  const nobody = "01a202e2-fa50-7b60-bb6c-6887eb9a6842";
  for (const [call, expected] of [
    [() => index.can("x", { scope, action: "view" }), { code: "invalid_input", details: { field: "person" } }],
    [() => index.can("\ud800", { scope, action: "view" }), { code: "invalid_input", details: { field: "person" } }],
    [() => index.can(olivia, { scope: Scope.track("x"), action: "view" }), { code: "invalid_input" }],
    [() => index.can(olivia, { scope, action: "dance" }), { code: "invalid_input", details: { field: "action" } }],
    [() => index.can(olivia, { scope, action: "add_tracks" }), { code: "invalid_input", details: { field: "action" } }],
    [() => index.canMany([{ person: olivia, scope, action: "add_tracks" }]), { code: "invalid_input", details: { field: "action" } }],
    [() => index.canMany(Array.from({ length: 10_001 }, () => ({ person: olivia, scope, action: "view" }))), { code: "limit_exceeded", details: { field: "checks", limit: 10_000 } }],
    [() => index.list(olivia, { limit: 0 }), { code: "invalid_input", details: { field: "limit" } }],
    [() => index.list(olivia, { limit: 10_001 }), { code: "invalid_input", details: { field: "limit" } }],
    [() => index.list(olivia, { after: "x" }), { code: "invalid_input", details: { field: "after" } }],
    [() => index.list(olivia, { sort: "dance" }), { code: "invalid_input", details: { field: "sort" } }],
    [() => index.count(olivia, { filter: { text: "x".repeat(20_000) } }), { code: "limit_exceeded" }],
    [() => index.whoCan(Scope.track(nobody), "view"), { code: "not_found", details: { what: "track" } }],
    [() => index.explain(nobody, track), { code: "not_found", details: { what: "person" } }],
  ]) {
    assert.throws(call, (error) => error instanceof CowriteError && error.stack.includes("access_index.test.mjs"), `${call}`);
    assert.throws(call, (error) => {
      assert.equal(error.code, expected.code, `${call}`);
      for (const [name, value] of Object.entries(expected.details ?? {})) assert.equal(error.details[name], value, `${call}`);
      return true;
    });
  }
  for (const [call, name] of [
    [() => index.can(), "person"], [() => index.can(5, { scope, action: "view" }), "person"], [() => index.can(olivia), "scope"], [() => index.can(olivia, "view"), "options"],
    [() => index.can(olivia, { scope, action: 5 }), "action"], [() => index.can(olivia, { scope, action: "view", more: 1 }), "options"],
    [() => index.can(olivia, { scope: { ...scope, more: 1 }, action: "view" }), "scope"], [() => index.can(olivia, { scope: track, action: "view" }), "scope"],
    [() => index.canMany(5), "checks"], [() => index.canMany([{ person: olivia, scope }]), "checks[0].action"], [() => index.list(null), "person"], [() => index.list(olivia, { limit: "5" }), "limit"],
    [() => index.count(olivia, { filter: { colour: 1 } }), "filter"], [() => index.whoCan(track, "view"), "scope"], [() => index.explain(olivia), "track"],
  ]) {
    assert.throws(call, (error) => error instanceof TypeError && error.message.startsWith(`argument '${name}'`), `${call}`);
  }
  await assert.rejects(index.atLeast("5"), /^TypeError: argument 'revision': a number is wanted/);
  await assert.rejects(index.atLeast(0.5), { code: "invalid_input", details: { field: "revision", reason: "is out of range" } });
  await assert.rejects(index.atLeast(-1n), { code: "invalid_input" });
  assert.throws(() => new AccessIndex(), /^TypeError: a AccessIndex is not made by hand/);
  assert.equal(await workspace.revision(), before);
});

test("many questions are answered as of one revision", async () => {
  const { workspace, olivia, alex, scope } = await studio();
  const index = await workspace.accessIndex();
  const checks = [olivia, alex.id].map((person) => ({ person, scope, action: "delete" }));
  assert.deepEqual(index.canMany(checks), { revision: await workspace.revision(), allowed: [true, false] });
  assert.deepEqual(index.canMany([]).allowed, []);
  assert.equal(index.canMany(Array(10_000).fill(checks[0])).allowed.length, 10_000);
});

test("pages are walked over", async () => {
  const { workspace, me, olivia, alex } = await studio();
  const index = await workspace.accessIndex();
  for (let take = 0; take < 7; take += 1) await me.createTrack(`Take ${take}`);
  const page = index.list(olivia, { limit: 3, sort: "title" });
  assert.deepEqual([page.rows.length, page.revision], [3, index.revision()]);
  assert.deepEqual(Object.keys(page), ["revision", "rows", "next"]);
  assert.equal(index.count(olivia), 8);
  assert.equal(index.count(alex, { filter: { relation: { include: ["mine"] } } }), 0);
  const titles = await Promise.all([...page].map(async (row) => (await me.track(row.track)).title));
  assert.deepEqual([titles.length, titles], [8, titles.toSorted?.() ?? [...titles].sort()]);
  const second = index.list(olivia, { limit: 3, sort: "title", after: page.next });
  assert.deepEqual([...second].length, 5);
  const library = [];
  for await (const row of await me.library()) library.push(row.track);
  assert.deepEqual([...index.list(olivia)].map((row) => row.track), library);
  const awaited = [];
  for await (const row of index.list(olivia, { limit: 3 })) awaited.push(row.track);
  assert.deepEqual(awaited, library);
  assert.throws(() => index.list(alex, { after: page.next }), { code: "invalid_input" });
});

test("waiting ends with the commit that is waited for, or with its signal", async () => {
  const { workspace, me } = await studio();
  const index = await workspace.accessIndex();
  await index.atLeast(0);
  await index.atLeast(BigInt(index.revision()));
  const wanted = index.revision() + 1;
  let isOver = false;
  const waits = index.atLeast(wanted).then(() => (isOver = true));
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.ok(!isOver);
  await me.createTrack("Neon Rain");
  await within(20, waits);
  assert.ok(index.revision() >= wanted);
  const controller = new AbortController();
  const never = index.withSignal(controller.signal).atLeast(Number.MAX_SAFE_INTEGER);
  setTimeout(() => controller.abort(new Error("enough")), 20);
  await within(20, assert.rejects(never, /enough/));
  const given = index.withSignal(controller.signal);
  assert.throws(() => given.revision(), /enough/);
  assert.throws(() => given.can(me.id, { scope: Scope.track("x"), action: "view" }), /enough/);
  await assert.rejects(workspace.withSignal(controller.signal).accessIndex(), /enough/);
});

test("it hears of another workspace on the file", async () => {
  const file = path.join(folder, "two.db");
  const here = await Workspace.open(file);
  const there = await Workspace.open(file);
  const { me, alex, scope } = await studio(undefined, async () => here);
  const index = await there.accessIndex();
  assert.equal(index.can(alex, { scope, action: "view" }), true);
  await me.revoke(scope, alex);
  await within(20, index.atLeast(await here.revision()));
  assert.equal(index.can(alex, { scope, action: "view" }), false);
  await here.close();
  await there.close();
});

test("a file can be kept for one process", async () => {
  const file = path.join(folder, "alone.db");
  const { workspace, me, them, alex, scope } = await studio(undefined, () => Workspace.open(file, { exclusive: true }));
  await assert.rejects(Workspace.open(file), { code: "storage" });
  const index = await workspace.accessIndex();
  assert.equal(await them.can(scope, "edit_shares"), true);
  await me.revoke(scope, alex);
  assert.equal(await them.can(scope, "view"), false);
  assert.equal(index.can(alex, { scope, action: "view" }), false);
  await workspace.close();
  await (await Workspace.open(file)).close();
  await assert.rejects(Workspace.open(file, { exclusive: 1 }), /^TypeError: argument 'exclusive': true or false is wanted/);
  await assert.rejects(Workspace.inMemory({ exclusive: true }), /^TypeError: argument 'options': nothing is called 'exclusive' there/);
});

test("a closed workspace answers no more, and an index shows nothing", async () => {
  const { workspace, alex, olivia, track, scope } = await studio();
  const index = await workspace.accessIndex();
  assert.equal(inspect(index, { showHidden: true }), "AccessIndex {}");
  assert.equal(JSON.stringify(index), "{}");
  const waits = assert.rejects(index.atLeast(Number.MAX_SAFE_INTEGER), { code: "closed" });
  await workspace.close();
  await within(20, waits);
  for (const call of [
    () => index.can(alex, { scope, action: "view" }), () => index.canMany([]), () => index.list(olivia), () => index.count(olivia), () => index.whoCan(scope, "view"),
    () => index.explain(alex, track), () => index.revision(),
  ]) assert.throws(call, { code: "closed" }, `${call}`);
  await assert.rejects(index.atLeast(0), { code: "closed" });
});
