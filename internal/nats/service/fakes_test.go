package service

import (
	"context"

	"vigil/events"
	"vigil/internal/gateway"
	"vigil/projections"
)

// fakeHub answers as its fields say; one that is not set does not answer.
type fakeHub struct {
	do        func(context.Context, events.Request) (gateway.Answer, error)
	now       func(context.Context) (events.Time, error)
	enclosure func(context.Context, events.Viewer, projections.TextLine) (events.OpenEnclosure, error)
	delivered func(context.Context, string) error
}

func (h fakeHub) Do(ctx context.Context, r events.Request) (gateway.Answer, error) {
	return h.do(ctx, r)
}
func (h fakeHub) Now(ctx context.Context) (events.Time, error) { return h.now(ctx) }
func (h fakeHub) Enclosure(ctx context.Context, v events.Viewer, t projections.TextLine) (events.OpenEnclosure, error) {
	return h.enclosure(ctx, v, t)
}
func (h fakeHub) Delivered(ctx context.Context, receipt string) error {
	return h.delivered(ctx, receipt)
}

// offices is a hub that is another one for each country.
type offices struct {
	fakeHub
	office func(events.Country) gateway.Hub
}

func (o offices) of(c events.Country) gateway.Hub { return o.office(c) }

// fakeDesk answers as its fields say.
type fakeDesk struct {
	moment    func(context.Context, events.Viewer) (gateway.Moment, error)
	do        func(context.Context, events.Request) (gateway.Answer, error)
	alliance  func(context.Context, events.Viewer) (projections.Alliance, error)
	documents func(context.Context, gateway.Asker) ([]projections.Document, error)
	document  func(context.Context, gateway.Asker, events.OperationID) (projections.Document, error)
	feed      func(context.Context, gateway.Asker, uint64, bool, func(gateway.Message) error) error
	text      func(context.Context, gateway.Asker, projections.TextLine) ([]byte, error)
	mark      func(context.Context, gateway.Asker) (gateway.Mark, error)
	setMark   func(context.Context, gateway.Asker, uint64, gateway.Moving) (gateway.Mark, error)
}

func (d fakeDesk) Moment(ctx context.Context, v events.Viewer) (gateway.Moment, error) {
	return d.moment(ctx, v)
}
func (d fakeDesk) Do(ctx context.Context, r events.Request) (gateway.Answer, error) {
	return d.do(ctx, r)
}
func (d fakeDesk) Alliance(ctx context.Context, v events.Viewer) (projections.Alliance, error) {
	return d.alliance(ctx, v)
}
func (d fakeDesk) Documents(ctx context.Context, a gateway.Asker) ([]projections.Document, error) {
	return d.documents(ctx, a)
}
func (d fakeDesk) Document(ctx context.Context, a gateway.Asker, id events.OperationID) (projections.Document, error) {
	return d.document(ctx, a, id)
}
func (d fakeDesk) Feed(ctx context.Context, a gateway.Asker, from uint64, follow bool, f func(gateway.Message) error) error {
	return d.feed(ctx, a, from, follow, f)
}
func (d fakeDesk) Text(ctx context.Context, a gateway.Asker, t projections.TextLine) ([]byte, error) {
	return d.text(ctx, a, t)
}
func (d fakeDesk) Mark(ctx context.Context, a gateway.Asker) (gateway.Mark, error) {
	return d.mark(ctx, a)
}
func (d fakeDesk) SetMark(ctx context.Context, a gateway.Asker, counter uint64, how gateway.Moving) (gateway.Mark, error) {
	return d.setMark(ctx, a, counter, how)
}
