"use strict";

// Files in accounts of Dropbox: the core's own store, and how its accounts are connected.

const { inspect, types } = require("node:util");
const { native } = require("./native.cjs");
const { answered, done, free, number, over } = require("./calls.cjs");
const { isRefusal, refusal, told } = require("./errors.cjs");
const { tokenStore } = require("./host.cjs");
const { reader, signalOf, wrong } = require("./shapes.cjs");
const { Secret } = require("./values.cjs");

const [text, maybeText, secret, maybeSecret, id] = ["text", { maybe: "text" }, "secret", { maybe: "secret" }, { id: "PersonId" }].map((shape) => reader(shape));

/** Sees to it that options are an object, and nothing else is called for. */
function options(given, known) {
  if (typeof given !== "object" || given === null) throw wrong("options", "an object", given);
  const other = Object.keys(given).find((name) => !known.includes(name));
  if (other !== undefined) throw new TypeError(`argument 'options': nothing is called '${other}' there`);
  return given;
}

/** Whose account: a person's, or of `null` everybody's. What was left out is nobody's by mistake. */
function whose(by) {
  if (by === undefined) throw wrong("by", "an id, what has one, or null", by);
  return by === null ? null : id(by, "by");
}

/** Text that the native half takes as it is. */
function plain(value, name, field = name, read = text) {
  const given = read(value, name);
  if (given === false) throw refusal(field);
  return given;
}

/** What the native half answers at once. */
function atOnce(answer) {
  if (isRefusal(answer)) throw told(answer);
  return JSON.parse(answer);
}

/** What of the native half a store is. Set below. */
let handleOf;

class Dropbox {
  #handle;
  #appKey;

  static {
    handleOf = (dropbox) => dropbox.#handle;
  }

  constructor(appKey, given = {}) {
    const { appSecret, redirect, library, tokens, servers } = options(given, ["appSecret", "redirect", "library", "tokens", "servers"]);
    const setting = [
      text(appKey, "appKey"),
      maybeSecret(appSecret, "appSecret"),
      maybeText(redirect, "redirect"),
      maybeText(library, "library"),
      null,
      maybeText(servers, "servers"),
    ];
    // Taken in last: from here on the native half gives it back.
    if (tokens !== undefined) setting[4] = tokenStore(tokens);
    const handle = native.dropbox(free, JSON.stringify(setting));
    if (typeof handle === "string") throw told(handle);
    this.#handle = handle;
    this.#appKey = appKey;
  }

  authorize() {
    const [url, state, verifier] = atOnce(native.authorize(this.#handle));
    return Object.freeze({ url, state: new Secret(state), verifier: new Secret(verifier) });
  }

  async connect(by, given) {
    const { code, verifier, signal } = options(given, ["code", "verifier", "signal"]);
    const coming = [whose(by), text(code, "code"), secret(verifier, "verifier")];
    return this.#call(native.connectAccount, coming, signal);
  }

  async disconnect(by, given = {}) {
    const { signal } = options(given, ["signal"]);
    await this.#call(native.disconnectAccount, whose(by), signal);
  }

  async #call(begin, given, signal) {
    signalOf(signal)?.throwIfAborted();
    const call = number();
    try {
      begin(this.#handle, call, signal !== undefined, JSON.stringify(given));
      return JSON.parse(answered(call, (await done(call, signal)).text));
    } finally {
      over(call);
    }
  }

  static webhookChallenge(asked) {
    const [body, headers] = atOnce(native.webhookChallenge(plain(asked, "asked")));
    return { body, headers: Object.fromEntries(headers) };
  }

  static verifyWebhook(appSecret, given) {
    const { signature, body } = options(given, ["signature", "body"]);
    const [key, signed] = [plain(appSecret, "appSecret", "app_secret", secret), plain(signature, "signature")];
    if (!ArrayBuffer.isView(body) && !types.isAnyArrayBuffer(body)) throw wrong("body", "bytes", body);
    const bytes = ArrayBuffer.isView(body) ? new Uint8Array(body.buffer, body.byteOffset, body.byteLength) : new Uint8Array(body);
    return atOnce(native.verifyWebhook(key, signed, bytes));
  }

  [inspect.custom]() {
    return `Dropbox { appKey: ${inspect(this.#appKey)} }`;
  }
}

module.exports = { Dropbox, handleOf };
