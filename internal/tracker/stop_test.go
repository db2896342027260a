package tracker_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/journal"
)

// hang makes every append hang, and gives what lets them go on.
func (u *unreliable) hang() (free func()) {
	stuck := make(chan struct{})
	u.mu.Lock()
	u.stuck = stuck
	u.mu.Unlock()
	return func() {
		u.mu.Lock()
		u.stuck = nil
		u.mu.Unlock()
		close(stuck)
	}
}

func TestStatusNeverWaitsForTheStore(t *testing.T) {
	a, u := shaky(t, 30, "HU", "AT")
	free := u.hang()
	ended := make(chan error, 1)
	request := a.sign(opening(newID[events.OperationID](a)))
	go func() {
		_, err := a.hub.Do(a.context(), "", request)
		ended <- err
	}()
	<-u.asked
	require.Equal(t, a.state().Last, a.hub.Status().Entries)
	require.NotZero(t, a.hub.Last())
	require.NotZero(t, a.hub.Genesis())
	_, err := a.hub.For("AT", "").Now(a.context())
	require.NoError(t, err)

	// Who waits for the turn can stop waiting, and knows that nothing was asked.
	impatient, leave := context.WithCancel(a.context())
	go leave()
	_, err = a.hub.Do(impatient, "", a.sign(opening(newID[events.OperationID](a))))
	require.ErrorIs(t, err, journal.ErrUnavailable)
	require.NotErrorIs(t, err, journal.ErrUnknownOutcome)
	free()
	require.NoError(t, <-ended)
	a.consistent()
}

// TestCloseInTheMiddleOfCommands: each command in flight has its receipt, or was
// not recorded, or says that its outcome is unknown; and all receipts hold.
func TestCloseInTheMiddleOfCommands(t *testing.T) {
	for range 5 {
		a := found(t, 31, "HU", "AT")
		const many = 40
		requests := make([]events.Request, many)
		for i := range requests {
			requests[i] = a.sign(opening(newID[events.OperationID](a)))
		}
		receipts := make([]string, many)
		var all sync.WaitGroup
		first := make(chan struct{})
		var once sync.Once
		for i, r := range requests {
			all.Go(func() {
				answer, err := a.hub.Do(a.context(), "", r)
				if err != nil {
					require.ErrorIs(t, err, journal.ErrUnavailable)
				}
				receipts[i] = answer.Receipt
				once.Do(func() { close(first) })
			})
		}
		<-first
		require.NoError(t, a.hub.Close())
		require.NoError(t, a.hub.Close(), "it may be closed twice")
		after := a.state()
		all.Wait()
		require.Equal(t, after, a.state(), "nothing is recorded after Close")
		a.open()
		a.consistent()
		for i, r := range requests {
			if receipts[i] != "" {
				require.Equal(t, receipts[i], a.accepted(r))
			}
		}
		require.NotEmpty(t, a.books.head)
	}
}

func TestCloseDoesNotWaitForEverForTheStore(t *testing.T) {
	a, u := shaky(t, 32, "HU", "AT")
	free := u.hang()
	defer free()
	ended := make(chan error, 1)
	request := a.sign(opening(newID[events.OperationID](a)))
	go func() {
		_, err := a.hub.Do(a.context(), "", request)
		ended <- err
	}()
	<-u.asked
	closed := make(chan error, 1)
	hub := a.hub
	go func() { closed <- hub.Close() }()
	ctx := a.context()
	require.NoError(t, a.timers.fire(ctx, 5*time.Second)) // beats, or Close
	for {
		select {
		case err := <-closed:
			require.NoError(t, err)
			require.ErrorIs(t, <-ended, journal.ErrUnknownOutcome)
			a.hub = nil
			return
		default:
			soon, cancel := context.WithTimeout(ctx, time.Millisecond)
			if err := a.timers.fire(soon, 5*time.Second); err != nil {
				require.NoError(t, ctx.Err(), "Close hangs")
			}
			cancel()
		}
	}
}

// TestHeadsDoNotKeepCloseFromEnding asks for a head at the very moment of Close.
func TestHeadsDoNotKeepCloseFromEnding(t *testing.T) {
	for range 20 {
		a := found(t, 33, "HU", "AT")
		require.NoError(t, a.timers.fire(a.context(), 125*time.Millisecond))
		a.accepted(a.sign(opening(newID[events.OperationID](a))))
		closed := make(chan error, 1)
		go func() { closed <- a.hub.Close() }()
		select {
		case err := <-closed:
			require.NoError(t, err)
		case <-a.context().Done():
			require.Fail(t, "Close waits for itself")
		}
		require.Contains(t, a.books.head, fmt.Sprintf("\n%d\n", a.state().Last), "the last head covers all")
		a.hub = nil
	}
}

type viewStore = journal.Views // which has a method of that name

// beaten counts what is put into a view.
type beaten struct {
	viewStore
	mu    sync.Mutex
	beats []string
	gone  bool
}

func (b *beaten) PutView(ctx context.Context, viewer, key string, document []byte) error {
	b.mu.Lock()
	gone := b.gone
	if key == "meta.alive" && viewer == "at" {
		b.beats = append(b.beats, string(document))
	}
	b.mu.Unlock()
	if gone {
		return errors.New("no view today")
	}
	return b.viewStore.PutView(ctx, viewer, key, document)
}

func (b *beaten) reaches(t *testing.T, n int) {
	t.Helper()
	require.Eventually(t, func() bool {
		b.mu.Lock()
		defer b.mu.Unlock()
		return len(b.beats) == n
	}, patience, time.Millisecond)
}

// TestTheBeatBetraysNothing compares the beats of a busy hub with those of a
// quiet one.
func TestTheBeatBetraysNothing(t *testing.T) {
	beats := func(busy bool) []string {
		a := found(t, 34, "HU", "AT")
		a.written()
		views := &beaten{viewStore: a.memory}
		a.stores.Views = views
		a.restart()
		for i := range 4 {
			if busy {
				a.story()
				a.written()
			}
			views.reaches(t, i+1)
			a.set(events.TimeOf(start.Add(time.Duration(i+1) * 5 * time.Second)))
			require.NoError(t, a.timers.fire(a.context(), 5*time.Second))
		}
		views.reaches(t, 5)
		return views.beats
	}
	quiet := beats(false)
	require.Equal(t, quiet, beats(true))
	require.True(t, strings.HasSuffix(quiet[0], " 1") && strings.HasSuffix(quiet[4], " 5"), "%q", quiet)
}

func TestABeatThatCannotBeWrittenStopsNothing(t *testing.T) {
	a := found(t, 35, "HU", "AT")
	views := &beaten{viewStore: a.memory}
	a.stores.Views = views
	a.restart()
	views.mu.Lock()
	views.gone = true
	views.mu.Unlock()
	require.NoError(t, a.timers.fire(a.context(), 5*time.Second))
	require.NoError(t, a.timers.fire(a.context(), 5*time.Second))
	require.Contains(t, a.log.String(), "beat not written")
	views.mu.Lock()
	views.gone = false
	views.mu.Unlock()
	a.story()
	a.consistent()
}
