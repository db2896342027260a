package operation

import (
	"cmp"
	"slices"

	"vigil/events"
)

// Registry is what the registry's entries say: who takes part, with which keys.
// It is a value: Evolve gives a new one and leaves the old one as it was.
type Registry struct {
	n         uint64
	journal   events.JournalTerms
	keys      events.JournalKeys
	countries []country // by code
	officers  []Officer // by id
	directory []Authority
}

type country struct {
	code    events.Country
	account events.Account
	desk    events.DeskTerms
}

// Officer is a key that may sign for a country, in which roles and when.
type Officer struct {
	id      events.KeyID
	Country events.Country
	Key     events.PublicKey
	Roles   []events.Role
	From    events.Time
	Until   events.Time
}

// holds tells whether t lies in the officer's term.
func (o Officer) holds(t events.Time) bool {
	return events.Window{From: o.From, Until: o.Until}.Holds(t)
}

func (o Officer) plays(role events.Role) bool { return slices.Contains(o.Roles, role) }

// Evolve folds one event of the registry. Events of operations leave it as it
// is, N apart: pass it entries of the registry only.
func (r Registry) Evolve(c Cause, e events.Event) Registry {
	r.n = c.N
	switch e := e.(type) {
	case events.RegistryBegun:
		r.journal, r.keys = e.Journal, e.Keys
	case events.CountryAdded:
		i, _ := r.find(e.Country.Code)
		r.countries = slices.Insert(slices.Clone(r.countries), i, country{code: e.Country.Code, account: e.Country.Account})
	case events.DeskAdded:
		if i, ok := r.find(e.Desk.Country); ok {
			r.countries = slices.Clone(r.countries)
			r.countries[i].desk = e.Desk
		}
	case events.OfficerEnrolled:
		o := e.Officer
		i, _ := r.place(o.Key.ID())
		r.officers = slices.Insert(slices.Clone(r.officers), i,
			Officer{o.Key.ID(), o.Country, o.Key, slices.Clone(o.Roles), o.From, o.Until})
	case events.AuthorityDeclared:
		r.directory = with(r.directory, authorityOf(e))
	case events.AuthorityWithdrawn:
		r.directory = amended(r.directory, func(a Authority) bool { return a.ID == e.Withdrawn.ID }, func(a *Authority) { a.Withdrawn = c.At })
	case events.ClockJumped:
		// Whoever fires clocks stops by itself; who takes part, with which keys, is as it was.
	}
	return r
}

// N is the number of the registry's last entry folded; 0 before genesis.
func (r Registry) N() uint64 { return r.n }

// Journal says what this journal is.
func (r Registry) Journal() events.JournalTerms { return r.journal }

// Keys are those of root, hub and clock.
func (r Registry) Keys() events.JournalKeys { return r.keys }

// Officer finds the officer whose key this is. It does not say that the
// officer's term has begun or is not over.
func (r Registry) Officer(id events.KeyID) (Officer, bool) {
	o, ok := r.officer(id)
	o.Roles = slices.Clone(o.Roles)
	return o, ok
}

func (r Registry) officer(id events.KeyID) (Officer, bool) {
	i, ok := r.place(id)
	if !ok {
		return Officer{}, false
	}
	return r.officers[i], true
}

// Public finds any public key of the registry: an officer's, a desk's, or one of
// root, hub and clock.
func (r Registry) Public(id events.KeyID) (events.PublicKey, bool) {
	if o, ok := r.officer(id); ok {
		return o.Key, true
	}
	keys := []events.PublicKey{r.keys.Root, r.keys.Hub, r.keys.Clock}
	for _, c := range r.countries {
		keys = append(keys, c.desk.Key)
	}
	for _, key := range keys {
		if key != "" && key.ID() == id {
			return key, true
		}
	}
	return "", false
}

// Countries lists the alliance by code.
func (r Registry) Countries() []events.Country {
	codes := make([]events.Country, len(r.countries))
	for i, c := range r.countries {
		codes[i] = c.code
	}
	return codes
}

// Account is the one that a country's connections come from.
func (r Registry) Account(code events.Country) (events.Account, bool) {
	i, ok := r.find(code)
	if !ok {
		return "", false
	}
	return r.countries[i].account, true
}

// CountryOf is the country whose account this is.
func (r Registry) CountryOf(account events.Account) (events.Country, bool) {
	for _, c := range r.countries {
		if c.account == account {
			return c.code, true
		}
	}
	return "", false
}

// Desk is a country's desk, if it has been added.
func (r Registry) Desk(code events.Country) (events.DeskTerms, bool) {
	i, ok := r.find(code)
	if !ok || r.countries[i].desk.Key == "" {
		return events.DeskTerms{}, false
	}
	return r.countries[i].desk, true
}

func (r Registry) find(code events.Country) (int, bool) {
	return slices.BinarySearchFunc(r.countries, code, func(c country, code events.Country) int {
		return cmp.Compare(c.code, code)
	})
}

func (r Registry) place(id events.KeyID) (int, bool) {
	return slices.BinarySearchFunc(r.officers, id, func(o Officer, id events.KeyID) int {
		return cmp.Compare(o.id, id)
	})
}
