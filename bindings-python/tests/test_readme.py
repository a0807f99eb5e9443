"""The front page of the project says what is so."""

from __future__ import annotations

import re

import pytest
from table import HERE


def test_sixty_seconds_in_python(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(str(tmp_path))
    [example] = re.findall(r"^```python\n(.*?)^```$", (HERE.parents[1] / "README.md").read_text(), re.DOTALL | re.MULTILINE)
    assert "assert would.closed" in example
    exec(compile(example, "README.md", "exec"), {})
