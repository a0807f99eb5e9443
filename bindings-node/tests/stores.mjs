// File stores in memory, as a host would write them: one that answers at once, and one that is awaited.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { FilesError, resolveRange } from "cowrite";

const PIECE = 4;

export function contentHash(content) {
  const blocks = [];
  for (let start = 0; start < content.length; start += 4 << 20) {
    blocks.push(createHash("sha256").update(content.subarray(start, start + (4 << 20))).digest());
  }
  return createHash("sha256").update(Buffer.concat(blocks)).digest("hex");
}

const folded = (name) => name.normalize("NFC").toLowerCase();

class Node {
  constructor(id, parent, name, content) {
    Object.assign(this, { id, parent, name, content, rev: 0, modifiedAt: new Date(0) });
  }

  get path() {
    return this.parent ? [...this.parent.path, this.name] : [];
  }

  liesIn(folder) {
    return this.parent === folder || (this.parent?.liesIn(folder) ?? false);
  }

  entry(folder) {
    const { content, rev, modifiedAt } = this;
    const file = content && { size: content.length, rev: String(rev), modifiedAt, contentHash: contentHash(content) };
    return { id: this.id, path: this.path.slice(folder ? folder.path.length : 0), file };
  }
}

/** Files in memory. Its methods use `this`, as those of any class do. */
export class MemoryStore {
  roots = new Map();
  nodes = [];
  numbers = 0;
  nextId = undefined;
  away = false;
  throws = undefined;
  signals = [];
  listed = new Map();

  constructor(now = () => new Date()) {
    this.now = now;
  }

  reach(asked) {
    if (asked) this.signals.push(asked.signal);
    if (this.throws) throw this.throws;
    if (this.away) throw new FilesError("transient");
  }

  number() {
    this.numbers += 1;
    return this.numbers;
  }

  child(parent, name) {
    return this.nodes.find((node) => node.parent === parent && folded(node.name) === folded(name));
  }

  node(by, at) {
    let node;
    if (at.id !== undefined) node = this.nodes.find((of) => of.id === at.id);
    else {
      if (!this.roots.has(by)) this.roots.set(by, new Node(`root-${by}`, undefined, ""));
      node = this.roots.get(by);
      for (const name of at.path) node = node && this.child(node, name);
    }
    if (!node) throw new FilesError("not_found");
    return node;
  }

  stat(by, at, asked) {
    this.reach(asked);
    return this.node(by, at).entry();
  }

  find(by, folder, id, asked) {
    this.reach(asked);
    const [node, within] = [this.node(by, { id }), this.node(by, folder)];
    if (!node.liesIn(within)) throw new FilesError("not_found");
    return node.entry(within);
  }

  list(by, at, { recursive, ...asked }) {
    this.reach(asked);
    const folder = this.node(by, at);
    const found = this.nodes.filter((node) => node.parent === folder || (recursive && node.liesIn(folder)));
    return { items: found.sort((one, other) => (one.path.join("/") < other.path.join("/") ? -1 : 1)).map((node) => node.entry(folder)) };
  }

  /** All that an account has by now, and a cursor that stands for it. */
  below(by) {
    const root = this.node(by, { path: [] });
    const there = new Map(this.nodes.filter((node) => node.liesIn(root)).map((node) => [node.path.join("/"), node.entry()]).sort(([one], [other]) => (one < other ? -1 : 1)));
    const cursor = createHash("sha256").update(JSON.stringify([by, ...there])).digest("hex");
    this.listed.set(cursor, there);
    return { cursor, there };
  }

  latestCursor(by, at, { recursive, ...asked }) {
    this.reach(asked);
    assert.deepEqual([at.path, recursive], [[], true]);
    return this.below(by).cursor;
  }

  changes(by, cursor, asked) {
    this.reach(asked);
    const before = this.listed.get(cursor);
    if (!before) throw new FilesError("cursor_reset");
    const now = this.below(by);
    const gone = [...before.keys()].filter((path) => !now.there.has(path)).map((path) => ({ path: path.split("/") }));
    const here = [...now.there].filter(([path, entry]) => !isDeepStrictEqual(before.get(path), entry)).map(([, entry]) => entry);
    return { items: [...gone, ...here], cursor: now.cursor };
  }

  wait(by, cursor, { timeoutMs, ...asked }) {
    this.reach(asked);
    assert.ok(timeoutMs >= 0);
    return { hasChanged: this.below(by).cursor !== cursor };
  }

  makeDir(by, within, path, asked) {
    this.reach(asked);
    let folder = this.node(by, within);
    for (const name of path) {
      let next = this.child(folder, name);
      if (!next) this.nodes.push((next = new Node(`folder-${this.number()}`, folder, name)));
      if (next.content) throw new FilesError("conflict");
      folder = next;
    }
    return folder.entry();
  }

  async put(by, into, name, data, { mode, rev, size, contentHash: hash, ...asked }) {
    this.reach(asked);
    const pieces = [];
    for await (const piece of data) pieces.push(piece);
    const content = Buffer.concat(pieces);
    if ((size !== null && size !== content.length) || (hash !== null && hash !== contentHash(content))) throw new FilesError("mismatch");
    return this.write(by, into, name, content, mode, rev);
  }

  write(by, into, name, content, mode, rev) {
    const folder = this.node(by, into);
    let file = this.child(folder, name);
    if (file && mode === "add") throw new FilesError("conflict");
    if (mode === "update" && String(file?.rev) !== rev) throw new FilesError("conflict");
    if (!file) {
      this.nodes.push((file = new Node(this.nextId ?? `id-${this.number()}`, folder, name)));
      this.nextId = undefined;
    }
    Object.assign(file, { content, modifiedAt: this.now(), rev: file.rev + 1 });
    return file.entry();
  }

  open(by, at, range, asked) {
    this.reach(asked);
    const file = this.node(by, at);
    if (!file.content) throw new FilesError("not_found");
    const { start, length } = resolveRange(range, file.content.length);
    return { entry: file.entry(), start, length, data: this.pieces(file.content.subarray(start, start + length)) };
  }

  *pieces(content) {
    for (let start = 0; start < content.length; start += PIECE) {
      this.reach();
      yield content.subarray(start, start + PIECE);
    }
  }

  moveTo(by, from, into, name, asked) {
    this.reach(asked);
    const [node, folder] = [this.node(by, from), this.node(by, into)];
    const there = this.child(folder, name);
    if (there && there !== node) throw new FilesError("conflict");
    Object.assign(node, { parent: folder, name });
    return node.entry();
  }

  delete(by, at, asked) {
    this.reach(asked);
    const node = this.node(by, at);
    this.nodes.splice(this.nodes.indexOf(node), 1);
  }
}

const METHODS = ["stat", "find", "list", "latestCursor", "changes", "wait", "makeDir", "put", "open", "moveTo", "delete"];

/** The same as a plain object whose methods are awaited, those of shared folders too where they are wanted. */
export function awaitedStore(kept, more = []) {
  const awaited = (method) => async (...given) => {
    await setImmediate();
    const answer = await kept[method](...given);
    if (method !== "open") return answer;
    const { data, ...rest } = answer;
    const pieces = async function* () {
      for (const piece of data) {
        await setImmediate();
        yield piece;
      }
    };
    return { ...rest, data: pieces() };
  };
  return Object.fromEntries([...METHODS, ...more].map((method) => [method, awaited(method)]));
}
