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
)

// call is an alert that there is cause for.
type call struct {
	cause   events.Code
	country events.Country
	since   events.Time
	by      events.CommandID // the fact that is the cause; of a silence none
}

// calls lists whom the watch of a part calls.
func (o Operation) calls(p Part) []call {
	now, directed := p.Direction()
	sight, known := p.Sight()
	switch {
	case !o.Closed.IsZero() || !p.Ended.IsZero():
		return nil
	case !known && directed:
		return []call{{Unwatched, o.answers(now.Country), now.Since, ""}}
	case !known || sight.State != EyesLost:
		return nil
	}
	list := []call{{LostSight, o.answers(sight.Country), sight.Occurred, sight.Record}}
	for _, point := range o.Points {
		if point.From == sight.Country && !point.Dropped && o.Involves(point.To) &&
			!slices.ContainsFunc(list, func(c call) bool { return c.country == point.To }) {
			list = append(list, call{LostSight, point.To, sight.Occurred, sight.Record})
		}
	}
	return list
}

// watched says whom the watch calls that it did not call before, and whom no
// longer. What an officer has resolved is not raised again by another fact; what a
// correction has just resolved is, if there is cause for it all the same.
func (s situation) watched(before Operation) []events.Event {
	var out []events.Event
	for i, p := range s.Parts {
		now, was := s.calls(p), before.calls(before.Parts[i])
		for _, a := range s.Alerts {
			if a.Part != p.Label || a.ID.Cause() != LostSight && a.ID.Cause() != Unwatched ||
				slices.ContainsFunc(now, func(c call) bool { return c.cause == a.ID.Cause() && c.country == a.Country }) {
				continue
			}
			ground := noLonger
			if sight, known := p.Sight(); known && sight.State != EyesLost && p.Ended.IsZero() {
				ground = inSight
			}
			out = append(out, s.settle(a.ID.Cause(), a.ID.About(), a.Country, ground)...)
		}
		for _, c := range now {
			about := events.AlertID(string(c.cause) + "/" + string(p.Label))
			if _, open := before.Alert(about, c.country); open ||
				!slices.ContainsFunc(was, func(w call) bool { return w.cause == c.cause && w.country == c.country && w.by == c.by }) {
				out = append(out, s.raise(c.cause, string(p.Label), c.country, p.Label, c.since)...)
			}
		}
	}
	return out
}

// departed ends the calls that a State got because it had the goods: about its
// consent, or an offer that nobody answered.
func (s situation) departed(before Operation) []events.Event {
	var out []events.Event
	for _, a := range s.Alerts {
		switch a.ID.Cause() {
		case ConsentLapsing, ConsentLapsed, ConsentRevoked, OfferTimedOut:
			if before.directs(a.Country, a.Part) && !s.directs(a.Country, a.Part) {
				out = append(out, s.settle(a.ID.Cause(), a.ID.About(), a.Country, noLonger)...)
			}
		}
	}
	return out
}

// directs tells whether a State directs a part, or any if none is named.
func (o Operation) directs(country events.Country, part events.Part) bool {
	return slices.ContainsFunc(o.Parts, func(p Part) bool {
		now, ok := p.Direction()
		return ok && now.Country == country && (part == "" || p.Label == part)
	})
}
