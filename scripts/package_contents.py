"""Says what is wrong with the contents of a wheel or of a source distribution: ``package_contents.py cowrite-….whl cowrite-….tar.gz``."""

from __future__ import annotations

import re
import sys
import tarfile
import zipfile
from pathlib import Path

PACKAGE = {"__init__.py", "_host.py", "_native.pyi", "answers.py", "enums.py", "errors.py", "files.py", "ports.py", "py.typed", "sharing.py"}
TESTS = re.compile(r"(^|/)(tests?|bench|examples|__pycache__)/|(^|/)(test_\w+|conftest)\.py$|\.(db|log|pyc)$")


def read(file: Path) -> dict[str, bytes]:
    """The files inside, by path."""
    if file.suffix == ".whl":
        with zipfile.ZipFile(file) as wheel:
            return {name: wheel.read(name) for name in wheel.namelist()}
    with tarfile.open(file) as source:
        found = {member.name.partition("/")[2]: source.extractfile(member) for member in source.getmembers() if member.isfile()}
        return {name: content.read() for name, content in found.items() if content}


def wrong(inside: dict[str, bytes], is_wheel: bool) -> list[str]:
    """What is wrong with what is inside."""
    faults = [f"{name} does not belong in it" for name in inside if TESTS.search(name)]
    python = {name.removeprefix("python/") for name in inside}
    faults += [f"cowrite/{name} is missing" for name in sorted(PACKAGE) if f"cowrite/{name}" not in python]
    if is_wheel:
        faults += [] if "cowrite/_native.abi3.so" in inside else ["the extension module is missing"]
        strangers = [name for name in inside if not re.match(r"cowrite/|cowrite-[\d.]+\.dist-info/", name)]
        faults += [f"{name} would lie beside the package" for name in strangers]
    else:
        needed = ["Cargo.toml", "Cargo.lock", "bindings-python/src/lib.rs", "core/Cargo.toml", "core/src/lib.rs", "pyproject.toml"]
        faults += [f"{name} is missing, without which it does not compile" for name in needed if name not in inside]
    metadata = [content for name, content in inside.items() if re.search(r"(^|dist-info/)(METADATA|PKG-INFO)$", name)]
    licences = [content for name, content in inside.items() if re.search(r"(^|licenses/)LICENSE$", name)]
    if not licences or not all(b"Apache License" in content for content in licences):
        faults.append("the licence is missing")
    for line in (b"License-Expression: Apache-2.0", b"License-File: LICENSE", b"Requires-Python: >=3.11", b"# Cowrite for Python"):
        if not any(line in content for content in metadata):
            faults.append(f"the metadata does not say {line.decode()!r}")
    return faults


def unseen(inside: dict[str, bytes], is_wheel: bool) -> list[str]:
    """Which of the faults that are made on purpose are not found."""
    known = set(wrong(inside, is_wheel))
    spoiled = {f"{name} is not missed": without(inside, name) for name in (r"LICENSE$", r"py\.typed$", r"METADATA$|PKG-INFO$")}
    spoiled["a test in it is not seen"] = {**inside, "cowrite/tests/test_calls.py": b""}
    return [fault for fault, content in spoiled.items() if set(wrong(content, is_wheel)) <= known]


def without(inside: dict[str, bytes], name: str) -> dict[str, bytes]:
    return {path: content for path, content in inside.items() if not re.search(name, path)}


def main() -> None:
    files = [Path(argument) for argument in sys.argv[1:]]
    faults = []
    for file in files:
        inside, is_wheel = read(file), file.suffix == ".whl"
        faults += [f"{file.name}: {fault}" for fault in wrong(inside, is_wheel) + unseen(inside, is_wheel)]
    for fault in faults:
        print(fault, file=sys.stderr)
    for file in files:
        print(f"{file.name}: {len(read(file))} files, {file.stat().st_size / 1e6:.1f} MB")
    sys.exit(bool(faults) or not files)


if __name__ == "__main__":
    main()
