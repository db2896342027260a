package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/identity"
)

// ceremonial acts are of those who run an installation; their commands have
// their own flags and files.
var ceremonial = []events.Act{"registry.begin", "country.add", "desk.add", "officer.enrol", "authority.declare", "authority.withdraw"}

// families are all rows but those that run an installation, or speak to a shell.
func families() []Command {
	install := slices.Concat(demoCommands, foundingCommands, countryCommands, authorityCommands, serveCommands, scenarioCommands, auditCommands, backupCommands, doctorCommands, completionCommands)
	return only(commands(), func(c Command) bool {
		return !slices.ContainsFunc(install, func(other Command) bool { return other.Words == c.Words })
	})
}

func examples(c Command) []string { return strings.Split(c.Example, "\n") }

func TestEveryActHasOneCommand(t *testing.T) {
	for _, row := range events.Acts {
		if slices.Contains(ceremonial, row.Act) {
			continue
		}
		if row.Nature == events.Clock { // the hub's own, nobody's to type
			require.Empty(t, only(commands(), func(c Command) bool { return c.Act == row.Act }), row.Act)
			continue
		}
		found := only(commands(), func(c Command) bool { return c.Act == row.Act })
		require.Len(t, found, 1, "commands for %s", row.Act)
		require.Equal(t, row.Fact, found[0].Fact.kind, "%s proposes another fact", found[0].Words)
		require.Nil(t, found[0].Run, "%s sends by the one path", found[0].Words)
	}
}

func TestEveryCommandIsComplete(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range commands() {
		require.False(t, seen[c.Words], "%s stands twice", c.Words)
		seen[c.Words] = true
		require.NotEmpty(t, c.Short, c.Words)
		require.NotContains(t, c.Short, ".", "%s: the line in a list has no stop", c.Words)
		require.NotEmpty(t, c.Example, "%s has no example", c.Words)
		require.True(t, c.Act != "" || c.Run != nil, "%s does nothing", c.Words)
		if noun, _, ok := strings.Cut(c.Words, " "); ok && noun != "help" {
			require.Contains(t, nouns, noun, "the list of commands does not say what %s is", noun)
		}
		flags := map[string]bool{}
		for _, f := range append(c.flags(), everywhere...) {
			require.False(t, flags[f.Name], "%s has --%s twice", c.Words, f.Name)
			flags[f.Name] = true
		}
	}
}

func TestExamplesParse(t *testing.T) {
	s := newStage(t)
	for _, c := range commands() {
		for _, example := range examples(c) {
			line := words(example)
			require.Equal(t, "vigil", line[0], example)
			call, err := parse(s.Env, commands(), line[1:])
			require.NoError(t, err, example)
			require.Equal(t, c.Words, call.Command.Words, example)
			if c.Act != "" {
				call.complete()
				require.NoError(t, call.wrong(), example)
				require.NotEmpty(t, call.Connect.As, "%s: an example says who signs", example)
			}
		}
	}
}

// TestExamplesSend sends each example of each sending command, as JSON, and
// checks that the fact arrives whole.
func TestExamplesSend(t *testing.T) {
	for _, c := range families() {
		if c.Act == "" {
			continue
		}
		row, err := events.ActOf(c.Act)
		require.NoError(t, err)
		for _, example := range examples(c) {
			t.Run(example, func(t *testing.T) {
				s := newStage(t)
				s.missed()
				s.cooperating()
				s.waits()
				example = strings.ReplaceAll(example, "AT:7", "AT:20")
				exit, out, errs := s.run(context.Background(), example+" -o json")
				require.Zero(t, exit, errs)
				require.Empty(t, errs, "with -o json standard error is for errors")
				require.True(t, json.Valid([]byte(out)), out)
				require.Len(t, s.sent, 1)

				note, _, err := events.ParseNote(s.sent[0].Note)
				require.NoError(t, err)
				require.Equal(t, c.Act, note.Act)
				require.Equal(t, row.Nature == events.Observation, note.Until.IsZero())
				require.Equal(t, c.Speaks == asLead, note.Signer.IsLead() && c.Speaks != either)
				fact, seen, err := events.Proposal(note, s.sent[0].Slots, identity.Shut(s.sent[0].Enclosures))
				require.NoError(t, err)
				require.Equal(t, row.Fact, fact.Kind())
				require.NotZero(t, seen.Counter)
				require.Empty(t, s.outbox, "what is done is not kept")
			})
		}
	}
}

func TestEveryClassHasItsExit(t *testing.T) {
	codes := map[int]bool{}
	for _, row := range exits {
		require.False(t, codes[row.Code])
		codes[row.Code] = true
	}
	for class, code := range exitOf {
		require.True(t, codes[code], class)
	}
}

// TestEveryEventHasWords: the switch over events is closed.
func TestEveryEventHasWords(t *testing.T) {
	tell := newTeller(clock{now: at("21:15Z")})
	for _, row := range events.Kinds {
		e, err := events.DecodeEvent([]byte(`{"kind":"` + string(row.Kind) + `"}`))
		require.NoError(t, err, "with all members cut")
		require.NotEmpty(t, tell.event(e), row.Kind)
	}
}

func TestWithoutAConnectionNothingPanics(t *testing.T) {
	s := newStage(t)
	s.Open = nil
	for _, c := range families() {
		for _, example := range examples(c) {
			exit := Run(context.Background(), s.Env, words(example)[1:])
			require.Contains(t, []int{exitDone, exitFailed, exitUsage}, exit, example)
		}
	}
	s.Stdout = io.Discard
}

// TestWordsOfEveryEvent reads the sample of each kind aloud: testdata/words.golden
// is to be looked at by somebody who is tired.
func TestWordsOfEveryEvent(t *testing.T) {
	tell := newTeller(clock{now: at("21:15Z")})
	var got strings.Builder
	for _, row := range events.Kinds {
		b, err := os.ReadFile("../../events/testdata/wire/" + string(row.Kind) + ".json")
		require.NoError(t, err)
		e, err := events.DecodeEvent(bytes.TrimSpace(b))
		require.NoError(t, err)
		tell.signer = "2444a32e27d18847"
		fmt.Fprintf(&got, "%-26s %s\n", row.Kind, tell.event(e))
	}
	const file = "testdata/words.golden"
	if *update {
		require.NoError(t, os.WriteFile(file, []byte(got.String()), 0o644))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, string(want), got.String(), "repeat with -update and read the difference aloud")
}

// TestEveryBreachAndCauseIsSaidPlainly reads what the rules call breaches and
// alerts; what only ends an alert needs no more words than it has.
func TestEveryBreachAndCauseIsSaidPlainly(t *testing.T) {
	files, err := filepath.Glob("../operation/*.go")
	require.NoError(t, err)
	found := 0
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		b, err := os.ReadFile(file)
		require.NoError(t, err)
		for _, m := range regexp.MustCompile(`(?m)^(?:const|\t)\s*([A-Z]\w*) +events\.Code = "([a-z-]+)"`).FindAllStringSubmatch(string(b), -1) {
			if m[1] == "Corrected" {
				continue
			}
			found++
			require.NotEmpty(t, inWords(events.Code(m[2])), "%s: %s is not said plainly, see plainly.go", filepath.Base(file), m[2])
		}
	}
	require.Greater(t, found, 10)
}
