package audit_test

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/apply/applytest"
	"vigil/internal/audit"
	"vigil/internal/identity"
	"vigil/internal/journal"
)

// planned is an operation with a checkpoint in AT from 01:00 to 02:00, at 00:10.
func planned(t testing.TB) (scene, events.OperationID) {
	t.Helper()
	h := applytest.Begin(t, 5, "HU", "AT", "NL")
	h.At("00:10")
	id, err := identity.NewID[events.OperationID](h.Now(), h.Dice)
	require.NoError(t, err)
	const lead = "hu.lead coordinator"
	h.Told(lead, id, events.OperationOpened{
		Operation: events.OperationTerms{Name: "CLOCKS", Lead: "HU", Goods: events.Narcotics},
		Basis:     events.LegalBasis{Instruments: []events.Instrument{events.EUMLA12}}})
	h.Told(lead, id, events.StateInvolved{State: events.StateTerms{Country: "HU", Role: events.Origin}})
	h.Told(lead, id, events.StateInvolved{State: events.StateTerms{Country: "AT", Role: events.Destination}})
	h.Told(lead, id, events.CheckpointPlanned{Checkpoint: events.CheckpointTerms{Country: "AT", Grace: 20},
		Window: events.Window{From: applytest.Clock(t, "01:00"), Until: applytest.Clock(t, "02:00")}})
	return scene{h, audit.Options{Journal: h.Store, Feeds: h.Store, Views: h.Store}}, id
}

// heads gives the options with a head over all that is there.
func (s scene) heads() scene {
	s.options.Head, s.options.Genesis = s.Head(), s.House.Genesis()
	return s
}

var atDue = events.CheckpointDue{Due: events.CheckpointName{ID: "AT-CP1"}}

func TestClocksAreCheckedLikeAnyEntry(t *testing.T) {
	s, _ := planned(t)
	s.Until("01:30")
	last := decoded(t, s.Bodies()[len(s.Bodies())-1])
	require.Equal(t, atDue, last.Events[0])
	require.Equal(t, applytest.Clock(t, "01:00"), last.At)
	r := s.heads().verify(t)
	require.Empty(t, r.Findings)
	require.Equal(t, r.Entries, r.Signatures)
}

// TestFalseClocksAreFound: each is signed, well-formed and in its place.
func TestFalseClocksAreFound(t *testing.T) {
	due := applytest.Clock(t, "01:00")
	for name, c := range map[string]struct {
		key  string
		due  events.Time
		at   string
		fact events.Event
	}{
		"not due yet":           {"clock", due, "00:30", atDue},
		"of another moment":     {"clock", due.Add(time.Minute), "01:10", atDue},
		"signed by the hub":     {"hub", due, "01:10", atDue},
		"signed by an officer":  {"at commander", due, "01:10", atDue},
		"of another checkpoint": {"clock", due, "01:10", events.CheckpointDue{Due: events.CheckpointName{ID: "AT-CP2"}}},
		"that nothing was":      {"clock", due, "01:10", events.CheckpointMissed{Missed: events.CheckpointName{ID: "AT-CP1"}}},
	} {
		t.Run(name, func(t *testing.T) {
			s, id := planned(t)
			s.At(c.at)
			s.force(t, id, c.key, c.due, c.fact)
			r := s.heads().verify(t)
			require.True(t, r.Failed())
			require.Equal(t, uint64(len(s.Bodies())), the(t, r, audit.NotDecided).Seq)
		})
	}
}

// force records what a clock says although nobody decided so.
func (s scene) force(t testing.TB, id events.OperationID, by string, due events.Time, fact events.Event) {
	t.Helper()
	genesis := decoded(t, s.Bodies()[0])
	n, err := genesis.Parsed()
	require.NoError(t, err)
	request, err := identity.ComposeClock(s.Key(by), n.Journal, id, due, fact)
	require.NoError(t, err)
	note, _, err := events.ParseNote(request.Note)
	require.NoError(t, err)
	s.Append(encoded(t, s.House.Compose(note, request.Note, request.Slots, nil, []events.Event{fact}, s.Now())))
}

// TestWhatWasDecidedTooSoonIsSaid: a hub that recorded facts although a clock had
// run out did nothing that changes what stands, but it is said.
func TestWhatWasDecidedTooSoonIsSaid(t *testing.T) {
	s, id := planned(t)
	const lead = "hu.lead coordinator"
	s.At("01:00")
	s.Told(lead, id, events.StateInvolved{State: events.StateTerms{Country: "NL", Role: events.Possible}})
	first := uint64(len(s.Bodies()))
	s.Told(lead, id, events.LegPlanned{Leg: events.LegTerms{Country: "AT", Measure: events.Import, Carried: events.ByRoad},
		Window: events.Window{From: applytest.Clock(t, "03:00"), Until: applytest.Clock(t, "08:00")}})
	s.Until("01:10")
	s.Told(lead, id, events.OperationEnded{Ending: events.EndTerms{Cause: events.Lost}})
	r := s.heads().verify(t)
	f := the(t, r, audit.ClockOverdue)
	require.Len(t, r.Findings, 1)
	require.Equal(t, audit.Notice, f.Weight)
	require.Equal(t, first, f.Seq)
	require.Contains(t, f.Text, "2 entries")
	require.False(t, r.Failed())
}

// TestAnotherEditionIsNotCalledWrong, nor is it waved through.
func TestAnotherEditionIsNotCalledWrong(t *testing.T) {
	s, _ := relayed(t)
	bodies := s.Bodies()
	at := len(bodies) - 4
	later := bytes.Replace(bodies[at], []byte(`"edition":1,`), []byte(`"edition":9,`), 1)
	require.NotEqual(t, bodies[at], later)
	store := journal.NewMemory(func() time.Time { return applytest.Clock(t, "12:00").Std() }, 0).Describe(applytest.Config)
	last := map[string]uint64{}
	for i, body := range bodies {
		subject := string(decoded(t, body).Operation)
		if i == at {
			body = later
		}
		var err error
		last[subject], err = store.Append(context.Background(), subject, body, last[subject])
		require.NoError(t, err)
	}
	s.options.Journal = store
	r := s.verify(t)
	f := the(t, r, audit.OtherEdition)
	require.Equal(t, uint64(at+1), f.Seq)
	require.Contains(t, f.Text, "edition 9")
	require.Contains(t, f.Text, "not decided again")
	require.NotContains(t, kinds(r), audit.Malformed)
	require.Equal(t, uint64(4), r.Unjudged)
	require.True(t, r.Failed())
}

// TestAConflictThatWasRecordedIsFound: AT accepted what it had not seen change.
func TestAConflictThatWasRecordedIsFound(t *testing.T) {
	s, id := relayed(t)
	bodies := s.Bodies()
	var accepted int
	for i, b := range bodies {
		if decoded(t, b).Events[0].Kind() == "handover.accepted" {
			accepted = i
		}
	}
	// The same journal up to there, and an acceptance by who had seen less.
	again := applytest.Begin(t, 1, "HU", "AT", "NL")
	for _, b := range bodies[len(again.Bodies()):accepted] {
		again.Append(b)
	}
	e := decoded(t, bodies[accepted])
	again.At(e.At.Std().Format("15:04"))
	n, err := e.Parsed()
	require.NoError(t, err)
	fact, seen, err := identity.Proposed(n, e.Slots, e.Enclosures)
	require.NoError(t, err)
	require.NotZero(t, seen.Counter)
	values, err := identity.ValuesOf(fact)
	require.NoError(t, err)
	request, err := identity.Compose(n, events.Seen{}, values, again.Dice, again.Key("at commander"))
	require.NoError(t, err)
	n, _, err = events.ParseNote(request.Note)
	require.NoError(t, err)
	again.Append(encoded(t, again.House.Compose(n, request.Note, request.Slots, nil, e.Events, e.At)))

	s = scene{again, audit.Options{Journal: again.Store, Feeds: again.Store, Views: again.Store}}.heads()
	r := s.verify(t)
	f := the(t, r, audit.Unlooked)
	require.Equal(t, uint64(accepted+1), f.Seq)
	require.Equal(t, id, f.Operation)
	require.ErrorContains(t, f.Cause, "handover.offered")
	require.False(t, strings.Contains(f.Text, "HU-AT"), "no case data")
}

// TestReplayKnowsClocks: a moment before something was missed, and one after.
func TestReplayKnowsClocks(t *testing.T) {
	s, id := planned(t)
	s.Until("01:30")
	counter := func(clock string) uint64 {
		view, _, err := audit.Replay(context.Background(), s.Store, audit.Until{Time: applytest.Clock(t, clock)}, "at")
		require.NoError(t, err)
		_, known := view.Case(id)
		require.True(t, known)
		return view.Counter
	}
	require.Equal(t, counter("00:59")+1, counter("01:00"))
	require.Equal(t, counter("01:00"), counter("01:30"))
}
