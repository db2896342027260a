package operation

import (
	"fmt"

	"vigil/events"
)

// The rules of the operation as a whole. There is none against persons as goods
// (INV-25; Belgium, domain 1.2) because none is needed: events.GoodsClass has no
// class for them, so no note can say it.
const (
	IDIsNew         Rule = "an-operation-is-opened-once"        // 1. design 3
	LeadIsSigner    Rule = "a-state-leads-its-own-operation"    // 2. UNTOC art. 20(3): each State for itself
	BasisNamed      Rule = "an-operation-names-its-legal-basis" // 3. UNTOC art. 20(1)-(2): where law and agreements permit
	AlreadyInvolved Rule = "already-involved"                   // 4. domain 4: a role is given once; another may follow
	NoOpenOffer     Rule = "no-handover-is-left-open"           // 5. Naples II art. 22: no interruption, so no unanswered offer
	DeliveredThere  Rule = "delivered-means-at-the-destination" // 6. domain 0.5: goods must never reach the market; where they are is known
)

type (
	openOperation  struct{ events.OperationOpened }
	involveState   struct{ events.StateInvolved }
	closeOperation struct{ events.OperationClosed }
)

func (a openOperation) decide(s situation) ([]events.Event, error) {
	if s.Name != "" {
		if !s.Involves(s.country()) {
			return nil, NoSuchOperation()
		}
		return nil, refuse(IDIsNew, Conflict, "this id is the one of %s, open already", s.Name).hint("Take a new id.")
	}
	if a.Operation.Lead != s.country() {
		return nil, refuse(LeadIsSigner, NotAllowed, "%s cannot open an operation that %s leads", s.country(), a.Operation.Lead)
	}
	if len(a.Basis.Instruments) == 0 {
		return nil, refuse(BasisNamed, Invalid, "the operation names no instrument as its legal basis").
			hint("Name one, such as %s.", events.UNTOC20)
	}
	return []events.Event{a.OperationOpened}, nil
}

func (a involveState) decide(s situation) ([]events.Event, error) {
	if err := s.countryIsKnown(a.State.Country); err != nil {
		return nil, err
	}
	if s.Plays(a.State.Country, a.State.Role) {
		return nil, refuse(AlreadyInvolved, Conflict, "%s takes part in %s as %s already", a.State.Country, s.Name, a.State.Role)
	}
	return []events.Event{a.StateInvolved}, nil
}

// Closing ends direction of every part: nobody directs after the end.
func (a closeOperation) decide(s situation) ([]events.Event, error) {
	var open []string
	for _, f := range s.Offers {
		if part, _ := s.Part(f.Part); f.stands(part) || f.binds(part) {
			open = append(open, fmt.Sprintf("part %s at %s, offered by %s to %s", f.Part, f.Point, f.From, f.To))
		}
	}
	if len(open) > 0 {
		return nil, refuse(NoOpenOffer, Refused, "handovers of %s are open", s.Name).missing(open...).
			hint("Let the receiving State refuse, or the handover be completed.")
	}
	if a.Closing.Cause == events.Delivered {
		if list := s.undelivered(); len(list) > 0 {
			return nil, refuse(DeliveredThere, Refused, "%s is not delivered", s.Name).missing(list...).
				hint("Report the last crossing, or close it as what it was.")
		}
	}
	out := []events.Event{a.OperationClosed}
	for _, p := range s.Parts {
		if d, ok := p.Direction(); ok {
			out = append(out, events.DirectionEnded{Ended: events.EndedTerms{Part: p.Label, Country: d.Country, Since: s.at}})
		}
	}
	return out, nil
}

// undelivered lists what speaks against "delivered". A part that never left does
// not: it was held back.
func (s situation) undelivered() []string {
	var list []string
	travelled := false
	for _, p := range s.Parts {
		d, ok := p.Direction()
		if !ok {
			continue
		}
		travelled = true
		if !s.Plays(d.Country, events.Destination) {
			list = append(list, fmt.Sprintf("part %s is still travelling: %s directs it, no State of destination", p.Label, d.Country))
		}
	}
	if !travelled {
		list = append(list, "no part has departed")
	}
	return list
}

func evolveOperation(o Operation, c Cause, e events.Event) (Operation, bool) {
	switch e := e.(type) {
	case events.OperationOpened:
		o.ID, o.Name, o.Lead, o.Goods = c.Operation, e.Operation.Name, e.Operation.Lead, e.Operation.Goods
		o.States = with(o.States, events.StateTerms{Country: o.Lead, Role: events.Requesting}) // that is what leading means
	case events.StateInvolved:
		o.States = with(o.States, e.State)
	case events.OperationClosed:
		o.Closed, o.Cause = c.At, e.Closing.Cause
	case events.BreachFound:
		// A breach is for people; no rule asks for it.
	default:
		return o, false
	}
	return o, true
}
