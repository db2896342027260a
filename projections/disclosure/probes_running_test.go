package disclosure_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
)

// What the officers of a State ask of a running operation, and report in it: its own
// things and other States', things that are there and things that are not.

// records are the commands of the running operation that others refer to.
var records = []string{"ask-full", "question-at", "letter-hu", "propose-substitution", "loss-de", "follow-at", "follow-late", "cost-at", "device-hu", "device-ro", "split-at", "weigh-ro"}

func (s *story) probesRunning(own events.Country, parts []events.Part, add func(any, ...events.Event), about func(events.CommandID)) {
	day := s.window("23:00", "23:59").From
	halt := events.HaltTerms{Ground: "x"}
	add("the file", events.OperationClosed{Closing: events.ClosingTerms{Review: s.Now()}}, events.OperationReopened{Reopening: halt}, events.DebriefHeld{Debrief: events.DebriefTerms{Held: s.Now()}})
	countries := []events.Country{own}
	for _, c := range []events.Country{"RO", "HU", "AT", "DE", "SK"} {
		if c != own {
			countries = append(countries, c)
		}
	}
	for _, c := range countries {
		s.probesOf(c, own, add)
		for _, part := range parts {
			s.probesOfGoods(c, part, fmt.Sprint(c, part), add)
		}
		for _, cause := range []events.Code{"control-lost", "control-undecided", "goods-lost", "interdicted", "incident", "urgent-surveillance", "stop-surveillance", "mass-discrepancy", "unconfirmed-report", events.Abroad("control-lost")} {
			s.alerts(add, events.AlertID(string(cause)+"/"+string(parts[1])), c)
		}
	}
	for _, alert := range []events.AlertID{"not-told/AT", "not-told/DE", "report-overdue/DE", "report-overdue-abroad/DE", "go-no-go/HU-CP2", "disclosure-breach/AT", "disclosure-breach-abroad/AT", "deconfliction/" + events.AlertID(truck), "deconfliction-abroad/" + events.AlertID(truck), "request-unanswered/AT-IMPORT", "device-stale/" + events.AlertID(events.DeviceOf(s.found("device-hu")))} {
		s.alerts(add, alert, own)
	}
	for _, id := range append([]events.CommandID{nowhere}, s.foundAll(records)...) {
		about(id)
		if id == s.found("device-hu") && slices.Contains([]events.Country{"AT", "DE"}, own) {
			about("") // which they were not shown, but the device: the lead has asked them about it
		}
		s.probesOfRecord(own, id, parts, day, add)
	}
	about("")
}

func (s *story) foundAll(names []string) []events.CommandID {
	var list []events.CommandID
	for _, name := range names {
		list = append(list, s.found(name))
	}
	return list
}

// probesOf is what is said of a State.
func (s *story) probesOf(c, own events.Country, add func(any, ...events.Event)) {
	promise := events.AssuranceTerms{Country: c, Assurance: events.SeizureAssured}
	add(c, events.AssuranceGiven{Assurance: promise}, events.AssuranceWithdrawn{Withdrawn: promise},
		events.OfficersAdmitted{Admission: events.AdmissionTerms{Country: own, From: c, Number: 1, Arms: events.Unarmed}},
		events.UndercoverDeclared{Presence: events.PresenceTerms{Country: c, Officers: 1}},
		events.LetterIssued{Letter: events.LetterTerms{Country: c, Agency: "x", Until: s.Now().Add(3600e9)}},
		events.DeconflictionEntered{Entry: events.DeconflictionTerms{Country: c, System: "x"}},
		events.PlanIssued{Issue: events.IssueTerms{Country: c}},
		events.DeviceAssigned{Device: events.DeviceTerms{Country: c, Type: events.Beacon, Stale: 5}},
		events.ReportFiled{Report: events.ReportTerms{Country: c}},
		events.CostNoted{Cost: events.CostTerms{Country: own, Item: "x", Amount: events.Money{Amount: "1", Currency: "EUR"}, Bearer: c}},
		events.NotificationMade{Notification: events.NotificationTerms{Country: c, Channel: events.Telephone, Reached: events.ReachedOfficer}},
		events.ArrestMade{Arrest: events.ArrestTerms{Country: c, Persons: 1}},
		events.IncidentReported{Incident: events.IncidentTerms{Country: c, Incident: events.Violence}})
	for n := 1; n <= 2; n++ {
		leg := events.LegID(fmt.Sprintf("%s-L%d", c, n))
		team := events.TeamAssignment{Country: own, Team: "AT-1", Leg: leg}
		add(fmt.Sprint(c, n), events.LegActivated{Activation: events.LegName{ID: leg}}, events.TeamAssigned{Assignment: team}, events.TeamReadied{Ready: team},
			events.PlanApproved{Approval: events.PlanAnswer{Country: c, Version: uint16(n)}}, events.PlanReturned{Returned: events.PlanReturn{Country: c, Version: uint16(n), Ground: "x"}})
	}
}

// probesOfGoods is what is said of a part in a State.
func (s *story) probesOfGoods(c events.Country, part events.Part, what string, add func(any, ...events.Event)) {
	outcome := events.OutcomeTerms{Part: part, Country: c}
	kilo := amount("1")
	add(what, events.ConsignmentOpened{Opening: events.OpeningTerms{Part: part, Country: c, Ground: "x"}},
		events.ItemWeighed{Weighing: events.WeighingTerms{Part: part, Country: c, Gross: kilo, Net: kilo, Scale: "X"}},
		events.ItemSampled{Sample: events.SampleTerms{Part: part, Country: c, Quantity: kilo, Storage: "X"}},
		events.ItemTested{Test: events.TestedTerms{Part: part, Country: c, Substance: "fentanyl", Method: "x", Result: events.Positive}},
		events.WeaponsRecorded{Weapons: events.WeaponsTerms{Part: part, List: []events.WeaponTerm{{Type: "pistol", Make: "x", Model: "x", Calibre: "x", Serial: "NONE", State: events.LiveWeapon}}}},
		events.PartSplit{Split: events.SplitTerms{Part: part, Quantity: kilo}, Where: events.WhereTerms{Country: c}},
		events.PartMerged{Merge: events.MergeTerms{Part: part, Into: "ZZZZZZ", Country: c}},
		events.SubstitutionProposed{Proposal: events.SubstitutionTerms{Part: part, Country: c, Mode: events.Partial, Charge: "x"}},
		events.SubstitutionPerformed{Performed: events.PerformedTerms{Part: part, Country: c, Mode: events.Partial, Removed: kilo, Substitute: kilo, Storage: "X"}},
		events.GoodsStored{Stored: events.StoredTerms{Part: part, Country: c, Quantity: kilo, Storage: "X", Receipt: "X"}},
		events.SealChanged{Seal: events.SealTerms{Part: part, Country: c, Before: "S0047112", After: "X", Type: events.CarrierSeal, Ground: "x"}},
		events.SealsChecked{Check: events.SealCheck{Part: part, Country: c, Seals: []events.CallSign{"X"}}},
		events.HazardRemoved{Removed: events.RemovedTerms{Part: part, Country: c, Hazard: "live-firearm", Method: "x"}},
		events.RiskAccepted{Risk: events.RiskTerms{Part: part, Country: c, Hazards: []events.Code{"x"}}},
		events.ConveyanceChanged{Conveyance: events.ConveyanceTerms{Part: part, Country: c, Type: events.Vehicle}},
		events.LossReported{Loss: events.LossTerms{Part: part, Country: c, Quantity: kilo, Seen: s.Now()}},
		events.ControlDeclared{Declared: events.ControlTerms{Part: part, Country: c, Since: s.Now()}},
		events.ControlDecided{Decided: events.RecourseTerms{Part: part, Country: c, Recourse: events.GiveUp}},
		events.SurveillanceNotified{Notice: events.NoticeTerms{Part: part, From: "AT", In: c, Offence: offence}},
		events.GoDecided{Go: events.GoTerms{Part: part, Checkpoint: events.CheckpointID(c + "-CP2"), Word: events.Go}},
		events.HaltOrdered{Halt: events.HaltOrder{Part: part, Country: c, Ground: "x"}}, events.HaltLifted{Lifted: events.HaltName{Part: part, Country: c}},
		events.IncidentReported{Incident: events.IncidentTerms{Country: c, Incident: events.Accident, Part: part}},
		events.DeliveryMade{Delivery: outcome}, events.ConsigneeIdentified{Consignee: outcome},
		events.SeizureMade{Seizure: events.SeizureTerms{Part: part, Country: c, Quantity: kilo, Storage: "X"}})
}

// probesOfRecord is what is said of an earlier command.
func (s *story) probesOfRecord(own events.Country, id events.CommandID, parts []events.Part, day events.Time, add func(any, ...events.Event)) {
	add("it and HU", events.CostSettled{Settlement: events.CostName{Cost: id, Country: "HU"}})
	device, answer := events.DeviceOf(id), events.NoticeAnswer{Notice: id, Country: own, Ground: "x"}
	by := events.AuthorityID(own + "-A1")
	add("it", events.AuthorisationAcknowledged{Receipt: events.ReceivedTerms{Request: id, Country: own, Authority: by}},
		events.InformationAsked{Question: events.QuestionTerms{Request: id, Country: own, Letters: []events.Code{"d"}}},
		events.InformationSupplied{Answer: events.SuppliedTerms{Question: id, Country: own}},
		events.CompetenceContested{Contest: events.ContestTerms{Request: id, Country: own, Authorities: []events.AuthorityID{by, events.AuthorityID(own + "-A2")}}},
		events.CompetenceSettled{Settlement: events.SettlementTerms{Request: id, Country: own, Authority: by}},
		events.LetterWithdrawn{Withdrawn: events.LetterName{Letter: id, Country: own}},
		events.SubstitutionAuthorised{Substitution: events.SubstitutionConsent{Proposal: id, Part: parts[1], Country: own, Mode: events.Partial, Storage: "X"}},
		events.LossDeclared{Declaration: events.LossDeclaration{Report: id, Part: parts[1], Country: own, Quantity: amount("0.39")}},
		events.SurveillanceAllowed{Allowed: answer}, events.SurveillanceStopped{Stopped: answer},
		events.CostSettled{Settlement: events.CostName{Cost: id, Country: "AT"}},
		events.DisclosureBreached{Breached: events.BreachedTerms{Record: id, Country: "NL", How: "x"}},
		events.NotificationMade{Notification: events.NotificationTerms{Country: own, Channel: events.Telephone, Reached: events.ReachedOfficer, Request: id}},
		events.DeviceProposed{Proposal: events.DeviceProposal{Device: device, Country: own, Type: events.Beacon}},
		events.DeviceApproved{Approval: events.DeviceAnswer{Device: device, Country: own}},
		events.DeviceRefused{Refusal: events.DeviceRefusal{Device: device, Country: own, Ground: "x"}},
		events.DeviceAbandoned{Abandoned: events.DeviceRefusal{Device: device, Country: own, Ground: "x"}},
		events.DeviceFitted{Fitted: events.FittedTerms{Device: device, Part: parts[1], Country: own, Battery: day}},
		events.DeviceRead{Reading: events.ReadingTerms{Device: device, Country: own}},
		events.DeviceTampered{Tampered: events.DeviceAnswer{Device: device, Country: own}},
		events.DeviceRecovered{Recovered: events.DeviceAnswer{Device: device, Country: own}})
}

// A new act has to be asked about.
func TestEveryActIsAsked(t *testing.T) {
	asked := map[events.Kind]bool{}
	for _, p := range begin(t, 1, "HU").probes("HU") {
		asked[p.fact.Kind()] = true
	}
	for _, row := range events.Acts {
		registry := slices.Contains([]events.Act{"registry.begin", "country.add", "desk.add", "officer.enrol", "authority.declare", "authority.withdraw"}, row.Act)
		if !registry && row.Nature != events.Clock {
			require.True(t, asked[row.Fact], "no probe sends %s", row.Act)
		}
	}
}
