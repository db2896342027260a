package backup

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"vigil/events"
	"vigil/internal/enclosures"
	"vigil/internal/identity"
)

// Backup is a backup that was read through and holds together. It implements
// journal.Journal, to be read only.
type Backup struct {
	Manifest
	Stream events.StreamTerms // of genesis
	Keys   events.JournalKeys // of genesis

	dir     string
	how     depth
	records []place // by sequence, less one
	files   map[string]*file
	tree    identity.Tree
	head    identity.Head // as claimed, then as signed
	headed  events.Digest // root of the first head.Size records
	tails   map[events.OperationID]tail
	wanted  []commitment
	missing []string // of wanted, neither there nor erased
}

// place is where an item begins.
type place struct {
	pack int32
	at   int64
}

// tail is the last entry of an operation.
type tail struct {
	n      uint64
	digest events.Digest
}

// commitment is what an entry says of an enclosure.
type commitment struct {
	name   string // of its files
	commit events.Commitment
}

// file is one file, in pieces.
type file struct {
	kind   kind
	size   int64
	pieces []place
	sum    hash.Hash // of all pieces; nil for enclosures, which never grow
}

// Open reads a backup through and checks it; see the package comment for what that
// proves. What is wrong with it is a *Fault, the first there is.
func Open(ctx context.Context, dir string, progress func(done, total uint64)) (*Backup, error) {
	b, err := open(ctx, dir, manifestFile, deep, progress)
	if err != nil {
		return nil, err
	}
	for _, name := range b.missing {
		if !slices.Contains(b.Missing, name) {
			return nil, &Fault{File: boxesDir + name, Text: "an entry commits to this enclosure, and it is not here, or is another", Next: takeAnother}
		}
	}
	return b, nil
}

// depth is how far open looks.
type depth int

const (
	shallow depth = iota // digests, numbers, the root and what the hub signed for
	deep                 // also that each entry follows, and every enclosure
)

func open(ctx context.Context, dir, manifest string, how depth, progress func(done, total uint64)) (*Backup, error) {
	m, err := readManifest(dir, manifest)
	if err != nil {
		return nil, err
	}
	b := &Backup{Manifest: m, dir: dir, how: how, files: map[string]*file{}, tails: map[events.OperationID]tail{}}
	if err := b.claim(); err != nil {
		return nil, err
	}
	for i := range m.Packs {
		if err := b.scan(ctx, i, progress); err != nil {
			return nil, err
		}
	}
	if err := b.conclude(); err != nil {
		return nil, err
	}
	if how == deep {
		err = b.openBoxes(ctx)
	}
	return b, err
}

// claim reads the size that the tree head speaks of, before it is known whose key
// must have signed it.
func (b *Backup) claim() error {
	if b.Head == "" {
		return nil
	}
	var err error
	if b.head, err = Claimed(b.Head); err != nil {
		return &Fault{File: manifestFile, Text: "its tree head is none", Next: takeAnother, Cause: err}
	}
	return nil
}

// Claimed is what a tree head says, whoever signed it.
func Claimed(signed string) (identity.Head, error) {
	text, _, err := events.SplitNote(signed)
	if err != nil {
		return identity.Head{}, err
	}
	return identity.ParseHead(text)
}

// scan reads one pack.
func (b *Backup) scan(ctx context.Context, index int, progress func(done, total uint64)) error {
	p := b.Packs[index]
	fault := func(text string, cause error) error {
		return &Fault{File: p.Name, Text: text, Next: takeAnother, Cause: cause}
	}
	f, err := os.Open(filepath.Join(b.dir, p.Name))
	if errors.Is(err, os.ErrNotExist) {
		return fault("is missing", nil)
	}
	if err != nil {
		return err
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil {
		return err
	} else if info.Size() != p.Size {
		return fault(fmt.Sprintf("has %d bytes, and had %d when it was written: it was cut or added to", info.Size(), p.Size), nil)
	}
	sum := sha256.New()
	r, err := openPack(io.TeeReader(f, sum))
	if err != nil {
		return fault("is no pack of a backup", err)
	}
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		i, err := r.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return fault(fmt.Sprintf("is damaged at byte %d", r.at), err)
		}
		if err := b.take(index, i); err != nil {
			return err
		}
		if progress != nil && i.kind == record {
			progress(i.record.Seq, b.Records)
		}
	}
	if got := hex.EncodeToString(sum.Sum(nil)); got != p.Digest {
		return fault("its bytes are not those that were written", nil)
	}
	return nil
}

// take puts an item where it belongs, if it may stand in this pack.
func (b *Backup) take(index int, i item) error {
	p := b.Packs[index]
	at := place{int32(index), i.at}
	ending := p.Name[strings.IndexByte(p.Name, '.'):]
	stray := &Fault{File: p.Name, Text: fmt.Sprintf("holds %s %s, which does not belong there", i.kind, or(i.path, "of the journal")), Next: takeAnother}
	if i.kind == record {
		if ending != recordsEnd {
			return stray
		}
		b.records = append(b.records, at)
		if f := b.follows(i); f != nil {
			f.File, f.Seq = p.Name, uint64(len(b.records))
			f.Next = or(f.Next, takeAnother)
			return f
		}
		return nil
	}
	k := kindOf(i.path)
	if ending != map[kind]string{plain: filesEnd, boxKey: boxKeysEnd, secret: keysEnd}[k] {
		return stray
	}
	if i.kind == gone {
		delete(b.files, i.path)
		return nil
	}
	have := b.files[i.path]
	if i.offset == 0 || have == nil {
		have = &file{kind: k}
		if !boxed(i.path) {
			have.sum = sha256.New()
		}
		b.files[i.path] = have
	}
	if i.offset != have.size {
		return &Fault{File: p.Name, Text: fmt.Sprintf("goes on with %s at byte %d, and it has %d", i.path, i.offset, have.size), Next: takeAnother}
	}
	have.size += int64(len(i.body))
	have.pieces = append(have.pieces, at)
	if have.sum != nil {
		have.sum.Write(i.body)
	}
	return nil
}

// boxed tells whether a path is that of an enclosure, of which there may be millions
// and none ever grows.
func boxed(p string) bool { return strings.HasPrefix(p, "data/enclosures/") }

// follows checks that a record is the next of the journal, and keeps what the next
// one is held against.
func (b *Backup) follows(i item) *Fault {
	seq := uint64(len(b.records))
	if i.record.Seq != seq {
		return &Fault{Text: fmt.Sprintf("record %d stands where %d must be: one was removed, inserted or moved", i.record.Seq, seq)}
	}
	b.tree.Add(i.body)
	if b.tree.Size() == b.head.Size {
		b.headed = b.tree.Root()
	}
	if seq == 1 {
		if f := b.begin(i); f != nil {
			return f
		}
	}
	if b.how == shallow {
		return nil
	}
	e, err := events.DecodeEntry(i.body)
	if edition := new(events.EditionError); errors.As(err, &edition) {
		return &Fault{Text: "is of an edition that this build does not know", Next: "use the vigil that made this backup, or a later one", Cause: err}
	}
	if err != nil {
		return &Fault{Text: "is no entry", Cause: err}
	}
	last := b.tails[e.Operation]
	prev := last.digest
	if last.n == 0 {
		prev = b.Genesis
	}
	switch {
	case string(e.Operation) != i.record.Subject:
		return &Fault{Text: "stands under another operation than it is about"}
	case seq > 1 && (e.N != last.n+1 || e.Prev != prev):
		return &Fault{Text: "does not follow from the one before in its operation: either was altered, or one was removed or moved"}
	}
	b.tails[e.Operation] = tail{e.N, i.digest}
	if len(e.Enclosures) == 0 {
		return nil
	}
	n, err := e.Parsed()
	if err != nil {
		return &Fault{Text: "has no note of its form", Cause: err}
	}
	for _, x := range e.Enclosures {
		ref := enclosures.Ref{Operation: e.Operation, Command: n.Command, Slot: x.Name}
		b.wanted = append(b.wanted, commitment{ref.Name(), x.Commit})
	}
	return nil
}

// begin reads genesis.
func (b *Backup) begin(i item) *Fault {
	begun, err := genesisOf(i.body)
	switch {
	case err != nil:
		return &Fault{Text: "is not what a journal begins with", Cause: err}
	case i.digest != b.Genesis, begun.Journal != b.Manifest.Journal:
		return &Fault{Text: "is the genesis of another journal than the manifest names"}
	}
	b.Stream, b.Keys = begun.Stream, begun.Keys
	return nil
}

// genesisOf reads the first record of a journal.
func genesisOf(body []byte) (events.RegistryBegun, error) {
	e, err := events.DecodeEntry(body)
	if err != nil {
		return events.RegistryBegun{}, err
	}
	n, err := e.Parsed()
	if err != nil {
		return events.RegistryBegun{}, err
	}
	fact, _, err := identity.Proposed(n, e.Slots, e.Enclosures)
	begun, is := fact.(events.RegistryBegun)
	if err == nil && !is {
		err = errors.New("the first record is no genesis")
	}
	return begun, err
}

// conclude compares the whole with what the manifest and the hub say of it.
func (b *Backup) conclude() error {
	have := uint64(len(b.records))
	fault := func(text string, cause error) error {
		return &Fault{File: manifestFile, Text: text, Next: takeAnother, Cause: cause}
	}
	switch {
	case have != b.Records:
		return fault(fmt.Sprintf("speaks of %d records, and there are %d", b.Records, have), nil)
	case have == 0:
		return fault("there is no genesis in this backup", nil)
	case b.tree.Root() != b.Root:
		return fault("has another root than the records give", nil)
	case b.Head == "":
		return nil
	}
	var err error
	b.head, err = identity.OpenHead(b.Head, b.Keys.Hub)
	switch {
	case err != nil:
		return fault("its tree head is not one that the hub named in genesis has signed", err)
	case b.head.Journal != b.Manifest.Journal.ID:
		return fault("its tree head is the one of another journal", nil)
	case b.head.Size > have:
		return fault(fmt.Sprintf("the hub signed for %d entries, and %d are here: the tail was cut", b.head.Size, have), nil)
	case b.head.Size > 0 && b.headed != b.head.Root:
		return fault(fmt.Sprintf("the first %d records are not those that the hub signed for", b.head.Size), nil)
	}
	return nil
}

// openBoxes looks whether each enclosure that an entry commits to is here and is
// what its author committed to.
func (b *Backup) openBoxes(ctx context.Context) error {
	r := b.reader()
	defer r.close()
	for _, w := range b.wanted {
		if err := ctx.Err(); err != nil {
			return err
		}
		if b.files[erasedDir+w.name] != nil {
			continue
		}
		whole, err := r.opens(w)
		if err != nil {
			return err
		}
		if !whole {
			b.missing = append(b.missing, w.name)
		}
	}
	slices.Sort(b.missing)
	return nil
}

func (r *reader) opens(w commitment) (bool, error) {
	box, key := r.b.files[boxesDir+w.name], r.b.files[boxKeysDir+w.name]
	if box == nil || key == nil {
		return false, nil
	}
	text, err := r.content(box)
	if err != nil {
		return false, err
	}
	opener, err := r.content(key)
	if err != nil {
		return false, err
	}
	_, e, err := enclosures.Open(w.name, opener, text)
	return err == nil && events.Commit(e.Name, e.Salt, e.Value) == w.commit, nil
}

// Enclosures is how many the entries commit to; some of them may be erased.
func (b *Backup) Enclosures() int { return len(b.wanted) }

// Covered is how many records the signed tree head covers.
func (b *Backup) Covered() uint64 { return b.head.Size }

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
