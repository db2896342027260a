package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"vigil/events"
	"vigil/internal/backup"
	"vigil/internal/identity"
)

// From when the doctor warns.
const (
	fullSoon     = 70 // per cent of the journal's limit
	fullNow      = 85
	diskSoon     = 85 // per cent of the disk
	diskNow      = 95
	keyEndsSoon  = 30 * 24 * time.Hour
	backupTooOld = 24 * time.Hour
	clockOff     = 5 * time.Second
	gatewayLate  = 30 * time.Second
)

// secrets looks whether somebody else can read what signs or lets in.
func (k *checkup) secrets() {
	var open []string
	n := 0
	err := filepath.WalkDir(string(k.d), func(name string, e fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil // it went away meanwhile
		}
		if err != nil {
			return err
		}
		inside, err := filepath.Rel(string(k.d), name)
		if err != nil {
			return err
		}
		p := filepath.ToSlash(inside)
		if e.IsDir() && p == "data/store" {
			return filepath.SkipDir
		}
		guards := e.IsDir() && (p == "keys" || p == "keys/accounts" || p == "officers" || p == "data" || strings.HasPrefix(p, "data/enclosures"))
		if !guards && (e.IsDir() || !backup.Secret(p)) {
			return nil
		}
		n++
		info, err := e.Info()
		if err == nil && info.Mode().Perm()&0o077 != 0 {
			open = append(open, p)
		}
		return err
	})
	missing := only([]string{"root", "hub", "clock"}, func(name string) bool {
		_, err := identity.ReadKeyFile(k.d.key(name))
		return errors.Is(err, os.ErrNotExist)
	})
	switch {
	case err != nil:
		k.say(isWrong, "keys", "see who owns the directory", "they cannot be looked at: %v", err)
	case len(missing) > 0:
		k.say(isWrong, "keys", "bring them back from your copy", "missing: %s", joined(missing))
	case len(open) > 0:
		k.say(isWrong, "keys", "chmod go= on each, and have replaced whatever somebody may have read", "others on this machine can read %s", strings.Join(open, ", "))
	default:
		k.say(isRight, "keys", "", "%d files and directories, only their owner can read them", n)
	}
}

func (k *checkup) disk() {
	free, total, known := freeSpace(k.d.data())
	if !known || total == 0 {
		k.say(isWatched, "disk", "look yourself", "how much is free is not known on this system")
		return
	}
	used := int((total - free) * 100 / total)
	k.say(level(used, diskSoon, diskNow), "disk", room(used, diskSoon, "free some, or move the directory to a larger disk: on a full one nothing is recorded"),
		"%d %% used, %d MiB free", used, free>>20)
}

func (k *checkup) capacity() {
	if k.state.MaxBytes == 0 {
		return // the disk is the limit, and has a line
	}
	used := int(k.state.Bytes * 100 / k.state.MaxBytes)
	k.say(level(used, fullSoon, fullNow), "room", room(used, fullSoon, "decisions stop at 95 %, facts at 100 %: plan a new journal (vigil init)"),
		"%d %% of the journal's %d bytes are used", used, k.state.MaxBytes)
}

func level(used, soon, now int) state {
	switch {
	case used >= now:
		return isWrong
	case used >= soon:
		return isWatched
	}
	return isRight
}

func room(used, soon int, next string) string {
	if used < soon {
		return ""
	}
	return next
}

// head compares the tree head with the journal, as far as it goes without reading all
// of it again.
func (k *checkup) head() {
	if k.headless != nil || k.signed == "" {
		k.say(isWatched, "head", "start a hub: it signs one within a second", "there is no tree head: a journal cut at its end would look the same")
		return
	}
	h, err := identity.OpenHead(k.signed, k.begun.Keys.Hub)
	info, statErr := os.Stat((&books{dir: k.d.data()}).headPath())
	switch {
	case err != nil || h.Journal != k.begun.Journal.ID:
		k.say(isForged, "head", "keep the directory as evidence; vigil verify", "it is not one that this journal's hub has signed")
	case h.Size > k.state.Last:
		k.say(isForged, "head", "keep the directory as evidence; vigil backup BACKUP --from audit, or vigil restore from the last backup",
			"the hub signed for %d entries and %d are left: the tail was cut", h.Size, k.state.Last)
	case h.Size < k.state.Last && !k.running:
		k.say(isWatched, "head", "start a hub: it signs for them", "%d entries stand behind it: the hub was killed before it signed", k.state.Last-h.Size)
	case statErr == nil:
		k.say(isRight, "head", "", "covers %d of %d entries, written %s ago", min(h.Size, k.state.Last), k.state.Last, span(k.Now().Sub(info.ModTime())))
	}
}

// clocks compares the machine's clock with what the store was last told, which only
// goes on.
func (k *checkup) clocks() {
	if k.begun.Journal.Clock == events.ScenarioClock {
		k.say(isRight, "clock", "", "a scenario's: the machine's is not compared")
		return
	}
	ahead := k.last.Stored.Sub(k.Now())
	if ahead > clockOff {
		k.say(isWrong, "clock", "set the machine's clock by a time server, then start the hub again", "it is %s behind the newest entry's stored time", span(ahead))
		return
	}
	k.say(isRight, "clock", "", "not behind the newest entry, stored %s ago", span(-ahead))
}

// officers names the keys that end soon.
func (k *checkup) officers() {
	now := events.TimeOf(k.Now())
	if k.begun.Journal.Clock == events.ScenarioClock {
		e, err := events.DecodeEntry(k.last.Body)
		if err != nil {
			return
		}
		now = e.At
	}
	names := map[events.KeyID]string{}
	for _, name := range k.d.keys() {
		if key, err := identity.ReadKeyFile(k.d.path("officers", filepath.FromSlash(name)+".key")); err == nil {
			names[key.ID()] = name
		}
	}
	var ending []string
	valid := 0
	slices.SortStableFunc(k.board, func(a, b events.OfficerTerms) int { return a.Until.Compare(b.Until) })
	for _, o := range k.board {
		if left := o.Until.Sub(now); left > keyEndsSoon {
			valid++
		} else if left > 0 {
			valid++
			ending = append(ending, fmt.Sprintf("%s in %s", or(names[o.Key.ID()], string(o.Country)+" "+string(o.Key.ID())), span(left)))
		} else {
			ending = append(ending, or(names[o.Key.ID()], string(o.Country)+" "+string(o.Key.ID()))+" has ended")
		}
	}
	if len(ending) > 0 {
		k.say(isWatched, "officers", "vigil officer enrol CC/NAME, with a new name: a key is never given more time", "%d keys are valid; %s", valid, strings.Join(ending, ", "))
		return
	}
	k.say(isRight, "officers", "", "%d keys are valid, none ends within %s", valid, span(keyEndsSoon))
}

// backups says where the last one is, and what it lacks.
func (k *checkup) backups() {
	const elsewhere = "vigil backup PATH --off-host, with PATH on another machine"
	n, any, err := k.d.lastBackup()
	switch {
	case err != nil:
		k.say(isWrong, "backup", elsewhere, "the list of backups cannot be read: %v", err)
		return
	case !any:
		k.say(isWrong, "backup", elsewhere, "there is none: one broken disk, and all is lost")
		return
	}
	behind := k.state.Last - min(n.Entries, k.state.Last)
	age := k.Now().Sub(n.At.Std())
	text := fmt.Sprintf("%s ago, %d entries, %d bytes, in %s; %d entries came since", span(age), n.Entries, n.Bytes, n.Where, behind)
	again := "vigil backup " + n.Where + " --onto"
	if n.OffHost {
		again += " --off-host"
	}
	m, err := backup.ReadManifest(n.Where)
	switch {
	case n.SameDisk && !n.OffHost:
		k.say(isWrong, "backup", elsewhere, "%s: NO COPY OFF THIS DISK", text)
	case err != nil:
		k.say(isWatched, "backup", "bring it back within reach, or make another", "%s; it cannot be read from here now: %v", text, err)
	case k.genesis != (events.Digest{}) && m.Genesis != k.genesis:
		k.say(isWrong, "backup", elsewhere, "%s, and what lies there now is a backup of another journal", text)
	case age > backupTooOld && behind > 0:
		k.say(isWatched, "backup", again, "%s", text)
	case !n.OffHost:
		k.say(isWatched, "backup", "say --off-host with the next one if that is another machine", "%s: on another disk; whether of another machine is not known", text)
	default:
		k.say(isRight, "backup", "", "%s: on another machine, as was said", text)
	}
}

// accessLogs looks whether reads can be written down: nothing is answered otherwise.
func (k *checkup) accessLogs() {
	found, err := filepath.Glob(k.d.path("desks", "*", "access.jsonl"))
	if err != nil {
		return
	}
	for _, name := range append(found, k.d.path("data", "refused")) {
		if err := writable(name); err != nil && !errors.Is(err, os.ErrNotExist) {
			k.say(isWrong, "logs", "give the hub's user the right to write there", "%v: what is not written down is not answered", err)
			return
		}
	}
	k.say(isRight, "logs", "", "%s can be written", counted(len(found), "access log"))
}

// gateways asks each country's how fresh it is.
func (k *checkup) gateways(ctx context.Context) {
	for _, country := range k.lands {
		s := &Session{Viewer: country.Desk()}
		err := s.dial(ctx, k.Env, k.d, Connect{Desk: country.Desk()}, country, k.url)
		if err != nil {
			k.say(isWatched, string(country), "vigil desk serve "+string(country), "its gateway does not answer: %v", err)
			continue
		}
		m, err := s.Desk.Moment(ctx, country.Desk())
		err = errors.Join(err, s.Close())
		quiet := time.Duration(m.Quiet) * time.Millisecond
		off := m.Hub.Std().Sub(k.Now()).Abs()
		switch {
		case err != nil:
			k.say(isWatched, string(country), "vigil desk serve "+string(country), "its gateway does not answer: %v", err)
		case quiet > gatewayLate:
			k.say(isWrong, string(country), "see the hub's and the gateway's log; start the gateway again", "its gateway has not heard the hub for %s: its desk does not see what happens", span(quiet))
		case m.Hub.IsZero():
			k.say(isWatched, string(country), "look again in 10 seconds", "gateway answers, feed %d, and has not heard the hub yet", m.Counter)
		case m.Journal.Clock == events.WallClock && off > clockOff+quiet:
			k.say(isWrong, string(country), "set both machines' clocks by a time server", "the hub's clock is %s from this machine's", span(off))
		default:
			k.say(isRight, string(country), "", "gateway answers, feed %d, heard the hub %s ago", m.Counter, span(quiet))
		}
	}
}
