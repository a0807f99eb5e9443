// Arbitrary values at every operation, on every face: only documented refusals and TypeErrors may come of it, and no refusal changes anything.
//
// What is thrown is drawn by the shape that each argument has, so that it gets past the door, or is anything at all.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import path from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { CowriteError, Dropbox, FilesError, OneAccount, Redeemed, Secret, WebhookError, Workspace, sharingMethodFor } from "cowrite";
import { MemoryStore } from "./stores.mjs";
import { studio, within } from "./studio.mjs";
import { OPERATIONS, camel, positional } from "./table.mjs";

const CASES = Number(process.env.COWRITE_CASES ?? 40);
/** What any call may meet; one that changes something may lose a race too. Ids and words are text here, which may be none. */
const ANYWHERE = new Set(["closed", "forked", "storage", "invalid_input"]);
const require = createRequire(import.meta.url);
const { described } = require(path.join(path.dirname(require.resolve("cowrite/package.json")), "lib", "native.cjs"));
const INPUTS = new Map(described.inputs.map((of) => [of.name, of]));
const UNIONS = new Map(described.unions.map((of) => [of.name, of]));
const WORDS = new Map(described.words.map((of) => [of.name, of.words]));

/** What a `TypeError` says: which argument is of the wrong type, or what content gave. Anything else is the package's own mistake, but what a value itself throws. */
const TOLD = /^argument '[^']+': |^bytes are wanted, not |^hands off$/;
const isOurs = (error) => error instanceof TypeError && error.code === undefined && TOLD.test(error.message);

const hostileProxy = () => new Proxy({}, { get: () => { throw new TypeError("hands off"); }, ownKeys: () => { throw new TypeError("hands off"); } });
const loop = {};
loop.loop = loop;
const ODD = [
  undefined, null, true, 0, -0, -1, 1.5, Number.NaN, Infinity, 2 ** 53, 1n, -1n, 2n ** 80n, "", "x", "\ud800", "\0", "🎵".repeat(300), "x".repeat(20_000), Symbol("x"), () => {}, [], [[]], {}, loop,
  Object.create(null), new Date(Number.NaN), new Date(8.64e15), new Map(), new Uint8Array(3), new Secret("x"), new Secret("\ud800"), hostileProxy(), new Proxy([], {}), new Array(5), Promise.resolve(1),
  { toString: () => { throw new TypeError("hands off"); }, valueOf: () => 5 }, { toJSON: () => "x" }, { __proto__: { kind: "track" } }, JSON.parse('{"__proto__": 1, "constructor": 2}'),
];
const odd = fc.oneof(fc.constantFrom(...ODD), fc.anything({ withBigInt: true, withDate: true, withMap: true, withSparseArray: true, withTypedArray: true }));

/** What is thrown at an argument of some shape, where there are such values in a world. */
function thrown(shape, pool) {
  const of = fitting(shape, pool);
  return fc.oneof({ weight: 5, arbitrary: of }, { weight: 1, arbitrary: odd });
}

function fitting(shape, pool) {
  if (typeof shape === "string") {
    switch (shape) {
      case "truth":
        return fc.boolean();
      case "text":
      case "stage":
      case "secret":
      case "file":
        return fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom(...pool.texts));
      case "whole":
        return fc.oneof(fc.nat(), fc.constantFrom(0, 1, 50, 2 ** 31, 2 ** 32, 2 ** 53 - 1, 2 ** 53, -1, 0.5));
      case "exact":
        return fc.oneof(fc.constantFrom("50", "33.34", "100.01", "-1", "1e5", ".", "0".repeat(500), 100, 5n), fc.nat(200));
      case "instant":
        return fc.date({ noInvalidDate: false });
      default:
        return fc.oneof(fc.uint8Array(), fc.array(fc.uint8Array()), fc.constantFrom(...ODD));
    }
  }
  const [[kind, of]] = Object.entries(shape);
  switch (kind) {
    case "id":
      return fc.oneof(fc.constantFrom(...pool.ids), fc.uuid(), fc.string());
    case "word":
      return fc.oneof(fc.constantFrom(...WORDS.get(of)), fc.constantFrom("unheard of", "\ud800"));
    case "list":
      return fc.array(thrown(of, pool), { maxLength: 4 });
    case "maybe":
    case "edit":
      return fc.option(thrown(of, pool));
    case "ignored":
      return odd;
    case "record":
      return fields(INPUTS.get(of).fields, pool);
    default: {
      const { by, variants } = UNIONS.get(of);
      const one = ({ name, fields: parts }) => fields(parts, pool).map((value) => ({ ...value, [by]: name }));
      return fc.oneof(...variants.map(one));
    }
  }
}

function fields(parts, pool) {
  return fc.record(Object.fromEntries(parts.map((of) => [camel(of.name), thrown(of.shape, pool)])), { requiredKeys: parts.filter((of) => !of.optional).map((of) => camel(of.name)) });
}

async function world() {
  const { workspace, me, them, track, scope, olivia, alex } = await studio({ files: new MemoryStore() });
  const { file } = await me.uploadFile(track, { kind: "bounce", name: "mix.wav", content: Buffer.from("0123456789") });
  const { ticket } = await me.downloadFile(track, file);
  const group = await me.createGroup("Album");
  const comment = await me.addComment(track, { text: "Louder?" });
  const made = await me.createShareLink(track, { asksReview: true, stream: true, downloads: ["bounce"] });
  const sent = await them.submitImport(olivia, { files: [{ name: "kick.wav", size: 5 }] });
  const bucket = await me.createBucket("To finish");
  const { rows: told } = await me.notifications();
  await me.updatePublicPage({ slug: "olivia-park", name: "Olivia Park" });
  const ids = [track, group, comment, made.link, sent, bucket, olivia, alex, ...told].flatMap((of) => [of.id, of]);
  const texts = [file, ticket.reveal(), "mix.wav", "Midnight", "olivia-park", "a@example.com", made.secret.reveal(), "x".repeat(201), "\u202e", "'; drop table track; --"];
  return { workspace, me, them, scope, pool: { ids, texts } };
}

/** What would be waited for longer than a test is. */
const isLong = (value) => ["number", "bigint"].includes(typeof value) && value > 20 && value <= 480_000;

const EXPORTED = ["workspace", "actor", "visitor", "operator", "index"];

for (const face of EXPORTED) {
  for (const spec of described.faces[face]) {
    const known = OPERATIONS.find((of) => of.face === face && of.name === spec.name);
    // Those beside the table write to files of the machine, or take no arguments.
    if (!known) continue;
    test(`${face}.${spec.name}`, async () => {
      const { workspace, me, pool } = await world();
      const of = { workspace, actor: me, visitor: workspace.visitor(), operator: workspace.operator("hostile"), index: await workspace.accessIndex() }[face];
      const count = positional(known);
      const given = fc.tuple(...spec.arguments.slice(0, count).map((argument) => thrown(argument.shape, pool)));
      const placed = spec.name === "wait_for_files" ? given.map(([timeout]) => [isLong(timeout) ? 20 : timeout]) : given;
      const options = fc.oneof({ weight: 9, arbitrary: fields(spec.arguments.slice(count), pool) }, { weight: 1, arbitrary: odd });
      const codes = new Set([...known.errors, ...ANYWHERE, ...(known.changes ? ["conflict"] : [])]);
      const property = fc.asyncProperty(placed, options, async (about, given) => {
        const before = await workspace.revision();
        try {
          const result = await within(60, of[camel(spec.name)](...about, given));
          if (result instanceof Redeemed) result.close();
        } catch (error) {
          const isDocumented = error instanceof CowriteError ? codes.has(error.code) : isOurs(error);
          assert.ok(isDocumented, `${error.stack}`);
          // Only what is counted at a link may be written all the same: a wrong password.
          if (face !== "visitor") assert.equal(await workspace.revision(), before);
        }
      });
      await fc.assert(property, { numRuns: CASES, seed: 7, endOnFailure: true });
      assert.deepEqual(await workspace.verify(), []);
      await workspace.close();
    });
  }
}

test("what is no operation", async () => {
  const { workspace, me } = await studio();
  const index = await workspace.accessIndex();
  const dropbox = new Dropbox("key", { servers: "http://127.0.0.1:9" });
  const kinds = [CowriteError, FilesError, WebhookError];
  const quiet = (error) => assert.ok(kinds.some((kind) => error instanceof kind) || isOurs(error), `${error?.stack}`);
  for (const value of ODD) {
    for (const call of [
      () => sharingMethodFor(value), () => index.withSignal(value), () => index.atLeast(value), () => index.can(value), () => index.can(value, value),
      () => workspace.actingAs(value), () => workspace.operator(value), () => me.withKey(value), () => me.withSignal(value), () => me.watch(value)?.close(),
      () => me.watch({ cursor: value })?.close(), () => Workspace.inMemory(value).then((of) => of.close()), () => Workspace.inMemory({ clock: value, files: value }).then((of) => of.close()),
      () => Workspace.inMemory({ invitationDays: value, ticketForMs: value }).then((of) => of.close()), () => Workspace.restore(value, value), () => Workspace.restore("/nowhere/x", "/nowhere/y", value),
      () => Workspace.open("/nowhere/x", { exclusive: value }), () => Workspace.restore("/nowhere/x", "/nowhere/y", { signal: value }), () => new Secret(value),
      () => Workspace.inMemory({ directAddresses: value, files: new OneAccount(value) }).then((of) => of.close()), () => new Dropbox(value, value), () => new Dropbox("key", { library: value, tokens: value }),
      () => new Dropbox("key", { redirect: value, appSecret: value, servers: value }), () => dropbox.connect(value, { code: value, verifier: value }), () => dropbox.connect(null, value),
      () => dropbox.disconnect(value), () => Dropbox.webhookChallenge(value), () => Dropbox.verifyWebhook(value, { signature: value, body: value }), () => Dropbox.verifyWebhook("x", value),
    ]) {
      try {
        await call();
      } catch (error) {
        quiet(error);
      }
    }
  }
});
