// The service from sign-up to a revoked link, over HTTP.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { Workspace } from "cowrite";
import { createApp } from "./app.mjs";

async function service(context) {
  const folder = mkdtempSync(path.join(tmpdir(), "cowrite-"));
  const app = createApp(await Workspace.open(path.join(folder, "studio.db")));
  const address = await app.listen({ port: 0, host: "127.0.0.1" });
  context.after(async () => {
    await app.close();
    rmSync(folder, { recursive: true });
  });
  return async (account, method, path, body, headers = {}) => {
    const sent = { ...headers, ...(account ? { "x-account": account } : {}), ...(body ? { "content-type": "application/json" } : {}) };
    const answer = await fetch(address + path, { method, headers: sent, body: body && JSON.stringify(body) });
    return { status: answer.status, body: await answer.json() };
  };
}

test("a track from its making to a link that is revoked", async (context) => {
  const call = await service(context);
  const olivia = (await call("olivia", "PUT", "/account", { name: "Olivia Park", email: "olivia@example.com" })).body;
  const { status, body: track } = await call("olivia", "POST", "/tracks", { title: "Midnight Sessions" });
  assert.deepEqual([status, track.title, track.level], [201, "Midnight Sessions", "owner"]);

  const invited = await call("olivia", "POST", `/tracks/${track.id}/invitations`, { email: "alex@example.com", access: "editor", role: "producer" });
  assert.deepEqual([invited.status, invited.body.state], [201, "pending"]);
  const alex = (await call("alex", "PUT", "/account", { name: "Alex Reyes", email: "alex@example.com" })).body;
  const [waiting] = (await call("alex", "GET", "/invitations")).body;
  assert.equal((await call("alex", "GET", `/tracks/${track.id}`)).status, 404);
  assert.equal((await call("alex", "POST", `/invitations/${waiting.invitation}/accept`)).body.level, "editor");
  assert.equal((await call("alex", "GET", "/tracks")).body.rows[0].title, "Midnight Sessions");

  const rows = [{ person: olivia.id, master: "60.00" }, { person: alex.id, master: "40.01" }];
  const over = await call("olivia", "PUT", `/tracks/${track.id}/shares`, { rows });
  assert.deepEqual([over.status, over.body.code, over.body.details.overBy], [422, "over_allocated", "0.01"]);
  const saved = await call("olivia", "PUT", `/tracks/${track.id}/shares`, { rows: [rows[0], { person: alex.id, master: "40.00" }] });
  assert.equal(saved.body.totals.master.status, "complete");
  assert.deepEqual((await call("alex", "GET", `/tracks/${track.id}/people`)).body.rows.map((row) => row.name), ["Olivia Park", "Alex Reyes"]);

  assert.equal((await call("alex", "POST", `/tracks/${track.id}/links`, {})).status, 403);
  const made = await call("olivia", "POST", `/tracks/${track.id}/links`, { password: "sesame", label: "Sarah" });
  assert.deepEqual([made.status, JSON.stringify(made.body.link).includes("***")], [201, false]);
  assert.equal((await call(null, "GET", made.body.path)).status, 401);
  assert.equal((await call(null, "GET", made.body.path, undefined, { "x-link-password": "sesame" })).body.name, "Midnight Sessions");
  assert.equal((await call("olivia", "DELETE", `/links/${made.body.link.id}`)).body.state, "revoked");
  assert.deepEqual((await call(null, "GET", made.body.path, undefined, { "x-link-password": "sesame" })).body.code, "link_unavailable");
});

test("a request that is sent again is done once", async (context) => {
  const call = await service(context);
  await call("olivia", "PUT", "/account", { name: "Olivia Park", email: "olivia@example.com" });
  const key = { "idempotency-key": "order-4711" };
  const [first, second] = await Promise.all([1, 2].map(() => call("olivia", "POST", "/tracks", { title: "Neon Rain" }, key)));
  assert.deepEqual(first.body, second.body);
  assert.equal((await call("olivia", "GET", "/tracks")).body.rows.length, 1);
  const link = await call("olivia", "POST", `/tracks/${first.body.id}/links`, {}, { "idempotency-key": "order-4712" });
  const again = await call("olivia", "POST", `/tracks/${first.body.id}/links`, {}, { "idempotency-key": "order-4712" });
  assert.deepEqual([again.body.link, again.body.path], [link.body.link, null]);
});

test("what is wrong has the status of the table", async (context) => {
  const call = await service(context);
  await call("olivia", "PUT", "/account", { name: "Olivia Park", email: "olivia@example.com" });
  for (const [account, method, path, body, status, code] of [
    ["nobody", "GET", "/tracks", undefined, 404, "not_found"],
    [null, "GET", "/tracks", undefined, 400, "invalid_input"],
    ["olivia", "POST", "/tracks", { title: "" }, 400, "invalid_input"],
    ["olivia", "POST", "/tracks", { title: "x".repeat(201) }, 400, "limit_exceeded"],
    ["olivia", "POST", "/tracks", { name: "x" }, 400, "invalid_input"],
    ["olivia", "GET", "/tracks/not-an-id", undefined, 400, "invalid_input"],
    ["olivia", "GET", "/tracks/01a202e2-fa50-7b60-bb6c-6887eb9a6842", undefined, 404, "not_found"],
    ["alex", "PUT", "/account", { name: "Alex", email: "olivia@example.com" }, 409, "email_taken"],
    [null, "GET", "/l/nothing", undefined, 404, "link_unavailable"],
  ]) {
    const answer = await call(account, method, path, body);
    assert.deepEqual([answer.status, answer.body.code], [status, code], `${method} ${path}`);
  }
});

test("what is no proper request is refused before the library is asked", async (context) => {
  const call = await service(context);
  const { body: olivia } = await call("olivia", "PUT", "/account", { name: "Olivia Park", email: "olivia@example.com" });
  const { body: track } = await call("olivia", "POST", "/tracks", { title: "Midnight Sessions" });
  const shares = `/tracks/${track.id}/shares`;
  for (const [method, path, body, status] of [
    ["POST", "/tracks", { title: null }, 400],
    ["POST", "/tracks", { title: 5 }, 400],
    ["POST", "/tracks", { title: ["Neon Rain"] }, 400],
    ["POST", "/tracks", { title: "Neon Rain", tags: ["demo"] }, 400],
    ["PUT", shares, { rows: [{ person: olivia.id, master: 33.34 }] }, 400],
    ["PUT", shares, { rows: [{ person: olivia.id, master: "60", extra: 1 }] }, 400],
    ["PUT", shares, { rows: [], basedOn: "1" }, 400],
    ["GET", "/tracks?after=x&after=y", undefined, 400],
    ["GET", "/tracks?page=2", undefined, 400],
    ["GET", "/tracks?after=x", undefined, 400],
  ]) {
    const answer = await call("olivia", method, path, body);
    assert.deepEqual([answer.status, answer.body.code], [status, "invalid_input"], `${method} ${path} ${JSON.stringify(body)}`);
  }
  assert.equal((await call("olivia", "PUT", shares, { rows: [{ person: olivia.id, master: "60", publishing: null }] })).body.totals.master.total, "60.00");
  assert.equal((await call("olivia", "GET", "/tracks")).body.rows.length, 1);
});

test("a body that cannot be read is the caller's fault", async (context) => {
  const app = createApp(await Workspace.inMemory());
  context.after(() => app.close());
  const send = async (payload, type = "application/json") => {
    const answer = await app.inject({ method: "PUT", url: "/account", headers: { "x-account": "olivia", "content-type": type }, payload });
    return [answer.statusCode, answer.json().code];
  };
  assert.deepEqual(await send("{"), [400, "invalid_input"]);
  assert.deepEqual(await send(""), [400, "invalid_input"]);
  assert.deepEqual(await send(JSON.stringify({ name: "x".repeat(2 << 20), email: "" })), [413, "invalid_input"]);
  assert.deepEqual(await send("<name/>", "application/xml"), [415, "invalid_input"]);
});
