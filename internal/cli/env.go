package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"vigil/events"
	"vigil/internal/gateway"
	"vigil/internal/identity"
	"vigil/internal/journal"
)

// Env is all that a command may touch of the world.
type Env struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Terminal       bool // Stdout is one
	Asks           bool // a person can be asked: Stdin and Stderr are terminals
	Width          int  // its columns; 0 is 80
	Height         int  // its lines; 0: no screen, as many as it takes
	Fits           bool // tables are folded to Width: somebody has said it

	Now      func() time.Time // for ids and waiting only; case times come from the desk
	Random   io.Reader        // ids and salts
	Getenv   func(string) string
	ReadFile func(string) ([]byte, error)
	IsDir    func(string) bool

	Open Opener

	// Unsynced is for a test's control: a hub in this process acknowledges what is
	// not on the disk yet. No flag, file or variable sets it.
	Unsynced bool

	// registry hands out what the root key signs with; nil: the data directory has it.
	registry func(context.Context, func(*site, identity.Registrar, events.Time) error) error

	// elsewhere is on which servers a played scenario is kept that are not vigil's, and
	// in how many copies; nil: none. In memory it is described as there.
	elsewhere *elsewhere
}

// Opener connects to a country's desk. It MUST return a Session whose Desk
// answers for c.Desk, or, if that is empty, for both viewers of c.As's country.
// Where it has something to say to a person it returns an *operation.Refusal.
type Opener func(ctx context.Context, c Connect) (*Session, error)

// Connect says to what, and as whom. At least one of As and Desk is set.
type Connect struct {
	Dir     string        // the data directory; always set
	Server  string        // a hub elsewhere, if not empty
	As      Officer       // whose key signs; zero for who only reads
	Witness Officer       // whose key signs beside it; zero for most
	Desk    events.Viewer // as whom to read; empty: the officer's own
	Reads   bool          // nothing will be sent: a hub that is wired for this says nothing of its own either
}

// Officer names a key file: at/commander.
type Officer struct {
	Country events.Country
	Name    string
}

func (o Officer) String() string {
	if o == (Officer{}) {
		return ""
	}
	return strings.ToLower(string(o.Country)) + "/" + o.Name
}

// UnmarshalText reads CC/NAME.
func (o *Officer) UnmarshalText(b []byte) error {
	country, name, ok := strings.Cut(string(b), "/")
	var c events.Country
	plain := strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
	if err := c.UnmarshalText([]byte(strings.ToUpper(country))); err != nil || !ok || name == "" || !plain {
		return fmt.Errorf("%q is not an officer (country and name of the key: at/commander)", clean(string(b)))
	}
	*o = Officer{c, name}
	return nil
}

// Session is a connection to a desk. Run closes it.
type Session struct {
	Desk       gateway.Desk
	Viewer     events.Viewer      // what Connect.Desk said, or the desk of the officer's country
	Key        identity.Key       // zero for who only reads
	Witness    identity.Key       // of Connect.Witness
	Durability journal.Durability // what the hub's store promises; empty: not known here
	Clocks     string             // why nothing is said that runs out; empty: it is, or not known here
	Health     *health            // what the hub says of itself; nil: not known here
	Rests      bool               // no hub runs: hub and desk are in this process, while the command lasts
	Outbox     Outbox             // nil: nothing is kept, so nothing can be sent a second time
	Close      func() error       // may be nil
}

// Outbox keeps a signed request from before it is sent until its outcome is
// known: only the same bytes can be sent twice.
type Outbox interface {
	// Keep stores request under id; it is there when Keep returns.
	Keep(id events.CommandID, request []byte) error
	// Kept gives what was stored under id, or nil.
	Kept(id events.CommandID) ([]byte, error)
	// Drop forgets id.
	Drop(id events.CommandID) error
	// Settle forgets the request and keeps the receipt that answered it.
	Settle(id events.CommandID, receipt string) error
	// Receipt gives what Settle kept, or "".
	Receipt(id events.CommandID) (string, error)
}

// Run does what args say and gives the exit code. It never ends the process and
// never reads os.Args. An ended ctx is an interruption.
func Run(ctx context.Context, env Env, args []string) (exit int) {
	call, err := parse(env, commands(), args)
	if call == nil && err == nil {
		return exitDone // help was asked for, and printed
	}
	if err == nil {
		err = call.run(ctx)
	}
	if err == nil {
		return exitDone
	}
	p := problemOf(err)
	if ctx.Err() != nil && !errors.Is(err, errStale) {
		p = interrupted(p)
	}
	p.print(env, call, args)
	return p.Exit
}
