package events_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
)

// TestViewersAndCountriesNameEachOther, whichever two letters they are.
func TestViewersAndCountriesNameEachOther(t *testing.T) {
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			c := events.Country([]rune{a, b})
			require.Equal(t, events.Viewer(strings.ToLower(string(c))), c.Desk())
			require.Equal(t, events.Viewer(strings.ToLower(string(c))+".lead"), c.Lead())
			require.Equal(t, c, c.Desk().Country())
			require.Equal(t, c, c.Lead().Country())
		}
	}
	for _, v := range []events.Viewer{events.Root, events.Hub, events.Audit, "", "a"} {
		require.Empty(t, v.Country())
	}
	require.Equal(t, events.Country("Ä"), events.Viewer("ä").Country(), "no viewer is called so; what is asked of it does not fail")
	require.Equal(t, events.Viewer("@a"), events.Country("@A").Desk())
}
