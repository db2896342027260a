package operation

import (
	"slices"

	"vigil/events"
)

// IncidentHappened calls the State where something endangers people or the operation,
// and who directs. What endangers others too calls the lead and that State's
// neighbours: safety goes before secrecy.
const IncidentHappened events.Code = "incident"

// spreading are the incidents that others may have to act on: whoever noticed the
// surveillance, fights, or is about to step in, does so elsewhere as well.
var spreading = []events.Incident{events.Compromised, events.Violence, events.ThirdPartySeizure, events.BlueOnBlue}

type seenIncident struct{ events.IncidentReported }

func (a seenIncident) observe(s situation) []events.Event {
	t, in := s.moment(), a.Incident
	if s.over(t) || !s.Ended.IsZero() {
		return nil
	}
	calls := []events.Country{in.Country}
	part, ok := s.Part(in.Part)
	if now, directed := part.Direction(); directed {
		calls = append(calls, now.Country)
	}
	if slices.Contains(spreading, in.Incident) {
		calls = append(calls, s.Lead)
		for _, p := range s.Points {
			for _, c := range []events.Country{p.From, p.To} {
				if s.neighbour(c, in.Country) {
					calls = append(calls, c)
				}
			}
		}
	}
	about := string(in.Part)
	if !ok {
		about, in.Part = string(in.Country), ""
	}
	var out []events.Event
	for _, c := range calls {
		found := s.call(IncidentHappened, about, c, in.Part, t)
		s, out = s.knowing(found), append(out, found...)
	}
	return out
}
