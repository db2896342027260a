package events

import (
	"math/rand/v2"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
)

func TestQuantitiesAreExact(t *testing.T) {
	for _, row := range []struct {
		q    Quantity
		unit Unit
		is   Quantity
		ok   bool
	}{
		{Quantity{"1", Pound}, Gram, Quantity{"453.59237", Gram}, true},
		{Quantity{"16", Ounce}, Pound, Quantity{"1", Pound}, true},
		{Quantity{"1", Ounce}, Gram, Quantity{}, false}, // nine decimals
		{Quantity{"62.4", Kilogram}, Gram, Quantity{"62400", Gram}, true},
		{Quantity{"1", Kilogram}, Pound, Quantity{}, false}, // never comes out
		{Quantity{"999999999", Kilogram}, Gram, Quantity{}, false},
		{Quantity{"3", Piece}, Piece, Quantity{"3", Piece}, true},
		{Quantity{"3", Piece}, Gram, Quantity{}, false},
		{Quantity{}, Gram, Quantity{}, false},
		{Quantity{"1", "stone"}, Gram, Quantity{}, false},
	} {
		got, ok := row.q.In(row.unit)
		require.Equal(t, row.ok, ok, row)
		if ok {
			require.Equal(t, row.is, got, row)
		}
	}
	for _, row := range []struct {
		a, b  Quantity
		order int
		ok    bool
	}{
		{Quantity{"1", Pound}, Quantity{"453.592369", Gram}, 1, true},
		{Quantity{"1", Pound}, Quantity{"453.59237", Gram}, 0, true},
		{Quantity{"1", Gram}, Quantity{"1", Kilogram}, -1, true},
		{Quantity{"1", Gram}, Quantity{"1", Piece}, 0, false},
		{Quantity{}, Quantity{"1", Gram}, 0, false},
	} {
		order, ok := row.a.Compare(row.b)
		require.Equal(t, row.ok, ok, row)
		require.Equal(t, row.order, order, row)
	}
}

func TestASumIsStatedInTheUnitAskedForIfItComesOut(t *testing.T) {
	for _, row := range []struct {
		grams string
		unit  Unit
		is    Quantity
	}{
		{"62400", Kilogram, Quantity{"62.4", Kilogram}},
		{"453.59237", Pound, Quantity{"1", Pound}},
		{"500", Pound, Quantity{"500", Gram}},
		{"0", Kilogram, Quantity{"0", Kilogram}},
		{"-1", Kilogram, Quantity{"0", Kilogram}},
		{"0.0000004", Gram, Quantity{"0", Gram}},
		{"28.349523125", Gram, Quantity{"28.349523", Gram}},
		{"999999999999", Gram, Quantity{"999999999.999", Kilogram}},
		{"9999999999999", Gram, Quantity{"999999999", Kilogram}},
		{"3", Piece, Quantity{"3", Piece}},
	} {
		require.Equal(t, row.is, Mass(decimal.RequireFromString(row.grams), row.unit), row)
	}
}

// What is stated of a sum reads as that sum, whatever unit it is stated in.
func TestEverySumThatComesOutIsStatedAsItIs(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 10_000 {
		sum := decimal.New(r.Int64N(1e15), -6)
		unit := []Unit{Kilogram, Gram, Pound, Ounce, Piece}[r.IntN(5)]
		back, ok := Mass(sum, unit).Exact()
		require.True(t, ok && back.Equal(sum), "%s as %s: %s", sum, unit, back)
	}
}
