# Two commands for whoever has just cloned this: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: demo test check audit parity format bench clean
.DEFAULT_GOAL := test

# A virtual environment with everything, made once and again when the dependencies change.
$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[dev]"
	@touch $@

demo: $(STAMP)
	$(BIN)/grader demo

# A file of tests in one process: what it prepares is prepared once.  In the order of tests/conftest.py, the longest first.
test: $(STAMP)
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

check: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/grader release --check

audit: $(STAMP)
	$(BIN)/grader audit

# The demo's class in Otter and here: minutes.
parity: $(STAMP)
	$(BIN)/python -m tests.course.otter_parity

format: $(STAMP)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(STAMP)
	$(BIN)/python -m tests.benchmarks

clean:
	rm -rf $(VENV) build .mypy_cache .ruff_cache .hypothesis *.egg-info
