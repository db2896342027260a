package broker

import (
	"fmt"
	"strings"
)

// Streams that every alliance has.
const (
	JournalStream = "JOURNAL"       // in OPS
	AuditStream   = "AUDIT_JOURNAL" // in AUDIT, the mirror of JOURNAL
)

// Subjects.
const (
	JournalPrefix   = "cd.journal."             // + operation ULID or "registry"
	JournalSubjects = JournalPrefix + ">"       // all of JOURNAL
	CommandPrefix   = "cd.cmd."                 // in a country's account: + <noun>.<verb>
	CommandsInOps   = CommandPrefix + "*.>"     // in OPS: cd.cmd.<account key>.<noun>.<verb>
	GatewayPrefix   = "gw."                     // what persons send to their gateway
	GatewaySubjects = GatewayPrefix + ">"       // all of it
	feedPrefix      = "cd.feed."                // + viewer token
	deliverPrefix   = "deliver."                // + account key, mirror, secret
	leadSuffix      = ".lead"                   // of a viewer string
	resetPrefix     = "$JS.API.CONSUMER.RESET." // + stream, consumer
	flowPrefix      = "$JS.FC."                 // + stream, consumer, token
)

// Sizes.
const (
	MaxEntryBytes    = 256 << 10 // body of a journal entry or a feed message
	headerHeadroom   = 1 << 10   // the store's headers count in a message's size
	maxMessageBytes  = MaxEntryBytes + headerHeadroom
	maxIdentityBytes = 64 // an id in an inbox subject
)

// DeskViewer is the viewer of a country's desk: "at".
func DeskViewer(country string) string { return country }

// LeadViewer is the viewer of a country for the operations that it leads: "at.lead".
func LeadViewer(country string) string { return country + leadSuffix }

// Viewers are both viewers of a country.
func Viewers(country string) []string {
	return []string{DeskViewer(country), LeadViewer(country)}
}

// ParseViewer takes a viewer apart and refuses what is not "at" or "at.lead".
func ParseViewer(viewer string) (country string, lead bool, err error) {
	country, lead = strings.CutSuffix(viewer, leadSuffix)
	if !validCountry(country) {
		return "", false, fmt.Errorf("viewer %q: a country in two small letters is wanted, for its lead capacity followed by .lead, as at or at.lead", viewer)
	}
	return country, lead, nil
}

// FeedStream is the feed of viewer in OPS: FEED_AT, FEED_AT_LEAD. This and the
// functions below are for viewers that ParseViewer accepts.
func FeedStream(viewer string) string { return "FEED_" + viewerToken(viewer) }

// FeedSubject is the one subject of that stream: cd.feed.at, cd.feed.at_lead.
func FeedSubject(viewer string) string {
	return feedPrefix + strings.ToLower(viewerToken(viewer))
}

// ViewStream is the view of viewer in OPS: VIEW_AT, VIEW_AT_LEAD.
func ViewStream(viewer string) string { return "VIEW_" + viewerToken(viewer) }

// ViewBucket is the key-value bucket of viewer in its country's account: desk_at, lead_at.
func ViewBucket(viewer string) string {
	if country, lead := strings.CutSuffix(viewer, leadSuffix); lead {
		return "lead_" + country
	}
	return "desk_" + viewer
}

// ViewPrefix is what stands before a key, in OPS and in the mirror: $KV.desk_at.
func ViewPrefix(viewer string) string { return "$KV." + ViewBucket(viewer) + "." }

// MirrorFeed is the mirror of the feed in the country's account: DESK_AT, LEAD_AT.
func MirrorFeed(viewer string) string { return strings.ToUpper(ViewBucket(viewer)) }

// MirrorView is the mirror of the view in the country's account: KV_desk_at, KV_lead_at.
func MirrorView(viewer string) string { return "KV_" + ViewBucket(viewer) }

// AccountName is the name that people read of a country's account: AT.
func AccountName(country string) string { return strings.ToUpper(country) }

// viewerToken is AT or AT_LEAD.
func viewerToken(viewer string) string {
	return strings.ToUpper(strings.ReplaceAll(viewer, ".", "_"))
}

func validCountry(code string) bool {
	return len(code) == 2 && 'a' <= code[0] && code[0] <= 'z' && 'a' <= code[1] && code[1] <= 'z'
}

// validIdentity says whether id can be one token of a subject.
func validIdentity(id string) bool {
	if id == "" || len(id) > maxIdentityBytes {
		return false
	}
	for _, r := range id {
		switch {
		case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9', r == '-', r == '_':
		default:
			return false
		}
	}
	return true
}
