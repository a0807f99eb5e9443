"use strict";

// What code of the host's answers, read as the native half has it: what is not as it must be is the host's fault, and becomes the cause of what the
// caller is told.

const { types } = require("node:util");
const { Secret, kindOf } = require("./values.cjs");

function wrong(name, wanted, found) {
  return new TypeError(`the '${name}' that was answered: ${wanted} is wanted, not ${kindOf(found)}`);
}

function object(answer) {
  if (typeof answer !== "object" || answer === null) throw new TypeError(`what was answered: an object is wanted, not ${kindOf(answer)}`);
  return answer;
}

function field(answer, name, is, wanted) {
  const value = object(answer)[name];
  if (!is(value)) throw wrong(name, wanted, value);
  return value;
}

const isText = (value) => typeof value === "string" && value.isWellFormed();
const isWhole = (value) => Number.isSafeInteger(value) && value >= 0;
const isPath = (value) => Array.isArray(value) && value.every(isText);
const isInstant = (value) => types.isDate(value) && !Number.isNaN(value.getTime());

const text = (answer, name) => field(answer, name, isText, "text");
const whole = (answer, name) => field(answer, name, isWhole, "a whole number");
const names = (answer, name) => field(answer, name, isPath, "an array of names");
const instant = (answer, name) => field(answer, name, isInstant, "a Date").getTime();
const maybe = (read) => (answer, name) => ((object(answer)[name] ?? null) === null ? null : read(answer, name));

function truth(answer, name, otherwise) {
  const value = object(answer)[name] ?? otherwise;
  if (typeof value !== "boolean") throw wrong(name, "true or false", value);
  return value;
}

/** Text that may be a secret. */
function hidden(answer, name) {
  const value = object(answer)[name];
  return text({ [name]: Secret.isSecret(value) ? value.reveal() : value }, name);
}

function facts(file) {
  return [whole(file, "size"), text(file, "rev"), instant(file, "modifiedAt"), maybe(text)(file, "contentHash")];
}

function entry(answer) {
  const file = object(answer).file ?? null;
  return [text(answer, "id"), names(answer, "path"), file === null ? null : facts(file)];
}

function page(answer) {
  const items = field(answer, "items", Array.isArray, "an array");
  // What is gone has a path and nothing else.
  const one = (item) => (object(item).id === undefined ? [names(item, "path")] : entry(item));
  return [items.map(one), maybe(text)(answer, "cursor") ?? "", truth(answer, "hasMore", false)];
}

function wait(answer) {
  return [truth(answer, "hasChanged"), maybe(whole)(answer, "backoffMs")];
}

function tempLink(answer) {
  return [hidden(answer, "url"), instant(answer, "mintedAt"), instant(answer, "expiresAt"), text(answer, "rev"), whole(answer, "size")];
}

function latestCursor(answer) {
  return text({ latestCursor: answer }, "latestCursor");
}

const ROLES = new Set(["viewer", "editor", "owner"]);
const KINDS = new Set(["share", "revoke", "unshare", "leave"]);
const role = (answer, name) => field(answer, name, (value) => ROLES.has(value), "'viewer', 'editor' or 'owner'");

function account(answer) {
  return [text(answer, "id"), maybe(text)(answer, "email"), truth(answer, "isEmailVerified", false), truth(answer, "canHaveViewers", true)];
}

function folder(answer) {
  return [
    text(answer, "id"),
    text(answer, "name"),
    role(answer, "myRole"),
    maybe(names)(answer, "mountedAt"),
    maybe(text)(answer, "parent"),
    truth(answer, "isInTeamFolder", false),
  ];
}

function member(answer) {
  const [id, email] = [maybe(text)(answer, "account"), maybe(text)(answer, "email")];
  return [id, email, role(answer, "role"), truth(answer, "isPending", false), truth(answer, "isInherited", false)];
}

function revoked(answer) {
  return maybe(role)(answer, "residual");
}

const all = (name, read) => (answer) => field({ [name]: answer }, name, Array.isArray, "an array").map(read);
const nothing = () => null;

/** What is done, or the job by which it will be: what has the kind that was begun. */
const step = (read) => (answer) => {
  if (typeof answer !== "object" || answer === null || answer.kind === undefined) return { done: read(answer) };
  return { job: [field(answer, "kind", (kind) => KINDS.has(kind), "a job's kind"), text(answer, "id")] };
};

const DONE = { share: folder, revoke: revoked, unshare: nothing, leave: nothing };

/** Tokens; what is `null` are none. */
function tokens(answer) {
  if (answer === null || answer === undefined) return null;
  return [hidden(answer, "refreshToken"), maybe(hidden)(answer, "accessToken"), maybe(instant)(answer, "expiresAt")];
}

/** What reads the answer of a method, given what it was asked with; of all others it is an entry. */
const READ = {
  account,
  changes: page,
  delete: nothing,
  describe: folder,
  forget: nothing,
  invite: nothing,
  latestCursor,
  leave: step(nothing),
  list: page,
  load: tokens,
  members: all("members", member),
  mount: (answer) => names({ mount: answer }, "mount"),
  mountable: all("mountable", folder),
  poll: (answer, [, job]) => step(DONE[job.kind])(answer),
  revoke: step(revoked),
  save: nothing,
  setRole: nothing,
  share: step(folder),
  tempLink,
  transfer: nothing,
  unmount: nothing,
  unshare: step(nothing),
  wait,
};

module.exports = { READ, entry, object, whole, wrong };
