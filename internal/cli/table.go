package cli

import "slices"

// commands is every command there is. A family's rows stand in its own file; a new
// family is one more name here.
func commands() []Command {
	return slices.Concat(
		demoCommands,
		foundingCommands,
		authorityCommands,
		serveCommands,
		scenarioCommands,
		auditCommands,
		operationCommands,
		requestCommands,
		authorisationCommands,
		inquiryCommands,
		conditionCommands,
		assuranceCommands,
		teamCommands,
		guestCommands,
		letterCommands,
		planCommands,
		versionCommands,
		consignmentCommands,
		surveillanceCommands,
		eyesOnCommands,
		handoverCommands,
		interdictionCommands,
		alertCommands,
		recordCommands,
		handlingCommands,
		deskCommands,
		completionCommands,
		topicCommands,
	)
}

// nouns says what each noun is, in the list of commands.
var nouns = map[string]string{
	"operation":      "open, halt, end, close and list operations, involve States",
	"authorisation":  "ask States for their consent; answer, vary, end it; the request form",
	"information":    "ask more about a request, and answer that",
	"competence":     "say that more than one authority may decide, and which one does",
	"assurance":      "promise what your State does on its territory",
	"team":           "put teams on the operation, say that they are in place",
	"officers":       "let officers of another State come along",
	"undercover":     "say how many under cover are with the goods",
	"letter":         "give another agency a hands-off letter, or end it",
	"deconfliction":  "keep other agencies from stepping in",
	"condition":      "what a consent depends on: impose, met, waive",
	"plan":           "plan legs, handover points and checkpoints; give it out, approve it",
	"leg":            "give a planned leg other times, take an alternate, or drop it",
	"handover-point": "give a handover point other times or another place, or drop it",
	"consignment":    "declare what travels, report that it left",
	"departure":      "approve that it may leave",
	"possession":     "report who holds the goods",
	"checkpoint":     "report that it was seen where that was planned; revise, waive",
	"sighting":       "report that it was seen elsewhere",
	"border":         "report that it crossed a border",
	"eyes-on":        "report who has the goods in sight, or that nobody has",
	"route":          "report that it left the planned route",
	"handover":       "offer direction, accept or refuse it, report it done",
	"interdiction":   "stop the goods: ask for it, order it, report it done",
	"alert":          "what somebody must look at: say you have it, pass it on, end it",
	"record":         "correct what you reported, or say it never happened",
	"handling":       "what others may do with a record; release it to one State more",
	"country":        "admit countries to the alliance",
	"authority":      "the directory: which authorities make, receive and decide requests",
	"desk":           "run a country's gateway",
	"officer":        "enrol officers and their keys",
	"scenario":       "play stories: test, drill, demo and documentation at once",
}
