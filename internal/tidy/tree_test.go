package tidy_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const (
	module = "vigil"
	root   = "../.."
)

// source is one Go file. The tree is read with the parser and not with go list,
// so that the test cache knows what it depends on and all build tags are seen.
type source struct {
	path    string // from the root
	dir     string // its package
	isTest  bool
	file    *ast.File
	set     *token.FileSet
	lines   int
	imports []string
}

// support tells packages that only tests import: they are held to the rules of
// tests.
func (s source) support() bool { return s.isTest || strings.HasSuffix(s.dir, "test") }

func (s source) at(n ast.Node) string {
	return s.path + ":" + strconv.Itoa(s.set.Position(n.Pos()).Line)
}

// calls visits every use of a function of an imported package, by the package's
// path and the function's name.
func (s source) calls(visit func(pkg, name string, at ast.Node)) {
	local := map[string]string{}
	for _, i := range s.file.Imports {
		pkg, _ := strconv.Unquote(i.Path.Value)
		name := path.Base(pkg)
		if name == "v2" {
			name = path.Base(path.Dir(pkg))
		}
		if i.Name != nil {
			name = i.Name.Name
		}
		local[name] = pkg
	}
	ast.Inspect(s.file, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := sel.X.(*ast.Ident); ok && local[x.Name] != "" {
				visit(local[x.Name], sel.Sel.Name, sel)
			}
		}
		return true
	})
}

var parsed []source // once for all tests, which run one after the other

func sources(t *testing.T) []source {
	if parsed != nil {
		return parsed
	}
	var list []source
	set := token.NewFileSet()
	walk(t, func(name string) {
		if !strings.HasSuffix(name, ".go") {
			return
		}
		file, err := parser.ParseFile(set, filepath.Join(root, name), nil, parser.ParseComments)
		require.NoError(t, err)
		s := source{path: name, dir: path.Dir(name), isTest: strings.HasSuffix(name, "_test.go"), file: file, set: set,
			lines: set.File(file.Pos()).LineCount()}
		for _, i := range file.Imports {
			pkg, err := strconv.Unquote(i.Path.Value)
			require.NoError(t, err)
			s.imports = append(s.imports, pkg)
		}
		list = append(list, s)
	})
	require.NotEmpty(t, list)
	parsed = list
	return list
}

// packages lists the directories that hold Go code other than tests.
func packages(t *testing.T) []string {
	var list []string
	for _, s := range sources(t) {
		if !s.isTest {
			list = append(list, s.dir)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// texts visits every text file that belongs to the project.
func texts(t *testing.T, visit func(name, text string)) {
	walk(t, func(name string) {
		b, err := os.ReadFile(filepath.Join(root, name))
		require.NoError(t, err)
		if !slices.Contains(b, 0) {
			visit(name, string(b))
		}
	})
}

// walk visits the files of the project: all but hidden ones and what the build
// leaves behind.
func walk(t *testing.T, visit func(name string)) {
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		hidden := strings.HasPrefix(d.Name(), ".") && d.Name() != ".." && d.Name() != ".github"
		switch {
		case hidden && d.IsDir():
			return filepath.SkipDir
		case hidden || !d.Type().IsRegular():
			return nil
		}
		inside, err := filepath.Rel(root, name)
		if err == nil {
			visit(filepath.ToSlash(inside))
		}
		return err
	})
	require.NoError(t, err)
}

// under tells whether a package lies in a directory.
func under(dir string, in ...string) bool {
	return slices.ContainsFunc(in, func(p string) bool { return dir == p || strings.HasPrefix(dir, p+"/") })
}

// none fails with every finding at once.
func none(t *testing.T, findings []string, rule string) {
	t.Helper()
	if len(findings) > 0 {
		slices.Sort(findings)
		t.Fatalf("%s:\n  %s", rule, strings.Join(slices.Compact(findings), "\n  "))
	}
}
