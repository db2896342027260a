package disclosure

import (
	"fmt"
	"slices"

	"vigil/events"
)

// Fold is what disclosure remembers of one operation, or of the registry: who
// takes part, which States meet, how records are handled, and of each entry just
// enough to decide again who may see it. It is a value; Step never alters the one
// it is given, but two Steps from one fold must not run at the same time.
type Fold struct {
	lead      events.Country
	parties   []events.Country // in order of joining; in the registry, the alliance
	triggered []triggered
	borders   []border
	met       []pair // between which goods have passed, or were accepted
	parts     []partOrigin
	dealings  []dealing
	followed  []pair // by a notice of surveillance: the first may know the second, that has told or answered it
	alerts    []raised
	marks     []mark // by n
	rights    uint64 // counts what may have changed who may see earlier entries
	trail     *trail
	n         uint64 // how much of the trail is this fold's
}

// triggered is a State that takes no part and has the goods coming or there.
type triggered struct {
	country events.Country
	part    events.Part
	since   uint64 // the entry that told it, by its n
}

// border is a handover point between two States.
type border struct {
	pair
	point   events.PointID
	dropped bool
	until   uint64 // the entry from which on it makes them neighbours no more; 0: it does
}

// stands tells whether it makes them neighbours at an entry.
func (b border) stands(n uint64) bool { return b.until == 0 || n < b.until }

type partOrigin struct {
	part    events.Part
	country events.Country
	by      uint32 // the entry that declared it, or the part that it was split from
}

// dealing is between two States, and named by later commands: an offer, a notice
// of surveillance, a cost.
type dealing struct {
	by   events.CommandID
	pair pair
}

// raised is an alert that is open, and the entry that raised it.
type raised struct {
	id      events.AlertID
	country events.Country
	by      uint32
}

// Step folds an entry in and says what each viewer is to be shown, viewers in
// alphabetical order, those who see nothing left out. It fails only on an entry
// that cannot be told in one message's worth of pieces; such an entry must not
// be stored.
func Step(f Fold, s Source) (Fold, []Showing, error) {
	e, n := s.Entry, s.Note
	if e.N != f.n+1 {
		return f, nil, fmt.Errorf("disclosure: entry %d of %s after entry %d", e.N, e.Operation, f.n)
	}
	act := slices.IndexFunc(events.Acts, func(r events.ActRow) bool { return r.Act == n.Act })
	if act < 0 {
		return f, nil, &events.UnknownKindError{What: "command", Name: string(n.Act)}
	}
	pieces, err := s.split(events.Acts[act])
	if err != nil {
		return f, nil, err
	}
	next, record, err := f.handled(s, events.Acts[act])
	if err != nil {
		return f, nil, err
	}
	if record == 0 {
		record = f.named(e.Events[0])
	}
	for _, event := range e.Events {
		next = next.learn(n, event)
	}
	it := item{n: e.N, command: n.Command, author: n.Signer, act: int16(act), ref: record, via: f.raisedBy(e.Events[0]),
		there: s.there(events.Acts[act], pieces), about: next.about(n, e.Events[0], "")}
	for _, p := range pieces {
		if event := e.Events[p.event]; p.bit >= events.Commits {
			it.rest = append(it.rest, scope{audienceOf(event.Kind(), p.Name), p.event == 0, f.raisedBy(event), restated(event), next.about(n, event, p.Name)})
		}
	}
	next.trail = f.extended(it)
	next.n = e.N

	var showings []Showing
	for _, v := range next.viewers(n.Signer) {
		s := Showing{Viewer: v, Entry: next.visible(v, int(e.N)-1)}
		if next.rights != f.rights {
			next.difference(&s, f)
		}
		if !s.nothing() {
			showings = append(showings, s)
		}
	}
	return next, showings, nil
}

// named is the record that a command of handling or a retraction is about.
func (f Fold) named(fact events.Event) uint32 {
	switch e := fact.(type) {
	case events.RecordRetracted:
		return f.record(e.Retraction.Record)
	case events.HandlingChanged:
		return f.record(e.Change.Record)
	case events.HandlingReleased:
		return f.record(e.Release.Record)
	}
	return 0
}

// raisedBy is the entry that raised the alert that an event is about, 0 if it is
// about none: to whom that entry may not be told, the alert is not there.
func (f Fold) raisedBy(e events.Event) uint32 {
	var name events.AlertName
	switch e := e.(type) {
	case events.AlertAcknowledged:
		name = e.Acknowledgement
	case events.AlertEscalated:
		name = e.Escalation
	case events.AlertResolved:
		name = events.AlertName{ID: e.Resolution.ID, Country: e.Resolution.Country}
	case events.AlertRepeated:
		name = events.AlertName{ID: e.Repetition.ID, Country: e.Repetition.Country}
	case events.NotificationMade:
		name = events.AlertName{ID: e.Notification.Alert, Country: e.Notification.Country}
	}
	for _, a := range f.alerts {
		if a.id == name.ID && a.country == name.Country {
			return a.by
		}
	}
	return 0
}

// restated is the part that an event says something of anew: see measured and warned.
func restated(e events.Event) events.Part {
	switch e := e.(type) {
	case events.PartBegun:
		return e.Begun.Part
	case events.PartRestated:
		return e.Restated.Part
	}
	return ""
}

// learn takes from an event what later decisions about disclosure need.
func (f Fold) learn(n events.Note, e events.Event) Fold {
	switch e := e.(type) {
	case events.CountryAdded:
		return f.joined(e.Country.Code)
	case events.OperationOpened:
		f.lead = e.Operation.Lead
		return f.joined(e.Operation.Lead)
	case events.StateInvolved:
		if e.State.Role != events.Possible { // which is a plan of the lead's, and tells nobody anything
			return f.joined(e.State.Country)
		}
	case events.StateTriggered:
		f.triggered = append(slices.Clip(f.triggered), triggered{e.Trigger.Country, e.Trigger.Part, f.n + 1})
	case events.HandoverPointPlanned:
		f.borders = append(slices.Clip(f.borders), border{pair: pair{e.Point.From, e.Point.To}, point: e.Named.ID})
		return f.stirred()
	case events.ItemDeclared:
		f.parts = append(slices.Clip(f.parts), partOrigin{e.Named.Part, e.Origin.Country, uint32(f.n) + 1})
	case events.HandoverOffered:
		return f.dealt(n, pair{e.Offer.Point.From(), e.Offer.Point.To()})
	case events.SurveillanceNotified:
		p := pair{e.Notice.From, e.Notice.In}
		f = f.dealt(n, p)
		if by := n.Signer.Country(); by == p[0] || by == f.lead {
			f = f.shows(pair{p[1], p[0]})
		}
		if by := n.Signer.Country(); by == p[1] || by == f.lead {
			f = f.shows(p)
		}
		return f
	case events.SurveillanceAllowed:
		return f.shows(f.between(e.Allowed.Notice))
	case events.SurveillanceStopped:
		return f.shows(f.between(e.Stopped.Notice))
	case events.CostNoted:
		return f.dealt(n, pair{e.Cost.Country, e.Cost.Bearer})
	case events.PartBegun:
		f.parts = append(slices.Clip(f.parts), partOrigin{e.Begun.Part, f.origin(e.Begun.Of), f.declared(e.Begun.Of)})
	case events.AlertRaised:
		f.alerts = append(slices.Clip(f.alerts), raised{e.Alert.ID, e.Alert.Country, uint32(f.n) + 1})
	case events.AlertResolved:
		f.alerts = slices.DeleteFunc(slices.Clone(f.alerts), func(a raised) bool {
			return a.id == e.Resolution.ID && a.country == e.Resolution.Country
		})
	case events.RecordRetracted:
		return f.retracted(e.Retraction)
	case events.HandlingChanged:
		return f.changed(e.Change)
	case events.HandlingReleased:
		return f.released(e.Release)

	case events.RegistryBegun, events.DeskAdded, events.OfficerEnrolled, events.ClockJumped, events.AuthorityDeclared, events.AuthorityWithdrawn:
		// Whom the registry is shown to depends on its countries alone.
	case events.HandoverPointDropped:
		return f.parted(e.Dropped.ID)
	case events.HandoverAccepted:
		f.met = append(slices.Clip(f.met), f.between(e.Acceptance.Offer))
	case events.DirectionMoved:
		if e.Left.Country != "" {
			f.met = append(slices.Clip(f.met), pair{e.Left.Country, e.Direction.Country})
		}
	case events.OperationSuspended, events.OperationResumed, events.OperationTerminated, events.OperationEnded, events.BreachFound,
		events.AuthorisationRequested, events.AuthorisationGranted, events.AuthorisationRefused,
		events.AuthorisationConfirmed, events.AuthorisationVaried, events.AuthorisationSuspended,
		events.AuthorisationResumed, events.AuthorisationRevoked, events.AuthorisationLapsing, events.AuthorisationLapsed,
		events.ConditionImposed, events.ConditionMet, events.ConditionWaived,
		events.LegPlanned, events.LegRevised, events.LegDropped, events.HandoverPointRevised,
		events.CheckpointPlanned, events.CheckpointRevised, events.CheckpointWaived, events.CheckpointDue, events.CheckpointMissed,
		events.DepartureApproved, events.ConsignmentDeparted, events.PossessionChanged,
		events.CheckpointReached, events.SightingReported, events.BorderCrossed,
		events.EyesOnTaken, events.EyesOnDegraded, events.EyesOnLost, events.EyesOnRegained, events.RouteDeviated,
		events.HandoverRefused, events.HandoverWithdrawn, events.HandoverTimedOut, events.HandoverCompleted,
		events.DirectionBound, events.DirectionRetracted, events.DirectionEnded,
		events.InterdictionRequested, events.InterdictionDeclined, events.InterdictionOrdered, events.InterdictionExecuted,
		events.AlertAcknowledged, events.AlertEscalated, events.AlertRepeated,
		events.AuthorisationAcknowledged, events.AuthorisationUnacknowledged, events.AuthorisationUnanswered, events.InformationAsked, events.InformationSupplied, events.CompetenceContested,
		events.CompetenceSettled, events.AssuranceGiven, events.AssuranceWithdrawn, events.TeamAssigned, events.TeamReadied, events.UndercoverDeclared,
		events.LetterIssued, events.LetterWithdrawn, events.DeconflictionEntered, events.DeconflictionFound, events.PlanIssued, events.PlanApproved,
		events.PlanReturned, events.ConsignmentOpened, events.ItemWeighed, events.ItemSampled, events.ItemTested, events.PartSplit,
		events.PartMerged, events.SubstitutionProposed, events.SubstitutionAuthorised, events.SubstitutionPerformed, events.GoodsStored, events.SealChanged,
		events.SealsChecked, events.HazardRemoved, events.RiskAccepted, events.ConveyanceChanged, events.LossReported, events.LossDeclared,
		events.ControlLost, events.ControlDeclared, events.ControlDecided, events.ControlUndecided, events.HaltOrdered, events.HaltLifted,
		events.IncidentReported, events.DeviceAssigned, events.DeviceProposed, events.DeviceApproved, events.DeviceRefused, events.DeviceFitted,
		events.DeviceRead, events.DeviceStale, events.DeviceTampered, events.DeviceRecovered, events.DeviceAbandoned, events.DeliveryMade,
		events.ConsigneeIdentified, events.ArrestMade, events.SeizureMade, events.ReportFiled, events.ReportOverdue, events.OfficersAdmitted,
		events.LegActivated, events.WeaponsRecorded, events.DisclosureBreached, events.PartRestated,
		events.SurveillanceExpired, events.GoDue, events.GoDecided, events.CostSettled, events.NotificationMade,
		events.OperationClosed, events.OperationReopened, events.DebriefHeld:
		// Each says itself whom it concerns, and gives nobody a right to more. What a
		// fact corrects and how it is handled was taken from its slots: see handled.
	}
	return f
}

func (f Fold) dealt(n events.Note, with pair) Fold {
	f.dealings = append(slices.Clip(f.dealings), dealing{n.Command, with})
	return f
}

// parted: a handover point is dropped. If nothing else makes its States neighbours, they
// are told nothing new of each other by that; what they were told is not taken back.
func (f Fold) parted(id events.PointID) Fold {
	f.borders = slices.Clone(f.borders)
	between := pair{id.From(), id.To()}
	for i := range f.borders {
		f.borders[i].dropped = f.borders[i].dropped || f.borders[i].point == id
	}
	if slices.ContainsFunc(f.borders, func(b border) bool { return b.same(between) && !b.dropped }) || slices.ContainsFunc(f.met, between.same) {
		return f
	}
	for i, b := range f.borders {
		if b.same(between) && b.until == 0 {
			f.borders[i].until = f.n + 1
		}
	}
	return f
}

// shows: the second State has shown itself to the first, which may know it from then on.
func (f Fold) shows(p pair) Fold {
	f.followed = append(slices.Clip(f.followed), p)
	return f.stirred()
}

func (f Fold) joined(c events.Country) Fold {
	if slices.Contains(f.parties, c) {
		return f
	}
	f.parties = append(slices.Clip(f.parties), c)
	return f.stirred()
}

// stirred: somebody may see more of earlier entries than before, or less.
func (f Fold) stirred() Fold {
	f.rights++
	return f
}

// viewers lists who may see anything of this, the signer included.
func (f Fold) viewers(signer events.Viewer) []events.Viewer {
	list := make([]events.Viewer, 0, 2*len(f.parties)+len(f.triggered)+1)
	for _, c := range f.parties {
		list = append(list, c.Desk())
		if f.lead == "" || f.lead == c {
			list = append(list, c.Lead())
		}
	}
	for _, t := range f.triggered {
		list = append(list, t.country.Desk())
	}
	if signer.Country() != "" {
		list = append(list, signer)
	}
	slices.Sort(list)
	return slices.Compact(list)
}
