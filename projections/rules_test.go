package projections_test

import (
	"slices"
	"strconv"
	"testing"
	"time"

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

// TestTheLedgerSaysWhatTheRulesHold: whatever facts about goods come, retracted ones
// among them, the lead's ledger says of each part what the rules reckon.
func TestTheLedgerSaysWhatTheRulesHold(t *testing.T) {
	r := dice(t)
	const by = "hu commander"
	for range 4 {
		h := applytest.Begin(t, r.Uint64(), "HU", "AT").At("00:10")
		c := h.Chase("HU", "RELAY")
		now := applytest.Clock(t, "01:00")
		parts, standing := []events.Part{c.Part}, []events.CommandID{}
		for range 30 {
			now = now.Add(time.Minute)
			h.At(now.String()[11:23])
			part, grams := parts[r.IntN(len(parts))], events.Quantity{Amount: events.Decimal(strconv.Itoa(1 + r.IntN(4000))), Unit: events.Gram}
			var e events.Event
			switch r.IntN(6) {
			case 0:
				e = events.ItemSampled{Sample: events.SampleTerms{Part: part, Country: "HU", Quantity: grams, Storage: "LAB-7"}}
			case 1:
				e = events.GoodsStored{Stored: events.StoredTerms{Part: part, Country: "HU", Quantity: grams, Storage: "ST-1", Receipt: "R-1"}}
			case 2:
				e = events.SeizureMade{Seizure: events.SeizureTerms{Part: part, Country: "HU", Quantity: grams, Storage: "ST-1"}}
			case 3:
				e = events.SubstitutionPerformed{Performed: events.PerformedTerms{Part: part, Country: "HU", Mode: events.Partial, Removed: grams, Substitute: grams, Storage: "ST-1"}}
			case 4:
				e = events.PartSplit{Split: events.SplitTerms{Part: part, Quantity: grams}, Where: events.WhereTerms{Country: "HU"}}
			default:
				if len(standing) == 0 {
					continue
				}
				i := r.IntN(len(standing))
				h.Told(by, c.ID, events.RecordRetracted{Retraction: events.CorrectsTerms{Record: standing[i], Ground: "wrong-scale"}})
				standing = slices.Delete(standing, i, i+1)
			}
			if e != nil {
				standing = append(standing, h.Told(by, c.ID, e))
				if e.Kind() == "part.split" {
					parts = append(parts, events.PartOf(standing[len(standing)-1]))
				}
			}
			held := h.House.Operation(c.ID)
			shown, _ := h.House.View("hu.lead").Case(c.ID)
			for _, p := range held.Parts {
				line := partOf(shown.Document, p.Label)
				require.Equal(t, p.Void, line.Corrected != "")
				if p.Void {
					continue
				}
				b := held.Balance(p)
				require.Equal(t, events.Mass(b.Transit, b.Unit), line.Ledger.Transit)
				require.Equal(t, events.Mass(b.Substitute, b.Unit), otherwise(line.Ledger.Substitute, events.Mass(b.Transit.Sub(b.Transit), b.Unit)))
				require.Equal(t, held.Terminal(p), line.IsTerminal())
			}
		}
	}
}

func otherwise[T comparable](now, before T) T {
	var nothing T
	if now == nothing {
		return before
	}
	return now
}
