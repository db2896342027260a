package audit_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/apply/applytest"
	"vigil/internal/audit"
	"vigil/internal/identity"
)

func TestTheTailCutIsFoundByTheHead(t *testing.T) {
	s, _ := relayed(t)
	bodies := s.Bodies()
	n := uint64(len(bodies))
	s = s.changed(t, bodies[:n-3])
	s.options.Feeds, s.options.Views = nil, nil
	r := s.verify(t)
	f := the(t, r, audit.TailCut)
	require.Equal(t, n-2, f.Seq)
	require.Contains(t, f.Text, "the tail was cut")
	require.Equal(t, holding(n-3), f.Holds)
	require.True(t, r.Failed())

	s.options.Feeds = s.Store
	require.Contains(t, kinds(s.verify(t)), audit.FeedExtra, "and by what the countries were told")
}

func TestTwoEntriesSwappedAreFound(t *testing.T) {
	s, _ := relayed(t)
	bodies := s.Bodies()
	n := len(bodies)
	bodies[n-5], bodies[n-6] = bodies[n-6], bodies[n-5]
	r := s.changed(t, bodies).verify(t)
	f := the(t, r, audit.DoesNotFollow)
	require.Equal(t, uint64(n-5), f.Seq)
	require.Contains(t, f.Text, "removed, inserted or moved")
	require.Equal(t, uint64(6), r.Unjudged)
	require.Contains(t, the(t, r, audit.NotJudged).Text, "5 entries stand behind the break")
	require.True(t, r.Failed())
}

// Entries of two operations in another order: each chain holds, the head does
// not, nor the feeds.
func TestTwoOperationsInAnotherOrderAreFound(t *testing.T) {
	s, _ := relayed(t)
	s.Relay("SECOND")
	s.At("06:30")
	first := len(s.Bodies())
	require.NotEqual(t, openedBy(t, s), openedBy(t, s))
	s.options.Head = s.Head()
	bodies := s.Bodies()
	bodies[first], bodies[first+1] = bodies[first+1], bodies[first]
	s = s.changed(t, bodies)
	s.options.Views = nil
	r := s.verify(t)
	require.Contains(t, kinds(r), audit.OtherRoot)
	require.Contains(t, kinds(r), audit.FeedDiffers)
}

func openedBy(t *testing.T, s scene) events.OperationID {
	t.Helper()
	id, err := identity.NewID[events.OperationID](s.Now(), s.Dice)
	require.NoError(t, err)
	s.Told("hu.lead coordinator", id, events.OperationOpened{
		Operation: events.OperationTerms{Name: "THIRD", Lead: "HU", Goods: events.Cash},
		Basis:     events.LegalBasis{Instruments: []events.Instrument{events.UNTOC20}}})
	return id
}

func TestARecordLostIsFound(t *testing.T) {
	s, _ := relayed(t)
	n := uint64(len(s.Bodies()))
	s.Store.Damage(n-8, nil)
	r := s.verify(t)
	f := the(t, r, audit.Gap)
	require.Equal(t, n-8, f.Seq)
	require.Equal(t, holding(n-9), f.Holds)
	require.Equal(t, uint64(8), r.Unjudged, "the rest is still looked at")
	require.Contains(t, kinds(r), audit.Unsound)
	require.Equal(t, n-1, r.Entries)
	require.Equal(t, n-1, r.Signatures)
}

func TestAnEntrySignedByAStrangerIsFound(t *testing.T) {
	s, id := relayed(t)
	s.options.Head = ""
	n := uint64(len(s.Bodies()))
	s.At("07:00")
	fact := events.SightingReported{Sighting: events.SightingTerms{Part: "7QK2XM", Country: "AT", Method: events.Visual}}
	s.Append(encoded(t, forged(t, s, id, s.Sign("at stranger", id, fact), fact)))
	r := s.verify(t)
	f := the(t, r, audit.UnknownKey)
	require.Equal(t, n+1, f.Seq)
	require.Equal(t, id, f.Operation)
	require.Equal(t, holding(n), f.Holds)
	require.True(t, r.Failed())
}

// forged records a command that the hub would have turned away.
func forged(t *testing.T, s scene, id events.OperationID, r events.Request, list ...events.Event) events.Entry {
	t.Helper()
	n, _, err := events.ParseNote(r.Note)
	require.NoError(t, err)
	n.Operation = id
	return s.House.Compose(n, r.Note, r.Slots, identity.Shut(r.Enclosures), list, s.Now())
}

func TestASignatureOfAnotherTextIsFound(t *testing.T) {
	s, id := relayed(t)
	s.options.Head = ""
	s.At("07:00")
	fact := events.SightingReported{Sighting: events.SightingTerms{Part: "7QK2XM", Country: "AT", Method: events.Visual}}
	r := s.Sign("at team", id, fact)
	n, sigs, err := events.ParseNote(r.Note)
	require.NoError(t, err)
	n.Known = n.Known.Add(1e6)
	r.Note = n.Text() + events.SignatureLines(sigs...)
	s.Append(encoded(t, forged(t, s, id, r, fact)))
	f := the(t, s.verify(t), audit.BadSignature)
	require.Equal(t, uint64(len(s.Bodies())), f.Seq)
	require.Equal(t, holding(f.Seq-1), f.Holds)
}

// A witness's signature is checked as the author's is.
func TestAForgedWitnessIsFound(t *testing.T) {
	s, id := relayed(t)
	s.options.Head = ""
	s.At("07:00")
	kilos := events.Quantity{Amount: "2", Unit: events.Kilogram}
	fact := events.ItemWeighed{Weighing: events.WeighingTerms{Part: "7QK2XM", Country: "AT", Gross: kilos, Net: kilos, Scale: "W-17"}}
	r := s.Sign("at team", id, fact)
	n, sigs, err := events.ParseNote(r.Note)
	require.NoError(t, err)
	r.Note = n.Text() + events.SignatureLines(sigs[0], s.Key("at commander").Sign(n.Text()))
	s.Do(r)
	honest := s.verify(t)
	require.Equal(t, []audit.Kind{audit.NoHead}, kinds(honest))

	again := s.Sign("at team", id, fact)
	n, sigs, err = events.ParseNote(again.Note)
	require.NoError(t, err)
	again.Note = n.Text() + events.SignatureLines(sigs[0], s.Key("at commander").Sign("of something else\n"))
	s.Append(encoded(t, s.Decide(again)))
	the(t, s.verify(t), audit.BadSignature)
}

func TestEventsThatTheRulesDoNotGiveAreFound(t *testing.T) {
	s, id := relayed(t)
	fact := events.SightingReported{Sighting: events.SightingTerms{Part: "7QK2XM", Country: "AT", Method: events.Visual}}
	invented := events.BreachFound{Breach: events.BreachTerms{Rule: "crossed-without-authority", Country: "AT", Since: s.Now()}}
	elsewhere := fact
	elsewhere.Sighting.Country = "HU"
	for name, list := range map[string][]events.Event{
		"one more":    {fact, invented},
		"another one": {elsewhere},
		"other kind":  {invented},
	} {
		t.Run(name, func(t *testing.T) {
			s, id := relayed(t)
			s.At("07:00")
			s.Append(encoded(t, forged(t, s, id, s.Sign("at team", id, fact), list...)))
			s.options.Head = s.Head() // even if the hub has signed for it
			r := s.verify(t)
			f := the(t, r, audit.NotDecided)
			require.Equal(t, uint64(len(s.Bodies())), f.Seq)
			require.Equal(t, holding(f.Seq-1), f.Holds)
			require.Len(t, r.Findings, 1)
		})
	}

	// One event less: the crossing without what follows from it.
	bodies := s.Bodies()
	for i, body := range bodies {
		if e := decoded(t, body); e.Operation == id && e.Events[0].Kind() == "border.crossed" {
			require.Greater(t, len(e.Events), 1)
			e.Events = e.Events[:1]
			s.Store.Damage(uint64(i+1), encoded(t, e))
		}
	}
	require.Contains(t, the(t, s.verify(t), audit.NotDecided).Text, "the rules give 3 events, and 1 were recorded")
}

func TestACommandThatTheRulesRefuseIsFound(t *testing.T) {
	s, id := relayed(t)
	s.At("07:00")
	late := events.LegPlanned{Leg: events.LegTerms{Country: "AT", Measure: events.Import, Carried: events.ByRoad},
		Window: events.Window{From: applytest.Clock(t, "08:00"), Until: applytest.Clock(t, "09:00")}}
	planned := late
	planned.Named.ID = "AT-L2"
	s.Append(encoded(t, forged(t, s, id, s.Sign("hu.lead coordinator", id, late), planned)))
	s.options.Head = ""
	require.Contains(t, the(t, s.verify(t), audit.NotDecided).Text, "after-the-end-only-what-settles-it")
}

func TestADecisionTakenAfterItsNoteHadExpiredIsFound(t *testing.T) {
	s, _ := relayed(t)
	s.At("07:00")
	id, err := identity.NewID[events.OperationID](s.Now(), s.Dice)
	require.NoError(t, err)
	open := events.OperationOpened{Operation: events.OperationTerms{Name: "LATE", Lead: "HU", Goods: events.Cash},
		Basis: events.LegalBasis{Instruments: []events.Instrument{events.UNTOC20}}}
	r := s.Sign("hu.lead coordinator", id, open)
	s.At("07:06")
	s.Append(encoded(t, forged(t, s, id, r, open)))
	s.options.Head = ""
	require.Contains(t, the(t, s.verify(t), audit.NotDecided).Text, "the-note-has-expired")
}

func TestANoteReplayedUnderAnotherOperationIsFound(t *testing.T) {
	s, _ := relayed(t)
	other := s.Relay("SECOND")
	s.options.Head = ""
	bodies := s.Bodies()
	first := decoded(t, bodies[len(bodies)/2])
	tail := s.House.Tail(other)
	first.Operation, first.N, first.Prev, first.At = other, tail.N+1, tail.Digest, s.Now()
	first.Registry = s.House.Registry().N()
	_, err := s.Store.Append(context.Background(), string(other), encoded(t, first), tail.Seq)
	require.NoError(t, err)
	f := the(t, s.verify(t), audit.DoesNotFollow)
	require.Equal(t, uint64(len(bodies)+1), f.Seq)
	require.ErrorContains(t, f.Cause, "its note is about")
}

func TestACommandRecordedTwiceIsFound(t *testing.T) {
	s, id := relayed(t)
	bodies := s.Bodies()
	again := decoded(t, bodies[len(bodies)-2])
	tail := s.House.Tail(id)
	again.N, again.Prev, again.At = tail.N+1, tail.Digest, s.Now()
	_, err := s.Store.Append(context.Background(), string(id), encoded(t, again), tail.Seq)
	require.NoError(t, err)
	require.ErrorContains(t, the(t, s.verify(t), audit.DoesNotFollow).Cause, "was recorded before")
}

func TestAWrongRegistryNumberIsFound(t *testing.T) {
	s, _ := relayed(t)
	bodies := s.Bodies()
	e := decoded(t, bodies[len(bodies)-1])
	e.Registry--
	s.Store.Damage(uint64(len(bodies)), encoded(t, e))
	f := the(t, s.verify(t), audit.DoesNotFollow)
	require.Equal(t, uint64(len(bodies)), f.Seq)
	require.ErrorContains(t, f.Cause, "decided at registry")
}

func TestAnEntryUnderAnotherSubjectIsFound(t *testing.T) {
	s, id := relayed(t)
	s.options.Head = ""
	s.At("07:00")
	e := s.Decide(s.Sign("at team", id, events.SightingReported{Sighting: events.SightingTerms{Part: "7QK2XM", Country: "AT", Method: events.Visual}}))
	_, err := s.Store.Append(context.Background(), "elsewhere", encoded(t, e), 0)
	require.NoError(t, err)
	the(t, s.verify(t), audit.Misfiled)
}

func TestWhatTheSignerCannotHaveSeenIsFound(t *testing.T) {
	s, id := relayed(t)
	s.options.Head = ""
	s.At("07:00")
	fact := events.SightingReported{Sighting: events.SightingTerms{Part: "7QK2XM", Country: "AT", Method: events.Visual}}
	values, err := identity.ValuesOf(fact)
	require.NoError(t, err)
	command, err := identity.NewID[events.CommandID](s.Now(), s.Dice)
	require.NoError(t, err)
	r, err := identity.Compose(events.Note{
		Journal: s.House.Registry().Journal().ID, Operation: id, Command: command, Act: "sighting.reported",
		Signer: "at", Occurred: s.Now(), Known: s.Now(),
	}, events.Seen{Counter: 3, Digest: events.DigestOf([]byte("something else"))}, values, s.Dice, s.Key("at team"))
	require.NoError(t, err)
	s.Do(r)
	require.Contains(t, the(t, s.verify(t), audit.NotSeen).Text, "message 3")
}

func TestAnotherJournalIsFound(t *testing.T) {
	s, _ := relayed(t)
	s.options.Genesis = events.DigestOf([]byte("the one on paper"))
	r := s.verify(t)
	require.Contains(t, the(t, r, audit.OtherGenesis).Text, r.Genesis.String())
	require.Equal(t, holding(r.Entries), the(t, r, audit.OtherGenesis).Holds)

	stranger, _ := applytest.Relay(t, 2)
	s, _ = relayed(t)
	s.options.Head = stranger.Head()
	the(t, s.verify(t), audit.BadHead)

	// Genesis exchanged, all else kept.
	s, _ = relayed(t)
	bodies := s.Bodies()
	bodies[0] = stranger.Bodies()[0]
	f := the(t, s.changed(t, bodies).verify(t), audit.DoesNotFollow)
	require.Equal(t, uint64(2), f.Seq)
	require.Equal(t, "no entry holds", f.Holds, "it is one of the first two")
}

func TestAJournalThatDoesNotBeginWithGenesisIsFound(t *testing.T) {
	s, _ := relayed(t)
	r := s.changed(t, s.Bodies()[1:]).verify(t)
	require.Contains(t, the(t, r, audit.DoesNotFollow).Text, "genesis")
	require.Contains(t, kinds(r), audit.BadHead)
}

func TestAHeadThatTheHubDidNotSignIsFound(t *testing.T) {
	s, _ := relayed(t)
	s.options.Head = s.Tree.Head(s.House.Registry().Journal().ID).Sign(s.Key("at"))
	the(t, s.verify(t), audit.BadHead)
	s.options.Head = "what is left of it"
	the(t, s.verify(t), audit.BadHead)
}

func TestAnotherStreamConfigurationIsFound(t *testing.T) {
	s, _ := relayed(t)
	s.Store.Describe(`{"name":"JOURNAL","storage":"memory","max_age":60}`)
	r := s.verify(t)
	the(t, r, audit.OtherConfig)
	require.True(t, r.Failed())
}

func holding(n uint64) string { return fmt.Sprintf("entries 1–%d hold", n) }
