package enclosures

import (
	"errors"
	"io"
	"io/fs"
	"os"

	"vigil/events"
	"vigil/internal/failpoint"
)

// The file operations of Directory. Each that changes something returns when the
// change is on disk.

// maxFile is above any file of ours; a longer one is damaged, and not read whole.
const maxFile = events.MaxEnclosure + 1<<10

func (d *Directory) read(dir, name string) ([]byte, error) {
	f, err := os.Open(d.in(dir, name))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, maxFile))
}

func (d *Directory) write(dir, name string, b []byte) error {
	if err := d.stage(dir, name, b); err != nil {
		return err
	}
	return d.publish(dir, name)
}

// writeBoth writes key and box: their bytes at the same time, for syncing is what
// takes long, and then their names one after the other.
func (d *Directory) writeBoth(name string, key, box []byte) error {
	staged := make(chan error, 1)
	go func() { staged <- d.stage(keys, name, key) }()
	err := d.stage(boxes, name, box)
	if err := errors.Join(err, <-staged); err != nil {
		return errors.Join(err, d.remove(keys, name+unborn), d.remove(boxes, name+unborn))
	}
	if err := d.publish(keys, name); err != nil {
		return err
	}
	failpoint.At("enclosure-half")
	err = d.publish(boxes, name)
	failpoint.At("enclosure-kept")
	return err
}

// stage writes a file under its unfinished name; publish gives it its name.
func (d *Directory) stage(dir, name string, b []byte) error {
	unfinished := d.in(dir, name+unborn)
	f, err := os.OpenFile(unfinished, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	failpoint.At("enclosure-unwritten")
	_, err = f.Write(b)
	failpoint.At("enclosure-unsynced")
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return errors.Join(err, os.Remove(unfinished))
	}
	failpoint.At("enclosure-unnamed")
	return nil
}

func (d *Directory) publish(dir, name string) error {
	if err := os.Rename(d.in(dir, name+unborn), d.in(dir, name)); err != nil {
		return err
	}
	failpoint.At("enclosure-named")
	return d.sync(dir)
}

// destroy leaves nothing of an enclosure. What is gone already is no error.
func (d *Directory) destroy(name string) error {
	if err := d.shred(name); err != nil {
		return err
	}
	return d.remove(boxes, name)
}

// shred overwrites a key file, waits until that is on disk, and removes it.
func (d *Directory) shred(name string) error {
	f, err := os.OpenFile(d.in(keys, name), os.O_WRONLY, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	info, err := f.Stat()
	if err == nil {
		_, err = f.Write(make([]byte, info.Size()))
	}
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	failpoint.At("sweep-key-shredded")
	return d.remove(keys, name)
}

func (d *Directory) remove(dir, name string) error {
	err := os.Remove(d.in(dir, name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return errors.Join(err, d.sync(dir))
}

func (d *Directory) has(dir, name string) (bool, error) {
	_, err := os.Lstat(d.in(dir, name))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

func (d *Directory) list(dir string) ([]string, error) {
	f, err := os.Open(d.in(dir))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return f.Readdirnames(-1)
}

func (d *Directory) sync(dir string) error { return syncDirectory(d.in(dir)) }

func syncDirectory(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
