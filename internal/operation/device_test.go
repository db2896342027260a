package operation

import (
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
)

// The beacon of the tests is HU's.
var beacon = events.DeviceOf("beacon")

func assigningDevice(c events.Country) events.DeviceAssigned {
	return events.DeviceAssigned{Device: events.DeviceTerms{Country: c, Type: events.Beacon, Stale: 10}}
}

func proposing(c events.Country) events.Event {
	return events.DeviceProposed{Proposal: events.DeviceProposal{Device: beacon, Country: c, Type: events.Beacon}}
}

func approvingDevice(c events.Country) events.Event {
	return events.DeviceApproved{Approval: events.DeviceAnswer{Device: beacon, Country: c}}
}

func refusingDevice(c events.Country) events.Event {
	return events.DeviceRefused{Refusal: events.DeviceRefusal{Device: beacon, Country: c, Ground: "no-law"}}
}

func fitting(c events.Country, battery string) events.Event {
	return events.DeviceFitted{Fitted: events.FittedTerms{Device: beacon, Part: part, Country: c, Battery: clock(battery)}}
}

func reading(c events.Country) events.Event {
	return events.DeviceRead{Reading: events.ReadingTerms{Device: beacon, Country: c}}
}

func tampering(c events.Country) events.Event {
	return events.DeviceTampered{Tampered: events.DeviceAnswer{Device: beacon, Country: c}}
}

func recovering(c events.Country) events.Event {
	return events.DeviceRecovered{Recovered: events.DeviceAnswer{Device: beacon, Country: c}}
}

func abandoning(c events.Country) events.Event {
	return events.DeviceAbandoned{Abandoned: events.DeviceRefusal{Device: beacon, Country: c, Ground: "sunk"}}
}

var (
	assigned = on("00:40", "beacon", func() events.Event {
		e := assigningDevice("HU")
		e.Named.ID = beacon
		return e
	}())
	askedOf  = on("00:41", "propose", proposing("HU"), proposing("AT"), proposing("DE"))
	allowed  = on("00:42", "approve", approvingDevice("HU"), approvingDevice("AT"), approvingDevice("DE"))
	fittedOn = on("00:50", "fit", by("hu", "00:50", fitting("HU", "13:00")))
)

// INV-08: each State where a device is to be live approves it (CH-IT 2009 art. 6).
func TestADeviceIsApproved(t *testing.T) {
	const lead = "hu.lead coordinator"
	out, err := Decide(alliance, fold(Operation{}, consented), commanded("01:10", "hu technical", assigningDevice("HU")), clock("01:10"))
	require.NoError(t, err)
	require.Equal(t, events.DeviceOf("now"), out[0].(events.DeviceAssigned).Named.ID)

	rule := under(t, OwnDevices)
	rule("not another's").given(consented).when("01:10", "hu technical", assigningDevice("AT")).thenRefused()
	rule = under(t, LabelIsNew)
	taken := assigningDevice("HU")
	taken.Named.ID = events.DeviceOf("now")
	rule("not twice").given(consented, on("00:40", "beacon", taken)).when("01:10", "hu technical", assigningDevice("HU")).thenRefused()

	rule = under(t, DeviceIsKnown)
	rule("proposed").given(consented, assigned).when("01:10", lead, proposing("AT")).thenNothing()
	rule("not what nobody has assigned").given(consented).when("01:10", lead, proposing("AT")).thenRefused()
	rule("approved").given(consented, assigned, askedOf).when("01:10", "at competent-authority", approvingDevice("AT")).thenNothing()
	rule("not unasked").given(consented, assigned).when("01:10", "at competent-authority", approvingDevice("AT")).thenRefused()
	rule("nor refused").given(consented, assigned).when("01:10", "at competent-authority", refusingDevice("AT")).thenRefused()
	under(t, InvolvedState)("nor asked of a State without part").given(consented, assigned).when("01:10", lead, proposing("SK")).thenRefused()
	under(t, OnlyLead)("only the lead asks").given(consented, assigned).when("01:10", "hu coordinator", proposing("AT")).thenRefused()
	under(t, ProposedOnce)("once").given(consented, assigned, askedOf).when("01:10", lead, proposing("AT")).thenRefused()
	video := proposing("AT").(events.DeviceProposed)
	video.Proposal.Type = events.Video
	under(t, ProposedAsIs)("as what it is").given(consented, assigned).when("01:10", lead, video).thenRefused()
	under(t, OwnAuthority)("each for itself").given(consented, assigned, askedOf).when("01:10", "at competent-authority", approvingDevice("DE")).thenRefused()

	rule("refused").given(consented, assigned, askedOf).when("01:10", "at competent-authority", refusingDevice("AT")).thenNothing()
	other := assigningDevice("HU")
	other.Named.ID = "OTHER1"
	asOther := proposing("AT").(events.DeviceProposed)
	asOther.Proposal.Device = "OTHER1"
	rule("of several the one that is named").given(consented, on("00:39", "other", other), assigned, askedOf).when("01:10", "at competent-authority", approvingDevice("AT")).thenNothing()
	under(t, ProposedOnce)("each").given(consented, on("00:39", "other", other), assigned, askedOf, allowed).when("01:10", lead, asOther).thenNothing()
	require.True(t, Device{Words: []DeviceWord{{"AT", Accepted, clock("01:00")}}}.approvedBy("AT", clock("01:00")), "from that moment on")

	rule = under(t, DeviceAnswered)
	refused := on("01:00", "refuse", refusingDevice("AT"))
	rule("a no can become a yes").given(consented, assigned, askedOf, refused).when("01:10", "at competent-authority", approvingDevice("AT")).thenNothing()
	rule("a no is said once").given(consented, assigned, askedOf, refused).when("01:10", "at competent-authority", refusingDevice("AT")).thenRefused()
	rule("a yes too").given(consented, assigned, askedOf, allowed).when("01:10", "at competent-authority", approvingDevice("AT")).thenRefused()
	rule("and holds").given(consented, assigned, askedOf, allowed).when("01:10", "at competent-authority", refusingDevice("AT")).thenRefused()

	rule = under(t, EveryConsent)
	rule("departure, all having approved").given(consented, assigned, askedOf, allowed, fittedOn).when("01:30", lead, approving).thenNothing()
	rule("not without each").given(consented, assigned, askedOf, on("00:42", "approve", approvingDevice("HU"), refusingDevice("AT")), fittedOn).
		when("01:30", lead, approving).thenRefused("device "+string(beacon)+": not approved by AT", "device "+string(beacon)+": not approved by DE")
	rule("each State once").given(consented, on("00:21", "leg-at-2", leg("AT-L2", "AT", events.TransitRoute, window("04:00", "08:00"))), assigned, askedOf,
		on("00:42", "approve", approvingDevice("HU"), approvingDevice("DE")), fittedOn).when("01:30", lead, approving).thenRefused("device " + string(beacon) + ": not approved by AT")
	rule("nor with a short battery").given(consented, assigned, askedOf, allowed, on("00:50", "fit", by("hu", "00:50", fitting("HU", "12:59")))).
		when("01:30", lead, approving).thenRefused("device " + string(beacon) + ": battery until 2026-03-02T12:59Z, needed until 2026-03-02T13:00Z")
	rule("a device that is off it again does not count").given(consented, assigned, fittedOn, on("00:55", "back", by("hu", "00:55", recovering("HU")))).
		when("01:30", lead, approving).thenNothing()

	rule = under(t, Rule(DeviceNotApproved))
	rule("as of one that nobody assigned").given(consented).when("01:10", "hu technical", fitting("HU", "13:00")).thenBreach("HU")
	stray := fitting("HU", "12:59").(events.DeviceFitted)
	stray.Fitted.Part = "000000"
	rule("on no part that is known").given(consented).when("01:10", "hu technical", stray).thenNothing()
	rule("after the end").given(crossed, on("08:00", "end", closing(events.Lost), ended("AT", "08:00"))).when("09:00", "hu technical", fitting("HU", "12:59")).thenNothing()
	rule("fitted without it").given(consented, assigned, askedOf).when("01:10", "hu technical", fitting("HU", "13:00")).thenBreach("HU")
	rule("with it").given(consented, assigned, askedOf, allowed).when("01:10", "hu technical", fitting("HU", "13:00")).thenNoBreach()
	rule("fitted before it").given(consented, assigned, askedOf, allowed).when("01:10", "hu technical", fitting("HU", "13:00"), "00:41").thenBreach("HU")
	live := join(consented[:len(consented)-3], assigned, askedOf, on("00:42", "approve", approvingDevice("HU")), fittedOn, crossed[len(consented)-3:len(crossed)-1])
	rule("brought in live").given(live).when("03:10", "at team", crossing("HU", "AT")).thenBreach("AT")
	rule("approved until then").given(live, on("03:00", "yes", approvingDevice("AT"))).when("03:10", "at team", crossing("HU", "AT")).thenNoBreach()
	rule("written off").given(live, on("03:00", "off", abandoning("HU"))).when("03:10", "at team", crossing("HU", "AT")).thenNoBreach()
	rule = under(t, Rule(BatteryTooShort))
	rule("the lead is told").given(consented, assigned, askedOf, allowed).when("01:10", "hu technical", fitting("HU", "12:59")).thenBreach("HU")
	rule("not of one that nobody assigned").given(consented).when("01:10", "hu technical", fitting("HU", "12:59")).thenNoBreach()
	rule("it lasts").given(consented, assigned, askedOf, allowed).when("01:10", "hu technical", fitting("HU", "13:00")).thenNoBreach()
}

// A reading is the present for a while.
func TestADeviceFallsSilent(t *testing.T) {
	stale := func(c events.Country, last string) events.Event {
		return events.DeviceStale{Stale: events.StaleTerms{Device: beacon, Country: c, Last: clock(last)}}
	}
	calls := func(cause events.Code, c events.Country, since string) events.Event {
		return called(cause, string(beacon), c, part, clock(since))
	}
	over := func(cause events.Code, c events.Country, why events.Code) events.Event {
		return settled(cause, string(beacon), c, why)
	}
	on1 := join(consented, assigned, askedOf, allowed, fittedOn, crossed[len(consented):])
	spoken := join(on1, on("03:20", "read", by("at", "03:20", reading("AT"))))
	silent := join(spoken, on("03:30", "silent", by(events.Hub, "03:30", stale("AT", "03:20")), calls(DeviceIsStale, "HU", "03:30"), calls(DeviceIsStale, "AT", "03:30")))

	const kind = "device.stale"
	runsOut(t, "after its last reading", spoken, "03:30", stale("AT", "03:20"))
	runsOut(t, "of several after the last", join(spoken, on("03:25", "read-2", by("at", "03:25", reading("AT")))), "03:35", stale("AT", "03:25"))
	runsOut(t, "also one that was told out of order", join(spoken, on("03:25", "read-2", by("at", "03:18", reading("AT")))), "03:30", stale("AT", "03:20"))
	runsOut(t, "after each silence", join(silent, on("03:40", "read-2", by("at", "03:40", reading("AT")))), "03:50", stale("AT", "03:40"))
	runsOut(t, "it spoke before it travelled", join(consented, assigned, fittedOn, on("01:10", "read", by("hu", "01:10", reading("HU"))), departed[len(consented):]), "02:10", stale("HU", "01:10"))
	runsOut(t, "the last reading taken back", join(spoken, on("03:25", "read-2", by("at", "03:25", reading("AT"))), on("03:26", "no", by("at", "03:26", retracting("read-2")))), "03:30", stale("AT", "03:20"))
	silentOf(t, "it never spoke", on1, kind)
	silentOf(t, "what a stranger reads does not count", join(on1, on("01:40", "involve", involving("SK", events.Transit)), on("03:20", "read", by("sk", "03:20", reading("AT")))), kind)
	silentOf(t, "told as it grows old it is old", join(on1, on("03:30", "read", by("at", "03:20", reading("AT")))), kind)
	runsOut(t, "of two of one moment after that told later", join(spoken, on("03:21", "read-2", by("hu", "03:20", reading("HU")))), "03:30", stale("HU", "03:20"))
	silentOf(t, "a late reading is no news", join(silent, on("03:40", "read-2", by("at", "03:29", reading("AT")))), kind)
	silentOf(t, "recovered", join(spoken, on("03:25", "back", by("at", "03:25", recovering("AT")))), kind)
	silentOf(t, "written off", join(spoken, on("03:25", "off", by("hu", "03:25", abandoning("HU")))), kind)
	silentOf(t, "the goods are secured", join(spoken, on("03:25", "stop", by("at", "03:25", executing("AT", events.GoodsSecured)), ended("AT", "03:25"))), kind)

	rule := under(t, Rule(DeviceIsStale))
	rule("the owner, and who directs").given(spoken).strikes("03:30", stale("AT", "03:20")).then(calls(DeviceIsStale, "HU", "03:30"), calls(DeviceIsStale, "AT", "03:30"))
	rule("not when the goods are secured").given(silent).when("03:40", "at team", executing("AT", events.GoodsSecured)).
		then(stoppedBy("03:40"), ended("AT", "03:40"), over(DeviceIsStale, "HU", noLonger), over(DeviceIsStale, "AT", noLonger))
	rule("until it speaks").given(silent).when("03:40", "at technical", reading("AT")).then(over(DeviceIsStale, "HU", "read"), over(DeviceIsStale, "AT", "read"))
	rule("now").given(silent).when("03:40", "at technical", reading("AT"), "03:29").thenNothing()
	rule("the lead, if who directs may not know of it").given(join(consented, assigned, on("00:50", "fit", by("hu", "00:50", fitting("HU", "13:00"))), crossed[len(consented):],
		on("03:20", "read", by("hu", "03:20", reading("HU"))))).strikes("03:30", stale("HU", "03:20")).then(calls(DeviceIsStale, "HU", "03:30"))

	rule = under(t, Rule(DeviceIsTampered))
	rule("the owner, and who directs").given(spoken).when("03:25", "at team", tampering("AT")).then(calls(DeviceIsTampered, "HU", "03:25"), calls(DeviceIsTampered, "AT", "03:25"))
	unasked := join(consented, assigned, on("00:50", "fit", by("hu", "00:50", fitting("HU", "13:00"))), crossed[len(consented):])
	rule("not who directs and knows of it by its own word alone").given(unasked).when("03:25", "at team", tampering("AT")).then(calls(DeviceIsTampered, "HU", "03:25"))
	onlyDE := join(consented, assigned, on("00:41", "propose", proposing("DE")), unasked[len(consented)+1:])
	rule("nor one when another was asked").given(onlyDE).when("03:25", "hu team", tampering("HU")).then(calls(DeviceIsTampered, "HU", "03:25"))
	foreign := assigningDevice("AT")
	foreign.Named.ID = beacon
	rule("in the place of who directs the coordinator, if it may not know either").given(consented, on("00:40", "beacon", foreign), on("00:50", "fit", by("at", "00:50", fitting("AT", "13:00"))), departed[len(consented):]).
		when("03:25", "at team", tampering("AT")).then(calls(DeviceIsTampered, "AT", "03:25"), calls(events.Abroad(DeviceIsTampered), "HU", "03:25"))
	rule("who directs and was told by another").given(unasked).when("03:25", "hu team", tampering("AT")).then(calls(DeviceIsTampered, "HU", "03:25"), calls(DeviceIsTampered, "AT", "03:25"))
	touched := join(spoken, on("03:25", "touch", by("at", "03:25", tampering("AT")), calls(DeviceIsTampered, "HU", "03:25"), calls(DeviceIsTampered, "AT", "03:25")))
	rule("until it is back").given(touched).when("03:40", "at team", recovering("AT")).then(over(DeviceIsTampered, "HU", noLonger), over(DeviceIsTampered, "AT", noLonger))
	rule("or written off").given(touched).when("03:40", "hu commander", abandoning("HU")).then(over(DeviceIsTampered, "HU", noLonger), over(DeviceIsTampered, "AT", noLonger))
	rule("taken back").given(touched).when("03:40", "at desk", retracting("touch")).then(over(DeviceIsTampered, "HU", Corrected), over(DeviceIsTampered, "AT", Corrected))

	rule = under(t, OwnDevices)
	rule("only the owner writes it off").given(spoken).when("03:40", "at commander", abandoning("AT")).thenRefused()
	rule("and not as another's").given(spoken).when("03:40", "hu commander", abandoning("AT")).thenRefused()
	under(t, OverOnce)("its own, that never was put on").given(consented, assigned).when("03:40", "hu commander", abandoning("HU")).thenNothing()
	under(t, DeviceIsKnown)("to others it is not there").given(join(consented, assigned)).when("03:40", "at commander", abandoning("AT")).thenRefused()
	rule = under(t, OverOnce)
	rule("once").given(spoken, on("03:30", "off", abandoning("HU"))).when("03:40", "hu commander", abandoning("HU")).thenRefused()
	rule("nor what is back").given(spoken, on("03:30", "back", by("hu", "03:30", recovering("HU")))).when("03:40", "hu commander", abandoning("HU")).thenRefused()
}

// Facts about a device come out of order, and of one moment the later told counts.
func TestWhereADeviceIs(t *testing.T) {
	fits := func(p events.Part, at string) DeviceFact {
		return DeviceFact{What: DeviceFits, Part: p, Occurred: clock(at)}
	}
	lasts := func(until, at string) DeviceFact {
		return DeviceFact{What: DeviceReads, Battery: clock(until), Occurred: clock(at)}
	}
	reads, back := DeviceFact{What: DeviceReads, Occurred: clock("02:30")}, DeviceFact{What: DeviceReturns, Occurred: clock("03:00")}
	for _, row := range []struct {
		name  string
		d     Device
		at    string
		where events.Part
	}{
		{"not yet", Device{Facts: []DeviceFact{fits("A", "02:00")}}, "01:59", ""},
		{"from that moment on", Device{Facts: []DeviceFact{fits("A", "02:00")}}, "02:00", "A"},
		{"a reading moves nothing", Device{Facts: []DeviceFact{fits("A", "02:00"), reads}}, "02:45", "A"},
		{"off again", Device{Facts: []DeviceFact{fits("A", "02:00"), back}}, "03:00", ""},
		{"told late", Device{Facts: []DeviceFact{fits("A", "02:00"), fits("B", "01:00")}}, "02:30", "A"},
		{"of one moment", Device{Facts: []DeviceFact{fits("A", "02:00"), fits("B", "02:00")}}, "02:30", "B"},
		{"before it was written off", Device{Facts: []DeviceFact{fits("A", "02:00")}, Abandoned: clock("04:00")}, "03:59", "A"},
		{"as it was", Device{Facts: []DeviceFact{fits("A", "02:00")}, Abandoned: clock("04:00")}, "04:00", ""},
	} {
		require.Equal(t, row.where, row.d.on(clock(row.at)), row.name)
	}
	last := func(list ...DeviceFact) events.Part { f, _ := (Device{Facts: list}).last(DeviceFits); return f.Part }
	require.Equal(t, events.Part("A"), last(fits("A", "02:00"), fits("B", "01:00")))
	require.Equal(t, events.Part("B"), last(fits("A", "02:00"), fits("B", "02:00")))
	battery := func(list ...DeviceFact) events.Time { return Device{Facts: list}.battery() }
	require.Equal(t, clock("13:00"), battery(lasts("13:00", "02:00"), reads), "what says nothing of it")
	require.Equal(t, clock("13:00"), battery(lasts("13:00", "02:00"), lasts("10:00", "01:00")), "told late")
	require.Equal(t, clock("10:00"), battery(lasts("13:00", "02:00"), lasts("10:00", "02:00")), "of one moment")
	require.True(t, Device{Facts: []DeviceFact{fits("A", "03:00"), back}}.isOver(), "put on and taken off in one moment")
}

// INV-20: a device is recovered or written off before the file is closed.
func TestDevicesThatAreStillOut(t *testing.T) {
	out := func(more ...history) []string {
		return fold(fold(Operation{}, consented, assigned), more...).devicesOut()
	}
	require.Empty(t, out(), "it never left")
	require.Equal(t, []string{"device " + string(beacon) + " of HU"}, out(fittedOn))
	require.Empty(t, out(fittedOn, on("03:00", "back", by("hu", "03:00", recovering("HU")))))
	require.Empty(t, out(fittedOn, on("03:00", "off", abandoning("HU"))))
	require.NotEmpty(t, out(fittedOn, on("03:00", "back", by("hu", "03:00", recovering("HU"))), on("03:05", "no", by("hu", "03:05", retracting("back")))))
	require.NotEmpty(t, out(fittedOn, on("03:00", "back", by("hu", "03:00", recovering("HU"))), on("03:05", "again", by("hu", "03:05", fitting("HU", "13:00")))))
	require.Empty(t, out(fittedOn, on("03:05", "no", by("hu", "03:05", retracting("fit")))))

	rule, left := under(t, AllSettled), join(consented, assigned, fittedOn, reported[len(consented):])
	rule("while it is out").given(left).when("10:00", "hu.lead coordinator", shutting).thenRefused("device " + string(beacon) + " of HU")
	rule("once it is back").given(left, on("09:50", "back", by("at", "09:50", recovering("AT")))).when("10:00", "hu.lead coordinator", shutting).thenNothing()
}
