package enclosures

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
)

var (
	ctx  = context.Background()
	text = enclosure("Maria Huber, Gasse 7")
)

// files reads everything below a directory, by path.
func files(t *testing.T, dir string) map[string][]byte {
	found := map[string][]byte{}
	require.NoError(t, filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := e.Info()
		require.NoError(t, err)
		if e.IsDir() {
			require.Equal(t, os.FileMode(0o700), info.Mode().Perm(), path)
			return nil
		}
		require.Equal(t, os.FileMode(0o600), info.Mode().Perm(), path)
		rel, err := filepath.Rel(dir, path)
		require.NoError(t, err)
		found[rel], err = os.ReadFile(path)
		return err
	}))
	return found
}

func TestFilesShowNothing(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "e")
	d := openIn(t, dir)
	require.NoError(t, d.Put(ctx, ref(1), text))
	stored := files(t, dir)
	require.Len(t, stored, 2)
	name := ref(1).Name()
	key := stored["keys/"+name][len(boxKeyWord):]
	require.Len(t, key, keyLen+nonceLen)
	for path, b := range stored {
		for _, secret := range []string{"Maria", "reason", "01JQ", string(text.Salt[:8]), base64.StdEncoding.EncodeToString(text.Salt[:])[:8]} {
			require.NotContains(t, path+string(b), secret)
		}
	}

	require.NoError(t, d.Erase(ctx, ref(1)))
	require.Equal(t, map[string][]byte{"erased/" + name: {}}, files(t, dir))
}

func TestReopenedDirectoryHoldsTheSame(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "e")
	d := openIn(t, dir)
	require.NoError(t, d.Put(ctx, ref(1), text))
	require.NoError(t, d.Put(ctx, ref(2), text))
	require.NoError(t, d.Erase(ctx, ref(2)))
	d = openIn(t, dir)
	_, err := d.Load(ctx, ref(1), commitment(text))
	require.NoError(t, err)
	_, err = d.Load(ctx, ref(2), commitment(text))
	require.ErrorIs(t, err, ErrErased)
}

func TestOthersMayNotEnter(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "e")
	openIn(t, dir)
	for _, part := range []string{"", boxes, keys, erased} {
		path := filepath.Join(dir, part)
		require.NoError(t, os.Chmod(path, 0o750))
		_, err := OpenDirectory(dir, dice())
		require.ErrorContains(t, err, "chmod 700")
		require.NoError(t, os.Chmod(path, 0o700))
	}
	_, err := OpenDirectory(filepath.Join(dir, "a", "b"), dice())
	require.ErrorIs(t, err, fs.ErrNotExist)
}

// TestCrashes builds what a crash may leave behind after each step of Put, Erase
// and Sweep, opens the directory again, and asks for what must then hold.
func TestCrashes(t *testing.T) {
	name := ref(1).Name()
	for title, c := range map[string]struct {
		leave func(at func(string) string) error
		want  error
	}{
		"put: key half written": {func(at func(string) string) error {
			return errors.Join(os.Remove(at("boxes")), os.Rename(at("keys"), at("keys")+unborn))
		}, ErrNotFound},
		"put: both half written": {func(at func(string) string) error {
			return errors.Join(os.Rename(at("boxes"), at("boxes")+unborn), os.Rename(at("keys"), at("keys")+unborn))
		}, ErrNotFound},
		"put: key without box": {func(at func(string) string) error {
			return os.Remove(at("boxes"))
		}, ErrNotFound},
		"put: box half written": {func(at func(string) string) error {
			return os.Rename(at("boxes"), at("boxes")+unborn)
		}, ErrNotFound},
		"put: done": {func(at func(string) string) error { return nil }, nil},
		"erase: mark half written": {func(at func(string) string) error {
			return os.WriteFile(at("erased")+unborn, nil, 0o600)
		}, nil},
		"erase: marked": {func(at func(string) string) error {
			return os.WriteFile(at("erased"), nil, 0o600)
		}, ErrErased},
		"erase: key overwritten": {func(at func(string) string) error {
			return errors.Join(os.WriteFile(at("erased"), nil, 0o600), os.WriteFile(at("keys"), make([]byte, 60), 0o600))
		}, ErrErased},
		"erase: key removed": {func(at func(string) string) error {
			return errors.Join(os.WriteFile(at("erased"), nil, 0o600), os.Remove(at("keys")))
		}, ErrErased},
	} {
		t.Run(title, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "e")
			require.NoError(t, openIn(t, dir).Put(ctx, ref(1), text))
			require.NoError(t, c.leave(func(part string) string { return filepath.Join(dir, part, name) }))
			d := openIn(t, dir)
			_, err := d.Load(ctx, ref(1), commitment(text))
			require.ErrorIs(t, err, c.want)
			for path := range files(t, dir) {
				require.NotContains(t, path, unborn)
				require.True(t, c.want != ErrErased || strings.HasPrefix(path, erased), path)
			}
			_, err = d.Sweep(ctx, none)
			require.NoError(t, err)
			if c.want == ErrErased {
				require.ErrorIs(t, d.Put(ctx, ref(1), text), ErrErased)
				return
			}
			require.Empty(t, files(t, dir), "a sweep leaves no key")
			require.NoError(t, d.Put(ctx, ref(1), text))
			_, err = d.Load(ctx, ref(1), commitment(text))
			require.NoError(t, err)
		})
	}
}

func TestPutOverALoneKeyMakesANewOne(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "e")
	d := openIn(t, dir)
	require.NoError(t, d.Put(ctx, ref(1), text))
	old := files(t, dir)["keys/"+ref(1).Name()]
	require.NoError(t, os.Remove(filepath.Join(dir, boxes, ref(1).Name())))
	require.NoError(t, d.Put(ctx, ref(1), enclosure("another")))
	require.NotEqual(t, old, files(t, dir)["keys/"+ref(1).Name()], "a nonce is never used for two boxes")
}

func TestDamageIsSaidAndNotSwept(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "e")
	d := openIn(t, dir)
	require.NoError(t, d.Put(ctx, ref(1), text))
	require.NoError(t, d.Put(ctx, ref(2), enclosure("another")))
	box, key := filepath.Join(dir, boxes, ref(1).Name()), filepath.Join(dir, keys, ref(1).Name())
	goodBox, err := os.ReadFile(box)
	require.NoError(t, err)
	goodKey, err := os.ReadFile(key)
	require.NoError(t, err)
	damaged := func() {
		_, err := d.Load(ctx, ref(1), commitment(text))
		require.ErrorIs(t, err, ErrDamaged)
		require.ErrorIs(t, d.Put(ctx, ref(1), text), ErrDamaged)
		removed, err := d.Sweep(ctx, all)
		require.ErrorIs(t, err, ErrDamaged)
		require.Zero(t, removed)
		require.FileExists(t, box)
	}
	for _, i := range []int{0, len(boxWord), len(goodBox) - 1} {
		bad := bytes.Clone(goodBox)
		bad[i] ^= 1
		require.NoError(t, os.WriteFile(box, bad, 0o600))
		damaged()
	}
	require.NoError(t, os.WriteFile(box, goodBox[:len(goodBox)-1], 0o600))
	damaged()
	require.NoError(t, os.WriteFile(box, goodBox, 0o600))
	for _, bad := range [][]byte{nil, goodKey[:59], make([]byte, 60)} {
		require.NoError(t, os.WriteFile(key, bad, 0o600))
		damaged()
	}

	// Another enclosure's box and key in this one's place.
	for _, part := range []string{boxes, keys} {
		b, err := os.ReadFile(filepath.Join(dir, part, ref(2).Name()))
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(dir, part, ref(1).Name()), b, 0o600))
	}
	damaged()

	require.NoError(t, os.Remove(key))
	damaged()
	require.NoError(t, d.Erase(ctx, ref(1)), "what is damaged can be erased")
	_, err = d.Load(ctx, ref(1), commitment(text))
	require.ErrorIs(t, err, ErrErased)
}

func TestPutWithoutRandomnessStoresNothing(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "e")
	d, err := OpenDirectory(dir, bytes.NewReader(make([]byte, 43)))
	require.NoError(t, err)
	require.Error(t, d.Put(ctx, ref(1), text))
	require.Empty(t, files(t, dir))
}

func TestNameIsDerivable(t *testing.T) {
	want := events.DigestOf([]byte("vigil-enclosure/v1\n01JQ0000000000000000000002\n01JQ0000000000000000000001\nreason"))
	require.Equal(t, want.String(), ref(1).Name())
}

func TestStrangersFilesAreLeftAlone(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "e")
	d := openIn(t, dir)
	stranger := filepath.Join(dir, boxes, "x")
	require.NoError(t, os.WriteFile(stranger, []byte("?"), 0o600))
	_, err := d.Sweep(ctx, none)
	require.NoError(t, err)
	openIn(t, dir)
	require.FileExists(t, stranger)
}

// FuzzDecode: what is accepted is exactly what would be written for it.
func FuzzDecode(f *testing.F) {
	f.Add(encode(ref(1), text))
	f.Fuzz(func(t *testing.T, plain []byte) {
		r, e, err := decode(plain)
		if err != nil {
			require.ErrorIs(t, err, ErrDamaged)
			return
		}
		require.Equal(t, plain, encode(r, e))
	})
}

func BenchmarkPut(b *testing.B) {
	d, err := OpenDirectory(filepath.Join(b.TempDir(), "e"), dice())
	require.NoError(b, err)
	n := 0
	for b.Loop() {
		n++
		require.NoError(b, d.Put(ctx, ref(n), text))
	}
}

func BenchmarkSweep(b *testing.B) {
	d, err := OpenDirectory(filepath.Join(b.TempDir(), "e"), dice())
	require.NoError(b, err)
	for n := range 200 {
		require.NoError(b, d.Put(ctx, ref(n), text))
	}
	for b.Loop() {
		_, err := d.Sweep(ctx, all)
		require.NoError(b, err)
	}
}

func openIn(t *testing.T, path string) *Directory {
	d, err := OpenDirectory(path, dice())
	require.NoError(t, err)
	return d
}

func dice() io.Reader { return rand.NewChaCha8([32]byte{1}) }

func ref(n int) Ref {
	return Ref{"01JQ0000000000000000000002", events.CommandID(fmt.Sprintf("01JQ%022d", n)), "reason"}
}

func enclosure(value string) events.OpenEnclosure {
	return events.OpenEnclosure{Name: "reason", Class: events.Internal, Salt: events.Salt{1, 2, 3}, Value: []byte(value)}
}

func commitment(e events.OpenEnclosure) events.Commitment {
	return events.Commit(e.Name, e.Salt, e.Value)
}

func all(Ref) bool  { return true }
func none(Ref) bool { return false }
