package disclosure_test

import (
	"time"

	"vigil/events"
)

// runningSecrets is how many sorts of things tellsRunning has happen.
const runningSecrets = 13

// tellsRunning has something of a running operation happen that the viewer must not
// notice: see tells. What a neighbour is shown is told by strangers. What would change
// how the story goes on is undone in the same step.
func (x *secret) tellsRunning(s *story, what int, part events.Part) {
	r, who, c, d := x.dice, x.stranger(), x.foreign(), x.foreign()
	told := func(by string, fact events.Event) (events.CommandID, bool) {
		id, err := s.try("secret", by, fact)
		if err == nil {
			x.told[string(fact.Kind())]++
		}
		return id, err == nil
	}
	of := func(c events.Country, role string) string { return string(c.Desk()) + " " + role }
	retracted := func(c events.Country, record events.CommandID, ok bool) {
		if ok {
			told(of(c, "desk"), events.RecordRetracted{Retraction: events.CorrectsTerms{Record: record, Ground: "another-truck"}})
		}
	}
	often := r.IntN(2) == 0
	team := of(who, "team")
	switch what {
	case 0: // the balance does not come out; of what is taken all is accounted for when the file is closed
		id, ok := told(team, pick[events.Event](r,
			events.ItemSampled{Sample: events.SampleTerms{Part: part, Country: who, Quantity: amount(pick[events.Decimal](r, "70", "0.001")), Storage: "SHADOW-LAB"}},
			events.ItemWeighed{Weighing: events.WeighingTerms{Part: part, Country: who, Gross: amount("9"), Net: amount("8"), Scale: "SHADOW-SCALE"}},
			events.ItemWeighed{Weighing: events.WeighingTerms{Part: part, Country: who, Gross: amount("8"), Net: amount("9"), Scale: "SHADOW-SCALE"}}))
		retracted(who, id, ok)
	case 1: // whoever finds fentanyl warns every party
		told(team, events.ItemTested{Test: events.TestedTerms{Part: part, Country: who, Substance: "cocaine", Method: "x", Result: events.Negative}})
	case 2:
		told(team, pick[events.Event](r,
			events.SealsChecked{Check: events.SealCheck{Part: part, Country: who, Seals: []events.CallSign{"SHADOW-SEAL"}}},
			events.SealChanged{Seal: events.SealTerms{Part: part, Country: who, Before: "SHADOW-SEAL", After: "SHADOW-2", Type: events.CarrierSeal, Ground: "x"}}))
	case 3: // none is left out there: the file would not be closed
		assigned, ok := told(of(who, "commander"), events.DeviceAssigned{Device: events.DeviceTerms{Country: who, Type: events.Beacon, Stale: 2}})
		if !ok {
			return
		}
		device := events.DeviceOf(assigned)
		told(lead, events.DeviceProposed{Proposal: events.DeviceProposal{Device: device, Country: who, Type: events.Beacon}})
		if often {
			told(of(who, "competent-authority"), events.DeviceApproved{Approval: events.DeviceAnswer{Device: device, Country: who}})
		}
		if r.IntN(2) == 0 {
			told(team, events.DeviceFitted{Fitted: events.FittedTerms{Device: device, Part: part, Country: who, Battery: s.Now().Add(time.Hour)}})
			told(team, events.DeviceRead{Reading: events.ReadingTerms{Device: device, Country: who}, Place: border})
			told(team, events.DeviceTampered{Tampered: events.DeviceAnswer{Device: device, Country: who}})
			told(team, events.DeviceRecovered{Recovered: events.DeviceAnswer{Device: device, Country: who}})
		}
		told(of(who, "commander"), events.DeviceAbandoned{Abandoned: events.DeviceRefusal{Device: device, Country: who, Ground: "x"}})
	case 4: // before it a departure would wait for the answer
		if s.found("approve") == nowhere {
			return
		}
		if _, ok := told(lead, events.PlanIssued{Issue: events.IssueTerms{Country: c}}); ok && often {
			for version := uint16(12); version > 0; version-- {
				if _, ok := told(of(c, "commander"), events.PlanApproved{Approval: events.PlanAnswer{Country: c, Version: version}}); ok {
					return
				}
			}
		}
	case 5:
		told(of(c, "competent-authority"), events.OfficersAdmitted{Admission: events.AdmissionTerms{Country: c, From: d, Number: 3, Arms: events.Armed}})
		told(of(c, "desk"), events.DeconflictionEntered{Entry: events.DeconflictionTerms{Country: c, System: "shadow-index"}})
		letter, ok := told(of(c, "desk"), events.LetterIssued{Letter: events.LetterTerms{Country: c, Agency: "shadow", Until: s.Now().Add(3 * time.Hour)}})
		if ok && often {
			told(of(c, "desk"), events.LetterWithdrawn{Withdrawn: events.LetterName{Letter: letter, Country: c}})
		}
	case 6:
		incident := pick(r, events.Violence, events.Compromised, events.Accident, events.BlueOnBlue, events.ThirdPartySeizure)
		about := pick(r, part, "")
		id, ok := told(team, events.IncidentReported{Incident: events.IncidentTerms{Country: who, Incident: incident, Part: about}, Place: border})
		if often {
			retracted(who, id, ok)
		}
	case 7:
		if _, ok := told(of(who, "commander"), events.HaltOrdered{Halt: events.HaltOrder{Part: part, Country: who, Ground: "x"}}); ok {
			told(of(who, "commander"), events.HaltLifted{Lifted: events.HaltName{Part: part, Country: who}})
		}
	case 8: // regained at once: the story loses it itself; what is seen at the moment since which it is lost does not end that
		if _, ok := told(of(who, "commander"), events.ControlDeclared{Declared: events.ControlTerms{Part: part, Country: who, Since: s.Now().Add(-time.Minute)}}); ok {
			if often {
				told(of(who, "commander"), events.ControlDecided{Decided: events.RecourseTerms{Part: part, Country: who, Recourse: events.Regain}})
			}
			told(team, events.EyesOnRegained{Eyes: events.EyesTerms{Part: part, Country: who}, Team: events.TeamTerms{Team: "SHADOW-4"}})
		}
	case 9: // settled: the file would not be closed
		if c == d {
			return
		}
		cost, ok := told(of(c, "desk"), events.CostNoted{Cost: events.CostTerms{Country: c, Item: "shadow", Amount: events.Money{Amount: "5", Currency: "EUR"}, Bearer: d}})
		if ok {
			told(of(d, "desk"), events.CostSettled{Settlement: events.CostName{Cost: cost, Country: c}})
		}
	case 10: // the story asks whether it has reported
		if s.found(report(c)) == nowhere && c != "DE" && s.found("end") != nowhere {
			if _, err := s.try(report(c), of(c, "commander"), events.ReportFiled{Report: events.ReportTerms{Country: c}}); err == nil {
				x.told["report.filed"]++
			}
		}
	case 11:
		id, ok := told(team, pick[events.Event](r,
			events.ArrestMade{Arrest: events.ArrestTerms{Country: who, Persons: 1, Part: part}, Place: border},
			events.SeizureMade{Seizure: events.SeizureTerms{Part: part, Country: who, Quantity: amount("3"), Storage: "SHADOW"}, Place: border},
			events.DeliveryMade{Delivery: events.OutcomeTerms{Part: part, Country: who, Persons: 1}, Place: border}))
		retracted(who, id, ok)
	case 12:
		notified := events.NotificationTerms{Country: d, Channel: events.Telephone, Reached: pick(r, events.ReachedOfficer, events.NoAnswer)}
		for _, a := range s.House.Operation(s.id).Alerts {
			if a.Country == d && often {
				notified.Alert = a.ID
			}
		}
		told(of(c, "desk"), events.NotificationMade{Notification: notified})
	}
}
