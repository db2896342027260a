package simulation

import (
	"fmt"
	"time"

	"vigil/events"
)

// asides are what happens beside the way: each story has some of them, at moments by
// chance. Some are refused, as they would be.
func (w *world) asides(stages []stage, parts []*parcel, depart events.Time) {
	last := stages[len(stages)-1].window.Until
	for range 6 + w.IntN(18) {
		from := w.now
		if w.chance(60) {
			from = depart
		}
		span := int(last.Sub(from) / time.Minute)
		w.at(from.Add(w.minutes(1, max(2, span))), func() { w.aside(stages, parts) })
	}
}

func (w *world) aside(stages []stage, parts []*parcel) {
	i := w.IntN(len(stages))
	s, p := stages[i], pick(w, parts...)
	desk, c := s.country.Desk(), s.country
	where := c
	if now, ok := w.where(p); ok && w.chance(70) {
		where, desk = now, now.Desk()
	}
	o := w.story.Operation
	switch w.IntN(40) {
	case 0:
		w.does(desk, events.CompetentAuthority, events.ConditionImposed{Condition: events.ConditionTerms{Country: where, Topic: "constant-information", Force: pick(w, events.Precedent, events.Continuing)}})
		for _, k := range o.Conditions {
			if k.Done.IsZero() && w.chance(80) {
				w.does(k.Country.Desk(), events.CompetentAuthority, events.ConditionMet{Met: events.ConditionName{ID: k.ID}})
			}
		}
	case 1:
		for _, k := range o.Conditions {
			w.does(k.Country.Desk(), events.CompetentAuthority, events.ConditionWaived{Waived: events.ConditionName{ID: k.ID}})
		}
	case 2:
		for _, r := range o.Requests {
			if r.Country == where && w.does(desk, events.CompetentAuthority, events.AuthorisationSuspended{Suspension: events.EndingTerms{Request: r.ID, Country: where, Measure: r.Measure, Ground: "under-review"}}) {
				w.in(w.minutes(20, 200), func() {
					w.does(where.Desk(), events.CompetentAuthority, events.AuthorisationResumed{Resumption: events.ConsentTerms{Request: r.ID, Country: where, Measure: r.Measure}})
				})
			}
		}
	case 3:
		if w.lead(events.OperationSuspended{Suspension: events.HaltTerms{Ground: "compromise-feared"}}) {
			w.in(w.minutes(5, 60), func() { w.lead(events.OperationResumed{Resumption: events.HaltTerms{Ground: "cleared"}}) })
		}
	case 4:
		w.lead(events.LegRevised{Revision: events.LegName{ID: s.leg}, Window: events.Window{From: s.window.From, Until: s.window.Until.Add(30 * time.Minute)}})
	case 5:
		for _, k := range s.checkpoints {
			if w.chance(20) {
				w.lead(events.CheckpointRevised{Revision: events.CheckpointRevision{ID: k.id, Grace: 45}, Window: k.window})
			}
		}
	case 6:
		if len(s.checkpoints) > 0 {
			w.lead(events.CheckpointWaived{Waived: events.CheckpointName{ID: pick(w, s.checkpoints...).id}})
		}
	case 7:
		w.does(desk, events.Commander, events.TeamAssigned{Assignment: events.TeamAssignment{Country: where, Team: "TEAM-7"}})
		w.does(desk, events.Commander, events.TeamReadied{Ready: events.TeamAssignment{Country: where, Team: "TEAM-7"}})
	case 8:
		w.does(desk, events.CompetentAuthority, events.OfficersAdmitted{Admission: events.AdmissionTerms{Country: where, From: w.story.Lead, Number: 2, Arms: events.Unarmed}})
	case 9:
		w.does(desk, events.Commander, events.UndercoverDeclared{Presence: events.PresenceTerms{Country: where, Officers: 1}})
	case 10:
		letter := w.command(desk, events.DeskOfficer, events.LetterIssued{Letter: events.LetterTerms{Country: where, Agency: "coast-guard", Until: w.now.Add(48 * time.Hour)}}, w.now).Command
		w.in(w.minutes(60, 600), func() {
			w.does(where.Desk(), events.DeskOfficer, events.LetterWithdrawn{Withdrawn: events.LetterName{Letter: letter, Country: where}})
		})
	case 11:
		w.does(desk, events.DeskOfficer, events.DeconflictionEntered{Entry: events.DeconflictionTerms{Country: where, System: "national"}})
	case 12: // officers follow where nobody asked
		if i+1 < len(stages) {
			from, in := s.country, stages[i+1].country
			notice := w.told(from.Desk(), events.Team, events.SurveillanceNotified{Notice: events.NoticeTerms{Part: p.label, From: from, In: in, Offence: "drug-trafficking"}}, w.now.Add(-w.minutes(0, 20)))
			answer := events.NoticeAnswer{Notice: notice, Country: in, Ground: "seen"}
			switch w.IntN(3) {
			case 0:
				w.in(w.minutes(10, 290), func() { w.does(in.Desk(), events.CompetentAuthority, events.SurveillanceAllowed{Allowed: answer}) })
			case 1:
				w.in(w.minutes(10, 290), func() { w.does(in.Desk(), events.Commander, events.SurveillanceStopped{Stopped: answer}) })
			}
		}
	case 13:
		w.does(desk, events.Custody, events.WeaponsRecorded{Weapons: events.WeaponsTerms{Part: p.label, List: []events.WeaponTerm{{Type: "pistol", Make: "unknown", Model: "unknown", Calibre: "9x19", Serial: "NONE", State: events.Deactivated}}}})
	case 14:
		w.does(desk, events.Custody, events.SealsChecked{Check: events.SealCheck{Part: p.label, Country: where, Seals: []events.CallSign{"S-" + events.CallSign(p.label)}}})
	case 15:
		w.does(desk, events.Technical, events.HazardRemoved{Removed: events.RemovedTerms{Part: p.label, Country: where, Hazard: "fentanyl", Method: "taken-out"}})
	case 16:
		for _, d := range w.story.fitted {
			w.does(desk, events.Technical, events.DeviceTampered{Tampered: events.DeviceAnswer{Device: d, Country: where}})
		}
	case 17:
		wish := w.command(w.story.Lead.Lead(), events.Coordinator, events.InterdictionRequested{Wish: events.WishTerms{Part: p.label, Country: where}}, w.now).Command
		w.in(w.minutes(3, 20), func() {
			w.does(where.Desk(), events.Commander, events.InterdictionDeclined{Declined: events.DeclinedTerms{Request: wish, Country: where, Ground: "too-early"}})
		})
	case 18:
		for _, a := range o.Alerts {
			if w.chance(30) {
				w.does(a.Country.Desk(), events.DeskOfficer, events.AlertEscalated{Escalation: events.AlertName{ID: a.ID, Country: a.Country}})
			}
		}
	case 19:
		for _, a := range o.Alerts {
			w.does(w.story.Lead.Desk(), events.DeskOfficer, events.NotificationMade{Notification: events.NotificationTerms{Country: a.Country, Channel: events.Telephone, Reached: pick(w, events.ReachedOfficer, events.NoAnswer, events.WrongAddressee), Alert: a.ID}})
		}
	case 20:
		if id, ok := w.earlier("sighting.reported", "checkpoint.reached"); ok {
			w.does(id.By, id.Role, events.HandlingChanged{Change: events.ChangeTerms{Record: id.Command, Codes: []events.HandlingCode{events.H2}}})
			w.does(id.By, id.Role, events.HandlingReleased{Release: events.ReleaseTerms{Record: id.Command, To: stages[0].country, Slots: []events.Code{"handling"}}})
		}
	case 21:
		if id, ok := w.earlier("checkpoint.reached", "eyes-on.lost", "border.crossed"); ok {
			w.does(id.By, id.Role, events.RecordRetracted{Retraction: events.CorrectsTerms{Record: id.Command, Ground: "mistaken"}})
		}
	case 22:
		if id, ok := w.earlier("border.crossed"); ok { // told again, with another time
			again := id.Fact.(events.BorderCrossed)
			again.Corrects = events.CorrectsTerms{Record: id.Command, Ground: "wrong-time"}
			w.told(id.By, id.Role, again, id.Occurred.Add(-w.minutes(1, 15)))
		}
	case 23:
		if id, ok := w.earlier("sighting.reported", "eyes-on.lost"); ok {
			w.does(id.By, id.Role, events.DisclosureBreached{Breached: events.BreachedTerms{Record: id.Command, Country: stages[0].country, How: "sent-by-mistake"}})
		}
	case 24:
		w.does(desk, events.Commander, events.ControlDeclared{Declared: events.ControlTerms{Part: p.label, Country: where, Since: w.now}})
	case 25:
		w.does(desk, events.Custody, events.ConsignmentOpened{Opening: events.OpeningTerms{Part: p.label, Country: where, Ground: "court-order"}})
		w.does(desk, events.Custody, events.ItemTested{Test: events.TestedTerms{Part: p.label, Country: where, Substance: "heroin", Method: "marquis", Result: events.Positive}})
	case 26:
		w.does(desk, events.Team, events.PossessionChanged{Possession: events.PossessionTerms{Part: p.label, Country: where, Holder: pick(w, events.Courier, events.CarrierFirm, events.NobodyKnown)}})
	case 27:
		w.does(desk, events.Team, events.EyesOnDegraded{Eyes: events.EyesTerms{Part: p.label, Country: where}, Team: events.TeamTerms{Team: "TEAM-7"}})
		w.in(w.minutes(2, 40), func() { w.eyes(where, p) })
	case 28: // a report from nine hours ago, in the time of another zone
		w.told(desk, events.Team, events.SightingReported{Sighting: events.SightingTerms{Part: p.label, Country: where, Method: events.ANPR}}, w.now.Add(-9*time.Hour))
	case 29:
		for _, r := range o.Requests {
			if r.Country == where {
				both := []events.AuthorityID{events.AuthorityID(where + "-A1"), events.AuthorityID(where + "-A2")}
				w.does(desk, events.CompetentAuthority, events.CompetenceContested{Contest: events.ContestTerms{Request: r.ID, Country: where, Authorities: both}})
				w.in(w.minutes(20, 120), func() {
					w.does(where.Desk(), events.CompetentAuthority, events.CompetenceSettled{Settlement: events.SettlementTerms{Request: r.ID, Country: where, Authority: both[0]}})
				})
			}
		}
	case 30:
		w.does(desk, events.DeskOfficer, events.AssuranceGiven{Assurance: events.AssuranceTerms{Country: where, Assurance: events.SeizureAssured}})
		if w.chance(30) {
			w.does(desk, events.DeskOfficer, events.AssuranceWithdrawn{Withdrawn: events.AssuranceTerms{Country: where, Assurance: events.SeizureAssured}})
		}
	case 31:
		for _, f := range o.Offers {
			if f.Says == "" {
				w.does(f.From.Desk(), events.Commander, events.HandoverWithdrawn{Withdrawal: events.WithdrawalTerms{Offer: f.ID, Ground: "turned-back"}})
			}
		}
	case 32: // another way, should this one be closed
		n := 1
		for _, leg := range o.Legs {
			if leg.Country == c {
				n++
			}
		}
		if !w.lead(events.LegPlanned{Leg: events.LegTerms{Country: c, Measure: s.measure, Carried: events.ByRail, Use: events.AlternateLeg}, Window: s.window}) {
			break
		}
		if w.chance(50) {
			w.lead(events.LegDropped{Dropped: events.LegName{ID: events.LegID(fmt.Sprintf("%s-L%d", c, n))}})
		} else {
			w.lead(events.LegActivated{Activation: events.LegName{ID: events.LegID(fmt.Sprintf("%s-L%d", c, n))}})
		}
	case 33:
		if s.out != "" {
			w.lead(events.HandoverPointRevised{Revision: events.PointRevision{ID: s.out, Answer: 30}, Window: events.Window{From: s.window.Until.Add(-3 * time.Hour), Until: s.window.Until.Add(3 * time.Hour)}})
		}
		w.lead(events.HandoverPointPlanned{Point: events.PointTerms{From: stages[0].country, To: stages[len(stages)-1].country}, Window: s.window})
		w.lead(events.HandoverPointDropped{Dropped: events.PointName{ID: events.PointID(string(stages[0].country) + "-" + string(stages[len(stages)-1].country))}})
	case 34:
		w.does(desk, events.Team, events.ConsigneeIdentified{Consignee: events.OutcomeTerms{Part: p.label, Country: where, Persons: 1}})
	case 35:
		w.does(desk, events.Commander, events.PlanReturned{Returned: events.PlanReturn{Country: where, Version: 1, Ground: "too-tight"}})
	case 36: // what was split off comes back
		for _, child := range w.story.parts {
			if !child.over {
				w.does(desk, events.Team, events.PartMerged{Merge: events.MergeTerms{Part: child.label, Into: p.label, Country: where}})
			}
		}
	case 37:
		w.does(desk, events.Team, events.BorderCrossed{Crossing: events.CrossingTerms{Part: p.label, From: where, To: events.HighSeas, Method: events.Record, Flag: pick(w, stages...).country}})
		w.told(desk, events.Team, events.BorderCrossed{Crossing: events.CrossingTerms{Part: p.label, From: events.HighSeas, To: where, Method: events.Record}}, w.now.Add(time.Second))
	case 38:
		if len(w.story.fitted) > 0 {
			w.does(desk, events.Technical, events.DeviceAbandoned{Abandoned: events.DeviceRefusal{Device: w.story.fitted[0], Country: where, Ground: "washed-away"}})
		}
	case 39:
		for _, r := range o.Requests {
			if r.Country == where && w.chance(20) {
				w.does(desk, events.CompetentAuthority, events.AuthorisationRevoked{Revocation: events.EndingTerms{Request: r.ID, Country: where, Measure: r.Measure, Ground: "risk"}})
			}
		}
	}
}

// earlier picks a fact that was told of one of these acts.
func (w *world) earlier(acts ...events.Act) (Step, bool) {
	var list []Step
	for _, step := range w.story.Steps {
		for _, act := range acts {
			if step.Act == act && step.Refused == nil {
				list = append(list, step)
			}
		}
	}
	if len(list) == 0 {
		return Step{}, false
	}
	return pick(w, list...), true
}
