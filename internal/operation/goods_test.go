package operation

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"vigil/events"
)

func kg(amount events.Decimal) events.Quantity {
	return events.Quantity{Amount: amount, Unit: events.Kilogram}
}

func grams(amount events.Decimal) events.Quantity {
	return events.Quantity{Amount: amount, Unit: events.Gram}
}

func weighing(c events.Country, net events.Quantity) events.ItemWeighed {
	return events.ItemWeighed{Weighing: events.WeighingTerms{Part: part, Country: c, Gross: kg("90"), Net: net, Scale: "S-1"}}
}

func weighingWithin(c events.Country, net, tolerance events.Quantity) events.ItemWeighed {
	w := weighing(c, net)
	w.Weighing.Tolerance = tolerance
	return w
}

func sampling(c events.Country, q events.Quantity) events.ItemSampled {
	return events.ItemSampled{Sample: events.SampleTerms{Part: part, Country: c, Quantity: q, Storage: "LAB-1"}}
}

func storing(c events.Country, q events.Quantity) events.GoodsStored {
	return events.GoodsStored{Stored: events.StoredTerms{Part: part, Country: c, Quantity: q, Storage: "DEPOT-1", Receipt: "R-1"}}
}

// INV-15: each weight has two persons, and gross over net in one unit.
func TestAWeightIsOfTwoPersons(t *testing.T) {
	fine := weighing("AT", kg("62.4"))
	rule := under(t, Rule(WeighedByOne))
	rule("two").given(crossed).when("04:00", "at team", fine).witnessed("at custody").thenNothing()
	rule("one").given(crossed).when("04:00", "at team", fine).then(broken(WeighedByOne, "AT", "04:00"))
	rule("the same twice").given(crossed).when("04:00", "at team", fine).witnessed("at team").then(broken(WeighedByOne, "AT", "04:00"))
	rule("after the end no rule is broken").given(crossed, on("04:00", "end", closing(events.Lost), ended("AT", "04:00"))).
		when("04:10", "at team", fine).thenNothing()

	stray := fine
	stray.Weighing.Part = "000000"
	rule("of no part that is known no rule is broken").given(crossed).when("04:00", "at team", stray).thenNothing()

	same := under(t, SameWitness)
	same("an officer of another State").given(crossed).when("04:00", "at team", fine).witnessed("de custody").thenRefused()
	same("somebody unknown").given(crossed).when("04:00", "at team", fine).witnessed("ro team").thenRefused()

	over := weighing("AT", kg("62.4"))
	over.Weighing.Gross = kg("62.3")
	rule = under(t, Rule(NetOverGross))
	rule("less than the goods alone").given(crossed).when("04:00", "at team", over).witnessed("at custody").then(broken(NetOverGross, "AT", "04:00"))
	over.Weighing.Gross = grams("62400")
	rule("as much, in another unit").given(crossed).when("04:00", "at team", over).witnessed("at custody").thenNothing()
	over.Weighing.Gross = events.Quantity{Amount: "90", Unit: events.Piece}
	under(t, Rule(WeighedInTwoKinds))("pieces are no mass").given(crossed).when("04:00", "at team", over).witnessed("at custody").
		then(broken(WeighedInTwoKinds, "AT", "04:00"))
	over.Weighing.Net = kg("50")
	under(t, Rule(WeighedInTwoKinds))("so the scale shows nothing").given(crossed).when("04:00", "at team", over).witnessed("at custody").
		then(broken(WeighedInTwoKinds, "AT", "04:00"))

	c, until := commanded("23:59", "at team", fine), clock("23:59") // when the keys of the tests end
	c.Witness = keyOf("at custody")
	require.True(t, situation{alliance, Operation{}, c, until}.witnessed())
	require.False(t, situation{alliance, Operation{}, c, until.Add(time.Millisecond)}.witnessed(), "by a key that holds no more")
}

// INV-14: what was in is in transit, or out.
func TestWhatDoesNotComeOutCalls(t *testing.T) {
	off := func(c events.Country, since string) []events.Event {
		list := []events.Event{breach(MassDiscrepancy, c, part, clock(since)), called(MassDiscrepancy, string(part), c, part, clock(since))}
		if c != "HU" {
			list = append(list, called(MassDiscrepancy, string(part), "HU", part, clock(since)))
		}
		return list
	}
	// What was found out of it in AT is not shown to the desk of HU: its coordinator is called.
	behind := func(since string) []events.Event {
		return append(off("AT", since)[:2], called(events.Abroad(MassDiscrepancy), string(part), "HU", part, clock(since)))
	}
	rule := under(t, Rule(MassDiscrepancy))
	weighed := func(name string, h history, w events.ItemWeighed) scene {
		return rule(name).given(h).when("04:00", "at team", w).witnessed("at custody")
	}
	weighed("a gram less is within", crossed, weighing("AT", grams("62399"))).thenNothing()
	weighed("more is not", crossed, weighing("AT", grams("62398.9"))).then(off("AT", "04:00")...)
	weighed("nor is too much", crossed, weighing("AT", grams("62401.1"))).then(off("AT", "04:00")...)
	weighed("the scale says how far it may be off", crossed, weighingWithin("AT", kg("62.3"), grams("100"))).thenNothing()
	weighed("and no further", crossed, weighingWithin("AT", grams("62299.9"), grams("100"))).then(off("AT", "04:00")...)
	weighed("pieces do not compare", crossed, func() events.ItemWeighed {
		w := weighing("AT", events.Quantity{Amount: "40", Unit: events.Piece})
		w.Weighing.Gross = w.Weighing.Net
		return w
	}()).thenNothing()

	origin := join(consented, on("01:10", "weigh", by("hu", "01:10", weighing("HU", kg("60")))))
	o := fold(Operation{}, origin)
	p, _ := o.Part(part)
	require.Equal(t, "60000", o.Balance(p).In.String(), "what set out is what the scale in its origin showed")
	o = fold(Operation{}, consented, on("01:00", "sample", by("hu", "01:00", sampling("HU", grams("400")))), on("01:10", "weigh", by("hu", "01:10", weighing("HU", kg("60")))))
	p, _ = o.Part(part)
	require.Equal(t, "60400", o.Balance(p).In.String(), "with what had been taken out")
	o = fold(Operation{}, consented, on("01:00", "sample", by("hu", "01:00", sampling("HU", grams("400")))), on("01:05", "store", by("hu", "01:05", storing("HU", grams("400")))),
		on("01:10", "weigh", by("hu", "01:10", weighing("HU", kg("60")))))
	p, _ = o.Part(part)
	require.Equal(t, "60400", o.Balance(p).In.String(), "once, be it in store or not")
	o = fold(Operation{}, departed, on("02:20", "weigh", by("hu", "02:20", weighing("HU", kg("60")))))
	p, _ = o.Part(part)
	require.Equal(t, "62400", o.Balance(p).In.String(), "but not after it has set out")

	counted := weighing("HU", events.Quantity{Amount: "40", Unit: events.Piece})
	counted.Weighing.Gross = counted.Weighing.Net
	for name, row := range map[string]struct {
		h  history
		in string
	}{
		"nor what is counted in pieces":       {join(consented, on("01:10", "weigh", by("hu", "01:10", counted))), "62400"},
		"the scale holds when it has set out": {join(approved, on("01:40", "weigh", by("hu", "01:40", weighing("HU", kg("60")))), departed[len(approved):]), "60000"},
		"and in the moment in which it does":  {join(approved, on("02:20", "weigh", by("hu", "02:10", weighing("HU", kg("60")))), departed[len(approved):]), "60000"},
	} {
		p, _ = fold(Operation{}, row.h).Part(part)
		require.Equal(t, row.in, fold(Operation{}, row.h).Balance(p).In.String(), name)
	}
	rule("in its origin the scale says what there is").given(consented).when("01:10", "hu team", weighing("HU", kg("60"))).witnessed("hu custody").thenNothing()
	rule("elsewhere it does not").given(approved).when("02:00", "at team", weighing("AT", kg("60"))).witnessed("at custody").thenBreach("AT")
	rule("nor of what was split off").given(approved, on("01:40", "cut", by("hu", "01:40", splitting("HU", kg("12.4"))), begun(events.PartOf("cut"), kg("12.4")), restated(part, events.Live, kg("50")))).
		when("02:00", "hu team", of(events.PartOf("cut"), weighing("HU", kg("11")))).witnessed("hu custody").thenBreach("HU")
	rule("an earlier scale is held against what was known then").given(approved, on("01:50", "weigh", by("hu", "01:50", weighing("HU", kg("60"))))).
		when("02:00", "at team", weighing("AT", kg("62.4")), "01:40").witnessed("at custody").thenNoBreach()
	apart := join(crossed, on("03:20", "cut", by("at", "03:20", splitting("AT", kg("12.4"))), begun(events.PartOf("cut"), kg("12.4")), restated(part, events.Live, kg("50"))),
		on("04:00", "merge", by("at", "04:00", merging(events.PartOf("cut"), part, "AT"))))
	rule("before it was merged a part weighed what it was").given(apart).when("04:10", "at team", of(events.PartOf("cut"), weighing("AT", kg("12.4"))), "03:50").
		witnessed("at custody").thenNoBreach()
	rule("pieces of a mass are not in the sum").given(crossed).when("04:00", "at team", sampling("AT", events.Quantity{Amount: "90000", Unit: events.Piece})).thenNothing()
	rule("since the last that went out, whatever was weighed since").given(crossed, on("04:10", "weigh", by("at", "04:10", weighingWithin("AT", kg("0.5"), kg("100"))))).
		when("04:20", "at team", sampling("AT", kg("63")), "04:00").then(behind("04:00")...)
	rule("more sampled than there was").given(crossed).when("04:00", "at team", sampling("AT", kg("63"))).then(behind("04:00")...)
	rule("as much, within the tolerance").given(crossed).when("04:00", "at team", sampling("AT", grams("62401"))).thenNothing()
	rule("more stored than there was").given(crossed).when("04:00", "at team", storing("AT", kg("63"))).then(behind("04:00")...)
	rule("what was sampled is not out twice").given(crossed, on("03:30", "s", by("at", "03:30", sampling("AT", kg("1"))))).
		when("04:00", "at team", storing("AT", kg("62.4"))).thenNothing()

	swapped := join(crossed, on("03:30", "swap", by("at", "03:30", substituting("AT", events.Partial, kg("60"), kg("58"))), restated(part, events.Partial, kg("2.4"))))
	both := events.SeizureMade{Seizure: events.SeizureTerms{Part: part, Country: "AT", Quantity: kg("2.4"), Substitute: kg("50"), Storage: "DEPOT-1"}}
	o = fold(Operation{}, swapped, on("04:00", "seize", by("at", "04:00", both)))
	p, _ = o.Part(part)
	require.Equal(t, "2400", o.Balance(p).Seized.String(), "what stood in their place is no goods")
	require.Equal(t, "8000", o.Balance(p).Substitute.String(), "and is not in transit any more")
	rule("what is left of the substitute weighs so").given(swapped, on("04:00", "seize", by("at", "04:00", both))).
		when("04:30", "at team", weighing("AT", kg("8"))).witnessed("at custody").thenNothing()
	rule("and not as if all were there").given(swapped, on("04:00", "seize", by("at", "04:00", both))).
		when("04:30", "at team", weighing("AT", kg("58"))).witnessed("at custody").then(behind("04:30")...)

	short := join(crossed, on("04:00", "weigh", by("at", "04:00", weighing("AT", kg("61.4")))), on("04:00", "", off("AT", "04:00")...))
	over := func(ground events.Code) []events.Event {
		return []events.Event{settled(MassDiscrepancy, string(part), "AT", ground), settled(MassDiscrepancy, string(part), "HU", ground)}
	}
	rule("a late fact explains it").given(short).when("04:30", "at team", sampling("AT", kg("1")), "03:50").then(over(balances)...)
	rule("a later one does not").given(short).when("04:30", "at team", sampling("AT", kg("1")), "04:10").thenNothing()
	rule("another scale shows what it should").given(short).when("04:30", "at team", weighing("AT", kg("62.4"))).witnessed("at custody").then(over(balances)...)
	rule("another that does not is another breach").given(short).when("04:30", "at team", weighing("AT", kg("61.4"))).witnessed("at custody").
		then(breach(MassDiscrepancy, "AT", part, clock("04:30")))
	again := weighing("AT", kg("62.4"))
	again.Corrects = events.CorrectsTerms{Record: "weigh", Ground: "misread"}
	rule("corrected").given(short).when("04:30", "at team", again, "04:00").witnessed("at custody").
		then(settled(MassDiscrepancy, string(part), "AT", balances), settled(MassDiscrepancy, string(part), "HU", balances))
	closed := join(short, on("04:10", "", over("found")...))
	rule("what an officer has resolved stays so").given(closed).when("04:30", "at team", events.ConsignmentOpened{
		Opening: events.OpeningTerms{Part: part, Country: "AT", Ground: "order"}}).thenNothing()

	more := on("04:05", "", called(OverCeiling, string(part), "AT", part, clock("04:05")))
	rule("and nothing else is over by that").given(short, more).when("04:30", "at team", sampling("AT", kg("1")), "03:50").then(over(balances)...)
	joined := on("01:40", "involve-sk", involving("SK", events.Transit))
	rule("nor for one that may not know who explains it").given(short, joined, on("01:41", "", point("DE-SK"))).when("04:30", "sk team", sampling("DE", kg("1")), "03:50").
		then(over(balances)[1])
	most := join(crossed, on("04:00", "a", by("at", "04:00", sampling("AT", kg("40")))), on("04:10", "b", append([]events.Event{by("at", "03:50", sampling("AT", kg("40")))}, behind("04:00")...)...),
		on("04:20", "c", by("at", "03:40", sampling("AT", kg("40")))), more, on("04:25", "", called(MassDiscrepancy, "ZZZZZ2", "HU", "ZZZZZ2", clock("04:25"))))
	rule("what is taken back was not all of it").given(most).when("04:30", "at desk", retracting("b")).then(append([]events.Event{settled(MassDiscrepancy, string(part), "AT", Corrected),
		settled(events.Abroad(MassDiscrepancy), string(part), "HU", Corrected)}, behind("04:00")...)...)

	ended := join(crossed, on("04:00", "end", closing(events.Interdicted)))
	twice := join(ended, on("04:10", "seize", by("at", "04:10", seizing("AT"))))
	rule("after the end goods are counted as ever").given(twice).when("04:30", "at commander", seizing("AT")).
		then(breach(MassDiscrepancy, "AT", part, clock("04:30")), behind("04:30")[2])
	rule("until the file is closed").given(twice, on("04:20", "close", events.OperationClosed{})).when("04:30", "at commander", seizing("AT")).thenNothing()
}

// Whoever weighs does not learn by it what others did.
func TestADiscrepancyTellsNothingHidden(t *testing.T) {
	hidden := join(crossed, on("02:20", "sample", by("hu", "02:20", sampling("HU", kg("1")))))
	rule := under(t, Rule(MassDiscrepancy))
	rule("a sample that the teller is not shown calls the lead alone").given(hidden).when("04:00", "at team", weighing("AT", kg("62.4"))).witnessed("at custody").
		then(breach(MassDiscrepancy, "HU", part, clock("04:00")), called(MassDiscrepancy, string(part), "HU", part, clock("04:00")))
	abroad := func(since string) []events.Event {
		return []events.Event{breach(events.Abroad(MassDiscrepancy), "HU", part, clock(since)), called(events.Abroad(MassDiscrepancy), string(part), "HU", part, clock(since))}
	}
	seen := join(crossed, on("01:20", "weigh", by("hu", "01:20", weighing("HU", kg("62.4")))))
	rule("a weight next door is shown").given(seen).when("04:00", "at team", weighing("AT", kg("60"))).witnessed("at custody").thenBreach("AT")
	weigh := func(name string, h ...history) scene {
		return rule(name).given(h...).when("04:00", "at team", weighing("AT", kg("30"))).witnessed("at custody")
	}
	first := events.PartOf("cut")
	cut := on("03:20", "cut", by("at", "03:20", splitting("AT", kg("12.4"))), begun(first, kg("12.4")))
	sampled := on("03:30", "sample", by("de", "03:30", of(first, sampling("DE", kg("1")))))
	weigh("what every State is told hides nothing", crossed, on("02:20", "cut", by("hu", "02:20", splitting("HU", kg("12.4"))), begun(first, kg("12.4")))).thenBreach("AT")
	weigh("nor what it has told itself of another State", crossed, on("02:20", "sample", by("at", "02:20", sampling("HU", kg("1"))))).thenBreach("AT")
	weigh("nor what the lead tells of it", crossed, on("03:20", "sample", by("hu", "03:20", sampling("AT", kg("1"))))).thenBreach("AT")
	weigh("nor what was found of a part that went its own way", crossed, cut, sampled).thenBreach("AT")
	under(t, Rule(events.Abroad(MassDiscrepancy)))("of one that was merged in it does").
		given(crossed, cut, sampled, on("03:40", "merge", by("at", "03:40", merging(first, part, "AT")))).
		when("04:00", "at team", weighing("AT", kg("30"))).witnessed("at custody").thenBreach("HU")
	weigh("unless nothing was found of it", crossed, cut, on("03:40", "merge", by("at", "03:40", merging(first, part, "AT")))).thenBreach("AT")
	stranger := join(crossed, on("01:40", "involve", involving("SK", events.Transit)), on("01:41", "point-sk", point("SK-AT")), on("03:20", "weigh", by("sk", "03:20", weighing("AT", kg("62.4")))))
	rule("nor a weight next door by a stranger").given(stranger).when("04:00", "de team", weighing("DE", kg("60"))).witnessed("de custody").then(abroad("04:00")...)
	rule("two borders away it is not").given(seen).when("04:00", "de team", weighing("DE", kg("60"))).witnessed("de custody").then(abroad("04:00")...)
}
