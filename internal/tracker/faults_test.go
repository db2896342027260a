package tracker_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/enclosures"
	"vigil/internal/journal"
	"vigil/internal/operation"
	"vigil/internal/tracker"
)

// mishap is what happens to one append.
type mishap int

const (
	none     mishap = iota
	lostAck         // stored, and no answer
	lost            // not stored, and no answer
	late            // no answer, and stored before the next append to another subject
	overtook        // somebody else appends first
	down            // nothing asked
)

// unreliable is a journal to whose appends a test lets things happen.
type unreliable struct {
	journal.Journal
	mu      sync.Mutex
	next    func(subject string, body []byte) mishap
	waiting *record // that is late
	rival   func()  // appends something else
	loads   func([]journal.Record) []journal.Record
	stuck   chan struct{} // not nil: appends hang until it is closed or they are told to end
	asked   chan struct{} // gets a word when an append hangs
}

type record struct {
	subject string
	body    []byte
	after   uint64
}

func (u *unreliable) Append(ctx context.Context, subject string, body []byte, after uint64) (uint64, error) {
	u.mu.Lock()
	what, waiting, stuck := none, u.waiting, u.stuck
	if u.next != nil {
		what = u.next(subject, body)
	}
	if waiting != nil && waiting.subject != subject {
		u.waiting = nil
		if _, err := u.Journal.Append(ctx, waiting.subject, waiting.body, waiting.after); err != nil && !errors.Is(err, journal.ErrConflict) {
			u.mu.Unlock()
			return 0, err
		}
	}
	u.mu.Unlock()
	if stuck != nil {
		u.asked <- struct{}{}
		select {
		case <-stuck:
		case <-ctx.Done():
			return 0, fmt.Errorf("%w: %w", journal.ErrUnknownOutcome, ctx.Err())
		}
	}
	switch what {
	case lostAck:
		if _, err := u.Journal.Append(ctx, subject, body, after); err != nil {
			return 0, err
		}
		return 0, fmt.Errorf("%w: the answer was lost", journal.ErrUnknownOutcome)
	case lost:
		return 0, fmt.Errorf("%w: the question was lost", journal.ErrUnknownOutcome)
	case late:
		u.mu.Lock()
		u.waiting = &record{subject, body, after}
		u.mu.Unlock()
		return 0, fmt.Errorf("%w: it takes its time", journal.ErrUnknownOutcome)
	case overtook:
		u.rival()
	case down:
		return 0, fmt.Errorf("%w: nobody there", journal.ErrUnavailable)
	}
	return u.Journal.Append(ctx, subject, body, after)
}

func (u *unreliable) Load(ctx context.Context, seqs ...uint64) ([]journal.Record, error) {
	list, err := u.Journal.Load(ctx, seqs...)
	if err == nil && u.loads != nil {
		list = u.loads(list)
	}
	return list, err
}

// once lets something happen to the next append only.
func (u *unreliable) once(list ...mishap) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.next = func(string, []byte) mishap {
		if len(list) == 0 {
			return none
		}
		what := list[0]
		list = list[1:]
		return what
	}
}

// forget drops what is late: an embedded server ends with its hub, and what it had
// not stored by then it never stores.
func (u *unreliable) forget() {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.waiting = nil
}

// shaky is an alliance whose journal is unreliable from its founding on.
func shaky(t testing.TB, seed uint64, countries ...events.Country) (*alliance, *unreliable) {
	a := found(t, seed, countries...)
	u := &unreliable{Journal: a.memory, asked: make(chan struct{}, 16)}
	a.stores.Journal = u
	a.restart()
	return a, u
}

func TestALostAckIsNoSecondEntry(t *testing.T) {
	for name, list := range map[string][]mishap{
		"stored, no answer":                 {lostAck},
		"not stored, no answer":             {lost},
		"twice no answer, then stored":      {lost, lost},
		"no answer, then stored, no answer": {lost, lostAck},
		"late":                              {late},
	} {
		t.Run(name, func(t *testing.T) {
			a, u := shaky(t, 3, "HU", "AT")
			before := a.state().Last
			request := a.sign(opening(newID[events.OperationID](a)))
			u.once(list...)
			answer, err := a.hub.Do(a.context(), "", request)
			if err != nil {
				require.ErrorIs(t, err, journal.ErrUnknownOutcome)
			}
			first := a.accepted(request)
			if err == nil {
				require.Equal(t, answer.Receipt, first)
			}
			require.Equal(t, before+1, a.state().Last)
			a.consistent()
			a.restart()
			require.Equal(t, first, a.accepted(request))
		})
	}
}

// TestALateEntryIsNotOvertaken: an append without an answer can still be stored
// after the next command was decided. The hub must neither miss it nor give its
// place in a feed to another.
func TestALateEntryIsNotOvertaken(t *testing.T) {
	a, u := shaky(t, 4, "HU", "AT")
	slow := a.sign(opening(newID[events.OperationID](a)))
	u.once(late, down, down) // the store is gone while we ask again
	_, err := a.hub.Do(a.context(), "", slow)
	require.ErrorIs(t, err, journal.ErrUnknownOutcome)

	quick := a.sign(opening(newID[events.OperationID](a)))
	_, err = a.hub.Do(a.context(), "", quick)
	require.ErrorIs(t, err, journal.ErrUnavailable)
	require.NotErrorIs(t, err, journal.ErrUnknownOutcome)

	a.accepted(quick)
	a.accepted(slow)
	a.consistent()
	a.restart()
}

// TestWhoeverGoesAwayLeavesNoDoubt: who asks and goes away leaves
// nothing behind that the next command meets.
func TestWhoeverGoesAwayLeavesNoDoubt(t *testing.T) {
	a, u := shaky(t, 5, "HU", "AT")
	u.stuck = make(chan struct{})
	gone, leave := context.WithCancel(a.context())
	request := a.sign(opening(newID[events.OperationID](a)))
	ended := make(chan error, 1)
	go func() {
		_, err := a.hub.Do(gone, "", request)
		ended <- err
	}()
	<-u.asked
	leave()
	u.mu.Lock()
	close(u.stuck)
	u.stuck = nil
	u.mu.Unlock()
	require.NoError(t, <-ended)
	a.accepted(a.sign(opening(newID[events.OperationID](a))))
	a.consistent()
}

func TestAConflictIsDecidedAgain(t *testing.T) {
	a, u := shaky(t, 6, "HU", "AT", "NL")
	id := a.operation()

	// The other writer is another hub on the same journal.
	rival := a.sign(involving(id, "NL"))
	u.rival = func() {
		other, err := newRival(a)
		require.NoError(t, err)
		_, err = other.Do(a.context(), "", rival)
		require.NoError(t, err)
		require.NoError(t, other.Close())
	}
	before := a.state().Last
	u.once(overtook)
	request := a.sign(declaring(id, newID[events.CommandID](a)))
	first := a.accepted(request)
	require.Equal(t, before+2, a.state().Last)
	require.Equal(t, first, a.accepted(request))
	require.Equal(t, a.receipt(rival).Counter+1, a.receipt(request).Counter)

	// The other hub was first with this very command.
	request = a.sign(declaring(id, newID[events.CommandID](a)))
	rival = request
	u.once(overtook)
	first = a.accepted(request)
	require.Equal(t, before+3, a.state().Last)
	a.consistent()
	a.restart()
	require.Equal(t, first, a.accepted(request))
}

// newRival is another hub on the same journal. Its enclosures are its own: a hub
// that starts sweeps those that have no entry yet.
func newRival(a *alliance) (*tracker.Tracker, error) {
	o := a.options()
	o.Journal, o.Enclosures = a.memory, enclosures.NewMemory()
	return tracker.Open(a.context(), o)
}

func TestAnEnclosureIsStoredBeforeItsEntry(t *testing.T) {
	a, u := shaky(t, 7, "HU", "AT")
	s := opening(newID[events.OperationID](a))
	s.Texts = map[string]string{"aim": "to find who waits"}
	request := a.sign(s)
	u.mu.Lock()
	u.next = func(string, []byte) mishap {
		require.Len(t, a.kepts("aim"), 1, "the entry came before its enclosure")
		return down
	}
	u.mu.Unlock()
	_, err := a.hub.Do(a.context(), "", request)
	require.ErrorIs(t, err, journal.ErrUnavailable)
	require.Len(t, a.kepts("aim"), 1)
	a.restart()
	require.Empty(t, a.kepts("aim"), "an enclosure without an entry stays until the next start only")

	u.once()
	a.accepted(request)
	a.restart()
	require.Len(t, a.kepts("aim"), 1, "one with its entry stays")
}

// fullDisk cannot store enclosures.
type fullDisk struct {
	enclosures.Store
	err error
}

func (f fullDisk) Put(context.Context, enclosures.Ref, events.OpenEnclosure) error { return f.err }

func TestWithoutItsEnclosureNothingIsRecorded(t *testing.T) {
	a := found(t, 8, "HU", "AT")
	s := opening(newID[events.OperationID](a))
	s.Texts = map[string]string{"aim": "to find who waits"}
	request := a.sign(s)
	before := a.state()
	store := a.stores.Enclosures
	a.stores.Enclosures = fullDisk{store, errors.New("no space left")}
	a.restart()
	_, err := a.hub.Do(a.context(), "", request)
	require.ErrorIs(t, err, journal.ErrUnavailable)
	require.ErrorContains(t, err, "nothing is recorded")
	require.Equal(t, before, a.state())
	require.NotContains(t, a.log.String(), "who waits")

	a.stores.Enclosures = store
	a.restart()
	a.accepted(request)
	require.Len(t, a.kepts("aim"), 1)
}

// TestAPoisonousEntryIsNeverBorn makes a fold fail: what a new party is to be
// briefed of comes back as another operation's.
func TestAPoisonousEntryIsNeverBorn(t *testing.T) {
	a, u := shaky(t, 9, "HU", "AT")
	id, other := newID[events.OperationID](a), newID[events.OperationID](a)
	a.accepted(a.sign(opening(other)))
	strange := a.state().Last
	a.accepted(a.sign(opening(id)))
	u.loads = func(list []journal.Record) []journal.Record {
		wrong, err := a.memory.Load(a.context(), strange)
		require.NoError(t, err)
		for i := range list {
			list[i] = wrong[0]
		}
		return list
	}
	before := a.state()
	request := a.sign(involving(id, "AT"))
	_, err := a.hub.Do(a.context(), "", request)
	var refusal *operation.Refusal
	require.ErrorAs(t, err, &refusal)
	require.EqualValues(t, "what-follows-can-be-worked-out", refusal.Rule)
	require.NotContains(t, refusal.Error(), "feed of", "whose feed is nobody's business")
	require.Equal(t, before, a.state())
	require.Contains(t, a.log.String(), "about two operations")

	u.loads = nil
	a.accepted(request)
	a.consistent()
}

// kepts lists the enclosures of a slot that are in the store.
func (a *alliance) kepts(slot string) []enclosures.Ref {
	a.t.Helper()
	var list []enclosures.Ref
	_, err := a.kept.Sweep(a.context(), func(ref enclosures.Ref) bool {
		if ref.Slot == slot {
			list = append(list, ref)
		}
		return true
	})
	require.NoError(a.t, err)
	return list
}
