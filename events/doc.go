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
//	Country       [A-Z]{2}, ISO 3166-1 alpha-2
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
//	AlertID       cause/what it is about: checkpoint-missed/AT-CP1
//	Code          words of [a-z0-9]+ with single hyphens between them, 64 bytes at most
//	CallSign      words of [A-Z0-9]+ with single hyphens between them, 64 bytes at most
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
// 01JNJV00000000000000C0MM01 is 6W1P6X.
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
// says. The commit lines are
// those of slots 0 to 15; the lines of slots that are absent or unused are 32
// random bytes. There follow an empty line and at least one signature line: U+2014,
// a space, the key id, a space, 4 bytes of key hash and 64 of signature in base64.
// No other line, no control character, nothing behind the last line feed.
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
// kind. The files in testdata/wire are the bytes of each kind and format; they are
// added, never edited. Before 1.0 the vocabulary may still change, and journals are
// for exercises only.
//
// # Vocabulary
//
// In the tables, [Code] is a list, ? marks a member that may be left out, and in
// the acts: a slot is clear unless its class is named, and required unless marked.
//
// Acts, with the slots of their commit lines from 1; → the fact, where it is not
// called like its act:
//
//	registry.begin           journal, keys, stream → registry.begun
//	country.add              country → country.added
//	desk.add                 desk, contact? internal → desk.added
//	officer.enrol            officer, name? internal → officer.enrolled
//	clock.jumped             jump
//	operation.open           operation, basis, aim? internal → operation.opened
//	state.involve            state → state.involved
//	operation.suspend        suspension, reason internal → operation.suspended
//	operation.resume         resumption, remark? internal → operation.resumed
//	operation.terminate      termination, reason internal → operation.terminated
//	operation.end          closing, remark? internal → operation.ended
//	authorisation.request    request, window, ceiling?, facts? internal, handling?, restriction? internal → authorisation.requested
//	authorisation.grant      grant, window, ceiling?, conditions? internal, handling?, restriction? internal → authorisation.granted
//	authorisation.refuse     refusal, reason internal → authorisation.refused
//	authorisation.confirm    confirmation, decision? internal → authorisation.confirmed
//	authorisation.vary       variation, window, ceiling?, reason? internal → authorisation.varied
//	authorisation.suspend    suspension, reason internal → authorisation.suspended
//	authorisation.resume     resumption, remark? internal → authorisation.resumed
//	authorisation.revoke     revocation, reason internal → authorisation.revoked
//	authorisation.lapsing    lapsing
//	authorisation.lapsed     lapse
//	condition.impose         condition, wording internal → condition.imposed
//	condition.meet           met, remark? internal → condition.met
//	condition.waive          waived, reason internal → condition.waived
//	leg.plan                 leg, window → leg.planned
//	leg.revise               revision, window, reason? internal → leg.revised
//	leg.drop                 dropped, reason? internal → leg.dropped
//	handover-point.plan      point, window, place?, label? internal → handover-point.planned
//	handover-point.revise    revision, window, place?, label? internal → handover-point.revised
//	handover-point.drop      dropped, reason? internal → handover-point.dropped
//	checkpoint.plan          checkpoint, window, place?, label? internal → checkpoint.planned
//	checkpoint.revise        revision, window, place?, label? internal → checkpoint.revised
//	checkpoint.waive         waived, reason? internal → checkpoint.waived
//	checkpoint.due           due
//	checkpoint.missed        missed
//	item.declare             item, origin, quantity, description? internal, handling?, restriction? internal → item.declared
//	departure.approve        departure, remark? internal → departure.approved
//	consignment.departed     departed, corrects?, remark? internal, handling?, restriction? internal
//	possession.changed       possession, corrects?, remark? internal, handling?, restriction? internal
//	checkpoint.reached       reached, corrects?, remark? internal, handling?, restriction? internal
//	sighting.reported        sighting, place?, corrects?, remark? internal, handling?, restriction? internal
//	border.crossed           crossing, corrects?, remark? internal, handling?, restriction? internal
//	eyes-on.taken            eyes, team, corrects?, remark? internal, handling?, restriction? internal
//	eyes-on.degraded         eyes, team, corrects?, remark? internal, handling?, restriction? internal
//	eyes-on.lost             eyes, team, place?, corrects?, remark? internal, handling?, restriction? internal
//	eyes-on.regained         eyes, team, corrects?, remark? internal, handling?, restriction? internal
//	route.deviated           deviation, place?, corrects?, remark? internal, handling?, restriction? internal
//	handover.offer           offer, pack, message? internal, handling?, restriction? internal → handover.offered
//	handover.accept          acceptance, discrepancies? internal → handover.accepted
//	handover.refuse          refusal, reason internal → handover.refused
//	handover.withdraw        withdrawal, reason? internal → handover.withdrawn
//	handover.timed-out       timeout
//	handover.completed       completion, corrects?, remark? internal, handling?, restriction? internal
//	interdiction.request     wish, reason internal → interdiction.requested
//	interdiction.decline     declined, reason internal → interdiction.declined
//	interdiction.order       order, place?, reason internal → interdiction.ordered
//	interdiction.executed    executed, place?, corrects?, remark? internal, handling?, restriction? internal
//	alert.acknowledge        acknowledgement, action? internal → alert.acknowledged
//	alert.escalate           escalation, reason? internal → alert.escalated
//	alert.resolve            resolution, remark? internal → alert.resolved
//	alert.repeated           repetition
//	record.retract           retraction, reason internal → record.retracted
//	handling.change          change, restriction? internal → handling.changed
//	handling.release         release, purpose? internal → handling.released
//
// Kinds, all members of which may be absent:
//
//	registry.begun           journal JournalTerms, keys JournalKeys, stream StreamTerms
//	country.added            country CountryTerms
//	desk.added               desk DeskTerms
//	officer.enrolled         officer OfficerTerms
//	clock.jumped             jump JumpTerms
//	operation.opened         operation OperationTerms, basis LegalBasis
//	state.involved           state StateTerms
//	state.triggered          trigger TriggerTerms, hazards HazardTerms
//	operation.suspended      suspension HaltTerms
//	operation.resumed        resumption HaltTerms
//	operation.terminated     termination HaltTerms
//	operation.ended         closing EndTerms
//	breach.found             breach BreachTerms
//	authorisation.requested  request RequestTerms, window Window, ceiling Quantity, handling HandlingTerms
//	authorisation.granted    grant GrantTerms, window Window, ceiling Quantity, handling HandlingTerms
//	authorisation.refused    refusal RefusalTerms
//	authorisation.confirmed  confirmation ConsentTerms
//	authorisation.varied     variation VariationTerms, window Window, ceiling Quantity
//	authorisation.suspended  suspension EndingTerms
//	authorisation.resumed    resumption ConsentTerms
//	authorisation.revoked    revocation EndingTerms
//	authorisation.lapsing    lapsing LapseTerms
//	authorisation.lapsed     lapse LapseTerms
//	condition.imposed        condition ConditionTerms, named ConditionName
//	condition.met            met ConditionName
//	condition.waived         waived ConditionName
//	leg.planned              leg LegTerms, window Window, named LegName
//	handover-point.planned   point PointTerms, window Window, place Place, named PointName
//	checkpoint.planned       checkpoint CheckpointTerms, window Window, place Place, named CheckpointName
//	leg.revised              revision LegName, window Window
//	leg.dropped              dropped LegName
//	handover-point.revised   revision PointRevision, window Window, place Place
//	handover-point.dropped   dropped PointName
//	checkpoint.revised       revision CheckpointRevision, window Window, place Place
//	checkpoint.waived        waived CheckpointName
//	checkpoint.due           due CheckpointName
//	checkpoint.missed        missed CheckpointName
//	item.declared            item ItemTerms, origin OriginTerms, quantity Quantity, handling HandlingTerms, named PartName
//	departure.approved       departure DepartureTerms
//	consignment.departed     departed DepartedTerms, corrects CorrectsTerms, handling HandlingTerms
//	possession.changed       possession PossessionTerms, corrects CorrectsTerms, handling HandlingTerms
//	checkpoint.reached       reached ReachedTerms, corrects CorrectsTerms, handling HandlingTerms
//	sighting.reported        sighting SightingTerms, place Place, corrects CorrectsTerms, handling HandlingTerms
//	border.crossed           crossing CrossingTerms, corrects CorrectsTerms, handling HandlingTerms
//	eyes-on.taken            eyes EyesTerms, team TeamTerms, corrects CorrectsTerms, handling HandlingTerms
//	eyes-on.degraded         eyes EyesTerms, team TeamTerms, corrects CorrectsTerms, handling HandlingTerms
//	eyes-on.lost             eyes EyesTerms, team TeamTerms, place Place, corrects CorrectsTerms, handling HandlingTerms
//	eyes-on.regained         eyes EyesTerms, team TeamTerms, corrects CorrectsTerms, handling HandlingTerms
//	route.deviated           deviation DeviationTerms, place Place, corrects CorrectsTerms, handling HandlingTerms
//	handover.offered         offer OfferTerms, pack PackTerms, handling HandlingTerms
//	handover.accepted        acceptance AcceptanceTerms
//	handover.refused         refusal HandoverRefusalTerms
//	handover.withdrawn       withdrawal WithdrawalTerms
//	handover.timed-out       timeout OfferName
//	handover.completed       completion CompletionTerms, corrects CorrectsTerms, handling HandlingTerms
//	direction.moved          direction DirectionTerms, left LeftTerms
//	direction.bound          bound BoundTerms
//	direction.retracted      retracted LeftTerms, returned LeftTerms
//	direction.ended          ended EndedTerms
//	interdiction.requested   wish WishTerms
//	interdiction.declined    declined DeclinedTerms
//	interdiction.ordered     order OrderTerms, place Place
//	interdiction.executed    executed ExecutedTerms, place Place, corrects CorrectsTerms, handling HandlingTerms
//	alert.raised             alert AlertTerms
//	alert.acknowledged       acknowledgement AlertName
//	alert.escalated          escalation AlertName
//	alert.resolved           resolution ResolutionTerms
//	alert.repeated           repetition RepetitionTerms
//	record.retracted         retraction CorrectsTerms
//	handling.changed         change ChangeTerms
//	handling.released        release ReleaseTerms
//
// Terms:
//
//	AcceptanceTerms          offer CommandID, commander KeyID, team CallSign
//	AlertName                id AlertID, country Country
//	AlertTerms               id AlertID, country Country, part? Part, since Time
//	BoundTerms               part Part, offer CommandID, from Country, to Country
//	BreachTerms              rule Code, country Country, part? Part, since Time
//	ChangeTerms              record CommandID, codes [HandlingCode]
//	CheckpointName           id CheckpointID
//	CheckpointRevision       id CheckpointID, grace Minutes
//	CheckpointTerms          country Country, grace Minutes
//	EndTerms             cause EndCause
//	CompletionTerms          point PointID, part Part, team CallSign
//	ConditionName            id ConditionID
//	ConditionTerms           country Country, topic Code, force ConditionForce
//	ConsentTerms             request CommandID, country Country, measure Measure
//	CorrectsTerms            record CommandID, ground Code
//	CountryTerms             code Country, account Account
//	CrossingTerms            part Part, from Country, to Country, method Method
//	DeclinedTerms            request CommandID, country Country, ground Code
//	DepartedTerms            part Part, country Country
//	DepartureTerms           part Part
//	DeskTerms                country Country, key PublicKey, zone Zone
//	DeviationTerms           part Part, from Country, toward Country, expected? Time
//	DirectionTerms           part Part, country Country, since Time, basis DirectionBasis, taken TakenUp
//	EndedTerms               part Part, country Country, since Time
//	EndingTerms              request CommandID, country Country, measure Measure, ground Code
//	ExecutedTerms            part Part, country Country, goods Secured
//	EyesTerms                part Part, country Country
//	GrantTerms               request CommandID, country Country, measure Measure, modes [Mode], finality Finality, confirm? Time
//	HaltTerms                ground Code
//	HandlingTerms            codes [HandlingCode]
//	HandoverRefusalTerms     offer CommandID, ground Code
//	HazardTerms              hazards [Code]
//	ItemTerms                substance Code, mode Mode, packages uint16, hazards? [Code]
//	JournalKeys              root PublicKey, hub PublicKey, clock PublicKey
//	JournalTerms             id JournalID, class JournalUse, clock ClockKind
//	JumpTerms                expected Time, found Time
//	LapseTerms               request CommandID, country Country, measure Measure, ends Time, for LapseFor
//	LeftTerms                part Part, country Country, since Time
//	LegName                  id LegID
//	LegTerms                 country Country, measure Measure, carried Carrier
//	LegalBasis               instruments [Instrument]
//	OfferName                offer CommandID
//	OfferTerms               point PointID, part Part
//	OfficerTerms             country Country, key PublicKey, roles [Role], from Time, until Time
//	OperationTerms           name Codename, lead Country, goods GoodsClass
//	OrderTerms               part Part, country Country, ground Code, request? CommandID
//	OriginTerms              country Country
//	PackTerms                team CallSign, seals? [CallSign], hazards? [Code]
//	PartName                 part Part
//	Place                    locode? Locode, lat? Coordinate, lon? Coordinate, zone Zone
//	PointName                id PointID
//	PointRevision            id PointID, answer? Minutes
//	PointTerms               from Country, to Country, answer? Minutes
//	PossessionTerms          part Part, country Country, holder Holder
//	Quantity                 amount Decimal, unit Unit
//	ReachedTerms             checkpoint CheckpointID, part Part, method Method
//	RefusalTerms             request CommandID, country Country, measure Measure, ground Code
//	ReleaseTerms             record CommandID, to Country, slots [Code]
//	RepetitionTerms          id AlertID, country Country, round uint16
//	RequestTerms             country Country, measure Measure, mode Mode
//	ResolutionTerms          id AlertID, country Country, ground Code
//	SightingTerms            part Part, country Country, method Method
//	StateTerms               country Country, role StateRole
//	StreamTerms              config string, hash Digest
//	TeamTerms                team CallSign
//	TriggerTerms             country Country, part Part, contact Country, expected Time
//	VariationTerms           request CommandID, country Country, measure Measure, modes [Mode]
//	Window                   from Time, until Time
//	WishTerms                part Part, country Country
//	WithdrawalTerms          offer CommandID, ground Code
//
// Words from a closed list:
//
//	Carrier                  road | rail | sea | air | parcel
//	ClockKind                wall | scenario
//	EndCause             delivered | interdicted | terminated | lost
//	ConditionForce           precedent | continuing
//	DirectionBasis           handover | territory
//	Finality                 final | provisional | oral
//	GoodsClass               narcotics | precursors | firearms | explosives | cash | tobacco | other
//	HandlingCode             h0 | h1 | h2 | h3
//	Holder                   courier | carrier | consignee | police | customs | unknown
//	Instrument               untoc-20 | vienna-11 | eu-mla-12 | ets182-18 | naples-ii-22 | eio-28 | bilateral
//	JournalUse               exercise | real
//	LapseFor                 expiry | confirmation
//	Measure                  export | transit | import
//	Method                   visual | device | anpr | record
//	Mode                     live | partial | clean
//	Role                     coordinator | competent-authority | commander | desk | team | liaison
//	Secured                  secured | partly-secured | not-secured
//	StateRole                requesting | origin | transit | destination | possible
//	TakenUp                  taken-up | not-taken-up
//	Unit                     kg | g | lb | oz | piece
//	Class                    clear | internal | sealed
package events
