// A small studio: Olivia owns a track, of which Alex is an editor.

import { Scope, Workspace } from "cowrite";

export async function studio(options, open = () => Workspace.inMemory(options)) {
  const workspace = await open();
  const olivia = await workspace.register("olivia-1", { name: "Olivia Park" });
  const alex = await workspace.register("alex-1", { name: "Alex Reyes", email: "alex@example.com" });
  const me = workspace.actingAs(olivia);
  const them = workspace.actingAs(alex);
  const track = await me.createTrack("Midnight Sessions");
  const scope = Scope.track(track);
  const invitation = await me.invite(scope, { to: { kind: "person", id: alex.id }, access: "editor" });
  await them.acceptInvitation(invitation);
  return { workspace, olivia, alex, me, them, track, scope };
}

/** Ends after a while what would hang. */
export async function within(seconds, work) {
  let timer;
  const late = new Promise((_, reject) => (timer = setTimeout(() => reject(new Error(`nothing came within ${seconds} s`)), seconds * 1000)));
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
