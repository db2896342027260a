package gateway_test

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/gateway"
	"vigil/internal/operation"
)

// eva is AT's commander, with a key.
func (c *country) eva(v events.Viewer) gateway.Asker {
	return gateway.Asker{Viewer: v, Key: c.h.Key("at commander").ID(), Purpose: "test", Surface: "test"}
}

func TestAMarkGoesForwardOnly(t *testing.T) {
	c := relay(t)
	require.NoError(t, c.open())
	ctx := t.Context()
	none, err := c.desk.Mark(ctx, c.eva("at"))
	require.NoError(t, err)
	require.Zero(t, none)

	first, err := c.desk.SetMark(ctx, c.eva("at"), 9, gateway.Forward)
	require.NoError(t, err)
	require.Equal(t, uint64(9), first.Counter)
	require.False(t, first.At.IsZero())
	for _, counter := range []uint64{8, 0} {
		stands, err := c.desk.SetMark(ctx, c.eva("at"), counter, gateway.Forward)
		require.NoError(t, err)
		require.Equal(t, first, stands)
	}
	back, err := c.desk.SetMark(ctx, c.eva("at"), 4, gateway.Anyhow)
	require.NoError(t, err)
	require.Equal(t, uint64(4), back.Counter)
	stands, err := c.desk.Mark(ctx, c.eva("at"))
	require.NoError(t, err)
	require.Equal(t, back, stands)
}

func TestAMarkIsOfOneOfficerAndOneViewer(t *testing.T) {
	c := relay(t)
	require.NoError(t, c.open())
	ctx := t.Context()
	_, err := c.desk.SetMark(ctx, c.eva("at"), 5, gateway.Forward)
	require.NoError(t, err)
	other := c.eva("at")
	other.Key = c.h.Key("at team").ID()
	for _, a := range []gateway.Asker{c.eva("at.lead"), other} {
		m, err := c.desk.Mark(ctx, a)
		require.NoError(t, err)
		require.Zero(t, m)
	}
}

func TestWhoKeepsNoMarkIsTold(t *testing.T) {
	c := relay(t)
	require.NoError(t, c.open())
	ctx := t.Context()
	moment, err := c.desk.Moment(ctx, "at")
	require.NoError(t, err)
	reader, foreign, elsewhere := c.eva("at"), c.eva("at"), c.eva("hu")
	reader.Key, foreign.Key = "", c.h.Key("hu commander").ID()
	for name, refused := range map[string]struct {
		asker   gateway.Asker
		counter uint64
		rule    operation.Rule
	}{
		"a reader without a key": {reader, 1, "an-officer-keeps-a-mark"},
		"another country's key":  {foreign, 1, "an-officer-keeps-a-mark"},
		"another country's feed": {elsewhere, 1, "a-desk-shows-its-own-country"},
		"a message to come":      {c.eva("at"), moment.Counter + 1, "a-mark-stands-at-a-message"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := c.desk.SetMark(ctx, refused.asker, refused.counter, gateway.Anyhow)
			var r *operation.Refusal
			require.ErrorAs(t, err, &r)
			require.Equal(t, refused.rule, r.Rule)
			require.NotEmpty(t, r.Hint)
		})
	}
}

// brokenMarks cannot be written.
type brokenMarks struct{}

func (brokenMarks) Mark(events.Viewer, events.KeyID) (gateway.Mark, error) {
	return gateway.Mark{}, nil
}
func (brokenMarks) SetMark(events.Viewer, events.KeyID, gateway.Mark) error {
	return errors.New("no space left")
}

func TestAMarkThatIsNotKeptIsNotSaidToBe(t *testing.T) {
	c := relay(t)
	desk, err := gateway.Open(t.Context(), gateway.Options{
		Country: "AT", Feeds: c.h.Store, Views: c.h.Store, Hub: c, Key: c.h.Key("at"), Access: c, Marks: brokenMarks{}, Now: c.time, After: time.After,
	})
	require.NoError(t, err)
	defer desk.Close()
	_, err = desk.SetMark(t.Context(), c.eva("at"), 1, gateway.Forward)
	require.ErrorContains(t, err, "no space left")
}
