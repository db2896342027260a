package broker

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestMirrorsFollowUnderLoadAndAfterARestart(t *testing.T) {
	a := newAlliance(t, "at", "nl")
	const load = 2000

	hub := a.as(Hub, "", "hub")
	for _, v := range []string{"at", "at.lead", "nl"} {
		a.write(hub, FeedSubject(v), load)
		a.write(hub, ViewPrefix(v)+"one", load)
	}
	a.write(hub, JournalPrefix+"registry", 20)
	at, audit := a.as(Gateway, "at", "gateway"), a.as(Auditor, "", "auditor")
	t0 := time.Now()
	a.awaitLast(at, "DESK_AT", load)
	a.awaitLast(at, "LEAD_AT", load)
	a.awaitLast(at, "KV_desk_at", load)
	a.awaitLast(at, "KV_lead_at", load)
	a.awaitLast(a.as(Gateway, "nl", "gateway"), "DESK_NL", load)
	a.awaitLast(audit, AuditStream, 20)
	t.Log(time.Since(t0))

	require.NoError(t, a.broker.Stop())
	t0 = time.Now()
	a.start()
	t.Log("start", time.Since(t0))

	hub = a.as(Hub, "", "hub")
	a.write(hub, FeedSubject("at"), load)
	a.write(hub, ViewPrefix("at")+"two", load)
	a.write(hub, JournalPrefix+"registry", 20)
	a.awaitLast(a.as(Gateway, "at", "gateway"), "DESK_AT", 2*load)
	t.Log("DESK", time.Since(t0))
	a.awaitLast(a.as(Gateway, "at", "gateway"), "KV_desk_at", 2*load)
	a.awaitLast(a.as(Auditor, "", "auditor"), AuditStream, 40)
	t.Log("all", time.Since(t0))
}
