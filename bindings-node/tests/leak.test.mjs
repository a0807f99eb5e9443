// A million calls leave nothing behind: memory does not grow beyond noise. `COWRITE_CALLS` says how many there are; a control leaks on purpose.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";

const CALLS = Number(process.env.COWRITE_CALLS ?? 16_000);

const script = `
import { Scope, Workspace } from "cowrite";
const [calls, leak] = process.argv.slice(1).map(Number);
const workspace = await Workspace.inMemory();
const me = workspace.actingAs(await workspace.register("olivia-1", { name: "Olivia Park" }));
const track = await me.createTrack("Midnight Sessions");
const scope = Scope.track(track);
const kept = [];
async function round(count) {
  for (let call = 0; call < count; call += 8) {
    await me.can(scope, "view");
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
  return process.memoryUsage.rss();
}
await round(calls / 4);
const before = await round(calls / 4);
const after = await round(calls);
console.log(JSON.stringify({ before, after, each: (after - before) / calls }));
await workspace.close();
`;

/** Measures in a process of its own, whose calls leak so many bytes each on purpose. */
function grown(leak) {
  const done = spawnSync(process.execPath, ["--expose-gc", "--input-type=module", "-e", script, String(CALLS), String(leak)], { encoding: "utf8", timeout: 60_000 + CALLS * 2 });
  assert.equal(done.status, 0, done.stderr);
  return JSON.parse(done.stdout);
}

/** How many bytes a call may leave: a lost handle or listener is many more. What a heap of V8's comes and goes by weighs less the more calls there are. */
const BOUND = 12 + 8 * 2 ** 20 / CALLS;

test(`${CALLS} calls leave nothing`, () => {
  const { before, after, each } = grown(0);
  assert.ok(each < BOUND, `grew from ${before} to ${after}, ${each.toFixed(1)} bytes a call`);
});

test("what leaks is found", () => {
  assert.ok(grown(Math.ceil(BOUND * 3)).each > BOUND);
});
