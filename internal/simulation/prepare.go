package simulation

import (
	"fmt"
	"math"
	"strconv"
	"time"

	"vigil/events"
)

// lands is where stories play. The order of a route is by chance: it is no map.
var lands = []events.Country{"TR", "BG", "RO", "HU", "AT", "DE", "NL", "SK", "CZ", "PL", "SI", "HR", "IT", "FR", "BE", "ES"}

// stage is a State of the route: what passes there and when.
type stage struct {
	country     events.Country
	measure     events.Measure
	window      events.Window
	leg         events.LegID
	in, out     events.PointID // empty at the ends
	checkpoints []planned
}

type planned struct {
	id     events.CheckpointID
	window events.Window
	last   bool // the last safe point
}

// begin makes up the alliance, the route and the goods, and plans the first week.
func (w *world) begin() {
	n := 2 + w.IntN(7)
	order := w.Perm(len(lands))
	var countries []events.Country
	for _, i := range order[:n+2] { // two take no part
		countries = append(countries, lands[i])
	}
	w.found(countries)
	w.story.Route = countries[:n]
	w.story.Lead = countries[w.IntN(n)]
	w.story.Name = w.codename()

	depart := w.now.Add(time.Duration(2+w.IntN(9)) * 24 * time.Hour)
	stages := w.stages(depart, w.length())
	w.opens(stages)
	w.plans(stages)
	parts := w.declares(stages)
	w.equips(stages)
	for i := range stages {
		w.asks(&stages[i], parts, depart)
	}
	w.asides(stages, parts, depart)
	w.at(depart.Add(-2*time.Hour), func() { w.sends(stages, parts, 6) })
}

// length is 11 hours to 100 days: as many short as long ones, by magnitude.
func (w *world) length() time.Duration {
	hours := 11 * math.Pow(100*24/11, w.Float64())
	return time.Duration(hours*60) * time.Minute
}

func (w *world) codename() events.Codename {
	name := make([]byte, 5)
	for i := range name {
		name[i] = 'A' + byte(w.IntN(26))
	}
	return events.Codename(name)
}

// stages divides the way among the States of the route.
func (w *world) stages(depart events.Time, length time.Duration) []stage {
	route := w.story.Route
	list := make([]stage, len(route))
	each := length / time.Duration(len(route))
	at := depart
	checkpoints := 6 + w.IntN(35)
	for i, c := range route {
		s := &list[i]
		s.country, s.measure, s.leg = c, events.TransitRoute, events.LegID(c+"-L1")
		s.window = events.Window{From: at, Until: at.Add(each)}
		if i == 0 {
			s.measure = events.Export
		} else {
			s.in = events.PointID(route[i-1] + "-" + c)
		}
		if i == len(route)-1 {
			s.measure = events.Import
		} else {
			s.out = events.PointID(c + "-" + route[i+1])
		}
		here := checkpoints / len(route)
		if i < checkpoints%len(route) {
			here++
		}
		for k := range here {
			from := at.Add(each * time.Duration(k+1) / time.Duration(here+1))
			s.checkpoints = append(s.checkpoints, planned{
				id:     events.CheckpointID(fmt.Sprintf("%s-CP%d", c, k+1)),
				window: events.Window{From: from.Add(-20 * time.Minute), Until: from.Add(20 * time.Minute)},
				last:   k == here-1 && s.out != "",
			})
		}
		at = at.Add(each)
	}
	return list
}

func (w *world) lead(fact events.Event) bool {
	return w.does(w.story.Lead.Lead(), events.Coordinator, fact)
}

func (w *world) opens(stages []stage) {
	goods := pick(w, events.Narcotics, events.Narcotics, events.Narcotics, events.Precursors, events.Firearms, events.Tobacco)
	w.lead(events.OperationOpened{
		Operation: events.OperationTerms{Name: w.story.Name, Lead: w.story.Lead, Goods: goods},
		Basis:     events.LegalBasis{Instruments: []events.Instrument{pick(w, events.UNTOC20, events.Vienna11, events.NaplesII22, events.EUMLA12)}},
	})
	for i, s := range stages {
		role := events.Transit
		switch i {
		case 0:
			role = events.Origin
		case len(stages) - 1:
			role = events.Destination
		}
		w.lead(events.StateInvolved{State: events.StateTerms{Country: s.country, Role: role}})
	}
}

func (w *world) plans(stages []stage) {
	for _, s := range stages {
		leg := events.LegPlanned{Leg: events.LegTerms{Country: s.country, Measure: s.measure, Carried: pick(w, events.ByRoad, events.ByRoad, events.ByRail, events.ByParcel)}, Window: s.window}
		if w.chance(50) {
			leg.Watch = events.WatchTerms{Lost: events.Minutes(10 + w.IntN(50)), Decide: events.Minutes(10 + w.IntN(20))}
		}
		w.lead(leg)
		if s.out != "" {
			w.lead(events.HandoverPointPlanned{Point: events.PointTerms{From: s.out.From(), To: s.out.To(), Answer: events.Minutes(20 * w.IntN(4))},
				Window: events.Window{From: s.window.Until.Add(-2 * time.Hour), Until: s.window.Until.Add(2 * time.Hour)}})
		}
		for _, p := range s.checkpoints {
			terms := events.CheckpointTerms{Country: s.country, Grace: 30}
			if p.last {
				terms.Purpose = events.LastSafePoint
			}
			w.lead(events.CheckpointPlanned{Checkpoint: terms, Window: p.window})
		}
	}
	for _, s := range stages {
		if w.chance(40) {
			w.lead(events.PlanIssued{Issue: events.IssueTerms{Country: s.country}})
			w.in(w.minutes(10, 20*60), func() {
				w.does(s.country.Desk(), events.Commander, events.PlanApproved{Approval: events.PlanAnswer{Country: s.country, Version: 1}})
			})
		}
	}
}

// declares makes 1 to 4 parts, 0.3 to 900 kg together.
func (w *world) declares(stages []stage) []*parcel {
	total := 300 * math.Pow(3000, w.Float64()) // grams
	n := 1 + w.IntN(4)
	var parts []*parcel
	for range n {
		p := &parcel{grams: max(1, int(total/float64(n))), packages: 1 + w.IntN(99)}
		var hazards []events.Code
		if w.chance(30) {
			hazards = append(hazards, pick[events.Code](w, "armed-courier", "counter-surveillance", "fentanyl"))
		}
		before := len(w.story.Steps)
		if w.lead(events.ItemDeclared{
			Item:   events.ItemTerms{Substance: pick[events.Code](w, "heroin", "cocaine", "amphetamine", "mdma"), Mode: events.Live, Packages: uint16(p.packages), Hazards: hazards},
			Origin: events.OriginTerms{Country: stages[0].country}, Quantity: grams(p.grams),
		}) {
			p.label = events.PartOf(w.story.Steps[before].Command)
			parts = append(parts, p)
		}
		for _, h := range hazards {
			if h == "fentanyl" {
				for _, s := range stages {
					w.in(w.minutes(60, 30*60), func() {
						w.does(s.country.Desk(), events.CompetentAuthority, events.RiskAccepted{Risk: events.RiskTerms{Part: p.label, Country: s.country, Hazards: []events.Code{h}}})
					})
				}
			}
		}
	}
	return parts
}

// equips assigns a device now and then, and asks the States of the route about it.
func (w *world) equips(stages []stage) {
	if !w.chance(40) {
		return
	}
	origin := stages[0].country
	step := len(w.story.Steps)
	if !w.does(origin.Desk(), events.Technical, events.DeviceAssigned{Device: events.DeviceTerms{Country: origin, Type: events.Beacon, Stale: 60}}) {
		return
	}
	device := events.DeviceOf(w.story.Steps[step].Command)
	w.story.device = device
	for _, s := range stages {
		w.lead(events.DeviceProposed{Proposal: events.DeviceProposal{Device: device, Country: s.country, Type: events.Beacon}})
		w.in(w.minutes(30, 40*60), func() {
			if w.chance(92) {
				w.does(s.country.Desk(), events.CompetentAuthority, events.DeviceApproved{Approval: events.DeviceAnswer{Device: device, Country: s.country}})
			} else {
				w.does(s.country.Desk(), events.CompetentAuthority, events.DeviceRefused{Refusal: events.DeviceRefusal{Device: device, Country: s.country, Ground: "not-allowed-here"}})
			}
		})
	}
}

// asks sends a State its request and plans the answer: nine of ten agree, the others
// refuse, limit, ask for more, or say nothing until asked again.
func (w *world) asks(s *stage, parts []*parcel, depart events.Time) {
	step := len(w.story.Steps)
	open := events.Window{From: w.now, Until: s.window.Until.Add(10 * 24 * time.Hour)}
	asked := w.lead(events.AuthorisationRequested{
		Request: events.RequestTerms{Country: s.country, Measure: s.measure, Mode: events.Live, Urgency: events.Routine,
			Acknowledge: w.now.Add(24 * time.Hour), Answer: depart.Add(-12 * time.Hour)},
		Window: open,
	})
	if !asked {
		return
	}
	request := w.story.Steps[step].Command
	desk := s.country.Desk()
	if w.chance(80) {
		w.in(w.minutes(5, 12*60), func() {
			w.does(desk, events.DeskOfficer, events.AuthorisationAcknowledged{Receipt: events.ReceivedTerms{Request: request, Country: s.country}})
		})
	}
	grant := events.AuthorisationGranted{
		Grant:  events.GrantTerms{Request: request, Country: s.country, Measure: s.measure, Modes: []events.Mode{events.Live, events.Partial, events.Clean}, Finality: events.Final},
		Window: open,
	}
	authority := func(fact events.Event) bool { return w.does(desk, events.CompetentAuthority, fact) }
	later := w.minutes(30, 30*60)
	switch die := w.IntN(100); {
	case die < 4: // no
		w.in(later, func() {
			if authority(events.AuthorisationRefused{Refusal: events.RefusalTerms{Request: request, Country: s.country, Measure: s.measure, Ground: "excessive-risk"}}) && w.chance(70) {
				w.in(w.minutes(60, 600), func() { w.asks(s, parts, depart) })
			}
		})
	case die < 7: // clean only
		grant.Grant.Modes = []events.Mode{events.Clean}
		w.in(later, func() {
			authority(grant)
			if w.chance(60) {
				w.in(w.minutes(30, 120), func() {
					authority(events.AuthorisationVaried{Variation: events.VariationTerms{Request: request, Country: s.country, Measure: s.measure, Modes: []events.Mode{events.Live, events.Clean}}, Window: open})
				})
			}
		})
	case die < 10: // more is wanted first
		w.in(later, func() {
			step := len(w.story.Steps)
			if authority(events.InformationAsked{Question: events.QuestionTerms{Request: request, Country: s.country, Letters: []events.Code{"d", "f"}}}) {
				question := w.story.Steps[step].Command
				w.in(w.minutes(30, 300), func() {
					w.lead(events.InformationSupplied{Answer: events.SuppliedTerms{Question: question, Country: s.country}})
					w.in(w.minutes(30, 300), func() { authority(grant) })
				})
			}
		})
	case die < 18: // provisional first
		w.in(later, func() {
			first := grant
			first.Grant.Finality = events.Provisional
			authority(first)
			w.in(w.minutes(60, 20*60), func() { authority(grant) })
		})
	case die < 28: // by word, then in writing, mostly in time
		w.in(later, func() {
			oral := grant
			oral.Grant.Finality, oral.Grant.Confirm = events.Oral, w.now.Add(48*time.Hour)
			authority(oral)
			w.in(w.minutes(60, 52*60), func() {
				authority(events.AuthorisationConfirmed{Confirmation: events.ConsentTerms{Request: request, Country: s.country, Measure: s.measure}})
			})
		})
	default:
		w.in(later, func() { authority(grant) })
	}
	if w.chance(30) {
		w.in(later+w.minutes(1, 100), func() {
			authority(events.AssuranceGiven{Assurance: events.AssuranceTerms{Country: s.country, Assurance: events.ConstantSurveillance}})
		})
	}
}

// grams is a mass as one writes it.
func grams(g int) events.Quantity {
	return events.Quantity{Amount: events.Decimal(strconv.Itoa(g)), Unit: events.Gram}
}
