# One file to run, test and check Rapport. `make help` lists what there is.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help run test check format bench bench-peers screenshots messages locks clean

help:  ## list these commands
	@sed -n 's/^\([a-z-]*\):.*##/\1\t/p' $(MAKEFILE_LIST) | expand -t 12

run: $(VENV)/run.ready  ## start the site on 127.0.0.1:8000 (PORT=9000 make run)
	@exec $(BIN)/python -m cms.run

test: $(VENV)/dev.ready  ## run the whole test suite
	$(BIN)/pytest -n auto --dist loadgroup

check: $(VENV)/dev.ready  ## format, lint, types, templates, migrations, deployment settings
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	git ls-files -z 'templates/*.html' | xargs -0 $(BIN)/djade --check --target-version 5.2
	$(BIN)/python manage.py makemigrations --check --dry-run
	SITE_URL=https://example.org $(BIN)/python manage.py check --deploy --fail-level WARNING

format: $(VENV)/dev.ready  ## put code and templates into the house's format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	git ls-files -z 'templates/*.html' | xargs -0 $(BIN)/djade --target-version 5.2

bench: $(VENV)/dev.ready  ## measure what serving costs, into docs/performance.md (minutes; BENCH="--rounds 3 --seconds 1")
	$(BIN)/python -m benchmarks.serving --scale $(BENCH)

bench-peers: $(VENV)/dev.ready  ## the same article served by Wagtail, in an environment of its own
	$(BIN)/python -m benchmarks.serving.peers $(BENCH)

screenshots: $(VENV)/dev.ready  ## take the pictures of README and guide anew
	$(BIN)/pytest -q tests/screenshots.py

messages: $(VENV)/dev.ready  ## collect and compile the texts for translators (needs gettext)
	$(BIN)/python manage.py makemessages -l ko --no-location --no-wrap --ignore '.venv*' --ignore var --ignore tests
	$(BIN)/python manage.py compilemessages --ignore '.venv*'

locks:  ## pin all dependencies anew (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-emit-find-links pyproject.toml -o requirements.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-emit-find-links pyproject.toml --group dev -o requirements-dev.txt

clean:  ## remove the environment, not the site's data in var/
	rm -rf $(VENV)

$(VENV)/run.ready: requirements.txt
	@$(call venv)
	@echo "Installing what the site needs…"
	@$(BIN)/pip install --quiet -r requirements.txt
	@touch $@

$(VENV)/dev.ready: requirements-dev.txt
	@$(call venv)
	@echo "Installing what the tests need…"
	@$(BIN)/pip install --quiet -r requirements-dev.txt
	@touch $@ $(VENV)/run.ready

define venv
command -v $(PYTHON) >/dev/null || { echo "$(PYTHON) was not found; install Python 3.11 or newer." >&2; exit 1; }; \
$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Rapport needs Python 3.11 or newer; $$($(PYTHON) --version 2>&1) is too old. Try PYTHON=python3.12 make $(MAKECMDGOALS)." >&2; exit 1; }; \
$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "The venv module is missing; on Debian: apt-get install python3-venv" >&2; exit 1; }; \
test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
endef
