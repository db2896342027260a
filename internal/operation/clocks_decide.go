package operation

import (
	"slices"
	"time"

	"vigil/events"
)

// What follows when a clock has run out: beside what it says itself, who is
// called. That it is due was asked before.

// ExpiredWhileInside stands beside a consent that ended with the goods in that
// State and no other consent of it to go on with (INV-17; INV-07 for an oral one).
const ExpiredWhileInside events.Code = "expired-while-goods-inside"

// OfferTimedOut calls the giver of an offer that nobody answered: it still has the
// goods, and they move.
const OfferTimedOut events.Code = "offer-timed-out"

type (
	clockLapsing  struct{ events.AuthorisationLapsing }
	clockLapsed   struct{ events.AuthorisationLapsed }
	clockDue      struct{ events.CheckpointDue }
	clockMissed   struct{ events.CheckpointMissed }
	clockTimedOut struct{ events.HandoverTimedOut }
	clockRepeated struct{ events.AlertRepeated }
)

// The State that the goods are in is warned: it extends, stops them, or lets them
// out in time.
func (a clockLapsing) decide(s situation) ([]events.Event, error) {
	out := []events.Event{a.AuthorisationLapsing}
	if parts := s.relying(a.Lapsing); len(parts) > 0 {
		out = append(out, s.raise(ConsentLapsing, consentName(a.Lapsing.Country, a.Lapsing.Measure), a.Lapsing.Country, only(parts), s.command.Occurred)...)
	}
	return out, nil
}

func (a clockLapsed) decide(s situation) ([]events.Event, error) {
	lapse := a.Lapse
	out := []events.Event{a.AuthorisationLapsed}
	out = append(out, s.settle(ConsentLapsing, consentName(lapse.Country, lapse.Measure), lapse.Country, "lapsed")...)
	parts := s.relying(lapse)
	for _, label := range parts {
		out = append(out, breach(ExpiredWhileInside, lapse.Country, label, lapse.Ends))
	}
	if len(parts) > 0 {
		out = append(out, s.raise(ConsentLapsed, consentName(lapse.Country, lapse.Measure), lapse.Country, only(parts), lapse.Ends)...)
	}
	return out, nil
}

// relying lists the parts in a State that nothing lets be there once this consent
// has ended: those that it directs as the clock strikes, without another consent
// of it that lasts longer.
func (s situation) relying(lapse events.LapseTerms) []events.Part {
	after := lapse.Ends.Add(time.Millisecond)
	var parts []events.Part
	for _, p := range s.Parts {
		d, directed := p.DirectedAt(s.command.Occurred)
		if directed && d.Country == lapse.Country && p.servedBy(lapse.Country, lapse.Measure) && !slices.ContainsFunc(s.Requests, func(r Request) bool {
			return r.ID != lapse.Request && r.Country == lapse.Country && p.servedBy(r.Country, r.Measure) && r.last().covers(p, after)
		}) {
			parts = append(parts, p.Label)
		}
	}
	return parts
}

// That a checkpoint may be reached from now on calls nobody.
func (a clockDue) decide(situation) ([]events.Event, error) {
	return []events.Event{a.CheckpointDue}, nil
}

// A missed checkpoint calls the desk of its territory; the lead, if that State
// has been told nothing of the operation. It names no part: which of them travel is
// not for every State to know.
func (a clockMissed) decide(s situation) ([]events.Event, error) {
	id := a.Missed.ID
	return append([]events.Event{a.CheckpointMissed},
		s.raise(CheckpointMissed, string(id), s.answers(id.Country()), "", s.command.Occurred)...), nil
}

// An offer that was not answered calls the giver, if the goods are still its to
// give: it offers again, or holds them.
func (a clockTimedOut) decide(s situation) ([]events.Event, error) {
	out := []events.Event{a.HandoverTimedOut}
	offer, _ := s.Offer(a.Timeout.Offer)
	part, _ := s.Part(offer.Part)
	if now, ok := part.Direction(); ok && now.Country == offer.From {
		out = append(out, s.raise(OfferTimedOut, string(offer.Point), offer.From, offer.Part, s.command.Occurred)...)
	}
	return out, nil
}

// From the second round on the lead is called too: that is what the repetition
// says by itself (INV-28). What the last one leads to: see anotherWay.
func (a clockRepeated) decide(situation) ([]events.Event, error) {
	return []events.Event{a.AlertRepeated}, nil
}

// only is the part that an alert names: if there are several, none.
func only(parts []events.Part) events.Part {
	if len(parts) == 1 {
		return parts[0]
	}
	return ""
}
