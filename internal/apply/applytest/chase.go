package applytest

import (
	"strings"

	"vigil/events"
)

// Chase is an operation of one State alone, with a part to be followed.
type Chase struct {
	*History
	ID   events.OperationID
	Lead events.Country
	Part events.Part
}

// Chase opens one.
func (h *History) Chase(lead events.Country, name events.Codename) Chase {
	h.tb.Helper()
	c := Chase{History: h, ID: newID[events.OperationID](h), Lead: lead}
	by := string(lead.Desk()) + ".lead coordinator"
	h.Told(by, c.ID, events.OperationOpened{
		Operation: events.OperationTerms{Name: name, Lead: lead, Goods: events.Narcotics},
		Basis:     events.LegalBasis{Instruments: []events.Instrument{events.UNTOC20}}})
	h.Told(by, c.ID, events.StateInvolved{State: events.StateTerms{Country: lead, Role: events.Origin}})
	c.Part = events.PartOf(h.Told(by, c.ID, events.ItemDeclared{
		Item:   events.ItemTerms{Substance: "cocaine", Mode: events.Live, Packages: 4},
		Origin: events.OriginTerms{Country: lead}, Quantity: events.Quantity{Amount: "62.4", Unit: events.Kilogram}}))
	return c
}

// Carried tells that its goods are in a container.
func (c Chase) Carried(number events.Identifier) events.CommandID {
	c.tb.Helper()
	return c.Told(string(c.Lead.Desk())+" team", c.ID, events.ConveyanceChanged{Conveyance: events.ConveyanceTerms{
		Part: c.Part, Country: c.Lead, Type: events.Container, Number: number}})
}

// Found lists what was said of its numbers, and when it was due: "MSCU1 01:10".
func (c Chase) Found() (list []string) {
	c.tb.Helper()
	for _, body := range c.Bodies() {
		e, err := events.DecodeEntry(body)
		if err != nil || e.Operation != c.ID {
			continue
		}
		n, _ := e.Parsed()
		for _, event := range e.Events {
			if f, is := event.(events.DeconflictionFound); is {
				list = append(list, strings.Join([]string{string(f.Found.Country), string(f.Found.Number), n.Occurred.String()[11:16]}, " "))
			}
		}
	}
	return list
}
