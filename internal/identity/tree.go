package identity

import (
	"crypto/sha256"
	"math/bits"

	"golang.org/x/mod/sumdb/tlog"

	"vigil/events"
)

// Tree is the RFC 6962 hash tree over the journal's entries, of which it keeps
// only the right edge: one hash for each complete subtree, at most 63. The zero
// Tree is empty. A copy goes its own way. It proves nothing about single
// entries; for that, the hashes must be kept.
type Tree struct {
	size uint64
	edge [63]tlog.Hash // edge[i]: the complete subtree of 2^i leaves, if bit i of size is set
}

// Add appends an entry: the next leaf is SHA-256(0x00 ‖ entry).
func (t *Tree) Add(entry []byte) {
	hash, level := tlog.RecordHash(entry), 0
	for ; t.size>>level&1 == 1; level++ {
		hash = tlog.NodeHash(t.edge[level], hash)
	}
	t.edge[level] = hash
	t.size++
}

// Size is the number of entries added.
func (t *Tree) Size() uint64 { return t.size }

// Root is the tree's hash, SHA-256 of nothing for the empty tree.
func (t *Tree) Root() events.Digest {
	if t.size == 0 {
		return sha256.Sum256(nil)
	}
	level := bits.TrailingZeros64(t.size)
	root := t.edge[level]
	for level++; t.size>>level != 0; level++ {
		if t.size>>level&1 == 1 {
			root = tlog.NodeHash(t.edge[level], root)
		}
	}
	return events.Digest(root)
}

// Head is the tree head to sign.
func (t *Tree) Head(journal events.JournalID) Head { return Head{journal, t.size, t.Root()} }
