package projections

import (
	"slices"

	"vigil/events"
)

// RegistryKey is the key of the alliance's document in every view.
const RegistryKey = string(events.Registry)

// Alliance is the registry as every viewer sees it: the journal's terms, the
// countries, and the keys that may sign for them. It holds no names.
type Alliance struct {
	V         int                 `json:"v"`
	Edition   int                 `json:"edition"`
	Viewer    events.Viewer       `json:"viewer"`
	Counter   uint64              `json:"counter"`
	Journal   events.JournalTerms `json:"journal,omitzero"`
	Keys      events.JournalKeys  `json:"keys,omitzero"`
	Countries []CountryLine       `json:"countries"`
	Officers  []OfficerLine       `json:"officers"`

	Authorities []AuthorityLine `json:"authorities,omitempty"`

	Jumps []JumpLine `json:"jumps,omitempty"`
	Texts []TextLine `json:"texts"`
}

// MaxJumps is how many jumps of the clock are shown: the newest.
const MaxJumps = 32

// JumpLine is a moment at which the hub's clock was set while it ran. It says
// nothing of time until it is started again.
type JumpLine struct {
	At       events.Time `json:"at"`
	Expected events.Time `json:"expected"`
	Found    events.Time `json:"found"`
}

// CountryLine is a country and its desk.
type CountryLine struct {
	Country events.Country   `json:"country"`
	Desk    events.PublicKey `json:"desk,omitzero"` // the gateway's key
	Zone    events.Zone      `json:"zone,omitzero"`
	Record  events.CommandID `json:"record,omitzero"` // the command that named the desk: how it is reached is a text of it
}

// OfficerLine is a key and what it may sign.
type OfficerLine struct {
	ID      events.KeyID     `json:"id"`
	Key     events.PublicKey `json:"key"`
	Country events.Country   `json:"country"`
	Roles   []events.Role    `json:"roles"`
	From    events.Time      `json:"from"`
	Until   events.Time      `json:"until"`
}

// AuthorityLine is an authority of a country as the directory has it: its name and how
// to reach it are texts of the command Record.
type AuthorityLine struct {
	ID        events.AuthorityID    `json:"id"`
	Record    events.CommandID      `json:"record"`
	Country   events.Country        `json:"country"`
	Type      events.AuthorityType  `json:"type"`
	May       []events.AuthorityMay `json:"may"`
	Hours     events.Hours          `json:"hours"`
	Languages []events.Language     `json:"languages"`
	From      events.Time           `json:"from"`
	Until     events.Time           `json:"until"`
	Withdrawn events.Time           `json:"withdrawn,omitzero"`
}

// IsValid tells whether an authority stands in the directory at a moment.
func (l AuthorityLine) IsValid(at events.Time) bool {
	return !at.Before(l.From) && !at.After(l.Until) && (l.Withdrawn.IsZero() || at.Before(l.Withdrawn))
}

// Apply folds one feed message of the registry in; applied twice it changes
// nothing more.
func (a Alliance) Apply(content events.Content) (Alliance, error) {
	if content.Counter <= a.Counter {
		return a, nil
	}
	a.V, a.Edition, a.Viewer, a.Counter = events.Version, events.Edition, content.Viewer, content.Counter
	for _, w := range content.Withdrawn { // only texts can be: all else is everybody's
		a.Texts = slices.DeleteFunc(slices.Clone(a.Texts), func(t TextLine) bool { return t.Command == w.Command })
	}
	for _, s := range slices.Concat(content.Briefing, content.Entry) {
		list, err := s.Decoded()
		if err != nil {
			return a, err
		}
		for _, e := range list {
			a.evolve(s, e)
		}
		for _, e := range s.Enclosures {
			a.Texts = grown(a.Texts, TextLine{content.Counter, s.Command, e.Name, e.Class, e.Size})
		}
	}
	return a, nil
}

func (a *Alliance) evolve(s events.Shown, e events.Event) {
	switch e := e.(type) {
	case events.RegistryBegun:
		a.Journal, a.Keys = e.Journal, e.Keys
	case events.CountryAdded:
		a.Countries = grown(a.Countries, CountryLine{Country: e.Country.Code})
	case events.DeskAdded:
		a.Countries = slices.Clone(a.Countries)
		for i := range a.Countries {
			if a.Countries[i].Country == e.Desk.Country {
				a.Countries[i].Desk, a.Countries[i].Zone, a.Countries[i].Record = e.Desk.Key, e.Desk.Zone, s.Command
			}
		}
	case events.OfficerEnrolled:
		o := e.Officer
		a.Officers = grown(a.Officers, OfficerLine{o.Key.ID(), o.Key, o.Country, o.Roles, o.From, o.Until})
	case events.AuthorityDeclared:
		x := e.Authority
		a.Authorities = grown(a.Authorities, AuthorityLine{ID: e.Named.ID, Record: s.Command, Country: x.Country, Type: x.Type,
			May: some(x.May), Hours: x.Hours, Languages: some(x.Languages), From: x.From, Until: x.Until})
	case events.AuthorityWithdrawn:
		a.Authorities = changed(a.Authorities, func(l AuthorityLine) bool { return l.ID == e.Withdrawn.ID }, func(l *AuthorityLine) { l.Withdrawn = s.At })
	case events.ClockJumped:
		a.Jumps = newest(grown(a.Jumps, JumpLine{s.At, e.Jump.Expected, e.Jump.Found}), MaxJumps)
	}
}

// Public finds the public key behind a key id: an officer's, the root's, the
// hub's, the clock's, or a desk's.
func (a Alliance) Public(id events.KeyID) (events.PublicKey, bool) {
	for _, k := range []events.PublicKey{a.Keys.Root, a.Keys.Hub, a.Keys.Clock} {
		if k != "" && k.ID() == id {
			return k, true
		}
	}
	for _, o := range a.Officers {
		if o.ID == id {
			return o.Key, true
		}
	}
	for _, c := range a.Countries {
		if c.Desk != "" && c.Desk.ID() == id {
			return c.Desk, true
		}
	}
	return "", false
}

// Encode gives the document's one line.
func (a Alliance) Encode() ([]byte, error) {
	a.Countries, a.Officers, a.Texts = some(a.Countries), some(a.Officers), some(a.Texts)
	return events.Marshal(a)
}

// DecodeAlliance reads exactly what Encode gives.
func DecodeAlliance(b []byte) (Alliance, error) {
	var a Alliance
	err := events.Unmarshal(b, &a)
	return a, err
}
