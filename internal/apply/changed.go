package apply

import (
	"fmt"
	"slices"
	"sort"

	"vigil/events"
	"vigil/internal/operation"
)

// feed is what one viewer was told of an operation that may change something.
type feed struct {
	last     uint64 // message of it, whether or not it changed anything
	messages []message
}

// message is one message of a viewer's feed about an operation, and what it changes.
type message struct {
	counter uint64
	news    []news
	closed  bool // it stands for all that was told before the file was closed
}

// news is one event as far as it was shown, and what it changes.
type news struct {
	kind    events.Kind
	touches []operation.Guard
}

// tell notes what viewers were told. Who was shown the same shares what is noted.
func (f *file) tell(told []Telling) {
	var shown []events.Event
	var common []news
	for i := range told {
		t := &told[i]
		feed := f.told[t.Viewer]
		for j := range t.Messages {
			m := &t.Messages[j]
			if len(m.Entry) > 0 && (len(shown) != len(m.Entry) || &shown[0] != &m.Entry[0]) {
				shown, common = m.Entry, newsOf(m.Entry)
			}
			feed.last = m.Content.Counter
			var list []news
			for _, s := range m.Content.Briefing {
				if decoded, err := s.Decoded(); err == nil { // the view's fold has read it
					list = append(list, newsOf(decoded)...)
				}
			}
			switch {
			case len(m.Entry) == 0:
			case list == nil:
				list = common
			default:
				list = append(list, common...)
			}
			if len(list) > 0 {
				feed.messages = append(feed.messages, message{counter: feed.last, news: list})
			}
		}
		f.told[t.Viewer] = feed
	}
}

func newsOf(list []events.Event) (changed []news) {
	for _, e := range list {
		if touches := operation.Touches(e); len(touches) > 0 {
			changed = append(changed, news{e.Kind(), touches})
		}
	}
	return changed
}

// forget lets go of what was told, the file being closed: nothing is decided in it,
// and if it is opened again, whoever has not seen the last of that has to look
// again, whatever it is about.
func (f *file) forget() {
	for v, told := range f.told {
		f.told[v] = feed{told.last, []message{{counter: told.last, closed: true}}}
	}
}

// maxChanges bounds what a refusal lists.
const maxChanges = 8

// Changed lists what has changed, of that on which a decision rests, between what
// its signer had seen and now: message and kind of event, "AT:414
// handover.refused". It looks at the signer's own feed only, behind what was seen.
// Facts and clocks rest on nothing. Ask it of what Decide has allowed; it is not
// for concurrent use with itself.
func (h *House) Changed(c operation.Command, seen events.Seen) []string {
	f := h.files[c.Operation]
	if f == nil {
		return nil
	}
	list := f.told[c.Signer].messages
	later := sort.Search(len(list), func(i int) bool { return list[i].counter > seen.Counter })
	if later == len(list) {
		return nil
	}
	guards := operation.Guards(f.operation, c)
	if len(guards) == 0 {
		return nil
	}
	var changed []string
	for i := later; i < len(list) && len(changed) < maxChanges; i++ {
		if list[i].closed {
			changed = append(changed, fmt.Sprintf("%s:%d operation.closed", c.Signer.Country(), list[i].counter))
			continue
		}
		for _, n := range list[i].news {
			if slices.ContainsFunc(n.touches, func(g operation.Guard) bool { return slices.Contains(guards, g) }) {
				changed = append(changed, fmt.Sprintf("%s:%d %s", c.Signer.Country(), list[i].counter, n.kind))
				break
			}
		}
	}
	return changed
}
