package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"vigil/events"
	"vigil/internal/gateway"
	"vigil/projections"
)

// late is how far apart two clocks of a message must be before both are said.
const late = 2 * time.Minute

// watch follows the asker's feed.
func watch(ctx context.Context, c *Call) error {
	from := c.number("from", 1<<53)
	if err := c.wrong(); err != nil {
		return err
	}
	r, err := c.read(ctx)
	if err != nil {
		return err
	}
	w := watcher{Call: c, tell: newTeller(c.clock)}
	if !c.asJSON() {
		docs, err := r.Desk.Documents(ctx, r.Asker)
		if err != nil {
			return err
		}
		w.tell = newTeller(c.clock, docs...)
	}
	if c.arg("OPERATION") != "" {
		d, err := c.operation(ctx, r)
		if err != nil {
			return err
		}
		w.about = d.Operation
	}
	if from == 0 {
		from = r.Moment.Counter + 1
		if c.switched("no-follow") {
			from = 1
		}
	}
	start := fmt.Sprintf("from message %d", from)
	if from > 1 {
		start += " (all: --from 1)"
	}
	switch {
	case !c.forPeople():
		fmt.Fprintf(c.Stderr, "%s\n", start)
	case c.Terminal:
		c.headed(c.Stdout, r, start)
	default:
		fmt.Fprintf(c.Stdout, "%s\n", c.headline(r, start))
	}
	if w.row, err = c.stream(r, "MESSAGE", "OCCURRED", "KNOWN", "RECORDED", "OPERATION", "WHO", "WHAT"); err != nil {
		return err
	}
	w.last = from - 1
	if err := r.Desk.Feed(ctx, r.Asker, from, !c.switched("no-follow"), w.message); err != nil {
		if ctx.Err() == nil && unanswered(err) {
			err = &hintedError{err, fmt.Sprintf("%s --from %d begins behind the last message told", said("vigil watch", c.arg("OPERATION")), w.last+1)}
		}
		return err
	}
	return c.stale(r.Moment)
}

type watcher struct {
	*Call
	tell  *teller
	about events.OperationID // only this one, if not empty
	row   func(...string) error
	last  uint64 // message that was told
}

func (w *watcher) message(m gateway.Message) error {
	message, _, err := events.DecodeMessage(m.Bytes)
	if err != nil {
		return unverifiedError{fmt.Errorf("message %d: %w", m.Counter, err)}
	}
	w.last = m.Counter
	w.tell.heard(message)
	content := message.Content
	if w.about != "" && !isAbout(content, w.about) {
		return nil
	}
	if w.asJSON() {
		_, err := fmt.Fprintf(w.Stdout, "%s\n", m.Bytes)
		return err
	}
	for _, back := range content.Withdrawn {
		text := fmt.Sprintf("withdraws message %d: %s (%s)", back.Counter, strings.Join(back.Slots, ", "), back.Reason)
		if w.row == nil {
			w.line(content.Counter, events.Shown{Operation: back.Operation, Author: events.Hub, At: back.At}, text)
			continue
		}
		if err := w.row(fmt.Sprint(content.Counter), "", "", w.clock.short(back.At), w.tell.name(back.Operation), author(events.Shown{Author: events.Hub}), text); err != nil {
			return err
		}
	}
	for _, s := range content.Briefing {
		if err := w.shown(content.Counter, s, "briefing: "); err != nil {
			return err
		}
	}
	for _, s := range content.Entry {
		if err := w.shown(content.Counter, s, ""); err != nil {
			return err
		}
	}
	return nil
}

func isAbout(c events.Content, id events.OperationID) bool {
	for _, list := range [][]events.Shown{c.Briefing, c.Entry} {
		for _, s := range list {
			if s.Operation == id {
				return true
			}
		}
	}
	return slices.ContainsFunc(c.Withdrawn, func(w events.Withdrawn) bool { return w.Operation == id })
}

func (w *watcher) shown(counter uint64, s events.Shown, kind string) error {
	lines, err := w.tell.shown(s)
	if err != nil {
		return unverifiedError{err}
	}
	tail := ""
	for _, e := range s.Enclosures {
		tail += " · +" + e.Name
	}
	if w.row != nil {
		for i, line := range lines {
			if i == 0 {
				line = kind + line + tail
			}
			if err := w.inRow(counter, s, line); err != nil {
				return err
			}
		}
		return nil
	}
	if !s.Unnamed() && s.Known.Sub(s.Occurred) >= late {
		tail += " · known " + w.clock.short(s.Known)
	}
	if !s.Unnamed() && (s.At.Sub(s.Known) >= late || s.Known.Sub(s.At) >= late) {
		tail += " · recorded " + w.clock.short(s.At)
	}
	w.line(counter, s, kind+lines[0]+tail)
	for _, line := range lines[1:] {
		w.hanging(strings.Repeat(" ", watchIndent), 1, line)
	}
	return nil
}

// inRow is line where lines are rows of a table.
func (w *watcher) inRow(counter uint64, s events.Shown, text string) error {
	return w.row(fmt.Sprint(counter), w.clock.short(s.When()), w.clock.short(s.Known), w.clock.short(s.At), w.tell.name(s.Operation), author(s), text)
}

// The columns of a line: counter, occurred, operation, who. A narrow terminal has
// room for the hub's time only.
const (
	watchLine   = "%6d  %-*s  %-8s  %-7s  "
	watchIndent = 6 + 2
	watchTimes  = 20
	watchNarrow = 6
	wideEnough  = 120
)

func (w *watcher) line(counter uint64, s events.Shown, text string) {
	times, at, name, author := watchTimes, "", "", strings.Replace(who(s.Author), " desk", "", 1)
	if s.Operation != "" {
		name = w.tell.name(s.Operation)
	}
	switch {
	case w.Terminal && w.width() < wideEnough:
		times, at = watchNarrow, w.clock.short(s.When())
	default:
		at = w.clock.at(s.When())
	}
	if s.When().IsZero() {
		at = ""
	}
	w.hanging(fmt.Sprintf(watchLine, counter, times, at, name, author), 0, text)
}

// hanging prints a text behind a head: folded there on a terminal; elsewhere a line
// stays one, for whatever looks for something in it.
func (w *watcher) hanging(head string, i int, text string) {
	if !w.Terminal {
		fmt.Fprintf(w.Stdout, "%s%s\n", head, w.consequence(i, text))
		return
	}
	mark, p := consequenceMark(i, text)
	column := len([]rune(head)) + len([]rune(mark))
	for _, piece := range fold(clean(text), max(w.width()-column, 24)) {
		fmt.Fprintln(w.Stdout, strings.TrimRight(head+w.paint(p, mark+strings.TrimRight(piece, " ")), " "))
		head, mark = strings.Repeat(" ", column), ""
	}
}

// eachPart joins what is said of each part, or says it once if it is the same of all.
func eachPart(d projections.Document, say func(projections.PartLine) string) string {
	words := make([]string, len(d.Parts))
	for i, p := range d.Parts {
		words[i] = or(say(p), "–")
	}
	if len(slices.Compact(slices.Clone(words))) == 1 {
		return words[0]
	}
	return strings.Join(words, " / ")
}
