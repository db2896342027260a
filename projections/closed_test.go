package projections

import (
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/internal/tidy"
)

// A fold has an answer to every event: of another family too, if that family has
// a fold of its own.
func TestSwitchesAreClosed(t *testing.T) {
	families, err := tidy.Families("../events")
	require.NoError(t, err)
	var all []string
	for _, types := range families {
		all = append(all, types...)
	}
	for function, types := range map[string][]string{"Document.evolve": all, "Alliance.evolve": families["registry"]} {
		open, err := tidy.Open(".", function, types)
		require.NoError(t, err)
		require.Empty(t, open)
	}
}
