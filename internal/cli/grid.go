package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
)

// grid is a table.
type grid struct {
	heads []string
	ids   bool // the last column before the wide ones is ids: left out where there is no room
	wide  int  // so many of the last columns are only for -o wide, csv and md
	rows  []table.Row
}

func (g *grid) add(cells ...string) {
	row := make(table.Row, len(cells))
	for i, cell := range cells {
		row[i] = cell
	}
	g.rows = append(g.rows, row)
}

func (g *grid) writer() (table.Writer, table.Row) {
	t := table.NewWriter()
	heads := make(table.Row, len(g.heads))
	for i, head := range g.heads {
		heads[i] = head
	}
	return t, heads
}

// narrow is the table without its wide columns.
func (g grid) narrow() grid {
	n := len(g.heads) - g.wide
	few := grid{heads: g.heads[:n], ids: g.ids}
	for _, row := range g.rows {
		few.rows = append(few.rows, row[:n])
	}
	return few
}

// grid draws a table: in a frame on a terminal, else in plain columns.
func (c *Call) grid(w io.Writer, g grid) {
	if c.Output != "wide" {
		g = g.narrow()
	}
	t, heads := g.writer()
	framed := c.Terminal
	if (c.Terminal || c.Fits) && c.Output != "wide" {
		columns, fits := g.fit(c.width(), 3, 1)
		if !fits || !framed {
			framed = false
			columns, _ = g.fit(c.width(), 2, -2)
		}
		t.SetColumnConfigs(columns)
	}
	style := table.StyleRounded
	if !framed {
		style = table.StyleDefault
		style.Options = table.OptionsNoBordersAndSeparators
		style.Box.PaddingLeft, style.Box.PaddingRight = "", "  "
	}
	style.Format.Header = text.FormatDefault
	t.SetStyle(style)
	t.SuppressTrailingSpaces()
	t.AppendHeader(heads)
	t.AppendRows(g.rows)
	fmt.Fprintln(w, t.Render())
}

// fit makes a table as narrow as a terminal, where each column costs its frame and
// all of them the edge: without its ids, then by folding the widest cells. Nothing
// else is cut off. It says whether that was enough.
func (g *grid) fit(width, frame, edge int) (columns []table.ColumnConfig, fits bool) {
	widths, words, pieces := make([]int, len(g.heads)), make([]int, len(g.heads)), make([]int, len(g.heads))
	total := edge
	for i, head := range g.heads {
		cells := []string{head}
		for _, row := range g.rows {
			cells = append(cells, row[i].(string))
		}
		for _, cell := range cells {
			widths[i] = max(widths[i], text.StringWidthWithoutEscSequences(cell))
			words[i] = max(words[i], longestWord(cell))
			pieces[i] = max(pieces[i], longestWord(breakable(cell)))
		}
		total += widths[i] + frame
	}
	last := len(widths) - 1
	hide := g.ids && total > width
	if hide {
		total -= widths[last] + frame
		widths[last] = 0
	}
	for _, least := range [][]int{words, pieces} {
		for total > width {
			widest := -1
			for i, w := range widths {
				if w > least[i] && (widest < 0 || w > widths[widest]) {
					widest = i
				}
			}
			if widest < 0 {
				break // not even the longest fit
			}
			widths[widest]--
			total--
		}
	}
	for i, w := range widths {
		columns = append(columns, table.ColumnConfig{Number: i + 1, WidthMax: w, WidthMaxEnforcer: wrapped, Hidden: hide && i == last})
	}
	return columns, total <= width
}

// breakable is a cell with a space wherever it may be folded: between words, and
// behind the cause in the name of an alert.
func breakable(cell string) string { return strings.ReplaceAll(cell, "/", "/ ") }

func longestWord(cell string) (n int) {
	for _, word := range strings.Fields(cell) {
		n = max(n, text.StringWidthWithoutEscSequences(word))
	}
	return n
}

// wrapped folds a cell between words, and within a word only if that is too long.
func wrapped(cell string, width int) string {
	if longestWord(cell) > width {
		cell = breakable(cell)
	}
	return text.WrapSoft(cell, width)
}
