package events_test

import (
	"bytes"
	"encoding"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	. "vigil/events"
)

// The reference for words, times and bytes: doc.go's own patterns, and the standard
// library.

var refForms = func() map[reflect.Type]*regexp.Regexp {
	ulid := `[0-7][0-9ABCDEFGHJKMNPQRSTVWXYZ]{25}`
	label := `^[0-9ABCDEFGHJKMNPQRSTVWXYZ]{6}$`
	forms := map[reflect.Type]*regexp.Regexp{}
	for of, form := range map[any]string{
		Country(""): `^[A-Z]{2}$`, Language(""): `^[a-z]{2}$`, Currency(""): `^[A-Z]{3}$`,
		Viewer(""):    `^([a-z]{2}(\.lead)?|root|hub|audit)$`,
		JournalID(""): `^` + ulid + `$`, CommandID(""): `^` + ulid + `$`, OperationID(""): `^(` + ulid + `|registry)$`,
		KeyID(""): `^[0-9a-f]{16}$`, Codename(""): `^[A-Z]{3,12}$`, Part(""): label, DeviceID(""): label,
		PointID(""): `^[A-Z]{2}-[A-Z]{2}(/([2-9]|[1-9][0-9]))?$`, CheckpointID(""): `^[A-Z]{2}-CP[1-9][0-9]{0,2}$`,
		LegID(""): `^[A-Z]{2}-L[1-9][0-9]{0,2}$`, ConditionID(""): `^[A-Z]{2}-C[1-9][0-9]{0,2}$`, AuthorityID(""): `^[A-Z]{2}-A[1-9][0-9]{0,2}$`,
		AlertID(""): `^[a-z]+(-[a-z]+)*/[A-Z0-9]+(-[A-Z0-9]+)*(/[0-9]{1,2})?$`,
		Code(""):    `^[a-z0-9]+(-[a-z0-9]+)*$`, CallSign(""): `^[A-Z0-9]+(-[A-Z0-9]+)*$`, Identifier(""): `^[A-Z0-9]+(-[A-Z0-9]+)*$`,
		HSCode(""): `^[0-9]{4}([0-9]{2}){0,2}$`, Evaluation(""): `^([ABCX][1-4]|UK-[1-3][A-E][PC])$`,
		Zone(""): `^(UTC|[A-Z][A-Za-z_]+(/[A-Z][A-Za-z_-]+){1,2})$`, Decimal(""): `^(0|[1-9][0-9]{0,8})(\.[0-9]{0,5}[1-9])?$`,
		Locode(""): `^[A-Z]{2}[A-Z2-9]{3}$`, Coordinate(""): `^-?(0|[1-9][0-9]{0,2})\.[0-9]{2}$`, Account(""): `^[A-Z0-9]{8,60}$`,
	} {
		forms[reflect.TypeOf(of)] = regexp.MustCompile(form)
	}
	return forms
}()

// refWord judges a word by its form, if its type has one.
func refWord(t reflect.Type, b []byte) (ok, judged bool) {
	most := MaxText
	if t == reflect.TypeFor[AlertID]() {
		most *= 2
	}
	if form, known := refForms[t]; known {
		return len(b) <= most && form.Match(b), true
	}
	return false, false
}

// refReadText asks the type itself for the words of a refusal only.
func refReadText(r *refReader, v reflect.Value) error {
	b, err := r.text()
	if err != nil {
		return err
	}
	return refText(v, b)
}

func refText(v reflect.Value, b []byte) error {
	own := v.Addr().Interface().(encoding.TextUnmarshaler)
	ok, judged := refWord(v.Type(), b)
	switch to := own.(type) {
	case *Time:
		*to, ok = refTime(string(b))
		judged = true
	case *Digest:
		if ok, judged = len(b) == 64 && !bytes.ContainsAny(b, "ABCDEF"), true; ok {
			raw, err := hex.DecodeString(string(b))
			ok = err == nil && copy(to[:], raw) == 32
		}
	case *Salt:
		ok, judged = ref32((*[32]byte)(to), b), true
	case *Commitment:
		ok, judged = ref32((*[32]byte)(to), b), true
	case *PublicKey:
		ok, judged = ref32(new([32]byte), b), true
		*to = PublicKey(b)
	default:
		if judged {
			v.SetString(string(b))
		}
	}
	if judged && ok {
		return nil
	}
	if err := own.UnmarshalText(b); err != nil || !judged {
		return err
	}
	return fmt.Errorf("the reference takes no %s %q", v.Type(), b)
}

func ref32(to *[32]byte, b []byte) bool {
	raw, err := base64.StdEncoding.Strict().DecodeString(string(b))
	return err == nil && len(b) == 44 && copy(to[:], raw) == 32 && len(raw) == 32
}

// refTime builds the time from a time.Time and asks whether it is written so.
func refTime(s string) (Time, bool) {
	t, err := time.Parse("2006-01-02T15:04:05.000Z07:00", s)
	if err != nil {
		return Time{}, false
	}
	parsed := TimeOf(t)
	ok := t.Format("2006-01-02T15:04:05.000Z07:00") == s && parsed.UnixMilli() > 0 && t.Year() < 10_000
	return parsed, ok
}

type refEntryWire struct {
	V          int         `json:"v"`
	Edition    int         `json:"edition"`
	Operation  OperationID `json:"operation"`
	N          uint64      `json:"n"`
	Prev       Digest      `json:"prev"`
	Registry   uint64      `json:"registry"`
	At         Time        `json:"at"`
	Note       string      `json:"note"`
	Slots      []Slot      `json:"slots"`
	Enclosures []Enclosure `json:"enclosures"`
	Events     []refSpan   `json:"events"`
}

func refDecodeEntry(b []byte) (Entry, error) {
	if len(b) > MaxEntry {
		return Entry{}, fmt.Errorf("entry of %d bytes, %d at most", len(b), MaxEntry)
	}
	var w refEntryWire
	bad := refRead(b, &w)
	if err := refHead("entry", w.V, w.Edition); w.V != 0 && err != nil {
		return Entry{}, err
	}
	if bad != nil {
		return Entry{}, fmt.Errorf("entry: %w", bad)
	}
	e := Entry{w.Edition, w.Operation, w.N, w.Prev, w.Registry, w.At, w.Note, w.Slots, w.Enclosures, make([]Event, len(w.Events))}
	for i, raw := range w.Events {
		var err error
		if e.Events[i], err = refDecodeEvent(raw); err != nil {
			return Entry{}, fmt.Errorf("entry: %w", err)
		}
	}
	switch err := refHead("entry", w.V, e.Edition); {
	case err != nil:
		return Entry{}, err
	case e.N == 0:
		return Entry{}, errors.New("entry: n counts from 1")
	case e.At != e.At.UTC() || e.At.IsZero():
		return Entry{}, errors.New("entry: at is not a time in UTC")
	case len(e.Events) == 0:
		return Entry{}, errors.New("entry: no event")
	}
	return e, nil
}

func refHead(what string, v, edition int) error {
	switch {
	case v != Version:
		return fmt.Errorf("%s of format version %d; this build reads version %d", what, v, Version)
	case edition < 1 || edition > Edition:
		return &EditionError{What: what, Edition: edition}
	}
	return nil
}

var refKinds = func() map[Kind]reflect.Type {
	types := map[Kind]reflect.Type{}
	for _, e := range samples {
		types[e.Kind()] = reflect.TypeOf(e)
	}
	return types
}()

func refDecodeEvent(raw []byte) (Event, error) {
	const head = `{"kind":`
	r := refReader{b: raw, most: MaxList}
	if !bytes.HasPrefix(raw, []byte(head)) {
		return nil, r.bad("an event begins with %s", head)
	}
	r.at = len(head)
	name, err := r.text()
	if err != nil {
		return nil, err
	}
	of, known := refKinds[Kind(name)]
	if !known {
		return nil, &UnknownKindError{What: "event", Name: string(name)}
	}
	v := reflect.New(of).Elem()
	if err = refMembersOf(of).refRead(&r, v, ','); err == nil {
		err = r.end()
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return v.Interface().(Event), nil
}

func refDecodeMessage(b []byte) (Message, Digest, error) {
	if len(b) > MaxMessage {
		return Message{}, Digest{}, fmt.Errorf("feed message of %d bytes, %d at most", len(b), MaxMessage)
	}
	var w struct {
		Content refSpan `json:"content"`
		Proof   Proof   `json:"proof"`
	}
	bad := refRead(b, &w)
	var m Message
	if worse := refRead(w.Content, &m.Content); bad == nil {
		bad = worse
	}
	if err := refHead("feed message", m.Content.V, m.Content.Edition); m.Content.V != 0 && err != nil {
		return Message{}, Digest{}, err
	}
	if bad != nil {
		return Message{}, Digest{}, fmt.Errorf("feed message: %w", bad)
	}
	m.Proof = w.Proof
	if err := refCheck(m); err != nil {
		return Message{}, Digest{}, err
	}
	for _, s := range slices.Concat(m.Content.Briefing, m.Content.Entry) {
		for _, raw := range s.Events {
			if _, err := refDecodeEvent(raw); err != nil {
				return Message{}, Digest{}, fmt.Errorf("feed message: %w", err)
			}
		}
	}
	return m, DigestOf(w.Content), nil
}

func refCheck(m Message) error {
	switch c := m.Content; {
	case c.Counter == 0:
		return errors.New("feed message: the counter counts from 1")
	case len(c.Entry) > 1:
		return errors.New("feed message: more than one entry")
	case len(m.Proof.Entry) != len(c.Entry) || len(m.Proof.Briefing) != len(c.Briefing):
		return errors.New("feed message: proof and content do not belong together")
	}
	for i, p := range slices.Concat(m.Proof.Briefing, m.Proof.Entry) {
		s := slices.Concat(m.Content.Briefing, m.Content.Entry)[i]
		if s.Unnamed() && (s.Author != Hub || p.Note != "" || len(p.Salts)+len(s.Slots)+len(s.Enclosures) > 0 || !s.Occurred.IsZero() || !s.Known.IsZero()) ||
			!s.Unnamed() && (p.Note == "" || s.Occurred.IsZero() || s.Known.IsZero()) {
			return fmt.Errorf("feed message: command %s is told half in its author's name", s.Command)
		}
	}
	return refHead("feed message", m.Content.V, m.Content.Edition)
}

func refParseNote(signed string) (Note, []Signature, error) {
	var n Note
	if len(signed) > MaxNote {
		return n, nil, fmt.Errorf("the note has %d bytes, %d at most", len(signed), MaxNote)
	}
	text, sigs, err := refSplitNote(signed)
	if err != nil {
		return n, nil, err
	}
	const head = "vigil-command/v1"
	rest, ok := strings.CutPrefix(text, head+"\n")
	if !ok {
		return n, nil, fmt.Errorf("the note does not begin with %q", head)
	}
	field := func(name string, read func(string) error) {
		if err != nil {
			return
		}
		line, after, _ := strings.Cut(rest, "\n")
		found, value, _ := strings.Cut(line, " ")
		if found != name {
			err = fmt.Errorf("note: line %q where %q is due", refClip([]byte(line)), name)
			return
		}
		rest = after
		if e := read(value); e != nil {
			err = fmt.Errorf("note: %s: %w", name, e)
		}
	}
	to := func(v any) func(string) error {
		return func(s string) error { return refText(reflect.ValueOf(v).Elem(), []byte(s)) }
	}
	field("journal", to(&n.Journal))
	field("operation", to(&n.Operation))
	field("command", to(&n.Command))
	field("kind", to(&n.Act))
	field("signer", func(s string) error {
		viewer, key, _ := strings.Cut(s, " ")
		if err := to(&n.Signer)(viewer); err != nil {
			return err
		}
		return to(&n.Key)(key)
	})
	field("occurred", to(&n.Occurred))
	field("known", to(&n.Known))
	field("until", func(s string) error {
		if s == "-" {
			return nil
		}
		return to(&n.Until)(s)
	})
	for i := range n.Commits {
		field("commit", to(&n.Commits[i]))
	}
	if err != nil {
		return n, nil, err
	}
	if rest != "" {
		return n, nil, fmt.Errorf("note: line %q after the last commitment", refClip([]byte(rest)))
	}
	return n, sigs, nil
}

func refSplitNote(signed string) (text string, sigs []Signature, err error) {
	const head = "— "
	at := strings.LastIndex(signed, "\n\n")
	if at < 0 {
		return "", nil, errors.New("the note has no signature")
	}
	text = signed[:at+1]
	for i := 0; i < len(text); i++ {
		if c := text[i]; c < 0x20 && c != '\n' || c == 0x7F {
			return "", nil, fmt.Errorf("the note holds the character %U", c)
		}
	}
	if !utf8.ValidString(text) || strings.Contains(text, "\uFFFD") {
		return "", nil, errors.New("the note is not UTF-8, or was not once")
	}
	again := "\n"
	lines := strings.SplitAfter(signed[at+2:], "\n")
	for _, line := range lines[:len(lines)-1] {
		name, blob, _ := strings.Cut(strings.TrimSuffix(strings.TrimPrefix(line, head), "\n"), " ")
		raw, err := base64.StdEncoding.DecodeString(blob)
		var s Signature
		if err != nil || len(raw) != len(s.Blob) || refText(reflect.ValueOf(&s.Key).Elem(), []byte(name)) != nil {
			return "", nil, fmt.Errorf("%q is not a signature line", refClip([]byte(line)))
		}
		copy(s.Blob[:], raw)
		sigs = append(sigs, s)
		again += head + string(s.Key) + " " + base64.StdEncoding.EncodeToString(s.Blob[:]) + "\n"
	}
	if len(sigs) == 0 || signed[at+1:] != again {
		return "", nil, fmt.Errorf("the signature lines are not exactly of the form %q", head+"KEY BASE64")
	}
	return text, sigs, nil
}

func refClip(b []byte) string {
	if len(b) > 40 {
		return string(b[:40]) + "…"
	}
	return string(b)
}
