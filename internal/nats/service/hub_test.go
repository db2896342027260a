package service

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/gateway"
	"vigil/internal/journal"
	"vigil/internal/nats/broker"
	"vigil/internal/operation"
	"vigil/projections"
)

func TestEachRequestToTheHubArrivesAndIsAnswered(t *testing.T) {
	a := newAlliance(t)
	want := gateway.Answer{Receipt: "vigil-receipt/v1\nä <b>\n", Shown: someShown()}
	enclosure := events.OpenEnclosure{Name: "message", Class: events.Internal, Salt: events.Salt{7}, Value: make([]byte, events.MaxEnclosure)}
	var request events.Request
	var viewer events.Viewer
	var text projections.TextLine
	var receipt string
	a.hub(fakeHub{
		do: func(_ context.Context, r events.Request) (gateway.Answer, error) { request = r; return want, nil },
		now: func(context.Context) (events.Time, error) {
			return someMoment(), nil
		},
		enclosure: func(_ context.Context, v events.Viewer, l projections.TextLine) (events.OpenEnclosure, error) {
			viewer, text = v, l
			return enclosure, nil
		},
		delivered: func(_ context.Context, r string) error { receipt = r; return nil },
	}, usual())
	hub := HubClient(a.as(broker.Gateway, "at", "gateway"))

	answer, err := hub.Do(a.context(), signed("handover-point.plan", 500<<10))
	require.NoError(t, err)
	require.Equal(t, want, answer)
	require.Equal(t, signed("handover-point.plan", 500<<10), request)

	now, err := hub.Now(a.context())
	require.NoError(t, err)
	require.Equal(t, someMoment(), now)

	open, err := hub.Enclosure(a.context(), "at.lead", someText())
	require.NoError(t, err)
	require.Equal(t, enclosure, open)
	require.Equal(t, events.Viewer("at.lead"), viewer)
	require.Equal(t, someText(), text)

	require.NoError(t, hub.Delivered(a.context(), "a receipt\n"))
	require.Equal(t, "a receipt\n", receipt)
}

func TestTheHubFindsEveryAct(t *testing.T) {
	a := newAlliance(t)
	a.hub(fakeHub{do: func(_ context.Context, r events.Request) (gateway.Answer, error) {
		return gateway.Answer{Receipt: r.Note}, nil
	}}, usual())
	hub := HubClient(a.as(broker.Gateway, "at", "gateway"))
	for _, row := range events.Acts {
		answer, err := hub.Do(a.context(), signed(row.Act, 0))
		require.NoError(t, err, row.Act)
		require.Equal(t, signed(row.Act, 0).Note, answer.Receipt)
	}
}

func TestTheSubjectMustNameTheActOfTheNote(t *testing.T) {
	a := newAlliance(t)
	a.hub(fakeHub{}, usual())
	nc := a.as(broker.Gateway, "at", "gateway")
	body, err := events.EncodeRequest(signed("handover.accept", 0))
	require.NoError(t, err)

	_, err = newCaller(nc, theHub()).ask(a.context(), broker.CommandPrefix+"handover.refuse", Changes, body)
	requireRefused(t, err, ruleOtherAct, operation.Invalid)
	_, err = newCaller(nc, theHub()).ask(a.context(), broker.CommandPrefix+"handover.accept", Changes, append(body, ' '))
	requireRefused(t, err, ruleBadForm, operation.Invalid)
	_, err = newCaller(nc, theHub()).ask(a.context(), broker.CommandPrefix+"handover.steal", Changes, body)
	requireRefused(t, err, ruleUnknown, operation.Invalid)
}

func TestAForgedAccountTokenArrivesWithTheTrueAccount(t *testing.T) {
	a := newAlliance(t)
	var asked []events.Country
	a.hub(offices{office: func(c events.Country) gateway.Hub {
		asked = append(asked, c)
		return fakeHub{now: func(context.Context) (events.Time, error) { return someMoment(), nil }}
	}}, usual())
	nl := newCaller(a.as(broker.Gateway, "nl", "gateway"), theHub())

	_, err := nl.ask(a.context(), broker.CommandPrefix+a.realm.AccountKey("at")+".hub.now", Reads, nil)
	requireRefused(t, err, ruleUnknown, operation.Invalid)
	_, err = nl.ask(a.context(), subjectNow, Reads, nil)
	require.NoError(t, err)
	require.Equal(t, []events.Country{"NL", "NL"}, asked)
}

func TestACountryFetchesForItsOwnViewers(t *testing.T) {
	a := newAlliance(t)
	a.hub(fakeHub{}, usual())
	_, err := HubClient(a.as(broker.Gateway, "nl", "gateway")).Enclosure(a.context(), "at", someText())
	requireRefused(t, err, ruleElsewhere, operation.NotAllowed)
}

func TestAnAccountWithoutAPlaceIsTurnedAway(t *testing.T) {
	a := newAlliance(t)
	a.hub(offices{office: func(events.Country) gateway.Hub { return nil }}, usual())
	_, err := HubClient(a.as(broker.Gateway, "nl", "gateway")).Now(a.context())
	requireRefused(t, err, ruleStranger, operation.NotAllowed)
}

func TestAPersonCannotAskTheHub(t *testing.T) {
	a := newAlliance(t)
	a.hub(fakeHub{now: func(context.Context) (events.Time, error) {
		panic("a person's request reached the hub")
	}}, usual())
	person := a.as(broker.Person, "at", "eva")
	require.NoError(t, person.PublishRequest(subjectNow, person.NewInbox(), nil))
	require.NoError(t, person.FlushWithContext(a.context()))
	require.ErrorIs(t, person.LastError(), nats.ErrPermissionViolation)
}

func TestARequestWithoutAPlaceToAnswerToIsNotLookedAt(t *testing.T) {
	a := newAlliance(t)
	var seen atomic.Int32
	a.hub(fakeHub{now: func(context.Context) (events.Time, error) { seen.Add(1); return someMoment(), nil }}, usual())
	nc := a.as(broker.Gateway, "at", "gateway")
	require.NoError(t, nc.Publish(subjectNow, nil))
	_, err := HubClient(nc).Now(a.context())
	require.NoError(t, err)
	require.EqualValues(t, 1, seen.Load())
}

func TestNoHubIsUnavailable(t *testing.T) {
	a := newAlliance(t)
	hub := HubClient(a.as(broker.Gateway, "at", "gateway"))
	_, err := hub.Do(a.context(), signed("handover.accept", 0))
	require.ErrorIs(t, err, journal.ErrUnavailable)
	require.NotErrorIs(t, err, journal.ErrUnknownOutcome)
	_, err = hub.Now(a.context())
	require.ErrorIs(t, err, journal.ErrUnavailable)
}

func TestASilentHubLeavesTheOutcomeUnknown(t *testing.T) {
	a := newAlliance(t)
	holds := func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }
	l := usual()
	l.patience = 500 * time.Millisecond
	a.hub(fakeHub{do: func(ctx context.Context, _ events.Request) (gateway.Answer, error) {
		return gateway.Answer{}, holds(ctx)
	}}, l)
	nc := a.as(broker.Gateway, "at", "gateway")
	soon, cancel := context.WithTimeout(a.context(), 50*time.Millisecond)
	defer cancel()
	_, err := HubClient(nc).Do(soon, signed("handover.accept", 0))
	require.ErrorIs(t, err, journal.ErrUnknownOutcome)
	require.ErrorIs(t, err, context.DeadlineExceeded)

	// No time left: nothing is sent.
	_, err = HubClient(nc).Do(soon, signed("handover.accept", 0))
	require.ErrorIs(t, err, journal.ErrUnavailable)
}

func TestAHandlerThatRunsOutOfTimeSaysSo(t *testing.T) {
	a := newAlliance(t)
	l := usual()
	l.patience = 30 * time.Millisecond
	a.hub(fakeHub{
		do: func(ctx context.Context, _ events.Request) (gateway.Answer, error) {
			<-ctx.Done()
			return gateway.Answer{}, ctx.Err()
		},
		now: func(ctx context.Context) (events.Time, error) { <-ctx.Done(); return events.Time{}, ctx.Err() },
	}, l)
	hub := HubClient(a.as(broker.Gateway, "at", "gateway"))
	_, err := hub.Do(a.context(), signed("handover.accept", 0))
	require.ErrorIs(t, err, journal.ErrUnknownOutcome)
	_, err = hub.Now(a.context())
	require.ErrorIs(t, err, journal.ErrUnavailable)
}

func TestARequestThatIsTooLargeIsNotSent(t *testing.T) {
	a := newAlliance(t)
	_, err := HubClient(a.as(broker.Gateway, "at", "gateway")).Do(a.context(), signed("handover.offer", events.MaxRequest))
	requireRefused(t, err, ruleTooLarge, operation.Invalid)
	require.ErrorContains(t, err, "message", "it names the field to shorten")
}

func TestAPanicIsAnsweredAndEndsNothing(t *testing.T) {
	a := newAlliance(t)
	a.hub(fakeHub{
		do:  func(context.Context, events.Request) (gateway.Answer, error) { panic("secret") },
		now: func(context.Context) (events.Time, error) { return someMoment(), nil },
	}, usual())
	hub := HubClient(a.as(broker.Gateway, "at", "gateway"))
	_, err := hub.Do(a.context(), signed("handover.accept", 0))
	require.ErrorIs(t, err, ErrFailed)
	require.NotContains(t, err.Error(), "secret")
	_, err = hub.Now(a.context())
	require.NoError(t, err)
}

func TestAFullHubSaysSoAtOnce(t *testing.T) {
	a := newAlliance(t)
	l := usual()
	l.requests, l.share = 3, 2
	came, free := make(chan struct{}), make(chan struct{})
	s := a.hub(fakeHub{now: func(context.Context) (events.Time, error) {
		came <- struct{}{}
		<-free
		return someMoment(), nil
	}}, l)
	at, nl := HubClient(a.as(broker.Gateway, "at", "gateway")), HubClient(a.as(broker.Gateway, "nl", "gateway"))
	answers := make(chan error, 3)
	ask := func(h gateway.Hub) {
		go func() { _, err := h.Now(a.context()); answers <- err }()
		<-came
	}
	ask(at)
	ask(at)
	_, err := at.Now(a.context())
	require.ErrorIs(t, err, journal.ErrUnavailable, "AT has its share")
	ask(nl)
	_, err = nl.Now(a.context())
	require.ErrorIs(t, err, journal.ErrUnavailable, "all places are taken")
	require.ErrorContains(t, err, "too much to do")
	close(free)
	for range 3 {
		require.NoError(t, <-answers)
	}
	require.NoError(t, s.Close(a.context()))
	require.Empty(t, s.shares)
}

func TestCloseWaitsForWhatIsBeingDone(t *testing.T) {
	a := newAlliance(t)
	came, free := make(chan struct{}), make(chan struct{})
	s := a.hub(fakeHub{now: func(context.Context) (events.Time, error) {
		close(came)
		<-free
		return someMoment(), nil
	}}, usual())
	nc := a.as(broker.Gateway, "at", "gateway")
	answers := make(chan error, 1)
	go func() { _, err := HubClient(nc).Now(a.context()); answers <- err }()
	<-came
	ended, cancel := context.WithCancel(a.context())
	cancel()
	require.ErrorContains(t, s.Close(ended), "1 requests")
	_, err := HubClient(nc).Now(a.context())
	require.ErrorIs(t, err, journal.ErrUnavailable)
	close(free)
	require.NoError(t, <-answers)
	require.NoError(t, s.Close(a.context()))
	awaitNoGoroutine(t, a.context())
}

func requireRefused(t *testing.T, err error, rule operation.Rule, class operation.Class) {
	t.Helper()
	var r *operation.Refusal
	require.ErrorAs(t, err, &r)
	require.Equal(t, rule, r.Rule)
	require.Equal(t, class, r.Class)
	require.NotEmpty(t, r.Reason)
	require.NotEmpty(t, r.Hint)
}
