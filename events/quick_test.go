package events

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestWhatIsRecordedGoesTheQuickWay: a member that the quick way does not know would
// have everything read twice, and nobody would see it but in the figures.
func TestWhatIsRecordedGoesTheQuickWay(t *testing.T) {
	for pattern, quick := range map[string]func(*reader) bool{
		"../internal/audit/testdata/editions/*/*.jsonl": func(r *reader) bool { _, _, ok := r.quickEntry(); return ok },
		"../scenarios/golden/*/*.feed.jsonl":            func(r *reader) bool { _, _, ok := r.quickMessage(); return ok },
	} {
		files, err := filepath.Glob(pattern)
		require.NoError(t, err)
		require.NotEmpty(t, files)
		for _, file := range files {
			b, err := os.ReadFile(file)
			require.NoError(t, err)
			for line := range bytes.Lines(b) {
				require.True(t, quick(&reader{b: bytes.TrimSuffix(line, []byte("\n"))}), "%s: %s", file, line)
			}
		}
	}
}
