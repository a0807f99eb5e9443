"""Says which public names of the package have no documentation, by the symbol graph that its one argument names; fails where one has none."""

from __future__ import annotations

import json
import sys
from pathlib import Path


def main() -> int:
    symbols = json.loads(Path(sys.argv[1]).read_text())["symbols"]
    # What the compiler adds by itself belongs to the standard library, and is told by its own documentation.
    own = [symbol for symbol in symbols if "::SYNTHESIZED::" not in symbol["identifier"]["precise"]]
    lacking = sorted(".".join(symbol["pathComponents"]) for symbol in own if not symbol.get("docComment"))
    assert len(own) > 200, f"only {len(own)} names are public"
    print("\n".join(f"{name} has no documentation" for name in lacking), end="\n" if lacking else "", file=sys.stderr)
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main())
