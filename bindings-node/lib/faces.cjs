"use strict";

// Workspaces and the faces that are had from them. Their operations are those that the native half declares.

const { inspect } = require("node:util");
const { fileURLToPath } = require("node:url");
const { described, native } = require("./native.cjs");
const { AccessIndex } = require("./access_index.cjs");
const { answered, done, free, number, over } = require("./calls.cjs");
const { refusal, told } = require("./errors.cjs");
const { Face, MAKE } = require("./face.cjs");
const { argumentsReader, camel, entriesOf, reader, reviver, signalOf, wrong } = require("./shapes.cjs");
const { Contents, forget, store } = require("./host.cjs");
const { Dropbox, handleOf } = require("./dropbox.cjs");
const { Redeemed, redeemed } = require("./redeemed.cjs");
const { LocalFolder, OneAccount, idOf } = require("./values.cjs");

const ASYNC_DISPOSE = Symbol.asyncDispose ?? Symbol.for("nodejs.asyncDispose");
const DISPOSE = Symbol.dispose ?? Symbol.for("nodejs.dispose");

class Workspace extends Face {
  static async open(path, options) {
    return opened({ file: wellFormed(pathOf(path)) }, options, FOR_FILES);
  }

  static async inMemory(options) {
    return opened("memory", options);
  }

  static async connect(url, options) {
    if (typeof url !== "string") throw wrong("url", "a string", url);
    return opened({ database: wellFormed(url) }, options);
  }

  static async restore(backup, to, options = {}) {
    if (typeof options !== "object" || options === null) throw wrong("options", "an object", options);
    const signal = signalOf(options.signal);
    signal?.throwIfAborted();
    return FREE.restore(signal, pathOf(backup, "backup"), pathOf(to, "to"));
  }

  actingAs(person) {
    const actor = native.actingAs(Face.handle(this), idOf("person", person));
    if (!actor) throw refusal("person");
    return Face.beside(this, Actor, actor);
  }

  visitor() {
    return Face.beside(this, Visitor, native.visitor(Face.handle(this)));
  }

  operator(reason) {
    const operator = native.operator(Face.handle(this), textOf(reason, "reason"));
    if (typeof operator === "string") throw told(operator);
    return Face.beside(this, Operator, operator);
  }

  async accessIndex() {
    const call = Face.begin(this);
    const instant = Face.instant(this);
    const signal = Face.signal(this);
    native.accessIndex(Face.handle(this), call, signal !== undefined, instant);
    const { text, handle } = await done(call, signal);
    answered(call, text);
    return Face.beside(this, AccessIndex, handle);
  }

  async close() {
    const call = number();
    native.close(Face.handle(this), call);
    answered(call, (await done(call)).text);
  }

  async [ASYNC_DISPOSE]() {
    await this.close();
  }

  [inspect.custom]() {
    return "Workspace {}";
  }
}

class Actor extends Face {
  get id() {
    return native.actorId(Face.handle(this));
  }

  withKey(key) {
    return Face.beside(this, Actor, native.variant(Face.handle(this), textOf(key, "key")));
  }

  dryRun() {
    return Face.beside(this, Actor, native.variant(Face.handle(this), undefined));
  }

  batch() {
    const batch = native.batch(Face.handle(this), Face.instant(this));
    if (typeof batch === "string") throw told(batch);
    return new Batch(MAKE, this, batch);
  }

  watch(options) {
    return new Watch(MAKE, this, options);
  }

  [inspect.custom]() {
    return `Actor { id: '${this.id}' }`;
  }
}

class Visitor extends Face {
  [inspect.custom]() {
    return "Visitor {}";
  }
}

class Operator extends Face {
  [inspect.custom]() {
    return "Operator {}";
  }
}

/** Many calls of one actor that take hold together, or not at all. */
class Batch {
  #face;
  #handle;
  #actor;

  constructor(key, face, handle) {
    if (key !== MAKE) throw new TypeError("a Batch is not made by hand");
    this.#face = face;
    this.#handle = handle;
    this.#actor = Face.beside(face, Actor, native.batchActor(handle));
  }

  get actor() {
    return this.#actor;
  }

  get waiting() {
    return native.waiting(this.#handle);
  }

  async commit() {
    const call = Face.begin(this.#face);
    const instant = Face.instant(this.#face);
    const signal = Face.signal(this.#face);
    native.commit(this.#handle, call, signal !== undefined, instant);
    return JSON.parse(answered(call, (await done(call, signal)).text));
  }

  giveUp() {
    native.dropBatch(this.#handle);
  }

  [DISPOSE]() {
    this.giveUp();
  }
}

/** What changes for a person, as it changes. */
class Watch {
  #face;
  #handle;
  #cursor = null;
  #turn = Promise.resolve();
  #signal;
  #isClosed = false;
  #close = () => this.close();

  constructor(key, face, options = {}) {
    if (key !== MAKE) throw new TypeError("a Watch is not made by hand");
    if (typeof options !== "object" || options === null) throw wrong("options", "an object", options);
    const { cursor, signal = Face.signal(face) } = options;
    if (cursor !== undefined && cursor !== null) this.#cursor = textOf(cursor, "cursor");
    signalOf(signal)?.throwIfAborted();
    this.#face = face;
    this.#handle = native.watch(Face.handle(face), this.#cursor);
    this.#signal = signal;
    signal?.addEventListener("abort", this.#close, { once: true });
  }

  get cursor() {
    return this.#cursor;
  }

  /** One wait at a time, in the order in which they were asked for. */
  next() {
    const turn = this.#turn.then(() => this.#next());
    this.#turn = turn.catch(() => {});
    return turn;
  }

  async #next() {
    this.#signal?.throwIfAborted();
    if (this.#isClosed) return { done: true, value: undefined };
    const call = number();
    const instant = Face.instant(this.#face);
    native.nextChange(this.#handle, call, instant);
    const value = showDelta(JSON.parse(answered(call, (await done(call)).text)));
    this.#signal?.throwIfAborted();
    if (value === null) return { done: true, value: undefined };
    this.#cursor = value.cursor;
    return { done: false, value };
  }

  async return(value) {
    this.close();
    return { done: true, value };
  }

  close() {
    this.#isClosed = true;
    this.#signal?.removeEventListener("abort", this.#close);
    native.end(this.#handle);
  }

  [Symbol.asyncIterator]() {
    return this;
  }

  async [ASYNC_DISPOSE]() {
    this.close();
  }
}

const showDelta = ((revive) => (value) => (revive && value !== null ? revive(value) : value))(reviver({ record: "Delta" }));

function textOf(value, name) {
  if (typeof value !== "string") throw wrong(name, "a string", value);
  if (!value.isWellFormed()) throw refusal(name);
  return value;
}

function pathOf(path, name = "path") {
  if (typeof path === "string") return path;
  try {
    if (path.protocol === "file:") return fileURLToPath(path.href);
  } catch {
    // Such as one with a host, or what is no URL at all.
  }
  throw wrong(name, "a string or a file URL", path);
}

/** Text as it is; what holds half a character is no value, and is refused by the core. */
function wellFormed(given) {
  return given.isWellFormed() && given;
}

const whole = reader({ maybe: "whole" });
const OPTIONS = new Set(["clock", "directAddresses", "files", "invitationDays", "signal", "strictPublishing", "ticketForMs"]);
const FOR_FILES = new Set([...OPTIONS, "exclusive"]);

async function opened(where, options = {}, known = OPTIONS) {
  if (typeof options !== "object" || options === null) throw wrong("options", "an object", options);
  for (const name of Object.keys(options)) {
    if (!known.has(name)) throw new TypeError(`argument 'options': nothing is called '${name}' there`);
  }
  const { clock, files, strictPublishing = false, invitationDays, ticketForMs, directAddresses = false, exclusive = false, signal } = options;
  if (clock !== undefined && typeof clock?.now !== "function") throw wrong("clock", "an object with now()", clock);
  for (const [name, value] of Object.entries({ strictPublishing, directAddresses, exclusive })) {
    if (typeof value !== "boolean") throw wrong(name, "true or false", value);
  }
  signalOf(signal)?.throwIfAborted();
  const [days, ticket] = [whole(invitationDays, "invitationDays"), whole(ticketForMs, "ticketForMs")];
  const [place, dropbox] = kept(files);
  const given = JSON.stringify([where, clock !== undefined, place, strictPublishing, days, ticket, directAddresses, exclusive]);
  const call = number();
  try {
    // A handle stands there in any case: that of nothing where no store comes along.
    native.open(free, dropbox ?? free, call, signal !== undefined, given);
    const { text, handle } = await done(call, signal);
    answered(call, text);
    return new Workspace(MAKE, handle, clock);
  } catch (error) {
    // Where nothing was opened, nothing of the native half's may have come to hold the store.
    if (place?.[0].host) forget(place[0].host[0]);
    throw error;
  } finally {
    over(call);
  }
}

/** Where files are kept, whether everybody's are in one account, and the store of the core's that keeps them. */
function kept(files) {
  if (files === undefined) return [null];
  if (files instanceof LocalFolder) return [[{ folder: wellFormed(files.path) }, false]];
  const isEverybodys = files instanceof OneAccount;
  const of = isEverybodys ? files.store : files;
  return of instanceof Dropbox ? [["dropbox", isEverybodys], handleOf(of)] : [[{ host: store(of) }, isEverybodys]];
}

/** Shows what came of a call. */
function shower(result) {
  if (result === "redeemed") return redeemed;
  const revive = reviver(result);
  return revive ? ({ text }) => revive(JSON.parse(text)) : ({ text }) => JSON.parse(text);
}

/** Lets a page be walked over, with all after it. */
function walkable(face, call, page, entries, given, place, cursor) {
  async function* walk() {
    let at = page;
    for (;;) {
      yield* at[entries];
      if (at.next === null) return;
      const options = { ...given[place], [cursor]: at.next };
      at = await call.call(face, ...given.slice(0, place), options);
    }
  }
  Object.defineProperty(page, Symbol.asyncIterator, { value: walk });
  return page;
}

/** Makes an operation a method of a face. */
function operation(spec, index) {
  const name = camel(spec.name);
  const read = argumentsReader(spec.arguments);
  const show = shower(spec.result);
  const hasContent = spec.arguments.some((argument) => argument.shape === "content");
  const entries = entriesOf(spec.result);
  const cursor = entries && spec.arguments.find((argument) => argument.name === "before" || argument.name === "after").name;
  const place = entries && (spec.arguments[0].optional ? 0 : 1);
  const methods = {
    async [name](...given) {
      const handle = Face.handle(this);
      const call = Face.begin(this);
      const contents = hasContent ? new Contents(call) : undefined;
      try {
        const arguments_ = read(given, contents);
        const instant = Face.instant(this);
        const signal = Face.signal(this);
        const ready = native.call(handle, index, call, signal !== undefined, instant, arguments_);
        const result = ready === null ? await done(call, signal) : { text: ready };
        answered(call, result.text);
        const shown = show(result);
        return entries ? walkable(this, methods[name], shown, entries, given, place, cursor) : shown;
      } finally {
        over(call);
        contents?.close();
      }
    },
  };
  return methods[name];
}

const FACES = { workspace: Workspace, actor: Actor, visitor: Visitor, operator: Operator };
for (const [face, Of] of Object.entries(FACES)) {
  described.faces[face].forEach((spec, index) => {
    Object.defineProperty(Of.prototype, camel(spec.name), { value: operation(spec, index), configurable: true, writable: true });
  });
}

/** What needs no workspace, each given a signal first, or none. */
const FREE = {};
described.faces.free.forEach((spec, index) => {
  const read = argumentsReader(spec.arguments);
  const show = shower(spec.result);
  FREE[camel(spec.name)] = (signal, ...given) => {
    const call = number();
    const ready = native.call(free, index, call, signal !== undefined, undefined, read(given));
    if (ready !== null) return show({ text: answered(call, ready) });
    return done(call, signal).then(({ text }) => show({ text: answered(call, text) }));
  };
});

function sharingMethodFor(situation) {
  return FREE.sharingMethodFor(undefined, situation);
}

module.exports = { AccessIndex, Actor, Batch, Dropbox, Operator, Redeemed, Visitor, Watch, Workspace, sharingMethodFor };
