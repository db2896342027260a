package cli

import (
	"fmt"
	"slices"
	"strings"

	"vigil/events"
)

// What each event says, family by family. A tired officer reads this: who, what,
// since when; what is to be feared first.

func (t *teller) registry(e events.Event) string {
	switch e := e.(type) {
	case events.RegistryBegun:
		return said("journal begun:", string(e.Journal.Class)+",", string(e.Journal.Clock), "clock")
	case events.CountryAdded:
		return said(string(e.Country.Code), "joins the alliance")
	case events.DeskAdded:
		return said("desk of", string(e.Desk.Country), with("in", e.Desk.Zone))
	case events.OfficerEnrolled:
		id := events.KeyID("")
		if e.Officer.Key != "" {
			id = e.Officer.Key.ID()
		}
		return said("officer", string(id), with("of", e.Officer.Country)+":", joined(e.Officer.Roles))
	case events.AuthorityDeclared:
		a := e.Authority
		return said("authority", string(e.Named.ID)+":", string(a.Type), with("of", a.Country), may(a.May), hours(a.Hours), with("· speaks", joined(a.Languages)), with("· until", t.when(a.Until)))
	case events.AuthorityWithdrawn:
		return said("authority", string(e.Withdrawn.ID), "is struck from the directory")
	case events.ClockJumped:
		return said("the hub's clock was set:", "expected", t.when(e.Jump.Expected), with("· found", t.when(e.Jump.Found)), "· it fires nothing until it is started again")
	}
	return ""
}

func (t *teller) operation(e events.Event) string {
	switch e := e.(type) {
	case events.OperationOpened:
		return said("operation", string(e.Operation.Name), with("opened by", e.Operation.Lead)+":", string(e.Operation.Goods),
			with("under", joined(e.Basis.Instruments)))
	case events.StateInvolved:
		return said(string(e.State.Country), "takes part", with("as", e.State.Role), third(e.State.Bond))
	case events.StateTriggered:
		expected := ""
		if e.Trigger.Expected.After(t.at) { // else it is when they were told of it: nobody gave another
			expected = with("· expected", t.when(e.Trigger.Expected))
		}
		return said("ALERT the goods come to", string(e.Trigger.Country)+":", with("part", e.Trigger.Part), expected,
			with("· call the desk of", e.Trigger.Contact), danger(e.Hazards.Hazards))
	case events.OperationSuspended:
		return said("operation SUSPENDED", with("·", e.Suspension.Ground))
	case events.OperationResumed:
		return said("operation goes on", with("·", e.Resumption.Ground))
	case events.OperationTerminated:
		return said("operation GIVEN UP, to be wound up", with("·", e.Termination.Ground))
	case events.OperationEnded:
		return said("operation ended", with("as", e.Ending.Cause))
	case events.OperationClosed:
		return said("file CLOSED", with("· records reviewed", t.when(e.Closing.Review)))
	case events.OperationReopened:
		return said("file opened again", with("·", e.Reopening.Ground))
	case events.BreachFound:
		return said("BREACH", string(e.Breach.Rule), with("·", e.Breach.Country), with("· part", e.Breach.Part), t.since(e.Breach.Since), with("·", inWords(e.Breach.Rule)))
	}
	return ""
}

func (t *teller) authorisation(e events.Event) string {
	switch e := e.(type) {
	case events.AuthorisationRequested:
		q := e.Request
		version := ""
		if q.Replaces != "" {
			version = "anew"
		}
		return said(marked(q.Urgency == events.Urgent, "URGENT:"), "asks", string(q.Country), version, with("for", q.Measure), string(q.Mode), t.within(e.Window), with("up to", amount(e.Ceiling)),
			with("· to", q.To), with("by", q.Channel), with("· under", joined(e.Legal.Instruments)), with("· answer by", t.when(q.Answer)), t.allowed(e.Means))
	case events.AuthorisationAcknowledged:
		return said(string(e.Receipt.Country), "has the request", with("·", e.Receipt.Authority), marked(e.Receipt.Authority != "", "deals with it"))
	case events.AuthorisationUnacknowledged:
		return said("NO WORD from", string(e.Unacknowledged.Country), "that it has the request:", string(e.Unacknowledged.Measure), with("· due", t.when(e.Unacknowledged.Due)))
	case events.AuthorisationUnanswered:
		return said("NO ANSWER from", string(e.Unanswered.Country)+":", string(e.Unanswered.Measure), with("· due", t.when(e.Unanswered.Due)))
	case events.InformationAsked:
		return said(string(e.Question.Country), "asks for more before it decides", with("· about letters", joined(e.Question.Letters)))
	case events.InformationSupplied:
		return said("answers what", or(string(e.Answer.Country), "a State"), "asked about the request")
	case events.CompetenceContested:
		return said(string(e.Contest.Country)+":", "who is competent is contested", with("between", joined(e.Contest.Authorities)), "· nobody decides until that is settled")
	case events.CompetenceSettled:
		return said(string(e.Settlement.Country)+":", or(string(e.Settlement.Authority), "one authority"), "is competent")
	case events.AuthorisationGranted:
		verb := "grants"
		switch e.Grant.Finality {
		case events.Provisional:
			verb = "grants provisionally"
		case events.Oral:
			verb = "grants by word of mouth"
		}
		return said(string(e.Grant.Country), verb, string(e.Grant.Measure), joined(e.Grant.Modes), t.within(e.Window), with("up to", amount(e.Ceiling)),
			with("· decided by", e.Grant.By), with("·", area(e.Area)), t.allowed(e.Means), with("· wants promised:", joined(e.Demands.Assurances)),
			with("· in writing by", t.when(e.Grant.Confirm)))
	case events.AuthorisationRefused:
		return said(string(e.Refusal.Country), "refuses", string(e.Refusal.Measure)+":", string(e.Refusal.Ground))
	case events.AuthorisationConfirmed:
		return said(string(e.Confirmation.Country), "puts its consent in writing:", string(e.Confirmation.Measure))
	case events.AuthorisationVaried:
		return said(string(e.Variation.Country), "changes its consent:", string(e.Variation.Measure), joined(e.Variation.Modes), t.within(e.Window), with("up to", amount(e.Ceiling)),
			with("·", area(e.Area)), t.allowed(e.Means))
	case events.AuthorisationSuspended:
		return said(string(e.Suspension.Country), "SUSPENDS its consent:", string(e.Suspension.Measure), with("·", e.Suspension.Ground))
	case events.AuthorisationResumed:
		return said(string(e.Resumption.Country), "lets its consent hold again:", string(e.Resumption.Measure))
	case events.AuthorisationRevoked:
		return said(string(e.Revocation.Country), "REVOKES its consent:", string(e.Revocation.Measure), with("·", e.Revocation.Ground))
	case events.AuthorisationLapsing:
		return said("consent of", string(e.Lapsing.Country), with("to", e.Lapsing.Measure), "ends soon", with("·", t.when(e.Lapsing.Ends)), t.lapse(e.Lapsing.For))
	case events.AuthorisationLapsed:
		return said("consent of", string(e.Lapse.Country), with("to", e.Lapse.Measure), "HAS ENDED", with("·", t.when(e.Lapse.Ends)), t.lapse(e.Lapse.For))
	case events.ConditionImposed:
		force := ""
		switch e.Condition.Force {
		case events.Precedent:
			force = "· to be met before anything moves"
		case events.Continuing:
			force = "· to be kept throughout"
		}
		return said("condition", string(e.Named.ID)+":", string(e.Condition.Topic), force)
	case events.ConditionMet:
		return said("condition", string(e.Met.ID), "is met")
	case events.ConditionWaived:
		return said("condition", string(e.Waived.ID), "is given up")
	}
	return ""
}

func (t *teller) plan(e events.Event) string {
	switch e := e.(type) {
	case events.LegPlanned:
		return said(string(e.Leg.Use), "leg", string(e.Named.ID)+":", string(e.Leg.Measure), with("by", e.Leg.Carried), t.within(e.Window), watchedFor(e.Watch))
	case events.LegRevised:
		return said("leg", string(e.Revision.ID), "revised:", t.within(e.Window), watchedFor(e.Watch))
	case events.LegActivated:
		return said("the way now goes by leg", string(e.Activation.ID))
	case events.PlanIssued:
		return said("plan for", or(string(e.Issue.Country), "a State")+":", versioned(e.Named.Version), "is given out to be approved")
	case events.PlanApproved:
		return said(string(e.Approval.Country), "approves its part of the plan:", versioned(e.Approval.Version))
	case events.PlanReturned:
		return said(string(e.Returned.Country), "sends its part of the plan back:", versioned(e.Returned.Version), with("·", e.Returned.Ground))
	case events.LegDropped:
		return said("leg", string(e.Dropped.ID), "dropped")
	case events.HandoverPointPlanned:
		return said("handover point", string(e.Named.ID)+":", t.within(e.Window), place(e.Place), answerWithin(e.Point.Answer))
	case events.HandoverPointRevised:
		return said("handover point", string(e.Revision.ID), "revised:", t.within(e.Window), place(e.Place), answerWithin(e.Revision.Answer))
	case events.HandoverPointDropped:
		return said("handover point", string(e.Dropped.ID), "dropped")
	case events.CheckpointPlanned:
		grace := ""
		if e.Checkpoint.Country != "" {
			grace = fmt.Sprintf("grace %d min", e.Checkpoint.Grace)
		}
		purpose := ""
		if e.Checkpoint.Purpose == events.LastSafePoint {
			purpose = "· LAST SAFE PLACE to stop it"
		}
		return said("checkpoint", string(e.Named.ID)+":", t.within(e.Window), grace, place(e.Place), purpose)
	case events.CheckpointRevised:
		grace := ""
		if e.Revision.ID != "" {
			grace = fmt.Sprintf("grace %d min", e.Revision.Grace)
		}
		return said("checkpoint", string(e.Revision.ID), "revised:", t.within(e.Window), grace, place(e.Place))
	case events.CheckpointWaived:
		return said("checkpoint", string(e.Waived.ID), "waived: nobody needs to see it there")
	case events.CheckpointDue:
		return said("checkpoint", string(e.Due.ID), "is due")
	case events.CheckpointMissed:
		return said("NO REPORT at checkpoint", string(e.Missed.ID)+":", "window and grace are over")
	}
	return ""
}

func (t *teller) goods(e events.Event) string {
	switch e := e.(type) {
	case events.ItemDeclared:
		return said("part", string(e.Named.Part)+":", string(e.Item.Substance), amount(e.Quantity), string(e.Item.Mode), packages(e.Item.Packages), with("from", e.Origin.Country),
			with("· schedule", e.Item.Schedule), with("·", e.Item.Form), with("· declared as HS", e.Cover.HS), danger(e.Item.Hazards))
	case events.DepartureApproved:
		return said("approves departure", with("of part", e.Departure.Part))
	case events.ConsignmentDeparted:
		return said("part", string(e.Departed.Part), "departed", with("in", e.Departed.Country))
	case events.PossessionChanged:
		return said("part", string(e.Possession.Part), "is held by", holders(e.Possession.Holder), with("in", e.Possession.Country))
	}
	return ""
}

func (t *teller) seen(e events.Event) string {
	switch e := e.(type) {
	case events.CheckpointReached:
		return said("part", string(e.Reached.Part), "seen at", string(e.Reached.Checkpoint), bracketed(e.Reached.Method))
	case events.SightingReported:
		return said("part", string(e.Sighting.Part), "seen", with("in", e.Sighting.Country), bracketed(e.Sighting.Method), place(e.Place))
	case events.BorderCrossed:
		return said("part", string(e.Crossing.Part), "crossed", with("from", e.Crossing.From), with("into", e.Crossing.To), with("· flag", e.Crossing.Flag), bracketed(e.Crossing.Method))
	case events.EyesOnTaken:
		return said(or(string(e.Team.Team), "a team"), "has eyes on", t.eyes(e.Eyes))
	case events.EyesOnDegraded:
		return said(or(string(e.Team.Team), "a team"), "follows by device only:", t.eyes(e.Eyes))
	case events.EyesOnLost:
		return said("EYES-ON LOST", t.eyes(e.Eyes), with("· by", e.Team.Team), with("· last seen at", place(e.Place)))
	case events.EyesOnRegained:
		return said(or(string(e.Team.Team), "a team"), "has eyes again on", t.eyes(e.Eyes))
	case events.RouteDeviated:
		return said("part", string(e.Deviation.Part), "LEFT THE ROUTE", with("in", e.Deviation.From), with("· heads for", e.Deviation.Toward),
			with("· expected", t.when(e.Deviation.Expected)), place(e.Place))
	}
	return ""
}

func (t *teller) eyes(e events.EyesTerms) string {
	return said(with("part", e.Part), with("in", e.Country))
}

func (t *teller) handover(e events.Event) string {
	switch e := e.(type) {
	case events.HandoverOffered:
		return said("offers", string(e.Offer.Point), with("part", e.Offer.Part), with("· eyes-on", e.Pack.Team), with("seals", joined(e.Pack.Seals)), with("· gross", amount(e.Pack.Gross)),
			with("·", persons(e.Pack.Persons)), danger(e.Pack.Hazards))
	case events.HandoverAccepted:
		return said("accepts", t.offer(e.Acceptance.Offer)+": team", string(e.Acceptance.Team), with("commander", e.Acceptance.Commander))
	case events.HandoverRefused:
		return said("refuses", t.offer(e.Refusal.Offer)+":", string(e.Refusal.Ground))
	case events.HandoverWithdrawn:
		return said("takes", t.offer(e.Withdrawal.Offer), "back:", string(e.Withdrawal.Ground))
	case events.HandoverTimedOut:
		return said("NO ANSWER to", t.offer(e.Timeout.Offer)+":", "the offer has run out")
	case events.HandoverCompleted:
		return said("handover completed at", string(e.Completion.Point)+":", with("eyes-on", e.Completion.Team))
	case events.DirectionMoved:
		return t.moved(e)
	case events.DirectionBound:
		return said(string(e.Bound.To), "is bound to take direction;", string(e.Bound.From), "directs until the goods pass")
	case events.DirectionRetracted:
		line := said("it was not so that", or(string(e.Retracted.Country), "the next State"), "directed", t.since(e.Retracted.Since))
		return said(line, with("·", returned(e.Returned)))
	case events.DirectionEnded:
		return said("direction of part", string(e.Ended.Part), "ended", with("· last", e.Ended.Country))
	}
	return ""
}

func returned(left events.LeftTerms) string {
	if left.Country == "" {
		return ""
	}
	return string(left.Country) + " did"
}

func (t *teller) moved(e events.DirectionMoved) string {
	if e.Direction.Country == "" {
		return said(string(e.Left.Country), "directs no longer", t.since(e.Left.Since))
	}
	taken := ""
	if e.Direction.Taken == events.NotTaken {
		taken = "· NOT TAKEN UP"
	}
	return said(string(e.Direction.Country), "directs", t.since(e.Direction.Since), with("by", e.Direction.Basis), taken, with("· no longer", e.Left.Country))
}

func (t *teller) interdiction(e events.Event) string {
	switch e := e.(type) {
	case events.InterdictionRequested:
		return said("asks", string(e.Wish.Country), "to stop the goods", with("· part", e.Wish.Part))
	case events.InterdictionDeclined:
		return said(string(e.Declined.Country), "will not stop the goods:", string(e.Declined.Ground))
	case events.InterdictionOrdered:
		return said(string(e.Order.Country), "ORDERS that the goods are stopped", with("· part", e.Order.Part), with("·", e.Order.Ground), with("· at", place(e.Place)))
	case events.InterdictionExecuted:
		return said("part", string(e.Executed.Part), "STOPPED", with("in", e.Executed.Country), with("· goods", e.Executed.Goods), with("· at", place(e.Place)))
	}
	return ""
}

func (t *teller) alert(e events.Event) string {
	hands := func(id events.AlertID, c events.Country) string { return fmt.Sprint(t.about, " ", id, " ", c) }
	switch e := e.(type) {
	case events.AlertRaised:
		t.hands[hands(e.Alert.ID, e.Alert.Country)] = ""
		return said("ALERT", string(e.Alert.ID), with("to", e.Alert.Country), with("· part", e.Alert.Part), t.since(e.Alert.Since), with("·", inWords(e.Alert.ID.Cause())))
	case events.AlertAcknowledged:
		t.hands[hands(e.Acknowledgement.ID, e.Acknowledgement.Country)] = said(who(t.author), "at", t.clock.short(t.at))
		return said("has it in hand:", string(e.Acknowledgement.ID), bracketed(e.Acknowledgement.Country), with("· officer", t.signer))
	case events.AlertEscalated:
		return said("passes on to the lead:", string(e.Escalation.ID), bracketed(e.Escalation.Country))
	case events.AlertResolved:
		return said("alert over:", string(e.Resolution.ID), bracketed(e.Resolution.Country), with("·", e.Resolution.Ground))
	case events.AlertRepeated:
		whom := ""
		switch {
		case e.Repetition.Round == 1:
			whom = "again"
		case e.Repetition.Round > 1:
			whom = fmt.Sprintf("again, %d times now; the lead is called too", e.Repetition.Round)
		}
		stands := "it is not over: say that you have it"
		if last, heard := t.hands[hands(e.Repetition.ID, e.Repetition.Country)]; heard && last == "" {
			stands = "nobody says that it is in hand"
		} else if heard {
			stands = said("it is not over; acknowledged last by", last+":", "say again that you have it, or resolve it")
		}
		return said("ALERT", whom+":", string(e.Repetition.ID), with("to", e.Repetition.Country), "·", stands)
	}
	return ""
}

func (t *teller) records(e events.Event) string {
	switch e := e.(type) {
	case events.RecordRetracted:
		return said("VOID, it never happened:", t.record(e.Retraction.Record), with("·", e.Retraction.Ground))
	case events.HandlingChanged:
		return said("handling of", t.record(e.Change.Record), "is now", or(codes(e.Change.Codes), "h0"))
	case events.HandlingReleased:
		return said("releases", joined(e.Release.Slots), with("to", e.Release.To), "from", t.record(e.Release.Record))
	}
	return ""
}

// again says that a report corrects an earlier one.
func (t *teller) again(c events.CorrectsTerms) string {
	if c.Record == "" {
		return ""
	}
	return said("CORRECTS", t.record(c.Record), bracketed(c.Ground)+":")
}

// handled says what may be done with a record, and what its author thinks of it.
func handled(h events.HandlingTerms) string {
	light := ""
	if h.TLP != "" {
		light = "· TLP:" + strings.ToUpper(string(h.TLP))
	}
	return said(with("· handling", codes(h.Codes)), with("· evaluated", h.Evaluation), light, with("·", h.Marking))
}

func codes(list []events.HandlingCode) string {
	return strings.ToUpper(strings.Join(strings.Fields(joined(list)), " "))
}

func (t *teller) lapse(f events.LapseFor) string {
	switch f {
	case events.Expiry:
		return "· its window is over then"
	case events.NotInWriting:
		return "· it is not in writing"
	}
	return ""
}

func (t *teller) cooperation(e events.Event) string {
	switch e := e.(type) {
	case events.AssuranceGiven:
		return said(string(e.Assurance.Country), "promises", promise(e.Assurance.Assurance))
	case events.AssuranceWithdrawn:
		return said(string(e.Withdrawn.Country), "TAKES BACK its promise:", promise(e.Withdrawn.Assurance))
	case events.TeamAssigned:
		return said("team", string(e.Assignment.Team), with("of", e.Assignment.Country), "is on it", with("· leg", e.Assignment.Leg))
	case events.TeamReadied:
		return said("team", string(e.Ready.Team), with("of", e.Ready.Country), "is in place", with("· leg", e.Ready.Leg))
	case events.OfficersAdmitted:
		a := e.Admission
		if a.Country != "" && a.Number == 0 {
			return said(string(a.Country), "lets nobody", with("of", a.From), "come along any more")
		}
		return said(string(a.Country), "lets", several(a.Number, "officer"), with("of", a.From), "come along", bracketed(a.Arms))
	case events.UndercoverDeclared:
		p := e.Presence
		if p.Country != "" && p.Officers+p.Informants == 0 {
			return said("nobody under cover", with("of", p.Country), "is with the goods any more")
		}
		who := commas(several(p.Officers, "officer"), several(p.Informants, "informant"))
		return said("UNDER COVER with the goods:", who, with("of", p.Country))
	case events.LetterIssued:
		return said("hands-off letter", with("of", e.Letter.Country), with("to", e.Letter.Agency), with("until", t.when(e.Letter.Until)))
	case events.LetterWithdrawn:
		return said("a hands-off letter", with("of", e.Withdrawn.Country), "holds no longer")
	case events.DeconflictionEntered:
		return said("entered against blue-on-blue", with("by", e.Entry.Country), with("in", e.Entry.System))
	case events.DeconflictionFound:
		return said("ANOTHER OPERATION has", or(string(e.Found.Number), "a number of this one"), with("too · told by", e.Found.Country), "· call the desk of the lead")
	}
	return ""
}

func may(list []events.AuthorityMay) string {
	words := map[events.AuthorityMay]string{events.MakesRequests: "makes", events.ReceivesRequests: "receives", events.DecidesRequests: "decides"}
	var does []string
	for _, m := range list {
		does = append(does, words[m])
	}
	if len(does) == 0 {
		return ""
	}
	return "· " + strings.Join(does, ", ") + " requests"
}

func hours(h events.Hours) string {
	switch h {
	case events.DayAndNight:
		return "· day and night"
	case events.OfficeHours:
		return "· office hours"
	}
	return ""
}

func third(b events.Bond) string {
	return marked(b == events.ThirdState, "· bound by none of the instruments")
}

// means are surveillance techniques and technical means together.
func means(m events.MeansTerms) string {
	return joined(slices.Concat(texted(m.Techniques), texted(m.Technical)))
}

// allowed says which means are asked for or allowed, and who comes along.
func (t *teller) allowed(m events.MeansTerms) string {
	return said(with("· means:", means(m)), with("·", several(m.Officers, "officer")), bracketed(m.Arms), marked(m.Officers > 0, "along"))
}

// area says where a consent holds.
func area(a events.AreaTerms) string {
	where := ""
	switch a.Extent {
	case events.WholeTerritory:
		where = "whole territory"
	case events.ListedPoints:
		where = "only at " + joined(a.Points)
	}
	if where != "" && len(a.Avoid) > 0 {
		where += ","
	}
	return said(where, with("not through", joined(a.Avoid)))
}

// promise says what is promised, as a partner reads it.
func promise(a events.Assurance) string {
	switch a {
	case events.ConstantSurveillance:
		return "to watch the goods throughout"
	case events.AccessAnyTime:
		return "to be able to reach goods and persons at any time"
	case events.SeizureAssured:
		return "to seize the goods"
	case events.ProsecutionAssured:
		return "to prosecute courier, principals and buyers"
	case events.InformationBack:
		return "to keep the prosecutor who asked informed"
	}
	return ""
}

func versioned(n uint16) string {
	if n == 0 {
		return "a version"
	}
	return fmt.Sprintf("version %d", n)
}

// watchedFor says the limits of a leg that its plan names.
func watchedFor(w events.WatchTerms) string {
	var limits []string
	for _, x := range []struct {
		what string
		m    events.Minutes
	}{{"old reading", w.Ping}, {"device alone", w.Degraded}, {"lost", w.Lost}, {"then decide", w.Decide}} {
		if x.m > 0 {
			limits = append(limits, fmt.Sprintf("%s %d min", x.what, x.m))
		}
	}
	return with("· limits:", strings.Join(limits, ", "))
}

func answerWithin(m events.Minutes) string {
	if m == 0 {
		return ""
	}
	return fmt.Sprintf("· answer within %d min", m)
}
