package tidy

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
)

var mutants = flag.Bool("mutants", false, "take out each rule of docs/invariants.md in turn; its test must go red")

// invariant is a line of docs/invariants.md: a rule that carries an invariant.
type invariant struct {
	no, rule, onViolation, source, code, test, scenario string
}

// one is the rule, and, where it asks many, which of them this is about.
func (i invariant) one() string {
	_, asked, _ := strings.Cut(i.code, " ")
	return strings.TrimSpace(i.rule + " " + asked)
}

// file is where the rule is named, or what it asks.
func (i invariant) file() string {
	path, _, _ := strings.Cut(i.code, " ")
	return path
}

const invariantsPage = "../../docs/invariants.md"

func invariants(t *testing.T) []invariant {
	page, err := os.ReadFile(invariantsPage)
	require.NoError(t, err)
	var list []invariant
	for _, line := range strings.Split(string(page), "\n") {
		if !strings.HasPrefix(line, "| INV-") {
			continue
		}
		cells := strings.Split(strings.Trim(line, "|"), "|")
		require.Len(t, cells, 7, "not seven columns: %s", line)
		for i := range cells {
			cells[i] = strings.Trim(strings.TrimSpace(cells[i]), "`")
		}
		list = append(list, invariant{cells[0], cells[1], cells[2], cells[3], cells[4], cells[5], cells[6]})
	}
	return list
}

// TestInvariantsAreKept: each of the 28 has a rule that stands where the page says,
// a source, a test that is there and a scenario in which it matters.
func TestInvariantsAreKept(t *testing.T) {
	list := invariants(t)
	for n := 1; n <= 28; n++ {
		no := fmt.Sprintf("INV-%02d", n)
		require.True(t, slices.ContainsFunc(list, func(i invariant) bool { return i.no == no }), "%s stands nowhere in docs/invariants.md", no)
	}
	for _, i := range list {
		require.Contains(t, []string{"refused", "breach", "alert", "clock", "by form", "computed"}, i.onViolation, i.no)
		require.NotEmpty(t, i.source, i.no)
		code, err := os.ReadFile(filepath.Join("../..", i.file()))
		require.NoError(t, err, i.no)
		if _, asked, one := strings.Cut(i.code, " "); one {
			require.Regexp(t, `(?m)^func (\(.*\) )?`+asked+`\(`, string(code), "%s: %s has no such function", i.no, i.code)
		} else if i.rule != "–" {
			require.Contains(t, string(code), `"`+i.rule+`"`, "%s: %s names no such rule", i.no, i.code)
		}
		dir, name, ok := strings.Cut(i.test, " ")
		require.True(t, ok, "%s: a test is a package and a name: %s", i.no, i.test)
		require.True(t, declares(t, filepath.Join("../..", dir), name), "%s: %s has no %s", i.no, dir, name)
		if i.scenario != "–" {
			_, err := os.Stat(filepath.Join("../../scenarios", i.scenario+".txtar"))
			require.NoError(t, err, i.no)
		}
	}
}

// declares tells whether a package has a test function.
func declares(t *testing.T, dir, name string) bool {
	function := regexp.MustCompile(`(?m)^func ` + regexp.QuoteMeta(name) + `\(t \*testing\.T\)`)
	files, err := filepath.Glob(filepath.Join(dir, "*_test.go"))
	require.NoError(t, err)
	return slices.ContainsFunc(files, func(path string) bool {
		source, err := os.ReadFile(path)
		require.NoError(t, err)
		return function.Match(source)
	})
}

// clock is a line of the second table of docs/invariants.md.
type clock struct{ name, act, otherwise, planned, source, test string }

func clocks(t *testing.T) []clock {
	page, err := os.ReadFile(invariantsPage)
	require.NoError(t, err)
	var list []clock
	_, table, found := strings.Cut(string(page), "| clock | act | default |")
	require.True(t, found)
	table, _, _ = strings.Cut(table, "\n\n")
	for _, line := range strings.Split(table, "\n")[2:] {
		cells := strings.Split(strings.Trim(line, "|"), "|")
		require.Len(t, cells, 6, "not six columns: %s", line)
		for i := range cells {
			cells[i] = strings.Trim(strings.TrimSpace(cells[i]), "`")
			require.NotEmpty(t, cells[i], line)
		}
		list = append(list, clock{cells[0], cells[1], cells[2], cells[3], cells[4], cells[5]})
	}
	return list
}

// TestClocksAreKept: each clock of the page is one, each that there is stands there but
// for those of the house, and its test is there.
func TestClocksAreKept(t *testing.T) {
	list := clocks(t)
	for _, row := range events.Acts {
		if row.Nature == events.Clock && !slices.Contains(ofTheHouse, row.Act) {
			require.True(t, slices.ContainsFunc(list, func(c clock) bool { return c.act == string(row.Act) }), "%s stands nowhere among the clocks of docs/invariants.md", row.Act)
		}
	}
	for _, c := range list {
		require.True(t, slices.ContainsFunc(events.Acts, func(row events.ActRow) bool {
			return string(row.Act) == c.act && row.Nature == events.Clock
		}), "%s is no clock", c.act)
		dir, name, _ := strings.Cut(c.test, " ")
		require.True(t, declares(t, filepath.Join("../..", dir), name), "%s: %s has no %s", c.name, dir, name)
	}
}

// ofTheHouse are acts of the hub that no time that runs out leads to.
var ofTheHouse = []events.Act{"clock.jumped", "deconfliction.found"}

// TestMutants takes each rule out in turn and runs the test that the page names. A test
// that stays green proves nothing. Every rule of a package is in one build that takes
// out the one that it is told.
func TestMutants(t *testing.T) {
	if !*mutants {
		t.Skip("takes minutes: make mutants")
	}
	carried := map[string][]invariant{}
	for _, i := range invariants(t) {
		if i.rule != "–" && i.onViolation != "by form" {
			carried[filepath.Dir(i.file())] = append(carried[filepath.Dir(i.file())], i)
		}
	}
	for dir, list := range carried {
		built := built(t, dir, list)
		for _, i := range list {
			t.Run(i.no+"/"+i.one(), func(t *testing.T) {
				pack, name, _ := strings.Cut(i.test, " ")
				require.Equal(t, dir, pack, "its test is in another package")
				run := exec.Command(built, "-test.run=^"+name+"$", "-test.timeout=120s")
				run.Dir = filepath.Join("../..", dir)
				run.Env = append(os.Environ(), Mutant+"=")
				out, err := run.CombinedOutput()
				require.NoError(t, err, "it is red with all rules:\n%s", out)
				run = exec.Command(run.Path, run.Args[1:]...)
				run.Dir = filepath.Join("../..", dir)
				run.Env = append(os.Environ(), Mutant+"="+i.one())
				out, err = run.CombinedOutput()
				require.Error(t, err, "%s stays green without %s", i.test, i.one())
				require.Contains(t, string(out), "--- FAIL", "it does not even run:\n%s", out)
			})
		}
	}
}

// built compiles the tests of a package with a switch for each of its rules.
func built(t *testing.T, dir string, list []invariant) string {
	from, err := filepath.Abs(filepath.Join("../..", dir))
	require.NoError(t, err)
	var rules []string
	for _, i := range list {
		if !slices.Contains(rules, i.one()) {
			rules = append(rules, i.one())
		}
	}
	changed, err := Switched(from, rules...)
	require.NoError(t, err)
	scratch, overlay := t.TempDir(), map[string]map[string]string{"Replace": {}}
	for path, source := range changed {
		copied := filepath.Join(scratch, filepath.Base(path))
		require.NoError(t, os.WriteFile(copied, source, 0o600))
		overlay["Replace"][path] = copied
	}
	encoded, err := json.Marshal(overlay)
	require.NoError(t, err)
	files, binary := filepath.Join(scratch, "overlay.json"), filepath.Join(scratch, "mutants.test")
	require.NoError(t, os.WriteFile(files, encoded, 0o600))
	build := exec.Command("go", "test", "-c", "-vet=off", "-overlay="+files, "-o", binary, "./"+dir)
	build.Dir = "../.."
	out, err := build.CombinedOutput()
	require.NoError(t, err, "%s", out)
	return binary
}

// TestSwitched: what is never true is the condition that leads to the rule, and no
// other.
func TestSwitched(t *testing.T) {
	dir := t.TempDir()
	source := `package p

const (
	First Rule = "first"
	Next  Rule = "next"
)

func ask(a, b bool) error {
	if a {
		return refuse(First)
	}
	switch {
	case b, !a:
		return refuse(Next)
	}
	for range 3 {
		visit("third")
	}
	for _, r := range []Rule{First, Next} {
		visit(r)
	}
	return always("fourth")
}
`
	path := filepath.Join(dir, "p.go")
	require.NoError(t, os.WriteFile(path, []byte(source), 0o600))
	edits := map[string][2]string{
		"first":  {"if a {", `if mutant != "first" && (a) {`},
		"next":   {"case b, !a:", `case mutant != "next" && (b), mutant != "next" && (!a):`},
		"third":  {`visit("third")`, `if mutant != "third" { visit("third") }`},
		"fourth": {`always("fourth")`, `spared[error]("fourth", always("fourth"))`},
	}
	all := source
	for rule, want := range edits {
		changed, err := Switched(dir, rule)
		require.NoError(t, err)
		require.Equal(t, strings.Replace(source, want[0], want[1], 1), string(changed[path]), rule)
		all = strings.Replace(all, want[0], want[1], 1)
	}
	changed, err := Switched(dir, "first", "next", "third", "fourth")
	require.NoError(t, err)
	require.Equal(t, all, string(changed[path]))
	changed, err = Switched(dir, "first always")
	require.NoError(t, err)
	require.Contains(t, string(changed[path]), `return spared("first always", always("fourth"))`, "one thing that a rule asks")
	_, err = Switched(dir, "fifth")
	require.ErrorContains(t, err, "no rule of that name")
}

// TestApplied: what is wider stands outside.
func TestApplied(t *testing.T) {
	require.Equal(t, "((<a>)b)c", string(applied([]byte("abc"), []edit{{0, 1, "<", ">"}, {0, 1, "(", ")"}, {0, 2, "(", ")"}})))
}
