package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"vigil/internal/failpoint"
	"vigil/internal/journal"
)

// Options is what a Hub must be told. All fields are needed unless they say
// otherwise.
type Options struct {
	Names Names

	JournalStream string // such as "JOURNAL"
	JournalPrefix string // before a record's subject, with its dot: "cd.journal."

	// Durability is what the server was set up to promise of the journal's
	// stream. The store cannot find it out and reports it as it is.
	Durability journal.Durability
	// Canonical writes a stream's configuration as genesis hashes it. Nil for a
	// mirror, which cannot say how its origin is configured.
	Canonical func(jetstream.StreamConfig) string
	// Ensure makes the streams of a viewer if they are not there.
	Ensure func(ctx context.Context, viewer string) error

	// Sole promises that nobody but this Hub writes the journal while it is open.
	// An acknowledged sequence that leaves out numbers is then ErrDamaged: somebody
	// else did write. Optional; without it only readers would notice.
	Sole bool
}

// Hub writes and reads the journal, the feeds and the views of one account. It
// is safe for concurrent use.
type Hub struct {
	*Reader
	options Options
	horizon horizon
}

var (
	_ journal.Journal = (*Hub)(nil)
	_ journal.Feeds   = (*Hub)(nil)
	_ journal.Views   = (*Hub)(nil)
)

// OpenHub works through conn, which stays the caller's. The journal's stream
// must exist; what it holds now is the least it may hold from now on.
func OpenHub(ctx context.Context, conn *nats.Conn, options Options) (*Hub, error) {
	r, err := NewReader(conn, options.Names)
	if err != nil {
		return nil, err
	}
	h := &Hub{Reader: r, options: options}
	info, err := h.info(ctx, options.JournalStream)
	if err != nil {
		return nil, fmt.Errorf("open the journal: %w", err)
	}
	h.horizon.last, h.several = info.State.LastSeq, info.Config.Replicas > 1
	return h, nil
}

// Append implements journal.Journal. Beside the port's errors it can return
// that the server refused the record for another reason, such as its size;
// nothing is stored then.
func (h *Hub) Append(ctx context.Context, subject string, body []byte, after uint64) (uint64, error) {
	if err := journal.CheckSubject(subject); err != nil {
		return 0, err
	}
	known := h.horizon.sending()
	header := nats.Header{jetstream.ExpectedLastSubjSeqHeader: {strconv.FormatUint(after, 10)}}
	failpoint.At("journal-unsent")
	seq, err := h.publish(ctx, h.options.JournalStream, h.options.JournalPrefix+subject, header, body)
	failpoint.At("journal-stored")
	if err != nil {
		if !errors.Is(err, journal.ErrUnknownOutcome) {
			h.horizon.refused()
		}
		return 0, fmt.Errorf("append to %s after %d: %w", subject, after, err)
	}
	if err := h.horizon.stored(known, seq, h.options.Sole); err != nil {
		return 0, fmt.Errorf("append to %s after %d: %w", subject, after, err)
	}
	return seq, nil
}

// Read implements journal.Journal.
func (h *Hub) Read(ctx context.Context, from uint64, f func(journal.Record) error) (uint64, error) {
	known := h.horizon.known()
	return h.read(ctx, h.options.JournalStream, "journal", from, known, func(m *nats.Msg, about *nats.MsgMetadata) error {
		return f(journal.Record{
			Seq:     about.Sequence.Stream,
			Subject: strings.TrimPrefix(m.Subject, h.options.JournalPrefix),
			Stored:  about.Timestamp,
			Body:    m.Data,
		})
	})
}

// Load implements journal.Journal. It is not for the path of a command: after a
// restart the server's first direct get can hold up an append for a second.
func (h *Hub) Load(ctx context.Context, seqs ...uint64) ([]journal.Record, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	found, err := h.load(ctx, h.options.JournalStream, "journal", seqs)
	if err != nil {
		return nil, err
	}
	records := make([]journal.Record, len(found))
	for i, s := range found {
		records[i] = journal.Record{
			Seq:     s.seq,
			Subject: strings.TrimPrefix(s.subject, h.options.JournalPrefix),
			Stored:  s.at,
			Body:    s.body,
		}
	}
	return records, nil
}

// State implements journal.Journal.
func (h *Hub) State(ctx context.Context) (journal.State, error) {
	info, err := h.info(ctx, h.options.JournalStream)
	if err != nil {
		return journal.State{}, err
	}
	config := ""
	if h.options.Canonical != nil {
		config = h.options.Canonical(info.Config)
	}
	s := stateOf(info)
	s.MaxBytes, s.Durability, s.Config = uint64(max(info.Config.MaxBytes, 0)), h.options.Durability, config
	return s, nil
}

func stateOf(info *jetstream.StreamInfo) journal.State {
	return journal.State{
		First:    info.State.FirstSeq,
		Last:     info.State.LastSeq,
		Messages: info.State.Msgs,
		Deleted:  uint64(info.State.NumDeleted),
		Bytes:    info.State.Bytes,
	}
}

// FeedState implements journal.Feeds.
func (h *Hub) FeedState(ctx context.Context, viewer string) (journal.State, error) {
	info, err := h.info(ctx, h.names.FeedStream(viewer))
	if err != nil {
		return journal.State{}, ofViewer(viewer, err)
	}
	return stateOf(info), nil
}

// EnsureViewer implements journal.Feeds.
func (h *Hub) EnsureViewer(ctx context.Context, viewer string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := h.options.Ensure(ctx, viewer); err != nil {
		return fmt.Errorf("make the feed and the view of %s: %w", viewer, err)
	}
	return nil
}

// AppendFeed implements journal.Feeds.
func (h *Hub) AppendFeed(ctx context.Context, viewer string, counter uint64, message []byte) error {
	stream, where := h.names.FeedStream(viewer), "feed of "+viewer
	if counter == 0 {
		return h.skipped(ctx, viewer, counter)
	}
	// Both conditions: the stream has one subject, so they differ only in a
	// stream that has lost messages.
	before := []string{strconv.FormatUint(counter-1, 10)}
	header := nats.Header{jetstream.ExpectedLastSubjSeqHeader: before, jetstream.ExpectedLastSeqHeader: before}
	for tries := 0; ; tries++ {
		err := h.appendFeed(ctx, viewer, stream, where, counter, header, message)
		if !errors.Is(err, errInFlight) {
			return err
		}
		if tries == maxTries {
			return unavailable(where, err)
		}
		pause(ctx, settling<<tries)
	}
}

// errInFlight: another message is about to be stored under that number.
var errInFlight = errors.New("the replicas have not agreed on another message yet")

func (h *Hub) appendFeed(ctx context.Context, viewer, stream, where string, counter uint64, header nats.Header, message []byte) error {
	seq, err := h.publish(ctx, stream, h.names.FeedSubject(viewer), header, message)
	switch {
	case err == nil && seq != counter:
		return fmt.Errorf("%s: message %d was stored as number %d: %w", where, counter, seq, journal.ErrDamaged)
	case err == nil:
		return nil
	case !errors.Is(err, journal.ErrConflict):
		return fmt.Errorf("%s: %w", where, h.ofUnknownViewer(ctx, viewer, stream, err))
	}
	found, err := h.load(ctx, stream, where, []uint64{counter})
	if errors.Is(err, journal.ErrDamaged) {
		if err := h.skipped(ctx, viewer, counter); err != nil {
			return err
		}
		found, err = h.load(ctx, stream, where, []uint64{counter}) // it came meanwhile, or is lost
	}
	switch {
	case err != nil:
		return ofViewer(viewer, err)
	case !bytes.Equal(found[0].body, message):
		return fmt.Errorf("%s: message %d is stored with other bytes: %w", where, counter, journal.ErrDamaged)
	}
	return nil
}

// skipped says why counter can be neither found nor written, unless the feed
// reaches it. A replicated stream refuses for the sake of what is proposed, before
// it is there.
func (h *Hub) skipped(ctx context.Context, viewer string, counter uint64) error {
	info, err := h.info(ctx, h.names.FeedStream(viewer))
	if err != nil {
		return ofViewer(viewer, err)
	}
	switch last := info.State.LastSeq; {
	case counter == last+1:
		return errInFlight
	case counter == 0, counter > last:
		return &journal.GapError{Where: "feed of " + viewer, Want: last + 1, Got: counter}
	}
	return nil
}

// ofUnknownViewer finds out whether a publish that no stream took was for a
// viewer without streams.
func (h *Hub) ofUnknownViewer(ctx context.Context, viewer, stream string, err error) error {
	if errors.Is(err, jetstream.ErrNoStreamResponse) {
		if _, err := h.info(ctx, stream); errors.Is(err, jetstream.ErrStreamNotFound) {
			return ofViewer(viewer, err)
		}
	}
	return err
}

// horizon is how far the journal is known to reach. A store that acknowledges
// below it has lost records and uses their numbers again.
type horizon struct {
	mu   sync.Mutex
	last uint64 // the highest number seen
	open uint64 // appends that may still be stored, or were without our knowing
}

func (h *horizon) known() uint64 {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.last
}

// sending counts an append and returns what was known before it.
func (h *horizon) sending() (known uint64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.open++
	return h.last
}

func (h *horizon) refused() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.open--
}

func (h *horizon) stored(known, seq uint64, sole bool) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	last, open := h.last, h.open
	h.last = max(last, seq)
	h.open--
	switch {
	case seq <= known:
		return fmt.Errorf("acknowledged as number %d, but the journal had reached %d: %w", seq, known, journal.ErrDamaged)
	case sole && seq > last+open:
		return fmt.Errorf("acknowledged as number %d, but only %d records can be there, somebody else wrote: %w", seq, last+open, journal.ErrDamaged)
	}
	return nil
}
