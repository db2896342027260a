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
// the command of the split, in the same way; and a device after the command that
// assigned it, from SHA-256("vigil-device/v1" ‖ command id): that
// command would call one 1B7C22.
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
// kind. The files in testdata/wire are the bytes of each kind and format. A kind may
// be given a further optional member; what was said without it is still read, and
// testdata/wire/before keeps such bytes. Before 1.0 the vocabulary may still change, and journals are
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
//	registry.begin                journal, keys, stream → registry.begun
//	country.add                   country → country.added
//	desk.add                      desk, contact? internal → desk.added
//	officer.enrol                 officer, name? internal → officer.enrolled
//	authority.declare             authority, name? internal, contact? internal → authority.declared
//	authority.withdraw            withdrawn, reason? internal → authority.withdrawn
//	clock.jumped                  jump
//	operation.open                operation, basis, aim? internal → operation.opened
//	state.involve                 state → state.involved
//	operation.suspend             suspension, reason internal → operation.suspended
//	operation.resume              resumption, remark? internal → operation.resumed
//	operation.terminate           termination, reason internal → operation.terminated
//	operation.end                 ending, remark? internal → operation.ended
//	operation.close               closing, remark? internal → operation.closed
//	operation.reopen              reopening, reason internal → operation.reopened
//	authorisation.request         request, window, ceiling?, legal?, goods?, route?, means?, authority?, facts? internal, concealment? internal, suspects? internal, customs? internal, other? internal, handling?, restriction? internal → authorisation.requested
//	authorisation.acknowledge     receipt, remark? internal → authorisation.acknowledged
//	authorisation.unacknowledged  unacknowledged
//	authorisation.unanswered      unanswered
//	information.ask               question, wording internal → information.asked
//	information.supply            answer, wording internal → information.supplied
//	competence.contest            contest, reason internal → competence.contested
//	competence.settle             settlement, reason? internal → competence.settled
//	authorisation.grant           grant, window, ceiling?, area?, means?, demands?, conditions? internal, reason? internal, decision? internal, handling?, restriction? internal → authorisation.granted
//	authorisation.refuse          refusal, reason internal → authorisation.refused
//	authorisation.confirm         confirmation, decision? internal → authorisation.confirmed
//	authorisation.vary            variation, window, ceiling?, reason? internal → authorisation.varied
//	authorisation.suspend         suspension, reason internal → authorisation.suspended
//	authorisation.resume          resumption, remark? internal → authorisation.resumed
//	authorisation.revoke          revocation, reason internal → authorisation.revoked
//	authorisation.lapsing         lapsing
//	authorisation.lapsed          lapse
//	condition.impose              condition, wording internal → condition.imposed
//	condition.meet                met, remark? internal → condition.met
//	condition.waive               waived, reason internal → condition.waived
//	assurance.give                assurance, wording? internal → assurance.given
//	assurance.withdraw            withdrawn, reason internal → assurance.withdrawn
//	team.assign                   assignment, remark? internal → team.assigned
//	team.ready                    ready, remark? internal → team.readied
//	officers.admit                admission, names? internal, instructions? internal → officers.admitted
//	undercover.declare            presence, conditions? internal → undercover.declared
//	letter.issue                  letter, wording internal → letter.issued
//	letter.withdraw               withdrawn, reason? internal → letter.withdrawn
//	deconfliction.enter           entry, remark? internal → deconfliction.entered
//	deconfliction.found           found
//	plan.issue                    issue, remark? internal → plan.issued
//	plan.approve                  approval, remark? internal → plan.approved
//	plan.return                   returned, reason internal → plan.returned
//	leg.plan                      leg, window, watch?, instructions? internal → leg.planned
//	leg.revise                    revision, window, watch?, reason? internal → leg.revised
//	leg.activate                  activation, reason? internal → leg.activated
//	leg.drop                      dropped, reason? internal → leg.dropped
//	handover-point.plan           point, window, place?, label? internal, procedure? internal → handover-point.planned
//	handover-point.revise         revision, window, place?, label? internal → handover-point.revised
//	handover-point.drop           dropped, reason? internal → handover-point.dropped
//	checkpoint.plan               checkpoint, window, place?, label? internal → checkpoint.planned
//	checkpoint.revise             revision, window, place?, label? internal → checkpoint.revised
//	checkpoint.waive              waived, reason? internal → checkpoint.waived
//	checkpoint.due                due
//	checkpoint.missed             missed
//	item.declare                  item, origin, quantity, cover?, description? internal, concealment? internal, parties? internal, handling?, restriction? internal → item.declared
//	departure.approve             departure, remark? internal → departure.approved
//	consignment.departed          departed, corrects?, remark? internal, handling?, restriction? internal
//	possession.changed            possession, corrects?, remark? internal, handling?, restriction? internal
//	consignment.opened            opening, corrects?, remark? internal, handling?, restriction? internal
//	item.weighed                  weighing, corrects?, remark? internal, handling?, restriction? internal
//	item.sampled                  sample, corrects?, remark? internal, handling?, restriction? internal
//	item.tested                   test, corrects?, remark? internal, handling?, restriction? internal
//	weapons.recorded              weapons, corrects?, remark? internal, handling?, restriction? internal
//	part.split                    split, where, place?, corrects?, remark? internal, handling?, restriction? internal
//	part.merged                   merge, corrects?, remark? internal, handling?, restriction? internal
//	substitution.propose          proposal, reason internal → substitution.proposed
//	substitution.authorise        substitution, wording? internal → substitution.authorised
//	substitution.performed        performed, corrects?, remark? internal, handling?, restriction? internal
//	goods.stored                  stored, corrects?, remark? internal, handling?, restriction? internal
//	seal.changed                  seal, corrects?, remark? internal, handling?, restriction? internal
//	seals.checked                 check, corrects?, remark? internal, handling?, restriction? internal
//	hazard.removed                removed, corrects?, remark? internal, handling?, restriction? internal
//	risk.accept                   risk, reason internal → risk.accepted
//	conveyance.changed            conveyance, plate? internal, corrects?, remark? internal, handling?, restriction? internal
//	loss.report                   loss, search internal → loss.reported
//	loss.declare                  declaration, remark? internal → loss.declared
//	checkpoint.reached            reached, corrects?, remark? internal, handling?, restriction? internal
//	sighting.reported             sighting, place?, corrects?, remark? internal, handling?, restriction? internal
//	border.crossed                crossing, corrects?, remark? internal, handling?, restriction? internal
//	eyes-on.taken                 eyes, team, corrects?, remark? internal, handling?, restriction? internal
//	eyes-on.degraded              eyes, team, corrects?, remark? internal, handling?, restriction? internal
//	eyes-on.lost                  eyes, team, place?, corrects?, remark? internal, handling?, restriction? internal
//	eyes-on.regained              eyes, team, corrects?, remark? internal, handling?, restriction? internal
//	route.deviated                deviation, place?, corrects?, remark? internal, handling?, restriction? internal
//	control.lost                  lost
//	control.declare               declared, reason? internal → control.declared
//	control.decide                decided, plan? internal → control.decided
//	control.undecided             undecided
//	surveillance.notified         notice, corrects?, remark? internal, handling?, restriction? internal
//	surveillance.allow            allowed, conditions? internal → surveillance.allowed
//	surveillance.stop             stopped, reason? internal → surveillance.stopped
//	surveillance.expired          expired
//	go.due                        due
//	go.decide                     go, reason? internal → go.decided
//	halt.order                    halt, reason internal → halt.ordered
//	halt.lift                     lifted, remark? internal → halt.lifted
//	incident.reported             incident, place?, corrects?, remark? internal, handling?, restriction? internal
//	device.assign                 device, remark? internal → device.assigned
//	device.propose                proposal, remark? internal → device.proposed
//	device.approve                approval, conditions? internal → device.approved
//	device.refuse                 refusal, reason internal → device.refused
//	device.fitted                 fitted, corrects?, remark? internal, handling?, restriction? internal
//	device.read                   reading, place?, corrects?, remark? internal, handling?, restriction? internal
//	device.stale                  stale
//	device.tampered               tampered, corrects?, remark? internal, handling?, restriction? internal
//	device.recovered              recovered, corrects?, remark? internal, handling?, restriction? internal
//	device.abandon                abandoned, reason internal → device.abandoned
//	handover.offer                offer, pack, message? internal, handling?, restriction? internal → handover.offered
//	handover.accept               acceptance, discrepancies? internal → handover.accepted
//	handover.refuse               refusal, reason internal → handover.refused
//	handover.withdraw             withdrawal, reason? internal → handover.withdrawn
//	handover.timed-out            timeout
//	handover.completed            completion, corrects?, remark? internal, handling?, restriction? internal
//	interdiction.request          wish, reason internal → interdiction.requested
//	interdiction.decline          declined, reason internal → interdiction.declined
//	interdiction.order            order, place?, reason internal → interdiction.ordered
//	interdiction.executed         executed, place?, corrects?, remark? internal, handling?, restriction? internal
//	delivery.made                 delivery, place?, persons? internal, corrects?, remark? internal, handling?, restriction? internal
//	consignee.identified          consignee, identity? internal, corrects?, remark? internal, handling?, restriction? internal
//	arrest.made                   arrest, place?, persons? internal, corrects?, remark? internal, handling?, restriction? internal
//	seizure.made                  seizure, place?, corrects?, remark? internal, handling?, restriction? internal
//	report.file                   report, wording internal → report.filed
//	report.overdue                overdue
//	cost.note                     cost, remark? internal → cost.noted
//	cost.settle                   settlement, remark? internal → cost.settled
//	debrief.hold                  debrief, lessons? internal → debrief.held
//	alert.acknowledge             acknowledgement, action? internal → alert.acknowledged
//	alert.escalate                escalation, reason? internal → alert.escalated
//	alert.resolve                 resolution, remark? internal → alert.resolved
//	alert.repeated                repetition
//	notification.made             notification, corrects?, remark? internal, handling?, restriction? internal
//	disclosure.breached           breached, corrects?, remark? internal, handling?, restriction? internal
//	record.retract                retraction, reason internal → record.retracted
//	handling.change               change, restriction? internal → handling.changed
//	handling.release              release, purpose? internal → handling.released
//
// Kinds, all members of which may be absent:
//
//	registry.begun                journal JournalTerms, keys JournalKeys, stream StreamTerms
//	country.added                 country CountryTerms
//	desk.added                    desk DeskTerms
//	officer.enrolled              officer OfficerTerms
//	authority.declared            authority AuthorityTerms, named AuthorityName
//	authority.withdrawn           withdrawn AuthorityName
//	clock.jumped                  jump JumpTerms
//	operation.opened              operation OperationTerms, basis LegalBasis
//	state.involved                state StateTerms
//	state.triggered               trigger TriggerTerms, hazards HazardTerms
//	operation.suspended           suspension HaltTerms
//	operation.resumed             resumption HaltTerms
//	operation.terminated          termination HaltTerms
//	operation.ended               ending EndTerms
//	operation.closed              closing ClosingTerms
//	operation.reopened            reopening HaltTerms
//	breach.found                  breach BreachTerms
//	authorisation.requested       request RequestTerms, window Window, ceiling Quantity, legal LegalTerms, goods RequestedGoods, route RouteTerms, means MeansTerms, authority AuthorisedTerms, handling HandlingTerms
//	authorisation.acknowledged    receipt ReceivedTerms
//	authorisation.unacknowledged  unacknowledged SilenceTerms
//	authorisation.unanswered      unanswered SilenceTerms
//	information.asked             question QuestionTerms
//	information.supplied          answer SuppliedTerms
//	competence.contested          contest ContestTerms
//	competence.settled            settlement SettlementTerms
//	authorisation.granted         grant GrantTerms, window Window, ceiling Quantity, area AreaTerms, means MeansTerms, demands DemandTerms, handling HandlingTerms
//	authorisation.refused         refusal RefusalTerms
//	authorisation.confirmed       confirmation ConsentTerms
//	authorisation.varied          variation VariationTerms, window Window, ceiling Quantity
//	authorisation.suspended       suspension EndingTerms
//	authorisation.resumed         resumption ConsentTerms
//	authorisation.revoked         revocation EndingTerms
//	authorisation.lapsing         lapsing LapseTerms
//	authorisation.lapsed          lapse LapseTerms
//	condition.imposed             condition ConditionTerms, named ConditionName
//	condition.met                 met ConditionName
//	condition.waived              waived ConditionName
//	assurance.given               assurance AssuranceTerms
//	assurance.withdrawn           withdrawn AssuranceTerms
//	team.assigned                 assignment TeamAssignment
//	team.readied                  ready TeamAssignment
//	officers.admitted             admission AdmissionTerms
//	undercover.declared           presence PresenceTerms
//	letter.issued                 letter LetterTerms
//	letter.withdrawn              withdrawn LetterName
//	deconfliction.entered         entry DeconflictionTerms
//	deconfliction.found           found FoundTerms
//	plan.issued                   issue IssueTerms, named PlanVersion
//	plan.approved                 approval PlanAnswer
//	plan.returned                 returned PlanReturn
//	leg.planned                   leg LegTerms, window Window, watch WatchTerms, named LegName
//	handover-point.planned        point PointTerms, window Window, place Place, named PointName
//	checkpoint.planned            checkpoint CheckpointTerms, window Window, place Place, named CheckpointName
//	leg.revised                   revision LegName, window Window, watch WatchTerms
//	leg.activated                 activation LegName
//	leg.dropped                   dropped LegName
//	handover-point.revised        revision PointRevision, window Window, place Place
//	handover-point.dropped        dropped PointName
//	checkpoint.revised            revision CheckpointRevision, window Window, place Place
//	checkpoint.waived             waived CheckpointName
//	checkpoint.due                due CheckpointName
//	checkpoint.missed             missed CheckpointName
//	item.declared                 item ItemTerms, origin OriginTerms, quantity Quantity, cover CoverTerms, handling HandlingTerms, named PartName
//	departure.approved            departure DepartureTerms
//	consignment.departed          departed DepartedTerms, corrects CorrectsTerms, handling HandlingTerms
//	possession.changed            possession PossessionTerms, corrects CorrectsTerms, handling HandlingTerms
//	consignment.opened            opening OpeningTerms, corrects CorrectsTerms, handling HandlingTerms
//	item.weighed                  weighing WeighingTerms, corrects CorrectsTerms, handling HandlingTerms
//	item.sampled                  sample SampleTerms, corrects CorrectsTerms, handling HandlingTerms
//	item.tested                   test TestedTerms, corrects CorrectsTerms, handling HandlingTerms
//	weapons.recorded              weapons WeaponsTerms, corrects CorrectsTerms, handling HandlingTerms
//	part.split                    split SplitTerms, where WhereTerms, place Place, corrects CorrectsTerms, handling HandlingTerms
//	part.begun                    begun BegunTerms, item ItemTerms, quantity Quantity
//	part.restated                 restated RestatedTerms, quantity Quantity, hazards HazardTerms
//	part.merged                   merge MergeTerms, corrects CorrectsTerms, handling HandlingTerms
//	substitution.proposed         proposal SubstitutionTerms
//	substitution.authorised       substitution SubstitutionConsent
//	substitution.performed        performed PerformedTerms, corrects CorrectsTerms, handling HandlingTerms
//	goods.stored                  stored StoredTerms, corrects CorrectsTerms, handling HandlingTerms
//	seal.changed                  seal SealTerms, corrects CorrectsTerms, handling HandlingTerms
//	seals.checked                 check SealCheck, corrects CorrectsTerms, handling HandlingTerms
//	hazard.removed                removed RemovedTerms, corrects CorrectsTerms, handling HandlingTerms
//	risk.accepted                 risk RiskTerms
//	conveyance.changed            conveyance ConveyanceTerms, corrects CorrectsTerms, handling HandlingTerms
//	loss.reported                 loss LossTerms
//	loss.declared                 declaration LossDeclaration
//	checkpoint.reached            reached ReachedTerms, corrects CorrectsTerms, handling HandlingTerms
//	sighting.reported             sighting SightingTerms, place Place, corrects CorrectsTerms, handling HandlingTerms
//	border.crossed                crossing CrossingTerms, corrects CorrectsTerms, handling HandlingTerms
//	eyes-on.taken                 eyes EyesTerms, team TeamTerms, corrects CorrectsTerms, handling HandlingTerms
//	eyes-on.degraded              eyes EyesTerms, team TeamTerms, corrects CorrectsTerms, handling HandlingTerms
//	eyes-on.lost                  eyes EyesTerms, team TeamTerms, place Place, corrects CorrectsTerms, handling HandlingTerms
//	eyes-on.regained              eyes EyesTerms, team TeamTerms, corrects CorrectsTerms, handling HandlingTerms
//	route.deviated                deviation DeviationTerms, place Place, corrects CorrectsTerms, handling HandlingTerms
//	control.lost                  lost ControlTerms
//	control.declared              declared ControlTerms
//	control.decided               decided RecourseTerms
//	control.undecided             undecided ControlTerms
//	surveillance.notified         notice NoticeTerms, corrects CorrectsTerms, handling HandlingTerms
//	surveillance.allowed          allowed NoticeAnswer
//	surveillance.stopped          stopped NoticeAnswer
//	surveillance.expired          expired NoticeName
//	go.due                        due GoName
//	go.decided                    go GoTerms
//	halt.ordered                  halt HaltOrder
//	halt.lifted                   lifted HaltName
//	incident.reported             incident IncidentTerms, place Place, corrects CorrectsTerms, handling HandlingTerms
//	device.assigned               device DeviceTerms, named DeviceName
//	device.proposed               proposal DeviceProposal
//	device.approved               approval DeviceAnswer
//	device.refused                refusal DeviceRefusal
//	device.fitted                 fitted FittedTerms, corrects CorrectsTerms, handling HandlingTerms
//	device.read                   reading ReadingTerms, place Place, corrects CorrectsTerms, handling HandlingTerms
//	device.stale                  stale StaleTerms
//	device.tampered               tampered DeviceAnswer, corrects CorrectsTerms, handling HandlingTerms
//	device.recovered              recovered DeviceAnswer, corrects CorrectsTerms, handling HandlingTerms
//	device.abandoned              abandoned DeviceRefusal
//	handover.offered              offer OfferTerms, pack PackTerms, handling HandlingTerms
//	handover.accepted             acceptance AcceptanceTerms
//	handover.refused              refusal HandoverRefusalTerms
//	handover.withdrawn            withdrawal WithdrawalTerms
//	handover.timed-out            timeout OfferName
//	handover.completed            completion CompletionTerms, corrects CorrectsTerms, handling HandlingTerms
//	direction.moved               direction DirectionTerms, left LeftTerms
//	direction.bound               bound BoundTerms
//	direction.retracted           retracted LeftTerms, returned LeftTerms
//	direction.ended               ended EndedTerms
//	interdiction.requested        wish WishTerms
//	interdiction.declined         declined DeclinedTerms
//	interdiction.ordered          order OrderTerms, place Place
//	interdiction.executed         executed ExecutedTerms, place Place, corrects CorrectsTerms, handling HandlingTerms
//	delivery.made                 delivery OutcomeTerms, place Place, corrects CorrectsTerms, handling HandlingTerms
//	consignee.identified          consignee OutcomeTerms, corrects CorrectsTerms, handling HandlingTerms
//	arrest.made                   arrest ArrestTerms, place Place, corrects CorrectsTerms, handling HandlingTerms
//	seizure.made                  seizure SeizureTerms, place Place, corrects CorrectsTerms, handling HandlingTerms
//	report.filed                  report ReportTerms
//	report.overdue                overdue OverdueTerms
//	cost.noted                    cost CostTerms
//	cost.settled                  settlement CostName
//	debrief.held                  debrief DebriefTerms
//	alert.raised                  alert AlertTerms
//	alert.acknowledged            acknowledgement AlertName
//	alert.escalated               escalation AlertName
//	alert.resolved                resolution ResolutionTerms
//	alert.repeated                repetition RepetitionTerms
//	notification.made             notification NotificationTerms, corrects CorrectsTerms, handling HandlingTerms
//	disclosure.breached           breached BreachedTerms, corrects CorrectsTerms, handling HandlingTerms
//	record.retracted              retraction CorrectsTerms
//	handling.changed              change ChangeTerms
//	handling.released             release ReleaseTerms
//
// Terms:
//
//	AcceptanceTerms               offer CommandID, commander KeyID, team CallSign
//	AdmissionTerms                country Country, from Country, number uint16, arms Arms
//	AlertName                     id AlertID, country Country
//	AlertTerms                    id AlertID, country Country, part? Part, since Time
//	AreaTerms                     extent Extent, points? [PointID], avoid? [Code]
//	ArrestTerms                   country Country, persons uint16, part? Part
//	AssuranceTerms                country Country, assurance Assurance
//	AuthorisedTerms               by AuthorityID, decided AuthorityID, at Time, decision? Digest, officer KeyID
//	AuthorityName                 id AuthorityID
//	AuthorityTerms                country Country, type AuthorityType, may [AuthorityMay], hours Hours, languages [Language], from Time, until Time
//	BegunTerms                    part Part, of Part
//	BoundTerms                    part Part, offer CommandID, from Country, to Country
//	BreachTerms                   rule Code, country Country, part? Part, since Time
//	BreachedTerms                 record CommandID, country Country, how Code
//	ChangeTerms                   record CommandID, codes [HandlingCode]
//	CheckpointName                id CheckpointID
//	CheckpointRevision            id CheckpointID, grace Minutes
//	CheckpointTerms               country Country, grace Minutes, purpose? CheckpointPurpose
//	ClosingTerms                  review Time
//	CompletionTerms               point PointID, part Part, team CallSign
//	ConditionName                 id ConditionID
//	ConditionTerms                country Country, topic Code, force ConditionForce
//	ConsentTerms                  request CommandID, country Country, measure Measure
//	ContestTerms                  request CommandID, country Country, authorities [AuthorityID]
//	ControlTerms                  part Part, country Country, since Time
//	ConveyanceTerms               part Part, country Country, type ConveyanceType, number? Identifier, plate? Country
//	CorrectsTerms                 record CommandID, ground Code
//	CostName                      cost CommandID, country Country
//	CostTerms                     country Country, item Code, amount Money, bearer Country
//	CountryTerms                  code Country, account Account
//	CoverTerms                    hs HSCode
//	CrossingTerms                 part Part, from Country, to Country, method Method, flag? Country
//	DebriefTerms                  held Time
//	DeclinedTerms                 request CommandID, country Country, ground Code
//	DeconflictionTerms            country Country, system Code
//	DemandTerms                   assurances [Assurance]
//	DepartedTerms                 part Part, country Country
//	DepartureTerms                part Part
//	DeskTerms                     country Country, key PublicKey, zone Zone
//	DeviationTerms                part Part, from Country, toward Country, expected? Time
//	DeviceAnswer                  device DeviceID, country Country
//	DeviceName                    id DeviceID
//	DeviceProposal                device DeviceID, country Country, type Means
//	DeviceRefusal                 device DeviceID, country Country, ground Code
//	DeviceTerms                   country Country, type Means, stale Minutes
//	DirectionTerms                part Part, country Country, since Time, basis DirectionBasis, taken TakenUp
//	EndTerms                      cause EndCause
//	EndedTerms                    part Part, country Country, since Time
//	EndingTerms                   request CommandID, country Country, measure Measure, ground Code
//	ExecutedTerms                 part Part, country Country, goods Secured
//	EyesTerms                     part Part, country Country
//	FittedTerms                   device DeviceID, part Part, country Country, battery Time
//	FoundTerms                    country Country, number Identifier
//	GoName                        part Part, checkpoint CheckpointID
//	GoTerms                       part Part, checkpoint CheckpointID, word GoWord
//	GrantTerms                    request CommandID, country Country, measure Measure, modes [Mode], finality Finality, confirm? Time, by? AuthorityID, decided? Time
//	HaltName                      part Part, country Country
//	HaltOrder                     part Part, country Country, ground Code
//	HaltTerms                     ground Code
//	HandlingTerms                 codes [HandlingCode], evaluation? Evaluation, tlp? TLP, marking? Marking
//	HandoverRefusalTerms          offer CommandID, ground Code
//	HazardTerms                   hazards [Code]
//	IncidentTerms                 country Country, incident Incident, part? Part
//	IssueTerms                    country Country
//	ItemTerms                     substance Code, mode Mode, packages uint16, hazards? [Code], schedule? Schedule, form? Code
//	JournalKeys                   root PublicKey, hub PublicKey, clock PublicKey
//	JournalTerms                  id JournalID, class JournalUse, clock ClockKind
//	JumpTerms                     expected Time, found Time
//	LapseTerms                    request CommandID, country Country, measure Measure, ends Time, for LapseFor
//	LeftTerms                     part Part, country Country, since Time
//	LegName                       id LegID
//	LegTerms                      country Country, measure Measure, carried Carrier, use? LegUse
//	LegalBasis                    instruments [Instrument]
//	LegalTerms                    instruments [Instrument], mla MLAOrder, offence Code, penalty? uint16, extraditable Extraditable
//	LetterName                    letter CommandID, country Country
//	LetterTerms                   country Country, agency Code, until Time
//	LossDeclaration               report CommandID, part Part, country Country, quantity Quantity
//	LossTerms                     part Part, country Country, quantity Quantity, seen Time
//	MeansTerms                    techniques? [Code], technical? [Means], officers? uint16, arms? Arms
//	MergeTerms                    part Part, into Part, country Country
//	Money                         amount Decimal, currency Currency
//	NoticeAnswer                  notice CommandID, country Country, ground Code
//	NoticeName                    notice CommandID, country Country
//	NoticeTerms                   part Part, from Country, in Country, offence Code
//	NotificationTerms             country Country, channel Channel, reached Reached, alert? AlertID, request? CommandID
//	OfferName                     offer CommandID
//	OfferTerms                    point PointID, part Part
//	OfficerTerms                  country Country, key PublicKey, roles [Role], from Time, until Time
//	OpeningTerms                  part Part, country Country, ground Code
//	OperationTerms                name Codename, lead Country, goods GoodsClass
//	OrderTerms                    part Part, country Country, ground Code, request? CommandID
//	OriginTerms                   country Country
//	OutcomeTerms                  part Part, country Country, persons? uint16
//	OverdueTerms                  country Country, due Time
//	PackTerms                     team CallSign, seals? [CallSign], hazards? [Code], gross Quantity, persons? uint16
//	PartName                      part Part
//	PerformedTerms                part Part, country Country, mode Mode, removed Quantity, substitute Quantity, storage Identifier
//	Place                         locode? Locode, lat? Coordinate, lon? Coordinate, zone Zone
//	PlanAnswer                    country Country, version uint16
//	PlanReturn                    country Country, version uint16, ground Code
//	PlanVersion                   version uint16
//	PointName                     id PointID
//	PointRevision                 id PointID, answer? Minutes
//	PointTerms                    from Country, to Country, answer? Minutes
//	PossessionTerms               part Part, country Country, holder Holder
//	PresenceTerms                 country Country, officers uint16, informants uint16
//	Quantity                      amount Decimal, unit Unit
//	QuestionTerms                 request CommandID, country Country, letters [Code]
//	ReachedTerms                  checkpoint CheckpointID, part Part, method Method
//	ReadingTerms                  device DeviceID, country Country, battery? Time
//	ReceivedTerms                 request CommandID, country Country, authority? AuthorityID
//	RecourseTerms                 part Part, country Country, recourse Recourse
//	RefusalTerms                  request CommandID, country Country, measure Measure, ground Code
//	ReleaseTerms                  record CommandID, to Country, slots [Code]
//	RemovedTerms                  part Part, country Country, hazard Code, method Code
//	RepetitionTerms               id AlertID, country Country, round uint16
//	ReportTerms                   country Country
//	RequestTerms                  country Country, measure Measure, mode Mode, to? AuthorityID, replaces? CommandID, channel? Channel, urgency? Urgency, acknowledge? Time, answer? Time
//	RequestedGoods                parts [Part]
//	ResolutionTerms               id AlertID, country Country, ground Code
//	RestatedTerms                 part Part, mode Mode
//	RiskTerms                     part Part, country Country, hazards [Code]
//	RouteTerms                    enter? PointID, leave? PointID, carried [Carrier]
//	SampleTerms                   part Part, country Country, quantity Quantity, storage Identifier
//	SealCheck                     part Part, country Country, seals [CallSign]
//	SealTerms                     part Part, country Country, before CallSign, after CallSign, type SealType, ground Code
//	SeizureTerms                  part Part, country Country, quantity Quantity, substitute Quantity, packages? uint16, storage Identifier
//	SettlementTerms               request CommandID, country Country, authority AuthorityID
//	SightingTerms                 part Part, country Country, method Method
//	SilenceTerms                  request CommandID, country Country, measure Measure, due Time
//	SplitTerms                    part Part, quantity Quantity, packages? uint16, substitute Quantity
//	StaleTerms                    device DeviceID, country Country, last Time
//	StateTerms                    country Country, role StateRole, bond? Bond
//	StoredTerms                   part Part, country Country, quantity Quantity, storage Identifier, receipt Identifier
//	StreamTerms                   config string, hash Digest
//	SubstitutionConsent           proposal CommandID, part Part, country Country, mode Mode, storage Identifier
//	SubstitutionTerms             part Part, country Country, mode Mode, charge Code
//	SuppliedTerms                 question CommandID, country Country
//	TeamAssignment                country Country, team CallSign, leg? LegID
//	TeamTerms                     team CallSign
//	TestedTerms                   part Part, country Country, substance Code, method Code, result TestResult, purity? Decimal
//	TriggerTerms                  country Country, part Part, contact Country, expected Time
//	VariationTerms                request CommandID, country Country, measure Measure, modes [Mode]
//	WatchTerms                    ping? Minutes, degraded? Minutes, lost? Minutes, decide? Minutes
//	WeaponTerm                    type Code, make Code, model Code, calibre Code, serial Identifier, state WeaponState
//	WeaponsTerms                  part Part, list [WeaponTerm]
//	WeighingTerms                 part Part, country Country, gross Quantity, net Quantity, scale Identifier, tolerance Quantity
//	WhereTerms                    country Country
//	Window                        from Time, until Time
//	WishTerms                     part Part, country Country
//	WithdrawalTerms               offer CommandID, ground Code
//
// Words from a closed list:
//
//	Arms                          unarmed | armed
//	Assurance                     constant-surveillance | access-at-any-time | seizure | prosecution | information-back
//	AuthorityMay                  make | receive | decide
//	AuthorityType                 police | customs | prosecutor | court | ministry | centre
//	Bond                          third-state
//	Carrier                       road | rail | sea | air | parcel
//	Channel                       siena | i-24-7 | cencomm | pccc | liaison | mla | eio | telephone | in-person
//	CheckpointPurpose             last-safe
//	ClockKind                     wall | scenario
//	ConditionForce                precedent | continuing
//	ConveyanceType                container | vehicle | vessel | flight | train | parcel | on-foot
//	DirectionBasis                handover | territory | flag
//	EndCause                      delivered | interdicted | terminated | lost
//	Extent                        whole-territory | listed-points
//	Extraditable                  yes | no
//	Finality                      final | provisional | oral
//	GoWord                        go | no-go
//	GoodsClass                    narcotics | precursors | firearms | explosives | cash | tobacco | other
//	HandlingCode                  h0 | h1 | h2 | h3
//	Holder                        courier | carrier | consignee | police | customs | undercover | unknown
//	Hours                         24-7 | office
//	Incident                      compromised | violence | accident | third-party-seizure | blue-on-blue
//	Instrument                    untoc-20 | vienna-11 | eu-mla-12 | ets182-18 | naples-ii-22 | eio-28 | bilateral
//	JournalUse                    exercise | real
//	LapseFor                      expiry | confirmation
//	LegUse                        alternate
//	MLAOrder                      before | after | not-needed
//	Marking                       unclassified | basic-protection
//	Means                         beacon | audio | video | light-sensor
//	Measure                       export | transit | import
//	Method                        visual | device | anpr | record
//	Mode                          live | partial | clean
//	Reached                       reached | no-answer | wrong-addressee
//	Recourse                      regain | interdict | give-up
//	Role                          coordinator | competent-authority | commander | desk | team | liaison | technical | custody
//	Schedule                      1961-i | 1961-ii | 1961-iii | 1961-iv | 1971-i | 1971-ii | 1971-iii | 1971-iv | 1988-i | 1988-ii
//	SealType                      carrier | customs | covert
//	Secured                       secured | partly-secured | not-secured
//	StateRole                     requesting | origin | transit | destination | possible | flag | informed
//	TLP                           red | amber-strict | amber | green | clear
//	TakenUp                       taken-up | not-taken-up
//	TestResult                    positive | negative | inconclusive
//	Unit                          kg | g | lb | oz | piece
//	Urgency                       routine | urgent
//	WeaponState                   live | converted | blank-firer | deactivated
//	Class                         clear | internal | sealed
package events
