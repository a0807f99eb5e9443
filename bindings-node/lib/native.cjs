"use strict";

// Finds the native half: beside this package while it is worked on, else in the package for this platform.

const path = require("node:path");

/** What Node reports of itself. Without what it reports of the network, as that asks name servers, who may take their time. */
function reported() {
  const { report } = process;
  const before = report.excludeNetwork;
  report.excludeNetwork = true;
  try {
    return report.getReport().header;
  } finally {
    report.excludeNetwork = before;
  }
}

/** What the platform is called in the names of packages. */
function platform() {
  const { platform, arch } = process;
  if (platform === "linux") {
    return `linux-${arch}-${reported().glibcVersionRuntime ? "gnu" : "musl"}`;
  }
  return platform === "win32" ? `win32-${arch}-msvc` : `${platform}-${arch}`;
}

function load() {
  const { version } = require("../package.json");
  const name = platform();
  const beside = path.join(__dirname, "..", `cowrite.${name}.node`);
  const tried = [];
  for (const place of [beside, `cowrite-${name}`]) {
    try {
      if (place !== beside) {
        const found = require(`${place}/package.json`).version;
        if (found !== version) {
          throw new Error(`${place} is of version ${found}, not ${version}: install both of one version`);
        }
      }
      return require(place);
    } catch (error) {
      tried.push(error);
    }
  }
  const hint =
    `cowrite has no native half for ${name}: it comes with the package cowrite-${name}, ` +
    "which is an optional dependency that was left out, or there is none for this platform";
  throw new Error(`${hint} (${tried.map((error) => error.message.split("\n")[0]).join("; ")})`);
}

const native = load();

module.exports = { native, described: JSON.parse(native.describe()) };
