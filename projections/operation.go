package projections

import "vigil/events"

// StateLine is a State of the operation with all its roles, as far as they are
// shown, and what it has given to the operation.
type StateLine struct {
	Country      events.Country      `json:"country"`
	Roles        []events.StateRole  `json:"roles,omitempty"`
	Bond         events.Bond         `json:"bond,omitzero"`
	Assurances   []AssuranceLine     `json:"assurances,omitempty"`
	Plan         PlanLine            `json:"plan,omitzero"`
	Teams        []TeamLine          `json:"teams,omitempty"`
	Admitted     []AdmissionLine     `json:"admitted,omitempty"`
	Undercover   PresenceLine        `json:"undercover,omitzero"`
	Letters      []LetterLine        `json:"letters,omitempty"`
	Deconflicted []DeconflictionLine `json:"deconflicted,omitempty"`
	Report       events.CommandID    `json:"report,omitzero"` // after the end
	Reported     events.Time         `json:"reported,omitzero"`
	Overdue      events.Time         `json:"overdue,omitzero"` // its clock said so: since when
}

// TriggerLine is a State that takes no part and must act: the goods come its way,
// or are there.
type TriggerLine struct {
	Country  events.Country `json:"country"`
	Part     events.Part    `json:"part"`
	Contact  events.Country `json:"contact"`
	Expected events.Time    `json:"expected"`
	At       events.Time    `json:"at"`
	Hazards  []events.Code  `json:"hazards,omitempty"`
	// Corrected is why the record that it followed from is void; empty: it stands.
	Corrected events.Code `json:"corrected,omitzero"`
}

// BreachLine is a breach and the command that it stands beside.
type BreachLine struct {
	Command   events.CommandID `json:"command"`
	Rule      events.Code      `json:"rule"`
	Country   events.Country   `json:"country"`
	Part      events.Part      `json:"part,omitzero"`
	Since     events.Time      `json:"since"`
	Corrected events.Code      `json:"corrected,omitzero"` // why the record beside it is void; empty: it stands
}

func (d *Document) evolveOperation(r *record, e events.Event) bool {
	switch e := e.(type) {
	case events.OperationOpened:
		d.Name, d.Lead, d.Goods, d.Opened = e.Operation.Name, e.Operation.Lead, e.Operation.Goods, r.shown.At
		d.state(e.Operation.Lead, events.Requesting)
	case events.StateInvolved:
		d.state(e.State.Country, e.State.Role)
		d.of(e.State.Country, func(s *StateLine) { s.Bond = otherwise(e.State.Bond, s.Bond) })
	case events.StateTriggered:
		if t := e.Trigger; t.Country != "" {
			d.Triggers = append(d.Triggers, TriggerLine{t.Country, t.Part, t.Contact, t.Expected, r.shown.At, e.Hazards.Hazards, r.void})
		}
	case events.OperationSuspended:
		d.Suspended, d.Ground = r.shown.At, e.Suspension.Ground
	case events.OperationResumed:
		d.Suspended, d.Ground = events.Time{}, ""
	case events.OperationTerminated:
		d.Suspended, d.Terminated, d.Ground = events.Time{}, r.shown.At, e.Termination.Ground
	case events.OperationEnded:
		d.Ending, d.Ended = e.Ending.Cause, r.shown.At
	case events.OperationClosed:
		d.Closed, d.Review = r.shown.At, e.Closing.Review
	case events.OperationReopened:
		d.Closed, d.Review, d.Reopened, d.Ground = events.Time{}, events.Time{}, r.shown.At, e.Reopening.Ground
	case events.BreachFound:
		if b := e.Breach; b.Rule != "" {
			d.Breaches = append(d.Breaches, BreachLine{r.shown.Command, b.Rule, b.Country, b.Part, b.Since, r.void})
			d.Parts = changed(d.Parts, func(p PartLine) bool { return p.Part == b.Part }, func(p *PartLine) { p.beside(r.shown.Command, b.Rule) })
		}
	default:
		return false
	}
	return true
}

func (d *Document) state(c events.Country, role events.StateRole) {
	d.of(c, func(s *StateLine) { s.Roles = grown(s.Roles, role) })
}

// HasEnded tells whether nothing travels any more: what is left is to settle it, or
// that is done too.
func (d Document) HasEnded() bool { return d.State == Over || d.State == Closed }

// stands says where the operation stands, after all that was told.
func (d *Document) stands() OperationState {
	switch {
	case !d.Closed.IsZero():
		return Closed
	case !d.Ended.IsZero():
		return Over
	case !d.Terminated.IsZero():
		return Terminated
	case !d.Suspended.IsZero():
		return Suspended
	}
	for i := range d.Parts {
		if p := &d.Parts[i]; len(p.Path) > 0 || !p.Departed.IsZero() {
			return Running
		}
	}
	return Preparing
}
