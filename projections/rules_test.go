package projections_test

import (
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
