# Two commands to begin with: `make demo` and `make test`. Each sets up what it needs.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help setup setup-tests demo up test stories explore lint types bench law-examples migrate machines lock
MAKEFLAGS += --no-print-directory
RECOURSE := .venv/bin/recourse
PYTHON := .venv/bin/python
UV := .venv-bootstrap/bin/uv
PYTEST_ARGS ?= -n 2 --dist loadfile -m "not scenario and not browser"
DEMO_ARGS ?=

help: ## Print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-14s %s\n", $$1, $$2 }' Makefile

setup: ## Install what is missing: system packages, Python 3.13 environment, page assets
	@sh setup/system.sh run
	@sh setup/python.sh
	@sh setup/assets.sh

setup-tests:
	@sh setup/system.sh test
	@sh setup/python.sh
	@sh setup/assets.sh

demo: setup ## Walk a portfolio from tape to filed court papers, then serve the site
	@$(RECOURSE) demo $(DEMO_ARGS)

up: setup ## Serve the site and work its jobs; parts that no setting names run privately under var/
	@$(RECOURSE) up

test: setup-tests lint types ## Lint, types and every test but the long stories
	@$(PYTHON) -m pytest $(PYTEST_ARGS); status=$$?; \
	if [ $$status = 1 ]; then echo "test: what failed is tried once more, alone: two processes on two cores disturb each other"; \
		$(PYTHON) -m pytest --last-failed --last-failed-no-failures none; status=$$?; fi; \
	RECOURSE_VAR=var/test $(RECOURSE) stop; exit $$status

stories: setup-tests ## The long stories one by one: browser, killed workers, demonstration, every address
	@$(PYTHON) -m pytest -m "scenario or browser"; status=$$?; RECOURSE_VAR=var/test $(RECOURSE) stop; exit $$status

explore: setup-tests ## Every property test with examples nobody has tried yet; `make test` repeats its own
	@$(PYTHON) -m pytest -m "hypothesis and not scenario and not browser" --hypothesis-profile=explore $(EXPLORE_ARGS); \
	status=$$?; RECOURSE_VAR=var/test $(RECOURSE) stop; exit $$status

lint: setup ## Style, templates and the direction of imports
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/djlint src --lint --quiet
	@.venv/bin/lint-imports

types: setup ## mypy --strict over src
	@.venv/bin/mypy

bench: setup ## Run every benchmark; each prints ratios measured in one run
	@for one in bench/bench_*.py; do echo "== $$one"; $(PYTHON) "$$one" || exit 1; done

law-examples: setup ## Run a file of worked examples through the law engine: make law-examples FILE=PATH
	@test -n "$(FILE)" || { echo "law-examples: say which file: make law-examples FILE=../shared/law/examples.csv"; exit 2; }
	@$(RECOURSE) law examples "$(FILE)"

migrate: setup ## Bring the database to the newest schema
	@$(RECOURSE) migrate

machines: setup ## Draw the state machines into docs/machines
	@$(RECOURSE) machines

lock: setup ## Resolve pyproject.toml anew into both lock files
	@$(UV) pip compile pyproject.toml --generate-hashes --no-annotate --no-header --python-version 3.13 \
		--group dev --group assets --group bench -q -o requirements.lock
	@$(UV) pip compile pyproject.toml --generate-hashes --no-annotate --no-header --python-version 3.13 \
		--constraint requirements.lock -q -o requirements-run.lock
