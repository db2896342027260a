package backup

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"vigil/events"
	"vigil/internal/identity"
	"vigil/internal/journal"
)

// Options is what a run of a backup is made from.
type Options struct {
	Journal journal.Journal
	Source  string // FromStore or FromAudit
	Head    string // the signed tree head, read before the journal; "": there is none
	Root    string // the installation's directory, for all other files
	Into    string // the backup's
	Onto    bool   // add to the backup that is there
	Keys    bool   // put signing keys and credentials in too
	Made    events.Time

	Progress func(done, total uint64) // may be nil
}

// Done says what a run did.
type Done struct {
	*Backup
	Before uint64   // records that were there
	Left   []string // files that are not ours, and were left out
}

// Write makes a backup, or adds to one, and returns when it is on disk and was read
// again. When it fails, an older backup is as it was. Faults of the backup that is
// there, or of what was read, are a *Fault. The caller sees to it that no other Write
// works in the same directory.
func Write(ctx context.Context, o Options) (_ Done, err error) {
	w := &run{Options: o, m: Manifest{Run: 1}}
	if err := w.begin(ctx); err != nil {
		return Done{}, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, w.forget())
		}
	}()
	if err := w.records(ctx); err != nil {
		return Done{}, err
	}
	if err := w.files(ctx); err != nil {
		return Done{}, err
	}
	b, err := w.settle(ctx)
	if err != nil {
		return Done{}, err
	}
	return Done{b, w.before(), w.left}, w.sweep(b)
}

// run is one run of Write.
type run struct {
	Options
	prev *Backup // nil: the first
	m    Manifest
	tree identity.Tree // over all records
	made []string      // packs of this run
	left []string
}

func (w *run) before() uint64 {
	if w.prev == nil {
		return 0
	}
	return w.prev.Records
}

// Fits tells whether a backup may be written into a directory: one that is empty, not
// there, or left by a first run that was cut short; with onto one that holds a backup.
// It changes nothing.
func Fits(into string, onto bool) error {
	list, err := os.ReadDir(into)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	there, other, later := false, "", ""
	for _, e := range list {
		switch name := e.Name(); {
		case name == manifestFile:
			there = true
		case name == asideFile, name == lockFile, strings.HasPrefix(name, firstRun) && packName.MatchString(name):
		case packName.MatchString(name):
			later = name
		default:
			other = name
		}
	}
	switch {
	case there && !onto:
		return &Fault{File: into, Text: "holds a backup already", Next: "add to it with --onto, or name another directory"}
	case !there && onto:
		return &Fault{File: into, Text: "holds no backup to add to", Next: "leave out --onto for a first backup", None: true}
	case !there && later != "":
		return &Fault{File: into, Text: fmt.Sprintf("is a backup that has lost its manifest: %s is of a later run", later),
			Next: "leave it as it is, for it may be the only whole copy, and name another directory"}
	case !there && other != "":
		return &Fault{File: into, Text: fmt.Sprintf("is not empty: %s lies there", clipped(other)), Next: "name an empty directory, or one that is not there yet"}
	}
	return nil
}

// firstRun begins the names of what the first run writes.
const firstRun = "0001."

// lockFile is what the caller may hold while we write.
const lockFile = "vigil.lock"

// begin reads the backup that is there, and removes what a run that was cut short left.
func (w *run) begin(ctx context.Context) (err error) {
	if err := Fits(w.Into, w.Onto); err != nil {
		return err
	}
	keep := []string{}
	if w.Onto {
		// All of it is read deeply again before the new manifest counts.
		if w.prev, err = open(ctx, w.Into, manifestFile, shallow, nil); err != nil {
			return err
		}
		if w.prev.WithKeys() && !w.Keys {
			return &Fault{File: w.Into, Text: "this backup holds signing keys, which would go stale", Next: "say --with-keys again, or begin another backup without"}
		}
		for _, p := range w.prev.Packs {
			keep = append(keep, p.Name)
		}
		w.m = w.prev.Manifest
		w.m.Packs = slices.DeleteFunc(slices.Clone(w.m.Packs), func(p Pack) bool {
			return strings.HasSuffix(p.Name, keysEnd) || strings.HasSuffix(p.Name, boxKeysEnd)
		})
		w.m.Run++
		w.tree = w.prev.tree
	}
	if err := os.MkdirAll(w.Into, 0o700); err != nil {
		return err
	}
	if err := syncDirectory(filepath.Dir(w.Into)); err != nil {
		return err
	}
	list, err := os.ReadDir(w.Into)
	if err != nil {
		return err
	}
	for _, e := range list {
		if name := e.Name(); (name == asideFile || packName.MatchString(name)) && !slices.Contains(keep, name) {
			if err := shred(filepath.Join(w.Into, name)); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *run) pack(ending string) (*packWriter, error) {
	name := fmt.Sprintf("%04d%s", w.m.Run, ending)
	w.made = append(w.made, name)
	return createPack(w.Into, name)
}

func (w *run) keep(p *packWriter) error {
	empty := p.empty()
	pack, err := p.close()
	if err != nil {
		return err
	}
	if empty {
		return os.Remove(filepath.Join(w.Into, pack.Name))
	}
	w.m.Packs = append(w.m.Packs, pack)
	return nil
}

// records copies what the journal has beyond the last run. It reads all of the journal:
// a run must not say that all is well while the journal rots behind it.
func (w *run) records(ctx context.Context) error {
	state, err := w.Journal.State(ctx)
	if err == nil {
		err = state.Sound()
	}
	if err != nil {
		return err
	}
	if err := w.same(ctx, state.Last); err != nil {
		return err
	}
	p, err := w.pack(recordsEnd)
	if err != nil {
		return err
	}
	var old identity.Tree
	w.m.Records, err = w.Journal.Read(ctx, 1, func(r journal.Record) error {
		if w.Progress != nil {
			w.Progress(r.Seq, max(r.Seq, state.Last))
		}
		if r.Seq <= w.before() {
			if old.Add(r.Body); r.Seq == w.before() && old.Root() != w.prev.Root {
				return w.altered(0)
			}
			return nil
		}
		w.tree.Add(r.Body)
		return p.add(item{kind: record, record: r, body: r.Body})
	})
	if err := errors.Join(err, w.keep(p)); err != nil {
		return err
	}
	if w.m.Records < state.Last {
		return fmt.Errorf("%w: the journal was said to end at %d and ends at %d", journal.ErrDamaged, state.Last, w.m.Records)
	}
	return nil
}

// same makes sure that the backup is of this journal, and not ahead of it.
func (w *run) same(ctx context.Context, last uint64) error {
	ask := []uint64{1}
	if w.prev != nil {
		if last < w.prev.Records {
			return &Fault{File: w.Into, Text: fmt.Sprintf("has %d records, the journal only %d: the journal lost its tail, or this is an older copy of it", w.prev.Records, last),
				Next: "keep both; vigil verify says what the directory lacks, vigil restore makes a new one from this backup"}
		}
		ask = append(ask, w.prev.Records)
	}
	if last == 0 {
		return errors.New("the journal is empty: there is nothing to back up; run vigil init")
	}
	found, err := w.Journal.Load(ctx, ask...)
	if err != nil {
		return err
	}
	w.m.Genesis = events.DigestOf(found[0].Body)
	if w.prev == nil {
		begun, err := genesisOf(found[0].Body)
		w.m.Journal = begun.Journal
		return err
	}
	if w.m.Genesis != w.prev.Genesis {
		return &Fault{File: w.Into, Text: fmt.Sprintf("is a backup of journal %s, and this is another", w.prev.Manifest.Journal.ID), Next: "name the backup of this journal, or begin one without --onto"}
	}
	old, err := w.prev.Load(ctx, w.prev.Records)
	if err != nil {
		return err
	}
	if !bytes.Equal(old[0].Body, found[1].Body) || old[0].Subject != found[1].Subject {
		return w.altered(w.prev.Records)
	}
	return nil
}

func (w *run) altered(seq uint64) error {
	return &Fault{File: w.Into, Seq: seq, Text: "the journal has other bytes than this backup: one of the two was altered",
		Next: "keep both as evidence, and run vigil verify on the directory and on the backup"}
}

// files copies everything else: what was added to a file since the last run, or the
// whole if it is not what it was then.
func (w *run) files(ctx context.Context) error {
	others, err := w.pack(filesEnd)
	if err != nil {
		return err
	}
	boxKeys, err := w.pack(boxKeysEnd)
	if err != nil {
		return err
	}
	var keys *packWriter
	if w.Keys {
		if keys, err = w.pack(keysEnd); err != nil {
			return err
		}
	}
	seen := map[string]bool{}
	var erased []string
	err = walk(w.Root, func(p string, k kind) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		seen[p] = true
		switch {
		case strings.HasPrefix(p, erasedDir): // behind the keys: see below
			erased = append(erased, p)
			return nil
		case k == plain && strings.HasPrefix(p, boxesDir) && w.has(p):
			return nil // a box never changes
		case k == plain:
			return w.grown(others, p)
		case k == boxKey:
			// Erasing sets its mark before it destroys the key. So a key without a mark
			// behind it was not erased when it was read.
			mark := erasedDir + strings.TrimPrefix(p, boxKeysDir)
			text, err := os.ReadFile(filepath.Join(w.Root, filepath.FromSlash(p)))
			if _, marked := os.Stat(filepath.Join(w.Root, filepath.FromSlash(mark))); marked == nil {
				erased = append(erased, mark)
				seen[mark] = true
				return nil
			}
			if errors.Is(err, fs.ErrNotExist) { // swept, or erased: its mark is looked for below
				return nil
			}
			if err != nil {
				return err
			}
			return boxKeys.add(item{kind: piece, path: p, body: text})
		case k == secret && keys != nil:
			text, err := os.ReadFile(filepath.Join(w.Root, filepath.FromSlash(p)))
			if err != nil {
				return err
			}
			return keys.add(item{kind: piece, path: p, body: text})
		case k == strange:
			w.left = append(w.left, p)
		}
		return nil
	})
	// What was erased while the walk went on has its mark by now.
	marks, unread := os.ReadDir(filepath.Join(w.Root, filepath.FromSlash(erasedDir)))
	if unread != nil && !errors.Is(unread, fs.ErrNotExist) {
		err = errors.Join(err, unread)
	}
	for _, mark := range marks {
		if p := erasedDir + mark.Name(); kindOf(p) == plain {
			erased, seen[p] = append(erased, p), true
		}
	}
	slices.Sort(erased)
	for _, p := range slices.Compact(erased) {
		if err == nil && !w.has(p) {
			err = others.add(item{kind: piece, path: p})
		}
	}
	if w.prev != nil {
		for p, f := range w.prev.files {
			if err == nil && f.kind == plain && !seen[p] {
				err = others.add(item{kind: gone, path: p})
			}
		}
	}
	err = errors.Join(err, w.keep(others), w.keep(boxKeys))
	if keys != nil {
		err = errors.Join(err, w.keep(keys))
	}
	return err
}

func (w *run) has(p string) bool { return w.prev != nil && w.prev.files[p] != nil }

// grown copies a file, or only what was added if its beginning is what the backup
// has. What is added while it is read is the next run's.
func (w *run) grown(to *packWriter, p string) error {
	f, err := os.Open(filepath.Join(w.Root, filepath.FromSlash(p)))
	if errors.Is(err, fs.ErrNotExist) {
		return nil // it went away meanwhile
	}
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	var from int64
	if w.has(p) {
		old := w.prev.files[p]
		sum := sha256.New()
		if old.sum != nil && info.Size() >= old.size {
			if _, err := io.CopyN(sum, f, old.size); err != nil {
				return err
			}
			if bytes.Equal(sum.Sum(nil), old.sum.Sum(nil)) {
				from = old.size
			}
		}
		if from > 0 && from == info.Size() || old.size == 0 && info.Size() == 0 {
			return nil
		}
		if _, err := f.Seek(from, io.SeekStart); err != nil {
			return err
		}
	}
	buffer := make([]byte, maxBody)
	for at := from; ; {
		n, err := io.ReadFull(f, buffer[:min(maxBody, info.Size()-at)])
		if err != nil && !errors.Is(err, io.EOF) {
			return fmt.Errorf("%s became shorter while it was read: %w", p, err)
		}
		if err := to.add(item{kind: piece, path: p, offset: at, body: buffer[:n]}); err != nil {
			return err
		}
		if at += int64(n); at >= info.Size() {
			return nil
		}
	}
}
