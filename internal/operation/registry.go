package operation

import (
	"time"

	"vigil/events"
)

// The rules of the registry. All of its entries are signed by the root key
// (only-the-root-key-signs-the-registry), but for the hub's own word that its
// clock was set, which the clock's key signs.
const (
	BeginsOnce    Rule = "a-registry-begins-once"               // 1. design 3: genesis is the first entry and the only one
	BeginsFirst   Rule = "nothing-is-registered-before-genesis" // 2. design 3
	KeyUsedOnce   Rule = "a-key-has-one-purpose"                // 3. design 6: login, signing and encryption keys are three; so is each signer's
	CountryOnce   Rule = "a-country-is-added-once"              // 4. design 3
	OneAccount    Rule = "an-account-belongs-to-one-country"    // 5. design 6: the account is the wall
	CountryFirst  Rule = "the-country-is-in-the-registry"       // 6. ETS 182 art. 18(4): declared authorities of declared Parties
	OneDesk       Rule = "a-country-has-one-desk"               // 7. Naples II art. 5; 2023/977 art. 14: one point of contact
	RolesAndTerms Rule = "an-officer-has-roles-and-a-term"      // 8. ETS 182 art. 18(4); domain 3: valid from, valid to
	JumpsFar      Rule = "a-clock-jumps-half-a-minute-or-more"  // 9. design 4: less is what clocks do
	WindowHasSpan Rule = "a-window-begins-before-it-ends"       // for every window
)

// JumpFrom is from which difference on the hub's clock was set, and did not drift.
const JumpFrom = 30 * time.Second

type (
	beginRegistry struct{ events.RegistryBegun }
	addCountry    struct{ events.CountryAdded }
	addDesk       struct{ events.DeskAdded }
	enrolOfficer  struct{ events.OfficerEnrolled }
	clockJumped   struct{ events.ClockJumped }
)

// rootStanding: genesis is signed by the root key that it names itself, all else
// by the root key that genesis named.
func (s situation) rootStanding(a action) error {
	c := s.command
	root := s.keys.Root
	if begin, ok := c.Fact.(events.RegistryBegun); ok && s.Registry.n == 0 {
		root = begin.Keys.Root
	} else if s.Registry.n == 0 {
		return refuse(BeginsFirst, Refused, "this journal has no genesis yet").hint("Begin the registry first.")
	}
	if c.Signer != events.Root || c.Key != root.ID() {
		return refuse(OnlyRoot, NotAllowed, "%s is signed as root with key %s, not as %s with key %s", a.act, root.ID(), c.Signer, c.Key)
	}
	return nil
}

func (b beginRegistry) decide(s situation) ([]events.Event, error) {
	if s.Registry.n != 0 {
		return nil, refuse(BeginsOnce, Conflict, "journal %s has begun already", s.journal.ID)
	}
	keys := b.Keys
	if keys.Root == keys.Hub || keys.Hub == keys.Clock || keys.Clock == keys.Root {
		return nil, refuse(KeyUsedOnce, Invalid, "root, hub and clock need a key each")
	}
	return []events.Event{b.RegistryBegun}, nil
}

func (a addCountry) decide(s situation) ([]events.Event, error) {
	if _, known := s.Account(a.Country.Code); known {
		return nil, refuse(CountryOnce, Conflict, "%s is in the registry already", a.Country.Code)
	}
	if other, taken := s.CountryOf(a.Country.Account); taken {
		return nil, refuse(OneAccount, Invalid, "that account is %s's", other)
	}
	return []events.Event{a.CountryAdded}, nil
}

func (a addDesk) decide(s situation) ([]events.Event, error) {
	if err := s.keyIsNew(a.Desk.Key); err != nil {
		return nil, err
	}
	if err := s.countryIsKnown(a.Desk.Country); err != nil {
		return nil, err
	}
	if _, has := s.Desk(a.Desk.Country); has {
		return nil, refuse(OneDesk, Conflict, "%s has a desk already", a.Desk.Country)
	}
	return []events.Event{a.DeskAdded}, nil
}

func (e enrolOfficer) decide(s situation) ([]events.Event, error) {
	if err := s.keyIsNew(e.Officer.Key); err != nil {
		return nil, err
	}
	if err := s.countryIsKnown(e.Officer.Country); err != nil {
		return nil, err
	}
	if len(e.Officer.Roles) == 0 || !e.Officer.From.Before(e.Officer.Until) {
		return nil, refuse(RolesAndTerms, Invalid, "an officer needs a role, and a term that begins before it ends")
	}
	return []events.Event{e.OfficerEnrolled}, nil
}

// A jump is said of the moment that the clock then showed.
func (a clockJumped) decide(s situation) ([]events.Event, error) {
	c, jump := s.command, a.Jump
	if c.Occurred != jump.Found || c.Known != jump.Found {
		return nil, refuse(FiresWhenDue, Invalid, "a jump is said of the moment that the clock showed")
	}
	if by := jump.Found.Sub(jump.Expected); by.Abs() < JumpFrom {
		return nil, refuse(JumpsFar, Refused, "the clock is %s from where it should be", by)
	}
	return []events.Event{a.ClockJumped}, nil
}

func (s situation) keyIsNew(key events.PublicKey) error {
	if _, used := s.Public(key.ID()); used {
		return refuse(KeyUsedOnce, Conflict, "key %s is in the registry already", key.ID()).hint("Make a new key.")
	}
	return nil
}

func (s situation) countryIsKnown(country events.Country) error {
	if _, known := s.Account(country); !known {
		return refuse(CountryFirst, NotFound, "%s is not in the registry", country).
			hint("Countries there are: %s.", list(s.Countries()))
	}
	return nil
}

func sane(w events.Window) error {
	if !w.From.Before(w.Until) {
		return refuse(WindowHasSpan, Invalid, "the window %s ends before it has begun", span(w))
	}
	return nil
}
