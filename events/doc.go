// Package events is the vocabulary of vigil: every fact that can be recorded, the
// commands that state them, and the bytes of both. This comment is the
// specification of the formats and the glossary; it is meant to be enough to
// implement them in another language. Package identity specifies what is signed
// around them, package disclosure who is shown what.
//
// Nothing here decides anything, reads a clock, or does input or output.
//
// # Glossary
//
//   - command: what an officer signs. Its act says what it is: a decision
//     (noun.verb, "handover.offer") can be refused, an observation
//     (noun.participle, "border.crossed") cannot. What a clock says
//     ("checkpoint.missed") is signed by the hub's clock key, and refused unless
//     it has run out.
//   - event: one fact. Its kind is noun.participle, "handover.offered". The first
//     event of an entry is the fact that its command states; the others follow
//     from it.
//   - entry: one accepted command with its events, as stored.
//   - slot: the unit of disclosure, a named value of a command. A clear slot is a
//     member of the fact. An enclosure is a slot whose value stays out of the
//     journal: a name, an address, any free text.
//   - viewer: a country in one capacity; feed: all messages to one viewer.
//   - checkpoint: a place where the consignment is to be seen. Never a position in
//     the journal, nor a tree head.
//   - part: a part of the consignment. Direction, eyes-on and possession are held
//     for each part separately.
//   - request and consent: asking one State for one measure, and its yes. A request
//     is given once for each State, and a consent covers that State alone.
//   - assurance: what a State promises for its own territory, where the law of
//     another asks for it.
//   - plan version: the part of the plan that one State was given to approve.
//     Versions are counted for each State.
//   - watch: for how long goods may be out of sight on a leg before control of them
//     is lost. Nobody legislates that; each plan says it.
//   - device: a beacon or another technical means. It is called by a label, and is
//     live in a State only with the approval of that State.
//   - conveyance: what carries a part. Its open number (container, vessel, flight,
//     parcel) is clear; a plate, a VIN and every name are enclosures.
//   - substitute: what was put in the place of goods. It is counted apart and is never
//     goods.
//   - witness: the second officer who signs a weight.
//   - last safe point: a checkpoint at which goods can still be stopped safely. There
//     the State says go or no-go.
//   - notice: the word that officers went on watching in a State that was not asked.
//   - ended, closed: an operation has ended when nothing travels any more; it is
//     closed when all is accounted for and every State has reported.
//   - occurred, known, at: when it happened, when the author knew, when the hub
//     decided. None stands in for another.
//
// # Canonical JSON
//
// All formats but the note are canonical JSON (RFC 8259), which has one spelling
// for each value:
//
//   - One line of UTF-8 without a line end, without white space between tokens,
//     nothing in front or behind.
//   - An object has exactly the members given below, in the order given below, each
//     once. A member marked ? is left out if it has nothing to say: an empty list,
//     an empty word, an object or time that is absent. All others are there.
//   - A number is a whole number of decimal digits: no sign, no point, no exponent,
//     no spare zero, at most 2⁵³−1. Decimals are strings.
//   - In a string, each character stands for itself except: \" \\ \b \f \n \r \t;
//     the other characters below U+0020 as \u00xx in lower case; U+2028 and U+2029
//     as \u2028 and \u2029. So "<", "&", "/" and "é" are not escaped.
//   - There is no null, no true, no false.
//   - Bytes, digests aside, are base64 of the standard alphabet with padding, the
//     unused bits zero (RFC 4648 section 4). A digest is 64 hex digits, lower case.
//   - Where a value is of no fixed type (a slot's value in transit), it is held to
//     the same rules, all but the order of members; no object has more than 64
//     members or a member twice, and the whole is nested at most 16 deep.
//
// A reader refuses everything else and never repairs: an unknown kind or member is
// an error, not something to skip. So equal values have equal bytes, and a digest
// of the bytes is a digest of what they say.
//
// # Words
//
//	Time          2026-03-02T03:10:00.000+01:00: RFC 3339, three decimals, the
//	              offset of the place (hours to 23), or Z for none; never +00:00
//	              or -00:00, no leap second, after 1970-01-01T00:00:00.000Z
//	Country       [A-Z]{2}, ISO 3166-1 alpha-2; XZ stands for waters of no State
//	Language      [a-z]{2}, ISO 639-1
//	Currency      [A-Z]{3}, ISO 4217
//	Viewer        at (the desk of AT) | at.lead (AT where it leads) | root | hub | audit
//	JournalID     a ULID: 26 of 0-9 and A-Z without I, L, O, U; the first at most 7
//	OperationID   a ULID, or "registry"
//	CommandID     a ULID, unique within its operation
//	PublicKey     an Ed25519 key, 32 bytes in base64
//	KeyID         16 hex digits: the first 8 bytes of SHA-256("vigil-key/v1" ‖ key)
//	Codename      [A-Z]{3,12}
//	Part          six of the characters of a ULID, see below
//	PointID       HU-AT, then HU-AT/2 to HU-AT/99: handover points from HU to AT
//	CheckpointID  AT-CP1 to AT-CP999: checkpoints on AT's territory
//	LegID         AT-L1 to AT-L999: legs on AT's territory
//	ConditionID   AT-C1 to AT-C999: conditions that AT imposes
//	AuthorityID   AT-A1 to AT-A999: the authorities of AT, in the directory
//	DeviceID      a device's label, made as a part's is, see below
//	AlertID       cause/what it is about: checkpoint-missed/AT-CP1
//	Code          words of [a-z0-9]+ with single hyphens between them, 64 bytes at most
//	CallSign      words of [A-Z0-9]+ with single hyphens between them, 64 bytes at most;
//	              as the number of a seal, NONE stands for no seal
//	Identifier    spelt as a CallSign: an open number of a thing. It need not have a
//	              check digit that fits; NONE stands for a number taken off
//	HSCode        [0-9]{4}([0-9]{2}){0,2}, a heading of the Harmonised System
//	Evaluation    [ABCX][1-4], the 4x4 of Europol, or UK-[1-3][A-E][PC], the 3x5x2 of
//	              the United Kingdom; neither is turned into the other
//	Zone          UTC, or an IANA zone such as Europe/Vienna
//	Decimal       (0|[1-9][0-9]{0,8})(\.[0-9]{0,5}[1-9])?
//	Locode        [A-Z]{2}[A-Z2-9]{3}, a UN/LOCODE without its space
//	Coordinate    -?(0|[1-9][0-9]{0,2})\.[0-9]{2}, degrees
//	Account       [A-Z0-9]{8,60}
//	Digest        a SHA-256
//	Salt          32 random bytes
//	Commitment    32 bytes, see below
//	number        a whole number; Minutes and uint16 are at most 65535
//
// No name says how many others there are that its reader may not see: points are
// counted by pair of States, checkpoints and legs by territory, and a part is
// called by a label that nobody can guess who does not see the command that
// declared it. The label is six characters of the alphabet
// 0123456789ABCDEFGHJKMNPQRSTVWXYZ, one for each of the first six bytes of
// SHA-256("vigil-part/v1" ‖ command id), by its five low bits. The part declared by
// 01JNJV00000000000000C0MM01 is 6W1P6X. A part that a split begins is called after
// the command of the split, in the same way: it keeps that label when the split is
// told anew. A device is called after the command that assigned it, from
// SHA-256("vigil-device/v1" ‖ command id): that command would call one 1B7C22.
//
// # Slots, commitments, enclosures
//
// A command has at most 16 slots. Slot 0 is "seen": {"counter":…,"digest":…}, how
// far the signer had read the feed (a number and the digest of that content; zero
// and 64 zeros for nothing). Slots 1 to 15 are those of the act, in the order of
// the table of acts. For each the author draws a salt and computes
//
//	commitment = SHA-256("vigil-slot/v1" ‖ slot name ‖ salt ‖ value)
//
// over the value's bytes: canonical JSON for a clear slot, the text itself for an
// enclosure. For the slot "origin" with the value {"country":"TR"} and the salt of
// the bytes 0 to 31 the commitment is
//
//	GpI7wUy9zrqQWafTXhtHS/mcjZ2TtVRN9kLwoLYwmog=
//
// Whoever has a slot's value and salt, and the note, knows that the author said
// exactly that; the note alone says nothing about any slot, not even which are
// there. A clear value and its salt stand in the entry. Of an enclosure the entry
// has name, class, size and commitment only; its salt goes with the file, so that
// erasing the file ends all guessing. Class internal: the hub may read and erase
// it. Class sealed: only the recipient desks can open it.
//
// # Command note
//
// A command note is a C2SP signed note (https://c2sp.org/signed-note). Its text is
// 9 header lines and 16 commit lines, each ended by one line feed, with one space
// after the first word:
//
//	vigil-command/v1
//	journal 01JNJV0000000000000J0RNA1S
//	operation 01JNJV00000000000000PERAT1
//	command 01JNJV00000000000000C0MM02
//	kind handover.offer
//	signer hu 0123456789abcdef
//	occurred 2026-03-02T03:10:00.000+01:00
//	known 2026-03-02T03:10:00.000+01:00
//	until 2026-03-02T03:15:00.000+01:00
//	commit tTWcc29ekJOuXykfQNf4ID5QnjNvfP6h8wUqpN8Dfgg=
//	… 15 more
//
// kind is the act; signer is a viewer and the key that signs first; until is when a
// decision is no longer to be taken, "-" for an observation and for what a clock
// says. The commit lines are those of slots 0 to 15; the lines of slots that are
// absent or unused are 32 random bytes. There follow an empty line and at least one
// signature line: U+2014, a space, the key id, a space, 4 bytes of key hash and 64 of
// signature in base64. No other line, no control character, nothing behind the last
// line feed.
//
// # Request
//
// What a client sends is {"note","slots","enclosures","dry-run"?}:
//
//   - note: the signed note as a string.
//   - slots: the clear slots, slot 0 first, {"name","salt","value"}.
//   - enclosures: {"name","class","salt","value"}, the value in base64.
//   - dry-run: "decide-only" to be told what would be decided, with nothing stored.
//
// Slots and enclosures stand in the order of their commit lines. All slots that the
// act requires are there. The clear slots, as members behind the kind, are the fact.
//
// # Entry
//
// An entry is one message of the journal:
//
//   - v: 1, the version of entries and messages.
//   - edition: of vocabulary, rules, folds and disclosure; 1 until there is another.
//     Editions of a journal never go down.
//   - operation: the operation, or "registry".
//   - n: 1, 2, 3 … within the operation.
//   - prev: the SHA-256 of the operation's previous entry, all its bytes as stored.
//     For n = 1 it is that of genesis, the registry's entry 1, whose own prev is zero.
//   - registry: the registry's n at that place of the journal; 0 in genesis.
//   - at: hub time in UTC, never below the previous at of the operation.
//   - note: the signed note as a string.
//   - slots: as in the request.
//   - enclosures: {"name","class","size","commit"}, size in bytes.
//   - events: at least one, the fact first.
//
// # Event
//
// An event is {"kind":"…"} with the members of its kind behind it. Every member is
// a slot of the act, or derived by the rules. A member that is absent was not
// stated, or was cut for this viewer; the two look alike.
//
// # Feed message
//
// A message is {"content","proof"}. The SHA-256 of the bytes of content is its
// digest, by which receipts, the next content and slot 0 of commands name it.
//
// content is {"v","edition","viewer","counter","prev","briefing","entry",
// "withdrawn","more"?}:
//
//   - counter: 1, 2, 3 … within the feed, without gaps.
//   - prev: the digest of the previous content, zero for the first.
//   - withdrawn: {"operation","counter","command","at","slots","reason"}: forget, from
//     the hub's time at on, all that the message of that counter showed of that
//     command; slots names what may not be seen any more. To be applied first.
//   - briefing: earlier entries of the operation, or more of one, as shown objects.
//   - entry: the entry that this message is about, as a list of one shown object,
//     or of none.
//   - more: "continued" if the next message belongs to the same entry; they are
//     folded together.
//
// A shown object is {"operation","command","after"?,"act"?,"author","at","occurred"?,
// "known"?,"slots","enclosures","events"}: slots {"name","value"}, enclosures
// {"name","class","size"} that can be fetched under this counter, and the events
// cut to what the viewer may see. In a briefing it takes the place behind the
// command that after names, or the first place, and replaces what was shown of its
// command before.
//
// Whoever is shown something learns its author. Where a viewer may not, but is
// concerned by what followed from the entry, the shown object is told without a
// name: author is "hub", act, occurred and known are left out, slots and enclosures
// are empty, and its proof has an empty note and no salts.
//
// proof is {"briefing","entry"}, lists as long as those of content: for each shown
// object {"note","salts"}, the signed note and {"name","salt"} for each slot shown.
// It is outside the digest, since the note's signature is checked by itself.
//
// Nothing in a message counts or places what the viewer may not see: no n, no prev
// of an entry, no position in the journal.
//
// # Limits
//
// Bytes: request 768 KiB, enclosure 256 KiB, entry 256 KiB, message 256 KiB
// (continued in another above 192 KiB), note 4 KiB, clear slot 64 KiB. 64 elements
// in a list of an event.
//
// # Compatibility
//
// A kind decodes for ever and never changes its meaning; a new meaning is a new
// kind. The files in testdata/wire are the bytes of each kind and format. A kind may
// be given a further optional member; what was said without it is still read, and
// testdata/wire/before keeps such bytes. Before 1.0 the vocabulary may still change,
// and journals are for exercises only.
//
// # Vocabulary
//
// All acts with their slots, kinds, terms and closed lists of words stand in tables in
// vocabulary.go.
package events
