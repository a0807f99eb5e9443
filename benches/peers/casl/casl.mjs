// CASL: rules of each person as its documentation builds them, the farthest first, since the last that fits decides.
import { readFileSync } from "node:fs";
import { AbilityBuilder, createMongoAbility, subject } from "@casl/ability";

const [folder] = process.argv.slice(2);
const rows = (name) =>
  readFileSync(`${folder}/${name}`, "utf8").trimEnd().split("\n").map((line) => line.split(" ").map(Number));
const first = (name) => rows(name).map(([value]) => value);
const [owners, groupOwners, parents] = ["owners", "group_owners", "parents"].map(first);
const [onGroups, onTracks, questions, lists] = ["on_groups", "on_tracks", "questions", "lists"].map(rows);

const cpu = () => {
  const used = process.cpuUsage();
  return (used.user + used.system) * 1000;
};
const held = () => {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
};
const median = (values) => values.sort((one, other) => one - other)[values.length >> 1];

// What each person is on: by kind of place closed, viewed and edited ones.
const KINDS = ["label", "project", "album", "id"];
const albums = owners.length / 10;
const kindOf = (group) => (group < albums ? "album" : group < albums + albums / 10 ? "project" : "label");
const people = owners.reduce((most, owner) => Math.max(most, owner), onTracks.at(-1)?.[0] ?? 0) + 1;

const before = held();
const begin = process.hrtime.bigint();
const said = Array.from({ length: people }, () => Object.fromEntries(KINDS.map((kind) => [kind, [[], [], []]])));
for (const [person, group, access] of onGroups) said[person][kindOf(group)][access].push(group);
groupOwners.forEach((owner, group) => said[owner][kindOf(group)][2].push(group));
for (const [person, track, access] of onTracks) said[person].id[access].push(track);

const abilities = said.map((of, person) => {
  const { can, cannot, build } = new AbilityBuilder(createMongoAbility);
  for (const kind of KINDS) {
    const [closed, viewed, edited] = of[kind];
    if (edited.length > 0) can(["view", "edit"], "Track", { [kind]: { $in: edited } });
    if (viewed.length > 0) {
      can("view", "Track", { [kind]: { $in: viewed } });
      cannot("edit", "Track", { [kind]: { $in: viewed } });
    }
    if (closed.length > 0) cannot(["view", "edit"], "Track", { [kind]: { $in: closed } });
  }
  can(["view", "edit"], "Track", { owner: person });
  return build();
});
const tracks = owners.map((owner, id) => {
  const album = Math.floor(id / 10);
  const project = parents[album];
  return subject("Track", { id, owner, album, project, label: parents[project] });
});
const load = Number(process.hrtime.bigint() - begin);
const memory = Math.max(0, held() - before);

const may = ([person, track]) => abilities[person].can("edit", tracks[track]);
let wrong = questions.filter((ask) => may(ask) !== (ask[2] === 1)).length;
const checks = Array.from({ length: 5 }, () => {
  const begin = cpu();
  for (const ask of questions) may(ask);
  return (cpu() - begin) / questions.length;
});

const some = lists.slice(0, owners.length > 100_000 ? 1 : 3);
const listed = some.map(([person, many, sum]) => {
  const begin = cpu();
  const found = tracks.filter((track) => abilities[person].can("view", track));
  const taken = cpu() - begin;
  if (found.length !== many || found.reduce((all, track) => all + track.id, 0) !== sum) wrong += 1;
  return taken;
});
console.log(
  JSON.stringify([
    {
      program: "CASL (Node)",
      tracks: owners.length,
      load,
      memory,
      check: Math.round(median(checks) * 100),
      asked: questions.length,
      list: Math.round(median(listed)),
      listed: some.length,
      wrong,
    },
  ]),
);
