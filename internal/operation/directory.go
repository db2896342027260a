package operation

import (
	"fmt"
	"slices"

	"vigil/events"
)

// The rules of the directory of authorities. Root declares them, like all that is in
// the registry. Which authority a request or a consent may name is asked of it in
// the moment of deciding: see authority.
const (
	PowersAndTerm   Rule = "an-authority-has-powers-and-a-term" // 1. ETS 182 art. 18(4); CH-IT 2009 arts. 11, 13: lists that say who may do what
	AuthorityListed Rule = "the-authority-is-in-the-directory"  // 2. ETS 182 art. 18(4): declared authorities
	WithdrawnOnce   Rule = "an-authority-is-withdrawn-once"     // 3. domain 3
	AuthorityMayDo  Rule = "an-authority-does-what-it-may"      // 4. CH-IT 2009 arts. 11, 13: some make requests, some receive them
	OwnAuthorities  Rule = "a-state-names-its-own-authorities"  // 5. EU MLA 2000 art. 12(2): the competent authorities of that State
)

const maxAuthorities = 999 // of one country: AT-A999

// Authority is an authority of a country, and what it may do when.
type Authority struct {
	ID        events.AuthorityID
	Country   events.Country
	Type      events.AuthorityType
	May       []events.AuthorityMay
	Hours     events.Hours
	Languages []events.Language
	Term      events.Window
	Withdrawn events.Time // the hub's time; zero: it stands
}

type (
	declareAuthority  struct{ events.AuthorityDeclared }
	withdrawAuthority struct{ events.AuthorityWithdrawn }
)

// Authorities are numbered within their country.
func (a declareAuthority) decide(s situation) ([]events.Event, error) {
	t := a.Authority
	if err := s.countryIsKnown(t.Country); err != nil {
		return nil, err
	}
	if len(t.May) == 0 || !t.From.Before(t.Until) {
		return nil, refuse(PowersAndTerm, Invalid, "an authority needs something that it may do, and a term that begins before it ends").
			hint("It makes requests, receives them, or decides.")
	}
	n := 1 + count(s.directory, func(a Authority) bool { return a.Country == t.Country })
	if n > maxAuthorities {
		return nil, refuse(HasRoom, Invalid, "%s has %d of these already", t.Country, maxAuthorities)
	}
	a.Named.ID = events.AuthorityID(fmt.Sprintf("%s-A%d", t.Country, n))
	return []events.Event{a.AuthorityDeclared}, nil
}

func (a withdrawAuthority) decide(s situation) ([]events.Event, error) {
	authority, ok := s.Authority(a.Withdrawn.ID)
	switch {
	case !ok:
		return nil, refuse(AuthorityListed, NotFound, "there is no authority %s", a.Withdrawn.ID).
			hint("Name one of the directory.")
	case !authority.Withdrawn.IsZero():
		return nil, refuse(WithdrawnOnce, Conflict, "%s was withdrawn at %s", authority.ID, minute(authority.Withdrawn))
	}
	return []events.Event{a.AuthorityWithdrawn}, nil
}

// Authority finds an authority by its name. It does not say that it may do anything
// now.
func (r Registry) Authority(id events.AuthorityID) (Authority, bool) {
	a, ok := find(r.directory, func(a Authority) bool { return a.ID == id })
	return a.apart(), ok
}

// Authorities lists those of a country, in the order of their numbers, also those
// that are withdrawn or whose term is over.
func (r Registry) Authorities(country events.Country) []Authority {
	var list []Authority
	for _, a := range r.directory {
		if a.Country == country {
			list = append(list, a.apart())
		}
	}
	return list
}

// apart shares no memory with the registry's own.
func (a Authority) apart() Authority {
	a.May, a.Languages = slices.Clone(a.May), slices.Clone(a.Languages)
	return a
}

// Holds tells whether the authority is there at a moment: in its term, and not
// withdrawn.
func (a Authority) Holds(t events.Time) bool {
	return a.Term.Holds(t) && (a.Withdrawn.IsZero() || t.Before(a.Withdrawn))
}

// authority asks of an authority that a decision names whether it is this State's
// and may do this now. None is named if the id is empty: nothing is asked then. The
// directory is everybody's to read, so the answer tells nothing.
func (s situation) authority(id events.AuthorityID, of events.Country, may events.AuthorityMay) error {
	if id == "" {
		return nil
	}
	a, ok := s.Authority(id)
	switch {
	case id.Country() != of:
		return refuse(OwnAuthorities, NotAllowed, "%s is no authority of %s", id, of).
			hint("Name one of %s.", of)
	case !ok:
		return refuse(AuthorityListed, NotFound, "there is no authority %s", id).
			hint("Name one of the directory.")
	case !a.Holds(s.at):
		return refuse(AuthorityListed, Refused, "%s is not in the directory at %s", id, minute(s.at)).
			hint("Name one that is there now.")
	case !slices.Contains(a.May, may):
		return refuse(AuthorityMayDo, Refused, "%s may %s, not %s", id, list(a.May), may).
			hint("Name one of %s that may.", of)
	}
	return nil
}

func authorityOf(e events.AuthorityDeclared) Authority {
	t := e.Authority
	return Authority{ID: e.Named.ID, Country: t.Country, Type: t.Type, May: slices.Clone(t.May), Hours: t.Hours,
		Languages: slices.Clone(t.Languages), Term: events.Window{From: t.From, Until: t.Until}}
}
