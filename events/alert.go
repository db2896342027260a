package events

import (
	"slices"
	"strings"
)

// Alerts: what somebody must look at. One for each cause, raised by a fact or a
// clock, never by a person; told is who has acknowledged it by name (INV-28).
type alert struct{}

func (alert) isEvent() {}

// AlertRaised calls a State's desk. It is derived.
type AlertRaised struct {
	alert
	Alert AlertTerms `json:"alert,omitzero"`
}

// AlertAcknowledged is an officer saying: I have it.
type AlertAcknowledged struct {
	alert
	Acknowledgement AlertName `json:"acknowledgement,omitzero"`
}

// AlertEscalated is a desk passing an alert on to the lead.
type AlertEscalated struct {
	alert
	Escalation AlertName `json:"escalation,omitzero"`
}

// AlertResolved ends an alert, by an officer's word or because its cause is gone.
type AlertResolved struct {
	alert
	Resolution ResolutionTerms `json:"resolution,omitzero"`
}

// AlertRepeated is a clock's: nobody has acknowledged it, so it is told again;
// from the second round on the lead is called too.
type AlertRepeated struct {
	alert
	Repetition RepetitionTerms `json:"repetition,omitzero"`
}

func (AlertRaised) Kind() Kind       { return "alert.raised" }
func (AlertAcknowledged) Kind() Kind { return "alert.acknowledged" }
func (AlertEscalated) Kind() Kind    { return "alert.escalated" }
func (AlertResolved) Kind() Kind     { return "alert.resolved" }
func (AlertRepeated) Kind() Kind     { return "alert.repeated" }

// AlertTerms is an alert: its name, whose desk must look at it, and since when
// there is cause.
type AlertTerms struct {
	ID      AlertID `json:"id"`
	Country Country `json:"country"`
	Part    Part    `json:"part,omitzero"`
	Since   Time    `json:"since"`
}

// AlertName names an alert of a State.
type AlertName struct {
	ID      AlertID `json:"id"`
	Country Country `json:"country"`
}

// ResolutionTerms is which alert is over, and in a short word why.
type ResolutionTerms struct {
	ID      AlertID `json:"id"`
	Country Country `json:"country"`
	Ground  Code    `json:"ground"`
}

// RepetitionTerms is which alert is told again, and how often that has been.
type RepetitionTerms struct {
	ID      AlertID `json:"id"`
	Country Country `json:"country"`
	Round   uint16  `json:"round"`
}

// AlertID names an alert by its cause and what it is about:
// checkpoint-missed/AT-CP1. A State has at most one open alert of a name.
type AlertID string

// Cause is the first part of an alert's name.
func (a AlertID) Cause() Code {
	cause, _, _ := strings.Cut(string(a), "/")
	return Code(cause)
}

// About is the rest of it: a checkpoint, a handover point, a part, a consent.
func (a AlertID) About() string {
	_, about, _ := strings.Cut(string(a), "/")
	return about
}

// coordinating are the causes that call the leading State as the lead. What they tell
// of other States is for its coordinator, and not for its desk, which sees no more of
// them than any other desk.
var coordinating = []Code{"request-unacknowledged", "request-unanswered", "information-asked", "plan-returned",
	"assurance-withdrawn", "not-told", "mode-not-allowed", "battery-too-short", "unconfirmed-report"}

const abroad = "-abroad"

// Abroad is the cause for which the coordinator is called about what calls another
// State, or is another's matter: control-lost-abroad.
func Abroad(cause Code) Code { return cause + abroad }

// Matter is the cause itself, whoever is called for it.
func Matter(cause Code) Code { return Code(strings.TrimSuffix(string(cause), abroad)) }

// Coordinating tells whether a breach of this rule, or a call for this cause, is for
// the lead's coordinator alone.
func Coordinating(cause Code) bool {
	return slices.Contains(coordinating, cause) || Matter(cause) != cause
}
