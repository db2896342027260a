package events

// Devices: beacons and the like. Each needs the approval of every State where it is
// to be live (CH-IT 2009 art. 6; INV-08), and a battery that outlasts the plan.
type device struct{}

func (device) isEvent() {}

// DeviceAssigned puts a device on the operation.
type DeviceAssigned struct {
	device
	Device DeviceTerms `json:"device,omitzero"`
	Named  DeviceName  `json:"named,omitzero"` // derived
}

// DeviceProposed is the lead asking a State to approve a device.
type DeviceProposed struct {
	device
	Proposal DeviceProposal `json:"proposal,omitzero"`
}

// DeviceApproved is that State's yes.
type DeviceApproved struct {
	device
	Approval DeviceAnswer `json:"approval,omitzero"`
}

// DeviceRefused is that State's no. Its reason is an enclosure.
type DeviceRefused struct {
	device
	Refusal DeviceRefusal `json:"refusal,omitzero"`
}

// DeviceFitted is a device put on a part.
type DeviceFitted struct {
	device
	Fitted   FittedTerms   `json:"fitted,omitzero"`
	Corrects CorrectsTerms `json:"corrects,omitzero"`
	Handling HandlingTerms `json:"handling,omitzero"`
}

// DeviceRead is a reading of a device: where it was, and how its battery stands.
type DeviceRead struct {
	device
	Reading  ReadingTerms  `json:"reading,omitzero"`
	Place    Place         `json:"place,omitzero"`
	Corrects CorrectsTerms `json:"corrects,omitzero"`
	Handling HandlingTerms `json:"handling,omitzero"`
}

// DeviceStale is a clock's: its last reading is not the present any more (as `stale`
// in Cursor-on-Target).
type DeviceStale struct {
	device
	Stale StaleTerms `json:"stale,omitzero"`
}

// DeviceTampered is a device that somebody has found, moved or opened.
type DeviceTampered struct {
	device
	Tampered DeviceAnswer  `json:"tampered,omitzero"`
	Corrects CorrectsTerms `json:"corrects,omitzero"`
	Handling HandlingTerms `json:"handling,omitzero"`
}

// DeviceRecovered is a device back in its owner's hands.
type DeviceRecovered struct {
	device
	Recovered DeviceAnswer  `json:"recovered,omitzero"`
	Corrects  CorrectsTerms `json:"corrects,omitzero"`
	Handling  HandlingTerms `json:"handling,omitzero"`
}

// DeviceAbandoned writes a device off.
type DeviceAbandoned struct {
	device
	Abandoned DeviceRefusal `json:"abandoned,omitzero"`
}

func (DeviceAssigned) Kind() Kind  { return "device.assigned" }
func (DeviceProposed) Kind() Kind  { return "device.proposed" }
func (DeviceApproved) Kind() Kind  { return "device.approved" }
func (DeviceRefused) Kind() Kind   { return "device.refused" }
func (DeviceFitted) Kind() Kind    { return "device.fitted" }
func (DeviceRead) Kind() Kind      { return "device.read" }
func (DeviceStale) Kind() Kind     { return "device.stale" }
func (DeviceTampered) Kind() Kind  { return "device.tampered" }
func (DeviceRecovered) Kind() Kind { return "device.recovered" }
func (DeviceAbandoned) Kind() Kind { return "device.abandoned" }

// DeviceTerms is whose device of which kind it is, and after how long a reading is
// old.
type DeviceTerms struct {
	Country Country `json:"country"`
	Type    Means   `json:"type"`
	Stale   Minutes `json:"stale"`
}

// Means is a technical means.
type Means string

const (
	Beacon      Means = "beacon"
	Audio       Means = "audio"
	Video       Means = "video"
	LightSensor Means = "light-sensor"
)

// DeviceName carries a device's label.
type DeviceName struct {
	ID DeviceID `json:"id"`
}

// DeviceProposal is which device the lead asks which State about.
type DeviceProposal struct {
	Device  DeviceID `json:"device"`
	Country Country  `json:"country"`
	Type    Means    `json:"type"`
}

// DeviceAnswer is a State's word on a device.
type DeviceAnswer struct {
	Device  DeviceID `json:"device"`
	Country Country  `json:"country"`
}

// DeviceRefusal is a State's word on a device, and in a short word why.
type DeviceRefusal struct {
	Device  DeviceID `json:"device"`
	Country Country  `json:"country"`
	Ground  Code     `json:"ground"`
}

// FittedTerms is which device is on which part, and when its battery ends.
type FittedTerms struct {
	Device  DeviceID `json:"device"`
	Part    Part     `json:"part"`
	Country Country  `json:"country"`
	Battery Time     `json:"battery"`
}

// ReadingTerms is which device spoke, from where, and when its battery ends now.
type ReadingTerms struct {
	Device  DeviceID `json:"device"`
	Country Country  `json:"country"`
	Battery Time     `json:"battery,omitzero"`
}

// StaleTerms is which device is silent, in which State it spoke last, and when.
type StaleTerms struct {
	Device  DeviceID `json:"device"`
	Country Country  `json:"country"`
	Last    Time     `json:"last"`
}

func (m *Means) UnmarshalText(b []byte) error {
	return oneOf(m, b, "a technical means", Beacon, Audio, Video, LightSensor)
}
