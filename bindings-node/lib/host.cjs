"use strict";

// Code of the host's that the native half asks: file stores, and content that is given piece by piece.

const { types } = require("node:util");
const { native } = require("./native.cjs");
const { FilesError } = require("./errors.cjs");
const { answered, causes, done, free, isUnderWay, listeners, number, over, thrown } = require("./calls.cjs");
const { kindOf } = require("./values.cjs");

/** How many bytes a piece has at most. */
const PIECE = 1024 * 1024;
/** The methods that every store has. */
const NEEDED = ["find", "list", "makeDir", "put", "open", "moveTo", "delete"];

const stores = new Map();
const contents = new Map();
/** What gives up a question of the native half's, by its number. */
const asked = new Map();
let last = 0;

function numbered(map, value) {
  last += 1;
  map.set(last, value);
  return last;
}

/** Takes in a file store, and returns the number under which it is asked. */
function store(given) {
  for (const method of NEEDED) {
    if (typeof given !== "object" || given === null || typeof given[method] !== "function") {
      throw new TypeError(`argument 'files': a LocalFolder or a file store with ${method}() is wanted, not ${kindOf(given)}`);
    }
  }
  return numbered(stores, given);
}

/** Bytes, cut into pieces that can be handed on, none of them empty. */
function* cut(piece) {
  let view;
  if (ArrayBuffer.isView(piece)) view = new Uint8Array(piece.buffer, piece.byteOffset, piece.byteLength);
  else if (types.isAnyArrayBuffer(piece)) view = new Uint8Array(piece);
  else throw new TypeError(`bytes are wanted, not ${kindOf(piece)}`);
  for (let start = 0; start < view.length; start += PIECE) yield view.subarray(start, start + PIECE);
}

async function* awaited(source) {
  for await (const piece of source) yield* cut(piece);
}

function* given(source) {
  for (const piece of source) yield* cut(piece);
}

/** What gives the pieces of some content. */
function pieces(source) {
  if (ArrayBuffer.isView(source) || types.isAnyArrayBuffer(source)) return cut(source);
  if (typeof Blob === "function" && source instanceof Blob) return awaited(source.stream());
  if (typeof source === "object" && source !== null) {
    if (typeof source[Symbol.asyncIterator] === "function") return awaited(source);
    if (typeof source[Symbol.iterator] === "function") return given(source);
  }
  return undefined;
}

/** Content that a caller gives, for as long as the call takes. */
class Contents {
  constructor(call) {
    this.call = call;
    this.held = undefined;
  }

  content(source, path) {
    const from = pieces(source);
    if (!from) throw new TypeError(`argument '${path}': bytes, or what gives them, are wanted, not ${kindOf(source)}`);
    this.held = numbered(contents, { from, call: this.call, isStores: false, hasBegun: false });
    return this.held;
  }

  close() {
    if (this.held !== undefined) close(this.held);
  }
}

function close(id) {
  const content = contents.get(id);
  contents.delete(id);
  // What was never begun is left to who gave it; a store is to close what it has opened in any case.
  if (!content || !(content.isStores || content.hasBegun)) return;
  Promise.resolve()
    .then(() => content.from.return?.())
    .catch(() => {});
}

async function next(question, text) {
  const content = contents.get(Number(text));
  try {
    if (!content) throw new FilesError("transient");
    content.hasBegun = true;
    const { done: isOver, value } = await content.from.next();
    native.answerPiece(free, question, isOver ? null : value);
  } catch (error) {
    if (content && !content.isStores) {
      if (isUnderWay(content.call)) thrown.set(content.call, error);
      native.answerFailed(free, question, "transient", "{}");
    } else failed(question, content?.call ?? 0, error);
  }
}

function failed(question, call, error) {
  if (isUnderWay(call)) causes.set(call, error);
  const isKnown = error instanceof FilesError;
  const { needed, short, size, after } = isKnown ? error : {};
  const whole = (number) => (Number.isSafeInteger(number) && number >= 0 ? number : undefined);
  const told = { needed: whole(needed), short: whole(short), size: whole(size), after: whole(after) };
  native.answerFailed(free, question, isKnown ? String(error.reason) : "transient", JSON.stringify(told));
}

function wrong(name, wanted, found) {
  return new TypeError(`the file store's '${name}': ${wanted} is wanted, not ${kindOf(found)}`);
}

function field(answer, name, is, wanted) {
  if (typeof answer !== "object" || answer === null) throw new TypeError(`the file store's answer: an object is wanted, not ${kindOf(answer)}`);
  const value = answer[name];
  if (!is(value)) throw wrong(name, wanted, value);
  return value;
}

const isText = (value) => typeof value === "string" && value.isWellFormed();
const isSize = (value) => Number.isSafeInteger(value) && value >= 0;
const isPath = (value) => Array.isArray(value) && value.every(isText);
const isInstant = (value) => types.isDate(value) && !Number.isNaN(value.getTime());

function facts(file) {
  const hash = file.contentHash ?? null;
  if (hash !== null && !isText(hash)) throw wrong("contentHash", "text", hash);
  return [
    field(file, "size", isSize, "a whole number"),
    field(file, "rev", isText, "text"),
    field(file, "modifiedAt", isInstant, "a Date").getTime(),
    hash,
  ];
}

function entry(answer) {
  const id = field(answer, "id", isText, "text");
  const file = answer.file ?? null;
  return [id, field(answer, "path", isPath, "an array of names"), file === null ? null : facts(file)];
}

function page(answer) {
  const items = field(answer, "items", Array.isArray, "an array");
  const cursor = answer.cursor ?? "";
  if (!isText(cursor)) throw wrong("cursor", "text", cursor);
  // What is gone has a path and nothing else.
  const one = (item) => (item?.id === undefined ? [field(item, "path", isPath, "an array of names")] : entry(item));
  return [items.map(one), cursor, Boolean(answer.hasMore)];
}

function opened(answer, call) {
  const start = field(answer, "start", isSize, "a whole number");
  const length = field(answer, "length", isSize, "a whole number");
  const from = pieces(answer.data);
  if (!from) throw wrong("data", "bytes, or what gives them,", answer.data);
  const of = entry(answer.entry);
  return [of, start, start + length, numbered(contents, { from, call, isStores: true, hasBegun: false })];
}

const READ = { list: page, changes: page, open: opened, delete: () => null };
/** Methods whose last argument says how. */
const TOLD_HOW = new Set(["list", "put"]);

/** Reads a piece of what the native half has. */
async function readPiece(handle, most) {
  const call = number();
  try {
    const waited = done(call);
    native.read(handle, call, most);
    const { text, bytes } = await waited;
    answered(call, text);
    return bytes;
  } finally {
    over(call);
  }
}

async function* incoming(handle) {
  for (;;) {
    const piece = await readPiece(handle, PIECE);
    if (!piece.length) return;
    yield piece;
  }
}

async function ask(question, text, handle) {
  const [id, call, method, parts] = JSON.parse(text);
  const of = stores.get(id);
  const controller = new AbortController();
  asked.set(question, controller);
  try {
    if (typeof of?.[method] !== "function") throw new FilesError("unsupported");
    const how = TOLD_HOW.has(method) ? parts.pop() : {};
    if (handle) parts.push(incoming(handle));
    const answer = await of[method](...parts, { ...how, signal: controller.signal });
    native.answer(free, question, JSON.stringify((READ[method] ?? entry)(answer, call)));
  } catch (error) {
    failed(question, call, error);
  } finally {
    asked.delete(question);
  }
}

listeners[2] = ask;
listeners[3] = next;
listeners[4] = (question) => asked.get(question)?.abort();
listeners[5] = close;
listeners[6] = (id) => stores.delete(id);

/** Which bytes of a file of some size a range means; refuses where they are none, but for all of an empty file. */
function resolveRange(range, size) {
  const { start, end, last: count } = range;
  const first = count === undefined ? (start ?? 0) : Math.max(0, size - count);
  const stop = count === undefined ? Math.min(size, (end ?? Infinity) + 1) : size;
  if (first < stop) return { start: first, length: stop - first };
  if (size === 0 && start === undefined && end === undefined && count === undefined) return { start: 0, length: 0 };
  throw new FilesError("outside_range", `the file has ${size} bytes`, { size });
}

module.exports = { Contents, PIECE, readPiece, resolveRange, store };
