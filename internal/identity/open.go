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

// demanded is how many signature lines a kind of command has: the author's, and
// one more for each further person that must sign the same note. No kind of this
// edition needs a second.
func demanded(events.Act) int { return 1 }

// NoteDigest names a signed note: SHA-256 of all its bytes, signatures included.
func NoteDigest(signed string) events.Digest { return events.DigestOf([]byte(signed)) }

// Open reads a signed command note and checks its signatures: exactly the lines
// that its kind demands, the author's first, each by another key that public
// knows. Every error is a *Fault.
//
// It does not look at the slots, the journal, roles or times.
func Open(signed string, public Keys) (events.Note, error) {
	return open(signed, "", public)
}

// Opened is a request of which everything has been checked that can be without
// the state of the journal.
type Opened struct {
	Note       events.Note
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
	n, err := open(r.Note, journal, public)
	if err != nil {
		return Opened{}, err
	}
	o := Opened{Note: n, Digest: NoteDigest(r.Note), Enclosures: Shut(r.Enclosures)}
	if o.Fact, o.Seen, err = Proposed(n, r.Slots, o.Enclosures); err != nil {
		return Opened{}, err
	}
	return o, nil
}

func open(signed string, journal events.JournalID, public Keys) (events.Note, error) {
	n, sigs, err := events.ParseNote(signed)
	if err != nil {
		hint := "compose it anew with this build"
		if unknown := new(events.UnknownKindError); errors.As(err, &unknown) {
			hint = "bring hub and clients to the same build"
		}
		return n, badForm(err.Error(), hint)
	}
	if journal != "" && n.Journal != journal {
		return n, &Fault{RuleAnotherJournal, fmt.Sprintf("the note is for journal %s, this is %s", n.Journal, journal),
			"connect to the journal it was meant for, or sign it for this one"}
	}
	checks, err := Checks(signed, n, sigs, public)
	if err != nil {
		return n, err
	}
	for _, c := range checks {
		if err := c.Verify(); err != nil {
			return n, err
		}
	}
	return n, nil
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
// verify them, so that whoever has many can verify them side by side: they are
// exactly the lines that the note's kind demands, the author's first, each by
// another key that public knows; and what clocks say is the hub's, which says
// nothing else. Every error is a *Fault.
func Checks(signed string, n events.Note, sigs []events.Signature, public Keys) ([]Check, error) {
	if want := demanded(n.Act); len(sigs) != want {
		return nil, &Fault{RuleWrongSigners, fmt.Sprintf("%s carries %d signatures, it needs exactly %d", n.Act, len(sigs), want),
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
				return nil, &Fault{RuleWrongSigners, fmt.Sprintf("key %s signed twice", sig.Key), "another person signs too"}
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
