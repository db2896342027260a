package backup

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/apply/applytest"
	"vigil/internal/audit"
	"vigil/internal/enclosures"
	"vigil/internal/identity"
	"vigil/internal/journal"
)

// house is an installation: a history, and a directory beside it.
type house struct {
	*applytest.History
	root  string
	about events.OperationID
	store *enclosures.Directory
	last  enclosures.Ref // that was put
}

const (
	seedOfAKey = "VIGIL-KEY-1 c2VjcmV0"
	firstLine  = "{\"line\":1}\n"
)

func newHouse(t testing.TB, seed uint64) *house {
	t.Helper()
	h := &house{root: t.TempDir()}
	h.History, h.about = applytest.Relay(t, seed)
	for name, text := range map[string]string{
		"data/refused": "", "data/head": "not copied", "data/store/vigil.lock": "", "listen": "nats://", "max-bytes": "1000",
		"desks/AT/access.jsonl": firstLine, "desks/AT/desk.key": seedOfAKey, "officers/at/outbox/01.json": "{}", "officers/at/team.creds": seedOfAKey,
		"keys/accounts/ops.nk": seedOfAKey, "keys/root.key": seedOfAKey, "contexts/at.json": "{}", "contexts/at.creds": seedOfAKey, "notes.txt": "mine",
		// What a crash left aside, and what nobody knows.
		"officers/at/team.creds.new-123": seedOfAKey, "desks/AT/gateway.creds.new-9": seedOfAKey, "officers/at/team.key.away": seedOfAKey,
		"officers/at/team.creds.old": seedOfAKey, "data/unknown": seedOfAKey, "desks/AT/marks.jsonl": firstLine,
	} {
		h.put(t, name, text)
	}
	var err error
	h.store, err = enclosures.OpenDirectory(h.path("data/enclosures"), rand.NewChaCha8([32]byte{1}))
	require.NoError(t, err)
	h.remark(t, "The seal looks new.")
	return h
}

func (h *house) path(name string) string { return filepath.Join(h.root, filepath.FromSlash(name)) }

func (h *house) put(t testing.TB, name, text string) {
	t.Helper()
	require.NoError(t, os.MkdirAll(filepath.Dir(h.path(name)), 0o700))
	require.NoError(t, os.WriteFile(h.path(name), []byte(text), 0o600))
}

// remark records a sighting with a text that is kept outside the journal.
func (h *house) remark(t testing.TB, text string) {
	t.Helper()
	values, err := identity.ValuesOf(events.EyesOnLost{Eyes: events.EyesTerms{Part: "AAAAAA", Country: "AT"}, Team: events.TeamTerms{Team: "AT-2"}})
	require.NoError(t, err)
	values = append(values, identity.Value{Slot: "remark", Bytes: []byte(text)})
	command, err := identity.NewID[events.CommandID](h.Now(), h.Dice)
	require.NoError(t, err)
	journal, err := h.Store.Load(t.Context(), 1)
	require.NoError(t, err)
	begun, err := genesisOf(journal[0].Body)
	require.NoError(t, err)
	view := h.House.View("at")
	request, err := identity.Compose(events.Note{Journal: begun.Journal.ID, Operation: h.about, Command: command, Act: "eyes-on.lost",
		Signer: "at", Occurred: h.Now(), Known: h.Now()}, events.Seen{Counter: view.Counter, Digest: view.Digest}, values, h.Dice, h.Key("at team"))
	require.NoError(t, err)
	h.last = enclosures.Ref{Operation: h.about, Command: command, Slot: "remark"}
	for _, x := range request.Enclosures {
		require.NoError(t, h.store.Put(t.Context(), h.last, x))
	}
	h.Do(request)
}

func (h *house) options(into string) Options {
	return Options{Journal: h.Store, Source: FromStore, Head: h.Head(), Root: h.root, Into: into, Made: h.Now()}
}

func written(t testing.TB, o Options) Done {
	t.Helper()
	done, err := Write(context.Background(), o)
	require.NoError(t, err)
	return done
}

func opened(t testing.TB, dir string) *Backup {
	t.Helper()
	b, err := Open(context.Background(), dir, nil)
	require.NoError(t, err)
	return b
}

// all is every byte of a directory.
func all(t testing.TB, dir string) string {
	t.Helper()
	var text strings.Builder
	require.NoError(t, filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(name)
		fmt.Fprintf(&text, "%s\n%s", d.Name(), b)
		return err
	}))
	return text.String()
}

func records(t testing.TB, j journal.Journal) (list []journal.Record) {
	t.Helper()
	_, err := j.Read(context.Background(), 1, func(r journal.Record) error {
		r.Body = bytes.Clone(r.Body)
		list = append(list, r)
		return nil
	})
	require.NoError(t, err)
	return list
}

func (h *house) same(t testing.TB, b *Backup) {
	t.Helper()
	want, got := records(t, h.Store), records(t, b)
	require.Len(t, got, len(want))
	for i := range want {
		require.Equal(t, want[i].Seq, got[i].Seq)
		require.Equal(t, want[i].Subject, got[i].Subject)
		require.Equal(t, want[i].Body, got[i].Body)
		require.True(t, want[i].Stored.Equal(got[i].Stored))
	}
}

func TestABackupIsAJournalThatVerifies(t *testing.T) {
	h, dir := newHouse(t, 1), t.TempDir()
	done := written(t, h.options(dir))
	require.Equal(t, []string{"data/unknown", "notes.txt", "officers/at/team.creds.old"}, done.Left, "what is not ours is left out, and said")
	b := opened(t, dir)
	h.same(t, b)
	report, err := audit.Verify(t.Context(), audit.Options{Journal: b, Head: b.Head, Genesis: b.Genesis})
	require.NoError(t, err)
	require.False(t, report.Failed(), "%v", report.Findings)
	require.Equal(t, b.Records, report.Entries)

	require.NotContains(t, all(t, dir), seedOfAKey, "no key without being asked for")
	into := t.TempDir()
	require.NoError(t, b.Extract(t.Context(), into, false))
	for _, name := range []string{"desks/AT/access.jsonl", "officers/at/outbox/01.json", "max-bytes", "data/refused"} {
		want, err := os.ReadFile(h.path(name))
		require.NoError(t, err)
		got, err := os.ReadFile(filepath.Join(into, name))
		require.NoError(t, err, name)
		require.Equal(t, string(want), string(got), name)
	}
	back, err := enclosures.OpenDirectory(filepath.Join(into, "data/enclosures"), nil)
	require.NoError(t, err)
	e, err := back.Load(t.Context(), h.last, h.committed(t))
	require.NoError(t, err)
	require.Equal(t, "The seal looks new.", string(e.Value))
	for _, name := range []string{"listen", "notes.txt", "contexts", "keys", "data/store", "data/head"} {
		require.NoFileExists(t, filepath.Join(into, name))
		require.NoDirExists(t, filepath.Join(into, name))
	}
}

// committed is what the last entry says of its enclosure.
func (h *house) committed(t testing.TB) events.Commitment {
	t.Helper()
	bodies := h.Bodies()
	for i := len(bodies) - 1; i >= 0; i-- {
		e, err := events.DecodeEntry(bodies[i])
		require.NoError(t, err)
		if len(e.Enclosures) > 0 {
			return e.Enclosures[0].Commit
		}
	}
	t.Fatal("no enclosure")
	return events.Commitment{}
}

func TestKeysOnlyIfAskedFor(t *testing.T) {
	h, dir := newHouse(t, 1), t.TempDir()
	o := h.options(dir)
	o.Keys = true
	require.True(t, written(t, o).WithKeys())
	into := t.TempDir()
	require.NoError(t, opened(t, dir).Extract(t.Context(), into, false))
	require.NoFileExists(t, filepath.Join(into, "keys/root.key"))
	into = t.TempDir()
	require.NoError(t, opened(t, dir).Extract(t.Context(), into, true))
	for _, name := range []string{"keys/root.key", "keys/accounts/ops.nk", "desks/AT/desk.key", "officers/at/team.creds", "contexts/at.creds"} {
		require.FileExists(t, filepath.Join(into, name))
	}
	o.Onto, o.Keys = true, false
	_, err := Write(t.Context(), o)
	require.ErrorContains(t, err, "go stale")
}

// TestOntoAddsWhatIsNew: only what came is written, and what was erased goes.
func TestOntoAddsWhatIsNew(t *testing.T) {
	h, dir := newHouse(t, 1), t.TempDir()
	first := written(t, h.options(dir))
	before := map[string]string{}
	for _, p := range first.Packs {
		b, err := os.ReadFile(filepath.Join(dir, p.Name))
		require.NoError(t, err)
		before[p.Name] = string(b)
	}
	key, err := os.ReadFile(h.path(boxKeysDir + h.last.Name()))
	require.NoError(t, err)
	require.Contains(t, all(t, dir), string(key))
	require.NoError(t, h.store.Erase(t.Context(), h.last))
	erased := h.last
	h.remark(t, "The seal is gone.")
	h.put(t, "desks/AT/access.jsonl", firstLine+"{\"line\":2}\n")
	h.put(t, "max-bytes", "2000")
	require.NoError(t, os.Remove(h.path("officers/at/outbox/01.json")))

	o := h.options(dir)
	o.Onto = true
	done := written(t, o)
	require.Equal(t, first.Records, done.Before)
	require.Greater(t, done.Records, first.Records)
	b := opened(t, dir)
	h.same(t, b)
	for name, text := range before {
		got, err := os.ReadFile(filepath.Join(dir, name))
		if strings.HasSuffix(name, boxKeysEnd) {
			require.ErrorIs(t, err, fs.ErrNotExist, "the keys are made anew")
			continue
		}
		require.NoError(t, err)
		require.Equal(t, text, string(got), "what was written stays")
	}
	require.NotContains(t, all(t, dir), string(key), "erased there, erased here")
	added, err := os.ReadFile(filepath.Join(dir, "0002.files"))
	require.NoError(t, err)
	require.NotContains(t, string(added), firstLine, "of a file that grew only what was added")
	into := t.TempDir()
	require.NoError(t, b.Extract(t.Context(), into, false))
	text, err := os.ReadFile(filepath.Join(into, "desks/AT/access.jsonl"))
	require.NoError(t, err)
	require.Equal(t, firstLine+"{\"line\":2}\n", string(text))
	text, err = os.ReadFile(filepath.Join(into, "max-bytes"))
	require.NoError(t, err)
	require.Equal(t, "2000", string(text))
	require.NoFileExists(t, filepath.Join(into, "officers/at/outbox/01.json"))
	require.NoFileExists(t, filepath.Join(into, boxesDir+erased.Name()))
	require.FileExists(t, filepath.Join(into, erasedDir+erased.Name()))

	o.Head = h.Head()
	again := written(t, o)
	require.Equal(t, done.Records, again.Records, "nothing new is a backup too")
}

func fault(t testing.TB, err error) *Fault {
	t.Helper()
	f := new(Fault)
	require.ErrorAs(t, err, &f)
	require.NotEmpty(t, f.Next, "%v: what next", err)
	require.NotEmpty(t, f.File)
	return f
}

// copied is a copy of a backup that may be spoilt.
func copied(t testing.TB, dir string) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "copy")
	require.NoError(t, os.CopyFS(to, os.DirFS(dir)))
	return to
}

func TestADamagedBackupIsRefused(t *testing.T) {
	h, dir := newHouse(t, 1), t.TempDir()
	o := h.options(dir)
	o.Keys = true
	done := written(t, o)
	names := []string{manifestFile}
	for _, p := range done.Packs {
		names = append(names, p.Name)
	}
	for _, name := range names {
		text, err := os.ReadFile(filepath.Join(dir, name))
		require.NoError(t, err)
		other := copied(t, dir)
		file := filepath.Join(other, name)
		spoilt := func(what string, b []byte) {
			require.NoError(t, os.WriteFile(file, b, 0o600))
			_, err := Open(t.Context(), other, nil)
			require.Error(t, err, "%s: %s", name, what)
			fault(t, err)
			require.NoError(t, os.WriteFile(file, text, 0o600))
		}
		for at := 0; at < len(text); at += max(1, len(text)/31) {
			b := bytes.Clone(text)
			b[at] ^= 1
			spoilt(fmt.Sprintf("a bit at %d", at), b)
		}
		spoilt("cut", text[:len(text)-1])
		spoilt("cut in half", text[:len(text)/2])
		spoilt("empty", nil)
		spoilt("longer", append(bytes.Clone(text), '\n'))
		require.NoError(t, os.Remove(file))
		_, err = Open(t.Context(), other, nil)
		require.Error(t, err)
		fault(t, err)
	}
}

// forged writes a backup with other items, whose digests and manifest fit them.
func forged(t testing.TB, dir string, change func(*Manifest, map[string][]item)) string {
	t.Helper()
	b := opened(t, dir)
	packs := map[string][]item{}
	for _, p := range b.Packs {
		f, err := os.Open(filepath.Join(dir, p.Name))
		require.NoError(t, err)
		r, err := openPack(f)
		require.NoError(t, err)
		for {
			i, err := r.next()
			if err != nil {
				break
			}
			packs[p.Name] = append(packs[p.Name], i)
		}
		require.NoError(t, f.Close())
	}
	m := b.Manifest
	m.Packs = nil
	change(&m, packs)
	to := t.TempDir()
	var tree identity.Tree
	m.Records = 0
	for _, p := range b.Packs {
		w, err := createPack(to, p.Name)
		require.NoError(t, err)
		for _, i := range packs[p.Name] {
			require.NoError(t, w.add(i))
			if i.kind == record {
				tree.Add(i.body)
				m.Records++
			}
		}
		pack, err := w.close()
		require.NoError(t, err)
		m.Packs = append(m.Packs, pack)
	}
	m.Root = tree.Root()
	require.NoError(t, os.WriteFile(filepath.Join(to, manifestFile), []byte(m.text()), 0o600))
	return to
}

// TestAForgedBackupIsRefused: whoever makes all digests fit is still found out, by
// the chain, by what the hub signed for, or by what an author committed to.
func TestAForgedBackupIsRefused(t *testing.T) {
	h, dir := newHouse(t, 1), t.TempDir()
	written(t, h.options(dir))
	const first, files, boxKeys = "0001.records", "0001.files", "0001.enclosure-keys"
	_, err := Open(t.Context(), forged(t, dir, func(*Manifest, map[string][]item) {}), nil)
	require.NoError(t, err, "the forger himself changes nothing")
	renumber := func(list []item) {
		for i := range list {
			list[i].record.Seq = uint64(i + 1)
		}
	}
	for name, x := range map[string]struct {
		change func(*Manifest, map[string][]item)
		says   string
	}{
		"one removed": {func(_ *Manifest, p map[string][]item) { p[first] = append(p[first][:20:20], p[first][21:]...) }, "removed, inserted or moved"},
		"one removed, renumbered": {func(_ *Manifest, p map[string][]item) {
			p[first] = append(p[first][:20:20], p[first][21:]...)
			renumber(p[first])
		}, "does not follow"},
		"two exchanged": {func(_ *Manifest, p map[string][]item) {
			p[first][4], p[first][5] = p[first][5], p[first][4]
			renumber(p[first])
		}, "does not follow"},
		"the last removed": {func(_ *Manifest, p map[string][]item) { p[first] = p[first][:len(p[first])-1] }, "the tail was cut"},
		"the last altered": {func(_ *Manifest, p map[string][]item) {
			last := &p[first][len(p[first])-1]
			e, err := events.DecodeEntry(last.body)
			require.NoError(t, err)
			e.At = e.At.Add(1e6)
			last.body, err = events.EncodeEntry(e)
			require.NoError(t, err)
		}, "not those that the hub signed for"},
		"under another subject": {func(_ *Manifest, p map[string][]item) { p[first][3].record.Subject = "elsewhere" }, "another operation"},
		"another's head":        {func(m *Manifest, _ map[string][]item) { m.Head = newHouse(t, 2).Head() }, "not one that the hub"},
		"another's genesis": {func(m *Manifest, _ map[string][]item) {
			m.Genesis = events.DigestOf([]byte("another"))
		}, "genesis of another journal"},
		"an enclosure lost": {func(_ *Manifest, p map[string][]item) { p[boxKeys] = nil }, "an entry commits to this enclosure"},
		"another enclosure": {func(_ *Manifest, p map[string][]item) {
			for i := range p[boxKeys] {
				p[boxKeys][i].body = bytes.Repeat([]byte{7}, len(p[boxKeys][i].body))
			}
		}, "an entry commits to this enclosure"},
		"another text, well sealed": {func(_ *Manifest, p map[string][]item) {
			elsewhere := filepath.Join(t.TempDir(), "enclosures")
			store, err := enclosures.OpenDirectory(elsewhere, rand.NewChaCha8([32]byte{2}))
			require.NoError(t, err)
			require.NoError(t, store.Put(t.Context(), h.last, events.OpenEnclosure{Name: "remark", Class: events.Internal, Value: []byte("Another text.")}))
			for _, pack := range []string{files, boxKeys} {
				for i := range p[pack] {
					if strings.HasSuffix(p[pack][i].path, "/"+h.last.Name()) {
						p[pack][i].body, err = os.ReadFile(filepath.Join(elsewhere, strings.TrimPrefix(p[pack][i].path, "data/enclosures/")))
						require.NoError(t, err)
					}
				}
			}
		}, "an entry commits to this enclosure"},
		"a key among the files": {func(_ *Manifest, p map[string][]item) {
			p[files] = append(p[files], item{kind: piece, path: "keys/root.key"})
		}, "does not belong there"},
		"a way out": {func(_ *Manifest, p map[string][]item) {
			p[files] = append(p[files], item{kind: piece, path: "data/../../evil"})
		}, "is no line of a pack"},
		"into the store": {func(_ *Manifest, p map[string][]item) {
			p[files] = append(p[files], item{kind: piece, path: "data/store/jetstream/x"})
		}, "does not belong there"},
		"a file cut in the middle": {func(_ *Manifest, p map[string][]item) {
			p[files] = append(p[files], item{kind: piece, path: "max-bytes", offset: 77})
		}, "goes on with max-bytes at byte 77"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Open(t.Context(), forged(t, dir, x.change), nil)
			require.ErrorContains(t, err, x.says)
			fault(t, err)
		})
	}
}

// breaking is a journal that breaks off.
type breaking struct {
	journal.Journal
	after uint64
}

var errBroken = errors.New("the disk is gone")

func (b breaking) Read(ctx context.Context, from uint64, f func(journal.Record) error) (uint64, error) {
	return b.Journal.Read(ctx, from, func(r journal.Record) error {
		if r.Seq > b.after {
			return errBroken
		}
		return f(r)
	})
}

// TestCutShortLeavesTheOlderBackup: whatever a run that failed or died left behind.
func TestCutShortLeavesTheOlderBackup(t *testing.T) {
	h, dir := newHouse(t, 1), t.TempDir()
	first := h.options(dir)
	first.Journal = breaking{h.Store, 7}
	_, err := Write(t.Context(), first)
	require.ErrorIs(t, err, errBroken)
	list, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Empty(t, list, "a run that fails cleans up")
	for _, name := range []string{"0001.records", "0001.enclosure-keys", "manifest.new"} { // one that was killed does not
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte("half"), 0o600))
	}
	_, err = Open(t.Context(), dir, nil)
	require.ErrorContains(t, err, "holds no backup")
	fault(t, err)
	whole := written(t, h.options(dir))

	old := all(t, dir)
	h.remark(t, "It is back.")
	o := h.options(dir)
	o.Onto = true
	o.Journal = breaking{h.Store, whole.Records}
	_, err = Write(t.Context(), o)
	require.ErrorIs(t, err, errBroken)
	require.Equal(t, old, all(t, dir))
	o.Journal, o.Head = h.Store, newHouse(t, 2).Head()
	_, err = Write(t.Context(), o)
	require.ErrorContains(t, err, "not one that the hub", "what does not hold together takes no backup's place")
	require.Equal(t, old, all(t, dir))

	for _, name := range []string{"0002.records", "0002.enclosure-keys", "manifest.new"} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte("half"), 0o600))
	}
	require.Equal(t, whole.Records, opened(t, dir).Records)
	o.Head = h.Head()
	written(t, o)
	h.same(t, opened(t, dir))
}

func TestOntoAnotherIsRefused(t *testing.T) {
	h, dir := newHouse(t, 1), t.TempDir()
	written(t, h.options(dir))
	refused := func(o Options, says string) {
		t.Helper()
		before := all(t, o.Into)
		_, err := Write(t.Context(), o)
		require.ErrorContains(t, err, says)
		fault(t, err)
		require.Equal(t, before, all(t, o.Into))
	}
	refused(h.options(dir), "holds a backup already")
	o := newHouse(t, 2).options(dir)
	o.Onto = true
	refused(o, "and this is another")
	o = h.options(t.TempDir())
	o.Onto = true
	refused(o, "no backup to add to")
	o = h.options(t.TempDir())
	require.NoError(t, os.WriteFile(filepath.Join(o.Into, "thesis.txt"), nil, 0o600))
	refused(o, "is not empty")

	shorter := newHouse(t, 1) // the same seed: the same journal, until it goes on otherwise
	h.remark(t, "Only one of two has this.")
	longer := h.options(dir)
	longer.Onto = true
	written(t, longer)
	o = shorter.options(dir)
	o.Onto = true
	refused(o, "the journal lost its tail")
	shorter.remark(t, "And the other has this.")
	o = shorter.options(dir)
	o.Onto = true
	refused(o, "one of the two was altered")
}

// altering is a journal in which one record has other bytes, or is not there.
type altering struct {
	journal.Journal
	seq  uint64
	gone bool
}

func (a altering) Read(ctx context.Context, from uint64, f func(journal.Record) error) (uint64, error) {
	return a.Journal.Read(ctx, from, func(r journal.Record) error {
		switch {
		case r.Seq == a.seq && a.gone:
			return &journal.GapError{Where: "journal", Want: r.Seq, Got: r.Seq + 1}
		case r.Seq == a.seq:
			r.Body = append(bytes.Clone(r.Body), ' ')
		}
		return f(r)
	})
}

// TestOntoReadsTheOldRecordsToo: what rots in the journal is found by the next run,
// and the backup keeps what it has.
func TestOntoReadsTheOldRecordsToo(t *testing.T) {
	h, dir := newHouse(t, 1), t.TempDir()
	written(t, h.options(dir))
	before := all(t, dir)
	o := h.options(dir)
	o.Onto, o.Journal = true, altering{Journal: h.Store, seq: 7}
	_, err := Write(t.Context(), o)
	require.ErrorContains(t, err, "one of the two was altered")
	fault(t, err)
	o.Journal = altering{Journal: h.Store, seq: 7, gone: true}
	_, err = Write(t.Context(), o)
	require.ErrorIs(t, err, journal.ErrDamaged)
	require.Equal(t, before, all(t, dir))
}

// TestWhatWasMissingIsSaid: a damaged installation can be backed up, and what it
// lacked is no fault of the backup.
func TestWhatWasMissingIsSaid(t *testing.T) {
	h, dir := newHouse(t, 1), t.TempDir()
	require.NoError(t, os.WriteFile(h.path(boxesDir+h.last.Name()), []byte("rot"), 0o600))
	done := written(t, h.options(dir))
	require.Contains(t, done.Missing, h.last.Name())
	require.Equal(t, done.Missing, opened(t, dir).Missing)
}

// TestTheNoteKeepsTheFirstTimes: a restored journal's own times are those of the
// restore, and the note gives the first ones, to a second backup too.
func TestTheNoteKeepsTheFirstTimes(t *testing.T) {
	h, dir := newHouse(t, 1), t.TempDir()
	b := written(t, h.options(dir)).Backup
	none, err := ReadRestored(h.root)
	require.NoError(t, err)
	require.Nil(t, none)
	require.Equal(t, journal.Journal(h.Store), none.Over(h.Store))

	later := h.Now().Add(1e12)
	again := journal.NewMemory(later.Std, 0)
	last := map[string]uint64{}
	for _, r := range records(t, b) {
		last[r.Subject], err = again.Append(t.Context(), r.Subject, r.Body, last[r.Subject])
		require.NoError(t, err)
	}
	require.NoError(t, b.Note(t.Context(), h.root, later))
	note, err := ReadRestored(h.root)
	require.NoError(t, err)
	require.Equal(t, b.Records, note.Records)
	require.Equal(t, b.Root, note.Root)
	require.True(t, later.UTC() == note.At)
	require.Equal(t, later.Std().UnixMilli(), records(t, again)[5].Stored.UnixMilli())
	o := h.options(t.TempDir())
	o.Journal = note.Over(again)
	h.same(t, written(t, o).Backup)
	for name, text := range map[string]string{"cut": restoredWord + "\nat " + later.UTC().String() + "\nrecords 2 x\n", "empty": ""} {
		h.put(t, restoredAt, text)
		_, err = ReadRestored(h.root)
		require.Error(t, err, name)
		fault(t, err)
	}
}
