package disclosure

import (
	"slices"

	"vigil/events"
)

// item is one entry as far as deciding about it needs. It never changes; what
// becomes of a record later is a mark.
type item struct {
	n       uint64
	command events.CommandID
	author  events.Viewer
	act     int16  // index in events.Acts
	ref     uint32 // the record that it corrects, retracts or handles, by its n; 0: none
	via     uint32 // of what is said about an alert: the entry that raised it; 0: it is about none
	there   Mask   // the pieces that the entry has
	about   pair   // of the fact's slots
	rest    []scope
}

// scope is one derived member: its audience and the States that it concerns.
type scope struct {
	to     audience
	stated bool        // a member of the fact itself, such as the name that it is given
	via    uint32      // as of an item
	part   events.Part // of which it says anew what travels
	about  pair
}

// row is the item's act.
func (it item) row() events.ActRow { return events.Acts[it.act] }

// items are the entries so far, in order.
func (f Fold) items() []item {
	if f.trail == nil {
		return nil
	}
	return f.trail.items[:f.n]
}

// record finds an earlier command: its n, 0 if there is none.
func (f Fold) record(id events.CommandID) uint32 {
	for i, it := range slices.Backward(f.items()) {
		if it.command == id {
			return uint32(i) + 1
		}
	}
	return 0
}

// trail is what the folds of one line share: each has its beginning of it.
type trail struct{ items []item }

// extended adds an item behind the fold's own. Only the newest of a line does so
// in place; what another continuation of this fold has added stays as it is.
func (f Fold) extended(it item) *trail {
	t := f.trail
	if t == nil || uint64(len(t.items)) != f.n {
		t = &trail{slices.Clone(f.items())}
	}
	t.items = append(t.items, it)
	return t
}
