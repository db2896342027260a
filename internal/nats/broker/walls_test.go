package broker

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/jwt/v2"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"
)

func TestWhatEachCredentialIsRefused(t *testing.T) {
	a := newAlliance(t, "at", "nl")
	nl := a.realm.AccountKey("nl")
	deliver, err := a.realm.deliverSubject(countryPrefix+"at", "DESK_AT")
	require.NoError(t, err)

	// Refused to every user of a country's account and to the auditor.
	everywhere := []string{
		JournalPrefix + "registry", FeedSubject("at"), FeedSubject("nl"),
		ViewPrefix("at") + "k", ViewPrefix("nl") + "k", "$KV.VIEW_AT.k",
		deliver, deliverPrefix + nl + ".DESK_NL.x",
		"_IN.AT.gateway.other.x", "_IN.AT.service.other.x", "_IN.NL.person.p.x", "_IN.OPS.hub.hub.x", "_INBOX.x", "_R_.x",
		"$JS.API.INFO", "$JS.API.STREAM.NAMES", "$JS.API.STREAM.LIST",
		"$JS.API.STREAM.CREATE.EVIL", "$JS.API.STREAM.UPDATE.DESK_AT", "$JS.API.STREAM.DELETE.DESK_AT",
		"$JS.API.STREAM.PURGE.DESK_AT", "$JS.API.STREAM.MSG.DELETE.DESK_AT", "$JS.API.STREAM.RESTORE.DESK_AT",
		"$JS.API.STREAM.SNAPSHOT.DESK_AT", "$JS.API.STREAM.DELETE.AUDIT_JOURNAL", "$JS.API.STREAM.UPDATE.KV_desk_at",
		"$JS.API.STREAM.INFO.JOURNAL", "$JS.API.STREAM.INFO.FEED_AT", "$JS.API.STREAM.INFO.DESK_NL",
		"$JS.API.CONSUMER.CREATE.JOURNAL.c", "$JS.API.CONSUMER.CREATE.FEED_NL.c", "$JS.API.CONSUMER.DURABLE.CREATE.DESK_AT.c",
		"$JS.API.CONSUMER.RESET.FEED_AT." + a.realm.AccountKey("at"), "$JS.API.CONSUMER.RESET.FEED_NL." + nl,
		"$JS.FC.FEED_NL." + nl + ".x", "$JS.API.DIRECT.GET.JOURNAL", "$SYS.REQ.SERVER.PING", "$SRV.PING",
	}
	unheard := []string{
		">", "*", JournalSubjects, FeedSubject("at"), FeedSubject("nl"), ViewPrefix("at") + ">", "$KV.>", CommandPrefix + ">",
		deliver, deliverPrefix + ">", deliverPrefix + nl + ".>", "_IN.>", "_IN.AT.>", "_IN.AT.person.>", "_IN.AT.gateway.other.>",
		"_IN.NL.>", "_INBOX.>", "$JS.>", "$JS.EVENT.ADVISORY.>", "$SYS.>", "$SRV.>",
	}
	for _, test := range []struct {
		role       Role
		country    string
		silent     []string // may not publish, beside everywhere
		deaf       []string // may not subscribe, beside unheard
		speaks     []string
		hears      []string
		everywhere bool
	}{
		{
			role: Person, country: "at", everywhere: true,
			silent: []string{"cd.cmd.operation.open", "$JS.API.STREAM.INFO.KV_desk_at", "_IN.AT.person.other.x"},
			deaf:   []string{GatewaySubjects, "gw.read"},
			speaks: []string{"gw.read", "gw.command.send"},
			hears:  []string{"_IN.AT.person.me.>"},
		},
		{
			role: Gateway, country: "at", everywhere: true,
			silent: []string{"gw.read", "cd.event.x", "$JS.API.STREAM.INFO.FEED_AT"},
			speaks: []string{"cd.cmd.operation.open", "_IN.AT.person.p.x", "$JS.API.STREAM.INFO.DESK_AT", "$JS.API.CONSUMER.CREATE.KV_lead_at.c"},
			hears:  []string{GatewaySubjects, "_IN.AT.gateway.me.>"},
		},
		{
			role: Service, country: "at", everywhere: true,
			silent: []string{"gw.read", "cd.cmd.operation.open", "$JS.API.STREAM.INFO.DESK_AT", "$JS.API.CONSUMER.CREATE.DESK_AT.c", "_IN.AT.person.p.x"},
			deaf:   []string{GatewaySubjects},
			speaks: []string{"$JS.API.STREAM.INFO.KV_desk_at", "$JS.API.CONSUMER.CREATE.KV_desk_at.c.$KV.desk_at.>", "$JS.API.DIRECT.GET.KV_desk_at.$KV.desk_at.k"},
			hears:  []string{"_IN.AT.service.me.>"},
		},
		{
			role: Auditor, everywhere: true,
			silent: []string{"gw.read", "cd.cmd.operation.open", "$JS.API.STREAM.INFO.KV_desk_at"},
			deaf:   []string{GatewaySubjects},
			speaks: []string{"$JS.API.STREAM.INFO.AUDIT_JOURNAL", "$JS.API.CONSUMER.CREATE.AUDIT_JOURNAL.c"},
			hears:  []string{"_IN.AUDIT.auditor.me.>"},
		},
		{
			role: Hub,
			silent: []string{
				"$JS.API.STREAM.DELETE.JOURNAL", "$JS.API.STREAM.UPDATE.JOURNAL", "$JS.API.STREAM.PURGE.JOURNAL",
				"$JS.API.STREAM.MSG.DELETE.JOURNAL", "$JS.API.STREAM.RESTORE.JOURNAL", "$JS.API.STREAM.SNAPSHOT.JOURNAL",
				"$JS.API.STREAM.DELETE.FEED_AT", "$JS.API.STREAM.UPDATE.FEED_AT", "$JS.API.CONSUMER.RESET.FEED_AT." + nl,
				deliver, "$SYS.REQ.SERVER.PING",
			},
			deaf:   []string{">", JournalSubjects, deliverPrefix + ">", "_IN.>", "_R_.>", "$SYS.>"},
			speaks: []string{JournalPrefix + "x", FeedSubject("at"), ViewPrefix("at") + "k", "_R_.x", "$JS.API.STREAM.CREATE.FEED_DE"},
			hears:  []string{CommandPrefix + ">", "_IN.OPS.hub.me.>"},
		},
	} {
		t.Run(string(test.role), func(t *testing.T) {
			conn := a.as(test.role, test.country, "me")
			silent, deaf := test.silent, test.deaf
			if test.everywhere {
				silent, deaf = append(silent, everywhere...), append(deaf, unheard...)
			}
			for _, s := range silent {
				require.True(t, publishRefused(t, conn, s), "%s may publish to %s", test.role, s)
			}
			for _, s := range deaf {
				require.True(t, subscribeRefused(t, conn, s), "%s may subscribe to %s", test.role, s)
			}
			for _, s := range test.speaks {
				require.False(t, publishRefused(t, conn, s), "%s may not publish to %s", test.role, s)
			}
			for _, s := range test.hears {
				require.False(t, subscribeRefused(t, conn, s), "%s may not subscribe to %s", test.role, s)
			}
		})
	}
}

func TestACountryCannotPoseAsAnother(t *testing.T) {
	a := newAlliance(t, "at", "nl")
	at, nl := a.realm.AccountKey("at"), a.realm.AccountKey("nl")
	hub, gateway := a.as(Hub, "", "hub"), a.as(Gateway, "at", "gateway")
	commands, err := hub.SubscribeSync(CommandPrefix + ">")
	require.NoError(t, err)
	require.NoError(t, hub.Flush())

	for sent, arrives := range map[string]string{
		"cd.cmd.operation.open":            "cd.cmd." + at + ".operation.open",
		"cd.cmd." + nl + ".operation.open": "cd.cmd." + at + "." + nl + ".operation.open",
	} {
		require.NoError(t, gateway.Publish(sent, nil))
		got, err := commands.NextMsgWithContext(a.context())
		require.NoError(t, err)
		require.Equal(t, arrives, got.Subject)
	}
}

// Were a country's account token made wrongly, the exports of OPS still refuse it.
func TestTheServerDemandsTheImportersOwnKey(t *testing.T) {
	a := newAlliance(t, "nl")
	nl := a.realm.AccountKey("nl")
	require.NoError(t, a.realm.AddCountry("at", a.random))
	token, err := a.realm.accountToken(countryPrefix + "at")
	require.NoError(t, err)
	claims, err := jwt.DecodeAccountClaims(token)
	require.NoError(t, err)
	for _, i := range claims.Imports {
		i.Subject = jwt.Subject(strings.ReplaceAll(string(i.Subject), a.realm.AccountKey("at"), nl))
		i.Subject = jwt.Subject(strings.ReplaceAll(string(i.Subject), "_AT", "_NL"))
	}
	token, err = a.realm.signed(claims)
	require.NoError(t, err)
	require.NoError(t, a.broker.resolver.Store(a.realm.AccountKey("at"), token))
	require.NoError(t, a.broker.AddCountry(a.context(), "at"))

	hub, forger, honest := a.as(Hub, "", "hub"), a.as(Gateway, "at", "gateway"), a.as(Gateway, "nl", "gateway")
	commands, err := hub.SubscribeSync(CommandPrefix + ">")
	require.NoError(t, err)
	require.NoError(t, hub.Flush())
	require.NoError(t, forger.Publish("cd.cmd.forged", nil))
	require.NoError(t, forger.Flush())
	require.NoError(t, honest.Publish("cd.cmd.honest", nil))
	got, err := commands.NextMsgWithContext(a.context())
	require.NoError(t, err)
	require.Equal(t, "cd.cmd."+nl+".honest", got.Subject)
}

func TestTheHubAnswersACommand(t *testing.T) {
	a := newAlliance(t, "at")
	hub, gateway := a.as(Hub, "", "hub"), a.as(Gateway, "at", "gateway")
	_, err := hub.Subscribe(CommandsInOps, func(m *nats.Msg) { _ = m.Respond([]byte("receipt")) })
	require.NoError(t, err)
	require.NoError(t, hub.Flush())
	answer, err := gateway.RequestWithContext(a.context(), "cd.cmd.operation.open", nil)
	require.NoError(t, err)
	require.Equal(t, "receipt", string(answer.Data))
}

func TestAPersonIsAnsweredAndCannotAimTheAnswer(t *testing.T) {
	a := newAlliance(t, "at")
	gateway, person := a.as(Gateway, "at", "gateway"), a.as(Person, "at", "berger")
	asked := make(chan string, 2)
	_, err := gateway.Subscribe(GatewaySubjects, func(m *nats.Msg) {
		_ = m.Respond([]byte("view"))
		_ = gateway.Flush()
		asked <- m.Reply
	})
	require.NoError(t, err)
	require.NoError(t, gateway.Flush())

	answer, err := person.RequestWithContext(a.context(), "gw.read", nil)
	require.NoError(t, err)
	require.Equal(t, "view", string(answer.Data))
	<-asked

	const aim = "$JS.API.STREAM.DELETE.DESK_AT"
	require.NoError(t, person.PublishRequest("gw.read", aim, nil))
	require.Equal(t, aim, <-asked)
	require.ErrorContains(t, gateway.LastError(), aim)
	a.stream(gateway, "DESK_AT")
}

func TestAServiceWatchesAndCannotPut(t *testing.T) {
	a := newAlliance(t, "at")
	hub, service := a.as(Hub, "", "hub"), a.as(Service, "at", "tv")
	js, err := jetstream.New(service)
	require.NoError(t, err)
	bucket, err := js.KeyValue(a.context(), ViewBucket("at"))
	require.NoError(t, err)
	watch, err := bucket.WatchAll(a.context())
	require.NoError(t, err)
	require.Nil(t, <-watch.Updates(), "nothing is there yet")

	require.NoError(t, hub.Publish(ViewPrefix("at")+"meta.position", []byte("7")))
	seen := <-watch.Updates()
	require.Equal(t, "meta.position", seen.Key())
	require.Equal(t, "7", string(seen.Value()))
	got, err := bucket.Get(a.context(), "meta.position")
	require.NoError(t, err)
	require.Equal(t, "7", string(got.Value()))

	_, err = js.KeyValue(a.context(), ViewBucket("at.lead"))
	require.NoError(t, err)
	ctx, cancel := context.WithTimeout(a.context(), 100*time.Millisecond) // the server's refusal is no answer
	defer cancel()
	_, err = bucket.Put(ctx, "meta.position", []byte("8"))
	require.Error(t, err)
	require.True(t, refused(service, "Publish", "$KV.VIEW_AT.meta.position"))
}

// publishRefused asks the server by trying: it answers before the flush returns.
func publishRefused(t *testing.T, conn *nats.Conn, subject string) bool {
	t.Helper()
	require.NoError(t, conn.Publish(subject, nil))
	require.NoError(t, conn.Flush())
	return refused(conn, "Publish", subject)
}

func subscribeRefused(t *testing.T, conn *nats.Conn, subject string) bool {
	t.Helper()
	_, err := conn.SubscribeSync(subject)
	require.NoError(t, err)
	require.NoError(t, conn.Flush())
	return refused(conn, "Subscription", subject)
}

func refused(conn *nats.Conn, what, subject string) bool {
	err := conn.LastError()
	return err != nil && strings.Contains(err.Error(), what+` to "`+subject+`"`)
}
