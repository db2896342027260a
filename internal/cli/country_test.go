package cli

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
)

// reachable adds AT and its desk to what a viewer knows, with how that is reached.
func (d *fakeDesk) reachable(v events.Viewer, contact string) {
	d.next++
	s := events.Shown{Operation: events.Registry, Command: command(d.next), Act: "country.add", Author: events.Root, At: at("12:00Z"), Occurred: at("12:00Z"), Known: at("12:00Z")}
	d.tell(v, s, events.CountryAdded{Country: events.CountryTerms{Code: "AT", Account: "AAT00000000"}})
	d.next++
	s.Command, s.Act, s.Events = command(d.next), "desk.add", nil
	s.Enclosures = []events.ShownEnclosure{{Name: "contact", Class: events.Internal, Size: len(contact)}}
	d.texts[string(s.Command)+"contact"] = contact
	d.tell(v, s, events.DeskAdded{Desk: events.DeskTerms{Country: "AT", Key: keyNamed("desk at").Public(), Zone: "Europe/Vienna"}})
}

// TestWhoIsCalledHearsHow: the State that goods come to is told whom to call, and by
// which number, as far as its own feed says.
func TestWhoIsCalledHearsHow(t *testing.T) {
	s := newStage(t)
	s.called()
	_, out, _ := s.run(context.Background(), "vigil show "+string(relay)+" --desk sk")
	require.Contains(t, out, "COMING")
	require.NotContains(t, out, "+43")
	s.reachable("sk", "+43 1 555 0112, day and night")
	exit, out, errs := s.run(context.Background(), "vigil show "+string(relay)+" --desk sk")
	require.Zero(t, exit, errs)
	require.Contains(t, strings.Join(strings.Fields(out), " "), "call the desk of AT · +43 1 555 0112, day and night")
}

func TestCountriesAndHowTheirDesksAreReached(t *testing.T) {
	s := newStage(t)
	exit, out, errs := s.run(context.Background(), "vigil country ls --desk at")
	require.Zero(t, exit, errs)
	require.Regexp(t, `HU +Europe/Budapest\nAT +Europe/Vienna\n`, out)
	require.NotContains(t, out, "is reached")
	s.called()
	s.reachable("sk", "+43 1 555 0112, day and night")
	exit, out, errs = s.run(context.Background(), "vigil country ls --desk sk")
	require.Zero(t, exit, errs)
	require.Contains(t, out, "the desk of AT is reached: +43 1 555 0112, day and night\n")
	require.NotContains(t, out, "HU", "what a desk's own feed does not say is not listed")
	_, out, _ = s.run(context.Background(), "vigil country ls --desk sk -o csv")
	require.Contains(t, out, "day and night")
}
