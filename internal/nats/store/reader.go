package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"vigil/internal/journal"
)

const (
	// answerWithin bounds each single question whose context has no deadline.
	answerWithin = 5 * time.Second
	// again is the pause before a reader that got nothing asks again.
	again = 250 * time.Millisecond
	// settling is the pause before asking again for what the replicas are about
	// to agree on.
	settling = 2 * time.Millisecond
	// heardOf is how long it takes at most until all servers know of a new stream.
	heardOf = 500 * time.Millisecond
	// maxTries is how often a bounded read asks again without getting anything.
	maxTries = 10
)

// Names says how the streams of a viewer are called. Package broker has them;
// the hub's differ from those of the mirrors.
type Names struct {
	FeedStream  func(viewer string) string
	FeedSubject func(viewer string) string // only the hub writes: readers need none
	ViewStream  func(viewer string) string
	ViewBucket  func(viewer string) string // documents are under $KV.<bucket>.<key>
}

// Reader reads feeds and views. It is safe for concurrent use.
type Reader struct {
	conn  *nats.Conn
	js    jetstream.JetStream
	names Names

	several bool // the journal is on several servers
}

var (
	_ journal.FeedReader = (*Reader)(nil)
	_ journal.ViewReader = (*Reader)(nil)
)

// NewReader reads through conn, which stays the caller's. It asks nothing of
// the server yet.
func NewReader(conn *nats.Conn, names Names) (*Reader, error) {
	js, err := jetstream.New(conn, jetstream.WithDefaultTimeout(answerWithin))
	if err != nil {
		return nil, fmt.Errorf("use JetStream on this connection: %w", err)
	}
	return &Reader{conn: conn, js: js, names: names}, nil
}

// ReadFeed implements journal.FeedReader.
func (r *Reader) ReadFeed(ctx context.Context, viewer string, from uint64, f func(counter uint64, message []byte) error) (uint64, error) {
	last, err := r.read(ctx, r.names.FeedStream(viewer), "feed of "+viewer, from, 0, func(m *nats.Msg, about *nats.MsgMetadata) error {
		return f(about.Sequence.Stream, m.Data)
	})
	return last, ofViewer(viewer, err)
}

// FollowFeed implements journal.FeedReader. After a connection or a server came
// back it may take some seconds until it goes on.
func (r *Reader) FollowFeed(ctx context.Context, viewer string, from uint64, f func(counter uint64, message []byte) error) error {
	from = max(from, 1)
	stream, where, next := r.names.FeedStream(viewer), "feed of "+viewer, from
	for {
		began := next
		err := r.reaches(ctx, stream, where, next-1, next > from)
		var stop error
		if err == nil {
			err = r.deliver(ctx, stream, startAt(next), true, func(m *nats.Msg, about *nats.MsgMetadata) (bool, error) {
				if got := about.Sequence.Stream; got != next {
					stop = &journal.GapError{Where: where, Want: next, Got: got}
				} else if stop = f(next, m.Data); stop == nil {
					next++
				}
				return stop != nil, nil
			})
		}
		switch {
		case stop != nil:
			return stop
		case ctx.Err() != nil:
			return ctx.Err()
		case r.conn.IsClosed():
			return unavailable("follow the "+where, nats.ErrConnectionClosed)
		case errors.Is(err, errLost) && next > began:
			continue
		case errors.Is(err, errLost), errors.Is(err, journal.ErrUnavailable):
			pause(ctx, again)
		default:
			return ofViewer(viewer, err)
		}
	}
}

// reaches refuses a stream that is gone, or ends before what was seen of it.
func (r *Reader) reaches(ctx context.Context, stream, where string, last uint64, seen bool) error {
	info, err := r.info(ctx, stream)
	if err != nil || !seen || info.State.LastSeq >= last {
		return err
	}
	return shrunk(where, info.State.LastSeq, last)
}

func shrunk(where string, last, known uint64) error {
	return fmt.Errorf("%s: it ends at %d, but reached %d before: %w", where, last, known, journal.ErrDamaged)
}

// read hands over all messages of stream from from up to its end as it is now,
// which must not lie before known.
func (r *Reader) read(ctx context.Context, stream, where string, from, known uint64, f func(*nats.Msg, *nats.MsgMetadata) error) (uint64, error) {
	next := max(from, 1)
	info, err := r.info(ctx, stream)
	if err != nil {
		return next - 1, err
	}
	last := info.State.LastSeq
	if last < known {
		return next - 1, shrunk(where, last, known)
	}
	for tries := 0; next <= last; tries++ {
		began := next
		var stop error
		err := r.deliver(ctx, stream, startAt(next), false, func(m *nats.Msg, about *nats.MsgMetadata) (bool, error) {
			if got := about.Sequence.Stream; got != next {
				stop = &journal.GapError{Where: where, Want: next, Got: got}
			} else if stop = f(m, about); stop == nil {
				next++
			}
			if stop == nil && about.NumPending == 0 && next <= last {
				return true, errNothing
			}
			return stop != nil || next > last, nil
		})
		if stop != nil {
			return next - 1, stop
		}
		if errors.Is(err, errNothing) {
			err = r.makeSure(ctx, stream, where, next)
		}
		if next > began {
			tries = 0
		}
		switch {
		case err == nil:
		case !errors.Is(err, errLost):
			return next - 1, err
		case tries == maxTries:
			return next - 1, unavailable("read the "+where, err)
		case next == began:
			pause(ctx, again)
		}
	}
	return last, nil
}

// makeSure asks the stream's leader for a number that a consumer did not send.
// A consumer may run beside a replica that is behind: then the answer is
// errLost, and the number will come.
func (r *Reader) makeSure(ctx context.Context, stream, where string, seq uint64) error {
	_, err := r.ofLeader(ctx, stream, seq)
	if err == nil {
		return errLost
	}
	if errors.Is(err, errNothing) {
		return &journal.GapError{Where: where, Want: seq}
	}
	return err
}

func (r *Reader) info(ctx context.Context, stream string) (*jetstream.StreamInfo, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s, err := r.js.Stream(ctx, stream)
	if err != nil {
		return nil, streamError(stream, err)
	}
	return s.CachedInfo(), nil
}

func startAt(seq uint64) jetstream.ConsumerConfig {
	return jetstream.ConsumerConfig{DeliverPolicy: jetstream.DeliverByStartSequencePolicy, OptStartSeq: seq}
}

// pause waits, but not longer than ctx.
func pause(ctx context.Context, d time.Duration) {
	ctx, cancel := context.WithTimeout(ctx, d)
	defer cancel()
	<-ctx.Done()
}
