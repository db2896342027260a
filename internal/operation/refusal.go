package operation

import (
	"fmt"
	"strings"

	"vigil/events"
)

// Rule names a rule as one would say it: only-the-receiving-state-accepts.
type Rule string

// Class sorts refusals by what the one who is refused can do about it. Every
// surface maps it: the exit code of the CLI, the status of a page.
type Class string

const (
	NotFound   Class = "not-found"   // there is no such thing, or not for this signer
	NotAllowed Class = "not-allowed" // not for this country, in this capacity, with these roles
	Conflict   Class = "conflict"    // it is already so, or somebody was first
	Refused    Class = "refused"     // a rule of the domain forbids it now
	Invalid    Class = "invalid"     // the command contradicts itself
)

// Refusal is the one error of Decide. It names the rule, and in Missing all that
// would have to be there, not only the first of it. It says nothing that its
// signer may not see. Its wording may change with an edition, its rule does not.
type Refusal struct {
	Rule    Rule
	Class   Class
	Missing []string
	Reason  string
	Hint    string
}

func (r *Refusal) Error() string {
	var b strings.Builder
	b.WriteString(r.Reason)
	if len(r.Missing) > 0 {
		b.WriteString(": " + strings.Join(r.Missing, "; "))
	}
	b.WriteString(" (" + string(r.Rule) + ")")
	if r.Hint != "" {
		b.WriteString(". " + r.Hint)
	}
	return b.String()
}

func refuse(rule Rule, class Class, reason string, args ...any) *Refusal {
	return &Refusal{Rule: rule, Class: class, Reason: fmt.Sprintf(reason, args...)}
}

func (r *Refusal) hint(text string, args ...any) *Refusal {
	r.Hint = fmt.Sprintf(text, args...)
	return r
}

func (r *Refusal) missing(list ...string) *Refusal {
	r.Missing = list
	return r
}

// breach is the event beside a fact that broke a rule. Its since is when it
// happened.
func breach(rule events.Code, country events.Country, part events.Part, since events.Time) events.Event {
	return events.BreachFound{Breach: events.BreachTerms{Rule: rule, Country: country, Part: part, Since: since}}
}

// minute writes a moment for people, in UTC.
func minute(t events.Time) string { return t.Std().UTC().Format("2006-01-02T15:04Z") }

func span(w events.Window) string { return minute(w.From) + "–" + minute(w.Until) }
