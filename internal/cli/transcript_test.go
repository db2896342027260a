package cli

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "rewrite testdata")

// stories are where a transcript begins: its name up to the first hyphen.
var stories = map[string]func(*stage){
	"empty":    func(*stage) {},
	"planned":  func(s *stage) { s.planned() },
	"underway": func(s *stage) { s.underway() },
	"refused":  func(s *stage) { s.refused() },
	"bound":    func(s *stage) { s.bound() },
	"crossed":  func(s *stage) { s.crossed() },
	"missed":   func(s *stage) { s.missed() },
	"inhand":   func(s *stage) { s.inHand() },
	"handled":  func(s *stage) { s.handled() },
	"called":   func(s *stage) { s.called() },
	"crowded":  func(s *stage) { s.crowded(); s.Height = 24 },
}

// TestTranscripts plays the sessions in testdata: each line that begins with "$ "
// is said to one stage, and what follows is what came out: standard output, then
// standard error, then the exit code if it is not 0.
func TestTranscripts(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".txt")
		t.Run(name, func(t *testing.T) {
			want, err := os.ReadFile(file)
			require.NoError(t, err)
			story, _, _ := strings.Cut(name, "-")
			s := newStage(t)
			require.Contains(t, stories, story)
			stories[story](s)
			var got strings.Builder
			for _, line := range strings.SplitAfter(string(want), "\n") {
				if strings.HasPrefix(line, "# ") {
					got.WriteString(line)
				}
				if command, ok := strings.CutPrefix(line, "$ "); ok {
					got.WriteString(line)
					exit, out, errs := s.run(context.Background(), strings.TrimSpace(command))
					got.WriteString(out + errs)
					if exit != 0 {
						fmt.Fprintf(&got, "→ %d\n", exit)
					}
					got.WriteString("\n")
				}
			}
			if *update {
				require.NoError(t, os.WriteFile(file, []byte(got.String()), 0o644))
				return
			}
			require.Equal(t, string(want), got.String(), "repeat with -update and look at the difference")
		})
	}
}
