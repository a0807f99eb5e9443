# `make` alone says what there is.
MINUTES ?= 30
CYCLES ?= 4

.DEFAULT_GOAL := help
.PHONY: help demo test check fmt bench bench-peers bench-growth soak failover package swift

help: ## Say what there is
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

demo: ## Play three stories in fresh workspaces: an album, a listening party, a folder in Dropbox
	@scripts/demo.sh

test: ## Run all that continuous integration runs
	@scripts/test.sh

check: ## Run the quick part of it: format and lints
	@scripts/check.sh

fmt: ## Format the code
	@cargo fmt --all

bench: ## Measure
	@cargo bench --locked -p cowrite-benches
	@scripts/bench_python.sh
	@scripts/bench_node.sh
	@scripts/bench_swift.sh

bench-peers: ## Measure the access index beside its peers, and write benches/RESULTS.md
	@scripts/bench_peers.sh

bench-growth: ## Measure what calls cost in worlds of up to 10 million tracks, and write benches/GROWTH.md
	@scripts/bench_peers.sh growth

soak: ## Run the long things and sum them up: crashes, mutants, every sequence; histories, simulations, fuzzing for MINUTES=n
	@scripts/soak.sh $(MINUTES)

failover: ## Kill a PostgreSQL primary under load CYCLES=n times, and count what is lost
	@scripts/failover.sh $(CYCLES)

package: ## Compile the Python package's source distribution in a clean environment, and use it
	@scripts/package.sh

swift: ## Compile the Swift package and test it, where Swift 6 is or can be had
	@scripts/swift.sh
