package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode"

	"github.com/jedib0t/go-pretty/v6/text"

	"vigil/events"
	"vigil/internal/gateway"
	"vigil/projections"
)

// answer is what a command has found, for people and for programs.
type answer struct {
	Name   string // of the items in JSON
	Whole  any    // instead of a list: the one thing there is
	Items  []any
	Beside string // the name of another list in JSON
	Also   []any
	Moment *gateway.Moment // how fresh it is; nil for what does not age
	Human  func(io.Writer) // what people are told; empty: Head, and Rows or why there are none

	Rows  *grid  // if it is a table
	Head  string // above it
	Empty string // why there may be none
}

// answer prints in the format that was asked for: json is one object with the
// moment beside the items, jsonl one item a line; csv and md a table, with all its
// columns. Then it says if it is too old.
func (c *Call) answer(a answer) error {
	var err error
	var b bytes.Buffer
	if a.Human == nil {
		a.Human = func(w io.Writer) { c.listing(w, a) }
	}
	switch c.Output {
	case "csv":
		if err = c.csv(&b, a); err == nil {
			_, err = c.Stdout.Write(b.Bytes())
		}
	case "md":
		c.markdown(&b, a)
		_, err = c.Stdout.Write(b.Bytes())
	case "json":
		err = c.json(a)
	case "jsonl":
		list := a.Items
		if a.Whole != nil {
			list = []any{a.Whole}
		}
		for _, item := range list {
			if err == nil {
				err = c.jsonLine(item)
			}
		}
	default:
		a.Human(&b)
		_, err = c.Stdout.Write(b.Bytes())
	}
	if bare := c.Output == "csv" || c.Output == "md" || c.Output == "jsonl"; bare && a.Moment != nil && !a.Moment.Stopped.IsZero() {
		fmt.Fprintln(c.Stderr, "warning: "+stoppedWords(a.Moment.Stopped.String()))
	}
	if err == nil && a.Moment != nil {
		err = c.stale(*a.Moment)
	}
	return err
}

func (c *Call) json(a answer) error {
	var b bytes.Buffer
	fmt.Fprint(&b, "{")
	if a.Moment != nil {
		moment, err := events.Marshal(a.Moment)
		if err != nil {
			return err
		}
		fmt.Fprintf(&b, `"moment":%s,`, moment)
	}
	what := a.Whole
	if what == nil {
		what = append([]any{}, a.Items...)
	}
	value, err := events.Marshal(what)
	if err != nil {
		return err
	}
	fmt.Fprintf(&b, "%q:%s", a.Name, value)
	if a.Beside != "" {
		beside, err := events.Marshal(append([]any{}, a.Also...))
		if err != nil {
			return err
		}
		fmt.Fprintf(&b, ",%q:%s", a.Beside, beside)
	}
	fmt.Fprint(&b, "}")
	var out bytes.Buffer
	if err := json.Indent(&out, b.Bytes(), "", "  "); err != nil {
		return err
	}
	_, err = fmt.Fprintf(c.Stdout, "%s\n", out.Bytes())
	return err
}

func (c *Call) jsonLine(item any) error {
	b, err := events.Marshal(item)
	if err == nil {
		_, err = fmt.Fprintf(c.Stdout, "%s\n", b)
	}
	return err
}

// headline begins everything that is printed from case data: whether it is real,
// whose eyes it is seen with, how far and how fresh.
func (c *Call) headline(r reading, about string) string {
	fresh, now := quiet(r.Moment), c.present()
	if r.Session != nil && r.Rests {
		fresh = "NO HUB RUNS: as it was left"
	}
	if !r.Moment.Stopped.IsZero() {
		fresh += " · " + c.paint(alarm, stoppedWords(c.clock.at(r.Moment.Stopped)))
	}
	words := []string{who(r.Asker.Viewer), fmt.Sprintf("feed %d", r.Moment.Counter), fresh, now}
	if r.Replayed > 0 {
		words = []string{"REPLAY", "as known to " + who(r.Asker.Viewer), fmt.Sprintf("entry %d", r.Replayed), now}
	}
	if about != "" {
		words = append([]string{about}, words...)
	}
	line := strings.Join(words, " · ")
	if r.Moment.Journal.Class == events.Exercise {
		line = c.paint(bold, "EXERCISE") + " · " + line
	}
	return line
}

// stoppedWords is for everybody who reads while a hub has stopped itself.
func stoppedWords(since string) string {
	return "HUB STOPPED " + since + ": what is shown may be wrong, and no command is taken"
}

// present is the moment that a screen is of: with its date unless that is today's, and
// with the seconds if it was asked for to the second.
func (c *Call) present() string {
	local := c.clock.local()
	text := c.clock.at(local)
	if at := c.clock.now.Std(); c.clock.seconds && at.Second() != 0 {
		text = strings.Replace(text, at.UTC().Format("15:04Z"), at.UTC().Format("15:04:05Z"), 1)
	}
	if today := c.Now().UTC(); c.clock.now.Std().UTC().Format(time.DateOnly) != today.Format(time.DateOnly) {
		text = c.clock.now.Std().UTC().Format("2 Jan 2006 ") + text
	}
	return text
}

// quiet is the freshness ladder.
func quiet(m gateway.Moment) string {
	age := time.Duration(m.Quiet) * time.Millisecond
	switch {
	case age < 10*time.Second:
		return "LIVE"
	case age <= 30*time.Second:
		return "LATE: hub silent for " + span(age)
	}
	return "STALE: hub silent for " + span(age)
}

// who says whose eyes a viewer is.
func who(v events.Viewer) string {
	switch {
	case v == events.Audit:
		return "the auditor, who sees all"
	case v.Country() == "":
		return string(v)
	case v.IsLead():
		return string(v.Country()) + " lead"
	}
	return string(v.Country()) + " desk"
}

// listing prints a headline and a table, or why there is none.
// lister makes a list out of a document: for people the rows, for programs the items.
type lister func(*Call, projections.Document) (grid, []any)

// lists is a command that reads one operation and prints a list out of it; empty says
// why it may have nothing in it.
func lists(name, empty string, rows lister) func(context.Context, *Call) error {
	return func(ctx context.Context, c *Call) error {
		r, d, err := c.readOperation(ctx)
		if err != nil {
			return err
		}
		t, items := rows(c, d)
		return c.answer(answer{Name: name, Items: items, Moment: &r.Moment, Rows: &t, Head: c.headline(r, string(d.Name)), Empty: empty})
	}
}

func (c *Call) listing(w io.Writer, a answer) {
	if a.Head != "" {
		c.folded(w, a.Head)
	}
	if len(a.Rows.rows) == 0 && a.Empty != "" {
		fmt.Fprintf(w, "none: %s\n", a.Empty)
		return
	}
	c.grid(w, *a.Rows)
}

func (c *Call) width() int {
	if c.Width <= 0 {
		return 80
	}
	return c.Width
}

// folded prints a line, on as many as it takes.
func (c *Call) folded(w io.Writer, line string) { hang(w, "", "", c.width(), line) }

// hang prints a text of so many columns, with something before its first line and
// something before all others.
func hang(w io.Writer, first, rest string, columns int, text string) {
	for _, piece := range fold(text, columns) {
		fmt.Fprintln(w, strings.TrimRight(first+piece, " "))
		first = rest
	}
}

// The paints. Colour never stands alone: a word or a mark says the same.
type paint string

const (
	bold   paint = "1"
	alarm  paint = "1;31"
	notice paint = "33"
	faint  paint = "2"
)

func (c *Call) paint(p paint, s string) string {
	on := c.Terminal && c.Getenv("NO_COLOR") == ""
	switch c.given["color"] {
	case "always":
		on = true
	case "never":
		on = false
	}
	if !on || s == "" || p == "" {
		return s
	}
	return "\x1b[" + string(p) + "m" + s + "\x1b[0m"
}

// clean makes a text safe for a terminal: what steers one, or turns the direction
// of writing, is shown as a mark.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r':
			return ' '
		case unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == '\u2028' || r == '\u2029':
			return '\uFFFD'
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}

// clip cuts a text to a number of columns.
func clip(s string, columns int) string {
	if text.StringWidthWithoutEscSequences(s) <= columns || columns < 2 {
		return s
	}
	return text.Trim(s, columns-1) + "…"
}

// fold breaks a text into lines of at most so many columns.
func fold(s string, columns int) []string {
	return strings.Split(text.WrapSoft(s, columns), "\n")
}
