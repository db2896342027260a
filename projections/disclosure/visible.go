package disclosure

import (
	"slices"
	"strings"

	"vigil/events"
)

// standing is what a viewer is to an operation.
type standing uint8

const (
	outside standing = iota // it does not exist for it
	woken                   // takes no part, and has the goods coming or there
	party
	leading
)

// stands tells what a viewer is to the entry at place i. A State that is
// triggered has nothing of what was before.
func (f Fold) stands(v events.Viewer, i int) standing {
	c := v.Country()
	if v.IsLead() && f.lead != "" {
		if c == f.lead {
			return leading
		}
		return outside
	}
	if slices.Contains(f.parties, c) {
		return party
	}
	for _, t := range f.triggered {
		if t.country == c && uint64(i) >= t.since-1 {
			return woken
		}
	}
	return outside
}

// visible is the rule: which pieces of the entry at place i a viewer may see, as
// the operation stands in f. An author has all that it said, and of what followed
// from it no more than anybody else: that may tell of other States.
func (f Fold) visible(v events.Viewer, i int) Mask {
	it := f.items()[i]
	mask, gone := f.slots(v, i)
	as := f.stands(v, i)
	if gone || as == outside {
		return mask & it.there
	}
	own := v == it.author
	if own {
		mask |= 1 // what it had seen
	} else if mask != 0 {
		retells := as == leading || it.ref != 0 && f.holds(v, it.ref)
		for line, to := range slotAudiences[it.act] {
			if to == along || to == retold && retells {
				mask |= 1 << (line + 1)
			}
		}
	}
	c, known := v.Country(), f.knows(v, as, it)
	var nameless Mask
	for j, s := range it.rest {
		if s.stated && as == woken && !wakeful(it.row()) || !f.called(v, as, s.via) {
			continue
		}
		switch piece := Mask(1) << (events.Commits + j); {
		case s.to == author && own,
			f.reaches(c, as, it.n, s) && (known || s.to&safe != 0 || s.about.names(c) && s.about.names(it.author.Country())):
			mask |= piece
		case s.to&unsigned != 0 && f.reaches(c, as, it.n, s):
			nameless |= piece
		}
	}
	mask, nameless = mask&it.there, nameless&it.there
	if mask == 0 && nameless != 0 {
		return nameless | unnamed
	}
	return mask | nameless // who said it is known already, from what else is shown
}

// slots is which slots of a fact a viewer may see, those apart that go along with
// others. gone: it might, but for a correction that it is not told.
func (f Fold) slots(v events.Viewer, i int) (mask Mask, gone bool) {
	mask = f.granted(v, i)
	if over := f.mark(i).over; mask != 0 && over != 0 && v != f.items()[i].author {
		if again, goneToo := f.slots(v, int(over)-1); again == 0 || goneToo {
			return 0, true
		}
	}
	return mask, false
}

// granted is the same, whether or not the fact was corrected.
func (f Fold) granted(v events.Viewer, i int) (mask Mask) {
	it := f.items()[i]
	if v == it.author {
		return it.there & stated
	}
	as := f.stands(v, i)
	if as == outside {
		return 0
	}
	if as == woken && !wakeful(it.row()) || !f.called(v, as, it.via) {
		return 0
	}
	c, m, known := v.Country(), f.mark(i), f.knows(v, as, it)
	held := m.held && as != leading && c != it.author.Country()
	for line, to := range slotAudiences[it.act] {
		switch to {
		case along, retold:
			continue
		case holders:
			if as == leading || f.holds(v, it.ref) {
				mask |= 1 << (line + 1)
			}
			continue
		}
		if (to&safe != 0 || known && !held) && f.reaches(c, as, it.n, scope{to: to, about: it.about}) {
			mask |= 1 << (line + 1)
		}
	}
	if as == party {
		for _, r := range m.released {
			if r.to == c {
				mask |= r.slots
			}
		}
	}
	return mask & it.there & stated
}

// wakeful tells whether a State that is triggered may be told what was said by such
// an act: facts, what it is called for and answers, and what it cost. Plans, consents, handovers
// and releases are between those who take part.
func wakeful(row events.ActRow) bool {
	family, _, _ := strings.Cut(string(row.Act), ".")
	return row.Act != "handling.release" && (row.Nature == events.Observation || slices.Contains([]string{"surveillance", "interdiction", "alert", "record", "handling", "cost"}, family))
}

// holds tells whether a viewer has a slot of a record.
func (f Fold) holds(v events.Viewer, record uint32) bool {
	if record == 0 {
		return false
	}
	mask, gone := f.slots(v, int(record)-1)
	return mask != 0 && !gone
}

// knows tells whether a viewer may know that an entry's author takes part: who is
// shown something learns that. Who has the record that the entry is about knows
// it already. What is dangerous is told in any case, and with it who says so.
func (f Fold) knows(v events.Viewer, as standing, it item) bool {
	a, c := it.author.Country(), v.Country()
	if as == leading || a == "" || a == f.lead || a == c || it.about.names(a) && it.about.names(c) {
		return true
	}
	if it.ref != 0 && f.granted(v, int(it.ref)-1) != 0 {
		return true
	}
	if slices.Contains(f.followed, pair{c, a}) {
		return true
	}
	if as == party && slices.ContainsFunc(f.borders, func(b border) bool { return b.stands(it.n) && b.names(a) && b.names(c) }) {
		return true
	}
	return slices.ContainsFunc(it.rest, func(s scope) bool { return s.to&safe != 0 && f.reaches(c, as, it.n, s) })
}

// called tells whether a viewer was told of the alert that an entry has raised.
func (f Fold) called(v events.Viewer, as standing, via uint32) bool {
	return via == 0 || f.knows(v, as, f.items()[via-1])
}

// reaches tells whether a State with that standing is of an audience of an entry.
func (f Fold) reaches(c events.Country, as standing, n uint64, s scope) bool {
	to := s.to &^ marks
	switch as {
	case leading:
		return to >= lead
	case woken:
		if to == warned {
			return slices.ContainsFunc(f.triggered, func(t triggered) bool { return t.country == c && t.part == s.part })
		}
		return (to == concerned || to == adjacent || to == onward) && s.about.names(c)
	case outside:
		return false
	}
	switch to {
	case everyone:
		return true
	case parties, warned:
		return f.lead != ""
	case measured:
		item := f.declared(s.part)
		return item != 0 && f.granted(c.Desk(), int(item)-1)&quantity != 0
	case adjacent:
		return s.about.names(c) || slices.ContainsFunc(f.borders, func(b border) bool {
			return b.stands(n) && b.names(c) && (b.names(s.about[0]) || b.names(s.about[1]))
		})
	case onward:
		return s.about.names(c) || slices.ContainsFunc(f.borders, func(b border) bool { return b.stands(n) && b.pair[1] == c && s.about.names(b.pair[0]) })
	case concerned:
		return s.about.names(c)
	}
	return false
}
