package operation

import (
	"fmt"
	"slices"
	"strings"

	"vigil/events"
)

// The rules of the operation as a whole. There is none against persons as goods
// (INV-25; Belgium, domain 1.2) because none is needed: events.GoodsClass has no
// class for them, so no note can say it.
const (
	IDIsNew         Rule = "an-operation-is-opened-once"          // 1. design 3
	LeadIsSigner    Rule = "a-state-leads-its-own-operation"      // 2. UNTOC art. 20(3): each State for itself
	BasisNamed      Rule = "an-operation-names-its-legal-basis"   // 3. UNTOC art. 20(1)-(2): where law and agreements permit
	AlreadyInvolved Rule = "already-involved"                     // 4. domain 4: a role is given once; another may follow
	NoOpenOffer     Rule = "no-handover-is-left-open"             // 5. Naples II art. 22: no interruption, so no unanswered offer
	DeliveredThere  Rule = "delivered-means-at-the-destination"   // 6. domain 0.5: goods must never reach the market; where they are is known
	AllSettled      Rule = "a-file-is-closed-when-all-is-settled" // 7. INV-20: goods, alerts, reports, devices, costs
	ReviewAhead     Rule = "a-review-lies-ahead"                  // 8. domain 5: a date at which to ask whether the records are still needed
	OnlyClosed      Rule = "only-what-is-closed-is-reopened"      // 9. domain 3
)

// What an operation's state forbids, asked of every decision about it
// (mayBeDecided). What rests is resumed before it rests again, and only that:
// what-rests-is-resumed-first, only-what-rests-is-resumed.
const (
	ClosedIsOver Rule = "a-closed-file-is-only-reopened"          // 10. INV-20: facts are still told, so calls are answered, and what was told is corrected and handled
	EndedIsOver  Rule = "after-the-end-only-what-settles-it"      // 11. domain 3: facts are still told after the end
	OnlyWoundUp  Rule = "a-terminated-operation-is-only-wound-up" // 12. domain 4: OperationTerminated: the goods are still somewhere
	GoesNotOn    Rule = "a-suspended-operation-does-not-go-on"    // 13. domain 4: SuspensionOrdered
)

// Families of acts, and single ones, that an operation has after its end, and
// those that it has besides once it is given up: what stops the goods, takes them
// over or finds them, and what keeps people safe.
var (
	settling = []string{"report", "cost", "debrief", "alert", "record", "handling", "loss", "device.abandon", "letter.withdraw",
		"operation.close", "operation.reopen"}
	everPossible = []string{"operation.reopen", "alert", "record", "handling"}
	windingUp    = []string{"authorisation", "information", "competence", "condition", "assurance", "team", "officers", "undercover",
		"letter", "deconfliction", "interdiction", "control", "surveillance", "go", "halt", "device.refuse",
		"handover.accept", "handover.refuse", "handover.withdraw", "operation.end"}
)

type (
	openOperation      struct{ events.OperationOpened }
	involveState       struct{ events.StateInvolved }
	suspendOperation   struct{ events.OperationSuspended }
	resumeOperation    struct{ events.OperationResumed }
	terminateOperation struct{ events.OperationTerminated }
	endOperation       struct{ events.OperationEnded }
	closeOperation     struct{ events.OperationClosed }
	reopenOperation    struct{ events.OperationReopened }
)

func (a openOperation) decide(s situation) ([]events.Event, error) {
	if s.Name != "" {
		if !s.Involves(s.country()) {
			return nil, NoSuchOperation()
		}
		return nil, refuse(IDIsNew, Conflict, "an operation has this id already").hint("Take a new id.")
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
	if a.State.Role == events.Possible && s.Involves(a.State.Country) {
		return nil, refuse(AlreadyInvolved, Conflict, "%s takes part in %s already: that is more than possible", a.State.Country, s.Name)
	}
	return []events.Event{a.StateInvolved}, nil
}

func (a suspendOperation) decide(s situation) ([]events.Event, error) {
	if !s.Suspended.IsZero() {
		return nil, refuse(RestsAlready, Conflict, "%s rests since %s", s.Name, minute(s.Suspended))
	}
	return []events.Event{a.OperationSuspended}, nil
}

func (a resumeOperation) decide(s situation) ([]events.Event, error) {
	if s.Suspended.IsZero() {
		return nil, refuse(NothingRests, Conflict, "%s is not suspended", s.Name)
	}
	return []events.Event{a.OperationResumed}, nil
}

// Giving an operation up moves nothing and ends no direction: who directs goods
// goes on directing them, to their end.
func (a terminateOperation) decide(situation) ([]events.Event, error) {
	return []events.Event{a.OperationTerminated}, nil
}

// Ending ends direction of every part: nobody directs after the end. A call that
// somebody has taken ends with it. One that nobody has goes on: it was not told
// (INV-28).
func (a endOperation) decide(s situation) ([]events.Event, error) {
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
	if a.Ending.Cause == events.Delivered {
		if list := s.undelivered(); len(list) > 0 {
			return nil, refuse(DeliveredThere, Refused, "%s is not delivered", s.Name).missing(list...).
				hint("Report the last crossing, or close it as what it was.")
		}
	}
	out := []events.Event{a.OperationEnded}
	for _, p := range s.Parts {
		if d, ok := p.Direction(); ok {
			out = append(out, events.DirectionEnded{Ended: events.EndedTerms{Part: p.Label, Country: d.Country, Since: s.at}})
		}
	}
	for _, a := range s.Alerts {
		if !a.Taken.IsZero() {
			out = append(out, a.resolved(overWithIt))
		}
	}
	return out, nil
}

// Closing the file is the lead's, which sees everything: it is told all that is
// open, each State's part of it by name. What is acknowledged and still open then
// is over.
func (a closeOperation) decide(s situation) ([]events.Event, error) {
	if list := s.unsettled(); len(list) > 0 {
		no := refuse(AllSettled, Refused, "%s is not settled", s.Name).missing(list...).
			hint("Settle these first; the file can wait.")
		if s.Ended.IsZero() && !s.Terminated.IsZero() {
			no.hint("Giving an operation up does not end it: end it when the goods are stopped, delivered or lost, then settle the rest.")
		}
		return nil, no
	}
	if !a.Closing.Review.After(s.at) {
		return nil, refuse(ReviewAhead, Invalid, "the review was to be at %s, and it is %s", minute(a.Closing.Review), minute(s.at)).
			hint("Name a later date.")
	}
	out := []events.Event{a.OperationClosed}
	for _, a := range s.Alerts {
		out = append(out, a.resolved("closed"))
	}
	return out, nil
}

// Opened again, an operation is where it was: ended, and not settled any more.
func (a reopenOperation) decide(s situation) ([]events.Event, error) {
	if s.Closed.IsZero() {
		return nil, refuse(OnlyClosed, Conflict, "the file of %s is open", s.Name)
	}
	return []events.Event{a.OperationReopened}, nil
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
	switch {
	case travelled:
	case slices.ContainsFunc(s.Parts, func(p Part) bool { return !p.Ended.IsZero() }):
		list = append(list, "every part that departed was stopped")
	default:
		list = append(list, "no part has departed")
	}
	return list
}

// mayBeDecided asks whether an operation is in a state for this decision. A State
// that takes no part is not told how far the operation has come, so that does not
// refuse it: the rules of the few acts that it has look at the goods.
func (s situation) mayBeDecided(act events.Act) error {
	settles := among(settling, act)
	switch {
	case !s.Involves(s.country()):
		return nil
	case !s.Closed.IsZero() && !among(everPossible, act):
		return refuse(ClosedIsOver, Refused, "%s was closed at %s", s.Name, minute(s.Closed)).
			hint("Facts can still be reported; the lead may open it again.")
	case !s.Ended.IsZero() && !settles:
		return refuse(EndedIsOver, Refused, "%s ended at %s", s.Name, minute(s.Ended)).
			hint("Facts can still be reported, and what is left be settled.")
	case s.Ended.IsZero() && !s.Terminated.IsZero() && !settles && !among(windingUp, act):
		return refuse(OnlyWoundUp, Refused, "%s was given up at %s", s.Name, minute(s.Terminated)).
			hint("The goods can be stopped or taken over, and the operation ended.")
	case s.Ended.IsZero() && !s.Suspended.IsZero() && s.goesOn(act):
		return refuse(GoesNotOn, Refused, "%s rests since %s", s.Name, minute(s.Suspended)).
			hint("The lead resumes it, or the goods are stopped.")
	}
	return nil
}

func among(list []string, act events.Act) bool {
	family, _, _ := strings.Cut(string(act), ".")
	return slices.Contains(list, family) || slices.Contains(list, string(act))
}

// goesOn tells whether a decision lets goods go on. A no at the last safe point
// does not.
func (s situation) goesOn(act events.Act) bool {
	word, _ := s.command.Fact.(events.GoDecided)
	return act == "departure.approve" || act == "handover.offer" || word.Go.Word == events.Go
}

func evolveOperation(o Operation, c Cause, e events.Event) (Operation, bool) {
	switch e := e.(type) {
	case events.OperationOpened:
		o.ID, o.Name, o.Lead, o.Goods = c.Operation, e.Operation.Name, e.Operation.Lead, e.Operation.Goods
		o.States = with(o.States, events.StateTerms{Country: o.Lead, Role: events.Requesting}) // that is what leading means
	case events.StateInvolved:
		o.States = with(o.States, e.State)
		if o.Involves(e.State.Country) {
			o.Triggered = slices.DeleteFunc(slices.Clone(o.Triggered), func(c events.Country) bool { return c == e.State.Country })
		}
	case events.StateTriggered:
		o.Triggered = with(o.Triggered, e.Trigger.Country)
		o.Contacts = with(o.Contacts, pair{e.Trigger.Country, e.Trigger.Contact})
	case events.OperationSuspended:
		o.Suspended = c.At
	case events.OperationResumed:
		o.Suspended, o.Resumed = events.Time{}, c.At
	case events.OperationTerminated:
		o.Terminated = c.At
	case events.OperationEnded:
		o.Ended, o.Cause = c.At, e.Ending.Cause
	case events.OperationClosed:
		o.Closed = c.At
	case events.OperationReopened:
		o.Closed, o.Reopened = events.Time{}, c.At
	case events.BreachFound:
		o.Breaches = with(o.Breaches, Breach{e.Breach.Rule, e.Breach.Country, e.Breach.Part, c.Command})
	default:
		return o, false
	}
	return o, true
}
