package service

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go"

	"vigil/events"
	"vigil/internal/journal"
)

// caller asks one other side.
type caller struct {
	nc       *nats.Conn
	side     side          // who is asked
	patience time.Duration // for an answer, if the context does not end before
	beat     time.Duration // how often the reader of a stream says that it is there
	silence  time.Duration // after which the sender of a stream is held to be gone
}

func newCaller(nc *nats.Conn, who side) caller {
	return caller{nc: nc, side: who, patience: 30 * time.Second, beat: 2 * time.Second, silence: 6 * time.Second}
}

// ask sends a request and gives the body of its answer.
func (c caller) ask(ctx context.Context, subject string, e Effect, body []byte) ([]byte, error) {
	waiting, cancel := context.WithTimeout(ctx, c.patience)
	defer cancel()
	if err := c.ready(waiting, body); err != nil {
		return nil, err
	}
	m, err := c.nc.RequestMsgWithContext(waiting, &nats.Msg{Subject: subject, Data: body})
	if err != nil {
		return nil, c.unanswered(err, e)
	}
	if err := c.side.decodeFailure(m); err != nil {
		return nil, err
	}
	return m.Data, nil
}

// ready says why a request cannot be sent. Nothing was sent then.
func (c caller) ready(ctx context.Context, body []byte) error {
	if err := ctx.Err(); err != nil {
		return c.unreachable("nothing was sent to "+c.side.name+", there was no time left", err)
	}
	if !c.nc.IsConnected() {
		return c.unreachable("there is no connection to the NATS server, so none to "+c.side.name, nil)
	}
	if most := c.nc.MaxPayload() - headroom; int64(len(body)) > most {
		return tooLarge(fmt.Sprintf("the request has %d bytes, this server takes %d at most", len(body), most))
	}
	return nil
}

// unanswered sorts the errors of sending and waiting.
func (c caller) unanswered(err error, e Effect) error {
	for _, unsent := range []error{nats.ErrNoResponders, nats.ErrReconnectBufExceeded, nats.ErrMaxPayload, nats.ErrBadSubject, nats.ErrInvalidConnection} {
		if errors.Is(err, unsent) {
			return c.unreachable(c.side.name+" is not there; nothing was recorded", err)
		}
	}
	if e == Changes {
		return &failure{is: journal.ErrUnknownOutcome, by: c.side.name, cause: err,
			reason: c.side.name + " gave no answer; what was asked may have been recorded", hint: "send the same request again: it is recorded once"}
	}
	return c.unreachable(c.side.name+" gave no answer", err)
}

func (c caller) unreachable(reason string, cause error) error {
	return &failure{is: journal.ErrUnavailable, by: c.side.name, reason: reason, hint: "see that it runs, and ask again", cause: cause}
}

// unreadable is an answer that this build does not understand.
func (c caller) unreadable(err error) error {
	return &failure{is: ErrFailed, by: c.side.name, reason: fmt.Sprintf("the answer of %s cannot be read: %v", c.side.name, err),
		hint: "bring both sides to the same build"}
}

// put asks with a request of type R and reads the answer with read.
func put[A any](ctx context.Context, c caller, subject string, e Effect, request any, read func([]byte) (A, error)) (A, error) {
	var none A
	body, err := encode(request)
	if err != nil {
		return none, badForm("the request", err)
	}
	return answered(ctx, c, subject, e, body, read)
}

func answered[A any](ctx context.Context, c caller, subject string, e Effect, body []byte, read func([]byte) (A, error)) (A, error) {
	var none A
	b, err := c.ask(ctx, subject, e, body)
	if err != nil {
		return none, err
	}
	a, err := read(b)
	if err != nil {
		return none, c.unreadable(err)
	}
	return a, nil
}

// request encodes a signed request, or refuses one that is too large.
func request(r events.Request) ([]byte, error) {
	b, err := events.EncodeRequest(r)
	switch {
	case err != nil && len(b) > events.MaxRequest:
		return nil, tooLarge(err.Error())
	case err != nil:
		return nil, badForm("the request", err)
	}
	return b, nil
}

func empty(b []byte) (struct{}, error) {
	if len(b) > 0 {
		return struct{}{}, errNotEmpty
	}
	return struct{}{}, nil
}
