// A million calls leave nothing behind: memory does not grow beyond noise, and nothing is held for calls that are over. `COWRITE_CALLS` says how
// many there are, and scripts/soak.sh makes a million; a control leaks on purpose.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";

const CALLS = Number(process.env.COWRITE_CALLS ?? 16_000);

const script = `
import { createRequire } from "node:module";
import path from "node:path";
import { Readable } from "node:stream";
import { Scope, Workspace } from "cowrite";
import { MemoryStore } from "./stores.mjs";
const require = createRequire(path.join(process.cwd(), "x"));
const { held } = require(path.join(path.dirname(require.resolve("cowrite/package.json")), "lib", "host.cjs"));
const [calls, leak] = process.argv.slice(1).map(Number);
const store = new MemoryStore();
// What it notes down of calls would grow.
store.signals = { push() {} };
const { open } = MemoryStore.prototype;
let opened = 0;
// Streams, whose end is seen.
store.open = (...given) => {
  opened += 1;
  const answer = open.apply(store, given);
  return { ...answer, data: Readable.from(answer.data).once("close", () => (opened -= 1)) };
};
const workspace = await Workspace.inMemory({ files: store });
const me = workspace.actingAs(await workspace.register("olivia-1", { name: "Olivia Park" }));
const track = await me.createTrack("Midnight Sessions");
const index = await workspace.accessIndex();
const scope = Scope.track(track);
const kept = [];
const bounce = { kind: "bounce", name: "mix.wav", content: Buffer.alloc(64, "x"), replaces: true };
const { file } = await me.uploadFile(track, bounce);

/** What is more than a call: batches, files, watches, and calls that are given up. */
async function more(isWriting) {
  const batch = me.batch();
  if (isWriting) await batch.actor.addComment(track, { text: "Louder?" });
  await batch.commit();
  if (isWriting) await me.uploadFile(track, bounce);
  const { ticket } = await me.downloadFile(track, file);
  for (const reads of [0, 1]) {
    const redeemed = await workspace.redeem(ticket);
    if (reads) await redeemed.read(8);
    redeemed.close();
  }
  const watch = me.watch();
  await watch.next();
  watch.close();
  const controller = new AbortController();
  const { signal } = controller;
  const never = (await workspace.withSignal(signal).accessIndex()).atLeast(Number.MAX_SAFE_INTEGER);
  const given = [me.withSignal(signal).files(track), workspace.withSignal(signal).redeem(ticket), never];
  controller.abort();
  await Promise.allSettled(given);
}

async function round(count) {
  for (let call = 0; call < count; call += 8) {
    // Now and then, as what of it the workspace keeps for a while is more than a call may leave.
    if (call % 80 === 0) await more(false);
    await me.can(scope, "view");
    index.can(me.id, { scope, action: "view" });
    index.list(me.id, { limit: 1 });
    await me.track(track);
    await me.trackOverview(track);
    await me.track("01a202e2-fa50-7b60-bb6c-6887eb9a6842").catch(() => {});
    await me.createTrack(5).catch(() => {});
    await me.dryRun().updateTrack(track, { title: "Other" });
    workspace.actingAs(me.id).batch().giveUp();
    await me.withSignal(new AbortController().signal).collaborators(scope);
    if (leak) kept.push(Buffer.alloc(leak * 8, 1));
  }
  for (let time = 0; time < 3; time += 1) {
    globalThis.gc();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  // What V8 has got for its heap and does not use comes and goes.
  const { rss, heapTotal, heapUsed } = process.memoryUsage();
  return rss - heapTotal + heapUsed;
}
await round(calls / 4);
const before = await round(calls / 4);
const after = await round(calls);
// What is written stays, and so is not measured.
for (let time = 0; time < 100; time += 1) await more(true);
const seen = () => ({ opened, ...held(), ports: 0 });
for (const end = Date.now() + 10_000; Object.values(seen()).some(Boolean) && Date.now() < end; ) await new Promise((resolve) => setTimeout(resolve, 10));
console.log(JSON.stringify({ before, after, each: (after - before) / calls, held: seen() }));
await workspace.close();
`;

/** Measures in a process of its own, whose calls leak so many bytes each on purpose. */
function grown(leak) {
  const done = spawnSync(process.execPath, ["--expose-gc", "--input-type=module", "-e", script, String(CALLS), String(leak)], { encoding: "utf8", timeout: 60_000 + CALLS * 4, cwd: import.meta.dirname });
  assert.equal(done.status, 0, done.stderr);
  return JSON.parse(done.stdout);
}

/** How many bytes a call may leave: a lost handle or listener is many more. What a heap of V8's comes and goes by weighs less the more calls there are. */
const BOUND = 12 + 8 * 2 ** 20 / CALLS;

/** How often it is measured at most: noise is not there each time, and a leak is. */
const TIMES = 3;

test(`${CALLS} calls leave nothing`, () => {
  const told = [];
  for (let time = 0; time < TIMES; time += 1) {
    const { before, after, each, held } = grown(0);
    assert.ok(Object.keys(held).length > 5 && Object.values(held).every((count) => count === 0), JSON.stringify(held));
    if (each < BOUND) return;
    told.push(`grew from ${before} to ${after}, ${each.toFixed(1)} bytes a call`);
  }
  assert.fail(told.join("; "));
});

test("what leaks is found", () => {
  assert.ok(grown(Math.ceil(BOUND * 3)).each > BOUND);
});
