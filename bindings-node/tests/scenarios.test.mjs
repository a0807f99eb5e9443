// Every story of core/conformance, through the public API, on every store.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, describe, test } from "node:test";
import { promisify } from "node:util";
import { LocalFolder, OneAccount, Workspace } from "cowrite";
import { Different, Player, begin, check, hasFiles, isForAFolder, laysFiles, needs } from "./player.mjs";
import { MemoryStore, awaitedStore } from "./stores.mjs";
import { MISSING, OPERATIONS, SCENARIOS, knownAs } from "./table.mjs";

const execute = promisify(execFile);
const folder = mkdtempSync(path.join(tmpdir(), "cowrite-"));
after(() => rmSync(folder, { recursive: true }));

async function play(open, scenario, { awaited = false, files } = {}) {
  const { clock, ...options } = begin(scenario);
  const shelf = hasFiles(scenario) && !files ? new MemoryStore(() => clock.now()) : undefined;
  const store = shelf && (awaited ? awaitedStore(shelf) : shelf);
  // One that lays its files itself has them all in one account, as it has in Rust.
  const kept = files ?? (store && laysFiles(scenario) ? new OneAccount(store) : store);
  const workspace = await open({ clock, ...options, ...(kept ? { files: kept } : {}) });
  try {
    await new Player(workspace, clock, shelf).play(scenario);
  } finally {
    await workspace.close();
  }
}

function each(title, filter, run, concurrency = 1) {
  describe(title, { concurrency }, () => {
    for (const { title, scenario } of SCENARIOS.filter(({ scenario }) => filter(scenario))) {
      const missing = needs(scenario);
      test(title, { skip: missing.length > 0 && `missing.txt: ${missing}` }, () => run(scenario));
    }
  });
}

each("on SQLite", () => true, (scenario) => play((options) => Workspace.open(path.join(folder, `${randomUUID()}.db`), options), scenario));

each("in memory", () => true, (scenario) => play((options) => Workspace.inMemory(options), scenario, { awaited: true }));

each(
  "with a folder",
  isForAFolder,
  (scenario) => play((options) => Workspace.inMemory(options), scenario, { files: new LocalFolder(path.join(folder, randomUUID())) }),
);

const server = process.env.COWRITE_POSTGRES;
if (server) {
  each("on PostgreSQL", () => true, async (scenario) => {
    const name = `cowrite_node_${randomUUID().replaceAll("-", "")}`;
    const psql = (sql) => execute("psql", ["-q", "-X", "-v", "ON_ERROR_STOP=1", "-c", sql, server], { timeout: 60_000 });
    await psql(`create database "${name}"`);
    try {
      const url = new URL(server);
      url.pathname = `/${name}`;
      await play((options) => Workspace.connect(url.href, options), scenario, { awaited: true });
    } finally {
      await psql(`drop database "${name}" with (force)`);
    }
  }, 4);
} else {
  test("on PostgreSQL", { skip: process.env.CI !== "true" && "COWRITE_POSTGRES names no PostgreSQL server" }, () => {
    assert.fail("COWRITE_POSTGRES is to name a PostgreSQL server for tests");
  });
}

test("what is missing is known", () => {
  const names = new Set(OPERATIONS.map(knownAs));
  for (const name of MISSING) assert.ok(names.has(name), name);
});

test("a difference is found", () => {
  check("", { a: [1, { b: null }], more: 1 }, { a: [1, { b: null }] });
  for (const [actual, expected] of [[{}, { a: 1 }], [[1], [1, 2]], [1, "1"], [true, 1], [null, 0]]) {
    assert.throws(() => check("", actual, expected), Different);
  }
});
