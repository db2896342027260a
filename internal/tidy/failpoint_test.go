package tidy_test

import (
	"go/ast"
	"strconv"
	"testing"

	"vigil/internal/failpoint"
)

// TestEveryFailpointIsInTheTable: each point stands at one place of the source and
// once in the table, from which internal/crash takes what it kills.
func TestEveryFailpointIsInTheTable(t *testing.T) {
	var bad []string
	places := map[string][]string{}
	for _, s := range sources(t) {
		ast.Inspect(s.file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			if sel, ok := call.Fun.(*ast.SelectorExpr); ok && sel.Sel.Name == "At" {
				if x, ok := sel.X.(*ast.Ident); ok && x.Name == "failpoint" {
					name := ""
					if lit, ok := call.Args[0].(*ast.BasicLit); ok {
						name, _ = strconv.Unquote(lit.Value)
					}
					places[name] = append(places[name], s.at(call))
				}
			}
			return true
		})
	}
	rows := map[string]bool{}
	for _, row := range failpoint.Table {
		if rows[row.Name] {
			bad = append(bad, row.Name+" stands in the table twice")
		}
		rows[row.Name] = true
		if len(places[row.Name]) == 0 {
			bad = append(bad, row.Name+" is in the table and nowhere else")
		}
	}
	for name, at := range places {
		if !rows[name] {
			bad = append(bad, at[0]+" has the point "+strconv.Quote(name)+", which is not in the table")
		}
		for _, more := range at[1:] {
			bad = append(bad, more+" has the point "+name+", which is at "+at[0])
		}
	}
	none(t, bad, "failpoints and their table differ")
}
