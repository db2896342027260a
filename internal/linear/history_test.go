package linear

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"
	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/gateway"
	"vigil/internal/identity"
	"vigil/internal/journal"
	"vigil/internal/operation"
)

// history is who asked what and was answered what, and when.
type history struct {
	*site
	clock atomic.Int64

	mu   sync.Mutex
	ops  []porcupine.Operation
	sent []sent
	told map[events.Viewer]uint64 // of a viewer's feed, what its officers know of
}

// sent is a request that was sent once at least.
type sent struct {
	country events.Country
	request events.Request
}

// answerWithin is how long an officer waits. Whoever waits longer has no answer.
const answerWithin = 10 * time.Second

// play has officers say so many things each, at the same time, while the hub is
// killed so many times.
func (s *site) play(seed uint64, officers, each, kills int) *history {
	h := &history{site: s, told: map[events.Viewer]uint64{}}
	var all sync.WaitGroup
	for i := range officers {
		all.Go(func() { h.officer(people[i%len(people)], rand.New(rand.NewPCG(seed, uint64(100+i))), each) })
	}
	over := make(chan struct{})
	go func() {
		all.Wait()
		close(over)
	}()
	for n := range kills {
		at := int64(2 * officers * each * (n + 1) / (kills + 1))
		require.Eventually(s.t, func() bool {
			select {
			case <-over:
				return true
			default:
				return h.clock.Load() >= at
			}
		}, patience, time.Millisecond)
		s.kill()
	}
	<-over
	h.end()
	return h
}

// officer asks one thing after the other, right and wrong, on what he sees now or
// saw before.
func (h *history) officer(by string, chance *rand.Rand, each int) {
	viewer := viewerOf(by)
	desk := h.desks[viewer.Country()]
	var old []events.Seen
	for range each {
		switch p := chance.IntN(100); {
		case p < 15:
			h.look(desk, viewer)
			continue
		case p < 27:
			if again, any := h.again(chance); any {
				h.ask(h.desks[again.country], again.request)
				continue
			}
		}
		moment, err := desk.Moment(h.t.Context(), viewer)
		require.NoError(h.t, err)
		seen := events.Seen{Counter: moment.Counter, Digest: moment.Digest}
		old = append(old, seen)
		if chance.IntN(4) == 0 {
			seen = old[chance.IntN(len(old))]
		}
		doc, err := desk.Document(h.t.Context(), gateway.Asker{Viewer: viewer, Purpose: "test", Surface: "test"}, h.id)
		require.NoError(h.t, err)
		fact, command := h.invent(by, chance, doc.Alerts)
		request := h.sign(by, fact, command, seen)
		if chance.IntN(7) == 0 {
			request.DryRun = events.DecideOnly
			h.ask(desk, request)
			continue
		}
		h.mu.Lock()
		h.sent = append(h.sent, sent{viewer.Country(), request})
		h.mu.Unlock()
		became := unknown
		for n := 0; n < 4 && became == unknown; n++ { // without an answer it is sent again
			became = h.ask(desk, request)
		}
		if offer := fact.Kind() == "handover.offered"; offer && became != refused {
			h.offered(command)
		}
		if chance.IntN(3) == 0 {
			h.look(desk, viewer)
		}
	}
}

// again is something that somebody sent before.
func (h *history) again(chance *rand.Rand) (sent, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.sent) == 0 {
		return sent{}, false
	}
	return h.sent[chance.IntN(len(h.sent))], true
}

// ask sends a request and records what became of it.
func (h *history) ask(desk gateway.Desk, r events.Request) kind {
	in := &asked{Request: r, opened: h.opened(r)}
	ctx, cancel := context.WithTimeout(context.Background(), answerWithin)
	defer cancel()
	called := h.clock.Add(1)
	answer, err := desk.Do(ctx, r)
	out := h.understand(answer, err)
	h.record(in, called, out)
	if out.Kind == accepted {
		h.knows(out.Receipt.Viewer, out.Receipt.Counter)
	}
	return out.Kind
}

func (h *history) understand(answer gateway.Answer, err error) answered {
	refusal := new(operation.Refusal)
	switch {
	case errors.As(err, &refusal):
		return answered{Kind: refused, Refusal: *refusal}
	case errors.Is(err, journal.ErrUnknownOutcome):
		return answered{Kind: unknown}
	case errors.Is(err, journal.ErrUnavailable):
		return answered{Kind: nothing}
	}
	require.NoError(h.t, err)
	if answer.Receipt == "" {
		out := answered{Kind: shown}
		if answer.Shown != nil {
			out.Shown = textOf(*answer.Shown)
		}
		return out
	}
	receipt, err := identity.OpenReceipt(answer.Receipt, h.h.Key("hub").Public())
	require.NoError(h.t, err)
	return answered{Kind: accepted, Receipt: receipt}
}

// look reads a view at its gateway and records it.
func (h *history) look(desk gateway.Desk, v events.Viewer) {
	h.mu.Lock()
	in := &asked{Look: v, Least: h.told[v]}
	h.mu.Unlock()
	called := h.clock.Add(1)
	doc, err := desk.Document(h.t.Context(), gateway.Asker{Viewer: v, Purpose: "test", Surface: "test"}, h.id)
	require.NoError(h.t, err)
	b, err := doc.Encode()
	require.NoError(h.t, err)
	h.record(in, called, answered{Kind: looked, Counter: doc.Counter, Text: string(b)})
	h.knows(v, doc.Counter)
}

// knows notes what was told of a feed, before anybody asks the next thing.
func (h *history) knows(v events.Viewer, counter uint64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.told[v] = max(h.told[v], counter)
}

func (h *history) record(in *asked, called int64, out answered) {
	op := porcupine.Operation{Input: in, Call: called, Output: out, Return: h.clock.Add(1)}
	if out.Kind == unknown {
		op.Return = math.MaxInt64 // it may still happen, as far as anybody knows
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.ops = append(h.ops, op)
}

// end waits until nothing is in doubt, and records where all feeds end, as they are
// stored.
func (h *history) end() {
	h.chance.calm(&h.lose)
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	for range h.hubs { // whoever comes last has met what the others left
		for _, hub := range h.hubs {
			fact := events.SightingReported{Sighting: events.SightingTerms{Part: h.part, Country: "HU", Method: events.Visual}}
			command, err := identity.NewID[events.CommandID](h.at, h.dice)
			require.NoError(h.t, err)
			r := h.sign("hu team", fact, command, events.Seen{})
			in, called := &asked{Request: r, opened: h.opened(r)}, h.clock.Add(1)
			answer, err := hub.Do(ctx, "", r)
			require.NoError(h.t, err)
			h.record(in, called, h.understand(answer, err))
			require.NoError(h.t, hub.Settle(ctx))
		}
	}
	store, called, tips := h.store(), h.clock.Add(1), map[events.Viewer]tip{}
	for _, v := range h.h.House.Viewers() {
		_, err := store.ReadFeed(ctx, string(v), 1, func(counter uint64, b []byte) error {
			_, digest, err := events.DecodeMessage(b)
			tips[v] = tip{Counter: counter, Digest: digest}
			return err
		})
		require.NoError(h.t, err)
	}
	h.record(&asked{}, called, answered{Kind: ended, Tips: tips})
}

// model is of the journal that the history left.
func (h *history) model() *model {
	store := h.store()
	state, err := store.State(h.t.Context())
	require.NoError(h.t, err)
	m := &model{base: h.h.Bodies(), id: h.id, at: h.at, durable: events.Code(state.Durability)}
	_, err = store.Read(h.t.Context(), uint64(len(m.base))+1, func(r journal.Record) error {
		m.entries = append(m.entries, slices.Clone(r.Body))
		return nil
	})
	require.NoError(h.t, err)
	return m
}

// verdict looks for an order of the history; if there is none it says how far the
// best one comes, and what has no place after that.
func (h *history) verdict(m *model) (bool, string) {
	if err := m.prepare(h.ops); err != nil {
		return false, "the journal is not what the rules make of what was asked: " + err.Error()
	}
	result, info := porcupine.CheckOperationsVerbose(m.porcupine(), h.ops, 2*patience)
	kinds := map[kind]int{}
	conflicts, acts := 0, map[events.Act]int{}
	for _, op := range h.ops {
		out := op.Output.(answered)
		kinds[out.Kind]++
		if out.Refusal.Class == operation.Conflict {
			conflicts++
		}
		if out.Kind == accepted {
			acts[op.Input.(*asked).opened.Note.Act]++
		}
	}
	what := fmt.Sprintf("%d questions: %d accepted, %d refused (%d of them conflicts), %d dry runs, %d looks, %d told that nothing is recorded, %d without an answer; accepted %v",
		len(h.ops), kinds[accepted], kinds[refused], conflicts, kinds[shown], kinds[looked], kinds[nothing], kinds[unknown], acts)
	if result == porcupine.Ok {
		return true, what
	}
	if result == porcupine.Unknown {
		return false, what + "\nno order was found in time"
	}
	var longest []int
	for _, partition := range info.PartialLinearizations() {
		for _, order := range partition {
			if len(order) > len(longest) {
				longest = order
			}
		}
	}
	placed := map[int]bool{}
	for _, i := range longest {
		placed[i] = true
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s\nthe longest order has %d of them; what has no place after it, the first of it:\n", what, len(longest))
	left := 0
	for i, op := range h.ops {
		if !placed[i] && left < 12 {
			left++
			fmt.Fprintf(&b, "  %d–%d  %s → %s\n", op.Call, op.Return, op.Input, op.Output)
		}
	}
	return false, b.String()
}

func linearizable(t testing.TB, h *history, m *model) {
	t.Helper()
	ok, what := h.verdict(m)
	require.True(t, ok, what)
	t.Log(what)
}
