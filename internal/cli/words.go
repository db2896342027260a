package cli

import (
	"fmt"
	"strings"

	"vigil/events"
	"vigil/projections"
)

// teller says in words what events say in members. It learns the names of
// operations and the places of offers from what it is shown. A member that the
// viewer may not see is left out.
type teller struct {
	names  map[events.OperationID]events.Codename
	offers map[events.CommandID]events.PointID
	clock  clock
}

func newTeller(k clock, docs ...projections.Document) *teller {
	t := &teller{map[events.OperationID]events.Codename{}, map[events.CommandID]events.PointID{}, k}
	for _, d := range docs {
		if d.Name != "" {
			t.names[d.Operation] = d.Name
		}
		for _, h := range d.Handovers {
			t.offers[h.Offer] = h.Point
		}
	}
	return t
}

// name is an operation's codename, or its id if that is all there is.
func (t *teller) name(id events.OperationID) string {
	if id == events.Registry {
		return "–"
	}
	if name, ok := t.names[id]; ok {
		return string(name)
	}
	return string(id)
}

// shown says what an entry says: its fact, then what followed from it.
func (t *teller) shown(s events.Shown) (lines []string, err error) {
	list, err := s.Decoded()
	if err != nil {
		return nil, err
	}
	for _, e := range list {
		switch e := e.(type) {
		case events.OperationOpened:
			if e.Operation.Name != "" {
				t.names[s.Operation] = e.Operation.Name
			}
		case events.HandoverOffered:
			t.offers[s.Command] = e.Offer.Point
		}
		if line := t.event(e); line != "" {
			lines = append(lines, line)
		}
	}
	if len(lines) == 0 {
		lines = []string{string(s.Act)}
	}
	return lines, nil
}

// said joins what is there.
func said(pieces ...string) string {
	var there []string
	for _, p := range pieces {
		if p = strings.TrimSpace(p); p != "" {
			there = append(there, p)
		}
	}
	return strings.Join(there, " ")
}

// with is a word before a value, or nothing if there is no value.
func with[T ~string](word string, value T) string {
	if value == "" {
		return ""
	}
	return word + " " + string(value)
}

func bracketed[T ~string](value T) string {
	if value == "" {
		return ""
	}
	return "(" + string(value) + ")"
}

func joined[T ~string](list []T) string {
	words := make([]string, len(list))
	for i, x := range list {
		words[i] = string(x)
	}
	return strings.Join(words, ", ")
}

func amount(q events.Quantity) string {
	if q == (events.Quantity{}) {
		return ""
	}
	return string(q.Amount) + " " + string(q.Unit)
}

func (t *teller) within(w events.Window) string {
	if w == (events.Window{}) {
		return ""
	}
	return t.clock.window(w)
}

func (t *teller) since(at events.Time) string {
	if at.IsZero() {
		return ""
	}
	return "since " + t.clock.at(at)
}

// offer is the place of an offer, or a stand-in.
func (t *teller) offer(id events.CommandID) string {
	if point := t.offers[id]; point != "" {
		return string(point)
	}
	return "an offer"
}

// event says one event. The set of events is closed, and so is this switch.
func (t *teller) event(e events.Event) string {
	switch e := e.(type) {
	case events.RegistryBegun:
		return said("journal begun:", string(e.Journal.Class)+",", string(e.Journal.Clock), "clock")
	case events.CountryAdded:
		return said(string(e.Country.Code), "joins the alliance")
	case events.DeskAdded:
		return said("desk of", string(e.Desk.Country), with("in", e.Desk.Zone))
	case events.OfficerEnrolled:
		id := events.KeyID("")
		if e.Officer.Key != "" {
			id = e.Officer.Key.ID()
		}
		return said("officer", string(id), with("of", e.Officer.Country)+":", joined(e.Officer.Roles))

	case events.OperationOpened:
		return said("operation", string(e.Operation.Name), with("opened by", e.Operation.Lead)+":", string(e.Operation.Goods),
			with("under", joined(e.Basis.Instruments)))
	case events.StateInvolved:
		return said(string(e.State.Country), "takes part", with("as", e.State.Role))
	case events.OperationClosed:
		return said("operation closed", with("as", e.Closing.Cause))
	case events.BreachFound:
		return said("BREACH", string(e.Breach.Rule), with("·", e.Breach.Country), with("· part", e.Breach.Part), t.since(e.Breach.Since))

	case events.AuthorisationRequested:
		return said("asks", string(e.Request.Country), with("for", e.Request.Measure), string(e.Request.Mode), t.within(e.Window), with("up to", amount(e.Ceiling)))
	case events.AuthorisationGranted:
		verb := "grants"
		if e.Grant.Finality == events.Provisional {
			verb = "grants provisionally"
		}
		return said(string(e.Grant.Country), verb, string(e.Grant.Measure), joined(e.Grant.Modes), t.within(e.Window), with("up to", amount(e.Ceiling)))
	case events.AuthorisationRefused:
		return said(string(e.Refusal.Country), "refuses", string(e.Refusal.Measure)+":", string(e.Refusal.Ground))

	case events.LegPlanned:
		return said("leg", string(e.Named.ID)+":", string(e.Leg.Measure), with("by", e.Leg.Carried), t.within(e.Window))
	case events.HandoverPointPlanned:
		return said("handover point", string(e.Named.ID)+":", t.within(e.Window), place(e.Place))
	case events.CheckpointPlanned:
		grace := ""
		if e.Checkpoint.Country != "" {
			grace = fmt.Sprintf("grace %d min", e.Checkpoint.Grace)
		}
		return said("checkpoint", string(e.Named.ID)+":", t.within(e.Window), grace, place(e.Place))

	case events.ItemDeclared:
		packages, hazards := "", ""
		if e.Item.Packages > 0 {
			packages = fmt.Sprintf("%d packages", e.Item.Packages)
		}
		if len(e.Item.Hazards) > 0 {
			hazards = "· HAZARD " + joined(e.Item.Hazards)
		}
		return said("part", string(e.Named.Part)+":", string(e.Item.Substance), amount(e.Quantity), string(e.Item.Mode), packages, with("from", e.Origin.Country), hazards)
	case events.DepartureApproved:
		return said("approves departure", with("of part", e.Departure.Part))
	case events.ConsignmentDeparted:
		return said("part", string(e.Departed.Part), "departed", with("in", e.Departed.Country))

	case events.CheckpointReached:
		return said("part", string(e.Reached.Part), "seen at", string(e.Reached.Checkpoint), bracketed(e.Reached.Method))
	case events.SightingReported:
		return said("part", string(e.Sighting.Part), "seen", with("in", e.Sighting.Country), bracketed(e.Sighting.Method), place(e.Place))
	case events.BorderCrossed:
		return said("part", string(e.Crossing.Part), "crossed", with("from", e.Crossing.From), with("into", e.Crossing.To), bracketed(e.Crossing.Method))

	case events.HandoverOffered:
		seals, hazards := "", ""
		if len(e.Pack.Seals) > 0 {
			seals = "seals " + joined(e.Pack.Seals)
		}
		if len(e.Pack.Hazards) > 0 {
			hazards = "· HAZARD " + joined(e.Pack.Hazards)
		}
		return said("offers", string(e.Offer.Point), with("part", e.Offer.Part), with("· eyes-on", e.Pack.Team), seals, hazards)
	case events.HandoverAccepted:
		return said("accepts", t.offer(e.Acceptance.Offer)+": team", string(e.Acceptance.Team), with("commander", e.Acceptance.Commander))
	case events.HandoverRefused:
		return said("refuses", t.offer(e.Refusal.Offer)+":", string(e.Refusal.Ground))
	case events.HandoverCompleted:
		return said("handover completed at", string(e.Completion.Point)+":", with("eyes-on", e.Completion.Team))
	case events.DirectionMoved:
		return t.moved(e)
	case events.DirectionBound:
		return said(string(e.Bound.To), "is bound to take direction;", string(e.Bound.From), "directs until the goods pass")
	case events.DirectionEnded:
		return said("direction of part", string(e.Ended.Part), "ended", with("· last", e.Ended.Country))
	}
	return "" // not reached: the set is closed, and a test walks it
}

func (t *teller) moved(e events.DirectionMoved) string {
	if e.Direction.Country == "" {
		return said(string(e.Left.Country), "directs no longer", t.since(e.Left.Since))
	}
	taken := ""
	if e.Direction.Taken == events.NotTaken {
		taken = "· NOT TAKEN UP"
	}
	return said(string(e.Direction.Country), "directs", t.since(e.Direction.Since), with("by", e.Direction.Basis), taken, with("· no longer", e.Left.Country))
}

// place writes a place as far as the journal knows it.
func place(p events.Place) string {
	switch {
	case p.Locode != "":
		return string(p.Locode)
	case p.Lat != "":
		return string(p.Lat) + "," + string(p.Lon)
	}
	return ""
}
