// Package projections holds the pure folds that people look at: what a desk, a
// lead or an auditor sees of one operation, and of the registry.
//
// A Case is folded from the shown entries of one viewer's feed, and from nothing
// else; Document is what of it is stored in the view and printed. Two viewers
// with the same feed have the same documents, byte for byte. A document is
// disposable: it can always be folded again.
//
// # The view
//
// A view holds one JSON document a key:
//
//	an operation's ULID   Document
//	registry              Alliance
//	meta.position         the counter of the last feed message folded in, in decimal
//	meta.alive            the hub's time, a space, and a count of beats since the hub began
//
// Document and Alliance are canonical JSON as package events specifies it: the
// members of the Go types below in their order, under the names of their tags; a
// member whose tag says omitzero or omitempty is left out where it says nothing; a
// list is never null. Every term in them is spelt as in the events that it came
// from. The meta keys stand outside all digests.
//
// A document shows the newest sightings, breaches and texts only (see the limits
// below); the feed has all of them.
package projections

import "vigil/events"

// Document is one operation as one viewer may see it. Lists are in the order of
// the journal; what the viewer may not see is absent, without a mark: in a line,
// everything is left out when empty that does not come from the slot that the line
// stands for.
type Document struct {
	V         int                `json:"v"`
	Edition   int                `json:"edition"`
	Viewer    events.Viewer      `json:"viewer"`
	Counter   uint64             `json:"counter"` // of the last feed message folded in
	Operation events.OperationID `json:"operation"`

	Name   events.Codename     `json:"name,omitzero"`
	Lead   events.Country      `json:"lead,omitzero"`
	Goods  events.GoodsClass   `json:"goods,omitzero"`
	State  OperationState      `json:"state"`
	Ending events.ClosingCause `json:"ending,omitzero"`
	Opened events.Time         `json:"opened,omitzero"`
	Closed events.Time         `json:"closed,omitzero"`

	States         []StateLine         `json:"states"`
	Authorisations []AuthorisationLine `json:"authorisations"`
	Legs           []LegLine           `json:"legs"`
	Points         []PointLine         `json:"points"`
	Checkpoints    []CheckpointLine    `json:"checkpoints"`
	Parts          []PartLine          `json:"parts"`
	Handovers      []HandoverLine      `json:"handovers"`
	Sightings      []SightingLine      `json:"sightings"`
	Breaches       []BreachLine        `json:"breaches"`
	Texts          []TextLine          `json:"texts"`
}

// OperationState is where an operation stands.
type OperationState string

const (
	Preparing OperationState = "preparing" // opened, nothing has left
	Running   OperationState = "running"   // a part is travelling
	Over      OperationState = "closed"
)

// StateLine is a State of the operation with all its roles.
type StateLine struct {
	Country events.Country     `json:"country"`
	Roles   []events.StateRole `json:"roles"`
}

// AuthorisationLine is a request and its answer.
type AuthorisationLine struct {
	Request  events.CommandID `json:"request"`
	Country  events.Country   `json:"country"`
	Measure  events.Measure   `json:"measure"`
	Mode     events.Mode      `json:"mode,omitzero"`
	Asked    events.Window    `json:"asked,omitzero"`
	AskedAt  events.Time      `json:"asked-at,omitzero"`
	Answer   Answer           `json:"answer"`
	Window   events.Window    `json:"window,omitzero"`
	Modes    []events.Mode    `json:"modes,omitempty"`
	Ceiling  events.Quantity  `json:"ceiling,omitzero"`
	Ground   events.Code      `json:"ground,omitzero"`
	Answered events.Time      `json:"answered,omitzero"`
}

// Answer is what a State has said to a request.
type Answer string

const (
	Unanswered  Answer = "unanswered"
	Granted     Answer = "granted"
	Provisional Answer = "provisional"
	Refused     Answer = "refused"
)

// LegLine is a planned leg.
type LegLine struct {
	ID      events.LegID   `json:"id"`
	Country events.Country `json:"country,omitzero"`
	Measure events.Measure `json:"measure,omitzero"`
	Carried events.Carrier `json:"carried,omitzero"`
	Window  events.Window  `json:"window,omitzero"`
}

// PointLine is a planned handover point.
type PointLine struct {
	ID     events.PointID `json:"id"`
	From   events.Country `json:"from,omitzero"`
	To     events.Country `json:"to,omitzero"`
	Window events.Window  `json:"window,omitzero"`
	Place  events.Place   `json:"place,omitzero"`
}

// CheckpointLine is a planned checkpoint and what was seen there.
type CheckpointLine struct {
	ID      events.CheckpointID `json:"id"`
	Window  events.Window       `json:"window,omitzero"`
	Grace   events.Minutes      `json:"grace,omitzero"`
	Place   events.Place        `json:"place,omitzero"`
	Reached events.Time         `json:"reached,omitzero"`
	Method  events.Method       `json:"method,omitzero"`
}

// PartLine is a part of the consignment: what it is, and who directs, sees and
// holds it. Direction is what a direction.moved event said; nothing is concluded.
type PartLine struct {
	Part      events.Part           `json:"part"`
	Substance events.Code           `json:"substance,omitzero"`
	Mode      events.Mode           `json:"mode,omitzero"`
	Packages  uint16                `json:"packages,omitzero"`
	Quantity  events.Quantity       `json:"quantity,omitzero"`
	Hazards   []events.Code         `json:"hazards,omitempty"`
	Origin    events.Country        `json:"origin,omitzero"`
	Approved  events.Time           `json:"approved,omitzero"`
	Departed  events.Time           `json:"departed,omitzero"`
	Directs   events.Country        `json:"directs,omitzero"`
	Since     events.Time           `json:"since,omitzero"`
	Basis     events.DirectionBasis `json:"basis,omitzero"`
	Taken     events.TakenUp        `json:"taken,omitzero"`
	Left      events.Country        `json:"left,omitzero"` // directed until LeftAt; who does now is not the viewer's to know
	LeftAt    events.Time           `json:"left-at,omitzero"`
	Bound     events.Country        `json:"bound,omitzero"` // has accepted; directs when the goods come
	EyesOn    events.CallSign       `json:"eyes-on,omitzero"`
	EyesSince events.Time           `json:"eyes-since,omitzero"` // when that was so, at the latest word
	LastSeen  events.Time           `json:"last-seen,omitzero"`
	LastPlace string                `json:"last-place,omitzero"`
	Ended     events.Time           `json:"ended,omitzero"`
}

// HandoverLine is one offer and what became of it.
type HandoverLine struct {
	Offer     events.CommandID  `json:"offer"`
	Point     events.PointID    `json:"point"`
	Part      events.Part       `json:"part"`
	State     HandoverState     `json:"state"`
	Offered   events.Time       `json:"offered"`
	Team      events.CallSign   `json:"team,omitzero"`
	Seals     []events.CallSign `json:"seals,omitempty"`
	Hazards   []events.Code     `json:"hazards,omitempty"`
	Answered  events.Time       `json:"answered,omitzero"`
	Commander events.KeyID      `json:"commander,omitzero"`
	Receiving events.CallSign   `json:"receiving,omitzero"`
	Ground    events.Code       `json:"ground,omitzero"`
	Completed events.Time       `json:"completed,omitzero"`
}

// HandoverState is where an offer stands.
type HandoverState string

const (
	Offered   HandoverState = "offered"
	Accepted  HandoverState = "accepted"
	Declined  HandoverState = "refused"
	Completed HandoverState = "completed"
)

// SightingLine is a part seen away from a checkpoint, or crossing a border.
type SightingLine struct {
	Part     events.Part    `json:"part"`
	Occurred events.Time    `json:"occurred"`
	Known    events.Time    `json:"known"`
	Country  events.Country `json:"country"`
	From     events.Country `json:"from,omitzero"` // of a crossing
	Method   events.Method  `json:"method"`
	Place    events.Place   `json:"place,omitzero"`
}

// BreachLine is a breach and the command that it stands beside.
type BreachLine struct {
	Command events.CommandID `json:"command"`
	Rule    events.Code      `json:"rule"`
	Country events.Country   `json:"country"`
	Part    events.Part      `json:"part,omitzero"`
	Since   events.Time      `json:"since"`
}

// TextLine says where an enclosure can be fetched.
type TextLine struct {
	Counter uint64           `json:"counter"`
	Command events.CommandID `json:"command"`
	Slot    string           `json:"slot"`
	Class   events.Class     `json:"class"`
	Size    int              `json:"size"`
}

// How many of each a document shows: the newest. Facts have no end, a document must.
const (
	MaxSightings = 128
	MaxBreaches  = 128
	MaxTexts     = 256
)

// Newest is the document as it is stored and shown.
func (d Document) Newest() Document {
	d.Sightings = newest(d.Sightings, MaxSightings)
	d.Breaches = newest(d.Breaches, MaxBreaches)
	d.Texts = newest(d.Texts, MaxTexts)
	return d
}

func newest[T any](list []T, most int) []T { return list[max(0, len(list)-most):] }

// Encode gives the one line of the document as it is shown.
func (d Document) Encode() ([]byte, error) {
	d = d.Newest()
	d.States, d.Authorisations, d.Legs = some(d.States), some(d.Authorisations), some(d.Legs)
	d.Points, d.Checkpoints, d.Parts = some(d.Points), some(d.Checkpoints), some(d.Parts)
	d.Handovers, d.Sightings = some(d.Handovers), some(d.Sightings)
	d.Breaches, d.Texts = some(d.Breaches), some(d.Texts)
	return events.Marshal(d)
}

// DecodeDocument reads exactly what Encode gives.
func DecodeDocument(b []byte) (Document, error) {
	var d Document
	err := events.Unmarshal(b, &d)
	return d, err
}

func some[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
