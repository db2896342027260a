package tracker_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/apply"
	"vigil/internal/journal"
	"vigil/projections"
	"vigil/projections/disclosure"
)

// replayed is what follows from the journal alone: feeds and views, worked out
// from zero.
func (a *alliance) replayed() (feeds map[string][][]byte, views map[string]map[string][]byte) {
	a.t.Helper()
	house := apply.NewHouse()
	feeds, views = map[string][][]byte{}, map[string]map[string][]byte{}
	var bodies [][]byte
	load := func(seqs []uint64) ([]disclosure.Source, error) {
		list := make([]disclosure.Source, len(seqs))
		for i, seq := range seqs {
			var err error
			if list[i], err = apply.Read(bodies[seq-1]); err != nil {
				return nil, err
			}
		}
		return list, nil
	}
	_, err := a.stores.Journal.Read(a.context(), 1, func(r journal.Record) error {
		bodies = append(bodies, slices.Clone(r.Body))
		source, err := apply.Read(r.Body)
		if err != nil {
			return err
		}
		outcome, err := house.Stage(source.Entry, r.Body, source.Note, load)
		if err != nil {
			return err
		}
		outcome.Commit(r.Seq)
		for _, told := range outcome.Told {
			for _, m := range told.Messages {
				feeds[string(told.Viewer)] = append(feeds[string(told.Viewer)], m.Bytes)
			}
		}
		return nil
	})
	require.NoError(a.t, err)
	for _, v := range house.Viewers() {
		views[string(v)], err = house.View(v).Documents()
		require.NoError(a.t, err)
	}
	return feeds, views
}

func (a *alliance) feed(viewer string) [][]byte {
	a.t.Helper()
	var list [][]byte
	_, err := a.stores.Feeds.ReadFeed(a.context(), viewer, 1, func(_ uint64, m []byte) error {
		list = append(list, slices.Clone(m))
		return nil
	})
	require.NoError(a.t, err)
	return list
}

// documents are a stored view without what stands outside all digests.
func (a *alliance) documents(viewer string) map[string][]byte {
	a.t.Helper()
	docs, err := a.stores.Views.Views(a.context(), viewer)
	require.NoError(a.t, err)
	maps.DeleteFunc(docs, func(key string, _ []byte) bool { return strings.HasPrefix(key, "meta.") })
	return docs
}

// consistent waits for the feeds and requires that everything stored is what the
// journal gives, byte for byte.
func (a *alliance) consistent() {
	a.t.Helper()
	a.records()
	a.written()
	feeds, views := a.replayed()
	require.NotEmpty(a.t, feeds)
	for viewer, want := range feeds {
		have := a.feed(viewer)
		require.Equal(a.t, len(want), len(have), "the length of the feed of %s", viewer)
		view := projections.NewView(events.Viewer(viewer))
		for i := range want {
			require.Equal(a.t, string(want[i]), string(have[i]), "message %d of %s", i+1, viewer)
			m, digest, err := events.DecodeMessage(have[i])
			require.NoError(a.t, err)
			_, err = view.Apply(m.Content, digest)
			require.NoError(a.t, err)
		}
		require.Equal(a.t, views[viewer], a.documents(viewer), "the view of %s", viewer)
		folded, err := view.Documents()
		require.NoError(a.t, err)
		require.Equal(a.t, views[viewer], folded)
	}
	for _, v := range a.hub.Status().Viewers {
		require.EqualValues(a.t, len(feeds[string(v.Viewer)]), v.Written)
	}
}

// story plays a few commands, with enclosures, two operations and a briefing.
func (a *alliance) story() {
	a.t.Helper()
	for range 2 {
		id := a.operation()
		item := newID[events.CommandID](a)
		a.accepted(a.sign(declaring(id, item)))
		a.accepted(a.sign(sighting(id, "at team", events.PartOf(item), "four persons")))
	}
}

func TestFeedsAreWhatTheJournalGives(t *testing.T) {
	a := found(t, 10, "HU", "AT", "NL")
	a.story()
	a.consistent()
	a.restart()
	a.consistent()
	require.NotContains(t, strings.Join(a.books.register(), ""), "rule")
}

// silent is a feed store that stops writing after some messages, as a crash does.
type silent struct {
	journal.Feeds
	left int
}

func (s *silent) AppendFeed(ctx context.Context, viewer string, counter uint64, message []byte) error {
	if s.left == 0 {
		return fmt.Errorf("%w: switched off", journal.ErrUnavailable)
	}
	s.left--
	return s.Feeds.AppendFeed(ctx, viewer, counter, message)
}

// TestACrashBeforeTheFeedHealsAtStart stops the feeds at every place of a story.
func TestACrashBeforeTheFeedHealsAtStart(t *testing.T) {
	for left := range 12 {
		a := found(t, 11, "HU", "AT")
		a.close()
		a.stores.Feeds = &silent{a.memory, left}
		a.open()
		a.story()
		a.close() // it must end, though the feeds cannot be written
		a.stores.Feeds = a.memory
		a.open()
		a.consistent()
	}
}

func TestAChangedFeedIsDamageAndNothingIsWritten(t *testing.T) {
	a := found(t, 12, "HU", "AT")
	a.story()
	a.written()
	a.close()
	good := a.feed("at")
	m, _, err := events.DecodeMessage(good[4])
	require.NoError(t, err)
	m.Content.V++
	changed := append(slices.Clone(good[4][:len(good[4])-1]), ' ', '}')
	a.memory.DamageFeed("at", 5, changed)
	before, err := a.memory.Views(a.context(), "at")
	require.NoError(t, err)

	err = a.tryOpen()
	require.ErrorIs(t, err, journal.ErrDamaged)
	require.ErrorContains(t, err, "message 5")
	require.ErrorContains(t, err, "feed of at")
	after, err := a.memory.Views(a.context(), "at")
	require.NoError(t, err)
	require.Equal(t, before, after)

	a.memory.DamageFeed("at", 5, good[4])
	a.open()
	a.consistent()
}

func TestAJournalThatLostItsTailIsDamage(t *testing.T) {
	a := found(t, 13, "HU", "AT")
	a.story()
	a.written()
	a.close()
	short := journal.NewMemory(func() time.Time { return start }, 0).Describe(config)
	last := a.state().Last
	_, err := a.memory.Read(a.context(), 1, func(r journal.Record) error {
		if r.Seq == last {
			return nil
		}
		after := uint64(0)
		_, err := short.Read(a.context(), 1, func(have journal.Record) error {
			if have.Subject == r.Subject {
				after = have.Seq
			}
			return nil
		})
		if err == nil {
			_, err = short.Append(a.context(), r.Subject, r.Body, after)
		}
		return err
	})
	require.NoError(t, err)
	a.stores.Journal = short
	err = a.tryOpen()
	require.ErrorIs(t, err, journal.ErrDamaged)
	require.ErrorContains(t, err, fmt.Sprintf("the journal has %d entries, this hub signed for %d", last-1, last))

	kept := a.books.head
	a.books.head = "" // whoever cut the journal took the head too: the feeds still know
	err = a.tryOpen()
	require.ErrorIs(t, err, journal.ErrDamaged)
	require.ErrorContains(t, err, "the journal's tail is missing")

	a.stores.Journal = a.memory
	a.books.head = strings.Replace(kept, "\n— ", "x\n— ", 1)
	err = a.tryOpen()
	require.ErrorIs(t, err, journal.ErrDamaged)
	require.ErrorContains(t, err, "the tree head is not what this hub signed")
}

func TestAnEditedViewIsNamedAndMended(t *testing.T) {
	a := found(t, 14, "HU", "AT")
	a.story()
	a.consistent()
	ctx := a.context()
	var edited string
	for key := range a.documents("at") {
		if len(key) == 26 {
			edited = key
		}
	}
	require.NoError(t, a.memory.PutView(ctx, "at", edited, []byte(`{"directs":"NL"}`)))
	require.NoError(t, a.memory.PutView(ctx, "at", "01EXTRA", []byte(`{}`)))
	require.NoError(t, a.memory.PutView(ctx, "at", "meta.other", []byte("kept")))
	require.NoError(t, a.memory.DeleteView(ctx, "hu", edited))
	a.restart()
	a.consistent()
	require.Contains(t, a.log.String(), "key="+edited)
	require.Contains(t, a.log.String(), "key=01EXTRA")
	kept, err := a.memory.ReadView(ctx, "at", "meta.other")
	require.NoError(t, err)
	require.Equal(t, "kept", string(kept))
	require.Eventually(t, func() bool {
		alive, err := a.memory.ReadView(ctx, "at", "meta.alive")
		return err == nil && strings.Contains(string(alive), "2026-03-02T00:00:00")
	}, patience, time.Millisecond)
}
