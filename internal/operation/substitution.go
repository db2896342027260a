package operation

import "vigil/events"

type (
	proposeSubstitution   struct{ events.SubstitutionProposed }
	authoriseSubstitution struct{ events.SubstitutionAuthorised }
	seenSubstituted       struct{ events.SubstitutionPerformed }
)

func (a proposeSubstitution) decide(s situation) ([]events.Event, error) {
	return []events.Event{a.SubstitutionProposed}, nil
}

func (a authoriseSubstitution) decide(s situation) ([]events.Event, error) {
	return []events.Event{a.SubstitutionAuthorised}, nil
}

func (a seenSubstituted) observe(s situation) []events.Event { return nil }

func evolveSubstitution(o Operation, c Cause, e events.Event) (Operation, bool) {
	switch e.(type) {
	case events.SubstitutionProposed:
	case events.SubstitutionAuthorised:
	case events.SubstitutionPerformed:
	default:
		return o, false
	}
	return o, true
}
