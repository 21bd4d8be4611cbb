# Two commands do all the set-up: `make serve` and `make test`. `make help` lists the rest.

SHELL := /bin/bash
.DELETE_ON_ERROR:

BIN := .venv/bin
READY := .venv/ready
TEST_READY := .venv/ready-to-test
# The first is the same page without the windows around it: a fifth cheaper.
BROWSERS := chromium-headless-shell chromium chromium-browser google-chrome google-chrome-stable

# The first of these that is 3.11 or newer and really starts; name another with PYTHON=...
PYTHONS := python3 python3.14 python3.13 python3.12 python3.11
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for p in $(PYTHONS); do \
	"$$p" -c '$(NEW_ENOUGH)' 2>/dev/null && echo "$$p" && exit; done; echo python3)

# As many tests at once as there are processors; a file's tests stay together, for what they share.
SEVERAL := -n auto --dist loadfile --no-loadscope-reorder
# Seconds by the clock, then of processors: on a busy machine only these can be compared.
# Compiled modules are kept, whatever the environment says: some hundred commands are started.
TIMED := export PYTHONDONTWRITEBYTECODE=; TIMEFORMAT='%R s, %U + %S s of CPU'; time

.PHONY: help
help: ## List what make can do
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1\t\2/p' Makefile | expand -t 18

.PHONY: serve
serve: $(READY) ## Open the dashboard at http://127.0.0.1:8050 (options: ARGS="--port 9000")
	@$(BIN)/takedowns serve $(ARGS)

.PHONY: test
test: lint chromium ## Check format, lint, types, unit and browser tests
	@$(FIND_BROWSER); $(TIMED) CHROMIUM="$$browser" $(BIN)/python -m pytest $(SEVERAL)

.PHONY: test-deep
test-deep: $(TEST_READY) chromium ## Run the slow suites, and random ones on other examples each time
	@$(FIND_BROWSER); $(TIMED) CHROMIUM="$$browser" $(BIN)/python -m pytest \
		-m "deep or hypothesis" --hypothesis-profile=deep -o faulthandler_timeout=7200

.PHONY: coverage
coverage: $(TEST_READY) ## Count the lines that run in tests without a browser
	@$(TIMED) $(BIN)/python -m pytest $(SEVERAL) -m "not browser and not deep and not bench" \
		--cov dashboard --cov-report term:skip-covered

.PHONY: bench
bench: $(TEST_READY) chromium ## Measure speed and size
	@$(FIND_BROWSER); CHROMIUM="$$browser" $(BIN)/python -m pytest -m bench -s

.PHONY: picture
picture: $(TEST_READY) chromium ## Take the picture in the README anew
	@$(FIND_BROWSER); CHROMIUM="$$browser" $(BIN)/python -m tests.picture

.PHONY: lint
lint: $(TEST_READY) ## Check format, lint and types only
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy

.PHONY: lock
lock: ## For maintainers: remake the two requirements files (newer versions: ARGS=--upgrade)
	@$(CHECK_PYTHON)
	"$(PYTHON)" -m venv .lock-venv
	.lock-venv/bin/python -m pip install --quiet --disable-pip-version-check uv
	$(COMPILE) --group install --output-file requirements.txt $(ARGS)
	$(COMPILE) --group dev --constraints requirements.txt --output-file requirements-dev.txt $(ARGS)
	rm -rf .lock-venv

.PHONY: clean
clean: ## Remove what make and the tools made; the store is kept
	rm -rf .venv .lock-venv *.egg-info .coverage* .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

COMPILE := UV_CUSTOM_COMPILE_COMMAND="make lock" .lock-venv/bin/uv pip compile pyproject.toml \
	--universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --quiet

define CHECK_PYTHON
if ! command -v "$(PYTHON)" >/dev/null; then \
	echo "Python 3.11 or newer is needed and none was found: sudo apt-get install python3 python3-venv" >&2; \
	exit 1; \
elif ! "$(PYTHON)" -c '$(NEW_ENOUGH)'; then \
	echo "Python 3.11 or newer is needed; $$($(PYTHON) --version 2>&1) is what was found. Name another: make PYTHON=..." >&2; \
	exit 1; \
elif ! "$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null; then \
	echo "Python's venv module is missing; this line installs it: sudo apt-get install python3-venv" >&2; \
	exit 1; \
fi
endef

# The requirements name every package with its hashes, so nothing else may come along.
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --root-user-action ignore
$(READY): requirements.txt pyproject.toml
	@$(CHECK_PYTHON)
	@echo "Installing into .venv what serving needs (about 600 MB, once)."
	@test -x $(BIN)/pip || "$(PYTHON)" -m venv --clear .venv
	@echo "1 of 2: the packages of requirements.txt."
	@$(PIP) --require-hashes --no-deps -r requirements.txt
	@echo "2 of 2: the command takedowns."
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(TEST_READY): requirements-dev.txt $(READY)
	@echo "Installing what testing needs besides (about 300 MB, once)."
	@$(PIP) --require-hashes --no-deps -r requirements-dev.txt
	@touch $@

# Some systems keep a stand-in under the browser's name, so it counts only if it starts.
define FIND_BROWSER
browser=; \
for name in $${CHROMIUM:-$(BROWSERS)}; do \
	if path=$$(command -v "$$name") && "$$path" --version >/dev/null 2>&1; then \
		browser=$$path; \
		break; \
	fi; \
done
endef

.PHONY: chromium
chromium:
	@$(FIND_BROWSER); \
	test -n "$$browser" && exit; \
	admin=; test "$$(id -u)" = 0 || admin="sudo -n"; \
	if test -z "$$CHROMIUM" && command -v apt-get >/dev/null && $$admin true 2>/dev/null; then \
		echo "Installing Chromium, which the browser tests need."; \
		$$admin apt-get update -qq && \
		for name in chromium-headless-shell chromium; do \
			$$admin env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $$name >/dev/null && break; \
		done; \
		$(FIND_BROWSER); \
	fi; \
	if test -z "$$browser"; then \
		echo "Chromium is missing: install it (Debian: sudo apt-get install chromium), or name one: make test CHROMIUM=/path/to/chromium" >&2; \
		exit 1; \
	fi
