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
)

var mutants = flag.Bool("mutants", false, "disable each rule of docs/invariants.md in turn; its test must go red")

// invariant is a line of docs/invariants.md: a rule that carries an invariant.
type invariant struct {
	no, rule, onViolation, source, code, test, scenario string
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
		code, err := os.ReadFile(filepath.Join("../..", i.code))
		require.NoError(t, err, i.no)
		if i.rule != "–" {
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

// TestMutants takes each rule out in turn, in a copy, and runs the test that the
// page names. A test that stays green proves nothing.
func TestMutants(t *testing.T) {
	if !*mutants {
		t.Skip("takes minutes: make mutants")
	}
	for _, i := range invariants(t) {
		if i.rule == "–" || i.onViolation == "by form" {
			continue
		}
		t.Run(i.no+"/"+i.rule, func(t *testing.T) {
			dir, err := filepath.Abs(filepath.Join("../..", filepath.Dir(i.code)))
			require.NoError(t, err)
			changed, err := Disabled(dir, i.rule)
			require.NoError(t, err)
			scratch, overlay := t.TempDir(), map[string]map[string]string{"Replace": {}}
			for path, source := range changed {
				copied := filepath.Join(scratch, filepath.Base(path))
				require.NoError(t, os.WriteFile(copied, source, 0o600))
				overlay["Replace"][path] = copied
			}
			list := filepath.Join(scratch, "overlay.json")
			encoded, err := json.Marshal(overlay)
			require.NoError(t, err)
			require.NoError(t, os.WriteFile(list, encoded, 0o600))

			pack, name, _ := strings.Cut(i.test, " ")
			run := exec.Command("go", "test", "-count=1", "-vet=off", "-timeout=120s", "-overlay="+list, "-run=^"+name+"$", "./"+pack)
			run.Dir = "../.."
			out, err := run.CombinedOutput()
			require.Error(t, err, "%s stays green without %s:\n%s", i.test, i.rule, out)
			require.Contains(t, string(out), "--- FAIL", "it does not even compile:\n%s", out)
		})
	}
}

// TestDisabled: what is never true is the condition that leads to the rule, and no
// other.
func TestDisabled(t *testing.T) {
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
	return nil
}
`
	require.NoError(t, os.WriteFile(filepath.Join(dir, "p.go"), []byte(source), 0o600))
	for rule, want := range map[string][2]string{
		"first": {"if a {", "if false && (a) {"},
		"next":  {"case b, !a:", "case false && (b, !a):"},
		"third": {"\tvisit(\"third\")\n", "\t\n"},
	} {
		changed, err := Disabled(dir, rule)
		require.NoError(t, err)
		require.Equal(t, strings.Replace(source, want[0], want[1], 1), string(changed[filepath.Join(dir, "p.go")]), rule)
	}
	_, err := Disabled(dir, "fourth")
	require.ErrorContains(t, err, "no rule of that name")
}
