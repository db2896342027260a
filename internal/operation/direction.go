package operation

import (
	"slices"

	"vigil/events"
)

// Who directs a part follows from the facts that stand, in the order in which they
// happened, and of the same moment in which they were told (INV-09: Naples II art.
// 22; ETS 182 art. 18(3); EU MLA 2000 art. 12(3)):
//
//  1. the first departure begins it;
//  2. a crossing brings it to the State entered, whatever was agreed and wherever
//     it was: the competence lies where the goods are;
//  3. an acceptance binds. It counts until direction leaves the giver, that way or
//     another; with it a crossing or a completion is a handover, taken up;
//  4. an acceptance by the State that directs already takes it up, from then on: a
//     decision has no effect before it is made;
//  5. a completion without acceptance takes up what the territory brought, and
//     moves nothing: eyes-on is not direction;
//  6. an interdiction that secures the goods ends it, and so does a merger with
//     another part. A crossing after it brings it back: the goods are where they are;
//  7. a split begins the direction of the part that it begins, by the State that
//     directed the one from which it was taken, taken up or not as that was. If
//     nobody did, because that had not set out or was secured, nobody does.
//  8. out on the high seas the flag State directs, taken up if it has accepted.
//     From there into a State is a crossing like any other. If nobody says which
//     flag, the State that it left keeps direction: somebody has to.
//
// Late facts, facts that contradict each other and corrections need nothing more:
// each changes what stands, and what follows from it is said anew.

// journey is how a part went, as far as the facts tell.
type journey struct {
	path    []Direction
	pledges []Move // acceptances that count
}

// journeyOf follows moves, which are in the journal's order.
func journeyOf(moves []Move) journey {
	moves = slices.Clone(moves)
	slices.SortStableFunc(moves, func(a, b Move) int { return a.Occurred.Compare(b.Occurred) })
	var j journey
	for _, m := range moves {
		j.follow(m)
	}
	return j
}

func (j *journey) follow(m Move) {
	now := j.now()
	switch m.What {
	case MoveDeparted, MoveSplit:
		if len(j.path) == 0 {
			j.goes(m.To, m.Occurred, events.ByTerritory, m.Taken)
		}
	case MoveCrossed:
		switch {
		case now.Country == m.To: // one more report of a crossing that is known
		case j.agreed(m.To):
			j.goes(m.To, m.Occurred, events.ByHandover, events.Taken)
		default:
			j.goes(m.To, m.Occurred, events.ByTerritory, events.NotTaken)
		}
	case MoveSailed:
		switch {
		case now.Country == m.To: // its own flag
		case j.agreed(m.To):
			j.goes(m.To, m.Occurred, events.ByFlag, events.Taken)
		default:
			j.goes(m.To, m.Occurred, events.ByFlag, events.NotTaken)
		}
	case MoveAccepted:
		switch {
		case now.Country != m.To:
			j.pledges = append(j.pledges, m)
		case now.Taken == events.NotTaken:
			j.goes(m.To, m.Occurred, events.ByHandover, events.Taken)
		}
	case MoveCompleted:
		switch {
		case j.agreed(m.To):
			j.goes(m.To, m.Occurred, events.ByHandover, events.Taken)
		case now.Country == m.To && now.Taken == events.NotTaken:
			j.goes(m.To, m.Occurred, events.ByTerritory, events.Taken)
		}
	case MoveExecuted, MoveMerged:
		if now.Country != "" {
			j.goes("", m.Occurred, "", "")
		}
	}
}

// goes is the one way in which direction passes on. A State that takes up in the
// moment in which it came to direct has directed it once.
func (j *journey) goes(to events.Country, since events.Time, basis events.DirectionBasis, taken events.TakenUp) {
	now := j.now()
	if len(j.path) > 0 && now.Country == to && now.Since.Compare(since) == 0 {
		j.path = j.path[:len(j.path)-1]
	}
	j.path = append(j.path, Direction{to, since, basis, taken})
	j.pledges = slices.DeleteFunc(j.pledges, func(m Move) bool { return m.From == now.Country && m.From != to })
}

func (j journey) now() Direction {
	if len(j.path) == 0 {
		return Direction{}
	}
	return j.path[len(j.path)-1]
}

// agreed tells whether the State that directs has the word of the next one.
func (j journey) agreed(to events.Country) bool {
	from := j.now().Country
	return slices.ContainsFunc(j.pledges, func(m Move) bool { return m.From == from && m.To == to })
}

// bound is who has promised to direct next: the last promise to the State that
// directs now.
func (j journey) bound(part events.Part) events.BoundTerms {
	from := j.now().Country
	for _, m := range slices.Backward(j.pledges) {
		if m.From == from {
			return events.BoundTerms{Part: part, Offer: m.Offer, From: m.From, To: m.To}
		}
	}
	return events.BoundTerms{}
}

// before is the journey as a fact of this command met it: all that happened until
// then, as far as it was told before.
func (o Operation) before(p Part, command events.CommandID, t events.Time) journey {
	return journeyOf(slices.DeleteFunc(o.movesOf(p), func(m Move) bool { return m.Record == command || m.Occurred.After(t) }))
}

// movesOf lists the moves of a part, with what of them rests on other parts: who
// directed the one from which it was split, and whether it was merged. One that never
// was a part has none.
func (o Operation) movesOf(p Part) []Move {
	var moves []Move
	for _, m := range p.Moves {
		switch m.What {
		case MoveSplit:
			parent, _ := o.Part(p.Of)
			then, directed := directedAt(journeyOf(o.movesOf(parent)).path, m.Occurred)
			if !directed {
				continue
			}
			m.To, m.Taken = then.Country, then.Taken
		case MoveMerged:
			if by, merged := o.merger(p.Label); !merged || by.Record != m.Record {
				continue
			}
		}
		moves = append(moves, m)
	}
	if p.Void {
		return nil
	}
	return moves
}

func directedAt(path []Direction, t events.Time) (Direction, bool) {
	for _, d := range slices.Backward(path) {
		if !t.Before(d.Since) {
			return d, d.Country != ""
		}
	}
	return Direction{}, false
}

// redirected says what the facts that stand now change of who was said to direct:
// what goes, the latest first, then what comes. After the operation's end nothing
// moves.
func (s situation) redirected() []events.Event {
	var out []events.Event
	if !s.Ended.IsZero() {
		return nil
	}
	for _, p := range s.Parts {
		j := journeyOf(s.movesOf(p))
		gone, come := changedSteps(steps(p.Path), steps(j.path))
		for _, g := range slices.Backward(gone) {
			out = append(out, g.retracted(p.Label, j.path))
		}
		for _, c := range come {
			out = append(out, c.moved(p.Label))
		}
		if bound := j.bound(p.Label); bound != (events.BoundTerms{}) && (bound != p.Bound || len(gone)+len(come) > 0) {
			out = append(out, events.DirectionBound{Bound: bound})
		}
	}
	return out
}

// step is a direction and who directed before it: all that the event of it says.
type step struct {
	Direction
	left events.Country
}

func steps(path []Direction) []step {
	list := make([]step, len(path))
	for i, d := range path {
		list[i].Direction = d
		if i > 0 {
			list[i].left = path[i-1].Country
		}
	}
	return list
}

// changedSteps compares two paths moment by moment. Of a moment at which they
// differ, the old goes from the first difference on and the new comes; but what
// would go and come for the same State is said anew, in place.
func changedSteps(old, now []step) (gone, come []step) {
	for len(old)+len(now) > 0 {
		since := earliest(old, now)
		was, is := atMoment(&old, since), atMoment(&now, since)
		i := 0
		for i < min(len(was), len(is)) && was[i] == is[i] {
			i++
		}
		come = append(come, is[i:]...)
		if i < min(len(was), len(is)) && was[i].Country == is[i].Country {
			i++
		}
		gone = append(gone, was[i:]...)
	}
	return gone, come
}

func earliest(old, now []step) events.Time {
	if len(old) == 0 || len(now) > 0 && now[0].Since.Before(old[0].Since) {
		return now[0].Since
	}
	return old[0].Since
}

// atMoment takes the steps of a moment from the head of a list.
func atMoment(list *[]step, t events.Time) []step {
	n := 0
	for n < len(*list) && (*list)[n].Since.Compare(t) == 0 {
		n++
	}
	head := (*list)[:n]
	*list = (*list)[n:]
	return head
}

// moved is the event of a step that comes.
func (d step) moved(part events.Part) events.Event {
	if d.Country == "" {
		return events.DirectionEnded{Ended: events.EndedTerms{Part: part, Country: d.left, Since: d.Since}}
	}
	moved := events.DirectionMoved{Direction: events.DirectionTerms{Part: part, Country: d.Country, Since: d.Since, Basis: d.Basis, Taken: d.Taken}}
	if d.left != "" && d.left != d.Country {
		moved.Left = events.LeftTerms{Part: part, Country: d.left, Since: d.Since}
	}
	return moved
}

// retracted is the event of a step that goes, with who directs from that moment on
// as it is known now. An end that goes has nobody who did not direct; if nobody
// directs there all the same, it is named by who was said to direct until it.
func (d step) retracted(part events.Part, now []Direction) events.Event {
	var e events.DirectionRetracted
	instead, any := directedAt(now, d.Since)
	if any {
		e.Returned = events.LeftTerms{Part: part, Country: instead.Country, Since: d.Since}
	}
	switch {
	case d.Country != "":
		e.Retracted = events.LeftTerms{Part: part, Country: d.Country, Since: d.Since}
	case !any:
		e.Retracted = events.LeftTerms{Part: part, Country: d.left, Since: d.Since}
	}
	return e
}

// goesTo folds a step that came: behind all of the same moment, and in the place
// of the last of these if that is the same State's.
func (p *Part) goesTo(d Direction) {
	i := len(p.Path)
	for i > 0 && d.Since.Before(p.Path[i-1].Since) {
		i--
	}
	from := i
	if i > 0 && p.Path[i-1].Since.Compare(d.Since) == 0 && p.Path[i-1].Country == d.Country {
		from--
	}
	p.setPath(slices.Replace(slices.Clone(p.Path), from, i, d))
}

// takesBack folds a step that went: the last of its moment.
func (p *Part) takesBack(e events.DirectionRetracted) {
	since := e.Retracted.Since
	if since.IsZero() {
		since = e.Returned.Since
	}
	for i, d := range slices.Backward(p.Path) {
		if d.Since.Compare(since) == 0 {
			p.setPath(slices.Delete(slices.Clone(p.Path), i, i+1))
			return
		}
	}
}

// setPath keeps what follows from the path. A promise that still holds after a
// change is an event of its own.
func (p *Part) setPath(path []Direction) {
	p.Path, p.Bound, p.Ended = path, events.BoundTerms{}, events.Time{}
	if n := len(path); n > 0 && path[n-1].Country == "" {
		p.Ended = path[n-1].Since
	}
	if now, _ := p.Direction(); now.Country != p.Halt.Country {
		p.Halt = Halt{}
	}
}
