package events

import "reflect"

// The quick way into a feed message, as into an entry. The reader by reflection looks at
// the whole content before it reads it, so a value of no fixed type may be nested less
// deep here, by what it stands in.
const valueDepth = 6 // content, briefing, shown, slots, slot, value

// quickMessage tells what it read, where its content lies, and whether it could read
// it all. It has judged each event.
func (r *reader) quickMessage() (m Message, content []byte, ok bool) {
	from := len(`{"content":`)
	c := &m.Content
	ok = r.is(`{"content":{"v":`) && r.quickInt(&c.V) &&
		r.is(`,"edition":`) && r.quickInt(&c.Edition) &&
		r.is(`,"viewer":`) && c.Viewer.UnmarshalText(r.quickText()) == nil &&
		r.is(`,"counter":`) && r.quickNumber(&c.Counter) &&
		r.is(`,"prev":`) && unhex(c.Prev[:], r.quickText()) &&
		r.is(`,"briefing":`) && quickShown.read(r, &c.Briefing) &&
		r.is(`,"entry":`) && quickShown.read(r, &c.Entry) &&
		r.is(`,"withdrawn":`) && readWithdrawn(r, reflect.ValueOf(&c.Withdrawn).Elem()) == nil &&
		(!r.is(`,"more":`) || c.More.UnmarshalText(r.quickText()) == nil) &&
		r.is(`}`)
	if !ok {
		return m, nil, false
	}
	content = r.b[from:r.at]
	ok = r.is(`,"proof":{"briefing":`) && quickProofs.read(r, &m.Proof.Briefing) &&
		r.is(`,"entry":`) && quickProofs.read(r, &m.Proof.Entry) &&
		r.is(`}}`) && r.at == len(r.b)
	return m, content, ok
}

var (
	quickShown = quickly(func(r *reader, s *Shown) bool {
		ok := r.is(`{"operation":`) && s.Operation.UnmarshalText(r.quickText()) == nil &&
			r.is(`,"command":`) && s.Command.UnmarshalText(r.quickText()) == nil &&
			(!r.is(`,"after":`) || s.After.UnmarshalText(r.quickText()) == nil) &&
			(!r.is(`,"act":`) || s.Act.UnmarshalText(r.quickText()) == nil) &&
			r.is(`,"author":`) && s.Author.UnmarshalText(r.quickText()) == nil &&
			r.is(`,"at":`) && s.At.UnmarshalText(r.quickText()) == nil &&
			(!r.is(`,"occurred":`) || s.Occurred.UnmarshalText(r.quickText()) == nil) &&
			(!r.is(`,"known":`) || s.Known.UnmarshalText(r.quickText()) == nil) &&
			r.is(`,"slots":`) && quickShownSlots.read(r, &s.Slots) &&
			r.is(`,"enclosures":`) && quickShownEnclosures.read(r, &s.Enclosures) &&
			r.is(`,"events":`) && quickRawEvents.read(r, &s.Events) &&
			r.is(`}`)
		s.takeOver()
		return ok
	})
	quickShownSlots = quickly(func(r *reader, s *ShownSlot) bool {
		return r.is(`{"name":`) && r.quickString(&s.Name) && r.is(`,"value":`) && r.quickRaw(&s.Value, valueDepth) && r.is(`}`)
	})
	quickShownEnclosures = quickly(func(r *reader, e *ShownEnclosure) bool {
		return r.is(`{"name":`) && r.quickString(&e.Name) && r.is(`,"class":`) && e.Class.UnmarshalText(r.quickText()) == nil &&
			r.is(`,"size":`) && r.quickInt(&e.Size) && r.is(`}`)
	})
	quickRawEvents = quickly(func(r *reader, to *Raw) bool {
		from := r.at
		var judged Event
		if !r.quickEvent(&judged, false) {
			return false
		}
		*to = r.b[from:r.at]
		return true
	})
	readWithdrawn = codecOf(reflect.TypeFor[[]Withdrawn]()) // little is ever taken back
	quickProofs   = quickly(func(r *reader, p *NoteProof) bool {
		return r.is(`{"note":`) && r.quickString(&p.Note) && r.is(`,"salts":`) && quickSalts.read(r, &p.Salts) && r.is(`}`)
	})
	quickSalts = quickly(func(r *reader, s *SlotSalt) bool {
		return r.is(`{"name":`) && r.quickString(&s.Name) && r.is(`,"salt":`) && unbase64(s.Salt[:], r.quickText()) && r.is(`}`)
	})
)

// takeOver has the raw values of the shown entry lie in the input no more.
func (s *Shown) takeOver() {
	size := 0
	for i := range s.Slots {
		size += len(s.Slots[i].Value)
	}
	for i := range s.Events {
		size += len(s.Events[i])
	}
	values := make(pieces, 0, size)
	for i := range s.Slots {
		values.take(&s.Slots[i].Value)
	}
	for i := range s.Events {
		values.take(&s.Events[i])
	}
}
