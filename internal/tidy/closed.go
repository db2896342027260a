// Package tidy holds what tests ask of the source itself. Nothing but tests
// imports it.
package tidy

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
)

// Families reads package events in dir and gives each family's event types: the
// structs that embed the family's marker, a type with a method isEvent.
func Families(dir string) (map[string][]string, error) {
	files, err := parse(dir)
	if err != nil {
		return nil, err
	}
	families := map[string][]string{}
	for _, f := range files {
		for _, decl := range f.Decls {
			if m, ok := decl.(*ast.FuncDecl); ok && m.Recv != nil && m.Name.Name == "isEvent" {
				families[name(m.Recv.List[0].Type)] = nil
			}
		}
	}
	for _, f := range files {
		ast.Inspect(f, func(n ast.Node) bool {
			spec, ok := n.(*ast.TypeSpec)
			if !ok {
				return true
			}
			if s, ok := spec.Type.(*ast.StructType); ok {
				for _, field := range s.Fields.List {
					marker := name(field.Type)
					if _, is := families[marker]; is && len(field.Names) == 0 {
						families[marker] = append(families[marker], spec.Name.Name)
					}
				}
			}
			return true
		})
	}
	for _, types := range families {
		slices.Sort(types)
	}
	return families, nil
}

// Open gives what keeps the type switches of a function in dir from being closed
// over the wanted event types: one sentence for each type without a case, and
// for each case of a type that is not wanted. A function is named F or T.F.
func Open(dir, function string, wanted []string) ([]string, error) {
	files, err := parse(dir)
	if err != nil {
		return nil, err
	}
	var cases []string
	found := false
	for _, f := range files {
		for _, decl := range f.Decls {
			fn, ok := decl.(*ast.FuncDecl)
			if !ok || called(fn) != function {
				continue
			}
			found = true
			ast.Inspect(fn, func(n ast.Node) bool {
				if clause, ok := n.(*ast.CaseClause); ok {
					for _, expr := range clause.List {
						if sel, ok := expr.(*ast.SelectorExpr); ok && name(sel.X) == "events" {
							cases = append(cases, sel.Sel.Name)
						}
					}
				}
				return true
			})
		}
	}
	if !found {
		return nil, fmt.Errorf("no function %s in %s", function, dir)
	}
	var open []string
	for _, want := range wanted {
		if !slices.Contains(cases, want) {
			open = append(open, fmt.Sprintf("%s has no case for events.%s: an empty case with a reason is an answer, absence is not", function, want))
		}
	}
	for _, c := range cases {
		if !slices.Contains(wanted, c) {
			open = append(open, fmt.Sprintf("%s has a case for events.%s, which is not of this family", function, c))
		}
	}
	return open, nil
}

func called(fn *ast.FuncDecl) string {
	if fn.Recv == nil {
		return fn.Name.Name
	}
	return name(fn.Recv.List[0].Type) + "." + fn.Name.Name
}

func name(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.StarExpr:
		return name(e.X)
	}
	return ""
}

func parse(dir string) ([]*ast.File, error) {
	paths, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return nil, err
	}
	fset := token.NewFileSet()
	var files []*ast.File
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(fset, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		files = append(files, f)
	}
	return files, nil
}
