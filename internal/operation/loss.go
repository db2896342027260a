package operation

import (
	"slices"

	"vigil/events"
)

// The rules of goods that are lost. Two persons say so, and nobody can hide it: the
// lead is called, and what is lost stays in the balance.
const (
	OnlyWhereLost   Rule = "only-the-state-that-lost-them-says-so" // 1. domain 4: GoodsDeclaredLost, by the commander; the part was there last
	LossIsReported  Rule = "a-loss-is-declared-as-it-was-reported" // 2. domain 4: and the authority; the same part and quantity
	LossByTwo       Rule = "a-loss-is-declared-by-another-person"  // 3. design 4: two persons
	LossDeclaredOne Rule = "a-loss-is-declared-once"               // 4. domain 4
)

// GoodsLost calls the lead, until somebody there has it.
const GoodsLost events.Code = "goods-lost"

type (
	reportLoss  struct{ events.LossReported }
	declareLoss struct{ events.LossDeclared }
)

// Loss is a commander's word that goods are lost, and whether it was confirmed.
type Loss struct {
	ID       events.CommandID
	Key      events.KeyID // whose word
	Part     events.Part
	Country  events.Country
	Quantity events.Quantity
	Declared events.Time // the hub's time; zero: not
}

// To a State that never directed a part it is not there: the answer is the same for
// one that nobody has declared.
func (a reportLoss) decide(s situation) ([]events.Event, error) {
	part, _ := s.Part(a.Loss.Part)
	if a.Loss.Country != s.country() || s.country() != (journey{path: part.Path}).last() {
		return nil, refuse(OnlyWhereLost, Refused, "%s does not direct part %s, and did not direct it last", s.country(), a.Loss.Part).
			hint("The State that had it last reports it.")
	}
	return []events.Event{a.LossReported}, nil
}

func (a declareLoss) decide(s situation) ([]events.Event, error) {
	d := a.Declaration
	loss, _ := find(s.Losses, func(l Loss) bool { return l.ID == d.Report })
	switch {
	case d.Country != s.country():
		return nil, s.ofAnother(d.Country)
	case loss.Country != d.Country:
		return nil, refuse(LossIsReported, NotFound, "no commander of %s has reported this", d.Country).
			hint("Name a report of your own State.")
	case !loss.Declared.IsZero():
		return nil, refuse(LossDeclaredOne, Conflict, "this loss was declared at %s", minute(loss.Declared))
	case loss.Part != d.Part || loss.Quantity != d.Quantity:
		return nil, refuse(LossIsReported, Invalid, "reported are %s %s of part %s", loss.Quantity.Amount, loss.Quantity.Unit, loss.Part).
			hint("Declare what was reported, or have it reported again.")
	case loss.Key == s.command.Key:
		return nil, refuse(LossByTwo, NotAllowed, "this key has reported the loss").
			hint("Another officer declares it.")
	}
	return s.tell(a.LossDeclared, func(s situation) []events.Event {
		return s.raise(GoodsLost, string(d.Part), s.Lead, d.Part, s.at)
	}), nil
}

// spent tells whether nothing of a part is on its way any more, as far as a State may
// know: neither goods nor what was put in their place. It goes by what every State was
// told of the part (see restate.go), and what the State where it is, or the lead, has told
// of it there, if that one may be known. It sums decimals: ask it last.
func (o Operation) spent(c events.Country, p Part) bool {
	if !slices.ContainsFunc(p.Ledger, func(x Posting) bool { return x.What != Weighed && x.What != MergedIn }) {
		return false
	}
	there := journey{path: p.Path}.last()
	known := there != "" && o.mayKnowOf(c, there)
	b := o.balance(p, func(x Posting) bool {
		return slices.Contains(restating, x.What) || known && x.Country == there && (x.Author.Country() == there || o.leads(x.Author))
	})
	most := b.tolerance(events.Quantity{})
	return b.Transit.LessThanOrEqual(most) && b.Substitute.LessThanOrEqual(most)
}
