package tracker_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/journal"
)

const slowly = 100 * time.Millisecond

// slow stores take 100 ms for each write, by the clock that the test moves.
type slow struct {
	journal.Journal
	journal.Feeds
	viewStore
	after func(time.Duration) <-chan time.Time
}

func (s *slow) wait(ctx context.Context) {
	select {
	case <-s.after(slowly):
	case <-ctx.Done():
	}
}

func (s *slow) Append(ctx context.Context, subject string, body []byte, after uint64) (uint64, error) {
	s.wait(ctx)
	return s.Journal.Append(ctx, subject, body, after)
}

func (s *slow) AppendFeed(ctx context.Context, viewer string, counter uint64, message []byte) error {
	s.wait(ctx)
	return s.Feeds.AppendFeed(ctx, viewer, counter, message)
}

func (s *slow) PutView(ctx context.Context, viewer, key string, document []byte) error {
	s.wait(ctx)
	return s.viewStore.PutView(ctx, viewer, key, document)
}

// TestASlowDiskDelaysAndLosesNothing: each write takes 100 ms. Officers wait, each has
// a receipt, status and guard wait for nobody, and what was said before the hub was
// killed stands.
func TestASlowDiskDelaysAndLosesNothing(t *testing.T) {
	t.Parallel()
	m := newMachine(t, t.TempDir(), 0)
	a := m.alliance(120)
	r := a.road()
	a.close()
	disk := &slow{Journal: a.stores.Journal, Feeds: a.stores.Feeds, viewStore: a.stores.Views, after: a.timers.after}
	a.stores.Journal, a.stores.Feeds, a.stores.Views = disk, disk, disk
	ctx, enough := context.WithCancel(context.Background())
	var turning sync.WaitGroup
	turn := func() { // time passes
		for ctx.Err() == nil {
			_ = a.timers.fire(ctx, slowly)
		}
	}
	turning.Go(turn)
	a.open()

	const officers, each = 8, 4
	var all sync.WaitGroup
	requests, receipts := make([]events.Request, officers*each), make([]string, officers*each)
	for i := range requests {
		requests[i] = a.sign(sighting(r.id, "at team", r.part, ""))
	}
	for o := range officers {
		all.Go(func() {
			for i := o * each; i < (o+1)*each; i++ {
				answer, err := a.hub.Do(a.context(), "", requests[i])
				require.NoError(t, err)
				receipts[i] = answer.Receipt
			}
		})
	}
	for range 3 {
		a.looks()
		require.Empty(t, a.hub.Status().Stopped)
		require.Empty(t, a.hub.Status().Guard.Blind)
	}
	all.Wait()
	a.set(at("00:50")) // an offer runs out
	require.NoError(t, a.hub.Fire(a.context()))
	require.Equal(t, []string{"handover.timed-out 00:50 00:50"}, r.said())
	a.consistent()
	a.close()
	enough()
	turning.Wait()

	a.stores.Journal, a.stores.Feeds, a.stores.Views = disk.Journal, disk.Feeds, disk.viewStore
	a.open()
	for i, request := range requests {
		require.Equal(t, receipts[i], a.accepted(request))
	}
	a.consistent()
}
