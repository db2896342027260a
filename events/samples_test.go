package events_test

import (
	"bytes"
	"crypto/sha256"
	"fmt"

	. "vigil/events"
)

// Fixed values of everything, for the golden bytes, the fuzz seeds and the
// benchmarks. Nothing here may depend on time or chance.

const (
	journalID   JournalID   = "01JNJV0000000000000J0RNA1S"
	operationID OperationID = "01JNJV00000000000000PERAT1"
	commandID   CommandID   = "01JNJV00000000000000C0MM01"
	offerID     CommandID   = "01JNJV00000000000000C0MM02"
	officerKey  KeyID       = "0123456789abcdef"
	part        Part        = "7QK2XM"
)

var (
	vienna = moment("2026-03-02T03:10:00.000+01:00")
	utc    = moment("2026-03-02T02:11:30.250Z")
	night  = Window{moment("2026-03-02T00:00:00.000+01:00"), moment("2026-03-02T06:00:00.000+01:00")}
	publik = PublicKey("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")
	kilos  = Quantity{"62.4", Kilogram}
)

// samples holds one value of each kind, with every member filled.
var samples = []Event{
	RegistryBegun{
		Journal: JournalTerms{journalID, Exercise, ScenarioClock},
		Keys:    JournalKeys{publik, publik, publik},
		Stream:  StreamTerms{`{"name":"JOURNAL"}`, DigestOf([]byte(`{"name":"JOURNAL"}`))},
	},
	CountryAdded{Country: CountryTerms{"AT", "ACQF3QYPL5ZCBV7QZVXFCHVTKZQ"}},
	DeskAdded{Desk: DeskTerms{"AT", publik, "Europe/Vienna"}},
	OfficerEnrolled{Officer: OfficerTerms{"AT", officerKeyPublic(), []Role{Commander, DeskOfficer}, night.From, night.Until}},
	ClockJumped{Jump: JumpTerms{utc, vienna}},

	OperationOpened{
		Operation: OperationTerms{"RELAY", "HU", Narcotics},
		Basis:     LegalBasis{[]Instrument{UNTOC20, EUMLA12}},
	},
	StateInvolved{State: StateTerms{"AT", Transit}},
	StateTriggered{Trigger: TriggerTerms{"CZ", part, "AT", vienna}, Hazards: HazardTerms{[]Code{"armed-courier"}}},
	OperationSuspended{Suspension: HaltTerms{"compromised"}},
	OperationResumed{Resumption: HaltTerms{"cleared"}},
	OperationTerminated{Termination: HaltTerms{"compromised"}},
	OperationEnded{Ending: EndTerms{Interdicted}},
	BreachFound{Breach: BreachTerms{"no-move-without-consent", "AT", part, vienna}},

	AuthorisationRequested{Request: RequestTerms{"AT", TransitRoute, Live}, Window: night, Ceiling: kilos, Handling: handled},
	AuthorisationGranted{
		Grant:  GrantTerms{commandID, "AT", TransitRoute, []Mode{Live, Partial}, Oral, night.Until},
		Window: night, Ceiling: kilos, Handling: handled,
	},
	AuthorisationRefused{Refusal: RefusalTerms{commandID, "AT", Import, "public-order"}},
	AuthorisationConfirmed{Confirmation: ConsentTerms{commandID, "AT", TransitRoute}},
	AuthorisationVaried{Variation: VariationTerms{commandID, "AT", TransitRoute, []Mode{Clean}}, Window: night, Ceiling: kilos},
	AuthorisationSuspended{Suspension: EndingTerms{commandID, "AT", TransitRoute, "public-order"}},
	AuthorisationResumed{Resumption: ConsentTerms{commandID, "AT", TransitRoute}},
	AuthorisationRevoked{Revocation: EndingTerms{commandID, "AT", TransitRoute, "public-order"}},
	AuthorisationLapsing{Lapsing: LapseTerms{commandID, "AT", TransitRoute, utc, Expiry}},
	AuthorisationLapsed{Lapse: LapseTerms{commandID, "AT", TransitRoute, utc, NotInWriting}},
	ConditionImposed{Condition: ConditionTerms{"AT", "seizure-at-any-time", Precedent}, Named: ConditionName{"AT-C1"}},
	ConditionMet{Met: ConditionName{"AT-C1"}},
	ConditionWaived{Waived: ConditionName{"AT-C2"}},

	LegPlanned{Leg: LegTerms{"AT", TransitRoute, ByRoad}, Window: night, Named: LegName{"AT-L1"}},
	HandoverPointPlanned{
		Point: PointTerms{"HU", "AT", 25}, Window: night,
		Place: Place{Locode: "ATNIC", Zone: "Europe/Vienna"}, Named: PointName{"HU-AT"},
	},
	CheckpointPlanned{
		Checkpoint: CheckpointTerms{"AT", 45}, Window: night,
		Place: Place{Lat: "48.46", Lon: "16.37", Zone: "Europe/Vienna"}, Named: CheckpointName{"AT-CP1"},
	},
	LegRevised{Revision: LegName{"AT-L1"}, Window: night},
	LegDropped{Dropped: LegName{"AT-L2"}},
	HandoverPointRevised{Revision: PointRevision{"HU-AT", 30}, Window: night, Place: Place{Locode: "ATNIC", Zone: "Europe/Vienna"}},
	HandoverPointDropped{Dropped: PointName{"HU-AT/2"}},
	CheckpointRevised{Revision: CheckpointRevision{"AT-CP1", 15}, Window: night, Place: Place{Locode: "ATNIC", Zone: "Europe/Vienna"}},
	CheckpointWaived{Waived: CheckpointName{"AT-CP2"}},
	CheckpointDue{Due: CheckpointName{"AT-CP1"}},
	CheckpointMissed{Missed: CheckpointName{"AT-CP1"}},

	ItemDeclared{
		Item:     ItemTerms{"heroin", Live, 40, []Code{"dust", "sharp-edges"}},
		Origin:   OriginTerms{"TR"},
		Quantity: kilos, Handling: handled, Named: PartName{part},
	},
	DepartureApproved{Departure: DepartureTerms{part}},
	ConsignmentDeparted{Departed: DepartedTerms{part, "TR"}, Corrects: corrects, Handling: handled},
	PossessionChanged{Possession: PossessionTerms{part, "AT", Courier}, Corrects: corrects, Handling: handled},

	CheckpointReached{Reached: ReachedTerms{"AT-CP1", part, Visual}, Corrects: corrects, Handling: handled},
	SightingReported{
		Sighting: SightingTerms{part, "AT", ANPR},
		Place:    Place{Lat: "-0.05", Lon: "-16.37", Zone: "UTC"}, Corrects: corrects, Handling: handled,
	},
	BorderCrossed{Crossing: CrossingTerms{part, "HU", "AT", Device}, Corrects: corrects, Handling: handled},
	EyesOnTaken{Eyes: EyesTerms{part, "AT"}, Team: TeamTerms{"AT-2"}, Corrects: corrects, Handling: handled},
	EyesOnDegraded{Eyes: EyesTerms{part, "AT"}, Team: TeamTerms{"AT-2"}, Corrects: corrects, Handling: handled},
	EyesOnLost{Eyes: EyesTerms{part, "AT"}, Team: TeamTerms{"AT-2"}, Place: Place{Locode: "ATNIC", Zone: "Europe/Vienna"}, Corrects: corrects, Handling: handled},
	EyesOnRegained{Eyes: EyesTerms{part, "AT"}, Team: TeamTerms{"AT-2"}, Corrects: corrects, Handling: handled},
	RouteDeviated{Deviation: DeviationTerms{part, "AT", "CZ", vienna}, Place: Place{Locode: "ATNIC", Zone: "Europe/Vienna"}, Corrects: corrects, Handling: handled},

	handoverOffered(),
	HandoverAccepted{Acceptance: AcceptanceTerms{offerID, officerKey, "AT-2"}},
	HandoverRefused{Refusal: HandoverRefusalTerms{offerID, "no-team"}},
	HandoverWithdrawn{Withdrawal: WithdrawalTerms{offerID, "turned-back"}},
	HandoverTimedOut{Timeout: OfferName{offerID}},
	HandoverCompleted{Completion: CompletionTerms{"HU-AT/2", part, "AT-2"}, Corrects: corrects, Handling: handled},
	DirectionMoved{
		Direction: DirectionTerms{part, "AT", vienna, ByHandover, Taken},
		Left:      LeftTerms{part, "HU", vienna},
	},
	DirectionBound{Bound: BoundTerms{part, offerID, "HU", "AT"}},
	DirectionRetracted{Retracted: LeftTerms{part, "AT", vienna}, Returned: LeftTerms{part, "HU", vienna}},
	DirectionEnded{Ended: EndedTerms{part, "AT", vienna}},

	InterdictionRequested{Wish: WishTerms{part, "AT"}},
	InterdictionDeclined{Declined: DeclinedTerms{commandID, "AT", "too-dangerous"}},
	InterdictionOrdered{Order: OrderTerms{part, "AT", "last-safe-point", commandID}, Place: Place{Locode: "ATNIC", Zone: "Europe/Vienna"}},
	InterdictionExecuted{Executed: ExecutedTerms{part, "AT", GoodsSecured}, Place: Place{Locode: "ATNIC", Zone: "Europe/Vienna"}, Corrects: corrects, Handling: handled},

	AlertRaised{Alert: AlertTerms{"checkpoint-missed/AT-CP1", "AT", part, vienna}},
	AlertAcknowledged{Acknowledgement: AlertName{"offer-timed-out/HU-AT/2", "HU"}},
	AlertEscalated{Escalation: AlertName{"offer-timed-out/HU-AT", "HU"}},
	AlertResolved{Resolution: ResolutionTerms{"checkpoint-missed/AT-CP1", "AT", "seen-since"}},
	AlertRepeated{Repetition: RepetitionTerms{"checkpoint-missed/AT-CP1", "AT", 2}},

	RecordRetracted{Retraction: corrects},

	HandlingChanged{Change: ChangeTerms{commandID, []HandlingCode{H1, H2}}},
	HandlingReleased{Release: ReleaseTerms{commandID, "DE", []Code{"sighting", "place"}}},
}

var (
	corrects = CorrectsTerms{commandID, "wrong-time"}
	handled  = HandlingTerms{[]HandlingCode{H1, H3}}
)

func handoverOffered() HandoverOffered {
	return HandoverOffered{
		Offer: OfferTerms{"HU-AT", part},
		Pack:  PackTerms{"HU-7", []CallSign{"HU0047112", "HU0047113"}, []Code{"dust"}},

		Handling: handled,
	}
}

func officerKeyPublic() PublicKey { return publik }

func moment(s string) Time {
	t, err := ParseTime(s)
	if err != nil {
		panic(err)
	}
	return t
}

// salt is a salt that a reader can derive by hand: SHA-256 of its name.
func salt(name string) Salt { return Salt(sha256.Sum256([]byte("salt of " + name))) }

// sealed is an offered handover with an enclosure: the note, what goes beside
// it, and the event that it proposes. Unused commit lines are the hash of their
// number; the signature is a run of bytes, since nothing here checks one.
func sealed() (note string, slots []Slot, enclosures []OpenEnclosure) {
	seen := must(Marshal(Seen{41, DigestOf([]byte("the feed as far as HU saw it"))}))
	members := must(Members(must(Marshal(handoverOffered()))))
	slots = []Slot{{SlotSeen, salt(SlotSeen), seen}}
	for _, m := range members {
		slots = append(slots, Slot{m.Name, salt(m.Name), m.Value})
	}
	enclosures = []OpenEnclosure{{"message", Internal, salt("message"), []byte("Driver changed at Győr; two men. <grey> van & trailer\n")}}

	n := Note{
		Journal: journalID, Operation: operationID, Command: offerID, Act: "handover.offer",
		Signer: "hu", Key: officerKey, Occurred: vienna, Known: vienna, Until: moment("2026-03-02T03:15:00.000+01:00"),
	}
	for i := range n.Commits {
		n.Commits[i] = Commitment(sha256.Sum256(fmt.Appendf(nil, "unused line %d", i)))
	}
	row := must(ActOf(n.Act))
	for _, s := range slots {
		_, line, _ := row.Slot(s.Name)
		n.Commits[line] = Commit(s.Name, s.Salt, s.Value)
	}
	for _, e := range enclosures {
		_, line, _ := row.Slot(e.Name)
		n.Commits[line] = Commit(e.Name, e.Salt, e.Value)
	}
	return n.Text() + SignatureLines(signature(officerKey)), slots, enclosures
}

func signature(key KeyID) Signature {
	s := Signature{Key: key}
	for i := range s.Blob {
		s.Blob[i] = byte(i)
	}
	return s
}

func sampleRequest() Request {
	note, slots, enclosures := sealed()
	return Request{Note: note, Slots: slots, Enclosures: enclosures}
}

func sampleEntry() Entry {
	r := sampleRequest()
	e := Entry{
		Edition: 1, Operation: operationID, N: 42, Prev: DigestOf([]byte("entry 41")), Registry: 17,
		At: utc, Note: r.Note, Slots: r.Slots, Events: []Event{handoverOffered()},
	}
	for _, o := range r.Enclosures {
		e.Enclosures = append(e.Enclosures, Enclosure{o.Name, o.Class, len(o.Value), Commit(o.Name, o.Salt, o.Value)})
	}
	return e
}

// sampleMessage tells AT of the offer, briefs it on the opening and takes back
// a slot of a sighting; the pack of the offer is not for it.
func sampleMessage() Message {
	note, slots, enclosures := sealed()
	offer := slots[1]
	opened := must(EncodeEvent(OperationOpened{Operation: OperationTerms{"RELAY", "HU", Narcotics}}))
	return Message{
		Content: Content{
			V: Version, Edition: Edition, Viewer: "at", Counter: 2, Prev: DigestOf([]byte("content 1")),
			Briefing: []Shown{{
				Operation: operationID, Command: commandID, Act: "operation.open", Author: "hu.lead",
				At: utc, Occurred: vienna, Known: vienna, Events: []Raw{opened},
			}},
			Entry: []Shown{{
				Operation: operationID, Command: offerID, Act: "handover.offer", Author: "hu",
				At: utc, Occurred: vienna, Known: vienna,
				Slots:      []ShownSlot{{offer.Name, offer.Value}},
				Enclosures: []ShownEnclosure{{enclosures[0].Name, Internal, len(enclosures[0].Value)}},
				Events:     []Raw{must(EncodeEvent(HandoverOffered{Offer: handoverOffered().Offer}))},
			}},
			Withdrawn: []Withdrawn{{operationID, 1, commandID, utc, []string{"place"}, "role-ended"}},
			More:      Continued,
		},
		Proof: Proof{
			Briefing: []NoteProof{{Note: note}},
			Entry:    []NoteProof{{Note: note, Salts: []SlotSalt{{offer.Name, offer.Salt}}}},
		},
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func encodedEntry() []byte   { return must(EncodeEntry(sampleEntry())) }
func encodedRequest() []byte { return must(EncodeRequest(sampleRequest())) }
func encodedMessage() []byte {
	b, _, err := EncodeMessage(sampleMessage())
	return bytes.Clone(must(b, err))
}
