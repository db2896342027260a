package projections

import (
	"cmp"
	"slices"

	"vigil/events"
)

// What waits for a word and has no deadline of its own: it never stands in Due.
const (
	DueWish     DueKind = "wish"     // the lead's, that a part is stopped
	DuePlan     DueKind = "plan"     // a State's part of it, given out
	DueQuestion DueKind = "question" // to the lead, about a request
	DueExchange DueKind = "exchange" // of goods, in a State
	DueDevice   DueKind = "device"   // its use in a State
)

// Waiting lists what was put to the viewer's State and has no answer: the lead's wish
// that it stops a part, then what runs out, the earliest first, then the rest. What
// another State is to answer is not in it.
func (d Document) Waiting(at events.Time) []DueLine {
	if d.HasEnded() {
		return nil
	}
	own := d.Viewer.Country()
	var waits []DueLine
	add := func(l DueLine) { waits = append(waits, l) }
	for _, l := range d.Due(at) {
		switch l.What {
		case DueOffer:
			if events.PointID(l.About).To() == own {
				add(l)
			}
		case DueReceipt, DueAnswer, DueFiveHours, DueDecision, DueGo:
			if l.Country == own && (l.What != DueGo || !l.At.After(at)) { // a go before the goods are near is not asked
				add(l)
			}
		}
	}
	for _, x := range d.Interdictions {
		if x.Country == own && x.State == InterdictionRequested && !d.hasStopped(x.Part) {
			add(DueLine{What: DueWish, Country: own, Part: x.Part, Record: x.Wish})
		}
	}
	for _, a := range d.Authorisations {
		switch l := (DueLine{Country: a.Country, Measure: a.Measure, Record: a.Request}); {
		case !a.IsOpen():
		case a.IsQuestioned():
			if d.Lead == own {
				l.What = DueQuestion
				add(l)
			}
		case a.Country == own && a.AnswerDue().IsZero() && !a.AskedAt.IsZero():
			l.What = DueAnswer
			add(l)
		}
	}
	for _, s := range d.States {
		if p := s.Plan; s.Country == own && p.Version > 0 && p.Approved.IsZero() && p.Returned.IsZero() {
			add(DueLine{What: DuePlan, Country: own, Record: p.Issue})
		}
	}
	for _, x := range d.Substitutions {
		if x.Country == own && !x.Proposed.IsZero() && x.Authorised.IsZero() && x.Performed.IsZero() {
			add(DueLine{What: DueExchange, Country: own, Part: x.Part, Record: x.Proposal})
		}
	}
	for _, x := range d.Devices {
		for _, w := range x.Consents {
			if w.Country == own && x.Recovered.IsZero() && x.Abandoned.IsZero() && w.Approved.IsZero() && w.Refused.IsZero() {
				add(DueLine{What: DueDevice, Country: own, Part: x.Part, About: string(x.ID)})
			}
		}
	}
	slices.SortStableFunc(waits, DueLine.Compare)
	return waits
}

// Compare puts a wish that goods are stopped first, then what runs out, the earliest
// first, then what has no end.
func (l DueLine) Compare(other DueLine) int {
	rank := func(l DueLine) int {
		switch {
		case l.What == DueWish:
			return 0
		case !l.At.IsZero():
			return 1
		}
		return 2
	}
	return cmp.Or(cmp.Compare(rank(l), rank(other)), l.At.Compare(other.At))
}

// hasStopped tells whether a part travels no more.
func (d Document) hasStopped(part events.Part) bool {
	return slices.ContainsFunc(d.Parts, func(p PartLine) bool {
		return p.Part == part && (!p.Ended.IsZero() || !p.Interdicted.IsZero() || !p.Merged.IsZero())
	})
}
