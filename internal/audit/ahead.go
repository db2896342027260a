package audit

import (
	"bytes"
	"sync"

	"vigil/events"
	"vigil/internal/identity"
	"vigil/internal/journal"
)

// record is one record, read as far as it can be by itself.
type record struct {
	journal.Record
	entry    events.Entry
	note     events.Note
	sigs     []events.Signature
	bad      error // why it is no entry
	fact     events.Event
	seen     events.Seen
	unproven error // why its slots are not what its note commits to
}

func (r *record) read() {
	if r.entry, r.bad = events.DecodeEntry(r.Body); r.bad != nil {
		return
	}
	if r.note, r.sigs, r.bad = events.ParseNote(r.entry.Note); r.bad != nil {
		return
	}
	r.fact, r.seen, r.unproven = identity.Proposed(r.note, r.entry.Slots, r.entry.Enclosures)
}

// A batch is read side by side and then judged in order.
const (
	batchRecords = 256
	batchBytes   = 4 << 20
)

// gather takes a record as the journal hands it over.
func (p *pass) gather(stored journal.Record) error {
	stored.Body = bytes.Clone(stored.Body)
	p.batch = append(p.batch, record{Record: stored})
	p.batched += len(stored.Body)
	if len(p.batch) < batchRecords && p.batched < batchBytes {
		return nil
	}
	p.flush()
	return p.interrupt
}

// flush judges what was gathered, until the store cannot be asked.
func (p *pass) flush() {
	var readers sync.WaitGroup
	for first := range p.o.Workers {
		readers.Go(func() {
			for i := first; i < len(p.batch); i += p.o.Workers {
				p.batch[i].read()
			}
		})
	}
	readers.Wait()
	for i := range p.batch {
		if p.interrupt == nil {
			p.record(&p.batch[i])
		}
	}
	clear(p.batch)
	p.batch, p.batched = p.batch[:0], 0
}
