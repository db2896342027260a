# Go and make are all that is needed. Nothing here asks for a network but the
# first download of the Go modules.
FUZZTIME ?= 30s
SPEED ?= 1

.PHONY: build test check gate record mutants simulate linear powercut vulns bench bench-start fuzz demo scenarios tools
