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
// A document shows the newest of what has no end only: sightings, breaches, alerts,
// texts, a part's timelines (see the limits below); the feed has all of them.
//
// # What was told wrongly
//
// A record that was corrected or retracted is void: what it told is not in the
// document, what followed from it is (other events undo that), and a breach beside
// it is marked. So the document is always that of the facts that stand, in
// whatever order they and their corrections came.
package projections

import (
	"slices"

	"vigil/events"
)

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

	Name       events.Codename       `json:"name,omitzero"`
	Lead       events.Country        `json:"lead,omitzero"`
	Goods      events.GoodsClass     `json:"goods,omitzero"`
	State      OperationState        `json:"state"`
	Ending     events.EndCause       `json:"ending,omitzero"`
	Opened     events.Time           `json:"opened,omitzero"`
	Suspended  events.Time           `json:"suspended,omitzero"` // since when it is
	Terminated events.Time           `json:"terminated,omitzero"`
	Ground     events.Code           `json:"ground,omitzero"` // of the suspension that holds, or the termination
	Ended      events.Time           `json:"ended,omitzero"`
	Debriefed  events.Time           `json:"debriefed,omitzero"`
	Closed     events.Time           `json:"closed,omitzero"`
	Review     events.Time           `json:"review,omitzero"` // whether the records are still needed
	Reopened   events.Time           `json:"reopened,omitzero"`
	Handling   []events.HandlingCode `json:"handling,omitempty"` // all codes of all records shown, less h0, which is implied
	TLP        events.TLP            `json:"tlp,omitzero"`       // the strictest of all records shown
	Marking    events.Marking        `json:"marking,omitzero"`   // likewise

	States         []StateLine         `json:"states"`
	Authorisations []AuthorisationLine `json:"authorisations"`
	Conditions     []ConditionLine     `json:"conditions,omitempty"`
	Legs           []LegLine           `json:"legs"`
	Points         []PointLine         `json:"points"`
	Checkpoints    []CheckpointLine    `json:"checkpoints"`
	Parts          []PartLine          `json:"parts"`
	Handovers      []HandoverLine      `json:"handovers"`
	Interdictions  []InterdictionLine  `json:"interdictions,omitempty"`
	Triggers       []TriggerLine       `json:"triggers,omitempty"`
	Substitutions  []SubstitutionLine  `json:"substitutions,omitempty"`
	Losses         []LossLine          `json:"losses,omitempty"`
	Devices        []DeviceLine        `json:"devices,omitempty"`
	Notices        []NoticeLine        `json:"notices,omitempty"`
	Incidents      []IncidentLine      `json:"incidents,omitempty"`
	Deliveries     []DeliveryLine      `json:"deliveries,omitempty"`
	Consignees     []ConsigneeLine     `json:"consignees,omitempty"`
	Arrests        []ArrestLine        `json:"arrests,omitempty"`
	Seizures       []SeizureLine       `json:"seizures,omitempty"`
	Costs          []CostLine          `json:"costs,omitempty"`
	Notifications  []NotificationLine  `json:"notifications,omitempty"`
	Leaks          []LeakLine          `json:"leaks,omitempty"`
	Alerts         []AlertLine         `json:"alerts,omitempty"`
	Sightings      []SightingLine      `json:"sightings"`
	Breaches       []BreachLine        `json:"breaches"`
	Corrections    []CorrectionLine    `json:"corrections,omitempty"`
	Handled        []HandledLine       `json:"handled,omitempty"`
	Texts          []TextLine          `json:"texts"`
}

// OperationState is where an operation stands.
type OperationState string

const (
	Preparing  OperationState = "preparing" // opened, nothing has left
	Running    OperationState = "running"   // a part is travelling
	Suspended  OperationState = "suspended"
	Terminated OperationState = "terminated" // given up, to be wound up
	Over       OperationState = "ended"      // nothing travels; what is left is to settle it
	Closed     OperationState = "closed"     // everything is accounted for
)

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
	MaxSightings   = 128
	MaxBreaches    = 128
	MaxTexts       = 256
	MaxAlerts      = 128 // those that are resolved go first
	MaxCorrections = 64
	MaxHandled     = 128 // of records; Document.Handling is that of all
	MaxTimeline    = 32  // of each timeline of a part
	MaxFacts       = 64  // of each kind of fact that has no line elsewhere: notices to leaks
)

// Newest is the document as it is stored and shown.
func (d Document) Newest() Document {
	d.Sightings = newest(d.Sightings, MaxSightings)
	d.Breaches = newest(d.Breaches, MaxBreaches)
	d.Alerts = pressing(d.Alerts, MaxAlerts)
	d.Corrections = newest(d.Corrections, MaxCorrections)
	d.Handled = newest(d.Handled, MaxHandled)
	d.Texts = binding(d.Texts, MaxTexts)
	d.Notices, d.Incidents = newest(d.Notices, MaxFacts), newest(d.Incidents, MaxFacts)
	d.Deliveries, d.Consignees = newest(d.Deliveries, MaxFacts), newest(d.Consignees, MaxFacts)
	d.Arrests, d.Seizures = newest(d.Arrests, MaxFacts), newest(d.Seizures, MaxFacts)
	d.Costs, d.Notifications, d.Leaks = newest(d.Costs, MaxFacts), newest(d.Notifications, MaxFacts), newest(d.Leaks, MaxFacts)
	d.Parts = slices.Clone(d.Parts)
	for i := range d.Parts {
		p := &d.Parts[i]
		p.Path = newest(p.Path, MaxTimeline)
		p.Watch = newest(p.Watch, MaxTimeline)
		p.Hands = newest(p.Hands, MaxTimeline)
		p.Openings, p.Tests = newest(p.Openings, MaxTimeline), newest(p.Tests, MaxTimeline)
		p.Weighings, p.Moves = newest(p.Weighings, MaxTimeline), newest(p.Moves, MaxTimeline)
		p.SealWords, p.Carried = newest(p.SealWords, MaxTimeline), newest(p.Carried, MaxTimeline)
		p.Control = newest(p.Control, MaxTimeline)
	}
	return d
}

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
