package projections

import (
	"slices"

	"vigil/events"
)

// DueLine is something that runs out, or is to happen, at a moment: what, and whom
// and which part it concerns, as far as that is shown.
type DueLine struct {
	At      events.Time      `json:"at"`
	What    DueKind          `json:"what"`
	Country events.Country   `json:"country,omitzero"`
	Measure events.Measure   `json:"measure,omitzero"`
	Part    events.Part      `json:"part,omitzero"`
	About   string           `json:"about,omitzero"`  // a point, a checkpoint, a device, an agency
	Record  events.CommandID `json:"record,omitzero"` // of the request, the offer, the notice, the letter
}

// DueKind is what runs out.
type DueKind string

const (
	DueOffer       DueKind = "offer"        // an answer, else it times out
	DueGoods       DueKind = "goods"        // expected in a State that was called
	DueControl     DueKind = "control-lost" // not seen until then, control of a part is lost
	DueDecision    DueKind = "decide"       // what is done about that
	DueFiveHours   DueKind = "five-hours"   // of surveillance without the host's consent
	DueGo          DueKind = "go"           // a word on whether a part goes on at its last safe point
	DueReceipt     DueKind = "acknowledge"  // that a request arrived
	DueAnswer      DueKind = "answer"       // to a request
	DueCheckpoint  DueKind = "checkpoint"
	DueHandover    DueKind = "handover"
	DueWriting     DueKind = "confirm" // an oral consent, in writing
	DueConsentEnds DueKind = "consent-ends"
	DueReading     DueKind = "reading" // of a device
	DueBattery     DueKind = "battery"
	DueLetterEnds  DueKind = "letter-ends"
	DueReport      DueKind = "report"
	DueReview      DueKind = "review"
)

// Due lists what runs out next, the earliest first: what is past at a moment, and
// still wanted, comes before what is to come. It goes by what the document shows and
// by nothing else.
func (d Document) Due(at events.Time) []DueLine {
	var due agenda
	switch d.State {
	case Closed:
		due.add(DueLine{At: d.Review, What: DueReview})
		return due
	case Over:
		d.reportsDue(&due)
	default:
		d.partsDue(&due, at)
		if !d.HasArrived() {
			d.travelDue(&due, at)
		}
		d.requestsDue(&due)
	}
	slices.SortStableFunc(due, func(a, b DueLine) int { return a.At.Compare(b.At) })
	return due
}

type agenda []DueLine

func (a *agenda) add(l DueLine) {
	if !l.At.IsZero() {
		*a = append(*a, l)
	}
}

// partsDue is what runs while goods travel, and until everything about them is said.
func (d Document) partsDue(due *agenda, at events.Time) {
	for _, h := range d.Handovers {
		if h.State == Offered {
			due.add(DueLine{At: h.AnswerBy, What: DueOffer, Part: h.Part, About: string(h.Point), Record: h.Offer})
		}
	}
	for _, x := range d.Triggers {
		if x.Expected.After(at) && x.Corrected == "" {
			due.add(DueLine{At: x.Expected, What: DueGoods, Country: x.Country, Part: x.Part})
		}
	}
	for _, n := range d.Notices {
		if n.State == NoticeOpen {
			due.add(DueLine{At: n.Until, What: DueFiveHours, Country: n.In, Part: n.Part, Record: n.Notice})
		}
	}
	for _, p := range d.Parts {
		if p.Travels() {
			d.controlDue(due, p)
		}
	}
	for _, l := range d.Devices {
		if !l.IsLive() {
			continue
		}
		due.add(DueLine{At: l.Battery, What: DueBattery, Country: l.Country, Part: l.Part, About: string(l.ID)})
		if !l.Assigned.IsZero() && l.Silent.IsZero() && !l.Read.IsZero() {
			due.add(DueLine{At: l.Read.Add(given(l.Old, events.WatchPing)), What: DueReading, Country: l.Country, Part: l.Part, About: string(l.ID)})
		}
	}
}

// controlDue is when control of a part that nobody sees is lost, or until when it is
// to be decided what is done.
func (d Document) controlDue(due *agenda, p PartLine) {
	if n := len(p.Control); n > 0 && p.Control[n-1].IsOpen() && p.Control[n-1].Country == p.Directs {
		if l := p.Control[n-1]; l.Decided.IsZero() {
			due.add(DueLine{At: l.DecideBy, What: DueDecision, Country: l.Country, Part: p.Part})
		}
		return
	}
	since, told, silent := d.silence(p)
	if !silent {
		return
	}
	watch, _ := d.watch(p.Directs, since)
	at := since.Add(given(watch.Lost, events.WatchLost))
	if told.After(at) {
		at = told
	}
	due.add(DueLine{At: at, What: DueControl, Country: p.Directs, Part: p.Part})
}

// travelDue is what nobody waits for once nothing travels any more.
func (d Document) travelDue(due *agenda, at events.Time) {
	for _, c := range d.Checkpoints {
		if c.Reached.IsZero() && c.Waived.IsZero() && c.Missed.IsZero() {
			due.add(DueLine{At: c.Window.Until, What: DueCheckpoint, Country: c.ID.Country(), About: string(c.ID)})
		}
		for _, g := range c.Go {
			if g.Word == "" && c.Waived.IsZero() {
				due.add(DueLine{At: c.Window.From, What: DueGo, Country: c.ID.Country(), Part: g.Part, About: string(c.ID)})
			}
		}
	}
	for _, p := range d.Points {
		if p.Dropped.IsZero() && !d.hasPassed(p) {
			due.add(DueLine{At: p.Window.Until, What: DueHandover, About: string(p.ID)})
		}
	}
	for _, a := range d.Authorisations {
		if a.Answer != Granted {
			continue
		}
		l := DueLine{Country: a.Country, Measure: a.Measure, Record: a.Request}
		if a.Finality == events.Oral {
			l.At, l.What = a.Confirm, DueWriting
			due.add(l)
		}
		l.At, l.What = a.Window.Until, DueConsentEnds
		due.add(l)
	}
	for _, s := range d.States {
		for _, l := range s.Letters {
			if l.Withdrawn.IsZero() && l.Until.After(at) {
				due.add(DueLine{At: l.Until, What: DueLetterEnds, Country: s.Country, About: string(l.Agency), Record: l.Letter})
			}
		}
	}
}

// requestsDue is what the States were asked.
func (d Document) requestsDue(due *agenda) {
	for _, a := range d.Authorisations {
		if !a.IsOpen() {
			continue
		}
		l := DueLine{Country: a.Country, Measure: a.Measure, Record: a.Request}
		if a.Acknowledged.IsZero() {
			l.At, l.What = a.AcknowledgeBy, DueReceipt
			due.add(l)
		}
		l.At, l.What = a.AnswerDue(), DueAnswer
		due.add(l)
	}
}

// reportsDue is the reports of the States that took part.
func (d Document) reportsDue(due *agenda) {
	for _, s := range d.States {
		if s.Reported.IsZero() && s.TookPart() {
			due.add(DueLine{At: d.Ended.Months(events.ReportMonths), What: DueReport, Country: s.Country})
		}
	}
}

// TookPart tells whether a State did more than be possible on the way, or told.
func (s StateLine) TookPart() bool {
	return slices.ContainsFunc(s.Roles, func(r events.StateRole) bool { return r != events.Possible && r != events.Informed })
}

// Travels tells whether a part is on its way, as far as is shown.
func (p PartLine) Travels() bool {
	return p.Corrected == "" && p.Merged.IsZero() && p.Ended.IsZero() && (len(p.Path) > 0 || !p.Departed.IsZero())
}

// HasArrived tells whether nothing travels any more: then no consent is needed.
func (d Document) HasArrived() bool {
	return len(d.Parts) > 0 && !slices.ContainsFunc(d.Parts, func(p PartLine) bool {
		return p.Corrected == "" && p.Merged.IsZero() && p.Ended.IsZero()
	})
}

// hasPassed tells whether direction has gone past a point.
func (d Document) hasPassed(point PointLine) bool {
	return slices.ContainsFunc(d.Handovers, func(h HandoverLine) bool {
		return h.Point == point.ID && h.State == Completed
	}) || slices.ContainsFunc(d.Parts, func(p PartLine) bool {
		return p.Directs == point.To || p.Left == point.From || p.Left == point.To ||
			slices.ContainsFunc(p.Path, func(x DirectionLine) bool { return x.Directs == point.To })
	})
}
