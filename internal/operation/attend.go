package operation

import (
	"slices"

	"vigil/events"
)

// need is cause to call a State for as long as something is as it is: control that is
// lost, a go that nobody has given, surveillance that is to stop, a device that is
// silent. What it is follows from the fold, so that a late fact or a correction calls
// and settles just as one told in time.
type need struct {
	cause   events.Code
	about   string
	country events.Country // whose desk answers
	part    events.Part
	since   events.Time
}

// standingCauses lists the causes of which whatever an alert of them says follows from needs.
var standingCauses = []events.Code{ControlIsLost, ControlIsUndecided, GoNoGo, UrgentSurveillance, StopSurveillance, DeviceIsStale, DeviceIsTampered}

// needs lists all that there is cause to call for at a moment of an operation that goes on.
func (o Operation) needs(t events.Time) []need {
	var list []need
	for _, p := range o.Parts {
		list = append(list, o.controlNeeds(p)...)
	}
	return slices.Concat(list, o.goNeeds(), o.noticeNeeds(t), o.deviceNeeds())
}

// attended says who is called that was not before, and who no longer. What an officer
// has resolved is not raised again while the need is the same. The lead is called in
// the place of a State that may not know who says so, and a State's alert is left to it
// by one of whom it may not know.
func (s situation) attended(before Operation) []events.Event {
	if !s.Ended.IsZero() { // a call that nobody has taken is not over by that
		return nil
	}
	var out []events.Event
	was, now := before.needs(s.at), s.needs(s.at)
	for _, a := range s.Alerts {
		if slices.Contains(standingCauses, events.Matter(a.ID.Cause())) && s.mayTell(a) &&
			!slices.ContainsFunc(now, func(n need) bool { return s.calledFor(a, n.cause, n.about, n.country) }) {
			out = append(out, s.settle(a.ID.Cause(), a.ID.About(), a.Country, s.whyOver(a))...)
		}
	}
	for _, n := range now {
		to, cause := s.called(n.cause, n.country)
		_, open := before.Alert(alertID(cause, n.about), to)
		if open || !slices.Contains(was, n) {
			found := s.raise(cause, n.about, to, n.part, n.since)
			s, out = s.knowing(found), append(out, found...)
		}
	}
	return out
}

// whyOver is why there is no cause any more for an alert: what has just been told, and
// only if that does not say it, where the part is. That is not for everybody to know.
func (s situation) whyOver(a Alert) events.Code {
	switch s.command.Fact.(type) {
	case events.RecordRetracted:
		return Corrected
	case events.ControlDecided, events.GoDecided, events.InterdictionOrdered:
		return "decided"
	case events.SurveillanceAllowed, events.SurveillanceStopped:
		return "answered"
	case events.HandoverPointDropped:
		return noLonger
	case events.SurveillanceExpired:
		return "expired"
	case events.HaltOrdered:
		return "halted"
	case events.DeviceRead:
		return "read"
	case events.DeviceRecovered, events.DeviceAbandoned:
		return noLonger
	}
	part, _ := s.Part(a.Part)
	matter := events.Matter(a.ID.Cause())
	if matter == UrgentSurveillance && s.tookUp(a.Country, a.Part) {
		return takenUp
	}
	if now, directed := part.Direction(); directed && !s.spent(now.Country, part) && (matter == ControlIsLost || matter == ControlIsUndecided) {
		return inSight
	}
	return noLonger
}
