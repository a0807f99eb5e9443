// File stores of the host's own that share folders: who is on a track's folder follows access (FIL-2, OWN-4).

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { FilesError, OneAccount, Scope, Workspace } from "cowrite";
import { KINDS, SharingStore } from "./circles.mjs";
import { SettableClock } from "./player.mjs";

const CONTENT = Buffer.from("0123456789");
const DAY = 86_400_000;

/** A workspace over a store in which Olivia and Alex have an account, and Jordan has none. */
class Room {
  static async open([store, given = store]) {
    const room = new Room();
    room.store = store;
    room.clock = new SettableClock(new Date("2026-01-01"));
    room.workspace = await Workspace.inMemory({ files: given, clock: room.clock });
    for (const name of ["olivia", "alex", "jordan"]) {
      room[name] = room.workspace.actingAs(await room.workspace.register(name, { name, email: `${name}@example.com` }));
      if (name !== "jordan") store.connect(room[name].id, `${name}@example.com`);
    }
    room.track = await room.olivia.createTrack("Midnight Sessions");
    room.scope = Scope.track(room.track);
    return room;
  }

  async join(actor, access) {
    await actor.acceptInvitation(await this.olivia.invite(this.scope, { to: { kind: "person", id: actor.id }, access }));
  }

  /** Does all that is due a day later, and returns how often something failed. */
  async run() {
    this.clock.at = new Date(this.clock.at.getTime() + DAY);
    for (let failed = 0; ; ) {
      const run = await this.workspace.runEffects(100);
      failed += run.failed;
      if (!run.done) return failed;
    }
  }

  get circle() {
    assert.equal(this.store.circles.size, 1);
    return [...this.store.circles.values()][0];
  }

  get roles() {
    const names = { [this.olivia.id]: "olivia", [this.alex.id]: "alex" };
    return Object.fromEntries([...this.circle.roles].map(([name, role]) => [names[name] ?? name, role]));
  }

  async trouble(of) {
    return (await this.olivia.collaborators(this.scope)).rows.find((row) => row.person === of.id).folderTrouble;
  }
}

for (const [kind, make] of Object.entries(KINDS)) {
  describe(kind, () => {
    test("members follow access", async () => {
      const room = await Room.open(make());
      await room.join(room.alex, "editor");
      assert.equal(await room.run(), 0);
      assert.deepEqual(room.roles, { olivia: "owner", alex: "editor" });
      assert.deepEqual(room.circle.mounted, new Set([room.olivia.id, room.alex.id]));
      await room.olivia.setAccess(room.scope, { person: room.alex, access: "viewer" });
      assert.equal(await room.run(), 0);
      assert.deepEqual(room.roles, { olivia: "owner", alex: "viewer" });
      await room.olivia.revoke(room.scope, room.alex);
      assert.equal(await room.run(), 0);
      assert.deepEqual(room.roles, { olivia: "owner" });
      assert.ok(!room.circle.mounted.has(room.alex.id));
    });

    test("who has no account is invited and told of", async () => {
      const room = await Room.open(make());
      await room.join(room.jordan, "viewer");
      await room.run();
      assert.deepEqual(room.roles, { olivia: "owner", "jordan@example.com": "viewer" });
      assert.equal(await room.trouble(room.jordan), "pending");
      // They connect their account, which puts the folder among their own.
      room.store.connect(room.jordan.id, "jordan@example.com");
      assert.equal((await room.workspace.accountConnected(room.jordan)).scopes, 1);
      assert.equal(await room.run(), 0);
      assert.equal(await room.trouble(room.jordan), null);
      assert.ok(room.circle.mounted.has(room.jordan.id));
    });

    test("a folder is handed over", async () => {
      const room = await Room.open(make());
      const { file } = await room.olivia.uploadFile(room.track, { kind: "bounce", name: "mix.wav", content: CONTENT });
      await room.join(room.alex, "full");
      assert.equal(await room.run(), 0);
      await room.olivia.offerOwnership(room.scope, room.alex);
      await room.alex.acceptOwnership(room.scope);
      for (let time = 0; time < 3; time += 1) await room.run();
      assert.equal(room.roles.alex, "owner");
      assert.deepEqual((await room.alex.files(room.track)).files.map((of) => of.id), [file]);
      const redeemed = await room.workspace.redeem((await room.alex.streamFile(room.track, file)).ticket);
      assert.deepEqual(Buffer.from(await redeemed.read()), CONTENT);
    });
  });
}

test("what a store refuses is told as trouble", async () => {
  const room = await Room.open(KINDS["at once"]());
  await room.join(room.alex, "viewer");
  for (const [reason, told] of [["plan_insufficient"], ["too_many_members", { limit: 5 }], ["outside_team"]]) {
    room.store.invite = () => {
      throw new FilesError(reason, undefined, told);
    };
    await room.olivia.retryFolder(room.track);
    await room.run();
    assert.equal(await room.trouble(room.alex), reason);
  }
  delete room.store.invite;
  const emails = new Map(room.store.emails);
  room.store.emails.clear();
  await room.olivia.retryFolder(room.track);
  assert.ok((await room.run()) > 0);
  assert.equal((await room.olivia.collaborators(room.scope)).folderTrouble, "disconnected");
  room.store.emails = emails;
  await room.workspace.accountConnected(room.olivia);
  assert.equal(await room.run(), 0);
  assert.equal((await room.olivia.collaborators(room.scope)).folderTrouble, null);
  assert.deepEqual(room.roles, { olivia: "owner", alex: "viewer" });
});

test("an answer about shared folders that is none changes nobody's access", async () => {
  const room = await Room.open(KINDS["at once"]());
  await room.join(room.alex, "editor");
  for (const wrong of [null, 5, {}, { id: 5 }, { id: "x", name: "x", myRole: "king" }, { kind: "share" }, { kind: "dance", id: "x" }, { id: "\ud800", name: "x", myRole: "owner" }]) {
    room.store.share = () => wrong;
    assert.ok((await room.run()) > 0, JSON.stringify(wrong));
    assert.equal(room.store.circles.size, 0);
    assert.equal((await room.alex.track(room.track)).level, "editor");
  }
  delete room.store.share;
  assert.equal(await room.run(), 0);
  assert.deepEqual(room.roles, { olivia: "owner", alex: "editor" });
});

test("one account shares nothing", async () => {
  const store = new SharingStore();
  const room = await Room.open([store, new OneAccount(store)]);
  await room.join(room.alex, "editor");
  await room.olivia.uploadFile(room.track, { kind: "bounce", name: "mix.wav", content: CONTENT });
  assert.equal(await room.run(), 0);
  assert.equal(store.circles.size, 0);
});

test("a store that shares folders by half is none", async () => {
  for (const lacking of ["poll", "transfer", "account", "leave"]) {
    const store = new SharingStore();
    store[lacking] = undefined;
    await assert.rejects(Workspace.inMemory({ files: store }), (error) => error instanceof TypeError && error.message.includes(lacking));
  }
});
