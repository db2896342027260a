package tidy

import (
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

// Mutant is the variable of the environment that names the rule to take out.
const Mutant = "VIGIL_MUTANT"

// Switched gives the files of a package in which each of these rules bites unless
// Mutant names it: every condition that leads to it is then never true. A rule is
// named as a refusal or a breach shows it, or is the act of a clock. The answer is
// each file's path and what would stand there; one file is new and holds the switch.
//
// After a rule may stand a function that is one of many that the rule asks: then what
// that function answers is nothing, and the rule asks on.
//
// It is an error if a rule stands nowhere, or somewhere that nothing leads to.
func Switched(dir string, rules ...string) (map[string][]byte, error) {
	fset := token.NewFileSet()
	paths, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return nil, err
	}
	parsed := map[string]*ast.File{}
	for _, path := range paths {
		if !strings.HasSuffix(path, "_test.go") {
			if parsed[path], err = parser.ParseFile(fset, path, nil, 0); err != nil {
				return nil, err
			}
		}
	}
	edits := map[string][]edit{}
	pack := ""
	for _, rule := range rules {
		name, bites := "", false
		for _, file := range parsed {
			if n := constant(file, rule); n != "" {
				name = n
			}
			pack = file.Name.Name
		}
		for path, file := range parsed {
			var found []edit
			if _, asked, one := strings.Cut(rule, " "); one {
				found = spared(fset, file, asked, rule)
			} else if found, err = switches(fset, file, name, rule); err != nil {
				return nil, err
			}
			edits[path] = append(edits[path], found...)
			bites = bites || len(found) > 0
		}
		if !bites {
			return nil, fmt.Errorf("%s: no rule of that name bites in %s", rule, dir)
		}
	}
	changed := map[string][]byte{filepath.Join(dir, "mutant_switch.go"): fmt.Appendf(nil, switchFile, pack, Mutant)}
	for path, list := range edits {
		if len(list) > 0 {
			source, err := os.ReadFile(path)
			if err != nil {
				return nil, err
			}
			changed[path] = applied(source, list)
		}
	}
	return changed, nil
}

const switchFile = `package %s

import "os"

var mutant = os.Getenv(%q)

func spared[T any](rule string, v T) (none T) {
	if mutant == rule {
		return none
	}
	return v
}
`

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

// edit puts text before and after what stands from one place of a file to another.
type edit struct {
	from, to      int
	before, after string
}

func switches(fset *token.FileSet, file *ast.File, name, value string) ([]edit, error) {
	var edits []edit
	var failed error
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
			found := never(above, fset, value)
			if len(found) == 0 {
				failed = fmt.Errorf("%s: nothing leads to it at %s", value, fset.Position(n.Pos()))
			}
			for _, e := range found {
				if !slices.Contains(edits, e) {
					edits = append(edits, e)
				}
			}
			return true
		})
	}
	return edits, failed
}

// spared puts the switch of a rule around every call of what it asks.
func spared(fset *token.FileSet, file *ast.File, asked, rule string) (edits []edit) {
	ast.Inspect(file, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok && callee(call) == asked {
			edits = append(edits, edit{fset.Position(call.Pos()).Offset, fset.Position(call.End()).Offset, fmt.Sprintf("spared(%q, ", rule), ")"})
		}
		return true
	})
	return edits
}

// callee is the name of the function that a call calls.
func callee(call *ast.CallExpr) string {
	switch f := call.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	}
	return ""
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
		return !slices.Contains([]string{"settle", "settleAll", "Alert", "Cause", "string"}, callee(up))
	case *ast.CompositeLit:
		_, list := up.Type.(*ast.ArrayType) // of names to look through
		return !list
	}
	return false
}

// never finds what makes the innermost condition above a node one that does not
// hold, or, where none leads to a statement or a result, takes that out.
func never(above []ast.Node, fset *token.FileSet, rule string) []edit {
	offset := func(p token.Pos) int { return fset.Position(p).Offset }
	around := func(n ast.Node, before, after string) []edit {
		return []edit{{offset(n.Pos()), offset(n.End()), before, after}}
	}
	differs := fmt.Sprintf("mutant != %q", rule)
	conditions := func(list ...ast.Expr) (edits []edit) {
		for _, c := range list {
			edits = append(edits, around(c, differs+" && (", ")")...)
		}
		return edits
	}
	for i := len(above) - 2; i >= 0; i-- {
		below := above[i+1]
		switch n := above[i].(type) {
		case *ast.IfStmt:
			if below == n.Body || below == n.Init {
				return conditions(n.Cond)
			}
		case *ast.CaseClause:
			if s, ok := above[i-2].(*ast.SwitchStmt); ok && s.Tag == nil && len(n.List) > 0 {
				return conditions(n.List...)
			}
			if stands(below) {
				return around(below, "if "+differs+" { ", " }")
			}
		case *ast.RangeStmt:
			if at := offset(n.Body.Lbrace) + 1; below == n.Body {
				return []edit{{at, at, fmt.Sprintf(" if mutant == %q { continue }; ", rule), ""}}
			}
		case *ast.BlockStmt:
			if _, leads := above[i-1].(*ast.IfStmt); !leads && stands(below) {
				return around(below, "if "+differs+" { ", " }")
			}
		case *ast.CallExpr:
			if n.Ellipsis.IsValid() && below == n.Args[len(n.Args)-1] && unconditional(above[:i]) {
				return around(below, fmt.Sprintf("spared(%q, ", rule), ")")
			}
		case *ast.ReturnStmt:
			if len(n.Results) == 1 && unconditional(above[:i]) {
				kind := ""
				if gives(above[:i]) == "error" {
					kind = "[error]" // no pointer that is nil and yet an error
				}
				return around(below, fmt.Sprintf("spared%s(%q, ", kind, rule), ")")
			}
		}
	}
	return nil
}

// stands tells whether a statement can be left out.
func stands(n ast.Node) bool {
	a, assigns := n.(*ast.AssignStmt)
	_, calls := n.(*ast.ExprStmt)
	return calls || assigns && a.Tok != token.DEFINE
}

// unconditional tells whether nothing but the function itself leads to a node.
func unconditional(above []ast.Node) bool {
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

// gives is the name of the type that the innermost function gives; empty if it is no
// plain name.
func gives(above []ast.Node) string {
	for i := len(above) - 1; i >= 0; i-- {
		var of *ast.FuncType
		switch f := above[i].(type) {
		case *ast.FuncLit:
			of = f.Type
		case *ast.FuncDecl:
			of = f.Type
		default:
			continue
		}
		if name, plain := of.Results.List[0].Type.(*ast.Ident); plain {
			return name.Name
		}
		return ""
	}
	return ""
}

// applied makes the edits. Of two that begin or end at one place the wider stands
// outside.
func applied(source []byte, edits []edit) []byte {
	type insert struct {
		at, wide int // those that close come first, the narrow ones before the wide
		text     string
	}
	var list []insert
	for i, e := range edits {
		wide := (e.to-e.from)*len(edits) + i
		list = append(list, insert{e.from, 1<<40 - wide, e.before}, insert{e.to, wide - 1<<40, e.after})
	}
	slices.SortStableFunc(list, func(a, b insert) int {
		if a.at != b.at {
			return a.at - b.at
		}
		return a.wide - b.wide
	})
	var out []byte
	at := 0
	for _, in := range list {
		out = append(append(out, source[at:in.at]...), in.text...)
		at = in.at
	}
	return append(out, source[at:]...)
}
