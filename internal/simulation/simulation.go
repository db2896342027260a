// Package simulation makes up whole operations by chance, from the first request to
// the closed file, within the ranges that the domain reference gives (6.2): 2 to 8
// States, 1 to 7 handovers, 6 to 40 checkpoints, 11 hours to 100 days, 0.3 to 900 kg,
// 1 to 4 parts, 5 to 15 per cent of checkpoints missed or late, 10 per cent of
// requests refused or limited. Teams lose sight of the goods, reports come late, in
// the wrong order and contradict each other, weights are told in the wrong unit and
// corrected.
//
// It plays by the rules of package operation and keeps every command, with what
// followed from it or why it was refused. The same dice give the same story, byte for
// byte. It reads no clock and no journal.
//
// Not promised: that a story is a likely one. Two builds with other rules may make
// two stories of the same dice.
package simulation

import (
	"vigil/events"
	"vigil/internal/operation"
)

// MaxSteps is how many commands a story has at most: it is cut there.
const MaxSteps = 20_000

// Roles are those that every country of a story has an officer for.
var Roles = []events.Role{events.Coordinator, events.CompetentAuthority, events.Commander, events.DeskOfficer,
	events.Team, events.Technical, events.Custody}

// Story is an operation that was made up.
type Story struct {
	ID        events.OperationID
	Name      events.Codename
	Lead      events.Country
	Countries []events.Country // the alliance
	Route     []events.Country
	Begins    events.Time
	Steps     []Step
	Operation operation.Operation // as it stands at the end

	device events.DeviceID // assigned, and not fitted yet
	fitted []events.DeviceID
	parts  []*parcel // that splits have begun
}

// Step is one command: who signed it when, what it says, and what followed.
type Step struct {
	At       events.Time
	By       events.Viewer
	Role     events.Role // "clock" for what the hub's clock says
	Act      events.Act
	Command  events.CommandID
	Key      events.KeyID
	Fact     events.Event
	Occurred events.Time
	Texts    []string           // the slots whose text goes with it
	Witness  events.KeyID       // who signed a weight too
	Events   []events.Event     // the fact first
	Refused  *operation.Refusal // or why it was refused
}

// Keys gives the public key of a country's officer in a role.
type Keys func(events.Country, events.Role) events.PublicKey

// Dice is all that happens by chance. Whoever wants the same story again passes the
// same once more.
type Dice interface {
	IntN(n int) int
	Float64() float64
	Perm(n int) []int
}

// Simulate makes up one operation. Who plays it again for real has keys that can
// sign; without, keys are made up too.
func Simulate(dice Dice, keys Keys) Story {
	if keys == nil {
		keys = func(c events.Country, r events.Role) events.PublicKey { return madeUp(string(c) + " " + string(r)) }
	}
	w := newWorld(dice, keys)
	w.begin()
	w.run()
	return *w.story
}

// Evolve folds what a step caused; of a refused one nothing.
func (s Step) Evolve(o operation.Operation) operation.Operation {
	cause := operation.Cause{Command: s.Command, Operation: o.ID, Author: s.By, Key: s.Key, Occurred: s.Occurred, At: s.At}
	if o.ID == "" {
		cause.Operation = id[events.OperationID](0)
	}
	for _, e := range s.Events {
		o = operation.Evolve(o, cause, e)
	}
	return o
}
