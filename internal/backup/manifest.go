package backup

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"vigil/events"
)

const (
	manifestWord = "vigil-backup/v1"
	manifestFile = "manifest"
	asideFile    = "manifest.new"
	maxManifest  = 64 << 20
)

// Where the records came from.
const (
	FromStore = "store"
	FromAudit = "audit" // the mirror of the journal for the audit
)

// Manifest says what a backup is.
type Manifest struct {
	Journal events.JournalTerms
	Genesis events.Digest
	Made    events.Time
	Source  string
	Records uint64
	Root    events.Digest // of all records
	Run     int
	Packs   []Pack
	Missing []string // names of enclosures that were missing or damaged when it was made
	Head    string   // the signed tree head, "" if there was none
}

// Pack is one file of a backup.
type Pack struct {
	Name   string
	Size   int64
	Digest string
}

// The endings of packs.
const (
	recordsEnd = ".records"
	filesEnd   = ".files"
	boxKeysEnd = ".enclosure-keys"
	keysEnd    = ".keys"
)

var packName = regexp.MustCompile(`^[0-9]{4,}\.(records|files|enclosure-keys|keys)$`)

// Size is how many bytes the backup takes.
func (m Manifest) Size() (size int64) {
	for _, p := range m.Packs {
		size += p.Size
	}
	return size
}

// WithKeys tells whether signing keys are in the backup.
func (m Manifest) WithKeys() bool {
	for _, p := range m.Packs {
		if strings.HasSuffix(p.Name, keysEnd) {
			return true
		}
	}
	return false
}

func (m Manifest) text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\njournal %s %s %s\ngenesis %s\nmade %s\nsource %s\nrecords %d %s\nrun %d\n",
		manifestWord, m.Journal.ID, m.Journal.Class, m.Journal.Clock, m.Genesis, m.Made, m.Source, m.Records, tlog.Hash(m.Root), m.Run)
	for _, p := range m.Packs {
		fmt.Fprintf(&b, "pack %s %d %s\n", p.Name, p.Size, p.Digest)
	}
	for _, name := range m.Missing {
		fmt.Fprintf(&b, "missing %s\n", name)
	}
	fmt.Fprintf(&b, "head %d\n%s", len(m.Head), m.Head)
	fmt.Fprintf(&b, "sha256 %s\n", events.DigestOf([]byte(b.String())))
	return b.String()
}

// parseManifest reads exactly what text gives.
func parseManifest(text string) (m Manifest, err error) {
	head, rest, found := strings.Cut(text, "\nhead ")
	if !found || !strings.HasPrefix(head, manifestWord+"\n") {
		return m, fmt.Errorf("it does not begin with %s, or ends too early", manifestWord)
	}
	var fault error
	keep := func(err error) { fault = errors.Join(fault, err) }
	for _, line := range strings.Split(head, "\n")[1:] {
		words := strings.Split(line, " ")
		word, values := words[0], append(words[1:], "", "", "")
		switch word {
		case "journal":
			m.Journal = events.JournalTerms{ID: events.JournalID(values[0]), Class: events.JournalUse(values[1]), Clock: events.ClockKind(values[2])}
		case "genesis":
			keep(m.Genesis.UnmarshalText([]byte(values[0])))
		case "made":
			keep(m.Made.UnmarshalText([]byte(values[0])))
		case "source":
			m.Source = values[0]
		case "records":
			n, err := strconv.ParseUint(values[0], 10, 64)
			keep(err)
			root, err := tlog.ParseHash(values[1])
			keep(err)
			m.Records, m.Root = n, events.Digest(root)
		case "run":
			m.Run, err = strconv.Atoi(values[0])
			keep(err)
		case "pack":
			size, err := strconv.ParseInt(values[1], 10, 64)
			keep(err)
			_, err = hex.DecodeString(values[2])
			keep(err)
			if !packName.MatchString(values[0]) {
				keep(fmt.Errorf("%q is not the name of a pack", clipped(values[0])))
			}
			m.Packs = append(m.Packs, Pack{values[0], size, values[2]})
		case "missing":
			m.Missing = append(m.Missing, values[0])
		default:
			keep(fmt.Errorf("%q is no line of a manifest", clipped(line)))
		}
	}
	digits, rest, _ := strings.Cut(rest, "\n")
	size, err := strconv.Atoi(digits)
	if err != nil || size < 0 || size > len(rest) {
		return m, errors.New("its tree head is cut")
	}
	m.Head = rest[:size]
	if fault != nil {
		return m, fault
	}
	if m.text() != text {
		return m, errors.New("its last line is not the digest of what stands above, or it is spelt otherwise than it must be")
	}
	return m, nil
}

// ReadManifest reads what a backup says of itself, and checks nothing else.
func ReadManifest(dir string) (Manifest, error) { return readManifest(dir, manifestFile) }

func readManifest(dir, name string) (Manifest, error) {
	info, err := os.Stat(filepath.Join(dir, name))
	if errors.Is(err, fs.ErrNotExist) {
		return Manifest{}, &Fault{File: dir, Text: "holds no backup: there is no manifest", Next: "name the directory that vigil backup was given; a first backup that was cut short has none", None: true}
	}
	if err != nil {
		return Manifest{}, err
	}
	if info.Size() > maxManifest {
		return Manifest{}, &Fault{File: name, Text: "is too long to be a manifest", Next: takeAnother}
	}
	b, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		return Manifest{}, err
	}
	m, err := parseManifest(string(b))
	if err != nil {
		return m, &Fault{File: name, Text: "is not as it was written", Next: takeAnother, Cause: err}
	}
	return m, nil
}

const takeAnother = "take another copy of this backup, or an older one; keep this one if somebody may have altered it"

// Fault is what is wrong with a backup: where, what, and what next.
type Fault struct {
	File  string
	Seq   uint64 // of the record; 0: of no one record
	Text  string
	Next  string
	None  bool // there is no backup at all
	Cause error
}

func (f *Fault) Error() string {
	text := f.File
	if f.Seq > 0 {
		text += fmt.Sprintf(", record %d", f.Seq)
	}
	text += ": " + f.Text
	if f.Cause != nil {
		text += ": " + f.Cause.Error()
	}
	return text
}

func (f *Fault) Unwrap() error { return f.Cause }
