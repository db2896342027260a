// Package store keeps the ports of package journal in JetStream.
//
// Hub is the side that writes: the journal, and each viewer's feed and view, all
// in one account. Reader is the side that only reads: a country's mirrors of its
// feed and view, in the country's own account. Neither makes a stream; package
// broker does, and gives the names.
//
// # What is asked of the server
//
// Of stream S, readers and hub alike:
//
//	$JS.API.STREAM.INFO.S                        where it ends
//	$JS.API.CONSUMER.CREATE.S.*                  ReadFeed, FollowFeed, Journal.Read
//	$JS.API.CONSUMER.CREATE.S.*.$KV.<bucket>.>   Views
//	$JS.FC.S.>                                   flow control of both
//	$JS.API.DIRECT.GET.S.$KV.<bucket>.<key>      ReadView
//	$JS.API.STREAM.MSG.GET.S                     to make sure that a number is missing; the hub: ReadView
//
// and a subscription to the connection's own inbox. The hub also publishes to
// the subjects of its streams and asks $JS.API.DIRECT.GET.S (Load, AppendFeed).
// CONSUMER.DELETE is never called: a consumer that nobody listens to is removed
// by the server. A subject that the account may not use is not told apart from
// a silent server.
//
// # Appending
//
// Each append names the last sequence of its exact subject, so of all that name
// the same one only one is stored, wherever they come from and however late. That
// is why no Nats-Msg-Id is sent: the server would acknowledge, and drop, a body
// that is rightly appended twice within the duplicate window, and after a lost
// acknowledgement the condition already keeps a second copy out. The caller sees
// ErrConflict then, and finds its own record.
//
// On several servers an append is refused while another one of its subject is
// proposed and not stored yet (code 10164). That is asked again until the other is
// there or is not, so that ErrConflict always means that there is something to find.
//
// # Reading
//
// A number that is missing stops the reader with a *journal.GapError. What is
// lost between server and reader is not missing: it is asked for again. Flipped
// bits inside a body are not noticed here; hashes and signatures are for that.
//
// Of several servers the one that answers may be behind. What it does not have is
// asked of the leader before it counts as missing, and the hub reads its own views
// from the leader.
package store
