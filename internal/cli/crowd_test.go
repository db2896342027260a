package cli

import "vigil/events"

const theRest = events.Part("4NB0C7")

// crowded is RELAY with everything in it at once: one part is split, nobody sees the
// other, the last safe place comes up, and half of what was asked is not there.
func (d *fakeDesk) crowded() {
	d.called()
	d.waits()
	d.crowd()
	d.entry("at", "surveillance.notified", "22:13+01:00", []events.Viewer{"hu.lead", "at", "sk"}, "", events.SurveillanceNotified{Notice: events.NoticeTerms{Part: thePart, From: "AT", In: "SK", Offence: "drug-trafficking"}})
}

// crowd is what crowded adds.
func (d *fakeDesk) crowd() {
	kilos := func(n events.Decimal) events.Quantity {
		return events.Quantity{Amount: n, Unit: events.Kilogram}
	}
	codes := events.HandlingTerms{Codes: []events.HandlingCode{events.H1, events.H2}, Evaluation: "B2", TLP: events.TLPAmber, Marking: events.BasicProtection}
	d.entry("hu.lead", "plan.issue", "19:00+01:00", everybody, "", events.PlanIssued{Issue: events.IssueTerms{Country: "AT"}, Named: events.PlanVersion{Version: 2}})
	d.entry("hu", "item.weighed", "19:10+01:00", everybody, "remark=On the scale of the customs house.", events.ItemWeighed{
		Weighing: events.WeighingTerms{Part: thePart, Country: "HU", Gross: kilos("64.1"), Net: kilos("62.4"), Scale: "SCALE-7"}, Handling: codes},
		events.BreachFound{Breach: events.BreachTerms{Rule: "weighed-by-one-person", Country: "HU", Part: thePart, Since: at("19:10+01:00")}})
	d.entry("hu", "item.sampled", "19:12+01:00", everybody, "", events.ItemSampled{Sample: events.SampleTerms{Part: thePart, Country: "HU", Quantity: events.Quantity{Amount: "5", Unit: events.Gram}, Storage: "VAULT-3"}})
	d.entry("hu", "conveyance.changed", "19:20+01:00", everybody, "", events.ConveyanceChanged{Conveyance: events.ConveyanceTerms{Part: thePart, Country: "HU", Type: events.Container, Number: "MSKU1234565"}})
	d.entry("hu", "part.split", "20:45+01:00", everybody, "", events.PartSplit{Split: events.SplitTerms{Part: thePart, Quantity: kilos("20"), Packages: 4}, Where: events.WhereTerms{Country: "HU"}},
		events.PartBegun{Begun: events.BegunTerms{Part: theRest, Of: thePart}, Item: events.ItemTerms{Substance: "heroin", Mode: events.Live, Packages: 4, Hazards: []events.Code{"dust"}}, Quantity: kilos("20")},
		events.DirectionMoved{Direction: events.DirectionTerms{Part: theRest, Country: "HU", Since: at("20:45+01:00"), Basis: events.ByTerritory, Taken: events.Taken}})
	d.entry("hu", "eyes-on.taken", "20:50+01:00", everybody, "", events.EyesOnTaken{Eyes: events.EyesTerms{Part: thePart, Country: "HU"}, Team: events.TeamTerms{Team: "HU-2"}})
	d.entry("hu", "eyes-on.lost", "20:51+01:00", everybody, "", events.EyesOnLost{Eyes: events.EyesTerms{Part: theRest, Country: "HU"}, Team: events.TeamTerms{Team: "HU-3"}})
	d.entry(events.Hub, "control.lost", "20:11Z", everybody, "", events.ControlLost{Lost: events.ControlTerms{Part: theRest, Country: "HU", Since: at("20:51+01:00")}},
		alertOf("control-lost/"+string(theRest), "HU", theRest, "20:11Z"))
	d.entry("hu", "seals.checked", "20:55+01:00", everybody, "", events.SealsChecked{Check: events.SealCheck{Part: thePart, Country: "HU", Seals: []events.CallSign{"S1", "S9"}}},
		events.BreachFound{Breach: events.BreachTerms{Rule: "seal-mismatch", Country: "HU", Part: thePart, Since: at("20:55+01:00")}},
		alertOf("seal-mismatch/"+string(thePart), "HU", thePart, "20:55+01:00"))
	beacon := d.entry("at", "device.assign", "21:00+01:00", everybody, "", events.DeviceAssigned{Device: events.DeviceTerms{Country: "AT", Type: events.Beacon, Stale: 5}, Named: events.DeviceName{ID: "FBDH0H"}})
	d.entry("at", "device.assign", "21:00+01:00", everybody, "", events.DeviceAssigned{Device: events.DeviceTerms{Country: "AT", Type: events.Audio, Stale: 5}, Named: events.DeviceName{ID: "GBDH0J"}})
	d.entry("hu.lead", "device.propose", "21:01+01:00", everybody, "", events.DeviceProposed{Proposal: events.DeviceProposal{Device: "GBDH0J", Country: "HU", Type: events.Audio}})
	d.entry("hu", "device.refuse", "21:02+01:00", everybody, "reason=Audio needs a judge.", events.DeviceRefused{Refusal: events.DeviceRefusal{Device: "GBDH0J", Country: "HU", Ground: "no-legal-ground"}})
	d.entry("hu", "device.fitted", "21:03+01:00", everybody, "", events.DeviceFitted{Fitted: events.FittedTerms{Device: "FBDH0H", Part: thePart, Country: "HU", Battery: at("23:59Z")}})
	d.entry("at", "device.read", "21:50+01:00", everybody, "", events.DeviceRead{Reading: events.ReadingTerms{Device: "FBDH0H", Country: "HU"}, Place: events.Place{Lat: "47.72", Lon: "17.61", Zone: "Europe/Budapest"}})
	d.entry(events.Hub, "device.stale", "20:55Z", everybody, "", events.DeviceStale{Stale: events.StaleTerms{Device: "FBDH0H", Country: "HU", Last: at("21:50+01:00")}})
	d.entry("hu.lead", "checkpoint.plan", "21:05+01:00", forAT, "", events.CheckpointPlanned{
		Checkpoint: events.CheckpointTerms{Country: "AT", Grace: 10, Purpose: events.LastSafePoint}, Window: between("21:10Z", "21:30Z"), Named: events.CheckpointName{ID: "AT-CP2"}})
	d.entry(events.Hub, "go.due", "21:10Z", forAT, "", events.GoDue{Due: events.GoName{Part: thePart, Checkpoint: "AT-CP2"}}, alertOf("go-no-go/AT-CP2", "AT", thePart, "21:10Z"))
	d.entry("at", "incident.reported", "22:00+01:00", everybody, "remark=The driver took pictures of AT-2.", events.IncidentReported{Incident: events.IncidentTerms{Country: "AT", Incident: events.Compromised, Part: thePart}})
	d.entry("at", "notification.made", "22:10+01:00", everybody, "", events.NotificationMade{Notification: events.NotificationTerms{Country: "HU", Channel: events.Telephone, Reached: events.NoAnswer, Alert: events.AlertID("control-lost/" + string(theRest))}})
	d.entry("at", "disclosure.breached", "22:11+01:00", everybody, "", events.DisclosureBreached{Breached: events.BreachedTerms{Record: beacon, Country: "CZ", How: "wrong-addressee"}})
	d.entry("at", "arrest.made", "22:12+01:00", everybody, "persons=The second driver.", events.ArrestMade{Arrest: events.ArrestTerms{Country: "AT", Persons: 1, Part: theRest}})
	d.entry("at", "seizure.made", "22:12+01:00", everybody, "", events.SeizureMade{Seizure: events.SeizureTerms{Part: theRest, Country: "AT", Quantity: kilos("21"), Storage: "VAULT-9"}},
		events.BreachFound{Breach: events.BreachTerms{Rule: "mass-discrepancy", Country: "AT", Part: theRest, Since: at("22:12+01:00")}},
		alertOf("mass-discrepancy/"+string(theRest), "AT", theRest, "22:12+01:00"))
	d.entry("hu.lead", "authorisation.request", "22:14+01:00", forAT, "facts=The rest goes on.", events.AuthorisationRequested{
		Request: events.RequestTerms{Country: "AT", Measure: events.Export, Mode: events.Live, Acknowledge: at("21:20Z"), Answer: at("21:50Z")}, Window: between("22:00Z", "23:00Z")})
}

// waits adds what waits for AT's answer: officers who follow it, goods to be exchanged
// and goods that cannot be found; and a cost.
func (d *fakeDesk) waits() {
	d.entry("hu", "surveillance.notified", "21:50+01:00", everybody, "", events.SurveillanceNotified{Notice: events.NoticeTerms{Part: thePart, From: "HU", In: "AT", Offence: "drug-trafficking"}})
	d.entry("hu.lead", "substitution.propose", "21:52+01:00", forAT, "reason=Too much to lose in the city.", events.SubstitutionProposed{Proposal: events.SubstitutionTerms{Part: thePart, Country: "AT", Mode: events.Clean, Charge: "attempt"}})
	d.entry("at", "loss.report", "21:55+01:00", forAT, "search=Lorry and yard, twice.", events.LossReported{Loss: events.LossTerms{Part: thePart, Country: "AT", Quantity: events.Quantity{Amount: "2", Unit: events.Kilogram}, Seen: at("20:10Z")}},
		alertOf("goods-lost/"+string(thePart), "HU", thePart, "21:55+01:00"))
	d.entry("at", "cost.note", "22:13+01:00", forAT, "", events.CostNoted{Cost: events.CostTerms{Country: "AT", Item: "escort", Amount: events.Money{Amount: "1250.5", Currency: "EUR"}, Bearer: "HU"}})
}

func alertOf(id string, country events.Country, part events.Part, since string) events.AlertRaised {
	return events.AlertRaised{Alert: events.AlertTerms{ID: events.AlertID(id), Country: country, Part: part, Since: at(since)}}
}
