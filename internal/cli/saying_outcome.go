package cli

import "vigil/events"

// outcome says how it came out, and what is still to be settled.
func (t *teller) outcome(e events.Event) string {
	switch e := e.(type) {
	case events.DeliveryMade:
		return said("part", string(e.Delivery.Part), "DELIVERED", t.came(e.Delivery), with("· at", place(e.Place)))
	case events.ConsigneeIdentified:
		return said("it is known for whom part", string(e.Consignee.Part), "is", t.came(e.Consignee))
	case events.ArrestMade:
		return said(or(persons(e.Arrest.Persons), "persons"), "ARRESTED", with("in", e.Arrest.Country), with("· part", e.Arrest.Part), with("· at", place(e.Place)))
	case events.SeizureMade:
		x := e.Seizure
		return said(commas(amount(x.Quantity), suffixed(amount(x.Substitute), "of substitute"), packages(x.Packages)), with("of part", x.Part), "SEIZED", with("in", x.Country),
			with("· kept at", x.Storage), with("· at", place(e.Place)))
	case events.ReportFiled:
		return said(string(e.Report.Country), "reports on the operation")
	case events.ReportOverdue:
		return said("REPORT OVERDUE:", string(e.Overdue.Country), with("· was due", t.when(e.Overdue.Due)))
	case events.CostNoted:
		x := e.Cost
		return said(string(x.Country), "spent", money(x.Amount), with("on", x.Item), with("· to be borne by", x.Bearer))
	case events.CostSettled:
		return said("cost settled", with("with", e.Settlement.Country))
	case events.DebriefHeld:
		return said("debrief held", t.when(e.Debrief.Held))
	}
	return ""
}

func (t *teller) came(x events.OutcomeTerms) string {
	return said(with("in", x.Country), with("·", persons(x.Persons)))
}

func money(m events.Money) string { return said(string(m.Amount), string(m.Currency)) }

// telling says who was told by another way, and who was told too much.
func (t *teller) telling(e events.Event) string {
	switch e := e.(type) {
	case events.NotificationMade:
		x := e.Notification
		about := string(x.Alert)
		if about == "" && x.Request != "" {
			about = "the request " + t.record(x.Request)
		}
		return said("tells", string(x.Country), with("by", x.Channel)+":", or(reachings[x.Reached], string(x.Reached)), with("· about", about))
	case events.DisclosureBreached:
		return said("DISCLOSED where it should not be:", t.record(e.Breached.Record), with("to", e.Breached.Country), with("·", e.Breached.How))
	}
	return ""
}

var reachings = map[events.Reached]string{
	events.ReachedOfficer: "an officer has it",
	events.NoAnswer:       "NO ANSWER",
	events.WrongAddressee: "WRONG ADDRESSEE",
}
