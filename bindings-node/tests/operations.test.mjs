// Every operation of operations.json, on its face, under its name with its arguments, in the code and in its declarations.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { test } from "node:test";
import * as cowrite from "cowrite";
import { MISSING, OPERATIONS, camel, knownAs, positional } from "./table.mjs";

const require = createRequire(import.meta.url);
const declared = readFileSync(path.join(path.dirname(require.resolve("cowrite/package.json")), "index.d.cts"), "utf8");
const FACES = { workspace: cowrite.Workspace, actor: cowrite.Actor, visitor: cowrite.Visitor, operator: cowrite.Operator, index: cowrite.AccessIndex };

/** What a class, or the module, declares under a name: its documentation and its arguments. */
function declaration(face, name) {
  const whole = face === "free" ? declared : declared.match(new RegExp(`export class ${FACES[face].name} \\{\n([^]*?)\n\\}\n`))[1];
  const lead = face === "free" ? `export function ${name}` : `  ${name}`;
  const found = whole.match(new RegExp(`(?<docs> \\*/\n)${lead}\\((?<given>[^]*?)\\): (?:Promise<)?`));
  assert.ok(found, `${name} is not declared with documentation`);
  const [placed, options = ""] = found.groups.given.split(/options\??: \{/);
  const names = [...placed.matchAll(/(?:^|, )(\w+): /g)].map(([, of]) => of.replace(/_$/, ""));
  const optional = [...options.matchAll(/readonly (\w+)(\??): .*?(;|\n)/g)].map(([, of, mark]) => of + mark);
  return { placed: names, named: optional.filter((of) => !/^id$/.test(of)) };
}

for (const operation of OPERATIONS) {
  test(knownAs(operation), { skip: MISSING.has(knownAs(operation)) && "missing.txt" }, () => {
    const name = camel(operation.name);
    if (operation.face === "free") assert.equal(typeof cowrite[name], "function");
    else assert.equal(typeof FACES[operation.face].prototype[name], "function");
    const count = positional(operation);
    const wanted = operation.arguments.map(camel);
    assert.deepEqual(declaration(operation.face, name), { placed: wanted.slice(0, count), named: wanted.slice(count) });
  });
}

test("what is missing is not there", () => {
  for (const { face, name } of OPERATIONS.filter((of) => MISSING.has(knownAs(of)))) {
    assert.ok(!(camel(name) in (FACES[face]?.prototype ?? cowrite)), `${name} is there now: take it from missing.txt`);
  }
});

test("both module systems have the same things, and nothing else", () => {
  const required = require("cowrite");
  assert.deepEqual(Object.keys(cowrite).filter((name) => name !== "default").sort(), Object.keys(required).sort());
  for (const [name, of] of Object.entries(required)) assert.equal(cowrite[name], of);
});

test("everything that is there is declared", () => {
  for (const name of Object.keys(cowrite)) assert.match(declared, new RegExp(`^export (declare )?(class|const|function|type|interface) ${name}\\b`, "m"));
  for (const [face, Of] of Object.entries(FACES)) {
    for (const name of Object.getOwnPropertyNames(Of.prototype)) {
      if (name !== "constructor") assert.match(declared, new RegExp(`^  (readonly )?${name}[(:]`, "m"), `${face}.${name}`);
    }
  }
});

test("every declaration is documented", () => {
  const lines = declared.split("\n");
  const bare = lines.filter((line, place) => /^(  (?! )(?:readonly |static )?[\w[\]. ]+\??[(:]|export (?!type \{))/.test(line) && !/\*\/\s*$/.test(lines[place - 1]) && !/\bprivate constructor\b/.test(line));
  assert.deepEqual(bare, []);
});
