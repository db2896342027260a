package identity

import (
	"fmt"
	"strings"

	"vigil/events"
)

// Receipt is the hub's word that a command is in the journal, and where its
// author's viewer finds it. It follows from the journal, so asked for again it
// is the same, byte for byte.
//
// It says that the entry is stored as Durability promises, and no more: not that
// any other viewer was told, nor that any witness has seen it.
type Receipt struct {
	Journal    events.JournalID
	Operation  events.OperationID
	Command    events.CommandID
	Note       events.Digest // NoteDigest of the command
	At         events.Time   // hub time at deciding, UTC
	Viewer     events.Viewer // the author's
	Counter    uint64        // the message of Viewer's feed; 0 for a viewer without a feed
	Content    events.Digest // of that message's content; zero if there is none
	Durability events.Code   // what an acknowledged entry survives: memory, fsync, ...
}

const receiptHead = "vigil-receipt/v1"

// Text is what the hub signs.
func (r Receipt) Text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\njournal %s\noperation %s\ncommand %s\nnote %s\nat %s\nviewer %s\ncounter %d\ncontent %s\ndurability %s\n",
		receiptHead, r.Journal, r.Operation, r.Command, r.Note, r.At, r.Viewer, r.Counter, r.Content, r.Durability)
	return b.String()
}

// Sign gives the signed receipt.
func (r Receipt) Sign(hub Key) string { return signed(r.Text(), hub) }

// ParseReceipt reads exactly what Text gives. Every error is a *Fault.
func ParseReceipt(text string) (Receipt, error) {
	var r Receipt
	l := lines{what: "receipt", rest: text}
	l.head(receiptHead)
	l.field("journal", &r.Journal)
	l.field("operation", &r.Operation)
	l.field("command", &r.Command)
	l.field("note", &r.Note)
	l.field("at", &r.At)
	l.field("viewer", &r.Viewer)
	l.field("counter", (*number)(&r.Counter))
	l.field("content", &r.Content)
	l.field("durability", &r.Durability)
	if l.err == nil && r.At != r.At.UTC() {
		l.err = fmt.Errorf("the receipt: at is not in UTC")
	}
	if l.err == nil && (r.Counter == 0) != (r.Content == events.Digest{}) {
		l.err = fmt.Errorf("the receipt: counter and content do not belong together")
	}
	if err := l.end(text, r.Text()); err != nil {
		return Receipt{}, err
	}
	return r, nil
}

// OpenReceipt reads exactly what Sign gives, signed by hub. Every error is a
// *Fault.
func OpenReceipt(signed string, hub events.PublicKey) (Receipt, error) {
	text, err := openOne("receipt", signed, hub)
	if err != nil {
		return Receipt{}, err
	}
	return ParseReceipt(text)
}
