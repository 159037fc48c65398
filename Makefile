# Commands for people; CONTRIBUTING.md explains them. Every target installs what it needs and is quick when
# nothing is missing.

SHELL := bash
.DEFAULT_GOAL := help

# What `make run` serves.
CONFIG ?= examples/boutique
# How long `make fuzz` runs each fuzzer, in seconds.
FUZZ_SECONDS ?= 30

.PHONY: run test bench demo build check lint format golden protos page fuzz sanitize venv clean help

run: ## serve examples/boutique, and say what to do next (CONFIG=path for something else)
	@scripts/setup build
	@scripts/build-release
	@scripts/run $(CONFIG)

test: ## run every test: Swift, descriptors, real Envoys and gRPC clients
	@scripts/setup test
	@scripts/test

bench: ## measure everything; writes the tables of docs/PERFORMANCE.md
	@scripts/setup bench
	@scripts/bench

demo: ## a mesh to watch: pods and a VM behind real Envoys, on loopback
	@scripts/setup test
	@scripts/build-release
	@CAUSEWAY=$$(scripts/build-release --path) demo/run

build: ## build the release program
	@scripts/setup build
	@scripts/build-release
	@echo "Built $$(scripts/build-release --path)"

check: ## what to run before a commit: format lint, build, Swift tests
	@scripts/setup build
	@$(MAKE) --no-print-directory lint
	swift build --build-tests
	swift test --skip-build --no-parallel --quiet

lint: ## check the format
	swift format lint --strict -r Sources Tests Benchmarks/Bench Package.swift

format: ## bring every file into the format
	swift format --in-place -r Sources Tests Benchmarks/Bench Package.swift

protos: ## make again what is made from protos/
	@scripts/setup test
	scripts/protos

golden: ## write the golden files again: read the diff before you commit it
	@scripts/setup build
	UPDATE_GOLDEN=1 swift test --no-parallel --filter CausewayTests
	git diff --stat -- Tests/CausewayTests/Golden

page: ## make the page of the admin port out of its parts
	scripts/page

fuzz: ## fuzz parsers, connection and stream (FUZZ_SECONDS each)
	@scripts/setup build
	scripts/fuzz $(FUZZ_SECONDS)

sanitize: ## run the Swift tests with AddressSanitizer, then with ThreadSanitizer
	@scripts/setup build
	scripts/sanitize

venv: ## install the real clients into .venv
	@scripts/setup test

clean: ## remove what was built, and .venv
	rm -rf .build .build-* .venv

help: ## show this
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 16
