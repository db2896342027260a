package projections_test

import (
	"bufio"
	"fmt"
	"os"

	"vigil/events"
	"vigil/projections"
)

// A view is the fold of a feed: here the first messages that Austria was sent in
// the scenario RELAY.
func Example() {
	f, err := os.Open("../scenarios/golden/relay/at.feed.jsonl")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer f.Close()
	view := projections.NewView("at")
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, events.MaxMessage)
	for lines.Scan() && view.Counter < 9 {
		message, digest, err := events.DecodeMessage(lines.Bytes())
		if err != nil {
			fmt.Println(err)
			return
		}
		if _, err := view.Apply(message.Content, digest); err != nil {
			fmt.Println(err)
			return
		}
	}
	document, err := view.Cases()[0].Document.Encode()
	fmt.Println(string(document), err)
	// Output:
	// {"v":1,"edition":1,"viewer":"at","counter":9,"operation":"01KJNXGE00RP09HZG9D26DXVQK","name":"RELAY","lead":"HU","goods":"narcotics","state":"preparing","opened":"2026-03-02T00:00:00.000Z","states":[{"country":"HU","roles":["requesting"]},{"country":"AT","roles":["destination"]}],"authorisations":[],"legs":[],"points":[],"checkpoints":[],"parts":[],"handovers":[],"sightings":[],"breaches":[],"texts":[]} <nil>
}
