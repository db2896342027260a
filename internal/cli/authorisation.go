package cli

import (
	"context"
	"fmt"

	"vigil/events"
	"vigil/projections"
)

var authorisationCommands = []Command{
	{
		Words: "authorisation grant", Args: "OPERATION", Act: "authorisation.grant", Speaks: asDesk,
		Short: "consent, for your own State",
		Long: "Consent to what your State was asked, within a window and for the modes you name.\n" +
			"Final unless --provisional says that a second authority must still finalise it, or\n" +
			"--oral that it is in force now and lapses if it is not in writing by --confirm-by.\n" +
			"Less than was asked needs a --reason: another mode, a lower ceiling, some points only.",
		Example: "vigil authorisation grant RELAY --measure transit --modes live,partial --from 22:00Z --until 23:30Z --as at/authority\n" +
			"vigil authorisation grant RELAY --modes live --from 22:00Z --until 23:30Z --oral --confirm-by 2026-03-04T20:00Z --as at/authority\n" +
			`vigil authorisation grant RELAY --measure transit --modes partial --from 22:00Z --until 23:30Z --by AT-A1 --decided 20:00Z --points HU-AT --avoid vienna ` +
			`--technical beacon --demands seizure,information-back --reason "No live transit through Vienna." --as at/authority`,
		Flags: flags(
			answering,
			inWindow,
			needs("modes", "LIST", "what may travel: live, partial, clean"),
			toggle("final", "it can be relied on (the default)"),
			toggle("provisional", "a second authority must still finalise it"),
			toggle("oral", "given by word of mouth: in force, and to be confirmed in writing"),
			takes("confirm-by", "TIME", "with --oral: it lapses if it is not in writing by then"),
			takes("ceiling", "AMOUNT", "no more than: \"62.4 kg\""),
			takes("by", "AUTHORITY", "which authority of your State has decided: AT-A1"),
			takes("decided", "TIME", "when it did"),
			inArea, withMeans,
			takes("demands", "LIST", "what every State after yours must promise: constant-surveillance, access-at-any-time, seizure, prosecution, information-back"),
		),
		Fact: proposes(func(_ context.Context, s *sending) events.AuthorisationGranted {
			asked := s.request()
			finality, confirm := s.finality()
			return events.AuthorisationGranted{
				Grant: events.GrantTerms{
					Request: asked.Request, Country: asked.Country, Measure: asked.Measure,
					Modes: listed[events.Mode](s.Call, "modes"), Finality: finality, Confirm: confirm,
					By: flagged[events.AuthorityID](s.Call, "by"), Decided: s.moment("decided"),
				},
				Window: s.window(), Ceiling: s.quantity("ceiling"), Area: s.area(), Means: s.means(),
				Demands: events.DemandTerms{Assurances: listed[events.Assurance](s.Call, "demands")},
			}
		}),
	},
	{
		Words: "authorisation refuse", Args: "OPERATION", Act: "authorisation.refuse", Speaks: asDesk,
		Short:   "refuse consent, with the reason",
		Example: `vigil authorisation refuse RELAY --measure transit --ground public-safety --reason "Weapons on board." --as at/authority`,
		Flags:   flags(answering, shortly),
		Fact: proposes(func(_ context.Context, s *sending) events.AuthorisationRefused {
			asked := s.request()
			return events.AuthorisationRefused{Refusal: events.RefusalTerms{
				Request: asked.Request, Country: asked.Country, Measure: asked.Measure, Ground: flagged[events.Code](s.Call, "ground"),
			}}
		}),
	},
	{
		Words: "authorisation confirm", Args: "OPERATION", Act: "authorisation.confirm", Speaks: asDesk,
		Short:   "put an oral consent of your State in writing",
		Example: `vigil authorisation confirm RELAY --measure import --decision "Order 4 Os 12/26 of tonight." --as at/authority`,
		Flags:   ofConsent,
		Fact: proposes(func(_ context.Context, s *sending) events.AuthorisationConfirmed {
			return events.AuthorisationConfirmed{Confirmation: s.consented(oral)}
		}),
	},
	{
		Words: "authorisation vary", Args: "OPERATION", Act: "authorisation.vary", Speaks: asDesk,
		Short: "change what a consent of your State allows, from now on",
		Long: "Extend, narrow or widen a consent that your State has given. What you do not name\n" +
			"stays as it is.",
		Example: "vigil authorisation vary RELAY --measure import --until 23:58Z --as at/authority\n" +
			"vigil authorisation vary RELAY --measure import --points HU-AT --technical beacon,video --as at/authority",
		Flags: flags(
			ofConsent,
			takes("from", "TIME", "begins at (default: as it is)"),
			takes("until", "TIME", "ends at (default: as it is)"),
			takes("modes", "LIST", "what may travel: live, partial, clean (default: as it is)"),
			takes("ceiling", "AMOUNT", "no more than: \"62.4 kg\" (default: as it is)"),
			toggle("no-ceiling", "as much as there is"),
			inArea, toggle("whole-territory", "it holds everywhere again"), withMeans,
		),
		Fact: proposes(func(_ context.Context, s *sending) events.AuthorisationVaried {
			held := s.consent(inForce)
			varied := events.AuthorisationVaried{
				Variation: events.VariationTerms{Request: held.Request, Country: held.Country, Measure: held.Measure, Modes: held.Modes},
				Window:    s.windowOr(held.Window), Ceiling: held.Ceiling,
			}
			if _, given := s.given["modes"]; given {
				varied.Variation.Modes = listed[events.Mode](s.Call, "modes")
			}
			if _, given := s.given["ceiling"]; given {
				varied.Ceiling = s.quantity("ceiling")
			}
			if s.switched("no-ceiling") {
				varied.Ceiling = events.Quantity{}
			}
			varied.Area, varied.Means = s.areaOr(held.Area), s.meansOr(held.Means)
			return varied
		}),
	},
	{
		Words: "authorisation suspend", Args: "OPERATION", Act: "authorisation.suspend", Speaks: asDesk,
		Short:   "take a consent of your State out of force for now",
		Example: `vigil authorisation suspend RELAY --measure import --ground no-team --reason "No team before 23:00Z." --as at/authority`,
		Flags:   flags(ofConsent, shortly),
		Fact: proposes(func(_ context.Context, s *sending) events.AuthorisationSuspended {
			return events.AuthorisationSuspended{Suspension: s.ending(inForce)}
		}),
	},
	{
		Words: "authorisation resume", Args: "OPERATION", Act: "authorisation.resume", Speaks: asDesk,
		Short:   "bring a suspended consent of your State back into force",
		Example: "vigil authorisation resume RELAY --measure import --as at/authority",
		Flags:   ofConsent,
		Fact: proposes(func(_ context.Context, s *sending) events.AuthorisationResumed {
			return events.AuthorisationResumed{Resumption: s.consented(atRest)}
		}),
	},
	{
		Words: "authorisation revoke", Args: "OPERATION", Act: "authorisation.revoke", Speaks: asDesk, Ends: "ends your State's consent to %s for good",
		Short:   "end a consent of your State for good",
		Example: `vigil authorisation revoke RELAY --measure import --ground conditions-broken --reason "Nobody told us of the second car." --yes --as at/authority`,
		Flags:   flags(ofConsent, shortly),
		Fact: proposes(func(_ context.Context, s *sending) events.AuthorisationRevoked {
			return events.AuthorisationRevoked{Revocation: s.ending(held)}
		}),
	},
	{
		Words: "authorisation ls", Args: "OPERATION",
		Short:   "list what was asked of whom, and the answers",
		Example: "vigil authorisation ls RELAY",
		Run: lists("authorisations", "nobody was asked for consent", func(c *Call, d projections.Document) (t grid, items []any) {
			t.ids, t.wide = true, 8
			t.heads = []string{"STATE", "MEASURE", "ANSWER", "WINDOW", "MODES", "CEILING", "ASKED", "REQUEST", "FINALITY", "ANSWERED", "CHANGED", "ENDS", "VERSION", "TO", "ACKNOWLEDGED", "ANSWER BY"}
			for _, a := range d.Authorisations {
				items = append(items, a)
				window, modes := a.Window, joined(a.Modes)
				if a.Answer == projections.Unanswered {
					window, modes = a.Asked, string(a.Mode)
				}
				answer := string(a.Answer)
				if oral(a) {
					answer = "granted orally"
				}
				t.add(string(a.Country), string(a.Measure), said(answer, string(a.Ground), with("·", c.waiting(a)), marked(len(a.Limits) > 0, "· LIMITED: "+joined(a.Limits))), c.clock.window(window), modes,
					amount(a.Ceiling), c.clock.short(a.AskedAt), string(a.Request),
					said(string(a.Finality), with("until", c.clock.orNothing(a.Confirm))), c.clock.short(a.Answered), c.clock.short(a.Changed),
					said(c.clock.short(a.Ends), with("for", a.For)),
					number(a.Version), string(a.To), said(c.clock.orNothing(a.Acknowledged), string(a.AcknowledgedBy)), c.clock.orNothing(a.AnswerDue()))
			}
			return t, items
		}),
	},
}

// waiting says what a request waits for, and how long that may take.
func (c *Call) waiting(a projections.AuthorisationLine) string {
	what, due := "answer due", a.AnswerDue()
	switch {
	case a.Replaced != "":
		return "replaced by a newer version"
	case a.Answer != projections.Unanswered:
		return ""
	case a.IsQuestioned():
		return "asks for more first"
	case !a.Contested.IsZero():
		return "who is competent is contested"
	case a.Acknowledged.IsZero() && !a.AcknowledgeBy.IsZero():
		what, due = "acknowledgement due", a.AcknowledgeBy
	}
	if due.IsZero() {
		return ""
	}
	return said(what, c.left(due))
}

// number writes a count that starts at one.
func number(n uint16) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprint(n)
}

var answering = []Flag{
	takes("request", "ID", "the request that is answered (default: the only one open to your State)"),
	takes("measure", "MEASURE", "the same by its measure: import, transit or export"),
	takes("country", "CC", "the State that was asked (default: your own; no other's is yours to answer)"),
}

// ofConsent name a consent that was given.
var ofConsent = []Flag{
	takes("request", "ID", "the request that the consent answered (default: your State's only consent)"),
	takes("measure", "MEASURE", "the same by its measure: import, transit or export"),
	takes("country", "CC", "whose consent (default: your own State's; no other's is yours to change)"),
}

// inArea are the flags of where a consent holds.
var inArea = []Flag{
	takes("points", "LIST", "it holds at these handover points only (default: the whole territory)"),
	takes("avoid", "LIST", "where the goods must not go, in short words: vienna"),
}

func (s *sending) area() (a events.AreaTerms) {
	if !s.together("where it holds", inArea) {
		return a
	}
	a = events.AreaTerms{Extent: events.WholeTerritory, Points: listed[events.PointID](s.Call, "points"), Avoid: listed[events.Code](s.Call, "avoid")}
	if len(a.Points) > 0 {
		a.Extent = events.ListedPoints
	}
	return a
}

// areaOr is where a consent holds from now on: what is not named stays as it was. Nothing
// is said if none of it is named.
func (s *sending) areaOr(was events.AreaTerms) (a events.AreaTerms) {
	_, points := s.given["points"]
	_, avoid := s.given["avoid"]
	whole := s.switched("whole-territory")
	if whole && points {
		s.fault("--points and --whole-territory: say one of them")
	}
	if !points && !avoid && !whole {
		return a
	}
	a = was
	if whole || a.Extent == "" {
		a.Extent, a.Points = events.WholeTerritory, nil
	}
	if points {
		a.Extent, a.Points = events.ListedPoints, listed[events.PointID](s.Call, "points")
	}
	if avoid {
		a.Avoid = listed[events.Code](s.Call, "avoid")
	}
	return a
}

// meansOr is the same of means and officers.
func (s *sending) meansOr(was events.MeansTerms) (m events.MeansTerms) {
	named := s.means()
	if named.IsZero() {
		return m
	}
	m = was
	if named.Techniques != nil {
		m.Techniques = named.Techniques
	}
	if named.Technical != nil {
		m.Technical = named.Technical
	}
	if named.Officers != 0 {
		m.Officers = named.Officers
	}
	if named.Arms != "" {
		m.Arms = named.Arms
	}
	return m
}

// finality reads how far a consent can be relied on, and by when an oral one is to
// be in writing.
func (s *sending) finality() (f events.Finality, confirm events.Time) {
	f = events.Final
	said := 0
	for _, can := range []events.Finality{events.Final, events.Provisional, events.Oral} {
		if s.switched(string(can)) {
			f = can
			said++
		}
	}
	if said > 1 {
		s.fault("--final, --provisional and --oral: say one of them")
	}
	confirm = s.moment("confirm-by")
	if _, given := s.given["confirm-by"]; given != (f == events.Oral) {
		s.fault("--oral and --confirm-by: an oral consent says by when it is to be in writing, and no other does")
	}
	return f, confirm
}

// The consents that an act can be about.
func inForce(a projections.AuthorisationLine) bool { return a.Answer == projections.Granted }
func oral(a projections.AuthorisationLine) bool    { return inForce(a) && a.Finality == events.Oral }
func atRest(a projections.AuthorisationLine) bool  { return a.Answer == projections.ConsentRests }
func held(a projections.AuthorisationLine) bool {
	return inForce(a) || atRest(a)
}

// consented names the consent that fits.
func (s *sending) consented(fits func(projections.AuthorisationLine) bool) events.ConsentTerms {
	held := s.consent(fits)
	return events.ConsentTerms{Request: held.Request, Country: held.Country, Measure: held.Measure}
}

// ending names the consent that fits, and why it ends or rests.
func (s *sending) ending(fits func(projections.AuthorisationLine) bool) events.EndingTerms {
	held := s.consent(fits)
	return events.EndingTerms{Request: held.Request, Country: held.Country, Measure: held.Measure, Ground: flagged[events.Code](s.Call, "ground")}
}
