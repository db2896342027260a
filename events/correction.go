package events

// Corrections: what was told wrongly stays, and a later entry says so (EPCIS 2.0:
// errorDeclaration, correctiveEventIDs). Only facts are corrected; decisions are
// varied or revoked. A fact is corrected by telling it again, with corrects; what
// never happened is retracted.
type correction struct{}

func (correction) isEvent() {}

// RecordRetracted says that a fact that was told never happened.
type RecordRetracted struct {
	correction
	Retraction CorrectsTerms `json:"retraction,omitzero"`
}

func (RecordRetracted) Kind() Kind { return "record.retracted" }

// CorrectsTerms names the earlier record that is told anew, and in a short word
// what was wrong with it.
type CorrectsTerms struct {
	Record CommandID `json:"record"`
	Ground Code      `json:"ground"`
}
