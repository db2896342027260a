package cli

import (
	"strings"

	"vigil/events"
	"vigil/projections"
)

// parts prints each part: in short where there is no room, what travels first.
func (s *screen) parts() {
	if !s.clock.brief {
		for _, p := range s.d.Parts {
			s.part(p)
		}
		return
	}
	for _, travels := range []bool{true, false} {
		for _, p := range s.d.Parts {
			if p.Travels() == travels {
				s.shortly(p)
			}
		}
	}
}

// shortly is part on one row.
func (s *screen) shortly(p projections.PartLine) {
	eyes := with("seen", s.lastSeen(p, s.clock.short))
	switch {
	case p.Eyes == projections.EyesLost:
		eyes = "EYES-ON LOST " + span(s.clock.now.Sub(p.EyesSince))
	case p.Eyes == projections.EyesDegraded:
		eyes = said(string(p.EyesOn), "BY DEVICE ONLY", span(s.clock.now.Sub(p.EyesSince)))
	case p.Eyes == projections.EyesHeld:
		eyes = said(or(string(p.EyesOn), "a team"), "sees it", span(s.clock.now.Sub(p.EyesSince)))
	}
	direction := directs(s.d, p)
	if p.Directs != "" {
		direction = said(string(p.Directs), "directs", with("since", s.clock.orNothing(p.Since)))
	}
	if p.Taken == events.NotTaken {
		direction += " NOT TAKEN UP"
	}
	holder := "holder ?"
	if p.Holder != "" {
		holder = said(holders(p.Holder), "holds it")
	}
	urgent := s.urgent(p.Taken == events.NotTaken || p.Eyes == projections.EyesLost || p.Eyes == projections.EyesDegraded)
	s.mark(string(p.Part), urgent, said(direction, "·", or(eyes, "nobody is said to see it"), "·", holder, with("·", s.gone("into "+string(p.Into), p.Merged))))
}

// holders says who holds goods, in words.
func holders(h events.Holder) string {
	if h == events.Undercover {
		return "an officer under cover"
	}
	return string(h)
}

// part is the picture of an operation: who directs, who sees, who holds.
func (s *screen) part(p projections.PartLine) {
	if label := s.partLabel(p.Part); label != "" {
		s.line("Part", bold, said(label, string(p.Substance), amount(p.Amount()), string(p.Mode)))
	} else if p.Substance != "" {
		s.line("Part", bold, said(string(p.Part), string(p.Substance), amount(p.Amount()), string(p.Mode), with("· from", p.Origin)))
	}
	s.line("Directs", s.urgent(p.Taken == events.NotTaken), s.direction(p))
	s.line("Eyes-on", s.urgent(p.Eyes == projections.EyesLost || p.Eyes == projections.EyesDegraded), s.eyes(p))
	s.line("Holds", bold, s.holds(p))
	s.line("Last seen", bold, or(s.lastSeen(p, s.clock.at), "not reported to you"))
	if at, what := lastFact(s.d, p.Part); at.After(p.LastSeen) {
		s.line("Last fact", bold, said(s.clock.at(at), "("+s.clock.ago(at)+"):", what))
	}
}

// urgent paints what somebody must see at once.
func (s *screen) urgent(is bool) paint {
	if is {
		return alarm
	}
	return bold
}

func (s *screen) direction(p projections.PartLine) string {
	text := directs(s.d, p)
	switch {
	case p.Directs != "":
		text = said(text, "since", s.clock.here(p.Since), with("by", p.Basis))
		if p.Taken == events.NotTaken {
			text += " · NOT TAKEN UP for " + span(s.clock.now.Sub(p.Since))
		}
		if s.d.HasEnded() {
			text = "last known to you: " + text
		}
	case p.Left != "":
		text += " · " + s.clock.here(p.LeftAt)
	case !p.Ended.IsZero():
		text = "nobody: ended " + s.clock.here(p.Ended)
	}
	return text
}

// directs says who directs a part, as far as the viewer may know.
func directs(d projections.Document, p projections.PartLine) string {
	switch {
	case p.Directs != "":
		return string(p.Directs)
	case p.Left != "":
		return string(p.Left) + " no longer"
	case !p.Ended.IsZero():
		return "nobody"
	case p.Departed.IsZero() && p.LastSeen.IsZero():
		return "nobody yet" + asTold(d)
	}
	return "not shown to you"
}

// asTold is said behind what may be otherwise without the viewer having been told:
// only the lead is told of everything.
func asTold(d projections.Document) string {
	if d.Viewer.IsLead() || d.Viewer == events.Audit {
		return ""
	}
	return ", as far as you are told"
}

// eyes says which team has a part in sight, or since when nobody has.
func (s *screen) eyes(p projections.PartLine) string {
	since := said("since", s.clock.at(p.EyesSince), "("+span(s.clock.now.Sub(p.EyesSince))+")", with("in", p.EyesIn))
	switch p.Eyes {
	case projections.EyesLost:
		return said("LOST", since)
	case projections.EyesDegraded:
		return said("DEGRADED, by a device only:", string(p.EyesOn), since)
	case projections.EyesHeld:
		return said(or(string(p.EyesOn), "a team not shown to you"), since)
	}
	return or(string(p.EyesOn), "not reported to you")
}

// watched is eyes for where there is no room.
func watched(p projections.PartLine) string {
	if p.Eyes == projections.EyesLost || p.Eyes == projections.EyesDegraded {
		return said(string(p.EyesOn), strings.ToUpper(string(p.Eyes)))
	}
	return string(p.EyesOn)
}

func (s *screen) holds(p projections.PartLine) string {
	text := "not reported to you"
	if p.Holder != "" {
		text = said(holders(p.Holder), with("in", p.HolderIn), "since", s.clock.at(p.HolderSince))
	}
	if p.Carrier.Type != "" {
		doubt := ""
		if p.Carrier.Doubt != "" {
			doubt = "(DOUBTFUL: " + p.Carrier.Doubt + ")"
		}
		text = said(text, "· by", string(p.Carrier.Type), string(p.Carrier.Number), doubt, with("plate of", p.Carrier.Plate))
	}
	if !p.Interdicted.IsZero() {
		text = said(text, "· STOPPED", s.clock.at(p.Interdicted)+", goods", strings.ReplaceAll(string(p.Goods), "-", " "))
	}
	return text
}

// lastSeen says where and when a part was seen last, as one of the clock's ways writes
// times.
func (c *Call) lastSeen(p projections.PartLine, written func(events.Time) string) string {
	if p.LastSeen.IsZero() {
		return ""
	}
	return said(p.LastPlace, written(p.LastSeen), "("+c.clock.ago(p.LastSeen)+")")
}

// lastFact is when the newest fact about a part happened, and what it is about:
// silence must not look like health.
func lastFact(d projections.Document, part events.Part) (at events.Time, what string) {
	later := func(t events.Time, words string) {
		if t.After(at) {
			at, what = t, words
		}
	}
	for _, p := range d.Parts {
		if p.Part != part {
			continue
		}
		later(p.LastSeen, "seen")
		later(p.Departed, "departed")
		later(p.EyesSince, "eyes-on")
		later(p.HolderSince, "possession")
		later(p.Interdicted, "stopped")
	}
	for _, x := range d.Sightings {
		if x.Part == part {
			later(x.Occurred, "seen")
		}
	}
	for _, h := range d.Handovers {
		if h.Part == part {
			later(h.Completed, "handover completed")
		}
	}
	return at, what
}
