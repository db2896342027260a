// Package failpoint names the moments at which a process may be killed, so that
// tests can kill it at each of them. It says nothing about what must hold then.
//
// A point is a call, At("journal-stored"), between two steps of the code. In a
// release build At is empty and leaves nothing in the program, not even the
// names. In a build with the tag failpoints a process that was started with
//
//	VIGIL_FAILPOINT=journal-stored:3
//
// kills itself when it comes to that point for the third time, as kill -9 would:
// nothing deferred runs, nothing is flushed.
//
// Table lists the points. internal/tidy holds it against the source, and
// internal/crash kills a process at each.
package failpoint

// Moment says what a process must be doing to come to a point.
type Moment string

const (
	Founding Moment = "founding" // init, country add, officer enrol
	Starting Moment = "starting" // of a hub that was killed before
	Sending  Moment = "sending"  // an officer's own program
	Serving  Moment = "serving"  // commands and reads
	Stopping Moment = "stopping" // in order
)

// Row is one point.
type Row struct {
	Name   string
	Moment Moment
}

// Table is every point, in the order in which a process comes to them.
var Table = []Row{
	{"init-begun", Founding},            // the directory is marked as unfinished
	{"key-file-unwritten", Founding},    // a key file, empty
	{"key-file-unsynced", Founding},     // written, perhaps not on disk
	{"account-key-unwritten", Founding}, // an account's key file, empty, under its unfinished name
	{"account-key-unnamed", Founding},   // on disk, under its unfinished name
	{"account-key-named", Founding},
	{"secret-unwritten", Founding}, // a credential, empty, under its unfinished name
	{"secret-unnamed", Founding},
	{"secret-named", Founding},
	{"init-keyed", Founding},    // all keys, no store
	{"init-opened", Founding},   // an empty store
	{"init-recorded", Founding}, // genesis is in the journal
	{"country-keyed", Founding}, // the desk has a key, the country no account
	{"country-accounted", Founding},
	{"country-recorded", Founding}, // a country without a desk
	{"feed-made", Founding},        // the streams of a new viewer, one after the other
	{"mirror-made", Founding},
	{"desk-recorded", Founding}, // a desk without credentials
	{"officer-keyed", Founding},
	{"officer-recorded", Founding}, // an officer without a credential

	// A start after a crash.
	{"replay-entry", Starting},          // one more entry has taken effect
	{"replay-feed-unwritten", Starting}, // a feed message that the crash left out
	{"replay-feed-written", Starting},
	{"replay-swept", Starting}, // enclosures without an entry are gone
	{"sweep-box-removed", Starting},
	{"sweep-key-shredded", Starting},
	{"mend-document-unwritten", Starting}, // a document that is behind its feed
	{"mend-document-written", Starting},
	{"mend-mark-written", Starting},
	{"listen-unwritten", Starting}, // where the hub listens

	// An officer's own program.
	{"request-kept", Sending},     // signed and kept, not sent
	{"request-answered", Sending}, // nobody was told
	{"request-told", Sending},     // the kept copy is still there

	// A command, from its enclosures to its receipt.
	{"enclosure-unwritten", Serving}, // a file, empty, under its unfinished name
	{"enclosure-unsynced", Serving},  // written, perhaps not on disk
	{"enclosure-unnamed", Serving},   // on disk, under its unfinished name
	{"enclosure-named", Serving},     // its directory is not synced yet
	{"enclosure-half", Serving},      // the key has its name, the box has not
	{"enclosure-kept", Serving},      // both are on disk, the entry is not sent
	{"journal-unsent", Serving},      // before the publish
	{"journal-stored", Serving},      // after it; the tracker has not heard the ack
	{"entry-unapplied", Serving},     // the tracker has the ack
	{"entry-applied", Serving},       // the folds have it, the feeds do not
	{"entry-told", Serving},          // the feeds' writer has it
	{"receipt-unsent", Serving},      // signed
	{"refusal-unwritten", Serving},   // the register of refused commands
	{"refusal-written", Serving},
	{"answer-unsent", Serving}, // whatever was asked, of the hub or of a gateway
	{"answer-sent", Serving},

	// What the countries read, and the hub's own files.
	{"feed-unwritten", Serving},
	{"feed-written", Serving},
	{"document-unwritten", Serving},
	{"document-written", Serving},
	{"mark-unwritten", Serving}, // how far the view goes
	{"mark-written", Serving},
	{"head-unwritten", Serving}, // the tree head's new file, empty
	{"head-unnamed", Serving},   // on disk, beside the old one
	{"head-named", Serving},

	// A gateway.
	{"delivery-unsent", Serving},
	{"delivery-unwritten", Serving}, // the delivery receipt, at the hub
	{"delivery-written", Serving},
	{"access-unwritten", Serving}, // the line about a read
	{"access-unsynced", Serving},
	{"access-recorded", Serving},    // the read is not answered yet
	{"bookmark-unwritten", Serving}, // an officer's read mark
	{"bookmark-written", Serving},

	{"stop-begun", Stopping},   // no command is taken any more
	{"stop-written", Stopping}, // feeds and views are, the last tree head is not
}

// Env is the variable that arms a point: its name, a colon, and the how manieth
// time. Release builds do not read it.
const Env = "VIGIL_FAILPOINT"
