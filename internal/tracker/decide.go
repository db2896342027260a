package tracker

import (
	"context"
	"errors"
	"fmt"

	"vigil/events"
	"vigil/internal/apply"
	"vigil/internal/enclosures"
	"vigil/internal/gateway"
	"vigil/internal/identity"
	"vigil/internal/journal"
	"vigil/internal/operation"
)

// enter takes the turn, or says that it did not come before ctx ended.
func (t *Tracker) enter(ctx context.Context) error {
	select {
	case t.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("%w: the command before this one is still being stored: %w", journal.ErrUnavailable, ctx.Err())
	}
}

func (t *Tracker) leave() { <-t.turn }

// decide takes its turn, asks the rules, and appends. Once an entry is on its way
// to the journal it no longer matters whether the asker still waits. What was done
// is still to be signed for, which needs no turn; a dry run did nothing.
func (t *Tracker) decide(ctx context.Context, c identity.Opened, r events.Request) (gateway.Answer, apply.Done, error) {
	if err := t.enter(ctx); err != nil {
		return gateway.Answer{}, apply.Done{}, err
	}
	defer t.leave()
	for range attempts {
		if done, ok := t.house.Done(c.Note.Operation, c.Note.Command); ok {
			if done.Note != c.Digest {
				return gateway.Answer{}, apply.Done{}, usedBefore()
			}
			return gateway.Answer{}, done, nil
		}
		if err := t.settle(c.Note.Operation, c.Note.Command); err != nil {
			return gateway.Answer{}, apply.Done{}, err
		}
		at, err := t.moment(c.Note.Operation)
		if err != nil {
			return gateway.Answer{}, apply.Done{}, err
		}
		if _, ok := t.house.Done(c.Note.Operation, c.Note.Command); ok {
			continue
		}
		if !t.house.Seen(c.Note.Signer, c.Seen) {
			return gateway.Answer{}, apply.Done{}, &operation.Refusal{
				Rule: "seen-is-the-signers-own-feed", Class: operation.Invalid,
				Reason: fmt.Sprintf("the note says that %s had read message %d, but that is not its feed", c.Note.Signer, c.Seen.Counter),
				Hint:   "read the desk again and sign anew",
			}
		}
		outcome, body, err := t.stage(ctx, c, r, at)
		if err != nil {
			return gateway.Answer{}, apply.Done{}, err
		}
		if err := t.fits(c.Note, body); err != nil {
			return gateway.Answer{}, apply.Done{}, err
		}
		if r.DryRun != "" {
			return dryRun(outcome, c.Note.Signer), apply.Done{}, nil
		}
		if err := t.enclose(ctx, c.Note, r.Enclosures); err != nil {
			return gateway.Answer{}, apply.Done{}, err
		}
		stored, err := t.store(c.Note, outcome, body)
		if err != nil {
			return gateway.Answer{}, apply.Done{}, err
		}
		if stored {
			return gateway.Answer{}, outcome.Done, nil
		}
	}
	if err := t.settle(c.Note.Operation, c.Note.Command); err != nil {
		return gateway.Answer{}, apply.Done{}, err
	}
	if done, ok := t.house.Done(c.Note.Operation, c.Note.Command); ok && done.Note == c.Digest {
		return gateway.Answer{}, done, nil
	}
	return gateway.Answer{}, apply.Done{}, &operation.Refusal{
		Rule: operation.ChangedSince, Class: operation.Conflict,
		Reason: "the operation kept changing while this was decided",
		Hint:   "read it again and repeat the command with the same id",
	}
}

// store appends a staged entry and lets it take effect. No error and false: the
// journal went on without it, or may have; decide again.
func (t *Tracker) store(n events.Note, o apply.Outcome, body []byte) (bool, error) {
	entry := sent{n.Operation, n.Command, body, t.house.Tail(n.Operation).Seq}
	seq, err := t.append(entry)
	switch {
	case err == nil && seq == t.house.Seq()+1:
		t.commit(o, body, seq)
		return true, nil
	case err == nil, errors.Is(err, journal.ErrUnknownOutcome):
		// Stored behind something that we do not know, or perhaps not stored.
		t.doubt = &entry
		return false, nil
	case errors.Is(err, journal.ErrConflict):
		return false, t.catchUp()
	}
	return false, err
}

func usedBefore() *operation.Refusal {
	return &operation.Refusal{
		Rule: "one-id-one-command", Class: operation.NotAllowed,
		Reason: "this command id was used before, with other bytes",
		Hint:   "take a new id for a new command",
	}
}

// sent is an entry on its way into the journal.
type sent struct {
	operation events.OperationID
	command   events.CommandID
	body      []byte
	after     uint64
}

// append stores an entry. It waits for the store, not for whoever asked: an
// answer that is not waited for would leave a doubt behind.
func (t *Tracker) append(s sent) (uint64, error) {
	seq, err := t.o.Journal.Append(t.life, string(s.operation), s.body, s.after)
	switch {
	case err == nil:
		t.mu.Lock()
		t.room.used += recordSize(s.operation, s.body)
		t.mu.Unlock()
	case errors.Is(err, journal.ErrDamaged):
		t.fail(err)
	case errors.Is(err, journal.ErrFull):
		return 0, t.full()
	}
	return seq, err
}

// settle finds out what became of an append without an answer, before anything
// else is decided: it could still be stored, behind entries that were decided
// without it. Storing the same once more ends the doubt, for of two that follow
// the same entry at most one is taken.
func (t *Tracker) settle(id events.OperationID, command events.CommandID) error {
	d := t.doubt
	if d == nil {
		if why := t.stopped(); why != nil {
			return fmt.Errorf("%w: %w", journal.ErrUnavailable, why)
		}
		return nil
	}
	class := journal.ErrUnavailable
	if d.operation == id && d.command == command {
		class = journal.ErrUnknownOutcome
	}
	if why := t.stopped(); why != nil {
		return fmt.Errorf("%w: %w", class, why)
	}
	if err := t.catchUp(); err != nil {
		return inDoubt(class, err)
	}
	if t.house.Tail(d.operation).Seq == d.after {
		_, err := t.append(*d)
		switch {
		case err == nil, errors.Is(err, journal.ErrConflict):
			if err := t.catchUp(); err != nil {
				return inDoubt(class, err)
			}
		case errors.Is(err, journal.ErrFull):
			// Nor was there room for the first attempt.
		default:
			return inDoubt(class, err)
		}
	}
	t.doubt = nil
	return nil
}

// inDoubt gives the answer to a command that cannot be decided while nobody
// knows whether the one before it, or an earlier attempt of its own, is stored.
func inDoubt(class, why error) error {
	if class == journal.ErrUnavailable {
		return fmt.Errorf("%w: an earlier command has no outcome yet: %s", class, why)
	}
	return fmt.Errorf("%w: %s", class, why)
}

// catchUp applies what stands in the journal beyond what is known. What cannot
// be applied stops the commands: nobody but this tracker should have written it.
func (t *Tracker) catchUp() error {
	var unfit error
	_, err := t.o.Journal.Read(t.life, t.house.Seq()+1, func(r journal.Record) error {
		outcome, err := t.take(t.life, r, apply.Decode(r.Body))
		if err != nil {
			unfit = err
			return err
		}
		t.mu.Lock()
		t.room.used += recordSize(source(r), r.Body)
		t.mu.Unlock()
		t.out.add(outcome.Told)
		t.mark()
		return nil
	})
	if errors.Is(err, journal.ErrDamaged) || unfit != nil && !errors.Is(unfit, journal.ErrUnavailable) && t.life.Err() == nil {
		t.fail(err)
	}
	return err
}

func source(r journal.Record) events.OperationID { return events.OperationID(r.Subject) }

// enclose stores the enclosures before the entry that commits to them. If the
// entry is not stored after all they wait for the same note to come again, or
// for the sweep at the next start.
func (t *Tracker) enclose(ctx context.Context, n events.Note, list []events.OpenEnclosure) error {
	for _, e := range list {
		switch err := t.o.Enclosures.Put(ctx, refOf(n, e.Name), e); {
		case err == nil:
		case errors.Is(err, enclosures.ErrDifferent), errors.Is(err, enclosures.ErrErased):
			return usedBefore()
		default:
			t.o.Log.Error("an enclosure was not stored, so its command was not recorded", "slot", e.Name, "error", err)
			return fmt.Errorf("%w: nothing is recorded, for the enclosure %s cannot be stored: %w: look at the disk of the hub's directory, then send the same again",
				journal.ErrUnavailable, e.Name, err)
		}
	}
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("%w: nothing is recorded, nobody waits for it any more: %w", journal.ErrUnavailable, err)
	}
	return nil
}

func refOf(n events.Note, slot string) enclosures.Ref {
	return enclosures.Ref{Operation: n.Operation, Command: n.Command, Slot: slot}
}
