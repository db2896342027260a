package events

import (
	"fmt"
	"reflect"
)

// Event is one fact. The set is closed: every type is in the catalogue below,
// and every switch over a family names all of it (a test says so).
type Event interface {
	Kind() Kind
	isEvent()
}

// Kind names a kind of event: noun.participle. A kind decodes for ever and
// never changes its meaning; a new meaning is a new kind.
type Kind string

// Act names a kind of command: noun.verb for a decision; for an observation the
// kind of the fact it reports.
type Act string

// Nature tells what may be refused.
type Nature string

const (
	Decision    Nature = "decision"    // may be refused, with all that is missing
	Observation Nature = "observation" // is never refused; a breach may stand beside it
)

// Class says where a slot's value is kept and who can read it there.
type Class string

const (
	Clear    Class = "clear"    // in the journal
	Internal Class = "internal" // an enclosure that the hub may read and erase
	Sealed   Class = "sealed"   // an enclosure that only recipient desks can open
)

func (c *Class) UnmarshalText(b []byte) error {
	return oneOf(c, b, "a class", Clear, Internal, Sealed)
}

// Need says whether a command is complete without a slot.
type Need string

const (
	Required Need = "required"
	Optional Need = "optional"
)

// SlotSeen is slot 0 of every command: what the signer had seen. It belongs to
// no event.
const SlotSeen = "seen"

// Seen is how far the signer had read the viewer's feed.
type Seen struct {
	Counter uint64 `json:"counter"`
	Digest  Digest `json:"digest"`
}

// SlotRow is one slot of an act.
type SlotRow struct {
	Name  string
	Class Class
	Need  Need
}

// ActRow is one act: the fact it records, and its slots in the order of their
// commit lines, from line 1. The clear slots are the members of the fact; the
// rest of its members are derived by Decide.
type ActRow struct {
	Act    Act
	Nature Nature
	Fact   Kind
	Slots  []SlotRow
}

// Slot finds a slot by its name; line is its commit line.
func (r ActRow) Slot(name string) (row SlotRow, line int, ok bool) {
	for i, s := range r.Slots {
		if s.Name == name {
			return s, i + 1, true
		}
	}
	return SlotRow{}, 0, false
}

func must(name string) SlotRow      { return SlotRow{name, Clear, Required} }
func may(name string) SlotRow       { return SlotRow{name, Clear, Optional} }
func text(name string) SlotRow      { return SlotRow{name, Internal, Required} }
func maybeText(name string) SlotRow { return SlotRow{name, Internal, Optional} }

func act(act Act, nature Nature, fact Kind, slots ...SlotRow) ActRow {
	return ActRow{act, nature, fact, slots}
}

// Acts is every command there is.
var Acts = []ActRow{
	act("registry.begin", Decision, "registry.begun", must("journal"), must("keys"), must("stream")),
	act("country.add", Decision, "country.added", must("country")),
	act("desk.add", Decision, "desk.added", must("desk"), maybeText("contact")),
	act("officer.enrol", Decision, "officer.enrolled", must("officer"), maybeText("name")),

	act("operation.open", Decision, "operation.opened", must("operation"), must("basis"), maybeText("aim")),
	act("state.involve", Decision, "state.involved", must("state")),
	act("operation.close", Decision, "operation.closed", must("closing"), maybeText("remark")),

	act("authorisation.request", Decision, "authorisation.requested", must("request"), must("window"), may("ceiling"), maybeText("facts")),
	act("authorisation.grant", Decision, "authorisation.granted", must("grant"), must("window"), may("ceiling"), maybeText("conditions")),
	act("authorisation.refuse", Decision, "authorisation.refused", must("refusal"), text("reason")),

	act("leg.plan", Decision, "leg.planned", must("leg"), must("window")),
	act("handover-point.plan", Decision, "handover-point.planned", must("point"), must("window"), may("place"), maybeText("label")),
	act("checkpoint.plan", Decision, "checkpoint.planned", must("checkpoint"), must("window"), may("place"), maybeText("label")),

	act("item.declare", Decision, "item.declared", must("item"), must("origin"), must("quantity"), maybeText("description")),
	act("departure.approve", Decision, "departure.approved", must("departure"), maybeText("remark")),
	act("consignment.departed", Observation, "consignment.departed", must("departed"), maybeText("remark")),

	act("checkpoint.reached", Observation, "checkpoint.reached", must("reached"), maybeText("remark")),
	act("sighting.reported", Observation, "sighting.reported", must("sighting"), may("place"), maybeText("remark")),
	act("border.crossed", Observation, "border.crossed", must("crossing"), maybeText("remark")),

	act("handover.offer", Decision, "handover.offered", must("offer"), must("pack"), maybeText("message")),
	act("handover.accept", Decision, "handover.accepted", must("acceptance"), maybeText("discrepancies")),
	act("handover.refuse", Decision, "handover.refused", must("refusal"), text("reason")),
	act("handover.completed", Observation, "handover.completed", must("completion"), maybeText("remark")),
}

// KindRow is one kind of event.
type KindRow struct {
	Kind Kind
	read func(*reader) (Event, error) // the members behind the kind
}

func of[E Event]() KindRow {
	var zero E
	list := membersOf(reflect.TypeFor[E]())
	return KindRow{zero.Kind(), func(r *reader) (Event, error) {
		var e E
		err := list.read(r, reflect.ValueOf(&e).Elem(), ',')
		return e, err
	}}
}

// Kinds is every event there is.
var Kinds = []KindRow{
	of[RegistryBegun](), of[CountryAdded](), of[DeskAdded](), of[OfficerEnrolled](),
	of[OperationOpened](), of[StateInvolved](), of[OperationClosed](), of[BreachFound](),
	of[AuthorisationRequested](), of[AuthorisationGranted](), of[AuthorisationRefused](),
	of[LegPlanned](), of[HandoverPointPlanned](), of[CheckpointPlanned](),
	of[ItemDeclared](), of[DepartureApproved](), of[ConsignmentDeparted](),
	of[CheckpointReached](), of[SightingReported](), of[BorderCrossed](),
	of[HandoverOffered](), of[HandoverAccepted](), of[HandoverRefused](), of[HandoverCompleted](),
	of[DirectionMoved](), of[DirectionBound](), of[DirectionEnded](),
}

var (
	actsByName  = indexed(Acts, func(r ActRow) Act { return r.Act })
	kindsByName = indexed(Kinds, func(r KindRow) Kind { return r.Kind })
)

func indexed[R any, K comparable](rows []R, key func(R) K) map[K]R {
	index := make(map[K]R, len(rows))
	for _, row := range rows {
		index[key(row)] = row
	}
	return index
}

// UnknownKindError is a kind of event or command that this build does not know.
// It is never skipped: in evidence a gap is a finding.
type UnknownKindError struct {
	What string // "event" or "command"
	Name string
}

func (e *UnknownKindError) Error() string {
	return fmt.Sprintf("unknown kind of %s %q: it was written by a newer build, or it is not one of ours", e.What, clip([]byte(e.Name)))
}

// ActOf looks an act up; an unknown one is an *UnknownKindError.
func ActOf(name Act) (ActRow, error) {
	row, ok := actsByName[name]
	if !ok {
		return ActRow{}, &UnknownKindError{"command", string(name)}
	}
	return row, nil
}

func (a *Act) UnmarshalText(b []byte) error {
	row, err := ActOf(Act(b))
	if err == nil {
		*a = row.Act
	}
	return err
}
