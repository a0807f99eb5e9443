"""Writes the public face of the package: every operation with its names and labels, and the names of every value.

It reads what `src/rooms`, `src/records`, `src/values.rs`, `src/asked.rs`, `src/words.rs` and `src/host` declare, and writes
`Sources/Cowrite/Operations` and `Sources/Cowrite/Values.swift`. Its one argument is the folder of the crate.
With `--check` it writes nothing, and says what is not as it would be written, or not as `core/conformance` has it.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

# Where Swift has something better than what crosses.
ARGUMENTS = {
    "bool": "Bool",
    "Whole": "Int",
    "Large": "Int",
    "Exact": "Decimal",
    "Instant": "Date",
    "Span": "TimeInterval",
    "SecretText": "Secret",
    "FileRef": "FileID",
    "Kinds": "[Int: FileKind]",
    "GivenLibraryFilter": "LibraryFilter",
    "GivenShareRow": "ShareRow",
    "GivenShareEdits": "ShareEdits",
    "Arc<dyn ContentPort>": "Content",
}
RESULTS = {"bool": "Bool", "cowrite::Redeemed": "Redeemed"}
DEFAULTS = {"None": "nil", "Keep": ".keep", "false": "false", "Visit()": "Visit()", "All": ".all"}
# Where what the host's code takes and gives is declared.
HOST = ("dropbox", "files", "refusals", "sharing", "tokens")
# What stays behind the face.
INTERNAL = {
    "DropboxOptions", "FileWait", "FileWrite", "FilesRefusal", "GivenContent", "GivenLibraryFilter", "GivenShareEdits", "GivenShareRow",
    "OpenedContent", "WebhookRefusal",
}
# Types of the core that Swift has nothing of its own for: what stores and tables are made of, and arguments that are taken apart.
NOT_VALUES = {
    "Accounts", "Aggregate", "Author", "Body", "CommentUpdate", "Cost", "Detail", "Entry", "Error", "ErrorKind", "ErrorRow", "Event", "Face",
    "ImportFilter", "LibraryFilter", "LinkSettings", "Noun", "Operation", "PageUpdate", "PersonUpdate", "Recorded", "Redeemed", "Section",
    "SentFile", "ShareEdit", "ShareEdits", "ShareRow", "Side", "Standing", "TrackUpdate", "Trouble",
}
# Fields that Rust reserves the name of.
FIELDS = {"operation": "do"}
# Keywords of Swift that arguments are called; a keyword may be a label.
KEYWORDS = {"import", "as", "in", "for", "is"}
# What ids are of.
IDS = {
    "BucketID": "a bucket of a person's library", "CommentID": "a comment", "GroupID": "a group", "ImportID": "files that were sent",
    "InvitationID": "an invitation", "ItemID": "something in a stream, such as a notice or a visit", "LinkID": "a share link or playlist share", "PersonID": "a person", "TrackID": "a track",
}
# What `Bridge.swift` has.
BRIDGED = (
    "/// An open value, as an entry of the activity has before and after.\npublic typealias OpenValue = CowriteCore.OpenValue",
    "/// Text that opens something for whoever has it; it does not show by mistake.\npublic typealias Secret = CowriteCore.Secret",
)
HEADER = "// Written by `face.py` from the Rust of this package: scripts/swift.sh says how.\n"
FACES = {
    "WorkspaceCore": "Workspace",
    "ActorCore": "WorkspaceActor",
    "VisitorCore": "WorkspaceVisitor",
    "OperatorCore": "WorkspaceOperator",
}


def camel(name: str) -> str:
    first, *rest = name.rstrip("_").split("_")
    return first + "".join("ID" if word == "id" else word.capitalize() for word in rest)


def raw_camel(name: str) -> str:
    """As uniffi writes it."""
    first, *rest = name.rstrip("_").split("_")
    return first + "".join(word.capitalize() for word in rest)


def quoted(name: str) -> str:
    return f"`{name}`" if name in KEYWORDS else name


def split(text: str) -> list[str]:
    """Splits at the commas that stand in no brackets."""
    parts, depth, part = [], 0, ""
    for letter in text:
        depth += (letter in "<([{") - (letter in ">)]}")
        if letter == "," and depth == 0:
            parts.append(part)
            part = ""
        else:
            part += letter
    return [part.strip() for part in [*parts, part] if part.strip()]


def argument_type(rust: str) -> str:
    if wrapped := re.fullmatch(r"(Option|Vec|Edit)<(.*)>", rust):
        kind, inner = wrapped[1], argument_type(wrapped[2])
        return {"Option": f"{inner}?", "Vec": f"[{inner}]", "Edit": f"Edit<{inner}>"}[kind]
    return ARGUMENTS.get(rust, rust)


def handed_over(name: str, rust: str) -> str:
    """How an argument is given to what uniffi has written."""
    if rust.startswith("Edit<"):
        return f"{name}.raw"
    if rust == "Arc<dyn ContentPort>":
        return f"{name}.port"
    if "Given" in rust:
        if rust.startswith("Option<"):
            return f"{name}?.raw"
        return f"{name}.map(\\.raw)" if rust.startswith("Vec<") else f"{name}.raw"
    return name


class Face:
    def __init__(self, crate: Path) -> None:
        self.crate = crate
        self.names: dict[str, str] = {}
        self.public: set[str] = set()
        self.documents: dict[str, str] = {}
        others = ("values.rs", "asked.rs", "words.rs", *(f"host/{room}.rs" for room in HOST))
        sources = [*sorted((crate / "src/records").glob("*.rs")), *(crate / "src" / name for name in others)]
        for source in sources:
            text = source.read_text()
            for words, name in re.findall(r"((?:^ *///[^\n]*\n)+)(?:^ *#[^\n]*\n)*^ *(?:pub(?:\(crate\))? (?:enum|struct) )?(\w+)(?: = [\w:]+)? \{$", text, re.M):
                self.documents.setdefault(name, re.sub(r"(?m)^ *", "", words).partition("///\n")[0])
            for name, core in re.findall(r"^    (\w+) = (?:cowrite::)?(\w+) \{", text, re.M):
                self.names[core] = name
                self.public.add(name)
            for name in re.findall(r"^#\[uniffi::remote\((?:Enum|Record)\)\]\n(?:#.*\n)*pub(?:\(crate\))? (?:enum|struct) (\w+)", text, re.M):
                self.public.add(name)
                self.names.setdefault(name, name)
            for name in re.findall(r"uniffi::(?:Enum|Record|Error)\)\]\n(?:#.*\n)*pub\(crate\) (?:enum|struct) (\w+)", text, re.M):
                self.public.add(name)
                self.names.setdefault(name, name)
        operations = json.loads((crate.parent / "core/conformance/operations.json").read_text())
        self.changing = {(operation["face"], operation["name"]) for operation in operations if operation["changes"]}
        self.names["Warning"] = "SplitWarning"
        self.names["Kind"] = "ShareKind"
        self.public -= INTERNAL

    def result_type(self, rust: str) -> str:
        if rust in RESULTS:
            return RESULTS[rust]
        if wrapped := re.fullmatch(r"Vec<(.*)>", rust):
            return f"[{self.result_type(wrapped[1])}]"
        return self.names[rust.removeprefix("cowrite::")]

    def method(self, face: str, documentation: str, name: str, arguments: str, result: str) -> str:
        parameters, given = [], []
        for argument in split(arguments):
            parts = re.fullmatch(r'(\w+)(?: as "(\w+)")?: (.*?)(?: = (.*))?', re.sub(r"\s+", " ", argument))
            assert parts, argument
            rust, default = parts[3], parts[4]
            inner = camel(parts[1])
            label = parts[2] or inner
            shown = quoted(inner) if label == inner else f"{label} {quoted(inner)}"
            parameters.append(f"{shown}: {argument_type(rust)}" + (f" = {DEFAULTS[default]}" if default else ""))
            raw = raw_camel(parts[1])
            given.append(f"{raw}: {handed_over(quoted(inner), rust)}")
        operation, answer = camel(name), self.result_type(result)
        call = f"try await raw.{raw_camel(name)}({', '.join(given)})"
        if answer == "Redeemed":
            call = f"Redeemed({call})".replace("Redeemed(try await ", "try await Redeemed(")
        head = f"    public func {quoted(operation)}({', '.join(parameters)}) async throws -> {answer} {{"
        if len(head) > 120:
            joined = ",\n        ".join(parameters)
            head = f"    public func {quoted(operation)}(\n        {joined}\n    ) async throws -> {answer} {{"
        if (face, name.rstrip("_")) in self.changing:
            # What a change has done is often known already.
            documentation += "    @discardableResult\n"
        return f"{documentation}{head}\n        try await crossing {{ {call} }}\n    }}\n"

    def operations(self) -> dict[str, str]:
        """The public methods, a file for each room."""
        rooms = {}
        for room in sorted((self.crate / "src/rooms").glob("*.rs")):
            text = room.read_text()
            out = [HEADER, "import CowriteCore\nimport Foundation\n"]
            for block in re.finditer(r"^operations! \{ (\w+) on [\w:]+;\n(.*?)^\}\n", text, re.S | re.M):
                methods = [
                    self.method(block[1].removesuffix("Core").lower(), entry[1], entry[2], entry[3], re.sub(r"\s+", " ", entry[4]).strip())
                    for entry in re.finditer(
                        r"((?:    ///[^\n]*\n)+)    (\w+)\((.*?)\) -> ([\w:<>]+) = \|", block[2], re.S
                    )
                ]
                out.append(f"extension {FACES[block[1]]} {{\n" + "\n".join(methods) + "}\n")
            if len(out) > 2:
                rooms[f"Operations/{room.stem.capitalize()}"] = "\n".join(out)
        return rooms

    def values(self) -> str:
        ids = re.search(r"^ids! \{ (.*?) \}", (self.crate / "src/custom.rs").read_text(), re.M)
        assert ids
        out = [HEADER, "import CowriteCore\nimport Foundation\n"]
        out.append("\n".join(f"/// The id of {IDS[name]}.\npublic typealias {name} = UUID" for name in ids[1].split()) + "\n")
        out.append("/// The id of a file: the file store's own.\npublic typealias FileID = String\n")
        shown = [f"{self.documents[name]}public typealias {name} = CowriteCore.{name}" for name in sorted(self.public)]
        out.append("\n".join([*BRIDGED, *shown]) + "\n")
        return "\n".join(out)


def differences(crate: Path) -> list[str]:
    """What is not as `core/conformance` has it."""
    conformance = crate.parent / "core/conformance"
    types = json.loads((conformance / "types.json").read_text())
    found = []

    operations = {("free", "sharing_method_for")}
    for room in (crate / "src/rooms").glob("*.rs"):
        for block in re.finditer(r"^operations! \{ (\w+)Core on [\w:]+;\n(.*?)^\}\n", room.read_text(), re.S | re.M):
            names = re.findall(r"^    (\w+)\(.*?\) -> [\w:<>]+ = \|", block[2], re.S | re.M)
            operations |= {(block[1].lower(), name.rstrip("_")) for name in names}
    known = {(of["face"], of["name"]) for of in json.loads((conformance / "operations.json").read_text())}
    found += [f"the operation {face} {name} is missing" for face, name in sorted(known - operations)]
    found += [f"the operation {face} {name} is none" for face, name in sorted(operations - known)]

    mirrored = set()
    sources = [*(crate / "src/records").glob("*.rs"), crate / "src/values.rs", crate / "src/words.rs"]
    for text in [source.read_text() for source in sources]:
        for core, body in re.findall(r"^    \w+ = cowrite::(\w+) \{\n(.*?)^    \}", text, re.S | re.M):
            mirrored.add(core)
            if types[core]["kind"] == "record":
                here = [FIELDS.get(name, name) for name in re.findall(r"^        (\w+): ", body, re.M)]
                there = [field["name"] for field in types[core]["fields"]]
            else:
                here = [snake(name) for name in re.findall(r"^        (\w+),", body, re.M)]
                there = [variant["name"] for variant in types[core]["variants"]]
            if here != there:
                found.append(f"{core} has {here}, not {there}")
        renamed = {swift: core for core, swift in re.findall(r"(\w+) as (\w+)", text)} | {"SplitWarning": "Warning"}
        for name, body in re.findall(r"^pub(?:\(crate\))? enum (\w+) \{\n(.*?)^\}", text, re.S | re.M):
            core = renamed.get(name, name)
            if core in types:
                mirrored.add(core)
                here = [snake(variant) for variant in re.findall(r"^    (\w+)", body, re.M)]
                there = [variant["name"] for variant in types[core]["variants"]]
                if here != there:
                    found.append(f"{core} has {here}, not {there}")
    found += [f"the type {name} is missing" for name in sorted(set(types) - mirrored - NOT_VALUES)]
    found += [f"the type {name} is not missing" for name in sorted(NOT_VALUES & mirrored)]
    found += [f"the type {name} is none" for name in sorted(NOT_VALUES - set(types))]

    text = (crate / "Sources/Cowrite/CowriteError.swift").read_text()
    cases = re.search(r"enum Code: String.*?\n    \}\n", text, re.S)
    assert cases
    codes = [code or name for name, code in re.findall(r"case (\w+)(?: = \"(\w+)\")?", cases[0])]
    rows = [row["code"] for row in json.loads((conformance / "errors.json").read_text())]
    if codes != rows:
        found.append(f"the codes are {codes}, not {rows}")
    return found


def snake(name: str) -> str:
    return re.sub(r"(?<!^)([A-Z])", r"_\1", name).lower()


def main() -> int:
    arguments = [argument for argument in sys.argv[1:] if argument != "--check"]
    crate = Path(arguments[0]).resolve()
    face = Face(crate)
    stale = []
    for name, text in {**face.operations(), "Values": face.values()}.items():
        path = crate / "Sources/Cowrite" / f"{name}.swift"
        if "--check" not in sys.argv:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text)
        elif not path.exists() or path.read_text() != text:
            stale.append(str(path))
    found = [f"{path} is not what the Rust says: BLESS=1 scripts/swift.sh writes it anew" for path in stale]
    if "--check" in sys.argv:
        found += differences(crate)
    print("\n".join(found), end="\n" if found else "", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
