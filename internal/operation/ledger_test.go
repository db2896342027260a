package operation

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"vigil/events"
)

// books tells facts about goods by chance, true or not, corrected or not.
type books struct {
	*rand.Rand
	told []Command
	n    int
}

func (r *books) quantity() events.Quantity {
	unit := []events.Unit{events.Kilogram, events.Gram, events.Pound, events.Ounce}[r.IntN(4)]
	amount := decimal.New(r.Int64N(9_000_000)+1, -6)
	return events.Mass(amount.Mul(decimal.New(int64(1+r.IntN(3)*900), 0)), unit)
}

func (r *books) command(o Operation, at events.Time) Command {
	p, q := o.Parts[r.IntN(len(o.Parts))].Label, r.quantity()
	where := route[r.IntN(len(route))]
	by := where.Desk() + " team"
	var corrects events.CorrectsTerms
	var fact events.Event
	die := r.IntN(9)
	if len(r.told) > 0 && r.IntN(4) == 0 {
		old := r.told[r.IntN(len(r.told))]
		corrects, by = events.CorrectsTerms{Record: old.ID, Ground: "wrong"}, old.Signer+" team"
		if r.IntN(2) == 0 {
			die, by = 9, old.Signer+" desk"
		}
	}
	switch die {
	case 0, 1:
		fact = events.ItemSampled{Sample: events.SampleTerms{Part: p, Country: where, Quantity: q, Storage: "LAB"}, Corrects: corrects}
	case 2:
		fact = events.GoodsStored{Stored: events.StoredTerms{Part: p, Country: where, Quantity: q, Storage: "DEPOT", Receipt: "R"}, Corrects: corrects}
	case 3:
		fact = events.SubstitutionPerformed{Performed: events.PerformedTerms{Part: p, Country: where, Mode: []events.Mode{events.Partial, events.Clean}[r.IntN(2)], Removed: q, Substitute: r.quantity(), Storage: "DEPOT"}, Corrects: corrects}
	case 4, 5:
		fact = events.PartSplit{Split: events.SplitTerms{Part: p, Quantity: q}, Where: events.WhereTerms{Country: where}, Corrects: corrects}
	case 6:
		fact = events.PartMerged{Merge: events.MergeTerms{Part: p, Into: o.Parts[r.IntN(len(o.Parts))].Label, Country: where}, Corrects: corrects}
	case 7:
		fact = events.ItemWeighed{Weighing: events.WeighingTerms{Part: p, Country: where, Gross: kg("999"), Net: q, Scale: "S"}, Corrects: corrects}
	case 8:
		fact = events.ConsignmentDeparted{Departed: events.DepartedTerms{Part: p, Country: "HU"}, Corrects: corrects}
	case 9:
		fact = events.RecordRetracted{Retraction: corrects}
	}
	c := commanded("02:00", string(by), fact)
	r.n++
	c.ID, c.Known, c.Occurred = events.CommandID(fmt.Sprintf("01JNZ7Q%019d", r.n)), at, at.Add(-time.Duration(r.IntN(20))*time.Minute)
	if c.Act == "record.retract" {
		c.Until = at.Add(events.DecisionLife)
	}
	return c
}

// INV-14, INV-16: at every entry of every history what was in is out or in transit,
// over all parts, whatever was split, merged, corrected and told late; who takes out
// more than there was is called for; and what was told can be written and read.
func TestNoGramIsBothOrNeither(t *testing.T) {
	first := *seed
	if first == 0 {
		first = uint64(time.Now().UnixNano())
	}
	seen := map[string]int{}
	for i := range uint64(min(*histories, 300)) {
		again := fmt.Sprintf("repeat with: go test ./internal/operation -run TestNoGramIsBothOrNeither -histories 1 -seed %d", first+i)
		o, _ := before(false)
		r := &books{Rand: rand.New(rand.NewPCG(first+i, 3))}
		at := clock("01:00")
		for range 25 {
			at = at.Add(time.Duration(r.IntN(4)) * time.Minute)
			c := r.command(o, at)
			out, err := Decide(alliance, o, c, at)
			if err != nil {
				continue
			}
			for _, e := range out {
				text, err := events.EncodeEvent(e)
				require.NoError(t, err, again)
				back, err := events.DecodeEvent(text)
				require.NoError(t, err, again)
				require.Equal(t, e, back, again)
			}
			o = evolved(o, c, at, out)
			if c.Act != "record.retract" {
				r.told = append(r.told, c)
			}
			tally(seen, out)
			balanced(t, o, again)
		}
	}
	if *histories < 300 {
		return
	}
	for _, kind := range []string{"part.begun", "part.merged", "part.restated", "record.retracted", string(MassDiscrepancy), string(balances)} {
		require.NotZero(t, seen[kind], "no history of seed %d has %s", first, kind)
	}
}

func balanced(t *testing.T, o Operation, again string) {
	in, out := decimal.Zero, decimal.Zero
	for _, p := range o.Parts {
		if p.Void {
			require.Equal(t, events.Decimal("0"), p.Quantity.Amount, "what never was travels. %s", again)
			continue
		}
		b := o.Balance(p)
		if p.Of == "" {
			in = in.Add(b.In)
		}
		out = decimal.Sum(out, b.Sampled, b.Removed, b.Seized, b.Stored, b.Lost, b.Transit)
		if b.Transit.LessThan(decimal.New(-1, 0)) {
			require.True(t, o.unbalanced(p.Label), "%s of %s are out that never were in, and nobody is called. %s", b.Transit, p.Label, again)
		}
		if _, off := o.disparity(p); !off {
			require.False(t, o.unbalanced(p.Label), "%s is in order, and somebody is called. %s", p.Label, again)
		}
		require.Equal(t, o.travels(p, anything), Travel{p.Mode, p.Quantity}, "not what was said of %s. %s", p.Label, again)
	}
	require.True(t, in.Equal(out), "in %s, out or in transit %s. %s", in, out, again)
}

// In which order facts are told changes nothing, if each happened at its own time.
func TestTheOrderOfTellingChangesNothing(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 200 {
		type fact struct {
			events.Event
			lost bool
		}
		var facts []fact
		b := &books{Rand: r}
		for i := range 12 {
			q := b.quantity()
			facts = append(facts, []fact{
				{sampling("AT", q), false},
				{storing("AT", q), false},
				{substituting("AT", events.Partial, q, b.quantity()), false},
				{weighing("HU", q), false},
				{events.LossDeclared{Declaration: events.LossDeclaration{Part: part, Country: "AT", Quantity: q}}, true},
				{splitting("AT", q), false},
			}[(i+r.IntN(6))%6])
		}
		var first Balance
		for turn := range 4 {
			o := fold(Operation{}, planned)
			for n, i := range r.Perm(len(facts)) {
				if turn == 0 {
					i = n
				}
				at := clock("01:00").Add(time.Duration(i) * time.Minute)
				c := Cause{Command: events.CommandID("f" + strconv.Itoa(i)), N: uint64(n) + 100, Author: "hu.lead", Occurred: at, At: clock("09:00")}
				if facts[i].lost { // a decision counts from when it was taken
					c.At = at
				}
				o = Evolve(o, c, facts[i].Event)
			}
			p, _ := o.Part(part)
			now := o.Balance(p)
			if turn == 0 {
				first = now
			}
			require.Equal(t, fmt.Sprint(first), fmt.Sprint(now))
		}
	}
}

// What a part brings when it is merged, what of a split is goods, and what of it was
// put in their place.
func TestWhatABalanceTakesIn(t *testing.T) {
	const other events.Part = "ZZZZZ2"
	first, second := events.PartOf("cut"), events.PartOf("cut-2")
	pieces := func(n events.Decimal) events.Quantity { return events.Quantity{Amount: n, Unit: events.Piece} }
	also := func(q events.Quantity) history {
		e := declaring("HU")
		e.Named.Part, e.Quantity = other, q
		return join(consented, on("01:10", "item-2", e))
	}
	cut := join(crossed, on("03:20", "cut", by("at", "03:20", splitting("AT", kg("12.4"))), begun(first, kg("12.4"))))
	merge := func(id events.CommandID, at string, p, into events.Part) history {
		return on(at, id, by("at", at, merging(p, into, "AT")))
	}
	with := splitting("AT", kg("12.4"))
	with.Split.Substitute = pieces("500")
	brought := func(b Balance) string { return b.MergedIn.String() }
	was := func(b Balance) string { return b.In.String() }
	put := func(b Balance) string { return b.Substitute.String() }
	for _, row := range []struct {
		name  string
		given history
		part  events.Part
		what  func(Balance) string
		is    string
	}{
		{"less what had been taken out of it", join(cut, on("03:40", "sample", by("at", "03:40", of(first, sampling("AT", kg("1"))))), merge("merge", "04:00", first, part)), part, brought, "11400"},
		{"merged twice, once", join(cut, merge("merge", "04:00", first, part), merge("merge-2", "04:10", first, part)), part, brought, "12400"},
		{"of a split that is taken back, nothing", join(cut, merge("merge", "04:00", first, part), on("04:10", "back", by("at", "04:10", retracting("cut")))), part, brought, "0"},
		{"pieces bring no mass", join(also(pieces("40")), merge("merge", "01:20", other, part)), part, brought, "0"},
		{"not what a scale shows afterwards", join(also(kg("10")), merge("merge", "01:20", other, part), on("01:30", "weigh", by("hu", "01:30", of(other, weighing("HU", kg("5")))))), part, brought, "10000"},
		{"of each split its own", join(cut, on("03:30", "cut-2", by("at", "03:30", splitting("AT", kg("10"))), begun(second, kg("10")))), second, was, "10000"},
		{"what was put in is of no mass, said in pieces", join(crossed, on("03:30", "cut", by("at", "03:30", with), begun(first, kg("12.4")))), first, put, "0"},
		{"nor does it go from where it was", join(crossed, on("03:30", "cut", by("at", "03:30", with), begun(first, kg("12.4")))), part, put, "0"},
		{"nor is it put there", join(crossed, on("03:30", "swap", by("at", "03:30", substituting("AT", events.Partial, kg("2.4"), pieces("500"))))), part, put, "0"},
	} {
		o := fold(Operation{}, row.given)
		p, there := o.Part(row.part)
		require.True(t, there, row.name)
		require.Equal(t, row.is, row.what(o.Balance(p)), row.name)
	}
}

// A tolerance is stated in any unit of mass; what is counted in pieces is not off.
func TestToleranceIsInTheUnitOfThePart(t *testing.T) {
	mass, pieces := Balance{Unit: events.Kilogram}, Balance{Unit: events.Piece}
	for _, row := range []struct {
		b      Balance
		stated events.Quantity
		is     string
	}{
		{mass, events.Quantity{}, "1"},
		{mass, grams("20"), "20"},
		{mass, events.Quantity{Amount: "1", Unit: events.Ounce}, "28.349523125"},
		{mass, events.Quantity{Amount: "2", Unit: events.Piece}, "1"},
		{pieces, events.Quantity{}, "0"},
		{pieces, grams("20"), "0"},
		{pieces, events.Quantity{Amount: "2", Unit: events.Piece}, "2"},
	} {
		require.Equal(t, row.is, row.b.tolerance(row.stated).String(), row)
	}
}
