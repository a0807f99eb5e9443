// Records and words have exactly the fields and members of the core's own types, from core/conformance/types.json.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import path from "node:path";
import { test } from "node:test";
import { conformance } from "./table.mjs";

const require = createRequire(import.meta.url);
const root = path.dirname(require.resolve("cowrite/package.json"));
const { described } = require(path.join(root, "lib", "native.cjs"));
const TYPES = conformance("types.json");

/** Names that are shorter here, where nobody needs the core's; all others are the same. */
const CORE_NAME = {
  Bucket: "BucketView",
  Comment: "CommentView",
  Delta: "Sync",
  File: "FileView",
  Group: "GroupView",
  Import: "ImportView",
  Invitation: "InvitationView",
  Link: "LinkView",
  OfferMade: "OfferView",
  OpenEffect: "EffectView",
  OpenEffects: "OpenEffectsView",
  OwnPage: "PageView",
  Person: "PersonView",
  Placement: "PlacementView",
  Playlist: "PlaylistView",
  PublicPage: "PublicPageView",
  SentFile: "SentFileView",
  SplitWarning: "Warning",
  Takedown: "TakedownView",
  Track: "TrackView",
  TrackFiles: "TrackFilesView",
  Version: "VersionView",
};

for (const record of described.records) {
  test(record.name, () => {
    const core = TYPES[CORE_NAME[record.name] ?? record.name];
    assert.deepEqual(record.fields.map((field) => field.name), core.fields.map((field) => field.name));
    assert.ok(record.docs.length && record.fields.every((field) => field.docs.length));
  });
}

for (const { name, words } of described.words) {
  test(`words of ${name}`, () => {
    // What holds data is the host's own name of a stage.
    const core = TYPES[name].variants.filter((variant) => !variant.fields.length).map((variant) => variant.name);
    assert.deepEqual(words, core);
  });
}

for (const { name, variants } of described.unions) {
  test(`variants of ${name}`, () => {
    const core = TYPES[CORE_NAME[name] ?? name].variants;
    assert.deepEqual(variants.map((variant) => variant.name).sort(), core.map((variant) => variant.name).sort());
    for (const variant of core) {
      const here = variants.find((of) => of.name === variant.name);
      const named = variant.fields.map((field) => field.name).filter((of) => of !== null);
      if (named.length) assert.deepEqual(here.fields.map((field) => field.name), named);
      else assert.equal(here.fields.length, variant.fields.length);
    }
  });
}
