package identity

import (
	"io"
	"time"

	"github.com/oklog/ulid/v2"

	"vigil/events"
)

// NewID makes a command, operation or journal id for a moment. It reads ten
// bytes of random.
func NewID[ID ~string](at events.Time, random io.Reader) (ID, error) {
	id, err := ulid.New(uint64(at.UnixMilli()), random)
	return ID(id.String()), err
}

// Registrar composes the commands that the root key signs: who takes part in
// the alliance, with which keys.
type Registrar struct {
	Root    Key
	Journal events.JournalID
	Random  io.Reader
}

// Begin composes the genesis of a journal.
func (r Registrar) Begin(at events.Time, terms events.JournalTerms, keys events.JournalKeys, stream events.StreamTerms) (events.Request, error) {
	return r.compose(at, "registry.begin", events.RegistryBegun{Journal: terms, Keys: keys, Stream: stream}, nil)
}

// AddCountry composes the admission of a country whose connections come from
// account.
func (r Registrar) AddCountry(at events.Time, c events.Country, account events.Account) (events.Request, error) {
	return r.compose(at, "country.add", events.CountryAdded{Country: events.CountryTerms{Code: c, Account: account}}, nil)
}

// AddDesk composes the naming of a country's desk; contact, who answers there
// day and night, may be empty.
func (r Registrar) AddDesk(at events.Time, desk events.DeskTerms, contact string) (events.Request, error) {
	return r.compose(at, "desk.add", events.DeskAdded{Desk: desk}, texts("contact", contact))
}

// Enrol composes the enrolment of an officer; the name, which only the officer's
// own country is shown, may be empty.
func (r Registrar) Enrol(at events.Time, officer events.OfficerTerms, name string) (events.Request, error) {
	return r.compose(at, "officer.enrol", events.OfficerEnrolled{Officer: officer}, texts("name", name))
}

// Declare composes the entry of an authority in the directory; what it is called and
// how it is reached may be empty.
func (r Registrar) Declare(at events.Time, terms events.AuthorityTerms, name, contact string) (events.Request, error) {
	return r.compose(at, "authority.declare", events.AuthorityDeclared{Authority: terms}, append(texts("name", name), texts("contact", contact)...))
}

// Withdraw composes that an authority is struck from the directory; the reason may be
// empty.
func (r Registrar) Withdraw(at events.Time, id events.AuthorityID, reason string) (events.Request, error) {
	return r.compose(at, "authority.withdraw", events.AuthorityWithdrawn{Withdrawn: events.AuthorityName{ID: id}}, texts("reason", reason))
}

func texts(slot, text string) []Value {
	if text == "" {
		return nil
	}
	return []Value{{slot, []byte(text)}}
}

func (r Registrar) compose(at events.Time, act events.Act, fact events.Event, more []Value) (events.Request, error) {
	id, err := NewID[events.CommandID](at, r.Random)
	if err != nil {
		return events.Request{}, err
	}
	values, err := ValuesOf(fact)
	if err != nil {
		return events.Request{}, err
	}
	return Compose(events.Note{
		Journal: r.Journal, Operation: events.Registry, Command: id, Act: act, Signer: events.Root,
		Occurred: at, Known: at, Until: at.Add(registryLife),
	}, events.Seen{}, append(values, more...), r.Random, r.Root)
}

// registryLife is longer than a decision's: the root key may be signed with on
// another machine than the hub's.
const registryLife = time.Hour

// ValuesOf gives the members of a proposed fact as the values of its slots.
func ValuesOf(fact events.Event) ([]Value, error) {
	raw, err := events.EncodeEvent(fact)
	if err != nil {
		return nil, err
	}
	members, err := events.Members(raw)
	if err != nil {
		return nil, err
	}
	values := make([]Value, 0, len(members))
	for _, m := range members[1:] {
		values = append(values, Value{m.Name, m.Value})
	}
	return values, nil
}
