package operation

import (
	"testing"

	"vigil/events"
)

func lastSafe(id events.CheckpointID, from, until string) events.Event {
	e := checkpoint(id, from, until).(events.CheckpointPlanned)
	e.Checkpoint.Purpose = events.LastSafePoint
	return e
}

func goDue(id events.CheckpointID) events.Event {
	return events.GoDue{Due: events.GoName{Part: part, Checkpoint: id}}
}

func saying(id events.CheckpointID, word events.GoWord) events.Event {
	return events.GoDecided{Go: events.GoTerms{Part: part, Checkpoint: id, Word: word}}
}

// INV-13: before the last safe point somebody says whether the goods go on.
func TestGoOrNoGo(t *testing.T) {
	nearing := join(crossed, on("02:20", "checkpoint", lastSafe("AT-CP3", "05:00", "07:00")))
	offer := on("04:00", "offer-2", events.HandoverOffered{Offer: events.OfferTerms{Point: "AT-DE", Part: part}})
	taken := on("04:05", "accept-2", events.HandoverAccepted{Acceptance: events.AcceptanceTerms{Offer: "offer-2", Commander: keyOf("de commander")}},
		events.DirectionBound{Bound: events.BoundTerms{Part: part, Offer: "offer-2", From: "AT", To: "DE"}})
	alarm := on("04:10", "alarm", called(CheckpointMissed, "AT-CP1", "AT", part, clock("04:10")))
	ack := on("04:12", "ack", events.AlertAcknowledged{Acknowledgement: events.AlertName{ID: "checkpoint-missed/AT-CP1", Country: "AT"}})
	name := "AT-CP3-" + string(part)
	asks := called(GoNoGo, name, "AT", part, clock("05:00"))
	asked := join(nearing, on("05:00", "due", by(events.Hub, "05:00", goDue("AT-CP3")), asks))

	const kind = "go.due"
	runsOut(t, "nobody has accepted it", nearing, "05:00", goDue("AT-CP3"))
	runsOut(t, "an alert calls that State", join(nearing, offer, taken, alarm), "05:00", goDue("AT-CP3"))
	runsOut(t, "the goods come later", join(departed, on("02:20", "checkpoint", lastSafe("AT-CP3", "03:00", "07:00")),
		on("03:40", "cross", by("at", "03:40", crossing("HU", "AT")), moved("AT", "HU", "03:40", events.ByTerritory, events.NotTaken))), "03:40", goDue("AT-CP3"))
	runsOut(t, "it is put off", join(asked, on("05:10", "revise", events.CheckpointRevised{Revision: events.CheckpointRevision{ID: "AT-CP3", Grace: 30},
		Window: window("06:00", "08:00")})), "06:00", goDue("AT-CP3"))
	silentOf(t, "nothing speaks against it", join(nearing, offer, taken), kind)
	silentOf(t, "a go was said", join(nearing, on("04:30", "go", saying("AT-CP3", events.NoGo))), kind)
	silentOf(t, "it has passed", join(nearing, on("04:50", "reach", by("at", "04:50", events.CheckpointReached{
		Reached: events.ReachedTerms{Checkpoint: "AT-CP3", Part: part, Method: events.Visual}}))), kind)
	silentOf(t, "waived", join(nearing, on("04:50", "waive", events.CheckpointWaived{Waived: events.CheckpointName{ID: "AT-CP3"}})), kind)
	silentOf(t, "halted", join(nearing, on("04:50", "halt", halted("AT"))), kind)
	silentOf(t, "an ordinary checkpoint", join(crossed, on("02:20", "checkpoint", checkpoint("AT-CP3", "05:00", "07:00"))), kind)
	silentOf(t, "another State's", join(departed, on("02:20", "checkpoint", lastSafe("AT-CP3", "05:00", "07:00"))), kind)

	ofAnother := goDue("AT-CP3").(events.GoDue)
	ofAnother.Due.Part = "ZZZZZ2"
	runsOut(t, "it was asked of another part", join(nearing, on("05:00", "due", by(events.Hub, "05:00", ofAnother))), "05:00", goDue("AT-CP3"))
	silentOf(t, "the question at another point is no doubt", join(nearing, offer, taken, on("04:20", "ask", called(GoNoGo, "AT-CP1", "AT", part, clock("04:20")))), kind)

	rule := under(t, Rule(GoNoGo))
	rule("not about a part of which nobody asked").given(nearing, offer, taken, on("05:00", "due", by(events.Hub, "05:00", ofAnother))).when("05:10", "at team", regained("AT")).thenNothing()
	rule("not where the goods are no more").given(asked).when("05:30", "de team", crossing("AT", "DE")).then(broken(PassedLastSafePoint, "AT", "05:30"),
		broken(CrossedWithoutAcceptance, "DE", "05:30"), moved("DE", "AT", "05:30", events.ByTerritory, events.NotTaken), unseen("DE", "05:30"),
		settled(GoNoGo, name, "AT", noLonger))
	rule("not at a point that is waived").given(asked).when("05:30", "hu.lead coordinator", waivingCheckpoint("AT-CP3")).then(settled(GoNoGo, name, "AT", "waived"))
	rule("it calls that State").given(nearing).strikes("05:00", goDue("AT-CP3")).then(asks)
	over := settled(GoNoGo, name, "AT", "decided")
	rule("until it says go").given(asked, offer, taken).when("05:10", "at commander", saying("AT-CP3", events.Go)).then(over)
	rule("a no-go calls on").given(asked).when("05:10", "at commander", saying("AT-CP3", events.NoGo)).thenNothing()
	rule("and calls by itself").given(nearing).when("04:30", "at commander", saying("AT-CP3", events.NoGo)).then(called(GoNoGo, name, "AT", part, clock("04:30")))
	stopped := join(asked, on("05:10", "no-go", saying("AT-CP3", events.NoGo)))
	rule("until the goods are to be stopped").given(stopped).when("05:20", "at commander", ordering("AT", "")).then(over)
	rule("be it in the same moment").given(stopped).when("05:10", "at commander", ordering("AT", "")).then(over)
	rule("or a later go").given(stopped, offer, taken).when("05:20", "at commander", saying("AT-CP3", events.Go)).then(over)

	twin := events.PartOf("cut")
	both := join(asked, on("05:00", "cut", splitting("AT", kg("12")), begun(twin, kg("12")),
		events.DirectionMoved{Direction: events.DirectionTerms{Part: twin, Country: "AT", Since: clock("05:00"), Basis: events.ByTerritory, Taken: events.Taken}},
		restated(part, events.Live, kg("50.4")), called(Unwatched, string(twin), "AT", twin, clock("05:00"))))
	other := events.GoDue{Due: events.GoName{Part: twin, Checkpoint: "AT-CP3"}}
	asksToo := called(GoNoGo, "AT-CP3-"+string(twin), "AT", twin, clock("05:00"))
	rule("each part needs its own").given(both).strikes("05:00", other).then(asksToo)
	had := on("05:05", "ack", events.AlertAcknowledged{Acknowledgement: events.AlertName{ID: "unwatched/" + events.AlertID(twin), Country: "AT"}})
	rule("and the go for one is none for the other").given(both, on("05:00", "due-2", by(events.Hub, "05:00", other), asksToo), had, offer, taken).
		when("05:10", "at commander", saying("AT-CP3", events.Go)).then(over)

	rule = under(t, GoNeedsCalm)
	rule("nobody has accepted it").given(nearing).when("04:30", "at commander", saying("AT-CP3", events.Go)).thenRefused("no State has accepted part " + string(part))
	rule("a call is not acknowledged").given(nearing, offer, taken, alarm).when("04:30", "at commander", saying("AT-CP3", events.Go)).
		thenRefused("checkpoint-missed/AT-CP1 is not acknowledged")
	rule("it is").given(nearing, offer, taken, alarm, ack).when("04:30", "at commander", saying("AT-CP3", events.Go)).thenNothing()
	rule("another State's call is not its own").given(nearing, offer, taken, on("04:10", "alarm", called(CheckpointMissed, "AT-CP1", "DE", part, clock("04:10")))).
		when("04:30", "at commander", saying("AT-CP3", events.Go)).thenNothing()
	rule("where nothing leads on").given(crossed, on("02:20", "cp", lastSafe("AT-CP3", "05:00", "07:00")), on("02:21", "drop", events.HandoverPointDropped{Dropped: events.PointName{ID: "AT-DE"}})).
		when("04:30", "at commander", saying("AT-CP3", events.Go)).thenNothing()

	under(t, OnlyWhoDirects)("no other says go").given(nearing).when("04:30", "de commander", saying("AT-CP3", events.NoGo)).thenRefused()
	rule = under(t, OnlyLastSafe)
	rule("nor at another's point").given(nearing, on("02:20", "cp", lastSafe("DE-CP1", "08:00", "09:00"))).when("04:30", "at commander", saying("DE-CP1", events.NoGo)).thenRefused()
	rule("nor at any checkpoint").given(nearing, on("02:20", "cp", checkpoint("AT-CP1", "03:00", "05:00"))).when("04:30", "at commander", saying("AT-CP1", events.NoGo)).thenRefused()
	rule("nor at one that is waived").given(nearing, on("04:20", "waive", waivingCheckpoint("AT-CP3"))).when("04:30", "at commander", saying("AT-CP3", events.NoGo)).thenRefused()
	under(t, NotAgain)("the same").given(stopped).when("05:20", "at commander", saying("AT-CP3", events.NoGo)).thenRefused()

	rule = under(t, Rule(PassedLastSafePoint))
	reached := events.CheckpointReached{Reached: events.ReachedTerms{Checkpoint: "AT-CP3", Part: part, Method: events.Visual}}
	rule("reached without a go").given(asked).when("05:30", "at team", reached).thenBreach("AT")
	rule("out of the State without a go").given(asked).when("05:30", "de team", crossing("AT", "DE")).thenBreach("AT")
	rule("after a no-go").given(stopped).when("05:30", "at team", reached).thenBreach("AT")
	rule("after a go").given(asked, offer, taken, on("05:10", "go", saying("AT-CP3", events.Go))).when("05:30", "at team", reached).thenNoBreach()
	rule("nobody had to ask").given(nearing, offer, taken).when("05:30", "at team", reached).thenNoBreach()
	rule("at the moment at which it was due").given(asked).when("05:30", "at team", reached, "05:00").thenBreach("AT")
	rule("before it").given(asked).when("05:30", "at team", reached, "04:59").thenNoBreach()
	goOther := saying("AT-CP3", events.Go).(events.GoDecided)
	goOther.Go.Part = "ZZZZZ2"
	rule("a go for another part").given(asked, on("05:10", "go", goOther)).when("05:30", "at team", reached).thenBreach("AT")
	rule("another checkpoint").given(asked, on("02:20", "cp", checkpoint("AT-CP1", "03:00", "05:00"))).when("05:30", "at team", reaching).thenNoBreach()
	rule("waived").given(asked, on("05:10", "waive", waivingCheckpoint("AT-CP3"))).when("05:30", "at team", reached).thenNoBreach()
	rule("on a ship's flag").given(asked).when("05:30", "at team", sailing("AT", "HU")).thenBreach("AT")
}
