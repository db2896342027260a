package service

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/gateway"
	"vigil/internal/nats/broker"
)

// BenchmarkDo is what both hops add to a command: person, gateway, hub and back.
func BenchmarkDo(b *testing.B) {
	a := newAlliance(b)
	a.hub(fakeHub{do: func(_ context.Context, r events.Request) (gateway.Answer, error) {
		return gateway.Answer{Receipt: r.Note}, nil
	}}, usual())
	hub := HubClient(a.as(broker.Gateway, "at", "relay"))
	_, desk := a.desk(fakeDesk{do: hub.Do}, usual())
	r := signed("handover.accept", 0)
	for b.Loop() {
		_, err := desk.Do(b.Context(), r)
		require.NoError(b, err)
	}
}

// BenchmarkFeed is one message of a feed.
func BenchmarkFeed(b *testing.B) {
	a := newAlliance(b)
	body := make([]byte, 2<<10)
	_, desk := a.desk(fakeDesk{feed: func(_ context.Context, _ gateway.Asker, _ uint64, _ bool, f func(gateway.Message) error) error {
		for n := range uint64(b.N) {
			if err := f(gateway.Message{Counter: n + 1, Bytes: body}); err != nil {
				return err
			}
		}
		return nil
	}}, usual())
	b.SetBytes(int64(len(body)))
	b.ResetTimer()
	require.NoError(b, desk.Feed(b.Context(), someAsker(), 1, false, func(gateway.Message) error { return nil }))
}
