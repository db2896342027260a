package cli

import (
	"context"
	"fmt"
	"io"
	"time"

	"vigil/events"
	"vigil/internal/identity"
	"vigil/projections"
)

// The directory of authorities (ETS 182 art. 18(4); CH-IT 2009 arts. 11, 13): made on
// the hub's machine and signed by the root key, read by everybody.
var authorityCommands = []Command{
	{
		Words: "authority declare", Args: "COUNTRY", Short: "enter an authority in the directory",
		Long: "Enter an authority of a country in the directory: what kind it is, whether it\n" +
			"makes, receives or decides requests, when it is there, in which languages, and from\n" +
			"when until when. It is given a name such as AT-A1.",
		Example: "vigil authority declare AT --type prosecutor --may receive,decide --hours 24-7 --languages de,en --name 'Public prosecutor, Eisenstadt' --contact @eisenstadt.txt",
		Flags: []Flag{
			needs("type", "TYPE", "police, customs, prosecutor, court, ministry or centre"),
			needs("may", "LIST", "what it does with requests: make, receive, decide"),
			needs("hours", "HOURS", "24-7 or office"),
			needs("languages", "LIST", "in which languages, ISO 639-1: de,en"),
			takes("valid", "DURATION", "for how long from now (default 8760h, a year)"),
			takes("name", "TEXT", "what it is called, or @FILE; kept outside the journal"),
			takes("contact", "TEXT", "how it is reached, or @FILE; kept outside the journal"),
		},
		Run: runAuthorityDeclare,
	},
	{
		Words: "authority withdraw", Args: "AUTHORITY", Short: "strike an authority from the directory",
		Example: "vigil authority withdraw AT-A1 --reason 'Merged with Vienna.'",
		Flags:   []Flag{takes("reason", "TEXT", "why, or @FILE; kept outside the journal")},
		Run:     runAuthorityWithdraw,
	},
	{
		Words: "authority ls", Args: "[COUNTRY]", Short: "the directory: who makes, receives and decides requests",
		Long: "The directory of authorities: who makes, receives and decides requests, when they\n" +
			"are there, in which languages, and until when that holds. Names and contacts stand\n" +
			"below the table, and in -o json.",
		Example: "vigil authority ls AT --as hu/coordinator\nvigil authority ls --desk at -o csv",
		Run:     listAuthorities,
	},
}

func runAuthorityDeclare(ctx context.Context, c *Call) error {
	terms := events.AuthorityTerms{
		Country: placed[events.Country](c, "COUNTRY"), Type: flagged[events.AuthorityType](c, "type"),
		May: listed[events.AuthorityMay](c, "may"), Hours: flagged[events.Hours](c, "hours"), Languages: listed[events.Language](c, "languages"),
	}
	c.need(c.Command.Flags)
	valid := c.term()
	name, contact := c.worded("name"), c.worded("contact")
	if err := c.wrong(); err != nil {
		return err
	}
	var id events.AuthorityID
	err := directory(c.Connect.Dir).asRoot(ctx, c.Env, func(s *site, r identity.Registrar, at events.Time) error {
		terms.From, terms.Until = at, at.Add(valid)
		request, err := r.Declare(at, terms, name, contact)
		if err := s.root(ctx, request, err); err != nil {
			return err
		}
		for _, a := range s.tracker.Registry().Authorities(terms.Country) {
			id = a.ID // the last is the new one
		}
		return nil
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(c.Stdout, "%s is in the directory: %s of %s, for %s\nnext: vigil authority ls %s\n", id, terms.Type, terms.Country, span(valid), terms.Country)
	return nil
}

func runAuthorityWithdraw(ctx context.Context, c *Call) error {
	id, reason := placed[events.AuthorityID](c, "AUTHORITY"), c.worded("reason")
	if err := c.wrong(); err != nil {
		return err
	}
	err := directory(c.Connect.Dir).asRoot(ctx, c.Env, func(s *site, r identity.Registrar, at events.Time) error {
		request, err := r.Withdraw(at, id, reason)
		return s.root(ctx, request, err)
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(c.Stdout, "%s is struck from the directory\n", id)
	return nil
}

// term is how long somebody or something is in the registry.
func (c *Call) term() time.Duration {
	valid, err := time.ParseDuration(or(c.given["valid"], "8760h"))
	if err != nil || valid <= 0 {
		c.fault("--valid: write a duration such as 720h")
	}
	return valid
}

// worded is what a flag says, or the file that it names.
func (c *Call) worded(flag string) string {
	text, err := c.Env.text(c.given[flag])
	if err != nil {
		c.fault("--%s: %v", flag, err)
	}
	return text
}

// listedAuthority is an authority with what it is called and how it is reached.
type listedAuthority struct {
	projections.AuthorityLine
	Valid   bool   `json:"valid"` // now
	Name    string `json:"name,omitzero"`
	Contact string `json:"contact,omitzero"`
}

// authority finds an authority in the directory, with its texts.
func (c *Call) authority(ctx context.Context, r reading, alliance projections.Alliance, line projections.AuthorityLine) (listedAuthority, error) {
	words, err := registryTexts(ctx, r, alliance, line.Record)
	return listedAuthority{line, line.IsValid(c.clock.now), words["name"], words["contact"]}, err
}

// registryTexts fetches the texts of a record of the registry, by slot.
func registryTexts(ctx context.Context, r reading, alliance projections.Alliance, record events.CommandID) (map[string]string, error) {
	words := map[string]string{}
	for _, t := range alliance.Texts {
		if t.Command != record {
			continue
		}
		text, err := textOf(ctx, r, t)
		if err != nil {
			return nil, err
		}
		words[t.Slot] = or(text.Text, text.Error)
	}
	return words, nil
}

func listAuthorities(ctx context.Context, c *Call) error {
	country := placed[events.Country](c, "COUNTRY")
	if err := c.wrong(); err != nil {
		return err
	}
	r, alliance, err := c.readAlliance(ctx)
	if err != nil {
		return err
	}
	t := grid{wide: 4, heads: []string{"AUTHORITY", "KIND", "REQUESTS", "THERE", "SPEAKS", "STANDS", "NAME", "CONTACT", "FROM", "UNTIL", "WITHDRAWN"}}
	items := []any{}
	var list []listedAuthority
	for _, line := range alliance.Authorities {
		if country != "" && line.Country != country {
			continue
		}
		a, err := c.authority(ctx, r, alliance, line)
		if err != nil {
			return err
		}
		list, items = append(list, a), append(items, a)
		t.add(string(a.ID), string(a.Type), joined(a.May), string(a.Hours), joined(a.Languages), c.valid(a), a.Name,
			a.Contact, c.clock.short(a.From), c.clock.short(a.Until), c.clock.orNothing(a.Withdrawn))
	}
	found := answer{
		Name: "authorities", Items: items, Moment: &r.Moment, Rows: &t,
		Head: c.headline(r, or(string(country), "directory")), Empty: "no authority is in the directory (vigil authority declare)",
	}
	found.Human = func(w io.Writer) {
		c.listing(w, found)
		for _, a := range list {
			if a.Contact != "" && a.Valid {
				c.folded(w, said(string(a.ID), "is reached:", clean(a.Contact)))
			}
		}
	}
	return c.answer(found)
}

// valid says whether an authority may be addressed now.
func (c *Call) valid(a listedAuthority) string {
	switch {
	case !a.Withdrawn.IsZero():
		return "STRUCK " + c.clock.short(a.Withdrawn)
	case c.clock.now.Before(a.From):
		return "NOT YET, from " + c.clock.short(a.From)
	case !a.Valid:
		return "OVER since " + c.clock.short(a.Until)
	}
	return "until " + c.clock.short(a.Until)
}

// authorities offers those that stand in the directory now.
func authorities(ctx context.Context, c *Call) (list []candidate) {
	_, alliance, err := c.readAlliance(ctx)
	if err != nil {
		return nil
	}
	for _, a := range alliance.Authorities {
		if a.IsValid(c.clock.now) {
			list = append(list, candidate{string(a.ID), said(string(a.Type)+",", joined(a.May))})
		}
	}
	return list
}
