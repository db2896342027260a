package operation

import "vigil/events"

const (
	PromisesForItself Rule = "a-state-promises-for-itself"
	OwnTeams          Rule = "a-commander-assigns-the-teams-of-his-own-state"
	OwnLetters        Rule = "a-desk-writes-its-own-letters"
)

type (
	giveAssurance      struct{ events.AssuranceGiven }
	withdrawAssurance  struct{ events.AssuranceWithdrawn }
	assignTeam         struct{ events.TeamAssigned }
	readyTeam          struct{ events.TeamReadied }
	admitOfficers      struct{ events.OfficersAdmitted }
	declareUndercover  struct{ events.UndercoverDeclared }
	issueLetter        struct{ events.LetterIssued }
	withdrawLetter     struct{ events.LetterWithdrawn }
	enterDeconfliction struct{ events.DeconflictionEntered }
	clockFound         struct{ events.DeconflictionFound }
)

func (a giveAssurance) decide(s situation) ([]events.Event, error) {
	return []events.Event{a.AssuranceGiven}, nil
}

func (a withdrawAssurance) decide(s situation) ([]events.Event, error) {
	return []events.Event{a.AssuranceWithdrawn}, nil
}

func (a assignTeam) decide(s situation) ([]events.Event, error) {
	return []events.Event{a.TeamAssigned}, nil
}

func (a readyTeam) decide(s situation) ([]events.Event, error) {
	return []events.Event{a.TeamReadied}, nil
}

func (a admitOfficers) decide(s situation) ([]events.Event, error) {
	return []events.Event{a.OfficersAdmitted}, nil
}

func (a declareUndercover) decide(s situation) ([]events.Event, error) {
	return []events.Event{a.UndercoverDeclared}, nil
}

func (a issueLetter) decide(s situation) ([]events.Event, error) {
	return []events.Event{a.LetterIssued}, nil
}

func (a withdrawLetter) decide(s situation) ([]events.Event, error) {
	return []events.Event{a.LetterWithdrawn}, nil
}

func (a enterDeconfliction) decide(s situation) ([]events.Event, error) {
	return []events.Event{a.DeconflictionEntered}, nil
}

func (a clockFound) decide(s situation) ([]events.Event, error) {
	return []events.Event{a.DeconflictionFound}, nil
}

// identified folds an open number that a State has told of.
func (o Operation) identified(Cause, events.Country, events.Identifier) Operation { return o }

func evolveCooperation(o Operation, c Cause, e events.Event) (Operation, bool) {
	switch e.(type) {
	case events.AssuranceGiven:
	case events.AssuranceWithdrawn:
	case events.TeamAssigned:
	case events.TeamReadied:
	case events.OfficersAdmitted:
	case events.UndercoverDeclared:
	case events.LetterIssued:
	case events.LetterWithdrawn:
	case events.DeconflictionEntered:
	case events.DeconflictionFound:
	default:
		return o, false
	}
	return o, true
}
