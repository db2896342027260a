package tidy_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/internal/tidy"
)

func TestOpenNamesWhatIsMissing(t *testing.T) {
	vocabulary, reader := t.TempDir(), t.TempDir()
	write(t, vocabulary, `package events
type handover struct{}
func (handover) isEvent() {}
type Offered struct { handover }
type Accepted struct { handover; Team string }
type Terms struct { Team string }
`)
	write(t, reader, `package reader
func fold(e events.Event) {
	switch e.(type) {
	case events.Offered:
	case events.Seen:
	}
}
`)
	families, err := tidy.Families(vocabulary)
	require.NoError(t, err)
	require.Equal(t, map[string][]string{"handover": {"Accepted", "Offered"}}, families)

	open, err := tidy.Open(reader, "fold", families["handover"])
	require.NoError(t, err)
	require.Equal(t, []string{
		"fold has no case for events.Accepted: an empty case with a reason is an answer, absence is not",
		"fold has a case for events.Seen, which is not of this family",
	}, open)

	_, err = tidy.Open(reader, "unfold", nil)
	require.ErrorContains(t, err, "no function unfold")
}

func write(t *testing.T, dir, source string) {
	require.NoError(t, os.WriteFile(filepath.Join(dir, "source.go"), []byte(source), 0o600))
}
