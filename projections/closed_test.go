package projections

import (
	"slices"
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
	for family, own := range map[string]func(name string) bool{ // families with more than one fold
		"request": func(name string) bool {
			return name == "AuthorisationRequested" || strings.Contains(name, "nowledged") || name == "AuthorisationUnanswered" ||
				strings.HasPrefix(name, "Information") || strings.HasPrefix(name, "Competence")
		},
		"seal": func(name string) bool {
			return strings.HasPrefix(name, "Seal") || name == "HazardRemoved" || name == "RiskAccepted" || name == "ConveyanceChanged"
		},
	} {
		of := map[string]string{"request": "authorisation", "seal": "goods"}[family]
		for _, name := range families[of] {
			if own(name) {
				families[family] = append(families[family], name)
			}
		}
		families[of] = slices.DeleteFunc(families[of], own)
	}
	for family, types := range families {
		want["Document.evolve"+strings.ToUpper(family[:1])+family[1:]] = types
	}
	for function, types := range want {
		open, err := tidy.Open(".", function, types)
		require.NoError(t, err)
		require.Empty(t, open)
	}
}
