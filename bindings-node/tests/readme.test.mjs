// What the READMEs show is so: their code runs as one program each, and prints what stands behind it.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { test } from "node:test";

const require = createRequire(import.meta.url);
const readme = process.env.COWRITE_README ?? path.join(path.dirname(require.resolve("cowrite/package.json")), "README.md");

/** The code in a page. */
function codeOf(page) {
  return [...readFileSync(page, "utf8").matchAll(/```js\n([^]*?)```/g)].map(([, block]) => block);
}

test("sixty seconds in Node", () => {
  const [code, ...others] = codeOf(process.env.COWRITE_FRONT_PAGE ?? path.join(import.meta.dirname, "..", "..", "README.md"));
  assert.ok(code.includes("assert.equal(would.closed") && !others.length);
  const folder = mkdtempSync(path.join(import.meta.dirname, "front-"));
  writeFileSync(path.join(folder, "example.mjs"), code);
  const done = spawnSync(process.execPath, ["example.mjs"], { cwd: folder, encoding: "utf8", timeout: 60_000 });
  assert.deepEqual([done.status, done.stderr], [0, ""]);
  rmSync(folder, { recursive: true });
});

test("the code in the README runs", () => {
  const code = codeOf(readme).join("\n");
  const wanted = [...code.matchAll(/console\.log\(.*\); \/\/ (.*)$/gm)].map(([, line]) => line);
  const file = path.join(import.meta.dirname, "readme.mjs");
  writeFileSync(file, code);
  const done = spawnSync(process.execPath, [file], { encoding: "utf8", timeout: 60_000 });
  assert.equal(done.status, 0, done.stderr);
  const lines = done.stdout.split("\n");
  assert.deepEqual(wanted.filter((line) => !lines.includes(line)), []);
  assert.ok(wanted.length >= 4);
});
