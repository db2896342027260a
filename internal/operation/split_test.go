package operation

import (
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
)

func splitting(c events.Country, q events.Quantity, corrects ...events.CommandID) events.PartSplit {
	e := events.PartSplit{Split: events.SplitTerms{Part: part, Quantity: q, Packages: 4}, Where: events.WhereTerms{Country: c}}
	for _, id := range corrects {
		e.Corrects = events.CorrectsTerms{Record: id, Ground: "wrong"}
	}
	return e
}

func merging(p, into events.Part, c events.Country) events.PartMerged {
	return events.PartMerged{Merge: events.MergeTerms{Part: p, Into: into, Country: c}}
}

func begun(label events.Part, q events.Quantity) events.Event {
	return events.PartBegun{Begun: events.BegunTerms{Part: label, Of: part},
		Item: events.ItemTerms{Substance: "cocaine", Mode: events.Live, Packages: 4}, Quantity: q}
}

// beginning is a part that a split of another than the part of the tests begins.
func beginning(label, of events.Part, q events.Quantity) events.Event {
	e := begun(label, q).(events.PartBegun)
	e.Begun.Of = of
	return e
}

func restated(p events.Part, mode events.Mode, q events.Quantity) events.Event {
	return events.PartRestated{Restated: events.RestatedTerms{Part: p, Mode: mode}, Quantity: q}
}

// of says of another part what is said of the part of the tests.
func of(p events.Part, e events.Event) events.Event {
	switch e := e.(type) {
	case events.DirectionMoved:
		e.Direction.Part = p
		return e
	case events.DirectionRetracted:
		e.Retracted.Part = p
		return e
	case events.DirectionEnded:
		e.Ended.Part = p
		return e
	case events.SubstitutionProposed:
		e.Proposal.Part = p
		return e
	case events.SubstitutionPerformed:
		e.Performed.Part = p
		return e
	case events.ItemWeighed:
		e.Weighing.Part = p
		return e
	case events.ItemSampled:
		e.Sample.Part = p
		return e
	case events.BorderCrossed:
		e.Crossing.Part = p
		return e
	case events.PartSplit:
		e.Split.Part = p
		return e
	case events.EyesOnLost:
		e.Eyes.Part = p
		return e
	case events.AlertRaised:
		return called(e.Alert.ID.Cause(), string(p), e.Alert.Country, p, e.Alert.Since)
	}
	return e
}

// INV-16: split parts keep lineage, and a part without eyes-on is a loss in progress.
func TestASplitBeginsAPart(t *testing.T) {
	const byTerritory, taken = events.ByTerritory, events.Taken
	two, first := events.PartOf("now"), events.PartOf("cut")
	rule := under(t, "a-split-begins-a-part")
	rule("where the one is of which it was").given(crossed).when("04:00", "at team", splitting("AT", kg("12.4"))).then(
		begun(two, kg("12.4")), of(two, moved("AT", "", "04:00", byTerritory, taken)),
		restated(part, events.Live, kg("50")), of(two, unseen("AT", "04:00")))
	rule("and was, if it is told late").given(crossed).when("04:00", "hu team", splitting("HU", kg("12.4")), "02:30").then(
		begun(two, kg("12.4")), of(two, moved("HU", "", "02:30", byTerritory, taken)),
		restated(part, events.Live, kg("50")), of(two, unseen("HU", "02:30")))
	rule("nobody directs it if nobody did").given(approved).when("02:00", "hu team", splitting("HU", kg("12.4"))).then(
		begun(two, kg("12.4")), restated(part, events.Live, kg("50")))
	rule("more than there was").given(approved).when("02:00", "hu team", splitting("HU", kg("63"))).then(
		begun(two, kg("63")), restated(part, events.Live, kg("0")),
		breach(MassDiscrepancy, "HU", part, clock("02:00")), called(MassDiscrepancy, string(part), "HU", part, clock("02:00")))
	armed := on("03:20", "found", by("at", "03:20", arming(events.Converted)), events.PartRestated{
		Restated: events.RestatedTerms{Part: part, Mode: events.Live}, Quantity: kg("62.4"), Hazards: events.HazardTerms{Hazards: []events.Code{LiveFirearm}}})
	for name, row := range map[string]struct {
		at string
		is []events.Code
	}{"as dangerous as it": {"04:00", []events.Code{LiveFirearm}}, "from that moment on": {"03:20", []events.Code{LiveFirearm}}, "not of what was found since": {"03:19", nil}} {
		e := begun(two, kg("12.4")).(events.PartBegun)
		e.Item.Hazards = row.is
		rule(name).given(crossed, armed).when("04:00", "at team", splitting("AT", kg("12.4")), row.at).then(
			e, of(two, moved("AT", "", row.at, byTerritory, taken)), restated(part, events.Live, kg("50")), of(two, unseen("AT", row.at)))
	}
	rule("of no part that is known nothing follows").given(crossed).when("04:00", "at team",
		events.PartSplit{Split: events.SplitTerms{Part: "000000", Quantity: kg("1")}, Where: events.WhereTerms{Country: "AT"}}).thenNothing()
	joined := on("01:40", "involve-sk", involving("SK", events.Transit))
	rule("nor from a State that the one which directs may not know").given(crossed, joined).
		when("04:00", "sk team", splitting("SK", kg("12.4"))).then(unconfirmed("04:00"))

	over := join(accepted, on("03:10", "cross", by("at", "03:10", crossing("HU", "AT")), moved("AT", "HU", "03:10", events.ByHandover, taken)))
	cut := join(over, on("03:30", "cut", by("at", "03:30", splitting("AT", kg("12.4"))), begun(first, kg("12.4")),
		of(first, moved("AT", "", "03:30", byTerritory, taken)), restated(part, events.Live, kg("50")), of(first, unseen("AT", "03:30"))))
	rule("retracted, there never was such a part").given(cut).when("04:00", "at desk", retracting("cut")).then(
		settled(Unwatched, string(first), "AT", Corrected), of(first, retracted("AT", "03:30", "")),
		restated(part, events.Live, kg("62.4")), restated(first, events.Live, kg("0")))
	rule("told anew, it is the same part").given(cut).when("04:00", "at team", splitting("AT", kg("10"), "cut"), "03:40").then(
		settled(Unwatched, string(first), "AT", Corrected), begun(first, kg("10")),
		of(first, retracted("AT", "03:30", "")), of(first, moved("AT", "", "03:40", byTerritory, taken)),
		restated(part, events.Live, kg("52.4")), of(first, unseen("AT", "03:40")))
	o := fold(Operation{}, cut)
	c := commanded("04:00", "at desk", retracting("cross"))
	out, err := Decide(alliance, o, c, clock("04:00"))
	require.NoError(t, err)
	for _, p := range evolved(o, c, clock("04:00"), out).Parts {
		now, _ := p.Direction()
		require.Equal(t, events.Country("HU"), now.Country, "both were in HU, it turns out")
	}
	gone := fold(Operation{}, cut, on("04:00", "back", by("at", "04:00", retracting("cut")), of(first, retracted("AT", "03:30", "")), restated(first, events.Live, kg("0"))))
	_, there := gone.Part(first)
	require.False(t, there)
	cross := of(first, crossing("AT", "DE"))
	under(t, "of-what-never-was-nothing-follows")("seen further on").given(cut, on("04:00", "back", by("at", "04:00", retracting("cut")),
		of(first, retracted("AT", "03:30", "")), restated(part, events.Live, kg("62.4")), restated(first, events.Live, kg("0")),
		settled(Unwatched, string(first), "AT", Corrected))).when("04:10", "at team", cross).thenNothing()

	merged := join(cut, on("04:00", "merge", by("at", "04:00", merging(first, part, "AT"))))
	rule = under(t, "a-split-told-anew")
	second, child := events.PartOf("cut-2"), events.PartOf("cut-3")
	more := join(cut, on("03:35", "cut-2", by("at", "03:35", splitting("AT", kg("10"))), begun(second, kg("10")),
		of(second, moved("AT", "", "03:35", byTerritory, taken)), restated(part, events.Live, kg("40"))))
	deep := join(more, on("03:40", "cut-3", by("at", "03:40", of(first, splitting("AT", kg("2")))), beginning(child, first, kg("2")), of(child, moved("AT", "", "03:40", byTerritory, taken)), restated(first, events.Live, kg("10.4"))))
	rule("goes on with the part that it began, not with another").given(more).when("04:00", "at team", splitting("AT", kg("9"), "cut-2"), "03:35").then(
		begun(second, kg("9")), restated(part, events.Live, kg("41")))
	rule("of another part is another split").given(more).when("04:00", "at team", of(second, splitting("AT", kg("2"), "cut")), "03:50").then(
		settled(Unwatched, string(first), "AT", Corrected), beginning(two, second, kg("2")), of(first, retracted("AT", "03:30", "")), of(two, moved("AT", "", "03:50", byTerritory, taken)),
		restated(part, events.Live, kg("52.4")), restated(first, events.Live, kg("0")), restated(second, events.Live, kg("8")), of(two, unseen("AT", "03:50")))
	rule("what another State's corrects is a split of its own").given(cut).when("04:00", "de team", splitting("DE", kg("2"), "cut"), "03:50").then(
		broken(CorrectsNoOwnRecord, "DE", "03:50"), begun(two, kg("2")), of(two, moved("AT", "", "03:50", byTerritory, taken)), restated(part, events.Live, kg("48")), of(two, unseen("AT", "03:50")))
	rule("a label that is there already begins nothing").given(crossed, on("03:20", "item-2", func() events.Event { e := declaring("HU"); e.Named.Part = two; return e }())).when("04:00", "at team", splitting("AT", kg("2"))).
		then(restated(part, events.Live, kg("60.4")))
	rule("what was split off it never was either").given(deep).when("04:00", "at desk", retracting("cut")).then(
		settled(Unwatched, string(first), "AT", Corrected), of(first, retracted("AT", "03:30", "")), of(child, retracted("AT", "03:40", "")),
		restated(part, events.Live, kg("52.4")), restated(first, events.Live, kg("0")), restated(child, events.Live, kg("0")))
	warned := join(cut, on("03:40", "reach", by("at", "03:40", reaching), called(OverCeiling, string(first), "AT", first, clock("03:40")), called(OverCeiling, string(part), "AT", part, clock("03:40"))))
	rule("nobody is called for it any more").given(warned).when("04:00", "at desk", retracting("cut")).then(
		settled(Unwatched, string(first), "AT", Corrected), of(first, retracted("AT", "03:30", "")), restated(part, events.Live, kg("62.4")), restated(first, events.Live, kg("0")),
		settled(OverCeiling, string(first), "AT", Corrected))
	rule("nor whatever it is said to weigh").given(cut, on("04:00", "back", by("at", "04:00", retracting("cut")), of(first, retracted("AT", "03:30", "")), restated(part, events.Live, kg("62.4")),
		restated(first, events.Live, kg("0")), settled(Unwatched, string(first), "AT", Corrected))).when("04:10", "at team", of(first, weighing("AT", kg("9")))).witnessed("at custody").thenNothing()
	rule("told anew after it was merged, it is merged").given(merged, on("04:05", "", restated(part, events.Live, kg("62.4")), restated(first, events.Live, kg("0")))).
		when("04:10", "at team", splitting("AT", kg("10"), "cut"), "03:30").then(
		settled(Unwatched, string(first), "AT", Corrected), begun(first, kg("10")), of(first, ended("AT", "04:00")), restated(first, events.Live, kg("0")))

	back := []events.Event{of(first, ended("AT", "04:00")), restated(part, events.Live, kg("62.4")), restated(first, events.Live, kg("0")), settled(Unwatched, string(first), "AT", noLonger)}
	rule = under(t, "what-is-merged-is-told-of-what-all-were-told")
	rule("a sample is not").given(cut, on("03:40", "sample", by("at", "03:40", of(first, sampling("AT", kg("1")))))).when("04:00", "at team", merging(first, part, "AT")).then(back...)
	once := join(more, on("03:50", "merge", by("at", "03:50", merging(first, part, "AT")), of(first, ended("AT", "03:50")), restated(part, events.Live, kg("52.4")),
		restated(first, events.Live, kg("0")), settled(Unwatched, string(first), "AT", noLonger)))
	rule("of two mergers the first counts").given(once).when("04:00", "at team", merging(first, second, "AT")).thenNothing()
	rule = under(t, "a-merger-ends-a-part")
	rule("and all of it is the other's").given(cut).when("04:00", "at team", merging(first, part, "AT")).then(
		events.DirectionEnded{Ended: events.EndedTerms{Part: first, Country: "AT", Since: clock("04:00")}},
		restated(part, events.Live, kg("62.4")), restated(first, events.Live, kg("0")),
		settled(Unwatched, string(first), "AT", noLonger))
	rule("with itself it is not").given(cut).when("04:00", "at team", merging(first, first, "AT")).thenNothing()
	rule("nor with what is no part").given(cut).when("04:00", "at team", merging(first, "000000", "AT")).thenNothing()
	rule("nor back").given(merged).when("04:10", "at team", merging(part, first, "AT")).then(
		events.DirectionEnded{Ended: events.EndedTerms{Part: first, Country: "AT", Since: clock("04:00")}},
		restated(part, events.Live, kg("62.4")), restated(first, events.Live, kg("0")),
		settled(Unwatched, string(first), "AT", noLonger))
}

// Of a clean part only what was put in is left: what leaves it is of that, and no goods.
func TestWhatLeavesACleanPart(t *testing.T) {
	two := events.PartOf("now")
	clean := join(crossed, on("03:30", "swap", by("at", "03:30", substituting("AT", events.Clean, kg("62.4"), kg("62"))), restated(part, events.Clean, kg("0"))))
	begins := func(mode events.Mode, q events.Quantity) events.Event {
		e := begun(two, q).(events.PartBegun)
		e.Item.Mode = mode
		return e
	}
	moves := []events.Event{of(two, moved("AT", "", "04:00", events.ByTerritory, events.Taken)), of(two, unseen("AT", "04:00"))}
	rule := under(t, "what-leaves-a-clean-part-is-substitute")
	rule("split off").given(clean).when("04:00", "at team", splitting("AT", kg("22"))).then(append([]events.Event{begins(events.Clean, kg("0"))}, moves...)...)
	said := splitting("AT", kg("2"))
	said.Split.Substitute = kg("20")
	off := []events.Event{breach(MassDiscrepancy, "AT", part, clock("04:00")), called(MassDiscrepancy, string(part), "AT", part, clock("04:00")),
		called(MassDiscrepancy, string(part), "HU", part, clock("04:00"))}
	rule("unless it says otherwise").given(clean).when("04:00", "at team", said).then(append([]events.Event{begins(events.Clean, kg("2")), moves[0], moves[1]}, off...)...)
	under(t, Rule(MassDiscrepancy))("a sample is of goods, and there are none").given(clean).when("04:00", "at team", sampling("AT", kg("1"))).thenBreach("AT")
	rule("split off before").given(clean).when("04:00", "at team", splitting("AT", kg("22")), "03:20").then(
		begins(events.Live, kg("22")), of(two, moved("AT", "", "03:20", events.ByTerritory, events.Taken)), of(two, unseen("AT", "03:20")),
		breach(MassDiscrepancy, "AT", part, clock("03:30")), called(MassDiscrepancy, string(part), "AT", part, clock("03:30")),
		called(MassDiscrepancy, string(part), "HU", part, clock("03:30")))
	rule("lost").given(clean, on("03:40", "report", losing("AT", kg("22")))).when("04:00", "at competent-authority", declaringGoodsLost("AT", kg("22"))).
		then(called(GoodsLost, string(part), "HU", part, clock("04:00")))

	two = events.PartOf("cut")
	cut := join(clean, on("03:40", "cut", by("at", "03:40", splitting("AT", kg("22"))), begins(events.Clean, kg("0")),
		of(two, moved("AT", "", "03:40", events.ByTerritory, events.Taken)), of(two, unseen("AT", "03:40"))))
	o := fold(Operation{}, cut, on("04:00", "report", losing("AT", kg("10"))), on("04:10", "lost", by("at", "04:10", declaringGoodsLost("AT", kg("10")))))
	for label, put := range map[events.Part]string{part: "30000", two: "22000"} {
		p, _ := o.Part(label)
		b := o.Balance(p)
		require.Equal(t, put, b.Substitute.String(), label)
		require.True(t, b.Transit.IsZero() && b.SplitOff.IsZero() && b.Lost.IsZero(), label)
		require.True(t, o.Terminal(p), label)
	}
	grandchild := fold(Operation{}, cut, on("03:50", "cut-2", by("at", "03:50", of(two, splitting("AT", kg("5")))), beginning(events.PartOf("cut-2"), two, kg("0"))))
	p, _ := grandchild.Part(events.PartOf("cut-2"))
	require.Equal(t, "5000", grandchild.Balance(p).Substitute.String(), "what is split off that is of it too")
	small := limited(granting("ask-at", "AT", events.TransitRoute), func(g *events.AuthorisationGranted) { g.Ceiling = kg("10") })
	late := join(planned, on("01:00", "grant-at", small), departed[len(consented):], on("03:30", "swap", by("at", "03:30", substituting("AT", events.Clean, kg("62.4"), kg("62")))),
		on("03:40", "cut", by("at", "03:40", splitting("AT", kg("22"))), begins(events.Clean, kg("0"))))
	rule = under(t, Rule(OverCeiling))
	rule("a crossing before that is judged by the goods that it was then").given(late).when("04:00", "at team", of(two, crossing("HU", "AT")), "03:10").thenBreach("AT")
	rule = under(t, Rule(CrossedWithoutAuthority))
	rule("and the State has consented").given(late).when("04:00", "at team", of(two, crossing("HU", "AT")), "03:10").thenNoBreach()
	rule("another has not").given(late).when("04:00", "hu.lead team", of(two, crossing("HU", "NL")), "03:10").thenBreach("NL")
	weighed := func(net events.Quantity) events.Event { return of(two, weighing("AT", net)) }
	rule = under(t, Rule(MassDiscrepancy))
	rule("it weighs what was put in").given(cut).when("04:00", "at team", weighed(kg("22"))).witnessed("at custody").thenNoBreach()
	rule("or it does not").given(cut).when("04:00", "at team", weighed(kg("21"))).witnessed("at custody").thenBreach("AT")
	rule("the swap taken back, goods were split off").given(cut).when("04:00", "at desk", retracting("swap")).then(
		restated(part, events.Live, kg("40.4")), restated(two, events.Live, kg("22")))
}
