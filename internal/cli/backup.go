package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"vigil/events"
	"vigil/internal/audit"
	"vigil/internal/backup"
	"vigil/internal/journal"
	"vigil/internal/nats/broker"
	"vigil/internal/nats/store"
)

var backupCommands = []Command{
	{
		Words: "backup", Args: "BACKUP", Short: "copy what cannot be computed again, and read the copy again",
		Long: "Copies the journal byte for byte, the enclosures, the registers, the access logs and\n" +
			"the tree head into plain files; while a hub runs, by the audit's mirror. The copy is\n" +
			"read again and checked before it counts; a run that fails leaves an older one whole.\n" +
			"What is recorded after a backup is not in it: run it as often as you can afford to\n" +
			"lose, and keep it on another machine. Signing keys are not in it, unless asked for.",
		Example: "vigil backup ./backup\nvigil backup ./backup --onto --off-host\nvigil backup ./rescued --from audit",
		Flags: []Flag{
			toggle("onto", "add what is new to the backup that is there"),
			toggle("with-keys", "the signing keys too: who has the backup can then sign as everybody"),
			toggle("off-host", "you know that BACKUP lies on another machine: doctor believes it"),
			takes("from", "SOURCE", "audit: from the audit's mirror, where the journal is damaged (default: store)"),
		},
		Run: runBackup,
	},
	{
		Words: "restore", Args: "BACKUP", Short: "make a directory anew from a backup",
		Long: "Makes the directory of --dir anew, which must be empty or not there yet: checks the\n" +
			"backup, appends its records to a new store, computes feeds and views, and verifies\n" +
			"all of it before the directory gets its name. Desks go on from where they were. The\n" +
			"keys are those of --keys, or the backup's if it has them.",
		Example: "vigil restore ./backup --dir ./vigil-new --keys ./keys-copy\nvigil restore ./backup --dir ./vigil-new --keys ./vigil --genesis 8f434346648f6b96df89dda901c5176b10a6d83961dd3c1ac88b59b2dc327aa4",
		Flags: []Flag{
			takes("keys", "DIR", "a vigil directory, or a copy of its keys, desks, officers and contexts"),
			takes("genesis", "DIGEST", "what vigil init printed: the backup must begin with that"),
			toggle("without-head", "take a backup that has no tree head, of which nobody can see what was cut from its end"),
		},
		Run: runRestore,
	},
}

// backupLine is what a backup is, as programs are told of it.
type backupLine struct {
	Journal    events.JournalTerms `json:"journal"`
	Genesis    events.Digest       `json:"genesis"`
	Made       events.Time         `json:"made"`
	Source     string              `json:"source"`
	Entries    uint64              `json:"entries"`
	Added      uint64              `json:"added"`
	Covered    uint64              `json:"covered"` // by the tree head
	Enclosures int                 `json:"enclosures"`
	Missing    []string            `json:"missing"`
	Keys       bool                `json:"keys"`
	Packs      int                 `json:"packs"`
	Bytes      int64               `json:"bytes"`
	Left       []string            `json:"left,omitempty"`
	Where      string              `json:"where"`
}

func backedUp(b *backup.Backup, where string) backupLine {
	return backupLine{
		Journal: b.Manifest.Journal, Genesis: b.Genesis, Made: b.Made, Source: b.Source, Entries: b.Records, Covered: b.Covered(),
		Enclosures: b.Enclosures(), Missing: append([]string{}, b.Missing...), Keys: b.WithKeys(), Packs: len(b.Packs), Bytes: b.Size(), Where: where,
	}
}

func runBackup(ctx context.Context, c *Call) (err error) {
	d, into := directory(c.Connect.Dir), c.arg("BACKUP")
	source := or(c.given["from"], backup.FromStore)
	if source != backup.FromStore && source != backup.FromAudit {
		return usage("vigil backup", "--from: %q: write audit, or leave it out", clean(source))
	}
	if inside(into, string(d)) {
		return usage("vigil backup", "%s lies in the directory it is a backup of: name one elsewhere, best on another machine", into)
	}
	if !d.exists() {
		return d.absent()
	}
	if err := backup.Fits(into, c.switched("onto")); err != nil {
		return faulty(err)
	}
	note, err := backup.ReadRestored(string(d))
	if err != nil {
		return faulty(err)
	}
	a, err := d.openSource(ctx, c.Env, source)
	if err != nil {
		return damaged(err, source, into)
	}
	defer func() { err = errors.Join(err, a.close()) }()
	if a.live { // what was acknowledged before this began is signed for by then
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(headWithin):
		}
	}
	// The head is read before the journal: what is appended meanwhile lies behind it.
	head, err := (&books{dir: d.data()}).LastHead()
	if err != nil {
		return err
	}
	if err := caughtHead(ctx, a, head); err != nil {
		return damaged(err, source, into)
	}
	lock, err := broker.Lock(into)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, lock.Release()) }()
	if same, known := sameDisk(string(d), into); same && known && c.switched("off-host") {
		return usage("vigil backup", "--off-host: %s lies on the same disk as %s: name a path on another machine, or leave --off-host out", into, d)
	}
	began, p := c.Now(), c.progress("backing up")
	done, err := backup.Write(ctx, backup.Options{
		Journal: note.Over(a.journal), Source: source, Head: head, Root: string(d), Into: into,
		Onto: c.switched("onto"), Keys: c.switched("with-keys"), Made: events.TimeOf(began), Progress: p.step,
	})
	p.done()
	if err != nil {
		return damaged(err, source, into)
	}
	line := backedUp(done.Backup, into)
	line.Added, line.Left = done.Records-done.Before, done.Left
	if err := d.noteBackup(line, c.switched("off-host")); err != nil {
		return fmt.Errorf("the backup is whole, but it could not be noted in the directory, so vigil doctor does not know of it: %w", err)
	}
	return c.answer(answer{Name: "backup", Whole: line, Human: func(w io.Writer) { c.printBackup(w, d, line, c.Now().Sub(began)) }})
}

func (c *Call) printBackup(w io.Writer, d directory, l backupLine, took time.Duration) {
	fmt.Fprintf(w, "%sbackup of journal %s · genesis %s\n", banner(l.Journal.Class), l.Journal.ID, l.Genesis)
	fmt.Fprintf(w, "✔ %d entries, %d of them new, read again: no gap, every one follows from the one before\n", l.Entries, l.Added)
	c.printBacked(w, l)
	if !l.Keys {
		fmt.Fprintf(w, "– signing keys are not in it: keep a copy of those in %s apart from it\n", d)
	}
	for _, name := range l.Left {
		fmt.Fprintf(w, "%s %s is not vigil's and was left out\n", c.paint(notice, "!"), clean(name))
	}
	fmt.Fprintf(w, "  in     %s  (%d files, %d bytes, %s)\n", l.Where, l.Packs+1, l.Bytes, took.Round(10*time.Millisecond))
	fmt.Fprintf(w, "  loses  what is recorded from now on, until vigil backup %s --onto\n", l.Where)
}

// printBacked is what is said of a backup when it is made and when it is verified.
func (c *Call) printBacked(w io.Writer, l backupLine) {
	c.printCovered(w, l)
	fmt.Fprintf(w, "✔ %d of %s whole or erased; who reads this backup can read them\n", l.Enclosures-len(l.Missing), counted(l.Enclosures, "enclosure"))
	if n := len(l.Missing); n > 0 {
		fmt.Fprintf(w, "%s %s missing or damaged in the directory already: look for them in an older backup\n", c.paint(notice, "!"), counted(n, "enclosure"))
	}
	if l.Keys {
		fmt.Fprintf(w, "%s THE SIGNING KEYS ARE IN IT: who has this backup can sign as hub, root and every officer whose key lay there\n", c.paint(alarm, "▲"))
	}
}

func (c *Call) printCovered(w io.Writer, l backupLine) {
	if l.Covered > 0 {
		fmt.Fprintf(w, "✔ tree head covers %d of %d entries\n", l.Covered, l.Entries)
		return
	}
	fmt.Fprintf(w, "%s there is no tree head: a journal cut at its end would look the same\n", c.paint(notice, "!"))
}

// openSource opens what a backup is read from.
func (d directory) openSource(ctx context.Context, env Env, source string) (archive, error) {
	if source == backup.FromStore {
		return d.openArchive(ctx, env)
	}
	lock, err := d.lockStore()
	if errors.Is(err, journal.ErrLocked) || errors.Is(err, errElsewhere) {
		return d.openMirror(ctx, env, err)
	}
	if err != nil {
		return archive{}, err
	}
	mirror, done, err := d.openCopy(ctx, broker.OpenAuditScratch, store.Options{JournalStream: broker.AuditStream})
	if err := errors.Join(err, lock.Release()); err != nil {
		return archive{}, err
	}
	return archive{journal: mirror, close: done}, nil
}

// headWithin is longer than a hub takes from an append to a tree head that covers it.
const headWithin = 500 * time.Millisecond

// mirrorWithin is how long the audit's mirror may take to have what the head covers.
// After a start it may be a while until a mirror is fed again.
const mirrorWithin = 15 * time.Second

// caughtHead waits until a journal reaches as far as the hub has signed for. The
// mirror of a running hub can be a moment behind; what stays behind has lost its tail.
func caughtHead(ctx context.Context, a archive, signed string) error {
	if signed == "" {
		return nil
	}
	head, err := backup.Claimed(signed)
	if err != nil {
		return fmt.Errorf("%w: the tree head is not as a hub writes it: %w", journal.ErrDamaged, err)
	}
	late := time.After(0)
	if a.live {
		late = time.After(mirrorWithin)
	}
	for {
		state, err := a.journal.State(ctx)
		if err != nil || state.Last >= head.Size {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-late:
			return fmt.Errorf("%w: the hub signed for %d entries and %d are left: the tail is missing", journal.ErrDamaged, head.Size, state.Last)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// faulty makes of what is wrong with a backup an error with its exit code and hint.
func faulty(err error) error {
	f := new(backup.Fault)
	switch {
	case !errors.As(err, &f):
		return err
	case f.None:
		return notFound("no-such-backup", f.Next, "%s", f.Error())
	}
	return &hintedError{unverifiedError{err}, f.Next}
}

// damaged says where else the journal may be, if it is the journal that is damaged.
func damaged(err error, source, into string) error {
	f := new(backup.Fault)
	if errors.As(err, &f) || !errors.Is(err, journal.ErrDamaged) {
		return faulty(err)
	}
	hint := "keep the directory as evidence; vigil verify says what holds; then vigil backup " + into + " --from audit, and vigil restore"
	if source == backup.FromAudit {
		hint = "the mirror is damaged too: keep the directory as evidence, and vigil restore from the last backup"
	}
	return &hintedError{unverifiedError{err}, hint}
}

// inside tells whether a path lies in a directory.
func inside(path, dir string) bool {
	a, err := filepath.Abs(path)
	b, err2 := filepath.Abs(dir)
	if err != nil || err2 != nil {
		return false
	}
	rel, err := filepath.Rel(b, a)
	return err == nil && filepath.IsLocal(rel)
}

// backupNote is a line of data/backups, by which doctor knows of the last backup.
type backupNote struct {
	At       events.Time `json:"at"`
	Where    string      `json:"where"`
	Entries  uint64      `json:"entries"`
	Bytes    int64       `json:"bytes"`
	Keys     bool        `json:"keys"`
	SameDisk bool        `json:"sameDisk"` // as the directory itself
	OffHost  bool        `json:"offHost"`  // said by who made it
}

func (d directory) backups() string { return d.path("data", "backups") }

func (d directory) noteBackup(l backupLine, offHost bool) error {
	where, err := filepath.Abs(l.Where)
	if err != nil {
		return err
	}
	same, known := sameDisk(string(d), where)
	line, err := events.Marshal(backupNote{At: l.Made, Where: where, Entries: l.Entries, Bytes: l.Bytes, Keys: l.Keys,
		SameDisk: same || !known, OffHost: offHost})
	if err != nil {
		return err
	}
	return appendTo(d.backups(), string(line)+"\n")
}

// lastBackup is the last that was made of this directory; false: none was.
func (d directory) lastBackup() (n backupNote, any bool, err error) {
	b, err := os.ReadFile(d.backups())
	if errors.Is(err, os.ErrNotExist) {
		return n, false, nil
	}
	if err != nil {
		return n, false, err
	}
	lines := bytes.Split(bytes.TrimSpace(b), []byte("\n"))
	err = json.Unmarshal(lines[len(lines)-1], &n)
	return n, err == nil, err
}

// verifyBackup verifies a backup as a directory is: all of it that a backup has.
func (c *Call) verifyBackup(ctx context.Context, at string, o audit.Options) error {
	p := c.progress("reading the backup")
	b, err := backup.Open(ctx, at, p.step)
	p.done()
	if err != nil {
		return faulty(err)
	}
	p = c.progress("verifying")
	o.Journal, o.Head, o.Progress = b, b.Head, p.step
	report, err := audit.Verify(ctx, o)
	p.done()
	if err != nil {
		return err
	}
	line, whole := backedUp(b, at), reported(report)
	whole.Backup = &line
	if err := c.answer(answer{Name: "verified", Whole: whole, Human: func(w io.Writer) {
		c.printReport(w, report, "they are not in a backup")
		fmt.Fprintf(w, "– backup made %s from the %s: %d files, %d bytes\n", b.Made, b.Source, line.Packs+1, line.Bytes)
		c.printBacked(w, line)
	}}); err != nil {
		return err
	}
	return verdict(report)
}
