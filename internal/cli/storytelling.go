package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"vigil/events"
	"vigil/internal/apply"
	"vigil/internal/drill"
	"vigil/internal/journal"
	"vigil/projections/disclosure"
)

// A demonstration is read while it plays: preparations that go alike are told in
// one line, and what the hub's clock says is told between the commands.

// batch is how many commands a step stands for: itself and those of the same verb
// right behind it. 0: it is told with an earlier one.
type batches map[int]int

func batched(s drill.Script) batches {
	b := batches{}
	first := -1
	for i, step := range s.Steps {
		if step.Kind != drill.Act || i == 0 || first < 0 || !alike(s.Steps[first], step) {
			first = i
			b[step.Line] = 1
			if step.Kind != drill.Act {
				first = -1
			}
			continue
		}
		b[s.Steps[first].Line]++
		b[step.Line] = 0
	}
	return b
}

// alike tells whether two commands say the same noun and verb, one of preparation:
// on the road each is told by itself.
func alike(a, b drill.Step) bool {
	const words = 3 // who, noun, verb
	return len(a.Words) >= words && len(b.Words) >= words &&
		slices.Equal(a.Words[1:words], b.Words[1:words]) &&
		slices.Contains([]string{"operation", "plan", "authorisation"}, a.Words[1])
}

// line is how a step is told before it is done.
func (b batches) line(step drill.Step) string {
	n := b[step.Line]
	if n <= 1 {
		return step.Text
	}
	return fmt.Sprintf("%s ×%d", strings.Join(step.Words[1:4], " "), n)
}

// clockwork tells what the hub's clock has said since it was last asked.
type clockwork struct {
	s      *playing
	seq    uint64
	teller *teller
}

func (w *clockwork) lines(ctx context.Context) (lines []string, err error) {
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
		said, err := w.teller.shown(shown)
		if err == nil && source.Note.Signer == events.Hub && source.Note.Act != "checkpoint.due" {
			for i, line := range said {
				if i == 0 {
					line = source.Entry.At.Std().Format("15:04Z") + " " + line
				}
				lines = append(lines, line)
			}
		}
		return err
	})
	return lines, err
}
