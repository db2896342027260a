package service

import (
	"context"
	"fmt"
	"log/slog"
	"strings"

	"github.com/nats-io/nats.go"

	"vigil/events"
	"vigil/internal/gateway"
	"vigil/internal/nats/broker"
	"vigil/internal/operation"
)

// theHub answers through the import of each country's account, where the server
// makes the reply subjects.
func theHub() side { return side{name: "the hub", behind: "the journal", replies: "_R_."} }

// ServeHub answers the countries' gateways over a connection in account OPS. It
// returns when requests are being answered, and goes on until ctx ends or the
// service is closed.
//
// countryOf says whose account key it is, office what the hub is to a country
// (nil: it has no place in the alliance). Both are called for every request, one
// after another, and MUST not wait; the offices MUST be safe for concurrent use.
// The country says which connection asks; an office MUST judge a command by its
// signature alone.
func ServeHub(ctx context.Context, nc *nats.Conn, office func(events.Country) gateway.Hub, countryOf func(accountKey string) (events.Country, bool), log *slog.Logger) (*Service, error) {
	return serveHub(ctx, nc, office, countryOf, log, usual())
}

func serveHub(ctx context.Context, nc *nats.Conn, office func(events.Country) gateway.Hub, countryOf func(string) (events.Country, bool), log *slog.Logger, l limits) (*Service, error) {
	find := func(subject string) (job, error) {
		key, rest, _ := strings.Cut(strings.TrimPrefix(subject, broker.CommandPrefix), ".")
		country, ok := countryOf(key)
		var hub gateway.Hub
		if ok {
			hub = office(country)
		}
		if hub == nil {
			return job{name: "request of a stranger", asker: clip(key)}, &operation.Refusal{Rule: ruleStranger, Class: operation.NotAllowed,
				Reason: "the hub does not know this account", Hint: "have the country added to the alliance first"}
		}
		j, ok := hubJobs(country, hub)[broker.CommandPrefix+rest]
		if row, err := events.ActOf(events.Act(rest)); !ok && err == nil {
			j, ok = command(hub, row.Act), true
		}
		j.name, j.asker = broker.CommandPrefix+clip(rest), string(country)
		if !ok {
			return j, unknown(rest)
		}
		return j, nil
	}
	return serve(ctx, nc, broker.CommandsInOps, theHub(), l, log, find)
}

// command does the act that both subject and note name.
func command(hub gateway.Hub, act events.Act) job {
	return job{effect: Changes, answer: func(ctx context.Context, body []byte) ([]byte, error) {
		r, err := events.DecodeRequest(body)
		if err != nil {
			return nil, badForm("the request", err)
		}
		n, _, err := events.ParseNote(r.Note)
		if err != nil {
			return nil, badForm("the note", err)
		}
		if n.Act != act {
			return nil, &operation.Refusal{Rule: ruleOtherAct, Class: operation.Invalid,
				Reason: fmt.Sprintf("the note says %s, the subject %s", n.Act, act), Hint: "send it to the subject of its act"}
		}
		answer, err := hub.Do(ctx, r)
		if err != nil {
			return nil, err
		}
		return encode(answer)
	}}
}

// hubJobs are the requests beside the commands.
func hubJobs(country events.Country, hub gateway.Hub) map[string]job {
	return map[string]job{
		subjectNow: {effect: Reads, answer: func(ctx context.Context, body []byte) ([]byte, error) {
			if len(body) > 0 {
				return nil, badForm("the request", errNotEmpty)
			}
			at, err := hub.Now(ctx)
			if err != nil {
				return nil, err
			}
			return encode(now{at})
		}},
		subjectEnclosure: {effect: Reads, answer: handle(func(ctx context.Context, r enclosureRequest) ([]byte, error) {
			if r.Viewer.Country() != country {
				return nil, &operation.Refusal{Rule: ruleElsewhere, Class: operation.NotAllowed,
					Reason: fmt.Sprintf("%s is no viewer of %s", r.Viewer, country), Hint: "ask as your own desk or lead"}
			}
			open, err := hub.Enclosure(ctx, r.Viewer, r.Text)
			if err != nil {
				return nil, err
			}
			return encode(open)
		})},
		subjectDelivery: {effect: Changes, answer: handle(func(ctx context.Context, r deliveryReport) ([]byte, error) {
			return nil, hub.Delivered(ctx, r.Receipt)
		})},
	}
}

// handle reads the body before it calls f.
func handle[R any](f func(context.Context, R) ([]byte, error)) func(context.Context, []byte) ([]byte, error) {
	return func(ctx context.Context, body []byte) ([]byte, error) {
		r, err := decode[R](body)
		if err != nil {
			return nil, badForm("the request", err)
		}
		return f(ctx, r)
	}
}
