package service

import (
	"context"
	"fmt"

	"github.com/nats-io/nats.go"

	"vigil/events"
	"vigil/internal/gateway"
	"vigil/internal/journal"
	"vigil/projections"
)

// DeskClient asks the gateway over a person's connection in the country's
// account; the connection needs the inbox prefix of its credential. It is safe
// for concurrent use and needs no closing. Its errors are those of HubClient.
//
// Feed gives the messages in its caller's goroutine and holds nothing up if that
// is slow. It returns journal.ErrUnavailable when the gateway is gone, at the
// latest six seconds after its last sign of life, or when messages were lost on
// the way; then it can be called again from the last counter. A counter that is
// missing is a *journal.GapError.
func DeskClient(nc *nats.Conn) gateway.Desk { return deskClient{newCaller(nc, theGateway())} }

type deskClient struct{ caller }

func (c deskClient) Moment(ctx context.Context, v events.Viewer) (gateway.Moment, error) {
	m, err := put(ctx, c.caller, subjectMoment, Reads, viewerRequest{v}, decode[moment])
	return gateway.Moment(m), err
}

func (c deskClient) Do(ctx context.Context, r events.Request) (gateway.Answer, error) {
	body, err := request(r)
	if err != nil {
		return gateway.Answer{}, err
	}
	return answered(ctx, c.caller, subjectDo, Changes, body, decode[gateway.Answer])
}

func (c deskClient) Alliance(ctx context.Context, v events.Viewer) (projections.Alliance, error) {
	return put(ctx, c.caller, subjectAlliance, Reads, viewerRequest{v}, projections.DecodeAlliance)
}

func (c deskClient) Documents(ctx context.Context, a gateway.Asker) ([]projections.Document, error) {
	ctx, cancel := context.WithTimeout(ctx, c.patience)
	defer cancel()
	list := []projections.Document{}
	err := c.receive(ctx, subjectDocuments, asker(a), func(_ uint64, body []byte) error {
		d, err := projections.DecodeDocument(body)
		if err != nil {
			return c.unreadable(err)
		}
		list = append(list, d)
		return nil
	})
	if err != nil && ctx.Err() != nil {
		err = c.unanswered(err, Reads)
	}
	if err != nil {
		return nil, err
	}
	return list, nil
}

func (c deskClient) Document(ctx context.Context, a gateway.Asker, id events.OperationID) (projections.Document, error) {
	return put(ctx, c.caller, subjectDocument, Reads, documentRequest{asker(a), id}, projections.DecodeDocument)
}

func (c deskClient) Feed(ctx context.Context, a gateway.Asker, from uint64, follow bool, f func(gateway.Message) error) error {
	want := max(from, 1)
	return c.receive(ctx, subjectFeed, feedRequest{asker(a), from, follow}, func(counter uint64, body []byte) error {
		if counter != want {
			return &journal.GapError{Where: fmt.Sprintf("feed of %s", a.Viewer), Want: want, Got: counter}
		}
		want++
		return f(gateway.Message{Counter: counter, Bytes: body})
	})
}

func (c deskClient) Text(ctx context.Context, a gateway.Asker, t projections.TextLine) ([]byte, error) {
	return put(ctx, c.caller, subjectText, Reads, textRequest{asker(a), t}, func(b []byte) ([]byte, error) { return b, nil })
}

func (c deskClient) Mark(ctx context.Context, a gateway.Asker) (gateway.Mark, error) {
	return put(ctx, c.caller, subjectMark, Reads, asker(a), decode[gateway.Mark])
}

func (c deskClient) SetMark(ctx context.Context, a gateway.Asker, counter uint64, how gateway.Moving) (gateway.Mark, error) {
	return put(ctx, c.caller, subjectSetMark, Changes, markRequest{asker(a), counter, how}, decode[gateway.Mark])
}
