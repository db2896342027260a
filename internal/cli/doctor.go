package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"vigil/events"
	"vigil/internal/identity"
	"vigil/internal/journal"
	"vigil/internal/nats/broker"
)

var doctorCommands = []Command{
	{
		Words: "doctor", Short: "say what is right and what is wrong with a directory, and what next",
		Long: "Looks at keys, disk, journal, tree head, clocks, backups, access logs and officers,\n" +
			"of a directory with a running hub or without one. Reads only, a copy where no hub\n" +
			"runs; records nothing; prints no case data. It does not decide the entries again:\n" +
			"that is vigil verify. Exit 0 if nothing is wrong, 7 if something signed does not\n" +
			"hold, else 1. What is only to be watched (▲) is exit 1 with --strict.",
		Example: "vigil doctor\nvigil doctor --strict -o json",
		Flags:   []Flag{toggle("strict", "exit 1 also for what is only to be watched")},
		Run:     runDoctor,
	},
}

// state is how a thing is found.
type state string

const (
	isRight   state = "right"
	isWatched state = "watch"
	isWrong   state = "wrong"
	isForged  state = "unverified" // wrong, and it is a signature, chain or digest
)

// marks of a state, and their paints.
var states = map[state]struct {
	mark  string
	paint paint
}{isRight: {"✔", ""}, isWatched: {"▲", notice}, isWrong: {"✖", alarm}, isForged: {"✖", alarm}}

// symptom is one line of what the doctor says.
type symptom struct {
	What  string `json:"what"`
	State state  `json:"state"`
	Text  string `json:"text"`
	Next  string `json:"next,omitempty"`
}

// checkup is one look at a directory.
type checkup struct {
	*Call
	d     directory
	found []symptom

	running bool // a hub holds the lock
	url     string
	journal journal.Journal
	state   journal.State
	last    journal.Record
	begun   events.RegistryBegun
	genesis events.Digest
	board   []events.OfficerTerms
	lands   []events.Country

	signed   string // the tree head
	headless error  // why it could not be read
}

func (k *checkup) say(s state, what, next, format string, args ...any) {
	k.found = append(k.found, symptom{what, s, fmt.Sprintf(format, args...), next})
}

func runDoctor(ctx context.Context, c *Call) (err error) {
	k := &checkup{Call: c, d: directory(c.Connect.Dir)}
	if !k.d.exists() {
		return k.d.absent()
	}
	k.programs()
	k.secrets()
	k.hub()
	k.disk()
	a, err := k.d.openArchive(ctx, c.Env)
	switch {
	case errors.Is(err, journal.ErrLocked):
		k.say(isWatched, "journal", "wait until it has ended, or see why it does not listen", "another vigil works on it, and does not listen: not looked into")
	case errors.Is(err, journal.ErrUnavailable):
		k.say(isWrong, "journal", "start the servers, or see why they are not reached, then ask again", "%v", err)
	case err != nil:
		k.say(isWrong, "journal", "vigil verify; then vigil backup BACKUP --from audit, or vigil restore from the last backup", "it cannot be read: %v", err)
	default:
		k.journal = a.journal
		defer func() { err = errors.Join(err, a.close()) }()
		if err := k.entries(ctx, a); err != nil {
			return err
		}
	}
	k.backups()
	k.accessLogs()
	if k.running && k.url != "" {
		k.gateways(ctx)
	}
	if err := c.answer(answer{Name: "doctor", Items: items(k.found), Rows: k.rows(), Human: k.print}); err != nil {
		return err
	}
	return k.verdict()
}

func items[T any](list []T) []any {
	all := make([]any, len(list))
	for i := range list {
		all[i] = list[i]
	}
	return all
}

func (k *checkup) verdict() error {
	count := map[state]int{}
	for _, s := range k.found {
		count[s.State]++
	}
	bad := count[isWrong] + count[isForged]
	switch {
	case count[isForged] > 0:
		return &hintedError{unverifiedError{fmt.Errorf("%s wrong, and something signed is among them", counted(bad, "thing"))}, "keep the directory as evidence; vigil verify says what holds"}
	case bad > 0:
		return &hintedError{fmt.Errorf("%s wrong", counted(bad, "thing")), "what to do stands below each ✖"}
	case count[isWatched] > 0 && k.switched("strict"):
		return &hintedError{fmt.Errorf("%s to be watched", counted(count[isWatched], "thing")), "what to do stands below each ▲"}
	}
	return nil
}

func (k *checkup) rows() *grid {
	g := &grid{heads: []string{"STATE", "WHAT", "SAYS", "NEXT"}}
	for _, s := range k.found {
		g.add(string(s.State), s.What, clean(s.Text), clean(s.Next))
	}
	return g
}

func (k *checkup) print(w io.Writer) {
	head := "vigil " + version + " · " + string(k.d)
	if k.begun.Journal.ID != "" {
		head = banner(k.begun.Journal.Class) + head + " · journal " + string(k.begun.Journal.ID)
	}
	fmt.Fprintln(w, head)
	for _, s := range k.found {
		p := states[s.State]
		first := k.paint(p.paint, p.mark) + fmt.Sprintf(" %-9s ", s.What)
		hang(w, first, "            ", max(k.width()-12, 24), clean(s.Text))
		if s.Next != "" {
			hang(w, "    next:   ", "            ", max(k.width()-12, 24), clean(s.Next))
		}
	}
}

func (k *checkup) programs() {
	if k.elsewhere() {
		k.say(isRight, "program", "", "vigil %s; the journal is on NATS servers that vigil does not run, and the hub's receipts say what they promise", version)
		return
	}
	k.say(isRight, "program", "", "vigil %s, NATS server %s embedded, %s", version, broker.ServerVersion, journal.Fsync)
}

func (k *checkup) elsewhere() bool { return isThere(k.d.reachFile()) }

// hub says whether one runs, and how the last one ended.
func (k *checkup) hub() {
	holder, held, err := broker.Held(k.d.store())
	k.running, k.url = held, k.d.url()
	switch {
	case err != nil:
		k.say(isWrong, "lock", "see who owns the directory; vigil must be able to lock it", "it cannot be looked at: %v", err)
	case held && k.url == "":
		k.say(isWatched, "hub", "", "%s holds the directory and does not listen", holder)
	case held:
		k.say(isRight, "hub", "", "%s runs, at %s", holder, k.url)
	case broker.Unclean(k.d.store()):
		k.say(isWatched, "hub", "vigil serve: it checks the store and makes mirrors anew; then vigil verify", "none runs, and the last one was not stopped: it was killed, or the power went")
	case k.url != "":
		k.say(isWatched, "hub", "remove "+k.d.listen(), "none runs, and one is announced at %s", k.url)
	case k.elsewhere():
		k.say(isWatched, "hub", "vigil serve", "none runs on this directory")
	default:
		k.say(isRight, "hub", "", "none runs; the last one was stopped in order")
	}
}

// entries reads what must be known of the journal.
func (k *checkup) entries(ctx context.Context, a archive) (err error) {
	// The head first: what is appended meanwhile lies behind it. A mirror may lie behind
	// the head for a moment; one that stays there is named with the head.
	k.signed, k.headless = (&books{dir: k.d.data()}).LastHead()
	if a.live {
		if err := caughtHead(ctx, a, k.signed); err != nil && !errors.Is(err, journal.ErrDamaged) {
			return err
		}
	}
	if k.state, err = k.journal.State(ctx); err != nil {
		return err
	}
	const lost = "keep the directory as evidence; vigil verify; then vigil backup BACKUP --from audit and vigil restore"
	if err := k.state.Sound(); err != nil || k.state.Last == 0 {
		if err == nil {
			err = errors.New("it is empty")
		}
		k.say(isWrong, "journal", lost, "%v", err)
		return nil
	}
	p := k.progress("reading the journal")
	_, err = k.journal.Read(ctx, 1, func(r journal.Record) error {
		p.step(r.Seq, k.state.Last)
		k.last = r
		if r.Seq == 1 {
			k.genesis = events.DigestOf(r.Body)
		}
		if r.Subject == string(events.Registry) {
			return k.registered(r)
		}
		return nil
	})
	p.done()
	switch {
	case errors.Is(err, journal.ErrDamaged):
		k.say(isForged, "journal", lost, "%v", err)
		return nil
	case err != nil:
		return err
	}
	k.say(isRight, "journal", "", "%d entries, no gap, %d bytes", k.state.Last, k.state.Bytes)
	k.capacity()
	k.head()
	k.own()
	k.clocks()
	k.officers()
	return nil
}

// registered takes what is looked for from an entry of the registry.
func (k *checkup) registered(r journal.Record) error {
	e, err := events.DecodeEntry(r.Body)
	if err != nil {
		return fmt.Errorf("%w: record %d: %w", journal.ErrDamaged, r.Seq, err)
	}
	for _, one := range e.Events {
		switch one := one.(type) {
		case events.RegistryBegun:
			k.begun = one
		case events.CountryAdded:
			k.lands = append(k.lands, one.Country.Code)
		case events.OfficerEnrolled:
			k.board = append(k.board, one.Officer)
		}
	}
	return nil
}

// own compares the keys with those of the journal.
func (k *checkup) own() {
	for name, want := range map[string]events.PublicKey{"hub": k.begun.Keys.Hub, "clock": k.begun.Keys.Clock, "root": k.begun.Keys.Root} {
		key, err := identity.ReadKeyFile(k.d.key(name))
		if err == nil && key.Public() != want {
			k.say(isForged, "keys", "look for the key that was made with this journal", "the %s key is %s, and the journal's is %s", name, key.ID(), want.ID())
		}
	}
}

// writable tells whether a file can be opened for writing. It writes nothing.
func writable(path string) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		return err
	}
	return f.Close()
}
