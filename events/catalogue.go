package events

import (
	"fmt"
	"reflect"
	"sync"
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
	act("authority.declare", Decision, "authority.declared", must("authority"), maybeText("name"), maybeText("contact")),
	act("authority.withdraw", Decision, "authority.withdrawn", must("withdrawn"), maybeText("reason")),
	clock("clock.jumped", must("jump")),

	act("operation.open", Decision, "operation.opened", must("operation"), must("basis"), maybeText("aim")),
	act("state.involve", Decision, "state.involved", must("state")),
	act("operation.suspend", Decision, "operation.suspended", must("suspension"), text("reason")),
	act("operation.resume", Decision, "operation.resumed", must("resumption"), maybeText("remark")),
	act("operation.terminate", Decision, "operation.terminated", must("termination"), text("reason")),
	act("operation.end", Decision, "operation.ended", must("ending"), maybeText("remark")),
	act("operation.close", Decision, "operation.closed", must("closing"), maybeText("remark")),
	act("operation.reopen", Decision, "operation.reopened", must("reopening"), text("reason")),

	act("authorisation.request", Decision, "authorisation.requested", handled(must("request"), must("window"), may("ceiling"),
		may("legal"), may("goods"), may("route"), may("means"), may("authority"),
		maybeText("facts"), maybeText("concealment"), maybeText("suspects"), maybeText("customs"), maybeText("other"))...),
	act("authorisation.acknowledge", Decision, "authorisation.acknowledged", must("receipt"), maybeText("remark")),
	clock("authorisation.unacknowledged", must("unacknowledged")),
	clock("authorisation.unanswered", must("unanswered")),
	act("information.ask", Decision, "information.asked", must("question"), text("wording")),
	act("information.supply", Decision, "information.supplied", must("answer"), text("wording")),
	act("competence.contest", Decision, "competence.contested", must("contest"), text("reason")),
	act("competence.settle", Decision, "competence.settled", must("settlement"), maybeText("reason")),
	act("authorisation.grant", Decision, "authorisation.granted", handled(must("grant"), must("window"), may("ceiling"),
		may("area"), may("means"), may("demands"), maybeText("conditions"), maybeText("reason"), maybeText("decision"))...),
	act("authorisation.refuse", Decision, "authorisation.refused", must("refusal"), text("reason")),
	act("authorisation.confirm", Decision, "authorisation.confirmed", must("confirmation"), maybeText("decision")),
	act("authorisation.vary", Decision, "authorisation.varied", must("variation"), must("window"), may("ceiling"), may("area"), may("means"), maybeText("reason")),
	act("authorisation.suspend", Decision, "authorisation.suspended", must("suspension"), text("reason")),
	act("authorisation.resume", Decision, "authorisation.resumed", must("resumption"), maybeText("remark")),
	act("authorisation.revoke", Decision, "authorisation.revoked", must("revocation"), text("reason")),
	clock("authorisation.lapsing", must("lapsing")),
	clock("authorisation.lapsed", must("lapse")),
	act("condition.impose", Decision, "condition.imposed", must("condition"), text("wording")),
	act("condition.meet", Decision, "condition.met", must("met"), maybeText("remark")),
	act("condition.waive", Decision, "condition.waived", must("waived"), text("reason")),

	act("assurance.give", Decision, "assurance.given", must("assurance"), maybeText("wording")),
	act("assurance.withdraw", Decision, "assurance.withdrawn", must("withdrawn"), text("reason")),
	act("team.assign", Decision, "team.assigned", must("assignment"), maybeText("remark")),
	act("team.ready", Decision, "team.readied", must("ready"), maybeText("remark")),
	act("officers.admit", Decision, "officers.admitted", must("admission"), maybeText("names"), maybeText("instructions")),
	act("undercover.declare", Decision, "undercover.declared", must("presence"), maybeText("conditions")),
	act("letter.issue", Decision, "letter.issued", must("letter"), text("wording")),
	act("letter.withdraw", Decision, "letter.withdrawn", must("withdrawn"), maybeText("reason")),
	act("deconfliction.enter", Decision, "deconfliction.entered", must("entry"), maybeText("remark")),
	clock("deconfliction.found", must("found")),

	act("plan.issue", Decision, "plan.issued", must("issue"), maybeText("remark")),
	act("plan.approve", Decision, "plan.approved", must("approval"), maybeText("remark")),
	act("plan.return", Decision, "plan.returned", must("returned"), text("reason")),
	act("leg.plan", Decision, "leg.planned", must("leg"), must("window"), may("watch"), maybeText("instructions")),
	act("leg.revise", Decision, "leg.revised", must("revision"), must("window"), may("watch"), maybeText("reason")),
	act("leg.activate", Decision, "leg.activated", must("activation"), maybeText("reason")),
	act("leg.drop", Decision, "leg.dropped", must("dropped"), maybeText("reason")),
	act("handover-point.plan", Decision, "handover-point.planned", must("point"), must("window"), may("place"), maybeText("label"), maybeText("procedure")),
	act("handover-point.revise", Decision, "handover-point.revised", must("revision"), must("window"), may("place"), maybeText("label")),
	act("handover-point.drop", Decision, "handover-point.dropped", must("dropped"), maybeText("reason")),
	act("checkpoint.plan", Decision, "checkpoint.planned", must("checkpoint"), must("window"), may("place"), maybeText("label")),
	act("checkpoint.revise", Decision, "checkpoint.revised", must("revision"), must("window"), may("place"), maybeText("label")),
	act("checkpoint.waive", Decision, "checkpoint.waived", must("waived"), maybeText("reason")),
	clock("checkpoint.due", must("due")),
	clock("checkpoint.missed", must("missed")),

	act("item.declare", Decision, "item.declared", handled(must("item"), must("origin"), must("quantity"), may("cover"),
		maybeText("description"), maybeText("concealment"), maybeText("parties"))...),
	act("departure.approve", Decision, "departure.approved", must("departure"), maybeText("remark")),
	fact("consignment.departed", must("departed"), maybeText("remark")),
	fact("possession.changed", must("possession"), maybeText("remark")),

	fact("consignment.opened", must("opening"), maybeText("remark")),
	fact("item.weighed", must("weighing"), maybeText("remark")),
	fact("item.sampled", must("sample"), maybeText("remark")),
	fact("item.tested", must("test"), maybeText("remark")),
	fact("weapons.recorded", must("weapons"), maybeText("remark")),
	fact("part.split", must("split"), must("where"), may("place"), maybeText("remark")),
	fact("part.merged", must("merge"), maybeText("remark")),
	act("substitution.propose", Decision, "substitution.proposed", must("proposal"), text("reason")),
	act("substitution.authorise", Decision, "substitution.authorised", must("substitution"), maybeText("wording")),
	fact("substitution.performed", must("performed"), maybeText("remark")),
	fact("goods.stored", must("stored"), maybeText("remark")),
	fact("seal.changed", must("seal"), maybeText("remark")),
	fact("seals.checked", must("check"), maybeText("remark")),
	fact("hazard.removed", must("removed"), maybeText("remark")),
	act("risk.accept", Decision, "risk.accepted", must("risk"), text("reason")),
	fact("conveyance.changed", must("conveyance"), maybeText("plate"), maybeText("remark")),
	act("loss.report", Decision, "loss.reported", must("loss"), text("search")),
	act("loss.declare", Decision, "loss.declared", must("declaration"), maybeText("remark")),

	fact("checkpoint.reached", must("reached"), maybeText("remark")),
	fact("sighting.reported", must("sighting"), may("place"), maybeText("remark")),
	fact("border.crossed", must("crossing"), maybeText("remark")),
	fact("eyes-on.taken", must("eyes"), must("team"), maybeText("remark")),
	fact("eyes-on.degraded", must("eyes"), must("team"), maybeText("remark")),
	fact("eyes-on.lost", must("eyes"), must("team"), may("place"), maybeText("remark")),
	fact("eyes-on.regained", must("eyes"), must("team"), maybeText("remark")),
	fact("route.deviated", must("deviation"), may("place"), maybeText("remark")),

	clock("control.lost", must("lost")),
	act("control.declare", Decision, "control.declared", must("declared"), maybeText("reason")),
	act("control.decide", Decision, "control.decided", must("decided"), maybeText("plan")),
	clock("control.undecided", must("undecided")),
	fact("surveillance.notified", must("notice"), maybeText("remark")),
	act("surveillance.allow", Decision, "surveillance.allowed", must("allowed"), maybeText("conditions")),
	act("surveillance.stop", Decision, "surveillance.stopped", must("stopped"), maybeText("reason")),
	clock("surveillance.expired", must("expired")),
	clock("go.due", must("due")),
	act("go.decide", Decision, "go.decided", must("go"), maybeText("reason")),
	act("halt.order", Decision, "halt.ordered", must("halt"), text("reason")),
	act("halt.lift", Decision, "halt.lifted", must("lifted"), maybeText("remark")),
	fact("incident.reported", must("incident"), may("place"), maybeText("remark")),

	act("device.assign", Decision, "device.assigned", must("device"), maybeText("remark")),
	act("device.propose", Decision, "device.proposed", must("proposal"), maybeText("remark")),
	act("device.approve", Decision, "device.approved", must("approval"), maybeText("conditions")),
	act("device.refuse", Decision, "device.refused", must("refusal"), text("reason")),
	fact("device.fitted", must("fitted"), maybeText("remark")),
	fact("device.read", must("reading"), may("place"), maybeText("remark")),
	clock("device.stale", must("stale")),
	fact("device.tampered", must("tampered"), maybeText("remark")),
	fact("device.recovered", must("recovered"), maybeText("remark")),
	act("device.abandon", Decision, "device.abandoned", must("abandoned"), text("reason")),

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

	fact("delivery.made", must("delivery"), may("place"), maybeText("persons"), maybeText("remark")),
	fact("consignee.identified", must("consignee"), maybeText("identity"), maybeText("remark")),
	fact("arrest.made", must("arrest"), may("place"), maybeText("persons"), maybeText("remark")),
	fact("seizure.made", must("seizure"), may("place"), maybeText("remark")),
	act("report.file", Decision, "report.filed", must("report"), text("wording")),
	clock("report.overdue", must("overdue")),
	act("cost.note", Decision, "cost.noted", must("cost"), maybeText("remark")),
	act("cost.settle", Decision, "cost.settled", must("settlement"), maybeText("remark")),
	act("debrief.hold", Decision, "debrief.held", must("debrief"), maybeText("lessons")),

	act("alert.acknowledge", Decision, "alert.acknowledged", must("acknowledgement"), maybeText("action")),
	act("alert.escalate", Decision, "alert.escalated", must("escalation"), maybeText("reason")),
	act("alert.resolve", Decision, "alert.resolved", must("resolution"), maybeText("remark")),
	clock("alert.repeated", must("repetition")),

	fact("notification.made", must("notification"), maybeText("remark")),
	fact("disclosure.breached", must("breached"), maybeText("remark")),

	act("record.retract", Decision, "record.retracted", must("retraction"), text("reason")),

	act("handling.change", Decision, "handling.changed", must("change"), maybeText(SlotRestriction)),
	act("handling.release", Decision, "handling.released", must("release"), maybeText("purpose")),
}

// KindRow is one kind of event.
type KindRow struct {
	Kind Kind
	read func(r *reader, keep bool) (Event, error) // the members behind the kind
}

func of[E Event]() KindRow {
	var none E
	list := membersOf(reflect.TypeFor[E]())
	room := sync.Pool{New: func() any { return new(E) }}
	return KindRow{none.Kind(), func(r *reader, keep bool) (e Event, err error) {
		to := room.Get().(*E)
		if err = list.read(r, reflect.ValueOf(to).Elem(), ','); err == nil && keep {
			e = *to
		}
		*to = none
		room.Put(to)
		return e, err
	}}
}

// Kinds is every event there is.
var Kinds = []KindRow{
	of[RegistryBegun](), of[CountryAdded](), of[DeskAdded](), of[OfficerEnrolled](),
	of[AuthorityDeclared](), of[AuthorityWithdrawn](), of[ClockJumped](),
	of[OperationOpened](), of[StateInvolved](), of[StateTriggered](), of[OperationSuspended](), of[OperationResumed](),
	of[OperationTerminated](), of[OperationEnded](), of[OperationClosed](), of[OperationReopened](), of[BreachFound](),
	of[AuthorisationRequested](), of[AuthorisationAcknowledged](), of[AuthorisationUnacknowledged](), of[AuthorisationUnanswered](),
	of[InformationAsked](), of[InformationSupplied](), of[CompetenceContested](), of[CompetenceSettled](),
	of[AuthorisationGranted](), of[AuthorisationRefused](), of[AuthorisationConfirmed](),
	of[AuthorisationVaried](), of[AuthorisationSuspended](), of[AuthorisationResumed](), of[AuthorisationRevoked](),
	of[AuthorisationLapsing](), of[AuthorisationLapsed](),
	of[ConditionImposed](), of[ConditionMet](), of[ConditionWaived](),
	of[AssuranceGiven](), of[AssuranceWithdrawn](), of[TeamAssigned](), of[TeamReadied](), of[OfficersAdmitted](),
	of[UndercoverDeclared](), of[LetterIssued](), of[LetterWithdrawn](), of[DeconflictionEntered](), of[DeconflictionFound](),
	of[PlanIssued](), of[PlanApproved](), of[PlanReturned](),
	of[LegPlanned](), of[LegRevised](), of[LegActivated](), of[LegDropped](),
	of[HandoverPointPlanned](), of[HandoverPointRevised](), of[HandoverPointDropped](),
	of[CheckpointPlanned](), of[CheckpointRevised](), of[CheckpointWaived](), of[CheckpointDue](), of[CheckpointMissed](),
	of[ItemDeclared](), of[DepartureApproved](), of[ConsignmentDeparted](), of[PossessionChanged](),
	of[ConsignmentOpened](), of[ItemWeighed](), of[ItemSampled](), of[ItemTested](), of[WeaponsRecorded](),
	of[PartSplit](), of[PartBegun](), of[PartRestated](), of[PartMerged](),
	of[SubstitutionProposed](), of[SubstitutionAuthorised](), of[SubstitutionPerformed](), of[GoodsStored](),
	of[SealChanged](), of[SealsChecked](), of[HazardRemoved](), of[RiskAccepted](), of[ConveyanceChanged](),
	of[LossReported](), of[LossDeclared](),
	of[CheckpointReached](), of[SightingReported](), of[BorderCrossed](),
	of[EyesOnTaken](), of[EyesOnDegraded](), of[EyesOnLost](), of[EyesOnRegained](), of[RouteDeviated](),
	of[ControlLost](), of[ControlDeclared](), of[ControlDecided](), of[ControlUndecided](),
	of[SurveillanceNotified](), of[SurveillanceAllowed](), of[SurveillanceStopped](), of[SurveillanceExpired](),
	of[GoDue](), of[GoDecided](), of[HaltOrdered](), of[HaltLifted](), of[IncidentReported](),
	of[DeviceAssigned](), of[DeviceProposed](), of[DeviceApproved](), of[DeviceRefused](), of[DeviceFitted](), of[DeviceRead](),
	of[DeviceStale](), of[DeviceTampered](), of[DeviceRecovered](), of[DeviceAbandoned](),
	of[HandoverOffered](), of[HandoverAccepted](), of[HandoverRefused](), of[HandoverWithdrawn](), of[HandoverTimedOut](), of[HandoverCompleted](),
	of[DirectionMoved](), of[DirectionBound](), of[DirectionRetracted](), of[DirectionEnded](),
	of[InterdictionRequested](), of[InterdictionDeclined](), of[InterdictionOrdered](), of[InterdictionExecuted](),
	of[DeliveryMade](), of[ConsigneeIdentified](), of[ArrestMade](), of[SeizureMade](), of[ReportFiled](), of[ReportOverdue](),
	of[CostNoted](), of[CostSettled](), of[DebriefHeld](),
	of[AlertRaised](), of[AlertAcknowledged](), of[AlertEscalated](), of[AlertResolved](), of[AlertRepeated](),
	of[NotificationMade](), of[DisclosureBreached](),
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
	if row, ok := actsByName[Act(b)]; ok {
		*a = row.Act
		return nil
	}
	_, err := ActOf(Act(b))
	return err
}
