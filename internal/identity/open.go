package identity

import (
	"errors"
	"fmt"
	"strings"

	"vigil/events"
)

// Keys looks up a public key by its name, as the registry had it at the time in
// question. It says nothing of what the key's holder may do.
type Keys func(events.KeyID) (events.PublicKey, bool)

// signers is how many signature lines a kind of command may have: the author's,
// and of a weight a second person's, the witness's (INV-15). That the second is
// not there is no fault of form: a weight is a fact, and what is missing from it is
// for the rules to say.
func signers(act events.Act) (least, most int) {
	if act == "item.weighed" {
		return 1, 2
	}
	return 1, 1
}

// mayHave says why a kind of command cannot have so many signatures, or nothing if
// it can.
func mayHave(act events.Act, lines int) string {
	switch least, most := signers(act); {
	case least <= lines && lines <= most:
		return ""
	case least == most:
		return fmt.Sprintf("%s has exactly %d", act, least)
	default:
		return fmt.Sprintf("%s has %d or %d", act, least, most)
	}
}

// WitnessOf is the key of the second person who signed a note; empty if one signed
// it.
func WitnessOf(sigs []events.Signature) events.KeyID {
	if len(sigs) < 2 {
		return ""
	}
	return sigs[1].Key
}

// NoteDigest names a signed note: SHA-256 of all its bytes, signatures included.
func NoteDigest(signed string) events.Digest { return events.DigestOf([]byte(signed)) }

// Open reads a signed command note and checks its signatures: as many lines as its
// kind may have, the author's first, each by another key that public knows. Every
// error is a *Fault.
//
// It does not look at the slots, the journal, roles or times.
func Open(signed string, public Keys) (events.Note, error) {
	n, _, err := open(signed, "", public)
	return n, err
}

// Opened is a request of which everything has been checked that can be without
// the state of the journal.
type Opened struct {
	Note       events.Note
	Witness    events.KeyID  // the second signature's; empty if there is one only
	Digest     events.Digest // of the signed note
	Fact       events.Event  // what the command proposes; its derived members are absent
	Seen       events.Seen
	Enclosures []events.Enclosure
}

// OpenRequest opens the note of a request, which must be for this journal, and
// checks that each slot and enclosure is what the note commits to. Every error is
// a *Fault. The note is checked before anything else is looked at, so the faults
// RuleAltered and, about slots, RuleBadForm are those of an author whose key is
// known.
func OpenRequest(r events.Request, journal events.JournalID, public Keys) (Opened, error) {
	n, sigs, err := open(r.Note, journal, public)
	if err != nil {
		return Opened{}, err
	}
	o := Opened{Note: n, Witness: WitnessOf(sigs), Digest: NoteDigest(r.Note), Enclosures: Shut(r.Enclosures)}
	if o.Fact, o.Seen, err = Proposed(n, r.Slots, o.Enclosures); err != nil {
		return Opened{}, err
	}
	return o, nil
}

func open(signed string, journal events.JournalID, public Keys) (events.Note, []events.Signature, error) {
	n, sigs, err := events.ParseNote(signed)
	if err != nil {
		hint := "compose it anew with this build"
		if unknown := new(events.UnknownKindError); errors.As(err, &unknown) {
			hint = "bring hub and clients to the same build"
		}
		return n, sigs, badForm(err.Error(), hint)
	}
	if journal != "" && n.Journal != journal {
		return n, sigs, &Fault{RuleAnotherJournal, fmt.Sprintf("the note is for journal %s, this is %s", n.Journal, journal),
			"connect to the journal it was meant for, or sign it for this one"}
	}
	checks, err := Checks(signed, n, sigs, public)
	if err != nil {
		return n, sigs, err
	}
	for _, c := range checks {
		if err := c.Verify(); err != nil {
			return n, sigs, err
		}
	}
	return n, sigs, nil
}

// Check is one signature of a note that has still to be verified.
type Check struct {
	Text      string
	Signature events.Signature
	Public    events.PublicKey
}

// Verify is what is left to do: see the function Verify.
func (c Check) Verify() error { return Verify(c.Text, c.Signature, c.Public) }

// Checks does all that Open does with the signatures of a parsed note except to
// verify them, so that whoever has many can verify them side by side: they are as
// many as the note's kind may have, the author's first, each by another key that
// public knows; and what clocks say is the hub's, which says nothing else. Every
// error is a *Fault.
func Checks(signed string, n events.Note, sigs []events.Signature, public Keys) ([]Check, error) {
	if not := mayHave(n.Act, len(sigs)); not != "" {
		return nil, &Fault{RuleWrongSigners, fmt.Sprintf("the note carries %d signatures, and %s", len(sigs), not),
			"have it signed by the right persons and nobody else"}
	}
	if sigs[0].Key != n.Key {
		return nil, &Fault{RuleWrongSigners, fmt.Sprintf("the note is of key %s, its first signature of key %s", n.Key, sigs[0].Key),
			"the author signs first, with the key the note names"}
	}
	if err := checkSpeaker(n); err != nil {
		return nil, err
	}
	text := signed[:strings.LastIndex(signed, "\n\n")+1]
	checks := make([]Check, len(sigs))
	for i, sig := range sigs {
		for _, earlier := range sigs[:i] {
			if earlier.Key == sig.Key {
				return nil, signedTwice(sig.Key)
			}
		}
		pub, ok := public(sig.Key)
		if !ok {
			return nil, &Fault{RuleUnknownKey, fmt.Sprintf("nobody here has key %s", sig.Key),
				"sign with an enrolled key, or have this one enrolled"}
		}
		checks[i] = Check{text, sig, pub}
	}
	return checks, nil
}

func signedTwice(key events.KeyID) *Fault {
	return &Fault{RuleWrongSigners, fmt.Sprintf("key %s signed twice", key), "another person signs too"}
}

// Proposed reads what a note proposes from its slots, after checking that each
// slot and enclosure is what the note commits to. Every error is a *Fault.
func Proposed(n events.Note, slots []events.Slot, enclosures []events.Enclosure) (events.Event, events.Seen, error) {
	if err := checkCommitted(n, slots, enclosures); err != nil {
		return nil, events.Seen{}, err
	}
	fact, seen, err := events.Proposal(n, slots, enclosures)
	if err != nil {
		return nil, events.Seen{}, badForm(err.Error(), "correct that field and sign again")
	}
	return fact, seen, nil
}

func checkCommitted(n events.Note, slots []events.Slot, enclosures []events.Enclosure) error {
	row, err := events.ActOf(n.Act)
	if err != nil {
		return badForm(err.Error(), "bring hub and clients to the same build")
	}
	for _, s := range slots {
		_, line, ok := row.Slot(s.Name)
		if ok || s.Name == events.SlotSeen {
			if events.Commit(s.Name, s.Salt, s.Value) != n.Commits[line] {
				return altered("slot", s.Name)
			}
		}
	}
	for _, e := range enclosures {
		if e.Size == 0 {
			return badForm(fmt.Sprintf("enclosure %s is empty", e.Name), "say something in it, or leave it out")
		}
		if _, line, ok := row.Slot(e.Name); ok && e.Commit != n.Commits[line] {
			return altered("enclosure", e.Name)
		}
	}
	return nil
}

func altered(what, name string) *Fault {
	return &Fault{RuleAltered, fmt.Sprintf("%s %s is not what the note commits to", what, name),
		"send what was signed, or sign again"}
}
