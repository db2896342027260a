package events

// The outcome: delivery, arrests, seizures, and what each State reports, until the
// operation can be closed (INV-20).
type outcome struct{}

func (outcome) isEvent() {}

// DeliveryMade is a part that was handed to whoever it was for.
type DeliveryMade struct {
	outcome
	Delivery OutcomeTerms  `json:"delivery,omitzero"`
	Place    Place         `json:"place,omitzero"`
	Corrects CorrectsTerms `json:"corrects,omitzero"`
	Handling HandlingTerms `json:"handling,omitzero"`
}

// ConsigneeIdentified is that it is known who that was. Who, is an enclosure.
type ConsigneeIdentified struct {
	outcome
	Consignee OutcomeTerms  `json:"consignee,omitzero"`
	Corrects  CorrectsTerms `json:"corrects,omitzero"`
	Handling  HandlingTerms `json:"handling,omitzero"`
}

// ArrestMade counts persons arrested. Who, is an enclosure.
type ArrestMade struct {
	outcome
	Arrest   ArrestTerms   `json:"arrest,omitzero"`
	Place    Place         `json:"place,omitzero"`
	Corrects CorrectsTerms `json:"corrects,omitzero"`
	Handling HandlingTerms `json:"handling,omitzero"`
}

// SeizureMade is goods seized: net, and what was put in their place apart from them.
type SeizureMade struct {
	outcome
	Seizure  SeizureTerms  `json:"seizure,omitzero"`
	Place    Place         `json:"place,omitzero"`
	Corrects CorrectsTerms `json:"corrects,omitzero"`
	Handling HandlingTerms `json:"handling,omitzero"`
}

// ReportFiled is a State's report after the operation: goods, route, loss or damage
// (Crimes (Controlled Operations) Act 2004 (Vic) s. 37). Its words are an enclosure.
type ReportFiled struct {
	outcome
	Report ReportTerms `json:"report,omitzero"`
}

// ReportOverdue is a clock's: two months after the end a State has not reported.
type ReportOverdue struct {
	outcome
	Overdue OverdueTerms `json:"overdue,omitzero"`
}

// CostNoted is what something cost, and who is to bear it.
type CostNoted struct {
	outcome
	Cost CostTerms `json:"cost,omitzero"`
}

// CostSettled is that it was paid, or agreed to stay where it fell.
type CostSettled struct {
	outcome
	Settlement CostName `json:"settlement,omitzero"`
}

// DebriefHeld is the States' talk about it afterwards. What was learnt is an
// enclosure.
type DebriefHeld struct {
	outcome
	Debrief DebriefTerms `json:"debrief,omitzero"`
}

func (DeliveryMade) Kind() Kind        { return "delivery.made" }
func (ConsigneeIdentified) Kind() Kind { return "consignee.identified" }
func (ArrestMade) Kind() Kind          { return "arrest.made" }
func (SeizureMade) Kind() Kind         { return "seizure.made" }
func (ReportFiled) Kind() Kind         { return "report.filed" }
func (ReportOverdue) Kind() Kind       { return "report.overdue" }
func (CostNoted) Kind() Kind           { return "cost.noted" }
func (CostSettled) Kind() Kind         { return "cost.settled" }
func (DebriefHeld) Kind() Kind         { return "debrief.held" }

// OutcomeTerms is which part came to its end where, and how many persons had to do
// with it.
type OutcomeTerms struct {
	Part    Part    `json:"part"`
	Country Country `json:"country"`
	Persons uint16  `json:"persons,omitzero"`
}

// ArrestTerms is how many persons were arrested where, and over which part.
type ArrestTerms struct {
	Country Country `json:"country"`
	Persons uint16  `json:"persons"`
	Part    Part    `json:"part,omitzero"`
}

// SeizureTerms is how much of a part was seized where, and where it lies.
type SeizureTerms struct {
	Part       Part       `json:"part"`
	Country    Country    `json:"country"`
	Quantity   Quantity   `json:"quantity"` // net, of the goods
	Substitute Quantity   `json:"substitute,omitzero"`
	Packages   uint16     `json:"packages,omitzero"`
	Storage    Identifier `json:"storage"`
}

// ReportTerms is which State reports.
type ReportTerms struct {
	Country Country `json:"country"`
}

// OverdueTerms is which State's report was due when.
type OverdueTerms struct {
	Country Country `json:"country"`
	Due     Time    `json:"due"`
}

// CostTerms is what something cost a State, and which is to bear it.
type CostTerms struct {
	Country Country `json:"country"`
	Item    Code    `json:"item"`
	Amount  Money   `json:"amount"`
	Bearer  Country `json:"bearer"`
}

// Money is an amount in one currency. Nothing is converted.
type Money struct {
	Amount   Decimal  `json:"amount"`
	Currency Currency `json:"currency"`
}

// CostName names a cost, and the other of the two States that it is between: the one
// that settles it tells the other.
type CostName struct {
	Cost    CommandID `json:"cost"`
	Country Country   `json:"country"`
}

// DebriefTerms is when the States talked about it.
type DebriefTerms struct {
	Held Time `json:"held"`
}
