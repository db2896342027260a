package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"vigil/internal/journal"
)

const (
	directGet = "$JS.API.DIRECT.GET."
	notFound  = "404"
	// loadedTogether bounds the questions on their way at one time.
	loadedTogether = 128
)

// stored is one message as a direct get shows it.
type stored struct {
	seq     uint64
	subject string
	at      time.Time
	header  nats.Header
	body    []byte
}

// lastOf asks stream for the last message of subject; errNothing: there is none.
func (r *Reader) lastOf(ctx context.Context, stream, subject string) (stored, error) {
	bounded, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	m, err := r.conn.RequestWithContext(bounded, directGet+stream+"."+subject, nil)
	if err != nil {
		return stored{}, r.explain(ctx, stream, err)
	}
	return parse(stream, m)
}

// load asks stream for single messages, many at a time. One that the server
// does not find is asked of the stream's leader: a direct get may be answered
// by a replica that is behind.
func (r *Reader) load(ctx context.Context, stream, where string, seqs []uint64) ([]stored, error) {
	inbox := r.conn.NewInbox()
	sub, err := r.conn.SubscribeSync(inbox + ".*")
	if err != nil {
		return nil, unavailable("load from the "+where, err)
	}
	defer sub.Unsubscribe() // fails only if the connection is gone, and the subscription with it
	found := make([]stored, len(seqs))
	for first := 0; first < len(seqs); first += loadedTogether {
		some := seqs[first:min(first+loadedTogether, len(seqs))]
		if err := r.loadSome(ctx, stream, where, some, inbox, sub, found[first:]); err != nil {
			return nil, err
		}
	}
	return found, nil
}

func (r *Reader) loadSome(ctx context.Context, stream, where string, seqs []uint64, inbox string, sub *nats.Subscription, found []stored) error {
	bounded, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	for i, seq := range seqs {
		question, _ := json.Marshal(map[string]uint64{"seq": seq})
		if err := r.conn.PublishRequest(directGet+stream, inbox+"."+strconv.Itoa(i), question); err != nil {
			return unavailable("load from the "+where, err)
		}
	}
	for range seqs {
		m, err := sub.NextMsgWithContext(bounded)
		if err != nil {
			return r.explain(ctx, stream, err)
		}
		i, err := strconv.Atoi(m.Subject[strings.LastIndexByte(m.Subject, '.')+1:])
		if err != nil || i >= len(seqs) {
			return fmt.Errorf("load from the %s: an answer to no question of ours, on %s", where, m.Subject)
		}
		found[i], err = parse(stream, m)
		if errors.Is(err, errNothing) {
			found[i], err = r.ofLeader(ctx, stream, seqs[i])
		}
		if errors.Is(err, errNothing) {
			return &journal.GapError{Where: where, Want: seqs[i]}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// ofLeader asks the stream's leader for one message; errNothing: it has none of
// that number.
func (r *Reader) ofLeader(ctx context.Context, stream string, seq uint64) (stored, error) {
	bounded, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	js, err := r.conn.JetStream() // the older API: the newer one always asks a replica
	if err != nil {
		return stored{}, unavailable("ask the leader of "+stream, err)
	}
	m, err := js.GetMsg(stream, seq, nats.Context(bounded))
	return r.told(ctx, stream, m, err)
}

// lastOfLeader asks the stream's leader for the last message of subject;
// errNothing: it has none.
func (r *Reader) lastOfLeader(ctx context.Context, stream, subject string) (stored, error) {
	bounded, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	js, err := r.conn.JetStream()
	if err != nil {
		return stored{}, unavailable("ask the leader of "+stream, err)
	}
	m, err := js.GetLastMsg(stream, subject, nats.Context(bounded))
	return r.told(ctx, stream, m, err)
}

// told reads what a leader answered.
func (r *Reader) told(ctx context.Context, stream string, m *nats.RawStreamMsg, err error) (stored, error) {
	switch {
	case errors.Is(err, nats.ErrStreamNotFound):
		return stored{}, streamError(stream, err)
	case errors.Is(err, nats.ErrMsgNotFound):
		return stored{}, errNothing
	case err != nil:
		return stored{}, r.explain(ctx, stream, err)
	}
	return stored{seq: m.Sequence, subject: m.Subject, at: m.Time, header: m.Header, body: m.Data}, nil
}

// parse reads the answer to a direct get.
func parse(stream string, m *nats.Msg) (stored, error) {
	if status := m.Header.Get("Status"); status == notFound {
		return stored{}, errNothing
	} else if status == "503" {
		return stored{}, nats.ErrNoResponders
	} else if status != "" {
		return stored{}, fmt.Errorf("stream %s refused to answer: %s %s", stream, status, m.Header.Get("Description"))
	}
	s := stored{subject: m.Header.Get(jetstream.SubjectHeader), header: m.Header, body: m.Data}
	var err, err2 error
	s.seq, err = strconv.ParseUint(m.Header.Get(jetstream.SequenceHeader), 10, 64)
	s.at, err2 = time.Parse(time.RFC3339Nano, m.Header.Get(jetstream.TimeStampHeaer))
	if err != nil || err2 != nil {
		return stored{}, fmt.Errorf("stream %s answered without number or time: %w", stream, errors.Join(err, err2))
	}
	return s, nil
}

// explain says why a question to stream got no answer: without a listener the
// stream may not exist.
func (r *Reader) explain(ctx context.Context, stream string, err error) error {
	if errors.Is(err, nats.ErrNoResponders) {
		if _, err := r.info(ctx, stream); err != nil {
			return err
		}
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return unavailable("ask stream "+stream, err)
}

// publish stores one message and returns the acknowledged sequence. Nothing is
// repeated that may be stored. It returns ErrConflict, ErrFull, ErrUnavailable (all: nothing
// stored) or ErrUnknownOutcome, or why else the server refused.
func (r *Reader) publish(ctx context.Context, stream, subject string, header nats.Header, body []byte) (uint64, error) {
	if err := ctx.Err(); err != nil {
		return 0, unavailable("publish to "+subject, err)
	}
	if !r.conn.IsConnected() {
		// A publish now would wait in a buffer and go out behind our back.
		return 0, unavailable("publish to "+subject, fmt.Errorf("the connection is %s", strings.ToLower(r.conn.Status().String())))
	}
	// A server that ended answers nothing: whoever has more time than this looks
	// for its message and asks again.
	ctx, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	m := &nats.Msg{Subject: subject, Header: header, Data: body}
	ack, err := r.js.PublishMsg(ctx, m, jetstream.WithExpectStream(stream), jetstream.WithRetryAttempts(0))
	if patience := passing(err); patience > 0 {
		ack, err = r.publishAgain(ctx, stream, m, patience)
	}
	if errors.Is(err, jetstream.ErrNoStreamResponse) && r.several {
		return 0, fmt.Errorf("publish to %s: %w: %w", subject, journal.ErrElecting, err)
	}
	if err != nil {
		return 0, refusal(subject, err)
	}
	if ack.Duplicate {
		return 0, fmt.Errorf("publish to %s: the server dropped it as a copy of %d, though it carried no id: %w", subject, ack.Sequence, journal.ErrDamaged)
	}
	return ack.Sequence, nil
}

// passing is how long it may take until a refusal by several servers passes that
// says nothing of what is stored; 0: it will not.
func passing(err error) time.Duration {
	var api *jetstream.APIError
	switch {
	case errors.As(err, &api) && api.ErrorCode == wrongLastSequenceInFlight:
		// Another message of the subject is proposed. Whoever was told of a
		// conflict now would look for what made it, and not find it.
		return answerWithin
	case errors.Is(err, jetstream.ErrNoStreamResponse):
		return heardOf // the stream is new, and our server has not heard of it
	}
	return 0
}

// publishAgain publishes what was refused for a passing reason, until it is
// stored or refused for another one, or patience ends.
func (r *Reader) publishAgain(ctx context.Context, stream string, m *nats.Msg, patience time.Duration) (*jetstream.PubAck, error) {
	bounded, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for {
		pause(bounded, settling)
		ack, err := r.js.PublishMsg(ctx, m, jetstream.WithExpectStream(stream), jetstream.WithRetryAttempts(0))
		if passing(err) == 0 || bounded.Err() != nil {
			return ack, err
		}
	}
}

// Codes of the server that are more than a refusal.
const (
	wrongLastSequence         = 10071
	wrongLastSequenceInFlight = 10164 // replicated streams: by one that is not stored yet
	storeFailed               = 10077 // says in its text why
)

// noRoom are the codes of a store at its limits, beside storeFailed.
var noRoom = []jetstream.ErrorCode{
	10002, // the account's limits
	10023, // the cluster's resources
	10028, // memory
	10047, // storage
}

// refusal maps what a publish can fail with.
func refusal(subject string, err error) error {
	wrap := func(is error) error { return fmt.Errorf("publish to %s: %w: %w", subject, is, err) }
	var api *jetstream.APIError
	switch {
	case errors.As(err, &api):
		switch full := strings.HasPrefix(api.Description, "maximum "); {
		case api.ErrorCode == wrongLastSequence:
			return wrap(journal.ErrConflict)
		case api.ErrorCode == wrongLastSequenceInFlight:
			return fmt.Errorf("publish to %s: %w: another message waits for a majority of the servers: %w", subject, journal.ErrUnavailable, err)
		case api.ErrorCode == storeFailed && full, slices.Contains(noRoom, api.ErrorCode):
			return wrap(journal.ErrFull)
		}
		return fmt.Errorf("publish to %s: the server refused it, nothing is stored: %w", subject, err)
	case errors.Is(err, jetstream.ErrNoStreamResponse):
		return wrap(journal.ErrUnavailable)
	case errors.Is(err, nats.ErrConnectionDraining), errors.Is(err, nats.ErrReconnectBufExceeded):
		return wrap(journal.ErrUnavailable)
	case errors.Is(err, nats.ErrMaxPayload), errors.Is(err, nats.ErrBadSubject), errors.Is(err, nats.ErrHeadersNotSupported):
		return fmt.Errorf("publish to %s: not sent: %w", subject, err)
	}
	return wrap(journal.ErrUnknownOutcome)
}

// streamError maps what asking about a stream, or for a consumer, can fail with.
func streamError(stream string, err error) error {
	var api *jetstream.APIError
	switch {
	case errors.Is(err, jetstream.ErrStreamNotFound), errors.Is(err, nats.ErrStreamNotFound):
		return fmt.Errorf("stream %s: %w", stream, jetstream.ErrStreamNotFound)
	case errors.As(err, &api) && api.Code < 500:
		return fmt.Errorf("stream %s: the server refused: %w", stream, err)
	}
	return unavailable("ask stream "+stream, err)
}

func unavailable(what string, err error) error {
	return fmt.Errorf("%s: %w: %w", what, journal.ErrUnavailable, err)
}

// ofViewer turns a stream that is not there into a viewer that nobody knows.
func ofViewer(viewer string, err error) error {
	if errors.Is(err, jetstream.ErrStreamNotFound) {
		return fmt.Errorf("viewer %s: %w: %w", viewer, journal.ErrNoViewer, err)
	}
	return err
}
