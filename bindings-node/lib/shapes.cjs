"use strict";

// Reads what callers give, by the shapes that the native half declares: wrong types are `TypeError`s that name the argument. What is of the right
// type and yet no value, such as text with half a character, goes on as `false`, and is refused by the core.
//
// Shows what the native half answers: dates and secrets are made of what JSON has for them.

const { types } = require("node:util");
const { described } = require("./native.cjs");
const { Secret, kindOf } = require("./values.cjs");

const INPUTS = new Map(described.inputs.map((record) => [record.name, record]));
const RECORDS = new Map(described.records.map((record) => [record.name, record]));
const UNIONS = new Map(described.unions.map((union) => [union.name, union]));

/** A name as JavaScript has it. */
function camel(name) {
  return name.replace(/_(.)/g, (_, letter) => letter.toUpperCase());
}

function wrong(path, wanted, found) {
  return new TypeError(`argument '${path}': ${wanted} is wanted, not ${kindOf(found)}`);
}

/** A signal, of Node's or like it: what the declarations say of one is all that is used. */
function signalOf(value, name = "signal") {
  if (value === undefined) return undefined;
  const isOne = typeof value === "object" && value !== null && typeof value.aborted === "boolean";
  if (!isOne || !SIGNALS.every((method) => typeof value[method] === "function")) throw wrong(name, "an AbortSignal", value);
  return value;
}

const SIGNALS = ["throwIfAborted", "addEventListener", "removeEventListener"];

function text(value, path) {
  if (typeof value !== "string") throw wrong(path, "a string", value);
  return value.isWellFormed() && value;
}

function whole(value, path) {
  if (typeof value === "bigint") return value >= 0n && value <= Number.MAX_SAFE_INTEGER && Number(value);
  if (typeof value !== "number") throw wrong(path, "a number", value);
  return Number.isSafeInteger(value) && value >= 0 && value;
}

function exact(value, path) {
  if (typeof value === "string") return value.isWellFormed() && value;
  if (typeof value === "bigint" || Number.isSafeInteger(value)) return String(value);
  if (typeof value === "number") {
    throw new TypeError(`argument '${path}': text or a whole number is wanted, as ${value} is not exact as a number`);
  }
  throw wrong(path, "text or a whole number", value);
}

function instant(value, path) {
  if (!types.isDate(value)) throw wrong(path, "a Date", value);
  const time = Date.prototype.getTime.call(value);
  return !Number.isNaN(time) && time;
}

function truth(value, path) {
  if (typeof value !== "boolean") throw wrong(path, "true or false", value);
  return value;
}

function id(value, path) {
  const given = typeof value === "object" && value !== null ? value.id : value;
  if (typeof given !== "string") throw wrong(path, "an id, or what has one,", value);
  return given.isWellFormed() && given;
}

function secret(value, path) {
  if (Secret.isSecret(value)) return text(value.reveal(), path);
  if (typeof value !== "string") throw wrong(path, "a Secret or a string", value);
  return text(value, path);
}

/** Sees to it that an object has no fields but those that are known. */
function onlyKnown(value, known, path) {
  for (const name of Object.keys(value)) {
    if (!known.has(name) && value[name] !== undefined) throw new TypeError(`argument '${path}': nothing is called '${name}' there`);
  }
}

function object(value, path) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw wrong(path, "an object", value);
}

/** Reads the fields of an object, in their order. */
function fieldsReader(fields, more = []) {
  const readers = fields.map((field) => [camel(field.name), reader(field.shape, field.optional)]);
  const known = new Set([...readers.map(([name]) => name), ...more]);
  return (value, path) => {
    object(value, path);
    onlyKnown(value, known, path);
    return readers.map(([name, read]) => read(value[name], `${path}.${name}`));
  };
}

const memo = new Map();

function once(key, make) {
  if (!memo.has(key)) memo.set(key, make());
  return memo.get(key);
}

const PLAIN = { text, whole, exact, instant, truth, stage: text, file: id, secret };

/** What reads a shape. `call` takes in what is no value: the bytes of a file. */
function reader(shape, optional = false) {
  if (typeof shape === "string") {
    if (shape === "truth" && optional) return (value, path) => value !== undefined && truth(value, path);
    if (shape === "content") return (value, path, call) => call.content(value, path);
    return PLAIN[shape];
  }
  const [[kind, of]] = Object.entries(shape);
  switch (kind) {
    case "id":
      return id;
    case "word":
      return text;
    case "list": {
      const read = reader(of);
      return (value, path) => {
        if (!Array.isArray(value)) throw wrong(path, "an array", value);
        const all = [];
        for (let place = 0; place < value.length; place += 1) all.push(read(value[place], `${path}[${place}]`));
        return all;
      };
    }
    case "maybe": {
      const read = reader(of);
      return (value, path) => (value === undefined || value === null ? null : read(value, path));
    }
    case "edit": {
      const read = reader(of);
      return (value, path) => (value === undefined ? null : value === null ? [] : [read(value, path)]);
    }
    case "ignored":
      return () => null;
    case "record":
      return once(`read ${of}`, () => fieldsReader(INPUTS.get(of).fields));
    case "union":
      return once(`read ${of}`, () => unionReader(UNIONS.get(of)));
    default:
      throw new Error(`cowrite is at fault: nothing reads ${kind}`);
  }
}

function unionReader({ by, variants }) {
  const readers = new Map(variants.map((variant) => [variant.name, fieldsReader(variant.fields, [by])]));
  const kinds = [...readers.keys()].map((kind) => `'${kind}'`).join(" or ");
  return (value, path) => {
    object(value, path);
    const kind = value[by];
    const read = readers.get(kind);
    if (!read) throw new TypeError(`argument '${path}': its ${by} is to be ${kinds}`);
    return { [kind]: read(value, path) };
  };
}

/**
 * What reads the arguments of an operation: what it is about comes first; one thing more that must be there comes second; everything else is one
 * object. Gives JSON.
 */
function argumentsReader(fields) {
  const count = positional(fields);
  const readers = fields.map((field) => [camel(field.name), reader(field.shape, field.optional)]);
  const known = new Set(readers.slice(count).map(([name]) => name));
  if (fields.length === 0) return () => "null";
  return (given, call) => {
    const options = given[count];
    if (options !== undefined && known.size) {
      object(options, "options");
      onlyKnown(options, known, "options");
    }
    const read = readers.map(([name, read], place) => read(place < count ? given[place] : options?.[name], name, call));
    return JSON.stringify(read);
  };
}

/** How many arguments are given by place. */
function positional(fields) {
  if (!fields.length || fields[0].optional) return 0;
  return fields.length === 2 && !fields[1].optional ? 2 : 1;
}

/** What makes dates and secrets in a value of a shape; nothing where there are none. */
function reviver(shape) {
  if (shape === "instant") return (value) => new Date(value);
  if (shape === "secret") return (value) => new Secret(value);
  if (shape === "nothing") return () => undefined;
  if (typeof shape === "string") return undefined;
  const [[kind, of]] = Object.entries(shape);
  switch (kind) {
    case "list": {
      const revive = reviver(of);
      return (
        revive &&
        ((values) => {
          for (let place = 0; place < values.length; place += 1) values[place] = revive(values[place]);
          return values;
        })
      );
    }
    case "maybe": {
      const revive = reviver(of);
      return revive && ((value) => (value === null ? null : revive(value)));
    }
    case "record":
      return once(`show ${of}`, () => fieldsReviver(RECORDS.get(of).fields));
    case "union": {
      const { by, variants } = UNIONS.get(of);
      return once(`show ${of}`, () => {
        const revivers = new Map(variants.map((variant) => [variant.name, fieldsReviver(variant.fields)]));
        if ([...revivers.values()].every((revive) => !revive)) return undefined;
        return (value) => revivers.get(value[by])?.(value) ?? value;
      });
    }
    default:
      return undefined;
  }
}

function fieldsReviver(fields) {
  const revivers = fields.map((field) => [camel(field.name), reviver(field.shape)]).filter(([, revive]) => revive);
  if (!revivers.length) return undefined;
  return (value) => {
    for (const [name, revive] of revivers) value[name] = revive(value[name]);
    return value;
  };
}

/** The field that holds the entries of a page. */
function entriesOf(shape) {
  return (typeof shape === "object" && RECORDS.get(shape.record)?.entries) || undefined;
}

module.exports = { argumentsReader, camel, entriesOf, positional, reader, reviver, signalOf, wrong };
