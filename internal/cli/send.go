package cli

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/oklog/ulid/v2"

	"vigil/events"
	"vigil/internal/failpoint"
	"vigil/internal/identity"
	"vigil/internal/operation"
	"vigil/projections"
)

// sending is a command on its way: what is known of the world it is about.
type sending struct {
	*Call
	r        reading
	row      events.ActRow
	Document projections.Document // empty for what opens an operation
	record   events.Shown         // what REF names
	note     events.Note
	fact     events.Event // what is proposed; nil for what is sent again
	texts    []string     // the slots of its texts
	alliance projections.Alliance
}

// send is what every command does that sends: the flags or the document become
// the fact, the fact the slots, the slots a signed note; the desk relays it.
func (c *Call) send(ctx context.Context) error {
	s, err := c.prepare(ctx)
	if err != nil {
		return err
	}
	if done, err := s.doneAlready(ctx); done || err != nil {
		return err
	}
	request, id, err := s.compose(ctx)
	if err == nil {
		err = s.sure()
	}
	if err != nil {
		return err
	}
	return s.relay(ctx, request, id)
}

// prepare finds out who speaks, what time it is and what it is about.
func (c *Call) prepare(ctx context.Context) (*sending, error) {
	row, err := events.ActOf(c.Command.Act)
	if err != nil {
		return nil, err
	}
	c.signed()
	c.complete()
	if err := c.wrong(); err != nil {
		return nil, err
	}
	r, err := c.read(ctx)
	if err != nil {
		return nil, err
	}
	if r.Key.IsZero() {
		return nil, usage("vigil "+c.Command.Words, "there is no key to sign with for %s", c.Connect.As)
	}
	s := &sending{Call: c, r: r, row: row}
	if s.alliance, err = r.Desk.Alliance(ctx, r.Asker.Viewer); err != nil {
		return nil, err
	}
	switch {
	case c.arg("OPERATION") != "":
		s.Document, err = c.operation(ctx, r)
	case c.arg("REF") != "":
		if _, s.record, err = c.found(ctx, r); err == nil && s.record.Operation == events.Registry {
			err = usage("vigil "+c.Command.Words, "REF: %s is about the alliance, of no operation", clean(c.arg("REF")))
		}
		if err == nil {
			s.Document, err = r.Desk.Document(ctx, r.Asker, s.record.Operation)
		}
	}
	if err != nil {
		return nil, err
	}
	return s, s.head()
}

// complete checks that what the command cannot do without was given, all at once.
func (c *Call) complete() {
	if _, document := c.given["file"]; document {
		for _, f := range append(c.Command.Flags, textFlags(c.Command.Act)...) {
			if _, given := c.given[f.Name]; given {
				c.fault("--%s: leave it out, the document of --file says it", f.Name)
			}
		}
		return
	}
	c.need(c.Command.flags())
}

// signed checks that somebody signs.
func (c *Call) signed() {
	if c.Connect.As == (Officer{}) {
		c.fault("say who signs: --as at/commander (or VIGIL_AS)")
	}
}

// need checks that the flags are there without which the command is not complete.
func (c *Call) need(list []Flag) {
	for _, f := range list {
		if _, given := c.given[f.Name]; f.Must && !given {
			c.fault("--%s %s is needed: %s", f.Name, f.Value, f.Usage)
		}
	}
}

func textFlags(act events.Act) (list []Flag) {
	row, _ := events.ActOf(act)
	for _, slot := range row.Slots {
		if slot.Class != events.Clear {
			list = append(list, Flag{Name: flagOf(slot.Name)})
		}
	}
	return list
}

// remark says something beside a command; standard error is for errors where
// programs read it.
func (s *sending) remark(format string, args ...any) {
	if !s.asJSON() {
		fmt.Fprintf(s.Stderr, "note: "+format+"\n", args...)
	}
}

// sure asks for the operation's name before what cannot be undone. Where nobody
// can be asked, --yes must say it.
func (s *sending) sure() error {
	if s.Command.Ends == "" || s.switched("yes") || s.switched("dry-run") {
		return nil
	}
	name := or(string(s.Document.Name), string(s.Document.Operation))
	what := "this " + fmt.Sprintf(s.Command.Ends, name)
	if !s.Asks || s.asJSON() || s.given["file"] == "-" {
		s.fault("%s: say --yes if you mean it", what)
		return s.wrong()
	}
	fmt.Fprintf(s.Stderr, "%s. Type %s to go on: ", strings.ToUpper(what[:1])+what[1:], name)
	answer, err := bufio.NewReader(s.Stdin).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	if !strings.EqualFold(strings.TrimSpace(answer), name) {
		s.fault("that was not %s: nothing was sent", name)
	}
	return s.wrong()
}

// head fills the note's header, all but id and operation.
func (s *sending) head() error {
	now := s.clock.local()
	s.note = events.Note{
		Journal: s.r.Moment.Journal.ID, Operation: s.Document.Operation, Act: s.row.Act,
		Signer: s.r.Asker.Viewer, Key: s.r.Key.ID(), Occurred: now, Known: now,
	}
	if s.row.Nature == events.Decision {
		s.note.Until = now.Add(events.DecisionLife)
		if by := s.moment("decide-by"); !by.IsZero() {
			s.note.Until = by
			if !by.After(now) {
				s.fault("--decide-by: %s is past, it is %s", s.clock.at(by), s.clock.at(now))
			}
		}
		return s.wrong()
	}
	for _, said := range []struct {
		flag string
		to   *events.Time
	}{{"occurred", &s.note.Occurred}, {"known", &s.note.Known}} {
		flag := said.flag
		if t := s.moment(flag); !t.IsZero() {
			*said.to = t
			if t.After(now.Add(operation.Skew)) {
				s.fault("--%s: %s is still to come; for the day before write the date: %s", flag, s.clock.at(t), t.Add(-24*time.Hour).Std().Format("2006-01-02T15:04Z07:00"))
			}
		}
	}
	if _, given := s.given["known"]; given && s.note.Known.Before(s.note.Occurred) {
		s.fault("--known: %s is before it occurred, %s", s.clock.at(s.note.Known), s.clock.at(s.note.Occurred))
	}
	return s.wrong()
}

// compose gives the signed bytes and their id: those kept under --id, or new
// ones.
func (s *sending) compose(ctx context.Context) (events.Request, events.CommandID, error) {
	id := flagged[events.CommandID](s.Call, "id")
	if err := s.wrong(); err != nil {
		return events.Request{}, "", err
	}
	if id != "" && s.r.Outbox != nil {
		b, err := s.r.Outbox.Kept(id)
		if err != nil {
			return events.Request{}, id, err
		}
		if b != nil {
			request, err := s.again(b)
			return request, id, err
		}
	}
	if id == "" {
		fresh, err := newID(s.Env)
		if err != nil {
			return events.Request{}, "", err
		}
		id = events.CommandID(fresh)
	}
	s.note.Command = id
	if s.note.Operation == "" {
		fresh, err := newID(s.Env)
		if err != nil {
			return events.Request{}, id, err
		}
		s.note.Operation = events.OperationID(fresh)
	}
	values, err := s.values(ctx)
	if err == nil {
		err = s.nameIsFree(ctx, values)
	}
	if err != nil {
		return events.Request{}, id, err
	}
	seen := events.Seen{Counter: s.r.Moment.Counter, Digest: s.r.Moment.Digest}
	signers := []identity.Key{s.r.Key}
	if !s.r.Witness.IsZero() {
		signers = append(signers, s.r.Witness)
	}
	request, err := identity.Compose(s.note, seen, values, s.Random, signers...)
	return request, id, err
}

// again takes up what was signed before: only the same bytes are the same
// command.
func (s *sending) again(b []byte) (events.Request, error) {
	request, err := events.DecodeRequest(b)
	if err != nil {
		return request, fmt.Errorf("what was kept to send again: %w", err)
	}
	kept, _, err := events.ParseNote(request.Note)
	if err != nil {
		return request, fmt.Errorf("what was kept to send again: %w", err)
	}
	if kept.Act != s.row.Act || s.note.Operation != "" && kept.Operation != s.note.Operation {
		return request, usage("vigil "+s.Command.Words, "--id: %s is the id of another command, %s", kept.Command, kept.Act)
	}
	s.note = kept
	fmt.Fprintf(s.Stderr, "sending again what was signed at %s; what was typed now is not looked at\n", s.clock.at(kept.Known))
	return request, nil
}

func newID(env Env) (string, error) {
	id, err := ulid.New(ulid.Timestamp(env.Now()), env.Random)
	if err != nil {
		return "", fmt.Errorf("no new id: %w", err)
	}
	return id.String(), nil
}

// values are the slots: from the document of --file, or from args and flags.
func (s *sending) values(ctx context.Context) ([]identity.Value, error) {
	if path, ok := s.given["file"]; ok {
		return s.fromDocument(path)
	}
	fact := s.Command.Fact.fill(ctx, s)
	s.fact = fact
	var texts []identity.Value
	for _, slot := range s.row.Slots {
		if text, ok := s.given[flagOf(slot.Name)]; ok && slot.Class != events.Clear {
			texts = append(texts, identity.Value{Slot: slot.Name, Bytes: s.text(flagOf(slot.Name), text)})
			s.texts = append(s.texts, slot.Name)
		}
	}
	more, err := s.beside()
	if err := errors.Join(s.wrong(), err); err != nil {
		return nil, err
	}
	values, err := slotsOf(fact)
	return slices.Concat(values, more, texts), err
}

// beside are the clear slots that many acts share: what a fact corrects, and its
// handling codes.
func (s *sending) beside() (values []identity.Value, err error) {
	add := func(slot string, value any) {
		b, bad := events.Marshal(value)
		values, err = append(values, identity.Value{Slot: slot, Bytes: b}), errors.Join(err, bad)
	}
	if s.corrects != (events.CorrectsTerms{}) {
		add(events.SlotCorrects, s.corrects)
	}
	if s.isHandled() {
		add(events.SlotHandling, s.handling())
	}
	return values, err
}

// slotsOf takes a fact apart: its members are the clear slots.
func slotsOf(fact events.Event) ([]identity.Value, error) {
	b, err := events.Marshal(fact)
	if err != nil {
		return nil, err
	}
	members, err := events.Members(b)
	if err != nil {
		return nil, err
	}
	values := make([]identity.Value, len(members))
	for i, m := range members {
		values[i] = identity.Value{Slot: m.Name, Bytes: m.Value}
	}
	return values, nil
}

// verbatim stands before a text that is taken as it is, with an @ too.
const verbatim = "\x00"

// text is a text, or what stands in the file that @ names.
func (s *sending) text(flag, text string) []byte {
	if text, ok := strings.CutPrefix(text, verbatim); ok {
		return []byte(text)
	}
	if path, ok := strings.CutPrefix(text, "@"); ok {
		b, err := s.ReadFile(path)
		if err != nil {
			s.fault("--%s: %v", flag, err)
		}
		text = string(bytes.TrimRight(b, "\n"))
	}
	if strings.TrimSpace(text) == "" {
		s.fault("--%s is empty: say something, or leave it out", flag)
	}
	return []byte(text)
}

// relay sends the request, keeps it until its outcome is known, and says what was
// recorded.
func (s *sending) relay(ctx context.Context, request events.Request, id events.CommandID) error {
	if s.switched("dry-run") {
		request.DryRun = events.DecideOnly
		answer, err := s.r.Desk.Do(ctx, request)
		if err != nil {
			return err
		}
		return s.wouldBe(answer)
	}
	if !s.asJSON() {
		fmt.Fprintf(s.Stderr, "id %s\n", id)
	}
	kept := false
	if s.r.Outbox != nil {
		b, err := events.EncodeRequest(request)
		if err == nil {
			err = s.r.Outbox.Keep(id, b)
		}
		if err != nil {
			return fmt.Errorf("nothing was sent: it could not be kept to be sent again: %w", err)
		}
		kept = true
	}
	failpoint.At("request-kept")
	answer, err := s.r.Desk.Do(ctx, request)
	failpoint.At("request-answered")
	if err != nil && !isSettled(err) {
		return &sendError{ID: id, Kept: kept, Confirmed: reference(s.r.Asker.Viewer, s.r.Moment.Counter), err: err}
	}
	if err != nil {
		s.forget(id, kept, func() error { return s.r.Outbox.Drop(id) })
		return &sendError{ID: id, err: err}
	}
	// Recorded. The copy goes when that has been said: until then the same id must
	// mean the same bytes, or a retry would be another command.
	if err := s.done(ctx, answer, id); err != nil {
		var sent *sendError
		if errors.As(err, &sent) {
			sent.Kept = kept
		}
		return err
	}
	failpoint.At("request-told")
	s.forget(id, kept, func() error { return s.r.Outbox.Settle(id, answer.Receipt) })
	return nil
}

// forget is done with a request whose outcome is known and told.
func (s *sending) forget(id events.CommandID, kept bool, f func() error) {
	if !kept {
		return
	}
	if err := f(); err != nil {
		fmt.Fprintf(s.Stderr, "%s is done with, but still kept to be sent again: %v\n", id, err)
	}
}

// isSettled tells whether an error says that nothing was recorded and why: then the
// same bytes need never be sent again.
func isSettled(err error) bool {
	var refusal *operation.Refusal
	var fault *identity.Fault
	return errors.As(err, &refusal) || errors.As(err, &fault)
}
