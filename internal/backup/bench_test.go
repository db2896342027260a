package backup

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/apply/applytest"
)

// BenchmarkBackup makes and reads a backup of some thousand entries, beside hashing
// the same bytes: the ratio says what the checks cost.
//
//	go test ./internal/backup -run xxx -bench Backup -benchmem
func BenchmarkBackup(b *testing.B) {
	h := applytest.Begin(b, 1, "HU", "AT", "NL").JournalOnly()
	for i := range 100 {
		h.Set(applytest.Clock(b, "00:10").Add(time.Duration(i) * 24 * time.Hour))
		h.Relay(events.Codename(fmt.Sprintf("RELAY%c%c", 'A'+i/26, 'A'+i%26)))
	}
	root, dir := b.TempDir(), b.TempDir()
	o := Options{Journal: h.Store, Source: FromStore, Head: h.Head(), Root: root, Into: dir, Made: h.Now()}
	done := written(b, o)
	each := func(b *testing.B) {
		b.ReportMetric(float64(b.N)*float64(done.Records)/b.Elapsed().Seconds(), "entries/s")
	}
	b.Run("hash", func(b *testing.B) {
		for b.Loop() {
			text, err := os.ReadFile(filepath.Join(dir, "0001.records"))
			require.NoError(b, err)
			sha256.Sum256(text)
		}
		each(b)
	})
	b.Run("open", func(b *testing.B) {
		for b.Loop() {
			opened(b, dir)
		}
		each(b)
	})
	b.Run("write", func(b *testing.B) {
		for b.Loop() {
			o.Into = b.TempDir()
			written(b, o)
		}
		each(b)
	})
}
