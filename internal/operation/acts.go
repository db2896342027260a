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
		events.DeskOfficer, events.Team, events.Technical, events.Custody, events.Liaison}

	theRoot              = []standing{{asRoot, nil}}
	theClock             = []standing{{asHub, nil}}
	theLead              = []standing{{asLead, []events.Role{events.Coordinator}}}
	anAuthority          = []standing{{asDesk, []events.Role{events.CompetentAuthority}}}
	authorityOrCommander = []standing{{asDesk, []events.Role{events.CompetentAuthority, events.Commander}}}
	aCommander           = []standing{{asDesk, []events.Role{events.Commander}}}
	authorityOrDesk      = []standing{{asDesk, []events.Role{events.CompetentAuthority, events.DeskOfficer}}}
	commanderOrTeam      = []standing{{asDesk, []events.Role{events.Commander, events.Team}}}
	commanderOrTechnical = []standing{{asDesk, []events.Role{events.Commander, events.Technical}}}
	commanderOrDesk      = []standing{{asDesk, []events.Role{events.Commander, events.DeskOfficer}}}
	theAlerted           = []standing{{asDesk, []events.Role{events.Coordinator, events.CompetentAuthority, events.Commander, events.DeskOfficer}}}
	alertedOrLead        = []standing{theAlerted[0], theLead[0]}
	anyButLiaison        = []standing{{asDesk, everyRole[:7]}, {asLead, everyRole[:7]}}
	anyOfficer           = []standing{{asDesk, everyRole}, {asLead, everyRole}}
)

// actions is the table of all acts, in the order of events.Acts.
var actions = []action{
	decides("registry.begin", OnlyRoot, theRoot, func(f events.RegistryBegun) decision { return beginRegistry{f} }),
	decides("country.add", OnlyRoot, theRoot, func(f events.CountryAdded) decision { return addCountry{f} }),
	decides("desk.add", OnlyRoot, theRoot, func(f events.DeskAdded) decision { return addDesk{f} }),
	decides("officer.enrol", OnlyRoot, theRoot, func(f events.OfficerEnrolled) decision { return enrolOfficer{f} }),
	decides("authority.declare", OnlyRoot, theRoot, func(f events.AuthorityDeclared) decision { return declareAuthority{f} }),
	decides("authority.withdraw", OnlyRoot, theRoot, func(f events.AuthorityWithdrawn) decision { return withdrawAuthority{f} }),
	clocks("clock.jumped", func(f events.ClockJumped) decision { return clockJumped{f} }),
	decides("operation.open", OnlyLead, theLead, func(f events.OperationOpened) decision { return openOperation{f} }),
	decides("state.involve", OnlyLead, theLead, func(f events.StateInvolved) decision { return involveState{f} }),
	decides("operation.suspend", OnlyLead, theLead, func(f events.OperationSuspended) decision { return suspendOperation{f} }),
	decides("operation.resume", OnlyLead, theLead, func(f events.OperationResumed) decision { return resumeOperation{f} }),
	decides("operation.terminate", OnlyLead, theLead, func(f events.OperationTerminated) decision { return terminateOperation{f} }),
	decides("operation.end", OnlyLead, theLead, func(f events.OperationEnded) decision { return endOperation{f} }),
	decides("operation.close", OnlyLead, theLead, func(f events.OperationClosed) decision { return closeOperation{f} }),
	decides("operation.reopen", OnlyLead, theLead, func(f events.OperationReopened) decision { return reopenOperation{f} }),
	decides("authorisation.request", OnlyLead, theLead, func(f events.AuthorisationRequested) decision { return requestAuthorisation{f} }),
	decides("authorisation.acknowledge", OwnAuthority, authorityOrDesk, func(f events.AuthorisationAcknowledged) decision { return acknowledgeRequest{f} }),
	clocks("authorisation.unacknowledged", func(f events.AuthorisationUnacknowledged) decision { return clockUnacknowledged{f} }),
	clocks("authorisation.unanswered", func(f events.AuthorisationUnanswered) decision { return clockUnanswered{f} }),
	decides("information.ask", OwnAuthority, anAuthority, func(f events.InformationAsked) decision { return askInformation{f} }),
	decides("information.supply", OnlyLead, theLead, func(f events.InformationSupplied) decision { return supplyInformation{f} }),
	decides("competence.contest", OwnAuthority, anAuthority, func(f events.CompetenceContested) decision { return contestCompetence{f} }),
	decides("competence.settle", OwnAuthority, anAuthority, func(f events.CompetenceSettled) decision { return settleCompetence{f} }),
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
	decides("assurance.give", PromisesForItself, authorityOrDesk, func(f events.AssuranceGiven) decision { return giveAssurance{f} }),
	decides("assurance.withdraw", PromisesForItself, authorityOrDesk, func(f events.AssuranceWithdrawn) decision { return withdrawAssurance{f} }),
	decides("team.assign", OwnTeams, aCommander, func(f events.TeamAssigned) decision { return assignTeam{f} }),
	decides("team.ready", OwnTeams, commanderOrTeam, func(f events.TeamReadied) decision { return readyTeam{f} }),
	decides("officers.admit", OwnAuthority, anAuthority, func(f events.OfficersAdmitted) decision { return admitOfficers{f} }),
	decides("undercover.declare", OwnUnderCover, authorityOrCommander, func(f events.UndercoverDeclared) decision { return declareUndercover{f} }),
	decides("letter.issue", OwnLetters, authorityOrDesk, func(f events.LetterIssued) decision { return issueLetter{f} }),
	decides("letter.withdraw", OwnLetters, authorityOrDesk, func(f events.LetterWithdrawn) decision { return withdrawLetter{f} }),
	decides("deconfliction.enter", OwnLetters, commanderOrDesk, func(f events.DeconflictionEntered) decision { return enterDeconfliction{f} }),
	clocks("deconfliction.found", func(f events.DeconflictionFound) decision { return clockFound{f} }),
	decides("plan.issue", OnlyLead, theLead, func(f events.PlanIssued) decision { return issuePlan{f} }),
	decides("plan.approve", ApprovesItsOwn, aCommander, func(f events.PlanApproved) decision { return approvePlan{f} }),
	decides("plan.return", ApprovesItsOwn, aCommander, func(f events.PlanReturned) decision { return returnPlan{f} }),
	decides("leg.plan", OnlyLead, theLead, func(f events.LegPlanned) decision { return planLeg{f} }),
	decides("leg.revise", OnlyLead, theLead, func(f events.LegRevised) decision { return reviseLeg{f} }),
	decides("leg.activate", OnlyLead, theLead, func(f events.LegActivated) decision { return activateLeg{f} }),
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
	observes("consignment.opened", func(f events.ConsignmentOpened) observation { return seenOpened{f} }),
	observes("item.weighed", func(f events.ItemWeighed) observation { return seenWeighed{f} }),
	observes("item.sampled", func(f events.ItemSampled) observation { return seenSampled{f} }),
	observes("item.tested", func(f events.ItemTested) observation { return seenTested{f} }),
	observes("weapons.recorded", func(f events.WeaponsRecorded) observation { return seenWeapons{f} }),
	observes("part.split", func(f events.PartSplit) observation { return seenSplit{f} }),
	observes("part.merged", func(f events.PartMerged) observation { return seenMerged{f} }),
	decides("substitution.propose", OnlyLead, theLead, func(f events.SubstitutionProposed) decision { return proposeSubstitution{f} }),
	decides("substitution.authorise", OwnAuthority, anAuthority, func(f events.SubstitutionAuthorised) decision { return authoriseSubstitution{f} }),
	observes("substitution.performed", func(f events.SubstitutionPerformed) observation { return seenSubstituted{f} }),
	observes("goods.stored", func(f events.GoodsStored) observation { return seenStored{f} }),
	observes("seal.changed", func(f events.SealChanged) observation { return seenSealed{f} }),
	observes("seals.checked", func(f events.SealsChecked) observation { return seenSeals{f} }),
	observes("hazard.removed", func(f events.HazardRemoved) observation { return seenSafe{f} }),
	decides("risk.accept", OwnAuthority, anAuthority, func(f events.RiskAccepted) decision { return acceptRisk{f} }),
	observes("conveyance.changed", func(f events.ConveyanceChanged) observation { return seenCarried{f} }),
	decides("loss.report", OnlyWhereLost, aCommander, func(f events.LossReported) decision { return reportLoss{f} }),
	decides("loss.declare", OwnAuthority, anAuthority, func(f events.LossDeclared) decision { return declareLoss{f} }),
	observes("checkpoint.reached", func(f events.CheckpointReached) observation { return seenAtCheckpoint{f} }),
	observes("sighting.reported", func(f events.SightingReported) observation { return seenElsewhere{f} }),
	observes("border.crossed", func(f events.BorderCrossed) observation { return seenCrossing{f} }),
	observes("eyes-on.taken", func(f events.EyesOnTaken) observation { return seenWatching{f} }),
	observes("eyes-on.degraded", func(f events.EyesOnDegraded) observation { return seenWatching{f} }),
	observes("eyes-on.lost", func(f events.EyesOnLost) observation { return seenWatching{f} }),
	observes("eyes-on.regained", func(f events.EyesOnRegained) observation { return seenWatching{f} }),
	observes("route.deviated", func(f events.RouteDeviated) observation { return seenDeviating{f} }),
	clocks("control.lost", func(f events.ControlLost) decision { return clockLost{f} }),
	decides("control.declare", OnlyWhoDirects, aCommander, func(f events.ControlDeclared) decision { return declareLost{f} }),
	decides("control.decide", OnlyWhoDirects, authorityOrCommander, func(f events.ControlDecided) decision { return decideControl{f} }),
	clocks("control.undecided", func(f events.ControlUndecided) decision { return clockUndecided{f} }),
	observes("surveillance.notified", func(f events.SurveillanceNotified) observation { return seenFollowing{f} }),
	decides("surveillance.allow", OnlyHostAnswers, anAuthority, func(f events.SurveillanceAllowed) decision { return allowSurveillance{f} }),
	decides("surveillance.stop", OnlyHostAnswers, authorityOrCommander, func(f events.SurveillanceStopped) decision { return stopSurveillance{f} }),
	clocks("surveillance.expired", func(f events.SurveillanceExpired) decision { return clockFiveHours{f} }),
	clocks("go.due", func(f events.GoDue) decision { return clockGo{f} }),
	decides("go.decide", OnlyWhoDirects, aCommander, func(f events.GoDecided) decision { return decideGo{f} }),
	decides("halt.order", OnlyWhoDirects, authorityOrCommander, func(f events.HaltOrdered) decision { return orderHalt{f} }),
	decides("halt.lift", OnlyWhoDirects, authorityOrCommander, func(f events.HaltLifted) decision { return liftHalt{f} }),
	observes("incident.reported", func(f events.IncidentReported) observation { return seenIncident{f} }),
	decides("device.assign", OwnDevices, commanderOrTechnical, func(f events.DeviceAssigned) decision { return assignDevice{f} }),
	decides("device.propose", OnlyLead, theLead, func(f events.DeviceProposed) decision { return proposeDevice{f} }),
	decides("device.approve", OwnAuthority, anAuthority, func(f events.DeviceApproved) decision { return approveDevice{f} }),
	decides("device.refuse", OwnAuthority, anAuthority, func(f events.DeviceRefused) decision { return refuseDevice{f} }),
	observes("device.fitted", func(f events.DeviceFitted) observation { return seenFitted{f} }),
	observes("device.read", func(f events.DeviceRead) observation { return seenRead{f} }),
	clocks("device.stale", func(f events.DeviceStale) decision { return clockStale{f} }),
	observes("device.tampered", func(f events.DeviceTampered) observation { return seenTampered{f} }),
	observes("device.recovered", func(f events.DeviceRecovered) observation { return seenRecovered{f} }),
	decides("device.abandon", OwnDevices, commanderOrTechnical, func(f events.DeviceAbandoned) decision { return abandonDevice{f} }),
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
	observes("delivery.made", func(f events.DeliveryMade) observation { return seenDelivered{f} }),
	observes("consignee.identified", func(f events.ConsigneeIdentified) observation { return seenConsignee{f} }),
	observes("arrest.made", func(f events.ArrestMade) observation { return seenArrested{f} }),
	observes("seizure.made", func(f events.SeizureMade) observation { return seenSeized{f} }),
	decides("report.file", ReportsItsOwn, aCommander, func(f events.ReportFiled) decision { return fileReport{f} }),
	clocks("report.overdue", func(f events.ReportOverdue) decision { return clockReport{f} }),
	decides("cost.note", OwnCosts, commanderOrDesk, func(f events.CostNoted) decision { return noteCost{f} }),
	decides("cost.settle", OwnCosts, commanderOrDesk, func(f events.CostSettled) decision { return settleCost{f} }),
	decides("debrief.hold", OnlyLead, theLead, func(f events.DebriefHeld) decision { return holdDebrief{f} }),
	decides("alert.acknowledge", AlertedAnswers, alertedOrLead, func(f events.AlertAcknowledged) decision { return acknowledgeAlert{f} }),
	decides("alert.escalate", AlertedEscalates, theAlerted, func(f events.AlertEscalated) decision { return escalateAlert{f} }),
	decides("alert.resolve", AlertedResolves, alertedOrLead, func(f events.AlertResolved) decision { return resolveAlert{f} }),
	clocks("alert.repeated", func(f events.AlertRepeated) decision { return clockRepeated{f} }),
	observes("notification.made", func(f events.NotificationMade) observation { return seenNotified{f} }),
	observes("disclosure.breached", func(f events.DisclosureBreached) observation { return seenBreached{f} }),
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
// coming or there, may sign the act: it tells what it sees, answers its alerts,
// stops the goods, decides what is done if it directs them and they are out of control,
// and says what came of it and what it cost.
func (a action) ofTheTriggered() bool {
	return a.observes != nil || slices.Contains(triggered, a.act)
}

var triggered = []events.Act{"record.retract", "handling.change", "interdiction.order", "interdiction.decline",
	"control.decide", "surveillance.allow", "surveillance.stop", "report.file", "cost.note", "cost.settle",
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
