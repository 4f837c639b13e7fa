# Comparison with Splink, in an environment of its own; no part of `make build` or `make test`.
# Needs a built world and its truth: make build, then make benchmark-splink TRUTH=extracts/demo_truth
$(if $(call unusable,$(BENCHMARK_VENV)),$(error BENCHMARK_VENV has blanks or special characters in it. Name a plain folder))

.PHONY: benchmark-splink

$(BENCHMARK_VENV)/.stamp: requirements/benchmark.lock
	@echo "Installing the benchmark environment into $(BENCHMARK_VENV) (once) ..."
	@"$$PYTHON" -m venv --clear $(BENCHMARK_VENV)
	@$(BENCHMARK_VENV)/bin/python -m pip install -qq --no-deps --require-hashes -r requirements/benchmark.lock
	@touch $@

# Identity is built again first, on a copy of the warehouse, so that both sides' times come from one session on one machine.
benchmark-splink: env $(BENCHMARK_VENV)/.stamp  ## Quality and time beside Splink's, on a built world  [TRUTH=its truth]
	@mkdir -p build/benchmark && cp -- "$${FSU_WAREHOUSE:-warehouse/fsu.duckdb}" build/benchmark/fsu.duckdb
	@FSU_WAREHOUSE=build/benchmark/fsu.duckdb $(BIN)/dbt --quiet run --select path:models/intermediate/identity \
		--target-path build/benchmark --log-path build/benchmark/logs
	@PYTHONPATH=. $(BENCHMARK_VENV)/bin/python benchmark/splink_compare.py --warehouse build/benchmark/fsu.duckdb \
		--run-results build/benchmark/run_results.json --json build/benchmark/splink.json -- "$${TRUTH:-$${DEMO_DIR}_truth}"
	@rm -f build/benchmark/fsu.duckdb

# Median times of the questions on the published file, over 100 ms is a failure; then the server's times for its pages, with eight readers at
# once, where a 95th percentile over 150 ms is one, cold or warm. A force-year: make build DEMO_SCALE=1.0 first, on a machine that does nothing else.
.PHONY: benchmark-dashboard
benchmark-dashboard: env  ## Time of the dashboard's twelve questions, and of its pages for eight readers, on published/current
	@PYTHONPATH=. $(BIN)/python benchmark/dashboard_questions.py
	@PYTHONPATH=. $(BIN)/python benchmark/dashboard_pages.py

# On a machine that does nothing else; a force-year takes minutes, and 10 GB of disk. With FSU_TARGET=postgres and the other variables of
# docs/server.md, an empty database of a server on this machine is built: an hour, and 30 GB of disk.
.PHONY: benchmark-year
benchmark-year: env  ## Time, memory and costliest nodes of a refresh of a force-year  [RAW_DIR=other extracts]
	@PYTHONPATH=. $(BIN)/python benchmark/year.py build/benchmark/year$${FSU_TARGET:+-$$FSU_TARGET} $${RAW_DIR:+"--raw-dir=$$RAW_DIR"}

# The same at a tenth of it, then with one number of ten thousand people and another of fifty thousand calls, so that their costs can be compared.
.PHONY: benchmark-skew
benchmark-skew: env  ## What one number of ten thousand people and another of fifty thousand calls cost, at a tenth of a force-year
	@PYTHONPATH=. $(BIN)/python benchmark/year.py build/benchmark/tenth --scale 0.1
	@rm -rf build/benchmark/skewed_raw && cp -R build/benchmark/tenth/raw build/benchmark/skewed_raw
	@PYTHONPATH=. $(BIN)/python benchmark/skew.py build/benchmark/skewed_raw
	@PYTHONPATH=. $(BIN)/python benchmark/year.py build/benchmark/skewed --raw-dir build/benchmark/skewed_raw

# A server that has been published to, and a user of it with a role of readers (docs/server.md): FSU_POSTGRES_USER=A.ANALYST make benchmark-server.
.PHONY: benchmark-server
benchmark-server: env  ## Time of the dashboard's questions on a server, for eight readers at once, and of each plan's costliest step
	@PYTHONPATH=. $(BIN)/python benchmark/server_questions.py
