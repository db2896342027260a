package identity

import (
	"fmt"

	"vigil/events"
)

// Delivery is a gateway's word that a message of its viewer's feed, and with it
// every earlier one, has arrived in its country. It is not an officer's
// acknowledgement, and Time is the gateway's own clock.
type Delivery struct {
	Journal events.JournalID
	Viewer  events.Viewer
	Counter uint64        // from 1
	Content events.Digest // of that message's content
	Time    events.Time
}

const deliveryHead = "vigil-delivery/v1"

// Text is what the gateway signs.
func (d Delivery) Text() string {
	return fmt.Sprintf("%s\njournal %s\nviewer %s\ncounter %d\ncontent %s\ntime %s\n",
		deliveryHead, d.Journal, d.Viewer, d.Counter, d.Content, d.Time)
}

// Sign gives the signed delivery receipt.
func (d Delivery) Sign(gateway Key) string { return signed(d.Text(), gateway) }

// ParseDelivery reads exactly what Text gives. Every error is a *Fault.
func ParseDelivery(text string) (Delivery, error) {
	var d Delivery
	l := lines{what: "delivery receipt", rest: text}
	l.head(deliveryHead)
	l.field("journal", &d.Journal)
	l.field("viewer", &d.Viewer)
	l.field("counter", (*number)(&d.Counter))
	l.field("content", &d.Content)
	l.field("time", &d.Time)
	if l.err == nil && d.Counter == 0 {
		l.err = fmt.Errorf("the delivery receipt: no message has counter 0")
	}
	if err := l.end(text, d.Text()); err != nil {
		return Delivery{}, err
	}
	return d, nil
}

// OpenDelivery reads exactly what Sign gives, signed by gateway. Every error is a
// *Fault.
func OpenDelivery(signed string, gateway events.PublicKey) (Delivery, error) {
	text, err := openOne("delivery receipt", signed, gateway)
	if err != nil {
		return Delivery{}, err
	}
	return ParseDelivery(text)
}
