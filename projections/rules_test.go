package projections_test

import (
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/apply/applytest"
	"vigil/projections"
)

// TestTheLeadSeesWhatTheRulesHold: the lead's document is folded from what was
// told, and what the rules hold from what was decided. Whatever facts come, late,
// wrong, corrected and retracted, the two agree on who directed when and is bound,
// on who has the goods in sight, and on the alerts that are open.
func TestTheLeadSeesWhatTheRulesHold(t *testing.T) {
	r := dice(t)
	const id events.OperationID = "01JNZ7Q0000000000000000000"
	const lead = "hu.lead coordinator"
	for range 6 {
		h := applytest.Begin(t, r.Uint64(), "HU", "AT", "SK").At("00:10")
		h.Told(lead, id, events.OperationOpened{Operation: events.OperationTerms{Name: "RELAY", Lead: "HU", Goods: events.Narcotics},
			Basis: events.LegalBasis{Instruments: []events.Instrument{events.EUMLA12}}})
		h.Told(lead, id, events.StateInvolved{State: events.StateTerms{Country: "HU", Role: events.Origin}})
		h.Told(lead, id, events.StateInvolved{State: events.StateTerms{Country: "AT", Role: events.Destination}})
		window := events.Window{From: applytest.Clock(t, "01:00"), Until: applytest.Clock(t, "08:00")}
		h.Told(lead, id, events.HandoverPointPlanned{Point: events.PointTerms{From: "HU", To: "AT"}, Window: window})
		label := events.PartOf(h.Told(lead, id, events.ItemDeclared{Item: events.ItemTerms{Substance: "cocaine", Mode: events.Live, Packages: 4},
			Origin: events.OriginTerms{Country: "HU"}, Quantity: events.Quantity{Amount: "62.4", Unit: events.Kilogram}}))

		countries := []events.Country{"HU", "AT", "SK"}
		type fact struct {
			id  events.CommandID
			by  string
			act events.Kind
		}
		var standing []fact
		now := applytest.Clock(t, "04:00")
		clock := func(t events.Time) string { return t.String()[11:23] }
		for range 40 {
			now = now.Add(time.Minute)
			by := []string{"hu team", "at team"}[r.IntN(2)]
			if n := len(standing); n > 0 && r.IntN(8) == 0 {
				i := r.IntN(n)
				h.At(clock(now)).Told(standing[i].by, id, events.RecordRetracted{Retraction: events.CorrectsTerms{Record: standing[i].id, Ground: "wrong-plate"}})
				standing = append(standing[:i:i], standing[i+1:]...)
				continue
			}
			country := countries[r.IntN(3)]
			eyes := events.EyesTerms{Part: label, Country: country}
			var e events.Event
			switch r.IntN(8) {
			case 0:
				e = events.ConsignmentDeparted{Departed: events.DepartedTerms{Part: label, Country: country}}
			case 1:
				e = events.EyesOnTaken{Eyes: eyes, Team: events.TeamTerms{Team: "X-1"}}
			case 2:
				e = events.EyesOnLost{Eyes: eyes, Team: events.TeamTerms{Team: "X-1"}}
			case 3:
				e = events.HandoverCompleted{Completion: events.CompletionTerms{Point: "HU-AT", Part: label, Team: "AT-1"}}
			case 4:
				e = events.InterdictionExecuted{Executed: events.ExecutedTerms{Part: label, Country: country, Goods: events.GoodsSecured}}
			default:
				crossed := events.BorderCrossed{Crossing: events.CrossingTerms{Part: label, From: countries[r.IntN(3)], To: country, Method: events.Visual}}
				for i, f := range standing {
					if f.by == by && f.act == crossed.Kind() && r.IntN(3) == 0 {
						crossed.Corrects = events.CorrectsTerms{Record: f.id, Ground: "wrong-time"}
						standing = append(standing[:i:i], standing[i+1:]...)
						break
					}
				}
				e = crossed
			}
			request := h.At(clock(now.Add(-time.Duration(r.IntN(120))*time.Minute))).Sign(by, id, e)
			h.At(clock(now)).Do(request)
			note, _, err := events.ParseNote(request.Note)
			require.NoError(t, err)
			standing = append(standing, fact{note.Command, by, e.Kind()})

			c, ok := h.House.View("hu.lead").Case(id)
			require.True(t, ok)
			held := h.House.Operation(id)
			p, _ := held.Part(label)
			shown := c.Document.Parts[0]
			require.Len(t, shown.Path, len(p.Path))
			for i, d := range p.Path {
				l := shown.Path[i]
				require.Equal(t, d.Since, l.Since)
				require.Equal(t, d.Country, l.Directs)
				require.Equal(t, d.Basis, l.Basis)
				require.Equal(t, d.Taken, l.Taken)
			}
			directs, _ := p.Direction()
			require.Equal(t, directs.Country, shown.Directs)
			require.Equal(t, p.Ended, shown.Ended)
			require.Equal(t, p.Bound.To, shown.Bound)
			if sight, known := p.Sight(); known {
				require.Equal(t, string(sight.State), string(shown.Eyes))
				require.Equal(t, sight.Occurred, shown.EyesSince)
			} else {
				require.Empty(t, shown.Eyes)
			}
			type call struct {
				id events.AlertID
				to events.Country
			}
			var open, want []call
			for _, a := range c.Document.Alerts {
				if a.State != projections.AlertResolved {
					open = append(open, call{a.ID, a.Country})
				}
			}
			for _, a := range held.Alerts {
				want = append(want, call{a.ID, a.Country})
			}
			require.Equal(t, want, open)
		}
	}
}

// TestTheLedgerSaysWhatTheRulesHold: whatever facts about goods come, late, corrected
// and retracted ones among them, the lead's ledger says of each part what the rules
// reckon. Nothing happens to a part before it was split off: of that the two may think
// otherwise.
func TestTheLedgerSaysWhatTheRulesHold(t *testing.T) {
	r := dice(t)
	const by = "hu commander"
	for range 12 {
		h := applytest.Begin(t, r.Uint64(), "HU", "AT").At("00:10")
		c := h.Chase("HU", "RELAY")
		now := applytest.Clock(t, "04:00")
		parts := []events.Part{c.Part, events.PartOf(h.Told("hu.lead coordinator", c.ID, events.ItemDeclared{
			Item:   events.ItemTerms{Substance: "cocaine", Mode: events.Live, Packages: 1},
			Origin: events.OriginTerms{Country: "HU"}, Quantity: kilo("5")}))}
		type fact struct {
			id  events.CommandID
			act events.Kind
			at  events.Time
		}
		var standing []fact
		begun := map[events.Part]events.Time{}
		for range 30 {
			now = now.Add(time.Minute)
			part, into, grams := parts[r.IntN(len(parts))], parts[r.IntN(len(parts))], events.Quantity{Amount: events.Decimal(strconv.Itoa(1 + r.IntN(4000))), Unit: events.Gram}
			die := r.IntN(11)
			if len(standing) > 0 && die == 0 {
				i := r.IntN(len(standing))
				h.Set(now).Told(by, c.ID, events.RecordRetracted{Retraction: events.CorrectsTerms{Record: standing[i].id, Ground: "wrong-scale"}})
				standing = slices.Delete(standing, i, i+1)
			} else {
				var corrects events.CorrectsTerms
				at := now.Add(-time.Duration(r.IntN(120)) * time.Minute)
				kind := []events.Kind{"consignment.departed", "item.sampled", "item.sampled", "goods.stored", "seizure.made", "substitution.performed",
					"part.split", "part.split", "part.merged", "item.weighed", "item.weighed"}[die]
				if i := slices.IndexFunc(standing, func(f fact) bool { return f.act == kind }); i >= 0 && r.IntN(3) == 0 {
					corrects = events.CorrectsTerms{Record: standing[i].id, Ground: "wrong-scale"}
					if kind == "part.split" {
						at = standing[i].at
					}
					standing = slices.Delete(standing, i, i+1)
				}
				if at.Before(begun[part]) {
					at = begun[part]
				}
				if kind == "part.merged" && at.Before(begun[into]) {
					at = begun[into]
				}
				var e events.Event
				switch kind {
				case "consignment.departed":
					e = events.ConsignmentDeparted{Departed: events.DepartedTerms{Part: part, Country: "HU"}, Corrects: corrects}
				case "item.sampled":
					e = events.ItemSampled{Sample: events.SampleTerms{Part: part, Country: "HU", Quantity: grams, Storage: "LAB-7"}, Corrects: corrects}
				case "goods.stored":
					e = events.GoodsStored{Stored: events.StoredTerms{Part: part, Country: "HU", Quantity: grams, Storage: "ST-1", Receipt: "R-1"}, Corrects: corrects}
				case "seizure.made":
					e = events.SeizureMade{Seizure: events.SeizureTerms{Part: part, Country: "HU", Quantity: grams, Storage: "ST-1"}, Corrects: corrects}
				case "substitution.performed":
					e = events.SubstitutionPerformed{Performed: events.PerformedTerms{Part: part, Country: "HU", Mode: []events.Mode{events.Partial, events.Clean}[r.IntN(2)],
						Removed: grams, Substitute: grams, Storage: "ST-1"}, Corrects: corrects}
				case "part.split":
					split := events.SplitTerms{Part: part, Quantity: grams}
					if r.IntN(3) == 0 {
						split.Substitute = grams
					}
					e = events.PartSplit{Split: split, Where: events.WhereTerms{Country: "HU"}, Corrects: corrects}
				case "part.merged":
					e = events.PartMerged{Merge: events.MergeTerms{Part: part, Into: into, Country: "HU"}, Corrects: corrects}
				case "item.weighed":
					e = events.ItemWeighed{Weighing: events.WeighingTerms{Part: part, Country: "HU", Gross: kilo("70"), Net: kilo(events.Decimal(strconv.Itoa(1 + r.IntN(60)))), Scale: "SC-1"}, Corrects: corrects}
				}
				request := h.Set(at).Sign(by, c.ID, e)
				h.Set(now).Do(request)
				note, _, err := events.ParseNote(request.Note)
				require.NoError(t, err)
				standing = append(standing, fact{note.Command, e.Kind(), at})
			}
			held := h.House.Operation(c.ID)
			parts = parts[:0:0]
			for _, p := range held.Parts {
				parts = append(parts, p.Label)
				if i := slices.IndexFunc(standing, func(f fact) bool { return f.id == p.Begun }); i >= 0 {
					begun[p.Label] = standing[i].at
				}
			}
			shown, _ := h.House.View("hu.lead").Case(c.ID)
			require.Len(t, shown.Document.Parts, len(held.Parts))
			for _, p := range held.Parts {
				line := partOf(shown.Document, p.Label)
				require.Equal(t, p.Void, line.Corrected != "")
				if p.Void {
					continue
				}
				b := held.Balance(p)
				column := func(sum decimal.Decimal) events.Quantity {
					if !sum.IsPositive() {
						return events.Quantity{}
					}
					return events.Mass(sum, b.Unit)
				}
				was := line.Ledger
				require.Equal(t, projections.LedgerLine{In: events.Mass(b.In, b.Unit), Basis: was.Basis, Joined: column(b.MergedIn), Sampled: column(b.Sampled),
					Removed: column(b.Removed), Split: column(b.SplitOff), Merged: column(b.MergedAway), Seized: column(b.Seized), Lost: column(b.Lost),
					Transit: events.Mass(b.Transit, b.Unit), Over: column(b.Transit.Neg()), Stored: was.Stored, Substitute: column(b.Substitute)}, was)
				require.False(t, p.Of != "" && was.Basis != projections.InSplit)
			}
		}
	}
}
