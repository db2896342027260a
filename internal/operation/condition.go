package operation

import "vigil/events"

func evolveCondition(o Operation, _ Cause, _ events.Event) (Operation, bool) { return o, false }
