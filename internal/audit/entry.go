package audit

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"time"

	"vigil/events"
	"vigil/internal/apply"
	"vigil/internal/identity"
	"vigil/internal/operation"
)

// storedWithin is how far the store's clock may be from an entry's hub time
// without a word.
const storedWithin = 5 * time.Second

// judge checks a record whose every predecessor is known.
func (p *pass) judge(r *record) {
	if r.bad != nil {
		p.stop(unread(r))
		return
	}
	outcome, err := p.house.Stage(r.entry, r.Body, r.note, p.load)
	switch {
	case p.interrupt != nil:
		return
	case err != nil:
		p.stop(p.doesNotFollow(r, err))
		return
	}
	if f := p.check(r); f.What != "" {
		f.Seq, f.Operation = r.Seq, r.entry.Operation
		p.found(f)
	}
	if r.note.Signer != events.Hub && p.house.Overdue(r.entry.Operation, r.entry.At) {
		if p.overdue.entries++; p.overdue.first == 0 {
			p.overdue.first = r.Seq
		}
	}
	outcome.Commit(r.Seq)
	if err := p.expect(outcome.Told); err != nil {
		p.stop(p.doesNotFollow(r, err))
		return
	}
	if r.note.Signer == events.Hub {
		p.report.Fired++
	}
	for _, e := range r.entry.Events {
		if _, ok := e.(events.OfficerEnrolled); ok {
			p.report.Officers++
		}
	}
	clock := p.house.Registry().Journal().Clock
	if off := events.TimeOf(r.Stored).Sub(r.entry.At).Abs(); clock == events.WallClock && !r.Stored.IsZero() && off > storedWithin {
		p.late++
	}
}

// stop ends judging: what comes behind hangs in the air.
func (p *pass) stop(f Finding) {
	p.broken = f.Seq
	p.report.Unjudged++
	if f.Next == "" {
		f.Next = keepAndRestore
	}
	p.found(f)
}

// unread says of a record that it is no entry of this build's: a later one's, or
// none at all.
func unread(r *record) Finding {
	f := Finding{Seq: r.Seq, What: Malformed, Text: "these bytes are no entry in its one spelling", Next: keepAndRestore, Cause: r.bad}
	if edition := new(events.EditionError); errors.As(r.bad, &edition) {
		f.What = OtherEdition
		f.Text = fmt.Sprintf("it was made under edition %d, and this build knows editions 1 to %d: it was not decided again", edition.Edition, events.Edition)
		f.Next = "verify with a build that knows this edition"
	}
	return f
}

// doesNotFollow names both ends of a broken chain: either may have been altered.
func (p *pass) doesNotFollow(r *record, err error) Finding {
	f := Finding{Seq: r.Seq, Operation: r.entry.Operation, What: DoesNotFollow, Cause: err}
	tail := p.house.Tail(r.entry.Operation)
	switch {
	case r.Seq == 1:
		f.Text = "it is not the genesis that a journal begins with"
	case r.entry.N != tail.N+1:
		f.Text = fmt.Sprintf("it says that it is entry %d of its operation, and entry %d is the next: one was removed, inserted or moved", r.entry.N, tail.N+1)
	case tail.N > 0 && r.entry.Prev != tail.Digest:
		f.doubt = tail.Seq
		f.Text = fmt.Sprintf("it was made to follow other bytes than entry %d has: one of the two was altered", tail.Seq)
	case r.entry.Prev != tail.Digest && r.entry.Prev != p.house.Genesis():
		f.doubt = 1
		f.Text = "it is the first of its operation and was made to follow another genesis"
	default:
		f.Text = "its number, its digest of the one before, its registry number or its time are not what must come next"
	}
	return f
}

// check looks at an entry that is in its place, and gives the first fault.
func (p *pass) check(r *record) Finding {
	if string(r.entry.Operation) != r.Subject {
		return Finding{What: Misfiled, Text: "it is stored under another operation than it is about", Next: keepAndRestore}
	}
	if r.unproven != nil {
		return unproven(r)
	}
	registry := p.house.Registry()
	keys, journal := registry.Public, registry.Journal().ID
	begun, isGenesis := r.fact.(events.RegistryBegun)
	if isGenesis && r.Seq == 1 {
		journal = begun.Journal.ID
		keys = func(id events.KeyID) (events.PublicKey, bool) { return begun.Keys.Root, begun.Keys.Root.ID() == id }
		p.checkConfig(begun.Stream)
	}
	if r.note.Journal != journal {
		return Finding{What: AnotherJournal, Text: "its note was signed for another journal", Next: askTheHub}
	}
	checks, err := identity.Checks(r.entry.Note, r.note, r.sigs, keys)
	if err != nil {
		return Finding{What: kindOf(err, WrongSigners), Text: "its note is not signed by a key that the registry had when it was decided", Next: askTheHub, Cause: err}
	}
	p.signatures.check(r.Seq, r.entry.Operation, checks)
	if !p.house.Seen(r.note.Signer, r.seen) {
		return Finding{What: NotSeen, Next: askTheHub,
			Text: fmt.Sprintf("its note says that the signer had read message %d of its feed, and that message was not so", r.seen.Counter)}
	}
	return p.decideAgain(r)
}

// decideAgain asks the rules what they were asked then.
func (p *pass) decideAgain(r *record) Finding {
	command := apply.CommandOf(r.note, identity.WitnessOf(r.sigs), r.fact, r.entry.Enclosures)
	list, err := p.house.Decide(command, r.entry.At)
	f := Finding{What: NotDecided, Next: askTheHub, Cause: err}
	var refusal *operation.Refusal
	switch {
	case errors.As(err, &refusal):
		f.Text = fmt.Sprintf("the rules refuse this command (%s), and it was recorded", refusal.Rule)
		return f
	case err != nil:
		f.Text = "the rules cannot decide this command"
		return f
	}
	for i, want := range list {
		if i == len(r.entry.Events) {
			f.Text = fmt.Sprintf("the rules give %d events, and %d were recorded", len(list), i)
			return f
		}
		a, errA := events.EncodeEvent(want)
		b, errB := events.EncodeEvent(r.entry.Events[i])
		if errA != nil || errB != nil || !bytes.Equal(a, b) {
			f.Text = fmt.Sprintf("event %d: the rules give another %s than the %s that was recorded", i+1, want.Kind(), r.entry.Events[i].Kind())
			f.Cause = fmt.Errorf("decided %s, recorded %s", a, b)
			return f
		}
	}
	if len(r.entry.Events) > len(list) {
		f.Text = fmt.Sprintf("the rules give %d events, and %d were recorded", len(list), len(r.entry.Events))
		return f
	}
	if changed := p.house.Changed(command, r.seen); len(changed) > 0 {
		return Finding{What: Unlooked, Next: askTheHub, Cause: fmt.Errorf("changed: %s", strings.Join(changed, ", ")),
			Text: fmt.Sprintf("its signer had read up to message %d, and what it decides about had changed since", r.seen.Counter)}
	}
	return Finding{}
}

// checkConfig compares the stream's configuration with the one in genesis. A
// mirror cannot say how its origin is configured; it says nothing.
func (p *pass) checkConfig(terms events.StreamTerms) {
	if events.DigestOf([]byte(terms.Config)) != terms.Hash {
		p.found(Finding{Seq: 1, Operation: events.Registry, What: ConfigHash, Text: "genesis holds a stream configuration and the hash of another", Next: askTheHub})
	}
	if p.state.Config != "" && p.state.Config != terms.Config {
		p.found(Finding{What: OtherConfig, Text: "the journal's stream is not configured as genesis says it must be",
			Next:  "find out who changed it and whether records were dropped, then set it back",
			Cause: fmt.Errorf("genesis says %s, the store %s", terms.Config, p.state.Config)})
	}
}

func unproven(r *record) Finding {
	return Finding{Seq: r.Seq, Operation: r.entry.Operation, What: kindOf(r.unproven, Altered),
		Text: "a slot or an enclosure is not what the note commits to", Next: keepAndRestore, Cause: r.unproven}
}

// look checks a record behind a broken chain by itself.
func (p *pass) look(r *record) {
	p.behind.unfit++
	switch {
	case r.bad != nil:
		p.found(unread(r))
		return
	case r.unproven != nil:
		p.found(unproven(r))
		return
	}
	checks, err := identity.Checks(r.entry.Note, r.note, r.sigs, p.house.Registry().Public)
	if err != nil {
		return // perhaps a key that the registry got behind the break
	}
	p.behind.unfit--
	p.behind.fit++
	p.signatures.check(r.Seq, r.entry.Operation, checks)
}

// kindOf is the kind that says the same as an identity fault's rule.
func kindOf(err error, otherwise Kind) Kind {
	switch identity.RuleOf(err) {
	case identity.RuleAltered:
		return Altered
	case identity.RuleUnknownKey:
		return UnknownKey
	case identity.RuleWrongSigners:
		return WrongSigners
	case identity.RuleBadSignature:
		return BadSignature
	}
	return otherwise
}
