package operation

import (
	"slices"

	"vigil/events"
)

// The rules of control: that the goods can be stopped at any time (Naples II art. 22;
// INV-11, INV-12), and who decides what when they cannot. When it is lost is a clock's
// to say, see silence.go, or a commander's, who need not wait for it.
const (
	OnlyWhoDirects Rule = "only-who-directs-decides-about-control"    // 1. INV-09, INV-12: ETS 182 art. 18(3)
	LostOnce       Rule = "control-is-lost-once-until-it-is-regained" // 2. INV-12: one loss, one decision
	OnlyLost       Rule = "only-lost-control-is-decided-about"        // 3. INV-12
	NotAgain       Rule = "what-holds-is-not-decided-again"           // 4. domain 3: another word may follow, the same does not
)

// Whom lost control calls: who directs and the lead, the origin, and each State ahead
// (CH-IT 2009 art. 3: without delay).
const (
	ControlIsLost      events.Code = "control-lost"
	ControlIsUndecided events.Code = "control-undecided" // and nobody has said in time what is to be done
)

// ControlLoss is control of a part lost. What a clock has said holds while the silence is the
// same; what a commander has declared, until somebody sees the part later than that.
type ControlLoss struct {
	Country   events.Country // which directed it
	Since     events.Time
	From      events.Time // when it was to be said: the time to decide runs from then on
	Declared  bool
	Recourse  events.Recourse // empty: not decided
	Undecided bool            // its clock said so
}

type (
	clockLost      struct{ events.ControlLost }
	declareLost    struct{ events.ControlDeclared }
	decideControl  struct{ events.ControlDecided }
	clockUndecided struct{ events.ControlUndecided }
)

func (a clockLost) decide(s situation) ([]events.Event, error) {
	return s.tell(a.ControlLost, nil), nil
}

func (a declareLost) decide(s situation) ([]events.Event, error) {
	part, err := s.directed(a.Declared.Part, a.Declared.Country)
	if err != nil {
		return nil, err
	}
	if loss, lost := s.loss(part); lost {
		return nil, refuse(LostOnce, Conflict, "control of part %s is lost since %s", part.Label, minute(loss.Since)).
			hint("Decide what is to be done, or report who sees it.")
	}
	if a.Declared.Since.After(s.at) {
		return nil, refuse(NotFuture, Invalid, "nobody can have lost it at %s: it is %s", minute(a.Declared.Since), minute(s.at))
	}
	return s.tell(a.ControlDeclared, nil), nil
}

// What is done can change: who wanted to find it again may give it up.
func (a decideControl) decide(s situation) ([]events.Event, error) {
	part, err := s.directed(a.Decided.Part, a.Decided.Country)
	if err != nil {
		return nil, err
	}
	loss, lost := s.loss(part)
	switch {
	case !lost:
		return nil, refuse(OnlyLost, Refused, "control of part %s is not lost", part.Label).
			hint("If it is, declare it first.")
	case loss.Recourse == a.Decided.Recourse:
		return nil, refuse(NotAgain, Conflict, "%s has decided this of part %s already: %s", loss.Country, part.Label, loss.Recourse)
	}
	return s.tell(a.ControlDecided, nil), nil
}

func (a clockUndecided) decide(s situation) ([]events.Event, error) {
	return s.tell(a.ControlUndecided, nil), nil
}

// directed finds a part that the signer's State directs. To any other a part is not
// there: the answer is the same for one that nobody has declared.
func (s situation) directed(label events.Part, country events.Country) (Part, error) {
	part, _ := s.Part(label)
	if now, _ := part.Direction(); country != s.country() || now.Country != s.country() {
		return Part{}, refuse(OnlyWhoDirects, Refused, "%s does not direct part %s", s.country(), label).
			hint("The State where the goods are decides.")
	}
	return part, nil
}

// controlNeeds lists whom lost control of a part calls now. Each State is called by
// what it may know of who sees it; who directs in any case, and the lead, if its desk
// is not called, by its coordinator.
func (o Operation) controlNeeds(p Part) []need {
	loss, lost := o.loss(p)
	if !lost || o.spent(loss.Country, p) {
		return nil
	}
	var list []need
	calls := func(cause events.Code, since events.Time, countries ...events.Country) {
		for _, c := range countries {
			list = append(list, need{cause, string(p.Label), o.answers(c), p.Label, since})
		}
	}
	calls(ControlIsLost, loss.Since, loss.Country)
	if since, lost := o.lostTo(p.Origin, p, loss); lost {
		calls(ControlIsLost, since, p.Origin)
	}
	for _, point := range o.Points {
		if since, lost := o.lostTo(point.To, p, loss); lost && o.ahead(loss.Country, point.To) {
			calls(ControlIsLost, since, point.To)
		}
	}
	if !slices.ContainsFunc(list, func(n need) bool { return n.country == o.Lead }) {
		calls(events.Abroad(ControlIsLost), loss.Since, o.Lead)
	}
	if loss.Undecided && loss.Recourse == "" {
		calls(ControlIsUndecided, loss.Since, loss.Country)
		if loss.Country != o.Lead {
			calls(events.Abroad(ControlIsUndecided), loss.Since, o.Lead)
		}
	}
	return list
}

// lostTo tells whether a State may know that control is lost, and since when. Whose
// clock or commander says so it must know: that it is called tells it.
func (o Operation) lostTo(c events.Country, p Part, loss ControlLoss) (since events.Time, lost bool) {
	switch {
	case !o.mayKnow(c, loss.Country.Desk()):
		return since, false
	case loss.Declared:
		return loss.Since, !o.seenSince(p, c, loss.Since)
	}
	since, _, lost = o.silence(p, c)
	return since, lost
}

func evolveControl(o Operation, c Cause, e events.Event) (Operation, bool) {
	switch e := e.(type) {
	case events.ControlLost:
		l := e.Lost
		o = o.amendPart(l.Part, func(p *Part) {
			p.Losses = with(p.Losses, ControlLoss{Country: l.Country, Since: l.Since, From: c.Occurred})
		})
	case events.ControlDeclared:
		l := e.Declared
		o = o.amendPart(l.Part, func(p *Part) {
			p.Losses = with(p.Losses, ControlLoss{Country: l.Country, Since: l.Since, From: c.At, Declared: true})
		})
	case events.ControlDecided:
		o = o.amendLoss(e.Decided.Part, func(l *ControlLoss) { l.Recourse = e.Decided.Recourse })
	case events.ControlUndecided:
		o = o.amendLoss(e.Undecided.Part, func(l *ControlLoss) { l.Undecided = true })
	case events.GoDue:
		o = o.saysGo(e.Due, "", c.Occurred)
	case events.GoDecided:
		o = o.saysGo(events.GoName{Part: e.Go.Part, Checkpoint: e.Go.Checkpoint}, e.Go.Word, c.At)
	case events.HaltOrdered:
		o = o.amendPart(e.Halt.Part, func(p *Part) { p.Halt = Halt{Country: e.Halt.Country, At: c.At} })
	case events.HaltLifted:
		o = o.amendPart(e.Lifted.Part, func(p *Part) { p.Halt.Lifted = c.At })
	default:
		return o, false
	}
	return o, true
}

// amendLoss changes the loss that is open.
func (o Operation) amendLoss(label events.Part, change func(*ControlLoss)) Operation {
	part, _ := o.Part(label)
	open, _ := o.loss(part)
	return o.amendPart(label, func(p *Part) {
		p.Losses = amended(p.Losses, func(l ControlLoss) bool { return l == open }, change)
	})
}
