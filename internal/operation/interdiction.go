package operation

import "vigil/events"

func evolveInterdiction(o Operation, _ Cause, _ events.Event) (Operation, bool) { return o, false }
