# The menu. `make run` and `make test` set everything up on a machine that has Python 3.11+ and make.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
JOBS   ?= 4
CODE   := trainhub_core trainhub_content trainhub_server trainhub_tui
ARGS   ?=

.PHONY: run test check snap bench bench-peers fuzz pack videos templates pages pictures lock clean help
.DEFAULT_GOAL := help

help:           ## what there is to make
	@grep -E '^[a-z-]+: .*##' $(MAKEFILE_LIST) | sed 's/:.*##/ —/' | sort

run: $(VENV)/.ready-to-run            ## open trainhub (ARGS="--demo" shows it filled)
	@$(BIN)/trainhub $(ARGS)

test: $(VENV)/.ready-to-test          ## every test this machine can run; says what it skipped and why
	@$(BIN)/python -m compileall -q $(CODE) tests  # programs that tests start are compiled once, not at each start
	PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n $(JOBS) --dist loadgroup -rs $(ARGS)

check: $(VENV)/.ready-to-test         ## style, types, import directions, dead code, starter pack, generated pages
	$(BIN)/ruff check $(CODE) tests benchmarks
	$(BIN)/ruff format --check $(CODE) tests benchmarks
	$(BIN)/mypy $(CODE) tests benchmarks
	$(BIN)/lint-imports
	$(BIN)/vulture
	$(BIN)/trainhub content check --strict trainhub_content/starter
	$(BIN)/python -m trainhub_content.build --check
	$(BIN)/python -m tests.generated_pages --check

snap: $(VENV)/.ready-to-test          ## accept how the screens look now (look at the report first)
	$(BIN)/python -m pytest -n $(JOBS) tests/app --snapshot-update $(ARGS)

bench: $(VENV)/.ready-to-test         ## speed, as ratios against references run in turn
	$(BIN)/python -m benchmarks $(ARGS)

bench-peers: $(VENV)/.ready-to-test   ## what another learning platform needs for the same (installs Kolibri from PyPI, and takes it away again)
	$(BIN)/python -m benchmarks.peers $(ARGS)

fuzz: $(VENV)/.ready-to-test          ## requests made up from the OpenAPI document, on both databases (ARGS="--seed 7")
	$(BIN)/python -m tests.fuzzing $(ARGS)

pack: $(VENV)/.ready-to-test          ## compile the starter pack
	$(BIN)/python -m trainhub_content.build

videos: $(VENV)/.ready-to-test        ## build the starter pack's videos whose scripts changed (needs ffmpeg, festival, festvox-us-slt-hts)
	$(BIN)/python -m trainhub_content.made videos

templates: $(VENV)/.ready-to-test     ## build the starter pack's Word, PowerPoint and Excel files whose sources changed
	$(BIN)/python -m trainhub_content.made templates

pages: $(VENV)/.ready-to-test         ## write the generated pages in docs/
	$(BIN)/python -m tests.generated_pages

pictures: $(VENV)/.ready-to-test      ## the README's pictures, taken by the app of itself
	$(BIN)/python -m tests.pictures

lock: $(VENV)/.ready-to-test          ## choose dependency versions anew, with hashes
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --upgrade \
		pyproject.toml --group build -o requirements/run.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --upgrade \
		pyproject.toml --extra postgres --extra server --extra storage --extra traces --group build -o requirements/server.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --upgrade \
		pyproject.toml --extra postgres --extra server --extra storage --extra traces --extra content --group dev -o requirements/dev.txt

clean:          ## remove what was installed and generated here
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis snapshot_report.html
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "trainhub needs Python 3.11 or newer. Name one: make run PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
		echo "Python could not make a virtual environment. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }

$(VENV)/.ready-to-run: pyproject.toml requirements/run.txt | $(BIN)/python
	@echo "Installing what trainhub needs into $(VENV) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	@PYTHONWARNINGS=ignore $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.ready-to-test: pyproject.toml requirements/dev.txt | $(BIN)/python
	@echo "Installing what trainhub and its tests need into $(VENV) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@PYTHONWARNINGS=ignore $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@ $(VENV)/.ready-to-run
