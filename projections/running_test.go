package projections_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/apply/applytest"
	"vigil/projections"
)

const (
	kept   events.Part     = "8RM4ZN" // what is left is merged into it
	beacon events.DeviceID = "DMAJ4Q"
)

func kilo(amount events.Decimal) events.Quantity {
	return events.Quantity{Amount: amount, Unit: events.Kilogram}
}

// running is an operation with everything in it that runs beside the road: requests
// as forms, what States give each other, goods, control, devices, outcome.
func running(t *testing.T) *teller {
	x := &teller{t: t, author: "hu.lead"}
	clock := func(s string) events.Time { return applytest.Clock(t, s) }
	window := events.Window{From: clock("02:00"), Until: clock("06:00")}
	place := events.Place{Locode: "ATNIC", Zone: "Europe/Vienna"}
	x.told("01:00", events.OperationOpened{Operation: events.OperationTerms{Name: "RELAY", Lead: "HU", Goods: events.Narcotics}})
	x.told("01:01", events.StateInvolved{State: events.StateTerms{Country: "AT", Role: events.Destination, Bond: events.ThirdState}})
	x.told("01:02", events.ItemDeclared{Item: events.ItemTerms{Substance: "cocaine", Mode: events.Live, Packages: 60, Hazards: []events.Code{"fentanyl"},
		Schedule: events.Narcotic1, Form: "brick"}, Origin: events.OriginTerms{Country: "HU"}, Quantity: kilo("60"), Cover: events.CoverTerms{HS: "080390"},
		Named: events.PartName{Part: part}})
	x.told("01:03", events.ItemDeclared{Item: events.ItemTerms{Substance: "cocaine", Mode: events.Live, Packages: 2}, Quantity: kilo("2"), Named: events.PartName{Part: kept}})

	request := events.AuthorisationRequested{
		Request: events.RequestTerms{Country: "AT", Measure: events.Import, Mode: events.Live, To: "AT-A1", Channel: events.Siena, Urgency: events.Urgent,
			Acknowledge: clock("01:30"), Answer: clock("02:00")},
		Window: window, Ceiling: kilo("70"),
		Legal:     events.LegalTerms{Instruments: []events.Instrument{events.UNTOC20}, MLA: events.MLAAfter, Offence: "trafficking", Penalty: 180, Extraditable: events.IsExtraditable},
		Goods:     events.RequestedGoods{Parts: []events.Part{part}},
		Route:     events.RouteTerms{Enter: "HU-AT", Carried: []events.Carrier{events.ByRoad}},
		Means:     events.MeansTerms{Technical: []events.Means{events.Beacon}, Officers: 2, Arms: events.Armed},
		Authority: events.AuthorisedTerms{By: "HU-A1", Decided: "HU-A2", At: clock("00:30"), Officer: "0123456789abcdef"},
	}
	first := x.told("01:05", request)
	request.Request.Replaces = first
	second := x.told("01:06", request)
	x.told("01:30", events.AuthorisationUnacknowledged{Unacknowledged: events.SilenceTerms{Request: second, Country: "AT", Measure: events.Import, Due: clock("01:30")}})
	x.author = "at"
	x.told("01:31", events.AuthorisationAcknowledged{Receipt: events.ReceivedTerms{Request: second, Country: "AT", Authority: "AT-A1"}})
	question := x.told("01:32", events.InformationAsked{Question: events.QuestionTerms{Request: second, Country: "AT", Letters: []events.Code{"d"}}})
	x.told("01:33", events.InformationSupplied{Answer: events.SuppliedTerms{Question: question, Country: "AT"}})
	x.told("01:34", events.InformationAsked{Question: events.QuestionTerms{Request: second, Country: "AT", Letters: []events.Code{"i"}}})
	x.told("01:35", events.CompetenceContested{Contest: events.ContestTerms{Request: second, Country: "AT", Authorities: []events.AuthorityID{"AT-A1", "AT-A2"}}})
	x.told("01:36", events.CompetenceSettled{Settlement: events.SettlementTerms{Request: second, Country: "AT", Authority: "AT-A2"}})
	x.told("02:00", events.AuthorisationUnanswered{Unanswered: events.SilenceTerms{Request: second, Country: "AT", Measure: events.Import, Due: clock("02:00")}})
	x.told("02:01", events.AuthorisationGranted{
		Grant: events.GrantTerms{Request: second, Country: "AT", Measure: events.Import, Modes: []events.Mode{events.Partial}, Finality: events.Oral,
			Confirm: clock("23:00"), By: "AT-A2", Decided: clock("01:58")},
		Window: window, Ceiling: kilo("65"), Area: events.AreaTerms{Extent: events.ListedPoints, Points: []events.PointID{"HU-AT"}, Avoid: []events.Code{"vienna"}},
		Means: events.MeansTerms{Techniques: []events.Code{"observation"}}, Demands: events.DemandTerms{Assurances: []events.Assurance{events.SeizureAssured}}})
	contested := x.told("02:02", events.AuthorisationRequested{Request: events.RequestTerms{Country: "AT", Measure: events.TransitRoute, Mode: events.Live, Answer: clock("05:00")}, Window: window})
	x.told("02:03", events.CompetenceContested{Contest: events.ContestTerms{Request: contested, Country: "AT", Authorities: []events.AuthorityID{"AT-A1", "AT-A2"}}})

	x.told("02:10", events.AssuranceGiven{Assurance: events.AssuranceTerms{Country: "AT", Assurance: events.SeizureAssured}})
	x.told("02:11", events.AssuranceWithdrawn{Withdrawn: events.AssuranceTerms{Country: "AT", Assurance: events.SeizureAssured}})
	x.told("02:12", events.TeamAssigned{Assignment: events.TeamAssignment{Country: "AT", Team: "AT-1", Leg: "AT-L1"}})
	x.told("02:13", events.TeamReadied{Ready: events.TeamAssignment{Country: "AT", Team: "AT-1", Leg: "AT-L1"}})
	x.told("02:14", events.OfficersAdmitted{Admission: events.AdmissionTerms{Country: "AT", From: "HU", Number: 2, Arms: events.Armed}})
	x.told("02:15", events.UndercoverDeclared{Presence: events.PresenceTerms{Country: "AT", Officers: 1, Informants: 2}})
	letter := x.told("02:16", events.LetterIssued{Letter: events.LetterTerms{Country: "AT", Agency: "customs", Until: clock("12:00")}})
	x.told("02:17", events.LetterWithdrawn{Withdrawn: events.LetterName{Letter: letter, Country: "AT"}})
	x.told("02:18", events.DeconflictionEntered{Entry: events.DeconflictionTerms{Country: "AT", System: "national-index"}})
	x.told("02:19", events.DeconflictionFound{Found: events.FoundTerms{Country: "AT", Number: "MSCU1234566"}})

	x.author = "hu.lead"
	x.told("02:20", events.LegPlanned{Leg: events.LegTerms{Country: "AT", Measure: events.Import, Carried: events.ByRoad, Use: events.AlternateLeg}, Window: window,
		Watch: events.WatchTerms{Ping: 5, Degraded: 10, Lost: 30, Decide: 10}, Named: events.LegName{ID: "AT-L1"}})
	x.told("02:21", events.CheckpointPlanned{Checkpoint: events.CheckpointTerms{Country: "AT", Grace: 10, Purpose: events.LastSafePoint}, Window: window, Named: events.CheckpointName{ID: "AT-CP1"}})
	x.told("02:22", events.PlanIssued{Issue: events.IssueTerms{Country: "AT"}, Named: events.PlanVersion{Version: 1}})
	x.told("02:23", events.PlanReturned{Returned: events.PlanReturn{Country: "AT", Version: 1, Ground: "no-team"}})
	x.told("02:24", events.PlanApproved{Approval: events.PlanAnswer{Country: "AT", Version: 1}})
	x.told("02:25", events.LegActivated{Activation: events.LegName{ID: "AT-L1"}})
	x.told("02:30", events.SubstitutionProposed{Proposal: events.SubstitutionTerms{Part: part, Country: "AT", Mode: events.Partial, Charge: "attempt"}})

	x.author = "hu"
	x.told("02:40", events.ConsignmentOpened{Opening: events.OpeningTerms{Part: part, Country: "HU", Ground: "court-order"}})
	x.told("02:41", events.ItemWeighed{Weighing: events.WeighingTerms{Part: part, Country: "HU", Gross: kilo("62.4"), Net: kilo("58.5"), Scale: "SC-1", Tolerance: kilo("0.01")}},
		breach(t, "weighed-by-one-person", "02:41"))
	x.told("02:42", events.ItemTested{Test: events.TestedTerms{Part: part, Country: "HU", Substance: "cocaine", Method: "reagent", Result: events.Positive, Purity: "81.5"}})
	x.told("02:43", events.WeaponsRecorded{Weapons: events.WeaponsTerms{Part: part, List: []events.WeaponTerm{{Type: "pistol", Make: "glock", Model: "17", Calibre: "9mm", Serial: "NONE", State: events.LiveWeapon}}}})
	x.told("02:44", events.ItemSampled{Sample: events.SampleTerms{Part: part, Country: "HU", Quantity: events.Quantity{Amount: "10", Unit: events.Gram}, Storage: "LAB-7"}})
	x.told("02:45", events.SealChanged{Seal: events.SealTerms{Part: part, Country: "HU", Before: events.NoSeal, After: "HU001", Type: events.CustomsSeal, Ground: "packed"}})
	x.told("02:46", events.SealsChecked{Check: events.SealCheck{Part: part, Country: "HU", Seals: []events.CallSign{"HU002"}}}, breach(t, "seal-mismatch", "02:46"))
	x.told("02:47", events.HazardRemoved{Removed: events.RemovedTerms{Part: part, Country: "HU", Hazard: "live-firearm", Method: "firing-pin"}})
	x.told("02:48", events.RiskAccepted{Risk: events.RiskTerms{Part: part, Country: "AT", Hazards: []events.Code{"fentanyl"}}})
	x.told("02:49", events.ConveyanceChanged{Conveyance: events.ConveyanceTerms{Part: part, Country: "HU", Type: events.Container, Number: "MSCU1234567", Plate: "HU"}})
	x.told("03:00", events.ConsignmentDeparted{Departed: events.DepartedTerms{Part: part, Country: "HU"}},
		events.DirectionMoved{Direction: events.DirectionTerms{Part: part, Country: "AT", Since: clock("03:00"), Basis: events.ByTerritory, Taken: events.Taken}})

	x.author = "at"
	proposal := x.Document.Substitutions[0].Proposal
	x.told("03:05", events.SubstitutionAuthorised{Substitution: events.SubstitutionConsent{Proposal: proposal, Part: part, Country: "AT", Mode: events.Partial, Storage: "ST-1"}})
	x.told("03:10", events.SubstitutionPerformed{Performed: events.PerformedTerms{Part: part, Country: "AT", Mode: events.Partial, Removed: kilo("50"), Substitute: kilo("49"), Storage: "ST-1"}},
		events.PartRestated{Restated: events.RestatedTerms{Part: part, Mode: events.Partial}, Quantity: kilo("10"), Hazards: events.HazardTerms{Hazards: []events.Code{"violence"}}})
	x.told("03:11", events.GoodsStored{Stored: events.StoredTerms{Part: part, Country: "AT", Quantity: kilo("50"), Storage: "ST-1", Receipt: "R-1"}})
	split := x.told("03:12", events.PartSplit{Split: events.SplitTerms{Part: part, Quantity: kilo("3"), Packages: 3, Substitute: kilo("9")}, Where: events.WhereTerms{Country: "AT"}},
		events.PartRestated{Restated: events.RestatedTerms{Part: part, Mode: events.Partial}, Quantity: kilo("7")})
	label := events.PartOf(split)
	x.told("03:12", events.PartBegun{Begun: events.BegunTerms{Part: label, Of: part}, Item: events.ItemTerms{Substance: "cocaine", Mode: events.Partial, Packages: 3}, Quantity: kilo("3")})
	x.told("03:13", events.PartMerged{Merge: events.MergeTerms{Part: label, Into: kept, Country: "AT"}})
	x.told("03:14", events.LossReported{Loss: events.LossTerms{Part: part, Country: "AT", Quantity: kilo("0.5"), Seen: clock("03:00")}})
	x.told("03:15", events.LossDeclared{Declaration: events.LossDeclaration{Report: x.Document.Losses[0].Report, Part: part, Country: "AT", Quantity: kilo("0.5")}})

	x.told("03:20", events.EyesOnLost{Eyes: events.EyesTerms{Part: part, Country: "AT"}, Team: events.TeamTerms{Team: "AT-1"}})
	lost := events.ControlTerms{Part: part, Country: "AT", Since: clock("03:20")}
	x.told("03:50", events.ControlLost{Lost: lost})
	x.told("03:55", events.ControlUndecided{Undecided: lost})
	x.told("03:56", events.ControlDecided{Decided: events.RecourseTerms{Part: part, Country: "AT", Recourse: events.Regain}})
	x.told("03:57", events.EyesOnRegained{Eyes: events.EyesTerms{Part: part, Country: "AT"}, Team: events.TeamTerms{Team: "AT-1"}})
	x.told("04:00", events.GoDue{Due: events.GoName{Part: part, Checkpoint: "AT-CP1"}})
	x.told("04:01", events.GoDecided{Go: events.GoTerms{Part: part, Checkpoint: "AT-CP1", Word: events.Go}})
	x.told("04:02", events.HaltLifted{Lifted: events.HaltName{Part: part, Country: "AT"}})
	x.told("04:02", events.HaltOrdered{Halt: events.HaltOrder{Part: part, Country: "AT", Ground: "traffic"}})
	x.told("04:03", events.IncidentReported{Incident: events.IncidentTerms{Country: "AT", Incident: events.Accident, Part: part}, Place: place})
	notice := x.told("04:10", events.SurveillanceNotified{Notice: events.NoticeTerms{Part: part, From: "AT", In: "SK", Offence: "trafficking"}})
	x.told("04:11", events.SurveillanceStopped{Stopped: events.NoticeAnswer{Notice: notice, Country: "SK", Ground: "not-listed"}})

	x.told("04:20", events.DeviceAssigned{Device: events.DeviceTerms{Country: "AT", Type: events.Beacon, Stale: 10}, Named: events.DeviceName{ID: beacon}})
	x.told("04:21", events.DeviceProposed{Proposal: events.DeviceProposal{Device: beacon, Country: "HU", Type: events.Beacon}})
	x.told("04:22", events.DeviceRefused{Refusal: events.DeviceRefusal{Device: beacon, Country: "HU", Ground: "frequency"}})
	x.told("04:23", events.DeviceProposed{Proposal: events.DeviceProposal{Device: beacon, Country: "AT", Type: events.Beacon}})
	x.told("04:24", events.DeviceApproved{Approval: events.DeviceAnswer{Device: beacon, Country: "AT"}})
	x.told("04:25", events.DeviceFitted{Fitted: events.FittedTerms{Device: beacon, Part: part, Country: "AT", Battery: clock("20:00")}})
	x.told("04:26", events.DeviceRead{Reading: events.ReadingTerms{Device: beacon, Country: "AT", Battery: clock("19:00")}, Place: place})
	x.told("04:36", events.DeviceStale{Stale: events.StaleTerms{Device: beacon, Country: "AT", Last: clock("04:26")}})
	x.told("04:37", events.DeviceTampered{Tampered: events.DeviceAnswer{Device: beacon, Country: "AT"}})
	x.told("04:38", events.DeviceRecovered{Recovered: events.DeviceAnswer{Device: beacon, Country: "AT"}})
	x.told("04:39", events.DeviceAbandoned{Abandoned: events.DeviceRefusal{Device: beacon, Country: "AT", Ground: "damaged"}})

	x.told("05:00", events.DeliveryMade{Delivery: events.OutcomeTerms{Part: part, Country: "AT", Persons: 1}, Place: place})
	x.told("05:01", events.ConsigneeIdentified{Consignee: events.OutcomeTerms{Part: part, Country: "AT", Persons: 1}})
	x.told("05:02", events.ArrestMade{Arrest: events.ArrestTerms{Country: "AT", Persons: 3, Part: part}, Place: place})
	x.told("05:03", events.SeizureMade{Seizure: events.SeizureTerms{Part: part, Country: "AT", Quantity: kilo("5"), Substitute: kilo("40"), Packages: 60, Storage: "ST-2"}, Place: place})
	x.told("05:03", events.AlertRaised{Alert: events.AlertTerms{ID: "checkpoint-missed/AT-CP1", Country: "AT", Since: applytest.Clock(t, "05:03")}})
	x.told("05:04", events.NotificationMade{Notification: events.NotificationTerms{Country: "AT", Channel: events.Telephone, Reached: events.ReachedOfficer, Alert: "checkpoint-missed/AT-CP1", Request: second}})
	x.told("05:05", events.DisclosureBreached{Breached: events.BreachedTerms{Record: second, Country: "SK", How: "by-mail"},
		Handling: events.HandlingTerms{Codes: []events.HandlingCode{events.H1}, Evaluation: "B2", TLP: events.TLPAmber, Marking: events.BasicProtection}})
	cost := x.told("05:06", events.CostNoted{Cost: events.CostTerms{Country: "AT", Item: "storage", Amount: events.Money{Amount: "120.5", Currency: "EUR"}, Bearer: "HU"}})
	x.told("05:07", events.CostSettled{Settlement: events.CostName{Cost: cost, Country: "AT"}})
	x.author = "hu.lead"
	x.told("05:10", events.OperationEnded{Ending: events.EndTerms{Cause: events.Delivered}})
	x.told("05:11", events.ReportOverdue{Overdue: events.OverdueTerms{Country: "AT", Due: clock("05:11")}})
	x.told("05:12", events.ReportFiled{Report: events.ReportTerms{Country: "AT"}})
	x.told("05:13", events.DebriefHeld{Debrief: events.DebriefTerms{Held: clock("05:13")}})
	x.told("05:14", events.OperationClosed{Closing: events.ClosingTerms{Review: clock("23:00")}})
	return x
}

func partOf(d projections.Document, label events.Part) projections.PartLine {
	for _, p := range d.Parts {
		if p.Part == label {
			return p
		}
	}
	return projections.PartLine{}
}

// The ledger of a part is what the viewer was told happened to it; what stands in for
// goods is apart from them.
func TestTheLedgerComesOut(t *testing.T) {
	x := running(t)
	require.Equal(t, projections.LedgerLine{
		In: kilo("58.5"), Basis: projections.InWeighed, Sampled: kilo("0.01"), Removed: kilo("50"), Split: kilo("3"), Seized: kilo("5"), Lost: kilo("0.5"),
		Transit: events.Quantity{Amount: "0", Unit: events.Kilogram}, Over: kilo("0.01"), Stored: kilo("50"),
	}, partOf(x.Document, part).Ledger)
	other := partOf(x.Document, kept)
	require.Equal(t, kilo("3"), other.Ledger.Joined)
	require.Equal(t, kilo("5"), other.Ledger.Transit)
	require.Equal(t, kilo("9"), other.Ledger.Substitute)
	require.NotEmpty(t, partOf(x.Document, part).Carrier.Doubt, "its check digit is another")
	require.Equal(t, []events.Code{"weighed-by-one-person"}, partOf(x.Document, part).Weighings[0].Breaches)
	require.Equal(t, []events.CallSign{"HU001"}, []events.CallSign{partOf(x.Document, part).Seals[0].Seal})
}

// A restatement says what all may know. What the viewer knows besides, a sample or a
// weighing, is not in it, and holds on.
func TestARestatementLeavesWhatTheViewerKnows(t *testing.T) {
	x := &teller{t: t}
	x.told("01:00", events.ItemDeclared{Item: events.ItemTerms{Substance: "cocaine", Mode: events.Live}, Origin: events.OriginTerms{Country: "AT"},
		Quantity: kilo("60"), Named: events.PartName{Part: part}})
	x.told("01:10", events.ItemWeighed{Weighing: events.WeighingTerms{Part: part, Country: "AT", Gross: kilo("62"), Net: kilo("59"), Scale: "SC-1"}})
	x.told("01:20", events.ItemSampled{Sample: events.SampleTerms{Part: part, Country: "AT", Quantity: kilo("0.5"), Storage: "LAB-7"}})
	restated := func(q events.Decimal) {
		x.told("02:00", events.PartRestated{Restated: events.RestatedTerms{Part: part, Mode: events.Partial}, Quantity: kilo(q)})
		require.Equal(t, events.Partial, x.part().Mode)
		require.Equal(t, events.Live, x.part().First)
	}
	restated("10")
	require.Equal(t, kilo("8.5"), x.part().Amount(), "one less than declared, and the sample is out")
	x.told("02:10", events.GoodsStored{Stored: events.StoredTerms{Part: part, Country: "AT", Quantity: kilo("0.7"), Storage: "ST-1", Receipt: "R-1"}})
	require.Equal(t, kilo("8.3"), x.part().Amount(), "the sample is in store, and as much again besides it")
	restated("9")
	require.Equal(t, kilo("7.3"), x.part().Amount())
	x.told("03:00", events.SeizureMade{Seizure: events.SeizureTerms{Part: part, Country: "AT", Quantity: kilo("7.5"), Storage: "ST-1"}})
	require.Equal(t, kilo("60"), x.part().Amount(), "nothing is on its way")
}

// A split that never was has begun no part.
func TestARetractedSplitHasBegunNoPart(t *testing.T) {
	x := &teller{t: t}
	split := x.told("03:00", events.PartSplit{Split: events.SplitTerms{Part: part, Quantity: kilo("3")}, Where: events.WhereTerms{Country: "AT"}},
		events.PartBegun{Begun: events.BegunTerms{Part: "9SN5AP", Of: part}, Item: events.ItemTerms{Substance: "cocaine", Mode: events.Live}, Quantity: kilo("3")})
	require.Equal(t, []events.Part{"9SN5AP"}, partOf(x.Document, part).Split)
	x.told("03:10", events.RecordRetracted{Retraction: events.CorrectsTerms{Record: split, Ground: "wrong-lorry"}})
	require.Equal(t, events.Code("wrong-lorry"), partOf(x.Document, "9SN5AP").Corrected)
	require.Empty(t, partOf(x.Document, part).Split)
	require.Empty(t, partOf(x.Document, part).Moves)
}

// A question stops the clock of its answer, and the pause is added.
func TestAQuestionStopsTheClockOfTheAnswer(t *testing.T) {
	asked := applytest.Clock(t, "10:00")
	a := projections.AuthorisationLine{AnswerBy: asked}
	require.Equal(t, asked, a.AnswerDue())
	a.Questions = []projections.QuestionLine{{Question: "a", Asked: asked.Add(-4 * time.Hour), Answer: "b", Supplied: asked.Add(-2 * time.Hour)},
		{Question: "c", Asked: asked.Add(-3 * time.Hour), Answer: "d", Supplied: asked.Add(-time.Hour)}}
	require.Equal(t, asked.Add(3*time.Hour), a.AnswerDue(), "what stood open together is counted once")
	a.Questions = append(a.Questions, projections.QuestionLine{Question: "e", Asked: asked})
	require.True(t, a.AnswerDue().IsZero())
}

// A version that was replaced takes no answer; the newer one counts on.
func TestVersionsOfARequest(t *testing.T) {
	list := running(t).Document.Authorisations
	require.Equal(t, list[1].Request, list[0].Replaced)
	require.False(t, list[0].IsOpen())
	require.Equal(t, uint16(2), list[1].Version)
	require.Equal(t, []projections.Limit{projections.LimitedMode, projections.LimitedCeiling, projections.LimitedArea}, list[1].Limits)
}

// A team is ready for what it was assigned to, and for nothing else.
func TestATeamIsReadyForItsLeg(t *testing.T) {
	x := &teller{t: t}
	for _, leg := range []events.LegID{"AT-L1", ""} {
		x.told("01:00", events.TeamAssigned{Assignment: events.TeamAssignment{Country: "AT", Team: "AT-1", Leg: leg}})
	}
	x.told("01:10", events.TeamReadied{Ready: events.TeamAssignment{Country: "AT", Team: "AT-1"}})
	teams := x.Document.States[0].Teams
	require.True(t, teams[0].Ready.IsZero())
	require.False(t, teams[1].Ready.IsZero())
}

// What is part of the plan that was given makes the answer stale when it changes.
func TestAChangedPlanIsStale(t *testing.T) {
	x := &teller{t: t}
	issued := events.PlanIssued{Issue: events.IssueTerms{Country: "AT"}, Named: events.PlanVersion{Version: 1}}
	x.told("01:00", issued)
	plan := func() projections.PlanLine { return x.Document.States[0].Plan }
	x.told("01:01", events.LegPlanned{Named: events.LegName{ID: "HU-L1"}})
	require.True(t, plan().Changed.IsZero(), "another State's")
	x.told("01:02", events.HandoverPointDropped{Dropped: events.PointName{ID: "HU-AT"}})
	require.False(t, plan().Changed.IsZero())
	for _, e := range []events.Event{
		events.LegPlanned{Named: events.LegName{ID: "AT-L1"}}, events.LegRevised{Revision: events.LegName{ID: "AT-L1"}},
		events.LegActivated{Activation: events.LegName{ID: "AT-L1"}}, events.LegDropped{Dropped: events.LegName{ID: "AT-L1"}},
		events.HandoverPointPlanned{Named: events.PointName{ID: "AT-DE"}}, events.HandoverPointRevised{Revision: events.PointRevision{ID: "AT-DE"}},
		events.CheckpointPlanned{Named: events.CheckpointName{ID: "AT-CP1"}}, events.CheckpointRevised{Revision: events.CheckpointRevision{ID: "AT-CP1"}},
		events.CheckpointWaived{Waived: events.CheckpointName{ID: "AT-CP1"}},
	} {
		x.told("01:02", issued)
		require.True(t, plan().Changed.IsZero())
		x.told("01:02", e)
		require.False(t, plan().Changed.IsZero(), e.Kind())
	}
	issued.Named.Version = 2
	x.told("01:03", issued)
	require.True(t, plan().Changed.IsZero())
	x.told("01:04", events.PlanApproved{Approval: events.PlanAnswer{Country: "AT", Version: 1}})
	require.True(t, plan().Approved.IsZero(), "of a version before")
}

func TestAnOperationIsClosedAndReopened(t *testing.T) {
	x := running(t)
	require.Equal(t, projections.Closed, x.Document.State)
	require.Equal(t, projections.DueReview, x.Document.Due(events.Time{})[0].What)
	x.told("05:20", events.OperationReopened{Reopening: events.HaltTerms{Ground: "appeal"}})
	require.Equal(t, projections.Over, x.Document.State)
	require.True(t, x.Document.Review.IsZero())
}

// The strictest holds for the whole: red before amber, and what is valued or marked
// stays so when its codes change.
func TestTheStrictestLightHolds(t *testing.T) {
	x := &teller{t: t}
	sighted := func(l events.TLP, e events.Evaluation) events.CommandID {
		return x.told("03:00", events.SightingReported{Sighting: events.SightingTerms{Part: part, Country: "AT", Method: events.Visual},
			Handling: events.HandlingTerms{Codes: []events.HandlingCode{events.H0}, TLP: l, Evaluation: e}})
	}
	sighted(events.TLPGreen, "UK-1AP")
	one := sighted(events.TLPAmberStrict, "A1")
	sighted(events.TLPAmber, "")
	require.Equal(t, events.TLPAmberStrict, x.Document.TLP)
	x.told("03:01", events.HandlingChanged{Change: events.ChangeTerms{Record: one, Codes: []events.HandlingCode{events.H2}}})
	require.Equal(t, projections.HandledLine{Record: one, Codes: []events.HandlingCode{events.H2}, Evaluation: "A1", TLP: events.TLPAmberStrict},
		x.Document.Handled[len(x.Document.Handled)-1])
	require.Equal(t, events.TLPAmberStrict, x.Document.TLP)
}

// Late words move nothing back, and a device that speaks again is not silent.
func TestLateReadingsMoveNothingBack(t *testing.T) {
	x := &teller{t: t}
	clock := func(s string) events.Time { return applytest.Clock(t, s) }
	device := func() projections.DeviceLine { return x.Document.Devices[0] }
	read := func(at string, battery events.Time) {
		x.told(at, events.DeviceRead{Reading: events.ReadingTerms{Device: beacon, Country: "AT", Battery: battery}})
	}
	stale := events.DeviceStale{Stale: events.StaleTerms{Device: beacon, Country: "AT", Last: clock("03:00")}}
	read("03:00", clock("20:00"))
	x.told("03:10", stale)
	require.Equal(t, clock("03:10"), device().Silent)
	read("02:00", clock("23:00"))
	require.Equal(t, clock("03:00"), device().Read)
	require.Equal(t, clock("20:00"), device().Battery)
	require.Equal(t, clock("03:10"), device().Silent)
	read("03:20", events.Time{})
	require.True(t, device().Silent.IsZero())
	require.Equal(t, clock("20:00"), device().Battery)
	x.told("03:10", stale)
	require.True(t, device().Silent.IsZero(), "it has spoken since")

	seal := func(at string, before, after events.CallSign) {
		x.told(at, events.SealChanged{Seal: events.SealTerms{Part: part, Country: "AT", Before: before, After: after, Type: events.CovertSeal, Ground: "check"}})
	}
	seal("04:00", "AT001", "AT002")
	seal("03:00", events.NoSeal, "AT001") // told late
	require.Len(t, x.part().Seals, 1)
	require.Equal(t, events.CallSign("AT002"), x.part().Seals[0].Seal)
	seal("05:00", "AT002", events.NoSeal)
	require.Empty(t, x.part().Seals)
}

// Two continuations of one case do not share what a line holds.
func TestContinuationsDoNotShareLines(t *testing.T) {
	x := &teller{t: t}
	assured := func(x *teller, a events.Assurance) {
		x.told("01:00", events.AssuranceGiven{Assurance: events.AssuranceTerms{Country: "AT", Assurance: a}})
	}
	for _, a := range []events.Assurance{events.AccessAnyTime, events.SeizureAssured, events.ProsecutionAssured} {
		assured(x, a)
	}
	one, other := *x, *x
	assured(&one, events.InformationBack)
	assured(&other, events.ConstantSurveillance)
	require.Equal(t, events.InformationBack, one.Document.States[0].Assurances[3].Assurance)
	require.Equal(t, events.ConstantSurveillance, other.Document.States[0].Assurances[3].Assurance)
	require.Len(t, x.Document.States[0].Assurances, 3)

	weighed := func(x *teller, net events.Decimal) {
		x.told("02:00", events.ItemWeighed{Weighing: events.WeighingTerms{Part: part, Country: "AT", Gross: kilo("70"), Net: kilo(net), Scale: "SC-1"}})
	}
	for range 3 {
		weighed(x, "60")
	}
	one, other = *x, *x
	weighed(&one, "61")
	weighed(&other, "62")
	require.Equal(t, kilo("61"), one.part().Weighings[3].Net)
	require.Equal(t, kilo("62"), other.part().Weighings[3].Net)
}
