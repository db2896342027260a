package cli

import (
	"fmt"
	"io"
	"strings"

	"vigil/events"
	"vigil/internal/gateway"
)

// print tells how much changed and since when, then what, by operation.
func (n *news) print(w io.Writer) {
	n.headed(w, n.r, "")
	own := n.r.Asker.Viewer.Country()
	if len(n.facts) == 0 {
		about := ""
		if n.about != "" {
			about = " in " + n.tell.name(n.about)
		}
		fmt.Fprintf(w, "Nothing changed%s %s.\n", about, n.since)
	} else {
		fmt.Fprintf(w, "%s %s\n", n.paint(bold, counted(len(n.facts), "change")+" in "+n.where()), n.since)
	}
	for _, id := range n.order {
		n.group(w, id)
	}
	stays := fmt.Sprintf("your read mark stays at %s:%d", own, n.mark.Counter)
	if n.mark.Counter == 0 {
		stays = "you still have no read mark"
	}
	switch {
	case n.how == gateway.Anyhow:
		fmt.Fprintf(w, "your read mark goes to %s:%d\n", own, n.to)
	case n.moves:
	case len(n.facts) == 0:
	case n.r.Key.IsZero():
		fmt.Fprintln(w, "no read mark moves: those are officers' (--as)")
	case n.switched("keep"):
		fmt.Fprintln(w, stays)
	case n.left > 0:
		fmt.Fprintf(w, "%s: %s not listed here (vigil since)\n", stays, counted(int(n.left), "message"))
	}
}

// where says in how many operations something changed, and whether beside them.
func (n *news) where() string {
	operations := only(n.order, func(id events.OperationID) bool { return id != events.Registry })
	switch {
	case len(operations) == 0:
		return "the alliance"
	case len(operations) < len(n.order):
		return counted(len(operations), "operation") + " and the alliance"
	}
	return counted(len(operations), "operation")
}

// group prints what changed in one operation.
func (n *news) group(w io.Writer, id events.OperationID) {
	name := n.tell.name(id)
	if id == events.Registry {
		name = "The alliance"
	}
	fmt.Fprintln(w, n.paint(bold, name))
	var ref, when, by int
	of := only(n.facts, func(t telling) bool { return t.about == id })
	for _, t := range of {
		ref, when, by = max(ref, len(t.ref)), max(when, len(t.when)), max(by, len(t.author))
	}
	for _, t := range of {
		head := fmt.Sprintf("  %-*s  %*s  %-*s  ", ref, t.ref, when, t.when, by, t.author)
		column := len(head)
		for i, line := range t.lines {
			mark := ""
			if i == 0 && t.told != t.when {
				line += " · told " + t.told
			}
			if i > 0 {
				mark = "→ "
			}
			if alarming(line) {
				mark = "▲ "
			}
			indent := strings.Repeat(" ", len([]rune(mark)))
			for _, piece := range fold(clean(line), max(n.width()-column-len(indent), 24)) {
				piece = mark + strings.TrimRight(piece, " ")
				if alarming(line) {
					piece = n.paint(alarm, piece)
				}
				fmt.Fprintln(w, head+piece)
				head, mark = strings.Repeat(" ", column), indent
			}
		}
	}
}

// alarming tells whether a line is about what somebody must look at.
func alarming(line string) bool {
	return strings.HasPrefix(line, "BREACH") || strings.HasPrefix(line, "ALERT")
}

// counted writes a number of things.
func counted(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// rows is what changed as a table.
func (n *news) rows() *grid {
	t := &grid{heads: []string{"OPERATION", "MESSAGE", "OCCURRED", "TOLD", "WHO", "WHAT"}}
	for _, f := range n.facts {
		for _, line := range f.lines {
			t.add(n.tell.name(f.about), f.ref, f.when, f.told, f.author, line)
		}
	}
	return t
}
