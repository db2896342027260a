package backup

import (
	"path"
	"slices"
	"strings"
)

// kind says what is done with a file of an installation.
type kind int

const (
	skipped kind = iota // made anew, or only of this moment
	plain               // copied
	boxKey              // of an enclosure: copied, each time anew
	secret              // signs or lets in: copied only if that was asked for
	strange             // not ours: left out, and said
)

// Where things lie in an installation.
const (
	headPath    = "data/head"
	boxesDir    = "data/enclosures/boxes/"
	boxKeysDir  = "data/enclosures/keys/"
	erasedDir   = "data/enclosures/erased/"
	restoredAt  = "data/restored"
	backupsPath = "data/backups"
)

// ofThisMoment are files of which nothing is copied: locks and marks of who runs now,
// what the manifest has, and where NATS servers are, for a restore makes an
// installation of its own.
var ofThisMoment = []string{"listen", "vigil.lock", "unfinished", headPath, backupsPath, "data/health.json", "servers/alliance.conf", "servers/reach.json"}

// inData are the files of the hub beside its store and the enclosures.
var inData = []string{"data/refused", "data/delivered", restoredAt}

// settled is the path under which a file is meant to lie: a crash can leave it aside.
func settled(p string) string {
	dir, name := path.Split(p)
	name, _, _ = strings.Cut(strings.TrimSuffix(name, ".away"), ".new-")
	return dir + strings.TrimSuffix(name, ".new")
}

// kindOf sorts a file by its path in the directory. What it does not know is not
// copied: it might sign or let in.
func kindOf(p string) kind {
	dir, name := path.Split(p)
	top, _, below := strings.Cut(p, "/")
	switch {
	case strings.ContainsAny(p, "\n\r"):
		return strange
	case strings.HasPrefix(p, "data/store/"), slices.Contains(ofThisMoment, p), settled(p) != p:
		return skipped
	case dir == "contexts/" && strings.HasSuffix(name, ".json"): // hold paths of this machine
		return skipped
	case top == "keys" && below, strings.HasSuffix(name, ".key"), strings.HasSuffix(name, ".creds"), strings.HasSuffix(name, ".nk"):
		return secret
	case dir == boxKeysDir:
		return boxKey
	case dir == boxesDir, dir == erasedDir, slices.Contains(inData, p):
		return plain
	case top == "desks" && (name == "access.jsonl" || name == "marks.jsonl"):
		return plain
	case top == "officers" && path.Base(dir) == "outbox" && (strings.HasSuffix(name, ".json") || strings.HasSuffix(name, ".receipt")):
		return plain
	case p == "max-bytes", p == "demo", !below && strings.HasSuffix(name, ".jsonl"):
		return plain
	}
	return strange
}

// Secret tells whether a file of an installation, by its path there, signs or lets in,
// or opens an enclosure: nobody but its owner may read it, nor what a crash left of it.
func Secret(p string) bool { k := kindOf(settled(p)); return k == secret || k == boxKey }
