package projections_test

import (
	"flag"
	"os"
	"reflect"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/apply/applytest"
	"vigil/projections"
)

var update = flag.Bool("update", false, "write the golden documents anew: read the difference")

// house is an operation in which everything happens that can.
func house(t *testing.T) *teller {
	x := &teller{t: t, author: "hu.lead"}
	clock := func(s string) events.Time { return applytest.Clock(t, s) }
	window := events.Window{From: clock("02:00"), Until: clock("06:00")}
	wider := events.Window{From: clock("02:00"), Until: clock("08:00")}
	place := events.Place{Locode: "ATNIC", Zone: "Europe/Vienna"}
	consent := func(id events.CommandID, m events.Measure) events.ConsentTerms {
		return events.ConsentTerms{Request: id, Country: "AT", Measure: m}
	}
	x.told("01:00", events.OperationOpened{Operation: events.OperationTerms{Name: "RELAY", Lead: "HU", Goods: events.Narcotics}})
	x.told("01:01", events.StateInvolved{State: events.StateTerms{Country: "AT", Role: events.Destination}})

	request := x.told("01:02", events.AuthorisationRequested{Request: events.RequestTerms{Country: "AT", Measure: events.Import, Mode: events.Live},
		Window: window, Ceiling: events.Quantity{Amount: "70", Unit: events.Kilogram}, Handling: events.HandlingTerms{Codes: []events.HandlingCode{events.H0, events.H1}}})
	other := x.told("01:03", events.AuthorisationRequested{Request: events.RequestTerms{Country: "AT", Measure: events.TransitRoute, Mode: events.Live}, Window: window})
	x.author = "at"
	x.told("01:10", events.AuthorisationGranted{Grant: events.GrantTerms{Request: request, Country: "AT", Measure: events.Import, Modes: []events.Mode{events.Live},
		Finality: events.Oral, Confirm: clock("05:00")}, Window: window})
	x.told("01:11", events.AuthorisationGranted{Grant: events.GrantTerms{Request: other, Country: "AT", Measure: events.TransitRoute, Modes: []events.Mode{events.Live},
		Finality: events.Final}, Window: window})
	x.told("03:00", events.AuthorisationLapsing{Lapsing: events.LapseTerms{Request: request, Country: "AT", Measure: events.Import, Ends: clock("05:00"), For: events.NotInWriting}})
	x.told("03:10", events.AuthorisationConfirmed{Confirmation: consent(request, events.Import)})
	x.told("03:11", events.AuthorisationVaried{Variation: events.VariationTerms{Request: request, Country: "AT", Measure: events.Import, Modes: []events.Mode{events.Live, events.Partial}}, Window: wider})
	x.told("03:12", events.AuthorisationSuspended{Suspension: events.EndingTerms{Request: request, Country: "AT", Measure: events.Import, Ground: "public-order"}})
	x.told("03:13", events.AuthorisationResumed{Resumption: consent(request, events.Import)})
	x.told("06:00", events.AuthorisationLapsed{Lapse: events.LapseTerms{Request: other, Country: "AT", Measure: events.TransitRoute, Ends: clock("06:00"), For: events.Expiry}})
	x.told("01:20", events.ConditionImposed{Condition: events.ConditionTerms{Country: "AT", Topic: "seizure", Force: events.Precedent}, Named: events.ConditionName{ID: "AT-C1"}})
	x.told("01:21", events.ConditionImposed{Condition: events.ConditionTerms{Country: "AT", Topic: "device", Force: events.Continuing}, Named: events.ConditionName{ID: "AT-C2"}})
	x.told("01:30", events.ConditionMet{Met: events.ConditionName{ID: "AT-C1"}})

	x.author = "hu.lead"
	x.told("01:40", events.LegPlanned{Leg: events.LegTerms{Country: "AT", Measure: events.Import, Carried: events.ByRoad}, Window: window, Named: events.LegName{ID: "AT-L1"}})
	x.told("01:41", events.LegRevised{Revision: events.LegName{ID: "AT-L1"}, Window: wider})
	x.told("01:42", events.LegDropped{Dropped: events.LegName{ID: "AT-L1"}})
	x.told("01:43", events.HandoverPointPlanned{Point: events.PointTerms{From: "HU", To: "AT", Answer: 15}, Window: window, Place: place, Named: events.PointName{ID: "HU-AT"}})
	x.told("01:44", events.CheckpointPlanned{Checkpoint: events.CheckpointTerms{Country: "AT", Grace: 10}, Window: window, Named: events.CheckpointName{ID: "AT-CP1"}})
	x.told("02:00", events.CheckpointDue{Due: events.CheckpointName{ID: "AT-CP1"}})
	x.told("06:10", events.CheckpointMissed{Missed: events.CheckpointName{ID: "AT-CP1"}},
		events.AlertRaised{Alert: events.AlertTerms{ID: "checkpoint-missed/AT-CP1", Country: "AT", Since: clock("06:10")}})
	x.told("01:45", events.CheckpointPlanned{Checkpoint: events.CheckpointTerms{Country: "AT", Grace: 10}, Window: window, Named: events.CheckpointName{ID: "AT-CP2"}})
	x.told("01:46", events.CheckpointWaived{Waived: events.CheckpointName{ID: "AT-CP2"}})

	x.told("01:50", events.ItemDeclared{Item: events.ItemTerms{Substance: "cocaine", Mode: events.Live, Packages: 60, Hazards: []events.Code{"violence"}},
		Origin: events.OriginTerms{Country: "HU"}, Quantity: events.Quantity{Amount: "62.4", Unit: events.Kilogram}, Named: events.PartName{Part: part}})
	x.told("01:55", events.DepartureApproved{Departure: events.DepartureTerms{Part: part}})
	x.author = "hu"
	x.told("02:00", events.ConsignmentDeparted{Departed: events.DepartedTerms{Part: part, Country: "HU"}},
		events.DirectionMoved{Direction: events.DirectionTerms{Part: part, Country: "HU", Since: clock("02:00"), Basis: events.ByTerritory, Taken: events.Taken}})
	x.told("02:01", events.EyesOnTaken{Eyes: events.EyesTerms{Part: part, Country: "HU"}, Team: events.TeamTerms{Team: "HU-1"}})
	x.told("02:02", events.PossessionChanged{Possession: events.PossessionTerms{Part: part, Country: "HU", Holder: events.Courier}})
	first := x.told("02:10", events.HandoverOffered{Offer: events.OfferTerms{Point: "HU-AT", Part: part}, Pack: events.PackTerms{Team: "HU-1"}})
	x.told("02:11", events.HandoverWithdrawn{Withdrawal: events.WithdrawalTerms{Offer: first, Ground: "wrong-part"}})
	second := x.told("02:12", events.HandoverOffered{Offer: events.OfferTerms{Point: "HU-AT", Part: part}, Pack: events.PackTerms{Team: "HU-1"}})
	x.told("02:32", events.HandoverTimedOut{Timeout: events.OfferName{Offer: second}})
	x.told("02:40", events.HandoverOffered{Offer: events.OfferTerms{Point: "HU-AT", Part: part}, Pack: events.PackTerms{Team: "HU-1"}})
	x.author = "hu.lead"
	x.told("02:41", events.HandoverPointRevised{Revision: events.PointRevision{ID: "HU-AT", Answer: 30}, Window: wider})

	x.author = "at"
	wrong := x.told("03:00", crossing("HU", "AT"), breach(t, "crossed-without-acceptance", "03:00"),
		events.DirectionMoved{Direction: events.DirectionTerms{Part: part, Country: "AT", Since: clock("03:00"), Basis: events.ByTerritory, Taken: events.NotTaken},
			Left: events.LeftTerms{Part: part, Country: "HU", Since: clock("03:00")}},
		events.AlertRaised{Alert: events.AlertTerms{ID: "crossed-without-acceptance/7QK2XM", Country: "AT", Part: part, Since: clock("03:00")}})
	x.correct("03:05", wrong, crossing("HU", "AT"))
	x.told("03:06", events.AlertAcknowledged{Acknowledgement: events.AlertName{ID: "crossed-without-acceptance/7QK2XM", Country: "AT"}})
	x.told("03:07", events.AlertResolved{Resolution: events.ResolutionTerms{ID: "crossed-without-acceptance/7QK2XM", Country: "AT", Ground: "corrected"}})
	x.told("06:20", events.AlertRepeated{Repetition: events.RepetitionTerms{ID: "checkpoint-missed/AT-CP1", Country: "AT", Round: 1}})
	x.told("06:30", events.AlertRepeated{Repetition: events.RepetitionTerms{ID: "checkpoint-missed/AT-CP1", Country: "AT", Round: 2}})
	deviated := x.told("03:20", events.RouteDeviated{Deviation: events.DeviationTerms{Part: part, From: "AT", Toward: "SK", Expected: clock("04:00")},
		Place: place, Handling: events.HandlingTerms{Codes: []events.HandlingCode{events.H2, events.H3}}},
		events.StateTriggered{Trigger: events.TriggerTerms{Country: "SK", Part: part, Contact: "AT", Expected: clock("04:00")}, Hazards: events.HazardTerms{Hazards: []events.Code{"violence"}}})
	x.told("03:21", events.HandlingReleased{Release: events.ReleaseTerms{Record: deviated, To: "DE", Slots: []events.Code{"deviation"}}})
	x.told("03:30", events.EyesOnLost{Eyes: events.EyesTerms{Part: part, Country: "AT"}, Team: events.TeamTerms{Team: "AT-1"}, Place: place})

	x.author = "hu.lead"
	wish := x.told("03:40", events.InterdictionRequested{Wish: events.WishTerms{Part: part, Country: "AT"}})
	again := x.told("03:45", events.InterdictionRequested{Wish: events.WishTerms{Part: part, Country: "AT"}})
	x.author = "at"
	x.told("03:41", events.InterdictionDeclined{Declined: events.DeclinedTerms{Request: wish, Country: "AT", Ground: "too-early"}})
	x.told("03:50", events.InterdictionOrdered{Order: events.OrderTerms{Part: part, Country: "AT", Ground: "last-safe-point", Request: again}, Place: place})
	x.told("04:00", events.InterdictionExecuted{Executed: events.ExecutedTerms{Part: part, Country: "AT", Goods: events.GoodsSecured}},
		events.DirectionEnded{Ended: events.EndedTerms{Part: part, Country: "AT", Since: clock("04:00")}})
	x.author = "hu.lead"
	x.told("04:10", events.OperationTerminated{Termination: events.HaltTerms{Ground: "goods-secured"}})
	return x
}

func TestADocumentOfTheHouse(t *testing.T) {
	isGolden(t, "testdata/house.json", house(t).Document)
	isGolden(t, "testdata/running.json", running(t).Document)
}

func isGolden(t *testing.T, golden string, d projections.Document) {
	b, err := d.Encode()
	require.NoError(t, err)
	if *update {
		require.NoError(t, os.WriteFile(golden, append(b, '\n'), 0o644))
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	require.Equal(t, string(want), string(b)+"\n")
	back, err := projections.DecodeDocument(b)
	require.NoError(t, err)
	again, err := back.Encode()
	require.NoError(t, err)
	require.Equal(t, string(b), string(again))
}

// TestEveryMemberIsShown: the golden documents have each member that a line can have,
// save those that only another ending gives.
func TestEveryMemberIsShown(t *testing.T) {
	absent := map[string]bool{}
	shown := map[string]bool{}
	var walk func(path string, v reflect.Value)
	walk = func(path string, v reflect.Value) {
		switch {
		case v.Kind() == reflect.Slice:
			for i := range v.Len() {
				walk(path, v.Index(i))
			}
			absent[path] = true
			shown[path] = shown[path] || v.Len() > 0
		case v.Kind() == reflect.Struct && v.Type().PkgPath() == "vigil/projections":
			for i := range v.NumField() {
				walk(path+"."+v.Type().Field(i).Name, v.Field(i))
			}
		default:
			absent[path] = true
			shown[path] = shown[path] || !v.IsZero()
		}
	}
	walk("Document", reflect.ValueOf(house(t).Document))
	walk("Document", reflect.ValueOf(running(t).Document))
	var missing []string
	for path := range absent {
		if !shown[path] {
			missing = append(missing, path)
		}
	}
	require.ElementsMatch(t, []string{
		"Document.Suspended", "Document.Reopened", "Document.Texts", "Document.Authorisations.Ground", "Document.Sightings.Flag",
		"Document.Parts.Left", "Document.Parts.LeftAt", "Document.Parts.Bound", "Document.Parts.Corrected", "Document.Parts.Path.Left",
		"Document.Points.Dropped", "Document.Checkpoints.Reached", "Document.Checkpoints.Method", "Document.Checkpoints.Revised", "Document.Checkpoints.Place",
		"Document.Handovers.Seals", "Document.Handovers.Hazards", "Document.Handovers.Gross", "Document.Handovers.Persons",
		"Document.Handovers.Commander", "Document.Handovers.Receiving", "Document.Handovers.Completed",
		"Document.Triggers.Corrected",
	}, missing)
}

// An alert told again has to be acknowledged again; resolved, it is over, and the
// next of its name is another.
func TestAlerts(t *testing.T) {
	x := &teller{t: t}
	const id = "checkpoint-missed/AT-CP1"
	name := events.AlertName{ID: id, Country: "AT"}
	raised := events.AlertRaised{Alert: events.AlertTerms{ID: id, Country: "AT", Since: applytest.Clock(t, "03:00")}}
	alert := func() projections.AlertLine { return x.Document.Alerts[len(x.Document.Alerts)-1] }
	x.told("03:00", events.AlertAcknowledged{Acknowledgement: name}) // of what was not shown
	require.Empty(t, x.Document.Alerts)
	x.told("03:00", raised)
	acknowledged := x.told("03:02", events.AlertAcknowledged{Acknowledgement: name})
	require.Equal(t, projections.AlertAcknowledged, alert().State)
	require.Equal(t, acknowledged, alert().Acknowledgement)
	require.Equal(t, events.Viewer("at"), alert().By)
	x.told("04:02", events.AlertRepeated{Repetition: events.RepetitionTerms{ID: id, Country: "AT", Round: 1}})
	require.Equal(t, projections.AlertOpen, alert().State)
	require.Empty(t, alert().By)
	require.True(t, alert().Escalated.IsZero())
	require.Equal(t, applytest.Clock(t, "04:02"), alert().Raised, "its rounds run from when it was told as if it were new")
	x.told("04:12", events.AlertRepeated{Repetition: events.RepetitionTerms{ID: id, Country: "AT", Round: 2}})
	require.Equal(t, applytest.Clock(t, "04:12"), alert().Escalated)
	require.Equal(t, applytest.Clock(t, "04:02"), alert().Raised, "a round that nobody has answered begins nothing")
	telephone := events.NotificationTerms{Country: "AT", Channel: events.Telephone, Reached: events.NoAnswer, Alert: id}
	x.told("04:12", events.NotificationMade{Notification: telephone})
	require.True(t, alert().Told.IsZero(), "nobody was reached")
	telephone.Reached = events.ReachedOfficer
	x.told("04:12", events.NotificationMade{Notification: telephone})
	require.False(t, alert().Told.IsZero())
	x.told("05:12", events.AlertRepeated{Repetition: events.RepetitionTerms{ID: id, Country: "AT", Round: 3}})
	require.Equal(t, applytest.Clock(t, "05:12"), alert().Raised)
	require.True(t, alert().Told.IsZero(), "that word has run out")
	x.told("05:13", events.AlertResolved{Resolution: events.ResolutionTerms{ID: id, Country: "AT", Ground: "reached"}})
	require.Equal(t, projections.AlertResolved, alert().State)
	x.told("05:14", events.AlertEscalated{Escalation: name})
	require.Equal(t, applytest.Clock(t, "04:12"), alert().Escalated, "what is over is over")
	x.told("05:20", raised)
	require.Len(t, x.Document.Alerts, 2)
	require.Equal(t, projections.AlertOpen, alert().State)
}

func TestAnOpenAlertIsShownBeforeOnesThatAreOver(t *testing.T) {
	d := projections.Document{Alerts: []projections.AlertLine{{ID: "unwatched/7QK2XM", State: projections.AlertOpen}}}
	for range 2 * projections.MaxAlerts {
		d.Alerts = append(d.Alerts, projections.AlertLine{State: projections.AlertResolved})
	}
	shown := d.Newest().Alerts
	require.Len(t, shown, projections.MaxAlerts)
	require.Equal(t, projections.AlertOpen, shown[0].State)
	for range 2 * projections.MaxAlerts {
		d.Alerts = append(d.Alerts, projections.AlertLine{State: projections.AlertOpen})
	}
	require.Len(t, d.Newest().Alerts, projections.MaxAlerts)
}

// What is shown is under the most restrictive combination of all codes (INV-22);
// what its originator changes counts from then on, and takes back its releases.
func TestHandling(t *testing.T) {
	x := &teller{t: t}
	codes := func(list ...events.HandlingCode) events.HandlingTerms { return events.HandlingTerms{Codes: list} }
	sighting := func(h events.HandlingTerms) events.CommandID {
		return x.told("03:00", events.SightingReported{Sighting: events.SightingTerms{Part: part, Country: "AT", Method: events.Visual}, Handling: h})
	}
	sighting(codes(events.H0))
	require.Empty(t, x.Document.Handled)
	one := sighting(codes(events.H3))
	two := sighting(codes(events.H0, events.H1))
	require.Equal(t, []events.HandlingCode{events.H1, events.H3}, x.Document.Handling)
	x.told("03:01", events.HandlingReleased{Release: events.ReleaseTerms{Record: one, To: "DE", Slots: []events.Code{"sighting"}}})
	require.Equal(t, []projections.HandledLine{{Record: one, Codes: []events.HandlingCode{events.H3}, Released: []events.Country{"DE"}},
		{Record: two, Codes: []events.HandlingCode{events.H1}}}, x.Document.Handled)
	x.told("03:02", events.HandlingChanged{Change: events.ChangeTerms{Record: one, Codes: []events.HandlingCode{events.H2}}})
	require.Equal(t, []events.HandlingCode{events.H1, events.H2}, x.Document.Handling)
	require.Equal(t, []projections.HandledLine{{Record: two, Codes: []events.HandlingCode{events.H1}},
		{Record: one, Codes: []events.HandlingCode{events.H2}}}, x.Document.Handled)
	x.told("03:03", events.HandlingChanged{Change: events.ChangeTerms{Record: two, Codes: []events.HandlingCode{}}})
	require.Equal(t, []events.HandlingCode{events.H2}, x.Document.Handling)
}

// A consent that rests comes back as what it was, and one that is revoked does not.
func TestConsentsComeAndGo(t *testing.T) {
	x := &teller{t: t}
	const request events.CommandID = "01JNJV00000000000000C0MM77"
	consent := events.ConsentTerms{Request: request, Country: "AT", Measure: events.Import}
	ending := events.EndingTerms{Request: request, Country: "AT", Measure: events.Import, Ground: "public-order"}
	now := func() projections.AuthorisationLine { return x.Document.Authorisations[0] }
	for finality, answer := range map[events.Finality]projections.Answer{
		events.Final: projections.Granted, events.Oral: projections.Granted, events.Provisional: projections.Provisional,
	} {
		x.told("02:00", events.AuthorisationGranted{Grant: events.GrantTerms{Request: request, Country: "AT", Measure: events.Import, Modes: []events.Mode{events.Live}, Finality: finality}})
		require.Equal(t, answer, now().Answer)
		x.told("02:01", events.AuthorisationSuspended{Suspension: ending})
		require.Equal(t, projections.ConsentRests, now().Answer)
		x.told("02:02", events.AuthorisationResumed{Resumption: consent})
		require.Equal(t, answer, now().Answer)
		require.Empty(t, now().Ground)
	}
	x.told("02:03", events.AuthorisationRevoked{Revocation: ending})
	require.Equal(t, projections.ConsentRevoked, now().Answer)
	require.Equal(t, events.Code("public-order"), now().Ground)
}

func TestAnOperationIsHaltedAndGoesOn(t *testing.T) {
	x := &teller{t: t}
	x.told("02:00", events.ConsignmentDeparted{Departed: events.DepartedTerms{Part: part, Country: "HU"}})
	x.told("02:10", events.OperationSuspended{Suspension: events.HaltTerms{Ground: "compromised"}})
	require.Equal(t, projections.Suspended, x.Document.State)
	require.Equal(t, events.Code("compromised"), x.Document.Ground)
	x.told("02:20", events.OperationResumed{Resumption: events.HaltTerms{Ground: "cleared"}})
	require.Equal(t, projections.Running, x.Document.State)
	require.Empty(t, x.Document.Ground)
	x.told("02:30", events.OperationTerminated{Termination: events.HaltTerms{Ground: "lost"}})
	require.Equal(t, projections.Terminated, x.Document.State)
	x.told("02:40", events.OperationEnded{Ending: events.EndTerms{Cause: events.Lost}})
	require.Equal(t, projections.Over, x.Document.State)
}

// A checkpoint revised into the future is not missed any more; an offer that waits
// at a revised point waits as long as it says now.
func TestARevisedPlanRunsAnew(t *testing.T) {
	x := &teller{t: t} // what it tells is recorded at 09:00
	window := func(from, until string) events.Window {
		return events.Window{From: applytest.Clock(t, from), Until: applytest.Clock(t, until)}
	}
	x.told("01:00", events.CheckpointPlanned{Checkpoint: events.CheckpointTerms{Country: "AT", Grace: 10}, Window: window("02:00", "03:00"), Named: events.CheckpointName{ID: "AT-CP1"}})
	x.told("02:00", events.CheckpointDue{Due: events.CheckpointName{ID: "AT-CP1"}})
	x.told("03:10", events.CheckpointMissed{Missed: events.CheckpointName{ID: "AT-CP1"}})
	revised := func(from, until string) projections.CheckpointLine {
		x.told("04:00", events.CheckpointRevised{Revision: events.CheckpointRevision{ID: "AT-CP1", Grace: 10}, Window: window(from, until)})
		return x.Document.Checkpoints[0]
	}
	require.False(t, revised("02:00", "04:00").Missed.IsZero(), "that is over too")
	require.True(t, revised("08:00", "10:00").Missed.IsZero())
	require.False(t, revised("08:00", "10:00").Due.IsZero())
	require.True(t, revised("09:30", "10:00").Due.IsZero())

	x.told("01:00", events.HandoverPointPlanned{Point: events.PointTerms{From: "HU", To: "AT"}, Window: window("02:00", "03:00"), Named: events.PointName{ID: "HU-AT"}})
	x.told("02:00", events.HandoverOffered{Offer: events.OfferTerms{Point: "HU-AT", Part: part}})
	require.Equal(t, applytest.Clock(t, "09:00").Add(events.OfferLife), x.Document.Handovers[0].AnswerBy)
	x.told("02:01", events.HandoverPointRevised{Revision: events.PointRevision{ID: "HU-AT", Answer: 45}, Window: window("02:00", "03:00")})
	require.Equal(t, applytest.Clock(t, "09:00").Add(45*time.Minute), x.Document.Handovers[0].AnswerBy)
	x.told("02:02", events.HandoverOffered{Offer: events.OfferTerms{Point: "AT-DE", Part: part}})
	require.True(t, x.Document.Handovers[1].AnswerBy.IsZero(), "of a point that the viewer does not know")
}

// Every viewer is told that the hub's clock was set.
func TestTheClocksJumps(t *testing.T) {
	var a projections.Alliance
	at := applytest.Clock(t, "03:00")
	for i := range uint64(projections.MaxJumps + 1) {
		raw, err := events.EncodeEvent(events.ClockJumped{Jump: events.JumpTerms{Expected: at, Found: at.Add(time.Hour)}})
		require.NoError(t, err)
		a, err = a.Apply(events.Content{Viewer: "at", Counter: i + 1, Entry: []events.Shown{{Operation: events.Registry, At: at.Add(time.Duration(i)), Events: []events.Raw{raw}}}})
		require.NoError(t, err)
	}
	require.Len(t, a.Jumps, projections.MaxJumps)
	require.Equal(t, projections.JumpLine{At: at, Expected: at, Found: at.Add(time.Hour)}, a.Jumps[0])
	b, err := a.Encode()
	require.NoError(t, err)
	back, err := projections.DecodeAlliance(b)
	require.NoError(t, err)
	require.Equal(t, a.Jumps, back.Jumps)
}
