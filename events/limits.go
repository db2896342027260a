package events

import "time"

// Every limit of the formats, in one place. Sizes are bytes.
const (
	MaxRequest   = 768 << 10 // note, slots and enclosures together
	MaxEnclosure = 256 << 10 // one enclosure, before sealing
	MaxEntry     = 256 << 10 // one entry, as stored
	MaxMessage   = 256 << 10 // one feed message, as stored
	MaxNote      = 4 << 10   // one signed note
	MaxSlot      = 64 << 10  // one clear slot value
	MaxBriefing  = 192 << 10 // above this a message is continued in the next

	Commits = 16 // commit lines in every command note, used or not
	SaltLen = 32

	MaxText = 64 // a code, a call sign, a seal number
	MaxList = 64 // elements of a list inside a slot

	// DecisionLife is how long after `known` a decision may be taken if the
	// note does not say otherwise.
	DecisionLife = 5 * time.Minute

	// OfferLife is how long an offer of direction may stay without an answer if
	// the plan of its point does not say otherwise.
	OfferLife = 20 * time.Minute

	// UrgentLasts is how long surveillance may go on in a State that was not asked,
	// from the crossing (CISA art. 40(2)).
	UrgentLasts = 5 * time.Hour

	// ReportMonths is how many months after the end a State has to report (Crimes
	// (Controlled Operations) Act 2004 (Vic) s. 37).
	ReportMonths = 2

	// LeadRound is the repetition of an alert from which on the lead is called too
	// (INV-28).
	LeadRound = 2

	// What a plan does not say of a leg (domain 4.2): after which silence a device's
	// reading is old, how long a device alone is enough, how long a part may be out
	// of sight before control is lost, and how long there is then to decide.
	WatchPing     = 5 * time.Minute
	WatchDegraded = 10 * time.Minute
	WatchLost     = 20 * time.Minute
	WatchDecide   = 15 * time.Minute
)

// ScaleTolerance is how far a mass may be off if the scale's tolerance was not stated:
// a gram, which is the house's own figure. Pieces are counted, and are not off.
var ScaleTolerance = Quantity{Amount: "1", Unit: Gram}

// Version is the version of the entry and message formats.
const Version = 1

// Edition is the newest edition of vocabulary, rules, folds and disclosure that
// this build knows. Until 1.0 there is one, for exercises only.
const Edition = 1
