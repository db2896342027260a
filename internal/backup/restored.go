package backup

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"vigil/events"
	"vigil/internal/journal"
)

// Restored is the note beside a store that was made from a backup: which records
// stand there since when, and when each was stored for the first time. A store stamps
// a record with its own time and cannot be told another; without the note the first
// time would be lost, and every comparison of clocks would be with the restore's.
//
// Like the store's own times it stands outside all digests.
//
//	vigil-restored/v1
//	at TIME
//	records COUNT ROOT
//	<the stored time of each record, a line each>
//
// It is in data/restored and goes into every later backup.
type Restored struct {
	At      events.Time // when it was restored
	Records uint64      // the first so many were in the backup
	Root    events.Digest
	times   []time.Time
}

const restoredWord = "vigil-restored/v1"

// Note writes the note of a restore into an installation's directory, in place of
// one that came with the backup.
func (b *Backup) Note(ctx context.Context, root string, at events.Time) error {
	name := filepath.Join(root, filepath.FromSlash(restoredAt))
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return err
	}
	if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(f)
	fmt.Fprintf(w, "%s\nat %s\nrecords %d %s\n", restoredWord, at.UTC(), b.Records, tlog.Hash(b.Root))
	_, err = b.Read(ctx, 1, func(r journal.Record) error {
		_, err := fmt.Fprintln(w, r.Stored.UTC().Format(time.RFC3339Nano))
		return err
	})
	return errors.Join(err, w.Flush(), f.Sync(), f.Close())
}

// ReadRestored reads the note of an installation, nil if it was never restored.
func ReadRestored(root string) (*Restored, error) {
	name := filepath.Join(root, filepath.FromSlash(restoredAt))
	f, err := os.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	bad := func(cause error) error {
		return &Fault{File: restoredAt, Text: "is not the note of a restore as vigil writes it", Cause: cause,
			Next: "move it away: verify then compares with the times of the restore, and says so"}
	}
	lines := bufio.NewScanner(f)
	line := func() string { lines.Scan(); return lines.Text() }
	r := &Restored{}
	word, at, count := line(), strings.TrimPrefix(line(), "at "), line()
	var root64 string
	if _, err := fmt.Sscanf(count, "records %d %s", &r.Records, &root64); err != nil || word != restoredWord {
		return nil, bad(err)
	}
	hash, err := tlog.ParseHash(root64)
	if err := errors.Join(err, r.At.UnmarshalText([]byte(at))); err != nil {
		return nil, bad(err)
	}
	r.Root = events.Digest(hash)
	for lines.Scan() {
		t, err := time.Parse(time.RFC3339Nano, lines.Text())
		if err != nil {
			return nil, bad(err)
		}
		r.times = append(r.times, t)
	}
	if err := lines.Err(); err != nil || uint64(len(r.times)) != r.Records {
		return nil, bad(err)
	}
	return r, nil
}

// Over gives a journal with the times at which its records were stored first. A nil
// Restored changes nothing.
func (r *Restored) Over(j journal.Journal) journal.Journal {
	if r == nil {
		return j
	}
	return firstStored{j, r}
}

type firstStored struct {
	journal.Journal
	note *Restored
}

func (s firstStored) first(r journal.Record) journal.Record {
	if r.Seq > 0 && r.Seq <= s.note.Records {
		r.Stored = s.note.times[r.Seq-1]
	}
	return r
}

// Read implements journal.Journal.
func (s firstStored) Read(ctx context.Context, from uint64, f func(journal.Record) error) (uint64, error) {
	return s.Journal.Read(ctx, from, func(r journal.Record) error { return f(s.first(r)) })
}

// Load implements journal.Journal.
func (s firstStored) Load(ctx context.Context, seqs ...uint64) ([]journal.Record, error) {
	list, err := s.Journal.Load(ctx, seqs...)
	for i, r := range list {
		list[i] = s.first(r)
	}
	return list, err
}
