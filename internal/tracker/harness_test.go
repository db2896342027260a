package tracker_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/enclosures"
	"vigil/internal/gateway"
	"vigil/internal/identity"
	"vigil/internal/journal"
	"vigil/internal/tracker"
)

const config = `{"name":"JOURNAL","storage":"memory"}`

// patience is how long a test waits for what must come.
const patience = 20 * time.Second

// stores is all that a hub keeps, and what outlives it.
type stores struct {
	Journal    journal.Journal
	Feeds      journal.Feeds
	Views      journal.Views
	Enclosures enclosures.Store
}

// alliance is a founded journal with a hub on it, officers, and time that only a
// test moves.
type alliance struct {
	t      testing.TB
	memory *journal.Memory
	kept   *enclosures.Memory
	stores stores
	books  *books
	log    *logged
	timers *timers
	dice   *dice
	hub    *tracker.Tracker

	journal events.JournalID
	keys    map[string]identity.Key
	clock   events.ClockKind // of the journal; a wall clock if nothing is said

	mu    sync.Mutex
	now   events.Time
	steps time.Duration // of the clock that nobody sets
}

// found makes a journal of these countries in memory, with an officer for each
// role, and opens a hub on it.
func found(t testing.TB, seed uint64, countries ...events.Country) *alliance {
	memory := journal.NewMemory(func() time.Time { return start }, 0).Describe(config)
	a := bare(t, seed, memory, stores{Journal: memory, Feeds: memory, Views: memory, Enclosures: enclosures.NewMemory()})
	a.begin(config, countries...)
	return a
}

var start = time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)

// bare is an alliance without an entry.
func bare(t testing.TB, seed uint64, memory *journal.Memory, s stores) *alliance {
	a := &alliance{t: t, memory: memory, stores: s, books: &books{}, log: &logged{}, timers: newTimers(),
		dice: &dice{r: rand.NewChaCha8([32]byte{byte(seed), byte(seed >> 8), byte(seed >> 16), 'v'})}, keys: map[string]identity.Key{}}
	a.kept, _ = s.Enclosures.(*enclosures.Memory)
	a.set(events.TimeOf(start))
	a.open()
	t.Cleanup(func() {
		if a.hub != nil {
			a.close()
		}
	})
	return a
}

func (a *alliance) begin(config string, countries ...events.Country) {
	a.t.Helper()
	a.journal = newID[events.JournalID](a)
	r := identity.Registrar{Root: a.key("root"), Journal: a.journal, Random: a.dice}
	registered := func(request events.Request, err error) {
		a.t.Helper()
		require.NoError(a.t, err)
		a.accepted(request)
	}
	if a.clock == "" {
		a.clock = events.WallClock
	}
	registered(r.Begin(a.time(), events.JournalTerms{ID: a.journal, Class: events.Exercise, Clock: a.clock},
		events.JournalKeys{Root: a.key("root").Public(), Hub: a.key("hub").Public(), Clock: a.key("clock").Public()},
		events.StreamTerms{Config: config, Hash: events.DigestOf([]byte(config))}))
	for _, c := range countries {
		registered(r.AddCountry(a.time(), c, events.Account("ACCOUNT"+c)))
		registered(r.AddDesk(a.time(), events.DeskTerms{Country: c, Key: a.key(string(c.Desk())).Public(), Zone: "UTC"}, ""))
		for _, role := range []events.Role{events.Coordinator, events.CompetentAuthority, events.Commander, events.Team} {
			registered(r.Enrol(a.time(), events.OfficerTerms{
				Country: c, Key: a.key(string(c.Desk()) + " " + string(role)).Public(), Roles: []events.Role{role},
				From: a.time(), Until: a.time().Add(365 * 24 * time.Hour)}, "Officer "+string(role)))
		}
	}
}

// options are those of the hub that open opens.
func (a *alliance) options() tracker.Options {
	return tracker.Options{
		Journal: a.stores.Journal, Feeds: a.stores.Feeds, Views: a.stores.Views, Enclosures: a.stores.Enclosures,
		Hub: a.key("hub"), Now: a.time, After: a.timers.after, Books: a.books, Log: slog.New(slog.NewTextHandler(a.log, nil)),
		Clock: a.key("clock"), Monotonic: a.monotonic,
	}
}

func (a *alliance) open() {
	a.t.Helper()
	require.NoError(a.t, a.tryOpen())
}

func (a *alliance) tryOpen() error {
	hub, err := tracker.Open(a.context(), a.options())
	if err == nil {
		a.hub = hub
	}
	return err
}

func (a *alliance) close() {
	a.t.Helper()
	require.NoError(a.t, a.hub.Close())
	a.hub = nil
	a.timers.forget()
}

func (a *alliance) restart() {
	a.t.Helper()
	a.close()
	a.open()
}

func (a *alliance) context() context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	a.t.Cleanup(cancel)
	return ctx
}

func (a *alliance) time() events.Time {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.now
}

func (a *alliance) monotonic() time.Duration {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.steps
}

// set lets time pass until t.
func (a *alliance) set(t events.Time) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.steps += t.Sub(a.now)
	a.now = t
}

// jump sets the machine's clock, and no time passes.
func (a *alliance) jump(t events.Time) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.now = t
}

// key is somebody's signing key: "root", "hub", "at" for the desk, "at team" for
// an officer. The lead's officers are the same persons.
func (a *alliance) key(of string) identity.Key {
	of = strings.Replace(of, ".lead", "", 1)
	a.mu.Lock()
	defer a.mu.Unlock()
	k, ok := a.keys[of]
	if !ok {
		var err error
		k, err = identity.NewKey(a.dice)
		require.NoError(a.t, err)
		a.keys[of] = k
	}
	return k
}

func newID[ID ~string](a *alliance) ID {
	id, err := identity.NewID[ID](a.time(), a.dice)
	require.NoError(a.t, err)
	return id
}

// spoken is a command before it is signed.
type spoken struct {
	By    string // "at team": viewer and role
	About events.OperationID
	Fact  events.Event
	Texts map[string]string
	Seen  events.Seen
	ID    events.CommandID
	Key   identity.Key // instead of By's
	With  identity.Key // who signs second
	In    events.JournalID
}

// sign composes a command.
func (a *alliance) sign(s spoken) events.Request {
	a.t.Helper()
	r, err := a.compose(s)
	require.NoError(a.t, err)
	return r
}

func (a *alliance) compose(s spoken) (events.Request, error) {
	viewer, _, _ := strings.Cut(s.By, " ")
	n := events.Note{Journal: a.journal, Operation: s.About, Command: s.ID, Signer: events.Viewer(viewer), Occurred: a.time(), Known: a.time()}
	if s.In != "" {
		n.Journal = s.In
	}
	if n.Command == "" {
		n.Command = newID[events.CommandID](a)
	}
	values, err := identity.ValuesOf(s.Fact)
	if err != nil {
		return events.Request{}, err
	}
	for _, row := range events.Acts {
		if row.Fact == s.Fact.Kind() {
			n.Act = row.Act
			if row.Nature == events.Decision {
				n.Until = a.time().Add(events.DecisionLife)
			}
		}
	}
	for slot, text := range s.Texts {
		values = append(values, identity.Value{Slot: slot, Bytes: []byte(text)})
	}
	key := s.Key
	if key.IsZero() {
		key = a.key(s.By)
	}
	keys := []identity.Key{key}
	if !s.With.IsZero() {
		keys = append(keys, s.With)
	}
	return identity.Compose(n, s.Seen, values, a.dice, keys...)
}

// accepted has a request recorded and gives its receipt.
func (a *alliance) accepted(r events.Request) string {
	a.t.Helper()
	answer, err := a.hub.Do(a.context(), "ACCOUNT", r)
	require.NoError(a.t, err)
	require.NotEmpty(a.t, answer.Receipt)
	return answer.Receipt
}

// seen is all that somebody's feed holds by now.
func (a *alliance) seen(by string) (seen events.Seen) {
	a.t.Helper()
	require.NoError(a.t, a.hub.Settle(a.context()))
	viewer, _, _ := strings.Cut(by, " ")
	for _, v := range a.hub.Status().Viewers {
		if string(v.Viewer) != viewer {
			continue
		}
		_, err := a.stores.Feeds.ReadFeed(a.context(), viewer, v.Written, func(counter uint64, b []byte) error {
			_, digest, err := events.DecodeMessage(b)
			seen = events.Seen{Counter: counter, Digest: digest}
			return err
		})
		require.NoError(a.t, err)
	}
	return seen
}

// operation opens one that HU leads and AT takes part in.
func (a *alliance) operation() events.OperationID {
	a.t.Helper()
	id := newID[events.OperationID](a)
	a.accepted(a.sign(opening(id)))
	a.accepted(a.sign(involving(id, "HU")))
	a.accepted(a.sign(involving(id, "AT")))
	return id
}

func opening(id events.OperationID) spoken {
	return spoken{By: "hu.lead coordinator", About: id, Fact: events.OperationOpened{
		Operation: events.OperationTerms{Name: "RELAY", Lead: "HU", Goods: events.Narcotics},
		Basis:     events.LegalBasis{Instruments: []events.Instrument{events.EUMLA12}}}}
}

func involving(id events.OperationID, c events.Country) spoken {
	role := events.Transit
	if c == "HU" {
		role = events.Origin
	}
	return spoken{By: "hu.lead coordinator", About: id, Fact: events.StateInvolved{State: events.StateTerms{Country: c, Role: role}}}
}

// declaring leads to a part, which sightings are about.
func declaring(id events.OperationID, command events.CommandID) spoken {
	return spoken{By: "hu.lead coordinator", About: id, ID: command, Fact: events.ItemDeclared{
		Item:   events.ItemTerms{Substance: "heroin", Mode: events.Live, Packages: 4},
		Origin: events.OriginTerms{Country: "HU"}, Quantity: events.Quantity{Amount: "2", Unit: events.Kilogram}}}
}

func sighting(id events.OperationID, by string, part events.Part, remark string) spoken {
	s := spoken{By: by, About: id, Fact: events.SightingReported{Sighting: events.SightingTerms{Part: part, Country: "AT", Method: events.Visual}}}
	if remark != "" {
		s.Texts = map[string]string{"remark": remark}
	}
	return s
}

func (a *alliance) state() journal.State {
	a.t.Helper()
	s, err := a.stores.Journal.State(a.context())
	require.NoError(a.t, err)
	return s
}

// written waits until every viewer's view says that it is as far as the hub. The
// hub writes behind its commands, so the view's position is what shows it.
func (a *alliance) written() {
	a.t.Helper()
	for _, v := range a.hub.Status().Viewers {
		want := fmt.Sprint(v.Written)
		require.Eventually(a.t, func() bool {
			have, err := a.stores.Views.ReadView(a.context(), string(v.Viewer), "meta.position")
			return err == nil && string(have) == want
		}, patience, time.Millisecond, "the view of %s does not reach %s", v.Viewer, want)
	}
}

// desk opens a country's gateway.
func (a *alliance) desk(c events.Country, more func(*gateway.Options)) *gateway.Gateway {
	a.t.Helper()
	o := gateway.Options{
		Country: c, Feeds: a.stores.Feeds, Views: a.stores.Views, Hub: a.hub.For(c, "ACCOUNT"), Key: a.key(string(c.Desk())),
		Access: noAccess{}, Now: a.time, After: a.timers.after, Log: slog.New(slog.NewTextHandler(a.log, nil)),
	}
	if more != nil {
		more(&o)
	}
	g, err := gateway.Open(a.context(), o)
	require.NoError(a.t, err)
	a.t.Cleanup(g.Close)
	return g
}

type noAccess struct{}

func (noAccess) Record(gateway.Access) error { return nil }

// dice are seeded, and for many at once.
type dice struct {
	mu sync.Mutex
	r  io.Reader
}

func (d *dice) Read(p []byte) (int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.r.Read(p)
}

// books keep what the hub writes beside the store.
type books struct {
	mu      sync.Mutex
	head    string
	refused []string
	given   []string
}

func (b *books) Head(signed string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.head = signed
	return nil
}

func (b *books) LastHead() (string, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.head, nil
}

func (b *books) Refused(line []byte) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.refused = append(b.refused, string(line))
	return nil
}

func (b *books) Delivered(receipt string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.given = append(b.given, receipt)
	return nil
}

func (b *books) register() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]string(nil), b.refused...)
}

// logged is what the hub said.
type logged struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *logged) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *logged) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// timers fire when the test says so; waits of a second, before something is tried
// again, and those of a moment end at once.
type timers struct {
	mu      sync.Mutex
	waiting map[time.Duration][]chan time.Time
	asked   chan struct{} // closed and renewed whenever a timer is set
}

func newTimers() *timers {
	return &timers{waiting: map[time.Duration][]chan time.Time{}, asked: make(chan struct{})}
}

func (t *timers) after(d time.Duration) <-chan time.Time {
	t.mu.Lock()
	defer t.mu.Unlock()
	c := make(chan time.Time, 1)
	if d == time.Second || d < 100*time.Millisecond {
		c <- time.Time{}
		return c
	}
	t.waiting[d] = append(t.waiting[d], c)
	close(t.asked)
	t.asked = make(chan struct{})
	return c
}

// forget drops the waits of a hub that is closed.
func (t *timers) forget() {
	t.mu.Lock()
	defer t.mu.Unlock()
	clear(t.waiting)
}

// fire waits until somebody waits for d, and ends all such waits.
func (t *timers) fire(ctx context.Context, d time.Duration) error {
	for {
		t.mu.Lock()
		list, asked := t.waiting[d], t.asked
		delete(t.waiting, d)
		t.mu.Unlock()
		if len(list) > 0 {
			for _, c := range list {
				c <- time.Time{}
			}
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("nobody waits for %s: %w", d, ctx.Err())
		case <-asked:
		}
	}
}

// waits tells whether anybody waits for d.
func (t *timers) waits(d time.Duration) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.waiting[d]) > 0
}
