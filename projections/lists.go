package projections

import (
	"slices"

	"vigil/events"
)

// A document's lists are shared by the cases that continue each other: see Case.
// So nothing but append alters one, and what else changes is a copy.

// clipped is the document with lists that copy themselves when they grow.
func (d Document) clipped() Document {
	d.States, d.Authorisations, d.Conditions = slices.Clip(d.States), slices.Clip(d.Authorisations), slices.Clip(d.Conditions)
	d.Legs, d.Points, d.Checkpoints = slices.Clip(d.Legs), slices.Clip(d.Points), slices.Clip(d.Checkpoints)
	d.Handovers, d.Interdictions, d.Triggers = slices.Clip(d.Handovers), slices.Clip(d.Interdictions), slices.Clip(d.Triggers)
	d.Alerts, d.Sightings, d.Breaches = slices.Clip(d.Alerts), slices.Clip(d.Sightings), slices.Clip(d.Breaches)
	d.Substitutions, d.Losses, d.Devices = slices.Clip(d.Substitutions), slices.Clip(d.Losses), slices.Clip(d.Devices)
	d.Notices, d.Incidents = slices.Clip(d.Notices), slices.Clip(d.Incidents)
	d.Deliveries, d.Consignees = slices.Clip(d.Deliveries), slices.Clip(d.Consignees)
	d.Arrests, d.Seizures, d.Costs = slices.Clip(d.Arrests), slices.Clip(d.Seizures), slices.Clip(d.Costs)
	d.Notifications, d.Leaks = slices.Clip(d.Notifications), slices.Clip(d.Leaks)
	d.Corrections, d.Handled, d.Texts = slices.Clip(d.Corrections), slices.Clip(d.Handled), slices.Clip(d.Texts)
	d.Parts = slices.Clone(d.Parts)
	for i := range d.Parts {
		p := &d.Parts[i]
		p.Path, p.Watch, p.Hands = slices.Clip(p.Path), slices.Clip(p.Watch), slices.Clip(p.Hands)
		p.Openings, p.Weighings, p.Tests = slices.Clip(p.Openings), slices.Clip(p.Weighings), slices.Clip(p.Tests)
		p.SealWords, p.Carried = slices.Clip(p.SealWords), slices.Clip(p.Carried)
	}
	d.Parts = slices.Clip(d.Parts)
	return d
}

// grown appends without touching what another continuation may hold.
func grown[T any](list []T, x T) []T { return append(slices.Clip(list), x) }

// changed is the list with its first element that is meant changed; a copy, so
// that nothing touches what another continuation may hold.
func changed[T any](list []T, is func(T) bool, change func(*T)) []T {
	if i := slices.IndexFunc(list, is); i >= 0 {
		list = slices.Clone(list)
		change(&list[i])
	}
	return list
}

// without copies a list only if something goes.
func without[T any](list []T, goes func(T) bool) []T {
	if !slices.ContainsFunc(list, goes) {
		return list
	}
	return slices.DeleteFunc(slices.Clone(list), goes)
}

func lastOf[T any](list []T, is func(T) bool) int {
	for i := len(list) - 1; i >= 0; i-- {
		if is(list[i]) {
			return i
		}
	}
	return -1
}

// otherwise is what a revision says, or what was said before if it says nothing.
func otherwise[T comparable](now, before T) T {
	var nothing T
	if now == nothing {
		return before
	}
	return now
}

func newest[T any](list []T, most int) []T { return list[max(0, len(list)-most):] }

// binding is the newest texts, and of older ones what handling demands: words of H3
// bind for as long as the record is used.
func binding(list []TextLine, most int) []TextLine {
	drop := len(list) - most
	if drop <= 0 {
		return list
	}
	kept := make([]TextLine, 0, len(list))
	for _, t := range list {
		if drop > 0 && t.Slot != events.SlotRestriction {
			drop--
			continue
		}
		kept = append(kept, t)
	}
	return newest(kept, most)
}

func some[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
