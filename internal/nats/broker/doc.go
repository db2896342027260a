// Package broker gives an alliance its NATS: the identities (Realm), the
// embedded server (Broker) and the streams with their mirrors. Together with
// its sisters under internal/nats it is the only code that imports NATS.
//
// # The accounts
//
// The server runs in operator mode. Accounts are the walls; permissions inside
// an account only keep honest programs tidy.
//
//	SYS    the server's own
//	OPS    JOURNAL, and of each viewer FEED_… and VIEW_…     the hub
//	AUDIT  AUDIT_JOURNAL, a mirror of JOURNAL                auditors
//	AT     DESK_AT, KV_desk_at   mirrors of FEED_AT, VIEW_AT
//	       LEAD_AT, KV_lead_at   of FEED_AT_LEAD, VIEW_AT_LEAD
//	                              its gateway, officers and services
//
// A country has two viewers, its desk ("at") and its lead capacity ("at.lead").
//
// OPS exports four things, the same for all, and on each of them the server
// itself puts the importing account's key in its place (account token
// position), so no country can ask for, or pose as, another:
//
//	cd.cmd.<key>.>                          commands; at home it reads cd.cmd.>
//	$JS.API.CONSUMER.RESET.<stream>.<key>   "send me this stream from where I am"
//	$JS.FC.<stream>.<key>.*                 flow control of the same
//	deliver.<key>.>                         what is sent
//
// A mirror is fed by a durable push consumer made beforehand in OPS, named by
// the account key of who is fed. So a country's account reaches no other part
// of the JetStream API of OPS, and a new country changes nothing in OPS: its
// account is added while the server runs and no other account notices.
//
// The last token of a deliver subject is derived from the account's secret key,
// so that a user of the account cannot have another stream's messages sent there.
//
// # The audit's mirror
//
// It is written in the quick mode, like feeds and views: an acknowledged entry is
// fsynced in JOURNAL, once, before it is mirrored. So a power cut may take the end
// of AUDIT_JOURNAL, or leave holes in it, and nothing else. EnsureJournal makes it
// anew if all of this is true: the last server was not stopped (the file
// "unclean" stands in the data directory), the mirror lacks messages, and
// whatever it still holds stands in JOURNAL under the same number, byte for byte.
// It then witnesses nothing that is not there.
//
// In every other case it stays untouched and EnsureJournal fails: if it reaches
// further than JOURNAL, holds other bytes, has another configuration, or lacks
// something that no crash explains. It may be the only witness of what was done
// to the journal. A mirror of full length with other bytes inside is not noticed
// here; vigil verify, on the mirror, is for that.
//
// # What is not promised
//
// Inside one account a user who may call the JetStream API can make the server
// publish wherever that account reaches, by a reply subject or a consumer's
// deliver subject. So a stolen gateway or service credential can spoil its own
// country's mirrors and reach the import cd.cmd: spoilt mirrors are made anew by
// EnsureViewer, and only signed commands count. A mirror cannot be written into,
// but whoever holds the data directory can change anything: integrity is the
// ledger's business. The seeds of the realm are plain files; whoever reads
// them is everybody. The listener is loopback only and speaks no TLS.
//
// # Servers elsewhere
//
// Reach uses servers that somebody else runs and that were told of the realm
// (ServerConfig). Everything above holds there too, but that nobody tells when
// such a server was killed: unless all say that they sync always, mirrors are
// taken for spoilt at each start. What they promise is asked of them, not
// believed (Durability).
package broker
