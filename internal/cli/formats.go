package cli

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"slices"
	"strconv"
	"strings"

	"vigil/events"
)

// formats are the values of -o.
var formats = []string{"table", "wide", "json", "jsonl", "csv", "md"}

// talks are the commands that tell what they do while they do it. They have no
// answer to be written in another format, so they refuse one.
var talks = map[string]bool{
	"demo": true, "init": true, "country add": true, "officer enrol": true, "authority declare": true, "authority withdraw": true, "desk serve": true, "serve": true,
	"scenario run": true, "completion": true,
}

// forPeople: words and tables, with times by the clock on the wall.
func (c *Call) forPeople() bool { return slices.Contains([]string{"table", "wide", "md"}, c.Output) }

// asJSON: errors are told to programs too.
func (c *Call) asJSON() bool { return c.Output == "json" || c.Output == "jsonl" }

// csv writes a table as RFC 4180 has it, with a mark in front by which
// spreadsheets know that it is UTF-8, and says in the last column whether it is
// real.
func (c *Call) csv(w io.Writer, a answer) error {
	g := a.Rows
	if g == nil {
		var err error
		if g, err = a.members(); err != nil {
			return err
		}
	}
	out := newSheet(w)
	heads := g.heads
	if a.Moment != nil {
		heads = append(slices.Clone(heads), "JOURNAL")
	}
	if err := out.row(heads...); err != nil {
		return err
	}
	for _, row := range g.rows {
		cells := make([]string, 0, len(row)+1)
		for _, cell := range row {
			cells = append(cells, cell.(string))
		}
		if a.Moment != nil {
			cells = append(cells, strings.ToUpper(string(a.Moment.Journal.Class)))
		}
		if err := out.row(cells...); err != nil {
			return err
		}
	}
	return nil
}

// sheet writes lines of CSV, each as soon as it is known.
type sheet struct {
	raw   io.Writer
	lines *csv.Writer
	begun bool
}

func newSheet(w io.Writer) *sheet {
	lines := csv.NewWriter(w)
	lines.UseCRLF = true
	return &sheet{raw: w, lines: lines}
}

func (s *sheet) row(cells ...string) error {
	if !s.begun {
		s.begun = true
		if _, err := io.WriteString(s.raw, "\ufeff"); err != nil {
			return err
		}
	}
	safe := make([]string, len(cells))
	for i, cell := range cells {
		safe[i] = guarded(cell)
	}
	err := s.lines.Write(safe)
	s.lines.Flush()
	if err == nil {
		err = s.lines.Error()
	}
	return err
}

// guarded makes a cell that a spreadsheet would take for a formula a text.
func guarded(cell string) string {
	cell = clean(cell)
	if cell != "" && strings.ContainsAny(cell[:1], "=+-@") {
		return "'" + cell
	}
	return cell
}

// markdown writes a table, or what people are told as it stands.
func (c *Call) markdown(w io.Writer, a answer) {
	if a.Rows == nil {
		var b bytes.Buffer
		a.Human(&b)
		fence := "```"
		for strings.Contains(b.String(), fence) {
			fence += "`"
		}
		fmt.Fprintf(w, "%s\n%s%s\n", fence, b.String(), fence)
		return
	}
	if a.Head != "" {
		fmt.Fprintf(w, "%s\n\n", html.EscapeString(a.Head))
	}
	if len(a.Rows.rows) == 0 && a.Empty != "" {
		fmt.Fprintf(w, "none: %s\n", a.Empty)
		return
	}
	t, heads := a.Rows.writer()
	t.AppendHeader(heads)
	for _, row := range a.Rows.rows {
		safe := slices.Clone(row)
		for i, cell := range row {
			safe[i] = html.EscapeString(clean(cell.(string)))
		}
		t.AppendRow(safe)
	}
	fmt.Fprintln(w, t.RenderMarkdown())
}

// stream gives what writes rows as they come, where those are asked for: CSV, or a
// Markdown table; nil for all other formats.
func (c *Call) stream(r reading, heads ...string) (row func(...string) error, err error) {
	switch c.Output {
	case "csv":
		out := newSheet(c.Stdout)
		journal := strings.ToUpper(string(r.Moment.Journal.Class))
		return func(cells ...string) error { return out.row(append(slices.Clone(cells), journal)...) }, out.row(append(heads, "JOURNAL")...)
	case "md":
		row = func(cells ...string) error {
			safe := make([]string, len(cells))
			for i, cell := range cells {
				safe[i] = strings.ReplaceAll(html.EscapeString(clean(cell)), "|", `\|`)
			}
			_, err := fmt.Fprintf(c.Stdout, "| %s |\n", strings.Join(safe, " | "))
			return err
		}
		_, err := fmt.Fprintf(c.Stdout, "\n| %s |\n|%s\n", strings.Join(heads, " | "), strings.Repeat(" --- |", len(heads)))
		return row, err
	}
	return nil, nil
}

// members is what is no list, as a table: each member with its path.
func (a answer) members() (*grid, error) {
	what := a.Whole
	if what == nil {
		what = append([]any{}, a.Items...)
	}
	b, err := events.Marshal(what)
	if err != nil {
		return nil, err
	}
	g := &grid{heads: []string{"MEMBER", "VALUE"}}
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.UseNumber()
	return g, g.walk(dec, "")
}

// walk adds the value that comes next, in the order in which it is written.
func (g *grid) walk(dec *json.Decoder, path string) error {
	token, err := dec.Token()
	if err != nil {
		return err
	}
	switch token {
	case json.Delim('{'), json.Delim('['):
		for n := 0; dec.More(); n++ {
			name := strconv.Itoa(n)
			if token == json.Delim('{') {
				key, err := dec.Token()
				if err != nil {
					return err
				}
				name = key.(string)
			}
			if err := g.walk(dec, strings.TrimPrefix(path+"."+name, ".")); err != nil {
				return err
			}
		}
		_, err = dec.Token()
		return err
	}
	g.add(path, fmt.Sprint(token))
	return nil
}
