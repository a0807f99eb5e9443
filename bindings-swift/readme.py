"""Makes tests of the examples in READMEs: every block of Swift is run, and what a comment says that an expression is, it must be.

Arguments: the folder of the crate, and the file to write. Blocks of one README are run one after the other, in one function; an example goes on
from the one before. A line `expression  // value` is one that is looked at.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

SHOWN = re.compile(r"^(\s*)(?!//|let |var |try )(\S.*?)  // (\.\S.*|\d+|\"[^\"]*\"|true|false|nil)$")
HEAD = """// Written by `readme.py` from the READMEs.

import Cowrite
import Foundation
import Testing

@Suite struct ReadmeTests {
"""


def test(name: str, text: str) -> str:
    blocks = re.findall(r"^```swift\n(.*?)^```$", text, re.S | re.M)
    assert blocks, f"{name} has no example in Swift"
    lines, looks = [], 0
    for line in "\n".join(blocks).splitlines():
        if line.startswith("import "):
            continue
        if shown := SHOWN.match(line):
            looks += 1
            line = f"{shown[1]}looks += 1; #expect(({shown[2]}) == {shown[3]})"
        lines.append(f"        {line}" if line else "")
    assert looks, f"{name} shows nothing"
    body = "\n".join(lines)
    return (
        f"    @Test func {name}() async throws {{\n"
        "        let kept = try TemporaryFolder()\n"
        "        let folder = kept.url\n"
        "        var looks = 0\n"
        f"{body}\n"
        f"        #expect(looks == {looks})\n"
        "    }\n"
    )


def main() -> None:
    crate, target = Path(sys.argv[1]).resolve(), Path(sys.argv[2])
    tests = [test("ofThePackage", (crate / "README.md").read_text()), test("ofTheProject", (crate.parent / "README.md").read_text())]
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(HEAD + "\n".join(tests) + "}\n")


if __name__ == "__main__":
    main()
