package cli

import (
	"slices"
	"time"

	"vigil/events"
)

// What the instruments ask of a request: by when it is acknowledged and answered,
// and what stands in it. Nothing is refused for want of these: the authority that is
// asked judges that. This says what it will find missing.

// sourceRead is how far the text of a source was read by who wrote this table.
type sourceRead string

const (
	textRead   sourceRead = ""             // the article itself
	notChecked sourceRead = "not verified" // common knowledge of the trade, not to be quoted as law
)

// deadlineOf is a span of time and who sets it.
type deadlineOf struct {
	span   time.Duration
	source string
	read   sourceRead
}

func (d deadlineOf) String() string {
	return d.source + ": " + span(d.span) + marked(d.read != textRead, ", "+string(d.read))
}

const day = 24 * time.Hour

// The deadlines there are (domain 4.2). They run from receipt; a request that is sent
// here is received at once.
var (
	eioAnswer      = deadlineOf{30 * day, "EIO Directive art. 12", textRead}
	eioAcknowledge = deadlineOf{7 * day, "EIO Directive art. 16", notChecked}
	eioUrgent      = deadlineOf{day, "EIO Directive art. 32", notChecked}
	policeUrgent   = deadlineOf{8 * time.Hour, "Directive 2023/977 art. 5", textRead}
)

// deadlinesOf says by when a request is to be acknowledged and answered: nothing
// where no instrument that it rests on says so. An urgent one that goes from police
// to police is information that is directly accessible.
func deadlinesOf(rests []events.Instrument, asked events.RequestTerms) (acknowledge, answer deadlineOf) {
	urgent := asked.Urgency == events.Urgent
	if slices.Contains(rests, events.EIO28) {
		acknowledge, answer = eioAcknowledge, eioAnswer
		if urgent {
			answer = eioUrgent
		}
	}
	if urgent && asked.Channel == events.Siena {
		answer = policeUrgent
	}
	return acknowledge, answer
}

// letterRow is what stands under one letter of a request.
type letterRow struct{ letter, title string }

// letters are those of CH-IT 2009 art. 12(2), a public treaty that was written for
// controlled deliveries alone and says the most. The others ask for some of the same.
var letters = []letterRow{
	{"a", "requesting authority"},
	{"b", "offence, reason for the request, steps so far"},
	{"c", "type and quantity of the goods, concealment"},
	{"d", "probable place of import, and of export onwards"},
	{"e", "probable means of transport and route"},
	{"f", "what is known of suspects"},
	{"g", "authority that authorised the operation, its decision"},
	{"h", "responsible officer, and how to reach him or her"},
	{"i", "customs formalities"},
	{"j", "surveillance techniques and technical means"},
	{"k", "anything else that is needed"},
}

// demand is which letters one instrument wants.
type demand struct {
	instrument   events.Instrument
	source       string
	letters      string
	extraditable bool // it holds for extraditable offences only
	read         sourceRead
}

// demands is the table. k is what is left over, so nobody can miss it.
var demands = []demand{
	{events.UNTOC20, "UNTOC arts. 18(15), 20", "abf", false, notChecked},
	{events.Vienna11, "1988 Convention arts. 7(10), 11", "abf", false, notChecked},
	{events.EUMLA12, "EU MLA Convention 2000 art. 12(1)", "b", true, textRead},
	{events.EUMLA12, "CoE Convention 1959 art. 14", "abf", false, notChecked},
	{events.CoE18, "CoE Convention 1959 art. 14", "abf", false, notChecked},
	{events.NaplesII22, "Naples II art. 22", "b", true, textRead},
	{events.NaplesII22, "Naples II art. 9", "abf", false, notChecked},
	{events.EIO28, "EIO Directive art. 5, annex A", "abcfghj", false, notChecked},
	{events.Bilateral, chit12, "abcdefghij", false, textRead},
}

const chit12 = "CH-IT 2009 art. 12(2)"

// demandsOf are the rows for a request between two States. Where no instrument is
// named, and where the treaty is another, the treaty between Switzerland and Italy is
// the measure, and no law.
func demandsOf(rests []events.Instrument, from, to events.Country) (rows []demand) {
	if len(rests) == 0 {
		rests = []events.Instrument{events.Bilateral}
	}
	pair := []events.Country{from, to}
	slices.Sort(pair)
	for _, row := range demands {
		if !slices.Contains(rests, row.instrument) {
			continue
		}
		if row.instrument == events.Bilateral && !slices.Equal(pair, []events.Country{"CH", "IT"}) {
			row.source, row.read = "as "+chit12+" has it", "a measure, no law here"
		}
		if !slices.ContainsFunc(rows, func(r demand) bool { return r.source == row.source }) {
			rows = append(rows, row)
		}
	}
	return rows
}

// check is what an instrument finds missing in a request.
type check struct {
	Source  string   `json:"source"`
	Note    string   `json:"note,omitzero"` // how far the source was read
	Missing []string `json:"missing"`
}

func (c check) String() string {
	head := said(c.Source, bracketed(c.Note)) + ": "
	if len(c.Missing) == 0 {
		return head + "complete"
	}
	return head + joined(c.Missing) + " missing"
}

// heldAgainst holds a request against its instruments. lacks is what is not there,
// letter by letter; a letter of which something is there says what is not.
func heldAgainst(rows []demand, lacks map[string][]string, extraditable events.Extraditable) []check {
	checks := []check{}
	for _, row := range rows {
		c := check{Source: row.source, Note: string(row.read), Missing: []string{}}
		for _, l := range row.letters {
			if missing, ok := lacks[string(l)]; ok {
				c.Missing = append(c.Missing, said(string(l), bracketed(joined(missing))))
			}
		}
		if row.extraditable && extraditable != events.IsExtraditable {
			c.Missing = append(c.Missing, "that the offence is extraditable")
		}
		checks = append(checks, c)
	}
	return checks
}
