package enclosures

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"vigil/events"
	"vigil/internal/failpoint"
)

// Directory is a Store of files. Each enclosure is a box, encrypted under a key
// of its own (AES-256-GCM), and the key is another file; both have the name that
// Ref.Name gives:
//
//	boxes/NAME   "VIGIL-BOX-1", line feed, ciphertext and tag
//	keys/NAME    "VIGIL-BOX-KEY-1", line feed, 32 bytes of key, 12 of nonce
//	erased/NAME  nothing: the enclosure was erased
//
// Directories have mode 0700, files 0600. A file is written under another name,
// synced, renamed, and its directory synced, before anything relies on it; the key
// has its name before the box has. Erasing goes the other way and survives a crash at any
// point: the mark, then the key (overwritten, synced, removed), then the box.
//
// What this protects from. A box without its key is noise, so erasing 44 bytes
// erases the whole: old copies of boxes/, blocks that the file system freed, and
// backups that leave keys/ out, no longer hold anything. Nobody can put a box in
// another's place unnoticed, nor a changed one.
//
// What it does not protect from. Who can read the directory can read every
// enclosure, for the keys are in it; encrypt the disk. Overwriting reaches the
// old bytes only where the medium writes in place: a flash drive, a
// copy-on-write file system, a snapshot or a backup of keys/ may keep a key.
// A box's size shows the length of its value, a file's time when it came.
//
// One process at a time may use a directory; whoever opens it holds the lock of
// the data directory around it.
type Directory struct {
	path   string
	locks  [64]sync.Mutex // by the name's first byte, so that syncs of others overlap
	dice   sync.Mutex
	random io.Reader
}

var _ Store = (*Directory)(nil)

const (
	boxes  = "boxes"
	keys   = "keys"
	erased = "erased"
	unborn = ".new" // ends the name of a file that is being written
)

// OpenDirectory opens a store, or makes one. It refuses a directory that others
// can enter; its parent must be there. It finishes erasures that a crash cut short and removes files that
// were never finished. Keys come from random, 44 bytes for each new enclosure.
func OpenDirectory(path string, random io.Reader) (*Directory, error) {
	d := &Directory{path: path, random: random}
	for _, dir := range []string{path, d.in(boxes), d.in(keys), d.in(erased)} {
		if err := makePrivate(dir); err != nil {
			return nil, fmt.Errorf("enclosures: %w", err)
		}
	}
	for _, dir := range []string{boxes, keys, erased} {
		names, err := d.list(dir)
		if err != nil {
			return nil, fmt.Errorf("enclosures: %w", err)
		}
		for _, name := range names {
			born, unfinished := strings.CutSuffix(name, unborn)
			switch {
			case unfinished && isName(born):
				err = d.remove(dir, name)
			case dir == erased && isName(name):
				err = d.destroy(name)
			}
			if err != nil {
				return nil, fmt.Errorf("enclosures: cleaning up after a crash: %w", err)
			}
		}
	}
	return d, nil
}

func (d *Directory) Put(ctx context.Context, ref Ref, e events.OpenEnclosure) error {
	if err := checkPut(ctx, ref, e); err != nil {
		return err
	}
	name := ref.Name()
	defer d.lock(name).Unlock()
	stored, err := d.load(ref, name)
	switch {
	case err == nil:
		// Whoever wrote it may have crashed before the last sync.
		return errors.Join(checkSame(ref, stored, e), d.sync(keys), d.sync(boxes))
	case !errors.Is(err, ErrNotFound):
		return fmt.Errorf("not stored: %w", err)
	}
	key, err := d.newKey()
	if err != nil {
		return fmt.Errorf("%s not stored: %w", ref, err)
	}
	box, err := seal(key, name, encode(ref, e))
	if err == nil {
		err = d.writeBoth(name, key[:], box)
	}
	if err != nil {
		return fmt.Errorf("%s not stored: %w", ref, err)
	}
	return nil
}

func (d *Directory) Load(ctx context.Context, ref Ref, want events.Commitment) (events.OpenEnclosure, error) {
	if err := ctx.Err(); err != nil {
		return events.OpenEnclosure{}, fmt.Errorf("%s: %w", ref, err)
	}
	name := ref.Name()
	defer d.lock(name).Unlock()
	e, err := d.load(ref, name)
	if err == nil {
		err = checkCommitted(ref, e, want)
	}
	if err != nil {
		return events.OpenEnclosure{}, err
	}
	return e, nil
}

func (d *Directory) Erase(ctx context.Context, ref Ref) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("%s not erased: %w", ref, err)
	}
	name := ref.Name()
	defer d.lock(name).Unlock()
	if marked, err := d.has(erased, name); err != nil {
		return fmt.Errorf("%s not erased: %w", ref, err)
	} else if !marked {
		if boxed, err := d.has(boxes, name); err != nil {
			return fmt.Errorf("%s not erased: %w", ref, err)
		} else if !boxed {
			return fmt.Errorf("%s not erased: %w", ref, ErrNotFound)
		}
	}
	err := d.write(erased, name, nil)
	if err == nil {
		err = d.destroy(name)
	}
	if err != nil {
		return fmt.Errorf("%s not erased, or not wholly: erase it again: %w", ref, err)
	}
	return nil
}

func (d *Directory) Sweep(ctx context.Context, keep func(Ref) bool) (removed int, err error) {
	names, err := d.list(boxes)
	if err != nil {
		return 0, err
	}
	var damaged []error
	for _, name := range names {
		if err := ctx.Err(); err != nil {
			return removed, err
		}
		if !isName(name) {
			continue
		}
		gone, err := d.sweepOne(name, keep)
		if errors.Is(err, ErrDamaged) {
			damaged = append(damaged, err)
		} else if err != nil {
			return removed, err
		}
		if gone {
			removed++
		}
	}
	return removed, errors.Join(append(damaged, d.dropLoneKeys(ctx))...)
}

// sweepOne removes the box first, so that a crash leaves a key without a box,
// which is no enclosure, and not a box without its key, which is damage.
func (d *Directory) sweepOne(name string, keep func(Ref) bool) (gone bool, err error) {
	defer d.lock(name).Unlock()
	if marked, err := d.has(erased, name); err != nil {
		return false, err
	} else if marked {
		return false, d.destroy(name)
	}
	ref, _, err := d.unbox(name)
	if errors.Is(err, ErrNotFound) || err == nil && keep(ref) {
		return false, nil
	}
	if err == nil {
		err = d.remove(boxes, name)
		failpoint.At("sweep-box-removed")
	}
	if err == nil {
		err = d.shred(name)
	}
	return err == nil, err
}

func (d *Directory) dropLoneKeys(ctx context.Context) error {
	names, err := d.list(keys)
	if err != nil {
		return err
	}
	for _, name := range names {
		if !isName(name) {
			continue
		}
		if err := errors.Join(ctx.Err(), d.dropLoneKey(name)); err != nil {
			return err
		}
	}
	return nil
}

func (d *Directory) dropLoneKey(name string) error {
	defer d.lock(name).Unlock()
	if boxed, err := d.has(boxes, name); err != nil || boxed {
		return err
	}
	return d.shred(name)
}

// load reads an enclosure and makes sure that it is the one that ref names.
func (d *Directory) load(ref Ref, name string) (events.OpenEnclosure, error) {
	if marked, err := d.has(erased, name); err != nil {
		return events.OpenEnclosure{}, fmt.Errorf("%s: %w", ref, err)
	} else if marked {
		return events.OpenEnclosure{}, fmt.Errorf("%s: %w", ref, ErrErased)
	}
	found, e, err := d.unbox(name)
	if err == nil && found != ref {
		err = fmt.Errorf("%w: it holds another: take your copy of it", ErrDamaged)
	}
	if err != nil {
		return events.OpenEnclosure{}, fmt.Errorf("%s: %w", ref, err)
	}
	return e, nil
}

func (d *Directory) unbox(name string) (Ref, events.OpenEnclosure, error) {
	box, err := d.read(boxes, name)
	if errors.Is(err, fs.ErrNotExist) {
		return Ref{}, events.OpenEnclosure{}, ErrNotFound
	}
	if err != nil {
		return Ref{}, events.OpenEnclosure{}, err
	}
	key, err := d.read(keys, name)
	if errors.Is(err, fs.ErrNotExist) {
		return Ref{}, events.OpenEnclosure{}, fmt.Errorf("%w: key file %s is missing: take your copy of it", ErrDamaged, name)
	}
	if err != nil {
		return Ref{}, events.OpenEnclosure{}, err
	}
	return Open(name, key, box)
}

func (d *Directory) newKey() (boxKey, error) {
	d.dice.Lock()
	defer d.dice.Unlock()
	return newBoxKey(d.random)
}

func (d *Directory) lock(name string) *sync.Mutex {
	m := &d.locks[(int(name[0])<<4+int(name[1]))%len(d.locks)]
	m.Lock()
	return m
}

func (d *Directory) in(parts ...string) string {
	return filepath.Join(append([]string{d.path}, parts...)...)
}

func makePrivate(dir string) error {
	err := os.Mkdir(dir, 0o700)
	if err == nil {
		return syncDirectory(filepath.Dir(dir))
	}
	if !errors.Is(err, fs.ErrExist) {
		return err
	}
	info, err := os.Stat(dir)
	if err != nil {
		return err
	}
	if mode := info.Mode().Perm(); !info.IsDir() || mode&0o077 != 0 {
		return fmt.Errorf("others can enter %s (mode %04o), or it is no directory: run chmod 700 on it, "+
			"and find out who could read it", dir, mode)
	}
	return nil
}
