// What the example in examples/node answers under load, by autocannon: short reads, long reads, and commits.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import autocannon from "autocannon";
import { Workspace } from "cowrite";
import { createApp } from "./example/app.mjs";

const folder = mkdtempSync(path.join(tmpdir(), "cowrite-bench-"));
const workspace = await Workspace.open(path.join(folder, "studio.db"));
const app = createApp(workspace);
const url = await app.listen({ port: 0, host: "127.0.0.1" });
const me = workspace.actingAs(await workspace.register("olivia-1", { name: "Olivia Park" }));
const track = await me.createTrack("Midnight Sessions");
const headers = { "x-account": "olivia-1", "content-type": "application/json" };

console.log(`\nexamples/node under autocannon, 32 connections    ${"a second".padStart(9)} ${"p50 ms".padStart(9)} ${"p99 ms".padStart(9)}`);
for (const [name, request] of Object.entries({
  "a track": { path: `/tracks/${track.id}` },
  "who takes part in it": { path: `/tracks/${track.id}/people` },
  "a new track": { path: "/tracks", method: "POST", body: JSON.stringify({ title: "Neon Rain" }) },
})) {
  const { requests, latency, non2xx, errors } = await autocannon({ url: url + request.path, headers, connections: 32, duration: 5, method: request.method ?? "GET", body: request.body });
  if (non2xx || errors) throw new Error(`${name}: ${non2xx} refused, ${errors} failed`);
  console.log(`${name.padEnd(49)} ${requests.average.toFixed(0).padStart(9)} ${String(latency.p50).padStart(9)} ${String(latency.p99).padStart(9)}`);
}
await app.close();
rmSync(folder, { recursive: true });
