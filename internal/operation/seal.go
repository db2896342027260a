package operation

import (
	"slices"

	"vigil/events"
)

// What is on the goods, and what carries them. These are facts, and the list is of
// breaches. A seal is judged by what the State that tells it may know of: whoever
// looks at a container must not learn by it what others did.
const SealMismatch events.Code = "seal-mismatch" // 1. INV-15: every change of a seal has both numbers

type (
	seenSealed  struct{ events.SealChanged }
	seenSeals   struct{ events.SealsChecked }
	seenCarried struct{ events.ConveyanceChanged }
)

// Seal is one fact about the seals of a part: one for another, or all that there are.
type Seal struct {
	Record        events.CommandID
	Author        events.Viewer
	Country       events.Country
	Occurred      events.Time
	Before, After events.CallSign
	Found         []events.CallSign // of a check
	Checked       bool
}

func (a seenSealed) observe(s situation) []events.Event {
	on, known := s.seals(a.Seal.Part)
	if gone := a.Seal.Before; !known || gone == events.NoSeal || slices.Contains(on, gone) {
		return nil
	}
	return s.unsealed(a.Seal.Part, a.Seal.Country)
}

// Seals that were found are what there is from then on, whatever was known.
func (a seenSeals) observe(s situation) []events.Event {
	on, known := s.seals(a.Check.Part)
	if found := set(a.Check.Seals); !known || slices.Equal(found, set(on)) {
		return nil
	}
	return s.unsealed(a.Check.Part, a.Check.Country)
}

func (s situation) unsealed(part events.Part, country events.Country) []events.Event {
	if s.over(s.moment()) {
		return nil
	}
	return s.breaks(SealMismatch, country, part, s.moment())
}

// seals lists the seals on a part just before this fact, and the word for none, as far
// as whoever tells it may know: the coordinator of all, a desk of what it is shown; false:
// it may know of none being put on or looked at.
func (s situation) seals(label events.Part) (on []events.CallSign, known bool) {
	part, _ := s.Part(label)
	list := slices.Clone(part.Seals)
	slices.SortStableFunc(list, func(a, b Seal) int { return a.Occurred.Compare(b.Occurred) })
	for _, x := range list {
		if x.Record == s.command.ID {
			break
		}
		_, n := s.numbered(x.Record)
		if !s.command.Signer.IsLead() && !s.shown(s.country(), x.Author, x.Country, n, true) {
			continue
		}
		known = true
		if x.Checked {
			on = slices.Clone(x.Found)
			continue
		}
		on = slices.DeleteFunc(on, func(c events.CallSign) bool { return c == x.Before })
		on = append(on, x.After)
	}
	return on, known
}

// sealed folds a fact about the seals, if it counts.
func (o Operation) sealed(c Cause, part events.Part, x Seal) Operation {
	if !o.counted() {
		return o
	}
	x.Record, x.Author, x.Occurred = c.Command, c.Author, c.moment()
	return o.amendPart(part, func(p *Part) { p.Seals = with(p.Seals, x) })
}

// set is a list in order, each once, without the word for none.
func set(list []events.CallSign) []events.CallSign {
	list = slices.DeleteFunc(slices.Clone(list), func(c events.CallSign) bool { return c == events.NoSeal })
	slices.Sort(list)
	return slices.Compact(list)
}

// What carries the goods breaks no rule, whatever its number: see events.Identifier.
func (a seenCarried) observe(situation) []events.Event { return nil }

func evolveSeal(o Operation, c Cause, e events.Event) (Operation, bool) {
	switch e := e.(type) {
	case events.SealChanged:
		o = o.sealed(c, e.Seal.Part, Seal{Country: e.Seal.Country, Before: e.Seal.Before, After: e.Seal.After})
	case events.SealsChecked:
		o = o.sealed(c, e.Check.Part, Seal{Country: e.Check.Country, Found: e.Check.Seals, Checked: true})
	case events.HazardRemoved:
		o = o.finds(c, e.Removed.Part, Finding{Hazard: e.Removed.Hazard, Removed: true})
	case events.RiskAccepted:
		o = o.amendPart(e.Risk.Part, func(p *Part) { p.Accepted = with(p.Accepted, Acceptance{e.Risk.Country, e.Risk.Hazards}) })
	case events.ConveyanceChanged:
		if e.Conveyance.Type != events.Vehicle { // the number of a vehicle leads to persons
			o = o.identified(c, e.Conveyance.Number)
		}
	default:
		return o, false
	}
	return o, true
}
