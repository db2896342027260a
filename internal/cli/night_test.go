package cli

import (
	"bytes"
	"context"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/audit"
	"vigil/internal/journal"
	"vigil/internal/operation"
	"vigil/projections"
)

// What an officer stumbled over at three in the morning, and must not again.

func (s *stage) says(t *testing.T, line string) (exit int, said string) {
	t.Helper()
	exit, out, errs := s.run(context.Background(), line)
	return exit, out + errs
}

// TestWatchIsReadOnATerminal: folded there, one line each elsewhere.
func TestWatchIsReadOnATerminal(t *testing.T) {
	s := newStage(t)
	s.inHand()
	s.Terminal = true
	_, said := s.says(t, "vigil watch RELAY --as at/commander --no-follow --from 20 --color never")
	_, rest, _ := strings.Cut(said, "\n")
	for line := range strings.Lines(rest) {
		require.LessOrEqual(t, len([]rune(strings.TrimRight(line, "\n"))), 80, line)
	}
	require.Contains(t, said, "    24  21:10Z  RELAY     hub      NO REPORT at checkpoint AT-CP1: window and\n"+
		"                                   grace are over\n")
	s.Terminal = false
	_, said = s.says(t, "vigil watch RELAY --as at/commander --no-follow --from 24")
	require.Contains(t, said, "hub      NO REPORT at checkpoint AT-CP1: window and grace are over\n")
}

// TestAWithdrawalNamesItsOperation, and says no time that it does not have.
func TestAWithdrawalNamesItsOperation(t *testing.T) {
	s := newStage(t)
	s.underway()
	view := s.views["at"]
	s.deliver("at", events.Content{V: events.Version, Edition: events.Edition, Viewer: "at", Counter: view.Counter + 1, Prev: view.Digest,
		Withdrawn: []events.Withdrawn{{Operation: relay, Counter: 14, Command: s.commandAt("at", 14), At: at("21:15Z"), Slots: []string{"grant"}, Reason: "tightened"}}})
	_, said := s.says(t, fmt.Sprintf("vigil watch --as at/commander --no-follow --from %d", view.Counter))
	require.Regexp(t, `RELAY +hub +withdraws message 14: grant \(tightened\)`, said)
	_, said = s.says(t, fmt.Sprintf("vigil since --as at/commander --from AT:%d", view.Counter))
	require.Contains(t, said, "takes AT:14 back: grant (tightened)\n")
	require.NotContains(t, said, "told –")
}

// TestWatchSaysWhereToGoOn when the gateway is gone.
func TestWatchSaysWhereToGoOn(t *testing.T) {
	p := problemOf(&hintedError{fmt.Errorf("%w: gone", journal.ErrUnavailable), "vigil watch --from 55 begins behind the last message told"})
	require.Equal(t, exitUnavailable, p.Exit)
	require.Contains(t, p.Hint, "--from 55")
}

// TestHeadlinesOfListsAreFolded like every other.
func TestHeadlinesOfListsAreFolded(t *testing.T) {
	var b bytes.Buffer
	c := &Call{Env: Env{Width: 60, Getenv: func(string) string { return "" }}}
	c.listing(&b, answer{Head: "EXERCISE · RELAY · AT desk · feed 29 · NO HUB RUNS: as it was left · 23:15Z · 23 Nov 00:15+01:00", Rows: &grid{}, Empty: "x"})
	for line := range strings.Lines(b.String()) {
		require.LessOrEqual(t, len([]rune(line)), 61)
	}
	require.Contains(t, b.String(), "00:15+01:00\nnone: x")
}

// TestLongNamesOfAlertsFitAScreen: the longest cause there is, on 80 columns.
func TestLongNamesOfAlertsFitAScreen(t *testing.T) {
	for _, width := range []int{80, 78} {
		c := &Call{Env: Env{Width: width, Terminal: true, Getenv: func(string) string { return "1" }}, given: map[string]string{}}
		g := grid{heads: []string{"OPERATION", "ALERT", "STATE", "SINCE", "STANDS", "WHAT IT MEANS"}}
		g.add("HAZEL", "completed-without-acceptance/ZBFVPM", "DE", "23 Nov 02:12Z", "NOBODY HAS IT, the lead is called", "taken over without having been accepted")
		var b bytes.Buffer
		c.grid(&b, g)
		for line := range strings.Lines(b.String()) {
			require.LessOrEqual(t, len([]rune(strings.TrimRight(line, "\n"))), width, b.String())
		}
	}
}

// TestHelpFitsAScreen: all but the examples, which are to be copied.
func TestHelpFitsAScreen(t *testing.T) {
	s := newStage(t)
	for _, c := range commands() {
		_, out, _ := s.run(context.Background(), "vigil "+c.Words+" --help")
		before, after, _ := strings.Cut(out, "\nExample:\n")
		_, after, _ = strings.Cut(after, "\n\n")
		for _, line := range strings.Split(before+"\n"+after, "\n") {
			require.LessOrEqual(t, len([]rune(line)), helpColumns, "%s: %s", c.Words, line)
		}
	}
}

// TestSeenInTimeIsNotSeenLate though it was told late.
func TestSeenInTimeIsNotSeenLate(t *testing.T) {
	c := &Call{clock: clock{now: at("23:00Z"), zone: time.UTC}}
	line := projections.CheckpointLine{ID: "AT-CP1", Window: between("20:00Z", "21:00Z"), Grace: 30, Missed: at("21:30Z"), Method: events.Visual}
	line.Reached = at("20:58Z")
	require.Equal(t, "seen 20:58Z visual · told after the alert", c.reached(line))
	line.Reached = at("21:31Z")
	require.Equal(t, "seen late 21:31Z visual", c.reached(line))
}

// TestNobodyWaitsForWhatWasStopped.
func TestNobodyWaitsForWhatWasStopped(t *testing.T) {
	s := newStage(t)
	s.underway()
	s.entry("at", "interdiction.executed", "22:12+01:00", everybody, "", events.InterdictionExecuted{
		Executed: events.ExecutedTerms{Part: thePart, Country: "AT", Goods: events.GoodsSecured}},
		events.DirectionEnded{Ended: events.EndedTerms{Part: thePart, Country: "HU", Since: at("22:12+01:00")}})
	_, said := s.says(t, "vigil show RELAY --as at/commander")
	require.NotContains(t, said, "checkpoint AT-CP1", said)
	_, said = s.says(t, "vigil checkpoint ls RELAY --as at/commander")
	require.Contains(t, said, "not passed, no longer expected")
}

// TestWrongWordsAreAnsweredWithWhatHelps.
func TestWrongWordsAreAnsweredWithWhatHelps(t *testing.T) {
	s := newStage(t)
	s.underway()
	for line, helps := range map[string]string{
		"vigil sighting report RELAY --country AT --part ABCDEF --method visual --as at/commander":         "note: no part ABCDEF of RELAY was told to you; recorded as you say it",
		"vigil record correct AT:1 --ground typo --as at/commander":                                        "is no report of a fact but registry.begin",
		`vigil record retract AT:1 --ground typo --reason "No." --yes --as at/commander`:                   "REF: AT:1 is about the alliance, of no operation",
		"vigil operation end RELAY --cause delivered --yes --as at/commander":                              "HU leads RELAY: only its coordinator does that\n  next: ask the desk of HU",
		"vigil sighting report RELAY --country AT --method visual --occurred 23:50Z --as at/commander":     "--occurred: 23:50Z is still to come",
		"vigil sighting report RELAY --country AT --method visual --part ABCDEG -o json --as at/commander": `"recorded":`,
	} {
		_, said := s.says(t, line)
		require.Contains(t, said, helps, line)
		require.False(t, strings.Contains(line, "json") && strings.Contains(said, "note: "), said)
	}
	s.answer = &operation.Refusal{Rule: "an-alert-is-acknowledged-once", Class: operation.Conflict, Reason: "somebody has it"}
	s.missed()
	_, said := s.says(t, "vigil alert ack RELAY AT-CP1 --as at/commander")
	require.Contains(t, said, "next: look again, then decide again: vigil alert ls RELAY")
}

// TestNoKeySaysWhoseThereAre instead of a command that does not exist.
func TestNoKeySaysWhoseThereAre(t *testing.T) {
	d := directory(t.TempDir())
	require.NoError(t, os.MkdirAll(d.path("officers", "de"), 0o700))
	require.NoError(t, os.WriteFile(d.path("officers", "de", "desk.key"), nil, 0o600))
	p := problemOf(d.noKey(Officer{"DE", "nobody"}))
	require.Equal(t, exitUsage, p.Exit)
	require.Equal(t, "there are keys of de/desk; vigil officer enrol de/nobody, on the hub's machine", p.Hint)
}

// TestStatusSaysWhyNothingIsSaid that runs out.
func TestStatusSaysWhyNothingIsSaid(t *testing.T) {
	c := &Call{clock: clock{now: at("21:15Z"), zone: time.UTC}}
	jumped := projections.Alliance{Jumps: []projections.JumpLine{{At: at("21:00Z"), Expected: at("20:00Z"), Found: at("21:00Z")}}}
	running := reading{Session: &Session{}}
	require.Empty(t, c.clocksStopped(running, projections.Alliance{}))
	require.Contains(t, c.clocksStopped(running, jumped), "STOPPED 21:00Z, unless the hub was started again since")
	require.Contains(t, c.clocksStopped(reading{Session: &Session{Rests: true}}, jumped), "AT REST: no hub runs")
	require.Equal(t, "STOPPED: no key", c.clocksStopped(reading{Session: &Session{Rests: true, Clocks: "no key"}}, jumped))
}

// TestVerifySpeaksOfTheClock where it signed.
func TestVerifySpeaksOfTheClock(t *testing.T) {
	require.Equal(t, "6 officers and the root", signedBy(audit.Report{Officers: 6}))
	require.Equal(t, "1 officer, the root and the hub's clock (2 times)", signedBy(audit.Report{Officers: 1, Fired: 2}))
}

// TestACrashIsSaidOnce, not for each of the store's streams.
func TestACrashIsSaidOnce(t *testing.T) {
	for level, lines := range map[string]int{"": 1, "info": 7} {
		var errs bytes.Buffer
		log := Env{Stderr: &errs, Getenv: func(string) string { return level }}.log()
		for range 3 {
			log.Warn("nats: Filestore [FEED_AT] Stream state outdated, last block has additional entries, will rebuild")
			log.With("x", 1).Warn("nats: Filestore [FEED_AT] Recovering stream state from index errored: prior state file")
		}
		require.Equal(t, lines, strings.Count(errs.String(), "\n"), errs.String())
		require.Contains(t, errs.String(), "the hub was not stopped in order")
		log.Warn("something else")
		require.Contains(t, errs.String(), "something else")
	}
}

// aCommand is a command that a text tells somebody to type.
var aCommand = regexp.MustCompile(`\bvigil ([a-z-]+)(?: ([a-z-]+))?`)

// TestEveryHintCanBeTyped reads all strings of this package: each command that one
// of them names is in the table.
func TestEveryHintCanBeTyped(t *testing.T) {
	known := map[string]bool{"help": true, "man": false}
	for _, c := range commands() {
		noun, _, _ := strings.Cut(c.Words, " ")
		known[noun], known[c.Words] = true, true
	}
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		require.NoError(t, err)
		ast.Inspect(file, func(n ast.Node) bool {
			text, ok := n.(*ast.BasicLit)
			if !ok || text.Kind != token.STRING {
				return true
			}
			for _, m := range aCommand.FindAllStringSubmatch(text.Value, -1) {
				if _, isNoun := nouns[m[1]]; isNoun && m[2] != "" {
					require.True(t, known[m[1]+" "+m[2]], "%s: %s: there is no such command", name, m[0])
				}
			}
			return true
		})
	}
}

// TestAMistypedPartIsNotInTheWay: what somebody reported of no part that was ever
// declared does not ask every later command which part is meant.
func TestAMistypedPartIsNotInTheWay(t *testing.T) {
	s := newStage(t)
	s.underway()
	s.entry("at", "sighting.reported", "22:12+01:00", everybody, "", events.SightingReported{
		Sighting: events.SightingTerms{Part: "ABCDEF", Country: "AT", Method: events.Visual}})
	exit, said := s.says(t, "vigil sighting report RELAY --country AT --method visual --as at/commander")
	require.Zero(t, exit, said)
	require.Contains(t, said, string(thePart))
}
