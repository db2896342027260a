package audit_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/apply"
	"vigil/internal/identity"
	"vigil/projections/disclosure"
)

// The gate: histories that were decided and told once are decided and told the
// same for ever. testdata/editions holds, for each edition and scenario, the
// entries of its journal, a line each, and what each entry had every viewer told,
// as digests. Rules and disclosure that give anything else are another edition.
var (
	record = flag.Bool("record", false, "record the scenarios' golden journals that this edition has no recording of")
	again  = flag.Bool("again", false, "with -record: replace this edition's recordings too; only while nobody relies on it")
)

const (
	editions = "testdata/editions"
	goldens  = "../../scenarios/golden"
)

func TestGate(t *testing.T) {
	if *record {
		recordScenarios(t)
	}
	recorded, err := filepath.Glob(filepath.Join(editions, "*", "*.jsonl"))
	require.NoError(t, err)
	require.NotEmpty(t, recorded)
	for _, path := range recorded {
		name := strings.TrimSuffix(path, ".jsonl")
		t.Run(strings.TrimPrefix(name, editions+"/"), func(t *testing.T) {
			require.NoError(t, gate(lines(t, path), lines(t, name+".told")))
		})
	}
}

// TestGateNamesTheFirstEntry changes what was recorded, which looks like a change
// of the rules and of disclosure.
func TestGateNamesTheFirstEntry(t *testing.T) {
	s, _ := relayed(t)
	entries := s.Bodies()
	told, err := retold(entries)
	require.NoError(t, err)
	require.NoError(t, gate(entries, told))

	other := slices.Clone(entries)
	var at int
	for i, b := range other {
		if e := decoded(t, b); e.Events[0].Kind() == "border.crossed" {
			e.Events = e.Events[:len(e.Events)-1]
			at, other[i] = i, encoded(t, e)
		}
	}
	err = gate(other, told)
	require.ErrorContains(t, err, fmt.Sprintf("entry %d, border.crossed of at: the rules give other events", at+1))
	require.ErrorContains(t, err, "needs a new edition")

	for name, change := range map[string]func(string) string{
		"another digest":  func(s string) string { return s[:len(s)-1] + "x" },
		"nothing told":    func(s string) string { return strings.Join(strings.Fields(s)[:1], " ") },
		"told to another": func(s string) string { return strings.Replace(s, "at:", "nl:", 1) },
	} {
		other := slices.Clone(told)
		other[at] = []byte(change(string(other[at])))
		err = gate(entries, other)
		require.ErrorContains(t, err, fmt.Sprintf("entry %d, border.crossed of at: its viewers are told something else", at+1), name)
		require.ErrorContains(t, err, "needs a new edition")
	}
	require.ErrorContains(t, gate(entries[:3], told), "3 entries")
}

// gate decides a recorded journal again and tells it again, and names the first
// entry that comes out otherwise.
func gate(entries, told [][]byte) error {
	if len(entries) != len(told) {
		return fmt.Errorf("%d entries are recorded, and what was told of %d", len(entries), len(told))
	}
	return retell(entries, func(i int, e events.Entry, n events.Note, decided []events.Event, now string) error {
		where := fmt.Sprintf("entry %d, %s of %s", i+1, n.Act, n.Signer)
		const verdict = "a changed rule or disclosure needs a new edition"
		if a, b := spelt(decided), spelt(e.Events); a != b {
			return fmt.Errorf("%s: the rules give other events than were recorded: %s\nrecorded %s\ndecided  %s", where, verdict, b, a)
		}
		if now != string(told[i]) {
			return fmt.Errorf("%s: its viewers are told something else than was recorded: %s\nrecorded %s\ntold     %s", where, verdict, told[i], now)
		}
		return nil
	})
}

// retold is what each entry has its viewers told, one line each:
// "17 at:41=DIGEST hu:40=DIGEST".
func retold(entries [][]byte) (told [][]byte, err error) {
	err = retell(entries, func(_ int, _ events.Entry, _ events.Note, _ []events.Event, now string) error {
		told = append(told, []byte(now))
		return nil
	})
	return told, err
}

func retell(entries [][]byte, each func(i int, e events.Entry, n events.Note, decided []events.Event, told string) error) error {
	house := apply.NewHouse()
	var sources []disclosure.Source
	load := func(seqs []uint64) (list []disclosure.Source, err error) {
		for _, seq := range seqs {
			list = append(list, sources[seq-1])
		}
		return list, nil
	}
	for i, body := range entries {
		source, err := apply.Read(body)
		if err != nil {
			return fmt.Errorf("entry %d: %w", i+1, err)
		}
		e, n := source.Entry, source.Note
		fact, seen, err := identity.Proposed(n, e.Slots, e.Enclosures)
		if err != nil {
			return fmt.Errorf("entry %d: %w", i+1, err)
		}
		_, sigs, err := events.ParseNote(e.Note)
		if err != nil {
			return fmt.Errorf("entry %d: %w", i+1, err)
		}
		command := apply.CommandOf(n, identity.WitnessOf(sigs), fact, e.Enclosures)
		decided, err := house.Decide(command, e.At)
		unsaid := n.Signer != events.Hub && house.Overdue(e.Operation, e.At)
		if err != nil || unsaid || len(house.Changed(command, seen)) > 0 {
			decided = nil // it would be refused now, or a clock come first
		}
		outcome, err := house.Stage(e, body, n, load)
		if err != nil {
			return fmt.Errorf("entry %d, %s of %s: %w", i+1, n.Act, n.Signer, err)
		}
		told := strconv.Itoa(i + 1)
		for _, t := range outcome.Told {
			for _, m := range t.Messages {
				told += fmt.Sprintf(" %s:%d=%s", t.Viewer, m.Content.Counter, events.DigestOf(m.Bytes))
			}
		}
		if err := each(i, e, n, decided, told); err != nil {
			return err
		}
		outcome.Commit(uint64(i + 1))
		sources = append(sources, source)
	}
	return nil
}

func spelt(list []events.Event) string {
	var words []string
	for _, e := range list {
		raw, err := events.EncodeEvent(e)
		if err != nil {
			raw = events.Raw(err.Error())
		}
		words = append(words, string(raw))
	}
	return strings.Join(words, " ")
}

func lines(t *testing.T, path string) [][]byte {
	t.Helper()
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	return bytes.Split(bytes.TrimSuffix(text, []byte("\n")), []byte("\n"))
}

// recordScenarios takes the golden journals over as they stand. What is recorded
// passes the gate, or is not recorded.
func recordScenarios(t *testing.T) {
	journals, err := filepath.Glob(filepath.Join(goldens, "*", "journal.jsonl"))
	require.NoError(t, err)
	require.NotEmpty(t, journals)
	for _, path := range journals {
		name := filepath.Base(filepath.Dir(path))
		to := filepath.Join(editions, strconv.Itoa(events.Edition), name)
		if _, err := os.Stat(to + ".jsonl"); err == nil && !*again {
			t.Logf("%s is recorded; -again would replace it", to)
			continue
		}
		entries := lines(t, path)
		told, err := retold(entries)
		require.NoError(t, err)
		require.NoError(t, gate(entries, told), "play it first: go test ./internal/cli -run TestScenarios -update")
		require.NoError(t, os.MkdirAll(filepath.Dir(to), 0o755))
		require.NoError(t, os.WriteFile(to+".jsonl", append(bytes.Join(entries, []byte("\n")), '\n'), 0o644))
		require.NoError(t, os.WriteFile(to+".told", append(bytes.Join(told, []byte("\n")), '\n'), 0o644))
		t.Logf("recorded %s: %d entries", to, len(entries))
	}
}
