package operation

import (
	"slices"

	"vigil/events"
)

// model is INV-09 as one would tell it, kept apart from the rules. It keeps what it
// was told and concludes nothing beforehand: to each question it reads everything
// again, from the end to the beginning.
type model struct {
	told   []tale
	offers map[events.CommandID]events.OfferTerms
	over   bool
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
	void  bool
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
	case events.HandoverCompleted:
		s.says, s.part, s.to, corrects = "completed", e.Completion.Part, e.Completion.Point.To(), e.Corrects.Record
		s.from = e.Completion.Point.From()
	case events.InterdictionExecuted:
		s.says, s.part, corrects = "not-secured", e.Executed.Part, e.Corrects.Record
		if e.Executed.Goods == events.GoodsSecured {
			s.says = "secured"
		}
	case events.HandoverOffered:
		m.offers[c.ID] = e.Offer
		return
	case events.HandoverAccepted:
		offer := m.offers[e.Acceptance.Offer]
		s.says, s.part, s.when, s.from, s.to = "accepted", offer.Part, at, offer.Point.From(), offer.Point.To()
	case events.RecordRetracted:
		s.says, corrects = "retracted", e.Retraction.Record
	case events.OperationClosed:
		m.over = true
		return
	default:
		return
	}
	for i, old := range m.told {
		if old.id == corrects && !old.void && old.by == s.by && (old.says == s.says || s.says == "retracted" ||
			slices.Contains([]string{"secured", "not-secured"}, old.says) && slices.Contains([]string{"secured", "not-secured"}, s.says)) {
			m.told[i].void = true
		}
	}
	m.told = append(m.told, s)
}

// of lists what stands about a part in the order in which it happened; what was
// told first first, if it was at the same moment.
func (m *model) of(part events.Part) []tale {
	list := make([]tale, 0, len(m.told))
	for _, s := range m.told {
		if !s.void && s.part == part {
			list = append(list, s)
		}
	}
	slices.SortStableFunc(list, func(a, b tale) int { return a.when.Compare(b.when) })
	return list
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
	case "departed":
		for i := range n - 1 {
			if directs(list, i+1, memo).country != "" {
				return before // it had set out
			}
		}
		return answer{last.to, last.when, last.known}
	case "crossed":
		switch {
		case last.from == last.to || before.country == last.to:
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
		case last.by != last.to || last.from == last.to || !slices.Contains(route, last.from): // another's word; no such point
		case agreed, before.country == last.to && before.taken == events.NotTaken:
			return answer{last.to, last.when, events.Taken}
		}
	case "secured":
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
