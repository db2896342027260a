package service

import (
	"context"

	"github.com/nats-io/nats.go"

	"vigil/events"
	"vigil/internal/gateway"
	"vigil/internal/nats/broker"
	"vigil/projections"
)

// HubClient asks the hub over the gateway's connection in its country's account.
// It is safe for concurrent use and needs no closing.
//
// Where the hub cannot have been asked, or nothing was at stake, the error is
// journal.ErrUnavailable; where it may have done what was asked,
// journal.ErrUnknownOutcome. A context's error is in both when it is the reason.
// Without a deadline an answer is awaited for 30 s.
func HubClient(nc *nats.Conn) gateway.Hub { return hubClient{newCaller(nc, theHub())} }

type hubClient struct{ caller }

func (c hubClient) Do(ctx context.Context, r events.Request) (gateway.Answer, error) {
	body, err := request(r)
	if err != nil {
		return gateway.Answer{}, err
	}
	n, _, err := events.ParseNote(r.Note)
	if err != nil {
		return gateway.Answer{}, badForm("the note", err)
	}
	return answered(ctx, c.caller, broker.CommandPrefix+string(n.Act), Changes, body, decode[gateway.Answer])
}

func (c hubClient) Now(ctx context.Context) (events.Time, error) {
	n, err := answered(ctx, c.caller, subjectNow, Reads, nil, decode[now])
	return n.Now, err
}

func (c hubClient) Enclosure(ctx context.Context, v events.Viewer, t projections.TextLine) (events.OpenEnclosure, error) {
	return put(ctx, c.caller, subjectEnclosure, Reads, enclosureRequest{v, t}, decode[events.OpenEnclosure])
}

func (c hubClient) Delivered(ctx context.Context, receipt string) error {
	_, err := put(ctx, c.caller, subjectDelivery, Changes, deliveryReport{receipt}, empty)
	return err
}
