package operation

import (
	"slices"
	"strings"

	"vigil/events"
)

// capacity is what a signer speaks as.
type capacity string

const (
	asRoot capacity = "root"
	asLead capacity = "lead"
	asDesk capacity = "desk"
	asHub  capacity = "hub"
)

func capacityOf(v events.Viewer) capacity {
	switch {
	case v.Country() == "":
		return capacity(v) // root or hub
	case v.IsLead():
		return asLead
	}
	return asDesk
}

// standing is a capacity and the roles that may sign in it, any one of them.
type standing struct {
	capacity capacity
	roles    []events.Role
}

// action is a row of the table: who may sign an act, under which rule others are
// refused, and what decides it, observes it or lets its clock run out. Of these
// three it has one.
type action struct {
	act      events.Act
	under    Rule
	by       []standing
	fits     func(events.Event) bool
	decides  func(events.Event) decision
	observes func(events.Event) observation
	fires    func(events.Event) decision
}

func decides[F events.Event](act events.Act, under Rule, by []standing, as func(F) decision) action {
	return action{act, under, by, fits[F], func(e events.Event) decision { return as(e.(F)) }, nil, nil}
}

func observes[F events.Event](act events.Act, as func(F) observation) action {
	return action{act, OnlyOfficers, anyOfficer, fits[F], nil, func(e events.Event) observation { return as(e.(F)) }, nil}
}

// clocks is an act of the hub's clock. Whether it is due is asked of all of them
// together; as says what follows then.
func clocks[F events.Event](act events.Act, as func(F) decision) action {
	return action{act, OnlyClock, theClock, fits[F], nil, nil, func(e events.Event) decision { return as(e.(F)) }}
}

func fits[F events.Event](e events.Event) bool { _, ok := e.(F); return ok }

var (
	everyRole = []events.Role{events.Coordinator, events.CompetentAuthority, events.Commander,
		events.DeskOfficer, events.Team, events.Liaison}

	theRoot              = []standing{{asRoot, nil}}
	theClock             = []standing{{asHub, nil}}
	theLead              = []standing{{asLead, []events.Role{events.Coordinator}}}
	anAuthority          = []standing{{asDesk, []events.Role{events.CompetentAuthority}}}
	authorityOrCommander = []standing{{asDesk, []events.Role{events.CompetentAuthority, events.Commander}}}
	aCommander           = []standing{{asDesk, []events.Role{events.Commander}}}
	commanderOrDesk      = []standing{{asDesk, []events.Role{events.Commander, events.DeskOfficer}}}
	theAlerted           = []standing{{asDesk, []events.Role{events.Coordinator, events.CompetentAuthority, events.Commander, events.DeskOfficer}}}
	alertedOrLead        = []standing{theAlerted[0], theLead[0]}
	anyButLiaison        = []standing{{asDesk, everyRole[:5]}, {asLead, everyRole[:5]}}
	anyOfficer           = []standing{{asDesk, everyRole}, {asLead, everyRole}}
)

// actions is the table of all acts, in the order of events.Acts.
var actions = []action{
	decides("registry.begin", OnlyRoot, theRoot, func(f events.RegistryBegun) decision { return beginRegistry{f} }),
	decides("country.add", OnlyRoot, theRoot, func(f events.CountryAdded) decision { return addCountry{f} }),
	decides("desk.add", OnlyRoot, theRoot, func(f events.DeskAdded) decision { return addDesk{f} }),
	decides("officer.enrol", OnlyRoot, theRoot, func(f events.OfficerEnrolled) decision { return enrolOfficer{f} }),
	clocks("clock.jumped", func(f events.ClockJumped) decision { return clockJumped{f} }),

	decides("operation.open", OnlyLead, theLead, func(f events.OperationOpened) decision { return openOperation{f} }),
	decides("state.involve", OnlyLead, theLead, func(f events.StateInvolved) decision { return involveState{f} }),
	decides("operation.suspend", OnlyLead, theLead, func(f events.OperationSuspended) decision { return suspendOperation{f} }),
	decides("operation.resume", OnlyLead, theLead, func(f events.OperationResumed) decision { return resumeOperation{f} }),
	decides("operation.terminate", OnlyLead, theLead, func(f events.OperationTerminated) decision { return terminateOperation{f} }),
	decides("operation.close", OnlyLead, theLead, func(f events.OperationClosed) decision { return closeOperation{f} }),

	decides("authorisation.request", OnlyLead, theLead, func(f events.AuthorisationRequested) decision { return requestAuthorisation{f} }),
	decides("authorisation.grant", OwnAuthority, anAuthority, func(f events.AuthorisationGranted) decision { return grantAuthorisation{f} }),
	decides("authorisation.refuse", OwnAuthority, anAuthority, func(f events.AuthorisationRefused) decision { return refuseAuthorisation{f} }),
	decides("authorisation.confirm", OwnAuthority, anAuthority, func(f events.AuthorisationConfirmed) decision { return confirmAuthorisation{f} }),
	decides("authorisation.vary", OwnAuthority, anAuthority, func(f events.AuthorisationVaried) decision { return varyAuthorisation{f} }),
	decides("authorisation.suspend", OwnAuthority, anAuthority, func(f events.AuthorisationSuspended) decision { return suspendAuthorisation{f} }),
	decides("authorisation.resume", OwnAuthority, anAuthority, func(f events.AuthorisationResumed) decision { return resumeAuthorisation{f} }),
	decides("authorisation.revoke", OwnAuthority, anAuthority, func(f events.AuthorisationRevoked) decision { return revokeAuthorisation{f} }),
	clocks("authorisation.lapsing", func(f events.AuthorisationLapsing) decision { return clockLapsing{f} }),
	clocks("authorisation.lapsed", func(f events.AuthorisationLapsed) decision { return clockLapsed{f} }),
	decides("condition.impose", OwnAuthority, anAuthority, func(f events.ConditionImposed) decision { return imposeCondition{f} }),
	decides("condition.meet", OnlyMeetsOwn, authorityOrCommander, func(f events.ConditionMet) decision { return meetCondition{f} }),
	decides("condition.waive", OnlyWaivesOwn, anAuthority, func(f events.ConditionWaived) decision { return waiveCondition{f} }),

	decides("leg.plan", OnlyLead, theLead, func(f events.LegPlanned) decision { return planLeg{f} }),
	decides("leg.revise", OnlyLead, theLead, func(f events.LegRevised) decision { return reviseLeg{f} }),
	decides("leg.drop", OnlyLead, theLead, func(f events.LegDropped) decision { return dropLeg{f} }),
	decides("handover-point.plan", OnlyLead, theLead, func(f events.HandoverPointPlanned) decision { return planPoint{f} }),
	decides("handover-point.revise", OnlyLead, theLead, func(f events.HandoverPointRevised) decision { return revisePoint{f} }),
	decides("handover-point.drop", OnlyLead, theLead, func(f events.HandoverPointDropped) decision { return dropPoint{f} }),
	decides("checkpoint.plan", OnlyLead, theLead, func(f events.CheckpointPlanned) decision { return planCheckpoint{f} }),
	decides("checkpoint.revise", OnlyLead, theLead, func(f events.CheckpointRevised) decision { return reviseCheckpoint{f} }),
	decides("checkpoint.waive", OnlyLead, theLead, func(f events.CheckpointWaived) decision { return waiveCheckpoint{f} }),
	clocks("checkpoint.due", func(f events.CheckpointDue) decision { return clockDue{f} }),
	clocks("checkpoint.missed", func(f events.CheckpointMissed) decision { return clockMissed{f} }),

	decides("item.declare", OnlyLead, theLead, func(f events.ItemDeclared) decision { return declareItem{f} }),
	decides("departure.approve", OnlyLead, theLead, func(f events.DepartureApproved) decision { return approveDeparture{f} }),
	observes("consignment.departed", func(f events.ConsignmentDeparted) observation { return seenDeparting{f} }),
	observes("possession.changed", func(f events.PossessionChanged) observation { return seenHeld{f} }),

	observes("checkpoint.reached", func(f events.CheckpointReached) observation { return seenAtCheckpoint{f} }),
	observes("sighting.reported", func(f events.SightingReported) observation { return seenElsewhere{f} }),
	observes("border.crossed", func(f events.BorderCrossed) observation { return seenCrossing{f} }),
	observes("eyes-on.taken", func(f events.EyesOnTaken) observation { return seenWatching{f} }),
	observes("eyes-on.degraded", func(f events.EyesOnDegraded) observation { return seenWatching{f} }),
	observes("eyes-on.lost", func(f events.EyesOnLost) observation { return seenWatching{f} }),
	observes("eyes-on.regained", func(f events.EyesOnRegained) observation { return seenWatching{f} }),
	observes("route.deviated", func(f events.RouteDeviated) observation { return seenDeviating{f} }),

	decides("handover.offer", OnlyDirectorOffers, commanderOrDesk, func(f events.HandoverOffered) decision { return offerHandover{f} }),
	decides("handover.accept", OnlyReceiverAccepts, aCommander, func(f events.HandoverAccepted) decision { return acceptHandover{f} }),
	decides("handover.refuse", OnlyReceiverAccepts, commanderOrDesk, func(f events.HandoverRefused) decision { return refuseHandover{f} }),
	decides("handover.withdraw", OnlyGiverWithdraws, commanderOrDesk, func(f events.HandoverWithdrawn) decision { return withdrawHandover{f} }),
	clocks("handover.timed-out", func(f events.HandoverTimedOut) decision { return clockTimedOut{f} }),
	observes("handover.completed", func(f events.HandoverCompleted) observation { return seenTakenOver{f} }),

	decides("interdiction.request", OnlyLead, theLead, func(f events.InterdictionRequested) decision { return requestInterdiction{f} }),
	decides("interdiction.decline", OnlyAskedDeclines, authorityOrCommander, func(f events.InterdictionDeclined) decision { return declineInterdiction{f} }),
	decides("interdiction.order", OnlyWhereGoodsAre, authorityOrCommander, func(f events.InterdictionOrdered) decision { return orderInterdiction{f} }),
	observes("interdiction.executed", func(f events.InterdictionExecuted) observation { return seenStopped{f} }),

	decides("alert.acknowledge", AlertedAnswers, alertedOrLead, func(f events.AlertAcknowledged) decision { return acknowledgeAlert{f} }),
	decides("alert.escalate", AlertedEscalates, theAlerted, func(f events.AlertEscalated) decision { return escalateAlert{f} }),
	decides("alert.resolve", AlertedResolves, alertedOrLead, func(f events.AlertResolved) decision { return resolveAlert{f} }),
	clocks("alert.repeated", func(f events.AlertRepeated) decision { return clockRepeated{f} }),

	decides("record.retract", OnlyAuthorCorrects, anyButLiaison, func(f events.RecordRetracted) decision { return retractRecord{f} }),

	decides("handling.change", OnlyOriginator, anyButLiaison, func(f events.HandlingChanged) decision { return changeHandling{f} }),
	decides("handling.release", OnlyOriginator, anyButLiaison, func(f events.HandlingReleased) decision { return releaseHandling{f} }),
}

func actionOf(name events.Act) (action, bool) {
	i := slices.IndexFunc(actions, func(a action) bool { return a.act == name })
	if i < 0 {
		return action{}, false
	}
	return actions[i], true
}

func (a action) byRoot() bool { return a.by[0].capacity == asRoot }
func (a action) opens() bool  { return a.act == "operation.open" }

// ofRegistry tells whether the act belongs to the registry's sequence: all that
// root signs, and the hub's word that its clock was set.
func (a action) ofRegistry() bool { return a.byRoot() || a.act == "clock.jumped" }

// ofTheTriggered tells whether a State that takes no part, and has the goods
// coming or there, may sign the act: it tells what it sees, answers its alerts
// and stops the goods.
func (a action) ofTheTriggered() bool {
	return a.observes != nil || slices.Contains(triggered, a.act)
}

var triggered = []events.Act{"record.retract", "handling.change", "interdiction.order", "interdiction.decline",
	"alert.acknowledge", "alert.escalate", "alert.resolve"}

// absent lists the mandatory enclosures that are not there. Clear slots have
// become the fact.
func (a action) absent(present []string) []string {
	row, err := events.ActOf(a.act)
	if err != nil {
		return []string{err.Error()}
	}
	var absent []string
	for _, slot := range row.Slots {
		if slot.Class != events.Clear && slot.Need == events.Required && !slices.Contains(present, slot.Name) {
			absent = append(absent, slot.Name)
		}
	}
	return absent
}

// signers says who may sign: "for the lead by coordinator".
func (a action) signers() string {
	var words []string
	for _, by := range a.by {
		who := "for a desk"
		if by.capacity == asLead {
			who = "for the lead"
		}
		words = append(words, who+" by "+list(by.roles))
	}
	return strings.Join(words, ", ")
}

func list[T ~string](words []T) string {
	plain := make([]string, len(words))
	for i, w := range words {
		plain[i] = string(w)
	}
	return strings.Join(plain, " or ")
}
