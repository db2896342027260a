# Go and make are all that is needed. Nothing here asks for a network but the
# first download of the Go modules.
FUZZTIME ?= 30s
SPEED ?= 1
KILLED = TestPointsAreInThisBuild|KilledAtEachPoint|TestFoundingThatIsKilled

.PHONY: build test points check gate record mutants simulate kills linear powercut cluster vulns bench bench-start fuzz demo scenarios tools

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

# Histories of many officers at one operation, longer and more than make test
# plays: each must have an order in which one hub alone gives the same answers.
linear:
	go test ./internal/linear -histories 20 -officers 12 -each 40 -timeout 60m

# Cuts the power of a hub's disk twenty times, and shows with a hub that does not
# flush that this does cut it. Linux, as root: it mounts a file, seen by nobody else.
powercut:
	go test -count=1 -v ./internal/crash -run TestPowerCut -power-rounds 20 -timeout 30m

# Every scenario on three servers, with the bytes of one in memory.
cluster:
	go test -count=1 ./internal/cli -run TestScenariosOnThreeServers -every-story -timeout 30m

# Apart from check, for it asks a database elsewhere.
vulns:
	go tool -modfile=tools/go.mod govulncheck ./...

bench:
	go test -run '^$$' -bench . -benchmem ./internal/bench

# A hub's start on a million events: the journal is made first, which takes the longest.
bench-start:
	go test -run '^$$' -bench Start -benchtime 3x -timeout 6h ./internal/bench -events 1000000

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
