package audit_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/apply/applytest"
	"vigil/internal/audit"
	"vigil/projections"
)

func replayed(t testing.TB, s scene, until audit.Until, viewer events.Viewer) (*projections.View, audit.Stand) {
	t.Helper()
	view, stand, err := audit.Replay(context.Background(), s.options.Journal, until, viewer)
	require.NoError(t, err)
	return view, stand
}

func documents(t testing.TB, v *projections.View) map[string][]byte {
	t.Helper()
	docs, err := v.Documents()
	require.NoError(t, err)
	return docs
}

func document(t testing.TB, v *projections.View, id events.OperationID) projections.Document {
	t.Helper()
	c, ok := v.Case(id)
	require.True(t, ok)
	return c.Document
}

func TestAReplayOfEverythingIsTheViewOfToday(t *testing.T) {
	s, _ := relayed(t)
	for _, v := range s.House.Viewers() {
		view, stand := replayed(t, s, audit.Until{}, v)
		require.Equal(t, documents(t, s.House.View(v)), documents(t, view))
		require.Equal(t, s.House.Seq(), stand.Seq)
		require.Equal(t, s.House.Genesis(), stand.Genesis)
		require.Equal(t, applytest.Clock(t, "06:00"), stand.At)
	}
}

func TestAReplayShowsWhatWasKnownThen(t *testing.T) {
	s, id := relayed(t)
	at := func(clock string) projections.Document {
		view, _ := replayed(t, s, audit.Until{Time: applytest.Clock(t, clock)}, "at")
		return document(t, view, id)
	}
	require.Empty(t, at("02:29").Handovers)
	require.Equal(t, projections.Offered, at("02:30").Handovers[0].State, "the minute itself is in it")
	require.Equal(t, projections.Declined, at("02:45").Handovers[0].State)
	require.Equal(t, events.Country("HU"), at("03:09").Parts[0].Directs)
	require.Equal(t, events.Country("AT"), at("03:10").Parts[0].Directs)
	require.Equal(t, projections.Over, at("23:00").State)
}

// What was recorded later changes no answer about the past, not even a fact that
// had happened by then.
func TestWhatIsRecordedLaterChangesNoPast(t *testing.T) {
	s, id := relayed(t)
	until := audit.Until{Time: applytest.Clock(t, "05:00")}
	before := map[events.Viewer]map[string][]byte{}
	viewers := append(s.House.Viewers(), events.Audit)
	for _, v := range viewers {
		view, _ := replayed(t, s, until, v)
		before[v] = documents(t, view)
	}
	s.At("07:00")
	r := s.Sign("at team", id, events.SightingReported{Sighting: events.SightingTerms{
		Part: document(t, s.House.View("at"), id).Parts[0].Part, Country: "AT", Method: events.ANPR}})
	s.Do(r)
	s.Relay("SECOND") // the clock goes back: its entries stand behind and are not in it
	for _, v := range viewers {
		view, stand := replayed(t, s, until, v)
		require.Equal(t, before[v], documents(t, view), v)
		require.Equal(t, applytest.Clock(t, "04:00"), stand.At)
	}
}

func TestAReplayEndsWhereItIsTold(t *testing.T) {
	s, id := relayed(t)
	n := s.House.Seq()
	_, stand := replayed(t, s, audit.Until{Seq: n - 3}, "hu.lead")
	require.Equal(t, n-3, stand.Seq)
	require.Equal(t, events.DigestOf(s.Bodies()[n-4]), stand.Digest)

	for counter := uint64(1); counter <= s.House.View("at").Counter; counter++ {
		view, stand := replayed(t, s, audit.Until{Viewer: "at", Counter: counter}, "at")
		require.GreaterOrEqual(t, view.Counter, counter)
		if stand.Seq > 2 {
			earlier, _ := replayed(t, s, audit.Until{Seq: stand.Seq - 1}, events.Audit)
			require.Equal(t, stand.Seq-1, earlier.Counter)
		}
	}
	// What HU knew when AT had read its message 25.
	view, _ := replayed(t, s, audit.Until{Viewer: "at", Counter: 25}, "hu")
	require.Equal(t, projections.Running, document(t, view, id).State)
}

func TestAReplayThatCannotEndThereSaysSo(t *testing.T) {
	s, _ := relayed(t)
	ctx := context.Background()
	for name, c := range map[string]struct {
		until  audit.Until
		viewer events.Viewer
		says   string
	}{
		"an entry that is not there":   {audit.Until{Seq: 1000}, "at", "there is no entry 1000"},
		"a message that is not there":  {audit.Until{Viewer: "at", Counter: 1000}, "at", "no message 1000"},
		"a viewer that was not there":  {audit.Until{Seq: 3}, "nl", "by entry 3"},
		"a viewer that is never there": {audit.Until{}, "sk", "not in the alliance"},
		"two ends":                     {audit.Until{Seq: 1, Time: s.Now()}, "at", "in one way"},
		"a counter of nobody":          {audit.Until{Counter: 1}, "at", "in one way"},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := audit.Replay(ctx, s.Store, c.until, c.viewer)
			require.ErrorContains(t, err, c.says)
		})
	}
	bodies := s.Bodies()
	s.Store.Damage(30, bodies[29][:100])
	_, _, err := audit.Replay(ctx, s.Store, audit.Until{}, "at")
	require.ErrorContains(t, err, "entry 30")
	replayed(t, s, audit.Until{Seq: 29}, "at")
}

func TestTheAuditorSeesEverythingByItsPlaceInTheJournal(t *testing.T) {
	s, id := relayed(t)
	other := s.Relay("SECOND")
	view, stand := replayed(t, s, audit.Until{}, events.Audit)
	require.Equal(t, stand.Seq, view.Counter)
	require.Len(t, view.Alliance.Officers, 3*len(applytest.Roles))
	require.Len(t, view.Cases(), 2)

	c, ok := view.Case(id)
	require.True(t, ok)
	var n int
	for seq, shown := range c.Trail() {
		n++
		e := decoded(t, s.Bodies()[seq-1])
		require.Equal(t, id, e.Operation)
		require.Equal(t, e.At, shown.At)
		require.Len(t, shown.Events, len(e.Events))
		for i, raw := range shown.Events {
			whole, err := events.EncodeEvent(e.Events[i])
			require.NoError(t, err)
			require.Equal(t, string(whole), string(raw))
		}
	}
	require.Equal(t, uint64(n), s.House.Tail(id).N)
	require.Equal(t, events.Audit, c.Document.Viewer)
	require.Equal(t, events.Delivered, c.Document.Ending)

	// The lead is told nearly all of it; the auditor knows no less of the parts.
	lead := document(t, s.House.View("hu.lead"), other)
	require.Equal(t, lead.Parts, document(t, view, other).Parts)

	b, err := c.Document.Encode()
	require.NoError(t, err)
	_, err = projections.DecodeDocument(b)
	require.NoError(t, err)
}

func TestAReplayCanBeStopped(t *testing.T) {
	s, _ := relayed(t)
	ctx, cancel := context.WithTimeout(context.Background(), -time.Second)
	defer cancel()
	_, _, err := audit.Replay(ctx, s.Store, audit.Until{}, "at")
	require.ErrorIs(t, err, context.DeadlineExceeded)
}
