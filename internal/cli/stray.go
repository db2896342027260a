package cli

import (
	"bytes"
	"errors"

	"vigil/events"
	"vigil/projections"
)

// stray is a label that a report names and nobody gave out: most often a slip of the
// pen. The report stands; there is no such part and no such device.
type stray struct {
	label string
	lacks string // what it lacks, in words
	ref   string // the message that named it first
}

// declared is a document without the parts and devices that nobody declared or
// assigned, and which those are. Only who is told of all that is declared can know.
func declared(d projections.Document) (projections.Document, []stray) {
	if !d.Viewer.IsLead() && d.Viewer != events.Audit {
		return d, nil
	}
	var strays []stray
	d.Parts = only(d.Parts, func(p projections.PartLine) bool {
		is := p.Record != ""
		if !is {
			strays = append(strays, stray{label: string(p.Part), lacks: "not declared by the lead"})
		}
		return is
	})
	d.Devices = only(d.Devices, func(x projections.DeviceLine) bool {
		is := x.Type != "" || !x.Assigned.IsZero() || len(x.Consents) > 0
		if !is {
			strays = append(strays, stray{label: string(x.ID), lacks: "assigned by nobody"})
		}
		return is
	})
	return d, strays
}

// strayed takes such labels out of the screen, and finds what named them.
func (s *screen) strayed(each func(func(events.Message) error) error) error {
	s.d, s.strays = declared(s.d)
	if len(s.strays) == 0 {
		return nil
	}
	left := len(s.strays)
	err := each(func(m events.Message) error {
		for _, shown := range append(m.Content.Briefing, m.Content.Entry...) {
			for i, x := range s.strays {
				if shown.Operation == s.d.Operation && x.ref == "" && names(shown, x.label) {
					s.strays[i].ref = reference(m.Content.Viewer, m.Content.Counter)
					left--
				}
			}
		}
		if left == 0 {
			return errEnough
		}
		return nil
	})
	if errors.Is(err, errEnough) {
		err = nil
	}
	return err
}

// names tells whether an entry has a label in what it says.
func names(s events.Shown, label string) bool {
	for _, e := range s.Events {
		if bytes.Contains(e, []byte(`"`+label+`"`)) {
			return true
		}
	}
	return false
}

// ghosts prints them, in one line each.
func (s *screen) ghosts() {
	for _, x := range s.strays {
		s.line("Not known", notice, said(x.lacks+":", commas(x.label, with("named in", x.ref))))
	}
}
