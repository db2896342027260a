package cli

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"vigil/events"
)

// audits need a journal on disk; TestAuditsHonourOutput plays one.
var audits = map[string]bool{"verify": true, "replay": true, "backup": true, "restore": true, "doctor": true}

// TestEveryCommandHonoursOutput walks the table: what answers does so in every
// format, and what has no answer refuses all but one.
func TestEveryCommandHonoursOutput(t *testing.T) {
	t.Chdir(t.TempDir()) // a command that should have refused may write files
	for _, c := range commands() {
		if audits[c.Words] {
			continue
		}
		line := examples(c)[0]
		if c.Words == "watch" {
			line += " --no-follow"
		}
		if !strings.Contains(line, "--as") && !strings.Contains(line, "--desk") {
			line += " --desk at"
		}
		var s *stage
		for _, format := range formats {
			t.Run(c.Words+" "+format, func(t *testing.T) {
				if s == nil || c.sends() || c.Words == "since" { // what sends changes the night
					s = newStage(t)
					s.missed()
					s.entry("at", "border.crossed", "22:12+01:00", everybody, "", events.BorderCrossed{
						Crossing: events.CrossingTerms{Part: thePart, From: "HU", To: "AT", Method: events.Visual}})
					s.cooperating()
					if s.waits(); c.Act == "" {
						s.crowd()
					}
				}
				if talks[c.Words] {
					if format != "table" {
						exit, _, errs := s.run(context.Background(), line+" -o "+format)
						require.Equal(t, exitUsage, exit)
						require.Contains(t, errs, "has no answer to be written as "+format)
					}
					return
				}
				line := strings.NewReplacer("AT:20", "AT:25", "AT:3", "AT:1", "AT:7", "AT:20").Replace(line)
				exit, out, errs := s.run(context.Background(), line+" -o "+format)
				require.Zero(t, exit, errs)
				honours(t, format, out)
			})
		}
	}
}

// honours tells whether an answer is written as was asked for.
func honours(t *testing.T, format, out string) {
	t.Helper()
	require.NotEmpty(t, out)
	switch format {
	case "json", "jsonl":
		require.NotContains(t, out, "EXERCISE ·")
		dec := json.NewDecoder(strings.NewReader(out))
		n := 0
		for ; dec.More(); n++ {
			var value map[string]any
			require.NoError(t, dec.Decode(&value), out)
		}
		if format == "jsonl" {
			require.Equal(t, n, strings.Count(out, "\n"), "one item a line")
		}
	case "csv":
		text, marked := strings.CutPrefix(out, "\ufeff")
		require.True(t, marked, "a spreadsheet knows it by its mark")
		require.Equal(t, strings.Count(text, "\n"), strings.Count(text, "\r\n"), "RFC 4180: lines end in CRLF")
		rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
		require.NoError(t, err, "and are of equal length")
		for _, row := range rows {
			for _, cell := range row {
				require.False(t, cell != "" && strings.ContainsAny(cell[:1], "=+-@\t\r"), "%q is a formula", cell)
			}
		}
	case "md":
		require.True(t, strings.Contains(out, "| --- |") || strings.HasPrefix(out, "```\n") && strings.HasSuffix(out, "```\n") || strings.Contains(out, "none: "), out)
	}
}

func TestWideHasMoreColumns(t *testing.T) {
	s := newStage(t)
	s.missed()
	heads := func(line string) string {
		_, out, _ := s.run(context.Background(), line)
		return strings.Split(out, "\n")[1]
	}
	for _, list := range []string{"operation ls", "authorisation ls RELAY", "condition ls RELAY", "handover ls RELAY", "alert ls"} {
		few, all := heads("vigil "+list+" --desk at"), heads("vigil "+list+" --desk at -o wide")
		require.Greater(t, len(strings.Fields(all)), len(strings.Fields(few)), list)
		_, sheet, _ := s.run(context.Background(), "vigil "+list+" --desk at -o csv")
		for _, head := range strings.Split(strings.TrimSpace(all), "  ") {
			require.Contains(t, sheet, strings.TrimSpace(head), "%s: csv has all columns", list)
		}
	}
	s.Terminal = true
	_, framed, _ := s.run(context.Background(), "vigil handover ls RELAY --desk at -o wide")
	require.Contains(t, framed, "OFFER ", "on a terminal too, ids and all")
	for _, list := range []string{"alert ls", "condition ls RELAY", "interdiction ls RELAY", "checkpoint ls RELAY"} {
		_, framed, _ := s.run(context.Background(), "vigil "+list+" --desk at")
		for _, line := range strings.Split(framed, "\n") {
			require.LessOrEqual(t, len([]rune(line)), 80, list)
		}
	}
}

// TestSheetIsNoProgram: what others wrote is never a formula, and a time says its
// day.
func TestSheetIsNoProgram(t *testing.T) {
	for _, cell := range []string{"=1+1", "+1", "-1", "@SUM(A1)"} {
		require.Equal(t, "'"+cell, guarded(cell))
	}
	require.NotContains(t, guarded("\t=1\r\n"), "\t")
	s := newStage(t)
	s.missed()
	_, out, _ := s.run(context.Background(), "vigil alert ls --desk at -o csv")
	require.Contains(t, out, "2026-03-02T21:10:00.000Z")
	require.Contains(t, out, ",EXERCISE\r\n", "each line says that it is not real")
	_, out, _ = s.run(context.Background(), "vigil alert ls --desk at -o md")
	require.Contains(t, out, "EXERCISE · AT desk")
}

// TestRecipes does what the recipes say, each on a night of its own.
func TestRecipes(t *testing.T) {
	for _, r := range recipes {
		t.Run(r.Title, func(t *testing.T) {
			s := newStage(t)
			s.missed()
			for _, step := range r.Steps {
				call, err := parse(s.Env, commands(), words(step.Command)[1:])
				require.NoError(t, err, step.Command)
				if audits[call.Command.Words] {
					continue // parsed; TestAuditsHonourOutput runs them
				}
				exit, _, errs := s.run(context.Background(), step.Command)
				require.Zero(t, exit, "%s: %s", step.Command, errs)
				require.NotEmpty(t, step.Why)
			}
		})
	}
}

// TestAuditsHonourOutput: what reads a journal on disk answers in every format too.
func TestAuditsHonourOutput(t *testing.T) {
	d := directory(filepath.Join(t.TempDir(), "played"))
	play(t, "relay", d)
	beside := filepath.Join(filepath.Dir(string(d)), "backup-")
	for _, line := range []string{"verify", "replay RELAY --until 03:20Z --as-known-to at", "backup " + beside + "FORMAT", "verify " + beside + "FORMAT",
		"restore " + beside + "FORMAT --keys " + string(d), "doctor"} {
		for _, format := range formats {
			line, dir, want := strings.ReplaceAll(line, "FORMAT", format), string(d), exitDone
			switch {
			case strings.HasPrefix(line, "restore"):
				dir = beside + "anew-" + format
			case line == "doctor":
				want = exitFailed // there is no copy off this disk
			}
			var out, errs bytes.Buffer
			env := Env{Stdin: strings.NewReader(""), Stdout: &out, Stderr: &errs, Now: time.Now, Random: dice("audit"), Getenv: func(string) string { return "" },
				IsDir: func(string) bool { return false }, ReadFile: os.ReadFile}
			exit := Run(t.Context(), env, append(words(line), "--dir", dir, "-o", format))
			require.Equal(t, want, exit, "%s -o %s: %s", line, format, errs.String())
			honours(t, format, out.String())
		}
	}
}
