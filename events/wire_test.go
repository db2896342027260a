package events_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	. "vigil/events"
)

var update = flag.Bool("update", false, "write the golden files of kinds and formats that have none yet or whose sample was changed")

// TestWire pins the bytes of every kind and of every format. A golden file is
// evidence that old journals stay readable: it is added, never edited.
func TestWire(t *testing.T) {
	kinds := map[Kind]bool{}
	for _, e := range samples {
		require.False(t, kinds[e.Kind()], "two samples of %s in samples_test.go", e.Kind())
		kinds[e.Kind()] = true
		t.Run(string(e.Kind()), func(t *testing.T) {
			raw := golden(t, string(e.Kind())+".json", must(EncodeEvent(e)))
			back, err := DecodeEvent(raw)
			require.NoError(t, err, "what was written once is read for ever")
			require.Equal(t, e, back)
		})
	}
	for _, row := range Kinds {
		require.True(t, kinds[row.Kind], "kind %s has no sample: add one to samples_test.go, run go test ./events -run TestWire -update and review the new file", row.Kind)
	}

	t.Run("entry", func(t *testing.T) {
		e, err := DecodeEntry(golden(t, "entry.json", encodedEntry()))
		require.NoError(t, err)
		require.Equal(t, sampleEntry(), e)
	})
	t.Run("request", func(t *testing.T) {
		r, err := DecodeRequest(golden(t, "request.json", encodedRequest()))
		require.NoError(t, err)
		require.Equal(t, sampleRequest(), r)
	})
	t.Run("note", func(t *testing.T) {
		signed := string(golden(t, "note.txt", []byte(sampleRequest().Note)))
		n, sigs, err := ParseNote(signed)
		require.NoError(t, err)
		require.Equal(t, []Signature{signature(officerKey)}, sigs)
		require.Equal(t, signed, n.Text()+SignatureLines(sigs...))
	})
	t.Run("message", func(t *testing.T) {
		raw, digest, err := EncodeMessage(sampleMessage())
		require.NoError(t, err)
		m, again, err := DecodeMessage(golden(t, "message.json", raw))
		require.NoError(t, err)
		require.Equal(t, digest, again)
		require.Equal(t, DigestOf(must(EncodeContent(m.Content))), digest, "the digest is of the content alone")
		raw2, _, err := EncodeMessage(m)
		require.NoError(t, err)
		require.Equal(t, string(raw), string(raw2))
	})

	files, err := filepath.Glob("testdata/wire/*.json")
	require.NoError(t, err)
	for _, f := range files {
		name := Kind(strings.TrimSuffix(filepath.Base(f), ".json"))
		require.True(t, kinds[name] || name == "entry" || name == "request" || name == "message",
			"%s has no sample any more: a kind is never taken away", f)
	}
}

// TestWireFromBefore: a kind that was given another member still reads, and writes,
// what was said without it. A file is put here as it was when its kind grew.
func TestWireFromBefore(t *testing.T) {
	files, err := filepath.Glob("testdata/wire/before/*.json")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, f := range files {
		raw, err := os.ReadFile(f)
		require.NoError(t, err)
		raw = bytes.TrimSuffix(raw, []byte("\n"))
		e, err := DecodeEvent(raw)
		require.NoError(t, err, f)
		require.Equal(t, string(raw), string(must(EncodeEvent(e))), f)
	}
}

// golden compares with a file of one line, or writes it.
func golden(t *testing.T, name string, got []byte) []byte {
	t.Helper()
	file := filepath.Join("testdata", "wire", name)
	if strings.HasSuffix(name, ".json") {
		got = append(bytes.Clone(got), '\n')
	}
	if *update {
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
		require.NoError(t, os.WriteFile(file, got, 0o644))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err, "run go test ./events -run TestWire -update, and review what it wrote")
	require.Equal(t, string(want), string(got), "the bytes of %s changed: old journals would no longer be read", name)
	if strings.HasSuffix(name, ".json") {
		want = bytes.TrimSuffix(want, []byte("\n"))
	}
	return want
}

// TestProposal: what a request proposes is the fact without its derived members.
func TestProposal(t *testing.T) {
	e := sampleEntry()
	n, err := e.Parsed()
	require.NoError(t, err)
	fact, seen, err := Proposal(n, e.Slots, e.Enclosures)
	require.NoError(t, err)
	require.Equal(t, Event(handoverOffered()), fact)
	require.EqualValues(t, 41, seen.Counter)

	edit := func(do func(e *Entry)) error {
		e := sampleEntry()
		do(&e)
		_, _, err := Proposal(n, e.Slots, e.Enclosures)
		return err
	}
	for name, c := range map[string]struct {
		do   func(e *Entry)
		says string
	}{
		"no seen":              {func(e *Entry) { e.Slots = e.Slots[1:] }, "lacks slot seen"},
		"slot missing":         {func(e *Entry) { e.Slots = e.Slots[:2] }, "handover.offer lacks pack"},
		"slots out of order":   {func(e *Entry) { e.Slots[1], e.Slots[2] = e.Slots[2], e.Slots[1] }, "slot offer is out of place"},
		"slot twice":           {func(e *Entry) { e.Slots = append(e.Slots, e.Slots[2]) }, "slot pack is out of place"},
		"another salt":         {func(e *Entry) { e.Slots[1].Salt[0]++ }, "slot offer is not what the note commits to"},
		"another value":        {func(e *Entry) { e.Slots[1].Value = Raw(`{"point":"HU-AT","part":"7QK2XN"}`) }, "slot offer is not what the note commits to"},
		"unknown slot":         {func(e *Entry) { e.Slots[1].Name = "offers" }, `handover.offer has no clear slot "offers"`},
		"enclosure as slot":    {func(e *Entry) { e.Slots[1].Name = "message" }, `handover.offer has no clear slot "message"`},
		"slot too big":         {func(e *Entry) { e.Slots[1].Value = make(Raw, MaxSlot+1) }, "slot offer has 65537 bytes, 65536 at most"},
		"slot as enclosure":    {func(e *Entry) { e.Enclosures[0].Name = "pack" }, `no enclosure "pack"`},
		"clear enclosure":      {func(e *Entry) { e.Enclosures[0].Class = Clear }, `no enclosure "message"`},
		"enclosure twice":      {func(e *Entry) { e.Enclosures = append(e.Enclosures, e.Enclosures[0]) }, "enclosure message is out of place"},
		"another commitment":   {func(e *Entry) { e.Enclosures[0].Commit[0]++ }, "enclosure message is not what the note commits to"},
		"enclosure too big":    {func(e *Entry) { e.Enclosures[0].Size = MaxEnclosure + 1 }, "enclosure message has 262145 bytes"},
		"enclosure below zero": {func(e *Entry) { e.Enclosures[0].Size = -1 }, "enclosure message has -1 bytes"},
	} {
		require.ErrorContains(t, edit(c.do), c.says, name)
	}

	// The value is judged even when the commitment is true.
	for value, says := range map[string]string{
		`{"part":"7QK2XM","point":"HU-AT"}`:                 `member "part" out of place`,
		`{"point":"HU-AT","part":"7QK2XM","part":"7QK2XM"}`: `member "part" twice`,
		`{"point":"hu-at","part":"7QK2XM"}`:                 "not a handover point",
		`{}`:                                                `where member "point" is due`,
		`null`:                                              "where",
	} {
		e, n := sampleEntry(), n
		e.Slots[1].Value = Raw(value)
		n.Commits[1] = Commit("offer", e.Slots[1].Salt, e.Slots[1].Value)
		_, _, err := Proposal(n, e.Slots, e.Enclosures)
		require.ErrorContains(t, err, says, value)
	}

	// Nor can a value bring a derived or an optional member along.
	for value, says := range map[string]string{
		`{"substance":"heroin","mode":"live","packages":1},"named":{"part":"AAAAAA"}`: "something follows",
		`{"substance":"heroin","mode":"live","packages":1}`:                           "lacks origin",
	} {
		n := Note{Act: "item.declare"}
		slots := []Slot{{SlotSeen, salt(SlotSeen), e.Slots[0].Value}, {"item", salt("item"), Raw(value)}}
		for line, s := range slots {
			n.Commits[line] = Commit(s.Name, s.Salt, s.Value)
		}
		_, _, err := Proposal(n, slots, nil)
		require.ErrorContains(t, err, says, value)
	}
}
