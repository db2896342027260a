package tracker_test

import (
	"testing"

	"vigil/events"
)

// BenchmarkLook is one look of the guard at a real store, a full slice of the journal
// and of the feeds included every eighth time.
func BenchmarkLook(b *testing.B) {
	m := newMachine(b, b.TempDir(), 0)
	a := m.alliance(130)
	for a.hub.Status().Entries < 2048 {
		a.accepted(a.sign(opening(newID[events.OperationID](a))))
	}
	a.written()
	for b.Loop() {
		a.looks()
	}
}
