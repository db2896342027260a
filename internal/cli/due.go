package cli

import (
	"fmt"
	"slices"
	"time"

	"vigil/events"
	"vigil/projections"
)

// reached says how a checkpoint stands.
func (c *Call) reached(p projections.CheckpointLine) string {
	if !p.Reached.IsZero() {
		return said("seen", c.clock.at(p.Reached), string(p.Method))
	}
	return c.untilDue(p.Window, time.Duration(p.Grace)*time.Minute)
}

// untilDue says how long until a window opens or ends, or how long it is over.
func (c *Call) untilDue(w events.Window, grace time.Duration) string {
	now := c.clock.now
	switch {
	case now.Before(w.From):
		return "in " + span(w.From.Sub(now))
	case !now.After(w.Until) && w.Until.Sub(now) < time.Minute:
		return "due now"
	case !now.After(w.Until):
		return "due within " + span(w.Until.Sub(now))
	case grace > 0 && !now.After(w.Until.Add(grace)):
		return "OVERDUE " + span(now.Sub(w.Until)) + ", grace " + span(w.Until.Add(grace).Sub(now)) + " left"
	}
	return "OVERDUE " + span(now.Sub(w.Until))
}

// handedOver says how a handover point stands.
func (c *Call) handedOver(d projections.Document, id events.PointID) string {
	state := "nothing offered"
	for _, h := range d.Handovers {
		if h.Point == id {
			state = said(string(h.State), string(h.Ground))
		}
	}
	return state
}

// deadline is something to come.
type deadline struct {
	at   events.Time
	what string
}

// deadlines are what is still to happen, the most pressing first.
func (s *screen) deadlines() (list []deadline) {
	for _, p := range s.d.Checkpoints {
		if p.Reached.IsZero() {
			list = append(list, deadline{p.Window.Until, said("checkpoint", string(p.ID), s.clock.window(p.Window), "·", s.reached(p))})
		}
	}
	for _, p := range s.d.Points {
		if !s.passed(p) {
			list = append(list, deadline{p.Window.Until, said("handover", string(p.ID), s.clock.window(p.Window), "·", s.untilDue(p.Window, 0))})
		}
	}
	for _, a := range s.d.Authorisations {
		if a.Answer != projections.Granted {
			continue
		}
		ends := "ends in " + span(a.Window.Until.Sub(s.clock.now))
		if a.Window.Until.Before(s.clock.now) {
			ends = "OVER for " + span(s.clock.now.Sub(a.Window.Until))
		}
		list = append(list, deadline{a.Window.Until, said("consent", string(a.Country), string(a.Measure), s.clock.at(a.Window.Until), "·", ends)})
	}
	slices.SortStableFunc(list, func(a, b deadline) int { return a.at.Compare(b.at) })
	return list
}

// passed tells whether direction has gone past a point.
func (s *screen) passed(point projections.PointLine) bool {
	return slices.ContainsFunc(s.d.Handovers, func(h projections.HandoverLine) bool {
		return h.Point == point.ID && h.State == projections.Completed
	}) || slices.ContainsFunc(s.d.Parts, func(p projections.PartLine) bool {
		return p.Directs == point.To || p.Left == point.From || p.Left == point.To
	})
}

func (s *screen) due() {
	if s.d.State == projections.Over {
		return
	}
	const most = 4
	list := s.deadlines()
	if len(list) == 0 {
		s.line("Due next", bold, "nothing is planned that concerns you")
	}
	for i, x := range list {
		if i == most {
			s.line("Due next", bold, fmt.Sprintf("and %d more: vigil plan ls %s", len(list)-most, s.d.Name))
			break
		}
		s.line("Due next", bold, x.what)
	}
}
