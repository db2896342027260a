package cli

import (
	"slices"
	"strings"

	"vigil/events"
	"vigil/projections"
)

// fewWaits is how many things that wait for an answer a row names.
const fewWaits = 2

// unanswered lists what waits for an answer of the reader's State in these operations,
// what ends first before what has no end, with the command to answer it.
func (c *Call) unanswered(docs []projections.Document) (t grid, items []any) {
	type line struct {
		Operation events.OperationID  `json:"operation"`
		Name      events.Codename     `json:"name,omitzero"`
		Due       projections.DueLine `json:"due"`
		Command   string              `json:"command"` // that answers it

		what string
	}
	var lines []line
	for _, d := range docs {
		for _, x := range d.Waiting(c.clock.now) {
			what, command := c.waitsFor(d, x)
			lines = append(lines, line{d.Operation, d.Name, x, command, what})
		}
	}
	slices.SortStableFunc(lines, func(a, b line) int { return a.Due.Compare(b.Due) })
	t = grid{heads: []string{"OPERATION", "WHAT", "BY", "ANSWER WITH"}}
	for _, l := range lines {
		items = append(items, l)
		by := "–"
		if !l.Due.At.IsZero() {
			by = said(c.clock.short(l.Due.At)+",", c.left(l.Due.At))
		}
		t.add(or(string(l.Name), string(l.Operation)), l.what, by, l.Command)
	}
	return t, items
}

// waitsFor says what waits for an answer of the reader's State, and the command that
// gives it.
func (c *Call) waitsFor(d projections.Document, x projections.DueLine) (what, command string) {
	about := func(words string, more ...string) string {
		return said(append([]string{"vigil", words, or(string(d.Name), string(d.Operation))}, more...)...)
	}
	measured := with("--measure", x.Measure)
	part := ""
	if len(d.Parts) > 1 {
		part = with("part", x.Part)
	}
	switch x.What {
	case projections.DueWish:
		return said("the lead's wish that you stop", or(part, "it")), about("interdiction order|decline")
	case projections.DueOffer:
		return said("offer", x.About, part), about("handover accept|refuse", x.About)
	case projections.DueReceipt:
		return said("receipt of the request,", string(x.Measure)), about("authorisation acknowledge", measured)
	case projections.DueAnswer:
		urgent := ""
		for _, a := range d.Authorisations {
			if a.Request == x.Record && a.Urgency == events.Urgent {
				urgent = "URGENT"
			}
		}
		return said(urgent, "consent to", string(x.Measure)), about("authorisation grant|refuse", measured)
	case projections.DueQuestion:
		return said("question of", string(x.Country), "on", string(x.Measure)), about("information supply", string(x.Country))
	case projections.DuePlan:
		return said("your part of the plan,", versioned(stateOf(d, x.Country).Plan.Version)), about("plan approve|return")
	case projections.DueExchange:
		return said("exchange of goods", part), about("substitution authorise")
	case projections.DueDevice:
		return said("device", x.About, part), about("device approve|refuse", x.About)
	case projections.DueFiveHours:
		return said("officers who follow it in", string(x.Country)), about("surveillance allow|stop")
	case projections.DueGo:
		return said("go or no go at", x.About, part), about("go decide", x.About, "go|no-go")
	case projections.DueDecision:
		return said("control is lost: what is done", part), about("control decide", "regain|interdict|give-up")
	}
	what, _, _ = strings.Cut(c.dueIs(d, x), " · ")
	return what, ""
}

// wished is when the lead said a wish.
func wished(d projections.Document, x projections.DueLine) (at events.Time) {
	for _, w := range d.Interdictions {
		if w.Wish == x.Record && w.State == projections.InterdictionRequested {
			at = w.Requested
		}
	}
	return at
}
