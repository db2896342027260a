package operation

import (
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
)

func tested(substance events.Code, result events.TestResult) events.Event {
	return events.ItemTested{Test: events.TestedTerms{Part: part, Country: "HU", Substance: substance, Method: "ms", Result: result}}
}

func arming(state events.WeaponState) events.Event {
	return events.WeaponsRecorded{Weapons: events.WeaponsTerms{Part: part, List: []events.WeaponTerm{{Type: "pistol", Serial: "NONE", State: events.Deactivated}, {Type: "pistol", Serial: "NONE", State: state}}}}
}

func accepts(c events.Country, hazards ...events.Code) events.Event {
	return events.RiskAccepted{Risk: events.RiskTerms{Part: part, Country: c, Hazards: hazards}}
}

func disarming(hazard events.Code) events.Event {
	return events.HazardRemoved{Removed: events.RemovedTerms{Part: part, Country: "HU", Hazard: hazard, Method: "deactivated"}}
}

// INV-26: what is dangerous departs if it is made safe, or if each State accepts it.
func TestDangerousGoodsAreHeldBack(t *testing.T) {
	const coordinator = "hu.lead coordinator"
	found := on("01:10", "found", by("hu", "01:10", arming(events.Converted)))
	lack := []string{"HU: live-firearm not accepted", "AT: live-firearm not accepted", "DE: live-firearm not accepted"}
	rule := under(t, EveryConsent)
	depart := func(name string, more ...history) scene {
		return rule(name).given(append([]history{consented}, more...)...).when("01:30", coordinator, approving)
	}
	depart("weapons that fire", found).thenRefused(lack...)
	depart("live ones", on("01:10", "found", by("hu", "01:10", arming(events.LiveWeapon)))).thenRefused(lack...)
	depart("not those that do not", on("01:10", "found", by("hu", "01:10", arming(events.BlankFirer)))).thenNothing()
	depart("one of the fentanyl group", on("01:10", "test", by("hu", "01:10", tested("carfentanil", events.Positive)))).
		thenRefused("HU: fentanyl not accepted", "AT: fentanyl not accepted", "DE: fentanyl not accepted")
	depart("not if there was none", on("01:10", "test", by("hu", "01:10", tested("fentanyl", events.Negative)))).thenNothing()
	depart("nor another substance", on("01:10", "test", by("hu", "01:10", tested("cocaine", events.Positive)))).thenNothing()
	depart("made safe", found, on("01:20", "safe", by("hu", "01:20", disarming(LiveFirearm)))).thenNothing()
	elsewhere := disarming(LiveFirearm).(events.HazardRemoved)
	elsewhere.Removed.Country = "DE"
	depart("but not by one that the origin may not know", found, on("01:20", "safe", by("de", "01:20", elsewhere))).thenRefused(lack...)
	depart("before it was found", found, on("01:20", "safe", by("hu", "01:05", disarming(LiveFirearm)))).thenRefused(lack...)
	depart("of something else", found, on("01:20", "safe", by("hu", "01:20", disarming(Explosive)))).thenRefused(lack...)
	depart("one has accepted", found, on("01:20", "yes", accepts("AT", LiveFirearm, Explosive))).thenRefused(lack[0], lack[2])
	depart("all have", found, on("01:20", "yes", accepts("AT", LiveFirearm)), on("01:20", "yes", accepts("HU", LiveFirearm)), on("01:20", "yes", accepts("DE", LiveFirearm))).thenNothing()
	depart("another danger", found, on("01:20", "yes", accepts("AT", Explosive))).thenRefused(lack...)
	depart("taken back", found, on("01:20", "back", by("hu", "01:20", retracting("found")))).thenNothing()
	declared := declaring("HU")
	declared.Item.Hazards = []events.Code{"armed", Explosive}
	rule("as declared").given(asked, on("00:20", "item", named(declared)), planned[len(asked)+1:], consented[len(planned):]).when("01:30", coordinator, approving).
		thenRefused("HU: explosive not accepted", "AT: explosive not accepted", "DE: explosive not accepted")

	o := fold(Operation{}, consented, found, on("01:20", "yes", accepts("AT", LiveFirearm)), on("01:25", "cut", splitting("HU", kg("1")), events.PartBegun{
		Begun: events.BegunTerms{Part: "CHILD1", Of: part}, Item: events.ItemTerms{Mode: events.Live, Hazards: []events.Code{LiveFirearm}}, Quantity: kg("1")}))
	apart, _ := o.Part("CHILD1")
	s := situation{alliance, o, Command{}, clock("01:30")}
	require.Empty(t, s.unaccepted(apart, "AT"), "what is split off is as dangerous as before, and as accepted")
	require.Equal(t, lack[2:], s.unaccepted(apart, "DE"))

	o = fold(Operation{}, crossed, on("03:20", "found", by("at", "03:20", arming(events.LiveWeapon))))
	c := commanded("04:00", "at team", deviating("AT", "SK", "05:00"))
	out, err := Decide(alliance, o, c, clock("04:00"))
	require.NoError(t, err)
	require.Equal(t, events.HazardTerms{Hazards: []events.Code{LiveFirearm}}, out[1].(events.StateTriggered).Hazards, "whoever it comes to is told what was found")

	const authority = "at competent-authority"
	under(t, RiskIsNamed)("by name").given(consented).when("01:20", authority, accepts("AT", LiveFirearm)).thenNothing()
	under(t, RiskIsNamed)("not without").given(consented).when("01:20", authority, accepts("AT")).thenRefused()
	under(t, OwnAuthority)("for itself alone").given(consented).when("01:20", authority, accepts("DE", LiveFirearm)).thenRefused()
	under(t, OwnAuthority)("its commander does not").given(consented).when("01:20", "at commander", accepts("AT", LiveFirearm)).thenRefused()
	under(t, PartIsDeclared)("of what is there").given(asked).when("01:20", authority, accepts("AT", LiveFirearm)).thenRefused()
}

// INV-24, domain 5: everybody is warned that some of them are under cover, and nobody
// told whose they are.
func TestEveryStateIsWarnedOfThoseUnderCover(t *testing.T) {
	const item2 events.Part = "ZZZZZ2"
	declares := func(c events.Country, officers, informants uint16) events.Event {
		return events.UndercoverDeclared{Presence: events.PresenceTerms{Country: c, Officers: officers, Informants: informants}}
	}
	warned := func(list ...events.Code) events.Event {
		return events.PartRestated{Restated: events.RestatedTerms{Part: part, Mode: events.Live}, Quantity: kg("62.4"), Hazards: events.HazardTerms{Hazards: append([]events.Code{}, list...)}}
	}
	rule := under(t, Rule(UnderCover))
	present := join(consented, on("01:10", "", declares("AT", 1, 0), warned(UnderCover)))
	rule("officers").given(consented).when("01:10", "at commander", declares("AT", 1, 0)).then(warned(UnderCover))
	rule("informants").given(consented).when("01:10", "at commander", declares("AT", 0, 1)).then(warned(UnderCover))
	rule("said once").given(present).when("01:20", "at commander", declares("AT", 2, 0)).thenNothing()
	rule("another State's too").given(present).when("01:20", "de commander", declares("DE", 1, 0)).thenNothing()
	rule("no longer").given(present).when("01:20", "at commander", declares("AT", 0, 0)).then(warned())
	rule("another's still").given(present, on("01:15", "", declares("DE", 1, 0))).when("01:20", "at commander", declares("AT", 0, 0)).thenNothing()
	rule("none there were").given(consented).when("01:20", "at commander", declares("AT", 0, 0)).thenNothing()
	rule("it holds nothing back").given(present).when("01:30", "hu.lead coordinator", approving).thenNothing()
	rule("nobody else ends it").given(present).when("01:20", "hu team", disarming(UnderCover)).thenNothing()

	c := commanded("01:30", "hu.lead coordinator", declaring("HU"))
	out, err := Decide(alliance, fold(Operation{}, present), c, clock("01:30"))
	require.NoError(t, err)
	require.Len(t, out, 2, "of what is declared later too")
	require.Equal(t, []events.Code{UnderCover}, out[1].(events.PartRestated).Hazards.Hazards)

	o := fold(Operation{}, present, on("01:25", "cut", splitting("HU", kg("1")), events.PartBegun{
		Begun: events.BegunTerms{Part: item2, Of: part}, Item: events.ItemTerms{Mode: events.Live, Hazards: []events.Code{UnderCover}}, Quantity: kg("1")}))
	split, _ := o.Part(item2)
	require.Equal(t, []events.Code{UnderCover}, split.hazards(clock("01:30")))
	o = fold(o, on("01:40", "", declares("AT", 0, 0)))
	split, _ = o.Part(item2)
	require.Empty(t, split.hazards(clock("01:50")))
}
