# Two commands matter: `make build` and `make test`. `make help` lists the rest.
# Needs make, Python 3.11 or later and a package index; nothing else, and no network once the environment stands.

SHELL := /bin/sh
.DEFAULT_GOAL := help
# One step after the other: the gates share dbt's target folder, and the first failure should be the last thing printed.
.NOTPARALLEL:

# What a user may set. RAW_DIR and AS_OF are the reader's own extracts and date; empty: demo extracts, and the day after the newest
# event in them.
RAW_DIR ?=
AS_OF ?=
DEMO_DIR ?= extracts/demo
DEMO_SCALE ?= 0.05
TRUTH ?=
VENV ?= .venv
BENCHMARK_VENV ?= .venv-benchmark
SPARK_VENV ?= .venv-spark
UV ?= uv
ifeq ($(origin PYTHON),undefined)
PYTHON := $(shell for candidate in python3.11 python3.12 python3.13 python3; do \
	"$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo "$$candidate" && break; done)
endif
SETTINGS := RAW_DIR AS_OF DEMO_DIR DEMO_SCALE TRUTH VENV BENCHMARK_VENV SPARK_VENV PYTHON UV

# A setting is text, whatever is in it: make does not expand it, and recipes find it in their environment, never in their own text.
# A variable that is no setting is a slip of the keyboard (RAWDIR=... would build the demo), and is refused.
GIVEN := $(foreach name,$(.VARIABLES),$(if $(filter command,$(firstword $(origin $(name)))),$(name)))
UNKNOWN := $(filter-out $(SETTINGS) FSU_% DBT_% PG% MAKE% -%,$(GIVEN))
$(if $(UNKNOWN),$(error $(firstword $(UNKNOWN)) is no setting of this Makefile. It takes: $(SETTINGS), FSU_..., DBT_...))
$(foreach name,$(sort $(SETTINGS) $(GIVEN)),$(if $(filter undefined,$(origin $(name))),,$(eval override $(name) := $$(value $(name)))))
export $(SETTINGS)

# A folder of tools stands in the names of targets, where make knows no quotes.
NOT_IN_FOLDERS := ' " ` ; & | < > ( ) { } [ ] * ? ! ~ \ : % \# $$
unusable = $(or $(filter-out 1,$(words $(1))),$(strip $(foreach mark,$(NOT_IN_FOLDERS),$(findstring $(mark),$(1)))))
$(if $(call unusable,$(SPARK_VENV)),$(error SPARK_VENV has blanks or special characters in it. Name a plain folder))
$(if $(call unusable,$(VENV)),$(error VENV has blanks or special characters in it. Name a plain folder, such as .venv))
BIN := $(VENV)/bin

DOCS := build/docs
ANALYSES := build/analyses
DOCS_DBT = DBT_LOG_PATH=$(DOCS)/logs $(BIN)/dbt --quiet
NOTHING_BUILT := FSU_TARGET=duckdb FSU_LANDING=$(DOCS)/none FSU_WAREHOUSE=$(DOCS)/empty.duckdb

# No tool here may call out: no usage statistics, no version check, no update check.
export DO_NOT_TRACK := 1
export DBT_SEND_ANONYMOUS_USAGE_STATS := false
export DBT_VERSION_CHECK := false
export GX_ANALYTICS_ENABLED := false
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PYTHONUTF8 := 1

comma := ,
# A bundle has its wheels beside it (make bundle); then no index is asked.
BUNDLED := $(wildcard wheels)
PIP_INSTALL := $(BIN)/python -m pip install -qq --no-compile --no-deps $(if $(BUNDLED),--no-index --find-links $(BUNDLED))
INSTALL_REMEDY := $(if $(BUNDLED),Is this the Python that the wheels of this bundle are for (ls wheels)$(comma) and is there disk space?,Is the package index reachable (pip config list)$(comma) and is there disk space?)
GATE := .ci/gate
# The gates read the project, never a warehouse: dbt's gates share one parse, and an empty file stands where one is asked for.
GATES := target/gates
GATES_DBT := env FSU_TARGET=duckdb FSU_LANDING=$(GATES)/none FSU_WAREHOUSE=$(GATES)/empty.duckdb $(BIN)/dbt --quiet
GATES_PATHS := --target-path $(GATES) --log-path $(GATES)/logs
# Models and their kin; macros are Jinja more than SQL, and are checked through the models that call them.
SQL := models snapshots analyses tests/data

.PHONY: help env test-env bundle bundle-check build dashboard docs analyses demo lint format lock clean test unit spark-env test-spark \
	format-check ruff-check yaml-check sql-check type-check dbt-check bouncer-check rendered-check dialect-check

help:  ## This list
	@awk 'BEGIN {FS = ":.*##"; printf "make <target>\n\n"} /^[a-z-]+:.*##/ {printf "  %-15s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# --- Environment ------------------------------------------------------------------------------------------------------
# The stamps go before an install and come back after it, so an install that was killed starts again from nothing.

env: $(VENV)/.run.stamp  ## Environment to build with, from the hashed lock

test-env: $(VENV)/.test.stamp  ## Environment to test with: what `env` has, and the quality gates

define install_environment
	@test -n "$$PYTHON" || { echo "Python 3.11 or later was not found. Install it, or name it: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@echo "Installing the environment from $(1) into $(VENV) (a minute or so, once) ..."
	@test -e $(VENV)/.run.stamp || "$$PYTHON" -m venv --clear $(VENV)
	@rm -f $(VENV)/.run.stamp $(VENV)/.test.stamp
	@$(PIP_INSTALL) --require-hashes -r $(1) || { echo "The install failed. $(INSTALL_REMEDY)" >&2; exit 1; }
	@$(PIP_INSTALL) --no-build-isolation -e .
	@$(BIN)/python -m compileall -qq -j 0 $(VENV)/lib || true  # a package's own test files may not compile; nothing imports them
endef

$(VENV)/.run.stamp: requirements/run.lock pyproject.toml
	$(call install_environment,requirements/run.lock)
	@touch $@

$(VENV)/.test.stamp: requirements/test.lock requirements/run.lock pyproject.toml
	$(call install_environment,requirements/test.lock)
	@touch $(VENV)/.run.stamp $@

# --- Bundle -----------------------------------------------------------------------------------------------------------
# For this machine's system and Python: wheels are of a kind. Checked by hand or once a week: it installs an environment of its own.

VERSION = $(shell $(BIN)/fsu --version)
BUNDLE = build/bundle/frequent-service-users-$(VERSION).tar

bundle: env docs  ## One archive that installs and builds where no package index is reached
	@.ci/bundle "$(BUNDLE)" $(BIN)/python

bundle-check: bundle  ## Install the bundle and build the demo from it without any network
	@.ci/bundle-check "$(BUNDLE)"

spark-env: $(SPARK_VENV)/.stamp  ## Environment for the Spark target: 490 MB more, and Java 17 has to be there

$(SPARK_VENV)/.stamp: requirements/spark.lock pyproject.toml
	@test -n "$$PYTHON" || { echo "Python 3.11 or later was not found. Install it, or name it: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@command -v java >/dev/null || { echo "Java 17 was not found. Spark needs it, and no package of the index brings it." >&2; exit 1; }
	@echo "Installing the environment from requirements/spark.lock into $(SPARK_VENV) (some minutes, once) ..."
	@"$$PYTHON" -m venv --clear $(SPARK_VENV)
	@$(SPARK_VENV)/bin/python -m pip install -qq --no-compile --no-deps --require-hashes -r requirements/spark.lock
	@$(SPARK_VENV)/bin/python -m pip install -qq --no-compile --no-deps --no-build-isolation -e .
	@touch $@

# --- Build ------------------------------------------------------------------------------------------------------------

build: env  ## Extracts -> landing -> dbt build -> published/current  [RAW_DIR=/their/extracts] [AS_OF=2026-10-01]
	@if test -n "$$RAW_DIR"; then set -- "--raw-dir=$$RAW_DIR"; else set -- "--demo-dir=$$DEMO_DIR" "--demo-scale=$$DEMO_SCALE"; fi; \
		if test -n "$$AS_OF"; then set -- "$$@" "--as-of=$$AS_OF"; fi; $(BIN)/fsu refresh "$$@"

# --- Preview ----------------------------------------------------------------------------------------------------------
# GOV.UK's styles are in a package of npm alone. Where there is no npm, or no registry of it, pages are plain and read all the same.

FRONTEND := build/frontend

dashboard: env  ## The preview of the published release, in a browser on this machine
	@if command -v npm >/dev/null; then mkdir -p $(FRONTEND) && \
		(cd python_helpers/dashboard/frontend && cp .npmrc package.json package-lock.json "$(CURDIR)/$(FRONTEND)") && \
		(cd $(FRONTEND) && npm ci --ignore-scripts --no-audit --no-fund --no-update-notifier --silent) || \
		echo "The styles could not be installed; pages will be plain." >&2; fi
	@$(BIN)/fsu dashboard

# --- Docs -------------------------------------------------------------------------------------------------------------
# In a folder of their own, so that dbt writes over no artefact of the last build. Columns have types where there is a warehouse
# to read them from; without one an empty one stands in, so that the docs can be read before the first build.

docs: env  ## dbt's docs as one page without a server, the pictures of docs/architecture.md, and the public record
	@$(NOTHING_BUILT) $(DOCS_DBT) parse --target-path $(DOCS)
	@$(BIN)/fsu architecture --manifest $(DOCS)/manifest.json
	@$(BIN)/fsu qlik-fields --manifest $(DOCS)/manifest.json
	@$(BIN)/fsu public-record
	@if test -e "$${FSU_WAREHOUSE:-warehouse/fsu.duckdb}" || test "$$FSU_TARGET" = postgres; \
		then $(DOCS_DBT) docs generate --static --target-path $(DOCS); \
		else $(NOTHING_BUILT) $(DOCS_DBT) docs generate --static --empty-catalog --target-path $(DOCS); fi
	@echo "Open in a browser: $(DOCS)/static_index.html"
	@echo "Pictures of folders and keys: docs/architecture.md (a forge draws them)"

analyses: env  ## The questions of analyses/ as plain SQL for the published file, in build/analyses
	@rm -rf $(ANALYSES)
	@FSU_TARGET=duckdb FSU_LANDING=$(ANALYSES)/none FSU_WAREHOUSE=$(ANALYSES)/empty/fsu.duckdb $(BIN)/dbt --quiet compile --select path:analyses --target-path $(ANALYSES)/dbt --log-path $(ANALYSES)/dbt
	@cp $(ANALYSES)/dbt/compiled/frequent_service_users/analyses/*.sql $(ANALYSES)
	@rm -rf $(ANALYSES)/dbt $(ANALYSES)/empty
	@echo "Run one: duckdb -readonly published/current/fsu.duckdb < $(ANALYSES)/near_misses.sql"

# --- Tests, fast ones first -------------------------------------------------------------------------------------------

test: test-env lint unit  ## Everything CI runs

lint: test-env format-check ruff-check yaml-check sql-check type-check dbt-check bouncer-check rendered-check dialect-check  ## The quality gates alone

format-check: test-env
	@$(GATE) "Python format (ruff format)" "run 'make format'" $(BIN)/ruff format --check --quiet .

ruff-check: test-env
	@$(GATE) "Python style (ruff)" "run 'make format', then mend by hand what it could not" $(BIN)/ruff check --quiet .

yaml-check: test-env
	@$(GATE) "YAML style (yamllint)" "mend the lines named above; the rules are in .yamllint.yml" $(BIN)/yamllint --strict .

sql-check: test-env
	@$(GATE) "SQL style (sqlfluff)" "run 'make format', then mend by hand what it could not; each rule has its reason in .sqlfluff" env PYTHONWARNINGS=ignore::UserWarning $(BIN)/sqlfluff lint --processes 2 $(SQL)  # its workers leave a semaphore, which is nobody's concern

type-check: test-env
	@$(GATE) "Python types (mypy --strict)" "mend the annotations named above" $(BIN)/mypy --strict

dbt-check: test-env
	@$(GATE) "dbt parse, no warning and no deprecation" "mend what dbt names above" $(GATES_DBT) --warn-error parse --no-partial-parse $(GATES_PATHS)

bouncer-check: test-env dbt-check
	@$(GATE) "dbt conventions (dbt-bouncer)" "mend the model or YAML named above; the rules and their reasons are in dbt-bouncer.yml" $(BIN)/dbt-bouncer run --show-all-failures --config-file dbt-bouncer.yml

rendered-check: test-env dbt-check
	@$(GATE) "SQL that macros render (sqlfluff)" "mend the macro that .ci/rendered.sql calls there; the lines are those of $(GATES)/rendered.sql" .ci/rendered-check "$(GATES_DBT) compile $(GATES_PATHS)" $(BIN)/sqlfluff $(GATES)/rendered.sql

dialect-check: test-env
	@$(GATE) "One dialect: DuckDB, PostgreSQL, Spark (sqlglot)" "mend the model or macro named above; what engines do not share is dispatched in macros/cross_db" env FSU_LANDING=$(GATES)/none FSU_WAREHOUSE=$(GATES)/empty.duckdb $(BIN)/python tests/python/dialects.py $(GATES)/dialects

unit: test-env
	@$(GATE) "pytest: helpers, small worlds on both engines, privacy, determinism" "run the one failing test again: $(BIN)/pytest tests/python -k NAME" $(BIN)/pytest -n 2 --durations 10

test-spark: spark-env  ## What is built on Spark, against DuckDB; not part of `make test`
	@PYTHONPATH=tests/python $(GATE) "pytest: a small world on Spark" "run the one failing test again: PYTHONPATH=tests/python $(SPARK_VENV)/bin/pytest tests/spark -k NAME" $(SPARK_VENV)/bin/pytest tests/spark

# --- Upkeep -----------------------------------------------------------------------------------------------------------

format: test-env  ## Rewrite Python and SQL in the house style
	@$(BIN)/ruff format --quiet .
	@$(BIN)/ruff check --fix --quiet . || true  # what cannot be mended by machine is reported by `make lint`
	@$(BIN)/sqlfluff fix --quiet --processes 2 $(SQL) || true

lock:  ## Resolve requirements/*.in into hashed locks (needs uv)
	"$$UV" pip compile requirements/run.in --python-version 3.11 --excludes requirements/excludes.txt --generate-hashes --no-header --no-annotate --no-emit-index-url -q -o requirements/run.lock
	"$$UV" pip compile requirements/test.in -c requirements/run.lock --python-version 3.11 --excludes requirements/excludes.txt --generate-hashes --no-header --no-annotate --no-emit-index-url -q -o requirements/test.lock
	"$$UV" pip compile requirements/spark.in -c requirements/test.lock --python-version 3.11 --excludes requirements/excludes.txt --generate-hashes --no-header --no-annotate --no-emit-index-url -q -o requirements/spark.lock

clean:  ## Remove what the tools left (environment, caches, target); landed data, warehouse and published releases stay
	@rm -rf $(VENV) target logs build .mypy_cache .ruff_cache .pytest_cache *.egg-info
	@find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +
	@echo "Kept: extracts/ landing/ warehouse/ published/. Delete them by hand if you mean to: the warehouse and published/ hold who is who."

include benchmark/benchmark.mk
