package operation

import "vigil/events"

// The rules of handovers. Acceptance binds; direction moves when the goods do
// (INV-09: see direction.go); crossing-needs-consent-in-force is asked of who accepts
// (INV-03). It is not asked of who offers: whether the next State has consented is
// not the giver's to see, and a refusal would tell.
const (
	PointIsKnown        Rule = "a-handover-has-a-planned-point"          // 1. Naples II art. 22: at the border or an agreed point
	OnlyDirectorOffers  Rule = "only-who-directs-offers"                 // 2. INV-09, INV-10: ETS 182 art. 18(3)
	OneOpenOffer        Rule = "one-open-offer-for-each-part"            // 3. Naples II art. 22: no doubt about who takes over
	OfferIsKnown        Rule = "an-answer-answers-an-offer"              // 4. domain 3
	OnlyReceiverAccepts Rule = "only-the-receiving-state-accepts"        // 5. INV-10: Naples II art. 22; EU MLA 2000 art. 12(3)
	OnlyGiverWithdraws  Rule = "only-who-offered-withdraws"              // 6. domain 4: HandoverWithdrawn, by the giving State
	OfferIsOpen         Rule = "an-offer-is-answered-once"               // 7. domain 3: Offered, then accepted, refused, withdrawn or timed out
	OfferStands         Rule = "an-offer-stands-while-the-giver-directs" // 8. INV-09: nobody gives what he has not
	NamedCommander      Rule = "a-named-commander-takes-over"            // 9. INV-10: a named accepting commander
	WithinCeiling       Rule = "what-comes-in-is-within-the-ceiling"     // 10. INV-05: CH-IT 2009 art. 2
	PrecedentMet        Rule = "precedent-conditions-are-met-first"      // 11. INV-06: CH-IT 2009 art. 2
	OnlyOnTheWay        Rule = "only-what-is-on-its-way-is-offered"      // 12. INV-14: of what was seized or lost nobody takes direction
)

// CompletedWithoutAcceptance stands beside a takeover that nobody had agreed to
// (INV-10).
const CompletedWithoutAcceptance events.Code = "completed-without-acceptance"

type (
	offerHandover    struct{ events.HandoverOffered }
	acceptHandover   struct{ events.HandoverAccepted }
	refuseHandover   struct{ events.HandoverRefused }
	withdrawHandover struct{ events.HandoverWithdrawn }
	seenTakenOver    struct{ events.HandoverCompleted }
)

// A point of other States, or a part that another directs, is for this desk not
// there: the answer is the same.
func (a offerHandover) decide(s situation) ([]events.Event, error) {
	point, ok := s.Point(a.Offer.Point)
	if !ok || point.Dropped || point.From != s.country() {
		return nil, refuse(PointIsKnown, NotFound, "%s has no handover point %s to offer at", s.country(), a.Offer.Point).
			hint("The lead plans the points.")
	}
	part, _ := s.Part(a.Offer.Part)
	if now, _ := part.Direction(); now.Country != point.From {
		return nil, refuse(OnlyDirectorOffers, Refused, "%s does not direct part %s", point.From, a.Offer.Part)
	}
	if !s.letsOut(point.ID, point.From, part, s.at) {
		return nil, refuse(OutAtListed, Refused, "the consent of %s does not let part %s go out at %s", point.From, part.Label, point.ID).
			hint("Only the competent authority of %s can vary it.", point.From)
	}
	if part.Halt.holds() {
		return nil, refuse(HaltedStays, Refused, "part %s is halted since %s", part.Label, minute(part.Halt.At)).
			hint("Lift the halt, then offer.")
	}
	if s.spent(point.From, part) {
		return nil, refuse(OnlyOnTheWay, Refused, "nothing of part %s is on its way any more: it was seized, stored, lost or went on as another part", part.Label).
			hint("Correct what was told of it, if that is not so.")
	}
	for _, f := range s.Offers {
		if f.From == point.From && f.Part == part.Label && (f.stands(part) || f.binds(part)) {
			return nil, refuse(OneOpenOffer, Conflict, "part %s is on offer to %s at %s since %s", part.Label, f.To, f.Point, minute(f.At)).
				hint("Wait for the answer of %s, or withdraw the offer.", f.To)
		}
	}
	return []events.Event{a.HandoverOffered}, nil // its team will hand over: that says of nobody that he sees the goods
}

// Accepting binds the receiver; if the goods came first and direction lies with it
// already, not taken up, accepting takes it up.
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
	if err := s.mayEnter(part, offer); err != nil {
		return nil, err
	}
	return s.tell(a.HandoverAccepted, func(s situation) []events.Event {
		return s.settleAll(OfferTimedOut, offer.From, part.Label, "accepted")
	}), nil
}

func (a refuseHandover) decide(s situation) ([]events.Event, error) {
	if _, err := s.answerableOffer(a.Refusal.Offer); err != nil {
		return nil, err
	}
	return []events.Event{a.HandoverRefused}, nil
}

func (a withdrawHandover) decide(s situation) ([]events.Event, error) {
	offer, err := s.knownOffer(a.Withdrawal.Offer)
	if err != nil {
		return nil, err
	}
	if s.country() != offer.From {
		return nil, refuse(OnlyGiverWithdraws, NotAllowed, "%s offered part %s at %s: only %s withdraws that", offer.From, offer.Part, offer.Point, offer.From).
			hint("Refuse it instead.")
	}
	if offer.Says != Open {
		return nil, offer.answered()
	}
	return []events.Event{a.HandoverWithdrawn}, nil
}

// A handover completed without acceptance is a breach if the receiver itself says
// so. What others say of it is recorded, no more.
func (a seenTakenOver) observe(s situation) []events.Event {
	point, planned := s.Point(a.Completion.Point)
	part, ok := s.Part(a.Completion.Part)
	t := s.moment()
	if !ok || !planned || s.country() != point.To || s.over(t) {
		return nil
	}
	then := s.before(part, s.command.ID, t)
	if now := then.now(); now.Country == point.To && now.Taken == events.Taken || then.agreed(point.To) {
		return nil
	}
	return s.breaks(CompletedWithoutAcceptance, point.To, part.Label, t)
}

// settleAll ends the alerts of a cause that call a State about a part, wherever
// they arose.
func (s situation) settleAll(cause events.Code, country events.Country, part events.Part, ground events.Code) []events.Event {
	var out []events.Event
	for _, a := range s.Alerts {
		if a.ID.Cause() == cause && a.Country == country && a.Part == part {
			out = append(out, s.settle(cause, a.ID.About(), country, ground)...)
		}
	}
	return out
}

// knownOffer finds an offer that the signer's State made or was made. To a third
// State it is not there.
func (s situation) knownOffer(id events.CommandID) (Offer, error) {
	offer, ok := s.Offer(id)
	if !ok || s.country() != offer.To && s.country() != offer.From {
		return Offer{}, refuse(OfferIsKnown, NotFound, "%s has no such offer to answer", s.country()).
			hint("Name the offer that you answer.")
	}
	return offer, nil
}

// answerableOffer finds the offer that the signer's State may answer.
func (s situation) answerableOffer(id events.CommandID) (Offer, error) {
	offer, err := s.knownOffer(id)
	if err != nil {
		return Offer{}, err
	}
	if s.country() != offer.To {
		return Offer{}, refuse(OnlyReceiverAccepts, NotAllowed, "%s offered part %s at %s: only %s answers that", offer.From, offer.Part, offer.Point, offer.To).
			hint("Ask the desk of %s.", offer.To)
	}
	if offer.Says != Open {
		return Offer{}, offer.answered()
	}
	return offer, nil
}

// answered is why an offer that is not open takes no answer.
func (f Offer) answered() error {
	switch f.Says {
	case TimedOut:
		return refuse(OfferIsOpen, Conflict, "this offer ran out at %s", minute(f.Answered)).
			hint("%s offers again, if it still directs.", f.From)
	case Withdrawn:
		return refuse(OfferIsOpen, Conflict, "%s has withdrawn this offer at %s", f.From, minute(f.Answered))
	}
	return refuse(OfferIsOpen, Conflict, "%s %s this offer at %s", f.To, f.Says, minute(f.Answered))
}

// mayEnter asks of the State that is entered what its own consent says: that it is
// in force, in this mode (INV-03, INV-04), where, up to how much (INV-05), and on what
// conditions (INV-06).
func (s situation) mayEnter(part Part, offer Offer) error {
	to := offer.To
	if !s.Admits(to, part.Mode, s.at) {
		return refuse(ConsentInForce, Refused, "no final consent of %s to part %s coming in is in force at %s", to, part.Label, minute(s.at)).
			hint("Only the competent authority of %s can grant it.", to)
	}
	if !s.admitsAt(offer.Point, to, part.Mode, s.at) {
		return refuse(AtListedPoints, Refused, "the consent of %s does not let part %s come in at %s", to, part.Label, offer.Point).
			hint("Only the competent authority of %s can grant it.", to)
	}
	if why := s.overCeiling(to, part, offer.Point, s.at); why != "" {
		return refuse(WithinCeiling, Refused, "part %s is more than %s has consented to", part.Label, to).missing(why).
			hint("Only the competent authority of %s can vary it.", to)
	}
	if unmet := s.unmet(to); len(unmet) > 0 {
		return refuse(PrecedentMet, Refused, "%s has set conditions that come first", to).missing(unmet...).
			hint("Meet them, or have the competent authority of %s waive them.", to)
	}
	return nil
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
		f, _ := o.Offer(e.Acceptance.Offer)
		o.Met = with(o.Met, pair{f.From, f.To})
		o = o.moves(f.Part, Move{Record: c.Command, Occurred: c.At, What: MoveAccepted, From: f.From, To: f.To, Offer: f.ID})
	case events.HandoverRefused:
		o = o.answerOffer(e.Refusal.Offer, Declined, c.At)
	case events.HandoverWithdrawn:
		o = o.answerOffer(e.Withdrawal.Offer, Withdrawn, c.At)
	case events.HandoverTimedOut:
		o = o.answerOffer(e.Timeout.Offer, TimedOut, c.At)
	case events.HandoverCompleted:
		point, planned := o.Point(e.Completion.Point)
		if planned && c.Author.Country() == point.To && o.counted() {
			o = o.moves(e.Completion.Part, Move{Record: c.Command, Occurred: c.moment(), What: MoveCompleted, From: point.From, To: point.To})
		}
		ends := pair{e.Completion.Point.From(), e.Completion.Point.To()}
		o = o.sees(events.EyesTerms{Part: e.Completion.Part, Country: ends[1]}, ends, EyesHeld, e.Completion.Team, c)
	case events.DirectionBound:
		o = o.amendPart(e.Bound.Part, func(p *Part) { p.Bound = e.Bound })
	case events.DirectionMoved:
		d := e.Direction
		if e.Left.Country != "" {
			o.Met = with(o.Met, pair{e.Left.Country, d.Country})
		}
		o = o.amendPart(d.Part, func(p *Part) {
			if len(p.Path) == 0 {
				p.Noticed = c.At
			}
			p.goesTo(Direction{d.Country, d.Since, d.Basis, d.Taken})
		})
	case events.DirectionRetracted:
		label := e.Retracted.Part
		if label == "" {
			label = e.Returned.Part
		}
		o = o.amendPart(label, func(p *Part) { p.takesBack(e) })
	case events.DirectionEnded:
		o = o.amendPart(e.Ended.Part, func(p *Part) { p.goesTo(Direction{Since: e.Ended.Since}) })
	default:
		return o, false
	}
	return o, true
}

func (o Operation) answerOffer(id events.CommandID, says Answer, at events.Time) Operation {
	o.Offers = amended(o.Offers, func(f Offer) bool { return f.ID == id }, func(f *Offer) { f.Says, f.Answered = says, at })
	return o
}
