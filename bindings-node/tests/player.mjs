// Plays scenarios through the public API.

import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import * as cowrite from "cowrite";
import { MISSING, OPERATIONS, argument, camel, knownAs, positional, snake, toJson } from "./table.mjs";

const BY_NAME = new Map(OPERATIONS.map((operation) => [knownAs(operation), operation]));

export class SettableClock {
  constructor(at) {
    this.at = at;
  }

  now() {
    return this.at;
  }
}

/** A step that did not go as it must. */
export class Different extends Error {}

/** What a scenario needs that the binding has not got yet. */
export function needs(scenario) {
  return scenario.steps.map(operationOf).filter((name) => MISSING.has(name));
}

function operationOf(step) {
  return step.index ? `index ${step.do}` : step.do;
}

/** Whether a scenario says itself which files there are, or that they cannot be reached. */
export function laysFiles(scenario) {
  return scenario.steps.some((step) => "files" in step);
}

export function hasFiles(scenario) {
  return laysFiles(scenario) || scenario.options?.file_store === true;
}

function milliseconds(text) {
  const [, days, hours, minutes, seconds] = /^P(?:([\d.]+)D)?(?:T(?:([\d.]+)H)?(?:([\d.]+)M)?(?:([\d.]+)S)?)?$/.exec(text);
  return (((Number(days ?? 0) * 24 + Number(hours ?? 0)) * 60 + Number(minutes ?? 0)) * 60 + Number(seconds ?? 0)) * 1000;
}

/** Objects by the fields named, arrays entry by entry, the rest by equality. */
export function check(path, actual, expected) {
  if (Array.isArray(expected) && Array.isArray(actual)) {
    if (actual.length !== expected.length) throw new Different(`\`${path}\` has ${actual.length} entries, not ${expected.length}`);
    expected.forEach((of, place) => check(`${path}.${place}`, actual[place], of));
  } else if (typeof expected === "object" && expected !== null && typeof actual === "object" && actual !== null) {
    for (const [name, of] of Object.entries(expected)) {
      if (!(name in actual)) throw new Different(`\`${path}.${name}\` is missing`);
      check(`${path}.${name}`, actual[name], of);
    }
  } else if (!isDeepStrictEqual(actual, expected)) {
    throw new Different(`\`${path}\` is ${JSON.stringify(actual)}, not ${JSON.stringify(expected)}`);
  }
}

/** Whether the files of a scenario can lie in a folder: it uploads them, takes them from nobody, and nobody does anything past the library. */
export function isForAFolder(scenario) {
  return hasFiles(scenario) && !laysFiles(scenario) && !scenario.steps.some((step) => "in_store" in step);
}

/** The clock and the options of a scenario's workspace, but for where its files are. */
export function begin(scenario) {
  const clock = new SettableClock(new Date(scenario.now ?? "2026-01-01T00:00:00.000Z"));
  const options = Object.entries(scenario.options ?? {}).filter(([name]) => name !== "file_store");
  return { clock, ...Object.fromEntries(options.map(([name, of]) => [camel(name), of])) };
}

export class Player {
  #saved = {};
  #holder = null;
  #laid = new Map();

  constructor(workspace, clock, files) {
    Object.assign(this, { workspace, clock, files });
  }

  async play(scenario) {
    for (const word of scenario.people ?? []) {
      const given = { external_id: word, name: word, email: `${word}@example.com` };
      this.#saved[word] = toJson(await this.#call(this.workspace, "register", given)).id;
    }
    // In one account for everybody, or the first of the people holds all files.
    this.#holder = laysFiles(scenario) ? null : this.#saved[scenario.people?.[0]] ?? null;
    for (const [place, step] of scenario.steps.entries()) {
      try {
        await this.#step(step);
      } catch (error) {
        error.message = `${scenario.name}, step ${place + 1} (${step.do}): ${error.message}`;
        throw error;
      }
    }
  }

  async #step(step) {
    if ("advance" in step) {
      this.clock.at = new Date(this.clock.at.getTime() + milliseconds(step.advance));
      return;
    }
    if ("in_store" in step) {
      for (const deed of step.in_store) this.#actInStore(deed);
      return;
    }
    if ("files" in step) {
      await this.#lay(step.files, step.of);
      return;
    }
    let result;
    try {
      result = toJson(await this.#call(await this.#face(step), operationOf(step), this.#resolve(step.with ?? {})));
    } catch (error) {
      if (!(error instanceof cowrite.CowriteError) || !step.error) throw error;
      const details = toJson(error.details);
      if (typeof details.field === "string") details.field = snake(details.field);
      check("error", { code: error.code, details }, this.#resolve(step.error));
      return;
    }
    if (step.error) throw new Different(`gave ${JSON.stringify(result)}, where ${JSON.stringify(step.error)} must come`);
    if ("expect" in step) check("", result, this.#resolve(step.expect));
    if ("save" in step) this.#saved[step.save] = result;
  }

  /** What somebody does in the file store itself. */
  #actInStore(deed) {
    const at = (path) => ({ path: path.split("/") });
    const folder = (path) => ({ path: this.files.makeDir(this.#holder, { path: [] }, path.split("/").slice(0, -1)).path });
    const name = (path) => path.split("/").at(-1);
    if ("put" in deed) this.files.write(this.#holder, folder(deed.put), name(deed.put), Buffer.from(deed.content), "overwrite", null);
    else if ("move" in deed) this.files.moveTo(this.#holder, at(deed.move), folder(deed.to), name(deed.to));
    else this.files.delete(this.#holder, at(deed.delete));
  }

  /** Gives a track exactly these files, each newer than the one before: its owner uploads them, and the store dates and names them. */
  async #lay(given, of) {
    this.files.away = given === null;
    if (given === null || of === undefined) return;
    const track = this.#reference(of);
    const owner = this.workspace.actingAs(this.#reference(`${of.split(".")[0]}.owner`));
    for (const id of this.#laid.get(track) ?? []) this.files.nodes = this.files.nodes.filter((node) => node.id !== id);
    this.#laid.set(track, []);
    for (const [place, file] of given.entries()) {
      this.files.nextId = file.id;
      const done = await owner.uploadFile(track, { kind: file.kind, name: file.name, content: Buffer.alloc(file.size ?? 1) });
      assert.deepEqual([done.file, done.kind], [file.id, file.kind]);
      const laid = this.files.nodes.find((node) => node.id === file.id);
      laid.modifiedAt = new Date(file.modified_at ?? this.clock.at.getTime() + place);
      this.#laid.get(track).push(file.id);
    }
  }

  async #face(step) {
    if (step.index) return this.workspace.accessIndex();
    const { face } = BY_NAME.get(step.do);
    if ("operator" in step) return this.workspace.operator(step.operator);
    if (step.visitor || (face === "visitor" && !("actor" in step))) return this.workspace.visitor();
    if (face === "free") return cowrite;
    if (!("actor" in step)) return this.workspace;
    let actor = this.workspace.actingAs(this.#reference(step.actor));
    if ("key" in step) actor = actor.withKey(step.key);
    return step.dry_run ? actor.dryRun() : actor;
  }

  async #call(face, name, given) {
    const operation = BY_NAME.get(name);
    const values = Object.entries(given).map(([of, value]) => [of, argument(operation.name, of, value)]);
    const count = positional(operation);
    const placed = operation.arguments.slice(0, count);
    const options = Object.fromEntries(values.filter(([of]) => !placed.includes(of)).map(([of, value]) => [camel(of), value]));
    const about = placed.map((of) => Object.fromEntries(values)[of]);
    const called = await face[camel(operation.name)](...about, ...(Object.keys(options).length ? [options] : []));
    if (!(called instanceof cowrite.Redeemed)) return called;
    const content = await called.read();
    assert.equal(content.length, called.length);
    const { name: title, mediaType, size, start } = called;
    return { name: title, mediaType, size, from: start, bytes: Buffer.from(content).toString() };
  }

  #resolve(value) {
    if (typeof value === "string" && value.startsWith("$")) return this.#reference(value);
    if (Array.isArray(value)) return value.map((of) => this.#resolve(of));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, of]) => [name, this.#resolve(of)]));
  }

  #reference(text) {
    const [name, ...path] = text.replace(/^\$/, "").split(".");
    return path.reduce((value, field) => value[field], this.#saved[name]);
  }
}
