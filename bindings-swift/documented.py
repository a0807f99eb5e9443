"""Says which public names of the package have no documentation, by the symbol graphs of its two modules; fails where one has none.

Arguments: the symbol graph of `Cowrite`, and that of `CowriteCore`, of whose values fields and cases are looked at.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any


def symbols(graph: str) -> list[dict[str, Any]]:
    # What the compiler adds by itself belongs to the standard library, and is told by its own documentation.
    all_of_it: list[dict[str, Any]] = json.loads(Path(graph).read_text())["symbols"]
    return [symbol for symbol in all_of_it if "::SYNTHESIZED::" not in symbol["identifier"]["precise"]]


def main() -> int:
    face, core = symbols(sys.argv[1]), symbols(sys.argv[2])
    values = {symbol["pathComponents"][0] for symbol in face if symbol["kind"]["identifier"] == "swift.typealias"}
    inside = [
        symbol
        for symbol in core
        if symbol["pathComponents"][0] in values and symbol["kind"]["identifier"] in ("swift.property", "swift.enum.case")
    ]
    assert len(face) > 200 and len(inside) > 500, f"only {len(face)} names are public, with {len(inside)} fields and cases"
    lacking = sorted({".".join(symbol["pathComponents"]) for symbol in [*face, *inside] if not symbol.get("docComment")})
    print("\n".join(f"{name} has no documentation" for name in lacking), end="\n" if lacking else "", file=sys.stderr)
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main())
