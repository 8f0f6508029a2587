# make run · make test · make check · make bench; `make` alone lists them.
.DEFAULT_GOAL := help
.PHONY: help setup run test check format bench screenshots stop clean distclean

# Scripts choose Python by themselves before .venv exists; after set-up it is .venv's.
PYTHON := .venv/bin/python

help: ## list the commands
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1	\2/p' Makefile | expand -t 18

setup: ## install everything, also for tests; nothing is started
	@bin/setup test

run: ## serve Dateline on http://127.0.0.1:8000 (PORT=8001 make run for another port)
	@bin/setup run
	@$(PYTHON) bin/run

test: ## run every test; make test ARGS="tests/x.py -k y" for some
	@bin/setup test
	@$(PYTHON) bin/test $(ARGS)

check: ## lint, format, types, migrations, deployment checks
	@bin/setup test
	@$(PYTHON) bin/check

format: ## mend what ruff, eslint and prettier can
	@bin/setup test
	@$(PYTHON) -m ruff check --fix --quiet . || true
	@$(PYTHON) -m ruff format --quiet .
	@node_modules/.bin/eslint --fix . || true
	@node_modules/.bin/prettier --write --log-level=warn .

bench: ## measure how well and how fast articles are read
	@bin/setup test
	@$(PYTHON) bin/with-db python -m benchmarks $(ARGS)

screenshots: ## shoot the pictures in docs/images; make screenshots ARGS="map desk" for some
	@bin/setup test
	@$(PYTHON) bin/screenshots $(ARGS)

stop: ## stop servers and the private database of this checkout
	@bin/stop

clean: stop ## delete what the set-up installed here; the data stay
	@rm -rf .venv node_modules staticfiles .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

distclean: stop ## delete the data too: database, passwords, keys
	@env -u DATABASE_URL bin/db remove
	@$(MAKE) --no-print-directory clean
	@rm -rf .local
