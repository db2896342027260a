package tidy_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/mod/modfile"
)

// document reads a file of the project.
func document(t *testing.T, name string) string {
	b, err := os.ReadFile(filepath.Join(root, name))
	if errors.Is(err, fs.ErrNotExist) {
		t.Fatalf("there is no %s", name)
	}
	require.NoError(t, err)
	return string(b)
}

// table gives the rows of the first Markdown table whose header has these
// columns, cell by cell without back quotes.
func table(text string, columns ...string) [][]string {
	var rows [][]string
	inside := false
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if !strings.HasPrefix(line, "|") {
			if inside {
				break
			}
			continue
		}
		cells := strings.Split(strings.Trim(line, "|"), "|")
		for i := range cells {
			cells[i] = strings.ReplaceAll(strings.TrimSpace(cells[i]), "`", "")
		}
		switch {
		case !inside:
			inside = len(cells) >= len(columns) && slices.EqualFunc(cells[:len(columns)], columns, strings.EqualFold)
		case strings.Trim(cells[0], "-: ") != "":
			rows = append(rows, cells)
		}
	}
	return rows
}

func TestArchitectureListsThePackages(t *testing.T) {
	rows := table(document(t, "ARCHITECTURE.md"), "package", "purpose", "may import (ours)")
	require.NotEmpty(t, rows, "ARCHITECTURE.md has no table with the columns package | purpose | may import (ours)")
	ours := packages(t)
	covered := map[string]bool{}
	var bad []string
	for _, row := range rows {
		dir, below := strings.CutSuffix(row[0], "/...")
		found := false
		for _, p := range ours {
			if p == dir || below && under(p, dir) {
				found, covered[p] = true, true
			}
		}
		if !found {
			bad = append(bad, "the table lists "+row[0]+", which is no package")
		}
		if len(row) < 3 || row[1] == "" || row[2] == "" {
			bad = append(bad, "the row of "+row[0]+" has an empty cell: write – for none")
		}
	}
	for _, p := range ours {
		if !covered[p] {
			bad = append(bad, p+" is not in the table")
		}
	}
	none(t, bad, "ARCHITECTURE.md and the tree differ")
}

var (
	adrName     = regexp.MustCompile(`^(\d{4})-[a-z0-9-]+\.md$`)
	adrDate     = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`)
	adrStatuses = []string{"proposed", "accepted", "implemented", "superseded", "rejected"}
)

// TestDecisionRecords: each record has the form
//
//	# NNNN: Title
//
//	| status | date |
//	|---|---|
//	| accepted | 2026-03-02 |
//
//	| revision | date | author | info |
//	|---|---|---|---|
//	| 1 | 2026-03-02 | … | … |
func TestDecisionRecords(t *testing.T) {
	files, err := os.ReadDir(filepath.Join(root, "docs/adr"))
	if errors.Is(err, fs.ErrNotExist) {
		t.Fatal("there are no decision records")
	}
	require.NoError(t, err)
	index := document(t, "docs/adr/README.md")
	var bad []string
	numbers := map[string]string{}
	for _, f := range files {
		if f.Name() == "README.md" {
			continue
		}
		say := func(format string, args ...any) {
			bad = append(bad, "docs/adr/"+f.Name()+" "+fmt.Sprintf(format, args...))
		}
		name := adrName.FindStringSubmatch(f.Name())
		if name == nil {
			say("is not called NNNN-words-like-these.md")
			continue
		}
		if other := numbers[name[1]]; other != "" {
			say("has the number of %s", other)
		}
		numbers[name[1]] = f.Name()
		text := document(t, "docs/adr/"+f.Name())
		if title, ok := strings.CutPrefix(text, "# "+name[1]+": "); !ok || strings.HasPrefix(title, "\n") {
			say("does not begin with %q and a title", "# "+name[1]+": ")
		}
		head := table(text, "status", "date")
		if len(head) != 1 || len(head[0]) < 2 {
			say("has no table | status | date | with one row")
		} else {
			if !slices.Contains(adrStatuses, strings.Fields(head[0][0] + " -")[0]) {
				say("has the status %q: use one of %s", head[0][0], strings.Join(adrStatuses, ", "))
			}
			if !adrDate.MatchString(head[0][1]) {
				say("has the date %q: write YYYY-MM-DD", head[0][1])
			}
		}
		revisions := table(text, "revision", "date", "author", "info")
		if len(revisions) == 0 {
			say("has no table | revision | date | author | info | with a row")
		}
		for i, r := range revisions {
			if r[0] != fmt.Sprint(i+1) || len(r) < 4 || !adrDate.MatchString(r[1]) {
				say("revision %d is not | %d | YYYY-MM-DD | author | info |", i+1, i+1)
			}
		}
		if !strings.Contains(index, "("+f.Name()+")") {
			say("is not linked in docs/adr/README.md")
		}
	}
	none(t, bad, "decision records")
}

func TestDependenciesAreExplained(t *testing.T) {
	rows := table(document(t, "docs/dependencies.md"), "module")
	require.NotEmpty(t, rows, "docs/dependencies.md has no table with the first column module and a reason behind it")
	mod, err := modfile.Parse("go.mod", []byte(document(t, "go.mod")), nil)
	require.NoError(t, err)
	direct := map[string]bool{}
	for _, r := range mod.Require {
		direct[r.Mod.Path] = !r.Indirect
	}
	var bad []string
	listed := map[string]bool{}
	for _, row := range rows {
		listed[row[0]] = true
		if !direct[row[0]] {
			bad = append(bad, row[0]+" is listed, but is no direct dependency")
		}
		if len(row) < 2 || slices.Contains(row, "") {
			bad = append(bad, row[0]+" has no reason")
		}
	}
	for path, is := range direct {
		if is && !listed[path] {
			bad = append(bad, path+" is not listed: say what it replaces, or do without it")
		}
	}
	none(t, bad, "docs/dependencies.md and go.mod differ")
}
