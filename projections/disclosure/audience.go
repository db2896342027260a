// Package disclosure decides, purely, what reaches whom: which slots of which
// entries a viewer is shown, when an earlier one is shown late, and the exact
// bytes of the feed message that carries it.
//
// Step folds one entry and says what every viewer is to be shown because of it.
// Cut makes the message from the entries that the caller loads. Both are
// functions of the journal alone, so a feed can always be recomputed.
//
// The rule is an allow list: a member of an event, or an enclosure, that the
// table below does not name is shown to nobody but its author.
//
// Not promised: that a viewer who was shown a slot can be made to forget it.
package disclosure

import "vigil/events"

// audience is who may see a slot. Its author's viewer may, always; so may an
// auditor, who has no feed.
type audience uint8

const (
	author    audience = iota // nobody else
	lead                      // the lead
	concerned                 // the lead, and the States that the fact names
	adjacent                  // the lead, the State named, and those with a handover point to it
	parties                   // the lead and every State of the operation
	everyone                  // every viewer: the registry
)

// table is the need-to-know table of the domain (originator control, UNTOC
// art. 20(1) "sovereign equality"; domain reference section 5), member by
// member: the members of each event in order, then the enclosures of its act.
var table = map[events.Kind][]row{
	"registry.begun":   {{"journal", everyone}, {"keys", everyone}, {"stream", everyone}},
	"country.added":    {{"country", everyone}},
	"desk.added":       {{"desk", everyone}, {"contact", everyone}},
	"officer.enrolled": {{"officer", everyone}, {"name", concerned}},

	"operation.opened": {{"operation", parties}, {"basis", parties}, {"aim", lead}},
	"state.involved":   {{"state", concerned}},
	"operation.closed": {{"closing", parties}, {"remark", lead}},
	"breach.found":     {{"breach", concerned}},

	"authorisation.requested": {{"request", concerned}, {"window", concerned}, {"ceiling", concerned}, {"facts", concerned}},
	"authorisation.granted":   {{"grant", concerned}, {"window", concerned}, {"ceiling", concerned}, {"conditions", concerned}},
	"authorisation.refused":   {{"refusal", concerned}, {"reason", concerned}},

	"leg.planned":            {{"leg", concerned}, {"window", concerned}, {"named", concerned}},
	"handover-point.planned": {{"point", concerned}, {"window", concerned}, {"place", concerned}, {"named", concerned}, {"label", concerned}},
	"checkpoint.planned":     {{"checkpoint", concerned}, {"window", concerned}, {"place", concerned}, {"named", concerned}, {"label", concerned}},

	// Hazards are in item: safety overrides secrecy for every State that may act.
	"item.declared":        {{"item", parties}, {"origin", adjacent}, {"quantity", parties}, {"named", parties}, {"description", parties}},
	"departure.approved":   {{"departure", adjacent}, {"remark", lead}},
	"consignment.departed": {{"departed", adjacent}, {"remark", concerned}},

	"checkpoint.reached": {{"reached", concerned}, {"remark", concerned}},
	"sighting.reported":  {{"sighting", concerned}, {"place", concerned}, {"remark", concerned}},
	"border.crossed":     {{"crossing", concerned}, {"remark", concerned}},

	"handover.offered":   {{"offer", concerned}, {"pack", concerned}, {"message", concerned}},
	"handover.accepted":  {{"acceptance", concerned}, {"discrepancies", concerned}},
	"handover.refused":   {{"refusal", concerned}, {"reason", concerned}},
	"handover.completed": {{"completion", concerned}, {"remark", concerned}},
	"direction.moved":    {{"direction", adjacent}, {"left", adjacent}},
	"direction.bound":    {{"bound", concerned}},
	"direction.ended":    {{"ended", adjacent}},
}

type row struct {
	name string
	to   audience
}

func audienceOf(kind events.Kind, member string) audience {
	for _, r := range table[kind] {
		if r.name == member {
			return r.to
		}
	}
	return author
}

// pair is the States that a member names; the second is empty where one is
// enough.
type pair [2]events.Country

func (p pair) names(c events.Country) bool { return c != "" && (p[0] == c || p[1] == c) }

// about says which States a member of an event concerns. What an event says by
// reference (an offer's id, a part's label) is looked up in the fold.
func (f Fold) about(e events.Event, member string) pair {
	switch e := e.(type) {
	case events.RegistryBegun, events.CountryAdded, events.DeskAdded:
		return pair{} // everyone's
	case events.OfficerEnrolled:
		return pair{e.Officer.Country}

	case events.OperationOpened:
		return pair{e.Operation.Lead}
	case events.StateInvolved:
		return pair{e.State.Country}
	case events.OperationClosed:
		return pair{} // every party's
	case events.BreachFound:
		return pair{e.Breach.Country}

	case events.AuthorisationRequested:
		return pair{e.Request.Country}
	case events.AuthorisationGranted:
		return pair{e.Grant.Country}
	case events.AuthorisationRefused:
		return pair{e.Refusal.Country}

	case events.LegPlanned:
		return pair{e.Leg.Country}
	case events.HandoverPointPlanned:
		return pair{e.Point.From, e.Point.To}
	case events.CheckpointPlanned:
		return pair{e.Checkpoint.Country}

	case events.ItemDeclared:
		return pair{e.Origin.Country}
	case events.DepartureApproved:
		return pair{f.origin(e.Departure.Part)}
	case events.ConsignmentDeparted:
		return pair{e.Departed.Country}

	case events.CheckpointReached:
		return pair{e.Reached.Checkpoint.Country()}
	case events.SightingReported:
		return pair{e.Sighting.Country}
	case events.BorderCrossed:
		return pair{e.Crossing.From, e.Crossing.To}

	case events.HandoverOffered:
		return pair{e.Offer.Point.From(), e.Offer.Point.To()}
	case events.HandoverAccepted:
		return f.offered(e.Acceptance.Offer)
	case events.HandoverRefused:
		return f.offered(e.Refusal.Offer)
	case events.HandoverCompleted:
		return pair{e.Completion.Point.From(), e.Completion.Point.To()}
	case events.DirectionMoved:
		if member == "left" {
			return pair{e.Left.Country}
		}
		return pair{e.Direction.Country}
	case events.DirectionBound:
		return pair{e.Bound.From, e.Bound.To}
	case events.DirectionEnded:
		return pair{e.Ended.Country}
	}
	return pair{} // an event that nobody but its author is shown: see the test of closed switches
}
