package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// A screen is shortened to what a terminal has room for: topic by topic gives way,
// and the last line says how much of what is left out, and where it is.

// topic is what part of a screen is about.
type topic struct {
	name   string // of the flag that shows all of it, and nothing else
	usage  string // of that flag
	thing  string // one of what is left out
	things string // several
	first  int    // so many lines of it stay while others can give way
	last   int    // so many stay whatever there is
	tables []lister
}

// topics are in the order in which they give way.
var topics = []topic{
	{name: "texts", usage: "fetch all texts and print them whole", thing: "text", things: "texts"},
	{name: "corrections", usage: "what was told wrongly", thing: "correction", things: "corrections"},
	{name: "told", usage: "who was told by another way than this", thing: "told", things: "told"},
	{name: "outcome", usage: "deliveries, arrests, seizures", thing: "outcome", things: "outcomes", first: 1},
	{name: "consent", usage: "the consents given", thing: "consent", things: "consents", first: 1},
	{name: "devices", usage: "beacons and the like, as a table too", thing: "device", things: "devices", first: 1, tables: []lister{deviceTable}},
	{name: "goods", usage: "where every gram is, as tables too, with the seals", thing: "account", things: "accounts", first: 1, tables: []lister{ledger, movements, sealTable}},
	{name: "incidents", usage: "what endangers people or the operation, and records that came to the wrong State", thing: "incident", things: "incidents", first: 1, last: 1},
	{name: "breaches", usage: "rules that were broken", thing: "breach", things: "breaches", first: 1, last: 1},
	{name: "notices", usage: "who was called, and who follows it unasked", thing: "notice", things: "notices", first: 1, last: 1},
	{name: "missing", usage: "what is not there yet, or no longer, and what is to hold throughout", thing: "missing", things: "missing", first: 4, last: 2},
	{name: "due", usage: "what runs out next, and when", thing: "due", things: "due", first: 4, last: 3},
	{name: "handovers", usage: "what is offered and bound", thing: "handover", things: "handovers", first: 2, last: 1},
	{name: "orders", usage: "who was asked or ordered to stop it", thing: "order to stop", things: "orders to stop", first: 2, last: 1},
	{name: "parts", usage: "who directs, who sees, who holds", thing: "part", things: "parts", first: 4, last: 2},
	{name: "alerts", usage: "what somebody must look at", thing: "alert", things: "alerts", first: 3, last: 3},
}

// topicFlags are the flags of show, what is wanted most first.
func topicFlags() (all []Flag) {
	for _, t := range slices.Backward(topics) {
		all = append(all, toggle(t.name, t.usage))
	}
	return all
}

// entry is one thing on a screen. It may take several lines.
type entry struct {
	label string
	paint paint
	text  string
	topic string // empty: it never gives way
	apart bool   // it has its label, though the row before has the same
	n     int    // so many things are in it
}

// asked tells whether all of a topic is to be shown.
func (s *screen) asked(topic string) bool { return s.switched("all") || s.switched(topic) }

// isPartial tells whether some topics were asked for, and nothing else.
func (s *screen) isPartial() bool {
	return slices.ContainsFunc(topics, func(t topic) bool { return t.name != "texts" && s.switched(t.name) })
}

// about begins a topic.
func (s *screen) about(topic string) { s.topic = topic }

// line adds a labelled line; the same label twice is printed once.
func (s *screen) line(label string, p paint, text string) {
	s.rows = append(s.rows, entry{label: label, paint: p, text: clean(text), topic: s.topic, n: 1})
}

// mark adds a line that has its own label.
func (s *screen) mark(label string, p paint, text string) {
	s.line(label, p, text)
	s.rows[len(s.rows)-1].apart = true
}

// rest adds a line that stands for so many things.
func (s *screen) rest(label string, p paint, n int, text string) {
	s.line(label, p, text)
	s.rows[len(s.rows)-1].n = n
}

// labels is how wide the labels are.
const labels = 11

// fit leaves out rows until they fit into so many lines, and says at the end what
// they were.
func (s *screen) fit(lines int) {
	left := map[string]int{}
	for _, stays := range []func(topic) int{func(t topic) int { return t.first }, func(t topic) int { return t.last }, func(topic) int { return 0 }} {
		for _, t := range topics {
			for !s.asked(t.name) && s.height(s.rows)+s.height(s.more(left)) > lines {
				i, n := s.lastOf(t.name)
				if n <= stays(t) {
					break
				}
				left[t.name] += s.rows[i].n
				s.rows = slices.Delete(s.rows, i, i+1)
			}
		}
	}
	s.rows = append(s.rows, s.more(left)...)
}

// lastOf finds the last row of a topic, and how many there are.
func (s *screen) lastOf(topic string) (last, n int) {
	for i, r := range s.rows {
		if r.topic == topic {
			last = i
			n++
		}
	}
	return last, n
}

func (s *screen) height(rows []entry) (n int) {
	for _, r := range rows {
		n += len(fold(r.text, s.width()-labels))
	}
	return n
}

// more says what is left out, and where it is.
func (s *screen) more(left map[string]int) []entry {
	var what, flags []string
	for _, t := range slices.Backward(topics) {
		if left[t.name] > 0 {
			things := t.things
			if left[t.name] == 1 {
				things = t.thing
			}
			what = append(what, fmt.Sprintf("%d %s", left[t.name], things))
			flags = append(flags, "--"+t.name)
		}
	}
	if len(what) == 0 {
		return nil
	}
	where := strings.Join(flags, " ")
	if len(flags) > 2 {
		where = "--all"
	}
	text := strings.Join(what, ", ") + ": add " + where
	return []entry{{label: "More", paint: bold, text: text}}
}

// put prints the rows.
func (s *screen) put(w io.Writer) {
	before := ""
	for _, r := range s.rows {
		head := r.label
		if head == before && !r.apart {
			head = ""
		}
		before = r.label
		pad := strings.Repeat(" ", max(1, labels-len([]rune(head))))
		hang(w, s.paint(r.paint, head)+pad, strings.Repeat(" ", labels), s.width()-labels, r.text)
	}
}
