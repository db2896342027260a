package cli

import (
	"bytes"
	"context"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/audit"
	"vigil/internal/drill"
	"vigil/internal/gateway"
	"vigil/internal/journal"
	"vigil/projections"
	"vigil/scenarios"
)

// played is all that a scenario leaves behind.
type played struct {
	entries [][]byte
	feeds   map[events.Viewer][]byte
	views   map[events.Viewer]map[string][]byte
}

func play(t *testing.T, name string, d directory) played {
	t.Helper()
	return playAt(t, name, d, nil)
}

// playAt plays on servers elsewhere, or in memory that is described as they are.
func playAt(t *testing.T, name string, d directory, there *elsewhere) played {
	t.Helper()
	patience := time.Minute
	if there != nil {
		patience *= 5 // each command waits for a majority to sync
	}
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	env := Env{Stdout: t.Output(), Stderr: t.Output(), Now: time.Now, Getenv: func(string) string { return "" }, ReadFile: os.ReadFile, elsewhere: there}
	script, err := loadScenario(env, name)
	require.NoError(t, err)
	s, err := openStage(ctx, env, script, defaultSeed, d, "")
	require.NoError(t, err)
	defer func() { require.NoError(t, s.site.Close()) }()
	var moments []pastMoment
	player := drill.Player{Stage: s, Clock: s.clock}
	player.Before = func(step drill.Step) {
		if step.Kind == drill.SetClock && d == "" && !testing.Short() {
			require.NoError(t, s.site.tracker.Settle(ctx))
			_, views, err := s.feedsAndViews(ctx)
			require.NoError(t, err)
			moments = append(moments, pastMoment{s.site.tracker.Status().Entries, views})
		}
	}
	require.NoError(t, player.Play(ctx, script))
	require.NoError(t, s.site.tracker.Settle(ctx))
	for _, m := range moments {
		m.isAnsweredAsThen(t, s.site.journal)
	}

	var p played
	_, err = s.site.journal.Read(ctx, 1, func(r journal.Record) error {
		p.entries = append(p.entries, bytes.Clone(r.Body))
		return nil
	})
	require.NoError(t, err)
	p.feeds, p.views, err = s.feedsAndViews(ctx)
	require.NoError(t, err)
	for v, want := range p.views {
		stored, err := s.site.views.Views(ctx, string(v))
		require.NoError(t, err)
		maps.DeleteFunc(stored, func(key string, _ []byte) bool { return strings.HasPrefix(key, "meta.") })
		require.Equal(t, want, stored, "the stored view of %s is the fold of its feed", v)
	}
	return p
}

// pastMoment is what every viewer saw when the journal ended with entry seq.
type pastMoment struct {
	seq   uint64
	views map[events.Viewer]map[string][]byte
}

// isAnsweredAsThen replays up to that entry, whatever was recorded later: late
// facts, corrections, withdrawals.
func (m pastMoment) isAnsweredAsThen(t *testing.T, j journal.Journal) {
	past, err := audit.ReplayAll(t.Context(), j, audit.Until{Seq: m.seq})
	require.NoError(t, err)
	require.Equal(t, m.seq, past.Stand.Seq)
	for v, then := range m.views {
		view, err := past.View(v)
		require.NoError(t, err)
		now, err := view.Documents()
		require.NoError(t, err)
		require.Equal(t, then, now, "what %s saw at entry %d", v, m.seq)
	}
}

// TestScenarios plays every story in memory and on the embedded broker, with the
// same bytes, and compares what each viewer was told with what was agreed on.
func TestScenarios(t *testing.T) {
	for _, name := range scenarios.Names() {
		t.Run(name, func(t *testing.T) {
			inMemory := play(t, name, "")
			d := directory(filepath.Join(t.TempDir(), "played"))
			onBroker := play(t, name, d)
			noTextOutsideTheEnclosures(t, name, d)
			sameBytes(t, inMemory, onBroker)

			dir := filepath.Join("..", "..", "scenarios", "golden", name)
			golden(t, filepath.Join(dir, "journal.jsonl"), append(bytes.Join(inMemory.entries, []byte("\n")), '\n'))
			for _, v := range slices.Sorted(maps.Keys(inMemory.feeds)) {
				golden(t, filepath.Join(dir, string(v)+".feed.jsonl"), inMemory.feeds[v])
				var all bytes.Buffer
				for _, key := range slices.Sorted(maps.Keys(inMemory.views[v])) {
					all.Write(append(inMemory.views[v][key], '\n'))
				}
				golden(t, filepath.Join(dir, string(v)+".view.jsonl"), all.Bytes())
			}
		})
	}
}

func sameBytes(t *testing.T, want, have played) {
	t.Helper()
	require.Equal(t, len(want.entries), len(have.entries))
	for i := range want.entries {
		require.Equal(t, string(want.entries[i]), string(have.entries[i]), "entry %d", i+1)
	}
	require.Equal(t, want.feeds, have.feeds)
	require.Equal(t, want.views, have.views)
}

func golden(t *testing.T, path string, have []byte) {
	t.Helper()
	if *update {
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, have, 0o644))
		return
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err, "go test ./internal/cli -run TestScenarios -update writes it; read it before you commit it")
	theirs, ours := bytes.Split(want, []byte("\n")), bytes.Split(have, []byte("\n"))
	for i := range max(len(theirs), len(ours)) {
		a, b := lineOf(theirs, i), lineOf(ours, i)
		if a == b {
			continue
		}
		at := 0
		for at < len(a) && at < len(b) && a[at] == b[at] {
			at++
		}
		require.FailNow(t, "not what was agreed on", "%s:%d, from character %d\n  agreed %s\n  now    %s", path, i+1, at+1, near(a, at), near(b, at))
	}
}

func lineOf(lines [][]byte, i int) string {
	if i >= len(lines) {
		return "(nothing)"
	}
	return string(lines[i])
}

func near(line string, at int) string { return line[max(0, at-40):min(len(line), at+160)] }

// noTextOutsideTheEnclosures searches every file of the store, the registers and
// the tree head for what a scenario's people wrote.
func noTextOutsideTheEnclosures(t *testing.T, name string, d directory) {
	text, err := scenarios.Text(name)
	require.NoError(t, err)
	script, err := drill.Parse(name, text)
	require.NoError(t, err)
	code := codename(script)
	secrets := quoted(t, script)
	require.Greater(t, len(secrets), 10)
	open := 0
	require.NoError(t, filepath.WalkDir(d.data(), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, secret := range secrets {
			require.False(t, bytes.Contains(b, []byte(secret)), "%q stands in %s", secret, path)
		}
		if bytes.Contains(b, []byte(code)) {
			open++
		}
		return nil
	}))
	require.Greater(t, open, 3, "the search finds what is there: the journal, feeds and views in clear")
}

// quoted gives the words of every text of a transcript that say something of
// their own: names, numbers, plates, places.
func quoted(t *testing.T, script drill.Script) []string {
	list := []string{"duty officer", "Officer Coordinator", "Officer Commander"}
	texts := []string{"--aim", "--facts", "--label", "--description", "--conditions", "--remark", "--message", "--reason", "--name"}
	for _, step := range script.Steps {
		for i, word := range step.Words {
			if i > 0 && slices.Contains(texts, step.Words[i-1]) {
				list = append(list, word)
				for piece := range strings.FieldsSeq(word) {
					if piece = strings.Trim(piece, ".,"); len(piece) > 4 && strings.ToLower(piece) != piece {
						list = append(list, piece)
					}
				}
			}
		}
	}
	return list
}

// feedsAndViews gives, for every viewer, what its desk holds: the feed as the
// gateway received it and the documents as the store has them.
func (s *playing) feedsAndViews(ctx context.Context) (feeds map[events.Viewer][]byte, views map[events.Viewer]map[string][]byte, err error) {
	feeds, views = map[events.Viewer][]byte{}, map[events.Viewer]map[string][]byte{}
	for _, status := range s.site.tracker.Status().Viewers {
		v := status.Viewer
		g, err := s.site.desk(ctx, v.Country(), s.desks[v.Country()])
		if err != nil {
			return nil, nil, err
		}
		if err := caughtUp(ctx, g, s.site, v.Country()); err != nil {
			return nil, nil, err
		}
		view := projections.NewView(v)
		asker := gateway.Asker{Viewer: v, Purpose: "drill", Surface: "drill"}
		err = g.Feed(ctx, asker, 1, false, func(m gateway.Message) error {
			feeds[v] = append(append(feeds[v], m.Bytes...), '\n')
			message, digest, err := events.DecodeMessage(m.Bytes)
			if err == nil {
				_, err = view.Apply(message.Content, digest)
			}
			return err
		})
		if err == nil {
			views[v], err = view.Documents()
		}
		if err != nil {
			return nil, nil, err
		}
	}
	return feeds, views, nil
}
