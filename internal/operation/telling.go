package operation

import (
	"slices"

	"vigil/events"
)

// Telling (INV-28): what is sent is not told. An alert that its desk was called for
// three times and that nobody has acknowledged goes another way: the lead is called
// until somebody says that a competent officer of that State was reached. Such a
// word stands for an acknowledgement for an hour; then the alert is told again.

// NotTold calls the lead about a State: not-told/AT.
const NotTold events.Code = "not-told"

// DisclosureBreach calls the State whose record came to one that was not to have
// it, and the coordinator.
const DisclosureBreach events.Code = "disclosure-breach"

type (
	seenNotified struct{ events.NotificationMade }
	seenBreached struct{ events.DisclosureBreached }
)

// That somebody was reached about a request is what its silence was waiting for.
// What follows for an alert: see anotherWay. Nobody being reached changes nothing.
func (a seenNotified) observe(s situation) []events.Event {
	told := a.Notification
	request, _ := s.Request(told.Request)
	if told.Reached != events.ReachedOfficer || request.Country != told.Country {
		return nil
	}
	return s.settle(RequestUnacknowledged, consentName(request.Country, request.Measure), s.Lead, "told")
}

// untold tells whether an alert's State was called as often as helps, and has it
// not. The lead is not called about itself: the coordinator and the desk are no
// strangers.
func (o Operation) untold(a Alert) bool {
	return int(a.Round) >= lastRound && a.Taken.IsZero() && a.Told.IsZero() && a.Country != o.Lead
}

// anotherWay says what follows from a command for those who have to be told by
// another way: it is asked of all commands, since any can settle an alert.
func (s situation) anotherWay(out []events.Event) []events.Event {
	if !slices.ContainsFunc(s.Alerts, func(a Alert) bool { return int(a.Round)+1 >= lastRound || a.ID.Cause() == NotTold }) {
		return nil
	}
	before := s.Operation
	s = s.knowing(out)
	var more []events.Event
	for _, a := range s.Alerts {
		if was, _ := before.Alert(a.ID, a.Country); s.untold(a) && !before.untold(was) {
			found := s.raise(NotTold, string(a.Country), s.Lead, "", s.moment())
			s, more = s.knowing(found), append(more, found...)
		}
	}
	for _, a := range s.Alerts {
		if a.ID.Cause() == NotTold && !slices.ContainsFunc(s.Alerts, func(of Alert) bool { return s.untold(of) && string(of.Country) == a.ID.About() }) {
			more = append(more, a.resolved("told"))
		}
	}
	return more
}

// A State says it of its own records, the lead of any. Of another's nothing follows,
// as of a record that is not there.
func (a seenBreached) observe(s situation) []events.Event {
	record, ok := s.record(a.Breached.Record)
	author := record.Author.Country()
	if !ok || author != s.country() && !s.command.Signer.IsLead() {
		return nil
	}
	if author == "" {
		author = s.Lead // the hub's word has no State of its own
	}
	var out []events.Event
	if s.hears(author) == author {
		out = s.raise(DisclosureBreach, string(author), author, "", s.moment())
	}
	if author != s.Lead { // of which its desk may not know: the fact is another State's
		out = append(out, s.raise(events.Abroad(DisclosureBreach), string(author), s.Lead, "", s.moment())...)
	}
	return out
}

func evolveTelling(o Operation, c Cause, e events.Event) (Operation, bool) {
	switch e := e.(type) {
	case events.NotificationMade:
		if n := e.Notification; n.Reached == events.ReachedOfficer && o.counted() {
			o = o.amendAlert(n.Alert, n.Country, func(a *Alert) { a.Told, a.ToldBy = c.At, c.Command })
		}
	case events.DisclosureBreached:
		// Who is called about it has an event of its own.
	default:
		return o, false
	}
	return o, true
}
