"use strict";

// Makes the package of a platform, as it is published beside the main one: `node scripts/platforms.cjs LIBRARY FOLDER [PLATFORM]`.
//
// `--dependencies` instead writes into package.json which they are, before the main package is published: npm installs the one that fits.
// `--published` sees that they stand there: npm asks it right before it publishes.

const fs = require("node:fs");
const path = require("node:path");
const { isDeepStrictEqual } = require("node:util");

const root = path.join(__dirname, "..");
const main = JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8"));

const PLATFORMS = {
  "darwin-arm64": { os: ["darwin"], cpu: ["arm64"] },
  "darwin-x64": { os: ["darwin"], cpu: ["x64"] },
  "linux-arm64-gnu": { os: ["linux"], cpu: ["arm64"], libc: ["glibc"] },
  "linux-arm64-musl": { os: ["linux"], cpu: ["arm64"], libc: ["musl"] },
  "linux-x64-gnu": { os: ["linux"], cpu: ["x64"], libc: ["glibc"] },
  "linux-x64-musl": { os: ["linux"], cpu: ["x64"], libc: ["musl"] },
  "win32-x64-msvc": { os: ["win32"], cpu: ["x64"] },
};

function here() {
  const { platform, arch, report } = process;
  // Else it asks name servers, who may take their time.
  report.excludeNetwork = true;
  if (platform !== "linux") return platform === "win32" ? `win32-${arch}-msvc` : `${platform}-${arch}`;
  return `linux-${arch}-${report.getReport().header.glibcVersionRuntime ? "gnu" : "musl"}`;
}

function packageOf(name) {
  if (!PLATFORMS[name]) throw new Error(`there is no package for ${name}: it is to be one of ${Object.keys(PLATFORMS).join(", ")}`);
  const library = `cowrite.${name}.node`;
  const { version, license, engines } = main;
  return {
    library,
    json: {
      name: `cowrite-${name}`,
      version,
      description: `The native half of cowrite for ${name}: install cowrite.`,
      license,
      main: library,
      files: [library],
      engines,
      ...PLATFORMS[name],
    },
  };
}

function write(library, folder, name = here()) {
  const { library: called, json } = packageOf(name);
  const into = path.join(folder, json.name);
  fs.mkdirSync(into, { recursive: true });
  fs.writeFileSync(path.join(into, "package.json"), `${JSON.stringify(json, null, 2)}\n`);
  fs.copyFileSync(path.join(root, "LICENSE"), path.join(into, "LICENSE"));
  fs.copyFileSync(library, path.join(into, called));
  process.stdout.write(`${into}\n`);
}

const optionalDependencies = Object.fromEntries(Object.keys(PLATFORMS).map((name) => [`cowrite-${name}`, main.version]));

function published() {
  if (isDeepStrictEqual(main.optionalDependencies, optionalDependencies)) return;
  throw new Error("nobody could load the package: `node scripts/platforms.cjs --dependencies` writes into package.json what it comes with");
}

function dependencies() {
  fs.writeFileSync(path.join(root, "package.json"), `${JSON.stringify({ ...main, optionalDependencies }, null, 2)}\n`);
}

const [first, ...rest] = process.argv.slice(2);
if (first === "--dependencies") dependencies();
else if (first === "--published") published();
else if (first === "--here") process.stdout.write(`${here()}\n`);
else write(first, ...rest);
