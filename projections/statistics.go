package projections

import (
	"cmp"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"vigil/events"
)

// Statistics counts what a viewer's documents show, for those who oversee: every
// application, the refused ones included (Investigatory Powers Act 2016 and the
// controlled operations Acts of Australia ask for that), how long the answers took,
// what was seized, lost and broken. Of what has no end a document that is shown has
// only the newest (see Document.Newest): so no more of these are counted.
type Statistics struct {
	Operations uint64         `json:"operations"`
	Ended      uint64         `json:"ended"`
	Requests   []RequestCount `json:"requests"`
	Goods      []GoodsCount   `json:"goods"`
	Arrests    []ArrestCount  `json:"arrests"`
	Breaches   []BreachCount  `json:"breaches"`
	Register   []RegisterLine `json:"register"`
}

// RequestCount is the requests to one State for one measure. Each is counted once as
// it stands; Limited are among those granted, and Withdrawn are those that a newer
// version replaced.
type RequestCount struct {
	Country    events.Country `json:"country"`
	Measure    events.Measure `json:"measure"`
	Asked      uint64         `json:"asked"`
	Granted    uint64         `json:"granted"` // whatever became of the consent
	Limited    uint64         `json:"limited"`
	Refused    uint64         `json:"refused"`
	Unanswered uint64         `json:"unanswered"`
	Withdrawn  uint64         `json:"withdrawn"`
	Revoked    uint64         `json:"revoked"` // of those granted
	Lapsed     uint64         `json:"lapsed"`  // likewise
	Late       uint64         `json:"late"`    // no answer when one was due
	Fastest    uint64         `json:"fastest"` // minutes to an answer; 0 also if there was none
	Median     uint64         `json:"median"`
	Slowest    uint64         `json:"slowest"`
	took       []time.Duration
}

// GoodsCount is goods of one substance that were seized in one State, or declared
// lost there.
type GoodsCount struct {
	What      Movement        `json:"what"` // seized or lost
	Country   events.Country  `json:"country"`
	Substance events.Code     `json:"substance,omitzero"`
	Times     uint64          `json:"times"`
	Quantity  events.Quantity `json:"quantity"`
	sum       decimal.Decimal
}

// ArrestCount is persons arrested in one State.
type ArrestCount struct {
	Country events.Country `json:"country"`
	Times   uint64         `json:"times"`
	Persons uint64         `json:"persons"`
}

// BreachCount is how often a rule was broken in one State. Those beside records that
// are void are not counted.
type BreachCount struct {
	Rule    events.Code    `json:"rule"`
	Country events.Country `json:"country"`
	Times   uint64         `json:"times"`
}

// RegisterLine is one application in the register.
type RegisterLine struct {
	Operation events.OperationID `json:"operation"`
	Name      events.Codename    `json:"name,omitzero"`
	Request   events.CommandID   `json:"request"`
	Country   events.Country     `json:"country"`
	Measure   events.Measure     `json:"measure"`
	Version   uint16             `json:"version,omitzero"`
	To        events.AuthorityID `json:"to,omitzero"`
	AskedAt   events.Time        `json:"asked-at,omitzero"`
	Answered  events.Time        `json:"answered,omitzero"`
	Answer    Answer             `json:"answer"`
	Finality  events.Finality    `json:"finality,omitzero"` // of what was granted: an oral consent that nobody confirmed stays so
	Limits    []Limit            `json:"limits,omitempty"`
	Ground    events.Code        `json:"ground,omitzero"`
	Replaced  events.CommandID   `json:"replaced,omitzero"`
}

// Count folds documents into statistics; the order in which they come is no matter.
func Count(documents []Document) Statistics {
	documents = slices.Clone(documents)
	slices.SortFunc(documents, func(a, b Document) int { return cmp.Compare(a.Operation, b.Operation) })
	s := Statistics{Requests: []RequestCount{}, Goods: []GoodsCount{}, Arrests: []ArrestCount{}, Breaches: []BreachCount{}, Register: []RegisterLine{}}
	for _, d := range documents {
		s.count(d)
	}
	for i := range s.Requests {
		s.Requests[i].sum()
	}
	slices.SortFunc(s.Requests, func(a, b RequestCount) int {
		return cmp.Or(cmp.Compare(a.Country, b.Country), cmp.Compare(a.Measure, b.Measure))
	})
	slices.SortFunc(s.Goods, func(a, b GoodsCount) int {
		return cmp.Or(cmp.Compare(a.What, b.What), cmp.Compare(a.Country, b.Country), cmp.Compare(a.Substance, b.Substance), cmp.Compare(a.Quantity.Unit, b.Quantity.Unit))
	})
	slices.SortFunc(s.Arrests, func(a, b ArrestCount) int { return cmp.Compare(a.Country, b.Country) })
	slices.SortFunc(s.Breaches, func(a, b BreachCount) int {
		return cmp.Or(cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Country, b.Country))
	})
	return s
}

func (s *Statistics) count(d Document) {
	s.Operations++
	if !d.Ended.IsZero() {
		s.Ended++
	}
	for _, a := range d.Authorisations {
		s.Register = append(s.Register, RegisterLine{d.Operation, d.Name, a.Request, a.Country, a.Measure, a.Version, a.To, a.AskedAt, a.Answered, a.Answer, a.Finality, a.Limits, a.Ground, a.Replaced})
		one(&s.Requests, func(c RequestCount) bool { return c.Country == a.Country && c.Measure == a.Measure },
			RequestCount{Country: a.Country, Measure: a.Measure}).count(a)
	}
	for _, x := range d.Seizures {
		s.goods(d, GoodsSeized, x.Part, x.Country, x.Quantity)
	}
	for _, x := range d.Losses {
		if !x.Declared.IsZero() {
			s.goods(d, GoodsLost, x.Part, x.Country, x.Quantity)
		}
	}
	for _, x := range d.Arrests {
		c := one(&s.Arrests, func(c ArrestCount) bool { return c.Country == x.Country }, ArrestCount{Country: x.Country})
		c.Times, c.Persons = c.Times+1, c.Persons+uint64(x.Persons)
	}
	for _, b := range d.Breaches {
		if b.Corrected == "" {
			one(&s.Breaches, func(c BreachCount) bool { return c.Rule == b.Rule && c.Country == b.Country }, BreachCount{Rule: b.Rule, Country: b.Country}).Times++
		}
	}
}

// goods adds up what measures the same; the sum is in the unit met first.
func (s *Statistics) goods(d Document, what Movement, part events.Part, country events.Country, q events.Quantity) {
	var substance events.Code
	for _, p := range d.Parts {
		if p.Part == part {
			substance = p.Substance
		}
	}
	amount, ok := q.Exact()
	if !ok {
		return
	}
	c := one(&s.Goods, func(c GoodsCount) bool {
		return c.What == what && c.Country == country && c.Substance == substance && c.Quantity.Unit.Alike(q.Unit)
	}, GoodsCount{What: what, Country: country, Substance: substance, Quantity: q})
	c.Times++
	c.sum = c.sum.Add(amount)
	c.Quantity = events.Mass(c.sum, c.Quantity.Unit)
}

func (c *RequestCount) count(a AuthorisationLine) {
	c.Asked++
	consented := a.Answer != Unanswered && a.Answer != Refused
	for _, x := range []struct {
		is bool
		n  *uint64
	}{
		{consented, &c.Granted}, {consented && len(a.Limits) > 0, &c.Limited}, {a.Answer == Refused, &c.Refused},
		{a.IsOpen(), &c.Unanswered}, {a.Replaced != "", &c.Withdrawn}, {a.Answer == ConsentRevoked, &c.Revoked},
		{a.Answer == ConsentLapsed, &c.Lapsed}, {!a.Overdue.IsZero(), &c.Late},
	} {
		if x.is {
			*x.n++
		}
	}
	if !a.Answered.IsZero() && !a.AskedAt.IsZero() {
		c.took = append(c.took, a.Answered.Sub(a.AskedAt))
	}
}

// sum works out how long the answers took.
func (c *RequestCount) sum() {
	n := len(c.took)
	if n == 0 {
		return
	}
	slices.Sort(c.took)
	minutes := func(i int) uint64 { return uint64(max(c.took[i], 0) / time.Minute) }
	c.Fastest, c.Median, c.Slowest = minutes(0), minutes(n/2), minutes(n-1)
	c.took = nil
}

// one finds the count that is meant, or begins it.
func one[T any](list *[]T, is func(T) bool, begins T) *T {
	i := slices.IndexFunc(*list, is)
	if i < 0 {
		i = len(*list)
		*list = append(*list, begins)
	}
	return &(*list)[i]
}
