package disclosure

import (
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
)

func TestContinuationsOfOneFoldDoNotDisturbEachOther(t *testing.T) {
	then := func(f Fold, command events.CommandID) Fold {
		f.trail = f.extended(item{command: command})
		f.n++
		return f
	}
	commands := func(f Fold) (list []events.CommandID) {
		for _, it := range f.items() {
			list = append(list, it.command)
		}
		return list
	}
	var base Fold
	for range 5 { // enough that there is room behind
		base = then(base, "A")
	}
	one, other := then(base, "B"), then(base, "C")
	one, other = then(one, "D"), then(other, "E")
	require.Equal(t, []events.CommandID{"A", "A", "A", "A", "A"}, commands(base))
	require.Equal(t, []events.CommandID{"A", "A", "A", "A", "A", "B", "D"}, commands(one))
	require.Equal(t, []events.CommandID{"A", "A", "A", "A", "A", "C", "E"}, commands(other))
}
