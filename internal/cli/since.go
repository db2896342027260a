package cli

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"vigil/events"
	"vigil/internal/gateway"
)

// since tells what changed since an officer last looked, and moves the officer's
// read mark. It moves only where everything behind it was told: what was left out
// must be news the next time.
func since(ctx context.Context, c *Call) error {
	r, err := c.read(ctx)
	if err != nil {
		return err
	}
	n := news{Call: c, r: r}
	if err := n.begin(ctx); err != nil {
		return err
	}
	docs, err := r.Desk.Documents(ctx, r.Asker)
	if err != nil {
		return err
	}
	n.tell = newTeller(c.clock, docs...)
	if c.arg("OPERATION") != "" {
		d, err := c.operation(ctx, r)
		if err != nil {
			return err
		}
		n.about = d.Operation
	}
	n.end = r.Moment.Counter
	if err := r.Desk.Feed(ctx, r.Asker, n.first, false, n.message); err != nil {
		return err
	}
	n.settle()
	items := make([]any, len(n.listed))
	for i, m := range n.listed {
		items[i] = events.Raw(m.Bytes)
	}
	told := c.answer(answer{Name: "since", Items: items, Moment: &r.Moment, Human: n.print, Rows: n.rows(), Head: c.headline(r, ""), Empty: "nothing changed " + n.since})
	if told != nil && !errors.Is(told, errStale) || !n.moves {
		return told
	}
	// What was not printed was not read: the mark moves last.
	if _, err := r.Desk.SetMark(ctx, r.Asker, n.to, n.how); err != nil {
		return err
	}
	return told
}

// news is what changed, on its way to a page.
type news struct {
	*Call
	r     reading
	tell  *teller
	mark  gateway.Mark
	first uint64               // the message to begin with
	after events.Time          // only what was told then or later, if not zero
	since string               // from when on, in words
	about events.OperationID   // only this one, if not empty
	end   uint64               // the last message there is
	left  uint64               // messages behind the mark that are not listed
	told  events.Time          // when the last message was
	facts []telling            // in the order of the feed
	order []events.OperationID // as they come first

	listed []gateway.Message // as stored
	moves  bool              // the read mark
	to     uint64
	how    gateway.Moving
}

// telling is one fact of one message, and what followed from it.
type telling struct {
	about  events.OperationID
	ref    string
	when   string // it occurred
	told   string
	author string
	lines  []string
}

// begin finds out from where on: --from, or the officer's mark.
func (n *news) begin(ctx context.Context) (err error) {
	own := string(n.r.Asker.Viewer.Country())
	if !n.r.Key.IsZero() {
		if n.mark, err = n.r.Desk.Mark(ctx, n.r.Asker); err != nil {
			return err
		}
	}
	n.first, n.since = n.mark.Counter+1, fmt.Sprintf("since %s (%s:%d)", n.clock.short(n.mark.At), own, n.mark.Counter)
	if n.mark.Counter == 0 {
		n.since = "so far (no read mark yet)"
	}
	text, given := n.given["from"]
	if n.switched("back") {
		switch {
		case !given:
			n.fault("--back: say how far: --from %s:400", own)
		case n.switched("keep"):
			n.fault("--back and --keep contradict each other")
		case n.r.Key.IsZero():
			n.fault("--back: a read mark is an officer's: say --as")
		}
	}
	if given {
		digits := text
		if prefix, rest, ok := strings.Cut(text, ":"); ok && (strings.EqualFold(prefix, own) || strings.EqualFold(prefix, string(n.r.Asker.Viewer))) {
			digits = rest
		}
		if counter, err := strconv.ParseUint(digits, 10, 53); err == nil && counter > 0 {
			n.first, n.since = counter, fmt.Sprintf("from %s:%d on", own, counter)
		} else if n.after, err = n.clock.parse(text); err == nil {
			n.first, n.since = 1, "since "+n.clock.short(n.after)
		} else {
			n.fault("--from: %q is neither a message of your feed (%s:400) nor a time (02:10Z)", clean(text), own)
		}
	}
	return n.wrong()
}

// message takes one message in.
func (n *news) message(m gateway.Message) error {
	decoded, _, err := events.DecodeMessage(m.Bytes)
	if err != nil {
		return unverifiedError{fmt.Errorf("message %d: %w", m.Counter, err)}
	}
	n.tell.heard(decoded)
	content := decoded.Content
	n.end = max(n.end, m.Counter)
	for _, s := range content.Entry {
		n.told = s.At
	}
	if n.about != "" && !isAbout(content, n.about) || n.told.Before(n.after) {
		if n.told.Before(n.after) {
			n.first = m.Counter + 1
		} else if m.Counter > n.mark.Counter {
			n.left++
		}
		return nil
	}
	n.listed = append(n.listed, m)
	ref := fmt.Sprintf("%s:%d", n.r.Asker.Viewer.Country(), m.Counter)
	for _, back := range content.Withdrawn {
		told := "" // a message that only takes back says no time
		if len(content.Entry) > 0 {
			told = n.clock.short(n.told)
		}
		n.add(back.Operation, telling{ref: ref, told: told, lines: []string{
			fmt.Sprintf("takes %s:%d back: %s (%s)", n.r.Asker.Viewer.Country(), back.Counter, strings.Join(back.Slots, ", "), back.Reason)}})
	}
	for _, list := range []struct {
		shown []events.Shown
		kind  string
	}{{content.Briefing, "briefing: "}, {content.Entry, ""}} {
		for _, s := range list.shown {
			lines, err := n.tell.shown(s)
			if err != nil {
				return unverifiedError{err}
			}
			lines[0] = list.kind + lines[0]
			for _, e := range s.Enclosures {
				lines[0] += " · +" + e.Name
			}
			n.add(s.Operation, telling{ref: ref, when: n.clock.short(s.When()), told: n.clock.short(n.told), author: author(s), lines: lines})
		}
	}
	return nil
}

// author is who told an entry, short.
func author(s events.Shown) string {
	return strings.Replace(who(s.Author), " desk", "", 1)
}

func (n *news) add(about events.OperationID, t telling) {
	t.about = about
	n.facts = append(n.facts, t)
	for _, id := range n.order {
		if id == about {
			return
		}
	}
	n.order = append(n.order, about)
}

// settle decides where the read mark goes.
func (n *news) settle() {
	if n.first > n.mark.Counter+1 {
		n.left += n.first - 1 - n.mark.Counter
	}
	switch {
	case n.switched("back"):
		n.moves, n.to, n.how = true, min(n.first-1, n.end), gateway.Anyhow
	case n.r.Key.IsZero() || n.switched("keep") || n.left > 0 || n.end <= n.mark.Counter:
	default:
		n.moves, n.to, n.how = true, n.end, gateway.Forward
	}
}
