package simulation

import (
	"slices"
	"time"

	"vigil/events"
)

// stops is an interdiction by the State where a part is.
func (w *world) stops(s stage, p *parcel) {
	country, ok := w.where(p)
	if p.over || !ok {
		return
	}
	desk := country.Desk()
	w.does(desk, events.Commander, events.InterdictionOrdered{Order: events.OrderTerms{Part: p.label, Country: country, Ground: "goods-at-risk"}})
	w.in(w.minutes(2, 40), func() {
		if now, ok := w.where(p); p.over || !ok || now != country {
			return
		}
		p.over = true
		w.does(desk, events.Commander, events.InterdictionExecuted{Executed: events.ExecutedTerms{Part: p.label, Country: country, Goods: events.GoodsSecured}})
		w.seizes(country, p)
		if w.chance(60) {
			w.does(desk, events.Commander, events.ArrestMade{Arrest: events.ArrestTerms{Country: country, Persons: uint16(1 + w.IntN(4)), Part: p.label}})
		}
	})
}

// arrives is the end of the way: delivered under the eyes of the State of
// destination, and seized.
func (w *world) arrives(s stage, p *parcel) {
	country, ok := w.where(p)
	if p.over || !ok {
		return
	}
	desk := country.Desk()
	w.does(desk, events.Team, events.DeliveryMade{Delivery: events.OutcomeTerms{Part: p.label, Country: country, Persons: 2}})
	w.in(w.minutes(5, 300), func() { w.stops(s, p) })
}

// seizes weighs what was stopped. One of thirty finds less than there should be: it
// is looked for, and declared lost.
func (w *world) seizes(c events.Country, p *parcel) {
	got := p.grams
	if w.chance(3) && got > 100 {
		got -= got / 20
	}
	desk := c.Desk()
	if got > 0 {
		w.does(desk, events.Commander, events.SeizureMade{Seizure: events.SeizureTerms{Part: p.label, Country: c, Quantity: grams(got), Storage: "STORE-9"}})
	}
	if lost := p.grams - got; lost > 0 {
		w.in(w.minutes(200, 900), func() {
			step := len(w.story.Steps)
			if w.does(desk, events.Commander, events.LossReported{Loss: events.LossTerms{Part: p.label, Country: c, Quantity: grams(lost), Seen: w.now}}) {
				report := w.story.Steps[step].Command
				w.in(w.minutes(60, 600), func() {
					w.does(desk, events.CompetentAuthority, events.LossDeclared{Declaration: events.LossDeclaration{Report: report, Part: p.label, Country: c, Quantity: grams(lost)}})
				})
			}
		})
	}
}

// settles ends the operation once nothing travels, and works until it can be closed.
func (w *world) settles(stages []stage, parts []*parcel) {
	o := w.story.Operation
	if !o.Ended.IsZero() {
		return
	}
	for _, part := range o.Parts {
		if now, ok := part.Direction(); ok {
			p := &parcel{label: part.Label, grams: w.remaining(part.Label, parts)}
			w.stops(stage{country: now.Country}, p)
		}
	}
	w.in(48*time.Hour, func() {
		if !w.story.Operation.Ended.IsZero() {
			return
		}
		cause := events.Interdicted
		if !w.story.Operation.Terminated.IsZero() {
			cause = events.Terminated
		}
		w.lead(events.OperationEnded{Ending: events.EndTerms{Cause: cause}})
		w.keeps(stages, parts)
		w.reports(stages)
		w.in(70*time.Hour, func() { w.lead(events.DebriefHeld{Debrief: events.DebriefTerms{Held: w.now.Add(-2 * time.Hour)}}) })
		w.in(72*time.Hour, func() { w.closes(90) })
	})
}

// keeps accounts for parts that never set out: they are stored where they began.
func (w *world) keeps(stages []stage, parts []*parcel) {
	for _, part := range w.story.Operation.Parts {
		if !part.Travels() {
			c := stages[0].country
			w.does(c.Desk(), events.Commander, events.SeizureMade{Seizure: events.SeizureTerms{Part: part.Label, Country: c, Quantity: grams(w.remaining(part.Label, parts)), Storage: "STORE-0"}})
		}
	}
}

func (w *world) remaining(label events.Part, parts []*parcel) int {
	for _, p := range slices.Concat(parts, w.story.parts) {
		if p.label == label {
			return p.grams
		}
	}
	return 0
}

// reports files what each State owes.
func (w *world) reports(stages []stage) {
	seen := map[events.Country]bool{}
	file := func(c events.Country) {
		if !seen[c] {
			seen[c] = true
			late := w.minutes(60, 60*60)
			if w.chance(2) { // and has to be asked
				late = 70 * 24 * time.Hour
			}
			w.in(late, func() {
				w.does(c.Desk(), events.Commander, events.ReportFiled{Report: events.ReportTerms{Country: c}})
			})
		}
	}
	for _, s := range stages {
		file(s.country)
	}
	file(w.story.Lead)
	for _, c := range w.story.Operation.Triggered { // to which the goods came unplanned
		file(c)
	}
	for _, d := range w.story.fitted {
		c := stages[0].country
		w.does(c.Desk(), events.Technical, events.DeviceRecovered{Recovered: events.DeviceAnswer{Device: d, Country: c}})
	}
	if w.chance(50) {
		c := stages[len(stages)-1].country
		step := len(w.story.Steps)
		if w.does(c.Desk(), events.Commander, events.CostNoted{Cost: events.CostTerms{Country: c, Item: "overtime", Amount: events.Money{Amount: "1200", Currency: "EUR"}, Bearer: w.story.Lead}}) {
			cost := w.story.Steps[step].Command
			w.in(w.minutes(60, 60*24), func() {
				w.does(w.story.Lead.Desk(), events.Commander, events.CostSettled{Settlement: events.CostName{Cost: cost, Country: c}})
			})
		}
	}
}

// closes tries until everything is accounted for.
func (w *world) closes(tries int) {
	if tries == 0 {
		return
	}
	if w.lead(events.OperationClosed{Closing: events.ClosingTerms{Review: w.now.Add(3 * 365 * 24 * time.Hour)}}) {
		if w.chance(4) { // something has come up
			w.in(w.minutes(60, 24*60), func() {
				w.lead(events.OperationReopened{Reopening: events.HaltTerms{Ground: "new-evidence"}})
				w.in(24*time.Hour, func() { w.closes(tries - 1) })
			})
		}
		return
	}
	for _, a := range w.story.Operation.Alerts {
		w.acknowledges(a.ID, a.Country, 100)
	}
	w.findsRest()
	w.in(24*time.Hour, func() { w.closes(tries - 1) })
}

// findsRest looks for what is not accounted for, in vain: who had it last declares it
// lost.
func (w *world) findsRest() {
	o := w.story.Operation
	for _, part := range o.Parts {
		balance := o.Balance(part)
		if o.Terminal(part) || !balance.Transit.IsPositive() || len(part.Path) == 0 {
			continue
		}
		rest := events.Mass(balance.Transit, balance.Unit)
		var last events.Country
		for _, d := range part.Path {
			if d.Country != "" {
				last = d.Country
			}
		}
		report := w.command(last.Desk(), events.Commander, events.LossReported{Loss: events.LossTerms{Part: part.Label, Country: last, Quantity: rest, Seen: w.now}}, w.now)
		if report.Refused == nil {
			w.does(last.Desk(), events.CompetentAuthority, events.LossDeclared{Declaration: events.LossDeclaration{Report: report.Command, Part: part.Label, Country: last, Quantity: rest}})
		}
	}
}
