package events

// The plan: legs within one State, handover points between two, checkpoints on
// one State's territory. One of each per command.
type plan struct{}

func (plan) isEvent() {}

// LegPlanned is a stretch of the route on one State's territory.
type LegPlanned struct {
	plan
	Leg    LegTerms   `json:"leg,omitzero"`
	Window Window     `json:"window,omitzero"`
	Watch  WatchTerms `json:"watch,omitzero"`
	Named  LegName    `json:"named,omitzero"` // derived
}

// HandoverPointPlanned is where one State's direction is to end and the next
// one's to begin (Naples II art. 22: at the border or an agreed point).
type HandoverPointPlanned struct {
	plan
	Point  PointTerms `json:"point,omitzero"`
	Window Window     `json:"window,omitzero"`
	Place  Place      `json:"place,omitzero"`
	Named  PointName  `json:"named,omitzero"` // derived
}

// CheckpointPlanned is a point where the consignment is to be seen.
type CheckpointPlanned struct {
	plan
	Checkpoint CheckpointTerms `json:"checkpoint,omitzero"`
	Window     Window          `json:"window,omitzero"`
	Place      Place           `json:"place,omitzero"`
	Named      CheckpointName  `json:"named,omitzero"` // derived
}

// LegRevised gives a planned leg other times.
type LegRevised struct {
	plan
	Revision LegName    `json:"revision,omitzero"`
	Window   Window     `json:"window,omitzero"`
	Watch    WatchTerms `json:"watch,omitzero"` // absent: as before
}

// LegActivated makes an alternate leg the way that is taken.
type LegActivated struct {
	plan
	Activation LegName `json:"activation,omitzero"`
}

// PlanIssued gives a State its own part of the plan, as it stands, to approve.
type PlanIssued struct {
	plan
	Issue IssueTerms  `json:"issue,omitzero"`
	Named PlanVersion `json:"named,omitzero"` // derived
}

// PlanApproved is a State's yes to a version of its own part.
type PlanApproved struct {
	plan
	Approval PlanAnswer `json:"approval,omitzero"`
}

// PlanReturned is a State's no to it. What has to change is an enclosure.
type PlanReturned struct {
	plan
	Returned PlanReturn `json:"returned,omitzero"`
}

// LegDropped takes a leg out of the plan.
type LegDropped struct {
	plan
	Dropped LegName `json:"dropped,omitzero"`
}

// HandoverPointRevised gives a handover point other times or another place.
type HandoverPointRevised struct {
	plan
	Revision PointRevision `json:"revision,omitzero"`
	Window   Window        `json:"window,omitzero"`
	Place    Place         `json:"place,omitzero"`
}

// HandoverPointDropped takes a handover point out of the plan.
type HandoverPointDropped struct {
	plan
	Dropped PointName `json:"dropped,omitzero"`
}

// CheckpointRevised gives a checkpoint other times or another place.
type CheckpointRevised struct {
	plan
	Revision CheckpointRevision `json:"revision,omitzero"`
	Window   Window             `json:"window,omitzero"`
	Place    Place              `json:"place,omitzero"`
}

// CheckpointWaived says that nobody needs to see it there any more.
type CheckpointWaived struct {
	plan
	Waived CheckpointName `json:"waived,omitzero"`
}

// CheckpointDue is a clock's: from now on it may be seen there.
type CheckpointDue struct {
	plan
	Due CheckpointName `json:"due,omitzero"`
}

// CheckpointMissed is a clock's: window and grace are over, and nobody has
// reported it there.
type CheckpointMissed struct {
	plan
	Missed CheckpointName `json:"missed,omitzero"`
}

func (LegPlanned) Kind() Kind           { return "leg.planned" }
func (HandoverPointPlanned) Kind() Kind { return "handover-point.planned" }
func (CheckpointPlanned) Kind() Kind    { return "checkpoint.planned" }

func (LegActivated) Kind() Kind         { return "leg.activated" }
func (PlanIssued) Kind() Kind           { return "plan.issued" }
func (PlanApproved) Kind() Kind         { return "plan.approved" }
func (PlanReturned) Kind() Kind         { return "plan.returned" }
func (LegRevised) Kind() Kind           { return "leg.revised" }
func (LegDropped) Kind() Kind           { return "leg.dropped" }
func (HandoverPointRevised) Kind() Kind { return "handover-point.revised" }
func (HandoverPointDropped) Kind() Kind { return "handover-point.dropped" }
func (CheckpointRevised) Kind() Kind    { return "checkpoint.revised" }
func (CheckpointWaived) Kind() Kind     { return "checkpoint.waived" }
func (CheckpointDue) Kind() Kind        { return "checkpoint.due" }
func (CheckpointMissed) Kind() Kind     { return "checkpoint.missed" }

// LegTerms is a leg: where it runs, which measure it needs, how it is carried.
type LegTerms struct {
	Country Country `json:"country"`
	Measure Measure `json:"measure"`
	Carried Carrier `json:"carried"`
	Use     LegUse  `json:"use,omitzero"`
}

// LegUse is whether a leg is the way that is taken; nothing said, it is.
type LegUse string

// AlternateLeg is a leg for the case that the way is another.
const AlternateLeg LegUse = "alternate"

// WatchTerms is how long a part may be out of sight on a leg before control is
// lost, and how long there is then to decide; how old a device's reading may be,
// and how long a device alone is enough. Nobody legislates these: each plan says
// them (domain 4.2). What is not said is one of the limits of package events.
type WatchTerms struct {
	Ping     Minutes `json:"ping,omitzero"`
	Degraded Minutes `json:"degraded,omitzero"`
	Lost     Minutes `json:"lost,omitzero"`
	Decide   Minutes `json:"decide,omitzero"`
}

// IssueTerms is whose part of the plan it is.
type IssueTerms struct {
	Country Country `json:"country"`
}

// PlanVersion counts the versions that a State was given of its part.
type PlanVersion struct {
	Version uint16 `json:"version"`
}

// PlanAnswer is a State and a version of its part.
type PlanAnswer struct {
	Country Country `json:"country"`
	Version uint16  `json:"version"`
}

// PlanReturn is a State and a version of its part, and in a short word what is wrong
// with it.
type PlanReturn struct {
	Country Country `json:"country"`
	Version uint16  `json:"version"`
	Ground  Code    `json:"ground"`
}

// Carrier is how the consignment travels on a leg.
type Carrier string

const (
	ByRoad   Carrier = "road"
	ByRail   Carrier = "rail"
	BySea    Carrier = "sea"
	ByAir    Carrier = "air"
	ByParcel Carrier = "parcel"
)

// LegName, PointName and CheckpointName carry the names that Decide gave.
type LegName struct {
	ID LegID `json:"id"`
}

// PointName carries a handover point's name.
type PointName struct {
	ID PointID `json:"id"`
}

// CheckpointName carries a checkpoint's name.
type CheckpointName struct {
	ID CheckpointID `json:"id"`
}

// PointTerms is the pair of States of a handover point, and how long an offer
// made there may stay without an answer; OfferLife if nothing is said.
type PointTerms struct {
	From   Country `json:"from"`
	To     Country `json:"to"`
	Answer Minutes `json:"answer,omitzero"`
}

// PointRevision is a handover point and how long an offer may stay without an
// answer from now on.
type PointRevision struct {
	ID     PointID `json:"id"`
	Answer Minutes `json:"answer,omitzero"`
}

// CheckpointRevision is a checkpoint and its grace from now on.
type CheckpointRevision struct {
	ID    CheckpointID `json:"id"`
	Grace Minutes      `json:"grace"`
}

// CheckpointTerms is whose territory a checkpoint is on and how long after its
// window a silence becomes a miss.
type CheckpointTerms struct {
	Country Country           `json:"country"`
	Grace   Minutes           `json:"grace"`
	Purpose CheckpointPurpose `json:"purpose,omitzero"`
}

// CheckpointPurpose is what a checkpoint is for beside being seen there.
type CheckpointPurpose string

// LastSafePoint is where the goods can be stopped safely for the last time on a
// State's territory (INV-13).
const LastSafePoint CheckpointPurpose = "last-safe"

// Minutes counts minutes.
type Minutes uint16

// Place is a place as far as the journal may know it: a UN/LOCODE or
// coordinates rounded to a hundredth of a degree, and the zone there. Its name
// in words is an enclosure.
type Place struct {
	Locode Locode     `json:"locode,omitzero"`
	Lat    Coordinate `json:"lat,omitzero"`
	Lon    Coordinate `json:"lon,omitzero"`
	Zone   Zone       `json:"zone"`
}

// Locode is a UN/LOCODE without its space.
type Locode string

// Coordinate is degrees with exactly two decimals.
type Coordinate string

func (u *LegUse) UnmarshalText(b []byte) error { return oneOf(u, b, "a leg's use", AlternateLeg) }
func (p *CheckpointPurpose) UnmarshalText(b []byte) error {
	return oneOf(p, b, "a checkpoint's purpose", LastSafePoint)
}
func (c *Carrier) UnmarshalText(b []byte) error {
	return oneOf(c, b, "a way of carriage", ByRoad, ByRail, BySea, ByAir, ByParcel)
}
func (l *Locode) UnmarshalText(b []byte) error {
	return spelt(l, b, locodes)
}
func (c *Coordinate) UnmarshalText(b []byte) error {
	return spelt(c, b, coordinates)
}
