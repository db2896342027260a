package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/gateway"
	"vigil/internal/identity"
	"vigil/internal/journal"
	"vigil/internal/operation"
	"vigil/projections"
)

const (
	journalID = events.JournalID("01JQ0000000000000000000001")
	relay     = events.OperationID("01JQ0000000000000000000002")
)

// dice is a stream of bytes that is the same in each run.
func dice(name string) io.Reader {
	var seed [32]byte
	copy(seed[:], name)
	return rand.NewChaCha8(seed)
}

func keyNamed(name string) identity.Key {
	k, err := identity.NewKey(dice(name))
	if err != nil {
		panic(err)
	}
	return k
}

func at(text string) events.Time {
	t, err := events.ParseTime("2026-03-02T" + text[:5] + ":00.000" + text[5:])
	if err != nil {
		panic(err)
	}
	return t
}

func between(from, until string) events.Window {
	return events.Window{From: at(from), Until: at(until)}
}

func command(n int) events.CommandID {
	return events.CommandID(fmt.Sprintf("01JQ00000000000000000C%04d", n))
}

// fakeDesk is a desk over hand-made feeds: views are folded by the real folds,
// and what is sent to it is taken as it is and shown to its author.
type fakeDesk struct {
	t      testing.TB
	hub    identity.Key
	now    events.Time
	quiet  time.Duration
	class  events.JournalUse
	views  map[events.Viewer]*projections.View
	feeds  map[events.Viewer][]gateway.Message
	texts  map[string]string // by command and slot
	sent   []events.Request
	asked  []gateway.Asker
	marks  map[gateway.Asker]gateway.Mark // by viewer and key
	answer error                          // instead of doing
	reads  bool                           // it was said that nothing will be sent
	beside []events.Event
	note   string // in the proof of what is told
	next   int
}

func newFakeDesk(t testing.TB) *fakeDesk {
	d := &fakeDesk{
		t: t, hub: keyNamed("hub"), now: at("21:15Z"), class: events.Exercise,
		views: map[events.Viewer]*projections.View{}, feeds: map[events.Viewer][]gateway.Message{}, texts: map[string]string{},
		marks: map[gateway.Asker]gateway.Mark{},
	}
	registry := func(act events.Act, e events.Event) {
		d.next++
		s := events.Shown{Operation: events.Registry, Command: command(d.next), Act: act, Author: events.Root, At: at("12:00Z"), Occurred: at("12:00Z"), Known: at("12:00Z")}
		for _, v := range []events.Viewer{"at", "at.lead", "hu", "hu.lead"} {
			d.tell(v, s, e)
		}
	}
	registry("registry.begin", events.RegistryBegun{
		Journal: events.JournalTerms{ID: journalID, Class: d.class, Clock: events.ScenarioClock},
		Keys:    events.JournalKeys{Root: keyNamed("root").Public(), Hub: d.hub.Public(), Clock: keyNamed("clock").Public()},
	})
	registry("country.add", events.CountryAdded{Country: events.CountryTerms{Code: "HU", Account: "AHU00000000"}})
	registry("desk.add", events.DeskAdded{Desk: events.DeskTerms{Country: "HU", Key: keyNamed("desk hu").Public(), Zone: "Europe/Budapest"}})
	registry("country.add", events.CountryAdded{Country: events.CountryTerms{Code: "AT", Account: "AAT00000000"}})
	registry("desk.add", events.DeskAdded{Desk: events.DeskTerms{Country: "AT", Key: keyNamed("desk at").Public(), Zone: "Europe/Vienna"}})
	for _, o := range []struct {
		name  string
		roles []events.Role
	}{
		{"hu/coordinator", []events.Role{events.Coordinator}},
		{"hu/commander", []events.Role{events.Commander}},
		{"at/authority", []events.Role{events.CompetentAuthority}},
		{"at/commander", []events.Role{events.Commander, events.DeskOfficer}},
		{"at/team", []events.Role{events.Team}},
	} {
		registry("officer.enrol", events.OfficerEnrolled{Officer: events.OfficerTerms{
			Country: events.Country(strings.ToUpper(o.name[:2])), Key: keyNamed(o.name).Public(), Roles: o.roles, From: at("00:00Z"), Until: at("23:59Z"),
		}})
	}
	return d
}

// tell adds a message with these events to a viewer's feed.
func (d *fakeDesk) tell(v events.Viewer, s events.Shown, list ...events.Event) uint64 {
	view := d.views[v]
	if view == nil {
		view = projections.NewView(v)
		d.views[v] = view
	}
	for _, e := range list {
		raw, err := events.EncodeEvent(e)
		require.NoError(d.t, err)
		s.Events = append(slices.Clip(s.Events), raw)
	}
	content := events.Content{V: events.Version, Edition: events.Edition, Viewer: v, Counter: view.Counter + 1, Prev: view.Digest, Entry: []events.Shown{s}}
	return d.deliver(v, content)
}

// deliver writes a message into a viewer's feed.
func (d *fakeDesk) deliver(v events.Viewer, content events.Content) uint64 {
	proof := events.Proof{Briefing: make([]events.NoteProof, len(content.Briefing)), Entry: make([]events.NoteProof, len(content.Entry))}
	for i := range proof.Entry {
		proof.Entry[i].Note = d.note
		if d.note == "" {
			proof.Entry[i].Note = "nobody looks at it here"
		}
	}
	for i := range proof.Briefing {
		proof.Briefing[i].Note = "nobody looks at it here"
	}
	b, digest, err := events.EncodeMessage(events.Message{Content: content, Proof: proof})
	require.NoError(d.t, err)
	_, err = d.views[v].Apply(content, digest)
	require.NoError(d.t, err)
	d.feeds[v] = append(d.feeds[v], gateway.Message{Counter: content.Counter, Bytes: b})
	return content.Counter
}

// commandAt is the command that a message is about.
func (d *fakeDesk) commandAt(v events.Viewer, counter uint64) events.CommandID {
	m, _, err := events.DecodeMessage(d.feeds[v][counter-1].Bytes)
	require.NoError(d.t, err)
	return m.Content.Entry[0].Command
}

// entry is one entry of RELAY, shown to all the viewers named.
func (d *fakeDesk) entry(author events.Viewer, act events.Act, occurred string, viewers []events.Viewer, text string, list ...events.Event) events.CommandID {
	return d.entryOf(relay, author, act, occurred, viewers, text, list...)
}

// entryOf is one entry of any operation.
func (d *fakeDesk) entryOf(about events.OperationID, author events.Viewer, act events.Act, occurred string, viewers []events.Viewer, text string, list ...events.Event) events.CommandID {
	d.next++
	when := at(occurred)
	s := events.Shown{Operation: about, Command: command(d.next), Act: act, Author: author, At: when.UTC(), Occurred: when, Known: when}
	for line := range strings.Lines(text) { // one text a line
		if slot, words, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "="); ok {
			s.Enclosures = append(s.Enclosures, events.ShownEnclosure{Name: slot, Class: events.Internal, Size: len(words)})
			d.texts[string(s.Command)+slot] = words
		}
	}
	for _, v := range viewers {
		d.tell(v, s, list...)
	}
	return s.Command
}

func (d *fakeDesk) Moment(_ context.Context, v events.Viewer) (gateway.Moment, error) {
	view := d.views[v]
	if view == nil {
		return gateway.Moment{}, journal.ErrNoViewer
	}
	return gateway.Moment{
		Journal: events.JournalTerms{ID: journalID, Class: d.class, Clock: events.ScenarioClock},
		Hub:     d.now, Now: d.now, Quiet: d.quiet.Milliseconds(), Counter: view.Counter, Digest: view.Digest,
	}, nil
}

func (d *fakeDesk) Alliance(_ context.Context, v events.Viewer) (projections.Alliance, error) {
	if d.views[v] == nil {
		return projections.Alliance{}, journal.ErrNoViewer
	}
	return d.views[v].Alliance, nil
}

func (d *fakeDesk) Documents(_ context.Context, a gateway.Asker) (docs []projections.Document, err error) {
	d.asked = append(d.asked, a)
	for _, c := range d.views[a.Viewer].Cases() {
		docs = append(docs, c.Document)
	}
	return docs, nil
}

func (d *fakeDesk) Document(_ context.Context, a gateway.Asker, id events.OperationID) (projections.Document, error) {
	d.asked = append(d.asked, a)
	c, ok := d.views[a.Viewer].Case(id)
	if !ok {
		return c.Document, &operation.Refusal{Rule: operation.NoSuch, Class: operation.NotFound, Reason: "there is no such operation", Hint: "Check its id."}
	}
	return c.Document, nil
}

func (d *fakeDesk) Feed(ctx context.Context, a gateway.Asker, from uint64, follow bool, f func(gateway.Message) error) error {
	d.asked = append(d.asked, a)
	for _, m := range d.feeds[a.Viewer] {
		if m.Counter >= from {
			if err := f(m); err != nil {
				return err
			}
		}
	}
	if follow {
		<-ctx.Done()
		return ctx.Err()
	}
	return nil
}

func (d *fakeDesk) Text(_ context.Context, a gateway.Asker, t projections.TextLine) ([]byte, error) {
	text, ok := d.texts[string(t.Command)+t.Slot]
	if !ok {
		return nil, errors.New("it was erased")
	}
	return []byte(text), nil
}

func (d *fakeDesk) Mark(_ context.Context, a gateway.Asker) (gateway.Mark, error) {
	return d.marks[gateway.Asker{Viewer: a.Viewer, Key: a.Key}], nil
}

func (d *fakeDesk) SetMark(_ context.Context, a gateway.Asker, counter uint64, how gateway.Moving) (gateway.Mark, error) {
	of := gateway.Asker{Viewer: a.Viewer, Key: a.Key}
	if counter > d.marks[of].Counter || how == gateway.Anyhow {
		d.marks[of] = gateway.Mark{Counter: counter, At: d.now}
	}
	return d.marks[of], nil
}

func (d *fakeDesk) Do(_ context.Context, r events.Request) (gateway.Answer, error) {
	require.False(d.t, d.reads, "a hub wired for who only reads fires no clocks: nothing is decided on it")
	d.sent = append(d.sent, r)
	if d.answer != nil {
		return gateway.Answer{}, d.answer
	}
	public := func(id events.KeyID) (events.PublicKey, bool) { return d.views["at"].Alliance.Public(id) }
	opened, err := identity.OpenRequest(r, journalID, public)
	if err != nil {
		return gateway.Answer{}, err
	}
	n := opened.Note
	raw, err := events.EncodeEvent(opened.Fact)
	if err != nil {
		return gateway.Answer{}, err
	}
	s := events.Shown{Operation: n.Operation, Command: n.Command, Act: n.Act, Author: n.Signer, At: d.now.UTC(), Occurred: n.Occurred, Known: n.Known, Events: []events.Raw{raw}}
	for _, x := range r.Slots {
		if x.Name != events.SlotSeen {
			s.Slots = append(s.Slots, events.ShownSlot{Name: x.Name, Value: x.Value})
		}
	}
	for _, e := range opened.Enclosures {
		s.Enclosures = append(s.Enclosures, events.ShownEnclosure{Name: e.Name, Class: e.Class, Size: e.Size})
	}
	if r.DryRun == events.DecideOnly {
		return gateway.Answer{Shown: &s}, nil
	}
	d.note = r.Note
	for _, e := range r.Enclosures {
		d.texts[string(n.Command)+e.Name] = string(e.Value)
	}
	counter := d.tell(n.Signer, s, d.beside...)
	d.note = ""
	receipt := identity.Receipt{Journal: journalID, Operation: n.Operation, Command: n.Command, Note: opened.Digest, At: d.now.UTC(),
		Viewer: n.Signer, Counter: counter, Content: d.views[n.Signer].Digest, Durability: "fsync"}
	return gateway.Answer{Receipt: receipt.Sign(d.hub)}, nil
}

// fakeOutbox keeps requests in memory.
type fakeOutbox map[events.CommandID][]byte

func (o fakeOutbox) Keep(id events.CommandID, b []byte) error { o[id] = bytes.Clone(b); return nil }
func (o fakeOutbox) Kept(id events.CommandID) ([]byte, error) { return o[id], nil }
func (o fakeOutbox) Drop(id events.CommandID) error           { delete(o, id); return nil }

// fakeReceipts keeps receipts beside them.
type fakeReceipts struct {
	fakeOutbox
	receipts map[events.CommandID]string
}

func (o fakeReceipts) Settle(id events.CommandID, receipt string) error {
	o.receipts[id] = receipt
	return o.Drop(id)
}
func (o fakeReceipts) Receipt(id events.CommandID) (string, error) { return o.receipts[id], nil }

// stage is a desk, and an Env in front of it.
type stage struct {
	*fakeDesk
	Env
	outbox   fakeOutbox
	receipts map[events.CommandID]string
	variable map[string]string
	files    map[string]string
	out, err bytes.Buffer
}

func newStage(t testing.TB) *stage {
	s := &stage{fakeDesk: newFakeDesk(t), outbox: fakeOutbox{}, receipts: map[events.CommandID]string{}, variable: map[string]string{}, files: map[string]string{}}
	s.Env = Env{
		Stdin: strings.NewReader(""), Stdout: &s.out, Stderr: &s.err, Width: 80,
		Now: func() time.Time { return s.fakeDesk.now.Std() }, Random: dice("cli"),
		Getenv: func(name string) string { return s.variable[name] },
		IsDir:  func(string) bool { return false },
		ReadFile: func(path string) ([]byte, error) {
			if text, ok := s.files[path]; ok {
				return []byte(text), nil
			}
			return nil, fmt.Errorf("there is no file %s", path)
		},
		Open: func(_ context.Context, c Connect) (*Session, error) {
			s.reads = c.Reads
			session := &Session{Desk: s.fakeDesk, Viewer: c.Desk, Outbox: fakeReceipts{s.outbox, s.receipts}}
			if c.As != (Officer{}) {
				session.Key = keyNamed(c.As.String())
				if c.Desk == "" {
					session.Viewer = c.As.Country.Desk()
				}
			}
			if c.Witness != (Officer{}) {
				session.Witness = keyNamed(c.Witness.String())
			}
			return session, nil
		},
	}
	return s
}

// run says a command line, as typed in a shell, and gives what came out.
func (s *stage) run(ctx context.Context, line string) (exit int, out, err string) {
	s.out.Reset()
	s.err.Reset()
	exit = Run(ctx, s.Env, words(line)[1:])
	return exit, s.out.String(), s.err.String()
}

// words splits a command line as a shell does: blanks and quotes.
func words(line string) (list []string) {
	var word strings.Builder
	var quote rune
	begun := false
	for _, r := range line {
		switch {
		case r == quote:
			quote = 0
		case quote == 0 && (r == '"' || r == '\''):
			quote, begun = r, true
		case r == ' ' && quote == 0:
			if begun {
				list = append(list, word.String())
				word.Reset()
			}
			begun = false
		default:
			word.WriteRune(r)
			begun = true
		}
	}
	if begun {
		list = append(list, word.String())
	}
	return list
}
