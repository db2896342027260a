package tidy_test

import (
	"fmt"
	"go/ast"
	"slices"
	"strings"
	"testing"
)

var (
	pure   = []string{"events", "projections", "projections/disclosure", "internal/operation"}
	folded = append(slices.Clone(pure), "internal/apply") // the pure ones, and the one way through them
)

// mayImport is the table of ARCHITECTURE.md: which of our packages each may
// import, and why no others. All may import the packages in their own directory.
var mayImport = map[string]struct {
	ours []string
	why  string
}{
	"events":                 {nil, "the vocabulary knows nobody who uses it"},
	"projections":            {[]string{"events"}, "a view is a fold of a feed and of nothing else"},
	"projections/disclosure": {[]string{"events"}, "who sees what must not depend on rules or views"},
	"internal/operation":     {[]string{"events"}, "the rules read events and nothing else"},
	"internal/failpoint":     {nil, "a point says where it is and nothing else"},
	"internal/identity":      {[]string{"events", "internal/failpoint"}, "what is signed does not depend on what is decided"},
	"internal/journal":       {[]string{"events"}, "ports know their bytes, not their users"},
	"internal/enclosures":    {[]string{"events", "internal/identity", "internal/failpoint"}, "what must not stand in the journal is kept apart from it"},
	"internal/apply":         {pure, "start-up, live view, audit and tests call the same apply, which does nothing but fold"},
	"internal/nats": {
		append([]string{"internal/journal", "internal/gateway", "internal/enclosures", "internal/failpoint"}, pure...),
		"NATS implements ports; it decides nothing",
	},
	"internal/tracker": {
		append([]string{"internal/journal", "internal/identity", "internal/enclosures", "internal/gateway", "internal/failpoint"}, folded...),
		"the hub works against ports, so that tests and demo run it without NATS; of gateway it implements the port to the hub",
	},
	"internal/gateway": {
		append([]string{"internal/journal", "internal/identity", "internal/enclosures", "internal/failpoint"}, folded...),
		"a country's side knows the hub by its port only",
	},
	"internal/audit": {
		append([]string{"internal/journal", "internal/identity"}, folded...),
		"an auditor trusts the journal and the rules, never the hub",
	},
	"internal/backup": {
		[]string{"events", "internal/journal", "internal/identity", "internal/enclosures"},
		"a backup is bytes and signatures; what they mean is checked by the audit",
	},
	"internal/drill": {
		append([]string{"internal/tracker", "internal/gateway"}, folded...),
		"a story is played through the doors that people use",
	},
	"internal/simulation": {[]string{"events", "internal/operation"}, "what is made up is decided by the rules and by nothing else"},
	"internal/web":        {append([]string{"internal/gateway"}, folded...), "a page shows what a desk may see, by the desk's port"},
	"internal/tidy":       {nil, "it reads source, it runs none"},
	"cmd/vigil":           {[]string{"internal/cli"}, "main is signals and an exit code"},
	"scenarios":           {nil, "stories are text"},
}

func TestImportsBetweenOurPackages(t *testing.T) {
	var bad []string
	for _, s := range sources(t) {
		if s.support() || under(s.dir, "internal/cli") { // cli wires everything
			continue
		}
		place := s.dir
		for mayImport[place].why == "" && strings.Contains(place, "/") {
			place = place[:strings.LastIndex(place, "/")]
		}
		row, known := mayImport[place]
		if !known {
			bad = append(bad, fmt.Sprintf("%s is a new package: give it a row in imports_test.go and in ARCHITECTURE.md", s.dir))
			continue
		}
		for _, pkg := range s.imports {
			ours, ok := strings.CutPrefix(pkg, module+"/")
			if ok && !slices.Contains(row.ours, ours) && !under(ours, place) {
				bad = append(bad, fmt.Sprintf("%s imports %s: %s", s.path, ours, row.why))
			}
		}
	}
	none(t, bad, "an import points the wrong way")
}

func TestTestSupportStaysInTests(t *testing.T) {
	var bad []string
	for _, s := range sources(t) {
		for _, pkg := range s.imports {
			ours, ok := strings.CutPrefix(pkg, module+"/")
			if ok && !s.support() && (strings.HasSuffix(ours, "test") || ours == "internal/tidy") {
				bad = append(bad, s.path+" imports "+ours)
			}
		}
	}
	none(t, bad, "a package for tests is used outside of them")
}

func TestNATSIsImportedInOnePlace(t *testing.T) {
	var bad []string
	for _, s := range sources(t) {
		for _, pkg := range s.imports {
			if strings.HasPrefix(pkg, "github.com/nats-io/") && !under(s.dir, "internal/nats") {
				bad = append(bad, s.path+" imports "+pkg)
			}
		}
	}
	none(t, bad, "NATS is imported under internal/nats only, so that everything else runs and is tested without it")
}

// clocks and dice are what cli alone makes.
var (
	clocks = map[string][]string{
		"time":    {"Now", "Since", "Until", "After", "AfterFunc", "NewTimer", "NewTicker", "Tick", "Sleep"},
		"context": {"WithTimeout", "WithTimeoutCause", "WithDeadline", "WithDeadlineCause"},
	}
	dice = []string{"crypto/rand", "math/rand", "math/rand/v2"}
)

func TestTimeAndRandomnessArePassedIn(t *testing.T) {
	var bad []string
	for _, s := range sources(t) {
		if s.support() || under(s.dir, "internal/cli") {
			continue
		}
		for _, pkg := range s.imports {
			if slices.Contains(dice, pkg) {
				bad = append(bad, s.path+" imports "+pkg)
			}
		}
		s.calls(func(pkg, name string, at ast.Node) {
			deadline := pkg == "context" && under(s.dir, "internal/nats") // a wait on the network must end
			if slices.Contains(clocks[pkg], name) && !deadline || strings.HasPrefix(pkg, "github.com/oklog/ulid") && name == "Make" {
				bad = append(bad, s.at(at)+" uses "+pkg+"."+name)
			}
		})
	}
	none(t, bad, "time comes from a passed clock and randomness from a passed source, made in internal/cli; else a replay would not give the same bytes")
}

// doing lists what does input or output, or waits for it.
var doing = []string{"os", "net", "io/fs", "io/ioutil", "log", "context", "syscall", "database", "path/filepath", "plugin", "embed", "runtime"}

func TestTheCoreDoesNoIO(t *testing.T) {
	var bad []string
	for _, s := range sources(t) {
		if s.isTest || !slices.Contains(pure, s.dir) {
			continue
		}
		for _, pkg := range s.imports {
			if under(pkg, doing...) {
				bad = append(bad, s.path+" imports "+pkg)
			}
		}
	}
	none(t, bad, "events, operation and projections do no input or output and take no context: they are folds that anybody can repeat")
}

func TestOfTestifyOnlyRequire(t *testing.T) {
	var bad []string
	for _, s := range sources(t) {
		for _, pkg := range s.imports {
			if strings.HasPrefix(pkg, "github.com/stretchr/testify/") && pkg != "github.com/stretchr/testify/require" {
				bad = append(bad, s.path+" imports "+pkg)
			}
			if strings.HasPrefix(pkg, "github.com/stretchr/testify") && !s.support() {
				bad = append(bad, s.path+" imports "+pkg+" outside of a test")
			}
		}
	}
	none(t, bad, "one way to assert: require, in tests")
}
