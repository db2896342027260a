// Package journaltest says in tests what the ports of package journal promise.
// A back end's test is one call:
//
//	func TestConformance(t *testing.T) {
//		journaltest.Run(t, func(t *testing.T) journaltest.Stores { … })
//	}
//
// What only one back end can know (figures, its own faults) is tested there.
package journaltest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"vigil/internal/journal"
)

// Stores is one empty back end, opened for one subtest and closed by the
// opener's t.Cleanup. The three ports may be one value.
type Stores struct {
	Journal journal.Journal
	Feeds   journal.Feeds
	Views   journal.Views

	// MaxBytes is the journal's size limit, the one that State must report: at
	// least 1 MiB, so that what the other subtests append finds room, and at
	// most 16 MiB, since one subtest fills it.
	MaxBytes uint64

	// LoseRecord and LoseMessage make the store forget one message behind the
	// ports' back, as a broken disk would.
	LoseRecord  func(seq uint64)
	LoseMessage func(viewer string, counter uint64)
}

// Readers is the read side of one viewer's streams elsewhere, such as a mirror
// in the viewer's own account. It may lag behind the Stores it is fed from.
type Readers struct {
	Viewer string
	Feeds  journal.FeedReader
	Views  journal.ViewReader
}

// Run tests everything that the ports promise. It calls open once for each
// subtest.
func Run(t *testing.T, open func(t *testing.T) Stores) {
	for _, group := range []struct {
		name  string
		tests []test
	}{
		{"journal", journalTests},
		{"feeds", feedTests},
		{"views", viewTests},
	} {
		t.Run(group.name, func(t *testing.T) {
			for _, test := range group.tests {
				t.Run(test.name, func(t *testing.T) { test.run(t, open(t)) })
			}
		})
	}
}

type test struct {
	name string
	run  func(*testing.T, Stores)
}

// patience ends a test that waits for what never comes.
const patience = 30 * time.Second

func deadline(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	t.Cleanup(cancel)
	return ctx
}

// receive takes the next value from c, or fails when ctx ends.
func receive[T any](t *testing.T, ctx context.Context, c <-chan T) T {
	t.Helper()
	select {
	case v := <-c:
		return v
	case <-ctx.Done():
		require.FailNow(t, "waited in vain")
		panic("unreachable")
	}
}

// body is the n-th test body; no two are equal.
func body(n uint64) []byte { return fmt.Appendf(nil, "body %d\n", n) }

// large is a body of size bytes in which every byte value occurs.
func large(size int) []byte {
	b := make([]byte, size)
	for i := range b {
		b[i] = byte(i ^ i>>8)
	}
	return b
}
