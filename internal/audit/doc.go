// Package audit reads a journal as somebody who trusts nobody. Verify says
// whether what is stored is what was signed, decided and told; Replay says what
// a viewer knew at any moment of it.
//
// Verify takes everything from the entries' bytes. In one pass, in the order of
// the journal, it checks
//
//   - that the sequence has no gap, that the store admits no deletion, and that
//     its configuration is the one genesis has the text and the hash of;
//   - each entry's bytes, strictly, and where it stands: under its operation, next
//     in number, after the digest of the one before, at the registry as it stood,
//     never earlier;
//   - each note: this journal's, signed by a key that the registry had at that
//     place; and each slot and enclosure, that the note commits to it;
//   - that the signer had seen what the note says, that the rules, asked again,
//     give exactly these events for this note at this time, and that what they
//     rest on had not changed since in the signer's feed;
//   - what the hub's clock says: by the clock's key, of the moment at which it was
//     due, when it was due; and whether anything was decided while something that
//     had run out in the same operation was unsaid, which is a notice;
//   - the tree head, if there is one: the hub's signature, and the root.
//
// Behind the pass, if asked to, it compares every feed message and every view
// document with what the journal gives.
//
// # After a broken entry
//
// An entry that is in its place but wrong in itself (a signature, a slot, a
// decision) is a finding, and the pass goes on with what is stored: the entries
// behind it are judged too. Where the chain itself breaks (bytes that are no
// entry, a number missing, a digest that is not the one before), nothing behind
// it can be decided again. From there on entries are checked only for form,
// slots and signatures, by the keys known until then, and one finding says how
// many were not judged. Feeds are then compared as far as the judged entries
// give them, views not at all. An entry of an edition that this build does not
// know is not called wrong, but not decided again either; as far as judging goes
// the chain breaks there.
//
// # What is not proven
//
// That nothing happened that nobody recorded; that a key was in its holder's
// hands; that there is no second journal with another head of the same size
// (heads must be compared). Of the last entry of an operation the hub time and
// the size of its enclosures are bound by the tree head, and by the next note of
// somebody who was told of it: entries behind the last head that nobody has
// answered can be altered in these by whoever holds the store, and be cut
// off. A feed under the name of a country that the registry does not have is not
// looked for: the ports cannot list feeds. A hub that writes during the check
// makes feeds look longer than the journal: check a copy, or without feeds.
//
// A Finding names sequences, operation ids and viewers, and no case data: nothing
// from a slot. Its Cause may, and is for those who may read the case.
package audit
