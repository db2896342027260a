package service

import (
	"vigil/events"
	"vigil/internal/gateway"
	"vigil/internal/nats/broker"
	"vigil/projections"
)

// Endpoint is one thing that can be asked. Request and Answer are zero values of
// what the bodies hold; nil is an empty body, a []byte is not JSON.
type Endpoint struct {
	Subject string // as the one who asks writes it
	Request any
	Answer  any
	Effect  Effect
	Many    Many
	Purpose string
}

// Effect says what is at stake when no answer comes.
type Effect string

const (
	Reads   Effect = "reads"   // nothing: ask again
	Changes Effect = "changes" // it may have been done; the same request again does no harm
)

// Many says how many answers there are.
type Many string

const (
	One    Many = "one"
	Stream Many = "stream" // see the package comment
	None   Many = "none"   // part of a stream
)

// Subjects in a country's account. At the hub the account's key stands behind
// broker.CommandPrefix.
const (
	subjectCommand   = broker.CommandPrefix + "<noun>.<verb>"
	subjectNow       = broker.CommandPrefix + "hub.now"
	subjectEnclosure = broker.CommandPrefix + "enclosure.fetch"
	subjectDelivery  = broker.CommandPrefix + "delivery.report"

	subjectDo        = broker.GatewayPrefix + "do"
	subjectMoment    = broker.GatewayPrefix + "moment"
	subjectAlliance  = broker.GatewayPrefix + "alliance"
	subjectDocuments = broker.GatewayPrefix + "documents"
	subjectDocument  = broker.GatewayPrefix + "document"
	subjectFeed      = broker.GatewayPrefix + "feed"
	subjectText      = broker.GatewayPrefix + "text"
	subjectMark      = broker.GatewayPrefix + "mark"
	subjectSetMark   = broker.GatewayPrefix + "set-mark"
	subjectMore      = broker.GatewayPrefix + "more"
	subjectEnough    = broker.GatewayPrefix + "enough"
)

// Endpoints is all there is: first what the hub answers, then what a gateway does.
func Endpoints() []Endpoint {
	return []Endpoint{
		{subjectCommand, events.Request{}, gateway.Answer{}, Changes, One, "do a signed command; noun.verb MUST be the act inside the note"},
		{subjectNow, nil, now{}, Reads, One, "the hub's time"},
		{subjectEnclosure, enclosureRequest{}, events.OpenEnclosure{}, Reads, One, "fetch an enclosure that a feed message showed"},
		{subjectDelivery, deliveryReport{}, nil, Changes, One, "hand in a signed receipt for what the feed delivered"},

		{subjectDo, events.Request{}, gateway.Answer{}, Changes, One, "relay a signed command and wait until the feed shows it"},
		{subjectMoment, viewerRequest{}, moment{}, Reads, One, "what time it is and how fresh the desk is"},
		{subjectAlliance, viewerRequest{}, projections.Alliance{}, Reads, One, "the registry"},
		{subjectDocuments, asker{}, projections.Document{}, Reads, Stream, "every operation of a viewer"},
		{subjectDocument, documentRequest{}, projections.Document{}, Reads, One, "one operation"},
		{subjectFeed, feedRequest{}, events.Message{}, Reads, Stream, "the feed from a counter, and on request what comes"},
		{subjectText, textRequest{}, []byte(nil), Reads, One, "the bytes of an enclosure"},
		{subjectMark, asker{}, gateway.Mark{}, Reads, One, "how far an officer has read"},
		{subjectSetMark, markRequest{}, gateway.Mark{}, Changes, One, "move an officer's read mark"},
		{subjectMore, interest{}, nil, Reads, None, "the reader of a stream is there and has taken so many"},
		{subjectEnough, nil, nil, Reads, None, "the reader of a stream is gone"},
	}
}

// What the bodies hold where no package of ours has a type with its own bytes.
// Text that may be empty is left out when it is: the strict terms of package
// events do not read "".

type now struct {
	Now events.Time `json:"now"`
}

type enclosureRequest struct {
	Viewer events.Viewer        `json:"viewer"`
	Text   projections.TextLine `json:"text"`
}

type deliveryReport struct {
	Receipt string `json:"receipt"`
}

type viewerRequest struct {
	Viewer events.Viewer `json:"viewer"`
}

// moment is a gateway.Moment, field by field.
type moment struct {
	Journal events.JournalTerms `json:"journal,omitzero"`
	Hub     events.Time         `json:"hub,omitzero"`
	Now     events.Time         `json:"now,omitzero"`
	Quiet   int64               `json:"quiet"`
	Stopped events.Time         `json:"stopped,omitzero"`
	Counter uint64              `json:"counter"`
	Digest  events.Digest       `json:"digest"`
}

// asker is a gateway.Asker, field by field.
type asker struct {
	Viewer  events.Viewer `json:"viewer"`
	Key     events.KeyID  `json:"key,omitzero"`
	Purpose string        `json:"purpose"`
	Surface string        `json:"surface"`
}

type documentRequest struct {
	Asker     asker              `json:"asker"`
	Operation events.OperationID `json:"operation"`
}

type feedRequest struct {
	Asker  asker  `json:"asker"`
	From   uint64 `json:"from"`
	Follow bool   `json:"follow"`
}

type textRequest struct {
	Asker asker                `json:"asker"`
	Text  projections.TextLine `json:"text"`
}

type markRequest struct {
	Asker   asker          `json:"asker"`
	Counter uint64         `json:"counter"`
	Moving  gateway.Moving `json:"moving"`
}

type interest struct {
	Taken uint64 `json:"taken"`
}
