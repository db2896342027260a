package operation

import (
	"testing"

	"vigil/events"
)

// INV-22: Europol/SIENA handling codes; only the originator relaxes.
func TestOnlyTheOriginatorChangesHandling(t *testing.T) {
	told := join(departed, on("02:20", "sight", by("hu", "02:20", events.SightingReported{Sighting: events.SightingTerms{Part: part, Country: "HU"}})),
		on("02:30", "lead", by("hu.lead", "02:30", opening)))
	change := func(record events.CommandID, codes ...events.HandlingCode) events.Event {
		return events.HandlingChanged{Change: events.ChangeTerms{Record: record, Codes: codes}}
	}
	release := func(to events.Country, slots ...events.Code) events.Event {
		return events.HandlingReleased{Release: events.ReleaseTerms{Record: "sight", To: to, Slots: slots}}
	}
	rule := under(t, OnlyOriginator)
	rule("it tightens").given(told).when("02:40", "hu desk", change("sight", events.H2)).thenNothing()
	rule("it relaxes").given(told).when("02:40", "hu team", change("sight")).thenNothing()
	rule("what its lead has told is its own").given(told).when("02:40", "hu desk", change("lead", events.H1)).thenNothing()
	rule("it releases").given(told).when("02:40", "hu desk", release("DE", "sighting", "remark")).thenNothing()
	rule("another does not tighten").given(told).when("02:40", "at desk", change("sight", events.H2)).thenRefused()
	rule("another does not release").given(told).when("02:40", "at desk", release("DE", "sighting")).thenRefused()
	rule("a liaison officer does not").given(told).when("02:40", "hu liaison", change("sight")).thenRefused()

	rule = under(t, SlotsExist)
	rule("a slot that it lacks").given(told).when("02:40", "hu desk", release("DE", "sighting", "offer", "crossing")).thenRefused("offer", "crossing")
	rule("none").given(told).when("02:40", "hu desk", release("DE")).thenRefused()
	rule = under(t, CountryFirst)
	rule("a State that takes no part, which is not told before it does").given(told).when("02:40", "hu desk", release("NL", "sighting")).thenNothing()
	rule("a possible one").given(told).when("02:40", "hu desk", release("SK", "sighting")).thenNothing()
	rule("not one that is no State here").given(told).when("02:40", "hu desk", release("US", "sighting")).thenRefused()

	// H3: other restrictions, in words.
	rule = under(t, RestrictionSaid)
	tight := offering
	tight.Handling.Codes = []events.HandlingCode{events.H1, events.H3}
	wordless := rule("a decision without words").given(departed).when("02:40", "hu commander", tight)
	wordless.command.Enclosures = nil
	wordless.thenRefused()
	rule("with words").given(departed).when("02:40", "hu commander", tight).thenNothing()
	wordless = rule("a change without words").given(told).when("02:40", "hu desk", change("sight", events.H3))
	wordless.command.Enclosures = nil
	wordless.thenRefused()
	seen := events.SightingReported{Sighting: events.SightingTerms{Part: part, Country: "HU"}}
	seen.Handling.Codes = tight.Handling.Codes
	wordless = rule("a fact is recorded as it is").given(departed).when("02:40", "hu team", seen)
	wordless.command.Enclosures = nil
	wordless.thenNothing()
}
