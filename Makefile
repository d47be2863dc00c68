# Commands of Qingyuan. `make help` lists them. Nothing but Python 3.11+, git and make has to be there.

PYTHON ?= python3
DATA ?= var
PORT ?= 8000
SNAPSHOT ?= A
export UV_PYTHON_PREFERENCE = only-system
# The certificates that the machine trusts: a bureau behind a proxy or with a mirror of its own has its own.
export UV_SYSTEM_CERTS = 1
export UV_NATIVE_TLS = 1
# What Python compiled once it keeps: each start of the command would compile 1,700 files anew.
unexport PYTHONDONTWRITEBYTECODE

UV := $(shell command -v uv 2>/dev/null || echo .tools/bin/uv)
RUN := .venv/bin
# What asks no database, and the demo city: `make demo-postgres` asks it whole.
NOT_ON_POSTGRESQL := $(addprefix --ignore=tests/,engines \
	$(addprefix test_,demo_city.py house.py requirements.py threat_model.py words.py) \
	$(addsuffix /test_policy.py,burden campaign inspection org resolutions) \
	$(addprefix kit/test_,doubts.py looks.py parts.py renderer.py) \
	$(addsuffix /test_routing.py,discipline reports) publication/test_word_file.py \
	publication/test_writing_policy.py study/test_essays_policy.py)
SYNC := $(UV) sync --frozen --quiet

.DEFAULT_GOAL := help
.PHONY: help install tester demo serve test lint format messages crash fuzz demo-postgres bench bench-import bench-reports bench-originality clean

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.tools/bin/uv:
	@sh tools/bootstrap.sh "$(PYTHON)"

install: $(if $(filter .tools/bin/uv,$(UV)),.tools/bin/uv) ## make the local environment in .venv
	@$(SYNC)

tester: install ## install what the tests need besides: Chromium, a Chinese font, LibreOffice (Debian, as root)
	@sh tools/tester.sh

demo: ## build the demo city and serve it at 127.0.0.1:8000
demo: SYNC := $(UV) sync --frozen --quiet --no-dev
demo: install
	@$(RUN)/qingyuan --data $(DATA) demo --snapshot $(SNAPSHOT) --port $(PORT)

serve: install ## serve what is in the data directory
	@$(RUN)/qingyuan --data $(DATA) migrate && $(RUN)/qingyuan --data $(DATA) serve --port $(PORT)

lint: install ## style, types, the house's contracts
	@$(RUN)/ruff check src tests tools hatch_build.py
	@$(RUN)/ruff format --check --quiet src tests tools hatch_build.py
	@$(RUN)/lint-imports --no-logo
	@$(RUN)/mypy

test: install ## everything: lint, tests on SQLite and PostgreSQL, browser tests
	@$(MAKE) --no-print-directory --jobs=2 tester lint
	$(RUN)/pytest -n 2
	$(RUN)/python tools/postgres.py -- $(RUN)/pytest -n 2 -m "not browser" $(NOT_ON_POSTGRESQL)

crash: install ## kill the server 200 times on each database and prove that nothing acknowledged is lost
	$(RUN)/python tools/crash.py --rounds $(or $(ROUNDS),200)
	$(RUN)/python tools/postgres.py --durable -- $(RUN)/python tools/crash.py --rounds $(or $(ROUNDS),200)

fuzz: install ## throw 50,000 random and mutated envelopes, attachments and forms at what reads them
	@for one in tools/fuzz_*.py; do $(RUN)/python $$one --rounds $(or $(ROUNDS),50000) || exit 1; done

demo-postgres: install ## build both snapshots of the demo city on PostgreSQL too, and compare them with their table
	QINGYUAN_TEST_WHOLE=1 $(RUN)/python tools/postgres.py -- $(RUN)/pytest tests/test_demo_city.py

bench: install ## measure the pages at 100,000 and 1,000,000 matters on PostgreSQL, with the bare SQL beside
	$(RUN)/python tools/postgres.py --durable -- $(RUN)/python tools/bench.py $(if $(SIZES),--sizes $(SIZES)) $(if $(REQUESTS),--requests $(REQUESTS))

bench-reports: install ## measure how many reports a second are taken durably: SQLite, then PostgreSQL with fsync
	$(RUN)/python tools/bench_reports.py $(if $(REPORTS),--reports $(REPORTS))
	$(RUN)/python tools/postgres.py --durable -- $(RUN)/python tools/bench_reports.py $(if $(REPORTS),--reports $(REPORTS))

bench-import: install ## measure the import of an Excel list of 20,000 rows
	$(RUN)/python tools/bench_import.py $(if $(ROWS),--rows $(ROWS))

bench-originality: install ## measure who finds planted copies in generated essays, and how fast
	UV=$(UV) $(RUN)/python tools/bench_originality.py $(if $(ESSAYS),--essays $(ESSAYS))
	$(UV) run --frozen --no-sync --with datasketch --with scikit-learn python tools/bench_originality_others.py

format: install ## put the code into the agreed form
	@$(RUN)/ruff check --fix --quiet src tests tools hatch_build.py; $(RUN)/ruff format --quiet src tests tools hatch_build.py

messages: install ## collect the words to be translated, and say which have no English yet
	@$(RUN)/python tools/messages.py

clean: ## remove the environment and everything built (not the data)
	rm -rf .venv .tools .mypy_cache .ruff_cache build dist
