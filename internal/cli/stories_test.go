package cli

import (
	"vigil/events"
)

// More nights of RELAY, for show: what presses, what is bound by handling, who
// takes no part and must act.

// inHand is RELAY with its alert in hand, eyes-on lost at the border and found
// again by a device, and the goods with the courier.
func (d *fakeDesk) inHand() {
	d.missed()
	d.now = at("21:24Z")
	d.entry("at", "alert.acknowledge", "22:18+01:00", forAT, "action=AT-1 drives back along the A4.",
		events.AlertAcknowledged{Acknowledgement: events.AlertName{ID: "checkpoint-missed/AT-CP1", Country: "AT"}})
	d.entry("hu", "eyes-on.lost", "22:12+01:00", everybody, "", events.EyesOnLost{
		Eyes: events.EyesTerms{Part: thePart, Country: "HU"}, Team: events.TeamTerms{Team: "HU-2"}, Place: events.Place{Locode: "HUHEG", Zone: "Europe/Budapest"}},
		events.AlertRaised{Alert: events.AlertTerms{ID: events.AlertID("eyes-on-lost/" + string(thePart)), Country: "AT", Part: thePart, Since: at("22:12+01:00")}})
	d.entry("hu", "possession.changed", "22:00+01:00", everybody, "", events.PossessionChanged{
		Possession: events.PossessionTerms{Part: thePart, Country: "HU", Holder: events.Courier}})
	d.entry(events.Hub, "alert.repeated", "21:22Z", forAT, "", events.AlertRepeated{
		Repetition: events.RepetitionTerms{ID: events.AlertID("eyes-on-lost/" + string(thePart)), Country: "AT", Round: 1}})
}

// handled is RELAY halted, with an oral consent, a corrected report, and words
// that bind whoever reads them.
func (d *fakeDesk) handled() {
	d.underway()
	transit := d.entry("hu.lead", "authorisation.request", "22:04+01:00", forAT, "", events.AuthorisationRequested{
		Request: events.RequestTerms{Country: "AT", Measure: events.TransitRoute, Mode: events.Live}, Window: between("22:00Z", "23:00Z"),
		Handling: events.HandlingTerms{Codes: []events.HandlingCode{events.H1}}})
	d.entry("at", "authorisation.grant", "22:06+01:00", forAT, "restriction="+longRestriction,
		events.AuthorisationGranted{Grant: events.GrantTerms{Request: transit, Country: "AT", Measure: events.TransitRoute, Modes: []events.Mode{events.Live}, Finality: events.Oral, Confirm: at("23:40Z")},
			Window: between("21:00Z", "23:30Z"), Handling: events.HandlingTerms{Codes: []events.HandlingCode{events.H2, events.H3}}})
	wrong := d.entry("at", "sighting.reported", "22:08+01:00", forAT, "", events.SightingReported{Sighting: events.SightingTerms{Part: thePart, Country: "AT", Method: events.ANPR}})
	d.entry("at", "sighting.reported", "22:07+01:00", forAT, "", events.SightingReported{
		Sighting: events.SightingTerms{Part: thePart, Country: "AT", Method: events.Visual}, Corrects: events.CorrectsTerms{Record: wrong, Ground: "other-lorry"}})
	d.entry("at", "condition.impose", "22:09+01:00", forAT, "wording=Stop it before Vienna.", events.ConditionImposed{
		Condition: events.ConditionTerms{Country: "AT", Topic: "interdict-before", Force: events.Precedent}, Named: events.ConditionName{ID: "AT-C1"}})
	d.entry("hu.lead", "operation.suspend", "22:10+01:00", everybody, "", events.OperationSuspended{Suspension: events.HaltTerms{Ground: "risk-to-life"}})
}

const longRestriction = "For the investigation of the Győr group only. Not to be named in any file that the defence may see before the prosecutor at Eisenstadt has agreed in writing, nor in requests to third States, nor to the carrier. Ask AT's desk by day and night."

// called is RELAY as SK meets it: nothing was ever told to it before.
func (d *fakeDesk) called() {
	d.missed()
	forSK := []events.Viewer{"hu.lead", "sk"}
	hello := events.Shown{Operation: events.Registry, Command: command(900), Act: "registry.begin", Author: events.Root, At: at("12:00Z"), Occurred: at("12:00Z"), Known: at("12:00Z")}
	d.tell("sk", hello, events.RegistryBegun{Journal: events.JournalTerms{ID: journalID, Class: d.class, Clock: events.ScenarioClock},
		Keys: events.JournalKeys{Root: keyNamed("root").Public(), Hub: d.hub.Public(), Clock: keyNamed("clock").Public()}})
	d.entry("at", "route.deviated", "22:14+01:00", forSK, "", events.RouteDeviated{
		Deviation: events.DeviationTerms{Part: thePart, From: "AT", Toward: "SK", Expected: at("21:50Z")}},
		events.StateTriggered{Trigger: events.TriggerTerms{Country: "SK", Part: thePart, Contact: "AT", Expected: at("21:50Z")},
			Hazards: events.HazardTerms{Hazards: []events.Code{"dust"}}},
		events.AlertRaised{Alert: events.AlertTerms{ID: events.AlertID("coming-your-way/" + string(thePart)), Country: "SK", Part: thePart, Since: at("22:14+01:00")}})
}

// cooperating adds to any night of RELAY what States lend each other: authorities in
// the directory, a question, a letter, a team, a part of the plan to approve.
func (d *fakeDesk) cooperating() {
	for i, a := range []events.AuthorityTerms{
		{Country: "HU", Type: events.PoliceBody, May: []events.AuthorityMay{events.MakesRequests}, Hours: events.DayAndNight, Languages: []events.Language{"hu", "en"}},
		{Country: "AT", Type: events.ProsecutorBody, May: []events.AuthorityMay{events.ReceivesRequests, events.DecidesRequests}, Hours: events.OfficeHours, Languages: []events.Language{"de"}},
	} {
		d.next++
		a.From, a.Until = at("00:00Z"), at("23:59Z")
		shown := events.Shown{Operation: events.Registry, Command: command(d.next), Act: "authority.declare", Author: events.Root, At: at("12:00Z"), Occurred: at("12:00Z"), Known: at("12:00Z"),
			Enclosures: []events.ShownEnclosure{{Name: "name", Class: events.Internal, Size: 20}, {Name: "contact", Class: events.Internal, Size: 20}}}
		d.texts[string(shown.Command)+"name"] = []string{"Nemzeti Nyomozó Iroda", "Public prosecutor, Eisenstadt"}[i]
		d.texts[string(shown.Command)+"contact"] = []string{"+36 1 000 0000, by day and night", "+43 1 000 0000, desk 4"}[i]
		for _, v := range []events.Viewer{"at", "at.lead", "hu", "hu.lead"} {
			d.tell(v, shown, events.AuthorityDeclared{Authority: a, Named: events.AuthorityName{ID: events.AuthorityID(a.Country + "-A1")}})
		}
	}
	request := d.views["hu.lead"].Cases()[0].Document.Authorisations[1].Request
	d.entry("at", "information.ask", "22:08+01:00", forAT, "wording=Where does it leave Austria?", events.InformationAsked{
		Question: events.QuestionTerms{Request: request, Country: "AT", Letters: []events.Code{"d", "e"}}})
	d.entry("at", "letter.issue", "22:08+01:00", forAT, "wording=Do not stop the lorry.", events.LetterIssued{
		Letter: events.LetterTerms{Country: "AT", Agency: "customs-wels", Until: at("23:59Z")}})
	d.entry("at", "team.assign", "22:08+01:00", forAT, "", events.TeamAssigned{Assignment: events.TeamAssignment{Country: "AT", Team: "AT-1", Leg: "AT-L1"}})
	d.entry("at", "assurance.give", "22:08+01:00", everybody, "", events.AssuranceGiven{Assurance: events.AssuranceTerms{Country: "AT", Assurance: events.SeizureAssured}})
	d.entry("hu.lead", "plan.issue", "22:08+01:00", forAT, "", events.PlanIssued{Issue: events.IssueTerms{Country: "AT"}, Named: events.PlanVersion{Version: 1}})
}
