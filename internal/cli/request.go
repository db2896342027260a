package cli

import (
	"context"
	"strings"

	"vigil/events"
	"vigil/projections"
)

var requestCommands = []Command{
	{
		Words: "authorisation request", Args: "OPERATION CC", Act: "authorisation.request", Speaks: asLead,
		Short: "ask a State for its consent to one measure",
		Long: "Ask a State for its consent to one measure. Only the measure, the mode and the\n" +
			"window are needed to ask; what the legal basis wants beside them is listed after\n" +
			"sending, letter by letter, as missing (vigil authorisation form). With --basis, the\n" +
			"times for acknowledgement and answer follow from it where you do not say them.\n" +
			"--replaces sends a new version in the place of an earlier request.",
		Example: `vigil authorisation request RELAY AT --measure transit --mode live --from 22:00Z --until 23:30Z --ceiling "62.4 kg" --as hu/coordinator` + "\n" +
			`vigil authorisation request RELAY AT --measure import --mode live --from 22:00Z --until 23:30Z --to AT-A1 --channel siena --urgency urgent ` +
			`--basis eu-mla-12 --mla after --offence drug-trafficking --penalty 180 --extraditable yes --parts 7QK2XM --enter HU-AT --carried road ` +
			`--techniques observation --technical beacon --officers 2 --arms unarmed --by HU-A1 --authorised-by HU-A2 --authorised-at 2026-03-01T09:00Z ` +
			`--officer me --facts "Seen loading at Győr." --concealment "In a false floor." --suspects "Two men." --customs "None wanted." --as hu/coordinator`,
		Flags: flags(
			needs("measure", "MEASURE", "import, transit or export"),
			needs("mode", "MODE", "live, partial or clean"),
			inWindow,
			takes("ceiling", "AMOUNT", "no more than: \"62.4 kg\""),
			takes("to", "AUTHORITY", "which of its authorities is addressed: AT-A1 (vigil authority ls)"),
			takes("replaces", "ID", "the request that this is a new version of: last, its id, or the message of your feed that told of it (HU:413)"),
			takes("channel", "CHANNEL", "siena, i-24-7, cencomm, pccc, liaison, mla, eio, telephone or in-person"),
			takes("urgency", "URGENCY", "routine or urgent"),
			takes("acknowledge-by", "TIME", "an acknowledgement is due then (default: as --basis has it)"),
			takes("answer-by", "TIME", "an answer is due then (default: as --basis has it)"),
			onBasis,
			takes("parts", "LIST", "which parts of the consignment it is about"),
			onRoute, withMeans,
			fromHome,
		),
		Fact: proposes(func(ctx context.Context, s *sending) events.AuthorisationRequested {
			asked := events.AuthorisationRequested{
				Request: events.RequestTerms{
					Country: placed[events.Country](s.Call, "CC"), Measure: flagged[events.Measure](s.Call, "measure"), Mode: flagged[events.Mode](s.Call, "mode"),
					To: flagged[events.AuthorityID](s.Call, "to"), Replaces: s.replaced(ctx),
					Channel: flagged[events.Channel](s.Call, "channel"), Urgency: flagged[events.Urgency](s.Call, "urgency"),
					Acknowledge: s.moment("acknowledge-by"), Answer: s.moment("answer-by"),
				},
				Window: s.window(), Ceiling: s.quantity("ceiling"), Legal: s.legal(),
				Goods: events.RequestedGoods{Parts: listed[events.Part](s.Call, "parts")},
				Route: s.route(), Means: s.means(), Authority: s.authorised(),
			}
			s.fallDue(&asked)
			return asked
		}),
	},
	{
		Words: "authorisation acknowledge", Args: "OPERATION", Act: "authorisation.acknowledge", Speaks: asDesk,
		Short:   "say that your State has the request, and which authority deals with it",
		Example: `vigil authorisation acknowledge RELAY --measure transit --authority AT-A1 --as at/authority`,
		Flags:   flags(answering, takes("authority", "AUTHORITY", "which authority of your State deals with it: AT-A1")),
		Fact: proposes(func(_ context.Context, s *sending) events.AuthorisationAcknowledged {
			asked := s.request()
			return events.AuthorisationAcknowledged{Receipt: events.ReceivedTerms{
				Request: asked.Request, Country: asked.Country, Authority: flagged[events.AuthorityID](s.Call, "authority"),
			}}
		}),
	},
	{
		Words: "authorisation extend", Args: "OPERATION",
		Short: "let a consent of your State end later, and stay as it is otherwise",
		Long: "Let a consent of your State end later. It varies the consent: all else stays as it\n" +
			"is. vigil authorisation vary changes the rest.",
		Example: `vigil authorisation extend RELAY --measure import --until 2026-03-03T02:00Z --as at/authority`,
		Flags: flags(
			ofConsent,
			needs("until", "TIME", "ends at"),
			takes("reason", "TEXT", "text for who may read it, or @FILE; kept outside the journal"),
			deciding,
			whenSending[1:], // without --file: what stays is taken from the consent
		),
		Run:   extend,
		Sends: true,
	},
}

// onBasis are the flags of what a request rests on.
var onBasis = []Flag{
	takes("basis", "LIST", "instruments: untoc-20, vienna-11, eu-mla-12, ets182-18, naples-ii-22, eio-28, bilateral"),
	takes("mla", "MLA", "a request for mutual assistance, or an EIO: before, after or not-needed"),
	takes("offence", "CODE", "the offence in a short word: drug-trafficking"),
	takes("penalty", "MONTHS", "the longest penalty for it, in months"),
	takes("extraditable", "YESNO", "is the offence extraditable: yes or no"),
}

// replaced is the request that this is a new version of: last is the newest to that
// State for that measure.
func (s *sending) replaced(ctx context.Context) events.CommandID {
	if s.given["replaces"] != "last" {
		return s.recordFlagged(ctx, "replaces")
	}
	country, measure := placed[events.Country](s.Call, "CC"), flagged[events.Measure](s.Call, "measure")
	those := only(s.Document.Authorisations, func(a projections.AuthorisationLine) bool {
		return a.Country == country && a.Measure == measure && a.Replaced == ""
	})
	if len(those) == 0 {
		s.fault("--replaces last: %s has not been asked for %s yet", country, measure)
		return ""
	}
	return those[len(those)-1].Request
}

func (s *sending) legal() (l events.LegalTerms) {
	if !s.together("what it rests on", onBasis, "basis", "mla", "offence", "extraditable") {
		return l
	}
	return events.LegalTerms{
		Instruments: listed[events.Instrument](s.Call, "basis"), MLA: flagged[events.MLAOrder](s.Call, "mla"),
		Offence: flagged[events.Code](s.Call, "offence"), Penalty: s.count("penalty"),
		Extraditable: flagged[events.Extraditable](s.Call, "extraditable"),
	}
}

// onRoute are the flags of where the goods come in and go out, and how.
var onRoute = []Flag{
	takes("enter", "POINT", "where the goods are to come in"),
	takes("leave", "POINT", "where they are to go out"),
	takes("carried", "LIST", "how they travel there: road, rail, sea, air, parcel"),
}

func (s *sending) route() (r events.RouteTerms) {
	if !s.together("the route", onRoute, "carried") {
		return r
	}
	return events.RouteTerms{
		Enter: flagged[events.PointID](s.Call, "enter"), Leave: flagged[events.PointID](s.Call, "leave"), Carried: listed[events.Carrier](s.Call, "carried"),
	}
}

// withMeans are the flags of surveillance techniques, technical means and officers
// who come along: asked for, or allowed.
var withMeans = []Flag{
	takes("techniques", "LIST", "surveillance techniques, in short words: observation,entry"),
	takes("technical", "LIST", "technical means: beacon, audio, video, light-sensor"),
	takes("officers", "COUNT", "so many officers come along"),
	takes("arms", "ARMS", "they are unarmed, or armed for self-defence"),
}

func (s *sending) means() events.MeansTerms {
	return events.MeansTerms{
		Techniques: listed[events.Code](s.Call, "techniques"), Technical: listed[events.Means](s.Call, "technical"),
		Officers: s.count("officers"), Arms: flagged[events.Arms](s.Call, "arms"),
	}
}

// fromHome are the flags of who asks, and who has authorised the operation at home.
var fromHome = []Flag{
	takes("by", "AUTHORITY", "who asks, at home: HU-A1"),
	takes("authorised-by", "AUTHORITY", "who authorised the operation at home: HU-A2"),
	takes("authorised-at", "TIME", "when"),
	takes("decision", "FILE|DIGEST", "that decision; the digest of the file goes with the request"),
	takes("officer", "KEYID", "the key of the officer in charge who can be reached, or me (default: me)"),
}

func (s *sending) authorised() (a events.AuthorisedTerms) {
	if !s.together("who authorised it", fromHome, "by", "authorised-by", "authorised-at") {
		return a
	}
	return events.AuthorisedTerms{
		By: flagged[events.AuthorityID](s.Call, "by"), Decided: flagged[events.AuthorityID](s.Call, "authorised-by"),
		At: s.moment("authorised-at"), Decision: s.digest("decision"), Officer: s.keyOf("officer"),
	}
}

// together tells whether one of these flags was given. Then those that are needed
// with it must be: half of a slot is none.
func (s *sending) together(what string, list []Flag, must ...string) bool {
	given := func(name string) bool { _, ok := s.given[name]; return ok }
	if len(only(list, func(f Flag) bool { return given(f.Name) })) == 0 {
		return false
	}
	if absent := only(must, func(name string) bool { return !given(name) }); len(absent) > 0 {
		s.fault("--%s is needed where %s is said", strings.Join(absent, " and --"), what)
	}
	return true
}

// keyOf is the key that a flag names; "me", or nothing, is the officer's own.
func (s *sending) keyOf(flag string) events.KeyID {
	if text := s.given[flag]; text != "" && text != "me" {
		return flagged[events.KeyID](s.Call, flag)
	}
	return s.r.Key.ID()
}

// digest is a digest as it was typed, or that of a file.
func (s *sending) digest(flag string) (d events.Digest) {
	text, given := s.given[flag]
	if !given || d.UnmarshalText([]byte(text)) == nil {
		return d
	}
	b, err := s.ReadFile(text)
	if err != nil {
		s.fault("--%s: %v", flag, err)
	}
	return events.DigestOf(b)
}

// fallDue gives a request the times that its legal basis sets and that were not
// said, and tells so. Once the goods have come an answer is none.
func (s *sending) fallDue(asked *events.AuthorisationRequested) {
	acknowledge, answer := deadlinesOf(asked.Legal.Instruments, asked.Request)
	set := func(t *events.Time, within deadlineOf, what, flag string) {
		if within.span == 0 || !t.IsZero() {
			return
		}
		*t = s.note.Known.Add(within.span)
		for _, last := range []events.Time{asked.Window.From, asked.Request.Answer} {
			if last.After(s.note.Known) && t.After(last) {
				*t = last
			}
		}
		s.remark("%s is due by %s (%s); --%s TIME sets another time", what, s.clock.at(*t), within, flag)
	}
	set(&asked.Request.Answer, answer, "an answer", "answer-by")
	set(&asked.Request.Acknowledge, acknowledge, "an acknowledgement", "acknowledge-by")
}

// extend varies a consent: it ends later.
func extend(ctx context.Context, c *Call) error {
	c.need(c.Command.Flags)
	vary := only(c.rows, func(d Command) bool { return d.Act == "authorisation.vary" })[0]
	vary.Words = c.Command.Words // what is said of it is said of what was typed
	fill := vary.Fact.fill
	vary.Fact.fill = func(ctx context.Context, s *sending) events.Event {
		varied := fill(ctx, s).(events.AuthorisationVaried)
		if ends := s.consent(inForce).Window.Until; !varied.Window.Until.After(ends) {
			s.fault("--until: %s is not later: the consent ends at %s (vigil authorisation vary narrows it)", s.clock.at(varied.Window.Until), s.clock.at(ends))
		}
		return varied
	}
	again := *c
	again.Command = &vary
	if err := c.wrong(); err != nil {
		return err
	}
	return again.send(ctx)
}

// asked offers the requests that a new version can replace.
func asked(_ *Call, d projections.Document) (list []candidate) {
	for _, a := range d.Authorisations {
		if a.Replaced == "" {
			list = append(list, candidate{string(a.Request), said(string(a.Country), string(a.Measure), string(a.Answer))})
		}
	}
	return list
}
