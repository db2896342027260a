package backup

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"vigil/internal/journal"
)

var _ journal.Journal = (*Backup)(nil)

// reader reads items of a backup again; it keeps the packs open.
type reader struct {
	b     *Backup
	packs map[int32]*os.File
}

func (b *Backup) reader() *reader { return &reader{b, map[int32]*os.File{}} }

func (r *reader) close() {
	for _, f := range r.packs {
		f.Close()
	}
}

// from reads items from a place on, to the end of its pack.
func (r *reader) from(at place, buffer int) (*packReader, error) {
	f := r.packs[at.pack]
	if f == nil {
		var err error
		if f, err = os.Open(filepath.Join(r.b.dir, r.b.Packs[at.pack].Name)); err != nil {
			return nil, err
		}
		r.packs[at.pack] = f
	}
	section := io.NewSectionReader(f, at.at, r.b.Packs[at.pack].Size-at.at)
	return &packReader{r: bufio.NewReaderSize(section, buffer), at: at.at}, nil
}

func (r *reader) item(at place) (item, error) {
	p, err := r.from(at, maxHead)
	if err != nil {
		return item{}, err
	}
	i, err := p.next()
	if err != nil {
		return i, &Fault{File: r.b.Packs[at.pack].Name, Text: "changed while it was read", Next: takeAnother, Cause: err}
	}
	return i, nil
}

// content is the whole of a file that is known to be small.
func (r *reader) content(f *file) ([]byte, error) {
	var all []byte
	err := r.each(f, func(b []byte) error { all = append(all, b...); return nil })
	return all, err
}

func (r *reader) each(f *file, take func([]byte) error) error {
	for _, at := range f.pieces {
		i, err := r.item(at)
		if err == nil {
			err = take(i.body)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Read implements journal.Journal.
func (b *Backup) Read(ctx context.Context, from uint64, f func(journal.Record) error) (uint64, error) {
	from = max(from, 1)
	all := uint64(len(b.records))
	r := b.reader()
	defer r.close()
	var p *packReader
	for seq := from; seq <= all; seq++ {
		if err := ctx.Err(); err != nil {
			return seq - 1, err
		}
		at := b.records[seq-1]
		if p == nil || seq > 1 && b.records[seq-2].pack != at.pack {
			var err error
			if p, err = r.from(at, 256<<10); err != nil {
				return seq - 1, err
			}
		}
		i, err := p.next()
		if err == nil && i.record.Seq != seq {
			err = &journal.GapError{Where: "backup", Want: seq, Got: i.record.Seq}
		}
		if err != nil {
			return seq - 1, fmt.Errorf("%w: the backup changed while it was read: %w", journal.ErrDamaged, err)
		}
		if err := f(i.record); err != nil {
			return seq - 1, err
		}
	}
	return all, nil
}

// Load implements journal.Journal.
func (b *Backup) Load(ctx context.Context, seqs ...uint64) ([]journal.Record, error) {
	r := b.reader()
	defer r.close()
	list := make([]journal.Record, len(seqs))
	for n, seq := range seqs {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if seq == 0 || seq > uint64(len(b.records)) {
			return nil, &journal.GapError{Where: "backup", Want: seq}
		}
		i, err := r.item(b.records[seq-1])
		if err != nil {
			return nil, fmt.Errorf("%w: %w", journal.ErrDamaged, err)
		}
		list[n] = i.record
	}
	return list, nil
}

// State implements journal.Journal. A backup has no stream, so no configuration.
func (b *Backup) State(context.Context) (journal.State, error) {
	n := uint64(len(b.records))
	return journal.State{First: 1, Last: n, Messages: n}, nil
}

// Append implements journal.Journal: nothing is ever added this way.
func (b *Backup) Append(context.Context, string, []byte, uint64) (uint64, error) {
	return 0, errors.New("a backup is read only: vigil backup --onto adds to it")
}

// Extract writes all files but signing keys into an installation's directory, which
// it makes if need be; with signing too, if the backup has them. It replaces none.
// An erased enclosure stays erased.
func (b *Backup) Extract(ctx context.Context, into string, signing bool) error {
	r := b.reader()
	defer r.close()
	for p, f := range b.files {
		if err := ctx.Err(); err != nil {
			return err
		}
		name := p[strings.LastIndexByte(p, '/')+1:]
		switch {
		case f.kind == secret && !signing:
			continue
		case strings.HasPrefix(p, boxesDir) && b.files[boxKeysDir+name] == nil: // erased, or an orphan: noise
			continue
		}
		if err := r.write(f, filepath.Join(into, filepath.FromSlash(p))); err != nil {
			return fmt.Errorf("give back %s: %w", p, err)
		}
	}
	return nil
}

func (r *reader) write(f *file, name string) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return err
	}
	out, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	err = r.each(f, func(b []byte) error { _, err := out.Write(b); return err })
	return errors.Join(err, out.Sync(), out.Close())
}

// CopyKeys copies signing keys and credentials from one installation's directory to
// another. It replaces none.
func CopyKeys(from, into string) error {
	return walk(from, func(p string, k kind) error {
		if k != secret {
			return nil
		}
		b, err := os.ReadFile(filepath.Join(from, filepath.FromSlash(p)))
		if err != nil {
			return err
		}
		name := filepath.Join(into, filepath.FromSlash(p))
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			return err
		}
		return writeNew(name, b)
	})
}

// walk visits the files of an installation, sorted.
func walk(root string, visit func(p string, k kind) error) error {
	return filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) && name != root {
			return nil // it went away meanwhile
		}
		if err != nil {
			return err
		}
		inside, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		p := filepath.ToSlash(inside)
		if d.IsDir() {
			if p == "data/store" {
				return filepath.SkipDir
			}
			return nil
		}
		if !d.Type().IsRegular() {
			return visit(p, strange)
		}
		return visit(p, kindOf(p))
	})
}
