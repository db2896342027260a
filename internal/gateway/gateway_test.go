package gateway_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/apply/applytest"
	"vigil/internal/gateway"
	"vigil/internal/identity"
	"vigil/internal/journal"
	"vigil/internal/operation"
	"vigil/projections"
)

const patience = 20 * time.Second

var asker = gateway.Asker{Viewer: "at", Purpose: "test", Surface: "test"}

// country is AT's side of a history: its gateway, and all that it meets.
type country struct {
	t    *testing.T
	h    *applytest.History
	id   events.OperationID
	desk *gateway.Gateway
	log  strings.Builder // read it with the lock
	hear func()          // called at each line of the log, in the midst of things

	mu        sync.Mutex
	now       events.Time
	accesses  []gateway.Access
	noAccess  error
	delivered []string
	text      events.OpenEnclosure
	asked     int // texts
	answer    gateway.Answer
	looks     chan chan time.Time // waits of those who look for the beat
}

// relay opens AT's gateway on the history of one operation.
func relay(t *testing.T) *country {
	h, id := applytest.Relay(t, 7)
	c := &country{t: t, h: h, id: id, now: h.Now(), looks: make(chan chan time.Time, 16)}
	return c
}

func (c *country) open() error {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	var err error
	c.desk, err = gateway.Open(ctx, gateway.Options{
		Country: "AT", Feeds: c.h.Store, Views: c.h.Store, Hub: c, Key: c.h.Key("at"), Access: c,
		Now: c.time, After: c.after, Log: slog.New(slog.NewTextHandler(c, nil)),
	})
	if err == nil {
		c.t.Cleanup(c.desk.Close)
	}
	return err
}

func (c *country) after(d time.Duration) <-chan time.Time {
	wait := make(chan time.Time, 1)
	if d == time.Second { // before something is tried again
		wait <- time.Time{}
		return wait
	}
	c.looks <- wait
	return wait
}

func (c *country) time() events.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// passes lets time pass and the gateway look for the hub's beat.
func (c *country) passes(d time.Duration) {
	wait := <-c.looks
	c.mu.Lock()
	c.now = c.now.Add(d)
	c.mu.Unlock()
	wait <- time.Time{}
	c.looks <- <-c.looks // it has looked when it waits again
}

func (c *country) said() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.log.String()
}

func (c *country) Write(p []byte) (int, error) {
	if c.hear != nil {
		c.hear()
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.log.Write(p)
}

func (c *country) Record(a gateway.Access) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.noAccess == nil {
		c.accesses = append(c.accesses, a)
	}
	return c.noAccess
}

func (c *country) Do(context.Context, events.Request) (gateway.Answer, error) { return c.answer, nil }
func (c *country) Now(context.Context) (events.Time, error)                   { return c.time(), nil }
func (c *country) Enclosure(context.Context, events.Viewer, projections.TextLine) (events.OpenEnclosure, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.asked++
	return c.text, nil
}

func (c *country) Delivered(_ context.Context, receipt string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.delivered = append(c.delivered, receipt)
	return nil
}

func (c *country) feed(viewer string) (list [][]byte) {
	c.t.Helper()
	_, err := c.h.Store.ReadFeed(c.t.Context(), viewer, 1, func(_ uint64, b []byte) error {
		list = append(list, slices.Clone(b))
		return nil
	})
	require.NoError(c.t, err)
	return list
}

// forgeries are what could be done to a message between hub and desk.
var forgeries = map[string]func(m *events.Message){
	"a salt": func(m *events.Message) { m.Proof.Entry[0].Salts[1].Salt[0] ^= 1 },
	"a value": func(m *events.Message) {
		m.Content.Entry[0].Slots[1].Value = events.Raw(strings.Replace(string(m.Content.Entry[0].Slots[1].Value), `"`, `"X`, 3))
	},
	"the author":        func(m *events.Message) { m.Content.Entry[0].Author = "nl" },
	"the act":           func(m *events.Message) { m.Content.Entry[0].Act = "sighting.reported" },
	"the command":       func(m *events.Message) { m.Content.Entry[0].Command = "01KJNB9TR0XXXXXXXXXXXXXXXX" },
	"the operation":     func(m *events.Message) { m.Content.Entry[0].Operation = "01KJNB9TR0XXXXXXXXXXXXXXXX" },
	"when it occurred":  func(m *events.Message) { m.Content.Entry[0].Occurred = m.Content.Entry[0].Occurred.Add(time.Hour) },
	"when it was known": func(m *events.Message) { m.Content.Entry[0].Known = m.Content.Entry[0].Known.Add(time.Hour) },
	"a salt left out":   func(m *events.Message) { m.Proof.Entry[0].Salts = m.Proof.Entry[0].Salts[1:] },
	"slots exchanged": func(m *events.Message) {
		s, p := m.Content.Entry[0].Slots, m.Proof.Entry[0].Salts
		s[0].Name, s[1].Name, p[0].Name, p[1].Name = s[1].Name, s[0].Name, p[1].Name, p[0].Name
	},
	"the note's time": func(m *events.Message) {
		m.Proof.Entry[0].Note = strings.Replace(m.Proof.Entry[0].Note, "2026-03-02", "2026-03-01", 1)
	},
}

// offer is a message of AT's feed about an entry with several slots.
func (c *country) offer(feed [][]byte) (events.Message, int) {
	c.t.Helper()
	for i, b := range feed {
		m, _, err := events.DecodeMessage(b)
		require.NoError(c.t, err)
		if len(m.Content.Entry) == 1 && m.Content.Entry[0].Act == "handover.offer" && len(m.Content.Entry[0].Slots) > 1 {
			return m, i
		}
	}
	require.Fail(c.t, "AT was shown no offer")
	return events.Message{}, 0
}

func TestAProofIsOfExactlyWhatIsShown(t *testing.T) {
	c := relay(t)
	registry := c.h.House.Registry()
	feed := c.feed("at")
	for _, b := range feed {
		m, _, err := events.DecodeMessage(b)
		require.NoError(t, err)
		require.NoError(t, gateway.Proven(m, registry.Journal().ID, registry.Public))
	}
	honest, _ := c.offer(feed)
	require.Error(t, gateway.Proven(honest, "01KJNB9TR0XXXXXXXXXXXXXXXX", registry.Public), "a note of another journal")
	for name, forge := range forgeries {
		t.Run(name, func(t *testing.T) {
			m, _ := c.offer(feed)
			forge(&m)
			require.NotEqual(t, honest, m)
			require.Error(t, gateway.Proven(m, registry.Journal().ID, registry.Public))
		})
	}
}

// TestAForgedMessageStopsTheDesk writes it into the feed, rightly chained: at
// start the desk does not open, and a running one shows nothing of it.
func TestAForgedMessageStopsTheDesk(t *testing.T) {
	for name, forge := range forgeries {
		t.Run(name, func(t *testing.T) {
			c := relay(t)
			feed := c.feed("at")
			m, at := c.offer(feed)
			forge(&m)
			b, _, err := events.EncodeMessage(m)
			if err != nil {
				t.Skip("no message can even be written so")
			}
			honest := c.h.Store
			c.h.Store = journal.NewMemory(func() time.Time { return c.h.Now().Std() }, 0)
			for _, v := range []string{"at", "at.lead"} {
				require.NoError(t, c.h.Store.EnsureViewer(t.Context(), v))
			}
			for i, b := range feed[:at] {
				require.NoError(t, c.h.Store.AppendFeed(t.Context(), "at", uint64(i+1), b))
			}
			_, err = honest.ReadFeed(t.Context(), "at.lead", 1, func(counter uint64, b []byte) error {
				return c.h.Store.AppendFeed(t.Context(), "at.lead", counter, b)
			})
			require.NoError(t, err)
			require.NoError(t, c.open())
			before, err := c.desk.Documents(t.Context(), asker)
			require.NoError(t, err)
			require.Len(t, before, 1)
			heard := make(chan error, 8)
			c.hear = func() { // also at the moment when the forgery is found out
				_, err := c.desk.Documents(t.Context(), asker)
				heard <- err
			}

			require.NoError(t, c.h.Store.AppendFeed(t.Context(), "at", uint64(at+1), b))
			ctx, cancel := context.WithTimeout(t.Context(), patience)
			defer cancel()
			require.ErrorIs(t, c.desk.Wait(ctx, "at", uint64(at+1)), journal.ErrDamaged)
			_, err = c.desk.Documents(ctx, asker)
			require.ErrorIs(t, err, journal.ErrDamaged)
			_, err = c.desk.Document(ctx, asker, c.id)
			require.ErrorIs(t, err, journal.ErrDamaged)
			c.desk.Close()
			require.Contains(t, c.said(), "damaged")
			require.ErrorIs(t, <-heard, journal.ErrDamaged)
			c.hear = nil

			err = c.open()
			require.ErrorIs(t, err, journal.ErrDamaged)
			require.ErrorContains(t, err, "the feed of at")
		})
	}
}

// remark has AT report something with a text, and gives where AT's view has it.
func (c *country) remark(words string) projections.TextLine {
	c.t.Helper()
	c.h.Append(c.entry(words))
	view := c.h.House.View("at")
	kase, ok := view.Case(c.id)
	require.True(c.t, ok)
	for _, line := range kase.Document.Texts {
		if line.Counter == view.Counter {
			return line
		}
	}
	require.Fail(c.t, "the remark is not shown to its author")
	return projections.TextLine{}
}

func (c *country) entry(words string) []byte {
	c.t.Helper()
	kase, _ := c.h.House.View("at").Case(c.id)
	fact := events.SightingReported{Sighting: events.SightingTerms{Part: kase.Document.Parts[0].Part, Country: "AT", Method: events.Visual}}
	plain := c.h.Sign("at team", c.id, fact)
	n, _, err := events.ParseNote(plain.Note)
	require.NoError(c.t, err)
	values, err := identity.ValuesOf(fact)
	require.NoError(c.t, err)
	r, err := identity.Compose(n, events.Seen{}, append(values, identity.Value{Slot: "remark", Bytes: []byte(words)}), c.h.Dice, c.h.Key("at team"))
	require.NoError(c.t, err)
	c.text = r.Enclosures[0]
	body, err := events.EncodeEntry(c.h.Decide(r))
	require.NoError(c.t, err)
	return body
}

func TestATextIsWhatItsAuthorCommittedTo(t *testing.T) {
	c := relay(t)
	line := c.remark("four persons")
	require.NoError(t, c.open())
	b, err := c.desk.Text(t.Context(), asker, line)
	require.NoError(t, err)
	require.Equal(t, "four persons", string(b))

	for name, forge := range map[string]func(e *events.OpenEnclosure){
		"value": func(e *events.OpenEnclosure) { e.Value = []byte("nobody there") },
		"salt":  func(e *events.OpenEnclosure) { e.Salt[3] ^= 1 },
	} {
		t.Run(name, func(t *testing.T) {
			honest := c.text
			defer func() { c.text = honest }()
			forge(&c.text)
			b, err := c.desk.Text(t.Context(), asker, line)
			require.ErrorContains(t, err, "is not what its author signed")
			require.Nil(t, b)
		})
	}
	asked := c.asked
	other := line
	other.Counter--
	_, err = c.desk.Text(t.Context(), asker, other)
	require.Error(t, err)
	require.Equal(t, asked, c.asked, "the hub is not asked for what this desk does not show")
}

func TestWithoutAnAccessLogNothingIsShown(t *testing.T) {
	c := relay(t)
	line := c.remark("four persons")
	require.NoError(t, c.open())
	ctx := t.Context()
	reads := map[string]func() (any, error){
		"documents": func() (any, error) { return c.desk.Documents(ctx, asker) },
		"document":  func() (any, error) { return c.desk.Document(ctx, asker, c.id) },
		"text":      func() (any, error) { return c.desk.Text(ctx, asker, line) },
		"feed": func() (any, error) {
			var got []gateway.Message
			err := c.desk.Feed(ctx, asker, 1, false, func(m gateway.Message) error { got = append(got, m); return nil })
			return got, err
		},
		"following": func() (any, error) {
			var got []gateway.Message
			err := c.desk.Feed(ctx, asker, 1, true, func(m gateway.Message) error { got = append(got, m); return errEnough })
			if errors.Is(err, errEnough) {
				err = nil
			}
			return got, err
		},
	}
	c.noAccess = errors.New("no space left")
	for name, read := range reads {
		got, err := read()
		require.ErrorContains(t, err, "nothing is shown", name)
		require.Empty(t, got, name)
	}
	require.Zero(t, c.asked)
	require.Empty(t, c.accesses)

	c.noAccess = nil
	for name, read := range reads {
		lines := len(c.accesses)
		got, err := read()
		require.NoError(t, err, name)
		require.NotEmpty(t, got, name)
		require.Len(t, c.accesses, lines+1, name)
		require.Equal(t, asker, c.accesses[lines].Asker)
	}
}

var errEnough = errors.New("enough")

func TestASilentHubIsAnAlarm(t *testing.T) {
	c := relay(t)
	require.NoError(t, c.open())
	c.passes(0)
	quiet := func() int64 {
		m, err := c.desk.Moment(t.Context(), "at")
		require.NoError(t, err)
		return m.Quiet
	}
	beginning := quiet()
	c.passes(20 * time.Second)
	require.Equal(t, beginning+20_000, quiet())
	require.NotContains(t, c.said(), "silent")
	c.passes(11 * time.Second)
	require.Equal(t, beginning+31_000, quiet())
	require.Equal(t, 1, strings.Count(c.said(), "the hub is silent"))
	c.passes(10 * time.Minute)
	require.Equal(t, 1, strings.Count(c.said(), "the hub is silent"), "once")

	// A beat ends the silence, also when the clock in it stands still.
	at := c.h.Now().Add(time.Hour)
	require.NoError(t, c.h.Store.PutView(t.Context(), "at", "meta.alive", []byte(at.String()+" 8")))
	c.passes(0)
	require.Zero(t, quiet())
	m, err := c.desk.Moment(t.Context(), "at")
	require.NoError(t, err)
	require.Equal(t, at, m.Hub)
	c.passes(20 * time.Second)
	require.NoError(t, c.h.Store.PutView(t.Context(), "at", "meta.alive", []byte(at.String()+" 9")))
	c.passes(0)
	require.Zero(t, quiet())
	c.passes(31 * time.Second)
	require.Equal(t, 2, strings.Count(c.said(), "the hub is silent"))
}

func TestADeskShowsItsOwnCountry(t *testing.T) {
	c := relay(t)
	require.NoError(t, c.open())
	for _, v := range []events.Viewer{"hu", "hu.lead", "nl", "root"} {
		other := asker
		other.Viewer = v
		_, err := c.desk.Documents(t.Context(), other)
		require.ErrorAs(t, err, new(*operation.Refusal))
		_, err = c.desk.Alliance(t.Context(), v)
		require.ErrorAs(t, err, new(*operation.Refusal))
		err = c.desk.Feed(t.Context(), other, 1, false, func(gateway.Message) error { return errEnough })
		require.ErrorAs(t, err, new(*operation.Refusal))
	}
	_, hidden := c.desk.Document(t.Context(), gateway.Asker{Viewer: "at.lead"}, c.id)
	_, unknown := c.desk.Document(t.Context(), gateway.Asker{Viewer: "at.lead"}, "01KJNB9TR0XXXXXXXXXXXXXXXX")
	one, err := json.Marshal(hidden)
	require.NoError(t, err)
	other, err := json.Marshal(unknown)
	require.NoError(t, err)
	require.Equal(t, string(one), string(other))
}

func TestTheNewestDeliveryIsSigned(t *testing.T) {
	c := relay(t)
	require.NoError(t, c.open())
	last := func() identity.Delivery {
		c.mu.Lock()
		defer c.mu.Unlock()
		var newest identity.Delivery
		for _, receipt := range c.delivered {
			d, err := identity.OpenDelivery(receipt, c.h.Key("at").Public())
			require.NoError(t, err)
			if d.Viewer == "at" {
				newest = d
			}
		}
		return newest
	}
	reaches := func() {
		t.Helper()
		view := c.h.House.View("at")
		require.Eventually(t, func() bool { return last().Counter == view.Counter }, patience, time.Millisecond)
		require.Equal(t, view.Digest, last().Content)
	}
	reaches()
	c.remark("one more")
	reaches()
}

func TestAReceiptIsOfTheHubAndForThisNote(t *testing.T) {
	c := relay(t)
	require.NoError(t, c.open())
	request := c.h.Sign("at team", c.id, events.SightingReported{Sighting: events.SightingTerms{Part: events.PartOf("01KJNB9TR0XXXXXXXXXXXXXXXX"), Country: "AT", Method: events.Visual}})
	n, _, err := events.ParseNote(request.Note)
	require.NoError(t, err)
	receipt := identity.Receipt{Journal: n.Journal, Operation: n.Operation, Command: n.Command, Note: identity.NoteDigest(request.Note),
		At: c.h.Now(), Viewer: "at", Durability: "memory"}
	c.answer.Receipt = receipt.Sign(c.h.Key("hub"))
	_, err = c.desk.Do(t.Context(), request)
	require.NoError(t, err)

	c.answer.Receipt = receipt.Sign(c.h.Key("root"))
	_, err = c.desk.Do(t.Context(), request)
	require.ErrorContains(t, err, "does not hold")
	receipt.Note = events.DigestOf([]byte("another"))
	c.answer.Receipt = receipt.Sign(c.h.Key("hub"))
	_, err = c.desk.Do(t.Context(), request)
	require.ErrorContains(t, err, "another note")
}

func TestAStoredViewThatSaysSomethingElseIsNamed(t *testing.T) {
	c := relay(t)
	require.NoError(t, c.open())
	m, err := c.desk.Moment(t.Context(), "at")
	require.NoError(t, err)
	position := []byte(strconv.FormatUint(m.Counter, 10))
	require.NoError(t, c.h.Store.PutView(t.Context(), "at", "meta.position", position))
	const complaint = "the stored view says something else"
	c.passes(0)
	c.passes(0)
	require.NotContains(t, c.said(), complaint, "it is what the feed gives")

	// Found equal at this position, it is looked at again when the position moves.
	require.NoError(t, c.h.Store.PutView(t.Context(), "at", "meta.position", []byte("1")))
	c.passes(0)
	document, err := c.h.Store.ReadView(t.Context(), "at", string(c.id))
	require.NoError(t, err)
	altered := bytes.Replace(document, []byte(`"cocaine"`), []byte(`"sugar"`), 1)
	require.NotEqual(t, string(document), string(altered))
	require.NoError(t, c.h.Store.PutView(t.Context(), "at", string(c.id), altered))
	c.desk.Close()
	require.NoError(t, c.h.Store.PutView(t.Context(), "at", "meta.position", position))
	for len(c.looks) > 0 {
		<-c.looks
	}
	require.NoError(t, c.open())
	require.NotContains(t, c.said(), complaint, "once may be chance")
	c.passes(0)
	c.passes(0)
	require.Equal(t, 1, strings.Count(c.said(), complaint))
	c.passes(0)
	require.Equal(t, 1, strings.Count(c.said(), complaint), "once")
	require.Contains(t, c.said(), string(c.id))
	d, err := c.desk.Document(t.Context(), asker, c.id)
	require.NoError(t, err)
	shown, err := d.Encode()
	require.NoError(t, err)
	require.Equal(t, string(document), string(shown), "a desk shows its own fold")
}

// What is told without a name proves nothing, so it may only be what follows: no
// word of an officer passes under it.
func TestWithoutANameNobodySaysAnything(t *testing.T) {
	clock := applytest.Clock(t, "03:10")
	message := func(list ...events.Event) events.Message {
		s := events.Shown{Operation: "01KJNB9TR0XXXXXXXXXXXXXXX1", Command: "01KJNB9TR0XXXXXXXXXXXXXXX2", Author: events.Hub, At: clock}
		for _, e := range list {
			raw, err := events.EncodeEvent(e)
			require.NoError(t, err)
			s.Events = append(s.Events, raw)
		}
		return events.Message{Content: events.Content{V: events.Version, Edition: events.Edition, Viewer: "at", Counter: 1, Entry: []events.Shown{s}},
			Proof: events.Proof{Entry: make([]events.NoteProof, 1)}}
	}
	nobody := func(events.KeyID) (events.PublicKey, bool) { return "", false }
	moved := events.DirectionMoved{Left: events.LeftTerms{Part: "7QK2XM", Country: "DE", Since: clock}}
	over := events.AlertResolved{Resolution: events.ResolutionTerms{ID: "unwatched/7QK2XM", Country: "AT", Ground: "in-sight"}}
	require.NoError(t, gateway.Proven(message(moved, over), "", nobody))
	for _, said := range []events.Event{
		events.HandoverAccepted{Acceptance: events.AcceptanceTerms{Offer: "01KJNB9TR0XXXXXXXXXXXXXXX3", Commander: "0123456789abcdef", Team: "AT-1"}},
		events.BorderCrossed{Crossing: events.CrossingTerms{Part: "7QK2XM", From: "AT", To: "DE", Method: events.Visual}},
		events.AuthorisationGranted{
			Grant:  events.GrantTerms{Request: "01KJNB9TR0XXXXXXXXXXXXXXX3", Country: "AT", Measure: events.Import, Modes: []events.Mode{events.Live}, Finality: events.Final},
			Window: events.Window{From: clock, Until: clock.Add(time.Hour)}},
		events.CheckpointMissed{Missed: events.CheckpointName{ID: "AT-CP1"}},
	} {
		require.ErrorContains(t, gateway.Proven(message(moved, said), "", nobody), "is told without who said it", "%T", said)
	}

	// Nor does a slot, a time or an act.
	for _, change := range []func(*events.Message){
		func(m *events.Message) { m.Content.Entry[0].Author = "at" },
		func(m *events.Message) { m.Content.Entry[0].Occurred = clock },
		func(m *events.Message) {
			m.Content.Entry[0].Slots = []events.ShownSlot{{Name: "crossing", Value: events.Raw(`{}`)}}
		},
		func(m *events.Message) { m.Content.Entry[0].Act = "border.crossed" },
	} {
		m := message(moved)
		change(&m)
		_, _, err := events.EncodeMessage(m)
		require.ErrorContains(t, err, "half in its author's name")
	}
}
