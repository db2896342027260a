// Package oracle is INV-09 as one would tell it: who directs a part, and since when.
// It is kept apart from the rules, for tests to hold them against. It keeps what it was
// told and concludes nothing beforehand: to each question it reads everything again,
// from the end to the beginning.
package oracle

import (
	"slices"

	"vigil/events"
)

// Oracle is what was told of one operation.
type Oracle struct {
	lead    events.Country
	parties []events.Country
	points  []events.PointID    // that ever were in the plan
	stood   []events.PointID    // and are
	near    [][2]events.Country // who may know of each other
	dealt   [][2]events.Country // who has had the goods from whom, or has agreed to
	met     [][2]events.Country // who has met whom by a notice of surveillance
	notices map[events.CommandID][2]events.Country
	called  [][2]events.Country // who was told to call whom
	origins map[events.Part]events.Country
	told    []tale
	offers  map[events.CommandID]events.OfferTerms
	over    bool
}

// New is an oracle that was told nothing.
func New() *Oracle {
	return &Oracle{origins: map[events.Part]events.Country{}, offers: map[events.CommandID]events.OfferTerms{}, notices: map[events.CommandID][2]events.Country{}}
}

// Over tells whether the operation has ended: then nobody directs.
func (m *Oracle) Over() bool { return m.over }

// Directs is who directs a part at a moment, as far as has been told; no country:
// nobody.
func (m *Oracle) Directs(part events.Part, t events.Time) Answer { return answerAt(m.of(part), t) }

// tale is one thing told of a part.
type tale struct {
	id    events.CommandID
	part  events.Part
	when  events.Time
	says  string
	from  events.Country
	to    events.Country
	by    events.Country
	known events.TakenUp
	point bool        // there is one between the two
	sea   bool        // out at sea, to a ship's flag; of none, nobody says which
	child events.Part // split off the part
	into  events.Part // that the part was merged into
	void  bool
	apart bool // it is nobody's to go by
}

// Learn takes what a command says, and of what followed from it only whom a State was
// told to call. What was refused it must not be told.
func (m *Oracle) Learn(id events.CommandID, signer events.Viewer, occurred, at events.Time, list []events.Event) {
	for _, e := range list {
		if e, ok := e.(events.StateTriggered); ok {
			m.called = append(m.called, [2]events.Country{e.Trigger.Country, e.Trigger.Contact})
		}
	}
	when := occurred
	if when.After(at) {
		when = at
	}
	s := tale{id: id, when: when, by: signer.Country()}
	var corrects events.CommandID
	switch e := list[0].(type) {
	case events.OperationOpened:
		m.lead = e.Operation.Lead
		m.parties = append(m.parties, m.lead)
		return
	case events.StateInvolved:
		if e.State.Role != events.Possible {
			m.parties = append(m.parties, e.State.Country)
		}
		return
	case events.HandoverPointPlanned:
		m.points, m.stood = append(m.points, e.Named.ID), append(m.stood, e.Named.ID)
		m.near = append(m.near, [2]events.Country{e.Point.From, e.Point.To})
		return
	case events.HandoverPointDropped:
		m.drops(e.Dropped.ID)
		return
	case events.SurveillanceNotified:
		from, in := e.Notice.From, e.Notice.In
		m.notices[id] = [2]events.Country{from, in}
		if s.by == from || s.by == m.lead {
			m.met = append(m.met, [2]events.Country{in, from})
		}
		if s.by == in || s.by == m.lead {
			m.met = append(m.met, [2]events.Country{from, in})
		}
		return
	case events.SurveillanceAllowed:
		m.met = append(m.met, m.notices[e.Allowed.Notice])
		return
	case events.SurveillanceStopped:
		m.met = append(m.met, m.notices[e.Stopped.Notice])
		return
	case events.ItemDeclared:
		m.origins[e.Named.Part] = e.Origin.Country
		return
	case events.ConsignmentDeparted:
		s.says, s.part, s.to, corrects = "departed", e.Departed.Part, e.Departed.Country, e.Corrects.Record
		s.known = events.NotTaken
		if slices.Contains(m.parties, s.to) {
			s.known = events.Taken
		}
	case events.BorderCrossed:
		s.says, s.part, s.from, s.to, corrects = "crossed", e.Crossing.Part, e.Crossing.From, e.Crossing.To, e.Corrects.Record
		if s.from == events.HighSeas { // it tells of one State only
			s.from = ""
		}
		if s.to == events.HighSeas {
			s.to, s.sea = e.Crossing.Flag, true
		}
	case events.HandoverCompleted:
		s.says, s.part, s.to, corrects = "completed", e.Completion.Part, e.Completion.Point.To(), e.Corrects.Record
		s.from = e.Completion.Point.From()
		s.point = slices.Contains(m.points, e.Completion.Point)
	case events.InterdictionExecuted:
		s.says, s.part, s.from, corrects = "not-secured", e.Executed.Part, e.Executed.Country, e.Corrects.Record
		if e.Executed.Goods == events.GoodsSecured {
			s.says = "secured"
		}
	case events.PartSplit:
		s.says, s.part, s.from, s.child, corrects = "split", e.Split.Part, e.Where.Country, events.PartOf(id), e.Corrects.Record
	case events.PartMerged:
		s.says, s.part, s.from, s.into, corrects = "merged", e.Merge.Part, e.Merge.Country, e.Merge.Into, e.Corrects.Record
	case events.HandoverOffered:
		m.offers[id] = e.Offer
		return
	case events.HandoverAccepted:
		offer := m.offers[e.Acceptance.Offer]
		s.says, s.part, s.when, s.from, s.to = "accepted", offer.Part, at, offer.Point.From(), offer.Point.To()
	case events.RecordRetracted:
		s.says, corrects = "retracted", e.Retraction.Record
	case events.OperationEnded:
		m.over = true
		return
	default:
		return
	}
	for i, old := range m.told {
		if old.id == corrects && !old.void && old.by == s.by && (old.says == s.says || s.says == "retracted" ||
			slices.Contains([]string{"secured", "not-secured"}, old.says) && slices.Contains([]string{"secured", "not-secured"}, s.says)) {
			m.told[i].void = true
			if s.says == "split" && old.part == s.part && !old.apart {
				s.child = old.child // the same part, told anew
			}
		}
	}
	s.apart = !m.believed(s)
	if s.part == "" {
		m.told = append(m.told, s)
		return
	}
	before := m.Directs(s.part, at).Country
	m.told = append(m.told, s)
	if after := m.Directs(s.part, at).Country; before != after && before != "" && after != "" {
		m.dealt = append(m.dealt, [2]events.Country{before, after})
	}
	if s.says == "accepted" {
		m.dealt = append(m.dealt, [2]events.Country{s.from, s.to})
	}
}

// drops takes a point out of the plan: if it was the last between two States that have
// not dealt with each other, they are no neighbours any more.
func (m *Oracle) drops(id events.PointID) {
	m.stood = slices.DeleteFunc(m.stood, func(p events.PointID) bool { return p == id })
	two := func(p [2]events.Country) bool {
		return p == [2]events.Country{id.From(), id.To()} || p == [2]events.Country{id.To(), id.From()}
	}
	stands := slices.ContainsFunc(m.stood, func(p events.PointID) bool { return two([2]events.Country{p.From(), p.To()}) })
	if !stands && !slices.ContainsFunc(m.dealt, two) {
		m.near = slices.DeleteFunc(m.near, two)
	}
}

// believed tells whether something told is one to go by: all whom it tells of, and
// who had the goods, have heard of who tells it. All have heard of the lead, and of
// their neighbours; and what tells of two States is for both to hear from one of them,
// but not for who had the goods, unless it was told to call who tells it.
func (m *Oracle) believed(s tale) bool {
	among := func(list [][2]events.Country, c events.Country) bool {
		return slices.Contains(list, [2]events.Country{c, s.by}) || slices.Contains(list, [2]events.Country{s.by, c})
	}
	heard := func(c events.Country) bool {
		return c == "" || c == s.by || s.by == m.lead || slices.Contains(m.parties, c) && among(m.near, c) ||
			slices.Contains(m.met, [2]events.Country{c, s.by})
	}
	origin := m.begins(s.part)
	two := s.says == "crossed" || s.says == "completed"
	switch {
	case s.says == "departed":
		return s.by == m.lead || s.to == origin && heard(origin)
	case two && (s.by == s.from || s.by == s.to):
	case two && !(heard(s.from) && heard(s.to)), !two && s.from != "" && !heard(s.from):
		return false
	}
	if !slices.Contains([]string{"crossed", "secured", "split", "merged"}, s.says) {
		return true
	}
	list, had := m.of(s.part), events.Country("")
	memo := make([]*Answer, len(list)+1)
	for n := 1; n <= len(list) && !list[n-1].when.After(s.when); n++ {
		if now := directs(list, n, memo); now.Country != "" {
			had = now.Country
		}
	}
	if had == "" {
		return s.by == m.lead || (s.says != "crossed" || s.from == origin) && heard(origin)
	}
	return heard(had) || among(m.called, had)
}

// begins is where a part set out, or that of which it was split off.
func (m *Oracle) begins(part events.Part) events.Country {
	if origin := m.origins[part]; origin != "" {
		return origin
	}
	for _, s := range m.told {
		if s.child == part && s.child != "" {
			return m.begins(s.part)
		}
	}
	return ""
}

// of lists what stands about a part in the order in which it happened; what was
// told first first, if it was at the same moment.
func (m *Oracle) of(part events.Part) []tale {
	list := make([]tale, 0, len(m.told))
	if m.never(part) {
		return nil
	}
	for _, s := range m.told {
		if s.void || s.apart {
			continue
		}
		if s.child == part && s.child != "" && !m.never(s.part) { // it is with whoever had that of which it is
			had := answerAt(m.of(s.part), s.when)
			list = append(list, tale{id: s.id, part: part, when: s.when, says: "begun", to: had.Country, known: had.Taken})
		}
		if s.part == part && (s.says != "merged" || m.mergers()[part] == s.id) {
			list = append(list, s)
		}
	}
	slices.SortStableFunc(list, func(a, b tale) int { return a.when.Compare(b.when) })
	return list
}

// never tells whether there never was such a part: nobody's split, that stands, has
// begun it. Those that were declared have been.
func (m *Oracle) never(part events.Part) bool {
	begun := false
	for _, s := range m.told {
		if s.child == part && !s.apart {
			begun = true
			if !s.void && !m.never(s.part) {
				return false
			}
		}
	}
	return begun || m.origins[part] == ""
}

// mergers is by which report each part ceased to be one: the first that happened, into
// one that had not ceased to be by then.
func (m *Oracle) mergers() map[events.Part]events.CommandID {
	var list []tale
	for _, s := range m.told {
		if s.says == "merged" && !s.void && !s.apart && !m.never(s.part) && !m.never(s.into) && s.part != s.into {
			list = append(list, s)
		}
	}
	slices.SortStableFunc(list, func(a, b tale) int { return a.when.Compare(b.when) })
	by := map[events.Part]events.CommandID{}
	for _, s := range list {
		if by[s.part] == "" && by[s.into] == "" {
			by[s.part] = s.id
		}
	}
	return by
}

// directs is who directs after the first n things that happened, since when, and
// whether it has taken it up; nobody is "".
func directs(list []tale, n int, memo []*Answer) Answer {
	if n == 0 {
		return Answer{}
	}
	if memo[n] == nil {
		a := conclude(list, n, memo)
		memo[n] = &a
	}
	return *memo[n]
}

// Answer is who directs, since when, and whether it has taken that up.
type Answer struct {
	Country events.Country
	Since   events.Time
	Taken   events.TakenUp
}

func conclude(list []tale, n int, memo []*Answer) Answer {
	last, before := list[n-1], directs(list, n-1, memo)
	agreed := false
	for i := range n - 1 { // somebody's word to whoever directed until now
		agreed = agreed || counts(list, i, n-1, before.Country, last.to, memo)
	}
	switch last.says {
	case "departed", "begun":
		if last.to == "" {
			return before
		}
		for i := range n - 1 {
			if directs(list, i+1, memo).Country != "" {
				return before // it had set out
			}
		}
		return Answer{last.to, last.when, last.known}
	case "crossed":
		switch {
		case last.to == "" || last.from == last.to && !last.sea || before.Country == last.to:
			return before
		case agreed:
			return Answer{last.to, last.when, events.Taken}
		}
		return Answer{last.to, last.when, events.NotTaken}
	case "accepted":
		if before.Country == last.to && before.Taken == events.NotTaken {
			return Answer{last.to, last.when, events.Taken}
		}
	case "completed":
		switch {
		case last.by != last.to || !last.point: // another's word; no such point
		case agreed, before.Country == last.to && before.Taken == events.NotTaken:
			return Answer{last.to, last.when, events.Taken}
		}
	case "secured", "merged":
		if before.Country != "" {
			return Answer{Since: last.when}
		}
	}
	return before
}

// counts tells whether the i-th thing is an acceptance of a State, given to that
// which directs, and the latter has not stopped directing until the n-th.
func counts(list []tale, i, n int, from, to events.Country, memo []*Answer) bool {
	a := list[i]
	if a.says != "accepted" || a.from != from || a.to != to || directs(list, i, memo).Country == to {
		return false
	}
	for k := i + 1; k < n; k++ {
		if directs(list, k, memo).Country == from && directs(list, k+1, memo).Country != from {
			return false
		}
	}
	return true
}

// answerAt is who directed at a moment, as far as has been told.
func answerAt(list []tale, t events.Time) Answer {
	n := 0
	for n < len(list) && !list[n].when.After(t) {
		n++
	}
	return directs(list, n, make([]*Answer, n+1))
}
