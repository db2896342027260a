package projections

import (
	"slices"

	"vigil/events"
)

// CorrectionLine is a record that is void, and why: told anew by another, or
// retracted.
type CorrectionLine struct {
	Record events.CommandID `json:"record"`
	By     events.CommandID `json:"by"`
	Act    events.Act       `json:"act"` // of By: that of the record, or record.retract
	Ground events.Code      `json:"ground"`
	At     events.Time      `json:"at"`
}

// HandledLine is a record that is handled as more than h0, or one that was released
// beyond the States that it concerns. An evaluation is shown as it was given, and
// turned into no other.
type HandledLine struct {
	Record     events.CommandID      `json:"record"`
	Codes      []events.HandlingCode `json:"codes,omitempty"`
	Evaluation events.Evaluation     `json:"evaluation,omitzero"`
	TLP        events.TLP            `json:"tlp,omitzero"`
	Marking    events.Marking        `json:"marking,omitzero"`
	Released   []events.Country      `json:"released,omitempty"`
}

func (d *Document) evolveCorrection(_ *record, e events.Event) bool {
	switch e.(type) {
	case events.RecordRetracted:
		// What it makes void is known before anything is folded: see Case.
	default:
		return false
	}
	return true
}

func (d *Document) evolveHandling(_ *record, e events.Event) bool {
	switch e := e.(type) {
	case events.HandlingChanged: // it takes back all releases
		if id := e.Change.Record; id != "" {
			d.rehandled(id, e.Change.Codes)
		}
	case events.HandlingReleased:
		if x := e.Release; x.Record != "" {
			d.handled(x.Record, func(l *HandledLine) {
				if !slices.Contains(l.Released, x.To) {
					l.Released = grown(l.Released, x.To)
				}
			})
		}
	default:
		return false
	}
	return true
}

// rehandled gives a record other codes; how it is valued and marked stays.
func (d *Document) rehandled(id events.CommandID, codes []events.HandlingCode) {
	terms := events.HandlingTerms{Codes: codes}
	if i := slices.IndexFunc(d.Handled, func(l HandledLine) bool { return l.Record == id }); i >= 0 {
		l := d.Handled[i]
		terms.Evaluation, terms.TLP, terms.Marking = l.Evaluation, l.TLP, l.Marking
	}
	d.Handled = without(d.Handled, func(l HandledLine) bool { return l.Record == id })
	d.Handling = nil
	for _, l := range d.Handled {
		d.Handling = combined(d.Handling, l.Codes)
	}
	d.handle(id, terms)
}

// handle keeps how a record is handled, beyond h0.
func (d *Document) handle(id events.CommandID, h events.HandlingTerms) {
	codes := without(h.Codes, func(c events.HandlingCode) bool { return c == events.H0 })
	if len(codes) == 0 && h.Evaluation == "" && h.TLP == "" && h.Marking == "" {
		return
	}
	d.handled(id, func(l *HandledLine) { l.Codes, l.Evaluation, l.TLP, l.Marking = codes, h.Evaluation, h.TLP, h.Marking })
	d.Handling = combined(d.Handling, codes)
	d.TLP, d.Marking = stricter(lights, d.TLP, h.TLP), stricter(markings, d.Marking, h.Marking)
}

// The strictest first.
var (
	lights   = []events.TLP{events.TLPRed, events.TLPAmberStrict, events.TLPAmber, events.TLPGreen, events.TLPClear}
	markings = []events.Marking{events.BasicProtection, events.Unmarked}
)

func stricter[T comparable](order []T, a, b T) T {
	for _, x := range order {
		if x == a || x == b {
			return x
		}
	}
	return a
}

func (d *Document) handled(id events.CommandID, change func(*HandledLine)) {
	is := func(l HandledLine) bool { return l.Record == id }
	if !slices.ContainsFunc(d.Handled, is) {
		line := HandledLine{Record: id}
		change(&line)
		d.Handled = append(d.Handled, line)
		return
	}
	d.Handled = changed(d.Handled, is, change)
}

// combined is the most restrictive combination (INV-22): every code of either.
func combined(all, more []events.HandlingCode) []events.HandlingCode {
	for _, c := range more {
		if !slices.Contains(all, c) {
			all = grown(all, c)
			slices.Sort(all)
		}
	}
	return all
}

// Remarks is what an event says of other records and of its own use: what it
// corrects, and its handling codes.
func Remarks(e events.Event) (corrects events.CorrectsTerms, handling events.HandlingTerms) {
	switch e := e.(type) {
	case events.RecordRetracted:
		return e.Retraction, handling

	case events.AuthorisationRequested:
		return corrects, e.Handling
	case events.AuthorisationGranted:
		return corrects, e.Handling
	case events.ItemDeclared:
		return corrects, e.Handling
	case events.HandoverOffered:
		return corrects, e.Handling

	case events.ConsignmentDeparted:
		return e.Corrects, e.Handling
	case events.PossessionChanged:
		return e.Corrects, e.Handling
	case events.CheckpointReached:
		return e.Corrects, e.Handling
	case events.SightingReported:
		return e.Corrects, e.Handling
	case events.BorderCrossed:
		return e.Corrects, e.Handling
	case events.EyesOnTaken:
		return e.Corrects, e.Handling
	case events.EyesOnDegraded:
		return e.Corrects, e.Handling
	case events.EyesOnLost:
		return e.Corrects, e.Handling
	case events.EyesOnRegained:
		return e.Corrects, e.Handling
	case events.RouteDeviated:
		return e.Corrects, e.Handling
	case events.HandoverCompleted:
		return e.Corrects, e.Handling
	case events.InterdictionExecuted:
		return e.Corrects, e.Handling

	case events.ConsignmentOpened:
		return e.Corrects, e.Handling
	case events.ItemWeighed:
		return e.Corrects, e.Handling
	case events.ItemSampled:
		return e.Corrects, e.Handling
	case events.ItemTested:
		return e.Corrects, e.Handling
	case events.WeaponsRecorded:
		return e.Corrects, e.Handling
	case events.PartSplit:
		return e.Corrects, e.Handling
	case events.PartMerged:
		return e.Corrects, e.Handling
	case events.SubstitutionPerformed:
		return e.Corrects, e.Handling
	case events.GoodsStored:
		return e.Corrects, e.Handling
	case events.SealChanged:
		return e.Corrects, e.Handling
	case events.SealsChecked:
		return e.Corrects, e.Handling
	case events.HazardRemoved:
		return e.Corrects, e.Handling
	case events.ConveyanceChanged:
		return e.Corrects, e.Handling

	case events.SurveillanceNotified:
		return e.Corrects, e.Handling
	case events.IncidentReported:
		return e.Corrects, e.Handling

	case events.DeviceFitted:
		return e.Corrects, e.Handling
	case events.DeviceRead:
		return e.Corrects, e.Handling
	case events.DeviceTampered:
		return e.Corrects, e.Handling
	case events.DeviceRecovered:
		return e.Corrects, e.Handling

	case events.DeliveryMade:
		return e.Corrects, e.Handling
	case events.ConsigneeIdentified:
		return e.Corrects, e.Handling
	case events.ArrestMade:
		return e.Corrects, e.Handling
	case events.SeizureMade:
		return e.Corrects, e.Handling

	case events.NotificationMade:
		return e.Corrects, e.Handling
	case events.DisclosureBreached:
		return e.Corrects, e.Handling
	}
	return corrects, handling
}
