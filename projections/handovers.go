package projections

import (
	"time"

	"vigil/events"
)

// HandoverLine is one offer and what became of it.
type HandoverLine struct {
	Offer     events.CommandID  `json:"offer"`
	Point     events.PointID    `json:"point"`
	Part      events.Part       `json:"part"`
	State     HandoverState     `json:"state"`
	Offered   events.Time       `json:"offered"`
	AnswerBy  events.Time       `json:"answer-by,omitzero"` // else it times out; empty: the viewer does not know the point
	Team      events.CallSign   `json:"team,omitzero"`
	Seals     []events.CallSign `json:"seals,omitempty"`
	Hazards   []events.Code     `json:"hazards,omitempty"`
	Answered  events.Time       `json:"answered,omitzero"` // or withdrawn, or timed out
	Commander events.KeyID      `json:"commander,omitzero"`
	Receiving events.CallSign   `json:"receiving,omitzero"`
	Ground    events.Code       `json:"ground,omitzero"` // of the refusal or withdrawal
	Completed events.Time       `json:"completed,omitzero"`

	Gross   events.Quantity `json:"gross,omitzero"`
	Persons uint16          `json:"persons,omitzero"` // travelling with it
}

// HandoverState is where an offer stands.
type HandoverState string

const (
	Offered   HandoverState = "offered"
	Accepted  HandoverState = "accepted"
	Declined  HandoverState = "refused"
	Withdrawn HandoverState = "withdrawn"
	TimedOut  HandoverState = "timed-out"
	Completed HandoverState = "completed"
)

func (d *Document) evolveHandover(r *record, e events.Event) bool {
	at := r.shown.Occurred
	switch e := e.(type) {
	case events.HandoverOffered:
		if x := e.Offer; x.Point != "" {
			d.Handovers = append(d.Handovers, HandoverLine{
				Offer: r.shown.Command, Point: x.Point, Part: x.Part, State: Offered, Offered: at, AnswerBy: d.answerBy(x.Point, r.shown.At),
				Team: e.Pack.Team, Seals: e.Pack.Seals, Hazards: e.Pack.Hazards, Gross: e.Pack.Gross, Persons: e.Pack.Persons,
			})
		}
	case events.HandoverAccepted:
		x := e.Acceptance
		d.handover(x.Offer, func(h *HandoverLine) {
			h.State, h.Commander, h.Receiving, h.Answered = Accepted, x.Commander, x.Team, at
		})
	case events.HandoverRefused:
		d.handover(e.Refusal.Offer, func(h *HandoverLine) { h.State, h.Ground, h.Answered = Declined, e.Refusal.Ground, at })
	case events.HandoverWithdrawn:
		d.handover(e.Withdrawal.Offer, func(h *HandoverLine) { h.State, h.Ground, h.Answered = Withdrawn, e.Withdrawal.Ground, at })
	case events.HandoverTimedOut:
		d.handover(e.Timeout.Offer, func(h *HandoverLine) { h.State, h.Answered = TimedOut, at })
	case events.HandoverCompleted:
		x := e.Completion
		if !d.isThere(r, x.Point.To(), x.Part) {
			d.sighting(r, SightingLine{Part: x.Part, Country: x.Point.To()})
			break
		}
		for i := len(d.Handovers) - 1; i >= 0; i-- {
			if h := d.Handovers[i]; h.Point == x.Point && h.Part == x.Part && h.State == Accepted {
				d.handover(h.Offer, func(h *HandoverLine) { h.State, h.Completed = Completed, at })
				break
			}
		}
		d.part(x.Part, func(p *PartLine) {
			p.watched(EyesLine{at, EyesHeld, x.Point.To(), x.Team, r.shown.At})
			p.seen(at, string(x.Point))
		})

	case events.DirectionMoved:
		if x := e.Direction; x.Part != "" {
			d.part(x.Part, func(p *PartLine) {
				p.directed(DirectionLine{Since: x.Since, Directs: x.Country, Basis: x.Basis, Taken: x.Taken})
			})
		} else {
			d.part(e.Left.Part, func(p *PartLine) { p.directed(DirectionLine{Since: e.Left.Since, Left: e.Left.Country}) })
		}
	case events.DirectionBound:
		d.part(e.Bound.Part, func(p *PartLine) { p.Bound = e.Bound.To })
	case events.DirectionRetracted:
		d.part(e.Retracted.Part, func(p *PartLine) { p.retracted(e.Retracted) })
		d.part(e.Returned.Part, func(p *PartLine) { p.returned(e.Returned) })
	case events.DirectionEnded:
		d.part(e.Ended.Part, func(p *PartLine) { p.directed(DirectionLine{Since: e.Ended.Since, Ended: e.Ended.Country}) })
	default:
		return false
	}
	return true
}

func (d *Document) handover(offer events.CommandID, change func(*HandoverLine)) { // if the viewer was shown the offer
	d.Handovers = changed(d.Handovers, func(h HandoverLine) bool { return h.Offer == offer }, change)
}

// answerBy is until when an offer made now stands, for a viewer who knows its point.
func (d *Document) answerBy(id events.PointID, now events.Time) events.Time {
	for _, p := range d.Points {
		if p.ID == id {
			return now.Add(p.life())
		}
	}
	return events.Time{}
}

// waiting gives the open offers at a point another time to be answered in.
func (d *Document) waiting(id events.PointID, was, is time.Duration) {
	for i := range d.Handovers {
		if h := d.Handovers[i]; h.Point == id && h.State == Offered && !h.AnswerBy.IsZero() {
			d.handover(h.Offer, func(h *HandoverLine) { h.AnswerBy = h.AnswerBy.Add(is - was) })
		}
	}
}
