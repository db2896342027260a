package service

import (
	"context"
	"log/slog"

	"github.com/nats-io/nats.go"

	"vigil/events"
	"vigil/internal/gateway"
	"vigil/internal/nats/broker"
)

// theGateway answers into inboxes only: of those its credential allows the ones
// of its country's persons.
func theGateway() side { return side{name: "the gateway", behind: "the hub", replies: "_IN."} }

// ServeDesk answers a country's people over the gateway's connection in the
// country's account. It returns when requests are being answered, and goes on
// until ctx ends or the service is closed.
//
// desk MUST be safe for concurrent use, and decides alone what an asker may read:
// the connection says only that somebody of the country asks.
func ServeDesk(ctx context.Context, nc *nats.Conn, desk gateway.Desk, log *slog.Logger) (*Service, error) {
	return serveDesk(ctx, nc, desk, log, usual())
}

func serveDesk(ctx context.Context, nc *nats.Conn, desk gateway.Desk, log *slog.Logger, l limits) (*Service, error) {
	jobs := deskJobs(desk)
	find := func(subject string) (job, error) {
		j, ok := jobs[subject]
		if !ok {
			return job{name: clip(subject)}, unknown(subject)
		}
		j.name = subject
		return j, nil
	}
	return serve(ctx, nc, broker.GatewaySubjects, theGateway(), l, log, find)
}

func deskJobs(desk gateway.Desk) map[string]job {
	return map[string]job{
		subjectDo: {effect: Changes, answer: func(ctx context.Context, body []byte) ([]byte, error) {
			r, err := events.DecodeRequest(body)
			if err != nil {
				return nil, badForm("the request", err)
			}
			answer, err := desk.Do(ctx, r)
			if err != nil {
				return nil, err
			}
			return encode(answer)
		}},
		subjectMoment: {effect: Reads, answer: handle(func(ctx context.Context, r viewerRequest) ([]byte, error) {
			m, err := desk.Moment(ctx, r.Viewer)
			if err != nil {
				return nil, err
			}
			return encode(moment(m))
		})},
		subjectAlliance: {effect: Reads, answer: handle(func(ctx context.Context, r viewerRequest) ([]byte, error) {
			a, err := desk.Alliance(ctx, r.Viewer)
			if err != nil {
				return nil, err
			}
			return a.Encode()
		})},
		subjectDocument: {effect: Reads, answer: handle(func(ctx context.Context, r documentRequest) ([]byte, error) {
			d, err := desk.Document(ctx, gateway.Asker(r.Asker), r.Operation)
			if err != nil {
				return nil, err
			}
			return d.Encode()
		})},
		subjectText: {effect: Reads, answer: handle(func(ctx context.Context, r textRequest) ([]byte, error) {
			return desk.Text(ctx, gateway.Asker(r.Asker), r.Text)
		})},
		subjectMark: {effect: Reads, answer: handle(func(ctx context.Context, a asker) ([]byte, error) {
			m, err := desk.Mark(ctx, gateway.Asker(a))
			if err != nil {
				return nil, err
			}
			return encode(m)
		})},
		subjectSetMark: {effect: Changes, answer: handle(func(ctx context.Context, r markRequest) ([]byte, error) {
			m, err := desk.SetMark(ctx, gateway.Asker(r.Asker), r.Counter, r.Moving)
			if err != nil {
				return nil, err
			}
			return encode(m)
		})},
		subjectDocuments: {effect: Reads, stream: func(ctx context.Context, body []byte, item func(uint64, []byte) error) error {
			a, err := decode[asker](body)
			if err != nil {
				return badForm("the request", err)
			}
			list, err := desk.Documents(ctx, gateway.Asker(a))
			if err != nil {
				return err
			}
			for _, d := range list {
				b, err := d.Encode()
				if err == nil {
					err = item(0, b)
				}
				if err != nil {
					return err
				}
			}
			return nil
		}},
		subjectFeed: {effect: Reads, stream: func(ctx context.Context, body []byte, item func(uint64, []byte) error) error {
			r, err := decode[feedRequest](body)
			if err != nil {
				return badForm("the request", err)
			}
			return desk.Feed(ctx, gateway.Asker(r.Asker), r.From, r.Follow, func(m gateway.Message) error {
				return item(m.Counter, m.Bytes)
			})
		}},
	}
}
