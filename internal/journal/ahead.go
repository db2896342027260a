package journal

import (
	"bytes"
	"context"
	"errors"
	"sync"
)

// A batch is read by one of the readers, so many ahead of whoever takes them.
const (
	batchRecords = 64
	batchBytes   = 1 << 20
	batchesAhead = 8
)

type batch[T any] struct {
	records []Record
	read    []T
	ready   chan struct{} // closed when all are read
}

var errTakenEnough = errors.New("whoever takes the records wants no more")

// ReadAhead is Read for whoever has to do something with each record that needs no
// other: to decode it. So many readers do that side by side, ahead of take, which
// gets the records one after the other, in order, in the goroutine that has called
// ReadAhead. Each record's bytes are its own and may be kept.
//
// It returns what Read returns. An error of take ends it and is returned; last is then
// the last sequence that take had taken. Memory is that of some hundred records.
func ReadAhead[T any](ctx context.Context, j Journal, from uint64, readers int, read func(body []byte) T, take func(Record, T) error) (last uint64, err error) {
	unread, inOrder := make(chan *batch[T], batchesAhead), make(chan *batch[T], batchesAhead)
	enough := make(chan struct{})
	var all sync.WaitGroup
	for range readers {
		all.Go(func() {
			for b := range unread {
				for i, r := range b.records {
					b.read[i] = read(r.Body)
				}
				close(b.ready)
			}
		})
	}
	var end uint64 // what Read says, once inOrder is closed
	var ended error
	all.Go(func() {
		end, ended = gather(ctx, j, from, unread, inOrder, enough)
		close(unread)
		close(inOrder)
	})
	last = max(from, 1) - 1
	for b := range inOrder {
		<-b.ready
		for i, r := range b.records {
			if err == nil {
				if err = take(r, b.read[i]); err != nil {
					close(enough)
				} else {
					last = r.Seq
				}
			}
		}
	}
	all.Wait()
	if err != nil {
		return last, err
	}
	return end, ended
}

// gather puts records together in batches, until nobody wants more.
func gather[T any](ctx context.Context, j Journal, from uint64, unread, inOrder chan<- *batch[T], enough <-chan struct{}) (uint64, error) {
	next, size := &batch[T]{}, 0
	pass := func() error {
		if len(next.records) == 0 {
			return nil
		}
		next.read, next.ready = make([]T, len(next.records)), make(chan struct{})
		select {
		case <-enough:
			return errTakenEnough
		case inOrder <- next:
		}
		unread <- next // the readers always come to an end
		next, size = &batch[T]{}, 0
		return nil
	}
	last, err := j.Read(ctx, from, func(r Record) error {
		r.Body = bytes.Clone(r.Body)
		next.records = append(next.records, r)
		if size += len(r.Body); len(next.records) < batchRecords && size < batchBytes {
			return nil
		}
		return pass()
	})
	if !errors.Is(err, errTakenEnough) {
		if worse := pass(); err == nil {
			err = worse
		}
	}
	return last, err
}
