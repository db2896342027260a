package identity

import (
	"fmt"

	"vigil/events"
)

// ComposeClock composes what the hub's clock says when something has run out.
// The request is a function of its arguments alone, so that all who fire the same
// clock send the same command: its id, its salts and the lines of slots that are
// not used come from the clock key's Salts, as the package comment lays it down.
// The act is the one named like the fact, which must be a clock's.
func ComposeClock(clock Key, journal events.JournalID, operation events.OperationID, due events.Time, fact events.Event) (events.Request, error) {
	if clock.IsZero() {
		return events.Request{}, &Fault{RuleUnknownKey, "the clock's key is no key", "read the key file first"}
	}
	row, err := events.ActOf(events.Act(fact.Kind()))
	if err != nil || row.Nature != events.Clock {
		return events.Request{}, badForm(fmt.Sprintf("%s is not for a clock to say", fact.Kind()), "have an officer sign it")
	}
	text, err := events.EncodeEvent(fact)
	if err != nil {
		return events.Request{}, err
	}
	values, err := ValuesOf(fact)
	if err != nil {
		return events.Request{}, err
	}
	random := clock.Salts("vigil-clock/v1", string(journal), string(operation), due.String(), string(text))
	id, err := NewID[events.CommandID](due, random)
	if err != nil {
		return events.Request{}, fmt.Errorf("the clock of %s at %s: %w", operation, due, err)
	}
	return Compose(events.Note{
		Journal: journal, Operation: operation, Command: id, Act: row.Act, Signer: events.Hub, Occurred: due, Known: due,
	}, events.Seen{}, values, random, clock)
}

// checkSpeaker makes sure that the hub speaks in clocks and nobody else does.
// That the key is the clock's, the rules say.
func checkSpeaker(n events.Note) error {
	row, err := events.ActOf(n.Act)
	switch {
	case err != nil:
		return badForm(err.Error(), "bring hub and clients to the same build")
	case row.Nature == events.Clock && n.Signer != events.Hub:
		return &Fault{RuleWrongSigners, fmt.Sprintf("%s is for the hub's clock to say, not for %s", n.Act, n.Signer), "wait: the hub says it by itself"}
	case row.Nature != events.Clock && n.Signer == events.Hub:
		return &Fault{RuleWrongSigners, fmt.Sprintf("%s is not for the hub's clock to say", n.Act), "have an officer sign it"}
	}
	return nil
}
