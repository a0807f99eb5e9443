// What a store opens is closed whatever becomes of the call, reads that hang can be ended, and an environment that ends leaves nothing behind.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createReadStream, existsSync, mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { MemoryStore } from "./stores.mjs";
import { studio, within } from "./studio.mjs";

const require = createRequire(import.meta.url);
const { held } = require(path.join(path.dirname(require.resolve("cowrite/package.json")), "lib", "host.cjs"));
const CONTENT = Buffer.from("0123456789");
const folder = mkdtempSync(path.join(tmpdir(), "cowrite-"));
process.on("exit", () => rmSync(folder, { recursive: true }));

/** Waits until something is so. */
async function until(what, seconds = 20) {
  for (const end = Date.now() + seconds * 1000; !what(); await sleep(5)) assert.ok(Date.now() < end, `not within ${seconds} s: ${what}`);
}

/** Whether nothing is on its way any more. */
const isQuiet = () => Object.entries(held()).every(([name, count]) => name === "ports" || count === 0);

/** What gives some content and then no more, by how its end is seen. */
const STALLING = {
  "a stream of Node's": () => {
    const data = new Readable({ read() {} });
    data.push(CONTENT.subarray(0, 4));
    return { data, isEnded: () => data.destroyed };
  },
  "a stream of the web's": () => {
    let isEnded = false;
    const data = new ReadableStream({ start: (to) => to.enqueue(CONTENT.subarray(0, 4)), cancel: () => void (isEnded = true) });
    return { data, isEnded: () => isEnded };
  },
  "an iterator": () => {
    let isEnded = false;
    let isFirst = true;
    const next = () => {
      const first = isFirst;
      isFirst = false;
      return first ? Promise.resolve({ done: false, value: CONTENT.subarray(0, 4) }) : new Promise(() => {});
    };
    const walk = { next, return: async () => ((isEnded = true), { done: true, value: undefined }) };
    return { data: { ...walk, [Symbol.asyncIterator]: () => walk }, isEnded: () => isEnded };
  },
};

/** A studio with a file, whose store opens what is given. */
async function opening(give) {
  const store = new MemoryStore();
  const of = await studio({ files: store });
  const { file } = await of.me.uploadFile(of.track, { kind: "bounce", name: "mix.wav", content: CONTENT });
  const { open } = MemoryStore.prototype;
  store.open = (by, at, range, asked) => give(open.call(store, by, at, range, asked));
  return { ...of, store, file, ticket: (await of.me.downloadFile(of.track, file)).ticket };
}

for (const [kind, make] of Object.entries(STALLING)) {
  describe(kind, () => {
    test("is closed where nothing was read of it", async () => {
      const { data, isEnded } = make();
      const { workspace, ticket } = await opening((answer) => ({ ...answer, data }));
      const redeemed = await workspace.redeem(ticket);
      redeemed.close();
      await until(isEnded);
      await until(isQuiet);
      await workspace.close();
    });

    test("is closed where something was read of it, and where a read hangs", async () => {
      for (const reads of [1, 2]) {
        const { data, isEnded } = make();
        const { workspace, ticket } = await opening((answer) => ({ ...answer, data }));
        const redeemed = await workspace.redeem(ticket);
        assert.deepEqual(Buffer.from(await redeemed.read(4)), CONTENT.subarray(0, 4));
        const hangs = reads === 2 ? redeemed.read() : Promise.reject(Object.assign(new Error("none"), { code: "closed" }));
        if (reads === 2) await until(() => held().questions === 1);
        redeemed.close();
        await within(20, assert.rejects(hangs, { code: "closed" }));
        await until(isEnded);
        await until(isQuiet);
        await workspace.close();
      }
    });

    test("is closed where a read is given up by its signal", async () => {
      const { data, isEnded } = make();
      const { workspace, ticket } = await opening((answer) => ({ ...answer, data }));
      const redeemed = await workspace.redeem(ticket);
      const controller = new AbortController();
      const hangs = redeemed.read(undefined, { signal: controller.signal });
      await until(() => held().questions === 1);
      controller.abort(new Error("enough"));
      await within(20, assert.rejects(hangs, /enough/));
      await until(isEnded);
      await assert.rejects(redeemed.read(), { code: "closed" });
      await assert.rejects(redeemed.read(1, { signal: controller.signal }), /enough/);
      await assert.rejects(redeemed.read(1, { signal: 5 }), /^TypeError: argument 'signal'/);
      await workspace.close();
    });

    test("is closed where nobody waits any more when it is opened", async () => {
      const { data, isEnded } = make();
      let answer;
      const asked = Promise.withResolvers?.() ?? {};
      const isAsked = new Promise((resolve) => (asked.resolve = resolve));
      const { workspace, ticket } = await opening((of) => {
        asked.resolve();
        return new Promise((resolve) => (answer = () => resolve({ ...of, data })));
      });
      const controller = new AbortController();
      const redeeming = workspace.withSignal(controller.signal).redeem(ticket);
      await within(20, isAsked);
      controller.abort(new Error("enough"));
      await assert.rejects(redeeming, /enough/);
      await until(() => held().questions === 0);
      answer();
      await until(isEnded);
      await until(isQuiet);
      await workspace.close();
    });

    test("is closed where what is said of it is of no use", async () => {
      for (const wrong of [{ start: "x" }, { length: -1 }, { entry: 5 }, { entry: { id: "x", path: 5 } }]) {
        const { data, isEnded } = make();
        const { workspace, ticket } = await opening((answer) => ({ ...answer, data, ...wrong }));
        await assert.rejects(workspace.redeem(ticket), (error) => error.code === "source_unavailable" && error.cause instanceof TypeError);
        await until(isEnded);
        await until(isQuiet);
        await workspace.close();
      }
    });

    test("is ended where an upload of it hangs and is given up", async () => {
      const { data, isEnded } = make();
      const store = new MemoryStore();
      const { workspace, me, track } = await studio({ files: store });
      const { put } = store;
      let written;
      store.put = (...given) => (written = put.apply(store, given));
      const controller = new AbortController();
      const uploading = me.withSignal(controller.signal).uploadFile(track, { kind: "bounce", name: "mix.wav", content: data });
      // One of the store's for the write, and one for the piece.
      await until(() => held().questions === 2 && held().waiting === 2);
      controller.abort(new Error("enough"));
      await within(20, assert.rejects(uploading, /enough/));
      await within(20, assert.rejects(written, { code: "closed" }));
      await until(isEnded);
      await until(isQuiet);
      await workspace.close();
    });
  });
}

test("a file that was opened and not read is closed", { skip: !existsSync("/proc/self/fd") }, async () => {
  const place = path.join(folder, "mix.wav");
  writeFileSync(place, CONTENT);
  const { workspace, ticket } = await opening((answer) => ({ ...answer, data: createReadStream(place) }));
  const redeemed = await workspace.redeem(ticket);
  await until(() => isOpen(place));
  redeemed.close();
  await until(() => !isOpen(place));
  await workspace.close();
});

test("the process ends by itself where an upload into a store hung", () => {
  const script = `
    import { Workspace } from "cowrite";
    import { MemoryStore } from "./stores.mjs";
    import { studio } from "./studio.mjs";
    const { me, track } = await studio({ files: new MemoryStore() });
    async function* content() { yield Buffer.from("x"); await new Promise(() => {}); }
    const signal = AbortSignal.timeout(200);
    const kept = setTimeout(() => {}, 400);
    await me.withSignal(signal).uploadFile(track, { kind: "bounce", name: "mix.wav", content: content() }).catch((error) => console.log(error.name));`;
  const done = spawnSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8", timeout: 20_000, cwd: import.meta.dirname });
  assert.deepEqual([done.status, done.signal, done.stdout], [0, null, "TimeoutError\n"], done.stderr);
});

/** Whether this process has a file open. */
function isOpen(place) {
  return readdirSync("/proc/self/fd").some((number) => {
    try {
      return readlinkSync(`/proc/self/fd/${number}`) === place;
    } catch {
      return false;
    }
  });
}

const HANGS = {
  "a store's method": "store.list = () => { parentPort.postMessage('asked'); return new Promise(() => {}); }; me.files(track);",
  "an upload": "me.uploadFile(track, { kind: 'bounce', name: 'x.wav', content: (async function* () { parentPort.postMessage('asked'); await new Promise(() => {}); })() });",
  "a watch": "const watch = me.watch(); await watch.next(); watch.next(); setTimeout(() => parentPort.postMessage('asked'), 100);",
};

for (const [kind, hang] of Object.entries(HANGS)) {
  test(`a worker that ends while ${kind} hangs leaves nothing open`, { skip: !existsSync("/proc/self/fd") }, async () => {
    const file = path.join(folder, `${kind.replaceAll(/\W/g, "-")}.db`);
    const script = `
      const { parentPort, workerData } = require("node:worker_threads");
      (async () => {
        const { Workspace } = require(workerData.cowrite);
        const { MemoryStore } = await import(workerData.stores);
        const { studio } = await import(workerData.studio);
        const store = new MemoryStore();
        const { me, track } = await studio({ files: store }, () => Workspace.open(workerData.file, { files: store }));
        await me.uploadFile(track, { kind: "bounce", name: "mix.wav", content: Buffer.from("x") });
        ${hang}
      })();`;
    const workerData = { cowrite: require.resolve("cowrite"), stores: String(new URL("stores.mjs", import.meta.url)), studio: String(new URL("studio.mjs", import.meta.url)), file };
    const worker = new Worker(script, { eval: true, workerData });
    await within(60, new Promise((resolve, reject) => worker.once("message", resolve).once("error", reject)));
    assert.ok(isOpen(file));
    await worker.terminate();
    await until(() => !isOpen(file));
  });
}
