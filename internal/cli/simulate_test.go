package cli

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"vigil/internal/simulation"
)

// printed runs one line in a place of its own and gives what it printed.
func printed(t *testing.T, line string) string {
	t.Helper()
	var out, errs bytes.Buffer
	env := Env{Stdin: strings.NewReader(""), Stdout: &out, Stderr: &errs, Now: time.Now, Random: dice("simulate"), Getenv: func(string) string { return "" },
		IsDir: func(string) bool { return false }, ReadFile: os.ReadFile}
	exit := Run(t.Context(), env, words(line))
	require.Zero(t, exit, "%s: %s", line, errs.String())
	return out.String()
}

func TestTheSameSeedIsToldInTheSameBytes(t *testing.T) {
	for _, format := range []string{"", " -o jsonl"} {
		line := "scenario simulate --seed %d" + format
		once := printed(t, fmt.Sprintf(line, 2))
		require.Equal(t, once, printed(t, fmt.Sprintf(line, 2)))
		require.NotEqual(t, once, printed(t, fmt.Sprintf(line, 6)))
	}
}

// TestTheHubDecidesAsTheSimulationDoes: what the rules by themselves take or refuse,
// the hub takes or refuses, command by command.
func TestTheHubDecidesAsTheSimulationDoes(t *testing.T) {
	for _, seed := range []uint64{2, 13, 15} {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			env := Env{Stdout: t.Output(), Stderr: t.Output(), Now: time.Now, Getenv: func(string) string { return "" }, ReadFile: os.ReadFile}
			s, err := openSimulation(t.Context(), env, seed, "")
			require.NoError(t, err)
			defer func() { require.NoError(t, s.site.Close()) }()
			c := &Call{Env: env, given: map[string]string{}}
			story, err := c.tellHub(t.Context(), s, seed)
			require.NoError(t, err)
			refused := 0
			for _, step := range story.Steps {
				if step.Refused != nil {
					refused++
				}
			}
			require.NotZero(t, refused, "a seed in which nothing is refused shows half")
			founded := 1 + len(story.Countries)*(2+len(simulation.Roles))
			require.Equal(t, len(story.Steps)-refused+founded, int(s.site.tracker.Status().Entries))
		})
	}
}

func TestASimulationIsVerified(t *testing.T) {
	d := filepath.Join(t.TempDir(), "simulated")
	require.Contains(t, printed(t, "scenario simulate --seed 2 --store "+d), "played · seed 2")
	require.Contains(t, printed(t, "verify --dir "+d), "every entry decided again with the same outcome")
}
