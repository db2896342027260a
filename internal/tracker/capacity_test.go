package tracker_test

import (
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/enclosures"
	"vigil/internal/journal"
	"vigil/internal/tracker"
)

// roomy is an alliance whose journal may have that many bytes.
func roomy(t testing.TB, seed uint64, most uint64) *alliance {
	memory := journal.NewMemory(func() time.Time { return start }, most).Describe(config)
	a := bare(t, seed, memory, stores{Journal: memory, Feeds: memory, Views: memory, Enclosures: enclosures.NewMemory()})
	a.begin(config, "HU", "AT")
	return a
}

// TestEachMarkIsToldOnce: 70, 85 and 95 % of the limit.
func TestEachMarkIsToldOnce(t *testing.T) {
	a := roomy(t, 100, 192<<10)
	operation := a.operation()
	item := newID[events.CommandID](a)
	a.accepted(a.sign(declaring(operation, item)))
	fact := sighting(operation, "at team", events.PartOf(item), "")
	told := func() int { return strings.Count(a.log.String(), "the journal is filling up") }
	a.looks()
	require.Zero(t, told())
	var full error
	for n := 0; full == nil; n++ {
		_, full = a.hub.Do(a.context(), "", a.sign(opening(newID[events.OperationID](a))))
		a.looks()
		a.looks()
		want := 0
		for _, mark := range []uint64{70, 85, 95} {
			if a.hub.Status().Room.Percent >= mark {
				want++
			}
		}
		require.Equal(t, want, told())
	}
	require.Equal(t, 2, told(), "decisions stop before the last mark")
	room := a.hub.Status().Room
	require.False(t, room.Disk)
	require.EqualValues(t, 192<<10, room.Most)
	require.Equal(t, a.state().Bytes, room.Used)
	for a.hub.Status().Room.Percent < 95 {
		a.accepted(a.sign(fact))
		a.looks()
	}
	require.Equal(t, 3, told())
	for _, mark := range []string{"mark=70", "mark=85", "mark=95"} {
		require.Equal(t, 1, strings.Count(a.log.String(), mark))
	}
	a.restart()
	require.Equal(t, 4, told(), "a start tells how it is")
}

// TestTheDiskIsALimitToo: decisions stop while facts still have room, facts before
// the store would swallow them, and all goes on when there is room again.
func TestTheDiskIsALimitToo(t *testing.T) {
	const reserve = 64 << 20
	a := roomy(t, 101, 0)
	id := a.operation()
	item := newID[events.CommandID](a)
	a.accepted(a.sign(declaring(id, item)))
	fact := sighting(id, "at team", events.PartOf(item), "")
	decides := func() error {
		_, err := a.hub.Do(a.context(), "", a.sign(opening(newID[events.OperationID](a))))
		return err
	}
	a.close()
	var free atomic.Uint64
	free.Store(1 << 40)
	o := a.options()
	o.Disk = func() (uint64, error) {
		if free.Load() == 0 {
			return 0, errors.New("no such disk")
		}
		return free.Load(), nil
	}
	var err error
	a.hub, err = tracker.Open(a.context(), o)
	require.NoError(t, err)
	require.NoError(t, decides())
	room := a.hub.Status().Room
	require.True(t, room.Disk)
	require.Zero(t, room.Percent)

	// The journal has its mirror, and each feed has one: of eight bytes of the disk
	// the journal can have less than one.
	free.Store(reserve + a.state().Bytes)
	a.looks()
	room = a.hub.Status().Room
	require.Greater(t, room.Percent, uint64(85))
	require.Contains(t, a.log.String(), "the journal's disk is filling up")

	free.Store(reserve + 1<<30)
	a.looks()
	room = a.hub.Status().Room
	share := uint64(1<<30) / (room.Most - room.Used)
	require.Greater(t, share, uint64(4), "feeds and mirrors take their part")
	entry := room.Used / a.hub.Status().Entries
	free.Store(reserve + (entry+1000)*share)
	a.looks()
	require.GreaterOrEqual(t, a.hub.Status().Room.Percent, uint64(90))
	err = decides()
	require.ErrorIs(t, err, journal.ErrFull)
	require.ErrorIs(t, err, journal.ErrUnavailable)
	for _, word := range []string{"disk of the hub is nearly full", "facts are still recorded", "free some room"} {
		require.ErrorContains(t, err, word)
	}
	first := a.accepted(a.sign(fact))
	require.NotEmpty(t, first)

	free.Store(reserve - 1)
	a.looks()
	before := a.state()
	_, err = a.hub.Do(a.context(), "", a.sign(fact))
	require.ErrorIs(t, err, journal.ErrFull)
	for _, word := range []string{"disk of the hub is full", "keep what happens on paper", "goes on by itself"} {
		require.ErrorContains(t, err, word)
	}
	require.Equal(t, before, a.state())
	require.Empty(t, a.hub.Status().Stopped)

	free.Store(1 << 40)
	a.looks()
	a.accepted(a.sign(fact))
	require.NoError(t, decides())
	free.Store(0)
	a.looks()
	require.NoError(t, decides(), "a disk that does not say is no limit")
	require.Zero(t, a.hub.Status().Room.Most)
	a.consistent()
}

// TestWhenItIsFull is foretold from the last week, also after a new start.
func TestWhenItIsFull(t *testing.T) {
	const most = 1 << 20
	a := roomy(t, 102, most)
	began := a.time()
	require.Zero(t, a.hub.Status().Room.Full, "nothing is known of a journal that has just begun")
	entry := a.state().Bytes
	a.accepted(a.sign(opening(newID[events.OperationID](a))))
	entry = a.state().Bytes - entry
	for range 20 { // days
		a.set(a.time().Add(24 * time.Hour))
		a.accepted(a.sign(opening(newID[events.OperationID](a))))
	}
	a.looks()
	check := func() {
		room := a.hub.Status().Room
		require.Equal(t, "7 days", room.Window)
		daily := float64(room.Growth) / 7
		require.InEpsilon(t, entry, daily, 0.25, "what was recorded at the beginning does not count")
		left := float64(most-a.state().Bytes) / daily
		require.InDelta(t, left, room.Full.Sub(a.time()).Hours()/24, 1)
	}
	check()
	full := a.hub.Status().Room.Full
	a.restart()
	check()
	require.InDelta(t, 0, full.Sub(a.hub.Status().Room.Full).Hours(), 1)
	a.set(a.time().Add(8 * 24 * time.Hour))
	require.Zero(t, a.hub.Status().Room.Full, "a week without an entry says nothing")
	require.Zero(t, a.hub.Status().Room.Growth)
	require.True(t, began.Before(a.time()))
}
