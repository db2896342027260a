package operation

import (
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
)

func declaringAuthority(c events.Country, from, until string, may ...events.AuthorityMay) events.AuthorityDeclared {
	return events.AuthorityDeclared{Authority: events.AuthorityTerms{Country: c, Type: events.CustomsBody, May: may, From: clock(from), Until: clock(until)}}
}

// ETS 182 art. 18(4); CH-IT 2009 arts. 11, 13.
func TestTheDirectoryOfAuthorities(t *testing.T) {
	at := declaringAuthority("AT", "00:00", "12:00", events.ReceivesRequests)
	withdrawing := func(id events.AuthorityID) events.Event {
		return events.AuthorityWithdrawn{Withdrawn: events.AuthorityName{ID: id}}
	}
	gone := alliance.Evolve(Cause{N: alliance.N() + 1, At: clock("02:00")}, withdrawing("AT-A1"))
	full := alliance
	for full.Authorities("AT")[len(full.Authorities("AT"))-1].ID != "AT-A999" {
		out, err := Decide(full, Operation{ID: events.Registry}, commanded("01:00", "root", at), clock("01:00"))
		require.NoError(t, err)
		full = full.Evolve(Cause{N: full.N() + 1}, out[0])
	}
	for _, row := range []struct {
		name string
		r    Registry
		by   string
		fact events.Event
		rule Rule // empty: accepted
	}{
		{"root declares", alliance, "root", at, ""},
		{"a desk does not", alliance, "at desk", at, OnlyRoot},
		{"not of a country that is not there", alliance, "root", declaringAuthority("US", "00:00", "12:00", events.MakesRequests), CountryFirst},
		{"it may do something", alliance, "root", declaringAuthority("AT", "00:00", "12:00"), PowersAndTerm},
		{"for some time", alliance, "root", declaringAuthority("AT", "12:00", "12:00", events.MakesRequests), PowersAndTerm},
		{"names do not run out", full, "root", at, HasRoom},
		{"nor another country's", full, "root", declaringAuthority("DE", "00:00", "12:00", events.MakesRequests), ""},
		{"root withdraws", alliance, "root", withdrawing("AT-A1"), ""},
		{"not what is not there", alliance, "root", withdrawing("AT-A9"), AuthorityListed},
		{"not twice", gone, "root", withdrawing("AT-A1"), WithdrawnOnce},
	} {
		out, err := Decide(row.r, Operation{ID: events.Registry}, commanded("03:00", row.by, row.fact), clock("03:00"))
		if row.rule == "" {
			require.NoError(t, err, row.name)
			require.Len(t, out, 1, row.name)
			continue
		}
		require.Error(t, err, row.name)
		require.Equal(t, row.rule, err.(*Refusal).Rule, row.name)
	}

	out, err := Decide(alliance, Operation{ID: events.Registry}, commanded("03:00", "root", at), clock("03:00"))
	require.NoError(t, err)
	require.Equal(t, events.AuthorityID("AT-A6"), out[0].(events.AuthorityDeclared).Named.ID, "numbered within its country")
	next := alliance.Evolve(Cause{N: alliance.N() + 1}, out[0])
	require.Len(t, next.Authorities("AT"), len(authorities)+1)
	require.Len(t, alliance.Authorities("AT"), len(authorities), "the old one is as it was")
	a, ok := next.Authority("AT-A6")
	require.True(t, ok)
	require.Equal(t, Authority{ID: "AT-A6", Country: "AT", Type: events.CustomsBody, May: []events.AuthorityMay{events.ReceivesRequests}, Term: window("00:00", "12:00")}, a)
	a.May[0] = events.DecidesRequests
	a, _ = next.Authority("AT-A6")
	require.Equal(t, events.ReceivesRequests, a.May[0], "nobody writes to it")

	a, _ = gone.Authority("AT-A1")
	require.True(t, a.Holds(clock("01:59")))
	require.False(t, a.Holds(clock("02:00")), "from then on it is withdrawn")
	a, _ = alliance.Authority("AT-A5")
	require.False(t, a.Holds(clock("11:59")))
	require.True(t, a.Holds(clock("12:00")))
}
