"use strict";

const { CLASSES } = require("./lib/errors.cjs");
const faces = require("./lib/faces.cjs");
const { resolveRange } = require("./lib/host.cjs");
const { Invitee, LocalFolder, OneAccount, Scope, Secret } = require("./lib/values.cjs");

module.exports = { ...CLASSES, ...faces, Invitee, LocalFolder, OneAccount, Scope, Secret, resolveRange };
