package service

import (
	"context"
	"io"
	"log/slog"
	"math/rand/v2"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/gateway"
	"vigil/internal/nats/broker"
	"vigil/projections"
)

// patience is how long a test waits for what must come.
const patience = 20 * time.Second

const (
	journalID = "01JD3000000000000000000000"
	opID      = "01JD3000000000000000000001"
	commandID = "01JD3000000000000000000002"
	keyID     = "0123456789abcdef"
)

// alliance is a server without a socket, with accounts for AT and NL.
type alliance struct {
	t      testing.TB
	realm  *broker.Realm
	broker *broker.Broker
	random io.Reader
}

func newAlliance(t testing.TB) *alliance {
	t.Helper()
	dir := t.TempDir()
	a := &alliance{t: t, random: rand.NewChaCha8([32]byte{1})}
	var err error
	a.realm, err = broker.CreateRealm(filepath.Join(dir, "keys"), a.random)
	require.NoError(t, err)
	require.NoError(t, a.realm.AddCountry("at", a.random))
	require.NoError(t, a.realm.AddCountry("nl", a.random))
	a.broker, err = broker.Start(broker.Options{StoreDir: filepath.Join(dir, "data"), Realm: a.realm, Random: a.random, Logger: quiet(t)})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, a.broker.Stop()) })
	return a
}

// as connects a user until the test ends.
func (a *alliance) as(role broker.Role, country, id string) *nats.Conn {
	a.t.Helper()
	c, err := a.realm.Credential(broker.User{Role: role, Country: country, ID: id}, a.random)
	require.NoError(a.t, err)
	conn, err := a.broker.Connect(c, nats.ErrorHandler(func(*nats.Conn, *nats.Subscription, error) {}))
	require.NoError(a.t, err)
	a.t.Cleanup(conn.Close)
	return conn
}

func (a *alliance) context() context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	a.t.Cleanup(cancel)
	return ctx
}

// countryOf knows the countries of the realm.
func (a *alliance) countryOf(key string) (events.Country, bool) {
	code, ok := a.realm.CountryOf(key)
	return events.Country(strings.ToUpper(code)), ok
}

// hub serves hub to both countries.
func (a *alliance) hub(hub gateway.Hub, l limits) *Service {
	a.t.Helper()
	office := func(c events.Country) gateway.Hub {
		if o, ok := hub.(interface {
			of(events.Country) gateway.Hub
		}); ok {
			return o.of(c)
		}
		return hub
	}
	s, err := serveHub(a.context(), a.as(broker.Hub, "", "hub"), office, a.countryOf, quiet(a.t), l)
	require.NoError(a.t, err)
	a.t.Cleanup(func() { require.NoError(a.t, s.Close(a.context())) })
	return s
}

// desk serves desk in AT and gives a person's client of it, which is quick to
// find the gateway gone.
func (a *alliance) desk(desk gateway.Desk, l limits) (*Service, deskClient) {
	a.t.Helper()
	s, err := serveDesk(a.context(), a.as(broker.Gateway, "at", "gateway"), desk, quiet(a.t), l)
	require.NoError(a.t, err)
	a.t.Cleanup(func() { require.NoError(a.t, s.Close(a.context())) })
	return s, a.person("eva")
}

func (a *alliance) person(id string) deskClient {
	c := DeskClient(a.as(broker.Person, "at", id)).(deskClient)
	c.beat, c.silence = 20*time.Millisecond, 10*time.Second
	return c
}

func quiet(t testing.TB) *slog.Logger {
	return slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelError + 1}))
}

// awaitNoGoroutine waits until no goroutine of this package's code is left, but
// for tests.
func awaitNoGoroutine(t testing.TB, ctx context.Context) {
	t.Helper()
	stacks := make([]byte, 1<<20)
	for {
		var left []string
		for _, g := range strings.Split(string(stacks[:runtime.Stack(stacks, true)]), "\n\n") {
			if strings.Contains(g, "vigil/internal/nats/service.") && !strings.Contains(g, "_test.go") {
				left = append(left, g)
			}
		}
		if len(left) == 0 {
			return
		}
		require.NoError(t, ctx.Err(), "still running:\n%s", strings.Join(left, "\n\n"))
		runtime.Gosched()
	}
}

// signed is a request in the right form. Nobody here checks its signature.
func signed(act events.Act, enclosed int) events.Request {
	at := events.TimeOf(time.Date(2026, 3, 2, 2, 10, 0, 0, time.UTC))
	n := events.Note{Journal: journalID, Operation: opID, Command: commandID, Act: act, Signer: "at", Key: keyID,
		Occurred: at, Known: at, Until: at.Add(5 * time.Minute)}
	r := events.Request{
		Note:       n.Text() + events.SignatureLines(events.Signature{Key: keyID}),
		Slots:      []events.Slot{{Name: "seen", Value: events.Raw(`{"counter":3}`)}},
		Enclosures: []events.OpenEnclosure{},
	}
	if enclosed > 0 {
		r.Enclosures = append(r.Enclosures, events.OpenEnclosure{Name: "message", Class: events.Internal, Value: make([]byte, enclosed)})
	}
	return r
}

func someMoment() events.Time { return events.TimeOf(time.Date(2026, 3, 2, 2, 14, 37, 0, time.UTC)) }

func someAsker() gateway.Asker {
	return gateway.Asker{Viewer: "at", Key: keyID, Purpose: "shift <b>", Surface: "cli show"}
}

func someText() projections.TextLine {
	return projections.TextLine{Counter: 413, Command: commandID, Slot: "message", Class: events.Internal, Size: 12}
}

func someShown() *events.Shown {
	return &events.Shown{Operation: opID, Command: commandID, Act: "handover.accept", Author: "at",
		At: someMoment(), Occurred: someMoment(), Known: someMoment(),
		Slots:      []events.ShownSlot{{Name: "acceptance", Value: events.Raw(`{"point":"HU-AT"}`)}},
		Enclosures: []events.ShownEnclosure{}, Events: []events.Raw{events.Raw(`{"kind":"handover.accepted"}`)}}
}

func someDocument(id events.OperationID) projections.Document {
	d := projections.Document{V: 1, Edition: 1, Viewer: "at", Counter: 413, Operation: id, State: projections.Running}
	b, err := d.Encode()
	if err == nil {
		d, err = projections.DecodeDocument(b)
	}
	if err != nil {
		panic(err)
	}
	return d
}
