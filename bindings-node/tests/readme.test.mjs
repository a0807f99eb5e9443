// What the README shows is so: its code runs as one program, and prints what stands behind it.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { test } from "node:test";

const require = createRequire(import.meta.url);
const readme = process.env.COWRITE_README ?? path.join(path.dirname(require.resolve("cowrite/package.json")), "README.md");

test("the code in the README runs", () => {
  const code = [...readFileSync(readme, "utf8").matchAll(/```js\n([^]*?)```/g)].map(([, block]) => block).join("\n");
  const wanted = [...code.matchAll(/console\.log\(.*\); \/\/ (.*)$/gm)].map(([, line]) => line);
  const file = path.join(import.meta.dirname, "readme.mjs");
  writeFileSync(file, code);
  const done = spawnSync(process.execPath, [file], { encoding: "utf8", timeout: 60_000 });
  assert.equal(done.status, 0, done.stderr);
  const lines = done.stdout.split("\n");
  assert.deepEqual(wanted.filter((line) => !lines.includes(line)), []);
  assert.ok(wanted.length >= 4);
});
