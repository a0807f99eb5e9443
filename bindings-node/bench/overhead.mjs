// What a call through Node costs, beside better-sqlite3 with the library's own statements, and how the event loop fares meanwhile.
//
// All in one run, on one machine, on files of one making. Figures are the least and the median of batches; the least says what a call costs, the
// median what else the machine did.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import path from "node:path";
import { monitorEventLoopDelay, performance } from "node:perf_hooks";
import Database from "better-sqlite3";
import { Scope, Workspace } from "cowrite";

const [BATCHES, CALLS, TRACKS, READS, CLIENTS] = [60, 2000, 250, 1000, 32];

const sorted = (batches) => batches.toSorted?.((one, other) => one - other) ?? [...batches].sort((one, other) => one - other);
const figures = (batches) => ({ least: Math.min(...batches), median: sorted(batches)[batches.length >> 1] });

function shown(name, of, beside, than) {
  const compared = beside ? `   ${(of.least / beside.least).toFixed(2)} × ${than} (medians ${(of.median / beside.median).toFixed(2)} ×)` : "";
  console.log(`${name.padEnd(52)} ${of.least.toFixed(0).padStart(9)} ${of.median.toFixed(0).padStart(9)}${compared}`);
  return of;
}

async function measured(call, calls = CALLS) {
  const batches = [];
  for (let batch = 0; batch < BATCHES; batch += 1) {
    const begun = performance.now();
    for (let count = 0; count < calls; count += 1) await call();
    batches.push(((performance.now() - begun) * 1e6) / calls);
  }
  return figures(batches);
}

/** The same of a call that answers at once. */
function measuredAtOnce(call, calls = CALLS) {
  const batches = [];
  for (let batch = 0; batch < BATCHES; batch += 1) {
    const begun = performance.now();
    for (let count = 0; count < calls; count += 1) call();
    batches.push(((performance.now() - begun) * 1e6) / calls);
  }
  return figures(batches);
}

/** Tracks of four people each. */
async function filled(workspace) {
  const olivia = await workspace.register("olivia-1", { name: "Olivia Park" });
  const others = await Promise.all([0, 1, 2].map((number) => workspace.register(`person-${number}`, { name: `Person ${number}` })));
  const me = workspace.actingAs(olivia);
  const tracks = [];
  for (let number = 0; number < TRACKS; number += 1) {
    const batch = me.batch();
    const track = await batch.actor.createTrack(`Midnight Session ${number}`);
    const invitations = [];
    for (const { id } of others) invitations.push(await batch.actor.invite(Scope.track(track), { to: { kind: "person", id }, access: "editor" }));
    await batch.commit();
    for (const [place, person] of others.entries()) await workspace.actingAs(person).acceptInvitation(invitations[place]);
    await me.setShares(track, { rows: [olivia, ...others].map((person) => ({ person, master: 25, publishing: 25 })) });
    tracks.push(track);
  }
  return { me, tracks };
}

const STATEMENTS = {
  lastCommit: "SELECT revision, stamp FROM commit_log ORDER BY revision DESC LIMIT 1",
  track:
    "SELECT id, version, title, owner, created_by, created_at, group_id, placed_at, stage, bpm, music_key, tags, archived, condition, offer_to, " +
    "offered_at, offer_expires_at FROM track WHERE id = ?1",
  roster:
    "SELECT r.scope_kind, r.scope_id, r.version, r.shares_version, m.standing, m.since, m.role, m.master, m.publishing, m.writer, m.accepted, " +
    "m.person FROM roster r LEFT JOIN member m ON m.scope_kind = r.scope_kind AND m.scope_id = r.scope_id " +
    "WHERE r.scope_kind = ?1 AND r.scope_id = ?2",
  pending:
    "SELECT id, scope_kind, scope_id, version, person, inviter, access, role, master, publishing, writer, created_at, expires_at, role_before, " +
    "master_before, publishing_before, writer_before, accepted_before, state FROM invitation " +
    "WHERE state = 0 AND scope_kind = ?1 AND scope_id = ?2 ORDER BY id",
  person: "SELECT id, version, state, external_id, name, email FROM person WHERE id = ?1",
};
const LEVELS = [null, "viewer", "editor", "full", "owner"];

const bytes = (id) => Buffer.from(id.replaceAll("-", ""), "hex");
const uuid = (of) => of.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
const hundredths = (number) => `${Math.trunc(number / 100)}.${String(number % 100).padStart(2, "0")}`;
const percent = (number) => (number === null ? null : hundredths(number));

function total(shares) {
  const recorded = shares.filter((share) => share !== null);
  const whole = recorded.reduce((sum, share) => sum + share, 0);
  const status = !recorded.length ? "unset" : whole === 10_000 ? "complete" : "incomplete";
  return { total: hundredths(whole), remaining: hundredths(10_000 - whole), status };
}

/** Reads the panel of a track in no group without invitations, by the library's own statements, as a careful program would write it. */
function byHand(base) {
  // It takes values by place only where places have no numbers.
  const prepared = Object.fromEntries(Object.entries(STATEMENTS).map(([name, sql]) => [name, base.prepare(sql.replace(/\?\d/g, "?")).raw()]));
  return base.transaction((actor, id) => {
    prepared.lastCommit.get();
    const details = prepared.track.get(id);
    const members = prepared.roster.all(1, id);
    const pending = prepared.pending.all(1, id);
    const names = members.map((row) => prepared.person.get(row[11])[4]);
    if (!details || details[13] === 2 || pending.length) throw new Error("not found, or more than this reads");
    const owner = details[3];
    if (!owner.equals(actor) && !members.some((row) => row[11].equals(actor) && row[4] >= 1 && row[4] <= 3)) throw new Error("not found");
    const rows = members.map((row, place) => ({
      person: uuid(row[11]),
      name: names[place],
      role: row[6],
      level: row[11].equals(owner) ? "owner" : LEVELS[row[4]],
      credited: row[10] !== null,
      accepted: Boolean(row[10]),
      shares: { master: percent(row[7]), publishing: percent(row[8]), writer: percent(row[9]) },
      since: row[5],
    }));
    rows.sort((one, other) => (other.level === "owner") - (one.level === "owner") || one.since - other.since || (one.person < other.person ? -1 : 1));
    const totals = { master: total(members.map((row) => row[7])), publishing: total(members.map((row) => row[8])), writer: total(members.map((row) => row[9])) };
    return { track: uuid(details[0]), owner: uuid(owner), sharesVersion: members[0][3], rows, totals };
  });
}

/** The library's panel as the other side has it, to see that both say the same. */
function readWhole({ scope, owner, sharesVersion, rows, totals }) {
  const row = ({ person, name, role, level, credited, accepted, shares }) => ({ person, name, role, level, credited, accepted, shares });
  return { track: scope.id, owner, sharesVersion, rows: rows.map(row), totals };
}

async function panels(file, me, tracks) {
  const base = new Database(file, { readonly: true });
  const read = byHand(base);
  const actor = bytes(me.id);
  const places = tracks.map((track) => [Scope.track(track), bytes(track.id)]);
  for (const [scope, id] of places) {
    const hand = read(actor, id);
    for (const row of hand.rows) delete row.since;
    assert.deepEqual(readWhole(await me.collaborators(scope)), hand);
  }
  const sides = {
    "better-sqlite3": async () => {
      for (let number = 0; number < READS; number += 1) read(actor, places[number % TRACKS][1]);
    },
    "cowrite, one after the other": async () => {
      for (let number = 0; number < READS; number += 1) await me.collaborators(places[number % TRACKS][0]);
    },
    [`cowrite, ${CLIENTS} at a time`]: async () => {
      let next = 0;
      const client = async () => {
        for (; next < READS; next += 1) await me.collaborators(places[next % TRACKS][0]);
      };
      await Promise.all(Array.from({ length: CLIENTS }, client));
    },
  };
  const batches = Object.fromEntries(Object.keys(sides).map((name) => [name, []]));
  for (let batch = 0; batch < 10; batch += 1) {
    for (const [name, side] of Object.entries(sides)) {
      const begun = performance.now();
      await side();
      batches[name].push(((performance.now() - begun) * 1e6) / READS);
    }
  }
  console.log(`\n${READS} panels of four people, ns a panel, the permission check included; better-sqlite3 runs SQLite ${base.prepare("SELECT sqlite_version()").pluck().get()}`);
  base.close();
  const [[first, hand], ...others] = Object.entries(batches).map(([name, of]) => [name, figures(of)]);
  shown(first, hand);
  for (const [name, of] of others) shown(name, of, hand, "better-sqlite3");
}

/** How late the event loop is while many clients commit, beside the same without them. */
async function delays(workspace) {
  const people = await Promise.all(Array.from({ length: CLIENTS }, (_, place) => workspace.register(`client-${place}`, { name: `Client ${place}` })));
  console.log("\nhow late the event loop is, ms: p50, p99, most");
  for (const name of ["nothing", `${CLIENTS} clients commit`]) {
    const delay = monitorEventLoopDelay({ resolution: 1 });
    const end = performance.now() + 5000;
    let commits = 0;
    delay.enable();
    if (name === "nothing") await new Promise((resolve) => setTimeout(resolve, 5000));
    else {
      const client = async (person) => {
        for (const me = workspace.actingAs(person); performance.now() < end; commits += 1) await me.createTrack(`Track ${commits}`);
      };
      await Promise.all(people.map(client));
    }
    delay.disable();
    const late = [delay.percentile(50), delay.percentile(99), delay.max].map((of) => Math.max(0, of / 1e6 - 1).toFixed(2).padStart(8));
    console.log(`${name.padEnd(52)} ${late.join(" ")}${commits ? `   ${Math.round(commits / 5)} commits a second` : ""}`);
  }
}

const folder = mkdtempSync(path.join(tmpdir(), "cowrite-bench-"));
try {
  console.log(`Node ${process.versions.node}, load ${loadavg()[0].toFixed(1)}`);
  const file = path.join(folder, "studio.db");
  const workspace = await Workspace.open(file);
  const memory = await Workspace.inMemory();
  const { me, tracks } = await filled(workspace);
  const inMemory = memory.actingAs(await memory.register("olivia-1", { name: "Olivia Park" }));
  const track = await inMemory.createTrack("Midnight Sessions");
  const batch = inMemory.batch();
  console.log(`\n${"ns a call".padEnd(52)} ${"least".padStart(9)} ${"median".padStart(9)}`);
  const nothing = shown("an async function that does nothing", await measured(async () => {}));
  shown("a call into native code that does nothing", await measured(() => batch.waiting));
  for (const [where, actor, asked] of [["memory", inMemory, track], ["SQLite", me, tracks[0]]]) {
    const scope = Scope.track(asked);
    shown(`can, ${where}`, await measured(() => actor.can(scope, "view")), nothing, "nothing");
  }
  const [index, scope, person] = [await memory.accessIndex(), Scope.track(track), inMemory.id];
  const empty = shown("a call into native code that does nothing, not awaited", measuredAtOnce(() => batch.waiting));
  shown("access index, can", measuredAtOnce(() => index.can(person, { scope, action: "view" })), empty, "a call that does nothing");
  const checks = Array(1000).fill({ person, scope, action: "view" });
  const many = measuredAtOnce(() => index.canMany(checks), 20);
  shown("access index, each of 1000 in canMany", { least: many.least / 1000, median: many.median / 1000 }, empty, "a call that does nothing");
  await panels(file, me, tracks);
  await delays(workspace);
  await workspace.close();
} finally {
  rmSync(folder, { recursive: true });
}
