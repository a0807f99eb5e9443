// Refusals are those of the table, real errors with a stack of use, also from calls that went on elsewhere.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import path from "node:path";
import { test } from "node:test";
import { inspect } from "node:util";
import * as cowrite from "cowrite";
import { conformance } from "./table.mjs";
import { studio } from "./studio.mjs";

const { CowriteError, InvalidError, RefusedError, Scope, Workspace } = cowrite;
const require = createRequire(import.meta.url);
const root = path.dirname(require.resolve("cowrite/package.json"));
const { errorOf } = require(path.join(root, "lib", "errors.cjs"));

for (const row of conformance("errors.json")) {
  test(row.code, () => {
    const error = errorOf(row.code, "so it is", {}, row.retryable);
    assert.deepEqual([error.code, error.kind, error.status, error.retryable], [row.code, row.kind, row.http_status, row.retryable]);
    assert.ok(error instanceof CowriteError && error instanceof Error && error.constructor !== CowriteError);
    assert.equal(error.name, error.constructor.name);
    assert.equal(cowrite[error.name], error.constructor);
  });
}

test("no other code is known", () => {
  const { described } = require(path.join(root, "lib", "native.cjs"));
  assert.deepEqual(described.errors.map((row) => row.code), conformance("errors.json").map((row) => row.code));
});

test("a refusal tells all", async () => {
  const { me, olivia, alex, track } = await studio();
  const refused = await me.setShares(track, { rows: [{ person: olivia, master: "60.5" }, { person: alex, master: 50 }] }).catch((error) => error);
  assert.ok(refused instanceof RefusedError);
  assert.deepEqual({ ...refused.details }, { kind: "master", total: "110.50", overBy: "10.50" });
  assert.deepEqual([refused.code, refused.status, refused.retryable, refused.name], ["over_allocated", 422, false, "RefusedError"]);
  assert.match(inspect(refused), /RefusedError: master would be 110.50 percent[^]*code: 'over_allocated'/);
  assert.throws(() => (refused.details.kind = "writer"), TypeError);
  await assert.rejects(me.createTrack(""), (error) => error instanceof InvalidError && error.details.field === "title");
});

test("an argument is named as it is called here", async () => {
  const { workspace, me, track } = await studio();
  await assert.rejects(workspace.register("", { name: "x" }), (error) => error.details.field === "externalId");
  await assert.rejects(me.setShares(track, { rows: [], basedOn: -1 }), (error) => error.details.field === "basedOn");
});

test("the stack leads to who called, at once and after a wait", async () => {
  const { me, track } = await studio();
  async function whoCalledAtOnce() {
    await me.track("01a202e2-fa50-7b60-bb6c-6887eb9a6842");
  }
  async function whoCalledAndWaited() {
    await me.updateTrack(track, { title: "" });
  }
  async function whoGaveTheWrongType() {
    await me.createTrack(5);
  }
  for (const call of [whoCalledAtOnce, whoCalledAndWaited, whoGaveTheWrongType]) {
    await assert.rejects(call(), (error) => error.stack.includes(call.name) && error.stack.includes("errors.test.mjs"));
  }
});

test("wrong types are TypeErrors that name the argument, and touch nothing", async () => {
  const { workspace, me, track } = await studio();
  const before = await workspace.revision();
  const wrong = [
    [() => me.createTrack(5), /'title': a string is wanted, not a number/],
    [() => me.createTrack(), /'title': a string is wanted, not undefined/],
    [() => me.createTrack("x", null), /'options': an object is wanted, not null/],
    [() => me.createTrack("x", { grup: "y" }), /nothing is called 'grup'/],
    [() => me.updateTrack(track, { tags: "demo" }), /'tags': an array is wanted, not a string/],
    [() => me.updateTrack(track, { tags: ["demo", 5] }), /'tags\[1\]': a string is wanted/],
    [() => me.updateTrack(track, { bpm: 120.5 }), /'bpm': .*120.5 is not exact/],
    [() => me.updateTrack(track, { bpm: {} }), /'bpm'/],
    [() => me.setShares(track, { rows: [{ person: me, master: 1 }, {}] }), /'rows\[1\].person'/],
    [() => me.can(track, "view"), /'scope': its kind is to be 'track' or 'group'/],
    [() => me.can({ kind: "track" }, "view"), /'scope.id'/],
    [() => me.can(Scope.track(track), 5), /'action'/],
    [() => me.accessAt(me, { track, instant: "2026-01-01" }), /'instant': a Date is wanted/],
    [() => me.createShareLink(track, { stream: 1 }), /'stream': true or false is wanted/],
    [() => me.uploadFile(track, { kind: "bounce", name: "x", content: "text" }), /'content'/],
    [() => workspace.redeem(5), /'ticket'/],
    [() => workspace.redeem("x", { range: 5 }), /'range': an object is wanted/],
    [() => Workspace.open(5), /'path'/],
    [() => Workspace.inMemory({ clock: {} }), /'clock'/],
    [() => Workspace.inMemory({ clok: 1 }), /'clok'/],
    [() => Workspace.inMemory({ files: {} }), /'files'/],
  ];
  for (const [call, told] of wrong) {
    await assert.rejects(call, (error) => error instanceof TypeError && error.code === undefined && told.test(error.message), String(call));
  }
  for (const call of [() => workspace.actingAs(5), () => workspace.operator(5), () => me.withKey(5), () => me.withSignal(5), () => me.watch({ cursor: 5 })]) {
    assert.throws(call, TypeError);
  }
  assert.throws(() => workspace.actingAs("nobody"), { code: "invalid_input" });
  assert.throws(() => new cowrite.Workspace(), TypeError);
  await assert.rejects(cowrite.Actor.prototype.createTrack.call({}, "x"), TypeError);
  assert.equal(await workspace.revision(), before);
});

test("what a getter throws reaches the caller", async () => {
  const { me, track } = await studio();
  const thrown = new RangeError("mine");
  const options = { get title() { throw thrown; } };
  await assert.rejects(me.updateTrack(track, options), (error) => error === thrown);
});
