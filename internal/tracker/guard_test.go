package tracker_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/enclosures"
	"vigil/internal/gateway"
	"vigil/internal/journal"
	"vigil/internal/tracker"
)

// guardApart is how long the guard waits between two looks.
const guardApart = 9 * time.Second

// looks lets the guard look once, and waits until it has.
func (a *alliance) looks() {
	a.t.Helper()
	require.NoError(a.t, a.timers.fire(a.context(), guardApart))
	require.Eventually(a.t, func() bool { return a.timers.waits(guardApart) }, patience, time.Millisecond)
}

// stops wants that the hub has stopped, says these words to its operators, none of
// them to officers, and records nothing more.
func (a *alliance) stops(words ...string) {
	a.t.Helper()
	s := a.hub.Status()
	for _, word := range append(words, "found "+s.Since.String(), "vigil verify", "when-the-hub-says-stop.md") {
		require.Contains(a.t, s.Stopped, word)
		require.Contains(a.t, a.log.String(), strings.ReplaceAll(word, `"`, `\"`))
	}
	before := a.hub.Status().Entries
	for _, s := range []spoken{opening(newID[events.OperationID](a)), sighting(newID[events.OperationID](a), "at team", events.PartOf(newID[events.CommandID](a)), "")} {
		_, err := a.hub.Do(a.context(), "", a.sign(s))
		require.ErrorIs(a.t, err, gateway.ErrStopped)
		require.ErrorIs(a.t, err, journal.ErrUnavailable)
	}
	require.Equal(a.t, before, a.hub.Status().Entries)
}

// lying stores say something else of themselves than they are.
type lying struct {
	journal.Journal
	journal.Feeds
	viewStore
	mu      sync.Mutex
	journal func(*journal.State) error
	feed    func(*journal.State) error
	view    func(*journal.State) error
}

func changed(s journal.State, err error, change func(*journal.State) error) (journal.State, error) {
	if err == nil && change != nil {
		err = change(&s)
	}
	return s, err
}

func (l *lying) State(ctx context.Context) (journal.State, error) {
	s, err := l.Journal.State(ctx)
	l.mu.Lock()
	change := l.journal
	l.mu.Unlock()
	return changed(s, err, change)
}

func (l *lying) FeedState(ctx context.Context, viewer string) (journal.State, error) {
	s, err := l.Feeds.FeedState(ctx, viewer)
	l.mu.Lock()
	change := l.feed
	l.mu.Unlock()
	return changed(s, err, change)
}

func (l *lying) ViewState(ctx context.Context, viewer string) (journal.State, error) {
	s, err := l.viewStore.ViewState(ctx, viewer)
	l.mu.Lock()
	change := l.view
	l.mu.Unlock()
	return changed(s, err, change)
}

// liars is an alliance whose stores can be made to lie.
func liars(t testing.TB, seed uint64) (*alliance, *lying) {
	a := found(t, seed, "HU", "AT")
	l := &lying{Journal: a.memory, Feeds: a.memory, viewStore: a.memory}
	a.stores = stores{Journal: l, Feeds: l, Views: l, Enclosures: a.stores.Enclosures}
	a.restart()
	a.story()
	a.written()
	a.looks()
	require.Empty(t, a.hub.Status().Stopped)
	return a, l
}

// TestTheGuardFindsWhatAStoreHasLost: nobody reads, nobody writes.
func TestTheGuardFindsWhatAStoreHasLost(t *testing.T) {
	for name, lost := range map[string]struct {
		harm func(*alliance, *lying)
		says string
	}{
		"a record is another": {func(a *alliance, _ *lying) {
			r, err := a.memory.Load(a.context(), 5)
			require.NoError(t, err)
			a.memory.Damage(5, []byte(strings.Replace(string(r[0].Body), "2026", "2027", 1)))
		}, "record 5 of the journal is not what was written there"},
		"a record is gone":       {func(a *alliance, _ *lying) { a.memory.Damage(7, nil) }, "records deleted"},
		"the first is gone":      {func(a *alliance, _ *lying) { a.memory.Damage(1, nil) }, "the first record is 2, not 1"},
		"fewer than the numbers": {func(_ *alliance, l *lying) { l.journal = func(s *journal.State) error { s.Messages--; return nil } }, "records but the last is number"},
		"the tail is cut": {func(_ *alliance, l *lying) {
			l.journal = func(s *journal.State) error { s.Last--; s.Messages--; return nil }
		}, "its tail is missing"},
		"the stream is gone": {func(_ *alliance, l *lying) {
			l.journal = func(s *journal.State) error { return fmt.Errorf("stream JOURNAL not found") }
		}, "does not say how it is"},
		"the configuration": {func(_ *alliance, l *lying) {
			l.journal = func(s *journal.State) error { s.Config += "max_age 1h"; return nil }
		}, "not configured as genesis says"},
		"the tree head": {func(a *alliance, _ *lying) { require.NoError(t, a.books.Head("forged")) }, "not what this hub signed"},
		"a message is another": {func(a *alliance, _ *lying) {
			a.memory.DamageFeed("at", 3, []byte(strings.Replace(string(a.feed("at")[2]), "AT", "NL", 1)))
		}, "message 3 in the feed of at is not what the journal gives"},
		"a message is gone": {func(a *alliance, _ *lying) { a.memory.DamageFeed("at", 3, nil) }, "the feed of at"},
		"a feed is shorter": {func(_ *alliance, l *lying) {
			l.feed = func(s *journal.State) error { s.Last--; s.Messages--; return nil }
		}, "its end is missing"},
		"a feed is gone":    {func(_ *alliance, l *lying) { l.feed = func(*journal.State) error { return journal.ErrNoViewer } }, "does not say how it is"},
		"a view is shorter": {func(_ *alliance, l *lying) { l.view = func(s *journal.State) error { s.Last = 0; return nil } }, "the view of"},
		"a view lost a document": {func(_ *alliance, l *lying) {
			l.view = func(s *journal.State) error { s.Messages--; return nil }
		}, "documents and had"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a, l := liars(t, 80)
			l.mu.Lock()
			lost.harm(a, l)
			l.mu.Unlock()
			for range 8 { // at most a minute, which the readings rest
				a.set(a.time().Add(guardApart))
				a.looks()
				if a.hub.Status().Stopped != "" {
					break
				}
			}
			a.stops(lost.says, "all was right at ")
			require.Equal(t, 1, strings.Count(a.log.String(), "commands are stopped"))
		})
	}
}

// TestAStoreThatDoesNotHoldIsNotStartedOn: what the guard would find, a start finds.
func TestAStoreThatDoesNotHoldIsNotStartedOn(t *testing.T) {
	a, l := liars(t, 81)
	a.close()
	l.view = func(*journal.State) error { return fmt.Errorf("%w: a hole", journal.ErrDamaged) }
	require.ErrorIs(t, a.tryOpen(), journal.ErrDamaged)
	l.view = nil
	l.journal = func(s *journal.State) error { s.Config = "another"; return nil }
	require.ErrorContains(t, a.tryOpen(), "not configured as genesis says")
	l.journal = nil
	a.open()
	a.consistent()
}

// TestTheGuardKeepsNobodyWaiting: a store that does not answer the guard.
func TestTheGuardKeepsNobodyWaiting(t *testing.T) {
	a, l := liars(t, 82)
	asked, free := make(chan struct{}), make(chan struct{})
	l.mu.Lock()
	l.view = func(*journal.State) error {
		select {
		case asked <- struct{}{}:
		case <-free:
		}
		<-free
		return nil
	}
	l.mu.Unlock()
	require.NoError(t, a.timers.fire(a.context(), guardApart))
	<-asked
	a.story()
	require.Equal(t, a.state().Last, a.hub.Status().Entries)
	l.mu.Lock()
	l.view = nil
	l.mu.Unlock()
	close(free)
	a.consistent()
}

// TestAStoreThatIsGoneContradictsNothing: the hub says since when it sees nothing,
// and goes on by itself.
func TestAStoreThatIsGoneContradictsNothing(t *testing.T) {
	a, l := liars(t, 83)
	seen := a.hub.Status().Guard.Looked
	l.mu.Lock()
	l.journal = func(*journal.State) error { return journal.ErrUnavailable }
	l.mu.Unlock()
	for range 3 {
		a.set(a.time().Add(guardApart))
		a.looks()
	}
	s := a.hub.Status()
	require.Empty(t, s.Stopped)
	require.Equal(t, seen, s.Guard.Looked)
	require.Contains(t, s.Guard.Blind, "cannot be reached")
	require.Equal(t, 1, strings.Count(a.log.String(), "the stores cannot be looked at"))
	l.mu.Lock()
	l.journal = nil
	l.mu.Unlock()
	a.looks()
	s = a.hub.Status()
	require.Empty(t, s.Guard.Blind)
	require.Equal(t, a.time(), s.Guard.Looked)
	a.story()
}

// reads keeps from where the journal is read, by the guard.
type reads struct {
	journal.Journal
	mu   sync.Mutex
	from []uint64
	took map[uint64]int
}

func (r *reads) Read(ctx context.Context, from uint64, f func(journal.Record) error) (uint64, error) {
	r.mu.Lock()
	r.from = append(r.from, from)
	r.mu.Unlock()
	return r.Journal.Read(ctx, from, func(x journal.Record) error {
		err := f(x)
		if err == nil {
			r.mu.Lock()
			r.took[x.Seq]++
			r.mu.Unlock()
		}
		return err
	})
}

// TestTheJournalIsReadAgainInSlices: each look reads a bounded piece, the pieces
// make up the whole, then there is a rest.
func TestTheJournalIsReadAgainInSlices(t *testing.T) {
	t.Parallel()
	const slice, rest = 2048, 6
	a := found(t, 84, "HU", "AT")
	for a.hub.Status().Entries <= slice {
		a.accepted(a.sign(opening(newID[events.OperationID](a))))
	}
	r := &reads{Journal: a.memory, took: map[uint64]int{}}
	a.stores.Journal = r
	a.restart()
	last := a.hub.Status().Entries
	begun := a.time()
	for pass := range 2 {
		r.mu.Lock()
		r.from, r.took = nil, map[uint64]int{}
		r.mu.Unlock()
		a.looks()
		require.Len(t, r.took, slice)
		require.EqualValues(t, slice, a.hub.Status().Guard.Through)
		a.set(a.time().Add(guardApart))
		a.looks()
		require.Equal(t, []uint64{1, slice + 1}, r.from)
		require.Len(t, r.took, int(last), "pass %d", pass)
		s := a.hub.Status()
		require.Equal(t, begun, s.Guard.Read, "what stood there when it began")
		require.Zero(t, s.Guard.Through)
		for range rest {
			a.set(a.time().Add(guardApart))
			a.looks()
		}
		require.Len(t, r.from, 2, "a rest")
		begun = a.time()
	}
	a.memory.Damage(slice+1, []byte("{}"))
	a.looks()
	require.Empty(t, a.hub.Status().Stopped, "not its turn yet")
	a.looks()
	a.stops(fmt.Sprintf("record %d", slice+1))
}

// TestADeskSaysThatTheHubHasStopped: whoever reads is told that it may be wrong.
func TestADeskSaysThatTheHubHasStopped(t *testing.T) {
	a, l := liars(t, 85)
	g := a.desk("AT", nil)
	moment := func() gateway.Moment {
		m, err := g.Moment(a.context(), "at")
		require.NoError(t, err)
		return m
	}
	require.Zero(t, moment().Stopped)
	l.mu.Lock()
	l.journal = func(s *journal.State) error { s.Deleted++; return nil }
	l.mu.Unlock()
	a.set(a.time().Add(guardApart))
	a.looks()
	a.stops("1 records deleted")
	require.NoError(t, a.timers.fire(a.context(), 5*time.Second))
	require.Eventually(t, func() bool {
		require.NoError(t, a.timers.fire(a.context(), 2*time.Second))
		return !moment().Stopped.IsZero()
	}, patience, time.Millisecond)
	require.Equal(t, a.hub.Status().Since, moment().Stopped)
	require.Contains(t, a.log.String(), "what this desk shows may be wrong")

	// Its operators have put it right.
	l.mu.Lock()
	l.journal = nil
	l.mu.Unlock()
	a.restart() // which forgets what the desk was waiting for
	a.written()
	g = a.desk("AT", nil)
	require.Eventually(t, func() bool {
		require.NoError(t, a.timers.fire(a.context(), 2*time.Second))
		return moment().Stopped.IsZero()
	}, patience, time.Millisecond)
	a.story()
}

// TestTheHubReportsOfItself after each look, also when it has stopped.
func TestTheHubReportsOfItself(t *testing.T) {
	memory := journal.NewMemory(func() time.Time { return start }, 0).Describe(config)
	a := bare(t, 86, memory, stores{Journal: memory, Feeds: memory, Views: memory, Enclosures: enclosures.NewMemory()})
	a.begin(config, "HU", "AT")
	a.close()
	o := a.options()
	reports := make(chan tracker.Status, 100)
	o.Report = func(s tracker.Status) { reports <- s }
	var err error
	a.hub, err = tracker.Open(a.context(), o)
	require.NoError(t, err)
	require.Equal(t, a.hub.Status(), <-reports, "at the start")
	a.looks()
	require.Equal(t, a.hub.Status(), <-reports)
	memory.Damage(2, nil)
	a.looks()
	require.NotEmpty(t, (<-reports).Stopped)
	a.looks()
	require.Equal(t, a.hub.Status(), <-reports)
}
