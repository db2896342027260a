package disclosure_test

import (
	"time"

	"vigil/events"
)

// Other values in what a running operation says, behind a viewer's back. Not changed
// are the quantities and dangers that every party is told anew, nor what a later command
// of the story answers to the letter.

// handling is how a command is handled, of which the story says nothing.
func (x *secret) handling(called string) string {
	const plain = `{"codes":["h1","h3"]}`
	if x == nil || x.plain || x.busy || !x.denied(called, events.SlotHandling) {
		return plain
	}
	x.changed["handling"]++
	return pick(x.dice, plain, `{"codes":["h2","h3"]}`, `{"codes":["h1","h3"],"evaluation":"B2","tlp":"amber","marking":"basic-protection"}`)
}

func (x *secret) changesRequest(changed func(string, func()), e events.AuthorisationRequested) events.Event {
	r := x.dice
	changed("request", func() { e.Request.Channel, e.Request.Urgency = events.MLA, events.Routine })
	if !e.Request.Answer.IsZero() { // its clocks call the coordinator alone
		changed("request", func() { e.Request.Acknowledge = e.Request.Acknowledge.Add(time.Duration(r.IntN(9)) * time.Minute) })
		changed("request", func() { e.Request.Answer = e.Request.Answer.Add(time.Duration(r.IntN(90)) * time.Minute) })
	}
	changed("legal", func() {
		e.Legal.MLA, e.Legal.Penalty, e.Legal.Extraditable = events.MLANone, 240, events.NotExtraditable
	})
	changed("goods", func() { e.Goods.Parts = append(e.Goods.Parts, e.Goods.Parts[0]) })
	changed("route", func() { e.Route.Carried = []events.Carrier{events.BySea, events.ByAir} })
	changed("means", func() { e.Means.Officers, e.Means.Arms = 4, events.Armed })
	changed("authority", func() { e.Authority.Decision = events.DigestOf([]byte("decided otherwise")) })
	return e
}

func (x *secret) changesGrant(changed func(string, func()), e events.AuthorisationGranted) events.Event {
	changed("area", func() { e.Area.Avoid = []events.Code{"motorways"} })
	changed("means", func() { e.Means.Techniques = []events.Code{"interception"} })
	changed("demands", func() { e.Demands.Assurances = []events.Assurance{} }) // more of them, and the departure would wait
	return e
}

func (x *secret) changesRunning(called string, fact events.Event) events.Event {
	r, changed := x.dice, x.changing(called, fact)
	storage := pick[events.Identifier](r, "X", "ANOTHER-VAULT-11")
	ground := pick[events.Code](r, "x", "no-capacity-at-all")
	elsewhere := events.Place{Locode: "ROARW", Zone: "Europe/Bucharest"}
	otherwise := func(p *events.Place) func() { return func() { *p = elsewhere } }
	switch e := fact.(type) {
	case events.AuthorisationAcknowledged:
		changed("receipt", func() { e.Receipt.Authority = "AT-A2" })
		return e
	case events.InformationAsked:
		changed("question", func() { e.Question.Letters = []events.Code{"a", "k"} })
		return e
	case events.CompetenceContested:
		changed("contest", func() { e.Contest.Authorities = []events.AuthorityID{"AT-A2", "AT-A1"} })
		return e

	case events.TeamAssigned: // the same team is ready
		if x.denied(called, "assignment") {
			e.Assignment.Team = x.team
		}
		return e
	case events.TeamReadied:
		if x.denied(called, "ready") {
			e.Ready.Team = x.team
		}
		return e
	case events.OfficersAdmitted:
		changed("admission", func() { e.Admission.Number, e.Admission.Arms = 7, events.Armed })
		return e
	case events.UndercoverDeclared: // that somebody is there is every party's
		changed("presence", func() { e.Presence.Officers, e.Presence.Informants = 3, 2 })
		return e
	case events.LetterIssued:
		changed("letter", func() { e.Letter.Agency, e.Letter.Until = ground, e.Letter.Until.Add(time.Hour) })
		return e
	case events.DeconflictionEntered:
		changed("entry", func() { e.Entry.System = ground })
		return e
	case events.PlanReturned:
		changed("returned", func() { e.Returned.Ground = ground })
		return e

	case events.ConsignmentOpened:
		changed("opening", func() { e.Opening.Ground = ground })
		return e
	case events.ItemWeighed: // the net is what set out, of which all is accounted for in the end
		changed("weighing", func() { e.Weighing.Gross, e.Weighing.Scale = amount("80"), storage })
		return e
	case events.ItemSampled:
		changed("sample", func() { e.Sample.Storage = storage })
		return e
	case events.ItemTested:
		changed("test", func() { e.Test.Method, e.Test.Purity, e.Test.Result = ground, "11", events.Inconclusive })
		return e
	case events.WeaponsRecorded: // one that shoots is a danger, which is every party's
		changed("weapons", func() {
			e.Weapons.List = append(e.Weapons.List, events.WeaponTerm{Type: "rifle", Make: "x", Model: "x", Calibre: "x", Serial: "NONE", State: events.LiveWeapon})
		})
		return e
	case events.PartSplit:
		changed("place", otherwise(&e.Place))
		return e
	case events.SubstitutionProposed:
		changed("proposal", func() { e.Proposal.Charge = ground })
		return e
	case events.SubstitutionAuthorised:
		changed("substitution", func() { e.Substitution.Storage = storage })
		return e
	case events.SubstitutionPerformed:
		changed("performed", func() { e.Performed.Storage, e.Performed.Substitute = storage, amount("61") })
		return e
	case events.GoodsStored: // no more than was taken out
		changed("stored", func() { e.Stored.Storage, e.Stored.Quantity, e.Stored.Receipt = storage, amount("59"), "R-77" })
		return e
	case events.SealChanged: // the next State finds another number
		changed("seal", func() { e.Seal.After, e.Seal.Type, e.Seal.Ground = "S-OTHER", events.CovertSeal, ground })
		return e
	case events.SealsChecked:
		changed("check", func() { e.Check.Seals = []events.CallSign{"S-OTHER", "S-MORE"} })
		return e
	case events.HazardRemoved:
		changed("removed", func() { e.Removed.Method = ground })
		return e
	case events.RiskAccepted:
		changed("risk", func() { e.Risk.Hazards = []events.Code{"dogs", "live-firearm"} })
		return e
	case events.ConveyanceChanged:
		if called != "convey-at" { // the number is another operation's too
			changed("conveyance", func() { e.Conveyance.Type, e.Conveyance.Number = events.Container, "MSCU7512387" })
		}
		changed("conveyance", func() { e.Conveyance.Plate = "IT" })
		return e
	case events.LossReported:
		changed("loss", func() { e.Loss.Seen = e.Loss.Seen.Add(-time.Minute) })
		return e
	}
	return x.changesControl(called, fact)
}

// changesControl does so in what is said of control, devices and what comes of it.
func (x *secret) changesControl(called string, fact events.Event) events.Event {
	r, changed := x.dice, x.changing(called, fact)
	storage := pick[events.Identifier](r, "X", "ANOTHER-VAULT-11")
	ground := pick[events.Code](r, "x", "no-capacity-at-all")
	elsewhere := events.Place{Locode: "ROARW", Zone: "Europe/Bucharest"}
	otherwise := func(p *events.Place) func() { return func() { *p = elsewhere } }
	switch e := fact.(type) {
	case events.ControlDeclared:
		changed("declared", func() { e.Declared.Since = e.Declared.Since.Add(-time.Minute) })
		return e
	case events.ControlDecided:
		changed("decided", func() { e.Decided.Recourse = pick(r, events.Interdict, events.GiveUp) })
		return e
	case events.HaltOrdered:
		changed("halt", func() { e.Halt.Ground = ground })
		return e
	case events.IncidentReported:
		changed("incident", func() { e.Incident.Incident = pick(r, events.Compromised, events.Violence, events.BlueOnBlue) })
		changed("place", otherwise(&e.Place))
		return e
	case events.SurveillanceNotified:
		changed("notice", func() { e.Notice.Offence = pick[events.Code](r, "murder", "pickpocketing") })
		return e
	case events.SurveillanceAllowed:
		changed("allowed", func() { e.Allowed.Ground = ground })
		return e
	case events.SurveillanceStopped:
		changed("stopped", func() { e.Stopped.Ground = ground })
		return e

	case events.DeviceAssigned:
		if x.viewer != "at" { // which is called about this device, and since when it is silent
			changed("device", func() { e.Device.Stale = events.Minutes(2 + r.IntN(20)) })
		}
		return e
	case events.DeviceRefused:
		changed("refusal", func() { e.Refusal.Ground = ground })
		return e
	case events.DeviceFitted:
		changed("fitted", func() { e.Fitted.Battery = e.Fitted.Battery.Add(time.Hour) })
		return e
	case events.DeviceRead:
		changed("place", otherwise(&e.Place))
		return e
	case events.DeviceAbandoned:
		changed("abandoned", func() { e.Abandoned.Ground = ground })
		return e

	case events.DeliveryMade:
		changed("delivery", func() { e.Delivery.Persons = 9 })
		changed("place", otherwise(&e.Place))
		return e
	case events.ConsigneeIdentified:
		changed("consignee", func() { e.Consignee.Persons = 1 })
		return e
	case events.ArrestMade:
		changed("arrest", func() { e.Arrest.Persons = 5 })
		changed("place", otherwise(&e.Place))
		return e
	case events.SeizureMade:
		changed("seizure", func() { e.Seizure.Storage, e.Seizure.Packages = storage, 12 })
		changed("place", otherwise(&e.Place))
		return e
	case events.CostNoted:
		changed("cost", func() { e.Cost.Item, e.Cost.Amount = ground, events.Money{Amount: "7", Currency: "RON"} })
		return e
	case events.NotificationMade:
		changed("notification", func() { e.Notification.Channel, e.Notification.Reached = events.Siena, events.ReachedOfficer })
		return e
	case events.DisclosureBreached:
		changed("breached", func() { e.Breached.How, e.Breached.Country = ground, "SK" })
		return e
	case events.HandlingChanged:
		if x.viewer != "de" { // from which the record is taken back
			changed("change", func() { e.Change.Codes = []events.HandlingCode{events.H1, events.H3} })
		}
		return e
	case events.HandlingReleased:
		changed("release", func() { e.Release.Slots = []events.Code{"sighting"} })
		return e
	}
	return fact
}
