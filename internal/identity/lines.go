package identity

import (
	"encoding"
	"fmt"
	"math"
	"strconv"
	"strings"

	"vigil/events"
)

// lines reads a text of the form "name value" line by line and keeps the first
// fault. It is not what makes parsing strict: callers compare the text with its
// own re-encoding.
type lines struct {
	what string
	rest string
	err  error
}

// bare reads a line that has no name.
func (l *lines) bare() string {
	line, rest, ok := strings.Cut(l.rest, "\n")
	if !ok && l.err == nil {
		l.err = fmt.Errorf("the %s ends too early", l.what)
	}
	l.rest = rest
	return line
}

func (l *lines) head(want string) {
	if got := l.bare(); got != want && l.err == nil {
		l.err = fmt.Errorf("the %s does not begin with %q", l.what, want)
	}
}

func (l *lines) field(name string, to encoding.TextUnmarshaler) {
	value, ok := strings.CutPrefix(l.bare(), name+" ")
	if l.err != nil {
		return
	}
	if !ok {
		l.err = fmt.Errorf("the %s lacks line %q", l.what, name)
	} else if err := to.UnmarshalText([]byte(value)); err != nil {
		l.err = fmt.Errorf("the %s: %s: %w", l.what, name, err)
	}
}

// end gives the first fault, as a *Fault.
func (l *lines) end(text, again string) error {
	if l.err == nil && text != again {
		l.err = fmt.Errorf("the %s is not the one spelling of what it says", l.what)
	}
	if l.err != nil {
		return badForm(l.err.Error(), "fetch it again; if it stays so, ask who signed it")
	}
	return nil
}

// number is a decimal without sign or leading zero, below 2⁶³.
type number uint64

func (n *number) UnmarshalText(b []byte) error {
	v, err := strconv.ParseUint(string(b), 10, 64)
	if err != nil || v > math.MaxInt64 || strconv.FormatUint(v, 10) != string(b) {
		return fmt.Errorf("not a decimal number in its one spelling")
	}
	*n = number(v)
	return nil
}

// openOne checks that a note carries exactly one signature line, by signer, and
// gives its text.
func openOne(what, signed string, signer events.PublicKey) (string, error) {
	if len(signed) > events.MaxNote {
		return "", badForm(fmt.Sprintf("the %s has %d bytes, %d at most", what, len(signed), events.MaxNote), "fetch it again")
	}
	text, sigs, err := events.SplitNote(signed)
	if err != nil {
		return "", badForm(fmt.Sprintf("the %s: %v", what, err), "fetch it again")
	}
	if len(sigs) != 1 {
		return "", &Fault{RuleWrongSigners, fmt.Sprintf("the %s carries %d signatures, it has exactly one", what, len(sigs)),
			"fetch it again"}
	}
	return text, Verify(text, sigs[0], signer)
}
