package projections

import "vigil/events"

// DeliveryLine is a part handed to whoever it was for; a ConsigneeLine that it is
// known who that was.
type DeliveryLine struct {
	Record   events.CommandID `json:"record"`
	Part     events.Part      `json:"part"`
	Country  events.Country   `json:"country"`
	Persons  uint16           `json:"persons,omitzero"`
	Occurred events.Time      `json:"occurred"`
	Place    events.Place     `json:"place,omitzero"`
}

// ConsigneeLine counts persons for whom a part was.
type ConsigneeLine struct {
	Record   events.CommandID `json:"record"`
	Part     events.Part      `json:"part"`
	Country  events.Country   `json:"country"`
	Persons  uint16           `json:"persons,omitzero"`
	Occurred events.Time      `json:"occurred"`
}

// ArrestLine counts persons arrested.
type ArrestLine struct {
	Record   events.CommandID `json:"record"`
	Country  events.Country   `json:"country"`
	Persons  uint16           `json:"persons"`
	Part     events.Part      `json:"part,omitzero"`
	Occurred events.Time      `json:"occurred"`
	Place    events.Place     `json:"place,omitzero"`
}

// SeizureLine is goods seized: net, what stood in for them apart.
type SeizureLine struct {
	Record     events.CommandID  `json:"record"`
	Part       events.Part       `json:"part"`
	Country    events.Country    `json:"country"`
	Quantity   events.Quantity   `json:"quantity"`
	Substitute events.Quantity   `json:"substitute,omitzero"`
	Packages   uint16            `json:"packages,omitzero"`
	Storage    events.Identifier `json:"storage"`
	Occurred   events.Time       `json:"occurred"`
	Place      events.Place      `json:"place,omitzero"`
}

// CostLine is what something cost, and who bears it.
type CostLine struct {
	Cost    events.CommandID `json:"cost"`
	Country events.Country   `json:"country"`
	Item    events.Code      `json:"item"`
	Amount  events.Money     `json:"amount"`
	Bearer  events.Country   `json:"bearer"`
	Noted   events.Time      `json:"noted"`
	Settled events.Time      `json:"settled,omitzero"`
}

func (d *Document) evolveOutcome(r *record, e events.Event) bool {
	at, occurred := r.shown.At, r.shown.Occurred
	switch e := e.(type) {
	case events.DeliveryMade:
		if x := e.Delivery; x.Part != "" {
			d.Deliveries = append(d.Deliveries, DeliveryLine{r.shown.Command, x.Part, x.Country, x.Persons, occurred, e.Place})
			d.part(x.Part, func(p *PartLine) { p.seen(occurred, string(x.Country)) })
		}
	case events.ConsigneeIdentified:
		if x := e.Consignee; x.Part != "" {
			d.Consignees = append(d.Consignees, ConsigneeLine{r.shown.Command, x.Part, x.Country, x.Persons, occurred})
		}
	case events.ArrestMade:
		if x := e.Arrest; x.Country != "" {
			d.Arrests = append(d.Arrests, ArrestLine{r.shown.Command, x.Country, x.Persons, x.Part, occurred, e.Place})
		}
	case events.SeizureMade:
		x := e.Seizure
		if x.Part == "" {
			break
		}
		d.Seizures = append(d.Seizures, SeizureLine{r.shown.Command, x.Part, x.Country, x.Quantity, x.Substitute, x.Packages, x.Storage, occurred, e.Place})
		d.moved(r, x.Part, GoodsLine{What: GoodsSeized, Country: x.Country, Quantity: x.Quantity, Substitute: x.Substitute, Storage: x.Storage})
		d.part(x.Part, func(p *PartLine) { p.seen(occurred, string(x.Country)) })
	case events.ReportFiled:
		d.of(e.Report.Country, func(s *StateLine) { s.Report, s.Reported = r.shown.Command, at })
	case events.ReportOverdue:
		d.of(e.Overdue.Country, func(s *StateLine) { s.Overdue = e.Overdue.Due })
	case events.CostNoted:
		if x := e.Cost; x.Country != "" {
			d.Costs = append(d.Costs, CostLine{r.shown.Command, x.Country, x.Item, x.Amount, x.Bearer, at, events.Time{}})
		}
	case events.CostSettled:
		d.Costs = changed(d.Costs, func(l CostLine) bool { return l.Cost == e.Settlement.Cost }, func(l *CostLine) { l.Settled = at })
	case events.DebriefHeld:
		d.Debriefed = e.Debrief.Held
	default:
		return false
	}
	return true
}
