# `make run` sets everything up and serves the network's site; `make help` lists the rest.
# Needs Python 3.11 or newer and, the first time, a network. Everything stays in this folder but for what `make test`,
# run by root, installs for tests in a browser and the like: requirements/system.

VENV := .venv
IN_VENV := $(VENV)/bin/python -m
REPORT := out/us-russia-2013.html

# Another Python: make run PYTHON=python3.12
PYTHON ?=
# Other tests: make test PYTEST='-x tests/unit/cli'
PYTEST ?= -n 2 --dist loadfile -q
PYTEST_SITE ?= $(PYTEST) --no-loadscope-reorder
BENCH ?=
LOCALE := src/evenhand/report/locale
KEYWORDS := _ gettext ngettext:1,2 pgettext:1c,2 mark mark_in:1c,2 mark_counted:1,2 phrase phrase_counted:1,2
# Elsewhere: make run SERVE='--address 127.0.0.1:9000 --data /var/lib/network'
SERVE ?=

MAKEFLAGS += --no-print-directory
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1
export PIP_USE_PEP517 := 1
unexport PYTHONPATH PYTHONHOME

.DEFAULT_GOAL := help
.PHONY: help run report test lint check docs bench golden messages clean ready ready-dev

help: ## list what can be made
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | while IFS="$$(printf '\t')" read -r name text; do \
		printf '  make %-7s %s\n' "$$name" "$$text"; done

run: ready ## set up and serve the network's site with the reference case, until Control-C
	@$(VENV)/bin/evenhand serve $(SERVE)

report: ready ## set up, analyse the reference case, write the report (its path is the last line)
	@mkdir -p $(dir $(REPORT))
	@$(IN_VENV) evenhand analyse us-russia-2013 --draws 10000 --seed 1 --html $(REPORT)

test: ready-dev ## set up and run the tests
	@$(ONE_AT_A_TIME) requirements/system
	@$(IN_VENV) pytest $(PYTEST)
	@$(IN_VENV) pytest -c website/pyproject.toml website/tests $(PYTEST_SITE)

lint: ready-dev ## style, types, which part may import which, spelling
	@$(IN_VENV) ruff check .
	@$(IN_VENV) ruff format --check .
	@$(IN_VENV) mypy
	@$(VENV)/bin/lint-imports --no-logo
	@$(VENV)/bin/codespell

check: lint test ## all that is checked before a change is taken

docs: ready-dev ## build the documentation into site/
	@$(IN_VENV) mkdocs build --strict

bench: ready ## measure speed and memory
	@$(IN_VENV) benchmarks $(BENCH)
	@$(IN_VENV) benchmarks.site --write
	@$(IN_VENV) benchmarks.site_search
	@$(IN_VENV) benchmarks.what_if

golden: ready-dev ## record the expected help texts and findings again; look at the difference
	@EVENHAND_RECORD=1 $(IN_VENV) pytest -q tests/golden tests/docs

messages: ready-dev ## bring the translators' catalogues up to date, and compile them
	@mkdir -p out
	@$(IN_VENV) babel.messages.frontend --quiet extract --mapping-file pyproject.toml --no-default-keywords \
		$(KEYWORDS:%=--keyword %) --no-location --sort-output --no-wrap --project Evenhand --output-file out/evenhand.pot src/evenhand
	@$(IN_VENV) babel.messages.frontend --quiet update --domain evenhand --input-file out/evenhand.pot \
		--output-dir $(LOCALE) --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --no-wrap
	@$(IN_VENV) babel.messages.frontend --quiet compile --domain evenhand --directory $(LOCALE)

clean: ## remove all that was made here, the virtual environment too
	@rm -rf $(VENV) out site build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	@find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

# --- The virtual environment: made once, and again when the requirements change or the folder has moved. One at a
# time: whoever comes second waits, and finds it made.

ONE_AT_A_TIME := $(if $(shell command -v flock 2>/dev/null),flock Makefile)

ready:
	@$(ONE_AT_A_TIME) $(MAKE) --silent $(VENV)/run.stamp
ready-dev:
	@$(ONE_AT_A_TIME) $(MAKE) --silent $(VENV)/dev.stamp

ifneq ($(shell cat $(VENV)/place 2>/dev/null),$(CURDIR))
.PHONY: $(VENV)/run.stamp $(VENV)/dev.stamp
endif

$(VENV)/run.stamp: requirements/run.txt pyproject.toml website/pyproject.toml
	@$(make-venv)
	@$(call install,run)
	@touch $@

$(VENV)/dev.stamp: requirements/dev.txt pyproject.toml website/pyproject.toml
	@$(make-venv)
	@$(call install,dev)
	@touch $(VENV)/run.stamp $@

define make-venv
set -e; enough='import sys; sys.exit(sys.version_info < (3, 11))'; \
[ ! -f $(VENV)/place ] || [ "$$(cat $(VENV)/place)" = "$(CURDIR)" ] || rm -rf $(VENV); \
if ! { $(VENV)/bin/python -c "$$enough" && $(VENV)/bin/python -m pip --version; } >/dev/null 2>&1; then \
	found=; \
	for python in $(or $(PYTHON),python3 python3.14 python3.13 python3.12 python3.11 python); do \
		if "$$python" -c "$$enough" 2>/dev/null; then found=$$python; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
		echo 'Evenhand needs Python 3.11 or newer; $(or $(PYTHON),python3) is' \
			"$$($(or $(PYTHON),python3) --version 2>/dev/null || echo missing)." >&2; \
		echo 'Install one, or name it: make run PYTHON=/path/to/python3.12' >&2; exit 1; \
	fi; \
	if ! "$$found" -c 'import ensurepip, venv' 2>/dev/null; then \
		echo "$$found cannot make virtual environments. Install what is missing and try again:" >&2; \
		echo '  Debian, Ubuntu: sudo apt install python3-venv      Fedora: sudo dnf install python3-pip' >&2; exit 1; \
	fi; \
	"$$found" -m venv --clear $(VENV); \
fi
endef

define install
set -e; echo 'Setting up, once; this takes a minute or two.' >&2; \
$(IN_VENV) pip install --quiet --require-hashes -r requirements/$(1).txt; \
$(IN_VENV) pip install --quiet --no-build-isolation --no-deps -e . -e website; printf '%s\n' "$(CURDIR)" > $(VENV)/place
endef
