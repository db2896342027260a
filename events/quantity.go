package events

import "github.com/shopspring/decimal"

// gauge is what one of a unit is in grams, or in pieces: exactly, by the
// international agreement of 1959 on the pound.
var gauge = map[Unit]decimal.Decimal{
	Piece:    decimal.New(1, 0),
	Gram:     decimal.New(1, 0),
	Kilogram: decimal.New(1000, 0),
	Pound:    decimal.New(45359237, -5),
	Ounce:    decimal.New(28349523125, -9),
}

// Exact is a mass in grams, or a number of pieces, with no rounding; false if the
// quantity is none.
func (q Quantity) Exact() (decimal.Decimal, bool) {
	one, known := gauge[q.Unit]
	amount, err := decimal.NewFromString(string(q.Amount))
	if err != nil || !known || amount.IsNegative() {
		return decimal.Decimal{}, false
	}
	return amount.Mul(one), true
}

// Alike tells whether two units measure the same: mass, or pieces.
func (u Unit) Alike(v Unit) bool {
	_, known := gauge[u]
	_, too := gauge[v]
	return known && too && (u == Piece) == (v == Piece)
}

// Compare is -1, 0 or +1 as q is less than r, as much or more; false: mass and pieces
// do not compare.
func (q Quantity) Compare(r Quantity) (int, bool) {
	a, ok := q.Exact()
	b, known := r.Exact()
	if !ok || !known || !q.Unit.Alike(r.Unit) {
		return 0, false
	}
	return a.Cmp(b), true
}

// In is the same quantity in another unit; false if it does not come out in six
// decimals there.
func (q Quantity) In(unit Unit) (Quantity, bool) {
	amount, ok := q.Exact()
	if !ok || !q.Unit.Alike(unit) {
		return Quantity{}, false
	}
	return stated(amount, unit)
}

// Mass states a sum, of grams or of pieces: in this unit if it comes out there, if
// not in another of mass. Only what comes out in none is rounded, to a millionth;
// less than nothing is nothing, and more than can be written the most that can.
func Mass(sum decimal.Decimal, unit Unit) Quantity {
	if sum.IsNegative() {
		sum = decimal.Zero
	}
	units := []Unit{unit, Gram, Kilogram}
	if unit == Piece {
		units = units[:1]
	}
	for _, places := range []int32{30, 6, 3} { // of a gram; as written, then rounded for grams, then for kilograms
		for _, u := range units {
			if q, ok := stated(sum.Round(places), u); ok {
				return q
			}
		}
	}
	return Quantity{Amount: "999999999", Unit: units[len(units)-1]}
}

func stated(sum decimal.Decimal, unit Unit) (Quantity, bool) {
	one := gauge[unit]
	amount := sum.DivRound(one, 6)
	text := amount.String()
	return Quantity{Amount: Decimal(text), Unit: unit}, amount.Mul(one).Equal(sum) && reDecimal.MatchString(text)
}
