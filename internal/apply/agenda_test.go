package apply

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/operation"
)

var seed = flag.Uint64("seed", 1, "of the agenda's test")

// TestAgendaKnowsTheEarliest compares the heap with a list that is searched.
func TestAgendaKnowsTheEarliest(t *testing.T) {
	t.Logf("again with: -run TestAgenda -seed %d", *seed)
	chance := rand.New(rand.NewPCG(*seed, 1))
	start := events.TimeOf(time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC))
	h, files := NewHouse(), make([]*file, 50)
	for i := range files {
		id := events.OperationID(fmt.Sprintf("%026d", i))
		files[i] = &file{operation: operation.Operation{ID: id}, place: nowhere}
		h.files[id] = files[i]
	}
	for range 5000 {
		f := files[chance.IntN(len(files))]
		switch chance.IntN(4) {
		case 0:
			h.Pass(f.operation.ID)
		case 1:
			h.agenda.set(f, events.Time{})
		default:
			h.agenda.set(f, start.Add(time.Duration(chance.IntN(100))*time.Minute))
		}
		var want *file
		runs := 0
		for _, f := range files {
			if f.next.IsZero() {
				require.Equal(t, nowhere, f.place)
				continue
			}
			runs++
			if want == nil || f.next.Before(want.next) {
				want = f // of equal ones the first id
			}
		}
		require.Len(t, h.agenda, runs, "what does not run is not remembered")
		id, next, any := h.Next()
		require.Equal(t, want != nil, any)
		if want != nil {
			require.Equal(t, want.operation.ID, id)
			require.Equal(t, want.next, next)
			require.True(t, h.Overdue(id, next))
			require.False(t, h.Overdue(id, next.Add(-time.Millisecond)))
		}
	}
}
