package cli

import (
	"context"

	"vigil/events"
	"vigil/internal/apply"
	"vigil/internal/journal"
	"vigil/projections/disclosure"
)

// clockwork tells what the hub's clock has said since it was last asked.
type clockwork struct {
	s      *playing
	seq    uint64
	teller *teller
}

// clockSaying is one entry of the hub's clock.
type clockSaying struct {
	at    string
	lines []string
}

func (w *clockwork) said(ctx context.Context) (list []clockSaying, err error) {
	_, err = w.s.site.journal.Read(ctx, w.seq+1, func(r journal.Record) error {
		w.seq = r.Seq
		source, err := apply.Read(r.Body)
		if err != nil {
			return err
		}
		mask, err := disclosure.Whole(source.Entry, source.Note)
		if err != nil {
			return err
		}
		shown, err := disclosure.Show(source, mask)
		if err != nil {
			return err
		}
		lines, err := w.teller.shown(shown)
		if err == nil && source.Note.Signer == events.Hub && source.Note.Act != "checkpoint.due" {
			list = append(list, clockSaying{source.Entry.At.Std().Format("15:04Z"), lines})
		}
		return err
	})
	return list, err
}
