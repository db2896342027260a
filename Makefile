# Go and make are all that is needed. Nothing here asks for a network but the
# first download of the Go modules.
FUZZTIME ?= 30s
SPEED ?= 1
KILLED = TestPointsAreInThisBuild|KilledAtEachPoint|TestFoundingThatIsKilled

.PHONY: build test points check gate record mutants simulate kills vulns bench fuzz demo scenarios tools

build:
	go build -o bin/vigil ./cmd/vigil

test: points
	go vet ./...
	go test ./...

# Kills processes at every point of internal/failpoint, once each. No other build
# has the points.
points:
	go vet -tags failpoints ./internal/failpoint
	go test -tags failpoints -run '$(KILLED)' ./internal/crash

check:
	@test -z "$$(gofmt -l .)" || { echo "not gofmt-ed:"; gofmt -l .; exit 1; }
	go vet ./... && go mod verify && go mod tidy -diff
	go tool -modfile=tools/go.mod staticcheck ./...

# What was decided and told once, decided and told again: a changed rule or
# disclosure needs a new edition. Part of test too.
gate:
	go test -count=1 -run TestGate ./internal/audit

# Takes the scenarios' golden journals over that this edition has no recording
# of. RECORD=-again replaces what it has.
record:
	go test -count=1 -v -run TestGate ./internal/audit -record $(RECORD)

# Takes each rule of docs/invariants.md out in turn: its test has to be red.
mutants:
	go test ./internal/tidy -run TestMutants -mutants -timeout 60m

# Ten thousand made-up operations, against what must hold of each; and what each
# viewer must not find out, with other chances than make test takes.
simulate:
	go test ./internal/simulation -run TestStories -stories 10000 -seed 0 -timeout 120m
	go test ./projections/disclosure -run TestNonInterference -seed 0 -timeout 60m

# The same at length: five times at each point, with a look at everything after
# each, and two hundred times at any moment.
kills:
	go test -tags failpoints -run '$(KILLED)' -kill-times 5 -timeout 60m -v ./internal/crash
	go test -run TestKilledUnderLoad -kill-rounds 200 -timeout 60m -v ./internal/crash

# Apart from check, for it asks a database elsewhere.
vulns:
	go tool -modfile=tools/go.mod govulncheck ./...

bench:
	go test -run '^$$' -bench . -benchmem ./internal/bench

# One after the other, FUZZTIME each.
fuzz:
	@grep -rEo --include='*_test.go' '^func Fuzz\w+' . | while IFS=: read -r file func; do \
	  go test -run '^$$' -fuzz "^$${func#func }$$" -fuzztime $(FUZZTIME) "./$$(dirname "$$file")" || exit 1; done

demo: build
	bin/vigil demo --speed $(SPEED)

scenarios: build
	@for s in scenarios/*.txtar; do bin/vigil scenario run "$$(basename "$$s" .txtar)" || exit 1; done

# The programs that the tests and check use beside Go: nats, staticcheck, govulncheck.
tools:
	GOBIN=$(CURDIR)/bin go -C tools install tool
