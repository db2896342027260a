package operation

import "vigil/events"

func evolveHandling(o Operation, _ Cause, _ events.Event) (Operation, bool) { return o, false }
