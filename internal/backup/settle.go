package backup

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// settle writes the manifest aside, reads the whole backup through it, and only then
// puts it in the place of the old one.
func (w *run) settle(ctx context.Context) (*Backup, error) {
	w.m.Made, w.m.Source, w.m.Head, w.m.Root, w.m.Missing = w.Made.UTC(), w.Source, w.Head, w.tree.Root(), nil
	aside := filepath.Join(w.Into, asideFile)
	for {
		if err := writeNew(aside, []byte(w.m.text())); err != nil {
			return nil, err
		}
		b, err := open(ctx, w.Into, asideFile, deep, w.Progress)
		if err != nil {
			return nil, err
		}
		if slices.Equal(b.missing, b.Missing) {
			if err := os.Rename(aside, filepath.Join(w.Into, manifestFile)); err != nil {
				return nil, err
			}
			w.made = nil // they count from here on
			return b, syncDirectory(w.Into)
		}
		// What the directory itself lacks is said in the manifest, so that it is not
		// taken for a fault of the backup.
		w.m.Missing = b.missing
		if err := os.Remove(aside); err != nil {
			return nil, err
		}
	}
}

// forget removes what a run that failed has written.
func (w *run) forget() error {
	errs := []error{shred(filepath.Join(w.Into, asideFile))}
	for _, name := range w.made {
		errs = append(errs, shred(filepath.Join(w.Into, name)))
	}
	return errors.Join(errs...)
}

// sweep removes the packs that the new manifest does not name any more: keys, of
// which some may have been erased.
func (w *run) sweep(b *Backup) error {
	if w.prev == nil {
		return nil
	}
	var errs []error
	for _, p := range w.prev.Packs {
		if !slices.Contains(b.Packs, p) {
			errs = append(errs, shred(filepath.Join(w.Into, p.Name)))
		}
	}
	return errors.Join(append(errs, syncDirectory(w.Into))...)
}

// shred removes a file of a backup; one with keys it overwrites first. What is not
// there is no error. On a disk that does not write in place, old bytes may stay.
func shred(name string) error {
	if strings.HasSuffix(name, keysEnd) || strings.HasSuffix(name, boxKeysEnd) {
		f, err := os.OpenFile(name, os.O_WRONLY, 0)
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return err
		}
		info, err := f.Stat()
		zeros := make([]byte, 64<<10)
		for left := int64(0); err == nil && left < info.Size(); left += int64(len(zeros)) {
			_, err = f.Write(zeros[:min(int64(len(zeros)), info.Size()-left)])
		}
		if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
			return err
		}
	}
	if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

func writeNew(name string, b []byte) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	return errors.Join(err, f.Sync(), f.Close())
}

func syncDirectory(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
