package cli

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"vigil/events"
	"vigil/internal/drill"
)

// beside shows the same instant at two desks, once in a story: when an officer looks
// right after direction was handed over, and beside it what the last State on the
// route is told. It says whether it did.
func (t *storyteller) beside(ctx context.Context, step drill.Step) bool {
	var viewer events.Viewer
	if t.contrast || !t.handedOver(step) || viewer.UnmarshalText([]byte(step.Words[0])) != nil || viewer.IsLead() {
		return false
	}
	other := t.farthest(viewer.Country())
	if other == "" {
		return false
	}
	mine, theirs := t.onlooker.look(ctx, viewer, step.Words[1:]), t.onlooker.look(ctx, other.Desk(), step.Words[1:])
	if mine.Exit != exitDone || theirs.Exit != exitDone {
		return false
	}
	t.contrast = true
	t.columns(who(viewer), rowsOf(mine.Stdout), who(other.Desk()), rowsOf(theirs.Stdout))
	return true
}

// handedOver tells whether a step shows the operation right after a handover.
func (t *storyteller) handedOver(step drill.Step) bool {
	i := slices.IndexFunc(t.script.Steps, func(x drill.Step) bool { return x.Line == step.Line })
	if i < 1 || len(step.Words) < 2 || step.Words[1] != "show" {
		return false
	}
	before := t.script.Steps[i-1].Words
	return len(before) > 2 && before[1] == "handover" && before[2] == "completed"
}

// farthest is the last State of the alliance that is neither this one nor the lead.
func (t *storyteller) farthest(than events.Country) (last events.Country) {
	for _, step := range t.script.Steps {
		if step.Kind != drill.Alliance {
			continue
		}
		for _, word := range step.Words {
			if c := events.Country(word); c != than && c != leadOf(t.script).Country() {
				last = c
			}
		}
	}
	return last
}

// onlooker runs a command that only reads, for a viewer.
type onlooker interface {
	look(ctx context.Context, v events.Viewer, args []string) drill.Result
}

// look runs a command that only reads. It throws no dice: what the story records
// does not depend on who watches it.
func (s *playing) look(ctx context.Context, v events.Viewer, args []string) drill.Result {
	width := s.width
	defer func() { s.width = width }()
	s.width = 1 << 10 // nothing is folded
	return s.run(ctx, string(v), args, func(int) io.Reader { return bytes.NewReader(nil) })
}

// row is a labelled row of a screen.
type row struct{ label, text string }

// rowsOf reads the rows of a screen on which nothing was folded.
func rowsOf(screen string) (rows []row) {
	const column = 11 // as screen.line has it
	_, screen, _ = strings.Cut(screen, "\n")
	for line := range strings.Lines(screen) {
		line = strings.TrimRight(line, "\n")
		runes := []rune(line)
		if len(runes) <= column {
			continue
		}
		label, text := strings.TrimSpace(string(runes[:column])), string(runes[column:])
		if label != "" {
			rows = append(rows, row{label, text})
		} else if len(rows) > 0 {
			last := &rows[len(rows)-1]
			last.text += "\n" + text
		}
	}
	return rows
}

// columns prints two screens beside each other, of the rows in which they differ.
func (t *storyteller) columns(left string, mine []row, right string, theirs []row) {
	const label = 11
	width := (t.width() - outcomeColumn - label - 2) / 2
	pad := strings.Repeat(" ", outcomeColumn)
	print := func(name, a, b string) {
		as, bs := fold(a, width), fold(b, width)
		for i := range max(len(as), len(bs)) {
			cell := func(list []string) string {
				if i < len(list) {
					return strings.TrimRight(list[i], " ")
				}
				return ""
			}
			if i > 0 {
				name = ""
			}
			one := cell(as)
			gap := strings.Repeat(" ", max(width-len([]rune(one)), 0)+2)
			fmt.Fprintln(t.Stdout, strings.TrimRight(pad+name+strings.Repeat(" ", label-len([]rune(name)))+one+gap+cell(bs), " "))
		}
	}
	fmt.Fprintln(t.Stdout, pad+t.paint(notice, "The same instant at two desks; the rest they see alike:"))
	print("", strings.ToUpper(left), strings.ToUpper(right))
	text := func(rows []row, label string) string {
		for _, r := range rows {
			if r.label == label {
				return firsts(r)
			}
		}
		return "–"
	}
	for _, r := range slices.Concat(mine, only(theirs, func(r row) bool {
		return !slices.ContainsFunc(mine, func(m row) bool { return m.label == r.label })
	})) {
		if a, b := text(mine, r.label), text(theirs, r.label); a != b {
			print(r.label, a, b)
		}
	}
}

// firsts shortens the rows that are lists: what there is, not when or how long.
func firsts(r row) string {
	switch r.label {
	case "Due next":
		var names []string
		for line := range strings.Lines(r.text) {
			words := strings.Fields(line)
			names = append(names, strings.Join(words[:min(2, len(words))], " "))
		}
		return strings.Join(names, ", ")
	case "Texts":
		return "see vigil show --texts"
	}
	return strings.ReplaceAll(r.text, "\n", " ")
}
