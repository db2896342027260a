package operation

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"vigil/events"
)

// telling numbers: as the fold of the conveyance does it.
func numbered(o Operation, at string, id events.CommandID, c events.Country, number events.Identifier) Operation {
	return o.identified(Cause{Command: id, Operation: relay, Author: c.Desk(), At: clock(at)}, number)
}

// Domain 4: DeconflictionConflictFound. Whether another operation has the number is
// not asked here.
func TestANumberIsFoundElsewhere(t *testing.T) {
	o := numbered(fold(Operation{}, departed), "02:20", "box", "AT", "MSKU1234565")
	found := events.DeconflictionFound{Found: events.FoundTerms{Country: "AT", Number: "MSKU1234565"}}
	decide := func(o Operation, occurred string, late time.Duration, f events.DeconflictionFound) ([]events.Event, error) {
		return Decide(alliance, o, struck(Clock{clock(occurred), f}), clock(occurred).Add(late))
	}
	out, err := decide(o, "02:20", time.Minute, found)
	require.NoError(t, err)
	require.Equal(t, []events.Event{found,
		called(Deconfliction, "MSKU1234565", "AT", "", clock("02:20")), called(events.Abroad(Deconfliction), "MSKU1234565", "HU", "", clock("02:20"))}, out)
	out, err = decide(numbered(o, "02:25", "box-2", "HU", "MSKU1234565"), "02:30", 0, events.DeconflictionFound{Found: events.FoundTerms{Country: "HU", Number: "MSKU1234565"}})
	require.NoError(t, err)
	require.Len(t, out, 2, "the lead is called once")

	other, theirs, again := found, found, Evolve(o, Cause{Command: "f", At: clock("02:21")}, found)
	other.Found.Number, theirs.Found.Country = "MSKU7654321", "DE"
	for _, row := range []struct {
		name     string
		o        Operation
		occurred string
		fact     events.DeconflictionFound
		rule     Rule
	}{
		{"another number", o, "02:20", other, NumberStands},
		{"as another State told it", o, "02:20", theirs, NumberStands},
		{"before it was told", o, "02:19", found, NumberStands},
		{"it was corrected", o.undone("box", "better"), "02:20", found, NumberStands},
		{"the operation is over", fold(o, on("02:30", "", closing(events.Lost))), "02:40", found, NumberStands},
		{"it was found", again, "02:30", found, FoundOnce},
		{"it was, and told again since", numbered(again.undone("box", "better"), "02:25", "better", "AT", "MSKU1234565"), "02:30", found, FoundOnce},
	} {
		_, err := decide(row.o, row.occurred, 0, row.fact)
		require.Error(t, err, row.name)
		require.Equal(t, row.rule, err.(*Refusal).Rule, row.name)
	}
	_, err = decide(o, "02:20", -time.Second, found)
	require.Equal(t, FiresWhenDue, err.(*Refusal).Rule, "not from the future")
	c := struck(Clock{clock("02:20"), found})
	c.Known = clock("02:21")
	_, err = Decide(alliance, o, c, clock("02:30"))
	require.Equal(t, FiresWhenDue, err.(*Refusal).Rule, "occurred and known are one")

	for _, due := range o.Due(clock("23:00")) {
		require.NotEqual(t, found.Kind(), due.Fact.Kind(), "no single operation knows that it is due")
	}
}

func TestWhatIsIdentified(t *testing.T) {
	o := fold(Operation{}, departed)
	require.Empty(t, o.Identified())
	o = numbered(o, "02:20", "a", "AT", "MSKU1234565")
	o = numbered(o, "02:21", "b", "HU", "")
	o = numbered(o, "02:22", "c", "HU", "MSKU1234565")
	o = numbered(o, "02:23", "d", "AT", "MSKU1234565")
	first := Identified{Number: "MSKU1234565", Country: "AT", At: clock("02:20"), Record: "a"}
	require.Equal(t, []Identified{first, {Number: "MSKU1234565", Country: "HU", At: clock("02:22"), Record: "c"}}, o.Identified())
	more := numbered(o, "02:24", "e", "AT", "CSQU3054383")
	require.Len(t, more.Identified(), 3, "each number")
	stranger := events.ConveyanceChanged{Conveyance: events.ConveyanceTerms{Part: part, Country: "AT", Type: events.Container, Number: "CSQU3054383"}}
	require.Empty(t, fold(Operation{}, departed, on("01:40", "involve", involving("SK", events.Transit)), on("02:20", "load", by("sk", "02:20", stranger))).Identified(), "not what counts for nothing")
	less := o.undone("a", "x")
	require.Equal(t, []Identified{{Number: "MSKU1234565", Country: "HU", At: clock("02:22"), Record: "c"}, {Number: "MSKU1234565", Country: "AT", At: clock("02:23"), Record: "d"}}, less.Identified())
	require.Equal(t, first, o.Identified()[0], "the old one is as it was")
	require.Empty(t, fold(o, on("02:30", "", closing(events.Lost))).Identified())
	require.False(t, o.HasFound("AT", "MSKU1234565"))
}
