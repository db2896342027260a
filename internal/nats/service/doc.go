// Package service carries the two ports of package gateway over NATS, both
// sides of each: what a country's gateway asks of the hub (gateway.Hub), and
// what a country's people ask of their gateway (gateway.Desk).
//
//	AT's person ── gw.do ──► AT's gateway ── cd.cmd.handover.accept ──► hub
//	     DeskClient           ServeDesk, HubClient                    ServeHub
//
// Endpoints lists every subject with its request and its answer. The two
// connections of the first arrow are in the country's account; the second arrow
// crosses from there into OPS, and on the way the server itself puts the
// account's key into the subject. That key says which country's connection asks,
// and that is all it says: what a command may do depends on its signature.
//
// # Requests
//
// A request is one message, its answer one message. Bodies are canonical JSON,
// read strictly: an unknown, doubled or misplaced member is refused. A request
// that is too large is refused before it is sent. A request without a reply
// subject, or with one where this side does not answer, is not looked at: the
// one who asks chooses that subject, and must not choose where a gateway or the
// hub publishes.
//
// A failure is an answer with the headers Nats-Service-Error (a sentence) and
// Nats-Service-Error-Code (see problem.go), as NATS services have them, and the
// body {"class":…,"rule":…,"missing":[…],"reason":…,"hint":…}. A refusal arrives
// as a *operation.Refusal equal to the one that was sent.
//
// # Streams
//
// gw.feed and gw.documents answer with many messages to the reply subject. The
// header Vigil-Stream says what each one is:
//
//	item N   the N-th item, from 1; of a feed, Vigil-Counter is its number there
//	beat N   nothing new: N items were sent so far
//	end N    no more comes; with the headers of a failure, if it is one
//
// The reader says on gw.more, with the same reply subject, how many items it has
// taken: that is how the sender knows that it may go on (it is at most 64 items
// ahead) and that somebody is still there. It says so every two seconds at least,
// and each time the sender answers with a beat, which is how the reader knows
// the same. A sender that hears nothing for ten seconds stops, a reader after six;
// gw.enough ends a stream at once. A reader that finds a number missing gives up:
// what it lost is still stored, and it asks again from there.
//
// # What is not promised
//
// That an answer arrives: then the error is journal.ErrUnavailable where nothing
// can have happened, else journal.ErrUnknownOutcome, and the same request can be
// sent again. That requests are handled in the order in which they came. That
// there is one gateway: two of one country would both answer. A person can flood
// the gateway of their own country; no country can take all of the hub's places.
package service
