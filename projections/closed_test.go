package projections

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/internal/tidy"
)

// A fold has an answer to every event: of another family too, if that family has
// a fold of its own.
func TestSwitchesAreClosed(t *testing.T) {
	families, err := tidy.Families("../events")
	require.NoError(t, err)
	want := map[string][]string{"Alliance.evolve": families["registry"]}
	for family, types := range families {
		want["Document.evolve"+strings.ToUpper(family[:1])+family[1:]] = types
	}
	for function, types := range want {
		open, err := tidy.Open(".", function, types)
		require.NoError(t, err)
		require.Empty(t, open)
	}
}
