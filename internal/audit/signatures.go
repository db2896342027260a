package audit

import (
	"sync"

	"vigil/events"
	"vigil/internal/identity"
)

// pool verifies signatures beside the fold, which knows the keys and runs in
// order. The queue is bounded: a fold that is faster waits.
type pool struct {
	jobs    chan job
	workers sync.WaitGroup

	mu       sync.Mutex
	verified uint64
	bad      findings
}

type job struct {
	seq       uint64
	operation events.OperationID
	checks    []identity.Check
}

func newPool(workers int) *pool {
	p := &pool{jobs: make(chan job, 128*workers), bad: findings{kinds: map[Kind]int{}}}
	for range workers {
		p.workers.Go(p.work)
	}
	return p
}

// check queues the signatures of one entry.
func (p *pool) check(seq uint64, operation events.OperationID, checks []identity.Check) {
	p.jobs <- job{seq, operation, checks}
}

func (p *pool) work() {
	var verified uint64
	for j := range p.jobs {
		for _, c := range j.checks {
			if err := c.Verify(); err != nil {
				p.refuse(j, err)
			} else {
				verified++
			}
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.verified += verified
}

func (p *pool) refuse(j job, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.bad.found(Finding{Seq: j.seq, Operation: j.operation, What: kindOf(err, BadSignature),
		Text: "its note is not what its key signed", Next: keepAndRestore, Cause: err})
}

// close waits until all is verified, and gives the number of what was.
func (p *pool) close() (verified uint64, bad findings) {
	close(p.jobs)
	p.workers.Wait()
	return p.verified, p.bad
}
