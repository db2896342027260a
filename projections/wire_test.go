package projections_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/projections"
)

// stored gives every document of every viewer of every scenario, as it lies in
// the views.
func stored(t testing.TB) (documents, alliances [][]byte) {
	paths, err := filepath.Glob("../scenarios/golden/*/*.view.jsonl")
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	for _, path := range paths {
		b, err := os.ReadFile(path)
		require.NoError(t, err)
		for line := range bytes.Lines(b) {
			line = bytes.TrimSuffix(line, []byte("\n"))
			if bytes.Contains(line, []byte(`"operation":`)) {
				documents = append(documents, line)
			} else {
				alliances = append(alliances, line)
			}
		}
	}
	return documents, alliances
}

func TestStoredDocumentsHaveOneSpelling(t *testing.T) {
	documents, alliances := stored(t)
	require.NotEmpty(t, documents)
	require.NotEmpty(t, alliances)
	for _, b := range documents {
		d, err := projections.DecodeDocument(b)
		require.NoError(t, err)
		again, err := d.Encode()
		require.NoError(t, err)
		require.Equal(t, string(b), string(again))
		for _, wrong := range []string{
			strings.Replace(string(b), `"v":1`, `"v": 1`, 1),
			strings.Replace(string(b), `"v":1`, `"v":1,"v":1`, 1),
			strings.Replace(string(b), `"edition":1`, `"edition":1,"hidden":1`, 1),
			string(b) + " ",
		} {
			_, err := projections.DecodeDocument([]byte(wrong))
			require.Error(t, err, wrong)
		}
	}
	for _, b := range alliances {
		a, err := projections.DecodeAlliance(b)
		require.NoError(t, err)
		again, err := a.Encode()
		require.NoError(t, err)
		require.Equal(t, string(b), string(again))
	}
}

func FuzzDecodeDocument(f *testing.F) {
	documents, _ := stored(f)
	for _, b := range documents {
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if d, err := projections.DecodeDocument(b); err == nil {
			again, err := d.Encode()
			require.NoError(t, err)
			require.Equal(t, string(b), string(again))
		}
	})
}

func FuzzDecodeAlliance(f *testing.F) {
	_, alliances := stored(f)
	for _, b := range alliances {
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if a, err := projections.DecodeAlliance(b); err == nil {
			again, err := a.Encode()
			require.NoError(t, err)
			require.Equal(t, string(b), string(again))
		}
	})
}

// Facts have no end: a document that showed them all would outgrow a message.
func TestADocumentShowsTheNewestOnly(t *testing.T) {
	d := projections.Document{V: 1, Edition: 1, Viewer: "at", Operation: "01KJNXGE00RP09HZG9D26DXVQK", State: projections.Running}
	at, err := events.ParseTime("2026-03-02T01:00:00.000Z")
	require.NoError(t, err)
	for i := range 3 * projections.MaxSightings {
		d.Sightings = append(d.Sightings, projections.SightingLine{
			Part: "M48872", Occurred: at.Add(time.Duration(i) * time.Second), Known: at, Country: "AT", Method: events.Visual,
		})
	}
	b, err := d.Encode()
	require.NoError(t, err)
	shown, err := projections.DecodeDocument(b)
	require.NoError(t, err)
	require.Equal(t, d.Sightings[2*projections.MaxSightings:], shown.Sightings)
}
