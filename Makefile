# make report   the sample thread, read, annotated and drawn: figures/al-qaim/index.html
# make test     the whole test suite
# make lint     style, format and types
# make docs     the guide and the reference, as HTML
# make clean    remove the environment and everything built
#
# All need Python 3.11 or later and a package index that pip can reach. Choose another Python with PYTHON=python3.13.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --editable
SAMPLE := al-qaim

.PHONY: report test lint docs clean help
.DELETE_ON_ERROR:

help:
	@sed -n 's/^# \(make .*\)/\1/p' Makefile

report: $(VENV)/.runtime
	$(BIN)/discourse report threads/$(SAMPLE)/page.txt --codebook threads/$(SAMPLE)/codebook.toml --out figures/$(SAMPLE)
	@echo "The report is figures/$(SAMPLE)/index.html: open it in a browser."

test: $(VENV)/.dev
	$(BIN)/python -m pytest -n auto --maxprocesses 4

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

docs: $(VENV)/.docs
	$(BIN)/python -m sphinx -W --keep-going -q -b html docs docs/_build/html
	@echo "The documentation is docs/_build/html/index.html."

clean:
	rm -rf $(VENV) build dist docs/_build docs/jupyter_execute .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# One stamp for each set of packages; a change in pyproject.toml makes them all again.
$(VENV)/.runtime: $(VENV)/.made pyproject.toml
	@echo "Installing discourse into $(VENV) ..."
	@$(PIP) .
	@touch $@

$(VENV)/.dev: $(VENV)/.made pyproject.toml
	@echo "Installing discourse and what its tests need into $(VENV) ..."
	@$(PIP) '.[dev]'
	@touch $@ $(VENV)/.runtime

$(VENV)/.docs: $(VENV)/.made pyproject.toml
	@echo "Installing discourse and what its documentation needs into $(VENV) ..."
	@$(PIP) '.[docs]'
	@touch $@ $(VENV)/.runtime

$(VENV)/.made:
	@command -v $(PYTHON) >/dev/null || { \
	  echo "$(PYTHON) was not found. Install Python 3.11 or later, or name one: make PYTHON=/path/to/python3"; exit 1; } >&2
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "$(PYTHON) is $$($(PYTHON) -V 2>&1), and discourse needs Python 3.11 or later."; \
	  echo "If you have a newer one, name it: make PYTHON=python3.13"; exit 1; } >&2
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
	  echo "$(PYTHON) cannot make an environment: its module ensurepip is missing."; \
	  echo "On Debian and Ubuntu: sudo apt-get install python3-venv"; exit 1; } >&2
	@$(PYTHON) -m venv $(VENV)
	@touch $@
