package events

import (
	"bytes"
	"encoding"
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
func ParseNote(signed string) (Note, []Signature, error) {
	var n Note
	if len(signed) > MaxNote {
		return n, nil, fmt.Errorf("the note has %d bytes, %d at most", len(signed), MaxNote)
	}
	text, sigs, err := SplitNote(signed)
	if err != nil {
		return n, nil, err
	}
	rest, ok := bytes.CutPrefix([]byte(text), []byte(noteHead+"\n"))
	if !ok {
		return n, nil, fmt.Errorf("the note does not begin with %q", noteHead)
	}
	field := func(name string, to encoding.TextUnmarshaler) {
		if err != nil {
			return
		}
		line, after, _ := bytes.Cut(rest, []byte("\n"))
		found, value, _ := bytes.Cut(line, []byte(" "))
		if string(found) != name {
			err = fmt.Errorf("note: line %q where %q is due", clip(line), name)
			return
		}
		rest = after
		if e := to.UnmarshalText(value); e != nil {
			err = fmt.Errorf("note: %s: %w", name, e)
		}
	}
	field("journal", &n.Journal)
	field("operation", &n.Operation)
	field("command", &n.Command)
	field("kind", &n.Act)
	field("signer", (*signerLine)(&n))
	field("occurred", &n.Occurred)
	field("known", &n.Known)
	field("until", (*untilLine)(&n.Until))
	for i := range n.Commits {
		field("commit", &n.Commits[i])
	}
	if err != nil {
		return n, nil, err
	}
	if len(rest) > 0 {
		return n, nil, fmt.Errorf("note: line %q after the last commitment", clip(rest))
	}
	return n, sigs, nil
}

type signerLine Note

func (s *signerLine) UnmarshalText(b []byte) error {
	viewer, key, _ := bytes.Cut(b, []byte(" "))
	if err := s.Signer.UnmarshalText(viewer); err != nil {
		return err
	}
	return s.Key.UnmarshalText(key)
}

type untilLine Time

func (u *untilLine) UnmarshalText(b []byte) error {
	if string(b) == "-" {
		*u = untilLine{}
		return nil
	}
	return (*Time)(u).UnmarshalText(b)
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
