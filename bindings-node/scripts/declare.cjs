"use strict";

// Writes index.d.cts: what stands in types/, and what the native half declares. `node scripts/declare.cjs FILE` writes it elsewhere.

const fs = require("node:fs");
const path = require("node:path");
const { described } = require("../lib/native.cjs");
const { camel, positional } = require("../lib/shapes.cjs");

const root = path.join(__dirname, "..");
const CODES = new Set(described.errors.map((row) => row.code));
const WORDS = new Set(described.words.flatMap((of) => of.words));

/** Names in documentation are those of JavaScript; codes and words are the same everywhere. */
function named(line) {
  return line.replace(/`([a-z]+(?:_[a-z0-9]+)+)`/g, (whole, name) => (CODES.has(name) || WORDS.has(name) ? whole : `\`${camel(name)}\``));
}

function docs(lines, indent = "") {
  const told = lines.map((line) => named(line.replace(/^ /, "")));
  if (told.length === 1) return `${indent}/** ${told[0]} */\n`;
  return `${indent}/**\n${told.map((line) => `${indent} *${line ? ` ${line}` : ""}\n`).join("")}${indent} */\n`;
}

const ANSWERED = { nothing: "void", truth: "boolean", text: "string", whole: "number", exact: "Decimal", instant: "Date", file: "FileRef", secret: "Secret", stage: "Stage", json: "Json", redeemed: "Redeemed" };
const GIVEN = { ...ANSWERED, exact: "DecimalInput", file: "FileRef | string | { readonly id: FileRef }", secret: "Secret | string", content: "Content", whole: "number" };

function answered(shape) {
  if (typeof shape === "string") return ANSWERED[shape];
  const [[kind, of]] = Object.entries(shape);
  if (kind === "list") return `readonly ${bracketed(answered(of))}[]`;
  if (kind === "maybe") return `${answered(of)} | null`;
  return of;
}

function given(shape) {
  if (typeof shape === "string") return GIVEN[shape];
  const [[kind, of]] = Object.entries(shape);
  if (kind === "list" || kind === "ignored") return kind === "list" ? `readonly ${bracketed(given(of))}[]` : answered(of);
  if (kind === "maybe" || kind === "edit") return `${given(of)} | null`;
  if (kind === "id") return `${of} | { readonly id: ${of} }`;
  return of;
}

function bracketed(type) {
  return type.includes("|") ? `(${type})` : type;
}

function field({ name, docs: about, shape }, type) {
  return `${docs(about, "  ")}  readonly ${camel(name)}: ${type(shape)};\n`;
}

/** What pages of calls that are not awaited are. */
const AT_ONCE = new Set(described.faces.index.map((of) => of.result.record));

function record({ name, docs: about, fields, entries }) {
  const page = entries && answered(fields.find((of) => of.name === entries).shape).match(/^readonly (.*)\[\]$/)[1];
  const walked = page ? ` extends ${AT_ONCE.has(name) ? "Iterable" : "Walkable"}<${page}>` : "";
  return `${docs(about)}export interface ${name}${walked} {\n${fields.map((of) => field(of, answered)).join("")}}\n`;
}

function input({ name, docs: about, fields }) {
  const one = (of) => `${docs(of.docs, "  ")}  readonly ${camel(of.name)}${of.optional ? "?" : ""}: ${given(of.shape)}${of.optional ? " | undefined" : ""};\n`;
  return `${docs(about)}export interface ${name} {\n${fields.map(one).join("")}}\n`;
}

function union({ name, docs: about, by, variants }) {
  const one = (of) => `${docs(of.docs, "  ").trimEnd()}\n  | {\n${`    readonly ${by}: "${of.name}";\n`}${of.fields.map((part) => field(part, answered).replace(/^/gm, "  ").trimEnd() + "\n").join("")}    }\n`;
  return `${docs(about)}export type ${name} =\n${variants.map(one).join("").trimEnd()};\n`;
}

function words({ name, docs: about, words }) {
  const open = name === "Stage" ? "\n  | (string & {})" : "";
  return `${docs(about)}export type ${name} =${words.map((word) => `\n  | "${word}"`).join("")}${open};\n`;
}

/** The arguments of an operation, as a signature has them. */
function signature(fields) {
  const count = positional(fields);
  const placed = fields.slice(0, count).map((of) => `${variable(of.name)}: ${given(of.shape)}`);
  const rest = fields.slice(count);
  if (!rest.length) return placed.join(", ");
  const option = (of) => `    readonly ${camel(of.name)}${of.optional ? "?" : ""}: ${given(of.shape)}${of.optional ? " | undefined" : ""};\n`;
  const mark = rest.every((of) => of.optional) ? "?" : "";
  return [...placed, `options${mark}: {\n${rest.map(option).join("")}  }`].join(", ");
}

function variable(name) {
  return name === "import" ? "import_" : camel(name);
}

function operation({ name, docs: about, arguments: fields, result }) {
  return `${docs(about, "  ")}  ${camel(name)}(${signature(fields)}): Promise<${answered(result)}>;\n`;
}

/** An operation that is answered at once. */
function atOnce({ name, docs: about, arguments: fields, result }) {
  return `${docs(about, "  ")}  ${camel(name)}(${signature(fields)}): ${answered(result)};\n`;
}

const FACES = {
  workspace: {
    docs: [" One store with its rules: open it once, share it, and act through its faces. It is closed by `close()`, or at the end of an `await using` block."],
    own: `  private constructor();
  /**
   * Opens a workspace in one SQLite file, which is made where there is none.
   *
   * Refused with \`schema_too_new\` for a file of a newer version, \`storage\` for one that cannot be opened, is damaged, is something
   * else, or is another process's alone.
   */
  static open(path: string | FileUrl, options?: FileOptions): Promise<Workspace>;
  /** Opens a workspace that lives as long as the value does: for tests and for trying out. */
  static inMemory(options?: WorkspaceOptions): Promise<Workspace>;
  /**
   * Connects to the workspace in the PostgreSQL database that a URL names, which many machines may share; the first to connect lays it out.
   *
   * Refused with \`schema_too_new\`, and \`storage\` with its reason: \`bad_address\`, \`unreachable\`, \`wrong_credentials\`, \`no_database\`,
   * \`no_tls\`, \`read_only\`, \`damaged\`, \`failed\`. None of them tells the password.
   */
  static connect(url: string, options?: WorkspaceOptions): Promise<Workspace>;
  /** The face on which every call is a person's: the host authenticates people and says here who acts. */
  actingAs(person: PersonId | { readonly id: PersonId }): Actor;
  /** The face of somebody who has only a secret address: no account, no name (LNK). */
  visitor(): Visitor;
  /** The face of the host as operator, for a reason that stands in the activity (OPS-1). Throws \`invalid_input\`, \`limit_exceeded\`. */
  operator(reason: string): Operator;
  /**
   * The access index, which the first call loads: who may do what, answered from memory.
   *
   * It is loaded once for a workspace and fed until that is closed; later calls give the same.
   * Some 40 bytes and its words for a track, 30 for each standing and 50 for a person are kept in memory.
   */
  accessIndex(): Promise<AccessIndex>;
  /** Closes the workspace: every later call on it, from any face, is refused with \`closed\`. */
  close(): Promise<void>;
  /** As \`close\`, at the end of an \`await using\` block. */
  [Symbol.asyncDispose](): Promise<void>;
  /** The same workspace, whose calls are given up when a signal is aborted; a change that was on its way by then takes hold whole or not at all. */
  withSignal(signal: Signal): Workspace;
`,
  },
  actor: {
    docs: [" The face of a person, from `Workspace.actingAs`: every call is theirs."],
    own: `  private constructor();
  /** Who acts. */
  readonly id: PersonId;
  /** The same face, on which a changing call sent again under \`key\` is done once and answers as the first time (REL-1). */
  withKey(key: string): Actor;
  /** The same face, on which calls decide and answer but change nothing. */
  dryRun(): Actor;
  /** The same face, whose calls are given up when a signal is aborted; a change that was on its way by then takes hold whole or not at all. */
  withSignal(signal: Signal): Actor;
  /** Begins to gather calls that take hold together, in one commit or not at all. */
  batch(): Batch;
  /**
   * Begins to watch what changes for the actor after a cursor; all there is comes first where there is none (SYN-1).
   *
   * What is committed in this process comes at once, what others commit within some seconds. Each answer is one of \`sync\`.
   */
  watch(options?: { readonly cursor?: string | null | undefined; readonly signal?: Signal | undefined }): Watch;
`,
  },
  visitor: {
    docs: [" The face of somebody who has only a secret address."],
    own: `  private constructor();
  /** The same face, whose calls are given up when a signal is aborted. */
  withSignal(signal: Signal): Visitor;
`,
  },
  operator: {
    docs: [" The face of the host as operator; its reason stands in the activity."],
    own: `  private constructor();
  /** The same face, whose calls are given up when a signal is aborted. */
  withSignal(signal: Signal): Operator;
`,
  },
  index: {
    title: "AccessIndex",
    docs: [
      " Who may do what, answered from memory, from `Workspace.accessIndex`: exact for one state, in which every commit up to `revision()` is.",
      "",
      " Its answers are no promises, since nothing is waited for, but for `atLeast`.",
      " What this workspace has acknowledged is in it; what other processes commit follows within a second, and `atLeast` waits for it.",
      " It is the host's: nothing is checked of who asks.",
    ],
    own: `  private constructor();
  /** Waits until every commit up to a number is in the index; for ever, where it is a number that no commit gets. */
  atLeast(revision: number): Promise<void>;
  /** The same index, whose waits are given up when a signal is aborted. */
  withSignal(signal: Signal): AccessIndex;
`,
  },
};

const RESTORE = "  static restore(backup: string | FileUrl, to: string | FileUrl, options?: { readonly signal?: Signal | undefined })";

function face(name) {
  const { docs: about, own, title = name[0].toUpperCase() + name.slice(1) } = FACES[name];
  const declared = name === "index" ? atOnce : operation;
  const restore = described.faces.free.find((of) => of.name === "restore");
  const more = name === "workspace" ? operation(restore).replace("  restore(backup: string, to: string)", RESTORE) : "";
  return `${docs(about)}export class ${title} {\n${own}${more}${described.faces[name].map(declared).join("")}}\n`;
}

/** The ids, each a kind of text of its own. */
function ids() {
  const found = new Set(JSON.stringify(described).match(/"id":"\w+Id"/g).map((text) => text.slice(6, -1)));
  return [...found].sort().map((name) => `/** The id of ${about(name)}: a UUID. */\nexport type ${name} = Branded<"${name}">;\n`);
}

function about(name) {
  const word = name.replace(/Id$/, "").toLowerCase();
  return word === "item" ? "a notification, a visit or a review" : `${/^[aeiou]/.test(word) ? "an" : "a"} ${word}`;
}

const [free] = described.faces.free.filter((of) => of.name === "sharing_method_for");

const parts = [
  ...["head", "files", "sharing", "dropbox"].map((name) => fs.readFileSync(path.join(root, "types", `${name}.d.cts`), "utf8")),
  ...ids(),
  `/** What has happened, as a code (SPEC §15). */\nexport type ErrorCode =${described.errors.map((row) => `\n  | "${row.code}"`).join("")};\n`,
  ...described.words.map(words),
  ...described.unions.map(union),
  ...described.records.map(record),
  ...described.inputs.map(input),
  ...Object.keys(FACES).map(face),
  `${docs(free.docs)}export function sharingMethodFor(${signature(free.arguments)}): ${answered(free.result)};\n`,
];

const to = process.argv[2] ?? root;
fs.writeFileSync(path.join(to, "index.d.cts"), parts.join("\n"));
