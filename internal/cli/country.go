package cli

import (
	"context"
	"io"

	"vigil/events"
	"vigil/projections"
)

var countryCommands = []Command{
	{
		Words: "country ls", Short: "the States of the alliance, and how their desks are reached",
		Long: "The States of the alliance, the time zone of each desk, and who answers there day\n" +
			"and night, as far as that was given when the State was admitted.",
		Example: "vigil country ls --as at/commander\nvigil country ls --desk at -o csv",
		Run:     listCountries,
	},
}

// listedCountry is a State of the alliance with how its desk is reached.
type listedCountry struct {
	projections.CountryLine
	Contact string `json:"contact,omitzero"`
}

func listCountries(ctx context.Context, c *Call) error {
	r, alliance, err := c.readAlliance(ctx)
	if err != nil {
		return err
	}
	t := grid{wide: 1, heads: []string{"COUNTRY", "ZONE", "CONTACT"}}
	items := []any{}
	var list []listedCountry
	for _, line := range alliance.Countries {
		words, err := registryTexts(ctx, r, alliance, line.Record)
		if err != nil {
			return err
		}
		x := listedCountry{line, words["contact"]}
		list, items = append(list, x), append(items, x)
		t.add(string(x.Country), string(x.Zone), x.Contact)
	}
	found := answer{
		Name: "countries", Items: items, Moment: &r.Moment, Rows: &t,
		Head: c.headline(r, "countries"), Empty: "no country is in the alliance (vigil country add)",
	}
	found.Human = func(w io.Writer) {
		c.listing(w, found)
		for _, x := range list {
			if x.Contact != "" {
				c.folded(w, said("the desk of", string(x.Country), "is reached:", clean(x.Contact)))
			}
		}
	}
	return c.answer(found)
}

// deskContact is how the desk of a State is reached, as this viewer was told; "" if
// nobody said.
func deskContact(ctx context.Context, r reading, country events.Country) (string, error) {
	alliance, err := r.Desk.Alliance(ctx, r.Asker.Viewer)
	if err != nil {
		return "", err
	}
	for _, line := range alliance.Countries {
		if line.Country == country {
			words, err := registryTexts(ctx, r, alliance, line.Record)
			return words["contact"], err
		}
	}
	return "", nil
}
