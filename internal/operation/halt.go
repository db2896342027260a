package operation

import "vigil/events"

// The rules of halts: goods stopped under guard, to go on later (Naples II art. 22:
// intercepted and allowed to continue). A halt ends when it is lifted, or when
// direction leaves the State that ordered it.
const HaltedStays Rule = "a-halted-part-is-not-offered" // who orders and who lifts: only-who-directs-decides-about-control

// Halt is a part stopped under guard.
type Halt struct {
	Country events.Country
	At      events.Time // the hub's time; zero: it was never halted
	Lifted  events.Time // the hub's time; zero: it is halted still
}

// holds tells whether the part is halted: its clocks rest.
func (h Halt) holds() bool { return !h.At.IsZero() && h.Lifted.IsZero() }

type (
	orderHalt struct{ events.HaltOrdered }
	liftHalt  struct{ events.HaltLifted }
)

func (a orderHalt) decide(s situation) ([]events.Event, error) {
	part, err := s.directed(a.Halt.Part, a.Halt.Country)
	if err != nil {
		return nil, err
	}
	if part.Halt.holds() {
		return nil, refuse(RestsAlready, Conflict, "part %s is halted since %s", part.Label, minute(part.Halt.At))
	}
	return s.tell(a.HaltOrdered, nil), nil
}

func (a liftHalt) decide(s situation) ([]events.Event, error) {
	part, err := s.directed(a.Lifted.Part, a.Lifted.Country)
	if err != nil {
		return nil, err
	}
	if !part.Halt.holds() {
		return nil, refuse(NothingRests, Conflict, "part %s is not halted", part.Label)
	}
	return s.tell(a.HaltLifted, nil), nil
}
