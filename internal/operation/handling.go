package operation

import (
	"slices"

	"vigil/events"
)

// The rules of handling. Who sees what under which codes is for disclosure; who may
// change that is decided here.
const (
	OnlyOriginator  Rule = "only-the-originator-relaxes"         // 1. INV-22: Europol/SIENA handling codes; both ways
	RestrictionSaid Rule = "other-restrictions-are-said"         // 2. H3: other restrictions and comments, binding, so never without words
	SlotsExist      Rule = "a-release-names-slots-of-its-record" // 3. formats. It is to a State of the registry: the-country-is-in-the-registry
)

type (
	changeHandling  struct{ events.HandlingChanged }
	releaseHandling struct{ events.HandlingReleased }
)

func (a changeHandling) decide(s situation) ([]events.Event, error) {
	if _, err := s.originated(a.Change.Record); err != nil {
		return nil, err
	}
	return []events.Event{a.HandlingChanged}, nil
}

// A release of what was corrected is one too: the record stays shown, as void. To a
// State that takes no part nothing is shown until it does; refusing would tell who
// takes part.
func (a releaseHandling) decide(s situation) ([]events.Event, error) {
	record, err := s.originated(a.Release.Record)
	if err != nil {
		return nil, err
	}
	row, err := events.ActOf(record.Act)
	if err != nil {
		return nil, refuse(KnownAct, Invalid, "%v", err)
	}
	var unknown []string
	for _, name := range a.Release.Slots {
		if _, _, ok := row.Slot(string(name)); !ok {
			unknown = append(unknown, string(name))
		}
	}
	if len(unknown) > 0 || len(a.Release.Slots) == 0 {
		return nil, refuse(SlotsExist, Invalid, "%s has slots of other names", row.Act).missing(unknown...).
			hint("Name slots of it: %s.", list(slotNames(row)))
	}
	if err := s.countryIsKnown(a.Release.To); err != nil {
		return nil, err
	}
	return []events.Event{a.HandlingReleased}, nil
}

func slotNames(row events.ActRow) []string {
	names := make([]string, len(row.Slots))
	for i, slot := range row.Slots {
		names[i] = slot.Name
	}
	return names
}

// originated finds a record of the signer's own State. Another's is not there.
func (s situation) originated(id events.CommandID) (Record, error) {
	record, ok := s.record(id)
	if !ok || record.Author.Country() != s.country() {
		return Record{}, refuse(OnlyOriginator, NotFound, "%s has told no such record", s.country()).
			hint("Only the State that told it changes how it is handled.")
	}
	return record, nil
}

// restricted asks of a decision under H3 that it says what that demands. A fact
// is recorded as it is.
func (c Command) restricted() error {
	if slices.Contains(codesOf(c.Fact), events.H3) && !slices.Contains(c.Enclosures, events.SlotRestriction) {
		return refuse(RestrictionSaid, Invalid, "%s is handled under h3, and does not say what that demands", c.Act).
			hint("Say the restriction in words.")
	}
	return nil
}

// codesOf is what a decision says about handling.
func codesOf(e events.Event) []events.HandlingCode {
	switch e := e.(type) {
	case events.AuthorisationRequested:
		return e.Handling.Codes
	case events.AuthorisationGranted:
		return e.Handling.Codes
	case events.ItemDeclared:
		return e.Handling.Codes
	case events.HandoverOffered:
		return e.Handling.Codes
	case events.HandlingChanged:
		return e.Change.Codes
	}
	return nil
}

func evolveHandling(o Operation, _ Cause, e events.Event) (Operation, bool) {
	switch e.(type) {
	case events.HandlingChanged, events.HandlingReleased:
		return o, true // who sees what is no rule's to ask
	}
	return o, false
}
