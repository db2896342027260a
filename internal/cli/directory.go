package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"vigil/events"
	"vigil/internal/failpoint"
	"vigil/internal/gateway"
	"vigil/internal/identity"
)

// directory is where everything of one installation lies:
//
//	data/       the store, the tree head, the registers, the enclosures
//	keys/       root, hub and clock keys, the accounts' identities, the auditor's credential
//	desks/AT/   the desk's key, its gateway's credential, its access log, its officers' read marks
//	officers/at/  one key file and one credential an officer
//	contexts/   credentials for tools such as nats
//	listen      where a running hub listens
//	unfinished  is there while init works, and after an init that was cut short
//	vigil.lock  of init, so that there is one at a time
//
// The keys are not in data: a copy of data proves, it cannot sign.
type directory string

func (d directory) path(parts ...string) string {
	return filepath.Join(append([]string{string(d)}, parts...)...)
}

func (d directory) data() string       { return d.path("data") }
func (d directory) store() string      { return d.path("data", "store") }
func (d directory) enclosures() string { return d.path("data", "enclosures") }
func (d directory) realm() string      { return d.path("keys", "accounts") }
func (d directory) key(name string) string {
	return d.path("keys", name+".key")
}
func (d directory) listen() string       { return d.path("listen") }
func (d directory) unfinished() string   { return d.path("unfinished") }
func (d directory) demo() string         { return d.path("demo") } // marks a demonstration
func (d directory) auditorCreds() string { return d.path("keys", "auditor.creds") }

func (d directory) desk(c events.Country, file string) string {
	return d.path("desks", string(c), file)
}

func (d directory) officer(o Officer, ending string) string {
	return d.path("officers", string(o.Country.Desk()), o.Name+ending)
}

// exists tells whether an installation was begun here, as far as genesis.
func (d directory) exists() bool {
	return isThere(d.key("root")) && !isThere(d.unfinished())
}

func isThere(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// absent is what to say where there is no installation.
func (d directory) absent() error {
	if isThere(d.unfinished()) {
		return usage("vigil", "vigil init was cut short in %s, or is still at work: nothing was recorded there; run vigil init again, it begins anew", d)
	}
	return usage("vigil", "there is no vigil directory at %s: run vigil demo to see one, vigil init to make one, or say --dir", d)
}

// secret writes a file that only its owner may read. It replaces none.
func secret(path string, text []byte) error { return whole(path, text, os.Link) }

// replace writes such a file in the place of another.
func replace(path string, text []byte) error { return whole(path, text, os.Rename) }

// whole writes a file aside, flushes it, and gives it its name: a crash leaves all
// of it, or what was there before.
func whole(path string, text []byte, name func(aside, path string) error) error {
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(dir, filepath.Base(path)+".new-*") // 0600
	if err != nil {
		return err
	}
	failpoint.At("secret-unwritten")
	_, err = f.Write(text)
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		failpoint.At("secret-unnamed")
		err = name(f.Name(), path)
	}
	if gone := os.Remove(f.Name()); !errors.Is(gone, os.ErrNotExist) {
		err = errors.Join(err, gone)
	}
	if err != nil {
		return err
	}
	failpoint.At("secret-named")
	return flushDir(dir)
}

// keyFor is newKey for somebody who is being added, perhaps a second time after a
// crash: the key that is there is taken if the registry knows it. Half a file was never
// used; a whole key that it does not know may have signed what was lost with a later part
// of the journal, and is laid aside.
func keyFor(path string, known func(events.PublicKey) bool, random io.Reader) (identity.Key, error) {
	b, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return newKey(path, random)
	}
	key, half := identity.ParseKeyFile(b)
	switch {
	case err != nil:
		return key, err
	case half == nil && known(key.Public()):
		return identity.ReadKeyFile(path)
	case half == nil:
		err = os.Rename(path, filepath.Join(filepath.Dir(path), string(key.ID())+"-"+filepath.Base(path)+".away"))
	default:
		err = os.Remove(path)
	}
	if err != nil {
		return key, err
	}
	return newKey(path, random)
}

// newKey makes a key and its file.
func newKey(path string, random io.Reader) (identity.Key, error) {
	key, err := identity.NewKey(random)
	if err != nil {
		return key, err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return key, err
	}
	return key, key.WriteKeyFile(path)
}

// books keeps the hub's files beside the store. It implements tracker.Books.
type books struct {
	mu  sync.Mutex
	dir string
}

func (b *books) headPath() string { return filepath.Join(b.dir, "head") }

// Head replaces the tree head: written aside, flushed, renamed.
func (b *books) Head(signed string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	aside := b.headPath() + ".new"
	f, err := os.OpenFile(aside, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	failpoint.At("head-unwritten")
	_, err = io.WriteString(f, signed)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	failpoint.At("head-unnamed")
	if err := os.Rename(aside, b.headPath()); err != nil {
		return err
	}
	failpoint.At("head-named")
	return flushDir(b.dir)
}

// LastHead reads the tree head, "" if there is none.
func (b *books) LastHead() (string, error) {
	text, err := os.ReadFile(b.headPath())
	if errors.Is(err, os.ErrNotExist) {
		return "", nil
	}
	return string(text), err
}

func flushDir(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// Refused adds to the register of refused commands.
func (b *books) Refused(line []byte) error { return b.add("refused", string(line)) }

// Delivered adds a delivery receipt, with an empty line behind it.
func (b *books) Delivered(receipt string) error { return b.add("delivered", receipt+"\n") }

func (b *books) add(file, text string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	return appendTo(filepath.Join(b.dir, file), text)
}

func appendTo(path, text string) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	_, err = io.WriteString(f, text)
	return errors.Join(err, f.Close())
}

// accessFile is one desk's access log: a line of JSON for each read, flushed
// before the answer.
type accessFile struct {
	mu   sync.Mutex
	file *os.File
}

func openAccess(path string) (*accessFile, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return nil, fmt.Errorf("the access log cannot be opened, so nothing can be read: %w", err)
	}
	return &accessFile{file: f}, nil
}

// Record implements gateway.AccessLog.
func (a *accessFile) Record(access gateway.Access) error {
	line, err := events.Marshal(access)
	if err != nil {
		return err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	failpoint.At("access-unwritten")
	if _, err := a.file.Write(append(line, '\n')); err != nil {
		return err
	}
	failpoint.At("access-unsynced")
	return a.file.Sync()
}

func (a *accessFile) Close() error { return a.file.Close() }

// outbox keeps signed requests as files until their outcome is known.
type outbox string

func (o outbox) path(id events.CommandID) string { return filepath.Join(string(o), string(id)+".json") }

// Keep implements Outbox.
func (o outbox) Keep(id events.CommandID, request []byte) error {
	if have, err := o.Kept(id); err != nil || have != nil {
		return err
	}
	return secret(o.path(id), request)
}

// Kept implements Outbox.
func (o outbox) Kept(id events.CommandID) ([]byte, error) {
	b, err := os.ReadFile(o.path(id))
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	return b, err
}

// Drop implements Outbox.
func (o outbox) Drop(id events.CommandID) error {
	err := os.Remove(o.path(id))
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return err
}

func (o outbox) receipt(id events.CommandID) string {
	return filepath.Join(string(o), string(id)+".receipt")
}

// Settle implements Outbox.
func (o outbox) Settle(id events.CommandID, receipt string) error {
	if have, err := o.Receipt(id); err != nil || have != "" {
		return errors.Join(err, o.Drop(id))
	}
	return errors.Join(secret(o.receipt(id), []byte(receipt)), o.Drop(id))
}

// Receipt implements Outbox.
func (o outbox) Receipt(id events.CommandID) (string, error) {
	b, err := os.ReadFile(o.receipt(id))
	if errors.Is(err, os.ErrNotExist) {
		return "", nil
	}
	return string(b), err
}

// url reads where a running hub listens, "" if none does.
func (d directory) url() string {
	b, err := os.ReadFile(d.listen())
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(b))
}
