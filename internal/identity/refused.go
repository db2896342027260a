package identity

import (
	"bytes"

	"vigil/events"
)

// Refused is one line of the hub's register of refused commands: that somebody
// tried, never what. Account is empty for a command that came by no account, Key
// for a note that could not be read. Key is the one the note claims; only with
// a rule that is judged after the signature is it proven.
type Refused struct {
	At      events.Time    `json:"at"`
	Account events.Account `json:"account,omitzero"`
	Key     events.KeyID   `json:"key,omitzero"`
	Note    events.Digest  `json:"note"`
	Rule    events.Code    `json:"rule"`
}

// RefusedNote makes the line for a signed note that was refused by a rule.
func RefusedNote(at events.Time, account events.Account, signed string, rule events.Code) Refused {
	r := Refused{At: at, Account: account, Note: NoteDigest(signed), Rule: rule}
	if n, _, err := events.ParseNote(signed); err == nil {
		r.Key = n.Key
	}
	return r
}

// Line is the canonical JSON and a line end.
func (r Refused) Line() ([]byte, error) {
	b, err := events.Marshal(r)
	if err != nil {
		return nil, err
	}
	return append(b, '\n'), nil
}

// ParseRefused reads exactly what Line gives. Every error is a *Fault.
func ParseRefused(line []byte) (Refused, error) {
	var r Refused
	text, ok := bytes.CutSuffix(line, []byte("\n"))
	if !ok {
		return r, badForm("the register's line has no end", "the hub stopped while writing it: leave it out")
	}
	if err := events.Unmarshal(text, &r); err != nil {
		return Refused{}, badForm("the register's line: "+err.Error(), "compare it with the copy")
	}
	return r, nil
}
