// Files in Dropbox, by a Dropbox of one's own over loopback: the program that COWRITE_DROPBOX_PROGRAM names.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { createInterface } from "node:readline";
import { setImmediate } from "node:timers/promises";
import { describe, test } from "node:test";
import { inspect } from "node:util";
import { CowriteError, Dropbox, FilesError, InvalidError, OneAccount, Scope, Secret, UnavailableError, WebhookError, Workspace } from "cowrite";
import { SettableClock } from "./player.mjs";
import { within } from "./studio.mjs";

const CONTENT = Buffer.from("0123456789");
const program = process.env.COWRITE_DROPBOX_PROGRAM;
const skip = !program && process.env.CI !== "true" && "COWRITE_DROPBOX_PROGRAM names no fake Dropbox: scripts/node.sh builds one";

/** The fake, which is told by lines of JSON what happens to it. */
class Fake {
  static async begin(context) {
    assert.ok(program, "COWRITE_DROPBOX_PROGRAM is to name the fake Dropbox");
    const fake = new Fake();
    fake.process = spawn(program, ["serve"], { stdio: ["pipe", "pipe", "inherit"] });
    fake.lines = createInterface({ input: fake.process.stdout })[Symbol.asyncIterator]();
    context.after(async () => {
      const over = new Promise((resolve) => fake.process.on("exit", resolve));
      fake.process.stdin.end();
      assert.equal(await within(20, over), 0);
    });
    const { url, app_key: appKey, app_secret: appSecret } = await fake.read();
    return Object.assign(fake, { url, appKey, appSecret });
  }

  async read() {
    const answer = JSON.parse((await within(20, this.lines.next())).value);
    assert.ok(!("error" in answer), JSON.stringify(answer));
    return answer;
  }

  tell(asked) {
    this.process.stdin.write(`${JSON.stringify(asked)}\n`);
    return this.read();
  }

  /** What the browser does: the code with which a person comes back. */
  async saysYes(email, asked) {
    const query = new URL(asked.url).searchParams;
    assert.deepEqual([query.get("state"), query.get("client_id")], [asked.state.reveal(), this.appKey]);
    assert.ok(!asked.url.includes(asked.verifier.reveal()));
    assert.equal(query.get("code_challenge"), createHash("sha256").update(asked.verifier.reveal()).digest("base64url"));
    await this.tell({ account: email });
    return (await this.tell({ authorize: email, challenge: query.get("code_challenge") })).code;
  }

  async has(email, name) {
    return (await this.tell({ paths: email })).paths.some((path) => path.endsWith(`/${name}`));
  }

  store(options) {
    return new Dropbox(this.appKey, { servers: this.url, ...options });
  }

  async connect(dropbox, by, email) {
    const asked = dropbox.authorize();
    return dropbox.connect(by, { code: await this.saysYes(email, asked), verifier: asked.verifier });
  }
}

/** Tokens as a host would keep them. */
class Keeper {
  kept = new Map();
  throws = undefined;
  answer = undefined;

  reach() {
    if (this.throws) throw this.throws;
  }

  load(by) {
    this.reach();
    return this.answer ?? this.kept.get(by);
  }

  save(by, tokens) {
    this.reach();
    this.kept.set(by, tokens);
  }

  forget(by) {
    this.reach();
    this.kept.delete(by);
  }
}

const awaited = (keeper) => {
  const method = (name) => async (...given) => {
    await setImmediate();
    return keeper[name](...given);
  };
  return { load: method("load"), save: method("save"), forget: method("forget") };
};

/** A workspace whose people have a Dropbox, Olivia with a track in hers. */
class Room {
  static async open(fake, options) {
    const room = Object.assign(new Room(), { fake, clock: new SettableClock(new Date("2026-01-01")), dropbox: fake.store(options) });
    room.workspace = await Workspace.inMemory({ files: room.dropbox, clock: room.clock });
    for (const name of ["olivia", "alex"]) {
      room[name] = room.workspace.actingAs(await room.workspace.register(name, { name, email: `${name}@example.com` }));
    }
    await room.connect("olivia");
    room.track = await room.olivia.createTrack("Midnight Sessions");
    room.scope = Scope.track(room.track);
    return room;
  }

  connect(name) {
    return this.fake.connect(this.dropbox, this[name].id, `${name}@example.com`);
  }

  upload(name = "mix.wav") {
    return this.olivia.uploadFile(this.track, { kind: "bounce", name, content: CONTENT });
  }

  async join() {
    await this.alex.acceptInvitation(await this.olivia.invite(this.scope, { to: { kind: "person", id: this.alex.id }, access: "editor" }));
  }

  /** Does all that is due a day later, and returns how often something failed. */
  async run() {
    this.clock.at = new Date(this.clock.at.getTime() + 86_400_000);
    for (let failed = 0; ; ) {
      const run = await this.workspace.runEffects(100);
      failed += run.failed;
      if (!run.done) return failed;
    }
  }

  hasFile(name) {
    return this.fake.has(`${name}@example.com`, "mix.wav");
  }

  async troubles() {
    const panel = await this.olivia.collaborators(this.scope);
    return [panel.folderTrouble, panel.rows.find((row) => row.person === this.alex.id)?.folderTrouble];
  }
}

const TOKENS = {
  "tokens in memory": () => [undefined, undefined],
  "tokens of the host's": () => {
    const keeper = new Keeper();
    return [keeper, keeper];
  },
  "tokens that are awaited": () => {
    const keeper = new Keeper();
    return [keeper, awaited(keeper)];
  },
};

describe("by a fake", { skip }, () => {
  for (const [kind, make] of Object.entries(TOKENS)) {
    test(`a track in Dropbox is shared with who has access, ${kind}`, async (context) => {
      const fake = await Fake.begin(context);
      const [keeper, tokens] = make();
      const room = await Room.open(fake, tokens && { tokens });
      const account = await room.connect("alex");
      assert.deepEqual([account.email, account.isEmailVerified, account.canHaveViewers], ["alex@example.com", true, true]);
      assert.equal(account.id, (await fake.tell({ account: "alex@example.com" })).account_id);
      const { file } = await room.upload();
      assert.deepEqual([await room.hasFile("olivia"), await room.hasFile("alex")], [true, false]);
      await room.join();
      assert.equal(await room.run(), 0);
      assert.equal(await room.hasFile("alex"), true);
      assert.deepEqual(await room.troubles(), [null, null]);
      const redeemed = await room.workspace.redeem((await room.alex.streamFile(room.track, file)).ticket);
      assert.deepEqual(Buffer.from(await redeemed.read()), CONTENT);
      await room.olivia.revoke(room.scope, room.alex);
      assert.equal(await room.run(), 0);
      assert.deepEqual([await room.hasFile("olivia"), await room.hasFile("alex")], [true, false]);
      if (keeper) {
        assert.deepEqual([...keeper.kept.keys()].sort(), [room.olivia.id, room.alex.id].sort());
        for (const kept of keeper.kept.values()) assert.ok(Secret.isSecret(kept.accessToken) && kept.expiresAt instanceof Date);
      }
      await room.dropbox.disconnect(room.olivia);
      await assert.rejects(room.olivia.files(room.track), UnavailableError);
      if (keeper) assert.deepEqual([...keeper.kept.keys()], [room.alex.id]);
    });
  }

  test("one account for everybody", async (context) => {
    const fake = await Fake.begin(context);
    const keeper = new Keeper();
    const dropbox = fake.store({ tokens: keeper, library: "" });
    await fake.connect(dropbox, null, "studio@example.com");
    const workspace = await Workspace.inMemory({ files: new OneAccount(dropbox) });
    const me = workspace.actingAs(await workspace.register("olivia", { name: "Olivia Park" }));
    await me.uploadFile(await me.createTrack("Midnight Sessions"), { kind: "bounce", name: "mix.wav", content: CONTENT });
    assert.deepEqual([...keeper.kept.keys()], [null]);
    assert.ok((await fake.tell({ paths: "studio@example.com" })).paths.every((path) => !path.includes("/Cowrite")));
    await dropbox.disconnect(null);
    assert.equal(keeper.kept.size, 0);
  });

  test("who is not connected is named", async (context) => {
    const room = await Room.open(await Fake.begin(context));
    // Alex has a Dropbox, which is not connected yet.
    await room.fake.tell({ account: "alex@example.com" });
    await room.join();
    await room.dropbox.disconnect(room.olivia);
    assert.ok((await room.run()) > 0);
    assert.equal((await room.troubles())[0], "disconnected");
    await room.connect("olivia");
    assert.ok((await room.workspace.accountConnected(room.olivia)).scopes >= 1);
    await room.run();
    assert.deepEqual(await room.troubles(), [null, "pending"]);
    await room.connect("alex");
    assert.equal((await room.workspace.accountConnected(room.alex)).scopes, 1);
    assert.equal(await room.run(), 0);
    assert.deepEqual(await room.troubles(), [null, null]);
    // They take the app off the list of their connected apps.
    await room.fake.tell({ disconnect: "olivia@example.com" });
    await room.olivia.revoke(room.scope, room.alex);
    assert.ok((await room.run()) > 0);
    assert.equal((await room.troubles())[0], "disconnected");
    await assert.rejects(room.upload(), UnavailableError);
  });

  test("connecting is refused by name", async (context) => {
    const fake = await Fake.begin(context);
    const keeper = new Keeper();
    const me = "01a202e2-fa50-7b60-bb6c-6887eb9a6842";
    const dropbox = fake.store({ tokens: keeper, appSecret: fake.appSecret });
    const [asked, other] = [dropbox.authorize(), dropbox.authorize()];
    assert.equal(new Set([asked.state, asked.verifier, other.state, other.verifier].map((of) => of.reveal())).size, 4);
    const code = await fake.saysYes("olivia@example.com", asked);
    await assert.rejects(dropbox.connect(me, { code, verifier: other.verifier }), (error) => error instanceof FilesError && error.reason === "disconnected");
    await fake.tell({ grant: "olivia@example.com", scopes: "account_info.read files.metadata.read" });
    await assert.rejects(fake.connect(dropbox, me, "olivia@example.com"), { reason: "missing_scope", scope: "files.content.read" });
    assert.equal(keeper.kept.size, 0);
    await assert.rejects(fake.connect(fake.store({ appSecret: "another" }), me, "alex@example.com"), (error) => error.reason === "unknown" && error.message.includes("invalid_client"));
    const nowhere = new Dropbox("key", { servers: "http://127.0.0.1:9" });
    await assert.rejects(nowhere.connect(me, { code: "code", verifier: "verifier" }), { reason: "transient" });
    await assert.rejects(dropbox.connect(me, { code, verifier: "x", signal: AbortSignal.abort(new Error("enough")) }), /enough/);
    await assert.rejects(dropbox.connect("nobody", { code, verifier: "x" }), { code: "invalid_input" });
    for (const given of [[], [undefined, { code, verifier: "x" }], [me, { code }], [me, { code, verifier: 5 }], [me, { code, verifier: "x", more: 1 }]]) {
      await assert.rejects(dropbox.connect(...given), TypeError);
    }
  });

  test("a token store that fails is the cause", async (context) => {
    const keeper = new Keeper();
    const room = await Room.open(await Fake.begin(context), { tokens: keeper });
    keeper.throws = new Error("the vault is shut");
    await assert.rejects(room.connect("alex"), (error) => error instanceof FilesError && error.reason === "transient" && error.cause === keeper.throws);
    await assert.rejects(room.dropbox.disconnect(room.olivia), { reason: "transient" });
    await assert.rejects(room.upload(), (error) => error instanceof UnavailableError && error.cause === keeper.throws);
    keeper.throws = new FilesError("not_permitted", "not by you");
    await assert.rejects(room.connect("alex"), (error) => error === keeper.throws);
    keeper.throws = undefined;
    assert.deepEqual([...keeper.kept.keys()], [room.olivia.id]);
    for (const answer of [5, {}, { refreshToken: 5 }, { refreshToken: "a", accessToken: "b", expiresAt: "never" }, { refreshToken: "a", expiresAt: new Date(Number.NaN) }]) {
      keeper.answer = answer;
      await assert.rejects(room.upload(), (error) => error instanceof UnavailableError && error.cause instanceof TypeError);
    }
    keeper.answer = undefined;
    // Without its end a token for calls does not count, and another is asked for.
    const { refreshToken } = keeper.kept.get(room.olivia.id);
    keeper.kept.set(room.olivia.id, { refreshToken: refreshToken.reveal(), accessToken: "worn out" });
    assert.equal((await room.upload()).name, "mix.wav");
    assert.ok(keeper.kept.get(room.olivia.id).accessToken.reveal() !== "worn out");
  });

  test("no secret shows", async (context) => {
    const fake = await Fake.begin(context);
    const keeper = new Keeper();
    const dropbox = fake.store({ tokens: keeper, appSecret: "hush-hush" });
    const asked = dropbox.authorize();
    await fake.connect(fake.store({ tokens: keeper }), null, "olivia@example.com");
    const [tokens] = keeper.kept.values();
    const { url, ...rest } = asked;
    assert.ok(url.startsWith("http"));
    const shown = [tokens, rest, dropbox, new OneAccount(dropbox)].flatMap((of) => [inspect(of), JSON.stringify(of), String(of)]).join(" ");
    for (const secret of [tokens.refreshToken, tokens.accessToken, asked.verifier, asked.state]) assert.ok(!shown.includes(secret.reveal()));
    assert.ok(!shown.includes("hush-hush") && inspect(dropbox).includes(fake.appKey));
  });
});

test("options are read", () => {
  for (const wrong of [{ servers: "http://example.com" }, { servers: "nowhere" }, { library: "/a//b" }, { redirect: "\ud800" }]) {
    assert.throws(() => new Dropbox("key", wrong), InvalidError, JSON.stringify(wrong));
  }
  for (const wrong of [{ tokens: {} }, { tokens: Keeper }, { tokens: null }, { library: 5 }, { appSecret: 5 }, { more: 1 }]) {
    assert.throws(() => new Dropbox("key", wrong), TypeError, JSON.stringify(wrong));
  }
  for (const given of [[], [5], ["key", "secret"], ["key", null]]) assert.throws(() => new Dropbox(...given), TypeError);
  const asked = new Dropbox("key", { redirect: "https://studio.example/back", appSecret: new Secret("secret") }).authorize();
  assert.equal(new URL(asked.url).searchParams.get("redirect_uri"), "https://studio.example/back");
  assert.ok(!asked.url.includes("secret"));
});

const BODY = Buffer.from('{"list_folder":{"accounts":["dbid:AAH4f99T0taONIb-OurWxbNQ6ywGRopQngc"]}}');
const SIGNATURE = "229cb2a01748c10af36d97567e56b133a0264ac9f492e128bf10f1ca432c3304";

test("webhooks", () => {
  assert.deepEqual(Dropbox.webhookChallenge("abc123"), { body: "abc123", headers: { "Content-Type": "text/plain", "X-Content-Type-Options": "nosniff" } });
  for (const body of [BODY, new Uint8Array(BODY), new DataView(BODY.buffer, BODY.byteOffset, BODY.length), new Uint8Array(BODY).buffer]) {
    assert.deepEqual(Dropbox.verifyWebhook("secret", { signature: SIGNATURE, body }), ["dbid:AAH4f99T0taONIb-OurWxbNQ6ywGRopQngc"]);
  }
  for (const [call, reason, status] of [
    [() => Dropbox.verifyWebhook("another", { signature: SIGNATURE, body: BODY }), "not_signed", 403],
    [() => Dropbox.verifyWebhook("", { signature: SIGNATURE, body: BODY }), "not_signed", 403],
    [() => Dropbox.verifyWebhook(new Secret("secret"), { signature: SIGNATURE, body: Buffer.alloc(1 << 21) }), "too_large", 413],
    [() => Dropbox.webhookChallenge("<script>\n"), "malformed", 400],
    [() => Dropbox.webhookChallenge("x".repeat(1025)), "too_large", 413],
  ]) {
    assert.throws(call, (error) => error instanceof WebhookError && error.reason === reason && error.status === status);
  }
  for (const [call, field] of [
    [() => Dropbox.webhookChallenge("\ud800"), "asked"],
    [() => Dropbox.verifyWebhook("\ud800", { signature: SIGNATURE, body: BODY }), "appSecret"],
    [() => Dropbox.verifyWebhook("secret", { signature: "\ud800", body: BODY }), "signature"],
  ]) {
    assert.throws(call, (error) => error instanceof CowriteError && error.details.field === field);
  }
  for (const call of [() => Dropbox.webhookChallenge(5), () => Dropbox.verifyWebhook("secret"), () => Dropbox.verifyWebhook("secret", { signature: SIGNATURE, body: "text" })]) {
    assert.throws(call, TypeError);
  }
});
