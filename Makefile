# make demo    a fresh machine: environment, installation, the main job on the bundled example
# make test    every test
# make check   what CI runs: lint, types, contracts, tests

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin

.PHONY: demo test check lint types contracts env env-dev system docs lock clean

$(VENV)/installed: requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --editable .
	touch $@

$(VENV)/installed-dev: $(VENV)/installed requirements-dev.lock
	$(BIN)/python -m pip install --quiet --requirement requirements-dev.lock
	touch $@

env: $(VENV)/installed

env-dev: $(VENV)/installed-dev

demo: env
	$(BIN)/vongsach demo --out demo

# The slow tests (hundreds of killed processes, random closures and remedies) are left out here:
# `make test TESTS=` runs all, `make test TESTS="--slow-for 600"` begins none after ten minutes.
TESTS ?= -m "not slow"

test: env-dev system
	$(BIN)/python -m pytest --numprocesses 2 --dist worksteal $(TESTS)

check: lint types contracts test

lint: env-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: env-dev
	$(BIN)/mypy

contracts: env-dev
	$(BIN)/lint-imports

# The browser and the PDF tools that the tests look at the maps and the paper with.
system:
	@sh tests/install_system.sh

docs: env-dev
	$(BIN)/python -m tests.refresh_docs

lock: env-dev
	$(BIN)/uv pip compile --quiet --universal --no-emit-index-url --no-annotate --no-header --no-emit-find-links --output-file requirements.lock pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --no-emit-index-url --no-annotate --no-header --no-emit-find-links --extra dev --output-file requirements-dev.lock pyproject.toml

clean:
	rm -rf $(VENV) demo .mypy_cache .ruff_cache .pytest_cache .hypothesis
