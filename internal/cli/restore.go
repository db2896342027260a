package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"vigil/events"
	"vigil/internal/audit"
	"vigil/internal/backup"
	"vigil/internal/identity"
	"vigil/internal/journal"
	"vigil/internal/nats/broker"
	"vigil/internal/nats/store"
)

// restoredReport is what a restore tells programs.
type restoredReport struct {
	Backup   backupLine `json:"backup"`
	Where    string     `json:"where"`
	Millis   int64      `json:"tookMs"`
	Feeds    uint64     `json:"feeds"`
	Messages uint64     `json:"messages"`
}

func runRestore(ctx context.Context, c *Call) (err error) {
	d := directory(c.Connect.Dir)
	if c.given["dir"] == "" && c.Getenv("VIGIL_DIR") == "" {
		d = "./vigil"
	}
	if list, err := os.ReadDir(string(d)); err == nil && len(list) > 0 {
		return usage("vigil restore", "%s is not empty, and nothing is restored over anything: name another --dir", d)
	} else if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	began, at := c.Now(), c.arg("BACKUP")
	p := c.progress("reading the backup")
	b, err := backup.Open(ctx, at, p.step)
	p.done()
	if err != nil {
		return faulty(err)
	}
	if text := c.given["genesis"]; text != "" {
		var want events.Digest
		if err := want.UnmarshalText([]byte(text)); err != nil {
			return usage("vigil restore", "--genesis: %v", err)
		}
		if want != b.Genesis {
			return &hintedError{unverifiedError{fmt.Errorf("%s is a backup of the journal with genesis %s, and %s was asked for: it is another journal", at, b.Genesis, want)},
				"compare with what vigil init printed, and look for the backup that belongs to it"}
		}
	}
	if b.Head == "" && !c.switched("without-head") {
		return &hintedError{unverifiedError{fmt.Errorf("%s has no tree head: a hub would sign for what is in it, and nobody would see what was cut from its end", at)},
			"look for a backup that has one; if there is none, compare the number of entries with what the desks have receipts for, and say --without-head"}
	}
	// Made aside: a directory by that name is a whole one, whatever happens here.
	whole, err := filepath.Abs(string(d))
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(whole), 0o700); err != nil {
		return err
	}
	aside, err := os.MkdirTemp(filepath.Dir(whole), filepath.Base(whole)+".restoring-")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(aside))
		}
	}()
	report, err := c.restore(ctx, directory(aside), b)
	if err != nil {
		return err
	}
	if err := flushTree(aside); err != nil {
		return err
	}
	if err := os.Rename(aside, whole); err != nil {
		return err
	}
	if err := errors.Join(flushDir(filepath.Dir(whole)), d.writeContexts()); err != nil {
		return err
	}
	took := c.Now().Sub(began)
	r := restoredReport{backedUp(b, at), string(d), took.Milliseconds(), report.Feeds, report.Messages}
	return c.answer(answer{Name: "restored", Whole: r, Human: func(w io.Writer) {
		fmt.Fprintf(w, "%srestored journal %s · genesis %s\n", banner(b.Manifest.Journal.Class), b.Manifest.Journal.ID, b.Genesis)
		fmt.Fprintf(w, "✔ %d entries, byte for byte, each at its number; decided again with the same outcome\n", report.Entries)
		c.printCovered(w, r.Backup)
		fmt.Fprintf(w, "✔ %d feeds with %d messages and %d documents computed again: desks go on from there\n", report.Feeds, report.Messages, report.Views)
		fmt.Fprintf(w, "– what was recorded after the backup of %s is not in it: ask the desks what they have receipts for\n", b.Made)
		fmt.Fprintf(w, "  in     %s  (%s)\n", d, took.Round(10*time.Millisecond))
		fmt.Fprintf(w, "next: vigil doctor --dir %s, then vigil serve --dir %s; never start the old directory again\n", d, d)
	}})
}

// flushTree returns when all of a directory is on the disk.
func flushTree(dir string) error {
	return filepath.WalkDir(dir, func(name string, _ os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return flushDir(name) // of a file it flushes the file
	})
}

// restore makes a whole installation in an empty directory.
func (c *Call) restore(ctx context.Context, d directory, b *backup.Backup) (report audit.Report, err error) {
	from := c.given["keys"]
	if err := b.Extract(ctx, string(d), from == ""); err != nil {
		return report, err
	}
	if from != "" {
		if err := backup.CopyKeys(from, string(d)); err != nil {
			return report, fmt.Errorf("the keys of %s: %w", from, err)
		}
	}
	if err := errors.Join(d.ownKeys(b, from), d.ownAccounts(ctx, b)); err != nil {
		return report, err
	}
	if err := c.refill(ctx, d, b); err != nil {
		return report, err
	}
	if err := b.Note(ctx, string(d), events.TimeOf(c.Now())); err != nil {
		return report, err
	}
	if b.Head != "" {
		if err := (&books{dir: d.data()}).Head(b.Head); err != nil {
			return report, err
		}
	}
	if err := c.recompute(ctx, d, b); err != nil {
		return report, err
	}
	return c.prove(ctx, d, b)
}

// ownKeys makes sure that the keys are those of the journal, before anything is signed
// with them.
func (d directory) ownKeys(b *backup.Backup, from string) error {
	next := "name the directory that has them with --keys: a copy of the old one's keys, desks, officers and contexts"
	for _, k := range []struct {
		name string
		want events.PublicKey
	}{{"root", b.Keys.Root}, {"hub", b.Keys.Hub}, {"clock", b.Keys.Clock}} {
		key, err := identity.ReadKeyFile(d.key(k.name))
		if errors.Is(err, os.ErrNotExist) {
			where := "this backup was made without keys"
			if from != "" {
				where = fmt.Sprintf("%s has no %s", from, filepath.Join("keys", k.name+".key"))
			}
			return &hintedError{usage("vigil restore", "the %s key is missing: %s", k.name, where), next}
		}
		if err != nil {
			return err
		}
		if key.Public() != k.want {
			return &hintedError{unverifiedError{fmt.Errorf("the %s key is %s, and the journal's is %s: these are the keys of another journal", k.name, key.ID(), k.want.ID())}, next}
		}
	}
	return nil
}

// ownAccounts makes sure that the accounts are those that the registry names.
func (d directory) ownAccounts(ctx context.Context, b *backup.Backup) error {
	realm, err := broker.OpenRealm(d.realm())
	if err != nil {
		return err
	}
	_, err = b.Read(ctx, 1, func(r journal.Record) error {
		if r.Subject != string(events.Registry) {
			return nil
		}
		e, err := events.DecodeEntry(r.Body)
		if err != nil {
			return err
		}
		added, is := e.Events[0].(events.CountryAdded)
		if code := string(added.Country.Code.Desk()); is && added.Country.Account != events.Account(realm.AccountKey(code)) {
			return &hintedError{unverifiedError{fmt.Errorf("the account key of %s is missing, or another than the registry names", added.Country.Code)},
				"name with --keys the directory that has keys/accounts/country-" + code + ".nk"}
		}
		return nil
	})
	return err
}

// refill appends every record of a backup to a new store, and reads all of it again.
func (c *Call) refill(ctx context.Context, d directory, b *backup.Backup) (err error) {
	realm, err := broker.OpenRealm(d.realm())
	if err != nil {
		return err
	}
	limit, err := d.maxBytes()
	if err != nil {
		return err
	}
	server, err := broker.Start(broker.Options{StoreDir: d.store(), Realm: realm, Logger: c.log(), Random: realDice("credentials"), JournalMaxBytes: limit})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, server.Stop()) }()
	config, err := server.EnsureJournal(ctx)
	if err != nil {
		return err
	}
	if !strings.Contains(b.Stream.Config, "\nnum_replicas 1\n") {
		return &hintedError{unverifiedError{errors.New("this journal was kept in several copies on NATS servers; restore makes one on this machine, which is not configured as genesis says it must be")},
			"the copies are what saves it from the loss of a server; to read what is in the backup, vigil verify BACKUP"}
	}
	if config != b.Stream.Config {
		return &hintedError{unverifiedError{errors.New("genesis wants the journal's stream configured otherwise than this vigil makes it")},
			"restore with the vigil that made the backup; if max-bytes was changed in the directory, put the old one back"}
	}
	credential, err := realm.Credential(broker.User{Role: broker.Hub, ID: "hub"}, realDice("credentials"))
	if err != nil {
		return err
	}
	conn, err := server.Connect(credential)
	if err != nil {
		return err
	}
	defer conn.Close()
	hub, err := store.OpenHub(ctx, conn, store.Options{
		Names: hubNames, JournalStream: broker.JournalStream, JournalPrefix: broker.JournalPrefix,
		Durability: journal.Fsync, Canonical: broker.CanonicalConfig, Sole: true,
	})
	if err != nil {
		return err
	}
	p := c.progress("restoring")
	defer p.done()
	last := map[string]uint64{}
	_, err = b.Read(ctx, 1, func(r journal.Record) error {
		seq, err := hub.Append(ctx, r.Subject, r.Body, last[r.Subject])
		if err == nil && seq != r.Seq {
			err = fmt.Errorf("%w: record %d was stored as %d", journal.ErrDamaged, r.Seq, seq)
		}
		last[r.Subject] = r.Seq
		p.step(r.Seq, b.Records)
		return err
	})
	if err != nil {
		return err
	}
	var tree identity.Tree
	if _, err := hub.Read(ctx, 1, func(r journal.Record) error { tree.Add(r.Body); return nil }); err != nil {
		return err
	}
	if tree.Size() != b.Records || tree.Root() != b.Root {
		return &hintedError{unverifiedError{errors.New("the new store does not give back what was put into it")}, "restore to another disk"}
	}
	return nil
}

// recompute lets a hub make feeds and views, and what is missing of the credentials.
// It says nothing that ran out meanwhile: that is for the hub that is started next.
func (c *Call) recompute(ctx context.Context, d directory, b *backup.Backup) (err error) {
	o, err := d.options(c.Env)
	if err != nil {
		return err
	}
	o.Clock = identity.Key{}
	p := c.progress("computing feeds and views")
	o.Progress = p.step
	s, err := embeddedSite(ctx, d, o)
	p.done()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	if s.tracker.Genesis() != b.Genesis || s.tracker.Status().Entries != b.Records {
		return &hintedError{unverifiedError{errors.New("the hub reads another journal than was restored")}, "restore to another disk"}
	}
	// Credentials that were not among the keys follow from the accounts'.
	if err := d.credential(auditor, d.auditorCreds(), realDice); err != nil {
		return err
	}
	for _, country := range s.tracker.Registry().Countries() {
		desk, has := s.tracker.Registry().Desk(country)
		if !has {
			continue
		}
		if _, err := d.deskKey(country, desk.Key, realDice); err != nil {
			return &hintedError{err, "name with --keys the directory that has desks/" + string(country) + "/desk.key"}
		}
		if err := d.countryCredentials(country, realDice); err != nil {
			return err
		}
	}
	return s.tracker.Settle(ctx)
}

// writeContexts writes what tools need to read each country's view, with the paths
// of where the directory lies now.
func (d directory) writeContexts() error {
	found, err := filepath.Glob(d.path("contexts", "*.creds"))
	for _, name := range found {
		var country events.Country
		code, _, _ := strings.Cut(filepath.Base(name), ".")
		if err := country.UnmarshalText([]byte(strings.ToUpper(code))); err != nil {
			continue // not one of ours
		}
		if err := d.writeContext(country, "nats://"+defaultListen, ""); err != nil {
			return err
		}
	}
	return err
}

// prove verifies the restored directory as vigil verify would.
func (c *Call) prove(ctx context.Context, d directory, b *backup.Backup) (report audit.Report, err error) {
	head, err := (&books{dir: d.data()}).LastHead()
	if err != nil {
		return report, err
	}
	note, err := backup.ReadRestored(string(d))
	if err != nil {
		return report, err
	}
	a, err := d.openArchive(ctx, c.Env)
	if err != nil {
		return report, err
	}
	defer func() { err = errors.Join(err, a.close()) }()
	p := c.progress("verifying")
	report, err = audit.Verify(ctx, audit.Options{Journal: note.Over(a.journal), Feeds: a.feeds, Views: a.views, Head: head, Genesis: b.Genesis, Progress: p.step})
	p.done()
	if err != nil {
		return report, err
	}
	if report.Failed() {
		return report, &hintedError{unverifiedError{fmt.Errorf("what the backup holds does not verify: %s", report.Findings[0].Text)},
			"vigil verify on the backup says all; restore an older one"}
	}
	return report, nil
}
