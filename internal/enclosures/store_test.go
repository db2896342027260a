package enclosures

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"path/filepath"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
)

func TestMemory(t *testing.T) {
	conform(t, func(*testing.T) Store { return NewMemory() })
}

func TestDirectory(t *testing.T) {
	conform(t, func(t *testing.T) Store { return openIn(t, filepath.Join(t.TempDir(), "enclosures")) })
}

func openIn(t *testing.T, path string) *Directory {
	d, err := OpenDirectory(path, dice())
	require.NoError(t, err)
	return d
}

func dice() io.Reader { return rand.NewChaCha8([32]byte{1}) }

func ref(n int) Ref {
	return Ref{"01JQ0000000000000000000002", events.CommandID(fmt.Sprintf("01JQ%022d", n)), "reason"}
}

func enclosure(value string) events.OpenEnclosure {
	return events.OpenEnclosure{Name: "reason", Class: events.Internal, Salt: events.Salt{1, 2, 3}, Value: []byte(value)}
}

func commitment(e events.OpenEnclosure) events.Commitment {
	return events.Commit(e.Name, e.Salt, e.Value)
}

func all(Ref) bool  { return true }
func none(Ref) bool { return false }

// conform is what every Store must do.
func conform(t *testing.T, open func(*testing.T) Store) {
	ctx := context.Background()
	e := enclosure("No team at the border.\n\nBefore six.")
	with := func(name string, f func(t *testing.T, s Store)) {
		t.Run(name, func(t *testing.T) { f(t, open(t)) })
	}

	with("gives back what was put", func(t *testing.T, s Store) {
		for i, value := range []string{string(e.Value), "", "\n\n", string(bytes.Repeat([]byte{0}, events.MaxEnclosure))} {
			for j, class := range []events.Class{events.Internal, events.Sealed} {
				e, ref := enclosure(value), ref(10*i+j)
				e.Class = class
				require.NoError(t, s.Put(ctx, ref, e))
				got, err := s.Load(ctx, ref, commitment(e))
				require.NoError(t, err)
				require.True(t, checkSame(ref, e, got) == nil && got.Name == e.Name)
			}
		}
	})
	with("keeps its own copy and hands out copies", func(t *testing.T, s Store) {
		mine := enclosure("abc")
		require.NoError(t, s.Put(ctx, ref(1), mine))
		mine.Value[0] = 'X'
		for range 2 {
			got, err := s.Load(ctx, ref(1), commitment(enclosure("abc")))
			require.NoError(t, err)
			got.Value[0] = 'X'
		}
	})
	with("takes the same again and nothing else", func(t *testing.T, s Store) {
		require.NoError(t, s.Put(ctx, ref(1), e))
		require.NoError(t, s.Put(ctx, ref(1), e))
		value, salt, class := enclosure("Maria Huber"), e, e
		salt.Salt[31]++
		class.Class = events.Sealed
		for _, other := range []events.OpenEnclosure{value, salt, class} {
			err := s.Put(ctx, ref(1), other)
			require.ErrorIs(t, err, ErrDifferent)
			require.NotContains(t, err.Error(), "Huber")
		}
		_, err := s.Load(ctx, ref(1), commitment(e))
		require.NoError(t, err)
	})
	with("says what it has not", func(t *testing.T, s Store) {
		_, err := s.Load(ctx, ref(1), commitment(e))
		require.ErrorIs(t, err, ErrNotFound)
		require.ErrorIs(t, s.Erase(ctx, ref(1)), ErrNotFound)
		require.NoError(t, s.Put(ctx, ref(1), e), "a wrong erasure forbids nothing")
	})
	with("keeps slots, commands and operations apart", func(t *testing.T, s Store) {
		other := ref(1)
		other.Operation = events.Registry
		slot := ref(1)
		slot.Slot = "remark"
		require.NoError(t, s.Put(ctx, ref(1), e))
		for _, r := range []Ref{ref(2), other, slot} {
			_, err := s.Load(ctx, r, commitment(e))
			require.ErrorIs(t, err, ErrNotFound)
		}
	})
	with("checks the commitment", func(t *testing.T, s Store) {
		require.NoError(t, s.Put(ctx, ref(1), e))
		got, err := s.Load(ctx, ref(1), commitment(enclosure("other")))
		require.ErrorIs(t, err, ErrDamaged)
		require.Zero(t, got)
		require.NotContains(t, err.Error(), "border")
	})
	with("erases for good", func(t *testing.T, s Store) {
		require.NoError(t, s.Put(ctx, ref(1), e))
		require.NoError(t, s.Put(ctx, ref(2), e))
		require.NoError(t, s.Erase(ctx, ref(1)))
		require.NoError(t, s.Erase(ctx, ref(1)))
		_, err := s.Load(ctx, ref(1), commitment(e))
		require.ErrorIs(t, err, ErrErased)
		require.ErrorIs(t, s.Put(ctx, ref(1), e), ErrErased)
		_, err = s.Load(ctx, ref(2), commitment(e))
		require.NoError(t, err)
		removed, err := s.Sweep(ctx, none)
		require.NoError(t, err)
		require.Equal(t, 1, removed)
		_, err = s.Load(ctx, ref(1), commitment(e))
		require.ErrorIs(t, err, ErrErased, "a sweep forgets no erasure")
	})
	with("sweeps orphans", func(t *testing.T, s Store) {
		for n := range 6 {
			require.NoError(t, s.Put(ctx, ref(n), e))
		}
		removed, err := s.Sweep(ctx, all)
		require.NoError(t, err)
		require.Zero(t, removed)
		removed, err = s.Sweep(ctx, func(r Ref) bool { return r == ref(2) || r == ref(4) })
		require.NoError(t, err)
		require.Equal(t, 4, removed)
		for n := range 6 {
			_, err := s.Load(ctx, ref(n), commitment(e))
			if n == 2 || n == 4 {
				require.NoError(t, err)
			} else {
				require.ErrorIs(t, err, ErrNotFound)
			}
		}
		require.NoError(t, s.Put(ctx, ref(0), enclosure("now another")), "as if it had never been put")
	})
	with("refuses what is no enclosure", func(t *testing.T, s Store) {
		long, clear, name := enclosure(string(make([]byte, events.MaxEnclosure+1))), e, e
		clear.Class = events.Clear
		name.Name = "remark"
		for _, bad := range []events.OpenEnclosure{long, clear, name} {
			require.Error(t, s.Put(ctx, ref(1), bad))
		}
		for _, bad := range []Ref{{}, {"x", ref(1).Command, "reason"}, {ref(1).Operation, "../..", "reason"}} {
			require.Error(t, s.Put(ctx, bad, e))
		}
		up := ref(1)
		up.Slot = "rea\nson"
		other := e
		other.Name = up.Slot
		require.Error(t, s.Put(ctx, up, other))
		removed, err := s.Sweep(ctx, none)
		require.NoError(t, err)
		require.Zero(t, removed)
	})
	with("does nothing for who has gone", func(t *testing.T, s Store) {
		require.NoError(t, s.Put(ctx, ref(1), e))
		gone, cancel := context.WithCancel(ctx)
		cancel()
		_, err := s.Load(gone, ref(1), commitment(e))
		require.ErrorIs(t, err, context.Canceled)
		require.ErrorIs(t, s.Put(gone, ref(2), e), context.Canceled)
		require.ErrorIs(t, s.Erase(gone, ref(1)), context.Canceled)
		_, err = s.Sweep(gone, none)
		require.ErrorIs(t, err, context.Canceled)
		_, err = s.Load(ctx, ref(1), commitment(e))
		require.NoError(t, err)
	})
	with("serves many at once", func(t *testing.T, s Store) {
		var all sync.WaitGroup
		errs := make([]error, 24)
		for i := range errs {
			all.Go(func() {
				r, mine := ref(i/2), enclosure(fmt.Sprint(i/2))
				if errs[i] = s.Put(ctx, r, mine); errs[i] == nil {
					_, errs[i] = s.Load(ctx, r, commitment(mine))
				}
			})
		}
		all.Wait()
		for _, err := range errs {
			require.NoError(t, err)
		}
	})
}
