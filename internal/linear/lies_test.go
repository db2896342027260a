package linear

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/gateway"
	"vigil/internal/identity"
	"vigil/internal/operation"
	"vigil/projections"
)

// TestLiesAreFound is the control of all others here: hubs and desks that answer
// wrongly now and then, each in its own way. If there is an order for what they say,
// these histories show nothing.
func TestLiesAreFound(t *testing.T) {
	for name, lie := range map[string]lie{
		"a view from before what was told": {look: func(l *liar, truth projections.Document) projections.Document {
			l.kept.CompareAndSwap(nil, &truth)
			return *l.kept.Load()
		}},
		"a receipt for what was not recorded": {instead: func(l *liar, r events.Request) (gateway.Answer, error) {
			n, _, _ := events.ParseNote(r.Note)
			moment, err := l.Desk.Moment(context.Background(), n.Signer)
			return l.receipt(n, r, moment.Counter, moment.Digest), err
		}},
		"a second receipt for the same note": {after: func(l *liar, r events.Request, a gateway.Answer) gateway.Answer {
			n, _, _ := events.ParseNote(r.Note)
			moment, _ := l.Desk.Moment(context.Background(), n.Signer)
			return l.receipt(n, r, moment.Counter, moment.Digest)
		}},
		"a conflict with nothing": {instead: func(l *liar, r events.Request) (gateway.Answer, error) {
			return gateway.Answer{}, operation.Changed("HU:30 handover.offered")
		}},
		"nothing recorded, of what was": {drop: true},
	} {
		t.Run(name, func(t *testing.T) {
			s := openSite(t, 5, settings{hubs: 1, memory: true})
			var told atomic.Int32
			for c, desk := range s.desks {
				s.desks[c] = &liar{Desk: desk, site: s, lie: lie, told: &told, answered: map[string]bool{}}
			}
			h := s.play(5, *officers, *each, 0)
			require.NotZero(t, told.Load(), "nothing was said wrongly")
			ok, what := h.verdict(h.model())
			require.False(t, ok, what)
		})
	}
}

// TestAnEntryTwiceIsFound, or one that is gone, or that changed places.
func TestAnEntryTwiceIsFound(t *testing.T) {
	h := openSite(t, 6, settings{hubs: 1, memory: true}).play(6, *officers, *each, 0)
	linearizable(t, h, h.model())
	for name, spoil := range map[string]func(entries [][]byte) [][]byte{
		"twice": func(entries [][]byte) [][]byte {
			last, err := events.DecodeEntry(entries[len(entries)-1])
			require.NoError(t, err)
			last.N, last.Prev = last.N+1, events.DigestOf(entries[len(entries)-1])
			body, err := events.EncodeEntry(last)
			require.NoError(t, err)
			return append(entries, body)
		},
		"gone": func(entries [][]byte) [][]byte { return entries[:len(entries)-1] },
		"changed places": func(entries [][]byte) [][]byte {
			entries[0], entries[1] = entries[1], entries[0]
			return entries
		},
	} {
		m := h.model()
		m.entries = spoil(slices.Clone(m.entries))
		ok, what := h.verdict(m)
		require.False(t, ok, "%s: %s", name, what)
	}
}

// lie is what is said instead of the truth.
type lie struct {
	look    func(*liar, projections.Document) projections.Document
	instead func(*liar, events.Request) (gateway.Answer, error)        // of asking the hub
	after   func(*liar, events.Request, gateway.Answer) gateway.Answer // of its answer to what it had answered before
	drop    bool                                                       // its answer
}

// liar is a desk that lies at times.
type liar struct {
	gateway.Desk
	site *site
	lie  lie
	told *atomic.Int32
	kept atomic.Pointer[projections.Document]

	mu       sync.Mutex
	answered map[string]bool
}

func (l *liar) Document(ctx context.Context, a gateway.Asker, id events.OperationID) (projections.Document, error) {
	doc, err := l.Desk.Document(ctx, a, id)
	if err == nil && l.lie.look != nil && a.Viewer == "hu" {
		said := l.lie.look(l, doc)
		if said.Counter != doc.Counter {
			l.told.Add(1)
		}
		return said, nil
	}
	return doc, err
}

func (l *liar) Do(ctx context.Context, r events.Request) (gateway.Answer, error) {
	if r.DryRun != "" {
		return l.Desk.Do(ctx, r)
	}
	l.mu.Lock()
	before := l.answered[r.Note]
	l.answered[r.Note] = true
	l.mu.Unlock()
	if l.lie.instead != nil && !before && l.site.chance.of(6) == 0 {
		l.told.Add(1)
		return l.lie.instead(l, r)
	}
	answer, err := l.Desk.Do(ctx, r)
	switch {
	case err == nil && l.lie.after != nil && before:
		l.told.Add(1)
		return l.lie.after(l, r, answer), nil
	case err == nil && l.lie.drop && l.site.chance.of(6) == 0:
		l.told.Add(1)
		return gateway.Answer{}, errNothing
	}
	return answer, err
}

// receipt is one that the hub signed, as it seems.
func (l *liar) receipt(n events.Note, r events.Request, counter uint64, content events.Digest) gateway.Answer {
	return gateway.Answer{Receipt: identity.Receipt{Journal: n.Journal, Operation: n.Operation, Command: n.Command,
		Note: identity.NoteDigest(r.Note), At: l.site.at.UTC(), Viewer: n.Signer, Counter: counter, Content: content, Durability: "memory",
	}.Sign(l.site.h.Key("hub"))}
}
