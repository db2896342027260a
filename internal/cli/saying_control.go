package cli

import (
	"fmt"

	"vigil/events"
)

// control says whether the goods can be stopped, and who decided what about it.
func (t *teller) control(e events.Event) string {
	switch e := e.(type) {
	case events.ControlLost:
		return said("CONTROL LOST:", t.uncontrolled(e.Lost))
	case events.ControlDeclared:
		return said("declares CONTROL LOST:", t.uncontrolled(e.Declared))
	case events.ControlDecided:
		return said("decides about part", string(e.Decided.Part), with("in", e.Decided.Country)+":", recourses[e.Decided.Recourse])
	case events.ControlUndecided:
		return said("NOBODY HAS DECIDED what is done about", t.uncontrolled(e.Undecided))
	case events.SurveillanceNotified:
		x := e.Notice
		return said("officers", with("of", x.From), "follow part", string(x.Part), with("into", x.In)+",", "which was not asked: five hours, unless it consents", with("·", x.Offence))
	case events.SurveillanceAllowed:
		return said(string(e.Allowed.Country), "lets foreign officers go on following", with("·", e.Allowed.Ground))
	case events.SurveillanceStopped:
		return said(string(e.Stopped.Country), "ORDERS foreign officers to stop following", with("·", e.Stopped.Ground))
	case events.SurveillanceExpired:
		return said("FIVE HOURS ARE OVER", with("in", e.Expired.Country)+":", "no consent came, the following ends")
	case events.GoDue:
		return said("GO OR NO GO for part", string(e.Due.Part), with("at", e.Due.Checkpoint)+":", "the last safe place to stop it")
	case events.GoDecided:
		if e.Go.Word == events.NoGo {
			return said("NO GO for part", string(e.Go.Part), with("at", e.Go.Checkpoint)+":", "it is to be stopped")
		}
		return said("go for part", string(e.Go.Part), with("at", e.Go.Checkpoint))
	case events.HaltOrdered:
		return said("part", string(e.Halt.Part), "HALTED under guard", with("in", e.Halt.Country), with("·", e.Halt.Ground))
	case events.HaltLifted:
		return said("part", string(e.Lifted.Part), "may go on", with("in", e.Lifted.Country))
	case events.IncidentReported:
		x := e.Incident
		return said("▲ INCIDENT", with("in", x.Country)+":", or(incidents[x.Incident], string(x.Incident)), with("· part", x.Part), with("· at", place(e.Place)))
	}
	return ""
}

func (t *teller) uncontrolled(x events.ControlTerms) string {
	return said("part", string(x.Part), with("in", x.Country), with("· not seen", t.since(x.Since)))
}

var recourses = map[events.Recourse]string{
	events.Regain:    "it is to be found again",
	events.Interdict: "it is to be stopped as soon as it is seen",
	events.GiveUp:    "it is given up",
}

var incidents = map[events.Incident]string{
	events.Compromised:       "the surveillance was noticed",
	events.Violence:          "violence",
	events.Accident:          "an accident",
	events.ThirdPartySeizure: "another agency has stopped the goods",
	events.BlueOnBlue:        "another agency is about to step in",
}

// device says what devices there are, where they may be live, and what they told.
func (t *teller) device(e events.Event) string {
	switch e := e.(type) {
	case events.DeviceAssigned:
		stale := ""
		if e.Device.Stale > 0 {
			stale = fmt.Sprintf("· a reading is old after %d min", e.Device.Stale)
		}
		return said("device", string(e.Named.ID)+":", string(e.Device.Type), with("of", e.Device.Country), stale)
	case events.DeviceProposed:
		return said("asks", string(e.Proposal.Country), "to let device", string(e.Proposal.Device), "be live", bracketed(e.Proposal.Type))
	case events.DeviceApproved:
		return said(string(e.Approval.Country), "lets device", string(e.Approval.Device), "be live")
	case events.DeviceRefused:
		return said(string(e.Refusal.Country), "refuses device", string(e.Refusal.Device)+":", string(e.Refusal.Ground))
	case events.DeviceFitted:
		x := e.Fitted
		return said("device", string(x.Device), "fitted", with("to part", x.Part), with("in", x.Country), with("· battery until", t.when(x.Battery)))
	case events.DeviceRead:
		x := e.Reading
		return said("device", string(x.Device), "read", with("in", x.Country)+":", or(place(e.Place), "no position"), with("· battery until", t.when(x.Battery)))
	case events.DeviceStale:
		return said("DEVICE SILENT:", string(e.Stale.Device), with("· last in", e.Stale.Country), t.when(e.Stale.Last))
	case events.DeviceTampered:
		return said("DEVICE TAMPERED WITH:", string(e.Tampered.Device), with("in", e.Tampered.Country))
	case events.DeviceRecovered:
		return said("device", string(e.Recovered.Device), "is back", with("in", e.Recovered.Country))
	case events.DeviceAbandoned:
		return said("device", string(e.Abandoned.Device), "written off", with("in", e.Abandoned.Country), with("·", e.Abandoned.Ground))
	}
	return ""
}
