package cli

import "vigil/events"

// plainlyRunning is plainly for what goes wrong while an operation runs: goods,
// control, devices, outcome, telling.
var plainlyRunning = map[events.Code]string{
	"weighed-by-one-person":         "two persons sign a weight, and one did",
	"net-over-gross":                "the goods alone weigh more than with everything",
	"gross-and-net-of-kinds":        "one is a mass, the other a number of pieces",
	"mass-discrepancy":              "the goods do not add up: weigh again, or correct what is wrong",
	"seal-mismatch":                 "the seals are not those that are known",
	"substituted-without-authority": "goods were exchanged without that State's consent",
	"mode-not-allowed":              "a State still to come does not allow goods that travel so",
	"goods-lost":                    "goods cannot be found",
	"explosive":                     "it can explode",
	"fentanyl":                      "a trace of it can kill",
	"live-firearm":                  "a weapon that fires",
	"undercover-present":            "somebody under cover is with the goods",

	"control-lost":            "nobody has seen it for too long: it cannot be stopped",
	"control-undecided":       "it cannot be stopped, and nobody has decided what is done",
	"go-no-go":                "the last safe place to stop it: say go or no go",
	"passed-last-safe-point":  "it went past the last safe place without a go",
	"interdicted":             "another State has stopped it",
	"incident":                "something endangers people or the operation",
	"urgent-surveillance":     "foreign officers follow it in your State: let them, or stop them",
	"stop-surveillance":       "your officers are to stop following",
	"surveillance-after-stop": "they followed it on after they were to stop",
	"notified-late":           "that State was not told at once",
	"offence-not-listed":      "the treaty does not allow it for that offence",

	"battery-too-short":   "its battery ends before the plan does",
	"device-not-approved": "it is live in a State that has not approved it",
	"device-stale":        "the device is silent: its last position is old",
	"device-tampered":     "somebody has found, moved or opened the device",

	"delivered-without-consent": "it was delivered in a State that has not consented to that",
	"seized-outside-direction":  "it was seized by a State that did not direct it",
	"report-overdue":            "the report after the operation is not there",
	"not-told":                  "nobody there has been reached: try another way",
	"disclosure-breach":         "a record came to a State that was not to have it",
}
