PYTHON ?= python3.11
UV ?= uv

lock:  ## Resolve requirements/*.in into hashed locks (needs uv)
	$(UV) pip compile requirements/run.in --python-version 3.11 --excludes requirements/excludes.txt --generate-hashes --no-header --no-annotate --no-emit-index-url -q -o requirements/run.lock
	$(UV) pip compile requirements/test.in -c requirements/run.lock --python-version 3.11 --excludes requirements/excludes.txt --generate-hashes --no-header --no-annotate --no-emit-index-url -q -o requirements/test.lock
