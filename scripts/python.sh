#!/usr/bin/env bash
# The Python package: built as a wheel, installed into an environment of its own, tested and type-checked there.
# `COWRITE_POSTGRES` may name a PostgreSQL server for tests. `BLESS=1` writes the stub anew. Arguments go to pytest.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

need_cargo
python=${PYTHON:-python3}
command -v "$python" >/dev/null || fail "Python is missing: install 3.11 or later"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || fail "$python is older than 3.11"

mkdir -p "$target_dir"
target_dir=$(cd "$target_dir" && pwd)
package=$PWD/bindings-python
venv=$target_dir/python/venv
wheels=$target_dir/python/wheels

step "Python: environment"
stamp=$("$python" --version; cat "$package/requirements-test.txt")
if [ "$(cat "$venv/stamp" 2>/dev/null)" != "$stamp" ]; then
    rm -rf "$venv"
    "$python" -m venv "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check -r "$package/requirements-test.txt" ||
        fail "the packages of requirements-test.txt cannot be installed"
    printf '%s' "$stamp" >"$venv/stamp"
fi
PATH=$venv/bin:$PATH
export CARGO_TARGET_DIR=$target_dir

step "Python: wheel"
rm -rf "$wheels"
maturin build --quiet --release --locked --manifest-path "$package/Cargo.toml" --out "$wheels"
pip install --quiet --disable-pip-version-check --force-reinstall --no-deps "$wheels"/cowrite-*.whl
library=$(python -c 'import cowrite._native as native; print(native.__file__)')
case "$library" in "$venv"/*) ;; *) fail "the tests would not use the wheel but $library" ;; esac

step "Python: the stub is that of the code"
maturin generate-stubs --quiet --release --locked --manifest-path "$package/Cargo.toml" --out "$target_dir/python/stubs"
if [ -n "${BLESS:-}" ]; then
    cp "$target_dir/python/stubs/_native.pyi" "$package/python/cowrite/_native.pyi"
fi
diff -u "$package/python/cowrite/_native.pyi" "$target_dir/python/stubs/_native.pyi" ||
    fail "bindings-python/python/cowrite/_native.pyi is not what the code says: BLESS=1 scripts/python.sh writes it anew"

# Away from the sources, so that what is imported is what was installed.
cd "$package/tests"
step "Python: tests"
python -m pytest -c ../pyproject.toml -p no:cacheprovider "$@"
python -m pytest -p no:cacheprovider -q --doctest-modules --doctest-glob='*.md' --pyargs cowrite ../README.md

step "Python: types"
mypy --config-file ../pyproject.toml --strict typed.py
pyright --project ../pyproject.toml
stubtest cowrite
