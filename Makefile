# make build: the site into output/   make serve: preview   make desk: the newsroom's desk in the browser
# make test: all tests   make quick: those under a minute
# make check: format, lint, types, layers   make coverage: branches that the tests take   make bounds: oldest and newest libraries
# make lock: requirements/dev.txt   make words: catalogues of messages   make docs: the documentation as a site
# make bench: beside Hugo   make audit: Lighthouse and the Nu checker   make screenshots: every kind of page in seven newsrooms
PYTHON ?= python3
VENV   := .venv
RUN    := $(VENV)/bin/python

.PHONY: build serve desk test quick check coverage bounds lock format words docs bench audit screenshots browser clean

build:
	$(PYTHON) build.py

serve:
	$(PYTHON) build.py serve

desk:
	$(PYTHON) build.py setup desk
	$(PYTHON) build.py desk

test:
	$(PYTHON) build.py test

quick: $(VENV)/.dev
	$(RUN) -m pytest -n auto --dist loadfile -m "not slow and not server and not browser"

check: $(VENV)/.dev
	$(RUN) -m ruff format --check .
	$(RUN) -m ruff check .
	$(RUN) -m mypy
	$(VENV)/bin/lint-imports

# what holds for readers: each room has its gate at what it is, and none may fall
COVERING := tests/unit tests/sites tests/deploy tests/commands/test_deploy_command.py tests/commands/test_deploy_today.py \
  tests/commands/test_trust.py tests/commands/test_correct_and_withdraw.py tests/commands/test_preview_link.py \
  tests/commands/test_build_command.py
GATES := engine:96 newsroom:99 content:95 deploy:92

coverage: $(VENV)/.dev
	$(RUN) -m coverage erase
	$(RUN) -m coverage run -m pytest $(COVERING)
	$(RUN) -m coverage combine --quiet
	for gate in $(GATES); do \
	  $(RUN) -m coverage report --include="warta/$${gate%:*}/*" --fail-under=$${gate#*:} || failed=yes; \
	done; [ -z "$$failed" ]

format: $(VENV)/.dev
	$(RUN) -m ruff format .
	$(RUN) -m ruff check --fix .

bounds:
	$(PYTHON) build.py setup lock
	$(RUN) scripts/bounds.py --tests

lock:
	$(PYTHON) build.py setup lock
	UV_CUSTOM_COMPILE_COMMAND="make lock" $(VENV)/bin/uv pip compile --quiet --universal --upgrade --python-version 3.11 \
	  --no-annotate --no-emit-index-url --no-emit-find-links --extra dev --extra search pyproject.toml -o requirements/dev.txt

docs:
	$(PYTHON) build.py setup docs
	$(VENV)/bin/zensical build --strict

words: $(VENV)/.dev
	$(RUN) scripts/words.py --missing

bench: $(VENV)/.dev
	$(PYTHON) build.py setup bench
	$(RUN) bench/run.py

audit: $(VENV)/.dev browser
	$(RUN) scripts/audit.py

screenshots: $(VENV)/.dev browser
	$(RUN) scripts/screenshots.py

browser:
	@sh scripts/install_browser.sh

$(VENV)/.dev: pyproject.toml requirements/dev.txt
	$(PYTHON) build.py setup dev
	@touch $@

clean:
	rm -rf output .warta
