package identity_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/mod/sumdb/tlog"

	"vigil/events"
	"vigil/internal/identity"
)

func TestTreeIsThatOfTlog(t *testing.T) {
	const seed = 1
	dice := rand.New(rand.NewPCG(seed, seed))
	check := map[uint64]bool{1023: true, 1024: true, 1025: true}
	for n := range uint64(131) {
		check[n] = true
	}
	for range 40 {
		check[dice.Uint64N(4000)] = true
	}
	var tree identity.Tree
	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		out := make([]tlog.Hash, len(indexes))
		for i, x := range indexes {
			out[i] = stored[x]
		}
		return out, nil
	})
	for n := uint64(0); n < 4000; n++ {
		require.Equal(t, n, tree.Size())
		if check[n] {
			want, err := tlog.TreeHash(int64(n), reader)
			require.NoError(t, err)
			require.Equal(t, events.Digest(want), tree.Root(), "size %d, seed %d", n, seed)
		}
		entry := make([]byte, dice.IntN(200))
		for i := range entry {
			entry[i] = byte(dice.Uint32())
		}
		tree.Add(entry)
		hashes, err := tlog.StoredHashes(int64(n), entry, reader)
		require.NoError(t, err)
		stored = append(stored, hashes...)
	}
}

func TestTreeCopyGoesItsOwnWay(t *testing.T) {
	var a identity.Tree
	for i := range 7 {
		a.Add(fmt.Append(nil, i))
	}
	b, before := a, a.Root()
	b.Add([]byte("x"))
	b.Add([]byte("y"))
	require.Equal(t, before, a.Root())
	a.Add([]byte("x"))
	a.Add([]byte("y"))
	require.Equal(t, a.Root(), b.Root())
}

func BenchmarkVerify(b *testing.B) {
	text := receipt().Text()
	sig, pub := hub().Sign(text), hub().Public()
	b.ReportAllocs()
	for b.Loop() {
		if err := identity.Verify(text, sig, pub); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkOpen(b *testing.B) {
	signed, public := composed().Note, knows(officer())
	b.ReportAllocs()
	for b.Loop() {
		if _, err := identity.Open(signed, public); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkTreeAdd(b *testing.B) {
	var tree identity.Tree
	entry := make([]byte, 1200)
	b.ReportAllocs()
	for b.Loop() {
		tree.Add(entry)
	}
}
