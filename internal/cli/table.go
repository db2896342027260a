package cli

import "slices"

// commands is every command there is. A family's rows stand in its own file; a new
// family is one more name here.
func commands() []Command {
	return slices.Concat(
		demoCommands,
		foundingCommands,
		serveCommands,
		scenarioCommands,
		auditCommands,
		operationCommands,
		authorisationCommands,
		conditionCommands,
		planCommands,
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
	"operation":      "open, close, halt and list operations, involve States",
	"authorisation":  "ask States for their consent; answer, vary, end it",
	"condition":      "what a consent depends on: impose, met, waive",
	"plan":           "plan legs, handover points and checkpoints",
	"leg":            "give a planned leg other times, or drop it",
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
	"desk":           "run a country's gateway",
	"officer":        "enrol officers and their keys",
	"scenario":       "play stories: test, drill, demo and documentation at once",
}
