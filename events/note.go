package events

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"strings"
	"unicode/utf8"
)

// Note is a command as its author signs it: what, on which operation, when, and
// a commitment to each slot. It shows nothing of any slot.
type Note struct {
	Journal   JournalID
	Operation OperationID
	Command   CommandID
	Act       Act
	Signer    Viewer
	Key       KeyID
	Occurred  Time // when it happened, with the offset there
	Known     Time // when the author knew
	Until     Time // decisions: not to be taken after this; none for facts
	Commits   [Commits]Commitment
}

// Signature is one signature line of a signed note: the key's name, then the
// four bytes of C2SP key hash and the signature itself.
type Signature struct {
	Key  KeyID
	Blob [4 + 64]byte
}

const (
	noteHead = "vigil-command/v1"
	sigHead  = "— "
)

// Text is what is signed: header lines in fixed order, then the commit lines.
func (n Note) Text() string {
	until := "-"
	if !n.Until.IsZero() {
		until = n.Until.String()
	}
	var b strings.Builder
	b.Grow(320 + Commits*52)
	b.WriteString(noteHead)
	for _, line := range [...][2]string{
		{"journal", string(n.Journal)},
		{"operation", string(n.Operation)},
		{"command", string(n.Command)},
		{"kind", string(n.Act)},
		{"signer", string(n.Signer) + " " + string(n.Key)},
		{"occurred", n.Occurred.String()},
		{"known", n.Known.String()},
		{"until", until},
	} {
		b.WriteByte('\n')
		b.WriteString(line[0])
		b.WriteByte(' ')
		b.WriteString(line[1])
	}
	for _, c := range n.Commits {
		b.WriteString("\ncommit ")
		b.WriteString(c.String())
	}
	b.WriteByte('\n')
	return b.String()
}

// ParseNote reads a signed note and gives the note and its signature lines, of
// which there is at least one. It checks no signature. It accepts exactly what
// Text and SignatureLines give: one spelling, no extension lines.
func ParseNote(signed string) (n Note, sigs []Signature, err error) {
	if len(signed) > MaxNote {
		return n, nil, fmt.Errorf("the note has %d bytes, %d at most", len(signed), MaxNote)
	}
	room := rooms.Get().(*[]byte)
	defer rooms.Put(room)
	*room = append((*room)[:0], signed...)
	rest, err := n.read(*room)
	if err == nil {
		if sigs = signatureLines(rest); sigs != nil {
			return n, sigs, nil
		}
	}
	// What is wrong with the note as a whole is said before what is wrong in a line.
	text, sigs, worse := SplitNote(signed)
	switch n = (Note{}); {
	case worse != nil:
		return n, nil, worse
	default:
		if rest, err = n.read([]byte(text)); err == nil && len(rest) > 0 {
			err = fmt.Errorf("note: line %q after the last commitment", clip(rest))
		}
		return n, sigs, err
	}
}

// read reads the lines of a note's text, and gives what follows them. A text that it
// takes has no other character than those of its words.
func (n *Note) read(text []byte) (rest []byte, err error) {
	rest, ok := bytes.CutPrefix(text, []byte(noteHead+"\n"))
	if !ok {
		return nil, fmt.Errorf("the note does not begin with %q", noteHead)
	}
	l := noteLines{rest: rest}
	l.took("journal", n.Journal.UnmarshalText(l.value("journal")))
	l.took("operation", n.Operation.UnmarshalText(l.value("operation")))
	l.took("command", n.Command.UnmarshalText(l.value("command")))
	l.took("kind", n.Act.UnmarshalText(l.value("kind")))
	viewer, key, _ := bytes.Cut(l.value("signer"), []byte(" "))
	l.took("signer", n.Signer.UnmarshalText(viewer))
	l.took("signer", n.Key.UnmarshalText(key))
	l.took("occurred", n.Occurred.UnmarshalText(l.value("occurred")))
	l.took("known", n.Known.UnmarshalText(l.value("known")))
	if until := l.value("until"); string(until) != "-" {
		l.took("until", n.Until.UnmarshalText(until))
	}
	for i := range n.Commits {
		if !l.commit(&n.Commits[i]) && l.err == nil {
			l.took("commit", n.Commits[i].UnmarshalText(l.value("commit")))
		}
	}
	return l.rest, l.err
}

// noteLines are what is left of a note's text, and the first fault in it.
type noteLines struct {
	rest []byte
	err  error
}

// value gives what the next line says, which must be of this name.
func (l *noteLines) value(name string) []byte {
	if l.err != nil {
		return nil
	}
	end := bytes.IndexByte(l.rest, '\n')
	line, after := l.rest, []byte(nil)
	if end >= 0 {
		line, after = l.rest[:end], l.rest[end+1:]
	}
	if len(line) < len(name) || string(line[:len(name)]) != name || len(line) > len(name) && line[len(name)] != ' ' {
		l.err = fmt.Errorf("note: line %q where %q is due", clip(line), name)
		return nil
	}
	l.rest = after
	return line[min(len(line), len(name)+1):]
}

// commit reads a line that is a commitment and nothing else, as most are.
func (l *noteLines) commit(to *Commitment) bool {
	const name, line = "commit ", len("commit ") + 44 + 1
	if l.err != nil || len(l.rest) < line || string(l.rest[:len(name)]) != name || l.rest[line-1] != '\n' ||
		!unbase64(to[:], l.rest[len(name):line-1]) {
		return false
	}
	l.rest = l.rest[line:]
	return true
}

func (l *noteLines) took(name string, err error) {
	if l.err == nil && err != nil {
		l.err = fmt.Errorf("note: %s: %w", name, err)
	}
}

// SignatureLines is what stands under a note's text: an empty line, then a line
// for each signature.
func SignatureLines(sigs ...Signature) string {
	var b strings.Builder
	b.WriteByte('\n')
	for _, s := range sigs {
		b.WriteString(sigHead + string(s.Key) + " " + base64.StdEncoding.EncodeToString(s.Blob[:]) + "\n")
	}
	return b.String()
}

// signatureLines reads what SignatureLines gives; nothing if it is anything else.
func signatureLines(b []byte) []Signature {
	const key, blob = len(sigHead), len(sigHead) + 16 + 1
	const line = blob + (68+1)/3*4 + 1
	if len(b) == 0 || b[0] != '\n' || (len(b)-1)%line != 0 {
		return nil
	}
	b = b[1:]
	sigs := make([]Signature, len(b)/line)
	for i := range sigs {
		s := &sigs[i]
		if string(b[:key]) != sigHead || s.Key.UnmarshalText(b[key:blob-1]) != nil || b[blob-1] != ' ' ||
			!unbase64(s.Blob[:], b[blob:line-1]) || b[line-1] != '\n' {
			return nil
		}
		b = b[line:]
	}
	if len(sigs) == 0 {
		return nil
	}
	return sigs
}

// SplitNote parts any signed note of ours (command, receipt, tree head) into
// its text and its signature lines, byte-exactly.
func SplitNote(signed string) (text string, sigs []Signature, err error) {
	at := strings.LastIndex(signed, "\n\n")
	if at < 0 {
		return "", nil, fmt.Errorf("the note has no signature")
	}
	text = signed[:at+1]
	for i := 0; i < len(text); i++ {
		if c := text[i]; c < 0x20 && c != '\n' || c == 0x7F {
			return "", nil, fmt.Errorf("the note holds the character %U", c)
		}
	}
	if !utf8.ValidString(text) || strings.Contains(text, "\uFFFD") {
		return "", nil, fmt.Errorf("the note is not UTF-8, or was not once")
	}
	lines := strings.SplitAfter(signed[at+2:], "\n")
	for _, line := range lines[:len(lines)-1] {
		name, blob, _ := strings.Cut(strings.TrimSuffix(strings.TrimPrefix(line, sigHead), "\n"), " ")
		raw, err := base64.StdEncoding.DecodeString(blob)
		var s Signature
		if err != nil || len(raw) != len(s.Blob) || s.Key.UnmarshalText([]byte(name)) != nil {
			return "", nil, fmt.Errorf("%q is not a signature line", clip([]byte(line)))
		}
		copy(s.Blob[:], raw)
		sigs = append(sigs, s)
	}
	if len(sigs) == 0 || signed[at+1:] != SignatureLines(sigs...) {
		return "", nil, fmt.Errorf("the signature lines are not exactly of the form %q", sigHead+"KEY BASE64")
	}
	return text, sigs, nil
}
