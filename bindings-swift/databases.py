"""Prints, a line for each scenario of `core/conformance` in the order in which the tests play them, the name of a database and its URL.

Arguments: the folder of the crate, the URL of a server, and what the names begin with.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from urllib.parse import urlsplit


def main() -> None:
    crate, server, prefix = Path(sys.argv[1]), urlsplit(sys.argv[2]), sys.argv[3]
    files = sorted((crate.parent / "core/conformance/scenarios").glob("*.json"), key=lambda file: file.name)
    count = sum(len(json.loads(file.read_text())["scenarios"]) for file in files)
    for number in range(count):
        name = f"{prefix}_{number}"
        print(name, server._replace(path=f"/{name}").geturl())


if __name__ == "__main__":
    main()
