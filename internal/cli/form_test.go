package cli

import (
	"context"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/jedib0t/go-pretty/v6/text"
	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/projections"
)

// asking is RELAY with a request of which every letter is filled, in its second
// version, and AT's answer to it.
func (d *fakeDesk) asking() {
	d.planned()
	d.cooperating()
	d.entry("hu.lead", "item.weighed", "17:45+01:00", everybody, "", events.ItemWeighed{Weighing: events.WeighingTerms{
		Part: thePart, Country: "HU", Gross: kilograms("70.1"), Net: kilograms("62.4"), Scale: "W-17"}})
	first := d.entry("hu.lead", "authorisation.request", "18:00+01:00", forAT, "facts=Lorry, two men.", events.AuthorisationRequested{
		Request: events.RequestTerms{Country: "AT", Measure: events.TransitRoute, Mode: events.Live}, Window: between("21:30+01:00", "23:55+01:00")})
	d.entry("hu.lead", "handover-point.plan", "18:01+01:00", forAT, "", events.HandoverPointPlanned{
		Point: events.PointTerms{From: "AT", To: "DE"}, Window: between("23:00+01:00", "23:30+01:00"), Place: events.Place{Locode: "ATSUB", Zone: "Europe/Vienna"}, Named: events.PointName{ID: "AT-DE"}})
	second := d.entry("hu.lead", "authorisation.request", "18:05+01:00", forAT, wholeRequest, events.AuthorisationRequested{
		Request: events.RequestTerms{Country: "AT", Measure: events.TransitRoute, Mode: events.Live, To: "AT-A1", Replaces: first, Channel: events.Siena,
			Urgency: events.Urgent, Acknowledge: at("19:05+01:00"), Answer: at("20:05+01:00")},
		Window: between("21:30+01:00", "23:55+01:00"), Ceiling: kilograms("65"),
		Legal: events.LegalTerms{Instruments: []events.Instrument{events.EUMLA12, events.Bilateral}, MLA: events.MLAAfter, Offence: "drug-trafficking", Penalty: 180, Extraditable: events.IsExtraditable},
		Goods: events.RequestedGoods{Parts: []events.Part{thePart}},
		Route: events.RouteTerms{Enter: "HU-AT", Leave: "AT-DE", Carried: []events.Carrier{events.ByRoad}},
		Means: events.MeansTerms{Techniques: []events.Code{"observation"}, Technical: []events.Means{events.Beacon}, Officers: 2, Arms: events.Unarmed},
		Authority: events.AuthorisedTerms{By: "HU-A1", Decided: "HU-A1", At: at("12:00+01:00"), Decision: events.DigestOf([]byte("Order 4 Os 12/26")),
			Officer: keyNamed("hu/coordinator").ID()},
		Handling: events.HandlingTerms{Codes: []events.HandlingCode{events.H1, events.H3}},
	})
	d.entry("at", "authorisation.acknowledge", "18:10+01:00", forAT, "", events.AuthorisationAcknowledged{
		Receipt: events.ReceivedTerms{Request: second, Country: "AT", Authority: "AT-A1"}})
	d.entry("at", "authorisation.grant", "19:20+01:00", forAT, "reason=Not through Vienna, and never out of sight.", events.AuthorisationGranted{
		Grant:  events.GrantTerms{Request: second, Country: "AT", Measure: events.TransitRoute, Modes: []events.Mode{events.Live}, Finality: events.Oral, Confirm: at("23:50Z"), By: "AT-A1", Decided: at("19:00+01:00")},
		Window: between("21:30+01:00", "23:55+01:00"), Ceiling: kilograms("62.4"), Area: events.AreaTerms{Extent: events.ListedPoints, Points: []events.PointID{"HU-AT", "AT-DE"}, Avoid: []events.Code{"vienna"}},
		Means: events.MeansTerms{Technical: []events.Means{events.Beacon}, Officers: 1, Arms: events.Unarmed}, Demands: events.DemandTerms{Assurances: []events.Assurance{events.SeizureAssured, events.InformationBack}}})
}

const wholeRequest = `facts=Since January the group has brought heroin over Röszke, always by lorry and at night; the buyers are not known and cannot be found otherwise.
concealment=In a false floor under bananas.
suspects=Two men from Győr; the driver may be armed.
customs=No inspection at Nickelsdorf.
other=Court at Eisenstadt, by telephone at night.
restriction=For the investigation of the Győr group only.`

func kilograms(amount events.Decimal) events.Quantity {
	return events.Quantity{Amount: amount, Unit: events.Kilogram}
}

// TestForm is to be read by somebody who is to sign it: with -update, aloud.
func TestForm(t *testing.T) {
	for file, story := range map[string]struct {
		tell func(*stage)
		line string
	}{
		"testdata/form-full.golden":  {func(s *stage) { s.asking() }, "vigil authorisation form RELAY AT --measure transit --as hu/coordinator"},
		"testdata/form-first.golden": {func(s *stage) { s.asking() }, "vigil authorisation form RELAY --measure transit --version 1 --as at/authority"},
		"testdata/form-bare.golden":  {func(s *stage) { s.planned() }, "vigil authorisation form RELAY --desk at"},
	} {
		s := newStage(t)
		story.tell(s)
		exit, out, errs := s.run(context.Background(), story.line)
		require.Zero(t, exit, errs)
		for line := range strings.Lines(out) {
			require.LessOrEqual(t, text.StringWidthWithoutEscSequences(strings.TrimSuffix(line, "\n")), 80, line)
		}
		if *update {
			require.NoError(t, os.WriteFile(file, []byte(out), 0o644))
		}
		want, err := os.ReadFile(file)
		require.NoError(t, err)
		require.Equal(t, string(want), out, "%s: repeat with -update and read the difference aloud", file)
	}
}

func TestFormTellsProgramsTheSame(t *testing.T) {
	s := newStage(t)
	s.asking()
	exit, out, errs := s.run(context.Background(), "vigil authorisation form RELAY AT --measure transit --as hu/coordinator -o json")
	require.Zero(t, exit, errs)
	var got struct{ Form form }
	require.NoError(t, json.Unmarshal([]byte(out), &got))
	require.Len(t, got.Form.Letters, len(letters))
	require.Len(t, got.Form.Versions, 2)
	require.Equal(t, got.Form.Versions[1], got.Form.Request.Request)
	require.Equal(t, events.AuthorityID("AT-A1"), got.Form.To.ID)
	require.Equal(t, "+43 1 000 0000, desk 4", got.Form.To.Contact)
	require.Len(t, got.Form.Texts, 7)
}

func TestFormOfWhatIsNotThere(t *testing.T) {
	s := newStage(t)
	s.asking()
	for line, want := range map[string]int{
		"vigil authorisation form RELAY DE --desk hu.lead":                               exitNotFound,
		"vigil authorisation form RELAY AT --desk hu.lead":                               exitUsage, // import or transit?
		"vigil authorisation form RELAY AT --measure transit --version 3 --desk hu.lead": exitNotFound,
		"vigil authorisation form RELAY HU --desk at":                                    exitNotFound, // not AT's to know
	} {
		exit, _, errs := s.run(context.Background(), line)
		require.Equal(t, want, exit, "%s: %s", line, errs)
	}
}

// TestEachLetterIsMissed takes each thing out of a complete request: the letter that
// wants it says so, and no other.
func TestEachLetterIsMissed(t *testing.T) {
	whole := func() requestOn {
		r := requestOn{From: "CH", Texts: []string{"facts", "concealment", "suspects", "customs"},
			Parts: []projections.PartLine{{Part: thePart, Substance: "heroin", Quantity: kilograms("1")}}, Found: true}
		r.Asked.Request = events.RequestTerms{Country: "IT", Measure: events.TransitRoute}
		r.Asked.Legal = events.LegalTerms{Instruments: []events.Instrument{events.Bilateral}, Offence: "drug-trafficking"}
		r.Asked.Goods.Parts = []events.Part{thePart}
		r.Asked.Route = events.RouteTerms{Enter: "CH-IT", Leave: "IT-SI", Carried: []events.Carrier{events.ByRoad}}
		r.Asked.Means.Techniques = []events.Code{"observation"}
		r.Asked.Authority = events.AuthorisedTerms{By: "CH-A1", Decided: "CH-A2", Decision: events.DigestOf(nil), Officer: "0123456789abcdef"}
		return r
	}
	require.Equal(t, []check{{Source: chit12, Missing: []string{}}}, whole().checks())
	drop := func(slot string) func(*requestOn) {
		return func(r *requestOn) { r.Texts = only(r.Texts, func(s string) bool { return s != slot }) }
	}
	for want, without := range map[string]func(*requestOn){
		"a":               func(r *requestOn) { r.Asked.Authority.By = "" },
		"b (offence)":     func(r *requestOn) { r.Asked.Legal.Offence = "" },
		"b (facts)":       drop("facts"),
		"c (concealment)": drop("concealment"),
		"c (which parts)": func(r *requestOn) { r.Asked.Goods.Parts = nil; r.Parts = nil },
		"c (type and quantity of " + string(thePart) + ")": func(r *requestOn) { r.Parts[0].Quantity = events.Quantity{} },
		"d (where it goes out)":                            func(r *requestOn) { r.Asked.Route.Leave = "" },
		"d (where it comes in)":                            func(r *requestOn) { r.Asked.Route.Enter = "" },
		"d":                                                func(r *requestOn) { r.Asked.Route.Enter, r.Asked.Route.Leave = "", "" },
		"e":                                                func(r *requestOn) { r.Asked.Route.Carried = nil },
		"f":                                                drop("suspects"),
		"g":                                                func(r *requestOn) { r.Asked.Authority.Decided, r.Asked.Authority.Decision = "", events.Digest{} },
		"g (the decision)":                                 func(r *requestOn) { r.Asked.Authority.Decision = events.Digest{} },
		"h":                                                func(r *requestOn) { r.Asked.Authority.Officer = "" },
		"h (how to reach the officer)":                     func(r *requestOn) { r.Found = false },
		"i":                                                drop("customs"),
		"j":                                                func(r *requestOn) { r.Asked.Means = events.MeansTerms{} },
	} {
		r := whole()
		without(&r)
		require.Equal(t, []check{{Source: chit12, Missing: []string{want}}}, r.checks(), want)
	}
}

func TestEachMeasureHasItsBorders(t *testing.T) {
	for measure, want := range map[events.Measure][]string{
		events.Import: {"where it comes in"}, events.Export: {"where it goes out"}, events.TransitRoute: {"where it comes in", "where it goes out"},
	} {
		r := requestOn{Asked: events.AuthorisationRequested{Request: events.RequestTerms{Measure: measure}}}
		absent, _ := r.letter("d")
		require.Equal(t, want, absent, measure)
	}
}

// TestDemandsSayHowTheyWereRead: what was not read is never quoted as law.
func TestDemandsSayHowTheyWereRead(t *testing.T) {
	for _, row := range demands {
		for _, letter := range row.letters {
			require.Contains(t, "abcdefghij", string(letter), "%s: nobody can miss k", row.source)
		}
		c := heldAgainst([]demand{row}, map[string][]string{}, events.IsExtraditable)[0]
		require.Equal(t, row.read == textRead, c.Note == "", row.source)
	}
	for _, i := range []events.Instrument{events.UNTOC20, events.Vienna11, events.EUMLA12, events.CoE18, events.NaplesII22, events.EIO28, events.Bilateral} {
		require.NotEmpty(t, demandsOf([]events.Instrument{i}, "HU", "AT"), i)
	}
	require.Equal(t, "as CH-IT 2009 art. 12(2) has it (a measure, no law here): complete", heldAgainst(demandsOf(nil, "HU", "AT"), nil, "")[0].String())
	require.Equal(t, chit12, demandsOf([]events.Instrument{events.Bilateral}, "IT", "CH")[0].source)
	require.Equal(t, []string{"that the offence is extraditable"}, heldAgainst(demandsOf([]events.Instrument{events.NaplesII22}, "HU", "AT"), nil, events.NotExtraditable)[0].Missing)
}

func TestDeadlinesFollowFromTheBasis(t *testing.T) {
	eio := []events.Instrument{events.UNTOC20, events.EIO28}
	for _, c := range []struct {
		rests               []events.Instrument
		asked               events.RequestTerms
		acknowledge, answer deadlineOf
	}{
		{nil, events.RequestTerms{}, deadlineOf{}, deadlineOf{}},
		{[]events.Instrument{events.EUMLA12}, events.RequestTerms{Urgency: events.Urgent, Channel: events.MLA}, deadlineOf{}, deadlineOf{}},
		{eio, events.RequestTerms{}, eioAcknowledge, eioAnswer},
		{eio, events.RequestTerms{Urgency: events.Urgent}, eioAcknowledge, eioUrgent},
		{nil, events.RequestTerms{Urgency: events.Urgent, Channel: events.Siena}, deadlineOf{}, policeUrgent},
		{nil, events.RequestTerms{Urgency: events.Routine, Channel: events.Siena}, deadlineOf{}, deadlineOf{}},
	} {
		acknowledge, answer := deadlinesOf(c.rests, c.asked)
		require.Equal(t, c.acknowledge, acknowledge)
		require.Equal(t, c.answer, answer)
	}
}

// TestAFormKeepsParagraphs: a letter from a file is read as it was written.
func TestAFormKeepsParagraphs(t *testing.T) {
	x := shownText{Text: "Seen at Győr.\r\n\nTaken to Wels.\n"}
	require.Equal(t, []string{"“Seen at Győr.", "Taken to Wels.”"}, x.paragraphs())
	require.Equal(t, []string{"“Seen.”"}, shownText{Text: "Seen."}.paragraphs())
	require.Equal(t, []string{"“”"}, shownText{}.paragraphs())
	require.Equal(t, []string{"(not to be had: it was erased)"}, shownText{Error: "it was erased"}.paragraphs())
}

// TestConcealmentToldOfTheGoods need not be told again in the request.
func TestConcealmentToldOfTheGoods(t *testing.T) {
	parts := []projections.PartLine{{Part: thePart, Record: command(1)}, {Part: theRest, Record: command(2)}}
	d := projections.Document{Texts: []projections.TextLine{{Command: command(1), Slot: "concealment"}, {Command: command(2), Slot: "description"}}, Parts: parts}
	asked := projections.AuthorisationLine{Country: "AT", Parts: []events.Part{thePart}}
	missing, _ := requestIn(d, projections.Alliance{}, asked).letter("c")
	require.NotContains(t, missing, "concealment")
	asked.Parts = append(asked.Parts, theRest)
	missing, _ = requestIn(d, projections.Alliance{}, asked).letter("c")
	require.Contains(t, missing, "concealment", "it is not told of the second")
}
