"use strict";

// Values that are more than plain objects, and helpers that make plain ones.

const { inspect } = require("node:util");

/** Text that opens something for whoever has it, and does not show by mistake. */
class Secret {
  #text;

  constructor(text) {
    if (typeof text !== "string") throw new TypeError(`argument 'text': a string is wanted, not ${kindOf(text)}`);
    this.#text = text;
  }

  reveal() {
    return this.#text;
  }

  toString() {
    return "***";
  }

  toJSON() {
    return "***";
  }

  [inspect.custom]() {
    return "Secret('***')";
  }

  static isSecret(value) {
    return typeof value === "object" && value !== null && #text in value;
  }
}

/** The files of tracks in a folder of this machine. */
class LocalFolder {
  constructor(path) {
    if (typeof path !== "string") throw new TypeError(`argument 'path': a string is wanted, not ${kindOf(path)}`);
    this.path = path;
    Object.freeze(this);
  }
}

/** A file store of the host's that keeps everybody's files in one account, side by side. */
class OneAccount {
  constructor(store) {
    this.store = store;
    Object.freeze(this);
  }
}

function idOf(name, of) {
  const id = typeof of === "object" && of !== null ? of.id : of;
  if (typeof id !== "string") throw new TypeError(`argument '${name}': an id or what has one is wanted, not ${kindOf(of)}`);
  return id;
}

/** Makes what access is given on. */
const Scope = Object.freeze({
  track: (track) => ({ kind: "track", id: idOf("track", track) }),
  group: (group) => ({ kind: "group", id: idOf("group", group) }),
});

/** Makes who is invited. */
const Invitee = Object.freeze({
  person: (person) => ({ kind: "person", id: idOf("person", person) }),
  email: (address) => ({ kind: "email", address }),
});

/** What a value is, in words for a `TypeError`. */
function kindOf(value) {
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  const kind = typeof value;
  return kind === "object" ? "an object" : kind === "undefined" ? "undefined" : `a ${kind}`;
}

module.exports = { Invitee, LocalFolder, OneAccount, Scope, Secret, idOf, kindOf };
