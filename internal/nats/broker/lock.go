package broker

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/nats-io/nats-server/v2/server"

	"vigil/internal/journal"
)

// lockFile is in every data directory; who holds the lock has written its
// process number into it. The file stays when the lock is released.
const lockFile = "vigil.lock"

// DirLock is the exclusive right to a data directory. The system releases it
// when the process ends, however it ends.
type DirLock struct {
	file *os.File
}

// Lock takes the lock of a data directory, which it makes if need be. It does
// not wait: if another process, or another part of this one, holds it, the error
// is journal.ErrLocked and says who. Two servers on one directory lose records
// without a word, so whoever opens the store MUST hold it.
func Lock(dir string) (*DirLock, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("the data directory %s cannot be made: %w: choose a directory that you may write to", dir, err)
	}
	path := filepath.Join(dir, lockFile)
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("the data directory %s cannot be written: %w: choose a directory that you may write to", dir, err)
	}
	if err := lockExclusively(f); err != nil {
		holder := readHolder(f)
		f.Close()
		if errors.Is(err, errHeld) {
			return nil, fmt.Errorf("%s: %w (%s): stop that one first, or use another directory", dir, journal.ErrLocked, holder)
		}
		return nil, fmt.Errorf("the data directory %s cannot be locked: %w: use one on a local file system", dir, err)
	}
	if err := writeHolder(f); err != nil {
		f.Close()
		return nil, fmt.Errorf("write into %s: %w: make room, or choose a directory that you may write to", path, err)
	}
	return &DirLock{file: f}, nil
}

// Release gives the directory free. It may be called twice.
func (l *DirLock) Release() error {
	if l.file == nil {
		return nil
	}
	err := errors.Join(l.file.Truncate(0), l.file.Close())
	l.file = nil
	return err
}

func writeHolder(f *os.File) error {
	if err := f.Truncate(0); err != nil {
		return err
	}
	_, err := f.WriteAt([]byte("process "+strconv.Itoa(os.Getpid())+"\n"), 0)
	return err
}

func readHolder(f *os.File) string {
	text, err := io.ReadAll(io.NewSectionReader(f, 0, 64))
	if holder := strings.TrimSpace(string(text)); err == nil && holder != "" {
		return holder
	}
	return "it has not said which"
}

// Held tells whether somebody holds the lock of a data directory, and who says so. It
// changes nothing: for who only looks.
func Held(dir string) (holder string, held bool, err error) {
	f, err := os.Open(filepath.Join(dir, lockFile))
	if errors.Is(err, os.ErrNotExist) {
		return "", false, nil
	}
	if err != nil {
		return "", false, err
	}
	defer f.Close()
	if err := lockExclusively(f); errors.Is(err, errHeld) {
		return readHolder(f), true, nil
	} else if err != nil {
		return "", false, err
	}
	return "", false, nil
}

// Unclean tells whether the last server on a data directory was not stopped, or still
// runs.
func Unclean(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, uncleanFile))
	return err == nil
}

// ServerVersion is that of the embedded server.
const ServerVersion = server.VERSION
