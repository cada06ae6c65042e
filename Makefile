# make build: the site into output/   make serve: preview   make test: all tests   make check: format, lint, types, layers   make words: catalogues of messages   make bench: beside Hugo   make audit: Lighthouse and the Nu checker   make screenshots: pictures of every kind of page in seven newsrooms
PYTHON ?= python3
VENV   := .venv
RUN    := $(VENV)/bin/python

.PHONY: build serve test check format words bench audit screenshots browser clean

build: $(VENV)/.base
	$(RUN) build.py

serve: $(VENV)/.base
	$(RUN) build.py serve

test: $(VENV)/.dev browser
	$(RUN) -m pytest -n auto --dist loadfile

check: $(VENV)/.dev
	$(RUN) -m ruff format --check .
	$(RUN) -m ruff check .
	$(RUN) -m mypy
	$(VENV)/bin/lint-imports

format: $(VENV)/.dev
	$(RUN) -m ruff format .
	$(RUN) -m ruff check --fix .

words: $(VENV)/.dev
	$(RUN) scripts/words.py --missing

bench: $(VENV)/.bench
	$(RUN) bench/run.py

audit: $(VENV)/.dev browser
	$(RUN) scripts/audit.py

screenshots: $(VENV)/.dev browser
	$(RUN) scripts/screenshots.py

$(VENV)/.bench: $(VENV)/.base
	$(RUN) -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	@touch $@

browser:
	@sh scripts/install_browser.sh

$(RUN):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Warta needs Python 3.11 or newer: make PYTHON=python3.12 build" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.base: $(RUN) pyproject.toml
	$(RUN) -m pip install --quiet --disable-pip-version-check --editable '.[search]'
	@touch $@

$(VENV)/.dev: $(VENV)/.base
	$(RUN) -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

clean:
	rm -rf output .warta
