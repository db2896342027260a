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
		planCommands,
		consignmentCommands,
		surveillanceCommands,
		handoverCommands,
		deskCommands,
		topicCommands,
	)
}

// nouns says what each noun is, in the list of commands.
var nouns = map[string]string{
	"operation":     "open, close and list operations, involve States",
	"authorisation": "ask States for their consent, and answer",
	"plan":          "plan legs, handover points and checkpoints",
	"consignment":   "declare what travels, report that it left",
	"departure":     "approve that it may leave",
	"checkpoint":    "report that it was seen where that was planned",
	"sighting":      "report that it was seen elsewhere",
	"border":        "report that it crossed a border",
	"handover":      "offer direction, accept or refuse it, report it done",
	"country":       "admit countries to the alliance",
	"desk":          "run a country's gateway",
	"officer":       "enrol officers and their keys",
	"scenario":      "play stories: test, drill, demo and documentation at once",
}
