# Two commands do everything: `make demo` and `make test`. The steps by hand stand in README.md.
PYTHON ?= python3.11
PORT ?= 8000
BIN := .venv/bin

.PHONY: demo demo-reset test coverage install install-test bench messages lint

.venv:
	@$(PYTHON) -m venv .venv || (echo "Python's venv is missing. On Debian: apt install python3-venv. Or name another Python: make PYTHON=python3.12"; rm -rf .venv; exit 1)

install: .venv
	@cmp -s requirements.txt .venv/installed.txt || ($(BIN)/pip install -q --require-hashes -r requirements.txt && cp requirements.txt .venv/installed.txt)

# Compiled when imported: of all these packages the suite imports a part.
install-test: .venv
	@cmp -s requirements-test.txt .venv/installed-test.txt || ($(BIN)/pip install -q --no-compile --require-hashes -r requirements-test.txt && cp requirements-test.txt .venv/installed-test.txt)

demo: install
	@NEWSROOM_MODE=demo $(BIN)/python manage.py demo --port $(PORT)

demo-reset: install
	@NEWSROOM_MODE=demo $(BIN)/python manage.py demo --port $(PORT) --reset

test: install-test
	@$(BIN)/python -m tests.runner

coverage: install-test
	@$(BIN)/python -m tests.runner --coverage

bench: install-test
	@$(BIN)/python -m tests.benchmarks
	@$(BIN)/python -m tests.benchmarks.desk

messages: install-test
	@$(BIN)/python -m tests.catalogues

lint: install-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --lint templates
	$(BIN)/djlint --lint --extension jinja --profile jinja templates
