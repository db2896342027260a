package projections_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/apply/applytest"
	"vigil/projections"
)

// Every application is counted, whatever became of it.
func TestStatisticsCountEveryApplication(t *testing.T) {
	clock := func(s string) events.Time { return applytest.Clock(t, s) }
	asked := func(answer projections.Answer, answered string, more func(*projections.AuthorisationLine)) projections.AuthorisationLine {
		a := projections.AuthorisationLine{Country: "AT", Measure: events.Import, AskedAt: clock("01:00"), Answer: answer}
		if answered != "" {
			a.Answered = clock(answered)
		}
		if more != nil {
			more(&a)
		}
		return a
	}
	one := projections.Document{Operation: "01JNZ7Q0000000000000000001", Ended: clock("09:00"), Authorisations: []projections.AuthorisationLine{
		asked(projections.Granted, "02:00", nil),
		asked(projections.Refused, "01:30", nil),
		asked(projections.Unanswered, "", func(a *projections.AuthorisationLine) { a.Overdue = clock("05:00") }),
		asked(projections.Unanswered, "", func(a *projections.AuthorisationLine) { a.Replaced = "01JNJV00000000000000C0MM01" }),
	}, Parts: []projections.PartLine{{Part: part, Substance: "cocaine"}},
		Seizures: []projections.SeizureLine{{Part: part, Country: "AT", Quantity: kilo("1.5")}, {Part: part, Country: "AT", Quantity: events.Quantity{Amount: "500", Unit: events.Gram}}},
		Losses:   []projections.LossLine{{Part: part, Country: "AT", Quantity: kilo("3")}, {Part: part, Country: "AT", Quantity: kilo("4"), Declared: clock("08:00")}},
		Arrests:  []projections.ArrestLine{{Country: "AT", Persons: 3}, {Country: "AT", Persons: 2}},
		Breaches: []projections.BreachLine{{Rule: "unwatched", Country: "AT"}, {Rule: "unwatched", Country: "AT", Corrected: "wrong-time"}}}
	other := projections.Document{Operation: "01JNZ7Q0000000000000000002", Authorisations: []projections.AuthorisationLine{
		asked(projections.ConsentRevoked, "01:10", func(a *projections.AuthorisationLine) { a.Limits = []projections.Limit{projections.LimitedMode} }),
		asked(projections.ConsentLapsed, "04:00", nil),
	}}
	s := projections.Count([]projections.Document{other, one})
	require.Equal(t, projections.Count([]projections.Document{one, other}), s)
	require.Equal(t, uint64(2), s.Operations)
	require.Equal(t, uint64(1), s.Ended)
	require.Equal(t, []projections.RequestCount{{Country: "AT", Measure: events.Import, Asked: 6, Granted: 3, Limited: 1, Refused: 1, Unanswered: 1, Withdrawn: 1,
		Revoked: 1, Lapsed: 1, Late: 1, Fastest: 10, Median: 60, Slowest: 180}}, s.Requests)
	require.Equal(t, []uint64{1, 2}, []uint64{s.Goods[0].Times, s.Goods[1].Times})
	require.Equal(t, kilo("4"), s.Goods[0].Quantity, "what is reported lost is not yet lost")
	require.Equal(t, kilo("2"), s.Goods[1].Quantity)
	require.Equal(t, []projections.ArrestCount{{Country: "AT", Times: 2, Persons: 5}}, s.Arrests)
	require.Equal(t, []projections.BreachCount{{Rule: "unwatched", Country: "AT", Times: 1}}, s.Breaches)
	require.Len(t, s.Register, 6)
	require.True(t, slices.IsSortedFunc(s.Register, func(a, b projections.RegisterLine) int { return a.AskedAt.Compare(b.AskedAt) }))
	_, err := events.Marshal(s)
	require.NoError(t, err)
}
