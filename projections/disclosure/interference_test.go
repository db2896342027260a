package disclosure_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
)

// TestNonInterference: two accepted histories that differ only in what a viewer
// may not see give that viewer the same contents and views, byte for byte, proofs
// of the same length and shape, and its officers the same answers, whatever they
// ask and report. What is no secret from the desk of the leading State: see tells.
func TestNonInterference(t *testing.T) {
	first := chosen(t)
	for _, v := range viewers {
		t.Run(string(v), func(t *testing.T) {
			r := diceOf(first)
			asked := []string{pick(r, moments...), pick(r, moments...)}
			plain := newSecret(t, v, first)
			plain.plain, plain.moments = true, asked
			one := relay(t, first, plain)
			told, changed := map[string]int{}, map[string]int{}
			rounds := uint64(2)
			if v.IsLead() {
				rounds = 1 // it leads nothing, or all of this
			}
			for round := range rounds {
				x := newSecret(t, v, first+round)
				if round == 0 {
					x.moments = asked
				}
				other := relay(t, first, x)
				same(t, one, other, v)
				if round == 0 {
					sameAnswers(t, one, other)
				}
				for what, n := range x.told {
					told[what] += n
				}
				for what, n := range x.changed {
					changed[what] += n
				}
			}
			require.NotEmpty(t, told, "nothing was told behind its back")
			require.True(t, len(changed) > 0 || v == "hu.lead", "nothing was changed behind its back")
		})
	}
}

func sameAnswers(t *testing.T, one, other *story) {
	require.Len(t, other.heard, len(one.heard))
	for i, answers := range one.heard {
		require.Len(t, other.heard[i], len(answers))
		for j := range answers {
			alike(t, answers[j], other.heard[i][j], answers[0])
		}
	}
}

// alike says where two texts part.
func alike(t *testing.T, a, b, where string) {
	if a == b {
		return
	}
	at := 0
	for at < min(len(a), len(b)) && a[at] == b[at] {
		at++
	}
	some := func(text string) string { return text[max(0, at-200):min(len(text), at+400)] }
	t.Fatalf("%s: %s\n  is one: %s\n or else: %s", where, a[:min(len(a), 120)], some(a), some(b))
}

func same(t *testing.T, one, other *story, v events.Viewer) {
	require.NotEqual(t, one.Bodies(), other.Bodies())
	a, b := one.told(v), other.told(v)
	for i := range min(len(a), len(b)) {
		alike(t, string(content(t, a[i])), string(content(t, b[i])), "feed of "+string(v))
		proofs := [2][]events.NoteProof{slices.Concat(a[i].Proof.Briefing, a[i].Proof.Entry), slices.Concat(b[i].Proof.Briefing, b[i].Proof.Entry)}
		require.Equal(t, shapes(t, proofs[0]), shapes(t, proofs[1]))
	}
	require.Equal(t, len(a), len(b))
	docs, err := one.House.View(v).Documents()
	require.NoError(t, err)
	others, err := other.House.View(v).Documents()
	require.NoError(t, err)
	require.Equal(t, docs, others)
}

func content(t *testing.T, m events.Message) []byte {
	b, err := events.EncodeContent(m.Content)
	require.NoError(t, err)
	return b
}

// shape is a proof without what is random in it: the header of its note, how long
// each line is, and which slots it opens.
type shape struct {
	header  []string
	lengths []int
	slots   []string
}

func shapes(t *testing.T, proofs []events.NoteProof) []shape {
	var list []shape
	for _, p := range proofs {
		if p.Note == "" {
			list = append(list, shape{}) // told without a name
			continue
		}
		lines := strings.Split(p.Note, "\n")
		at := slices.IndexFunc(lines, func(l string) bool { return strings.HasPrefix(l, "commit ") })
		require.Positive(t, at)
		s := shape{header: lines[:at]}
		for _, l := range lines {
			s.lengths = append(s.lengths, len(l))
		}
		for _, salt := range p.Salts {
			s.slots = append(s.slots, salt.Name)
		}
		list = append(list, s)
	}
	return list
}
