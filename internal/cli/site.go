package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"sync"
	"time"

	"vigil/events"
	"vigil/internal/enclosures"
	"vigil/internal/failpoint"
	"vigil/internal/gateway"
	"vigil/internal/identity"
	"vigil/internal/journal"
	"vigil/internal/nats/broker"
	"vigil/internal/nats/service"
	"vigil/internal/nats/store"
	"vigil/internal/tracker"
)

// site is a hub in this process, and as many desks as are asked for: in memory,
// or on an embedded broker in a directory, where hub and desks meet only through
// their accounts.
type site struct {
	tracker *tracker.Tracker
	journal journal.Journal
	views   journal.ViewReader
	broker  *broker.Broker // nil in memory

	elsewhere *elsewhere // nil: the broker is in this process
	roots     string     // file of the certificates that its servers show

	config string // of the journal's stream
	dice   func(label string) io.Reader

	account func(context.Context, events.Country) (events.Account, error) // makes a country's account
	open    func(context.Context, events.Country, identity.Key) (*gateway.Gateway, error)

	mu    sync.Mutex
	desks map[events.Country]*gateway.Gateway
	close []func() error // in reverse order
}

// siteOptions are what both kinds of site need.
type siteOptions struct {
	Hub      identity.Key
	Clock    identity.Key       // signs what runs out by itself
	Now      func() events.Time // the journal's clock; nil: the machine's, or where a scenario's stood
	Wall     func() time.Time
	Dice     func(label string) io.Reader // one source for each use, so that a scenario is the same everywhere
	Listen   string
	MaxBytes int64
	Unsynced bool // as Env has it
	Log      *slog.Logger
	Progress func(done, total uint64)
	Report   func(tracker.Status) // of a hub that stays; nil: nobody asks

	Elsewhere *elsewhere     // nil: the streams are in the directory
	Servers   broker.Servers // how they are reached if not
}

// monotonic counts on evenly where somebody sets the machine's clock; a time that
// the machine gives holds both.
func (o siteOptions) monotonic() func() time.Duration {
	if o.Now != nil {
		return nil
	}
	began := o.Wall()
	return func() time.Duration { return o.Wall().Sub(began) }
}

// settled is the hub's clock: the one given, else the machine's for a wall
// journal, else standing where the journal ends.
type settled struct {
	mu   sync.Mutex
	now  func() events.Time
	wall func() time.Time
}

func (c *settled) Now() events.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.now != nil {
		return c.now()
	}
	return events.TimeOf(c.wall())
}

func (c *settled) settle(t *tracker.Tracker) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.now == nil && t.Registry().Journal().Clock == events.ScenarioClock {
		last := t.Last()
		c.now = func() events.Time { return last }
	}
}

// memorySite keeps nothing.
func memorySite(ctx context.Context, o siteOptions) (*site, error) {
	replicas := 1
	if o.Elsewhere != nil {
		replicas = o.Elsewhere.Replicas
	}
	config := broker.JournalConfig(o.MaxBytes, replicas)
	memory := journal.NewMemory(o.Wall, uint64(o.MaxBytes)).Describe(config)
	s := &site{journal: memory, views: memory, config: config, dice: o.Dice, desks: map[events.Country]*gateway.Gateway{}}
	s.account = func(_ context.Context, c events.Country) (events.Account, error) {
		seed := make([]byte, 32)
		if _, err := io.ReadFull(o.Dice("account/"+string(c)), seed); err != nil {
			return "", err
		}
		key, err := broker.AccountKeyFrom(seed)
		return events.Account(key), err
	}
	clock := &settled{now: o.Now, wall: o.Wall}
	var err error
	s.tracker, err = tracker.Open(ctx, tracker.Options{
		Journal: memory, Feeds: memory, Views: memory, Enclosures: enclosures.NewMemory(),
		Hub: o.Hub, Clock: o.Clock, Now: clock.Now, Monotonic: o.monotonic(), After: time.After, Books: noBooks{}, Log: o.Log,
	})
	if err != nil {
		return nil, err
	}
	s.close = append(s.close, s.tracker.Close)
	s.open = func(ctx context.Context, c events.Country, key identity.Key) (*gateway.Gateway, error) {
		g, err := gateway.Open(ctx, gateway.Options{
			Country: c, Feeds: memory, Views: memory, Hub: s.tracker.For(c, ""), Key: key,
			Access: noAccess{}, Now: func() events.Time { return events.TimeOf(o.Wall()) }, After: time.After, Log: o.Log,
		})
		if err == nil {
			s.close = append(s.close, func() error { g.Close(); return nil })
		}
		return g, err
	}
	return s, nil
}

// noBooks keeps no files: a site in memory has none.
type noBooks struct{}

func (noBooks) Head(string) error         { return nil }
func (noBooks) LastHead() (string, error) { return "", nil }
func (noBooks) Refused([]byte) error      { return nil }
func (noBooks) Delivered(string) error    { return nil }

// noAccess is for a site in memory, whose readers are a test's.
type noAccess struct{}

func (noAccess) Record(gateway.Access) error { return nil }

// hubNames and mirrorNames are how streams are called on the two sides.
var (
	hubNames    = store.Names{FeedStream: broker.FeedStream, FeedSubject: broker.FeedSubject, ViewStream: broker.ViewStream, ViewBucket: broker.ViewBucket}
	mirrorNames = store.Names{FeedStream: broker.MirrorFeed, ViewStream: broker.MirrorView, ViewBucket: broker.ViewBucket}
)

// embeddedSite starts the broker on a directory's store, or reaches the servers
// elsewhere that keep its streams, and the hub on that.
func embeddedSite(ctx context.Context, d directory, o siteOptions) (_ *site, err error) {
	realm, err := broker.OpenRealm(d.realm())
	if err != nil {
		return nil, err
	}
	s := &site{dice: o.Dice, desks: map[events.Country]*gateway.Gateway{}, elsewhere: o.Elsewhere, roots: o.Servers.Roots}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.Close())
		}
	}()
	s.broker, err = startBroker(ctx, d, realm, o)
	if err != nil {
		return nil, err
	}
	s.close = append(s.close, s.broker.Stop)
	if s.config, err = s.broker.EnsureJournal(ctx); err != nil {
		return nil, err
	}
	conn, err := s.connect(realm, broker.User{Role: broker.Hub, ID: "hub"})
	if err != nil {
		return nil, err
	}
	hub, err := store.OpenHub(ctx, conn, store.Options{
		Names: hubNames, JournalStream: broker.JournalStream, JournalPrefix: broker.JournalPrefix,
		Durability: s.broker.Durability(), Canonical: broker.CanonicalConfig, Ensure: s.broker.EnsureViewer, Sole: true,
	})
	if err != nil {
		return nil, err
	}
	s.journal, s.views = hub, hub
	kept, err := enclosures.OpenDirectory(d.enclosures(), o.Dice("enclosures"))
	if err != nil {
		return nil, err
	}
	disk := d.disk
	if o.Elsewhere != nil { // how full the servers' disks are is theirs to watch
		disk = nil
	}
	clock := &settled{now: o.Now, wall: o.Wall}
	s.tracker, err = tracker.Open(ctx, tracker.Options{
		Journal: hub, Feeds: hub, Views: hub, Enclosures: kept, Hub: o.Hub, Clock: o.Clock, Now: clock.Now,
		Monotonic: o.monotonic(), After: time.After, Books: &books{dir: d.data()}, Log: o.Log, Progress: o.Progress,
		Disk: disk, Report: o.Report,
	})
	if err != nil {
		return nil, err
	}
	s.close = append(s.close, s.tracker.Close)
	clock.settle(s.tracker)
	served, err := service.ServeHub(ctx, conn,
		func(c events.Country) gateway.Hub {
			account, _ := s.tracker.Registry().Account(c)
			return s.tracker.For(c, account)
		},
		func(key string) (events.Country, bool) { return s.tracker.Registry().CountryOf(events.Account(key)) }, o.Log)
	if err != nil {
		return nil, err
	}
	s.close = append(s.close, closing(served.Close))
	s.account = func(ctx context.Context, c events.Country) (events.Account, error) {
		code := string(c.Desk())
		if !slices.Contains(realm.Countries(), code) {
			if err := realm.AddCountry(code, o.Dice("account/"+string(c))); err != nil {
				return "", err
			}
		}
		return events.Account(realm.AccountKey(code)), s.broker.AddCountry(ctx, code)
	}
	s.open = func(ctx context.Context, c events.Country, key identity.Key) (*gateway.Gateway, error) {
		conn, err := s.connect(realm, gatewayOf(c))
		if err != nil {
			return nil, err
		}
		g, closers, err := openGateway(ctx, d, c, key, conn, o)
		s.close = append(s.close, closers...)
		return g, err
	}
	return s, nil
}

func closing(f func(context.Context) error) func() error {
	return func() error {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		return f(ctx)
	}
}

func (s *site) connect(realm *broker.Realm, u broker.User) (*broker.Conn, error) {
	credential, err := realm.Credential(u, s.dice("credentials"))
	if err != nil {
		return nil, err
	}
	conn, err := s.broker.Connect(credential)
	if err != nil {
		return nil, err
	}
	s.close = append(s.close, func() error { conn.Close(); return nil })
	return conn, nil
}

// openGateway is a country's gateway on a connection of its account, serving its
// people there.
func openGateway(ctx context.Context, d directory, c events.Country, key identity.Key, conn *broker.Conn, o siteOptions) (*gateway.Gateway, []func() error, error) {
	var closers []func() error
	reader, err := store.NewReader(conn, mirrorNames)
	if err != nil {
		return nil, nil, err
	}
	access, err := openAccess(d.desk(c, "access.jsonl"))
	if err != nil {
		return nil, nil, err
	}
	closers = append(closers, access.Close)
	g, err := gateway.Open(ctx, gateway.Options{
		Country: c, Feeds: reader, Views: reader, Hub: service.HubClient(conn), Key: key, Access: access,
		Marks: &marksFile{path: d.desk(c, "marks.jsonl")}, Now: func() events.Time { return events.TimeOf(o.Wall()) }, After: time.After, Log: o.Log,
	})
	if err != nil {
		return nil, closers, err
	}
	closers = append(closers, func() error { g.Close(); return nil })
	served, err := service.ServeDesk(ctx, conn, g, o.Log)
	if err != nil {
		return nil, closers, err
	}
	return g, append(closers, closing(served.Close)), nil
}

// desk is the gateway of a country, opened when it is first asked for.
func (s *site) desk(ctx context.Context, c events.Country, key identity.Key) (*gateway.Gateway, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if g := s.desks[c]; g != nil {
		return g, nil
	}
	// The streams of a country that has just joined are made behind the receipt.
	if err := s.tracker.Settle(ctx); err != nil {
		return nil, err
	}
	g, err := s.open(ctx, c, key)
	if err == nil {
		s.desks[c] = g
	}
	return g, err
}

// root sends a command of the root key; it comes by no account.
func (s *site) root(ctx context.Context, r events.Request, err error) error {
	if err != nil {
		return err
	}
	_, err = s.tracker.Do(ctx, "", r)
	return err
}

// Close stops everything, last begun first.
func (s *site) Close() error {
	var errs []error
	for _, f := range slices.Backward(s.close) {
		errs = append(errs, f())
	}
	s.close = nil
	return errors.Join(errs...)
}

// founding is what a journal begins with.
type founding struct {
	Class events.JournalUse
	Clock events.ClockKind
	At    events.Time
	Root  identity.Key
	Hub   identity.Key
	Timer identity.Key
}

// found writes the genesis and gives the registrar for what follows.
func (s *site) found(ctx context.Context, f founding) (identity.Registrar, error) {
	random := s.dice("registry")
	id, err := identity.NewID[events.JournalID](f.At, random)
	if err != nil {
		return identity.Registrar{}, err
	}
	r := identity.Registrar{Root: f.Root, Journal: id, Random: random}
	request, err := r.Begin(f.At,
		events.JournalTerms{ID: id, Class: f.Class, Clock: f.Clock},
		events.JournalKeys{Root: f.Root.Public(), Hub: f.Hub.Public(), Clock: f.Timer.Public()},
		events.StreamTerms{Config: s.config, Hash: events.DigestOf([]byte(s.config))})
	return r, s.root(ctx, request, err)
}

// admit adds a country and its desk.
func (s *site) admit(ctx context.Context, r identity.Registrar, at events.Time, c events.Country, key identity.Key, zone events.Zone, contact string) error {
	account, err := s.account(ctx, c)
	if err != nil {
		return fmt.Errorf("the account of %s: %w", c, err)
	}
	failpoint.At("country-accounted")
	// After a crash there may be a country without a desk.
	if _, known := s.tracker.Registry().Account(c); !known {
		request, err := r.AddCountry(at, c, account)
		if err := s.root(ctx, request, err); err != nil {
			return err
		}
	}
	failpoint.At("country-recorded")
	if _, known := s.tracker.Registry().Desk(c); known {
		return nil
	}
	request, err := r.AddDesk(at, events.DeskTerms{Country: c, Key: key.Public(), Zone: zone}, contact)
	err = s.root(ctx, request, err)
	failpoint.At("desk-recorded")
	return err
}

// enrol gives a key its rights for a country.
func (s *site) enrol(ctx context.Context, r identity.Registrar, at events.Time, o events.OfficerTerms, name string) error {
	request, err := r.Enrol(at, o, name)
	return s.root(ctx, request, err)
}
