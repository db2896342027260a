package cli

import (
	"bytes"
	"crypto/rand"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/journal"
	"vigil/internal/nats/natstest"
	"vigil/scenarios"
)

var everyStory = flag.Bool("every-story", false, "play all scenarios on three servers, not a few")

// TestScenariosOnThreeServers plays stories on servers that vigil does not run,
// three copies of each stream. Genesis says so, and with it all that is chained to
// it: so the bytes are held against those of a journal in memory that is described
// alike, and what differs from one copy is that description alone.
func TestScenariosOnThreeServers(t *testing.T) {
	names := []string{"relay"}
	if *everyStory {
		names = scenarios.Names()
	}
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			d := directory(filepath.Join(t.TempDir(), "played"))
			there := prepared(t, d, "jetstream: { sync_interval: always }\n")
			inMemory := playAt(t, name, "", there)
			sameBytes(t, inMemory, playAt(t, name, d, there))

			one := play(t, name, "")
			require.Equal(t, len(one.entries), len(inMemory.entries))
			require.Equal(t, strings.Count(string(one.entries[0]), "num_replicas 1"), strings.Count(string(inMemory.entries[0]), "num_replicas 3"))
			for i := range one.entries {
				a, err := events.DecodeEntry(one.entries[i])
				require.NoError(t, err)
				b, err := events.DecodeEntry(inMemory.entries[i])
				require.NoError(t, err)
				if i > 0 {
					require.Equal(t, a.Events, b.Events, "entry %d", i+1)
				}
			}
		})
	}
}

// prepared is a directory whose accounts three servers know.
func prepared(t *testing.T, d directory, more string) *elsewhere {
	t.Helper()
	require.NoError(t, d.prepare(realDice))
	config, err := os.ReadFile(d.allianceConf())
	require.NoError(t, err)
	cluster := natstest.Start(t, natstest.Configured(t, string(config)+more))
	return &elsewhere{URL: cluster.URL(), Replicas: 3}
}

func TestInitOnServersElsewhere(t *testing.T) {
	d := directory(filepath.Join(t.TempDir(), "vigil"))
	for _, test := range []struct{ line, says string }{
		{"init --replicas 3", "--replicas: the server that vigil runs is one"},
		{"init --nats-url nats://127.0.0.1:1 --replicas 2", "1 or 3 is wanted"},
		{"init --nats-url nats://at:pw@127.0.0.1:1", "holds a name or a password"},
		{"init --nats-url nats://127.0.0.1:1 --nats-context alliance", "leave these out"},
		{"init --external --replicas 3", "--replicas: the server that vigil runs is one"},
		{"init --external --class real", "--external makes the accounts only"},
		{"init --nats-url nats://127.0.0.1:1", "vigil init --external makes them"},
	} {
		text := fails(t, test.line+" --dir "+string(d))
		require.Contains(t, text, test.says, test.line)
		require.NotContains(t, text, ":pw@", test.line)
	}
	require.False(t, d.exists())

	there := prepared(t, d, "")
	text := fails(t, "init --nats-url nats://127.0.0.1:1 --dir "+string(d))
	require.Contains(t, text, "127.0.0.1:1")
	require.False(t, d.exists(), "it can be tried again")
	does(t, "init --nats-url "+there.URL+" --replicas 3 --dir "+string(d))
	require.Contains(t, fails(t, "init --nats-url "+there.URL+" --dir "+string(d)), "holds a journal already")
	require.Contains(t, fails(t, "serve --listen 127.0.0.1:0 --dir "+string(d)), "not run by vigil")
	does(t, "country add AT --zone Europe/Vienna --dir "+string(d))
	status := does(t, "status --desk at --dir "+string(d))
	require.Contains(t, status, string(journal.Replicate))
	require.NotContains(t, status, "fsync", "not all servers say that they sync always")
}

func does(t *testing.T, line string) string {
	t.Helper()
	exit, text := reallyDo(t, line)
	require.Zero(t, exit, "%s: %s", line, text)
	return text
}

func fails(t *testing.T, line string) string {
	t.Helper()
	exit, text := reallyDo(t, line)
	require.NotZero(t, exit, "%s: %s", line, text)
	return text
}

// reallyDo does a command line on a directory, with this machine's clock.
func reallyDo(t *testing.T, line string) (exit int, said string) {
	var both bytes.Buffer
	env := Env{Stdin: strings.NewReader(""), Stdout: &both, Stderr: &both, Now: time.Now, Random: rand.Reader,
		Getenv: func(string) string { return "" }, ReadFile: os.ReadFile}
	env.Open = connectDirectory(env)
	exit = Run(t.Context(), env, strings.Fields(line))
	return exit, both.String()
}
