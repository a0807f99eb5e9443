// What the conformance folder says, and how its JSON and JavaScript's values become each other.

import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { Secret } from "cowrite";

const CONFORMANCE = process.env.COWRITE_CONFORMANCE ?? path.join(import.meta.dirname, "..", "..", "core", "conformance");

export function conformance(name) {
  return JSON.parse(readFileSync(path.join(CONFORMANCE, name), "utf8"));
}

/** What the binding has not got yet, one operation a line: to be empty. */
export const MISSING = new Set(readFileSync(path.join(import.meta.dirname, "missing.txt"), "utf8").split("\n").filter(Boolean));

export const OPERATIONS = conformance("operations.json");

export const SCENARIOS = readdirSync(path.join(CONFORMANCE, "scenarios"))
  .filter((file) => file.endsWith(".json"))
  .flatMap((file) => conformance(`scenarios/${file}`).scenarios.map((scenario) => ({ title: `${path.basename(file, ".json")}: ${scenario.name}`, scenario })));

/** An operation as `missing.txt` has it: what is asked of the access index has names that others have too. */
export function knownAs({ face, name }) {
  return face === "index" ? `index ${name}` : name;
}

export function camel(name) {
  return name.replace(/_(.)/g, (_, letter) => letter.toUpperCase());
}

export function snake(name) {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** How many arguments are given by place: the one that the call is about, and the only other where both must be there. */
export function positional({ arguments: names }) {
  if (!names.length || names[0].endsWith("?")) return 0;
  return names.length === 2 && !names[1].endsWith("?") ? 2 : 1;
}

function only(value) {
  const [entry] = Object.entries(value);
  return entry;
}

function scope(value) {
  const [kind, id] = only(value);
  return { kind, id };
}

function invitee(value) {
  const [kind, known] = only(value);
  return kind === "person" ? { kind, id: known } : { kind, address: known };
}

function effect(value) {
  const [kind, of] = only(value);
  return { kind, ...of, ...(of.scope ? { scope: scope(of.scope) } : {}) };
}

function renamed(value) {
  if (Array.isArray(value)) return value.map(renamed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, of]) => [camel(name), renamed(of)]));
}

function proposal(value) {
  return { ...renamed(value), newcomer: value.newcomer && invitee(value.newcomer), warnings: [] };
}

const date = (text) => new Date(text);

/** What an argument of that name is, for one operation or for all; the others are as they are, under names of JavaScript's. */
const READ = {
  checks: (all) => all.map((of) => ({ ...of, scope: scope(of.scope) })),
  content: (text) => Buffer.from(text),
  effect,
  expires_at: date,
  instant: date,
  "invite.to": invitee,
  newcomer: invitee,
  not_before: date,
  proposal,
  range: ([start, end]) => (end === undefined ? { start } : { start, end }),
  scope,
};

/** An argument's JSON as the value that JavaScript gives; `null` empties. */
export function argument(operation, name, value) {
  if (value === null) return null;
  return (READ[`${operation}.${name}`] ?? READ[name] ?? renamed)(value);
}

const SCOPES = new Set(["track", "group"]);
const EFFECTS = new Set(["reconcile", "arrange", "carry"]);

/** A value as the JSON that the conformance folder has for it. */
export function toJson(value) {
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Secret) return value.reveal();
  if (Array.isArray(value)) return value.map(toJson);
  if (typeof value !== "object" || value === null) return value ?? null;
  const { kind } = value;
  if (SCOPES.has(kind) && "id" in value) return { [kind]: value.id };
  if (kind === "person" && "id" in value) return { person: value.id };
  if (kind === "email" && "address" in value) return { email: value.address };
  if ((kind === "import" || kind === "invitation") && kind in value) return { [kind]: toJson(value[kind]) };
  const fields = Object.fromEntries(Object.entries(value).map(([name, of]) => [snake(name), toJson(of)]));
  if (EFFECTS.has(kind)) {
    delete fields.kind;
    return { [kind]: fields };
  }
  // What is spread there over the entry's own fields.
  if (Object.keys(value).join() === "id,visit") return { id: fields.id, ...fields.visit };
  return fields;
}
