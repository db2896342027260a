package events

import (
	"math"
	"slices"
	"sync"
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

// quickList reads a list, element by element, in a room that is used again.
type quickList[E any] struct {
	one  func(*reader, *E) bool
	room sync.Pool
}

func quickly[E any](one func(*reader, *E) bool) *quickList[E] {
	return &quickList[E]{one: one, room: sync.Pool{New: func() any { return new([]E) }}}
}

func (q *quickList[E]) read(r *reader, to *[]E) bool {
	if r.is(`[]`) {
		*to = []E{}
		return true
	}
	room := q.room.Get().(*[]E)
	list, ok := (*room)[:0], true
	for more := r.is(`[`); ok && more; more = r.is(`,`) {
		var one E
		list = append(list, one)
		ok = q.one(r, &list[len(list)-1])
	}
	ok = ok && len(list) > 0 && r.is(`]`)
	if ok {
		*to = slices.Clone(list)
	}
	clear(list)
	*room = list
	q.room.Put(room)
	return ok
}

// pieces are raw values that were taken over from the input, one behind the other.
type pieces []byte

func (p *pieces) take(raw *Raw) {
	from := len(*p)
	*p = append(*p, *raw...)
	*raw = Raw((*p)[from:len(*p):len(*p)])
}

var (
	quickSlots = quickly(func(r *reader, s *Slot) bool {
		return r.is(`{"name":`) && r.quickString(&s.Name) && r.is(`,"salt":`) && unbase64(s.Salt[:], r.quickText()) &&
			r.is(`,"value":`) && r.quickRaw(&s.Value, 1) && r.is(`}`)
	})
	quickEnclosures = quickly(func(r *reader, e *Enclosure) bool {
		return r.is(`{"name":`) && r.quickString(&e.Name) && r.is(`,"class":`) && e.Class.UnmarshalText(r.quickText()) == nil &&
			r.is(`,"size":`) && r.quickInt(&e.Size) && r.is(`,"commit":`) && unbase64(e.Commit[:], r.quickText()) && r.is(`}`)
	})
	quickEvents = quickly(func(r *reader, to *Event) bool { return r.quickEvent(to, true) })
)

// quickRaw leaves the value in the input, for pieces to take it.
func (r *reader) quickRaw(to *Raw, depth int) bool {
	b, err := r.skip(depth)
	*to = b
	return err == nil
}

func (r *reader) quickEvent(to *Event, keep bool) bool {
	r.most = MaxList
	_, e, err := r.oneEvent(keep)
	r.most = 0
	*to = e
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
		r.is(`,"slots":`) && quickSlots.read(r, &e.Slots) &&
		r.is(`,"enclosures":`) && quickEnclosures.read(r, &e.Enclosures) &&
		r.is(`,"events":`) && quickEvents.read(r, &e.Events) &&
		r.is(`}`) && r.at == len(r.b)
	if !ok {
		return e, v, false
	}
	size := 0
	for i := range e.Slots {
		size += len(e.Slots[i].Value)
	}
	values := make(pieces, 0, size)
	for i := range e.Slots {
		values.take(&e.Slots[i].Value)
	}
	return e, v, true
}
