package audit_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/audit"
	"vigil/internal/journal"
)

func (s scene) message(t *testing.T, viewer string, counter uint64) []byte {
	t.Helper()
	var message []byte
	_, err := s.Store.ReadFeed(context.Background(), viewer, counter, func(c uint64, m []byte) error {
		if c == counter {
			message = append([]byte(nil), m...)
		}
		return nil
	})
	require.NoError(t, err)
	return message
}

func TestAnAlteredFeedMessageIsFound(t *testing.T) {
	s, _ := relayed(t)
	m := s.message(t, "at", 20)
	m[len(m)/2] ^= 1
	s.Store.DamageFeed("at", 20, m)
	r := s.verify(t)
	f := the(t, r, audit.FeedDiffers)
	require.Contains(t, f.Text, "feed of at: message 20 ")
	require.Equal(t, "messages 1–19 of it are what the journal gives", f.Holds)
	require.True(t, r.Failed())
	require.Equal(t, uint64(6), r.Feeds)
}

func TestAMessageLostInAFeedIsFound(t *testing.T) {
	s, _ := relayed(t)
	s.Store.DamageFeed("at", 20, nil)
	r := s.verify(t)
	require.Contains(t, the(t, r, audit.FeedDamaged).Text, "behind message 19")
	require.True(t, r.Failed())
}

func TestAMessageTooManyIsFound(t *testing.T) {
	s, _ := relayed(t)
	last := s.House.View("nl").Counter
	require.NoError(t, s.Store.AppendFeed(context.Background(), "nl", last+1, s.message(t, "at", 20)))
	r := s.verify(t)
	require.Contains(t, the(t, r, audit.FeedExtra).Text, "feed of nl: it has 1 messages more")
	require.True(t, r.Failed())
}

// streams are feeds and views that end early, as a crash of the hub leaves them.
type streams struct {
	*journal.Memory
	last map[string]uint64
}

func (s streams) ReadFeed(ctx context.Context, viewer string, from uint64, f func(uint64, []byte) error) (uint64, error) {
	if s.last[viewer] == 0 {
		return 0, journal.ErrNoViewer
	}
	var read uint64
	_, err := s.Memory.ReadFeed(ctx, viewer, from, func(counter uint64, m []byte) error {
		if counter > s.last[viewer] {
			return nil
		}
		read = counter
		return f(counter, m)
	})
	return read, err
}

func TestAFeedThatIsBehindIsNoFailure(t *testing.T) {
	s, _ := relayed(t)
	last := map[string]uint64{}
	for _, v := range s.House.Viewers() {
		last[string(v)] = s.House.View(v).Counter
	}
	last["at"] -= 2
	s.options.Feeds = streams{s.Store, last}
	r := s.verify(t)
	f := the(t, r, audit.FeedBehind)
	require.Contains(t, f.Text, fmt.Sprintf("it has %d of the %d messages", last["at"], last["at"]+2))
	require.Equal(t, audit.Notice, f.Weight)
	require.False(t, r.Failed())

	last["at"] = 0
	require.Contains(t, the(t, s.verify(t), audit.FeedBehind).Text, "not made yet")
}

func TestViewsThatDifferAreNamed(t *testing.T) {
	s, id := relayed(t)
	ctx := context.Background()
	require.NoError(t, s.Store.PutView(ctx, "at", string(id), []byte(`{"v":1}`)))
	require.NoError(t, s.Store.PutView(ctx, "nl", string(id), []byte(`{"v":1}`)))
	require.NoError(t, s.Store.DeleteView(ctx, "hu", string(id)))
	r := s.verify(t)
	for kind, viewer := range map[audit.Kind]string{audit.ViewDiffers: "at", audit.ViewExtra: "nl", audit.ViewMissing: "hu"} {
		f := the(t, r, kind)
		require.Equal(t, viewer, string(f.Viewer))
		require.Equal(t, string(id), f.Key)
		require.Contains(t, f.Next, "the hub mends it at its next start")
	}
	require.Len(t, r.Findings, 3)
	require.True(t, r.Failed())
}

// A hub that was killed has written the journal and perhaps not the views. What
// it left is honest, and older; a document of another age is not.
func TestAViewAsItWasBeforeIsNoFailure(t *testing.T) {
	s, id := relayed(t)
	ctx := context.Background()
	before, err := s.Store.Views(ctx, "at")
	require.NoError(t, err)
	other := s.Relay("SECOND")
	s.options.Head = s.Head()
	require.Empty(t, s.verify(t).Findings)

	require.NoError(t, s.Store.DeleteView(ctx, "at", string(other)))
	require.NoError(t, s.Store.PutView(ctx, "at", "meta.position", before["meta.position"]))
	r := s.verify(t)
	require.Equal(t, audit.ViewBehind, the(t, r, audit.ViewBehind).What)
	require.False(t, r.Failed())

	require.NoError(t, s.Store.PutView(ctx, "at", string(id), before["registry"]))
	r = s.verify(t)
	the(t, r, audit.ViewDiffers)
	require.True(t, r.Failed())
}

// TestManyViewsAsTheyWereAreNoFailure: a hub that is killed under load leaves more
// of them behind than a report names.
func TestManyViewsAsTheyWereAreNoFailure(t *testing.T) {
	s, _ := relayed(t)
	ctx := context.Background()
	before, err := s.Store.Views(ctx, "at")
	require.NoError(t, err)
	for i := range 25 {
		other := s.Relay(events.Codename(fmt.Sprintf("SECOND%c", 'A'+i)))
		require.NoError(t, s.Store.DeleteView(ctx, "at", string(other)))
	}
	s.options.Head = s.Head()
	require.NoError(t, s.Store.PutView(ctx, "at", "meta.position", before["meta.position"]))
	r := s.verify(t)
	require.Len(t, r.Findings, 20)
	require.EqualValues(t, 5, r.More)
	require.False(t, r.Failed())

	views, err := s.Store.Views(ctx, "hu")
	require.NoError(t, err)
	for key := range views { // twenty-seven, and each a failure
		require.NoError(t, s.Store.PutView(ctx, "hu", key, []byte("{}")))
	}
	r = s.verify(t)
	require.True(t, r.Worse)
	require.True(t, r.Failed())
}
