package operation

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"vigil/events"
)

// The hub's clock says by itself that it was set: in the registry, with its own
// key, and nobody else.
func TestTheHubSaysThatItsClockJumped(t *testing.T) {
	jumped := func(found events.Time) Command {
		fact := events.ClockJumped{Jump: events.JumpTerms{Expected: clock("02:00"), Found: found}}
		return Command{ID: "now", Operation: events.Registry, Act: "clock.jumped", Signer: events.Hub, Key: key("clock").ID(),
			Occurred: found, Known: found, Fact: fact}
	}
	for _, row := range []struct {
		name   string
		change func(*Command)
		rule   Rule // empty: accepted
	}{
		{"forward", func(*Command) {}, ""},
		{"back by half a minute", func(c *Command) { *c = jumped(clock("02:00").Add(-30 * time.Second)) }, ""},
		{"less is none", func(c *Command) { *c = jumped(clock("02:00").Add(29_999 * time.Millisecond)) }, JumpsFar},
		{"of another moment", func(c *Command) { c.Occurred = clock("02:30") }, FiresWhenDue},
		{"known at another moment", func(c *Command) { c.Known = clock("02:30") }, FiresWhenDue},
		{"by root", func(c *Command) { c.Signer, c.Key = events.Root, key("root").ID() }, OnlyClock},
		{"with the hub's other key", func(c *Command) { c.Key = key("hub").ID() }, OnlyClock},
		{"by an officer", func(c *Command) { c.Signer, c.Key = "hu.lead", keyOf("hu coordinator") }, OnlyClock},
		{"in an operation", func(c *Command) { c.Operation = relay }, OwnSequence},
		{"with an end", func(c *Command) { c.Until = clock("04:00") }, SaysUntil},
	} {
		c := jumped(clock("03:00"))
		row.change(&c)
		out, err := Decide(alliance, Operation{ID: c.Operation}, c, clock("03:00"))
		if row.rule == "" {
			require.NoError(t, err, row.name)
			require.Equal(t, []events.Event{c.Fact}, out, row.name)
			continue
		}
		require.Error(t, err, row.name)
		require.Equal(t, row.rule, err.(*Refusal).Rule, row.name)
	}
	after := alliance.Evolve(Cause{N: alliance.N() + 1}, events.ClockJumped{})
	require.Equal(t, alliance.N()+1, after.N())
	after.n = alliance.n
	require.Equal(t, alliance, after, "it changes nothing else")
}
