package cli

import (
	"slices"

	"vigil/events"
	"vigil/projections"
)

// What completion finds of goods, devices, notices and costs.

// offersRunning is offers for what a running operation carries.
var offersRunning = map[string]offer{
	"DEVICE":      inOperation(devices),
	"SEAL":        inOperation(seals),
	"SEALS":       inOperation(seals),
	"HAZARD":      inOperation(hazards),
	"notice ID":   inOperation(openNotices),
	"proposal ID": inOperation(proposals),
	"report ID":   inOperation(losses),
	"cost ID":     inOperation(costs),
	"REDUCED":     choices(events.Partial, events.Clean),
	"RESULT":      choices(events.Positive, events.Negative, events.Inconclusive),
	"SEALTYPE":    choices(events.CarrierSeal, events.CustomsSeal, events.CovertSeal),
	"CONVEYANCE":  choices(events.Container, events.Vehicle, events.Vessel, events.Flight, events.Train, events.Parcel, events.OnFoot),
	"SCHEDULE":    choices(events.Narcotic1, events.Narcotic2, events.Narcotic3, events.Narcotic4, events.Psychotrope1, events.Psychotrope2, events.Psychotrope3, events.Psychotrope4, events.Precursor1, events.Precursor2),
	"RECOURSE":    choices(events.Regain, events.Interdict, events.GiveUp),
	"GO":          choices(events.Go, events.NoGo),
	"INCIDENT":    choices(events.Compromised, events.Violence, events.Accident, events.ThirdPartySeizure, events.BlueOnBlue),
	"MEANS":       choices(events.Beacon, events.Audio, events.Video, events.LightSensor),
	"REACHED":     choices(events.ReachedOfficer, events.NoAnswer, events.WrongAddressee),
	"TLP":         choices(events.TLPRed, events.TLPAmberStrict, events.TLPAmber, events.TLPGreen, events.TLPClear),
	"MARKING":     choices(events.Unmarked, events.BasicProtection),
}

// freelyRunning is freely for the same.
var freelyRunning = []string{"NUMBER", "PERCENT", "WEAPONS", "MONEY", "GRADE", "DIGITS", "RECORD"}

func devices(_ *Call, d projections.Document) (list []candidate) {
	for _, x := range d.Devices {
		if x.Recovered.IsZero() && x.Abandoned.IsZero() {
			list = append(list, candidate{string(x.ID), said(string(x.Type), with("of", x.Country), with("· on part", x.Part))})
		}
	}
	return list
}

func seals(_ *Call, d projections.Document) (list []candidate) {
	for _, p := range d.Parts {
		for _, x := range p.Seals {
			list = append(list, candidate{string(x.Seal), said("on part", string(p.Part)+",", string(x.Type))})
		}
	}
	return append(list, candidate{string(events.NoSeal), "no seal"})
}

func hazards(_ *Call, d projections.Document) (list []candidate) {
	for _, p := range d.Parts {
		for _, x := range p.Hazards {
			list = append(list, candidate{string(x), "part " + string(p.Part)})
		}
	}
	return list
}

// openNotices are those in the officer's own State that can still be answered.
func openNotices(c *Call, d projections.Document) (list []candidate) {
	for _, n := range d.Notices {
		if n.In == d.Viewer.Country() && (n.State == projections.NoticeOpen || n.State == projections.NoticeAllowed) {
			list = append(list, candidate{string(n.Notice), said("officers of", string(n.From)+",", c.followed(n))})
		}
	}
	return list
}

// proposals are exchanges that the officer's own State has still to answer.
func proposals(_ *Call, d projections.Document) (list []candidate) {
	for _, x := range d.Substitutions {
		if x.Country == d.Viewer.Country() && x.Authorised.IsZero() {
			list = append(list, candidate{string(x.Proposal), said("part", string(x.Part), with("goes on", x.Mode))})
		}
	}
	return list
}

// losses are reports of the officer's own State that nobody has confirmed.
func losses(_ *Call, d projections.Document) (list []candidate) {
	for _, x := range d.Losses {
		if x.Country == d.Viewer.Country() && x.Declared.IsZero() {
			list = append(list, candidate{string(x.Report), said(amount(x.Quantity), "of part", string(x.Part))})
		}
	}
	return list
}

// costs are those that are open and fell to the officer's own State, or are to.
func costs(_ *Call, d projections.Document) (list []candidate) {
	for _, x := range d.Costs {
		if x.Settled.IsZero() && slices.Contains([]events.Country{x.Country, x.Bearer}, d.Viewer.Country()) {
			list = append(list, candidate{string(x.Cost), said(string(x.Item), money(x.Amount))})
		}
	}
	return list
}
