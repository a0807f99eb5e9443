// As typed.mts, by `require`.

import cowrite = require("cowrite");

async function main(): Promise<cowrite.Track> {
  const workspace: cowrite.Workspace = await cowrite.Workspace.inMemory();
  const olivia: cowrite.Person = await workspace.register("olivia-1", { name: "Olivia Park" });
  return workspace.actingAs(olivia).createTrack("Midnight Sessions");
}

export = main;
