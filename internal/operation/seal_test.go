package operation

import (
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
)

func sealing(c events.Country, before, after events.CallSign) events.Event {
	return events.SealChanged{Seal: events.SealTerms{Part: part, Country: c, Before: before, After: after, Type: events.CustomsSeal, Ground: "sealed"}}
}

func finding(c events.Country, seals ...events.CallSign) events.Event {
	return events.SealsChecked{Check: events.SealCheck{Part: part, Country: c, Seals: seals}}
}

// INV-15: every change of a seal has both numbers, so that a third is noticed.
func TestASealThatNobodyPutOn(t *testing.T) {
	const none = events.NoSeal
	odd := func(c events.Country) events.Event { return broken(SealMismatch, c, "04:00") }
	sealed := join(crossed, on("02:20", "seal", by("hu", "02:20", sealing("HU", none, "H1"))), on("02:30", "seal-2", by("hu", "02:30", sealing("HU", none, "H2"))))
	rule := under(t, Rule(SealMismatch))
	rule("found as they are").given(sealed).when("04:00", "at team", finding("AT", "H2", "H1")).thenNothing()
	rule("one is gone").given(sealed).when("04:00", "at team", finding("AT", "H1")).then(odd("AT"))
	rule("one too many").given(sealed).when("04:00", "at team", finding("AT", "H1", "H2", "X9")).then(odd("AT"))
	rule("none at all").given(sealed).when("04:00", "at team", finding("AT", none)).then(odd("AT"))
	rule("another in its place").given(sealed).when("04:00", "at team", sealing("AT", "X9", "A1")).then(odd("AT"))
	rule("replaced, both numbers said").given(sealed).when("04:00", "at team", sealing("AT", "H1", "A1")).thenNothing()
	rule("it was as told when that happened").given(sealed, on("03:30", "swap", by("at", "03:30", sealing("AT", "H1", "A1")))).
		when("04:00", "at team", finding("AT", "H1", "H2"), "03:20").thenNothing()
	rule("and is otherwise since").given(sealed, on("03:30", "swap", by("at", "03:30", sealing("AT", "H1", "A1")))).
		when("04:00", "at team", finding("AT", "A1", "H2")).thenNothing()
	rule("taken off for good").given(sealed, on("03:30", "open", by("at", "03:30", sealing("AT", "H1", none)))).
		when("04:00", "at team", finding("AT", "H2")).thenNothing()
	rule("what was found is what there is").given(sealed, on("03:30", "look", by("at", "03:30", finding("AT", "X9")))).
		when("04:00", "at team", finding("AT", "X9")).thenNothing()
	rule("nobody has said what there was").given(crossed).when("04:00", "at team", finding("AT", "X9")).thenNothing()
	rule("nor which it replaces").given(crossed).when("04:00", "at team", sealing("AT", "X9", "A1")).thenNothing()
	rule("taken back, there was none").given(join(crossed, on("02:20", "seal", by("hu", "02:20", sealing("HU", none, "H1"))), on("02:40", "back", by("hu", "02:40", retracting("seal"))))).
		when("04:00", "at team", finding("AT", "X9")).thenNothing()
	rule("what was put on two borders away is not for DE to know").given(sealed).when("04:00", "de team", finding("DE", "X9")).thenNothing()
	rule("next to it is").given(sealed, on("03:30", "swap", by("at", "03:30", sealing("AT", "H1", "A1")))).
		when("04:00", "de team", finding("DE", "X9")).then(odd("DE"))
	rule("one more is none in another's place").given(sealed).when("04:00", "at team", sealing("AT", none, "A1")).thenNothing()
	rule("all taken off, there is none").given(sealed, on("03:30", "open", by("at", "03:30", sealing("AT", "H1", none))), on("03:40", "open-2", by("at", "03:40", sealing("AT", "H2", none)))).
		when("04:00", "at team", finding("AT", none)).thenNothing()
	far := on("03:40", "swap-2", by("de", "03:40", sealing("DE", "H1", "D1")))
	rule("the lead knows of all").given(sealed, far).when("04:00", "hu.lead team", finding("HU", "H1", "H2")).then(odd("HU"))
	rule("its desk is no more than another").given(sealed, far).when("04:00", "hu team", finding("HU", "H1", "H2")).thenNothing()
	stranger := join(sealed, on("01:40", "involve", involving("SK", events.Transit)), on("03:40", "swap-2", by("sk", "03:40", sealing("AT", "H1", "X1"))))
	rule("but of nothing that does not count").given(stranger).when("04:00", "hu.lead team", finding("HU", "H1", "H2")).thenNothing()
	rule("after the end no rule is broken").given(sealed, on("03:50", "end", closing(events.Lost), ended("AT", "03:50"))).
		when("04:00", "at team", finding("AT", "X9")).thenNothing()
}

// What carries a part has a number that another operation may meet; a vehicle's leads to
// persons and is compared with none.
func TestTheOpenNumberOfWhatCarriesAPart(t *testing.T) {
	carried := func(c events.Country, of events.ConveyanceType, n events.Identifier) events.Event {
		return events.ConveyanceChanged{Conveyance: events.ConveyanceTerms{Part: part, Country: c, Type: of, Number: n}}
	}
	load := on("04:00", "load", by("at", "04:00", carried("AT", events.Container, "MSKU1234565")))
	numbers := func(o Operation) (list []events.Identifier) {
		for _, x := range o.Numbers {
			list = append(list, x.Number)
		}
		return list
	}
	o := fold(Operation{}, crossed, load, on("04:10", "reload", by("at", "03:50", carried("AT", events.Container, "CSQU3054383"))))
	require.Equal(t, []events.Identifier{"MSKU1234565", "CSQU3054383"}, numbers(o))
	o = fold(o, on("04:20", "back", by("at", "04:20", retracting("load"))))
	require.Equal(t, []events.Identifier{"CSQU3054383"}, numbers(o))
	o = fold(Operation{}, crossed, on("01:40", "involve", involving("SK", events.Transit)), on("04:00", "load", by("sk", "04:00", carried("AT", events.Container, "MSKU1234565"))))
	require.Empty(t, o.Numbers, "not by one of whom the State may not know")
	o = fold(Operation{}, crossed, on("04:00", "drive", by("at", "04:00", carried("AT", events.Vehicle, "1M8GDM9AXKP042788"))))
	require.Empty(t, o.Numbers, "a VIN")
}
