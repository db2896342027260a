package journaltest

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/internal/journal"
)

var viewTests = []test{
	{"a document is what was last put", putAndGet},
	{"a deleted document is none", deleteDocument},
	{"all documents are listed by key", listDocuments},
	{"a view's state counts keys, and never goes back", viewState},
	{"keys that no store could hold are refused", badKeys},
	{"every call ends with its context", viewContext},
}

func putAndGet(t *testing.T, s Stores) {
	ctx := deadline(t)
	ensure(t, s)
	_, err := s.Views.ReadView(ctx, viewer, "A")
	require.ErrorIs(t, err, journal.ErrNoDocument)

	given := large(200 << 10)
	require.NoError(t, s.Views.PutView(ctx, viewer, "A", given))
	clear(given)
	document, err := s.Views.ReadView(ctx, viewer, "A")
	require.NoError(t, err)
	require.True(t, string(large(200<<10)) == string(document))

	for n := range uint64(5) {
		require.NoError(t, s.Views.PutView(ctx, viewer, "A", body(n)))
	}
	document, err = s.Views.ReadView(ctx, viewer, "A")
	require.NoError(t, err)
	require.Equal(t, string(body(4)), string(document))

	require.NoError(t, s.Views.PutView(ctx, viewer, "empty", nil))
	document, err = s.Views.ReadView(ctx, viewer, "empty")
	require.NoError(t, err, "an empty document is a document")
	require.Empty(t, document)
	documents, err := s.Views.Views(ctx, viewer)
	require.NoError(t, err)
	require.Contains(t, documents, "empty")
}

func deleteDocument(t *testing.T, s Stores) {
	ctx := deadline(t)
	ensure(t, s)
	require.NoError(t, s.Views.DeleteView(ctx, viewer, "A"), "one that never was")
	require.NoError(t, s.Views.PutView(ctx, viewer, "A", body(1)))
	for range 2 {
		require.NoError(t, s.Views.DeleteView(ctx, viewer, "A"))
		_, err := s.Views.ReadView(ctx, viewer, "A")
		require.ErrorIs(t, err, journal.ErrNoDocument)
		documents, err := s.Views.Views(ctx, viewer)
		require.NoError(t, err)
		require.Empty(t, documents)
	}
	require.NoError(t, s.Views.PutView(ctx, viewer, "A", body(2)))
	document, err := s.Views.ReadView(ctx, viewer, "A")
	require.NoError(t, err)
	require.Equal(t, string(body(2)), string(document))
}

func listDocuments(t *testing.T, s Stores) {
	ctx := deadline(t)
	ensure(t, s)
	documents, err := s.Views.Views(ctx, viewer)
	require.NoError(t, err)
	require.NotNil(t, documents)
	require.Empty(t, documents)

	want := map[string][]byte{"meta.position": body(1), "meta.alive": body(2)}
	for n := range uint64(200) {
		want[fmt.Sprintf("01JOPERATION%d", n)] = body(n)
	}
	for key := range want {
		require.NoError(t, s.Views.PutView(ctx, viewer, key, []byte("older")))
	}
	for key, document := range want {
		require.NoError(t, s.Views.PutView(ctx, viewer, key, document))
	}
	require.NoError(t, s.Views.DeleteView(ctx, viewer, "01JOPERATION7"))
	delete(want, "01JOPERATION7")

	documents, err = s.Views.Views(ctx, viewer)
	require.NoError(t, err)
	require.Equal(t, want, documents)
}

func viewState(t *testing.T, s Stores) {
	ctx := deadline(t)
	_, err := s.Views.ViewState(ctx, "xx")
	require.ErrorIs(t, err, journal.ErrNoViewer)
	ensure(t, s)
	state := func() journal.State {
		state, err := s.Views.ViewState(ctx, viewer)
		require.NoError(t, err)
		return state
	}
	require.Zero(t, state().Messages)
	for n := range uint64(5) {
		require.NoError(t, s.Views.PutView(ctx, viewer, "A", body(n)))
		require.NoError(t, s.Views.PutView(ctx, viewer, "B", body(n)))
	}
	before := state()
	require.EqualValues(t, 2, before.Messages)
	require.NoError(t, s.Views.DeleteView(ctx, viewer, "B"))
	require.EqualValues(t, 2, state().Messages)
	require.Greater(t, state().Last, before.Last)
}

func badKeys(t *testing.T, s Stores) {
	ctx := deadline(t)
	ensure(t, s)
	for _, key := range []string{"", "*", ">", "meta.>", "A B", ".A", "A.", "A..B", "A\n"} {
		require.Error(t, s.Views.PutView(ctx, viewer, key, body(1)), "key %q", key)
		require.Error(t, s.Views.DeleteView(ctx, viewer, key), "key %q", key)
		_, err := s.Views.ReadView(ctx, viewer, key)
		require.Error(t, err, "key %q", key)
	}
	documents, err := s.Views.Views(ctx, viewer)
	require.NoError(t, err)
	require.Empty(t, documents)
}

func viewContext(t *testing.T, s Stores) {
	ensure(t, s)
	ctx, cancel := context.WithCancel(deadline(t))
	require.NoError(t, s.Views.PutView(ctx, viewer, "A", body(1)))
	cancel()
	require.ErrorIs(t, s.Views.PutView(ctx, viewer, "A", body(2)), context.Canceled)
	require.ErrorIs(t, s.Views.DeleteView(ctx, viewer, "A"), context.Canceled)
	_, err := s.Views.ReadView(ctx, viewer, "A")
	require.ErrorIs(t, err, context.Canceled)
	_, err = s.Views.Views(ctx, viewer)
	require.ErrorIs(t, err, context.Canceled)

	document, err := s.Views.ReadView(deadline(t), viewer, "A")
	require.NoError(t, err)
	require.Equal(t, string(body(1)), string(document))
}
