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
	Clock       Nature = "clock"       // the hub says that something has run out; refused unless it has
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

// The slots that many acts share: what a fact corrects, its handling codes, and
// what handling demands in words.
const (
	SlotCorrects    = "corrects"
	SlotHandling    = "handling"
	SlotRestriction = "restriction"
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

// handled adds the slots of handling to those of an act.
func handled(slots ...SlotRow) []SlotRow {
	return append(slots, may(SlotHandling), maybeText(SlotRestriction))
}

// fact is an observation, named like what it records. It can correct an earlier
// one of its kind, and it is handled.
func fact(kind Kind, slots ...SlotRow) ActRow {
	last := len(slots) - 1 // the remark
	slots = append(slots[:last:last], may(SlotCorrects), slots[last])
	return act(Act(kind), Observation, kind, handled(slots...)...)
}

// clock is what the hub's clock says, named like what it records.
func clock(kind Kind, slots ...SlotRow) ActRow { return act(Act(kind), Clock, kind, slots...) }

// Acts is every command there is.
var Acts = []ActRow{
	act("registry.begin", Decision, "registry.begun", must("journal"), must("keys"), must("stream")),
	act("country.add", Decision, "country.added", must("country")),
	act("desk.add", Decision, "desk.added", must("desk"), maybeText("contact")),
	act("officer.enrol", Decision, "officer.enrolled", must("officer"), maybeText("name")),
	clock("clock.jumped", must("jump")),

	act("operation.open", Decision, "operation.opened", must("operation"), must("basis"), maybeText("aim")),
	act("state.involve", Decision, "state.involved", must("state")),
	act("operation.suspend", Decision, "operation.suspended", must("suspension"), text("reason")),
	act("operation.resume", Decision, "operation.resumed", must("resumption"), maybeText("remark")),
	act("operation.terminate", Decision, "operation.terminated", must("termination"), text("reason")),
	act("operation.close", Decision, "operation.closed", must("closing"), maybeText("remark")),

	act("authorisation.request", Decision, "authorisation.requested", handled(must("request"), must("window"), may("ceiling"), maybeText("facts"))...),
	act("authorisation.grant", Decision, "authorisation.granted", handled(must("grant"), must("window"), may("ceiling"), maybeText("conditions"))...),
	act("authorisation.refuse", Decision, "authorisation.refused", must("refusal"), text("reason")),
	act("authorisation.confirm", Decision, "authorisation.confirmed", must("confirmation"), maybeText("decision")),
	act("authorisation.vary", Decision, "authorisation.varied", must("variation"), must("window"), may("ceiling"), maybeText("reason")),
	act("authorisation.suspend", Decision, "authorisation.suspended", must("suspension"), text("reason")),
	act("authorisation.resume", Decision, "authorisation.resumed", must("resumption"), maybeText("remark")),
	act("authorisation.revoke", Decision, "authorisation.revoked", must("revocation"), text("reason")),
	clock("authorisation.lapsing", must("lapsing")),
	clock("authorisation.lapsed", must("lapse")),
	act("condition.impose", Decision, "condition.imposed", must("condition"), text("wording")),
	act("condition.meet", Decision, "condition.met", must("met"), maybeText("remark")),
	act("condition.waive", Decision, "condition.waived", must("waived"), text("reason")),

	act("leg.plan", Decision, "leg.planned", must("leg"), must("window")),
	act("leg.revise", Decision, "leg.revised", must("revision"), must("window"), maybeText("reason")),
	act("leg.drop", Decision, "leg.dropped", must("dropped"), maybeText("reason")),
	act("handover-point.plan", Decision, "handover-point.planned", must("point"), must("window"), may("place"), maybeText("label")),
	act("handover-point.revise", Decision, "handover-point.revised", must("revision"), must("window"), may("place"), maybeText("label")),
	act("handover-point.drop", Decision, "handover-point.dropped", must("dropped"), maybeText("reason")),
	act("checkpoint.plan", Decision, "checkpoint.planned", must("checkpoint"), must("window"), may("place"), maybeText("label")),
	act("checkpoint.revise", Decision, "checkpoint.revised", must("revision"), must("window"), may("place"), maybeText("label")),
	act("checkpoint.waive", Decision, "checkpoint.waived", must("waived"), maybeText("reason")),
	clock("checkpoint.due", must("due")),
	clock("checkpoint.missed", must("missed")),

	act("item.declare", Decision, "item.declared", handled(must("item"), must("origin"), must("quantity"), maybeText("description"))...),
	act("departure.approve", Decision, "departure.approved", must("departure"), maybeText("remark")),
	fact("consignment.departed", must("departed"), maybeText("remark")),
	fact("possession.changed", must("possession"), maybeText("remark")),

	fact("checkpoint.reached", must("reached"), maybeText("remark")),
	fact("sighting.reported", must("sighting"), may("place"), maybeText("remark")),
	fact("border.crossed", must("crossing"), maybeText("remark")),
	fact("eyes-on.taken", must("eyes"), must("team"), maybeText("remark")),
	fact("eyes-on.degraded", must("eyes"), must("team"), maybeText("remark")),
	fact("eyes-on.lost", must("eyes"), must("team"), may("place"), maybeText("remark")),
	fact("eyes-on.regained", must("eyes"), must("team"), maybeText("remark")),
	fact("route.deviated", must("deviation"), may("place"), maybeText("remark")),

	act("handover.offer", Decision, "handover.offered", handled(must("offer"), must("pack"), maybeText("message"))...),
	act("handover.accept", Decision, "handover.accepted", must("acceptance"), maybeText("discrepancies")),
	act("handover.refuse", Decision, "handover.refused", must("refusal"), text("reason")),
	act("handover.withdraw", Decision, "handover.withdrawn", must("withdrawal"), maybeText("reason")),
	clock("handover.timed-out", must("timeout")),
	fact("handover.completed", must("completion"), maybeText("remark")),

	act("interdiction.request", Decision, "interdiction.requested", must("wish"), text("reason")),
	act("interdiction.decline", Decision, "interdiction.declined", must("declined"), text("reason")),
	act("interdiction.order", Decision, "interdiction.ordered", must("order"), may("place"), text("reason")),
	fact("interdiction.executed", must("executed"), may("place"), maybeText("remark")),

	act("alert.acknowledge", Decision, "alert.acknowledged", must("acknowledgement"), maybeText("action")),
	act("alert.escalate", Decision, "alert.escalated", must("escalation"), maybeText("reason")),
	act("alert.resolve", Decision, "alert.resolved", must("resolution"), maybeText("remark")),
	clock("alert.repeated", must("repetition")),

	act("record.retract", Decision, "record.retracted", must("retraction"), text("reason")),

	act("handling.change", Decision, "handling.changed", must("change"), maybeText(SlotRestriction)),
	act("handling.release", Decision, "handling.released", must("release"), maybeText("purpose")),
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
	of[RegistryBegun](), of[CountryAdded](), of[DeskAdded](), of[OfficerEnrolled](), of[ClockJumped](),
	of[OperationOpened](), of[StateInvolved](), of[StateTriggered](), of[OperationSuspended](), of[OperationResumed](),
	of[OperationTerminated](), of[OperationClosed](), of[BreachFound](),
	of[AuthorisationRequested](), of[AuthorisationGranted](), of[AuthorisationRefused](), of[AuthorisationConfirmed](),
	of[AuthorisationVaried](), of[AuthorisationSuspended](), of[AuthorisationResumed](), of[AuthorisationRevoked](),
	of[AuthorisationLapsing](), of[AuthorisationLapsed](),
	of[ConditionImposed](), of[ConditionMet](), of[ConditionWaived](),
	of[LegPlanned](), of[LegRevised](), of[LegDropped](),
	of[HandoverPointPlanned](), of[HandoverPointRevised](), of[HandoverPointDropped](),
	of[CheckpointPlanned](), of[CheckpointRevised](), of[CheckpointWaived](), of[CheckpointDue](), of[CheckpointMissed](),
	of[ItemDeclared](), of[DepartureApproved](), of[ConsignmentDeparted](), of[PossessionChanged](),
	of[CheckpointReached](), of[SightingReported](), of[BorderCrossed](),
	of[EyesOnTaken](), of[EyesOnDegraded](), of[EyesOnLost](), of[EyesOnRegained](), of[RouteDeviated](),
	of[HandoverOffered](), of[HandoverAccepted](), of[HandoverRefused](), of[HandoverWithdrawn](), of[HandoverTimedOut](), of[HandoverCompleted](),
	of[DirectionMoved](), of[DirectionBound](), of[DirectionRetracted](), of[DirectionEnded](),
	of[InterdictionRequested](), of[InterdictionDeclined](), of[InterdictionOrdered](), of[InterdictionExecuted](),
	of[AlertRaised](), of[AlertAcknowledged](), of[AlertEscalated](), of[AlertResolved](), of[AlertRepeated](),
	of[RecordRetracted](),
	of[HandlingChanged](), of[HandlingReleased](),
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
