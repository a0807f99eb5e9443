"use strict";

// Code of the host's that the native half asks: file stores, and content that is given piece by piece.

const { types } = require("node:util");
const { native } = require("./native.cjs");
const { FilesError } = require("./errors.cjs");
const { answered, calls, causes, done, free, isUnderWay, listeners, number, over, thrown } = require("./calls.cjs");
const { READ, entry, object, whole, wrong } = require("./answers.cjs");
const { Secret, kindOf } = require("./values.cjs");

/** How many bytes a piece has at most. */
const PIECE = 1024 * 1024;
/** The methods that every store has. */
const NEEDED = ["find", "list", "makeDir", "put", "open", "moveTo", "delete"];
/** What a store that shares folders has beside `account`, all of it. */
const SHARING = ["share", "describe", "members", "invite", "setRole", "revoke", "unshare", "transfer", "poll"];
/** What a store has that puts shared folders among its members' own, all of it. */
const MEMBERSHIP = ["mountable", "mount", "unmount", "leave"];

const ports = new Map();
const contents = new Map();
/** What gives up a question of the native half's, by its number. */
const asked = new Map();
let last = 0;

function numbered(map, value) {
  last += 1;
  map.set(last, value);
  return last;
}

function has(given, method) {
  return typeof given === "object" && given !== null && typeof given[method] === "function";
}

/** Whether a store has what goes together, of which one without the others is a mistake. */
function hasAll(given, methods) {
  const lacking = methods.filter((method) => !has(given, method));
  if (lacking.length && lacking.length < methods.length) {
    throw new TypeError(`argument 'files': a file store that shares folders has ${lacking[0]}()`);
  }
  return !lacking.length;
}

/** Takes in a file store: the number under which it is asked, whether it shares folders, and whether it puts them among its members' own. */
function store(given) {
  const lacking = NEEDED.find((method) => !has(given, method));
  if (lacking) throw new TypeError(`argument 'files': a LocalFolder or a file store with ${lacking}() is wanted, not ${kindOf(given)}`);
  const [shares, mounts] = [hasAll(given, SHARING), hasAll(given, MEMBERSHIP)];
  if (shares) hasAll(given, ["account", ...SHARING]);
  return [numbered(ports, given), shares, mounts];
}

/** Takes in a place for tokens, and returns the number under which it is asked. */
function tokenStore(given) {
  const lacking = ["load", "save", "forget"].find((method) => !has(given, method));
  if (lacking) throw new TypeError(`argument 'tokens': a token store with ${lacking}() is wanted, not ${kindOf(given)}`);
  return numbered(ports, given);
}

/** An object of the host's is not asked any more. */
function forget(id) {
  ports.delete(id);
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

/** The pieces of a stream of the web's. */
async function* streamed(reader) {
  try {
    for (;;) {
      const { done: isOver, value } = await reader.read();
      if (isOver) return;
      yield* cut(value);
    }
  } finally {
    await reader.cancel();
    reader.releaseLock();
  }
}

/**
 * What gives the pieces of some content, and what ends it before its end: the source itself, whether anything has been read of it or not. To end
 * what walks over it would wait for the piece that is on its way, and does nothing where the walk has not begun.
 */
function pieces(source) {
  if (ArrayBuffer.isView(source) || types.isAnyArrayBuffer(source)) return { from: cut(source), end: () => {} };
  if (typeof source !== "object" || source === null) return undefined;
  let walk;
  // A source is walked over from when the first piece is asked for.
  const walked = (kind) => ({ [kind]: () => (walk = source[kind]()) });
  const end = () => {
    if (typeof source.destroy === "function") return source.destroy();
    return (walk ?? source).return?.();
  };
  if (typeof source.getReader === "function") {
    let reader;
    const read = async function* () {
      reader = source.getReader();
      yield* streamed(reader);
    };
    return { from: read(), end: () => (reader ?? source).cancel() };
  }
  if (typeof source[Symbol.asyncIterator] === "function") return { from: awaited(walked(Symbol.asyncIterator)), end };
  if (typeof source[Symbol.iterator] === "function") return { from: given(walked(Symbol.iterator)), end };
  return typeof source.stream === "function" ? pieces(source.stream()) : undefined;
}

/** Ends content before its end; what comes of that is nobody's. */
function endEarly({ end }) {
  Promise.resolve().then(end).catch(() => {});
}

/** Content that a caller gives, for as long as the call takes. */
class Contents {
  constructor(call) {
    this.call = call;
    this.held = undefined;
  }

  content(source, path) {
    const given = pieces(source);
    if (!given) throw new TypeError(`argument '${path}': bytes, or what gives them, are wanted, not ${kindOf(source)}`);
    this.held = numbered(contents, { ...given, call: this.call, isStores: false, hasBegun: false, isOver: false });
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
  if (content && !content.isOver && (content.isStores || content.hasBegun)) endEarly(content);
}

async function next(question, text) {
  const content = contents.get(Number(text));
  try {
    if (!content) throw new FilesError("transient");
    content.hasBegun = true;
    const { done: isOver, value } = await content.from.next();
    content.isOver = isOver;
    native.answerPiece(free, question, isOver ? null : value);
  } catch (error) {
    if (content) content.isOver = true;
    if (content && !content.isStores) {
      if (isUnderWay(content.call)) thrown.set(content.call, error);
      native.answerFailed(free, question, "transient", "{}");
    } else failed(question, content?.call ?? 0, error);
  }
}

const WHOLE = ["needed", "short", "size", "after", "limit"];
const WORDS = ["why", "role", "scope"];
const ROLES = ["viewer", "editor", "owner"];

/** What a failure says besides its reason, as far as it can be read. */
function said(error) {
  const numbers = WHOLE.filter((name) => Number.isSafeInteger(error[name]) && error[name] >= 0);
  const words = WORDS.filter((name) => typeof error[name] === "string" && (name !== "role" || ROLES.includes(error[name])));
  return Object.fromEntries([...numbers, ...words].map((name) => [name, error[name]]));
}

function failed(question, call, error) {
  if (isUnderWay(call)) causes.set(call, error);
  const isKnown = error instanceof FilesError;
  native.answerFailed(free, question, isKnown ? String(error.reason) : "transient", JSON.stringify(isKnown ? said(error) : {}));
}

/** What is said of a file that a store has opened, and the number of its content; where nothing of use is said, the content is closed. */
function opened(answer, call) {
  const given = pieces(object(answer).data);
  if (!given) throw wrong("data", "bytes, or what gives them,", answer.data);
  try {
    const [start, length] = [whole(answer, "start"), whole(answer, "length")];
    const said = JSON.stringify([entry(answer.entry), start, start + length]);
    return [said, numbered(contents, { ...given, call, isStores: true, hasBegun: false, isOver: false })];
  } catch (error) {
    endEarly(given);
    throw error;
  }
}

/** Methods whose last argument says how. */
const TOLD_HOW = new Set(["list", "put", "latestCursor", "wait", "invite"]);

/** Tokens as the host keeps them. */
function tokens([refresh, access, until]) {
  return { refreshToken: new Secret(refresh), accessToken: access && new Secret(access), expiresAt: until === null ? null : new Date(until) };
}

/** Reads a piece of what the native half has. */
async function readPiece(handle, most, signal) {
  const call = number();
  try {
    native.read(handle, call, most);
    const { text, bytes } = await done(call, signal);
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
  const of = ports.get(id);
  const controller = new AbortController();
  asked.set(question, controller);
  try {
    if (typeof of?.[method] !== "function") throw new FilesError("unsupported");
    const how = TOLD_HOW.has(method) ? parts.pop() : {};
    if (handle) parts.push(incoming(handle));
    if (method === "save") parts.push(tokens(parts.pop()));
    const answer = await of[method](...parts, { ...how, signal: controller.signal });
    if (method === "open") native.answerOpened(free, question, ...opened(answer, call));
    else native.answer(free, question, JSON.stringify((READ[method] ?? entry)(answer, parts)));
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
listeners[6] = forget;

/** Which bytes of a file of some size a range means; refuses where they are none, but for all of an empty file. */
function resolveRange(range, size) {
  const { start, end, last: count } = range;
  const first = count === undefined ? (start ?? 0) : Math.max(0, size - count);
  const stop = count === undefined ? Math.min(size, (end ?? Infinity) + 1) : size;
  if (first < stop) return { start: first, length: stop - first };
  if (size === 0 && start === undefined && end === undefined && count === undefined) return { start: 0, length: 0 };
  throw new FilesError("outside_range", `the file has ${size} bytes`, { size });
}

/** How much of all that has an end is held: nothing, where nothing is on its way. */
function held() {
  const [questions, running] = native.held(free);
  return { asked: asked.size, contents: contents.size, ports: ports.size, questions, running, ...calls() };
}

module.exports = { Contents, PIECE, forget, held, readPiece, resolveRange, store, tokenStore };
