package audit

import (
	"vigil/events"
	"vigil/internal/identity"
	"vigil/internal/journal"
)

// record is one record, read as far as it can be by itself.
type record struct {
	journal.Record
	entry    events.Entry
	note     events.Note
	sigs     []events.Signature
	bad      error // why it is no entry
	fact     events.Event
	seen     events.Seen
	unproven error // why its slots are not what its note commits to
}

func read(body []byte) *record {
	r := &record{}
	if r.entry, r.bad = events.DecodeEntry(body); r.bad != nil {
		return r
	}
	if r.note, r.sigs, r.bad = events.ParseNote(r.entry.Note); r.bad != nil {
		return r
	}
	r.fact, r.seen, r.unproven = identity.Proposed(r.note, r.entry.Slots, r.entry.Enclosures)
	return r
}
