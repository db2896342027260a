package journaltest

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"vigil/internal/journal"
)

// RunReaders tests that read shows what is written to write, later but never
// otherwise. read.Viewer MUST have been ensured in write, its feed and view
// empty, and whatever carries one to the other must be running. The other fields
// of write need not be set.
func RunReaders(t *testing.T, write Stores, read Readers) {
	viewer := read.Viewer
	for _, step := range []struct {
		name string
		run  func(*testing.T)
	}{
		{"nothing written, nothing read", func(t *testing.T) {
			ctx := deadline(t)
			last, err := read.Feeds.ReadFeed(ctx, viewer, 1, unexpectedMessage)
			require.NoError(t, err)
			require.Zero(t, last)
			documents, err := read.Views.Views(ctx, viewer)
			require.NoError(t, err)
			require.Empty(t, documents)
			_, err = read.Views.ReadView(ctx, viewer, "A")
			require.ErrorIs(t, err, journal.ErrNoDocument)
		}},
		{"a viewer of somebody else cannot be read", func(t *testing.T) {
			// Unknown, or not answered: that depends on the account's rights.
			ctx, cancel := context.WithTimeout(deadline(t), 100*time.Millisecond)
			defer cancel()
			_, err := read.Feeds.ReadFeed(ctx, "xx", 1, unexpectedMessage)
			require.Error(t, err)
			require.Error(t, read.Feeds.FollowFeed(ctx, "xx", 1, unexpectedMessage))
			_, err = read.Views.Views(ctx, "xx")
			require.Error(t, err)
			_, err = read.Views.ReadView(ctx, "xx", "A")
			require.Error(t, err)
		}},
		{"follow gets every message once, in order", func(t *testing.T) {
			ctx := deadline(t)
			f := follow(ctx, read.Feeds, viewer, 1)
			writeFeed(t, write, viewer, 1, 100)
			f.expect(t, ctx, 1, 100)
			writeFeed(t, write, viewer, 101, 110)
			f.expect(t, ctx, 101, 110)
			f.stop(t, ctx)
		}},
		{"read gets what follow got", func(t *testing.T) {
			require.Equal(t, readFeed(t, write.Feeds, viewer, 1), readFeed(t, read.Feeds, viewer, 1))
			require.Len(t, readFeed(t, read.Feeds, viewer, 90), 21)
		}},
		{"messages come byte for byte", func(t *testing.T) {
			ctx := deadline(t)
			require.NoError(t, write.Feeds.AppendFeed(ctx, viewer, 111, large(256<<10)))
			enough := errors.New("enough")
			err := read.Feeds.FollowFeed(ctx, viewer, 111, func(_ uint64, message []byte) error {
				require.True(t, string(large(256<<10)) == string(message))
				return enough
			})
			require.ErrorIs(t, err, enough)
		}},
		{"views are what was last put", func(t *testing.T) {
			ctx := deadline(t)
			want := map[string][]byte{"meta.position": body(1), "A": large(100 << 10), "B": body(3)}
			require.NoError(t, write.Views.PutView(ctx, viewer, "B", body(2)))
			require.NoError(t, write.Views.PutView(ctx, viewer, "C", body(2)))
			require.NoError(t, write.Views.DeleteView(ctx, viewer, "C"))
			for _, key := range []string{"A", "B", "meta.position"} {
				require.NoError(t, write.Views.PutView(ctx, viewer, key, want[key]))
			}
			// The port has no way to wait for a document, so this asks until the
			// last one written is there.
			require.Eventually(t, func() bool {
				_, err := read.Views.ReadView(ctx, viewer, "meta.position")
				return err == nil
			}, patience, time.Millisecond)

			documents, err := read.Views.Views(ctx, viewer)
			require.NoError(t, err)
			require.Equal(t, want, documents)
			for key, document := range want {
				got, err := read.Views.ReadView(ctx, viewer, key)
				require.NoError(t, err)
				require.True(t, string(document) == string(got))
			}
			_, err = read.Views.ReadView(ctx, viewer, "C")
			require.ErrorIs(t, err, journal.ErrNoDocument)
		}},
	} {
		if !t.Run(step.name, step.run) {
			return // the later steps stand on the earlier ones
		}
	}
}
