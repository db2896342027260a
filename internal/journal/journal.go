// Package journal holds the ports of everything vigil stores in streams: the
// journal itself, the feeds cut from it, and the views folded from those. Each
// port has one implementation in memory here; the one on JetStream is in
// internal/nats/store. The suite in journaltest says what both must do.
//
// The ports carry bytes. What the bytes mean is the business of package events.
package journal

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
)

// Record is one stored journal message: the raw bytes of an entry and where it
// stands. Seq is dense from 1 over the whole stream. Stored is the store's own
// time, outside every digest; a scenario journal does not compare it.
type Record struct {
	Seq     uint64
	Subject string // operation ULID, or "registry"
	Stored  time.Time
	Body    []byte
}

// Journal is the one thing that cannot be recomputed.
type Journal interface {
	// Append stores body as the next record of subject, provided that subject's
	// last record is the one at sequence after (0: subject has none). It MUST
	// return only when the record is durable as State.Durability promises.
	//
	// A caller MUST pass the sequence it decided on, never one read afresh.
	// Of callers that pass the same one at most one succeeds; appends to other
	// subjects never make a conflict. A subject is as CheckSubject says.
	// Errors: ErrConflict, ErrFull and ErrUnavailable (nothing stored),
	// ErrUnknownOutcome (it may or may not be stored, even later than this call:
	// read, look for your own command, then try again with the same after),
	// ErrDamaged (the store contradicts itself).
	//
	// Append does not look for doubles: the same body twice, each time with the
	// right after, is stored twice. It does not promise that sequences come back
	// in the order of the calls when calls overlap.
	Append(ctx context.Context, subject string, body []byte, after uint64) (seq uint64, err error)

	// Read calls f for every record from sequence from (0 means 1) up to the last
	// one stored when it was called, in order, and returns that last sequence,
	// also when from lies beyond it. A gap is a *GapError. An error of f ends
	// the reading and is returned; with an error, last is the last sequence that
	// f took. f must not keep Body unless it copies it; it may call the journal.
	Read(ctx context.Context, from uint64, f func(Record) error) (last uint64, err error)

	// Load returns single records of known sequences, in the order asked, doubles
	// included. One that is not there is a *GapError.
	Load(ctx context.Context, seqs ...uint64) ([]Record, error)

	// State says what the store believes of itself.
	State(ctx context.Context) (State, error)
}

// State is a store's own account of the journal; an auditor compares it.
type State struct {
	First, Last uint64
	Messages    uint64
	Deleted     uint64
	Bytes       uint64
	MaxBytes    uint64 // 0: unlimited
	Durability  Durability
	Config      string // canonical text of the stream's configuration, hashed in genesis
}

// Sound reports what in a state contradicts an append-only stream, or nil.
func (s State) Sound() error {
	switch {
	case s.Last == 0 && s.Messages == 0:
		return nil
	case s.First != 1:
		return fmt.Errorf("%w: the first record is %d, not 1", ErrDamaged, s.First)
	case s.Deleted != 0:
		return fmt.Errorf("%w: %d records deleted", ErrDamaged, s.Deleted)
	case s.Messages != s.Last:
		return fmt.Errorf("%w: %d records but the last is number %d", ErrDamaged, s.Messages, s.Last)
	}
	return nil
}

// Durability is what an acknowledged append survives.
type Durability string

const (
	InMemory  Durability = "memory"    // nothing: for tests
	Fsync     Durability = "fsync"     // a power cut of this machine
	Periodic  Durability = "periodic"  // a crash of the process, not a power cut
	Replicate Durability = "replicate" // the loss of a minority of replicas

	// ReplicateFsync: a power cut of all replicas, and the loss of a minority.
	ReplicateFsync Durability = "replicate-fsync"
)

// FeedReader reads the feed of one viewer. A message's number is its counter,
// dense from 1. What a reader of a mirror finds may be behind what the hub has
// written, by no promised time, but is never out of order. A viewer that was
// never ensured is ErrNoViewer in every call here and below; to an account that
// may not even ask, it can be ErrUnavailable.
type FeedReader interface {
	// ReadFeed calls f for every message from counter from (0 means 1) up to the
	// last one stored when called, in order, and returns that last counter. A gap
	// is a *GapError. Errors of f, last and message are as in Journal.Read.
	ReadFeed(ctx context.Context, viewer string, from uint64, f func(counter uint64, message []byte) error) (last uint64, err error)

	// FollowFeed does the same and goes on with what comes, until ctx ends or f
	// returns an error; it returns the error of either. It survives the loss of
	// a connection that comes back, and hands over each message once. f runs in
	// the caller's goroutine, here as in every reading.
	FollowFeed(ctx context.Context, viewer string, from uint64, f func(counter uint64, message []byte) error) error
}

// Feeds is the hub's side: reading, and writing each message once.
type Feeds interface {
	FeedReader

	// EnsureViewer makes the feed and the view of viewer if they do not exist.
	// It is idempotent.
	EnsureViewer(ctx context.Context, viewer string) error

	// AppendFeed stores message as number counter. If that number is already
	// stored with equal bytes it returns nil; with other bytes, ErrDamaged. A
	// counter that skips a number is a *GapError, and nothing is stored. After
	// ErrUnknownOutcome the same call can be made again.
	// Feeds can be recomputed: an append need not survive a power cut.
	AppendFeed(ctx context.Context, viewer string, counter uint64, message []byte) error

	// FeedState says what the store believes of viewer's feed. Durability, Config
	// and MaxBytes are not set.
	FeedState(ctx context.Context, viewer string) (State, error)
}

// ViewReader reads the documents of one viewer by key: an operation's ULID,
// or a key that begins with "meta.". A key is as CheckKey says. Readers of a
// mirror may be behind, as with feeds.
type ViewReader interface {
	// ReadView returns the document, or ErrNoDocument. An empty document is a
	// document.
	ReadView(ctx context.Context, viewer, key string) ([]byte, error)
	// Views returns all documents of viewer by key. Each is one that was there
	// during the call; together they need not be of one instant.
	Views(ctx context.Context, viewer string) (map[string][]byte, error)
}

// Views is the hub's side of the views. They are disposable: neither a put nor
// a deletion need survive a power cut. Both can be repeated.
type Views interface {
	ViewReader
	// PutView makes document the one under key.
	PutView(ctx context.Context, viewer, key string, document []byte) error
	// DeleteView leaves no document under key, whether or not there was one.
	DeleteView(ctx context.Context, viewer, key string) error

	// ViewState says what the store believes of viewer's view: in Messages, how
	// many keys have a document or had one. Last never goes back. Nothing else is
	// set, for what is written over leaves no trace.
	ViewState(ctx context.Context, viewer string) (State, error)
}

// CheckSubject refuses what cannot be the subject of a record: it must be one
// token of letters, digits, "-" and "_".
func CheckSubject(subject string) error {
	if !consistsOf(subject, "-_") {
		return fmt.Errorf("journal subject %q: only letters, digits, - and _ may stand in it", subject)
	}
	return nil
}

// CheckKey refuses what cannot be the key of a document: letters, digits, "-",
// "_" and inner single dots.
func CheckKey(key string) error {
	dots := strings.HasPrefix(key, ".") || strings.HasSuffix(key, ".") || strings.Contains(key, "..")
	if dots || !consistsOf(key, "-_.") {
		return fmt.Errorf("view key %q: only letters, digits, -, _ and single dots inside may stand in it", key)
	}
	return nil
}

func consistsOf(s, also string) bool {
	for _, r := range s {
		letter := 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
		digit := '0' <= r && r <= '9'
		if !letter && !digit && !strings.ContainsRune(also, r) {
			return false
		}
	}
	return s != ""
}

var (
	// ErrConflict: the subject has grown since the caller looked.
	ErrConflict = errors.New("the operation changed since it was read")
	// ErrFull: the journal reached its size limit; nothing was stored.
	ErrFull = errors.New("the journal is full")
	// ErrUnknownOutcome: the store did not answer; the record may be there.
	ErrUnknownOutcome = errors.New("no answer from the journal; the outcome is unknown")
	// ErrUnavailable: the store cannot be reached; nothing was asked of it.
	ErrUnavailable = errors.New("the journal cannot be reached")
	// ErrElecting: of the servers that keep the journal none leads; another will, in
	// some seconds. It is an ErrUnavailable.
	ErrElecting = fmt.Errorf("%w: its servers are electing which of them leads", ErrUnavailable)
	// ErrDamaged: the store contradicts itself or what is known of it.
	ErrDamaged = errors.New("the store is damaged")
	// ErrNoViewer: the viewer was never ensured, or is unknown to this account.
	ErrNoViewer = errors.New("no feed and no view of that name; make them with EnsureViewer")
	// ErrNoDocument: no document under that key.
	ErrNoDocument = errors.New("no such document")
	// ErrLocked: another process uses the directory.
	ErrLocked = errors.New("the directory is in use by another process")
)

// GapError is a missing or doubled number where a dense sequence must be. Got
// is 0 if nothing was found at all.
type GapError struct {
	Where     string // "journal", or "feed of at"
	Want, Got uint64
}

func (e *GapError) Error() string {
	if e.Got == 0 {
		return fmt.Sprintf("%s: record %d is missing", e.Where, e.Want)
	}
	return fmt.Sprintf("%s: record %d expected, %d found", e.Where, e.Want, e.Got)
}

// Is makes every gap a damage.
func (e *GapError) Is(target error) bool { return target == ErrDamaged }
