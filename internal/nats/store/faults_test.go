package store_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"

	"vigil/internal/journal"
	"vigil/internal/nats/store"
)

var ignore = func(journal.Record) error { return nil }

func TestAStoreThatLostItsEndIsDamaged(t *testing.T) {
	s, ctx := start(t), t.Context()
	hub := s.hub(t, s.connect(t))
	after := fill(t, hub, "A", 3)
	str, err := s.js.Stream(ctx, journalStream)
	require.NoError(t, err)
	config := str.CachedInfo().Config
	require.NoError(t, s.js.DeleteStream(ctx, journalStream))

	_, err = hub.Append(ctx, "A", []byte("4"), after)
	require.ErrorIs(t, err, journal.ErrUnavailable, "no stream takes it")
	_, err = hub.Read(ctx, 1, ignore)
	require.Error(t, err)

	s.create(t, config)
	_, err = hub.Read(ctx, 1, ignore)
	require.ErrorIs(t, err, journal.ErrDamaged)
	_, err = hub.Append(ctx, "A", []byte("4"), after)
	require.ErrorIs(t, err, journal.ErrConflict, "the subject has no record any more")
	_, err = hub.Append(ctx, "B", []byte("1"), 0)
	require.ErrorIs(t, err, journal.ErrDamaged, "number 1 is given for the second time")
}

func TestAStrangersRecordIsNoticedAtTheNextAppend(t *testing.T) {
	s, ctx := start(t), t.Context()
	hub := s.hub(t, s.connect(t))
	after := fill(t, hub, "A", 3)
	_, err := s.js.Publish(ctx, journalPrefix+"FORGED", []byte("x"))
	require.NoError(t, err)
	_, err = hub.Append(ctx, "A", []byte("4"), after)
	require.ErrorIs(t, err, journal.ErrDamaged)

	options := s.hubOptions()
	options.Sole = false
	one, err := store.OpenHub(ctx, s.connect(t), options)
	require.NoError(t, err)
	_, err = s.js.Publish(ctx, journalPrefix+"OTHER", []byte("x"))
	require.NoError(t, err)
	_, err = one.Append(ctx, "B", []byte("1"), 0)
	require.NoError(t, err, "others may write too")
}

func TestALostAcknowledgementIsAnUnknownOutcome(t *testing.T) {
	s, ctx := start(t), t.Context()
	hub := s.hub(t, s.connect(t))
	after := fill(t, hub, "A", 1)
	s.acknowledge(t, false)
	short, cancel := context.WithTimeout(ctx, 50*time.Millisecond)
	defer cancel()
	_, err := hub.Append(short, "A", []byte("2"), after)
	require.ErrorIs(t, err, journal.ErrUnknownOutcome)
	require.ErrorIs(t, err, context.DeadlineExceeded)

	s.acknowledge(t, true)
	_, err = hub.Append(ctx, "A", []byte("2"), after)
	require.ErrorIs(t, err, journal.ErrConflict, "it was stored")
	last, err := hub.Read(ctx, 1, ignore)
	require.NoError(t, err)
	require.EqualValues(t, 2, last)
	seq, err := hub.Append(ctx, "A", []byte("3"), last)
	require.NoError(t, err)
	require.EqualValues(t, 3, seq)
}

func TestAnUnreachableServerIsAskedNothing(t *testing.T) {
	s, ctx := start(t), t.Context()
	gone := make(chan struct{}, 1)
	conn := s.connect(t, nats.DisconnectErrHandler(func(*nats.Conn, error) { gone <- struct{}{} }))
	hub := s.hub(t, conn)
	require.NoError(t, hub.EnsureViewer(ctx, "at"))
	after := fill(t, hub, "A", 1)
	s.stop()
	<-gone

	_, err := hub.Append(ctx, "A", []byte("2"), after)
	require.ErrorIs(t, err, journal.ErrUnavailable)
	require.ErrorIs(t, hub.AppendFeed(ctx, "at", 1, []byte("1")), journal.ErrUnavailable)
	require.ErrorIs(t, hub.PutView(ctx, "at", "A", nil), journal.ErrUnavailable)

	s.run(t)
	require.NoError(t, conn.FlushTimeout(10*time.Second))
	last, err := hub.Read(ctx, 1, ignore)
	require.NoError(t, err)
	require.EqualValues(t, 1, last, "nothing went out late")

	conn.Close()
	_, err = hub.Append(ctx, "A", []byte("2"), after)
	require.ErrorIs(t, err, journal.ErrUnavailable)
	_, err = hub.Read(ctx, 1, ignore)
	require.ErrorIs(t, err, journal.ErrUnavailable)
	require.ErrorIs(t, hub.FollowFeed(ctx, "at", 1, nil), journal.ErrUnavailable)
}

func TestARecordThatIsTooLargeIsRefused(t *testing.T) {
	s, ctx := start(t), t.Context()
	hub := s.hub(t, s.connect(t))
	_, err := hub.Append(ctx, "A", make([]byte, 2<<20), 0)
	require.ErrorIs(t, err, nats.ErrMaxPayload)
	s.update(t, func(c *jetstream.StreamConfig) { c.MaxMsgSize = 1000 })
	_, err = hub.Append(ctx, "A", make([]byte, 1001), 0)
	require.ErrorContains(t, err, "nothing is stored")
	state, err := hub.State(ctx)
	require.NoError(t, err)
	require.Zero(t, state.Messages)
}

func TestAFollowerSurvives(t *testing.T) {
	for name, disturb := range map[string]func(*testing.T, *testServer){
		"a restart of the server": func(t *testing.T, s *testServer) {
			s.stop()
			s.run(t)
		},
		"the loss of its consumer": func(t *testing.T, s *testServer) {
			str, err := s.js.Stream(t.Context(), hubNames.FeedStream("at"))
			require.NoError(t, err)
			names := str.ConsumerNames(t.Context())
			for name := range names.Name() {
				require.NoError(t, str.DeleteConsumer(t.Context(), name))
			}
			require.NoError(t, names.Err())
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t)
			conn := s.connect(t)
			hub := s.hub(t, conn)
			ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
			defer cancel()
			require.NoError(t, hub.EnsureViewer(ctx, "at"))
			require.NoError(t, hub.AppendFeed(ctx, "at", 1, []byte("1")))

			enough := errors.New("enough")
			came, ended := make(chan uint64, 10), make(chan error, 1)
			next := uint64(1)
			go func() {
				ended <- hub.FollowFeed(ctx, "at", 1, func(counter uint64, message []byte) error {
					if counter != next || string(message) != fmt.Sprint(counter) {
						return fmt.Errorf("message %d came as %d: %s", next, counter, message)
					}
					next++
					came <- counter
					if counter == 4 {
						return enough
					}
					return nil
				})
			}()
			require.EqualValues(t, 1, <-came)
			disturb(t, s)
			err := conn.FlushTimeout(10 * time.Second)
			for errors.Is(err, nats.ErrConnectionClosed) && !conn.IsClosed() { // asked of the connection that had just ended
				err = conn.FlushTimeout(10 * time.Second)
			}
			require.NoError(t, err)
			for counter := uint64(2); counter <= 4; counter++ {
				require.NoError(t, hub.AppendFeed(ctx, "at", counter, fmt.Append(nil, counter)))
			}
			require.ErrorIs(t, <-ended, enough)
		})
	}
}

func TestTheKeyValueClientUnderstandsTheMirror(t *testing.T) {
	s, ctx := start(t), t.Context()
	hub := s.hub(t, s.connect(t))
	require.NoError(t, hub.EnsureViewer(ctx, "at"))
	s.mirror(t, "at")
	bucket, err := s.js.KeyValue(ctx, "desk_at")
	require.NoError(t, err)
	watch, err := bucket.WatchAll(ctx)
	require.NoError(t, err)
	require.Nil(t, <-watch.Updates(), "the end of what there was")

	require.NoError(t, hub.PutView(ctx, "at", "meta.position", []byte("7")))
	entry := <-watch.Updates()
	require.Equal(t, jetstream.KeyValuePut, entry.Operation())
	require.Equal(t, "meta.position", entry.Key())
	require.Equal(t, "7", string(entry.Value()))

	require.NoError(t, hub.DeleteView(ctx, "at", "meta.position"))
	require.Equal(t, jetstream.KeyValueDelete, (<-watch.Updates()).Operation())
	_, err = bucket.Get(ctx, "meta.position")
	require.ErrorIs(t, err, jetstream.ErrKeyNotFound)
}

func fill(t testing.TB, hub *store.Hub, subject string, n uint64) (last uint64) {
	for range n {
		seq, err := hub.Append(t.Context(), subject, fmt.Append(nil, last+1), last)
		require.NoError(t, err)
		last = seq
	}
	return last
}

func (s *testServer) acknowledge(t *testing.T, yes bool) {
	s.update(t, func(c *jetstream.StreamConfig) { c.NoAck = !yes })
}

func (s *testServer) update(t *testing.T, change func(*jetstream.StreamConfig)) {
	str, err := s.js.Stream(t.Context(), journalStream)
	require.NoError(t, err)
	config := str.CachedInfo().Config
	change(&config)
	_, err = s.js.UpdateStream(t.Context(), config)
	require.NoError(t, err)
}
