#!/usr/bin/env bash
# The Python package: built as a wheel, installed into an environment of its own, tested and type-checked there, with the examples in Python.
# `COWRITE_POSTGRES` may name a PostgreSQL server for tests. `BLESS=1` writes the stub anew. Arguments go to pytest.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

need_cargo
mkdir -p "$target_dir"
target_dir=$(cd "$target_dir" && pwd)
export CARGO_TARGET_DIR=$target_dir
package=$PWD/bindings-python
examples=$PWD/examples/python
contents=$PWD/scripts/package_contents.py
wheels=$target_dir/python/wheels
environment=$target_dir/python/environment

step "Python: environment"
scripts/python_environment.sh
PATH=$environment/bin:$PATH

step "Python: wheel and source distribution"
rm -rf "$wheels"
maturin build --quiet --profile binding --locked --manifest-path "$package/Cargo.toml" --out "$wheels"
maturin sdist --manifest-path "$package/Cargo.toml" --out "$wheels"
python "$contents" "$wheels"/*
# Nothing stays of an earlier one: what the wheel lacks must be missing here too.
pip uninstall --quiet --disable-pip-version-check --yes cowrite 2>/dev/null
pip install --quiet --disable-pip-version-check --no-deps "$wheels"/cowrite-*.whl
cd "$target_dir"
library=$(python -c 'import cowrite._native as native; print(native.__file__)')
case "$library" in "$environment"/*) ;; *) fail "the tests would not use the wheel but $library" ;; esac

step "Python: the fake Dropbox"
cargo build --locked --quiet --manifest-path "$package/../Cargo.toml" -p cowrite-dropbox-fake
export COWRITE_DROPBOX_PROGRAM=$target_dir/debug/cowrite-dropbox-fake

step "Python: the stub is that of the code"
maturin generate-stubs --quiet --profile binding --locked --manifest-path "$package/Cargo.toml" --out "$target_dir/python/stubs"
if [ -n "${BLESS:-}" ]; then
    cp "$target_dir/python/stubs/cowrite/_native.pyi" "$package/python/cowrite/_native.pyi"
fi
diff -u "$package/python/cowrite/_native.pyi" "$target_dir/python/stubs/cowrite/_native.pyi" ||
    fail "bindings-python/python/cowrite/_native.pyi is not what the code says: BLESS=1 scripts/python.sh writes it anew"

# Away from the sources, so that what is imported is what was installed.
cd "$package/tests"
step "Python: tests, and the examples in the documentation"
python -m pytest -c ../pyproject.toml -p no:cacheprovider --doctest-modules --doctest-glob='*.md' --pyargs . cowrite ../README.md "$@"

step "Python: the examples"
python -m pytest -c ../pyproject.toml -p no:cacheprovider "$examples"

step "Python: types"
mypy --config-file ../pyproject.toml typed.py
mypy --config-file ../pyproject.toml "$examples"/*.py "$examples"/service/*.py
pyright --project ../pyproject.toml
stubtest cowrite
