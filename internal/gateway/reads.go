package gateway

import (
	"context"
	"fmt"

	"vigil/events"
	"vigil/internal/failpoint"
	"vigil/internal/identity"
	"vigil/internal/journal"
	"vigil/internal/operation"
	"vigil/projections"
)

// Moment implements Desk.
func (g *Gateway) Moment(ctx context.Context, v events.Viewer) (Moment, error) {
	g.mu.Lock()
	view, err := g.told(v)
	if err != nil {
		g.mu.Unlock()
		return Moment{}, err
	}
	m := Moment{
		Journal: view.Alliance.Journal, Hub: g.hubTime, Now: g.o.Now(), Quiet: g.o.Now().Sub(g.heard).Milliseconds(), Stopped: g.stopped,
		Counter: view.Counter, Digest: view.Digest,
	}
	g.mu.Unlock()
	if m.Journal.Clock == events.ScenarioClock {
		if m.Now, err = g.o.Hub.Now(ctx); err != nil {
			m.Now = m.Hub
		}
	}
	return m, nil
}

// Do implements Desk. Once the hub has given its receipt the command is done:
// waiting for the feed then ends quietly when ctx does.
func (g *Gateway) Do(ctx context.Context, r events.Request) (Answer, error) {
	answer, err := g.o.Hub.Do(ctx, r)
	if err != nil || answer.Receipt == "" {
		return answer, err
	}
	g.mu.Lock()
	hub := g.views[g.o.Country.Desk()].Alliance.Keys.Hub
	g.mu.Unlock()
	receipt, err := identity.OpenReceipt(answer.Receipt, hub)
	if err != nil {
		return answer, fmt.Errorf("the hub's receipt does not hold: %w", err)
	}
	if receipt.Note != identity.NoteDigest(r.Note) {
		return answer, fmt.Errorf("the hub's receipt is for another note")
	}
	if receipt.Counter > 0 && receipt.Viewer.Country() == g.o.Country {
		g.Wait(ctx, receipt.Viewer, receipt.Counter)
	}
	return answer, nil
}

// Alliance implements Desk.
func (g *Gateway) Alliance(_ context.Context, v events.Viewer) (projections.Alliance, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	view, err := g.told(v)
	if err != nil {
		return projections.Alliance{}, err
	}
	return view.Alliance, nil
}

// Documents implements Desk.
func (g *Gateway) Documents(_ context.Context, a Asker) ([]projections.Document, error) {
	if err := g.record(a, "", "operations"); err != nil {
		return nil, err
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	view, err := g.told(a.Viewer)
	if err != nil {
		return nil, err
	}
	var list []projections.Document
	for _, c := range view.Cases() {
		list = append(list, c.Document.Newest())
	}
	return list, nil
}

// Document implements Desk.
func (g *Gateway) Document(_ context.Context, a Asker, id events.OperationID) (projections.Document, error) {
	if err := g.record(a, id, "operation"); err != nil {
		return projections.Document{}, err
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	view, err := g.told(a.Viewer)
	if err != nil {
		return projections.Document{}, err
	}
	c, ok := view.Case(id)
	if !ok {
		return projections.Document{}, operation.NoSuchOperation()
	}
	return c.Document.Newest(), nil
}

// Feed implements Desk.
func (g *Gateway) Feed(ctx context.Context, a Asker, from uint64, follow bool, f func(Message) error) error {
	if err := g.record(a, "", fmt.Sprintf("feed from %d", from)); err != nil {
		return err
	}
	g.mu.Lock()
	_, err := g.told(a.Viewer)
	g.mu.Unlock()
	if err != nil {
		return err
	}
	each := func(counter uint64, b []byte) error { return f(Message{counter, b}) }
	if follow {
		return g.o.Feeds.FollowFeed(ctx, string(a.Viewer), max(from, 1), each)
	}
	_, err = g.o.Feeds.ReadFeed(ctx, string(a.Viewer), max(from, 1), each)
	return err
}

// Text implements Desk. The enclosure is checked against its author's
// commitment before it is shown.
func (g *Gateway) Text(ctx context.Context, a Asker, t projections.TextLine) ([]byte, error) {
	if err := g.record(a, "", fmt.Sprintf("text %s of %d", t.Slot, t.Counter)); err != nil {
		return nil, err
	}
	g.mu.Lock()
	view, err := g.told(a.Viewer)
	shows := err == nil && view.Shows(t)
	g.mu.Unlock()
	if err != nil {
		return nil, err
	}
	if !shows {
		return nil, NoSuchText()
	}
	e, err := g.o.Hub.Enclosure(ctx, a.Viewer, t)
	if err != nil {
		return nil, err
	}
	_, commit, err := Committed(ctx, g.o.Feeds, a.Viewer, t)
	if err != nil {
		return nil, err
	}
	if events.Commit(t.Slot, e.Salt, e.Value) != commit {
		return nil, fmt.Errorf("the text of %s in message %d is not what its author signed: tell the hub's operators", t.Slot, t.Counter)
	}
	return e.Value, nil
}

// told is view of a feed that has begun. Before genesis has arrived there is
// nothing to say, not even to which journal a note would be signed.
func (g *Gateway) told(v events.Viewer) (*projections.View, error) {
	view, err := g.view(v)
	if err == nil && view.Counter == 0 {
		err = fmt.Errorf("%w: nothing has arrived yet from the hub for %s; wait a moment", journal.ErrUnavailable, v)
	}
	return view, err
}

// view finds a viewer of this country. Called with the lock.
func (g *Gateway) view(v events.Viewer) (*projections.View, error) {
	view := g.views[v]
	if view == nil {
		return nil, &operation.Refusal{
			Rule: "a-desk-shows-its-own-country", Class: operation.NotAllowed,
			Reason: fmt.Sprintf("the desk of %s does not show what %s sees", g.o.Country, v),
			Hint:   fmt.Sprintf("ask as %s or %s", g.o.Country.Desk(), g.o.Country.Lead()),
		}
	}
	if g.broken != nil {
		return nil, fmt.Errorf("this desk stopped at message %d: %w", view.Counter, g.broken)
	}
	return view, nil
}

// record writes the access down before anything is answered.
func (g *Gateway) record(a Asker, id events.OperationID, what string) error {
	if err := g.o.Access.Record(Access{At: g.o.Now(), Asker: a, Operation: id, What: what}); err != nil {
		return fmt.Errorf("the access log cannot be written, so nothing is shown: %w", err)
	}
	failpoint.At("access-recorded")
	return nil
}
