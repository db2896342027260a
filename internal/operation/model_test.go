package operation

import (
	"slices"

	"vigil/events"
)

// model is INV-09 as one would tell it, kept apart from the rules. It keeps what it
// was told and concludes nothing beforehand: to each question it reads everything
// again, from the end to the beginning.
type model struct {
	told     []tale
	offers   map[events.CommandID]events.OfferTerms
	over     bool
	declared []events.Part
	line     bool // who is not next to another on the route does not know it
}

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

func (m *model) learn(c Command, at events.Time) {
	when := c.Occurred
	if when.After(at) {
		when = at
	}
	s := tale{id: c.ID, when: when, by: c.Signer.Country()}
	var corrects events.CommandID
	switch e := c.Fact.(type) {
	case events.ConsignmentDeparted:
		s.says, s.part, s.to, corrects = "departed", e.Departed.Part, e.Departed.Country, e.Corrects.Record
		s.known = events.NotTaken
		if slices.Contains(route, s.to) {
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
		between := slices.Index(route, s.from) - slices.Index(route, s.to)
		s.point = slices.Contains(route, s.from) && between != 0 && (!m.line || between == 1 || between == -1)
	case events.InterdictionExecuted:
		s.says, s.part, s.from, corrects = "not-secured", e.Executed.Part, e.Executed.Country, e.Corrects.Record
		if e.Executed.Goods == events.GoodsSecured {
			s.says = "secured"
		}
	case events.PartSplit:
		s.says, s.part, s.from, s.child, corrects = "split", e.Split.Part, e.Where.Country, events.PartOf(c.ID), e.Corrects.Record
	case events.PartMerged:
		s.says, s.part, s.from, s.into, corrects = "merged", e.Merge.Part, e.Merge.Country, e.Merge.Into, e.Corrects.Record
	case events.HandoverOffered:
		m.offers[c.ID] = e.Offer
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
	m.told = append(m.told, s)
}

// believed tells whether something told is one to go by: all whom it tells of, and
// who had the goods, have heard of who tells it. All have heard of HU, which leads,
// and of their neighbours; and what tells of two States is for both to hear from
// one of them, but not for who had the goods: before they set out, HU.
func (m *model) believed(s tale) bool {
	heard := func(c events.Country) bool {
		at, by := slices.Index(route, c), slices.Index(route, s.by)
		near := at-by == 1 || by-at == 1 || !m.line
		return c == "" || c == s.by || s.by == "HU" || at >= 0 && near
	}
	two := s.says == "crossed" || s.says == "completed"
	switch {
	case s.says == "departed":
		return s.by == "HU" || s.to == "HU" && heard("HU")
	case two && (s.by == s.from || s.by == s.to):
	case two && !(heard(s.from) && heard(s.to)), !two && s.from != "" && !heard(s.from):
		return false
	}
	if !slices.Contains([]string{"crossed", "secured", "split", "merged"}, s.says) {
		return true
	}
	list, had := m.of(s.part), events.Country("")
	memo := make([]*answer, len(list)+1)
	for n := 1; n <= len(list) && !list[n-1].when.After(s.when); n++ {
		if now := directs(list, n, memo); now.country != "" {
			had = now.country
		}
	}
	if had == "" {
		return s.by == "HU" || (s.says != "crossed" || s.from == "HU") && heard("HU")
	}
	return heard(had)
}

// of lists what stands about a part in the order in which it happened; what was
// told first first, if it was at the same moment.
func (m *model) of(part events.Part) []tale {
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
			list = append(list, tale{id: s.id, part: part, when: s.when, says: "begun", to: had.country, known: had.taken})
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
func (m *model) never(part events.Part) bool {
	begun := false
	for _, s := range m.told {
		if s.child == part && !s.apart {
			begun = true
			if !s.void && !m.never(s.part) {
				return false
			}
		}
	}
	return begun || !slices.Contains(m.declared, part)
}

// mergers is by which report each part ceased to be one: the first that happened, into
// one that had not ceased to be by then.
func (m *model) mergers() map[events.Part]events.CommandID {
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
func directs(list []tale, n int, memo []*answer) answer {
	if n == 0 {
		return answer{}
	}
	if memo[n] == nil {
		a := conclude(list, n, memo)
		memo[n] = &a
	}
	return *memo[n]
}

type answer struct {
	country events.Country
	since   events.Time
	taken   events.TakenUp
}

func conclude(list []tale, n int, memo []*answer) answer {
	last, before := list[n-1], directs(list, n-1, memo)
	agreed := false
	for i := range n - 1 { // somebody's word to whoever directed until now
		agreed = agreed || counts(list, i, n-1, before.country, last.to, memo)
	}
	switch last.says {
	case "departed", "begun":
		if last.to == "" {
			return before
		}
		for i := range n - 1 {
			if directs(list, i+1, memo).country != "" {
				return before // it had set out
			}
		}
		return answer{last.to, last.when, last.known}
	case "crossed":
		switch {
		case last.to == "" || last.from == last.to && !last.sea || before.country == last.to:
			return before
		case agreed:
			return answer{last.to, last.when, events.Taken}
		}
		return answer{last.to, last.when, events.NotTaken}
	case "accepted":
		if before.country == last.to && before.taken == events.NotTaken {
			return answer{last.to, last.when, events.Taken}
		}
	case "completed":
		switch {
		case last.by != last.to || !last.point: // another's word; no such point
		case agreed, before.country == last.to && before.taken == events.NotTaken:
			return answer{last.to, last.when, events.Taken}
		}
	case "secured", "merged":
		if before.country != "" {
			return answer{since: last.when}
		}
	}
	return before
}

// counts tells whether the i-th thing is an acceptance of a State, given to that
// which directs, and the latter has not stopped directing until the n-th.
func counts(list []tale, i, n int, from, to events.Country, memo []*answer) bool {
	a := list[i]
	if a.says != "accepted" || a.from != from || a.to != to || directs(list, i, memo).country == to {
		return false
	}
	for k := i + 1; k < n; k++ {
		if directs(list, k, memo).country == from && directs(list, k+1, memo).country != from {
			return false
		}
	}
	return true
}

// answerAt is who directed at a moment, as far as has been told.
func answerAt(list []tale, t events.Time) answer {
	n := 0
	for n < len(list) && !list[n].when.After(t) {
		n++
	}
	return directs(list, n, make([]*answer, n+1))
}
