package projections_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/projections"
)

func trail(v *projections.View, id events.OperationID) (commands []events.CommandID) {
	c, _ := v.Case(id)
	for _, shown := range c.Trail() {
		commands = append(commands, shown.Command)
	}
	return commands
}

// TestARestedCaseGrowsOn: as if it had not rested, and without touching what was
// given out before.
func TestARestedCaseGrowsOn(t *testing.T) {
	list, id := feed(t, "at")
	for rests := 4; rests < len(list); rests++ {
		v := folded(t, projections.NewView("at"), list[:rests]...)
		before, _ := v.Case(id)
		was, err := before.Document.Encode()
		require.NoError(t, err)
		v.Rest(id)
		v.Rest("01JNJV00000000000000N0THER") // nobody was told of it
		awake, rested := folded(t, projections.NewView("at"), list...), folded(t, v, list[rests:]...)
		want, err := awake.Documents()
		require.NoError(t, err)
		got, err := rested.Documents()
		require.NoError(t, err)
		require.Equal(t, want, got)
		require.Equal(t, trail(awake, id), trail(rested, id))
		is, err := before.Document.Encode()
		require.NoError(t, err)
		require.Equal(t, string(was), string(is))
	}
}
