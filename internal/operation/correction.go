package operation

import (
	"slices"

	"vigil/events"
)

// The rules of corrections. Nothing is edited or deleted (INV-21): a later record
// says what was wrong, and what follows from the facts follows anew. A fact is
// corrected by telling it again, which cannot be refused; only that it never
// happened is a decision.
const (
	OnlyAuthorCorrects Rule = "only-its-author-corrects-a-record" // 1. INV-21; domain 4: RecordCorrected, by the author or its desk
	OnlyFactsCorrected Rule = "only-facts-are-corrected"          // 2. design 4: decisions are varied or revoked
	CorrectedOnce      Rule = "a-record-is-corrected-once"        // 3. EPCIS 2.0: correctiveEventIDs; what corrects it can be corrected
)

// CorrectsNoOwnRecord stands beside a fact that says it corrects what its author
// did not tell, or not as such a fact, or has corrected already. It is a new fact
// then. The answer is the same for a record that is not there.
const CorrectsNoOwnRecord events.Code = "correction-of-no-own-record"

// Corrected is why an alert is over that a corrected fact has raised.
const Corrected events.Code = "corrected"

type retractRecord struct{ events.RecordRetracted }

func (a retractRecord) decide(s situation) ([]events.Event, error) {
	record, ok := s.record(a.Retraction.Record)
	row, _ := events.ActOf(record.Act)
	switch {
	case !ok || record.Author.Country() != s.country():
		return nil, refuse(OnlyAuthorCorrects, NotFound, "%s has told no such record", s.country()).
			hint("Name a record of your own State.")
	case row.Nature != events.Observation:
		return nil, refuse(OnlyFactsCorrected, Refused, "%s is a decision, and holds", record.Act).
			hint("Vary, revoke or withdraw it.")
	case record.Corrected != "":
		return nil, refuse(CorrectedOnce, Conflict, "this was corrected already").
			hint("Name the record that corrects it.")
	}
	return s.tell(a.RecordRetracted, nil), nil
}

// tell gives a fact and all that follows from it: what its correction takes back,
// what it breaks and whom that calls, who directs now, and who sees. Decisions
// that change what stands use it too.
func (s situation) tell(fact events.Event, judge func(situation) []events.Event) []events.Event {
	t := telling{situation: s, before: s.Operation}
	t.add(fact)
	t.add(t.takenBack(fact)...)
	switch {
	case !t.counted():
		t.add(t.unconfirmed()...)
	case judge != nil:
		t.add(t.confirmed()...)
		t.add(judge(t.situation)...)
	}
	t.add(t.redirected()...)
	t.add(t.restated(t.before)...)
	t.add(t.watched(t.before)...)
	t.add(t.departed(t.before)...)
	t.add(t.weighs(t.before)...)
	t.add(t.silenced()...)
	t.add(t.attended(t.before)...)
	return t.out
}

// telling knows what holds with each event that was added: what follows from the
// next is asked of that.
type telling struct {
	situation
	before Operation
	out    []events.Event
}

func (t *telling) add(list ...events.Event) {
	t.situation = t.knowing(list)
	t.out = append(t.out, list...)
}

// knowing is the situation with events of its command folded.
func (s situation) knowing(list []events.Event) situation {
	c := Cause{Command: s.command.ID, Operation: s.command.Operation, Author: s.command.Signer, Key: s.command.Key, Occurred: s.command.Occurred, At: s.at}
	for _, e := range list {
		s.Operation = Evolve(s.Operation, c, e)
	}
	return s
}

// takenBack says what a correction takes back beside the facts themselves: the
// alerts that the old record raised. A checkpoint that was missed before it was
// reported is missed again.
func (t *telling) takenBack(fact events.Event) []events.Event {
	corrects := correctsOf(fact)
	if corrects == (events.CorrectsTerms{}) {
		return nil
	}
	if !t.before.corrects(t.command.Signer, t.command.Act, corrects.Record) {
		return t.breaks(CorrectsNoOwnRecord, t.country(), partOf(fact), t.moment())
	}
	var out []events.Event
	for _, a := range t.Alerts {
		if t.caused(a, corrects.Record) {
			out = append(out, a.resolved(Corrected))
		}
	}
	for i, p := range t.Checkpoints {
		if len(p.Reached) == 0 && len(t.before.Checkpoints[i].Reached) > 0 && !p.Missed.IsZero() && !p.Waived && t.Ended.IsZero() {
			out = append(out, t.raise(CheckpointMissed, string(p.ID), t.answers(p.Country), "", p.Missed)...)
		}
	}
	return out
}

// caused tells whether an alert has no cause but a record that does not stand any
// more: it has raised it, or said last that the rule is broken that it is about.
func (t *telling) caused(a Alert, record events.CommandID) bool {
	breaks := func(b Breach) bool {
		to := t.Lead
		if t.knewSpeaker(b.Country, b.By) {
			to = t.answers(b.Country)
		}
		return a.ID == alertID(t.causeFor(to, b.Rule, b.By), string(b.Part)) && a.Country == to
	}
	if slices.ContainsFunc(t.Breaches, breaks) {
		return false
	}
	return a.By == record || slices.ContainsFunc(t.before.Breaches, func(b Breach) bool { return b.By == record && breaks(b) })
}

// breaks is a breach and the call for it: to the State concerned, if it knows of
// the operation and may know who says so; if not, to the lead. After the end nobody
// is called.
func (s situation) breaks(rule events.Code, country events.Country, part events.Part, since events.Time) []events.Event {
	out := []events.Event{breach(rule, country, part, since)}
	if !s.Ended.IsZero() {
		return out
	}
	return append(out, s.call(rule, string(part), country, part, since)...)
}

// answers is whose desk is called for what concerns a State, whoever says it. For a
// closed file only the lead answers: it may open it again.
func (o Operation) answers(country events.Country) events.Country {
	if o.Concerns(country) && o.Closed.IsZero() {
		return country
	}
	return o.Lead
}

// corrects tells whether a command may correct a record: one of its own State's,
// of the same act, that stands.
func (o Operation) corrects(author events.Viewer, act events.Act, id events.CommandID) bool {
	record, ok := o.record(id)
	return ok && record.Author.Country() == author.Country() && record.Corrected == "" && (record.Act == act || act == "record.retract")
}

// recorded folds what every command is known by: its own event, the first, names
// its act. If it corrects another, that one's effect is undone here.
func (o Operation) recorded(c Cause, e events.Event) Operation {
	act, states := actOfFact[e.Kind()]
	if n := len(o.Records); !states || n > 0 && o.Records[n-1][len(o.Records[n-1])-1].ID == c.Command {
		return o // it follows from a command that is known
	}
	if corrects := correctsOf(e); corrects.Record != "" && o.corrects(c.Author, act, corrects.Record) {
		o = o.undone(corrects.Record, c.Command)
	}
	named, _ := namedBy(e)
	return o.filed(Record{ID: c.Command, Author: c.Author, Act: act, Named: named, Apart: !o.counts(c, e)})
}

var actOfFact = func() map[events.Kind]events.Act {
	acts := make(map[events.Kind]events.Act, len(events.Acts))
	for _, row := range events.Acts {
		acts[row.Fact] = row.Act
	}
	return acts
}()

// Records stand in pages, so that one more copies a page and not all of them.
const recordPage = 16

func (o Operation) filed(r Record) Operation {
	last := len(o.Records) - 1
	if last < 0 || len(o.Records[last]) == recordPage {
		o.Records = with(o.Records, []Record{r})
		return o
	}
	o.Records = slices.Clone(o.Records)
	o.Records[last] = with(o.Records[last], r)
	return o
}

// told is how many commands the operation has.
func (o Operation) told() int {
	if len(o.Records) == 0 {
		return 0
	}
	full := len(o.Records) - 1
	return full*recordPage + len(o.Records[full])
}

func (o Operation) record(id events.CommandID) (Record, bool) {
	r, n := o.numbered(id)
	return r, n > 0
}

// numbered finds a record, and which command of the operation it is; 0: it is none.
func (o Operation) numbered(id events.CommandID) (Record, int) {
	for i, page := range o.Records {
		if j := slices.IndexFunc(page, func(r Record) bool { return r.ID == id }); j >= 0 {
			return page[j], i*recordPage + j + 1
		}
	}
	return Record{}, 0
}

// undone folds that a record does not stand any more.
func (o Operation) undone(id, by events.CommandID) Operation {
	o.Records = slices.Clone(o.Records)
	for i, page := range o.Records {
		o.Records[i] = amended(page, func(r Record) bool { return r.ID == id }, func(r *Record) { r.Corrected = by })
	}
	o.Parts = amended(o.Parts, func(Part) bool { return true }, func(p *Part) {
		p.Moves = slices.DeleteFunc(slices.Clone(p.Moves), func(m Move) bool { return m.Record == id })
		p.Eyes = slices.DeleteFunc(slices.Clone(p.Eyes), func(e Eyes) bool { return e.Record == id })
		p.Ledger = slices.DeleteFunc(slices.Clone(p.Ledger), func(x Posting) bool { return x.Record == id })
		p.Findings = slices.DeleteFunc(slices.Clone(p.Findings), func(f Finding) bool { return f.Record == id })
		p.Seals = slices.DeleteFunc(slices.Clone(p.Seals), func(x Seal) bool { return x.Record == id })
		p.Gone = p.Gone || p.Begun == id
		p.Passed = slices.DeleteFunc(slices.Clone(p.Passed), func(e Eyes) bool { return e.Record == id })
	})
	o = o.voided()
	o.Notices = slices.DeleteFunc(slices.Clone(o.Notices), func(n Notice) bool { return n.ID == id })
	o.Devices = amended(o.Devices, func(Device) bool { return true }, func(d *Device) { d.forget(id) })
	o.Breaches = slices.DeleteFunc(slices.Clone(o.Breaches), func(b Breach) bool { return b.By == id })
	o.Alerts = amended(o.Alerts, func(a Alert) bool { return a.ToldBy == id }, func(a *Alert) { a.Told = events.Time{} })
	o.Numbers = slices.DeleteFunc(slices.Clone(o.Numbers), func(n Identified) bool { return n.Record == id })
	o.Checkpoints = amended(o.Checkpoints, func(p Checkpoint) bool { return slices.Contains(p.Reached, id) }, func(p *Checkpoint) {
		p.Reached = slices.DeleteFunc(slices.Clone(p.Reached), func(r events.CommandID) bool { return r == id })
	})
	return o
}

// correctsOf is which record a fact corrects; none if it is zero.
func correctsOf(e events.Event) events.CorrectsTerms {
	switch e := e.(type) {
	case events.ConsignmentDeparted:
		return e.Corrects
	case events.PossessionChanged:
		return e.Corrects
	case events.CheckpointReached:
		return e.Corrects
	case events.SightingReported:
		return e.Corrects
	case events.BorderCrossed:
		return e.Corrects
	case events.EyesOnTaken:
		return e.Corrects
	case events.EyesOnDegraded:
		return e.Corrects
	case events.EyesOnLost:
		return e.Corrects
	case events.EyesOnRegained:
		return e.Corrects
	case events.RouteDeviated:
		return e.Corrects
	case events.HandoverCompleted:
		return e.Corrects
	case events.InterdictionExecuted:
		return e.Corrects
	case events.ConsignmentOpened:
		return e.Corrects
	case events.ItemWeighed:
		return e.Corrects
	case events.ItemSampled:
		return e.Corrects
	case events.ItemTested:
		return e.Corrects
	case events.WeaponsRecorded:
		return e.Corrects
	case events.PartSplit:
		return e.Corrects
	case events.PartMerged:
		return e.Corrects
	case events.SubstitutionPerformed:
		return e.Corrects
	case events.GoodsStored:
		return e.Corrects
	case events.SealChanged:
		return e.Corrects
	case events.SealsChecked:
		return e.Corrects
	case events.HazardRemoved:
		return e.Corrects
	case events.ConveyanceChanged:
		return e.Corrects
	case events.SurveillanceNotified:
		return e.Corrects
	case events.IncidentReported:
		return e.Corrects
	case events.DeviceFitted:
		return e.Corrects
	case events.DeviceRead:
		return e.Corrects
	case events.DeviceTampered:
		return e.Corrects
	case events.DeviceRecovered:
		return e.Corrects
	case events.DeliveryMade:
		return e.Corrects
	case events.ConsigneeIdentified:
		return e.Corrects
	case events.ArrestMade:
		return e.Corrects
	case events.SeizureMade:
		return e.Corrects
	case events.NotificationMade:
		return e.Corrects
	case events.DisclosureBreached:
		return e.Corrects
	case events.RecordRetracted:
		return e.Retraction
	}
	return events.CorrectsTerms{}
}

// partOf is which part an observation tells of.
func partOf(e events.Event) events.Part {
	switch e := e.(type) {
	case events.ConsignmentDeparted:
		return e.Departed.Part
	case events.PossessionChanged:
		return e.Possession.Part
	case events.CheckpointReached:
		return e.Reached.Part
	case events.SightingReported:
		return e.Sighting.Part
	case events.BorderCrossed:
		return e.Crossing.Part
	case events.EyesOnTaken:
		return e.Eyes.Part
	case events.EyesOnDegraded:
		return e.Eyes.Part
	case events.EyesOnLost:
		return e.Eyes.Part
	case events.EyesOnRegained:
		return e.Eyes.Part
	case events.RouteDeviated:
		return e.Deviation.Part
	case events.HandoverCompleted:
		return e.Completion.Part
	case events.InterdictionExecuted:
		return e.Executed.Part
	case events.ConsignmentOpened:
		return e.Opening.Part
	case events.ItemWeighed:
		return e.Weighing.Part
	case events.ItemSampled:
		return e.Sample.Part
	case events.ItemTested:
		return e.Test.Part
	case events.WeaponsRecorded:
		return e.Weapons.Part
	case events.PartSplit:
		return e.Split.Part
	case events.PartMerged:
		return e.Merge.Part
	case events.SubstitutionPerformed:
		return e.Performed.Part
	case events.GoodsStored:
		return e.Stored.Part
	case events.SealChanged:
		return e.Seal.Part
	case events.SealsChecked:
		return e.Check.Part
	case events.HazardRemoved:
		return e.Removed.Part
	case events.ConveyanceChanged:
		return e.Conveyance.Part
	case events.SurveillanceNotified:
		return e.Notice.Part
	case events.IncidentReported:
		return e.Incident.Part
	case events.DeviceFitted:
		return e.Fitted.Part
	case events.DeliveryMade:
		return e.Delivery.Part
	case events.ConsigneeIdentified:
		return e.Consignee.Part
	case events.ArrestMade:
		return e.Arrest.Part
	case events.SeizureMade:
		return e.Seizure.Part
	}
	return ""
}

func evolveCorrection(o Operation, _ Cause, e events.Event) (Operation, bool) {
	switch e.(type) {
	case events.RecordRetracted:
		return o, true // it was undone where records are folded
	}
	return o, false
}
