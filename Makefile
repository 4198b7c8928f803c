# The commands of this project; `make help` lists them. Needs Python 3.11 or 3.12, pip, git and make.
PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3)
BIN := .venv/bin
# The locks are complete, so pip need not resolve: the pip of Python 3.11 asks for hashes of pins it overlooks
# ("sqlalchemy[asyncio]") when it does.
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps

# What Prefect would send home is of no use to the user of this project.
export PREFECT_SERVER_ANALYTICS_ENABLED = false
export DO_NOT_TRACK = 1

.DEFAULT_GOAL := help
.PHONY: help setup demo test lint check bench measure floors confidence record lock clean

help: ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

setup: .venv/run.stamp ## the virtual environment .venv, from hashed pins

demo: .venv/run.stamp ## the whole main job on the bundled sources, into ./demo
	$(BIN)/gigawatch demo

test: .venv/dev.stamp ## all tests
	$(BIN)/python -m pytest -n auto

lint: .venv/dev.stamp ## style, types, the house's import rules
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check: lint ## the same and the quick tests
	$(BIN)/python -m pytest -n auto -m "not slow"

bench: .venv/dev.stamp ## speed, as ratios against the bare libraries
	$(BIN)/python -m pytest -q -n 0 -s tests/bench/bench_*.py

measure: .venv/dev.stamp ## what the reader makes of real text and of memory, as tables; LABELS=folder of labelled exhibits
	HAND_LABELS="$(LABELS)" $(BIN)/python -m tests.measures

floors: .venv/dev.stamp ## measure accuracy on tests/gold and raise its floors; LOWER="reason" lowers them too
	$(BIN)/python -m tests.gold.floors $(if $(LOWER),--lower --reason "$(LOWER)")

confidence: .venv/dev.stamp ## precision and recall of deals at each confidence, on the blind half of tests/gold
	$(BIN)/python -m tests.gold.confidence

record: .venv/dev.stamp ## record the cassettes anew from the bundled world and the stand-ins of APIs
	$(BIN)/python -m tests.spiders.record

lock: .venv/dev.stamp ## newest versions that fit pyproject.toml, with hashes and no addresses
	$(BIN)/uv pip compile pyproject.toml --group build --upgrade $(LOCK) -o requirements.lock
	$(BIN)/uv pip compile pyproject.toml --group build --group dev -c requirements.lock $(LOCK) -o requirements-dev.lock

LOCK := --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
	--no-annotate --custom-compile-command "make lock"

.venv/run.stamp: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(None if (3, 11) <= v <= (3, 12) else f"Gigawatch needs Python 3.11 or 3.12, this is {v}: make PYTHON=python3.11 …")'
	@echo "Setting up .venv (about 1.5 GB, once) …"
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(PIP) --require-hashes -r requirements.lock
	$(PIP) --no-build-isolation --editable .
	touch $@

.venv/dev.stamp: .venv/run.stamp requirements-dev.lock
	$(PIP) --require-hashes -r requirements-dev.lock
	touch $@

clean: ## remove the environment, caches and the demo's data
	rm -rf .venv demo build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
