package failpoint_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/internal/failpoint"
)

// TestAReleaseHasNoPoints looks into the program that make build makes. That it
// would find them is TestPointsAreInThisBuild of internal/crash.
func TestAReleaseHasNoPoints(t *testing.T) {
	if failpoint.On {
		t.Skip("this is no release build")
	}
	program := filepath.Join(t.TempDir(), "vigil")
	out, err := exec.Command("go", "build", "-o", program, "vigil/cmd/vigil").CombinedOutput()
	require.NoError(t, err, "%s", out)
	b, err := os.ReadFile(program)
	require.NoError(t, err)
	require.False(t, bytes.Contains(b, []byte(failpoint.Env)), "it would read %s", failpoint.Env)
	for _, row := range failpoint.Table {
		require.False(t, bytes.Contains(b, []byte(row.Name)), row.Name)
	}
}
