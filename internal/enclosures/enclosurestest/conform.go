// Package enclosurestest holds what every store of enclosures must do, wherever it keeps
// them.
package enclosurestest

import (
	"bytes"
	"context"
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/enclosures"
)

// Ref names the n-th enclosure of a test.
func Ref(n int) enclosures.Ref {
	return enclosures.Ref{Operation: "01JQ0000000000000000000002", Command: events.CommandID(fmt.Sprintf("01JQ%022d", n)), Slot: "reason"}
}

// Enclosure is a reason with this value.
func Enclosure(value string) events.OpenEnclosure {
	return events.OpenEnclosure{Name: "reason", Class: events.Internal, Salt: events.Salt{1, 2, 3}, Value: []byte(value)}
}

// Commitment is what the journal would hold of it.
func Commitment(e events.OpenEnclosure) events.Commitment {
	return events.Commit(e.Name, e.Salt, e.Value)
}

func all(enclosures.Ref) bool  { return true }
func none(enclosures.Ref) bool { return false }

// Conform is what every Store must do. open gives an empty one, which keeps nothing from a
// sweep for being young.
func Conform(t *testing.T, open func(*testing.T) enclosures.Store) {
	ctx := context.Background()
	e := Enclosure("No team at the border.\n\nBefore six.")
	with := func(name string, f func(t *testing.T, s enclosures.Store)) {
		t.Run(name, func(t *testing.T) { f(t, open(t)) })
	}

	with("gives back what was put", func(t *testing.T, s enclosures.Store) {
		for i, value := range []string{string(e.Value), "", "\n\n", string(bytes.Repeat([]byte{0}, events.MaxEnclosure))} {
			for j, class := range []events.Class{events.Internal, events.Sealed} {
				e, at := Enclosure(value), Ref(10*i+j)
				e.Class = class
				require.NoError(t, s.Put(ctx, at, e))
				got, err := s.Load(ctx, at, Commitment(e))
				require.NoError(t, err)
				require.True(t, got.Class == e.Class && got.Salt == e.Salt && got.Name == e.Name && bytes.Equal(got.Value, e.Value))
			}
		}
	})
	with("keeps its own copy and hands out copies", func(t *testing.T, s enclosures.Store) {
		mine := Enclosure("abc")
		require.NoError(t, s.Put(ctx, Ref(1), mine))
		mine.Value[0] = 'X'
		for range 2 {
			got, err := s.Load(ctx, Ref(1), Commitment(Enclosure("abc")))
			require.NoError(t, err)
			got.Value[0] = 'X'
		}
	})
	with("takes the same again and nothing else", func(t *testing.T, s enclosures.Store) {
		require.NoError(t, s.Put(ctx, Ref(1), e))
		require.NoError(t, s.Put(ctx, Ref(1), e))
		value, salt, class := Enclosure("Maria Huber"), e, e
		salt.Salt[31]++
		class.Class = events.Sealed
		for _, other := range []events.OpenEnclosure{value, salt, class} {
			err := s.Put(ctx, Ref(1), other)
			require.ErrorIs(t, err, enclosures.ErrDifferent)
			require.NotContains(t, err.Error(), "Huber")
		}
		_, err := s.Load(ctx, Ref(1), Commitment(e))
		require.NoError(t, err)
	})
	with("says what it has not", func(t *testing.T, s enclosures.Store) {
		_, err := s.Load(ctx, Ref(1), Commitment(e))
		require.ErrorIs(t, err, enclosures.ErrNotFound)
		require.ErrorIs(t, s.Erase(ctx, Ref(1)), enclosures.ErrNotFound)
		require.NoError(t, s.Put(ctx, Ref(1), e), "a wrong erasure forbids nothing")
	})
	with("keeps slots, commands and operations apart", func(t *testing.T, s enclosures.Store) {
		other := Ref(1)
		other.Operation = events.Registry
		slot := Ref(1)
		slot.Slot = "remark"
		require.NoError(t, s.Put(ctx, Ref(1), e))
		for _, r := range []enclosures.Ref{Ref(2), other, slot} {
			_, err := s.Load(ctx, r, Commitment(e))
			require.ErrorIs(t, err, enclosures.ErrNotFound)
		}
	})
	with("checks the commitment", func(t *testing.T, s enclosures.Store) {
		require.NoError(t, s.Put(ctx, Ref(1), e))
		got, err := s.Load(ctx, Ref(1), Commitment(Enclosure("other")))
		require.ErrorIs(t, err, enclosures.ErrDamaged)
		require.Zero(t, got)
		require.NotContains(t, err.Error(), "border")
	})
	with("erases for good", func(t *testing.T, s enclosures.Store) {
		require.NoError(t, s.Put(ctx, Ref(1), e))
		require.NoError(t, s.Put(ctx, Ref(2), e))
		require.NoError(t, s.Erase(ctx, Ref(1)))
		require.NoError(t, s.Erase(ctx, Ref(1)))
		_, err := s.Load(ctx, Ref(1), Commitment(e))
		require.ErrorIs(t, err, enclosures.ErrErased)
		require.ErrorIs(t, s.Put(ctx, Ref(1), e), enclosures.ErrErased)
		_, err = s.Load(ctx, Ref(2), Commitment(e))
		require.NoError(t, err)
		removed, err := s.Sweep(ctx, none)
		require.NoError(t, err)
		require.Equal(t, 1, removed)
		_, err = s.Load(ctx, Ref(1), Commitment(e))
		require.ErrorIs(t, err, enclosures.ErrErased, "a sweep forgets no erasure")
	})
	with("sweeps orphans", func(t *testing.T, s enclosures.Store) {
		for n := range 6 {
			require.NoError(t, s.Put(ctx, Ref(n), e))
		}
		removed, err := s.Sweep(ctx, all)
		require.NoError(t, err)
		require.Zero(t, removed)
		removed, err = s.Sweep(ctx, func(r enclosures.Ref) bool { return r == Ref(2) || r == Ref(4) })
		require.NoError(t, err)
		require.Equal(t, 4, removed)
		for n := range 6 {
			_, err := s.Load(ctx, Ref(n), Commitment(e))
			if n == 2 || n == 4 {
				require.NoError(t, err)
			} else {
				require.ErrorIs(t, err, enclosures.ErrNotFound)
			}
		}
		require.NoError(t, s.Put(ctx, Ref(0), Enclosure("now another")), "as if it had never been put")
	})
	with("refuses what is no enclosure", func(t *testing.T, s enclosures.Store) {
		long, clear, name := Enclosure(string(make([]byte, events.MaxEnclosure+1))), e, e
		clear.Class = events.Clear
		name.Name = "remark"
		for _, bad := range []events.OpenEnclosure{long, clear, name} {
			require.Error(t, s.Put(ctx, Ref(1), bad))
		}
		for _, bad := range []enclosures.Ref{{}, {Operation: "x", Command: Ref(1).Command, Slot: "reason"}, {Operation: Ref(1).Operation, Command: "../..", Slot: "reason"}} {
			require.Error(t, s.Put(ctx, bad, e))
		}
		up := Ref(1)
		up.Slot = "rea\nson"
		other := e
		other.Name = up.Slot
		require.Error(t, s.Put(ctx, up, other))
		removed, err := s.Sweep(ctx, none)
		require.NoError(t, err)
		require.Zero(t, removed)
	})
	with("does nothing for who has gone", func(t *testing.T, s enclosures.Store) {
		require.NoError(t, s.Put(ctx, Ref(1), e))
		gone, cancel := context.WithCancel(ctx)
		cancel()
		_, err := s.Load(gone, Ref(1), Commitment(e))
		require.ErrorIs(t, err, context.Canceled)
		require.ErrorIs(t, s.Put(gone, Ref(2), e), context.Canceled)
		require.ErrorIs(t, s.Erase(gone, Ref(1)), context.Canceled)
		_, err = s.Sweep(gone, none)
		require.ErrorIs(t, err, context.Canceled)
		_, err = s.Load(ctx, Ref(1), Commitment(e))
		require.NoError(t, err)
	})
	with("serves many at once", func(t *testing.T, s enclosures.Store) {
		var all sync.WaitGroup
		errs := make([]error, 24)
		for i := range errs {
			all.Go(func() {
				r, mine := Ref(i/2), Enclosure(fmt.Sprint(i/2))
				if errs[i] = s.Put(ctx, r, mine); errs[i] == nil {
					_, errs[i] = s.Load(ctx, r, Commitment(mine))
				}
			})
		}
		all.Wait()
		for _, err := range errs {
			require.NoError(t, err)
		}
	})
}
