// Files: what is uploaded, what comes back, and file stores that the host has written.

import assert from "node:assert/strict";
import { createReadStream, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { describe, test } from "node:test";
import { inspect } from "node:util";
import { FilesError, LocalFolder, OneAccount, Scope, UnavailableError, Workspace, resolveRange } from "cowrite";
import { MemoryStore, awaitedStore } from "./stores.mjs";
import { studio, within } from "./studio.mjs";

const CONTENT = Buffer.from("0123456789");
const MANY = 5 * 1024 * 1024 + 7;
const folder = mkdtempSync(path.join(tmpdir(), "cowrite-"));
process.on("exit", () => rmSync(folder, { recursive: true }));

const STORES = {
  "a class instance": () => new MemoryStore(),
  "a plain object that is awaited": () => awaitedStore(new MemoryStore()),
  "one account": () => new OneAccount(new MemoryStore()),
  "a folder": () => new LocalFolder(mkdtempSync(path.join(folder, "files-"))),
};

function upload(me, track, content, name = "mix.wav", more = {}) {
  return me.uploadFile(track, { kind: "bounce", name, content, ...more });
}

async function read(workspace, me, track, file, options) {
  const { ticket } = await me.downloadFile(track, file);
  return Buffer.from(await (await workspace.redeem(ticket, options)).read());
}

async function* awaited(content) {
  yield content.subarray(0, 3);
  yield content.subarray(3);
}

const GIVE = {
  "a Buffer": (content) => content,
  "an ArrayBuffer": (content) => new Uint8Array(content).buffer,
  "a DataView": (content) => new DataView(content.buffer, content.byteOffset, content.length),
  "a Blob": (content) => new Blob([content]),
  "a stream of Node's": (content) => Readable.from(content.length ? [content] : [], { objectMode: false }),
  "a stream of the web's": (content) => new Blob([content]).stream(),
  "pieces": (content) => [content.subarray(0, 3), new Uint8Array(0), content.subarray(3)],
  "pieces that are awaited": awaited,
};

for (const [kind, make] of Object.entries(STORES)) {
  describe(kind, () => {
    test("content of every kind comes back", async () => {
      const { workspace, me, track } = await studio({ files: make() });
      for (const [name, give] of Object.entries(GIVE)) {
        for (const content of [CONTENT, Buffer.alloc(0), Buffer.from("x")]) {
          const { file } = await upload(me, track, give(content), `${name} ${content.length}.wav`);
          assert.deepEqual(await read(workspace, me, track, file), content, name);
        }
      }
      await workspace.close();
    });

    test("much content comes in pieces", async () => {
      const { workspace, me, track } = await studio({ files: make() });
      const place = path.join(folder, "many.wav");
      writeFileSync(place, Buffer.alloc(MANY, "x"));
      const { file } = await upload(me, track, createReadStream(place));
      if (kind !== "a folder") return;
      const redeemed = await workspace.redeem((await me.streamFile(track, file)).ticket);
      assert.deepEqual([redeemed.size, redeemed.start, redeemed.length, redeemed.mediaType], [MANY, 0, MANY, "audio/wav"]);
      let length = 0;
      for await (const piece of redeemed) {
        assert.ok(piece instanceof Uint8Array && piece.length > 0 && piece.length <= 1 << 20);
        length += piece.length;
      }
      assert.equal(length, MANY);
      await assert.rejects(redeemed.read(), { code: "closed" });
    });

    test("ranges", async () => {
      const { workspace, me, track } = await studio({ files: make() });
      const { file } = await upload(me, track, CONTENT);
      for (const [range, wanted] of [[{ start: 2, end: 5 }, "2345"], [{ start: 7 }, "789"], [{ last: 3 }, "789"], [{ end: 0 }, "0"], [{}, "0123456789"], [{ start: 8, end: 100 }, "89"]]) {
        assert.equal(String(await read(workspace, me, track, file, { range })), wanted);
      }
      for (const range of [{ start: 10 }, { start: -1 }, { start: 5, end: 2 }, { last: 3, start: 1 }, { start: 1.5 }]) {
        await assert.rejects(read(workspace, me, track, file, { range }), { code: "invalid_input" }, JSON.stringify(range));
      }
      const part = await workspace.redeem((await me.streamFile(track, file)).ticket, { range: { start: 1, end: 4 } });
      assert.deepEqual([String(Buffer.from(await part.read(2))), String(Buffer.from(await part.read(9))), (await part.read(9)).length], ["12", "34", 0]);
      part.close();
      await assert.rejects(part.read(), { code: "closed" });
    });

    test("what content throws reaches the caller", async () => {
      const { workspace, me, track } = await studio({ files: make() });
      const thrown = new Error("mine");
      let isClosed = false;
      async function* broken() {
        try {
          yield Buffer.from("some");
          throw thrown;
        } finally {
          isClosed = true;
        }
      }
      for (let time = 0; time < 3; time += 1) await assert.rejects(upload(me, track, broken()), (error) => error === thrown);
      assert.ok(isClosed);
      await assert.rejects(upload(me, track, ["text"]), TypeError);
      await assert.rejects(upload(me, track, [5]), TypeError);
      assert.deepEqual((await me.files(track)).files, []);
      const { file } = await upload(me, track, CONTENT);
      assert.deepEqual(await read(workspace, me, track, file), CONTENT);
    });

    test("files are renamed, replaced, listed and deleted", async () => {
      const { workspace, me, track } = await studio({ files: make() });
      const { file } = await upload(me, track, CONTENT);
      await assert.rejects(upload(me, track, CONTENT), { code: "conflict" });
      assert.equal((await upload(me, track, Buffer.from("new"), "mix.wav", { replaces: true })).file, file);
      assert.equal((await me.renameFile(track, { file, name: "mix 1.wav" })).name, "mix 1.wav");
      const [listed] = (await me.files(track)).files;
      assert.deepEqual([listed.name, listed.size, listed.kind], ["mix 1.wav", 3, "bounce"]);
      assert.equal(String(await read(workspace, me, track, listed)), "new");
      await me.deleteFile(track, listed);
      assert.deepEqual((await me.files(track)).files, []);
    });
  });
}

test("what a store throws is the cause of what the caller is told", async () => {
  const store = new MemoryStore();
  const { me, track } = await studio({ files: store });
  await upload(me, track, CONTENT);
  for (const thrown of [new Error("the disk is on fire"), new FilesError("rate_limited", "slow down", { after: 5 }), "text", undefined]) {
    store.throws = thrown === undefined ? undefined : thrown;
    if (thrown === undefined) continue;
    await assert.rejects(me.files(track), (error) => error instanceof UnavailableError && error.code === "source_unavailable" && error.cause === thrown);
  }
  assert.equal((await me.files(track)).files.length, 1);
});

test("an answer that is none is the store's fault", async () => {
  for (const wrong of [undefined, null, 5, {}, { id: 5, path: [] }, { id: "x", path: "y" }, { items: 5 }, { id: "\ud800", path: [] }, { items: [{ path: [5] }] }]) {
    const store = Object.fromEntries(["stat", "find", "list", "makeDir", "put", "open", "moveTo", "delete"].map((name) => [name, () => wrong]));
    const { me, track } = await studio({ files: store });
    await assert.rejects(upload(me, track, CONTENT), (error) => error.code === "source_unavailable" && error.cause instanceof TypeError);
  }
});

test("a call that is given up tells the store so", async () => {
  let asked;
  const store = new MemoryStore();
  const { me, track } = await studio({ files: store });
  await upload(me, track, CONTENT);
  const waits = new Promise((resolve) => {
    store.list = (by, at, { signal }) => {
      asked = signal;
      resolve();
      return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    };
  });
  const controller = new AbortController();
  const call = me.withSignal(controller.signal).files(track);
  await within(20, waits);
  assert.equal(asked.aborted, false);
  const told = new Promise((resolve) => asked.addEventListener("abort", resolve));
  controller.abort(new Error("enough"));
  await assert.rejects(call, /enough/);
  await within(20, told);
});

test("a store may call the workspace itself", async () => {
  const store = new MemoryStore();
  const { workspace, me, track } = await studio({ files: store });
  await upload(me, track, CONTENT);
  const { list } = MemoryStore.prototype;
  let seen;
  store.list = async function (...given) {
    seen = await me.track(track);
    await me.addComment(track, { text: "listed" });
    return list.apply(this, given);
  };
  assert.equal((await within(20, me.files(track))).files.length, 1);
  assert.equal(seen.id, track.id);
  await workspace.close();
});

for (const [where, open] of Object.entries({ memory: (options) => Workspace.inMemory(options), SQLite: (options) => Workspace.open(path.join(folder, "busy.db"), options) })) {
  test(`an upload does not hold up other calls: a store's put may change the workspace, ${where}`, async () => {
    const store = new MemoryStore();
    const { workspace, me, them, track } = await studio({ files: store }, () => open({ files: store }));
    const other = await me.createTrack("Neon Rain");
    const { put } = MemoryStore.prototype;
    let made;
    store.put = async function (by, into, name, data, ...rest) {
      store.put = put;
      // While the first piece is on its way, by the same person and by another.
      for await (const piece of data) {
        made = await me.createTrack("Made meanwhile");
        await me.updateTrack(track, { title: "Renamed meanwhile" });
        await me.deleteTrack(other);
        await them.addComment(track, { text: "uploading?" });
        await upload(me, made, CONTENT, "other.wav");
        return put.call(this, by, into, name, [piece], ...rest);
      }
    };
    const { file } = await within(60, upload(me, track, CONTENT));
    assert.deepEqual(await read(workspace, me, track, file), CONTENT);
    assert.equal((await me.track(track)).title, "Renamed meanwhile");
    await assert.rejects(me.track(other), { code: "not_found" });
    await within(60, upload(me.withKey("once"), track, CONTENT, "keyed.wav"));
    assert.deepEqual((await me.files(made)).files.map((of) => of.name), ["other.wav"]);
    assert.deepEqual(await workspace.verify(), []);
    await workspace.close();
  });
}

/** Files that have an address of their own. */
class Addressed extends MemoryStore {
  async tempLink(by, at, asked) {
    const { id, file } = this.stat(by, at, asked);
    const mintedAt = this.now();
    return { url: `https://files.example/${id}`, mintedAt, expiresAt: new Date(mintedAt.getTime() + 60_000), rev: file.rev, size: file.size };
  }
}

test("an address of the store's own", async () => {
  for (const directAddresses of [false, true]) {
    const { workspace, me, track } = await studio({ files: new Addressed(), directAddresses });
    const { file } = await upload(me, track, CONTENT);
    const link = await me.createShareLink(track, { downloads: ["bounce"] });
    const { ticket } = await workspace.visitor().download(link.secret, { track, file });
    const redeemed = await workspace.redeem(ticket);
    assert.equal(redeemed.size, CONTENT.length);
    if (!directAddresses) {
      assert.equal(redeemed.address, null);
      assert.deepEqual(Buffer.from(await redeemed.read()), CONTENT);
      continue;
    }
    assert.equal(redeemed.address.reveal(), `https://files.example/${file}`);
    assert.equal(redeemed.length, 0);
    assert.ok(!inspect(redeemed).includes(file) && !JSON.stringify(redeemed).includes(file));
    await assert.rejects(redeemed.read(), /at an address/);
    await assert.rejects(redeemed[Symbol.asyncIterator]().next(), /at an address/);
    redeemed.close();
  }
});

test("how long tickets can be redeemed", async () => {
  const clock = { at: new Date("2026-01-01"), now: () => clock.at };
  const { workspace, me, track } = await studio({ files: new MemoryStore(), clock, ticketForMs: 30_000 });
  const { file } = await upload(me, track, CONTENT);
  const { ticket } = await me.downloadFile(track, file);
  clock.at = new Date(clock.at.getTime() + 29_000);
  assert.deepEqual(Buffer.from(await (await workspace.redeem(ticket)).read()), CONTENT);
  clock.at = new Date(clock.at.getTime() + 2000);
  await assert.rejects(workspace.redeem(ticket), { code: "not_found" });
});

test("what people do in the store itself is followed, by cursors and without them", async () => {
  for (const lacks of [[], ["latestCursor", "changes", "wait"]]) {
    const store = new MemoryStore();
    for (const method of lacks) store[method] = undefined;
    const { workspace, me, track } = await studio({ files: store });
    const { file } = await upload(me, track, CONTENT);
    while ((await workspace.followFiles()).next);
    await workspace.followFilesOf(me);
    const { path } = store.nodes.find((node) => node.id === file).parent;
    if (!lacks.length) assert.equal((await workspace.waitForFiles(1)).hasNews, false);
    store.write(me.id, { path }, "drums.wav", Buffer.from("boom"), "add", null);
    assert.equal((await within(20, workspace.waitForFiles(1, { person: me }))).hasNews, true);
    assert.equal((await workspace.followFilesOf(me)).appeared, 1);
    assert.deepEqual((await me.files(track)).files.map((of) => of.name).sort(), ["drums.wav", "mix.wav"]);
    assert.ok((await me.activity(Scope.track(track))).entries.some((entry) => entry.inFileStore));
  }
});

test("a store that waits for ever is given up by a signal", async () => {
  const store = new MemoryStore();
  const { workspace, me, track } = await studio({ files: store });
  await upload(me, track, CONTENT);
  await workspace.followFiles();
  const controller = new AbortController();
  let asked;
  const waits = new Promise((resolve) => {
    store.wait = (by, cursor, { timeoutMs, signal }) => {
      asked = { timeoutMs, signal };
      resolve();
      return new Promise(() => {});
    };
  });
  const call = workspace.withSignal(controller.signal).waitForFiles(60_000);
  await within(20, waits);
  assert.ok(asked.timeoutMs <= 60_000);
  controller.abort(new Error("enough"));
  await assert.rejects(call, /enough/);
});

test("effects move folders", async () => {
  const store = new MemoryStore();
  const { workspace, me, track } = await studio({ files: store });
  await upload(me, track, CONTENT);
  await me.updateTrack(track, { title: "Daybreak" });
  while ((await workspace.runEffects(100)).done);
  assert.equal((await workspace.runEffects(100)).left, 0);
  assert.ok(store.nodes.some((node) => node.path.join("/").includes("Daybreak")));
  assert.deepEqual((await workspace.operator("weekly look").effects(50)).effects, []);
});

test("a folder that cannot be is told with its cause", async () => {
  await assert.rejects(Workspace.inMemory({ files: new LocalFolder("/dev/null/none") }), (error) => error.code === "source_unavailable" && error.cause instanceof FilesError);
});

test("which bytes a range means", () => {
  assert.deepEqual(resolveRange({}, 0), { start: 0, length: 0 });
  assert.deepEqual(resolveRange({ start: 1, end: 1 }, 3), { start: 1, length: 1 });
  assert.deepEqual(resolveRange({ last: 9 }, 3), { start: 0, length: 3 });
  for (const [range, size] of [[{ start: 3 }, 3], [{ last: 0 }, 3], [{ start: 0 }, 0]]) {
    assert.throws(() => resolveRange(range, size), (error) => error instanceof FilesError && error.reason === "outside_range" && error.size === size);
  }
});
