package operation

import (
	"fmt"
	"slices"

	"vigil/events"
)

// The last point at which goods can be stopped safely (INV-13). Before it somebody
// says whether they go on, if there is a doubt: an alert that calls the State there is
// open, or the next State has not accepted them. No treaty says so; it is how such
// operations are planned.
const (
	OnlyLastSafe Rule = "a-go-is-said-at-a-last-safe-point"           // 1. INV-13: of its own State. Who says it: only-who-directs-decides-about-control
	GoNeedsCalm  Rule = "a-go-leaves-no-call-and-no-offer-unanswered" // 2. INV-13. A no-go is always possible
)

// GoNoGo calls the State there until it says go, or orders the goods to be stopped. Each
// part needs its own go, so it is called for each: go-no-go/AT-CP3-2B4SQA.
const GoNoGo events.Code = "go-no-go"

// PassedLastSafePoint stands beside a report of goods at the point, or out of the
// State, that had no go and needed one.
const PassedLastSafePoint events.Code = "passed-last-safe-point"

// GoSaid is what was said of a part at a last safe point. Its clock asks, and says
// neither.
type GoSaid struct {
	Part events.Part
	At   events.Time
	Word events.GoWord
}

type (
	clockGo  struct{ events.GoDue }
	decideGo struct{ events.GoDecided }
)

func (a clockGo) decide(s situation) ([]events.Event, error) {
	return s.tell(a.GoDue, nil), nil
}

func (a decideGo) decide(s situation) ([]events.Event, error) {
	part, err := s.directed(a.Go.Part, s.country())
	if err != nil {
		return nil, err
	}
	checkpoint, _ := s.Checkpoint(a.Go.Checkpoint)
	if checkpoint.Country != s.country() || checkpoint.Purpose != events.LastSafePoint || checkpoint.Waived {
		return nil, refuse(OnlyLastSafe, NotFound, "%s has no last safe point %s", s.country(), a.Go.Checkpoint).
			hint("The lead plans it: a checkpoint with this purpose.")
	}
	if said, _ := checkpoint.said(part.Label, s.at); said.Word == a.Go.Word {
		return nil, refuse(NotAgain, Conflict, "%s was said at %s", said.Word, minute(said.At))
	}
	if doubts := s.doubts(part); a.Go.Word == events.Go && len(doubts) > 0 {
		return nil, refuse(GoNeedsCalm, Refused, "part %s cannot go on yet", part.Label).missing(doubts...).
			hint("Acknowledge, have it accepted, or say no-go and stop it.")
	}
	return s.tell(a.GoDecided, nil), nil
}

// doubts lists what keeps a State from saying go. It reads only what calls that State,
// and what it has offered.
func (s situation) doubts(part Part) []string {
	var list []string
	for _, a := range s.Alerts {
		if s.callsDesk(a, s.country()) && a.ID.Cause() != GoNoGo && a.Taken.IsZero() {
			list = append(list, fmt.Sprintf("%s is not acknowledged", a.ID))
		}
	}
	if !s.agreedOnward(part, s.country()) {
		list = append(list, fmt.Sprintf("no State has accepted part %s", part.Label))
	}
	return list
}

// agreedOnward tells whether the next State has accepted a part, if the plan has one.
func (o Operation) agreedOnward(p Part, from events.Country) bool {
	return p.Bound.From == from || !slices.ContainsFunc(o.Points, func(q Point) bool { return q.From == from && !q.Dropped })
}

// goesRunning: a last safe point comes up when its window opens and the State there
// directs, if there is a doubt then or later. A point that the part has passed, or of
// which something was said, does not ask.
func (o Operation) goesRunning(visit func(tick)) {
	for i := range o.Checkpoints {
		c := &o.Checkpoints[i]
		if c.Purpose != events.LastSafePoint || c.Waived {
			continue
		}
		for j := range o.Parts {
			p := &o.Parts[j]
			now, _ := p.Direction()
			if now.Country != c.Country || p.Halt.holds() || c.asked(p.Label) || c.passedBy(p) || o.spent(now.Country, *p) {
				continue
			}
			if o.calledApart(c.Country) || !o.agreedOnward(*p, c.Country) {
				visit(tick{latest(c.Window.From, c.Revised, p.directedSince(), p.Noticed, p.Halt.Lifted), "go.due", i, j})
			}
		}
	}
}

// calledApart tells whether an alert calls a State, apart from the question itself.
func (o Operation) calledApart(c events.Country) bool {
	for i := range o.Alerts {
		if a := &o.Alerts[i]; o.callsDesk(*a, c) && a.ID.Cause() != GoNoGo {
			return true
		}
	}
	return false
}

func (c *Checkpoint) asked(part events.Part) bool {
	for i := range c.Goes {
		if c.Goes[i].Part == part {
			return true
		}
	}
	return false
}

func (c *Checkpoint) passedBy(p *Part) bool {
	for i := range p.Passed {
		if slices.Contains(c.Reached, p.Passed[i].Record) {
			return true
		}
	}
	return false
}

// said is the last word on a part at a moment; false: nobody has asked for one.
func (c Checkpoint) said(part events.Part, t events.Time) (last GoSaid, asked bool) {
	for _, g := range c.Goes {
		if g.Part == part && !g.At.After(t) {
			last, asked = g, true
		}
	}
	return last, asked
}

// goAbout is what a question of go or no go is about: each part needs its own.
func (c Checkpoint) goAbout(part events.Part) string { return string(c.ID) + "-" + string(part) }

// goNeeds lists whom a go that is due and not said calls. A no-go calls until the
// goods are ordered to be stopped.
func (o Operation) goNeeds() []need {
	var list []need
	for _, c := range o.Checkpoints {
		for _, p := range o.Parts {
			now, _ := p.Direction()
			if c.Waived || now.Country != c.Country || len(c.Goes) == 0 {
				continue
			}
			if last, asked := c.said(p.Label, c.Goes[len(c.Goes)-1].At); asked && last.Word != events.Go && p.Stopping.Before(last.At) && !o.spent(c.Country, p) {
				list = append(list, need{GoNoGo, c.goAbout(p.Label), o.answers(c.Country), p.Label, last.At})
			}
		}
	}
	return list
}

// passedLastSafe is the breach of a fact that shows a part past those of a State's last
// safe points of which it tells.
func (s situation) passedLastSafe(part Part, country events.Country, of func(Checkpoint) bool) []events.Event {
	t := s.moment()
	for _, c := range s.Checkpoints {
		if !of(c) || c.Waived {
			continue
		}
		if last, asked := c.said(part.Label, t); asked && last.Word != events.Go {
			return s.breaks(PassedLastSafePoint, country, part.Label, t)
		}
	}
	return nil
}

// saysGo folds what was asked or said at a last safe point.
func (o Operation) saysGo(name events.GoName, word events.GoWord, at events.Time) Operation {
	return o.amendCheckpoint(name.Checkpoint, func(c *Checkpoint) {
		c.Goes = with(c.Goes, GoSaid{name.Part, at, word})
	})
}
