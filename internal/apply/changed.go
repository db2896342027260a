package apply

import (
	"fmt"
	"slices"
	"sort"

	"vigil/events"
	"vigil/internal/operation"
	"vigil/projections/disclosure"
)

// message is one message of a viewer's feed about an operation: the events that it
// showed, until somebody asks what they change.
type message struct {
	counter uint64
	shown   []events.Raw
	news    []news
	read    bool
	closed  bool // it stands for all that was told before the file was closed
}

// news is one event as far as it was shown, and what it changes.
type news struct {
	kind    events.Kind
	touches []operation.Guard
}

func told(messages []disclosure.Cutting) []message {
	list := make([]message, len(messages))
	for i, m := range messages {
		list[i].counter = m.Content.Counter
		for _, shown := range [][]events.Shown{m.Content.Briefing, m.Content.Entry} {
			for _, s := range shown {
				if list[i].shown == nil {
					list[i].shown = s.Events // most messages show one entry
				} else {
					list[i].shown = slices.Concat(list[i].shown, s.Events)
				}
			}
		}
	}
	return list
}

// changes lists what the message says that has changed.
func (m *message) changes() []news {
	if m.read {
		return m.news
	}
	for _, raw := range m.shown {
		e, err := events.DecodeEvent(raw)
		if err != nil {
			continue // the view's fold has read it: this cannot be
		}
		if touches := operation.Touches(e); len(touches) > 0 {
			m.news = append(m.news, news{e.Kind(), touches})
		}
	}
	m.read, m.shown = true, nil
	return m.news
}

// forget lets go of what was told, the file being closed: nothing is decided in it,
// and if it is opened again, whoever has not seen the last of that has to look
// again, whatever it is about.
func (f *file) forget() {
	for v, list := range f.told {
		last := list[len(list)-1]
		f.told[v] = []message{{counter: last.counter, read: true, closed: true}}
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
	list := f.told[c.Signer]
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
		for _, n := range list[i].changes() {
			if slices.ContainsFunc(n.touches, func(g operation.Guard) bool { return slices.Contains(guards, g) }) {
				changed = append(changed, fmt.Sprintf("%s:%d %s", c.Signer.Country(), list[i].counter, n.kind))
				break
			}
		}
	}
	return changed
}
