package service

import (
	"context"
	"errors"
	"fmt"
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

func TestEachRequestToTheDeskArrivesAndIsAnswered(t *testing.T) {
	a := newAlliance(t)
	moment := gateway.Moment{Journal: events.JournalTerms{ID: journalID, Class: events.Exercise, Clock: events.WallClock},
		Hub: someMoment(), Now: someMoment().Add(time.Second), Quiet: 1200, Counter: 413, Digest: events.Digest{9}}
	alliance := projections.Alliance{V: 1, Edition: 1, Viewer: "at", Counter: 2, Countries: []projections.CountryLine{{Country: "AT"}},
		Officers: []projections.OfficerLine{}, Texts: []projections.TextLine{someText()}}
	answer := gateway.Answer{Receipt: "a receipt\n"}
	var viewers []events.Viewer
	var askers []gateway.Asker
	var request events.Request
	_, desk := a.desk(fakeDesk{
		moment: func(_ context.Context, v events.Viewer) (gateway.Moment, error) {
			viewers = append(viewers, v)
			return moment, nil
		},
		do: func(_ context.Context, r events.Request) (gateway.Answer, error) { request = r; return answer, nil },
		alliance: func(_ context.Context, v events.Viewer) (projections.Alliance, error) {
			viewers = append(viewers, v)
			return alliance, nil
		},
		documents: func(_ context.Context, a gateway.Asker) ([]projections.Document, error) {
			askers = append(askers, a)
			return nil, nil
		},
		document: func(_ context.Context, a gateway.Asker, id events.OperationID) (projections.Document, error) {
			askers = append(askers, a)
			return someDocument(id), nil
		},
		text: func(_ context.Context, a gateway.Asker, l projections.TextLine) ([]byte, error) {
			askers = append(askers, a)
			return []byte("the text of " + l.Slot + "\x00\xff"), nil
		},
	}, usual())

	m, err := desk.Moment(a.context(), "at")
	require.NoError(t, err)
	require.Equal(t, moment, m)

	done, err := desk.Do(a.context(), signed("handover.accept", 0))
	require.NoError(t, err)
	require.Equal(t, answer, done)
	require.Equal(t, signed("handover.accept", 0), request)

	all, err := desk.Alliance(a.context(), "at.lead")
	require.NoError(t, err)
	require.Equal(t, alliance, all)
	require.Equal(t, []events.Viewer{"at", "at.lead"}, viewers)

	none, err := desk.Documents(a.context(), someAsker())
	require.NoError(t, err)
	require.Empty(t, none)

	d, err := desk.Document(a.context(), someAsker(), opID)
	require.NoError(t, err)
	require.Equal(t, someDocument(opID), d)

	text, err := desk.Text(a.context(), someAsker(), someText())
	require.NoError(t, err)
	require.Equal(t, []byte("the text of message\x00\xff"), text)
	require.Equal(t, []gateway.Asker{someAsker(), someAsker(), someAsker()}, askers)
}

func TestAReadMarkIsAskedForAndMoved(t *testing.T) {
	a := newAlliance(t)
	stands := gateway.Mark{Counter: 400, At: someMoment()}
	type set struct {
		asker   gateway.Asker
		counter uint64
		how     gateway.Moving
	}
	var asked []gateway.Asker
	var sets []set
	_, desk := a.desk(fakeDesk{
		mark: func(_ context.Context, a gateway.Asker) (gateway.Mark, error) {
			asked = append(asked, a)
			return stands, nil
		},
		setMark: func(_ context.Context, a gateway.Asker, counter uint64, how gateway.Moving) (gateway.Mark, error) {
			sets = append(sets, set{a, counter, how})
			return gateway.Mark{}, nil
		},
	}, usual())
	m, err := desk.Mark(a.context(), someAsker())
	require.NoError(t, err)
	require.Equal(t, stands, m)
	require.Equal(t, []gateway.Asker{someAsker()}, asked)
	for _, how := range []gateway.Moving{gateway.Forward, gateway.Anyhow} {
		m, err = desk.SetMark(a.context(), someAsker(), 413, how)
		require.NoError(t, err)
		require.Zero(t, m, "a mark that was never set arrives as such")
	}
	require.Equal(t, []set{{someAsker(), 413, gateway.Forward}, {someAsker(), 413, gateway.Anyhow}}, sets)
}

func TestAMomentBeforeGenesisIsAnAnswer(t *testing.T) {
	a := newAlliance(t)
	_, desk := a.desk(fakeDesk{moment: func(context.Context, events.Viewer) (gateway.Moment, error) {
		return gateway.Moment{}, nil
	}}, usual())
	m, err := desk.Moment(a.context(), "at")
	require.NoError(t, err)
	require.Zero(t, m)
}

// All documents together are larger than any message may be.
func TestManyDocumentsArriveInOrder(t *testing.T) {
	a := newAlliance(t)
	const count = 5000
	want := make([]projections.Document, count)
	for i := range want {
		want[i] = someDocument(events.OperationID(fmt.Sprintf("01JD30000000000000000%05d", i)))
	}
	_, desk := a.desk(fakeDesk{documents: func(context.Context, gateway.Asker) ([]projections.Document, error) {
		return want, nil
	}}, usual())
	got, err := desk.Documents(a.context(), someAsker())
	require.NoError(t, err)
	require.Equal(t, want, got)
}

func TestARefusalArrivesAsItWasMade(t *testing.T) {
	a := newAlliance(t)
	var err error
	fails := fakeDesk{
		document: func(context.Context, gateway.Asker, events.OperationID) (projections.Document, error) {
			return projections.Document{}, err
		},
		documents: func(context.Context, gateway.Asker) ([]projections.Document, error) { return nil, err },
	}
	_, desk := a.desk(fails, usual())
	for _, class := range []operation.Class{operation.NotFound, operation.NotAllowed, operation.Conflict, operation.Refused, operation.Invalid} {
		for _, missing := range [][]string{nil, {}, {"NL's authorisation\nfor \"HU-AT\"", "<b>"}} {
			want := &operation.Refusal{Rule: "only-the-receiving-state-accepts", Class: class, Missing: missing, Reason: "zwei\r\nZeilen: ä", Hint: "do"}
			err = fmt.Errorf("with more around it: %w", want)
			_, got := desk.Document(a.context(), someAsker(), opID)
			require.Equal(t, want, got)
			_, got = desk.Documents(a.context(), someAsker())
			require.Equal(t, want, got)
		}
	}
}

func TestOtherErrorsArriveWithoutDetails(t *testing.T) {
	a := newAlliance(t)
	var err error
	_, desk := a.desk(fakeDesk{text: func(context.Context, gateway.Asker, projections.TextLine) ([]byte, error) {
		return nil, err
	}}, usual())
	for _, c := range []struct{ is, want error }{
		{journal.ErrUnavailable, journal.ErrUnavailable},
		{journal.ErrElecting, journal.ErrElecting},
		{journal.ErrUnknownOutcome, journal.ErrUnknownOutcome},
		{context.Canceled, journal.ErrUnavailable},
		{journal.ErrDamaged, ErrFailed},
		{&operation.Refusal{Class: "of a later build", Reason: "secret"}, ErrFailed},
	} {
		err = fmt.Errorf("secret: %w", c.is)
		_, got := desk.Text(a.context(), someAsker(), someText())
		require.ErrorIs(t, got, c.want)
		require.NotContains(t, got.Error(), "secret")
		require.Contains(t, got.Error(), ": ", "it says what next")
	}
}

func TestNoGatewayIsUnavailable(t *testing.T) {
	a := newAlliance(t)
	desk := a.person("eva")
	_, err := desk.Do(a.context(), signed("handover.accept", 0))
	require.ErrorIs(t, err, journal.ErrUnavailable)
	_, err = desk.Documents(a.context(), someAsker())
	require.ErrorIs(t, err, journal.ErrUnavailable)
	err = desk.Feed(a.context(), someAsker(), 1, true, func(gateway.Message) error { return errors.New("none is due") })
	require.ErrorIs(t, err, journal.ErrUnavailable)
}

func TestAGatewayThatDiesLeavesTheOutcomeUnknown(t *testing.T) {
	a := newAlliance(t)
	nc := a.as(broker.Gateway, "at", "gateway")
	_, err := serveDesk(a.context(), nc, fakeDesk{do: func(context.Context, events.Request) (gateway.Answer, error) {
		nc.Close()
		return gateway.Answer{}, nil
	}}, quiet(t), usual())
	require.NoError(t, err)
	soon, cancel := context.WithTimeout(a.context(), 100*time.Millisecond)
	defer cancel()
	_, err = a.person("eva").Do(soon, signed("handover.accept", 0))
	require.ErrorIs(t, err, journal.ErrUnknownOutcome)
	_, err = a.person("ida").Do(a.context(), signed("handover.accept", 0))
	require.ErrorIs(t, err, journal.ErrUnavailable)
}

func TestWithoutAConnectionNothingIsSent(t *testing.T) {
	a := newAlliance(t)
	nc := a.as(broker.Person, "at", "eva")
	nc.Close()
	_, err := DeskClient(nc).Do(a.context(), signed("handover.accept", 0))
	require.ErrorIs(t, err, journal.ErrUnavailable)
	err = DeskClient(nc).Feed(a.context(), someAsker(), 1, false, nil)
	require.ErrorIs(t, err, journal.ErrUnavailable)
}

// A person chooses the reply subject; the gateway may publish to more subjects
// than the person may.
func TestTheGatewayAnswersIntoInboxesOnly(t *testing.T) {
	a := newAlliance(t)
	asked := make(chan struct{}, 2)
	_, desk := a.desk(fakeDesk{moment: func(context.Context, events.Viewer) (gateway.Moment, error) {
		asked <- struct{}{}
		return gateway.Moment{}, nil
	}}, usual())
	for _, reply := range []string{subjectNow, "$JS.API.CONSUMER.DELETE.DESK_AT.x", ""} {
		require.NoError(t, desk.nc.PublishMsg(&nats.Msg{Subject: subjectMoment, Reply: reply, Data: []byte(`{"viewer":"at"}`)}))
	}
	_, err := desk.Moment(a.context(), "at")
	require.NoError(t, err)
	require.Len(t, asked, 1)
}

func TestBodiesAreReadStrictly(t *testing.T) {
	a := newAlliance(t)
	_, desk := a.desk(fakeDesk{}, usual())
	for _, body := range []string{``, `{}`, `{"viewer":"at","viewer":"at"}`, `{"viewer":"at","x":1}`, `{"Viewer":"at"}`, `{"viewer":"AT"}`, ` {"viewer":"at"}`, `{"viewer":"at"}{}`} {
		_, err := desk.ask(a.context(), subjectMoment, Reads, []byte(body))
		requireRefused(t, err, ruleBadForm, operation.Invalid)
	}
	_, err := desk.ask(a.context(), broker.GatewayPrefix+"secrets", Reads, nil)
	requireRefused(t, err, ruleUnknown, operation.Invalid)
}

func TestAnAnswerThatIsTooLargeIsAFault(t *testing.T) {
	a := newAlliance(t)
	_, desk := a.desk(fakeDesk{text: func(context.Context, gateway.Asker, projections.TextLine) ([]byte, error) {
		return make([]byte, 2<<20), nil
	}}, usual())
	_, err := desk.Text(a.context(), someAsker(), someText())
	require.ErrorIs(t, err, ErrFailed)
	require.True(t, desk.nc.IsConnected())
}

// Every endpoint is served, and nothing is served that is not in the table.
func TestTheTableIsWhatIsServed(t *testing.T) {
	served := map[string]Many{subjectCommand: One, subjectMore: None, subjectEnough: None}
	effects := map[string]Effect{subjectCommand: command(nil, "").effect, subjectMore: Reads, subjectEnough: Reads}
	for _, jobs := range []map[string]job{hubJobs("AT", nil), deskJobs(nil)} {
		for subject, j := range jobs {
			effects[subject], served[subject] = j.effect, One
			if j.stream != nil {
				served[subject] = Stream
			}
		}
	}
	listed, listedEffects := map[string]Many{}, map[string]Effect{}
	for _, e := range Endpoints() {
		require.NotContains(t, listed, e.Subject)
		listed[e.Subject], listedEffects[e.Subject] = e.Many, e.Effect
		require.NotEmpty(t, e.Purpose)
	}
	require.Equal(t, served, listed)
	require.Equal(t, effects, listedEffects)
}
