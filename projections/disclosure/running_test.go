package disclosure_test

import (
	"time"

	"vigil/events"
)

// What a running operation says, told between the stations of relay: the directory,
// one request with all that a treaty wants in it, what States promise and lend each
// other, the goods on the scale, devices, control, and what is left when it is over.

const (
	vault   events.Identifier = "VAULT-3"
	truck   events.Identifier = "MSKU1234565"
	offence events.Code       = "drug-trafficking"
)

// chased: in an operation of its own, NL is after the container that the goods will be in.
func (s *story) chased() { s.Chase("NL", "HAZEL").Carried(truck) }

func (s *story) directory() {
	s.inRegistry(func() {
		for _, a := range []struct {
			called  string
			country events.Country
			body    events.AuthorityType
			may     []events.AuthorityMay
		}{
			{"declare-hu", "HU", events.PoliceBody, []events.AuthorityMay{events.MakesRequests, events.DecidesRequests}},
			{"declare-at", "AT", events.ProsecutorBody, []events.AuthorityMay{events.ReceivesRequests, events.DecidesRequests}},
			{"declare-at-2", "AT", events.CourtBody, []events.AuthorityMay{events.ReceivesRequests, events.DecidesRequests}},
			{"declare-at-3", "AT", events.CustomsBody, []events.AuthorityMay{events.ReceivesRequests}},
		} {
			s.tell(a.called, "root", events.AuthorityDeclared{Authority: events.AuthorityTerms{Country: a.country, Type: a.body, May: a.may,
				Hours: events.DayAndNight, Languages: []events.Language{"de"}, From: s.Now(), Until: s.Now().Add(365 * 24 * time.Hour)}})
		}
		s.tell("withdraw-at", "root", events.AuthorityWithdrawn{Withdrawn: events.AuthorityName{ID: "AT-A3"}})
	})
}

// asksInFull: a request that nobody takes for ten minutes, about which AT asks back,
// of which two authorities think that it is theirs, and which is answered late.
func (s *story) asksInFull(part events.Part) {
	asked := s.at("00:50").tell("ask-full", lead, events.AuthorisationRequested{
		Request: events.RequestTerms{Country: "AT", Measure: events.Import, Mode: events.Live, To: "AT-A1", Channel: events.Siena, Urgency: events.Urgent,
			Acknowledge: s.window("01:00", "01:00").From, Answer: s.window("01:10", "01:10").From},
		Window: s.window("00:30", "14:00"), Ceiling: kilos,
		Legal: events.LegalTerms{Instruments: []events.Instrument{events.UNTOC20}, MLA: events.MLAAfter, Offence: offence, Penalty: 120, Extraditable: events.IsExtraditable},
		Goods: events.RequestedGoods{Parts: []events.Part{part}},
		Route: events.RouteTerms{Enter: "HU-AT", Leave: "AT-DE", Carried: []events.Carrier{events.ByRoad}},
		Means: events.MeansTerms{Techniques: []events.Code{"observation"}, Technical: []events.Means{events.Beacon}},
		Authority: events.AuthorisedTerms{By: "HU-A1", Decided: "HU-A1", At: s.Now(),
			Decision: events.DigestOf([]byte("decided at home")), Officer: s.Key(lead).ID()},
	})
	own := "at competent-authority"
	s.at("01:02").tell("receive-at", "at desk", events.AuthorisationAcknowledged{Receipt: events.ReceivedTerms{Request: asked, Country: "AT", Authority: "AT-A1"}})
	question := s.at("01:03").tell("question-at", own, events.InformationAsked{Question: events.QuestionTerms{Request: asked, Country: "AT", Letters: []events.Code{"d"}}})
	s.at("01:05").tell("supply", lead, events.InformationSupplied{Answer: events.SuppliedTerms{Question: question, Country: "AT"}})
	s.tell("contest-at", own, events.CompetenceContested{Contest: events.ContestTerms{Request: asked, Country: "AT", Authorities: []events.AuthorityID{"AT-A1", "AT-A2"}}})
	s.tell("settle-at", own, events.CompetenceSettled{Settlement: events.SettlementTerms{Request: asked, Country: "AT", Authority: "AT-A2"}})
	s.at("01:15").tell("grant-full", own, events.AuthorisationGranted{
		Grant: events.GrantTerms{Request: asked, Country: "AT", Measure: events.Import, Modes: []events.Mode{events.Live}, Finality: events.Final,
			By: "AT-A2", Decided: s.Now()},
		Window: s.window("00:30", "14:00"), Ceiling: kilos,
		Area:    events.AreaTerms{Extent: events.ListedPoints, Points: []events.PointID{"HU-AT", "AT-DE"}},
		Means:   events.MeansTerms{Technical: []events.Means{events.Beacon}},
		Demands: events.DemandTerms{Assurances: []events.Assurance{events.SeizureAssured}}})
}

// lends: what States promise and lend each other, and what the lead plans with
// them.
func (s *story) lends(part events.Part) {
	promises := func(c events.Country, a events.Assurance) events.AssuranceTerms {
		return events.AssuranceTerms{Country: c, Assurance: a}
	}
	s.at("01:16").tell("assure-de", "de competent-authority", events.AssuranceGiven{Assurance: promises("DE", events.SeizureAssured)})
	s.tell("assure-at", "at competent-authority", events.AssuranceGiven{Assurance: promises("AT", events.InformationBack)})
	s.tell("unassure-at", "at competent-authority", events.AssuranceWithdrawn{Withdrawn: promises("AT", events.InformationBack)})
	s.tell("team-at", "at commander", events.TeamAssigned{Assignment: events.TeamAssignment{Country: "AT", Team: "AT-1", Leg: "AT-L1"}})
	s.tell("ready-at", "at team", events.TeamReadied{Ready: events.TeamAssignment{Country: "AT", Team: "AT-1", Leg: "AT-L1"}})
	s.tell("admit-at", "at competent-authority", events.OfficersAdmitted{Admission: events.AdmissionTerms{Country: "AT", From: "DE", Number: 2, Arms: events.Unarmed}})
	s.tell("undercover-ro", "ro competent-authority", events.UndercoverDeclared{Presence: events.PresenceTerms{Country: "RO", Officers: 1}})
	letter := s.tell("letter-hu", "hu desk", events.LetterIssued{Letter: events.LetterTerms{Country: "HU", Agency: "border-guard", Until: s.window("12:00", "12:00").From}})
	s.tell("unletter-hu", "hu desk", events.LetterWithdrawn{Withdrawn: events.LetterName{Letter: letter, Country: "HU"}})
	s.tell("deconflict-at", "at desk", events.DeconflictionEntered{Entry: events.DeconflictionTerms{Country: "AT", System: "national-index"}})

	s.at("01:20").tell("issue-at", lead, events.PlanIssued{Issue: events.IssueTerms{Country: "AT"}})
	s.tell("return-at", "at commander", events.PlanReturned{Returned: events.PlanReturn{Country: "AT", Version: 1, Ground: "no-team-at-night"}})
	s.tell("issue-at-again", lead, events.PlanIssued{Issue: events.IssueTerms{Country: "AT"}})
	s.tell("approve-at", "at commander", events.PlanApproved{Approval: events.PlanAnswer{Country: "AT", Version: 2}})

	proposal := s.at("01:25").tell("propose-substitution", lead, events.SubstitutionProposed{
		Proposal: events.SubstitutionTerms{Part: part, Country: "DE", Mode: events.Partial, Charge: "possession"}})
	s.tell("authorise-substitution", "de competent-authority", events.SubstitutionAuthorised{
		Substitution: events.SubstitutionConsent{Proposal: proposal, Part: part, Country: "DE", Mode: events.Partial, Storage: vault}})
	s.tell("risk-de", "de competent-authority", events.RiskAccepted{Risk: events.RiskTerms{Part: part, Country: "DE", Hazards: []events.Code{"armed-courier"}}})

	beacon := events.DeviceOf(s.tell("device-hu", "hu commander", events.DeviceAssigned{Device: events.DeviceTerms{Country: "HU", Type: events.Beacon, Stale: 5}}))
	for _, c := range []events.Country{"HU", "AT"} {
		s.tell("propose-device-"+string(c.Desk()), lead, events.DeviceProposed{Proposal: events.DeviceProposal{Device: beacon, Country: c, Type: events.Beacon}})
		s.tell("approve-device-"+string(c.Desk()), string(c.Desk())+" competent-authority", events.DeviceApproved{Approval: events.DeviceAnswer{Device: beacon, Country: c}})
	}
	s.tell("propose-device-de", lead, events.DeviceProposed{Proposal: events.DeviceProposal{Device: beacon, Country: "DE", Type: events.Beacon}})
	s.tell("refuse-device-de", "de competent-authority", events.DeviceRefused{Refusal: events.DeviceRefusal{Device: beacon, Country: "DE", Ground: "no-legal-ground"}})
	spare := events.DeviceOf(s.tell("device-ro", "ro commander", events.DeviceAssigned{Device: events.DeviceTerms{Country: "RO", Type: events.Audio, Stale: 5}}))
	s.tell("abandon-ro", "ro commander", events.DeviceAbandoned{Abandoned: events.DeviceRefusal{Device: spare, Country: "RO", Ground: "under-water"}})
}

// found is the goods in RO, before they set out.
func (s *story) opened(part events.Part) {
	by := "ro team"
	s.at("01:35").tell("open-ro", by, events.ConsignmentOpened{Opening: events.OpeningTerms{Part: part, Country: "RO", Ground: "court-order"}})
	s.tell("weigh-ro", by, events.ItemWeighed{Weighing: events.WeighingTerms{Part: part, Country: "RO", Gross: amount("70.1"), Net: amount("62.4"),
		Scale: "SCALE-7", Tolerance: events.Quantity{Amount: "50", Unit: events.Gram}}})
	s.tell("weigh-held", by, events.ItemWeighed{Weighing: events.WeighingTerms{Part: events.PartOf(s.found("item-held")), Country: "RO", Gross: amount("70.1"), Net: amount("62.4"), Scale: "SCALE-7"}})
	s.tell("sample-ro", by, events.ItemSampled{Sample: events.SampleTerms{Part: part, Country: "RO", Quantity: events.Quantity{Amount: "10", Unit: events.Gram}, Storage: "LAB-1"}})
	s.tell("test-ro", by, events.ItemTested{Test: events.TestedTerms{Part: part, Country: "RO", Substance: "heroin", Method: "gc-ms", Result: events.Positive, Purity: "62.5"}})
	s.tell("seal-ro", by, events.SealChanged{Seal: events.SealTerms{Part: part, Country: "RO", Before: events.NoSeal, After: "S0047112", Type: events.CarrierSeal, Ground: "closed-again"}})
	s.tell("convey-ro", by, events.ConveyanceChanged{Conveyance: events.ConveyanceTerms{Part: part, Country: "RO", Type: events.Vehicle, Plate: "RO"}})
}

func amount(of events.Decimal) events.Quantity {
	return events.Quantity{Amount: of, Unit: events.Kilogram}
}

// watched is a night in HU: another lorry, a beacon, a halt, an accident; sight is
// lost for longer than the plan allows, and nobody says in time what to do.
func (s *story) watchedInHungary(part events.Part) {
	by, beacon := "hu team", events.DeviceOf(s.found("device-hu"))
	s.at("02:45").tell("convey-hu", by, events.ConveyanceChanged{Conveyance: events.ConveyanceTerms{Part: part, Country: "HU", Type: events.Container, Number: "CSQU3054383"}})
	s.tell("check-hu", by, events.SealsChecked{Check: events.SealCheck{Part: part, Country: "HU", Seals: []events.CallSign{"S0047112"}}})
	s.tell("fit-hu", by, events.DeviceFitted{Fitted: events.FittedTerms{Device: beacon, Part: part, Country: "HU", Battery: s.window("23:00", "23:00").From}})
	s.tell("read-hu", by, events.DeviceRead{Reading: events.ReadingTerms{Device: beacon, Country: "HU"}, Place: border})
	s.at("02:47").tell("halt-hu", "hu commander", events.HaltOrdered{Halt: events.HaltOrder{Part: part, Country: "HU", Ground: "weather"}})
	s.tell("incident-hu", by, events.IncidentReported{Incident: events.IncidentTerms{Country: "HU", Incident: events.Accident, Part: part}, Place: border})
	s.at("02:48").tell("lift-hu", "hu commander", events.HaltLifted{Lifted: events.HaltName{Part: part, Country: "HU"}})
}

func (s *story) decidesInHungary(part events.Part) {
	s.at("02:54:30.000").tell("decide-hu", "hu commander", events.ControlDecided{Decided: events.RecourseTerms{Part: part, Country: "HU", Recourse: events.Regain}})
}

func (s *story) goesOn(part events.Part) {
	s.at("02:58").tell("go-hu", "hu commander", events.GoDecided{Go: events.GoTerms{Part: part, Checkpoint: "HU-CP2", Word: events.NoGo}})
}

// dividedInAustria: arms are found and made safe; some of the goods are taken apart
// from the rest, and put back.
func (s *story) dividedInAustria(part events.Part) {
	by, beacon := "at team", events.DeviceOf(s.found("device-hu"))
	s.at("03:14").tell("weapons-at", by, events.WeaponsRecorded{Weapons: events.WeaponsTerms{Part: part, List: []events.WeaponTerm{
		{Type: "pistol", Make: "zoraki", Model: "914", Calibre: "9mm-pak", Serial: "Z-1142", State: events.Converted}}}})
	s.tell("safe-at", by, events.HazardRemoved{Removed: events.RemovedTerms{Part: part, Country: "AT", Hazard: "live-firearm", Method: "firing-pin-removed"}})
	split := s.tell("split-at", by, events.PartSplit{Split: events.SplitTerms{Part: part, Quantity: amount("0.5"), Packages: 1}, Where: events.WhereTerms{Country: "AT"}, Place: border})
	s.tell("convey-at", by, events.ConveyanceChanged{Conveyance: events.ConveyanceTerms{Part: part, Country: "AT", Type: events.Container, Number: truck}})
	s.at("03:16").tell("merge-at", by, events.PartMerged{Merge: events.MergeTerms{Part: events.PartOf(split), Into: part, Country: "AT"}})
	s.tell("tamper-at", by, events.DeviceTampered{Tampered: events.DeviceAnswer{Device: beacon, Country: "AT"}})
	s.tell("recover-at", by, events.DeviceRecovered{Recovered: events.DeviceAnswer{Device: beacon, Country: "AT"}})
}

// followedToCzechia: officers of AT go on after the goods, and CZ, which takes no
// part yet, is told by telephone, lets them and stops them.
func (s *story) followed(part events.Part) {
	s.tell("notify-cz", "at desk", events.NotificationMade{Notification: events.NotificationTerms{Country: "CZ", Channel: events.Telephone,
		Reached: events.NoAnswer, Alert: events.AlertID("coming-your-way/" + part)}})
	notice := events.SurveillanceNotified{Notice: events.NoticeTerms{Part: part, From: "AT", In: "CZ", Offence: offence}}
	first := s.at("03:46").tell("follow-at", "at team", notice)
	s.tell("allow-cz", "cz competent-authority", events.SurveillanceAllowed{Allowed: events.NoticeAnswer{Notice: first, Country: "CZ", Ground: "until-our-team-is-there"}})
	second := s.tell("follow-again", "at team", notice)
	s.tell("stop-cz", "cz commander", events.SurveillanceStopped{Stopped: events.NoticeAnswer{Notice: second, Country: "CZ", Ground: "our-team-is-there"}})
}

// stoppedInGermany: control is lost for a moment; a notice that comes hours late
// ends by itself; most of the goods are taken out, a little is missing; delivered,
// and then arrests and seizures.
func (s *story) controlledInGermany(part events.Part) {
	s.at("04:21").tell("eyes-de", "de team", events.EyesOnTaken{Eyes: events.EyesTerms{Part: part, Country: "DE"}, Team: events.TeamTerms{Team: "DE-1"}})
	s.at("04:24").tell("declare-de", "de commander", events.ControlDeclared{Declared: events.ControlTerms{Part: part, Country: "DE", Since: s.Now()}})
	s.at("04:25").tell("regain-de", "de team", events.EyesOnRegained{Eyes: events.EyesTerms{Part: part, Country: "DE"}, Team: events.TeamTerms{Team: "DE-1"}})
	s.at("04:28").happened(-4*time.Hour-58*time.Minute, func() {
		s.tell("follow-late", "at team", events.SurveillanceNotified{Notice: events.NoticeTerms{Part: events.PartOf(s.found("item-held")), From: "AT", In: "CZ", Offence: offence}})
	})
	s.at("04:31").tell("substitute-de", "de team", events.SubstitutionPerformed{Performed: events.PerformedTerms{Part: part, Country: "DE", Mode: events.Partial,
		Removed: amount("60"), Substitute: amount("60"), Storage: vault}})
	s.tell("store-de", "de team", events.GoodsStored{Stored: events.StoredTerms{Part: part, Country: "DE", Quantity: amount("60"), Storage: vault, Receipt: "R-1"}})
	loss := s.tell("loss-de", "de commander", events.LossReported{Loss: events.LossTerms{Part: part, Country: "DE", Quantity: amount("0.39"), Seen: s.Now()}})
	s.tell("declare-loss-de", "de competent-authority", events.LossDeclared{
		Declaration: events.LossDeclaration{Report: loss, Part: part, Country: "DE", Quantity: amount("0.39")}})
}

func (s *story) deliveredInGermany(part events.Part) {
	ends := events.OutcomeTerms{Part: part, Country: "DE", Persons: 2}
	s.tell("deliver-de", "de team", events.DeliveryMade{Delivery: ends, Place: border})
	s.tell("consignee-de", "de team", events.ConsigneeIdentified{Consignee: ends})
}

func (s *story) seizedInGermany(part events.Part) {
	s.tell("arrest-de", "de team", events.ArrestMade{Arrest: events.ArrestTerms{Country: "DE", Persons: 2, Part: part}, Place: border})
	s.tell("seize-de", "de team", events.SeizureMade{Seizure: events.SeizureTerms{Part: part, Country: "DE", Quantity: amount("2"), Substitute: amount("60"), Storage: vault}, Place: border})
	s.tell("seize-held", "ro team", events.SeizureMade{Seizure: events.SeizureTerms{Part: events.PartOf(s.found("item-held")), Country: "RO", Quantity: kilos, Storage: "VAULT-9"}})
}

// settled is what is left to do when nothing travels any more, until the file is
// closed, and opened again. DE does not report for two months.
func (s *story) settled() {
	cost := s.tell("cost-at", "at desk", events.CostNoted{Cost: events.CostTerms{Country: "AT", Item: "escort", Amount: events.Money{Amount: "1250.5", Currency: "EUR"}, Bearer: "HU"}})
	s.tell("settle-cost", "hu desk", events.CostSettled{Settlement: events.CostName{Cost: cost, Country: "AT"}})
	s.tell("leak", lead, events.DisclosureBreached{Breached: events.BreachedTerms{Record: s.found("sight-at"), Country: "NL", How: "wrong-addressee"}})
	s.tell("debrief", lead, events.DebriefHeld{Debrief: events.DebriefTerms{Held: s.Now()}})
	s.secret.rests()
	s.answered("settle")
	for _, state := range s.House.Operation(s.id).States {
		if state.Country != "DE" && state.Role != events.Possible && s.found(report(state.Country)) == nowhere {
			s.reports(state.Country)
		}
	}
	s.passes(61*24*time.Hour + time.Minute)
	s.reports("DE")
	s.answered("settle-late")
	s.tell("close", lead, events.OperationClosed{Closing: events.ClosingTerms{Review: s.Now().Add(365 * 24 * time.Hour)}})
	s.tell("reopen", lead, events.OperationReopened{Reopening: events.HaltTerms{Ground: "new-evidence"}})
}

func (s *story) reports(c events.Country) {
	s.apart("", report(c), string(c.Desk())+" commander", events.ReportFiled{Report: events.ReportTerms{Country: c}})
}

func report(c events.Country) string { return "report-" + string(c.Desk()) }
