# `make` alone prints the targets. PYTHON chooses the interpreter: make test PYTHON=python3.13
PYTHON ?= python3
VERSION := $(shell $(PYTHON) -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)
VENV := .venv/$(VERSION)
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null)
PYTHONS := python3.11 python3.12 python3.13
ROOMS := webcare tui sources desk playbooks core
CODE := $(ROOMS) tests bench

.DEFAULT_GOAL := help
.PHONY: help demo test test-all check format catalogues keys tables picture constraints crash team bench clean

help: ## print this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | awk -F'\t' '{printf "  make %-12s %s\n", $$1, $$2}'

demo: $(VENV)/run.stamp ## environment, install, and a live demo shift
	@$(BIN)/webcare demo

test: check ## environment with test extras, format check, lint, types, import contracts, all tests
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder -m 'not slow and not timed'
	$(BIN)/python -m pytest -m 'timed and not slow'

test-all: ## make test with each Python found, naming those not found
	@for python in $(PYTHONS); do \
	  if $$python -c '' 2>/dev/null; then echo "== $$python" && $(MAKE) --no-print-directory test PYTHON=$$python || exit 1; \
	  else echo "== $$python not found, not tested"; fi; done

check: $(VENV)/test.stamp ## format check, lint, types, import contracts
	$(BIN)/ruff format --check --quiet $(CODE)
	$(BIN)/ruff check --quiet $(CODE)
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/test.stamp ## format the code and mend what lint can mend
	$(BIN)/ruff format $(CODE)
	$(BIN)/ruff check --fix $(CODE)

catalogues: $(VENV)/test.stamp ## collect our sentences and compile the nl and nb catalogues
	$(BIN)/python -m tests.support.catalogues

keys: $(VENV)/test.stamp ## write docs/keys.md from the table of keys
	$(BIN)/python -m tests.support.keys_page

tables: $(VENV)/test.stamp ## make the language table anew (needs wordfreq installed; minutes)
	$(BIN)/python -m tests.support.language_table

picture: $(VENV)/test.stamp ## draw docs/desk.svg anew from a live demo (half a minute)
	$(BIN)/python -m tests.support.picture

constraints: ## write the pinned versions anew (needs uv)
	uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-header pyproject.toml -o constraints.txt
	uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-header --extra test -c constraints.txt pyproject.toml -o constraints-test.txt

crash: $(VENV)/test.stamp ## what takes minutes: kill -9 a hundred times over, every playbook by keys
	$(BIN)/python -m pytest -m slow

team: $(VENV)/test.stamp ## twelve agents on one server that comes and goes, and how fast they take items (minutes)
	$(BIN)/python -m bench.team

bench: $(VENV)/test.stamp ## ratios against peers and limits measured in the same run (minutes)
	$(BIN)/python -m bench

clean: ## remove environments and caches
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis build dist

# The environment: pinned and hashed dependencies first, then the project itself.
$(VENV)/run.stamp: constraints.txt pyproject.toml
	@$(call make_venv)
	@$(call install,constraints.txt)
	@touch $@

$(VENV)/test.stamp: constraints-test.txt pyproject.toml
	@$(call make_venv)
	@$(call install,constraints-test.txt)
	@touch $@ $(VENV)/run.stamp

define make_venv
	test -n "$(VERSION)" || { echo "webcare needs Python 3.11 or newer: '$(PYTHON)' does not run" >&2; exit 1; }; \
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "webcare needs Python 3.11 or newer, this is $(VERSION); name another: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }; \
	if [ -x $(BIN)/python ]; then :; \
	elif [ -n "$(UV)" ]; then uv venv --quiet --python "$$($(PYTHON) -c 'import sys; print(sys.executable)')" $(VENV); \
	elif $(PYTHON) -c 'import ensurepip' 2>/dev/null; then $(PYTHON) -m venv $(VENV); \
	else echo "this Python has no venv: apt-get install python$(VERSION)-venv" >&2; exit 1; fi
endef

define install
	echo "installing into $(VENV) …"; \
	if [ -n "$(UV)" ]; then uv pip install --quiet --python $(BIN)/python --require-hashes -r $(1) && uv pip install --quiet --python $(BIN)/python --no-deps -e .; \
	else { $(BIN)/python -m pip --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip >/dev/null; } && $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(1) && $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .; fi
endef
