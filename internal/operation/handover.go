package operation

import (
	"slices"

	"vigil/events"
)

// The rules of handovers. Acceptance binds; direction moves when the goods do
// (INV-09); crossing-needs-consent-in-force is asked of who accepts (INV-03). It is
// not asked of who offers: whether the next State has consented is not the giver's
// to see, and a refusal would tell.
const (
	PointIsKnown        Rule = "a-handover-has-a-planned-point"          // 1. Naples II art. 22: at the border or an agreed point
	OnlyDirectorOffers  Rule = "only-who-directs-offers"                 // 2. INV-09, INV-10: ETS 182 art. 18(3)
	OneOpenOffer        Rule = "one-open-offer-for-each-part"            // 3. Naples II art. 22: no doubt about who takes over
	OfferIsKnown        Rule = "an-answer-answers-an-offer"              // 4. domain 3
	OnlyReceiverAccepts Rule = "only-the-receiving-state-accepts"        // 5. INV-10: Naples II art. 22; EU MLA 2000 art. 12(3)
	OfferIsOpen         Rule = "an-offer-is-answered-once"               // 6. domain 3: Offered, then accepted or refused
	OfferStands         Rule = "an-offer-stands-while-the-giver-directs" // 7. INV-09: nobody gives what he has not
	NamedCommander      Rule = "a-named-commander-takes-over"            // 8. INV-10: a named accepting commander
)

// CompletedWithoutAcceptance stands beside a takeover that nobody had agreed to
// (INV-10).
const CompletedWithoutAcceptance events.Code = "completed-without-acceptance"

type (
	offerHandover  struct{ events.HandoverOffered }
	acceptHandover struct{ events.HandoverAccepted }
	refuseHandover struct{ events.HandoverRefused }
	seenTakenOver  struct{ events.HandoverCompleted }
)

// A point of other States, or a part that another directs, is for this desk not
// there: the answer is the same.
func (a offerHandover) decide(s situation) ([]events.Event, error) {
	point, ok := s.Point(a.Offer.Point)
	if !ok || point.From != s.country() {
		return nil, refuse(PointIsKnown, NotFound, "%s has no handover point %s to offer at", s.country(), a.Offer.Point).
			hint("The lead plans the points.")
	}
	part, _ := s.Part(a.Offer.Part)
	if now, _ := part.Direction(); now.Country != point.From {
		return nil, refuse(OnlyDirectorOffers, Refused, "%s does not direct part %s", point.From, a.Offer.Part)
	}
	for _, f := range s.Offers {
		if f.From == point.From && f.Part == part.Label && (f.stands(part) || f.binds(part)) {
			return nil, refuse(OneOpenOffer, Conflict, "part %s is on offer to %s at %s since %s", part.Label, f.To, f.Point, minute(f.At)).
				hint("Wait for the answer of %s, or ask its desk for one.", f.To)
		}
	}
	return []events.Event{a.HandoverOffered}, nil
}

// Accepting binds the receiver. If the goods came first and direction lies with
// the receiver already, not taken up, accepting takes it up, from now on: a
// decision has no effect before it is made.
func (a acceptHandover) decide(s situation) ([]events.Event, error) {
	offer, err := s.answerableOffer(a.Acceptance.Offer)
	if err != nil {
		return nil, err
	}
	part, _ := s.Part(offer.Part)
	if !offer.stands(part) {
		return nil, refuse(OfferStands, Conflict, "%s does not direct part %s any more", offer.From, offer.Part).
			hint("Ask the lead who does.")
	}
	commander, ok := s.officer(a.Acceptance.Commander)
	if !ok || commander.Country != offer.To || !commander.plays(events.Commander) || !commander.holds(s.at) {
		return nil, refuse(NamedCommander, Refused, "key %s is not one of a commander of %s", a.Acceptance.Commander, offer.To).
			hint("Name the commander who takes over.")
	}
	if err := s.mayEnter(part, offer.To); err != nil {
		return nil, err
	}
	if now, _ := part.Direction(); now.Country == offer.To {
		return append([]events.Event{a.HandoverAccepted}, s.takeUp(part, s.at, events.ByHandover)...), nil
	}
	return []events.Event{a.HandoverAccepted, events.DirectionBound{Bound: events.BoundTerms{
		Part: offer.Part, Offer: offer.ID, From: offer.From, To: offer.To}}}, nil
}

func (a refuseHandover) decide(s situation) ([]events.Event, error) {
	if _, err := s.answerableOffer(a.Refusal.Offer); err != nil {
		return nil, err
	}
	return []events.Event{a.HandoverRefused}, nil
}

// A completed handover moves direction if the receiver reports it and had
// accepted. Without acceptance it is a breach, and it moves nothing by itself:
// eyes-on is not direction, and it does not say on whose territory the goods
// are. If direction came to the receiver with the territory, this takes it up.
func (a seenTakenOver) observe(s situation) []events.Event {
	out := []events.Event{a.HandoverCompleted}
	point, planned := s.Point(a.Completion.Point)
	part, ok := s.Part(a.Completion.Part)
	if !ok || !planned || s.country() != point.To {
		return out // what others say of the receiver is recorded, no more
	}
	t := s.moment()
	then, _ := part.DirectedAt(t)
	if s.over(t) || then.Country == point.To && then.Taken == events.Taken {
		return out
	}
	switch accepted := s.accepted(part, point.To, t); {
	case accepted && s.isNews(part, t):
		out = append(out, s.move(part, point.To, t, events.ByHandover, events.Taken))
	case !accepted:
		out = append(out, breach(CompletedWithoutAcceptance, point.To, part.Label, t))
		if then.Country == point.To && s.isNews(part, t) {
			out = append(out, s.takeUp(part, t, events.ByTerritory)...)
		}
	}
	return out
}

// answerableOffer finds the offer that the signer's State may answer. To a third
// State it is not there.
func (s situation) answerableOffer(id events.CommandID) (Offer, error) {
	offer, ok := s.Offer(id)
	switch {
	case !ok || s.country() != offer.To && s.country() != offer.From:
		return Offer{}, refuse(OfferIsKnown, NotFound, "%s has no such offer to answer", s.country()).
			hint("Name the offer that you answer.")
	case s.country() != offer.To:
		return Offer{}, refuse(OnlyReceiverAccepts, NotAllowed, "%s offered part %s at %s: only %s answers that", offer.From, offer.Part, offer.Point, offer.To).
			hint("Ask the desk of %s.", offer.To)
	case offer.Says != Open:
		return Offer{}, refuse(OfferIsOpen, Conflict, "%s %s this offer at %s", offer.To, offer.Says, minute(offer.Answered))
	}
	return offer, nil
}

// mayEnter is INV-03 for the decision of the State that is entered.
func (s situation) mayEnter(part Part, to events.Country) error {
	if !s.Admits(to, part.Mode, s.at) {
		return refuse(ConsentInForce, Refused, "no final consent of %s to part %s coming in is in force at %s", to, part.Label, minute(s.at)).
			hint("Only the competent authority of %s can grant it.", to)
	}
	return nil
}

// accepted tells whether, at t, the State that directed the part then had the
// receiver's acceptance, not yet spent. An acceptance is spent when direction
// leaves the giver, that way or another.
func (o Operation) accepted(part Part, to events.Country, t events.Time) bool {
	then, _ := part.DirectedAt(t)
	return slices.ContainsFunc(o.Offers, func(f Offer) bool {
		return f.Part == part.Label && f.Says == Accepted && f.From == then.Country && f.To == to &&
			!f.Answered.After(t) && (f.Spent.IsZero() || t.Before(f.Spent))
	})
}

// isNews tells whether a fact of moment t changes the present: only if the fact
// that set it was not later. (Of the same moment, the one told later counts.)
// After the end of an operation nothing does.
func (o Operation) isNews(part Part, t events.Time) bool {
	now, ok := part.Direction()
	return o.Closed.IsZero() && (!ok || !t.Before(now.Since))
}

func (o Operation) move(part Part, to events.Country, since events.Time, basis events.DirectionBasis, taken events.TakenUp) events.Event {
	moved := events.DirectionMoved{Direction: events.DirectionTerms{
		Part: part.Label, Country: to, Since: since, Basis: basis, Taken: taken}}
	if now, ok := part.Direction(); ok && now.Country != to {
		moved.Left = events.LeftTerms{Part: part.Label, Country: now.Country, Since: since}
	}
	return moved
}

// takeUp is the State that directs taking it up. What it has agreed meanwhile
// with the next one stays agreed.
func (o Operation) takeUp(part Part, since events.Time, basis events.DirectionBasis) []events.Event {
	now, _ := part.Direction()
	out := []events.Event{o.move(part, now.Country, since, basis, events.Taken)}
	if part.Bound.From == now.Country {
		out = append(out, events.DirectionBound{Bound: part.Bound})
	}
	return out
}

// stands tells whether an offer can still be accepted: it is open, and the giver
// directs, or the receiver already has to without having taken it up.
func (f Offer) stands(part Part) bool {
	now, ok := part.Direction()
	return ok && f.Says == Open && (now.Country == f.From || now.Country == f.To && now.Taken == events.NotTaken)
}

// binds tells whether direction is promised by this offer and has not moved.
func (f Offer) binds(part Part) bool { return f.Says == Accepted && part.Bound.Offer == f.ID }

func evolveHandover(o Operation, c Cause, e events.Event) (Operation, bool) {
	switch e := e.(type) {
	case events.HandoverOffered:
		point, _ := o.Point(e.Offer.Point)
		o.Offers = with(o.Offers, Offer{ID: c.Command, Point: point.ID, Part: e.Offer.Part, From: point.From, To: point.To, At: c.At})
	case events.HandoverAccepted:
		o = o.answerOffer(e.Acceptance.Offer, Accepted, c.At)
	case events.HandoverRefused:
		o = o.answerOffer(e.Refusal.Offer, Declined, c.At)
	case events.HandoverCompleted:
		// Direction moves by its own event.
	case events.DirectionBound:
		o = o.amendPart(e.Bound.Part, func(p *Part) { p.Bound = e.Bound })
	case events.DirectionMoved:
		d := e.Direction
		o = o.amendPart(d.Part, func(p *Part) {
			p.Path = with(p.Path, Direction{d.Country, d.Since, d.Basis, d.Taken})
			p.Bound = events.BoundTerms{}
		})
		o.Offers = amended(o.Offers, func(f Offer) bool {
			return f.Part == d.Part && f.Says == Accepted && f.Spent.IsZero() && f.From != d.Country
		}, func(f *Offer) { f.Spent = d.Since })
	case events.DirectionEnded:
		o = o.amendPart(e.Ended.Part, func(p *Part) { p.Ended, p.Bound = e.Ended.Since, events.BoundTerms{} })
	default:
		return o, false
	}
	return o, true
}

func (o Operation) answerOffer(id events.CommandID, says Answer, at events.Time) Operation {
	o.Offers = amended(o.Offers, func(f Offer) bool { return f.ID == id }, func(f *Offer) { f.Says, f.Answered = says, at })
	return o
}
