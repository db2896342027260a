package events

import (
	"math"
	"slices"
)

// The quick way into an entry: its members, slots and enclosures are read where they
// are due, by the same functions that read them by reflection, and each event where it
// stands. Whatever is not exactly as due is not judged here: then the entry is read
// again by reflection, which says what is wrong.

// is takes a piece of text if it stands here.
func (r *reader) is(text string) bool {
	end := r.at + len(text)
	if end > len(r.b) || string(r.b[r.at:end]) != text {
		return false
	}
	r.at = end
	return true
}

func (r *reader) quickNumber(to *uint64) bool {
	n, err := r.number()
	*to = n
	return err == nil
}

func (r *reader) quickInt(to *int) bool {
	n, err := r.number()
	*to = int(n)
	return err == nil && n <= math.MaxInt
}

func (r *reader) quickText() []byte {
	b, err := r.text()
	if err != nil {
		return nil // which no word is
	}
	return b
}

func (r *reader) quickString(to *string) bool {
	b, err := r.text()
	*to = said(b)
	return err == nil
}

// quickEntry tells what it read, and whether it could read it all.
func (r *reader) quickEntry() (e Entry, v int, ok bool) {
	ok = r.is(`{"v":`) && r.quickInt(&v) &&
		r.is(`,"edition":`) && r.quickInt(&e.Edition) &&
		r.is(`,"operation":`) && e.Operation.UnmarshalText(r.quickText()) == nil &&
		r.is(`,"n":`) && r.quickNumber(&e.N) &&
		r.is(`,"prev":`) && unhex(e.Prev[:], r.quickText()) &&
		r.is(`,"registry":`) && r.quickNumber(&e.Registry) &&
		r.is(`,"at":`) && e.At.UnmarshalText(r.quickText()) == nil &&
		r.is(`,"note":`) && r.quickString(&e.Note) &&
		r.is(`,"slots":`) && r.quickSlots(&e.Slots) &&
		r.is(`,"enclosures":`) && r.quickEnclosures(&e.Enclosures) &&
		r.is(`,"events":`) && r.quickEvents(&e.Events) &&
		r.is(`}`) && r.at == len(r.b)
	return e, v, ok
}

// quickSlots takes all values over from the input in one piece.
func (r *reader) quickSlots(to *[]Slot) bool {
	if r.is(`[]`) {
		*to = []Slot{}
		return true
	}
	var few [8]Slot
	list := few[:0]
	size := 0
	for more := r.is(`[`); more; more = r.is(`,`) {
		list = append(list, Slot{})
		s := &list[len(list)-1]
		ok := r.is(`{"name":`) && r.quickString(&s.Name) && r.is(`,"salt":`) && unbase64(s.Salt[:], r.quickText()) && r.is(`,"value":`)
		if !ok {
			return false
		}
		value, err := r.skip(1)
		if err != nil || !r.is(`}`) {
			return false
		}
		s.Value = value
		size += len(value)
	}
	piece := make([]byte, 0, size)
	for i := range list {
		from := len(piece)
		piece = append(piece, list[i].Value...)
		list[i].Value = piece[from:len(piece):len(piece)]
	}
	*to = append(make([]Slot, 0, len(list)), list...)
	return len(list) > 0 && r.is(`]`)
}

func (r *reader) quickEnclosures(to *[]Enclosure) bool {
	if r.is(`[]`) {
		*to = []Enclosure{}
		return true
	}
	var few [8]Enclosure
	list := few[:0]
	for more := r.is(`[`); more; more = r.is(`,`) {
		list = append(list, Enclosure{})
		e := &list[len(list)-1]
		ok := r.is(`{"name":`) && r.quickString(&e.Name) && r.is(`,"class":`) && e.Class.UnmarshalText(r.quickText()) == nil &&
			r.is(`,"size":`) && r.quickInt(&e.Size) && r.is(`,"commit":`) && unbase64(e.Commit[:], r.quickText()) && r.is(`}`)
		if !ok {
			return false
		}
	}
	*to = append(make([]Enclosure, 0, len(list)), list...)
	return len(list) > 0 && r.is(`]`)
}

func (r *reader) quickEvents(to *[]Event) bool {
	var few [8]Event
	list := few[:0]
	for more := r.is(`[`); more; more = r.is(`,`) {
		r.most = MaxList
		_, e, err := r.oneEvent(true)
		r.most = 0
		if err != nil {
			return false
		}
		list = append(list, e)
	}
	*to = slices.Clone(list)
	return len(list) > 0 && r.is(`]`)
}
