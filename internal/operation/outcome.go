package operation

import (
	"fmt"
	"slices"

	"vigil/events"
)

// The rules of what comes of it. Deliveries, arrests and seizures are facts; what
// is left after the end is decided.
const (
	ReportsItsOwn Rule = "a-state-reports-for-itself"   // 1. INV-20: each State's report
	ReportAfter   Rule = "a-report-follows-the-end"     // 2. Crimes (Controlled Operations) Act 2004 (Vic) s. 37
	ReportOnce    Rule = "a-state-reports-once"         // 3. domain 4; and again if the file is opened again
	OwnCosts      Rule = "a-state-notes-its-own-costs"  // 4. UNTOC art. 20(3): financial arrangements, each State for itself
	BearerKnown   Rule = "who-is-to-bear-it-takes-part" // 5. UNTOC art. 20(3); as far as the State may know
	CostIsKnown   Rule = "a-settlement-settles-a-cost"  // 6. INV-20: between the State that had it and the one that bears it
	CostOnce      Rule = "a-cost-is-settled-once"       // 7. INV-20
	DebriefAfter  Rule = "a-debrief-follows-the-end"    // 8. domain 4
)

// What these facts can break.
const (
	DeliveredWithoutConsent events.Code = "delivered-without-consent" // 9. INV-03: EU MLA 2000 art. 12(2): to let in and to let it be delivered is that State's to decide
	SeizedElsewhere         events.Code = "seized-outside-direction"  // 10. INV-18: somebody stepped in where another State directs
)

// ReportOverdue calls a State that has not reported, and the lead.
const ReportOverdue events.Code = "report-overdue"

// Report is how far a State has come with its report. Filed and Overdue are zero
// if it is neither.
type Report struct {
	Country events.Country
	Filed   events.Time // the last time it was, the hub's time
	Overdue events.Time // its clock said so
}

// Cost is what something cost a State, and which is to bear it.
type Cost struct {
	ID      events.CommandID
	Terms   events.CostTerms
	Settled events.Time // the hub's time; zero: not
}

type (
	seenDelivered struct{ events.DeliveryMade }
	seenConsignee struct{ events.ConsigneeIdentified }
	seenArrested  struct{ events.ArrestMade }
	seenSeized    struct{ events.SeizureMade }
	fileReport    struct{ events.ReportFiled }
	clockReport   struct{ events.ReportOverdue }
	noteCost      struct{ events.CostNoted }
	settleCost    struct{ events.CostSettled }
	holdDebrief   struct{ events.DebriefHeld }
)

// A delivery needs that State's consent to import, unless the goods began there.
func (a seenDelivered) observe(s situation) []events.Event {
	part, ok := s.Part(a.Delivery.Part)
	there, t := a.Delivery.Country, s.moment()
	if !ok || s.over(t) || part.Origin == there || slices.ContainsFunc(s.Requests, func(r Request) bool {
		c := r.on(t)
		return r.Country == there && r.Measure == events.Import && c.allows(part.Mode, t) && c.Window.Holds(t)
	}) {
		return nil
	}
	return s.breaks(DeliveredWithoutConsent, there, part.Label, t)
}

// Who it was for, and who was arrested, is for people and their courts.
func (a seenConsignee) observe(situation) []events.Event { return nil }
func (a seenArrested) observe(situation) []events.Event  { return nil }

// Goods are seized where they are directed, or were last. Elsewhere somebody has
// stepped in, and who directs has to know.
func (a seenSeized) observe(s situation) []events.Event {
	part, ok := s.Part(a.Seizure.Part)
	t := s.moment()
	if !ok || s.over(t) {
		return nil
	}
	if directs := s.before(part, s.command.ID, t).last(); directs != "" && directs != a.Seizure.Country {
		return s.breaks(SeizedElsewhere, directs, part.Label, t)
	}
	return nil
}

func (a fileReport) decide(s situation) ([]events.Event, error) {
	state := a.Report.Country
	aside := !s.Involves(state) // whether the operation has ended is not for such a State to know
	switch report := s.report(state); {
	case state != s.country():
		return nil, refuse(ReportsItsOwn, NotAllowed, "%s cannot report for %s", s.country(), state)
	case aside && slices.ContainsFunc(s.Parts, func(p Part) bool { return s.directs(state, p.Label) }):
		return nil, refuse(ReportAfter, Refused, "%s directs the goods", state).
			hint("Report when they are stopped, or have gone on.")
	case aside:
	case s.Ended.IsZero():
		return nil, refuse(ReportAfter, Refused, "%s goes on", s.Name).
			hint("Report when it has ended.")
	case !report.Filed.IsZero() && !s.Reopened.After(report.Filed):
		return nil, refuse(ReportOnce, Conflict, "%s has reported at %s", state, minute(report.Filed))
	}
	out := []events.Event{a.ReportFiled}
	out = append(out, s.settle(ReportOverdue, string(state), state, "filed")...)
	return append(out, s.settle(events.Abroad(ReportOverdue), string(state), s.Lead, "filed")...), nil
}

func (a clockReport) decide(s situation) ([]events.Event, error) {
	state := a.Overdue.Country
	out := []events.Event{a.ReportOverdue}
	if s.Involves(state) { // another was not told of the end: it is the lead's to ask
		out = append(out, s.raise(ReportOverdue, string(state), state, "", a.Overdue.Due)...)
	}
	if state != s.Lead {
		out = append(out, s.raise(events.Abroad(ReportOverdue), string(state), s.Lead, "", a.Overdue.Due)...)
	}
	return out, nil
}

// Whom a State may not know to take part it cannot send a bill: the answer is the
// same whether that one does.
func (a noteCost) decide(s situation) ([]events.Event, error) {
	switch cost := a.Cost; {
	case cost.Country != s.country():
		return nil, refuse(OwnCosts, NotAllowed, "%s cannot say what it cost %s", s.country(), cost.Country)
	case !s.knewOf(s.country(), cost.Bearer, 0):
		return nil, refuse(BearerKnown, NotFound, "%s knows of no %s here", s.country(), cost.Bearer).
			hint("Name your own State, the lead, or one with which you have a handover point, or had one.")
	}
	return []events.Event{a.CostNoted}, nil
}

// A cost is settled by either of the two States that it is between, and the
// settlement names the other. To a third it is not there.
func (a settleCost) decide(s situation) ([]events.Event, error) {
	cost, _ := find(s.Costs, func(c Cost) bool { return c.ID == a.Settlement.Cost })
	between := pair{cost.Terms.Country, cost.Terms.Bearer}
	switch other := a.Settlement.Country; {
	case between != (pair{s.country(), other}) && between != (pair{other, s.country()}):
		return nil, refuse(CostIsKnown, NotFound, "there is no such cost between %s and %s", s.country(), other).
			hint("Name a cost of your State, or one that it is to bear, and the other State.")
	case !cost.Settled.IsZero():
		return nil, refuse(CostOnce, Conflict, "this was settled at %s", minute(cost.Settled))
	}
	return []events.Event{a.CostSettled}, nil
}

func (a holdDebrief) decide(s situation) ([]events.Event, error) {
	held := a.Debrief.Held
	if s.Ended.IsZero() || held.Before(s.Ended) || held.After(s.at.Add(Skew)) {
		return nil, refuse(DebriefAfter, Refused, "a debrief of %s at %s is not one of an operation that is over", s.Name, minute(held)).
			hint("Name when the States talked, after the end and before now.")
	}
	return []events.Event{a.DebriefHeld}, nil
}

// unsettled lists all that keeps the file open (INV-20).
func (o Operation) unsettled() []string {
	var list []string
	if o.Ended.IsZero() {
		list = append(list, "it has not ended")
	}
	for _, p := range o.Parts {
		if !o.Terminal(p) {
			b := o.Balance(p)
			q := events.Mass(b.Transit.Abs(), b.Unit)
			what := "not accounted for"
			if b.Transit.Sign() < 0 {
				what = "more than there was"
			}
			list = append(list, fmt.Sprintf("part %s: %s %s %s", p.Label, q.Amount, q.Unit, what))
		}
	}
	for _, a := range o.Alerts {
		if a.Taken.IsZero() {
			list = append(list, fmt.Sprintf("%s: alert %s is not acknowledged", a.Country, a.ID))
		}
	}
	for _, state := range o.reporters() {
		if o.report(state).Filed.IsZero() {
			list = append(list, fmt.Sprintf("%s: no report", state))
		}
	}
	list = append(list, o.devicesOut()...)
	for _, c := range o.Costs {
		if c.Settled.IsZero() {
			t := c.Terms
			list = append(list, fmt.Sprintf("%s: %s %s for %s, which %s is to bear, not settled", t.Country, t.Amount.Amount, t.Amount.Currency, t.Item, t.Bearer))
		}
	}
	return list
}

// reporters lists the States that are to report: all that take part, but those that
// were only told, and each that knows of the operation and had the goods.
func (o Operation) reporters() []events.Country {
	var list []events.Country
	for _, s := range o.States {
		told := s.Role == events.Possible || s.Role == events.Informed
		if (!told || o.Involves(s.Country) && o.hadGoods(s.Country)) && !slices.Contains(list, s.Country) {
			list = append(list, s.Country)
		}
	}
	for _, c := range o.Triggered {
		if o.hadGoods(c) && !slices.Contains(list, c) {
			list = append(list, c)
		}
	}
	return list
}

// hadGoods tells whether goods were directed, interdicted or seized in a State.
func (o Operation) hadGoods(c events.Country) bool {
	return slices.ContainsFunc(o.Parts, func(p Part) bool {
		return !p.Void && (slices.ContainsFunc(p.Path, func(d Direction) bool { return d.Country == c }) ||
			slices.ContainsFunc(p.Moves, func(m Move) bool { return m.What == MoveExecuted && m.To == c }) ||
			slices.ContainsFunc(p.Ledger, func(x Posting) bool { return x.What == Seized && x.Country == c }))
	})
}

func (o Operation) report(country events.Country) Report {
	r, _ := find(o.Reports, func(r Report) bool { return r.Country == country })
	return r
}

// reportsRunning: each State has two months from the end.
func (o Operation) reportsRunning(visit func(tick)) {
	for i, state := range o.reporters() {
		if r := o.report(state); r.Filed.IsZero() && r.Overdue.IsZero() {
			visit(tick{o.Ended.Months(events.ReportMonths), "report.overdue", i, 0})
		}
	}
}

func evolveOutcome(o Operation, c Cause, e events.Event) (Operation, bool) {
	switch e := e.(type) {
	case events.DeliveryMade, events.ConsigneeIdentified, events.ArrestMade, events.DebriefHeld:
		// What comes of it is for people; nothing that is decided rests on it.
	case events.SeizureMade:
		x := e.Seizure
		o = o.posts(c, x.Part, Posting{What: Seized, Quantity: x.Quantity, Substitute: x.Substitute})
	case events.ReportFiled:
		o = o.reported(e.Report.Country, func(r *Report) { r.Filed = c.At })
	case events.ReportOverdue:
		o = o.reported(e.Overdue.Country, func(r *Report) { r.Overdue = c.Occurred })
	case events.CostNoted:
		o.Costs = with(o.Costs, Cost{ID: c.Command, Terms: e.Cost})
	case events.CostSettled:
		o.Costs = amended(o.Costs, func(k Cost) bool { return k.ID == e.Settlement.Cost }, func(k *Cost) { k.Settled = c.At })
	default:
		return o, false
	}
	return o, true
}

func (o Operation) reported(country events.Country, change func(*Report)) Operation {
	if o.report(country).Country == "" {
		o.Reports = with(o.Reports, Report{Country: country})
	}
	o.Reports = amended(o.Reports, func(r Report) bool { return r.Country == country }, change)
	return o
}
