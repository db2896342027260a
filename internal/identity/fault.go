package identity

import (
	"errors"
	"fmt"

	"vigil/events"
)

// The rules by which a signed text is turned away, each a stable code for the
// register of refused commands.
const (
	RuleBadForm        events.Code = "bad-form"        // not of the form that its kind has
	RuleBadSignature   events.Code = "bad-signature"   // the signature is not of this text by this key
	RuleUnknownKey     events.Code = "unknown-key"     // nobody here has that key
	RuleWrongSigners   events.Code = "wrong-signers"   // not exactly the signatures that the kind demands
	RuleAnotherJournal events.Code = "another-journal" // signed for another journal
	RuleAltered        events.Code = "altered"         // a slot or enclosure is not what the note commits to
)

// Fault says why a signed text is turned away. Reason is for whoever sent the
// text: it may quote a few bytes of a malformed clear slot, never a secret key
// and never an enclosure. Logs and registers keep Rule only.
type Fault struct {
	Rule   events.Code
	Reason string // what is wrong
	Hint   string // what to do next
}

func (f *Fault) Error() string { return fmt.Sprintf("%s: %s: %s", f.Rule, f.Reason, f.Hint) }

// RuleOf gives the rule of the Fault in err, or "" if there is none.
func RuleOf(err error) events.Code {
	var f *Fault
	if errors.As(err, &f) {
		return f.Rule
	}
	return ""
}

func badForm(reason, hint string) *Fault { return &Fault{RuleBadForm, reason, hint} }
