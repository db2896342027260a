package cli

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
)

const twin = events.OperationID("01JQ0000000000000000000009")

// opened is one more operation of a name.
func (d *fakeDesk) opened(id events.OperationID, name events.Codename, lead events.Country, viewers ...events.Viewer) {
	d.entryOf(id, lead.Lead(), "operation.open", "20:00Z", viewers, "", events.OperationOpened{
		Operation: events.OperationTerms{Name: name, Lead: lead, Goods: events.Narcotics}, Basis: events.LegalBasis{Instruments: []events.Instrument{events.UNTOC20}}})
}

// TestALeadOpensACodenameOnce: with two that are not closed, no command could say which
// is meant. Another State's equal name stands in nobody's way.
func TestALeadOpensACodenameOnce(t *testing.T) {
	const open = "vigil operation open hazel --goods narcotics --basis untoc-20 --as hu/coordinator"
	s := newStage(t)
	s.opened(relay, "HAZEL", "AT", "at.lead", "hu.lead")
	exit, _, errs := s.run(context.Background(), open)
	require.Zero(t, exit, "another lead's: %s", errs)
	sent := len(s.sent)
	exit, _, errs = s.run(context.Background(), open)
	require.Equal(t, exitConflict, exit, errs)
	require.Contains(t, errs, "HU leads an operation HAZEL already, and its file is not closed")
	require.Len(t, s.sent, sent)

	s = newStage(t)
	s.opened(relay, "HAZEL", "HU", "hu.lead")
	s.entry("hu.lead", "operation.end", "20:10Z", []events.Viewer{"hu.lead"}, "", events.OperationEnded{Ending: events.EndTerms{Cause: events.Delivered}})
	exit, _, _ = s.run(context.Background(), open)
	require.Equal(t, exitConflict, exit, "it has ended, and is not closed")
	s.entry("hu.lead", "operation.close", "20:20Z", []events.Viewer{"hu.lead"}, "", events.OperationClosed{Closing: events.ClosingTerms{Review: at("23:00Z")}})
	exit, _, errs = s.run(context.Background(), open)
	require.Zero(t, exit, errs)
}

// TestAnOpenFileGoesBeforeAClosedOne of the same name.
func TestAnOpenFileGoesBeforeAClosedOne(t *testing.T) {
	s := newStage(t)
	hu := []events.Viewer{"hu.lead"}
	ended := events.OperationEnded{Ending: events.EndTerms{Cause: events.Delivered}}
	s.opened(relay, "HAZEL", "HU", hu...)
	s.entry("hu.lead", "operation.end", "20:10Z", hu, "", ended)
	s.entry("hu.lead", "operation.close", "20:20Z", hu, "", events.OperationClosed{Closing: events.ClosingTerms{Review: at("23:00Z")}})
	s.opened(twin, "HAZEL", "HU", hu...)
	s.entryOf(twin, "hu.lead", "operation.end", "20:10Z", hu, "", ended)
	exit, out, errs := s.run(context.Background(), "vigil show HAZEL --desk hu.lead -o json")
	require.Zero(t, exit, errs)
	require.Contains(t, out, string(twin))
}
