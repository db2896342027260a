package operation

import (
	"slices"

	"vigil/events"
)

// Clock is something that runs out by itself: when, and what is to be said then.
type Clock struct {
	Due  events.Time
	Fact events.Event
}

// Due lists what has run out at a moment and was not said yet, the earliest first.
func (o Operation) Due(at events.Time) []Clock { return nil }

// Next is when to ask again; false: nothing runs.
func (o Operation) Next() (events.Time, bool) { return events.Time{}, false }

// isDue tells whether a command says just what has run out, of the moment it did.
func (o Operation) isDue(c Command, at events.Time) bool {
	return c.Known == c.Occurred && slices.ContainsFunc(o.Due(at), func(due Clock) bool {
		return due.Due == c.Occurred && due.Fact == c.Fact
	})
}
