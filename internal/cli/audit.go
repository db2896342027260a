package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"

	"vigil/events"
	"vigil/internal/audit"
	"vigil/internal/backup"
	"vigil/internal/journal"
	"vigil/internal/nats/broker"
	"vigil/internal/nats/store"
)

var auditCommands = []Command{
	{
		Words: "verify", Args: "[BACKUP]", Short: "prove that nothing was altered, removed, inserted or reordered",
		Long:    "Reads the whole journal and decides every entry again: chains, signatures, rules,\nthe tree head, feeds and views. Works on a copy and leaves the directory as it is,\nbyte for byte. While a hub runs it reads the audit's mirror of the journal instead\n(feeds and views are then not compared). A backup, if one is named, is read through\ntoo: every byte, and every enclosure. Prints no case data. Exit 7 if anything does\nnot hold.",
		Example: "vigil verify\nvigil verify ./backup\nvigil verify --genesis 8f434346648f6b96df89dda901c5176b10a6d83961dd3c1ac88b59b2dc327aa4",
		Flags:   []Flag{takes("genesis", "DIGEST", "what vigil init printed: the journal must begin with that")},
		Run:     runVerify,
	},
	replayCommand,
}

// archive is a journal opened for reading by an auditor.
type archive struct {
	journal journal.Journal
	feeds   journal.FeedReader // nil beside a running hub
	views   journal.ViewReader
	mirror  string // why this is the audit's mirror; "": it is the store
	close   func() error
	live    bool // somebody writes it
}

// openArchive opens a copy of the store; or, while a hub holds it, the audit's
// mirror.
func (d directory) openArchive(ctx context.Context, env Env) (_ archive, err error) {
	if _, err := os.Stat(d.store()); err != nil {
		return archive{}, d.absent()
	}
	lock, err := d.lockStore()
	if errors.Is(err, journal.ErrLocked) || errors.Is(err, errElsewhere) {
		return d.openMirror(ctx, env, err)
	}
	if err != nil {
		return archive{}, err
	}
	hub, done, err := d.openCopy(ctx, broker.OpenScratch, store.Options{JournalStream: broker.JournalStream, Canonical: broker.CanonicalConfig})
	if err := errors.Join(err, lock.Release()); err != nil {
		return archive{}, err
	}
	return archive{journal: hub, feeds: hub, views: hub, close: done}, nil
}

// openCopy serves a copy of the store, of which the caller holds the lock.
func (d directory) openCopy(ctx context.Context, open func(from, dir string, log *slog.Logger) (*broker.Scratch, error), o store.Options) (*store.Hub, func() error, error) {
	dir, err := os.MkdirTemp("", "vigil-verify-")
	if err != nil {
		return nil, nil, err
	}
	scratch, err := open(d.store(), dir, nil)
	if err != nil {
		return nil, nil, errors.Join(err, os.RemoveAll(dir))
	}
	o.Names, o.JournalPrefix, o.Durability = hubNames, broker.JournalPrefix, journal.Fsync
	hub, err := store.OpenHub(ctx, scratch.Conn, o)
	if err != nil {
		return nil, nil, errors.Join(err, scratch.Close())
	}
	return hub, scratch.Close, nil
}

// lockStore locks the store: errElsewhere if it is not here, journal.ErrLocked if a hub
// has it.
func (d directory) lockStore() (*broker.DirLock, error) {
	if e, err := d.elsewhere(); err != nil || e != nil {
		return nil, errors.Join(err, errElsewhere)
	}
	return broker.Lock(d.store())
}

// errElsewhere says why there is no store here to copy.
var errElsewhere = errors.New("the streams are on servers elsewhere")

// openMirror opens the audit's mirror for the reason given.
func (d directory) openMirror(ctx context.Context, env Env, locked error) (archive, error) {
	servers, err := d.servers(env, d.url())
	if err != nil {
		return archive{}, err
	}
	if servers.URL == "" {
		return archive{}, locked
	}
	conn, err := servers.Dial(d.auditorCreds(), auditor, false)
	if err != nil && errors.Is(locked, errElsewhere) {
		return archive{}, fmt.Errorf("%w: %w, at %s: %w", journal.ErrUnavailable, errElsewhere, servers.URL, err)
	}
	if err != nil {
		return archive{}, fmt.Errorf("%w; and its mirror for the audit cannot be reached at %s: %w", locked, servers.URL, err)
	}
	why, durable := "a hub is running", journal.Fsync
	if errors.Is(locked, errElsewhere) {
		why, durable = errElsewhere.Error(), "" // what those servers promise an auditor cannot ask
	}
	mirror, err := store.OpenHub(ctx, conn, store.Options{
		Names: hubNames, JournalStream: broker.AuditStream, JournalPrefix: broker.JournalPrefix, Durability: durable,
	})
	if err != nil {
		conn.Close()
		return archive{}, err
	}
	return archive{journal: mirror, mirror: why + "; this was the audit's mirror", live: true, close: func() error { conn.Close(); return nil }}, nil
}

func runVerify(ctx context.Context, c *Call) (err error) {
	d := directory(c.Connect.Dir)
	o := audit.Options{Repeat: "vigil verify --dir " + string(d)}
	if at := c.arg("BACKUP"); at != "" {
		o.Repeat = "vigil verify " + at
	}
	if text := c.given["genesis"]; text != "" {
		if err := o.Genesis.UnmarshalText([]byte(text)); err != nil {
			return usage("vigil verify", "--genesis: %v", err)
		}
		if o.Genesis == (events.Digest{}) {
			return usage("vigil verify", "--genesis: no journal begins with a digest of zeros")
		}
	}
	if at := c.arg("BACKUP"); at != "" {
		return c.verifyBackup(ctx, at, o)
	}
	// The head is read first: what is appended meanwhile lies behind it.
	switch head, err := os.ReadFile((&books{dir: d.data()}).headPath()); {
	case err == nil:
		o.Head = string(head)
	default:
		o.HeadMissing = "its file cannot be read"
	}
	a, err := d.openArchive(ctx, c.Env)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.close()) }()
	// A tail that stays behind what was signed for is a finding, with its text.
	if err := caughtHead(ctx, a, o.Head); err != nil && !errors.Is(err, journal.ErrDamaged) {
		return err
	}
	note, noteless := backup.ReadRestored(string(d))
	p := c.progress("verifying")
	o.Journal, o.Feeds, o.Views, o.Progress = note.Over(a.journal), a.feeds, a.views, p.step
	report, err := audit.Verify(ctx, o)
	p.done()
	if err != nil {
		return err
	}
	whole := reported(report)
	if note != nil {
		whole.Restored = &restoredLine{note.At, note.Records}
	}
	if err := c.answer(answer{Name: "verified", Whole: whole, Human: func(w io.Writer) {
		c.printReport(w, report, a.mirror)
		switch {
		case noteless != nil:
			fmt.Fprintf(w, "%s %s\n", c.paint(notice, "!"), clean(noteless.Error()))
		case note != nil:
			fmt.Fprintf(w, "– restored from a backup %s: when entries 1–%d were first stored is as that says\n", note.At, note.Records)
		}
	}}); err != nil {
		return err
	}
	return verdict(report)
}

// verdict is the error of a report in which something does not hold.
func verdict(r audit.Report) error {
	if r.Failed() {
		return unverifiedError{fmt.Errorf("%d findings; what holds is said with each", uint64(len(r.Findings))+r.More)}
	}
	return nil
}

// verified is a report as programs are told of it.
type verified struct {
	Journal    events.JournalTerms `json:"journal"`
	Genesis    events.Digest       `json:"genesis"`
	Entries    uint64              `json:"entries"`
	Operations uint64              `json:"operations"`
	Officers   uint64              `json:"officers"`
	Signatures uint64              `json:"signatures"`
	Fired      uint64              `json:"fired"`
	Head       uint64              `json:"head"`
	Messages   uint64              `json:"messages"`
	Documents  uint64              `json:"documents"`
	Findings   []foundLine         `json:"findings"`
	More       uint64              `json:"more"`
	Restored   *restoredLine       `json:"restored,omitempty"`
	Backup     *backupLine         `json:"backup,omitempty"`
}

// restoredLine says that a store was made from a backup.
type restoredLine struct {
	At      events.Time `json:"at"`
	Entries uint64      `json:"entries"`
}

type foundLine struct {
	Seq    uint64        `json:"seq,omitempty"`
	Viewer events.Viewer `json:"viewer,omitempty"`
	Key    string        `json:"key,omitempty"`
	What   audit.Kind    `json:"what"`
	Weight audit.Weight  `json:"weight"`
	Text   string        `json:"text"`
	Holds  string        `json:"holds,omitempty"`
	Next   string        `json:"next,omitempty"`
	Repeat string        `json:"repeat,omitempty"`
}

func reported(r audit.Report) verified {
	v := verified{
		Journal: r.Journal, Genesis: r.Genesis, Entries: r.Entries, Operations: r.Operations, Officers: r.Officers,
		Signatures: r.Signatures, Fired: r.Fired, Head: r.HeadSize, Messages: r.Messages, Documents: r.Views, Findings: []foundLine{}, More: r.More,
	}
	for _, f := range r.Findings {
		v.Findings = append(v.Findings, foundLine{f.Seq, f.Viewer, f.Key, f.What, f.Weight, f.Text, f.Holds, f.Next, f.Repeat})
	}
	return v
}

func (c *Call) printReport(w io.Writer, r audit.Report, uncompared string) {
	fmt.Fprintf(w, "%sjournal %s · genesis %s\n", banner(r.Journal.Class), r.Journal.ID, r.Genesis)
	wrong := map[audit.Weight]int{}
	for _, f := range r.Findings {
		wrong[f.Weight]++
	}
	if wrong[audit.Failure] == 0 {
		fmt.Fprintf(w, "✔ %d entries, no gap, every one follows from the one before\n", r.Entries)
		fmt.Fprintf(w, "✔ %d signatures of %s; every entry decided again with the same outcome\n", r.Signatures, signedBy(r))
		fmt.Fprintf(w, "✔ tree head covers %d of %d entries\n", min(r.HeadSize, r.Entries), r.Entries)
		if uncompared != "" {
			fmt.Fprintf(w, "– feeds and views not compared: %s\n", uncompared)
		} else {
			fmt.Fprintf(w, "✔ %d feeds with %d messages and %d documents are what the journal gives\n", r.Feeds, r.Messages, r.Views)
		}
	}
	for _, f := range r.Findings {
		mark, p := "✖", alarm
		if f.Weight == audit.Notice {
			mark, p = "!", notice
		}
		where := ""
		if f.Seq > 0 {
			where = fmt.Sprintf("entry %d: ", f.Seq)
		}
		if f.Viewer != "" {
			where += fmt.Sprintf("%s: ", who(f.Viewer))
		}
		if f.Key != "" {
			where += f.Key + ": "
		}
		fmt.Fprintf(w, "%s %s%s (%s)\n", c.paint(p, mark), where, f.Text, f.What)
		for _, line := range [][2]string{{"holds", f.Holds}, {"next", f.Next}, {"repeat", f.Repeat}} {
			if line[1] != "" {
				fmt.Fprintf(w, "    %-7s %s\n", line[0]+":", line[1])
			}
		}
	}
	if r.More > 0 {
		mark, p := "!", notice
		if r.Worse {
			mark, p = "✖", alarm
		}
		fmt.Fprintf(w, "%s and %d more of the same kinds\n", c.paint(p, mark), r.More)
	}
}

// signedBy says who can have signed: whoever was enrolled, and the clock if it did.
func signedBy(r audit.Report) string {
	if r.Fired == 0 {
		return counted(int(r.Officers), "officer") + " and the root"
	}
	return counted(int(r.Officers), "officer") + ", the root and the hub's clock (" + counted(int(r.Fired), "time") + ")"
}
