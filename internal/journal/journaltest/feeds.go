package journaltest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/internal/journal"
)

var feedTests = []test{
	{"a viewer that was never ensured is unknown", unknownViewer},
	{"ensuring a viewer twice changes nothing", ensureTwice},
	{"messages come back byte for byte, in order", feedInOrder},
	{"the same bytes again are accepted, others are damage", feedAgain},
	{"a skipped counter is a gap and stores nothing", feedSkipped},
	{"of writers of one counter all agree or one wins", racingFeedWriters},
	{"feeds of two viewers are apart", feedsApart},
	{"read ends with the error of its reader", feedReadEnds},
	{"follow goes on with what comes", followGoesOn},
	{"follow waits for a counter not yet written", followAhead},
	{"several followers each get every message once", severalFollowers},
	{"follow ends with the error of its reader", followEndsWithError},
	{"follow ends with its context", followEndsWithContext},
	{"a feed's state is what was written", feedState},
	{"a lost message is a gap", lostMessage},
}

const viewer = "at"

func unknownViewer(t *testing.T, s Stores) {
	ctx := deadline(t)
	_, err := s.Feeds.ReadFeed(ctx, "xx", 1, unexpectedMessage)
	require.ErrorIs(t, err, journal.ErrNoViewer)
	require.ErrorIs(t, s.Feeds.FollowFeed(ctx, "xx", 1, unexpectedMessage), journal.ErrNoViewer)
	require.ErrorIs(t, s.Feeds.AppendFeed(ctx, "xx", 1, body(1)), journal.ErrNoViewer)
	require.ErrorIs(t, s.Views.PutView(ctx, "xx", "A", body(1)), journal.ErrNoViewer)
	require.ErrorIs(t, s.Views.DeleteView(ctx, "xx", "A"), journal.ErrNoViewer)
	_, err = s.Views.ReadView(ctx, "xx", "A")
	require.ErrorIs(t, err, journal.ErrNoViewer)
	_, err = s.Views.Views(ctx, "xx")
	require.ErrorIs(t, err, journal.ErrNoViewer)
}

func ensureTwice(t *testing.T, s Stores) {
	ctx := deadline(t)
	ensure(t, s)
	last, err := s.Feeds.ReadFeed(ctx, viewer, 1, unexpectedMessage)
	require.NoError(t, err)
	require.Zero(t, last)
	writeFeed(t, s, viewer, 1, 2)
	require.NoError(t, s.Views.PutView(ctx, viewer, "A", body(1)))

	ensure(t, s)
	require.Len(t, readFeed(t, s.Feeds, viewer, 1), 2)
	document, err := s.Views.ReadView(ctx, viewer, "A")
	require.NoError(t, err)
	require.Equal(t, string(body(1)), string(document))
}

func feedInOrder(t *testing.T, s Stores) {
	ctx := deadline(t)
	ensure(t, s)
	given := large(256 << 10)
	require.NoError(t, s.Feeds.AppendFeed(ctx, viewer, 1, given))
	clear(given)
	writeFeed(t, s, viewer, 2, 40)
	messages := readFeed(t, s.Feeds, viewer, 0)
	require.Len(t, messages, 40)
	require.True(t, string(large(256<<10)) == messages[0])
	for counter := uint64(2); counter <= 40; counter++ {
		require.Equal(t, string(body(counter)), messages[counter-1])
	}
	require.Equal(t, messages[16:], readFeed(t, s.Feeds, viewer, 17))

	last, err := s.Feeds.ReadFeed(ctx, viewer, 50, unexpectedMessage)
	require.NoError(t, err)
	require.EqualValues(t, 40, last)
}

func feedAgain(t *testing.T, s Stores) {
	ctx := deadline(t)
	ensure(t, s)
	writeFeed(t, s, viewer, 1, 5)
	writeFeed(t, s, viewer, 1, 5)
	for counter := uint64(1); counter <= 5; counter++ {
		err := s.Feeds.AppendFeed(ctx, viewer, counter, body(counter+100))
		require.ErrorIs(t, err, journal.ErrDamaged)
	}
	require.Len(t, readFeed(t, s.Feeds, viewer, 1), 5)
	writeFeed(t, s, viewer, 6, 6)
	require.NoError(t, s.Feeds.AppendFeed(ctx, viewer, 7, body(6)), "the same bytes under the next number are another message")
}

func feedSkipped(t *testing.T, s Stores) {
	ctx := deadline(t)
	ensure(t, s)
	requireGap(t, s.Feeds.AppendFeed(ctx, viewer, 2, body(2)), journal.GapError{Where: "feed of at", Want: 1, Got: 2})
	writeFeed(t, s, viewer, 1, 3)
	requireGap(t, s.Feeds.AppendFeed(ctx, viewer, 5, body(5)), journal.GapError{Where: "feed of at", Want: 4, Got: 5})
	requireGap(t, s.Feeds.AppendFeed(ctx, viewer, 0, body(0)), journal.GapError{Where: "feed of at", Want: 4, Got: 0})
	require.Len(t, readFeed(t, s.Feeds, viewer, 1), 3)
}

func racingFeedWriters(t *testing.T, s Stores) {
	ctx := deadline(t)
	ensure(t, s)
	race := func(counter uint64, message func(writer int) []byte) (errs [2]error) {
		var done sync.WaitGroup
		for w := range errs {
			done.Go(func() { errs[w] = s.Feeds.AppendFeed(ctx, viewer, counter, message(w)) })
		}
		done.Wait()
		return errs
	}
	const rounds = 50
	for n := range uint64(rounds) {
		counter := 2*n + 1
		errs := race(counter, func(int) []byte { return body(counter) })
		require.NoError(t, errs[0], "two writers of equal bytes")
		require.NoError(t, errs[1], "two writers of equal bytes")

		errs = race(counter+1, func(w int) []byte { return fmt.Appendf(nil, "writer %d", w) })
		if errs[0] != nil {
			errs[0], errs[1] = errs[1], errs[0]
		}
		require.NoError(t, errs[0], "one of two writers of different bytes")
		require.ErrorIs(t, errs[1], journal.ErrDamaged)
	}
	require.Len(t, readFeed(t, s.Feeds, viewer, 1), 2*rounds)
}

func feedsApart(t *testing.T, s Stores) {
	ctx := deadline(t)
	require.NoError(t, s.Feeds.EnsureViewer(ctx, "at"))
	require.NoError(t, s.Feeds.EnsureViewer(ctx, "hu"))
	writeFeed(t, s, "at", 1, 3)
	require.Empty(t, readFeed(t, s.Feeds, "hu", 1))
	writeFeed(t, s, "hu", 1, 1)
	require.Len(t, readFeed(t, s.Feeds, "at", 1), 3)
	require.Len(t, readFeed(t, s.Feeds, "hu", 1), 1)

	require.NoError(t, s.Views.PutView(ctx, "at", "A", body(1)))
	_, err := s.Views.ReadView(ctx, "hu", "A")
	require.ErrorIs(t, err, journal.ErrNoDocument)
}

func feedReadEnds(t *testing.T, s Stores) {
	ensure(t, s)
	writeFeed(t, s, viewer, 1, 5)
	enough := errors.New("enough")
	last, err := s.Feeds.ReadFeed(deadline(t), viewer, 1, func(counter uint64, _ []byte) error {
		if counter == 3 {
			return enough
		}
		return nil
	})
	require.ErrorIs(t, err, enough)
	require.EqualValues(t, 2, last)
}

func followGoesOn(t *testing.T, s Stores) {
	ctx := deadline(t)
	ensure(t, s)
	writeFeed(t, s, viewer, 1, 10)
	f := follow(ctx, s.Feeds, viewer, 4)
	f.expect(t, ctx, 4, 10)
	for counter := uint64(11); counter <= 30; counter++ {
		writeFeed(t, s, viewer, counter, counter)
		f.expect(t, ctx, counter, counter)
	}
	writeFeed(t, s, viewer, 31, 60)
	f.expect(t, ctx, 31, 60)
	f.stop(t, ctx)
}

func followAhead(t *testing.T, s Stores) {
	ctx := deadline(t)
	ensure(t, s)
	f := follow(ctx, s.Feeds, viewer, 5)
	writeFeed(t, s, viewer, 1, 8)
	f.expect(t, ctx, 5, 8)
	f.stop(t, ctx)
}

func severalFollowers(t *testing.T, s Stores) {
	ctx := deadline(t)
	ensure(t, s)
	followers := make([]*follower, 5)
	for i := range followers {
		followers[i] = follow(ctx, s.Feeds, viewer, 1)
	}
	writeFeed(t, s, viewer, 1, 50)
	for i, f := range followers {
		f.expect(t, ctx, 1, 50)
		if i%2 == 0 {
			f.stop(t, ctx)
		}
	}
	writeFeed(t, s, viewer, 51, 60)
	for i, f := range followers {
		if i%2 == 1 {
			f.expect(t, ctx, 51, 60)
			f.stop(t, ctx)
		}
	}
}

func followEndsWithError(t *testing.T, s Stores) {
	ensure(t, s)
	writeFeed(t, s, viewer, 1, 5)
	enough := errors.New("enough")
	var seen []uint64
	err := s.Feeds.FollowFeed(deadline(t), viewer, 1, func(counter uint64, _ []byte) error {
		seen = append(seen, counter)
		if counter == 3 {
			return enough
		}
		return nil
	})
	require.ErrorIs(t, err, enough)
	require.Equal(t, []uint64{1, 2, 3}, seen)
}

func followEndsWithContext(t *testing.T, s Stores) {
	ctx, cancel := context.WithCancel(deadline(t))
	ensure(t, s)
	writeFeed(t, s, viewer, 1, 5)
	var seen int
	err := s.Feeds.FollowFeed(ctx, viewer, 1, func(counter uint64, _ []byte) error {
		if seen++; counter == 3 {
			cancel()
		}
		return nil
	})
	require.ErrorIs(t, err, context.Canceled)
	require.Equal(t, 3, seen, "nothing is handed over after the end")

	require.ErrorIs(t, s.Feeds.FollowFeed(ctx, viewer, 1, unexpectedMessage), context.Canceled)
	_, err = s.Feeds.ReadFeed(ctx, viewer, 1, unexpectedMessage)
	require.ErrorIs(t, err, context.Canceled)
	require.ErrorIs(t, s.Feeds.AppendFeed(ctx, viewer, 6, body(6)), context.Canceled)
	require.ErrorIs(t, s.Feeds.EnsureViewer(ctx, "hu"), context.Canceled)
	require.Len(t, readFeed(t, s.Feeds, viewer, 1), 5)
}

func feedState(t *testing.T, s Stores) {
	ctx := deadline(t)
	_, err := s.Feeds.FeedState(ctx, "xx")
	require.ErrorIs(t, err, journal.ErrNoViewer)
	ensure(t, s)
	state, err := s.Feeds.FeedState(ctx, viewer)
	require.NoError(t, err)
	require.NoError(t, state.Sound())
	require.Zero(t, state.Last)
	writeFeed(t, s, viewer, 1, 7)
	state, err = s.Feeds.FeedState(ctx, viewer)
	require.NoError(t, err)
	require.NoError(t, state.Sound())
	require.EqualValues(t, 7, state.Last)
	require.NotZero(t, state.Bytes)
}

func lostMessage(t *testing.T, s Stores) {
	ctx := deadline(t)
	ensure(t, s)
	writeFeed(t, s, viewer, 1, 6)
	s.LoseMessage(viewer, 3)
	gap := journal.GapError{Where: "feed of at", Want: 3, Got: 4}
	nothing := func(uint64, []byte) error { return nil }
	last, err := s.Feeds.ReadFeed(ctx, viewer, 1, nothing)
	requireGap(t, err, gap)
	require.EqualValues(t, 2, last)
	requireGap(t, s.Feeds.FollowFeed(ctx, viewer, 2, nothing), gap)
	require.ErrorIs(t, s.Feeds.AppendFeed(ctx, viewer, 3, body(3)), journal.ErrDamaged)
}

func ensure(t *testing.T, s Stores) {
	t.Helper()
	require.NoError(t, s.Feeds.EnsureViewer(deadline(t), viewer))
}

func writeFeed(t *testing.T, s Stores, viewer string, first, last uint64) {
	t.Helper()
	ctx := deadline(t)
	for counter := first; counter <= last; counter++ {
		require.NoError(t, s.Feeds.AppendFeed(ctx, viewer, counter, body(counter)))
	}
}

func readFeed(t *testing.T, feeds journal.FeedReader, viewer string, from uint64) (messages []string) {
	t.Helper()
	next := max(from, 1)
	_, err := feeds.ReadFeed(deadline(t), viewer, from, func(counter uint64, message []byte) error {
		if counter != next {
			return fmt.Errorf("message %d came as number %d", next, counter)
		}
		next++
		messages = append(messages, string(message))
		return nil
	})
	require.NoError(t, err)
	return messages
}

func unexpectedMessage(counter uint64, _ []byte) error {
	return fmt.Errorf("message %d was not to be read", counter)
}

// follower runs FollowFeed in a goroutine of its own and keeps what comes.
type follower struct {
	messages chan string
	ended    chan error
	cancel   context.CancelFunc
}

func follow(ctx context.Context, feeds journal.FeedReader, viewer string, from uint64) *follower {
	ctx, cancel := context.WithCancel(ctx)
	f := &follower{messages: make(chan string, 1000), ended: make(chan error, 1), cancel: cancel}
	next := from
	go func() {
		f.ended <- feeds.FollowFeed(ctx, viewer, from, func(counter uint64, message []byte) error {
			if counter != next {
				return fmt.Errorf("message %d came as number %d", next, counter)
			}
			next++
			f.messages <- string(message)
			return nil
		})
	}()
	return f
}

// expect waits for the messages that writeFeed wrote under first to last.
func (f *follower) expect(t *testing.T, ctx context.Context, first, last uint64) {
	t.Helper()
	for counter := first; counter <= last; counter++ {
		select {
		case message := <-f.messages:
			require.Equal(t, string(body(counter)), message)
		case err := <-f.ended:
			require.FailNow(t, "the follower ended early", "%v", err)
		case <-ctx.Done():
			require.FailNow(t, "message never came", "counter %d", counter)
		}
	}
}

// stop ends the follower, which must have nothing more to say.
func (f *follower) stop(t *testing.T, ctx context.Context) {
	t.Helper()
	f.cancel()
	require.ErrorIs(t, receive(t, ctx, f.ended), context.Canceled)
	require.Empty(t, f.messages)
}
