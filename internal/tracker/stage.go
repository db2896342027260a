package tracker

import (
	"context"

	"vigil/events"
	"vigil/internal/apply"
	"vigil/internal/failpoint"
	"vigil/internal/gateway"
	"vigil/internal/identity"
	"vigil/internal/operation"
	"vigil/projections/disclosure"
)

// stage asks the rules and works out everything that would follow.
func (t *Tracker) stage(ctx context.Context, c identity.Opened, r events.Request, at events.Time) (apply.Outcome, []byte, error) {
	command := apply.CommandOf(c.Note, c.Witness, c.Fact, c.Enclosures)
	list, err := t.house.Decide(command, at)
	if err != nil {
		return apply.Outcome{}, nil, err
	}
	if changed := t.house.Changed(command, c.Seen); len(changed) > 0 {
		return apply.Outcome{}, nil, operation.Changed(changed...)
	}
	entry := t.house.Compose(c.Note, r.Note, r.Slots, c.Enclosures, list, at)
	body, err := events.EncodeEntry(entry)
	if err != nil {
		return apply.Outcome{}, nil, &operation.Refusal{Rule: "fits-into-one-entry", Class: operation.Invalid, Reason: err.Error(), Hint: "split the command"}
	}
	var unread error
	outcome, err := t.house.Stage(entry, body, c.Note, func(seqs []uint64) (list []disclosure.Source, err error) {
		list, unread = t.load(ctx)(seqs)
		return list, unread
	})
	if err != nil && unread == nil {
		// The error may name what this signer must not know.
		t.o.Log.Error("a command was refused because its consequences cannot be worked out", "operation", string(c.Note.Operation), "command", string(c.Note.Command), "error", err)
		err = &operation.Refusal{
			Rule: "what-follows-can-be-worked-out", Class: operation.Refused,
			Reason: "the hub cannot work out what would follow from this; nothing is recorded",
			Hint:   "tell the hub's operators the command's id; the hub's log says why",
		}
	}
	return outcome, body, err
}

// load reads earlier entries for a briefing.
func (t *Tracker) load(ctx context.Context) apply.Loader {
	return func(seqs []uint64) ([]disclosure.Source, error) {
		records, err := t.o.Journal.Load(ctx, seqs...)
		if err != nil {
			return nil, err
		}
		sources := make([]disclosure.Source, len(records))
		for i, r := range records {
			if sources[i], err = apply.Read(r.Body); err != nil {
				return nil, err
			}
		}
		return sources, nil
	}
}

func (t *Tracker) commit(o apply.Outcome, body []byte, seq uint64) {
	failpoint.At("entry-unapplied")
	t.keep(o, body, seq)
	failpoint.At("entry-applied")
	t.out.add(o.Told)
	failpoint.At("entry-told")
	t.mark()
}

// keep lets an entry that stands in the journal take effect.
func (t *Tracker) keep(o apply.Outcome, body []byte, seq uint64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	_, before, _ := t.house.Next()
	o.Commit(seq)
	t.tree.Add(body)
	t.note(o, body)
	if _, after, _ := t.house.Next(); after != before || seq == 1 {
		t.wake()
	}
}

// dryRun shows what would be recorded as the signer may see it.
func dryRun(o apply.Outcome, v events.Viewer) gateway.Answer {
	for _, told := range o.Told {
		if entry := told.Messages[len(told.Messages)-1].Content.Entry; told.Viewer == v && len(entry) == 1 {
			return gateway.Answer{Shown: &entry[0]}
		}
	}
	return gateway.Answer{}
}

// receipt is a function of the journal alone.
func (t *Tracker) receipt(n events.Note, d apply.Done) string {
	return identity.Receipt{
		Journal: n.Journal, Operation: n.Operation, Command: n.Command, Note: d.Note, At: d.At,
		Viewer: d.Viewer, Counter: d.Counter, Content: d.Content, Durability: events.Code(t.durable),
	}.Sign(t.o.Hub)
}
