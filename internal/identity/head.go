package identity

import (
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"vigil/events"
)

// Head is a tree head: what the hub says the whole journal is, a C2SP
// tlog-checkpoint. (In our language a checkpoint is a place on the road.)
//
// One head says nothing of whether another of the same size exists; for that,
// heads are compared.
type Head struct {
	Journal events.JournalID
	Size    uint64        // entries, below 2⁶³
	Root    events.Digest // RFC 6962 root of the first Size entries
}

const originHead = "vigil/"

// Text is what the hub signs.
func (h Head) Text() string {
	return fmt.Sprintf("%s%s\n%d\n%s\n", originHead, h.Journal, h.Size, tlog.Hash(h.Root))
}

// Sign gives the signed head.
func (h Head) Sign(hub Key) string { return signed(h.Text(), hub) }

// ParseHead reads exactly what Text gives: no extension lines. Every error is a
// *Fault.
func ParseHead(text string) (Head, error) {
	var h Head
	l := lines{what: "tree head", rest: text}
	journal, ours := strings.CutPrefix(l.bare(), originHead)
	size, root := l.bare(), l.bare()
	if l.err == nil && !ours {
		l.err = fmt.Errorf("the tree head's origin is not %sJOURNAL", originHead)
	}
	if l.err == nil {
		l.err = h.Journal.UnmarshalText([]byte(journal))
	}
	if l.err == nil {
		if err := (*number)(&h.Size).UnmarshalText([]byte(size)); err != nil {
			l.err = fmt.Errorf("the tree head's size: %w", err)
		}
	}
	if l.err == nil {
		hash, err := tlog.ParseHash(root)
		if h.Root = events.Digest(hash); err != nil {
			l.err = fmt.Errorf("the tree head's root is not 32 bytes in base64")
		}
	}
	if err := l.end(text, h.Text()); err != nil {
		return Head{}, err
	}
	return h, nil
}

// OpenHead reads exactly what Sign gives, signed by hub and nobody else. Every
// error is a *Fault.
func OpenHead(signed string, hub events.PublicKey) (Head, error) {
	text, err := openOne("tree head", signed, hub)
	if err != nil {
		return Head{}, err
	}
	return ParseHead(text)
}
