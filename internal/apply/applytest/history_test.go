package applytest_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/apply/applytest"
)

func TestTheSameSeedGivesTheSameBytes(t *testing.T) {
	one, id := applytest.Relay(t, 7)
	two, _ := applytest.Relay(t, 7)
	require.Equal(t, one.Bodies(), two.Bodies())
	require.Equal(t, one.Head(), two.Head())
	require.Equal(t, events.Delivered, one.House.Operation(id).Cause)

	other, _ := applytest.Relay(t, 8)
	require.NotEqual(t, one.Head(), other.Head())
}
