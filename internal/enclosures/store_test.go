package enclosures_test

import (
	"math/rand/v2"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/internal/enclosures"
	"vigil/internal/enclosures/enclosurestest"
)

func TestMemory(t *testing.T) {
	enclosurestest.Conform(t, func(*testing.T) enclosures.Store { return enclosures.NewMemory() })
}

func TestDirectory(t *testing.T) {
	enclosurestest.Conform(t, func(t *testing.T) enclosures.Store {
		d, err := enclosures.OpenDirectory(filepath.Join(t.TempDir(), "enclosures"), rand.NewChaCha8([32]byte{1}))
		require.NoError(t, err)
		return d
	})
}
