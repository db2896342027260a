package cli

import (
	"context"
	"fmt"
	"io"
	"time"

	"vigil/events"
	"vigil/projections"
)

// What those who oversee ask for (Crimes Act 1914 (Cth) ss. 15HM, 15HQ): counted from
// the documents of who asks, so a desk counts what it may see and the lead what it
// leads.
var statisticsCommands = []Command{
	{
		Words: "statistics",
		Short: "count requests, answers, seizures, losses, arrests and breaches",
		Long: "Count the requests to each State for each measure and what became of them, the time\n" +
			"that answers took, and goods seized or lost, arrests and breaches: in all operations\n" +
			"that you may see. vigil register lists the requests one by one.",
		Example: "vigil statistics --as hu/coordinator\nvigil statistics --from 2026-01-01T00:00Z --until 2026-07-01T00:00Z --desk hu.lead -o json",
		Flags:   openedWithin,
		Run:     printStatistics,
	},
	{
		Words: "register",
		Short: "list every request: granted, limited, refused, unanswered, withdrawn",
		Long: "The register of every request for consent in all operations that you may see, also\n" +
			"of those that were refused, limited, never answered, or replaced by a newer version.",
		Example: "vigil register --as hu/coordinator\nvigil register --desk hu.lead -o csv",
		Flags:   openedWithin,
		Run:     printRegister,
	},
}

var openedWithin = []Flag{
	takes("from", "TIME", "only operations opened from then on"),
	takes("until", "TIME", "only operations opened until then"),
}

// statistics are those of what the asker may see.
func (c *Call) statistics(ctx context.Context) (r reading, s projections.Statistics, err error) {
	if r, err = c.read(ctx); err != nil {
		return r, s, err
	}
	from, until := c.moment("from"), c.moment("until")
	if err = c.wrong(); err != nil {
		return r, s, err
	}
	docs, err := r.Desk.Documents(ctx, r.Asker)
	return r, projections.Count(only(docs, func(d projections.Document) bool {
		return !d.Opened.Before(from) && (until.IsZero() || !d.Opened.After(until))
	})), err
}

func printStatistics(ctx context.Context, c *Call) error {
	r, s, err := c.statistics(ctx)
	if err != nil {
		return err
	}
	return c.answer(answer{Name: "statistics", Whole: s, Moment: &r.Moment, Human: func(w io.Writer) {
		c.headed(w, r, "statistics")
		fmt.Fprintf(w, "%s, %d ended\n", counted(int(s.Operations), "operation"), s.Ended)
		requests := grid{heads: []string{"STATE", "MEASURE", "ASKED", "GRANTED", "LIMITED", "REFUSED", "OPEN", "WITHDRAWN", "MEDIAN", "FASTEST", "SLOWEST", "LATE", "REVOKED", "LAPSED"}, wide: 5}
		for _, q := range s.Requests {
			requests.add(string(q.Country), string(q.Measure), tally(q.Asked), tally(q.Granted), tally(q.Limited), tally(q.Refused), tally(q.Unanswered), tally(q.Withdrawn),
				took(q, q.Median), took(q, q.Fastest), took(q, q.Slowest), tally(q.Late), tally(q.Revoked), tally(q.Lapsed))
		}
		c.section(w, "Requests", requests)
		goods := grid{heads: []string{"GOODS", "STATE", "SUBSTANCE", "QUANTITY", "TIMES"}}
		for _, g := range s.Goods {
			goods.add(string(g.What), string(g.Country), string(g.Substance), amount(g.Quantity), tally(g.Times))
		}
		c.section(w, "Seized and lost", goods)
		arrests := grid{heads: []string{"STATE", "PERSONS", "TIMES"}}
		for _, a := range s.Arrests {
			arrests.add(string(a.Country), tally(a.Persons), tally(a.Times))
		}
		c.section(w, "Arrests", arrests)
		breaches := grid{heads: []string{"STATE", "BREACH", "TIMES"}}
		for _, b := range s.Breaches {
			breaches.add(string(b.Country), or(inWords(b.Rule), string(b.Rule)), tally(b.Times))
		}
		c.section(w, "Breaches", breaches)
	}})
}

// section prints a table under a word, or that there is none.
func (c *Call) section(w io.Writer, head string, g grid) {
	if len(g.rows) == 0 {
		fmt.Fprintf(w, "\n%s: none\n", c.paint(bold, head))
		return
	}
	fmt.Fprintf(w, "\n%s\n", c.paint(bold, head))
	c.grid(w, g)
}

func tally(n uint64) string { return fmt.Sprint(n) }

// took writes whole minutes as a length of time: none may be an answer that came
// within the first.
func took(q projections.RequestCount, minutes uint64) string {
	switch {
	case minutes == 0 && q.Granted+q.Refused == 0:
		return "–"
	case minutes == 0:
		return "under 1 min"
	}
	return span(time.Duration(minutes) * time.Minute)
}

func printRegister(ctx context.Context, c *Call) error {
	r, s, err := c.statistics(ctx)
	if err != nil {
		return err
	}
	t := grid{wide: 5, heads: []string{"OPERATION", "STATE", "MEASURE", "ASKED", "ANSWER", "AFTER", "VERSION", "TO", "ANSWERED", "GROUND", "REQUEST"}}
	items := make([]any, len(s.Register))
	for i, l := range s.Register {
		items[i] = l
		t.add(or(string(l.Name), string(l.Operation)), string(l.Country), string(l.Measure), c.clock.short(l.AskedAt), became(l), after(l),
			number(l.Version), string(l.To), c.clock.orNothing(l.Answered), string(l.Ground), string(l.Request))
	}
	return c.answer(answer{Name: "register", Items: items, Moment: &r.Moment, Rows: &t, Head: c.headline(r, "register"), Empty: "nobody was asked for consent"})
}

// became says what became of a request.
func became(l projections.RegisterLine) string {
	stands := string(l.Answer)
	if l.Answer == projections.Granted && l.Finality == events.Oral {
		stands = "granted, oral"
	}
	if l.Replaced != "" {
		stands = "withdrawn for a newer version"
	}
	return said(stands, marked(len(l.Limits) > 0, "with less: "+joined(l.Limits)), bracketed(l.Ground))
}

// after says how long an answer took.
func after(l projections.RegisterLine) string {
	if l.Answered.IsZero() || l.AskedAt.IsZero() {
		return "–"
	}
	return span(l.Answered.Sub(l.AskedAt))
}
