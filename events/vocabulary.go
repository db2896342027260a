package events

// All that can be said, in tables that TestVocabularyIsDocumented -update writes.
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
//	authorisation.vary            variation, window, ceiling?, area?, means?, reason? internal → authorisation.varied
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
//	authorisation.varied          variation VariationTerms, window Window, ceiling Quantity, area AreaTerms, means MeansTerms
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
