package apply

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/operation"
)

// What is remembered of numbers is what open operations hold, and nothing else.
func TestNumbersRememberWhatIsHeld(t *testing.T) {
	n := numbers{}
	at := events.TimeOf(time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC))
	held := func(list ...events.Identifier) (now []operation.Identified) {
		for i, number := range list {
			now = append(now, operation.Identified{Number: number, Country: "AT", At: at.Add(time.Duration(i) * time.Minute)})
		}
		return now
	}
	require.Empty(t, n.hold("A", nil, held("ONE", "TWO")))
	require.Equal(t, []events.OperationID{"A"}, n.hold("B", nil, held("TWO", "THREE")))
	require.Equal(t, []events.OperationID{"A", "B"}, n.hold("C", nil, held("TWO")))
	require.Empty(t, n.hold("C", held("TWO"), held("TWO")), "nothing has changed")
	require.Len(t, n, 3)

	o := operation.Operation{ID: "A", Name: "ONE", Numbers: held("ONE", "TWO")}
	require.Equal(t, []operation.Clock{{Due: at.Add(time.Minute), Fact: events.DeconflictionFound{Found: events.FoundTerms{Country: "AT", Number: "TWO"}}}}, n.found(o),
		"as of when they were two: it held the number later than the others")
	o.Found = []events.FoundTerms{{Country: "AT", Number: "TWO"}}
	require.Empty(t, n.found(o), "once")

	require.Equal(t, []events.OperationID{"B", "C"}, n.hold("A", held("ONE", "TWO"), nil))
	require.NotContains(t, n, events.Identifier("ONE"))
	n.hold("B", held("TWO", "THREE"), nil)
	n.hold("C", held("TWO"), nil)
	require.Empty(t, n)
}
