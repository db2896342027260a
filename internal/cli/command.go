package cli

import (
	"context"
	"slices"
	"strings"

	"vigil/events"
)

// Command is one row of the table.
type Command struct {
	Words   string // "handover accept": a noun and a verb
	Args    string // "OPERATION OFFER": capitals are places to fill, [X] may be left out
	Short   string // after "vigil handover accept:", lower case, no stop
	Long    string
	Example string // one command a line, each beginning with "vigil "
	Flags   []Flag

	// For commands that send: the act, what is proposed, and in which capacity.
	Act    events.Act
	Fact   proposal
	Speaks capacity

	// What it does that is not to be done by mistake, with %s for the operation's
	// name: a person is asked for that name first, or says --yes.
	Ends string

	// For all others: what is done, and whether that ends in sending.
	Run   func(ctx context.Context, c *Call) error
	Sends bool

	// Topic: printed by help only; its text is Long or, if there is one, what
	// Run prints.
	Topic bool
}

// sends tells whether something is sent in the end: then nobody only reads.
func (d *Command) sends() bool { return d.Act != "" || d.Sends }

// capacity is how an officer's country speaks in an act.
type capacity string

const (
	either capacity = ""     // a coordinator for the lead, others for their desk
	asLead capacity = "lead" // the State that leads
	asDesk capacity = "desk" // a country for itself
)

// Flag is a flag that one command takes.
type Flag struct {
	Name  string
	Short string // one letter, or none
	Value string // what it takes: "TIME"; empty: nothing, it is a switch
	Usage string
	Must  bool // the command is not complete without it
}

func needs(name, value, usage string) Flag {
	return Flag{Name: name, Value: value, Usage: usage, Must: true}
}
func takes(name, value, usage string) Flag { return Flag{Name: name, Value: value, Usage: usage} }
func toggle(name, usage string) Flag       { return Flag{Name: name, Usage: usage} }

// inWindow are the flags of a window; see Call.window.
var inWindow = []Flag{
	needs("from", "TIME", "begins at (02:10Z, 02:10+01:00, 2026-03-02T02:10Z)"),
	needs("until", "TIME", "ends at"),
}

// shortly is the reason as programs know it; the words for people are a text.
var shortly = needs("ground", "CODE", "the reason in a short word")

// inState is for reports; see sending.state.
var inState = takes("country", "CC", "the State where that is (default: your own)")

// handlingFlags are the members of a record's handling; see sending.handling.
var handlingFlags = []Flag{
	takes(events.SlotHandling, "LIST", "what may be done with it: "+whatCodesAre),
	takes("evaluation", "GRADE", "what you think of source and word: A1 to X4, or UK-1AP to UK-3EC"),
	takes("tlp", "TLP", "red, amber-strict, amber, green or clear; beside the codes, not instead"),
	takes("marking", "MARKING", "unclassified or basic-protection: nothing above that is held here"),
}

const whatRestrictionIs = "what h3 demands, in words, or @FILE; kept outside the journal"

// ofPart is for commands about one part; see Call.part.
var ofPart = takes("part", "LABEL", "which part (default: the only one)")

func flags(lists ...any) (all []Flag) {
	for _, list := range lists {
		switch list := list.(type) {
		case Flag:
			all = append(all, list)
		case []Flag:
			all = append(all, list...)
		}
	}
	return all
}

// outputFlags and the rest are taken by every command.
var everywhere = []Flag{
	takes("dir", "DIR", "data directory (VIGIL_DIR; default ./vigil, or ./vigil-demo)"),
	takes("as", "CC/NAME", "officer who acts: at/commander (VIGIL_AS)"),
	takes("desk", "CC[.lead]", "read as this desk, or as the lead (default: the officer's)"),
	{Name: "server", Short: "s", Value: "URL", Usage: "a hub elsewhere (VIGIL_SERVER)"},
	{Name: "output", Short: "o", Value: "FORMAT", Usage: "table, wide, json, jsonl, csv or md (default table)"},
	{Name: "json", Short: "j", Usage: "the same as -o json"},
	takes("color", "WHEN", "auto, always or never (default auto; NO_COLOR is heard)"),
	takes("purpose", "TEXT", "why case data is read; it is recorded (VIGIL_PURPOSE)"),
	takes("max-age", "DURATION", "exit 9 if the hub was silent for longer (30s)"),
}

// whenSending are taken by every command that sends.
var whenSending = []Flag{
	{Name: "file", Short: "f", Value: "FILE", Usage: "the slots as one JSON document instead of flags; - is standard input"},
	takes("id", "ULID", "the command's id, to send the same command again (default: a new one)"),
	toggle("dry-run", "say what would be recorded, or what is missing; record nothing"),
}

var deciding = []Flag{
	takes("decide-by", "TIME", "not to be decided after (default: 5 minutes from now)"),
}

var observing = []Flag{
	takes("occurred", "TIME", "when it happened (default: now)"),
	takes("known", "TIME", "when you knew (default: now)"),
}

// grounds are the reasons that the command's own examples give.
func (d *Command) grounds() (list []string) {
	words := strings.Fields(d.Example)
	for i, word := range words[1:] {
		if words[i] == "--"+shortly.Name && !slices.Contains(list, word) {
			list = append(list, word)
		}
	}
	return list
}

// flags gives all flags of a command but those everywhere: its own, the texts of
// its act, and those of every act of its nature.
func (d *Command) flags() []Flag {
	all := append([]Flag(nil), d.Flags...)
	for i := range all {
		if all[i].Name == shortly.Name && all[i].Usage == shortly.Usage {
			all[i].Usage += with(":", strings.Join(d.grounds(), ", "))
		}
	}
	row, err := events.ActOf(d.Act)
	if err != nil {
		return all
	}
	for _, slot := range row.Slots {
		text := Flag{Name: flagOf(slot.Name), Value: "TEXT", Must: slot.Need == events.Required,
			Usage: "text for who may read it, or @FILE; kept outside the journal"}
		switch {
		case slot.Name == events.SlotHandling:
			all = append(all, handlingFlags...)
		case slot.Name == events.SlotRestriction:
			text.Usage = whatRestrictionIs
			all = append(all, text)
		case slot.Class != events.Clear:
			all = append(all, text)
		}
	}
	if row.Nature == events.Observation {
		all = append(all, observing...)
	} else {
		all = append(all, deciding...)
	}
	if d.Ends != "" {
		all = append(all, toggle("yes", "do not ask for the operation's name first"))
	}
	return append(all, whenSending...)
}

// flagOf is the flag of a text. It differs from its slot where that is a flag of
// another kind: --purpose is taken by every command, and says why case data is read;
// --persons counts, --plate is a State.
func flagOf(slot string) string {
	switch slot {
	case "purpose":
		return "for"
	case "persons":
		return "names"
	case "plate":
		return "registration"
	}
	return slot
}

// places lists what the command's Args name, and how many of them must be there.
func (d *Command) places() (names []string, must int) {
	for _, word := range strings.Fields(d.Args) {
		name, optional := strings.CutPrefix(word, "[")
		names = append(names, strings.TrimSuffix(name, "]"))
		if !optional {
			must++
		}
	}
	return names, must
}

// long is the text of help.
func (d *Command) long() string {
	text := d.Long
	if text == "" {
		text = strings.ToUpper(d.Short[:1]) + d.Short[1:] + "."
	}
	row, err := events.ActOf(d.Act)
	if err != nil {
		return text
	}
	if d.Ends != "" {
		text += "\n\nIt asks for the operation's name first; --yes does not, and is needed where nobody\ncan be asked."
	}
	if row.Nature == events.Decision {
		text += "\n\nA decision: it may be refused, with everything that is missing."
	} else {
		text += "\n\nA fact: it is recorded whatever it breaks; a breach stands beside it."
	}
	text += "\n\nWith -f, one JSON object of these slots:"
	for _, slot := range row.Slots {
		text += "\n  " + slot.Name
		if slot.Class != events.Clear {
			text += "  text"
		}
		if slot.Need == events.Optional {
			text += "  (may be left out)"
		}
	}
	return text
}
