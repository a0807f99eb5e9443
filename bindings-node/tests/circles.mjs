// File stores in memory whose accounts share folders, as a host would write them.

import assert from "node:assert/strict";
import { FilesError } from "cowrite";
import { MemoryStore, awaitedStore } from "./stores.mjs";

export const SHARING = ["account", "poll", "share", "describe", "members", "invite", "setRole", "revoke", "unshare", "transfer", "mountable", "mount", "unmount", "leave"];

/** Each person's files in memory, of which those with an account share folders; `isSlow`, what takes a store time is a job. */
export class SharingStore extends MemoryStore {
  emails = new Map();
  circles = new Map();
  jobs = new Map();

  constructor(now, isSlow = false) {
    super(now);
    this.isSlow = isSlow;
  }

  node(by, at) {
    if (at.shared === undefined) return super.node(by, at);
    let found = this.circle(by, at.shared).node;
    for (const name of at.path) found = found && this.child(found, name);
    if (!found) throw new FilesError("not_found");
    return found;
  }

  /** Gives a person an account; what was sent to its address is the account's from then on. */
  connect(by, email) {
    this.emails.set(by, email);
    for (const { roles } of this.circles.values()) {
      if (!roles.has(email)) continue;
      roles.set(by, roles.get(email));
      roles.delete(email);
    }
  }

  account(by, asked) {
    this.reach(asked);
    if (!this.emails.has(by)) throw new FilesError("disconnected");
    return { id: by, email: this.emails.get(by), isEmailVerified: true };
  }

  circle(by, folder, isOwners = false) {
    const { id, email } = this.account(by);
    const circle = this.circles.get(folder);
    if (!circle?.roles.has(id) && !circle?.roles.has(email)) throw new FilesError("not_a_member");
    if (isOwners && circle.roles.get(id) !== "owner") throw new FilesError("not_permitted");
    return circle;
  }

  /** The account that an invitation is for, or the address behind which there is none. */
  nameOf({ account, email }) {
    return account ?? [...this.emails].find(([, of]) => of === email)?.[0] ?? email;
  }

  seen(by, folder) {
    const { node, roles, mounted } = this.circle(by, folder);
    return { id: folder, name: node.name, myRole: roles.get(by) ?? "viewer", mountedAt: mounted.has(by) ? [node.name] : null };
  }

  begin(kind, done) {
    if (!this.isSlow) return done;
    const job = { kind, id: `job-${this.number()}` };
    this.jobs.set(job.id, { looks: 1, done });
    return job;
  }

  poll(by, job) {
    const known = this.jobs.get(job.id);
    known.looks -= 1;
    return known.looks >= 0 ? job : known.done;
  }

  share(by, at) {
    this.account(by);
    const node = this.node(by, at);
    const folder = `shared-${node.id}`;
    if (!this.circles.has(folder)) this.circles.set(folder, { node, roles: new Map([[by, "owner"]]), mounted: new Set([by]) });
    return this.begin("share", this.seen(by, folder));
  }

  describe(by, folder) {
    return this.seen(by, folder);
  }

  members(by, folder) {
    const { roles, mounted } = this.circle(by, folder);
    return [...roles].map(([name, role]) => {
      const account = this.emails.has(name) ? name : null;
      return { role, account, email: this.emails.get(name) ?? name, isPending: !mounted.has(name) };
    });
  }

  invite(by, folder, people, { quiet }) {
    const { roles } = this.circle(by, folder, true);
    assert.equal(quiet, true);
    for (const { who, role } of people) {
      const name = this.nameOf(who);
      if (!roles.has(name)) roles.set(name, role);
    }
  }

  setRole(by, folder, account, role) {
    this.circle(by, folder, true).roles.set(account, role);
  }

  revoke(by, folder, who) {
    const { roles, mounted } = this.circle(by, folder, true);
    roles.delete(this.nameOf(who));
    mounted.delete(this.nameOf(who));
    return this.begin("revoke", {});
  }

  unshare(by, folder) {
    this.circle(by, folder, true);
    this.circles.delete(folder);
    return this.begin("unshare", null);
  }

  transfer(by, folder, to) {
    const { node, roles, mounted } = this.circle(by, folder, true);
    if (!mounted.has(to)) throw new FilesError("not_permitted");
    roles.set(by, "editor").set(to, "owner");
    node.parent = super.node(to, { path: [] });
  }

  mountable(by) {
    const mine = [...this.circles].filter(([, { roles, mounted }]) => roles.has(by) && !mounted.has(by));
    return mine.map(([folder]) => this.seen(by, folder));
  }

  mount(by, folder) {
    const { node, mounted } = this.circle(by, folder);
    mounted.add(by);
    return [node.name];
  }

  unmount(by, folder) {
    this.circle(by, folder).mounted.delete(by);
  }

  leave(by, folder) {
    const { roles, mounted } = this.circles.get(folder);
    roles.delete(by);
    mounted.delete(by);
    return this.begin("leave", null);
  }
}

export const KINDS = {
  "at once": () => [new SharingStore()],
  "by jobs": () => [new SharingStore(undefined, true)],
  "awaited, by jobs": () => {
    const kept = new SharingStore(undefined, true);
    return [kept, awaitedStore(kept, SHARING)];
  },
};
