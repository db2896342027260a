package identity

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"vigil/events"
	"vigil/internal/failpoint"
)

const (
	keyFileWord = "VIGIL-KEY-1"
	keyFileMax  = 256
)

func keyFile(id events.KeyID, seed []byte) []byte {
	return fmt.Appendf(nil, "# vigil signing key %s: keep it secret, never send it\n%s %s\n",
		id, keyFileWord, base64.StdEncoding.EncodeToString(seed))
}

// ParseKeyFile reads exactly what a key file holds. The name in its first line
// must be that of the key in its second, so a damaged seed is found here and not
// when nobody knows the signatures. Errors quote nothing of the file.
func ParseKeyFile(b []byte) (Key, error) {
	seed := make([]byte, ed25519.SeedSize+1)
	_, line, _ := bytes.Cut(b, []byte("\n"))
	text, ok := bytes.CutPrefix(line, []byte(keyFileWord+" "))
	text, end := bytes.CutSuffix(text, []byte("\n"))
	if !ok || !end || len(text) != base64.StdEncoding.EncodedLen(ed25519.SeedSize) {
		return Key{}, fmt.Errorf("not a key file: want two lines, of which the second is %q and 44 characters", keyFileWord)
	}
	if n, err := base64.StdEncoding.Strict().Decode(seed, text); err != nil || n != ed25519.SeedSize {
		return Key{}, errors.New("the key file is damaged: its second line is not 32 bytes in base64; take your copy of it")
	}
	k := keyOf(seed[:ed25519.SeedSize])
	if !bytes.Equal(k.file(), b) {
		return Key{}, errors.New("the key file is damaged: its first line does not name the key in its second; take your copy of it")
	}
	return k, nil
}

// WriteKeyFile writes the key to a new file that only its owner can read. It
// never overwrites. When it returns nil, file and directory are on disk; when it
// returns an error, it has left no file.
func (k Key) WriteKeyFile(path string) (err error) {
	if k.IsZero() {
		return errors.New("no key file written: there is no key")
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s is there already, and a key file is never overwritten: name another file: %w", path, fs.ErrExist)
	}
	if err != nil {
		return fmt.Errorf("no key file written: %w", err)
	}
	failpoint.At("key-file-unwritten")
	_, err = f.Write(k.file())
	failpoint.At("key-file-unsynced")
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = syncDirectory(filepath.Dir(path))
	}
	if err != nil {
		return errors.Join(fmt.Errorf("no key file written: %w", err), os.Remove(path))
	}
	return nil
}

// ReadKeyFile reads a key file and refuses one that others can read or write.
// It judges by the file's permission bits; it cannot see access lists, copies or
// who may read the directory.
func ReadKeyFile(path string) (Key, error) {
	f, err := os.Open(path)
	if err != nil {
		return Key{}, fmt.Errorf("no signing key: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return Key{}, fmt.Errorf("no signing key: %w", err)
	}
	if !info.Mode().IsRegular() {
		return Key{}, fmt.Errorf("no signing key: %s is not a file", path)
	}
	if mode := info.Mode().Perm(); mode&0o077 != 0 {
		return Key{}, fmt.Errorf("no signing key: others can use %s (mode %04o), so its signatures prove nothing: "+
			"run chmod 600 on it, and have the key replaced if anybody may have read it", path, mode)
	}
	b, err := io.ReadAll(io.LimitReader(f, keyFileMax))
	if err != nil {
		return Key{}, fmt.Errorf("no signing key: %w", err)
	}
	k, err := ParseKeyFile(b)
	if err != nil {
		return Key{}, fmt.Errorf("no signing key in %s: %w", path, err)
	}
	return k, nil
}

func syncDirectory(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
