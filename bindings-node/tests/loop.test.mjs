// The event loop goes on while commits and work are done, ready reads are answered without leaving it, the process ends by itself, and workers are
// as good as the main thread.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { Worker } from "node:worker_threads";
import { Scope, Workspace } from "cowrite";
import { studio, within } from "./studio.mjs";

const require = createRequire(import.meta.url);
const folder = mkdtempSync(path.join(tmpdir(), "cowrite-"));
process.on("exit", () => rmSync(folder, { recursive: true }));

/** Counts turns of the event loop until something is done. */
async function turns(work) {
  let isDone = false;
  let count = 0;
  const counting = () => {
    if (isDone) return;
    count += 1;
    setImmediate(counting);
  };
  setImmediate(counting);
  await work.finally(() => (isDone = true));
  return count;
}

test("a ready read takes no turn of the event loop", async () => {
  const { me, track, scope } = await studio();
  assert.equal(await turns(me.can(scope, "view")), 0);
  assert.equal(await turns(me.track(track)), 0);
  const order = [];
  const read = me.can(scope, "view").then(() => order.push("read"));
  await Promise.resolve().then(() => order.push("then")).then(() => order.push("and then"));
  await read;
  assert.ok(order.indexOf("read") < 3);
});

test("the loop turns while commits, work and copies are on their way", async () => {
  const workspace = await Workspace.open(path.join(folder, "loop.db"));
  const me = workspace.actingAs(await workspace.register("olivia-1", { name: "Olivia Park" }));
  const tracks = await Promise.all(Array.from({ length: 40 }, (_, place) => me.createTrack(`Track ${place}`)));
  for (const work of [(time) => me.updateTrack(tracks[0], { title: `Other ${time}` }), () => me.library(), () => workspace.verify(), (time) => workspace.backup(path.join(folder, `copy-${time}.db`))]) {
    // One that is done before the loop comes to its first turn says nothing: on a busy machine that may be.
    let most = 0;
    for (let time = 0; time < 20 && most === 0; time += 1) most = await turns(work(time));
    assert.ok(most >= 1);
  }
  await workspace.close();
});

const exits = (script) => spawnSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8", timeout: 60_000 });

test("the process ends by itself, with a workspace open or closed", () => {
  const open = `import { Workspace } from "cowrite"; const workspace = await Workspace.open(${JSON.stringify(path.join(folder, "exit.db"))});
    const olivia = await workspace.register("olivia-1", { name: "Olivia Park" }); const me = workspace.actingAs(olivia); await me.createTrack("x");`;
  for (const rest of ["", "await workspace.close();", "const watch = me.watch(); await watch.next(); watch.close();", "me.createTrack('y');", "globalThis.kept = [workspace, me.batch()];"]) {
    const done = exits(open + rest);
    assert.deepEqual([done.status, done.signal, done.stderr], [0, null, ""], rest);
  }
  const waits = exits(`${open} setTimeout(() => watch.close(), 300); const watch = me.watch(); for await (const delta of watch) console.log(delta.full);`);
  assert.deepEqual([waits.status, waits.stdout], [0, "true\n"], waits.stderr);
});

test("it is a CommonJS module as well", () => {
  const done = spawnSync(process.execPath, ["-e", `const { Workspace } = require("cowrite"); Workspace.inMemory().then((workspace) => workspace.revision()).then(console.log)`], { encoding: "utf8" });
  assert.deepEqual([done.status, done.stdout], [0, "0\n"], done.stderr);
});

const work = `
const { parentPort, workerData } = require("node:worker_threads");
const { Scope, Workspace } = require(workerData.cowrite);
(async () => {
  const workspace = await Workspace.open(workerData.file);
  const me = workspace.actingAs(await workspace.register("worker-" + workerData.number, { name: "Worker" }));
  for (let count = 0; count < 10; count += 1) {
    const track = await me.createTrack("Track " + count);
    if (!(await me.can(Scope.track(track), "view"))) throw new Error("cannot");
  }
  parentPort.postMessage((await me.library()).rows.length);
  if (workerData.isLeft) me.createTrack("on its way");
  else await workspace.close();
})();
`;

function worker(number, file, isLeft = false) {
  return new Promise((resolve, reject) => {
    const of = new Worker(work, { eval: true, workerData: { cowrite: require.resolve("cowrite"), number, file, isLeft } });
    let told;
    of.on("message", (value) => {
      told = value;
      if (isLeft) of.terminate();
    });
    of.on("error", reject);
    of.on("exit", () => resolve(told));
  });
}

test("workers share a file, each with a workspace of its own", async () => {
  const file = path.join(folder, "workers.db");
  const counts = await within(60, Promise.all([0, 1, 2, 3].map((number) => worker(number, file))));
  assert.deepEqual(counts, [10, 10, 10, 10]);
  // Ended in the middle of a call.
  assert.deepEqual(await within(60, Promise.all([4, 5, 6].map((number) => worker(number, file, true)))), [10, 10, 10]);
  const workspace = await Workspace.open(file);
  assert.deepEqual(await workspace.verify(), []);
  await workspace.close();
});

test("a worker may be the only one that has it", () => {
  const script = `
    import { Worker } from "node:worker_threads";
    for (let time = 0; time < 3; time += 1) {
      await new Promise((resolve, reject) => {
        const worker = new Worker(${JSON.stringify(work)}, { eval: true, execArgv: [], workerData: { cowrite: ${JSON.stringify(require.resolve("cowrite"))}, number: time, file: ${JSON.stringify(path.join(folder, "alone.db"))}, isLeft: time === 1 } });
        worker.on("message", () => time === 1 && worker.terminate());
        worker.on("error", reject);
        worker.on("exit", resolve);
      });
    }`;
  const done = exits(script);
  assert.deepEqual([done.status, done.signal], [0, null], done.stderr);
});

test("thirty-two at once are all answered", async () => {
  const { me } = await studio();
  const made = await Promise.all(Array.from({ length: 32 }, (_, place) => me.createTrack(`Track ${place}`)));
  assert.equal(new Set(made.map((track) => track.id)).size, 32);
  assert.deepEqual(await Promise.all(made.map((track) => me.can(Scope.track(track), "delete"))), made.map(() => true));
});
