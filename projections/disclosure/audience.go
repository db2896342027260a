// Package disclosure decides, purely, what reaches whom: which slots of which
// entries a viewer is shown, when an earlier one is shown late or taken back, and
// the exact bytes of the feed message that carries it.
//
// Step folds one entry and says what every viewer is to be shown because of it.
// Cut makes the message from the entries that the caller loads. Both are
// functions of the journal alone, so a feed can always be recomputed.
//
// The rule is an allow list: a member of an event, or an enclosure, that the
// table below does not name is shown to nobody but its author. What the table
// allows is narrowed by two more rules: whoever is shown something learns its
// author, so it must be one that the viewer may know of (some consequences are told
// without one, if it must be: see unsigned); and what is handled H2 goes no further
// than its author and the lead.
//
// Not promised: that a viewer who was shown a slot can be made to forget it.
package disclosure

import "vigil/events"

// audience is who may see a slot. Its author's viewer may, always; so may an
// auditor, who has no feed.
type audience uint8

const (
	author    audience = iota // nobody else
	lead                      // the lead
	concerned                 // the lead, and the States that the fact names
	adjacent                  // the lead, the State named, and those with a handover point to it
	onward                    // the lead, the State named, and those to which a handover point leads from it
	parties                   // the lead and every State of the operation
	measured                  // the lead, and every State that has the quantity declared of the part
	warned                    // the lead, every State of the operation, and one that the part has woken
	everyone                  // every viewer: the registry
	holders                   // the lead, and who has a slot of the record that it is about
	along                     // the lead, and who is shown another slot of the same fact
	retold                    // the lead, and who is shown another slot and has one of what it corrects

	// safe is a mark: shown to its audience whatever the handling, and whoever
	// the author. It says what is dangerous to a State that will act.
	safe audience = 1 << 7

	// unsigned is a mark: what follows is told to its audience whoever the author, if
	// need be without the author's name. A picture that stays as it was would lie. It
	// does not go with safe, which shows the author too.
	unsigned audience = 1 << 6

	marks = safe | unsigned
)

// table is the need-to-know table of the domain (originator control, UNTOC
// art. 20(1) "sovereign equality"; domain reference section 5), member by
// member: the members of each event in order, then the enclosures of its act.
//
// The words of a command go to whom it is addressed; the words of one that goes
// to all parties are the lead's own.
var table = map[events.Kind][]row{
	"registry.begun":   {{"journal", everyone}, {"keys", everyone}, {"stream", everyone}},
	"country.added":    {{"country", everyone}},
	"desk.added":       {{"desk", everyone}, {"contact", everyone}},
	"officer.enrolled": {{"officer", everyone}, {"name", concerned}},
	"clock.jumped":     {{"jump", everyone}},

	"authority.declared":  {{"authority", everyone}, {"named", everyone}, {"name", everyone}, {"contact", everyone}},
	"authority.withdrawn": {{"withdrawn", everyone}, {"reason", concerned}},

	"operation.opened":     {{"operation", parties}, {"basis", parties}, {"aim", lead}},
	"state.involved":       {{"state", concerned}},
	"state.triggered":      {{"trigger", concerned | safe}, {"hazards", concerned | safe}},
	"operation.suspended":  {{"suspension", parties}, {"reason", lead}},
	"operation.resumed":    {{"resumption", parties}, {"remark", lead}},
	"operation.terminated": {{"termination", parties}, {"reason", lead}},
	"operation.ended":      {{"ending", parties}, {"remark", lead}},
	"operation.closed":     {{"closing", parties}, {"remark", lead}},
	"operation.reopened":   {{"reopening", parties}, {"reason", lead}},
	"breach.found":         {{"breach", concerned}},

	"authorisation.requested": {{"request", concerned}, {"window", concerned}, {"ceiling", concerned}, {"legal", concerned}, {"goods", concerned}, {"route", concerned},
		{"means", concerned}, {"authority", concerned}, {"handling", along}, {"facts", concerned}, {"concealment", concerned}, {"suspects", concerned},
		{"customs", concerned}, {"other", concerned}, {"restriction", along}},
	"authorisation.acknowledged":   {{"receipt", concerned}, {"remark", concerned}},
	"authorisation.unacknowledged": {{"unacknowledged", concerned}},
	"authorisation.unanswered":     {{"unanswered", concerned}},
	"information.asked":            {{"question", concerned}, {"wording", concerned}},
	"information.supplied":         {{"answer", concerned}, {"wording", concerned}},
	"competence.contested":         {{"contest", concerned}, {"reason", concerned}},
	"competence.settled":           {{"settlement", concerned}, {"reason", concerned}},
	"authorisation.granted": {{"grant", concerned}, {"window", concerned}, {"ceiling", concerned}, {"area", concerned}, {"means", concerned}, {"demands", concerned},
		{"handling", along}, {"conditions", concerned}, {"reason", concerned}, {"decision", concerned}, {"restriction", along}},
	"authorisation.refused":   {{"refusal", concerned}, {"reason", concerned}},
	"authorisation.confirmed": {{"confirmation", concerned}, {"decision", concerned}},
	"authorisation.varied":    {{"variation", concerned}, {"window", concerned}, {"ceiling", concerned}, {"area", concerned}, {"means", concerned}, {"reason", concerned}},
	"authorisation.suspended": {{"suspension", concerned}, {"reason", concerned}},
	"authorisation.resumed":   {{"resumption", concerned}, {"remark", concerned}},
	"authorisation.revoked":   {{"revocation", concerned}, {"reason", concerned}},
	"authorisation.lapsing":   {{"lapsing", concerned}},
	"authorisation.lapsed":    {{"lapse", concerned}},
	"condition.imposed":       {{"condition", concerned}, {"named", concerned}, {"wording", concerned}},
	"condition.met":           {{"met", concerned}, {"remark", concerned}},
	"condition.waived":        {{"waived", concerned}, {"reason", concerned}},

	// Who comes along, and what those under cover are promised, stays with the State
	// whose word it is (INV-24): not even the lead has it. That somebody is there is a
	// danger like any other.
	"assurance.given":       {{"assurance", adjacent}, {"wording", concerned}},
	"assurance.withdrawn":   {{"withdrawn", adjacent}, {"reason", concerned}},
	"team.assigned":         {{"assignment", concerned}, {"remark", concerned}},
	"team.readied":          {{"ready", concerned}, {"remark", concerned}},
	"officers.admitted":     {{"admission", concerned}, {"names", author}, {"instructions", concerned}},
	"undercover.declared":   {{"presence", adjacent | safe}, {"conditions", author}},
	"letter.issued":         {{"letter", concerned}, {"wording", concerned}},
	"letter.withdrawn":      {{"withdrawn", concerned}, {"reason", concerned}},
	"deconfliction.entered": {{"entry", concerned}, {"remark", concerned}},
	"deconfliction.found":   {{"found", concerned}},

	"plan.issued":            {{"issue", concerned}, {"named", concerned}, {"remark", concerned}},
	"plan.approved":          {{"approval", concerned}, {"remark", concerned}},
	"plan.returned":          {{"returned", concerned}, {"reason", concerned}},
	"leg.planned":            {{"leg", concerned}, {"window", concerned}, {"watch", concerned}, {"named", concerned}, {"instructions", concerned}},
	"leg.revised":            {{"revision", concerned}, {"window", concerned}, {"watch", concerned}, {"reason", concerned}},
	"leg.activated":          {{"activation", concerned}, {"reason", concerned}},
	"leg.dropped":            {{"dropped", concerned}, {"reason", concerned}},
	"handover-point.planned": {{"point", concerned}, {"window", concerned}, {"place", concerned}, {"named", concerned}, {"label", concerned}, {"procedure", concerned}},
	"handover-point.revised": {{"revision", concerned}, {"window", concerned}, {"place", concerned}, {"label", concerned}},
	"handover-point.dropped": {{"dropped", concerned}, {"reason", concerned}},
	"checkpoint.planned":     {{"checkpoint", concerned}, {"window", concerned}, {"place", concerned}, {"named", concerned}, {"label", concerned}},
	"checkpoint.revised":     {{"revision", concerned}, {"window", concerned}, {"place", concerned}, {"label", concerned}},
	"checkpoint.waived":      {{"waived", concerned}, {"reason", concerned}},
	"checkpoint.due":         {{"due", concerned}},
	"checkpoint.missed":      {{"missed", concerned}},

	// Hazards are in item: safety overrides secrecy for every State that may act.
	"item.declared": {{"item", parties | safe}, {"origin", adjacent}, {"quantity", parties}, {"cover", parties}, {"handling", along}, {"named", parties},
		{"description", parties}, {"concealment", parties}, {"parties", lead}, {"restriction", along}},
	"departure.approved":   {{"departure", adjacent}, {"remark", lead}},
	"consignment.departed": {{"departed", adjacent}, {"corrects", retold}, {"handling", along}, {"remark", concerned}, {"restriction", along}},
	"possession.changed":   {{"possession", concerned}, {"corrects", retold}, {"handling", along}, {"remark", concerned}, {"restriction", along}},

	"consignment.opened": {{"opening", concerned}, {"corrects", retold}, {"handling", along}, {"remark", concerned}, {"restriction", along}},
	"item.weighed":       {{"weighing", adjacent}, {"corrects", retold}, {"handling", along}, {"remark", concerned}, {"restriction", along}},
	"item.sampled":       {{"sample", concerned}, {"corrects", retold}, {"handling", along}, {"remark", concerned}, {"restriction", along}},
	"item.tested":        {{"test", adjacent}, {"corrects", retold}, {"handling", along}, {"remark", concerned}, {"restriction", along}},
	"weapons.recorded":   {{"weapons", adjacent | safe}, {"corrects", retold}, {"handling", along}, {"remark", concerned}, {"restriction", along}},
	"part.split":         {{"split", concerned}, {"where", concerned}, {"place", concerned}, {"corrects", retold}, {"handling", along}, {"remark", concerned}, {"restriction", along}},
	// What travels is every party's, and its dangers also theirs whom it comes to; where
	// it was divided, weighed or opened is not.
	"part.begun":              {{"begun", parties | unsigned}, {"item", parties | unsigned}, {"quantity", measured | unsigned}},
	"part.restated":           {{"restated", parties | unsigned}, {"quantity", measured | unsigned}, {"hazards", warned | unsigned}},
	"part.merged":             {{"merge", concerned}, {"corrects", retold}, {"handling", along}, {"remark", concerned}, {"restriction", along}},
	"substitution.proposed":   {{"proposal", concerned}, {"reason", concerned}},
	"substitution.authorised": {{"substitution", concerned}, {"wording", concerned}},
	"substitution.performed":  {{"performed", concerned}, {"corrects", retold}, {"handling", along}, {"remark", concerned}, {"restriction", along}},
	"goods.stored":            {{"stored", concerned}, {"corrects", retold}, {"handling", along}, {"remark", concerned}, {"restriction", along}},
	// Who gives and who takes compare what they weigh and find; how to know the goods
	// again is of use to the next State only.
	"seal.changed":       {{"seal", adjacent}, {"corrects", retold}, {"handling", along}, {"remark", concerned}, {"restriction", along}},
	"seals.checked":      {{"check", adjacent}, {"corrects", retold}, {"handling", along}, {"remark", concerned}, {"restriction", along}},
	"hazard.removed":     {{"removed", adjacent}, {"corrects", retold}, {"handling", along}, {"remark", concerned}, {"restriction", along}},
	"risk.accepted":      {{"risk", concerned}, {"reason", concerned}},
	"conveyance.changed": {{"conveyance", onward}, {"corrects", retold}, {"handling", along}, {"plate", onward}, {"remark", concerned}, {"restriction", along}},
	"loss.reported":      {{"loss", concerned}, {"search", concerned}},
	"loss.declared":      {{"declaration", concerned}, {"remark", concerned}},

	// Who has to look out when control was lost is called, by what it may know of who sees
	// the goods; what the State there decides about it is its neighbours' too.
	"control.lost":          {{"lost", concerned}},
	"control.declared":      {{"declared", adjacent}, {"reason", concerned}},
	"control.decided":       {{"decided", adjacent}, {"plan", concerned}},
	"control.undecided":     {{"undecided", concerned}},
	"surveillance.notified": {{"notice", concerned}, {"corrects", retold}, {"handling", along}, {"remark", concerned}, {"restriction", along}},
	"surveillance.allowed":  {{"allowed", concerned}, {"conditions", concerned}},
	"surveillance.stopped":  {{"stopped", concerned}, {"reason", concerned}},
	"surveillance.expired":  {{"expired", concerned}},
	"go.due":                {{"due", concerned}},
	"go.decided":            {{"go", concerned}, {"reason", concerned}},
	"halt.ordered":          {{"halt", adjacent}, {"reason", concerned}},
	"halt.lifted":           {{"lifted", adjacent}, {"remark", concerned}},
	"incident.reported":     {{"incident", adjacent | safe}, {"place", concerned}, {"corrects", retold}, {"handling", along}, {"remark", concerned}, {"restriction", along}},

	"device.assigned":  {{"device", concerned}, {"named", concerned}, {"remark", concerned}},
	"device.proposed":  {{"proposal", concerned}, {"remark", concerned}},
	"device.approved":  {{"approval", concerned}, {"conditions", concerned}},
	"device.refused":   {{"refusal", concerned}, {"reason", concerned}},
	"device.fitted":    {{"fitted", onward}, {"corrects", retold}, {"handling", along}, {"remark", concerned}, {"restriction", along}},
	"device.read":      {{"reading", concerned}, {"place", concerned}, {"corrects", retold}, {"handling", along}, {"remark", concerned}, {"restriction", along}},
	"device.stale":     {{"stale", concerned}},
	"device.tampered":  {{"tampered", onward}, {"corrects", retold}, {"handling", along}, {"remark", concerned}, {"restriction", along}},
	"device.recovered": {{"recovered", concerned}, {"corrects", retold}, {"handling", along}, {"remark", concerned}, {"restriction", along}},
	"device.abandoned": {{"abandoned", concerned}, {"reason", concerned}},

	"delivery.made":        {{"delivery", concerned}, {"place", concerned}, {"corrects", retold}, {"handling", along}, {"persons", concerned}, {"remark", concerned}, {"restriction", along}},
	"consignee.identified": {{"consignee", concerned}, {"corrects", retold}, {"handling", along}, {"identity", concerned}, {"remark", concerned}, {"restriction", along}},
	"arrest.made":          {{"arrest", concerned}, {"place", concerned}, {"corrects", retold}, {"handling", along}, {"persons", concerned}, {"remark", concerned}, {"restriction", along}},
	"seizure.made":         {{"seizure", concerned}, {"place", concerned}, {"corrects", retold}, {"handling", along}, {"remark", concerned}, {"restriction", along}},
	"report.filed":         {{"report", concerned}, {"wording", concerned}},
	"report.overdue":       {{"overdue", concerned}},
	"cost.noted":           {{"cost", concerned}, {"remark", concerned}},
	"cost.settled":         {{"settlement", concerned}, {"remark", concerned}},
	"debrief.held":         {{"debrief", parties}, {"lessons", lead}},
	"notification.made":    {{"notification", concerned}, {"corrects", retold}, {"handling", along}, {"remark", concerned}, {"restriction", along}},
	"disclosure.breached":  {{"breached", concerned}, {"corrects", retold}, {"handling", along}, {"remark", concerned}, {"restriction", along}},

	"checkpoint.reached": {{"reached", concerned}, {"corrects", retold}, {"handling", along}, {"remark", concerned}, {"restriction", along}},
	"sighting.reported":  {{"sighting", concerned}, {"place", concerned}, {"corrects", retold}, {"handling", along}, {"remark", concerned}, {"restriction", along}},
	"border.crossed":     {{"crossing", concerned}, {"corrects", retold}, {"handling", along}, {"remark", concerned}, {"restriction", along}},
	"eyes-on.taken":      {{"eyes", concerned}, {"team", concerned}, {"corrects", retold}, {"handling", along}, {"remark", concerned}, {"restriction", along}},
	"eyes-on.degraded":   {{"eyes", concerned}, {"team", concerned}, {"corrects", retold}, {"handling", along}, {"remark", concerned}, {"restriction", along}},
	// The neighbours may have to look for it; so they are told when it is found.
	"eyes-on.lost":     {{"eyes", adjacent}, {"team", concerned}, {"place", concerned}, {"corrects", retold}, {"handling", along}, {"remark", concerned}, {"restriction", along}},
	"eyes-on.regained": {{"eyes", adjacent}, {"team", concerned}, {"corrects", retold}, {"handling", along}, {"remark", concerned}, {"restriction", along}},
	"route.deviated":   {{"deviation", concerned}, {"place", concerned}, {"corrects", retold}, {"handling", along}, {"remark", concerned}, {"restriction", along}},

	"handover.offered":    {{"offer", concerned}, {"pack", concerned}, {"handling", along}, {"message", concerned}, {"restriction", along}},
	"handover.accepted":   {{"acceptance", concerned}, {"discrepancies", concerned}},
	"handover.refused":    {{"refusal", concerned}, {"reason", concerned}},
	"handover.withdrawn":  {{"withdrawal", concerned}, {"reason", concerned}},
	"handover.timed-out":  {{"timeout", concerned}},
	"handover.completed":  {{"completion", concerned}, {"corrects", retold}, {"handling", along}, {"remark", concerned}, {"restriction", along}},
	"direction.moved":     {{"direction", adjacent | unsigned}, {"left", adjacent | unsigned}},
	"direction.bound":     {{"bound", concerned}},
	"direction.retracted": {{"retracted", adjacent | unsigned}, {"returned", adjacent | unsigned}},
	"direction.ended":     {{"ended", adjacent | unsigned}},

	"interdiction.requested": {{"wish", concerned}, {"reason", concerned}},
	"interdiction.declined":  {{"declined", concerned}, {"reason", concerned}},
	"interdiction.ordered":   {{"order", adjacent}, {"place", concerned}, {"reason", concerned}},
	"interdiction.executed":  {{"executed", adjacent}, {"place", concerned}, {"corrects", retold}, {"handling", along}, {"remark", concerned}, {"restriction", along}},

	"alert.raised":       {{"alert", concerned}},
	"alert.acknowledged": {{"acknowledgement", concerned}, {"action", concerned}},
	"alert.escalated":    {{"escalation", concerned}, {"reason", concerned}},
	"alert.resolved":     {{"resolution", concerned | unsigned}, {"remark", concerned}},
	"alert.repeated":     {{"repetition", concerned}},

	"record.retracted": {{"retraction", holders}, {"reason", holders}},
	"handling.changed": {{"change", holders}, {"restriction", along}},
	// To the State that it releases to; the originator shows itself by doing so.
	"handling.released": {{"release", concerned}, {"purpose", concerned}},
}

type row struct {
	name string
	to   audience
}

func audienceOf(kind events.Kind, member string) audience {
	for _, r := range table[kind] {
		if r.name == member {
			return r.to
		}
	}
	return author
}

// slotAudiences is the table once more, by act: the audience of each slot in the
// order of its commit line.
var slotAudiences = func() [][]audience {
	acts := make([][]audience, len(events.Acts))
	for i, act := range events.Acts {
		for _, slot := range act.Slots {
			acts[i] = append(acts[i], audienceOf(act.Fact, slot.Name))
		}
	}
	return acts
}()
