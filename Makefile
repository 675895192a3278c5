# Thi Đua Số. `make` alone lists the commands.
#   PYTHON=python3.12   another interpreter (3.11 or later)
#   ARGS="…"            goes to the tool: make test ARGS="-k slip", make lock ARGS=--upgrade
# Every path is relative, so a checkout may lie in a folder whose name has spaces or Vietnamese letters.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
MAKEFLAGS += --no-builtin-rules --no-print-directory

PYTHON ?= python3
ARGS ?=
BIN := .venv/bin
DOMAIN := thiduaso
TEMPLATE := build/$(DOMAIN).pot
CATALOGUES := $(wildcard locales/*/LC_MESSAGES/$(DOMAIN).po)
export PYTHON ARGS

.PHONY: help run test check lock catalogues bench soak eval screenshots environment-run environment-dev browser postgresql compiled \
	check-lint check-format check-types check-imports check-contracts

help: ## Danh sách lệnh / this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

# Whatever database the person's settings name, a sample goes into none but its own.
run: export THIDUASO_DATABASE_URL := sqlite:///data/demo.db
run: environment-run compiled ## Chạy bản dùng thử với dữ liệu mẫu / run the product with a marked sample
	@mkdir -p data
	@echo "→ Nạp dữ liệu mẫu / filling in the sample: data/demo.db"
	@$(BIN)/thiduaso demo
	@exec $(BIN)/thiduaso run $(ARGS)

test: environment-dev compiled ## Mọi kiểm thử / all tests
	@scripts/test.sh

check: check-lint check-format check-types check-imports check-contracts ## Kiểm tra mã, bản dịch, gói / code, catalogues, pins

lock: ## Ghim lại phiên bản các gói / pin the requirements again (ARGS=--upgrade: newest)
	@scripts/lock.sh $(ARGS)

catalogues: environment-dev ## Cập nhật bản dịch từ mã nguồn / bring the catalogues up to the source
	@mkdir -p $(dir $(TEMPLATE))
	@$(BIN)/pybabel -q extract --mapping-file pyproject.toml --add-location file --sort-output --no-wrap \
		--project $(DOMAIN) --copyright-holder "Thi Đua Số contributors" --output-file $(TEMPLATE) .
	@for locale in vi $(filter-out vi,$(patsubst locales/%/LC_MESSAGES/$(DOMAIN).po,%,$(CATALOGUES))); do \
		$(BIN)/pybabel update --init-missing --ignore-obsolete --no-fuzzy-matching --ignore-pot-creation-date --no-wrap \
			--domain $(DOMAIN) --input-file $(TEMPLATE) --output-dir locales --locale "$$locale"; \
	done
	@$(MAKE) compiled

bench: environment-dev compiled ## Đo tốc độ, bộ nhớ / measure speed and memory
	@$(BIN)/python -m tests.bench $(ARGS)

soak: environment-dev compiled postgresql ## Chạy bền 10 phút: tắt ngang, mất mạng, gửi lặp / ten minutes of people, kills and faults
	@$(BIN)/python -m tests.soak $(ARGS)

eval: environment-dev compiled ## Chấm điểm phần hỏi đáp / score the answers to questions about plans
	@$(BIN)/python -m scripts.eval $(ARGS)

screenshots: browser compiled ## Chụp lại ảnh trong README / take the README's pictures again
	@$(BIN)/python -m tests.screenshots $(ARGS)

environment-run environment-dev: environment-%:
	@scripts/environment.sh $*

browser: environment-dev
	@scripts/environment.sh browser

postgresql:
	@scripts/environment.sh postgresql

compiled: $(CATALOGUES:.po=.mo)

# Waits for the environment, but a catalogue is compiled again only when its .po is newer.
locales/%/LC_MESSAGES/$(DOMAIN).mo: locales/%/LC_MESSAGES/$(DOMAIN).po | environment-run
	@$(BIN)/pybabel compile --input-file $< --output-file $@ --locale $*

check-lint: environment-dev
	@echo "→ ruff check"; $(BIN)/ruff check --quiet .

check-format: environment-dev
	@echo "→ ruff format"; $(BIN)/ruff format --check .

check-types: environment-dev
	@echo "→ mypy"; $(BIN)/mypy

check-imports: environment-dev
	@echo "→ lint-imports"; $(BIN)/lint-imports

check-contracts: environment-dev
	@echo "→ catalogues, requirements, repository"; $(BIN)/python -m pytest -q \
		tests/contracts/test_catalogues.py tests/contracts/test_requirements.py tests/contracts/test_repository.py
