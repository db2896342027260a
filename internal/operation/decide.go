package operation

import (
	"slices"
	"time"

	"vigil/events"
)

// The rules that every command meets, in this order. The first six look at the
// command and the registry only, so they answer the same about an operation that
// exists and one that does not.
const (
	KnownAct     Rule = "the-fact-fits-the-act"                // 1. design: unknown kinds are errors
	SaysUntil    Rule = "a-decision-says-until-when"           // 2. design: a note is not to be taken for ever; a fact has no such end
	AllMandatory Rule = "what-is-mandatory-is-there"           // 3. CH-IT 2009 art. 2: a refusal gives its reasons
	NotFuture    Rule = "a-decision-is-not-from-the-future"    // 4. design: three clocks, never one for another
	NoteExpired  Rule = "the-note-has-expired"                 // 5. design: deadlines of decisions are judged on the hub's time
	KeySpeaks    Rule = "a-key-speaks-for-its-own-country"     // 6. CH-IT 2009 arts. 11, 13; ETS 182 art. 18(4): closed lists of authorities
	OwnSequence  Rule = "the-registry-is-no-operation"         // 7. design: one sequence for each
	NoSuch       Rule = "no-such-operation"                    // 8. design: to a non-party an operation does not exist
	LeadAsLead   Rule = "only-the-lead-signs-as-lead"          // 9. domain 4: LEAD. What the operation's state forbids comes next: operation.go
	FiresWhenDue Rule = "a-clock-fires-when-due"               // 11, for clocks: design 3: the same for every hub, and for an auditor
	SameWitness  Rule = "a-witness-is-of-the-same-state"       // 6, of a second signature: INV-15; whoever sees a note sees who signed it, so another State's would tell that it takes part
	OnlyOfficers Rule = "only-an-officer-of-a-party-reports"   // 6, for facts: any role
	OnlyLead     Rule = "only-the-lead-coordinates"            // 6, for the lead's decisions
	OnlyRoot     Rule = "only-the-root-key-signs-the-registry" // 6, for the registry
	OnlyClock    Rule = "only-the-hubs-clock-says-it-is-time"  // 6, for clocks: no officer ends a State's consent by signing that it ended
)

// Skew is how far a decision's own times may lie ahead of the hub's.
const Skew = 2 * time.Minute

// Command is an accepted note with its proposal: identity, time and ids arrive
// with it. Its signature has been checked before.
type Command struct {
	ID         events.CommandID
	Operation  events.OperationID
	Act        events.Act
	Signer     events.Viewer
	Key        events.KeyID
	Witness    events.KeyID // of the second person who signed; empty: one did
	Occurred   events.Time
	Known      events.Time
	Until      events.Time
	Fact       events.Event // clear slots filled, derived members absent
	Enclosures []string     // the names of those present
}

// Decide gives the events that a command causes at the hub's time at, the
// command's own fact first; or a *Refusal, never another error. It never changes
// its arguments. For an act of the registry o is an Operation whose ID is
// events.Registry; for an operation that is not known it is an empty one.
//
// Decide does not know which command ids were used before, nor what the signer
// had seen: both are the caller's.
func Decide(r Registry, o Operation, c Command, at events.Time) ([]events.Event, error) {
	s := situation{r, o, c, at}
	a, ok := actionOf(c.Act)
	if !ok || c.Fact == nil || !a.fits(c.Fact) {
		return nil, refuse(KnownAct, Invalid, "%q does not record what this command says", c.Act)
	}
	if err := s.common(a); err != nil {
		return nil, err
	}
	var out []events.Event
	var err error
	switch {
	case a.decides != nil:
		out, err = a.decides(c.Fact).decide(s)
	case a.fires != nil:
		out, err = a.fires(c.Fact).decide(s)
	default:
		out = s.tell(c.Fact, a.observes(c.Fact).observe)
	}
	if err != nil {
		return nil, err
	}
	return append(out, s.anotherWay(out)...), nil
}

// decision is something that may be refused.
type decision interface {
	decide(situation) ([]events.Event, error)
}

// observation is a fact. There is no error to return: it is stored, and what
// follows from it with it. The situation of observe has it folded, and observe
// gives what it breaks and whom that calls: see tell.
type observation interface {
	observe(situation) []events.Event
}

// situation is all that a rule may look at.
type situation struct {
	Registry
	Operation
	command Command
	at      events.Time
}

// country is the one that the signer speaks for.
func (s situation) country() events.Country { return s.command.Signer.Country() }

// moment is when a fact happened, for all that follows from it: never later than
// the hub heard of it, so that a wrong watch cannot bind the future.
func (s situation) moment() events.Time {
	if s.command.Occurred.After(s.at) {
		return s.at
	}
	return s.command.Occurred.UTC() // what follows does not tell whose watch it was
}

// over tells whether a moment lies after the operation's end. What happens then is
// recorded, but it breaks no rule: there is no delivery any more.
func (s situation) over(t events.Time) bool { return !s.Ended.IsZero() && !t.Before(s.Ended) }

func (s situation) common(a action) error {
	c := s.command
	if decided := a.decides != nil; decided == c.Until.IsZero() {
		return refuse(SaysUntil, Invalid, "a decision says until when it may be taken, nothing else does").
			hint("Sign the note again, a decision with until, a fact without.")
	}
	if list := a.absent(c.Enclosures); len(list) > 0 {
		return refuse(AllMandatory, Invalid, "%s lacks what is mandatory", c.Act).missing(list...)
	}
	if a.decides != nil {
		if err := c.restricted(); err != nil {
			return err
		}
		if limit := s.at.Add(Skew); c.Occurred.After(limit) || c.Known.After(limit) {
			return refuse(NotFuture, Invalid, "the note was written after %s, the hub's time", s.at).
				hint("Set the clock of the machine that signs.")
		}
		if s.at.After(c.Until) {
			return refuse(NoteExpired, Refused, "the note was to be taken until %s; it is %s", c.Until, s.at).
				hint("Decide again and sign a new note.")
		}
	}
	if err := s.standing(a); err != nil {
		return err
	}
	if (c.Operation == events.Registry) != a.ofRegistry() {
		return refuse(OwnSequence, Invalid, "%s does not belong to %q", c.Act, c.Operation)
	}
	if a.ofRegistry() || a.opens() {
		return nil
	}
	if !s.meets(a) {
		return NoSuchOperation()
	}
	if c.Signer.IsLead() && s.country() != s.Lead {
		return refuse(LeadAsLead, NotAllowed, "%s does not lead this operation", s.country()).
			hint("Sign as %s.", s.country().Desk())
	}
	if a.decides != nil {
		return s.mayBeDecided(a.act)
	}
	if a.fires != nil && !s.Operation.isDue(c, s.at) {
		return refuse(FiresWhenDue, Refused, "%s is not due, or was said already", c.Act)
	}
	return nil
}

// meets tells whether the operation is there for the signer of this act. To a
// State that is triggered it is there for what such a State may do, and for
// nothing else.
func (s situation) meets(a action) bool {
	if a.fires != nil {
		return s.Name != ""
	}
	return s.Involves(s.country()) ||
		a.ofTheTriggered() && !s.command.Signer.IsLead() && slices.Contains(s.Triggered, s.country())
}

// NoSuchOperation is the same for an id that nobody ever used and for an
// operation that is none of the signer's: it holds nothing of either.
func NoSuchOperation() *Refusal {
	return refuse(NoSuch, NotFound, "there is no such operation").hint("Check its id.")
}

// standing asks whether this key may sign this act at all.
func (s situation) standing(a action) error {
	c := s.command
	if a.byRoot() {
		return s.rootStanding(a)
	}
	if a.fires != nil {
		if c.Signer != events.Hub || c.Key != s.keys.Clock.ID() {
			return refuse(OnlyClock, NotAllowed, "%s is signed by the hub with its clock's key, not by %s", c.Act, c.Signer)
		}
		return nil
	}
	officer, ok := s.officer(c.Key)
	switch {
	case !ok:
		return refuse(KeySpeaks, NotAllowed, "key %s is no officer's", c.Key).
			hint("Ask the registry to enrol it.")
	case officer.Country != s.country():
		return refuse(KeySpeaks, NotAllowed, "key %s does not speak for %s", c.Key, c.Signer)
	case !officer.holds(s.at):
		return refuse(KeySpeaks, NotAllowed, "key %s was enrolled for %s only", c.Key, span(events.Window{From: officer.From, Until: officer.Until}))
	}
	if witness, ok := s.officer(c.Witness); c.Witness != "" && (!ok || witness.Country != officer.Country) {
		return refuse(SameWitness, NotAllowed, "key %s, which signed second, is no officer's of %s", c.Witness, officer.Country).
			hint("Have an officer of the same State sign too.")
	}
	for _, by := range a.by {
		if by.capacity != capacityOf(c.Signer) {
			continue
		}
		if slices.ContainsFunc(by.roles, officer.plays) {
			return nil
		}
		return refuse(a.under, NotAllowed, "%s needs the role %s; this officer of %s is %s", c.Act, list(by.roles), officer.Country, list(officer.Roles)).
			hint("Have an officer of %s sign who is %s.", officer.Country, list(by.roles))
	}
	return refuse(a.under, NotAllowed, "%s is signed %s, not as %s", c.Act, a.signers(), c.Signer)
}
