package linear

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/enclosures"
	"vigil/internal/gateway"
	"vigil/internal/journal"
	"vigil/internal/nats/broker"
	"vigil/internal/nats/service"
	"vigil/internal/nats/store"
	"vigil/internal/tracker"
	"vigil/projections"
)

// patience is how long a test waits for what must come.
const patience = 60 * time.Second

var (
	hubNames    = store.Names{FeedStream: broker.FeedStream, FeedSubject: broker.FeedSubject, ViewStream: broker.ViewStream, ViewBucket: broker.ViewBucket}
	mirrorNames = store.Names{FeedStream: broker.MirrorFeed, ViewStream: broker.MirrorView, ViewBucket: broker.ViewBucket}
)

// stores is all that a hub writes to.
type stores interface {
	journal.Journal
	journal.Feeds
	journal.Views
}

// site is a real broker, as many hubs on it as are wanted, and a gateway for each
// country, which meets them through its own account.
type site struct {
	*tale
	chance *chance
	kept   *enclosures.Memory
	store  func() stores
	desks  map[events.Country]gateway.Desk
	lose   float64 // of answers, on the way from store to hub, and from hub to gateway

	mu   sync.Mutex
	hubs []*hub
	runs chan struct{} // closed when one runs again
}

// chance is for many at once.
type chance struct {
	mu sync.Mutex
	r  *rand.Rand
}

// below is true with probability *p/by.
func (c *chance) below(p *float64, by float64) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.r.Float64() < *p/by
}

// calm ends what goes wrong by chance.
func (c *chance) calm(p *float64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	*p = 0
}

func (c *chance) of(n int) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.r.IntN(n)
}

func dice(seed byte) io.Reader { return rand.NewChaCha8([32]byte{seed}) }

// settings say what is under the hubs: a broker, one that flushes nothing, or none.
type settings struct {
	hubs     int
	unsynced bool
	memory   bool
	lose     float64
}

var countries = []events.Country{"HU", "AT", "NL"}

// config is of the journal's stream, wherever it is.
var config = broker.JournalConfig(0, 1)

func openSite(t testing.TB, seed uint64, how settings) *site {
	s := &site{tale: underWay(t, seed), chance: &chance{r: rand.New(rand.NewPCG(seed, 7))}, kept: enclosures.NewMemory(),
		desks: map[events.Country]gateway.Desk{}}
	if how.memory {
		s.inMemory(how)
	} else {
		s.onBroker(t, how)
	}
	s.lose = how.lose
	return s
}

func (s *site) inMemory(how settings) {
	memory := journal.NewMemory(s.at.Std, 0).Describe(config)
	s.store = func() stores { return memory }
	s.tell(memory)
	s.openHubs(how.hubs)
	for _, c := range countries {
		s.openDesk(c, memory, door{s, c})
	}
}

func (s *site) onBroker(t testing.TB, how settings) {
	dir := t.TempDir()
	realm, err := broker.CreateRealm(filepath.Join(dir, "keys"), dice(1))
	require.NoError(t, err)
	for i, c := range countries {
		require.NoError(t, realm.AddCountry(string(c.Desk()), dice(byte(10+i))))
	}
	random := dice(2)
	b, err := broker.Start(broker.Options{StoreDir: filepath.Join(dir, "data"), Realm: realm, Random: random, Unsynced: how.unsynced})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, b.Stop()) })
	connect := func(u broker.User) *broker.Conn {
		credential, err := realm.Credential(u, random)
		require.NoError(t, err)
		conn, err := b.Connect(credential)
		require.NoError(t, err)
		t.Cleanup(conn.Close)
		return conn
	}
	_, err = b.EnsureJournal(t.Context())
	require.NoError(t, err)
	conn := connect(broker.User{Role: broker.Hub, ID: "hub"})
	s.store = func() stores {
		opened, err := store.OpenHub(context.Background(), conn, store.Options{
			Names: hubNames, JournalStream: broker.JournalStream, JournalPrefix: broker.JournalPrefix,
			Durability: journal.Fsync, Canonical: broker.CanonicalConfig, Ensure: b.EnsureViewer, Sole: how.hubs == 1,
		})
		require.NoError(t, err)
		return opened
	}
	s.tell(s.store())
	s.openHubs(how.hubs)
	served, err := service.ServeHub(t.Context(), conn, func(c events.Country) gateway.Hub { return door{s, c} },
		func(key string) (events.Country, bool) {
			code, ok := realm.CountryOf(key)
			return events.Country(strings.ToUpper(code)), ok
		}, slog.New(slog.DiscardHandler))
	require.NoError(t, err)
	t.Cleanup(func() { served.Close(context.Background()) })
	for _, c := range countries {
		conn := connect(broker.User{Role: broker.Gateway, Country: string(c.Desk()), ID: "gateway"})
		reader, err := store.NewReader(conn, mirrorNames)
		require.NoError(t, err)
		s.openDesk(c, reader, service.HubClient(conn))
	}
}

// tell appends the tale so far to an empty journal.
func (s *site) tell(to journal.Journal) {
	tails := map[events.OperationID]uint64{}
	for _, body := range s.h.Bodies() {
		e, err := events.DecodeEntry(body)
		require.NoError(s.t, err)
		tails[e.Operation], err = to.Append(context.Background(), string(e.Operation), body, tails[e.Operation])
		require.NoError(s.t, err)
	}
}

func (s *site) openDesk(c events.Country, feeds interface {
	journal.FeedReader
	journal.ViewReader
}, hub gateway.Hub) {
	g, err := gateway.Open(s.t.Context(), gateway.Options{Country: c, Feeds: feeds, Views: feeds, Hub: hub, Key: s.h.Key(string(c.Desk())),
		Access: noAccess{}, Now: func() events.Time { return s.at }, After: time.After})
	require.NoError(s.t, err)
	s.t.Cleanup(g.Close)
	s.desks[c] = g
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	for _, v := range s.h.House.Viewers() {
		if v.Country() == c {
			require.NoError(s.t, g.Wait(ctx, v, s.h.House.View(v).Counter))
		}
	}
}

type noAccess struct{}

func (noAccess) Record(gateway.Access) error { return nil }

// hub is one that is killed some day.
type hub struct {
	*tracker.Tracker
	leash *leash
}

func (s *site) openHubs(n int) {
	for range n {
		s.openHub()
	}
	s.t.Cleanup(s.close)
}

func (s *site) openHub() {
	l := &leash{stores: s.store(), site: s, dead: make(chan struct{})}
	t, err := tracker.Open(context.Background(), tracker.Options{
		Journal: l, Feeds: l, Views: l, Enclosures: s.kept, Hub: s.h.Key("hub"),
		Now: func() events.Time { return s.at }, After: time.After, Books: noBooks{},
	})
	require.NoError(s.t, err)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hubs = append(s.hubs, &hub{t, l})
	if s.runs != nil {
		close(s.runs)
		s.runs = nil
	}
}

// kill ends a hub in the middle of everything, and starts one in its place.
func (s *site) kill() {
	s.mu.Lock()
	h := s.hubs[0]
	s.hubs = s.hubs[1:]
	if len(s.hubs) == 0 {
		s.runs = make(chan struct{})
	}
	s.mu.Unlock()
	h.leash.cut()
	h.Close() // which writes nothing any more
	s.openHub()
}

func (s *site) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, h := range s.hubs {
		require.NoError(s.t, h.Close())
	}
	s.hubs = nil
}

// any is a hub that runs; it waits for one.
func (s *site) any(ctx context.Context) (*hub, error) {
	for {
		s.mu.Lock()
		hubs, runs := s.hubs, s.runs
		s.mu.Unlock()
		if len(hubs) > 0 {
			return hubs[s.chance.of(len(hubs))], nil
		}
		select {
		case <-runs:
		case <-ctx.Done():
			return nil, fmt.Errorf("%w: no hub runs", journal.ErrUnavailable)
		}
	}
}

// noBooks keeps nothing: what a hub signed for last is another test's matter.
type noBooks struct{}

func (noBooks) Head(string) error         { return nil }
func (noBooks) LastHead() (string, error) { return "", nil }
func (noBooks) Refused([]byte) error      { return nil }
func (noBooks) Delivered(string) error    { return nil }

// leash is the store as one hub has it: answers get lost on the way, and once it
// is cut nothing that the hub still does has any effect, and nobody hears of it.
type leash struct {
	stores
	site *site
	mu   sync.RWMutex // held while something is being stored
	gone bool
	dead chan struct{}
}

var errLost = fmt.Errorf("%w: lost on the way", journal.ErrUnknownOutcome)

// errNothing is the answer that nothing was recorded.
var errNothing = fmt.Errorf("%w: nobody there", journal.ErrUnavailable)

// cut waits for what the store is doing: a server ends with its hub.
func (l *leash) cut() {
	close(l.dead)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.gone = true
}

func (l *leash) Append(ctx context.Context, subject string, body []byte, after uint64) (uint64, error) {
	l.mu.RLock()
	defer l.mu.RUnlock()
	if l.gone || l.site.chance.below(&l.site.lose, 2) {
		return 0, errLost
	}
	seq, err := l.stores.Append(ctx, subject, body, after)
	if l.site.chance.below(&l.site.lose, 2) {
		return 0, errLost
	}
	return seq, err
}

func (l *leash) AppendFeed(ctx context.Context, viewer string, counter uint64, message []byte) error {
	l.mu.RLock()
	defer l.mu.RUnlock()
	if l.gone {
		return errLost
	}
	return l.stores.AppendFeed(ctx, viewer, counter, message)
}

func (l *leash) PutView(ctx context.Context, viewer, key string, document []byte) error {
	l.mu.RLock()
	defer l.mu.RUnlock()
	if l.gone {
		return errLost
	}
	return l.stores.PutView(ctx, viewer, key, document)
}

// door is the hub as a country's gateway finds it: whichever runs. Answers get lost
// here too, and with a hub that dies all of them.
type door struct {
	*site
	country events.Country
}

func (d door) Do(ctx context.Context, r events.Request) (gateway.Answer, error) {
	h, err := d.any(ctx)
	if err != nil {
		return gateway.Answer{}, err
	}
	type result struct {
		answer gateway.Answer
		err    error
	}
	done := make(chan result, 1)
	go func() {
		answer, err := h.For(d.country, "").Do(ctx, r)
		done <- result{answer, err}
	}()
	select {
	case <-h.leash.dead:
		return gateway.Answer{}, errLost
	case got := <-done:
		select {
		case <-h.leash.dead:
			return gateway.Answer{}, errLost
		default:
		}
		if d.chance.below(&d.lose, 1) {
			return gateway.Answer{}, errLost
		}
		return got.answer, got.err
	}
}

func (d door) Now(context.Context) (events.Time, error) { return d.at, nil }

func (d door) Enclosure(_ context.Context, _ events.Viewer, _ projections.TextLine) (events.OpenEnclosure, error) {
	return events.OpenEnclosure{}, errors.New("nobody reads a text here")
}

func (d door) Delivered(context.Context, string) error { return nil }
