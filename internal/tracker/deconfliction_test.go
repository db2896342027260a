package tracker_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"vigil/events"
)

const number events.Identifier = "MSCU1234566"

// chase is an operation of one State alone, whose goods are to be followed.
type chase struct {
	road
	lead events.Country
}

func (a *alliance) chase(lead events.Country) chase {
	a.t.Helper()
	c := chase{road: road{alliance: a, id: newID[events.OperationID](a)}, lead: lead}
	by := string(lead.Desk()) + ".lead coordinator"
	opened := opening(c.id).Fact.(events.OperationOpened)
	opened.Operation.Lead = lead
	c.tell(by, opened)
	c.tell(by, events.StateInvolved{State: events.StateTerms{Country: lead, Role: events.Origin}})
	item := declaring(c.id, "").Fact.(events.ItemDeclared)
	item.Origin.Country = lead
	c.part = events.PartOf(c.tell(by, item))
	return c
}

func (c chase) tell(by string, fact events.Event) events.CommandID {
	c.t.Helper()
	command := newID[events.CommandID](c.alliance)
	c.accepted(c.sign(spoken{By: by, About: c.id, ID: command, Fact: fact, Seen: c.seen(by)}))
	return command
}

func (c chase) carried() {
	c.t.Helper()
	c.tell(string(c.lead.Desk())+" team", events.ConveyanceChanged{Conveyance: events.ConveyanceTerms{
		Part: c.part, Country: c.lead, Type: events.Container, Number: number}})
}

// TestTwoOperationsWithOneNumberAreTold: by the loop, each once, also when the hub was
// started again in between, and before anything else is decided there.
func TestTwoOperationsWithOneNumberAreTold(t *testing.T) {
	for name, between := range map[string]func(hu, de chase){
		"by the loop": func(hu, _ chase) {
			require.NoError(t, hu.timers.fire(hu.context(), clocksApart))
		},
		"after a restart": func(hu, _ chase) { hu.restart() },
		"before a decision": func(hu, de chase) {
			hu.set(at("00:31"))
			hu.tell("hu.lead coordinator", events.StateInvolved{State: events.StateTerms{Country: "HU", Role: events.Destination}})
			de.tell("de.lead coordinator", events.StateInvolved{State: events.StateTerms{Country: "DE", Role: events.Destination}})
		},
	} {
		t.Run(name, func(t *testing.T) {
			a := found(t, 63, "HU", "DE")
			hu, de := a.chase("HU"), a.chase("DE")
			hu.carried()
			a.set(at("00:30"))
			de.carried()
			between(hu, de)
			for _, c := range []chase{hu, de} {
				require.Eventually(t, func() bool { return len(c.said()) == 1 }, patience, time.Millisecond)
				require.Contains(t, c.said()[0], "deconfliction.found 00:30 00:3")
			}
			a.restart()
			hu.carried()
			require.NoError(t, a.hub.Fire(a.context()))
			require.Len(t, append(hu.said(), de.said()...), 2, "once")
			hu.consistent()
		})
	}
}
