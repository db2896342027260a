package operation

import (
	"slices"

	"vigil/events"
)

// Who sees the goods, and who is called when nobody does. A part that travels is in
// somebody's sight or its loss is known (INV-11): of several facts the one that
// happened last counts, so that a late one overrides nothing.
const (
	LostSight events.Code = "eyes-on-lost" // the State where it was seen last, and each State ahead: they may have to act
	Unwatched events.Code = "unwatched"    // it travels, and nobody has ever said that he sees it
)

// Why an alert of these is over.
const (
	inSight  events.Code = "in-sight"
	noLonger events.Code = "no-longer-there" // the goods went elsewhere, or are secured
	takenUp  events.Code = "taken-up"        // the State called has a team on them
)

// call is an alert that there is cause for.
type call struct {
	cause   events.Code
	country events.Country
	since   events.Time
	by      events.CommandID // the fact that is the cause; of a silence none
}

// calls lists whom the watch of a part calls. Each State is called by what it may
// know of who sees it: by nobody else's word, and none of it is settled by that.
func (o Operation) calls(p Part) []call {
	now, directed := p.Direction()
	if !o.Ended.IsZero() || p.Void {
		return nil
	}
	var list []call
	calls := func(c events.Country) bool {
		return slices.ContainsFunc(list, func(l call) bool { return l.country == c })
	}
	for _, country := range o.watchers(p) { // nobody, if it was never lost
		if o.knowsEnded(country, p) {
			continue
		}
		sight, _ := p.sight(o.eyesKnownTo(country))
		if to := o.answers(country); sight.State == EyesLost && (sight.Country == country || o.ahead(sight.Country, country)) && !calls(to) && !o.spent(country, p) {
			list = append(list, call{LostSight, to, sight.Occurred, sight.Record})
		}
	}
	known := o.eyesKnownTo(now.Country)
	seen := slices.ContainsFunc(p.Eyes, func(e Eyes) bool { return e.Named.names(now.Country) && known(e) })
	// Who has accepted it and takes it over has the minutes of its leg to say that it sees
	// it: the clock of its loss runs from then on.
	if to := o.answers(now.Country); directed && now.Basis != events.ByHandover && !seen && !calls(to) && !o.spent(now.Country, p) {
		list = append(list, call{Unwatched, to, now.Since, ""})
	}
	return list
}

// eyesKnownTo tells of a fact about who sees a part whether a State goes by it.
func (o Operation) eyesKnownTo(c events.Country) func(Eyes) bool {
	return func(e Eyes) bool { return o.goesBy(c, e) }
}

// goesBy tells whether a State goes by a fact about who sees a part.
func (o Operation) goesBy(c events.Country, e Eyes) bool {
	return !e.Apart && o.knewOf(c, e.By, e.N, e.Named)
}

// knowsEnded tells whether a State may know that a part is secured: where it is, and
// next to it.
func (o Operation) knowsEnded(c events.Country, p Part) bool {
	if p.Ended.IsZero() {
		return false
	}
	there := journey{path: p.Path}.last()
	return slices.ContainsFunc(p.Moves, func(m Move) bool {
		by, n := o.numbered(m.Record)
		return m.What == MoveExecuted && m.Occurred == p.Ended && o.knewOf(c, by.Author.Country(), n) &&
			(c == o.Lead || c == there || o.neighbourAt(c, there, n))
	})
}

// watchers lists whom the watch of a part may call: where it was seen, the last
// first, and the States that points lead to.
func (o Operation) watchers(p Part) []events.Country {
	var list []events.Country
	add := func(c events.Country) {
		if !slices.Contains(list, c) {
			list = append(list, c)
		}
	}
	if !slices.ContainsFunc(p.Eyes, func(e Eyes) bool { return e.State == EyesLost }) {
		return nil
	}
	last, _ := p.Sight()
	add(last.Country)
	for _, point := range o.Points {
		add(point.To)
	}
	for _, e := range p.Eyes {
		add(e.Country)
	}
	return list
}

// ahead tells whether a point leads from one State to the other, that takes part.
func (o Operation) ahead(from, to events.Country) bool {
	return o.Involves(to) && slices.ContainsFunc(o.Points, func(p Point) bool { return p.From == from && p.To == to && !p.Dropped })
}

// watched says whom the watch calls that it did not call before, and whom no
// longer. What an officer has resolved is not raised again by another fact; what a
// correction has just resolved is, if there is cause for it all the same. The lead
// is called in the place of a State that may not know who says so, and a State's
// alert is left to it by one of whom it may not know.
func (s situation) watched(before Operation) []events.Event {
	if !s.Ended.IsZero() { // a call that nobody has taken is not over by that
		return nil
	}
	var out []events.Event
	for _, p := range s.Parts {
		then, _ := before.Part(p.Label) // of one that has just begun nothing was said
		now, was := s.calls(p), before.calls(then)
		for _, a := range s.Alerts {
			matter := events.Matter(a.ID.Cause())
			if a.Part != p.Label || matter != LostSight && matter != Unwatched || !s.mayTell(a) ||
				slices.ContainsFunc(now, func(c call) bool { return s.calledFor(a, c.cause, string(p.Label), c.country) }) {
				continue
			}
			ground := noLonger
			if now, _ := p.Direction(); matter == Unwatched && now.Basis == events.ByHandover && !s.spent(a.Country, p) {
				ground = takenUp // its loss has a clock now
			}
			if sight, known := p.sight(s.eyesKnownTo(a.Country)); known && sight.State != EyesLost && !s.knowsEnded(a.Country, p) && !s.spent(a.Country, p) {
				ground = inSight
			}
			out = append(out, s.settle(a.ID.Cause(), a.ID.About(), a.Country, ground)...)
		}
		for _, c := range now {
			if _, open := s.Alert(alertID(c.cause, string(p.Label)), c.country); open {
				continue
			}
			to, cause := s.called(c.cause, c.country)
			if _, open := before.Alert(alertID(cause, string(p.Label)), to); open ||
				!slices.ContainsFunc(was, func(w call) bool { return w.cause == c.cause && w.country == c.country && w.by == c.by }) {
				found := s.raise(cause, string(p.Label), to, p.Label, c.since)
				s, out = s.knowing(found), append(out, found...)
			}
		}
	}
	return out
}

// calledFor tells whether an alert calls a State for a cause, or the lead in its place.
func (o Operation) calledFor(a Alert, cause events.Code, about string, c events.Country) bool {
	if a.Country == c && a.ID == alertID(cause, about) {
		return true
	}
	return a.Country == o.Lead && !o.knewSpeaker(c, a.By) && a.ID == alertID(o.causeFor(o.Lead, cause, a.By), about)
}

// departed ends the calls that a State got because it had the goods or was to get
// them: they have left it, they are secured, or it has taken them up, if it was
// called because it had not. What the same fact calls it for stands.
func (s situation) departed(before Operation) []events.Event {
	var out []events.Event
	for _, a := range s.Alerts {
		left := before.directs(a.Country, a.Part) && !s.directs(a.Country, a.Part)
		took := !before.tookUp(a.Country, a.Part) && s.tookUp(a.Country, a.Part)
		ground := events.Code("")
		switch a.ID.Cause() {
		case ConsentLapsing, ConsentLapsed, ConsentRevoked, OfferTimedOut, CrossedWithoutAuthority, PassedLastSafePoint:
			if left {
				ground = noLonger
			}
		case CrossedWithoutAcceptance, ComingYourWay:
			was, _ := before.Part(a.Part)
			is, _ := s.Part(a.Part)
			switch {
			case took:
				ground = takenUp
			case left || was.Ended.IsZero() && !is.Ended.IsZero():
				ground = noLonger
			}
		}
		if _, open := before.Alert(a.ID, a.Country); open && ground != "" && s.mayTell(a) {
			out = append(out, s.settle(a.ID.Cause(), a.ID.About(), a.Country, ground)...)
		}
	}
	return out
}

// tookUp tells whether a State directs a part and has taken it up.
func (o Operation) tookUp(country events.Country, part events.Part) bool {
	p, _ := o.Part(part)
	now, ok := p.Direction()
	return ok && now.Country == country && now.Taken == events.Taken
}

// directs tells whether a State directs a part, or any if none is named.
func (o Operation) directs(country events.Country, part events.Part) bool {
	return slices.ContainsFunc(o.Parts, func(p Part) bool {
		now, ok := p.Direction()
		return ok && now.Country == country && (part == "" || p.Label == part)
	})
}
