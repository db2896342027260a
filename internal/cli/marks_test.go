package cli

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/gateway"
)

func TestMarksOutliveTheirGateway(t *testing.T) {
	path := filepath.Join(t.TempDir(), "desks", "AT", "marks.jsonl")
	eva, max := keyNamed("at/commander").ID(), keyNamed("at/authority").ID()
	marks := &marksFile{path: path}
	none, err := marks.Mark("at", eva)
	require.NoError(t, err)
	require.Zero(t, none)

	want := map[events.KeyID]gateway.Mark{eva: {Counter: 413, At: at("02:10Z")}, max: {Counter: 7, At: at("03:10+01:00")}}
	for key, m := range want {
		require.NoError(t, marks.SetMark("at", key, gateway.Mark{Counter: 1}))
		require.NoError(t, marks.SetMark("at", key, m))
	}
	lead := gateway.Mark{Counter: 2, At: at("02:11Z")}
	require.NoError(t, (&marksFile{path: path}).SetMark("at.lead", eva, lead), "two may keep the file in turn")

	for _, marks := range []*marksFile{marks, {path: path}} {
		for key, m := range want {
			got, err := marks.Mark("at", key)
			require.NoError(t, err)
			require.Equal(t, m, got)
		}
		got, err := marks.Mark("at.lead", eva)
		require.NoError(t, err)
		require.Equal(t, lead, got)
	}
	info, err := os.Stat(path)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	beside, err := os.ReadDir(filepath.Dir(path))
	require.NoError(t, err)
	require.Len(t, beside, 1, "nothing is left aside")
}

func TestADamagedFileOfMarksIsNamed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "marks.jsonl")
	require.NoError(t, os.WriteFile(path, []byte(`{"viewer":"at","key"`), 0o600))
	marks := &marksFile{path: path}
	_, err := marks.Mark("at", keyNamed("at/commander").ID())
	require.ErrorContains(t, err, path)
	require.ErrorContains(t, err, "remove it")
	require.Error(t, marks.SetMark("at", keyNamed("at/commander").ID(), gateway.Mark{Counter: 1}), "it is not silently begun anew")
}
