// Package applytest makes real histories without a broker: an alliance on a
// journal in memory, whose officers sign commands that the rules decide and that
// take effect through apply.House, feeds, views and tree head included. It is for
// tests and benchmarks of whoever reads a journal.
//
// The same seed gives the same bytes. What the keys sign is worth nothing.
package applytest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/apply"
	"vigil/internal/identity"
	"vigil/internal/journal"
	"vigil/projections/disclosure"
)

// Config is what the journal's stream says of itself, and genesis of it.
const Config = `{"name":"JOURNAL","storage":"memory"}`

// Roles are those that every country of a history has an officer for.
var Roles = []events.Role{events.Coordinator, events.CompetentAuthority, events.Commander, events.DeskOfficer, events.Team}

// History is a hub without its loop: one command after the other, on a clock
// that the test sets. It is not safe for concurrent use.
type History struct {
	tb    testing.TB
	Store *journal.Memory
	House *apply.House
	Tree  identity.Tree
	Dice  *rand.ChaCha8

	keys    map[string]identity.Key
	now     events.Time
	journal events.JournalID
	quiet   bool // journal only, no feeds and views
}

// Begin makes a journal with its genesis, the countries, their desks and an
// officer for each of Roles. The clock stands at midnight of 2 March 2026, UTC.
func Begin(tb testing.TB, seed uint64, countries ...events.Country) *History {
	tb.Helper()
	return BeginOn(tb, seed, Config, countries...)
}

// BeginOn is Begin for a journal that will lie in a stream of this configuration.
func BeginOn(tb testing.TB, seed uint64, config string, countries ...events.Country) *History {
	tb.Helper()
	h := &History{tb: tb, House: apply.NewHouse(), keys: map[string]identity.Key{},
		Dice: rand.NewChaCha8([32]byte{byte(seed), byte(seed >> 8), byte(seed >> 16), byte(seed >> 24)})}
	h.Store = journal.NewMemory(func() time.Time { return h.now.Std() }, 0).Describe(config)
	h.At("00:00")
	h.journal = newID[events.JournalID](h)
	r := identity.Registrar{Root: h.Key("root"), Journal: h.journal, Random: h.Dice}
	registered := func(request events.Request, err error) {
		tb.Helper()
		require.NoError(tb, err)
		h.Do(request)
	}
	registered(r.Begin(h.now, events.JournalTerms{ID: h.journal, Class: events.Exercise, Clock: events.WallClock},
		events.JournalKeys{Root: h.Key("root").Public(), Hub: h.Key("hub").Public(), Clock: h.Key("clock").Public()},
		events.StreamTerms{Config: config, Hash: events.DigestOf([]byte(config))}))
	for _, c := range countries {
		registered(r.AddCountry(h.now, c, events.Account("ACCOUNT"+c)))
		registered(r.AddDesk(h.now, events.DeskTerms{Country: c, Key: h.Key(string(c.Desk())).Public(), Zone: "UTC"}, ""))
		for _, role := range Roles {
			registered(r.Enrol(h.now, events.OfficerTerms{
				Country: c, Key: h.Key(string(c.Desk()) + " " + string(role)).Public(), Roles: []events.Role{role},
				From: h.now, Until: h.now.Add(365 * 24 * time.Hour)}, "Officer "+string(role)))
		}
	}
	return h
}

// JournalOnly stops writing feeds and views: for benchmarks of the journal.
func (h *History) JournalOnly() *History {
	h.quiet = true
	return h
}

// Key is the signing key of somebody: "root", "hub", "at" for the desk, "at
// commander" for an officer, "clock" or "hub clock". It is made when it is first asked for.
func (h *History) Key(of string) identity.Key {
	h.tb.Helper()
	of = strings.Replace(of, ".lead", "", 1) // the lead's officers are the same persons
	of = strings.TrimPrefix(of, "hub ")      // what the hub's clock says is signed "hub clock"
	k, ok := h.keys[of]
	if !ok {
		var err error
		k, err = identity.NewKey(h.Dice)
		require.NoError(h.tb, err)
		h.keys[of] = k
	}
	return k
}

// At sets the clock: "03:10", or "03:10:00.000".
func (h *History) At(clock string) *History {
	h.tb.Helper()
	return h.Set(Clock(h.tb, clock))
}

// Set sets the clock, to another day too.
func (h *History) Set(now events.Time) *History {
	h.now = now
	return h
}

// Until lets time pass until a moment; what runs out on the way is said when it
// is due, as a hub says it.
func (h *History) Until(clock string) *History {
	h.tb.Helper()
	return h.Pass(Clock(h.tb, clock))
}

// Pass is Until a moment of any day.
func (h *History) Pass(to events.Time) *History {
	h.tb.Helper()
	for {
		id, due, runs := h.House.Next()
		if !runs || due.After(to) {
			h.now = to
			return h
		}
		if due.After(h.now) {
			h.now = due
		}
		clock := h.House.Due(id, h.now)[0]
		request, err := identity.ComposeClock(h.Key("clock"), h.journal, id, clock.Due, clock.Fact)
		require.NoError(h.tb, err)
		h.Do(request)
	}
}

// Clock is a moment of 2 March 2026, UTC.
func Clock(tb testing.TB, clock string) events.Time {
	tb.Helper()
	if len(clock) == len("03:10") {
		clock += ":00.000"
	}
	t, err := events.ParseTime("2026-03-02T" + clock + "Z")
	require.NoError(tb, err)
	return t
}

// Now is where the clock stands.
func (h *History) Now() events.Time { return h.now }

func newID[ID ~string](h *History) ID {
	id, err := identity.NewID[ID](h.now, h.Dice)
	require.NoError(h.tb, err)
	return id
}

// Sign composes a command of a fact: by is a viewer and a role, "at commander".
// What is mandatory and missing among the texts is written by the history.
func (h *History) Sign(by string, about events.OperationID, fact events.Event) events.Request {
	h.tb.Helper()
	viewer, _, _ := strings.Cut(by, " ")
	n := events.Note{
		Journal: h.journal, Operation: about, Command: newID[events.CommandID](h),
		Signer: events.Viewer(viewer), Occurred: h.now, Known: h.now,
	}
	values, err := identity.ValuesOf(fact)
	require.NoError(h.tb, err)
	for _, row := range events.Acts {
		if row.Fact != fact.Kind() {
			continue
		}
		n.Act = row.Act
		if row.Nature == events.Decision {
			n.Until = h.now.Add(events.DecisionLife)
		}
		for _, slot := range row.Slots {
			if slot.Class != events.Clear && slot.Need == events.Required {
				values = append(values, identity.Value{Slot: slot.Name, Bytes: []byte("in words that stay out of the journal")})
			}
		}
	}
	var seen events.Seen
	if view := h.House.View(n.Signer); view != nil {
		seen = events.Seen{Counter: view.Counter, Digest: view.Digest}
	}
	request, err := identity.Compose(n, seen, values, h.Dice, h.Key(by))
	require.NoError(h.tb, err)
	return request
}

// Told signs a command and has it recorded; the answer is its id.
func (h *History) Told(by string, about events.OperationID, fact events.Event) events.CommandID {
	h.tb.Helper()
	request := h.Sign(by, about, fact)
	h.Do(request)
	n, _, err := events.ParseNote(request.Note)
	require.NoError(h.tb, err)
	return n.Command
}

// Do decides a request now, appends the entry, and writes what follows from it.
func (h *History) Do(r events.Request) {
	h.tb.Helper()
	e := h.Decide(r)
	body, err := events.EncodeEntry(e)
	require.NoError(h.tb, err)
	h.Append(body)
}

// Decide makes the entry of a request without appending it.
func (h *History) Decide(r events.Request) events.Entry {
	h.tb.Helper()
	n, sigs, err := events.ParseNote(r.Note)
	require.NoError(h.tb, err)
	shut := identity.Shut(r.Enclosures)
	fact, _, err := identity.Proposed(n, r.Slots, shut)
	require.NoError(h.tb, err)
	list, err := h.House.Decide(apply.CommandOf(n, identity.WitnessOf(sigs), fact, shut), h.now)
	require.NoError(h.tb, err)
	return h.House.Compose(n, r.Note, r.Slots, shut, list, h.now)
}

// Append stores an entry's bytes, whether or not anybody decided so, and lets it
// take effect.
func (h *History) Append(body []byte) {
	h.tb.Helper()
	ctx := context.Background()
	source, err := apply.Read(body)
	require.NoError(h.tb, err)
	outcome, err := h.House.Stage(source.Entry, body, source.Note, h.Load)
	require.NoError(h.tb, err)
	operation := source.Entry.Operation
	seq, err := h.Store.Append(ctx, string(operation), body, h.House.Tail(operation).Seq)
	require.NoError(h.tb, err)
	outcome.Commit(seq)
	h.Tree.Add(body)
	if h.quiet {
		return
	}
	for _, told := range outcome.Told {
		viewer := string(told.Viewer)
		require.NoError(h.tb, h.Store.EnsureViewer(ctx, viewer))
		for _, m := range told.Messages {
			require.NoError(h.tb, h.Store.AppendFeed(ctx, viewer, m.Content.Counter, m.Bytes))
		}
		document, err := told.Change.Document()
		require.NoError(h.tb, err)
		require.NoError(h.tb, h.Store.PutView(ctx, viewer, told.Change.Key, document))
		counter := strconv.FormatUint(h.House.View(told.Viewer).Counter, 10)
		require.NoError(h.tb, h.Store.PutView(ctx, viewer, "meta.position", []byte(counter)))
		require.NoError(h.tb, h.Store.PutView(ctx, viewer, "meta.alive", fmt.Appendf(nil, "%s 1", h.now)))
	}
}

// Load gives earlier entries, as House.Stage asks for them.
func (h *History) Load(seqs []uint64) ([]disclosure.Source, error) {
	records, err := h.Store.Load(context.Background(), seqs...)
	sources := make([]disclosure.Source, len(records))
	for i, r := range records {
		if sources[i], err = apply.Read(r.Body); err != nil {
			return nil, err
		}
	}
	return sources, err
}

// Head is the hub's signed tree head over all entries so far.
func (h *History) Head() string { return h.Tree.Head(h.journal).Sign(h.Key("hub")) }

// Bodies gives the bytes of all entries; the entry at sequence i+1 is at i.
func (h *History) Bodies() [][]byte {
	h.tb.Helper()
	var list [][]byte
	_, err := h.Store.Read(context.Background(), 1, func(r journal.Record) error {
		list = append(list, r.Body)
		return nil
	})
	require.NoError(h.tb, err)
	return list
}
