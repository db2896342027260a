package operation

import "vigil/events"

func evolveCorrection(o Operation, _ Cause, _ events.Event) (Operation, bool) { return o, false }
