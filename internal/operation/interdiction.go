package operation

import (
	"slices"

	"vigil/events"
)

// The rules of interdiction. What is done is a fact; who may order it is a rule.
const (
	OnlyWhereGoodsAre Rule = "only-the-state-where-the-goods-are-interdicts" // 1. INV-18: EU MLA 2000 art. 12(3); CH-IT 2009 art. 3
	WishIsKnown       Rule = "an-answer-answers-a-wish"                      // 2. INV-18: the lead's wish is a request with an answer
	WishAnsweredOnce  Rule = "a-wish-is-answered-once"                       // 3. domain 3
	OnlyAskedDeclines Rule = "only-the-state-asked-declines"                 // 4. INV-18
	WhatIsDoneStands  Rule = "what-is-ordered-or-done-is-not-declined"       // 5. INV-18: a no beside a yes would mislead the lead
)

// Interdicted calls the lead when another State has stopped a part: 6. CH-IT 2009
// art. 3, without delay.
const Interdicted events.Code = "interdicted"

type (
	requestInterdiction struct{ events.InterdictionRequested }
	declineInterdiction struct{ events.InterdictionDeclined }
	orderInterdiction   struct{ events.InterdictionOrdered }
	seenStopped         struct{ events.InterdictionExecuted }
)

// The lead may ask any State that knows of the operation, also one that the goods
// have not reached: it then knows what is wished when they come.
func (a requestInterdiction) decide(s situation) ([]events.Event, error) {
	if _, ok := s.Part(a.Wish.Part); !ok {
		return nil, refuse(PartIsDeclared, NotFound, "%s has no part %s", s.Name, a.Wish.Part)
	}
	if country := a.Wish.Country; !s.Concerns(country) {
		return nil, refuse(InvolvedState, Refused, "%s takes no part in %s", country, s.Name).
			hint("Ask the State that directs the part.")
	}
	return []events.Event{a.InterdictionRequested}, nil
}

func (a declineInterdiction) decide(s situation) ([]events.Event, error) {
	if a.Declined.Country != s.country() {
		return nil, refuse(OnlyAskedDeclines, NotAllowed, "%s cannot answer for %s", s.country(), a.Declined.Country)
	}
	wish, err := s.openWish(a.Declined.Request)
	if err != nil {
		return nil, err
	}
	part, _ := s.Part(wish.Part)
	switch now, _ := part.Direction(); {
	case part.StoppedBy == s.country() && now.Country == s.country():
		return nil, refuse(WhatIsDoneStands, Conflict, "%s has ordered part %s stopped at %s", s.country(), part.Label, minute(part.Stopping)).
			hint("Report what came of the order; it answers this wish.")
	case slices.ContainsFunc(part.Moves, func(m Move) bool { // by its own word: another's may not be shown to it
		by, _ := s.record(m.Record)
		return m.What == MoveExecuted && m.To == s.country() && by.Author.Country() == m.To
	}):
		return nil, refuse(WhatIsDoneStands, Conflict, "%s has stopped part %s already", s.country(), part.Label).
			hint("Retract that report first, if it is not so.")
	}
	return []events.Event{a.InterdictionDeclined}, nil
}

// To a State that does not direct it a part is not there: the answer is the same
// for one that nobody has declared. An order is what an offer that ran out was
// waiting for.
func (a orderInterdiction) decide(s situation) ([]events.Event, error) {
	part, _ := s.Part(a.Order.Part)
	now, _ := part.Direction()
	if a.Order.Country != s.country() || now.Country != s.country() {
		return nil, refuse(OnlyWhereGoodsAre, Refused, "%s does not direct part %s, and only the State that does can order it stopped", s.country(), a.Order.Part).
			hint("The State where the goods are orders it; the lead may ask it to.")
	}
	if id := a.Order.Request; id != "" {
		if wish, err := s.openWish(id); err != nil {
			return nil, err
		} else if wish.Part != part.Label {
			return nil, refuse(WishIsKnown, Invalid, "that was asked of another part").
				hint("Name the wish that you answer, or none.")
		}
	}
	return s.tell(a.InterdictionOrdered, func(s situation) []events.Event {
		return s.settleAll(OfferTimedOut, s.country(), part.Label, "interdicted")
	}), nil
}

// openWish finds the wish that the signer's State may answer. One to another State
// is not there.
func (s situation) openWish(id events.CommandID) (Wish, error) {
	wish, ok := find(s.Wishes, func(w Wish) bool { return w.ID == id })
	switch {
	case !ok || wish.Country != s.country():
		return Wish{}, refuse(WishIsKnown, NotFound, "%s was not asked this", s.country()).
			hint("Name the wish that you answer.")
	case !wish.Answered.IsZero():
		return Wish{}, refuse(WishAnsweredOnce, Conflict, "%s has answered this at %s", wish.Country, minute(wish.Answered))
	}
	return wish, nil
}

// Goods that are secured are directed by nobody any more, which has an event of its
// own. Goods that are not, or only partly, travel on. Either way the lead is told.
func (a seenStopped) observe(s situation) []events.Event {
	part, ok := s.Part(a.Executed.Part)
	if !ok || !s.Ended.IsZero() || s.country() == s.Lead {
		return nil
	}
	return s.raise(Interdicted, string(part.Label), s.Lead, part.Label, s.moment())
}

func evolveInterdiction(o Operation, c Cause, e events.Event) (Operation, bool) {
	switch e := e.(type) {
	case events.InterdictionRequested:
		o.Wishes = with(o.Wishes, Wish{ID: c.Command, Part: e.Wish.Part, Country: e.Wish.Country})
	case events.InterdictionDeclined:
		o = o.answerWish(e.Declined.Request, c.At)
	case events.InterdictionOrdered:
		o = o.answerWish(e.Order.Request, c.At).amendPart(e.Order.Part, func(p *Part) {
			p.Stopping, p.StoppedBy = c.At, e.Order.Country
		})
	case events.InterdictionExecuted:
		if x := e.Executed; x.Goods == events.GoodsSecured && o.counted() {
			o = o.moves(x.Part, Move{Record: c.Command, Occurred: c.moment(), What: MoveExecuted, To: x.Country})
		}
	default:
		return o, false
	}
	return o, true
}

func (o Operation) answerWish(id events.CommandID, at events.Time) Operation {
	o.Wishes = amended(o.Wishes, func(w Wish) bool { return id != "" && w.ID == id }, func(w *Wish) { w.Answered = at })
	return o
}
