"use strict";

// The access index. It is asked on this thread, since asking takes less time than going elsewhere would: its answers are no promises.

const { inspect } = require("node:util");
const { described, native } = require("./native.cjs");
const { answered, done, number } = require("./calls.cjs");
const { Face } = require("./face.cjs");
const { argumentsReader, camel, entriesOf, reader, reviver } = require("./shapes.cjs");

const whole = reader("whole");
const ACTIONS = new Map(described.words.find((of) => of.name === "Action").words.map((word, place) => [word, place]));

class AccessIndex extends Face {
  async atLeast(revision) {
    const call = Face.begin(this);
    const given = JSON.stringify(whole(revision, "revision"));
    const instant = Face.instant(this);
    const signal = Face.signal(this);
    native.atLeast(Face.handle(this), call, instant, given);
    answered(call, (await done(call, signal)).text);
  }

  [inspect.custom]() {
    return "AccessIndex {}";
  }
}

/** Lets a page be walked over, with all after it. */
function walkable(index, list, page, [person, options]) {
  function* walk() {
    for (let at = page; ; at = list.call(index, person, { ...options, after: at.next })) {
      yield* at.rows;
      if (at.next === null) return;
    }
  }
  Object.defineProperty(page, Symbol.iterator, { value: walk });
  return page;
}

/** Makes an operation a method. */
function operation(spec, place) {
  const name = camel(spec.name);
  const read = argumentsReader(spec.arguments);
  const revive = reviver(spec.result) ?? ((value) => value);
  const isPage = entriesOf(spec.result) !== undefined;
  const methods = {
    [name](...given) {
      const call = Face.begin(this);
      const text = native.call(Face.handle(this), place, call, false, undefined, read(given));
      const shown = revive(JSON.parse(answered(call, text)));
      return isPage ? walkable(this, methods[name], shown, given) : shown;
    },
  };
  return methods[name];
}

const asked = {};
described.faces.index.forEach((spec, place) => {
  asked[camel(spec.name)] = operation(spec, place);
});

/** What is asked most goes without JSON, where there is nothing to refuse. */
function can(person, options) {
  Face.signal(this)?.throwIfAborted();
  const who = typeof person === "object" && person !== null ? person.id : person;
  const scope = options?.scope;
  const there = scope?.id;
  const isTrack = scope?.kind === "track";
  const action = ACTIONS.get(options?.action);
  if (typeof who === "string" && typeof there === "string" && action !== undefined && (isTrack || scope.kind === "group") && hasTwo(options) && hasTwo(scope)) {
    const answer = native.can(Face.handle(this), who, isTrack, there, action);
    if (answer !== null) return answer;
  }
  return asked.can.call(this, person, options);
}

function hasTwo(of) {
  return Object.keys(of).length === 2;
}

for (const [name, value] of Object.entries({ ...asked, can })) {
  Object.defineProperty(AccessIndex.prototype, name, { value, configurable: true, writable: true });
}

module.exports = { AccessIndex };
