# The one entry to building, testing and showing this repository; CI calls the same targets.
.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:
.SUFFIXES:

export PYTHON ?= python3

PAGE := python/tickloom/chart/page.html
RUST := $(shell find crates -type f ! -path '*/tests/*' ! -path '*/examples/*') Cargo.toml Cargo.lock .cargo/config.toml pyproject.toml
UI := $(shell find ui/src ui/scripts -type f) ui/package.json

.PHONY: help build demo test lint test-rust test-ui test-pandas test-python test-fuzz fuzz bench picture codegen lock clean build-tools test-tools fuzz-tools

help: ## Lists what can be made.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile

build: .venv/.extension ## Builds everything; leaves .venv/bin/tickloom.

demo: build ## Makes a chart from ticks: a synthetic week, or DATA=folder SYMBOL=EURUSD.
	@scripts/demo

test: lint test-rust test-ui test-pandas test-python test-fuzz ## Proves all of it; needs the real data (CONTRIBUTING.md).

lint: build test-tools ## Checks formats, lints and types in every language.
	@scripts/lint

test-rust: node_modules/.package-lock.json ## Tests the crates.
	cargo test --locked --workspace

test-ui: build test-tools ## Tests the chart page, by itself and in a browser.
	npm run check --workspace ui
	npm run test:e2e

test-pandas: build ## Tests tables under pandas 2.3.
	@scripts/test-pandas

test-fuzz: fuzz-tools ## Feeds every parser with noise for a minute.
	FUZZ_SECONDS=60 FUZZ_SEED=1 scripts/fuzz

fuzz: fuzz-tools ## Feeds every parser with noise: ten minutes each, or FUZZ_SECONDS=n.
	scripts/fuzz

test-python: build ## Tests the package, the command line and the documents.
	.venv/bin/pytest

bench: build ## Measures against DuckDB, Polars and pyarrow; writes benches/results/.
	benches/run.sh

picture: demo ## Draws the README's picture of the demo's chart.
	node scripts/render-readme-picture.mjs build/demo/eurusd-1h.html docs/images/chart.png

codegen: ## Writes what other languages and the pages know of protocol, errors and settings.
	cargo run --quiet --locked --package tickloom-protocol --bin codegen
	.venv/bin/python -m tickloom.config.reference

lock: ## Locks the newest Python packages that pyproject.toml and requirements/*.in allow.
	scripts/lock

clean: ## Removes all that was built or installed here.
	rm -rf build dist target .venv node_modules ui/node_modules .mypy_cache .pytest_cache .ruff_cache .hypothesis
	rm -f $(PAGE) python/tickloom/_core*.so python/tickloom/_core*.pyd python/tickloom/libduckdb* python/tickloom/duckdb.dll

build-tools:
	@scripts/check-tools build

test-tools:
	@scripts/check-tools test

fuzz-tools: node_modules/.package-lock.json
	@scripts/check-tools fuzz

.venv/.locked: requirements/dev.txt scripts/make-venv | build-tools
	scripts/make-venv
	@touch $@

node_modules/.package-lock.json: package-lock.json package.json ui/package.json .npmrc | build-tools
	npm ci
	@touch $@

$(PAGE): $(UI) node_modules/.package-lock.json
	npm run build --workspace ui

.venv/.extension: $(RUST) $(PAGE) .venv/.locked scripts/build-extension scripts/copy_libduckdb.py
	scripts/build-extension
	@touch $@
