# `make demo` and `make test` are the whole set-up: they need Python 3.11 or newer, and make.

PYTHON ?= $(shell for name in python3.13 python3.12 python3.11 python3; do \
	command -v $$name >/dev/null 2>&1 && \
	$$name -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && \
	{ echo $$name; break; }; done)
VENV ?= .venv
BIN := $(VENV)/bin
SHOP := config statements fintoc_client catalog orders checkout webhooks backoffice operations

# Journeys of one country share its demo, so they stay together. They mostly wait, so there is one
# process more than cores.
PROCESSES = $(shell $(BIN)/python -c 'import os; print((os.cpu_count() or 1) + 1)')
PARALLEL = --numprocesses=$(PROCESSES) --dist=loadgroup

.DEFAULT_GOAL := help
.PHONY: help demo test units journeys faults deployed bench check format lock messages lighthouse screenshots

help: ## list these commands
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sort | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 14

demo: $(VENV)/demo.stamp ## run the shop with a simulator of Fintoc (STORE_COUNTRY=mx for Mexico)
	@exec $(BIN)/python manage.py demo $(ARGS)

test: $(VENV)/dev.stamp ## the tests, with purchases in a real browser
	@tests/journeys/install_browser.sh
	@tests/simulator/clients/node/install.sh
	$(BIN)/pytest $(PARALLEL) -m "not long_journey and not fault and not deployed" $(ARGS)

# ONLY=database leaves out what would see no difference on another database.
UNITS = not journey and not long_journey and not fault and not deployed$(if $(ONLY), and $(ONLY))
units: $(VENV)/dev.stamp ## the tests without a browser
	@tests/simulator/clients/node/install.sh
	$(BIN)/pytest $(PARALLEL) -m "$(UNITS)" $(ARGS)

journeys: $(VENV)/dev.stamp ## the rest: every page and state, sizes, networks, in a real browser
	@tests/journeys/install_browser.sh
	$(BIN)/pytest $(PARALLEL) -m long_journey $(or $(ARGS),tests/journeys)

# Two cores are enough: most of it waits, so there are two processes for each core. What measures a
# time has the machine for itself. docs/reliability.md says what it measures.
FAULTS ?= full
CHOSEN_FAULTS = $(if $(filter full,$(FAULTS)),fault,fault and not unhurried)
faults: $(VENV)/dev.stamp ## kill, cut off and fill up real processes (FAULTS=short: a few of each)
	FAULTS=$(FAULTS) $(BIN)/pytest --numprocesses=4 -m "$(CHOSEN_FAULTS)" $(or $(ARGS),tests/faults)

# MIXED_LOAD_SECONDS=600 makes the mixed load as long as docs/deploying.md tells of.
deployed: $(VENV)/dev.stamp ## a shop as it is deployed: started, restarted, under load (needs PostgreSQL and Caddy)
	$(BIN)/pytest -m deployed -s tests/deploy $(ARGS)

check: $(VENV)/dev.stamp ## lint, format, types, imports, templates, migrations, deployment settings
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy $(SHOP)
	$(BIN)/mypy --config-file simulator/mypy.ini simulator
	$(BIN)/lint-imports
	git ls-files -co --exclude-standard '*.html' | xargs $(BIN)/djade --check --target-version 5.2
	DJANGO_SETTINGS_MODULE=tests.settings $(BIN)/python manage.py makemigrations --check --dry-run
	DJANGO_SETTINGS_MODULE=simulator.settings $(BIN)/django-admin makemigrations --pythonpath . \
		--check --dry-run simulator
	DJANGO_SETTINGS_MODULE=tests.deployed $(BIN)/python manage.py check --deploy --fail-level WARNING
	tests/messages_are_compiled.sh

format: $(VENV)/dev.stamp ## write the code the way `make check` wants it
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	git ls-files -co --exclude-standard '*.html' | xargs $(BIN)/djade --target-version 5.2

messages: $(VENV)/dev.stamp ## collect the words to translate and compile the translations (needs gettext)
	DJANGO_SETTINGS_MODULE=tests.settings $(BIN)/python manage.py makemessages -l en --no-location \
		--no-wrap --ignore '.venv*' --ignore var --ignore simulator --ignore tests
	DJANGO_SETTINGS_MODULE=tests.settings $(BIN)/python manage.py compilemessages --ignore '.venv*' --ignore var

lighthouse: $(VENV)/dev.stamp ## Lighthouse on a phone, median of three (needs node and npm)
	@tests/journeys/install_browser.sh
	@tests/journeys/lighthouse/install.sh
	$(BIN)/python -m tests.journeys.lighthouse

screenshots: $(VENV)/dev.stamp ## take the README's pictures anew
	@tests/journeys/install_browser.sh
	$(BIN)/python -m tests.journeys.screenshots

bench: $(VENV)/dev.stamp ## measure speed, memory and growth for docs/performance.md (needs PostgreSQL)
	$(BIN)/python -m tests.bench $(ARGS)

lock: ## pin every dependency anew, with hashes (needs uv)
	uv pip compile --universal --generate-hashes --python-version 3.11 --no-emit-index-url \
		--no-header --upgrade -o requirements.txt pyproject.toml
	uv pip compile --universal --generate-hashes --python-version 3.11 --no-emit-index-url \
		--no-header --upgrade --group dev -o requirements-dev.txt pyproject.toml
	uv pip compile --universal --generate-hashes --python-version 3.12 --no-emit-index-url \
		--no-header --upgrade --group newest-django -o requirements-newest-django.txt

# What is installed is remembered in stamps, so that a second start takes seconds.
$(VENV)/made.stamp:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer with its venv module is needed"; \
		echo "(on Debian and Ubuntu: apt install python3-venv)."; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/demo.stamp: requirements.txt $(VENV)/made.stamp
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/dev.stamp: requirements-dev.txt $(VENV)/made.stamp
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@ $(VENV)/demo.stamp
