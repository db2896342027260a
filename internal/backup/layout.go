package backup

import (
	"path"
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

// kindOf sorts a file by its path in the directory.
func kindOf(p string) kind {
	dir, name := path.Split(p)
	top, _, below := strings.Cut(p, "/")
	switch {
	case strings.ContainsAny(p, "\n\r"):
		return strange
	case strings.HasPrefix(p, "data/store/"), p == "listen", p == "vigil.lock", p == "unfinished", p == headPath, p == backupsPath, p == "data/health.json", strings.HasSuffix(name, ".new"):
		return skipped
	case dir == "contexts/" && strings.HasSuffix(name, ".json"): // hold paths of this machine
		return skipped
	case top == "keys" && below, strings.HasSuffix(name, ".key"), strings.HasSuffix(name, ".creds"), strings.HasSuffix(name, ".nk"):
		return secret
	case dir == boxKeysDir:
		return boxKey
	case below && (top == "data" || top == "desks" || top == "officers"):
		return plain
	case p == "max-bytes", p == "demo", !below && strings.HasSuffix(name, ".jsonl"):
		return plain
	}
	return strange
}

// Secret tells whether a file of an installation, by its path there, signs or lets in,
// or opens an enclosure: nobody but its owner may read it.
func Secret(p string) bool { k := kindOf(p); return k == secret || k == boxKey }
