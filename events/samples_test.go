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
	grams  = Quantity{"12.5", Gram}
	border = Place{Locode: "ATNIC", Zone: "Europe/Vienna"}
	means  = MeansTerms{[]Code{"undercover"}, []Means{Beacon, Audio}, 2, Armed}
	beacon = DeviceOf(offerID)
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
	AuthorityDeclared{
		Authority: AuthorityTerms{"AT", ProsecutorBody, []AuthorityMay{ReceivesRequests, DecidesRequests}, DayAndNight, []Language{"de", "en"}, night.From, night.Until},
		Named:     AuthorityName{"AT-A1"},
	},
	AuthorityWithdrawn{Withdrawn: AuthorityName{"AT-A1"}},
	ClockJumped{Jump: JumpTerms{utc, vienna}},

	OperationOpened{
		Operation: OperationTerms{"RELAY", "HU", Narcotics},
		Basis:     LegalBasis{[]Instrument{UNTOC20, EUMLA12}},
	},
	StateInvolved{State: StateTerms{"AT", Transit, ThirdState}},
	StateTriggered{Trigger: TriggerTerms{"CZ", part, "AT", vienna}, Hazards: HazardTerms{[]Code{"armed-courier"}}},
	OperationSuspended{Suspension: HaltTerms{"compromised"}},
	OperationResumed{Resumption: HaltTerms{"cleared"}},
	OperationTerminated{Termination: HaltTerms{"compromised"}},
	OperationEnded{Ending: EndTerms{Interdicted}},
	OperationClosed{Closing: ClosingTerms{vienna}},
	OperationReopened{Reopening: HaltTerms{"new-evidence"}},
	BreachFound{Breach: BreachTerms{"no-move-without-consent", "AT", part, vienna}},

	AuthorisationRequested{
		Request: RequestTerms{"AT", TransitRoute, Live, "AT-A1", commandID, Siena, Urgent, utc, vienna},
		Window:  night, Ceiling: kilos,
		Legal:     LegalTerms{[]Instrument{EUMLA12, EIO28}, MLAAfter, "trafficking", 120, IsExtraditable},
		Goods:     RequestedGoods{[]Part{part}},
		Route:     RouteTerms{"HU-AT", "AT-DE/2", []Carrier{ByRoad, ByRail}},
		Means:     means,
		Authority: AuthorisedTerms{"HU-A1", "HU-A2", utc, DigestOf([]byte("the decision at home")), officerKey},
		Handling:  handled,
	},
	AuthorisationAcknowledged{Receipt: ReceivedTerms{commandID, "AT", "AT-A1"}},
	AuthorisationUnacknowledged{Unacknowledged: SilenceTerms{commandID, "AT", TransitRoute, utc}},
	AuthorisationUnanswered{Unanswered: SilenceTerms{commandID, "AT", TransitRoute, utc}},
	InformationAsked{Question: QuestionTerms{commandID, "AT", []Code{"d", "j"}}},
	InformationSupplied{Answer: SuppliedTerms{offerID, "AT"}},
	CompetenceContested{Contest: ContestTerms{commandID, "AT", []AuthorityID{"AT-A1", "AT-A2"}}},
	CompetenceSettled{Settlement: SettlementTerms{commandID, "AT", "AT-A2"}},
	AuthorisationGranted{
		Grant:  GrantTerms{commandID, "AT", TransitRoute, []Mode{Live, Partial}, Oral, night.Until, "AT-A1", utc},
		Window: night, Ceiling: kilos,
		Area:    AreaTerms{ListedPoints, []PointID{"HU-AT", "AT-DE/2"}, []Code{"old-town"}},
		Means:   means,
		Demands: DemandTerms{[]Assurance{ConstantSurveillance, SeizureAssured}}, Handling: handled,
	},
	AuthorisationRefused{Refusal: RefusalTerms{commandID, "AT", Import, "public-order"}},
	AuthorisationConfirmed{Confirmation: ConsentTerms{commandID, "AT", TransitRoute}},
	AuthorisationVaried{Variation: VariationTerms{commandID, "AT", TransitRoute, []Mode{Clean}}, Window: night, Ceiling: kilos,
		Area: AreaTerms{ListedPoints, []PointID{"HU-AT"}, []Code{"vienna"}}, Means: MeansTerms{nil, []Means{Beacon}, 2, Unarmed}},
	AuthorisationSuspended{Suspension: EndingTerms{commandID, "AT", TransitRoute, "public-order"}},
	AuthorisationResumed{Resumption: ConsentTerms{commandID, "AT", TransitRoute}},
	AuthorisationRevoked{Revocation: EndingTerms{commandID, "AT", TransitRoute, "public-order"}},
	AuthorisationLapsing{Lapsing: LapseTerms{commandID, "AT", TransitRoute, utc, Expiry}},
	AuthorisationLapsed{Lapse: LapseTerms{commandID, "AT", TransitRoute, utc, NotInWriting}},
	ConditionImposed{Condition: ConditionTerms{"AT", "seizure-at-any-time", Precedent}, Named: ConditionName{"AT-C1"}},
	ConditionMet{Met: ConditionName{"AT-C1"}},
	ConditionWaived{Waived: ConditionName{"AT-C2"}},

	AssuranceGiven{Assurance: AssuranceTerms{"AT", AccessAnyTime}},
	AssuranceWithdrawn{Withdrawn: AssuranceTerms{"AT", InformationBack}},
	TeamAssigned{Assignment: TeamAssignment{"AT", "AT-2", "AT-L1"}},
	TeamReadied{Ready: TeamAssignment{"AT", "AT-2", "AT-L1"}},
	OfficersAdmitted{Admission: AdmissionTerms{"AT", "HU", 2, Armed}},
	UndercoverDeclared{Presence: PresenceTerms{"HU", 1, 2}},
	LetterIssued{Letter: LetterTerms{"AT", "border-police", night.Until}},
	LetterWithdrawn{Withdrawn: LetterName{commandID, "AT"}},
	DeconflictionEntered{Entry: DeconflictionTerms{"AT", "national-index"}},
	DeconflictionFound{Found: FoundTerms{"AT", "MSKU1234565"}},

	PlanIssued{Issue: IssueTerms{"AT"}, Named: PlanVersion{2}},
	PlanApproved{Approval: PlanAnswer{"AT", 2}},
	PlanReturned{Returned: PlanReturn{"AT", 2, "no-team-at-night"}},
	LegPlanned{Leg: LegTerms{"AT", TransitRoute, ByRoad, AlternateLeg}, Window: night, Watch: watched, Named: LegName{"AT-L1"}},
	HandoverPointPlanned{
		Point: PointTerms{"HU", "AT", 25}, Window: night,
		Place: border, Named: PointName{"HU-AT"},
	},
	CheckpointPlanned{
		Checkpoint: CheckpointTerms{"AT", 45, LastSafePoint}, Window: night,
		Place: Place{Lat: "48.46", Lon: "16.37", Zone: "Europe/Vienna"}, Named: CheckpointName{"AT-CP1"},
	},
	LegRevised{Revision: LegName{"AT-L1"}, Window: night, Watch: watched},
	LegActivated{Activation: LegName{"AT-L2"}},
	LegDropped{Dropped: LegName{"AT-L2"}},
	HandoverPointRevised{Revision: PointRevision{"HU-AT", 30}, Window: night, Place: border},
	HandoverPointDropped{Dropped: PointName{"HU-AT/2"}},
	CheckpointRevised{Revision: CheckpointRevision{"AT-CP1", 15}, Window: night, Place: border},
	CheckpointWaived{Waived: CheckpointName{"AT-CP2"}},
	CheckpointDue{Due: CheckpointName{"AT-CP1"}},
	CheckpointMissed{Missed: CheckpointName{"AT-CP1"}},

	ItemDeclared{
		Item:     ItemTerms{"heroin", Live, 40, []Code{"dust", "sharp-edges"}, Narcotic1, "powder"},
		Origin:   OriginTerms{"TR"},
		Quantity: kilos, Cover: CoverTerms{"080390"}, Handling: handled, Named: PartName{part},
	},
	DepartureApproved{Departure: DepartureTerms{part}},
	ConsignmentDeparted{Departed: DepartedTerms{part, "TR"}, Corrects: corrects, Handling: handled},
	PossessionChanged{Possession: PossessionTerms{part, "AT", Courier}, Corrects: corrects, Handling: handled},

	ConsignmentOpened{Opening: OpeningTerms{part, "AT", "court-order"}, Corrects: corrects, Handling: handled},
	ItemWeighed{Weighing: WeighingTerms{part, "AT", kilos, Quantity{"61.9", Kilogram}, "SCALE-7", grams}, Corrects: corrects, Handling: handled},
	ItemSampled{Sample: SampleTerms{part, "AT", grams, "VAULT-3"}, Corrects: corrects, Handling: handled},
	ItemTested{Test: TestedTerms{part, "AT", "heroin", "gc-ms", Positive, "62.5"}, Corrects: corrects, Handling: handled},
	WeaponsRecorded{
		Weapons:  WeaponsTerms{part, []WeaponTerm{{"pistol", "glock", "17", "9x19", "ABC123", LiveWeapon}}},
		Corrects: corrects, Handling: handled,
	},
	PartSplit{Split: SplitTerms{part, kilos, 12, grams}, Where: WhereTerms{"AT"}, Place: border, Corrects: corrects, Handling: handled},
	PartBegun{Begun: BegunTerms{"4NB0C7", part}, Item: ItemTerms{"heroin", Partial, 12, []Code{"dust"}, Narcotic1, "powder"}, Quantity: kilos},
	PartRestated{Restated: RestatedTerms{part, Partial}, Quantity: kilos, Hazards: HazardTerms{[]Code{"dust", "fentanyl"}}},
	PartMerged{Merge: MergeTerms{"4NB0C7", part, "AT"}, Corrects: corrects, Handling: handled},
	SubstitutionProposed{Proposal: SubstitutionTerms{part, "AT", Partial, "attempt"}},
	SubstitutionAuthorised{Substitution: SubstitutionConsent{commandID, part, "AT", Clean, "VAULT-3"}},
	SubstitutionPerformed{Performed: PerformedTerms{part, "AT", Partial, kilos, grams, "VAULT-3"}, Corrects: corrects, Handling: handled},
	GoodsStored{Stored: StoredTerms{part, "AT", kilos, "VAULT-3", "R-2026-114"}, Corrects: corrects, Handling: handled},
	SealChanged{Seal: SealTerms{part, "AT", "HU0047112", NoSeal, CustomsSeal, "opened"}, Corrects: corrects, Handling: handled},
	SealsChecked{Check: SealCheck{part, "AT", []CallSign{"HU0047112"}}, Corrects: corrects, Handling: handled},
	HazardRemoved{Removed: RemovedTerms{part, "AT", "live-firearm", "firing-pin-removed"}, Corrects: corrects, Handling: handled},
	RiskAccepted{Risk: RiskTerms{part, "AT", []Code{"fentanyl"}}},
	ConveyanceChanged{Conveyance: ConveyanceTerms{part, "AT", Container, "MSKU1234565", "HU"}, Corrects: corrects, Handling: handled},
	LossReported{Loss: LossTerms{part, "AT", grams, vienna}},
	LossDeclared{Declaration: LossDeclaration{commandID, part, "AT", grams}},

	CheckpointReached{Reached: ReachedTerms{"AT-CP1", part, Visual}, Corrects: corrects, Handling: handled},
	SightingReported{
		Sighting: SightingTerms{part, "AT", ANPR},
		Place:    Place{Lat: "-0.05", Lon: "-16.37", Zone: "UTC"}, Corrects: corrects, Handling: handled,
	},
	BorderCrossed{Crossing: CrossingTerms{part, "HU", HighSeas, Device, "GR"}, Corrects: corrects, Handling: handled},
	EyesOnTaken{Eyes: EyesTerms{part, "AT"}, Team: TeamTerms{"AT-2"}, Corrects: corrects, Handling: handled},
	EyesOnDegraded{Eyes: EyesTerms{part, "AT"}, Team: TeamTerms{"AT-2"}, Corrects: corrects, Handling: handled},
	EyesOnLost{Eyes: EyesTerms{part, "AT"}, Team: TeamTerms{"AT-2"}, Place: border, Corrects: corrects, Handling: handled},
	EyesOnRegained{Eyes: EyesTerms{part, "AT"}, Team: TeamTerms{"AT-2"}, Corrects: corrects, Handling: handled},
	RouteDeviated{Deviation: DeviationTerms{part, "AT", "CZ", vienna}, Place: border, Corrects: corrects, Handling: handled},

	ControlLost{Lost: ControlTerms{part, "AT", vienna}},
	ControlDeclared{Declared: ControlTerms{part, "AT", vienna}},
	ControlDecided{Decided: RecourseTerms{part, "AT", Interdict}},
	ControlUndecided{Undecided: ControlTerms{part, "AT", vienna}},
	SurveillanceNotified{Notice: NoticeTerms{part, "AT", "CZ", "drug-trafficking"}, Corrects: corrects, Handling: handled},
	SurveillanceAllowed{Allowed: NoticeAnswer{commandID, "CZ", "own-team-takes-over"}},
	SurveillanceStopped{Stopped: NoticeAnswer{commandID, "CZ", "offence-not-listed"}},
	SurveillanceExpired{Expired: NoticeName{commandID, "CZ"}},
	GoDue{Due: GoName{part, "AT-CP3"}},
	GoDecided{Go: GoTerms{part, "AT-CP3", NoGo}},
	HaltOrdered{Halt: HaltOrder{part, "AT", "border-closed"}},
	HaltLifted{Lifted: HaltName{part, "AT"}},
	IncidentReported{Incident: IncidentTerms{"AT", BlueOnBlue, part}, Place: border, Corrects: corrects, Handling: handled},

	DeviceAssigned{Device: DeviceTerms{"HU", LightSensor, 5}, Named: DeviceName{beacon}},
	DeviceProposed{Proposal: DeviceProposal{beacon, "AT", Beacon}},
	DeviceApproved{Approval: DeviceAnswer{beacon, "AT"}},
	DeviceRefused{Refusal: DeviceRefusal{beacon, "AT", "no-legal-ground"}},
	DeviceFitted{Fitted: FittedTerms{beacon, part, "AT", night.Until}, Corrects: corrects, Handling: handled},
	DeviceRead{Reading: ReadingTerms{beacon, "AT", night.Until}, Place: border, Corrects: corrects, Handling: handled},
	DeviceStale{Stale: StaleTerms{beacon, "AT", vienna}},
	DeviceTampered{Tampered: DeviceAnswer{beacon, "AT"}, Corrects: corrects, Handling: handled},
	DeviceRecovered{Recovered: DeviceAnswer{beacon, "AT"}, Corrects: corrects, Handling: handled},
	DeviceAbandoned{Abandoned: DeviceRefusal{beacon, "AT", "under-water"}},

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
	InterdictionOrdered{Order: OrderTerms{part, "AT", "last-safe-point", commandID}, Place: border},
	InterdictionExecuted{Executed: ExecutedTerms{part, "AT", GoodsSecured}, Place: border, Corrects: corrects, Handling: handled},

	DeliveryMade{Delivery: OutcomeTerms{part, "AT", 2}, Place: border, Corrects: corrects, Handling: handled},
	ConsigneeIdentified{Consignee: OutcomeTerms{part, "AT", 1}, Corrects: corrects, Handling: handled},
	ArrestMade{Arrest: ArrestTerms{"AT", 3, part}, Place: border, Corrects: corrects, Handling: handled},
	SeizureMade{Seizure: SeizureTerms{part, "AT", kilos, grams, 40, "VAULT-3"}, Place: border, Corrects: corrects, Handling: handled},
	ReportFiled{Report: ReportTerms{"AT"}},
	ReportOverdue{Overdue: OverdueTerms{"AT", vienna}},
	CostNoted{Cost: CostTerms{"AT", "escort", Money{"1250.5", "EUR"}, "HU"}},
	CostSettled{Settlement: CostName{commandID, "AT"}},
	DebriefHeld{Debrief: DebriefTerms{vienna}},

	AlertRaised{Alert: AlertTerms{"checkpoint-missed/AT-CP1", "AT", part, vienna}},
	AlertAcknowledged{Acknowledgement: AlertName{"offer-timed-out/HU-AT/2", "HU"}},
	AlertEscalated{Escalation: AlertName{"offer-timed-out/HU-AT", "HU"}},
	AlertResolved{Resolution: ResolutionTerms{"checkpoint-missed/AT-CP1", "AT", "seen-since"}},
	AlertRepeated{Repetition: RepetitionTerms{"checkpoint-missed/AT-CP1", "AT", 2}},

	NotificationMade{
		Notification: NotificationTerms{"AT", Telephone, ReachedOfficer, "checkpoint-missed/AT-CP1", commandID},
		Corrects:     corrects, Handling: handled,
	},
	DisclosureBreached{Breached: BreachedTerms{commandID, "CZ", "wrong-addressee"}, Corrects: corrects, Handling: handled},

	RecordRetracted{Retraction: corrects},

	HandlingChanged{Change: ChangeTerms{commandID, []HandlingCode{H1, H2}}},
	HandlingReleased{Release: ReleaseTerms{commandID, "DE", []Code{"sighting", "place"}}},
}

var (
	watched  = WatchTerms{5, 10, 20, 15}
	corrects = CorrectsTerms{commandID, "wrong-time"}
	handled  = HandlingTerms{[]HandlingCode{H1, H3}, "B2", TLPAmberStrict, BasicProtection}
)

func handoverOffered() HandoverOffered {
	return HandoverOffered{
		Offer: OfferTerms{"HU-AT", part},
		Pack:  PackTerms{"HU-7", []CallSign{"HU0047112", "HU0047113"}, []Code{"dust"}, Quantity{"64.1", Kilogram}, 2},

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
