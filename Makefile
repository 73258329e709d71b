# Each target makes .venv on first use, from pinned versions, and installs nothing when called again.
PYTHON ?= python3
BIN := .venv/bin
# A process of tests for each core; one that is done takes over from another what it has not begun.
PYTEST := $(BIN)/pytest --numprocesses logical --maxprocesses 4 --dist worksteal

.PHONY: demo test check docs bench bench-stakes format clean

demo: .venv/core
	@$(BIN)/detente demo

test: .venv/dev
	$(PYTEST) -m "not slow"

check: .venv/dev
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/detente evaluate --check corpus corpus/written $(wildcard corpus/passages/*.jsonl)
	$(PYTEST)

# The documentation as pages that can be read from the disk.
docs: .venv/dev
	@$(BIN)/python -m tools.docs.site build/docs

bench: .venv/dev
	@for script in benchmarks/*.py; do echo "== $$script"; $(BIN)/python $$script || exit 1; done

# The trade engines beside their peers, in an environment of their own.
bench-stakes: .venv-bench/done
	.venv-bench/bin/python benchmarks/stakes.py

.venv-bench/done: pyproject.toml constraints.txt
	@test -x .venv-bench/bin/python || $(PYTHON) -m venv .venv-bench
	@.venv-bench/bin/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[bench]'
	@touch $@

format: .venv/dev
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

clean:
	rm -rf .venv .venv-bench build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .benchmarks

# What the package needs to run.
.venv/core: pyproject.toml constraints.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable .
	@$(BIN)/python -m compileall -q src
	@touch $@

# And what it is tested and checked with.
.venv/dev: pyproject.toml constraints.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@ .venv/core

# Debian keeps the module that gives a new environment its pip in a package of its own.
$(BIN)/python:
	@$(PYTHON) -m venv .venv || { rm -rf .venv; echo "make: no module venv: apt-get install python3-venv" >&2; exit 1; }

# Builds of the package itself are pinned too.
export PIP_CONSTRAINT := $(CURDIR)/constraints.txt
