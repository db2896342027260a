package operation

import (
	"math"
	"slices"

	"vigil/events"
)

// What a State says counts for others only if they may know that it takes part:
// whoever is shown something learns its author, and who may not be shown why must
// not find that something has changed. The rules here are those of disclosure,
// asked of the States that a fact names:
//
//  1. everybody may know the hub, the lead, and their own State's officers;
//  2. a party may know a State with which a handover point is planned. When the last of
//     them is dropped it is told nothing new of that State, unless goods have passed
//     between the two or were accepted; what it was told it knows;
//  3. States that one fact names may know each other. Of those that a notice of
//     surveillance names each may know the other once that one, or the lead, has told
//     it or answered it: nobody gets to know a State by naming it.
//
// What moves direction, or ends it, and what takes a danger off the goods, must besides
// come from one that the State which directs may know otherwise than from this fact: its
// neighbour, or one that was told to call it. A departure begins direction in the part's origin only. So
// whoever tells what is not so learns nothing of where the part is: only that no
// neighbour of its own has it, which it was told. Of the lead this is not asked.
//
// Who was where goods pass a checkpoint or are taken over is that State, the lead, or
// one whose officers are there: its guests, and those who follow under a notice. The word
// of another, be it a neighbour, is no sight there: it meets no checkpoint, stops no clock,
// and finds nothing again.
//
// What does not count is recorded as it was told, and the lead is called: it tells
// it itself, if it is so.

// UnconfirmedReport calls the lead about a fact that counts for nothing.
const UnconfirmedReport events.Code = "unconfirmed-report"

// pair is the States that a fact names; the second is empty where there is one.
type pair [2]events.Country

func (p pair) names(c events.Country) bool { return c != "" && (p[0] == c || p[1] == c) }

func (p pair) between(c, d events.Country) bool { return p == pair{c, d} || p == pair{d, c} }

// namedBy gives the States that a fact names; false: nothing can follow from it.
func namedBy(e events.Event) (pair, bool) {
	switch e := e.(type) {
	case events.ConsignmentDeparted:
		return pair{e.Departed.Country}, true
	case events.CheckpointReached:
		return pair{e.Reached.Checkpoint.Country()}, true
	case events.BorderCrossed:
		return crossedBetween(e.Crossing), e.Crossing.From != e.Crossing.To
	case events.EyesOnTaken:
		return pair{e.Eyes.Country}, true
	case events.EyesOnDegraded:
		return pair{e.Eyes.Country}, true
	case events.EyesOnLost:
		return pair{e.Eyes.Country}, true
	case events.EyesOnRegained:
		return pair{e.Eyes.Country}, true
	case events.RouteDeviated:
		return pair{e.Deviation.From, e.Deviation.Toward}, true
	case events.HandoverCompleted:
		return pair{e.Completion.Point.From(), e.Completion.Point.To()}, true
	case events.InterdictionExecuted:
		return pair{e.Executed.Country}, true
	case events.ItemWeighed:
		return pair{e.Weighing.Country}, true
	case events.ItemSampled:
		return pair{e.Sample.Country}, true
	case events.ItemTested:
		return pair{e.Test.Country}, true
	case events.PartSplit:
		return pair{e.Where.Country}, true
	case events.PartMerged:
		return pair{e.Merge.Country}, true
	case events.SubstitutionPerformed:
		return pair{e.Performed.Country}, true
	case events.GoodsStored:
		return pair{e.Stored.Country}, true
	case events.SealChanged:
		return pair{e.Seal.Country}, true
	case events.SealsChecked:
		return pair{e.Check.Country}, true
	case events.HazardRemoved:
		return pair{e.Removed.Country}, true
	case events.ConveyanceChanged:
		return pair{e.Conveyance.Country}, true
	case events.SurveillanceNotified:
		return pair{e.Notice.From, e.Notice.In}, e.Notice.From != e.Notice.In
	case events.IncidentReported:
		return pair{e.Incident.Country}, true
	case events.DeviceFitted:
		return pair{e.Fitted.Country}, true
	case events.DeviceRead:
		return pair{e.Reading.Country}, true
	case events.DeviceTampered:
		return pair{e.Tampered.Country}, true
	case events.DeviceRecovered:
		return pair{e.Recovered.Country}, true
	case events.DeliveryMade:
		return pair{e.Delivery.Country}, true
	case events.SeizureMade:
		return pair{e.Seizure.Country}, true
	case events.NotificationMade:
		return pair{e.Notification.Country}, e.Notification.Reached == events.ReachedOfficer
	}
	return pair{}, false
}

// crossedBetween gives the States that a crossing names: of the high seas the flag's.
func crossedBetween(x events.CrossingTerms) pair {
	switch to := entered(x); {
	case x.From == events.HighSeas:
		return pair{to}
	case to == x.From:
		return pair{to}
	default:
		return pair{x.From, to}
	}
}

// mayKnow tells whether a State may know that an author's takes part, from a fact
// that names these States or without one.
func (o Operation) mayKnow(c events.Country, author events.Viewer, named ...pair) bool {
	return o.mayKnowOf(c, author.Country(), named...)
}

// mayKnowOf is mayKnow of the State that an author speaks for; empty: the hub.
func (o Operation) mayKnowOf(c, a events.Country, named ...pair) bool {
	return o.knewOf(c, a, fromNowOn, named...)
}

// fromNowOn is later than every command.
const fromNowOn = math.MaxInt

// knewSpeaker tells whether a State may know who told a record, when it was told.
func (o Operation) knewSpeaker(c events.Country, record events.CommandID) bool {
	said, n := o.numbered(record)
	return o.knewOf(c, said.Author.Country(), n, said.Named)
}

// knewOf is mayKnowOf at a command of the operation: which it is.
func (o Operation) knewOf(c, a events.Country, n int, named ...pair) bool {
	switch {
	case a == "" || a == o.Lead || a == c:
		return true
	case slices.ContainsFunc(named, func(p pair) bool { return p.names(a) && p.names(c) }):
		return true
	case slices.Contains(o.Followed, pair{c, a}):
		return true
	}
	return o.neighbourAt(c, a, n)
}

// neighbour tells whether a State that takes part is another's neighbour.
func (o Operation) neighbour(c, other events.Country) bool {
	return o.neighbourAt(c, other, fromNowOn)
}

// neighbourAt tells the same at a command: a handover point makes them so.
func (o Operation) neighbourAt(c, other events.Country, n int) bool {
	return o.Involves(c) && slices.ContainsFunc(o.Points, func(p Point) bool {
		return (pair{p.From, p.To}).between(c, other) && (p.Parted == 0 || n < p.Parted)
	})
}

// parted folds that a point was dropped: if nothing else makes its States neighbours,
// they are so no longer.
func (o Operation) parted(id events.PointID) Operation {
	from, to := id.From(), id.To()
	its := func(p Point) bool { return (pair{p.From, p.To}).between(from, to) }
	if slices.ContainsFunc(o.Points, func(p Point) bool { return its(p) && !p.Dropped }) ||
		slices.ContainsFunc(o.Met, func(p pair) bool { return p.between(from, to) }) {
		return o
	}
	o.Points = amended(o.Points, func(p Point) bool { return its(p) && p.Parted == 0 }, func(p *Point) { p.Parted = o.told() })
	return o
}

// counts tells whether anything follows from what a command says. A decision does
// count: it was asked whether it may be.
func (o Operation) counts(c Cause, e events.Event) bool {
	named, can := namedBy(e)
	if !can {
		return true
	}
	for _, country := range named {
		if country != "" && !o.mayKnow(country, c.Author, named) {
			return false
		}
	}
	part, _ := o.Part(partOf(e))
	switch e := e.(type) {
	case events.ConsignmentDeparted:
		return e.Departed.Country == part.Origin || o.leads(c.Author)
	case events.CheckpointReached:
		return o.isThere(c.Author, e.Reached.Checkpoint.Country(), part.Label)
	case events.HandoverCompleted:
		return o.isThere(c.Author, e.Completion.Point.To(), part.Label)
	case events.BorderCrossed:
		from := o.before(part, c.Command, c.moment()).last()
		if from == "" && e.Crossing.From == part.Origin { // as far as is known it has not set out
			from = part.Origin
		}
		return o.leads(c.Author) || from != "" && o.mayKnow(from, c.Author, o.Contacts...)
	case events.InterdictionExecuted, events.PartSplit, events.PartMerged, events.HazardRemoved:
		from := o.before(part, c.Command, c.moment()).last()
		if from == "" { // whether it has set out is not for every State to know
			from = part.Origin
		}
		return from == "" || o.mayKnow(from, c.Author, o.Contacts...)
	}
	return true
}

// isThere tells whether an author may have officers with a part in a State.
func (o Operation) isThere(author events.Viewer, country events.Country, part events.Part) bool {
	from := author.Country()
	return from == country || o.leads(author) || slices.Contains(o.Guests, pair{country, from}) ||
		slices.ContainsFunc(o.Notices, func(n Notice) bool { return n.From == from && n.In == country && n.Part == part })
}

// leads tells whether an author speaks for the leading State, or is the hub.
func (o Operation) leads(author events.Viewer) bool {
	return author.Country() == "" || author.Country() == o.Lead
}

// last is the State that directs, or directed last; none before departure.
func (j journey) last() events.Country {
	for _, d := range slices.Backward(j.path) {
		if d.Country != "" {
			return d.Country
		}
	}
	return ""
}

// counted tells whether the command folded last counts.
func (o Operation) counted() bool {
	if len(o.Records) == 0 {
		return true
	}
	page := o.Records[len(o.Records)-1]
	return !page[len(page)-1].Apart
}

// mayHear tells whether what follows from this command may be told to a State.
func (s situation) mayHear(c events.Country) bool {
	named, _ := namedBy(s.command.Fact)
	corrected, _ := s.record(correctsOf(s.command.Fact).Record)
	return s.mayKnow(c, s.command.Signer, named, corrected.Named)
}

// mayTell tells whether what follows from this command may be told to whom an alert
// calls: to the coordinator always, who may know every State.
func (s situation) mayTell(a Alert) bool {
	return a.Country == s.Lead && !s.callsDesk(a, s.Lead) || s.mayHear(a.Country)
}

// hears is whose desk is called for what concerns a State: its own if it knows of
// the operation and may know who says so; if not, the lead's. Within the leading
// State the coordinator and the desk are no strangers: the one acts through the
// other.
func (s situation) hears(c events.Country) events.Country {
	if s.mayHear(c) {
		return s.answers(c)
	}
	return s.Lead
}

// call raises an alert about what concerns a State, for whoever hears it. If that is the
// lead, and its desk may not know who says so, the coordinator has a call of its own:
// the desk's would be open and not shown, and keep the next from it, which it may see.
func (s situation) call(cause events.Code, about string, country events.Country, part events.Part, since events.Time) []events.Event {
	to, cause := s.called(cause, country)
	return s.raise(cause, about, to, part, since)
}

// called is who is called for a cause that concerns a State, and for which cause it is.
func (s situation) called(cause events.Code, country events.Country) (events.Country, events.Code) {
	to := s.hears(country)
	return to, s.causeFor(to, cause, s.command.ID)
}

// causeFor is the cause for which a State is called by a record.
func (o Operation) causeFor(to events.Country, cause events.Code, record events.CommandID) events.Code {
	if to == o.Lead && !events.Coordinating(cause) && !o.knewSpeaker(to, record) {
		return events.Abroad(cause)
	}
	return cause
}

// unconfirmed is the call for what counts for nothing. What is told of a part that
// nobody declared calls nobody.
func (s situation) unconfirmed() []events.Event {
	label := partOf(s.command.Fact)
	if _, ok := s.Part(label); !ok && label != "" || s.over(s.moment()) || !s.Ended.IsZero() {
		return nil
	}
	return s.raise(UnconfirmedReport, s.toldOf(), s.Lead, label, s.moment())
}

// toldOf is what a fact is about: its part, or the first State that it names.
func (s situation) toldOf() string {
	if label := partOf(s.command.Fact); label != "" {
		return string(label)
	}
	named, _ := namedBy(s.command.Fact)
	return string(named[0])
}

// confirmed ends that call: the lead has told itself what is so.
func (s situation) confirmed() []events.Event {
	if _, can := namedBy(s.command.Fact); !can || !s.command.Signer.IsLead() {
		return nil
	}
	return s.settle(UnconfirmedReport, s.toldOf(), s.Lead, "told-by-the-lead")
}
