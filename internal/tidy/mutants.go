package tidy

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// Disabled gives the files of a package in which a rule no longer bites: every
// condition that leads to it is never true. The rule is named as a refusal or a
// breach shows it, or is the act of a clock. The answer is each changed file's
// path and what would stand there.
//
// It is an error if the rule stands nowhere, or somewhere that no condition leads to.
func Disabled(dir, rule string) (map[string][]byte, error) {
	fset := token.NewFileSet()
	paths, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return nil, err
	}
	parsed := map[string]*ast.File{}
	name := ""
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(fset, path, nil, 0)
		if err != nil {
			return nil, err
		}
		parsed[path] = file
		if n := constant(file, rule); n != "" {
			name = n
		}
	}
	changed := map[string][]byte{}
	for path, file := range parsed {
		edits, err := disabling(fset, file, name, rule)
		if err != nil {
			return nil, err
		}
		if len(edits) == 0 {
			continue
		}
		source, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		changed[path] = applied(source, edits)
	}
	if len(changed) == 0 {
		return nil, fmt.Errorf("%s: no rule of that name bites in %s", rule, dir)
	}
	return changed, nil
}

// constant is the name of the constant with this value; empty if the file has none.
func constant(file *ast.File, value string) (name string) {
	for _, d := range file.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok || g.Tok != token.CONST {
			continue
		}
		for _, s := range g.Specs {
			v := s.(*ast.ValueSpec)
			for i, e := range v.Values {
				if lit, ok := e.(*ast.BasicLit); ok && lit.Value == strconv.Quote(value) {
					name = v.Names[i].Name
				}
			}
		}
	}
	return name
}

// edit puts text at one place of a file, in the place of what stands until another.
type edit struct {
	from, to int
	text     string
}

func disabling(fset *token.FileSet, file *ast.File, name, value string) ([]edit, error) {
	var edits []edit
	var failed error
	offset := func(p token.Pos) int { return fset.Position(p).Offset }
	for _, d := range file.Decls {
		function, ok := d.(*ast.FuncDecl)
		if !ok {
			continue
		}
		var above []ast.Node
		ast.Inspect(function, func(n ast.Node) bool {
			if n == nil {
				above = above[:len(above)-1]
				return false
			}
			above = append(above, n)
			if !bites(n, above, name, value) {
				return true
			}
			e, ok := never(above, offset)
			if !ok {
				failed = fmt.Errorf("%s: no condition leads to it at %s", value, fset.Position(n.Pos()))
			} else if !slices.Contains(edits, e) {
				edits = append(edits, e)
			}
			return true
		})
	}
	return edits, failed
}

// bites tells whether a node is the rule being broken, and not a question about it: a
// name or a text that is an argument of a call or a member of a literal.
func bites(n ast.Node, above []ast.Node, name, value string) bool {
	switch n := n.(type) {
	case *ast.Ident:
		if name == "" || n.Name != name {
			return false
		}
	case *ast.BasicLit:
		if name != "" || n.Value != strconv.Quote(value) {
			return false
		}
	default:
		return false
	}
	switch up := above[len(above)-2].(type) {
	case *ast.CallExpr:
		called := ""
		switch f := up.Fun.(type) {
		case *ast.Ident:
			called = f.Name
		case *ast.SelectorExpr:
			called = f.Sel.Name
		}
		return !slices.Contains([]string{"settle", "settleAll", "Alert", "Cause", "string", "EqualFold", "decides", "clocks", "observes"}, called)
	case *ast.CompositeLit:
		_, list := up.Type.(*ast.ArrayType) // of names to look through
		return !list
	}
	return false
}

// never finds what makes the innermost condition above a node one that does not
// hold, or, where none leads to a statement or a result, takes that out.
func never(above []ast.Node, offset func(token.Pos) int) (edit, bool) {
	in := func(from, to ast.Node, text string) (edit, bool) {
		return edit{offset(from.Pos()), offset(to.End()), text}, true
	}
	for i := len(above) - 2; i >= 0; i-- {
		below := above[i+1]
		switch n := above[i].(type) {
		case *ast.IfStmt:
			if below == n.Body || below == n.Init {
				return in(n.Cond, n.Cond, "false && (\x00)")
			}
		case *ast.CaseClause:
			if slices.Contains(exprs(n.List), below) {
				continue
			}
			if s, ok := above[i-2].(*ast.SwitchStmt); ok && s.Tag == nil && len(n.List) > 0 {
				return in(n.List[0], n.List[len(n.List)-1], "false && (\x00)")
			}
			if stands(below) {
				return in(below, below, "")
			}
		case *ast.RangeStmt:
			if below == n.Body {
				return edit{offset(n.Body.Lbrace) + 1, offset(n.Body.Lbrace) + 1, " if true { continue }; "}, true
			}
		case *ast.BlockStmt:
			if _, leads := above[i-1].(*ast.IfStmt); !leads && stands(below) {
				return in(below, below, "")
			}
		case *ast.CallExpr:
			if n.Ellipsis.IsValid() && below == n.Args[len(n.Args)-1] && conditionless(above[:i]) {
				return in(below, below, "nil")
			}
		case *ast.ReturnStmt:
			if len(n.Results) == 1 && conditionless(above[:i]) {
				return in(below, below, "nil")
			}
		}
	}
	return edit{}, false
}

// stands tells whether a statement can be left out.
func stands(n ast.Node) bool {
	a, assigns := n.(*ast.AssignStmt)
	_, calls := n.(*ast.ExprStmt)
	return calls || assigns && a.Tok != token.DEFINE
}

// conditionless tells whether nothing but the function itself leads to a node.
func conditionless(above []ast.Node) bool {
	for i := len(above) - 1; i >= 0; i-- {
		switch above[i].(type) {
		case *ast.IfStmt, *ast.CaseClause, *ast.RangeStmt, *ast.ForStmt:
			return false
		case *ast.FuncLit, *ast.FuncDecl:
			return true
		}
	}
	return true
}

func exprs(list []ast.Expr) []ast.Node {
	nodes := make([]ast.Node, len(list))
	for i, e := range list {
		nodes[i] = e
	}
	return nodes
}

// applied makes the edits, of which none may lie within another: if one does, the
// outer is made.
func applied(source []byte, edits []edit) []byte {
	slices.SortFunc(edits, func(a, b edit) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(b.to, a.to)) })
	var out []byte
	at := 0
	for _, e := range edits {
		if e.from < at {
			continue
		}
		out = append(out, source[at:e.from]...)
		out = append(out, strings.ReplaceAll(e.text, "\x00", string(source[e.from:e.to]))...)
		at = e.to
	}
	return append(out, source[at:]...)
}
