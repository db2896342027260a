package operation

import (
	"slices"
	"time"

	"vigil/events"
)

// Urgent surveillance: officers of one State who went on watching in another that was
// not asked before (CISA art. 40(2); ETS 182 art. 17; INV-19). The notice is a fact and
// calls the host at once. It ends five hours after the crossing unless the host has
// allowed it, or when the host says stop.
const (
	NoticeIsKnown   Rule = "an-answer-answers-a-notice"                 // 1. domain 4: UrgentSurveillanceNotified
	OnlyHostAnswers Rule = "only-the-host-allows-or-stops-surveillance" // 2. CISA art. 40(2): the State on whose territory it is
	AnsweredInTime  Rule = "surveillance-is-answered-while-it-lasts"    // 3. CISA art. 40(2): what is allowed can still be stopped
)

// What a notice and what follows it can break.
const (
	OffenceNotListed      events.Code = "offence-not-listed"      // 1. CISA art. 40(7)
	NotifiedLate          events.Code = "notified-late"           // 2. CISA art. 40(2): at once
	SurveillanceAfterStop events.Code = "surveillance-after-stop" // 3. CISA art. 40(2)
)

const (
	UrgentSurveillance events.Code = "urgent-surveillance" // calls the host, until it answers, takes over, or the time is over
	StopSurveillance   events.Code = "stop-surveillance"   // calls the State whose officers are to stop
)

// AtOnce is how soon a notice is to be given: the house's own figure, the treaty gives
// none.
const AtOnce = 10 * time.Minute

// listed are the offences of CISA art. 40(7), as codes of this house. The list is from
// general knowledge and was not checked against the text: an edition that is relied on
// takes it from there.
var listed = []events.Code{"murder", "manslaughter", "rape", "arson", "counterfeiting", "armed-robbery", "extortion", "kidnapping",
	"trafficking-in-persons", "drug-trafficking", "arms-offence", "explosives-offence", "toxic-waste", "migrant-smuggling", "child-abuse",
	"fraud", "money-laundering", "nuclear-material", "criminal-organisation", "terrorism"}

// Notice is a notice of urgent surveillance, and how far it has come: Open, Accepted,
// Declined when the host said stop, or TimedOut.
type Notice struct {
	ID       events.CommandID
	Part     events.Part
	From, In events.Country
	Crossed  events.Time
	Says     Answer
	Answered events.Time
}

type (
	seenFollowing     struct{ events.SurveillanceNotified }
	allowSurveillance struct{ events.SurveillanceAllowed }
	stopSurveillance  struct{ events.SurveillanceStopped }
	clockFiveHours    struct{ events.SurveillanceExpired }
)

// A host that takes no part is told first whom it can call. That the notice calls it
// follows from the notice: see noticeNeeds.
func (a seenFollowing) observe(s situation) []events.Event {
	part, ok := s.Part(a.Notice.Part)
	t, in := s.moment(), a.Notice.In
	if !ok || a.Notice.From == in || s.over(t) {
		return nil
	}
	out := s.triggered(part, a.Notice.From, in, t)
	s = s.knowing(out)
	if !slices.Contains(listed, a.Notice.Offence) {
		out = append(out, s.breaks(OffenceNotListed, in, part.Label, t)...)
	}
	if s.at.After(t.Add(AtOnce)) {
		out = append(out, s.breaks(NotifiedLate, in, part.Label, t)...)
	}
	return out
}

func (a allowSurveillance) decide(s situation) ([]events.Event, error) {
	if err := s.answerableNotice(a.Allowed, Open); err != nil {
		return nil, err
	}
	return s.tell(a.SurveillanceAllowed, nil), nil
}

func (a stopSurveillance) decide(s situation) ([]events.Event, error) {
	if err := s.answerableNotice(a.Stopped, Open, Accepted); err != nil {
		return nil, err
	}
	return s.tell(a.SurveillanceStopped, nil), nil
}

func (a clockFiveHours) decide(s situation) ([]events.Event, error) {
	return s.tell(a.SurveillanceExpired, nil), nil
}

// answerableNotice asks whether the signer's State may give an answer. To a State that
// the notice does not name it is not there.
func (s situation) answerableNotice(to events.NoticeAnswer, while ...Answer) error {
	n, _ := find(s.Notices, func(n Notice) bool { return n.ID == to.Notice })
	switch {
	case s.country() != n.In && s.country() != n.From:
		return refuse(NoticeIsKnown, NotFound, "%s was told of no such surveillance", s.country()).
			hint("Name the notice that you answer.")
	case s.country() != n.In || to.Country != n.In:
		return refuse(OnlyHostAnswers, NotAllowed, "the officers are in %s: only %s answers that", n.In, n.In).
			hint("Ask the competent authority of %s.", n.In)
	case !slices.Contains(while, n.Says):
		return refuse(AnsweredInTime, Conflict, "this is %s since %s", n.Says, minute(n.Answered))
	}
	return nil
}

// noticesRunning: it ends by itself, unless by then the host has taken up direction
// with its own consent, or has secured the goods.
func (o Operation) noticesRunning(visit func(tick)) {
	for i := range o.Notices {
		n := &o.Notices[i]
		due := n.Crossed.Add(events.UrgentLasts)
		if n.Says == Open && o.followedAt(n, due) {
			visit(tick{due, "surveillance.expired", i, 0})
		}
	}
}

// followedAt tells whether at a moment officers still follow on their own authority. It
// asks nothing of a third State: that one has the goods is not for these two to learn.
func (o Operation) followedAt(n *Notice, t events.Time) bool {
	p, ok := o.Part(n.Part)
	now, _ := p.DirectedAt(t)
	switch {
	case !ok:
		return false
	case now.Country == n.In:
		return now.Taken != events.Taken || !o.Admits(n.In, p.Mode, t)
	}
	secured := !p.Ended.IsZero() && !p.Ended.After(t) && (journey{path: p.Path}).last() == n.In
	return !secured
}

// noticeNeeds lists whom notices call: the host to answer, while officers follow on
// their own authority, or those to stop.
func (o Operation) noticeNeeds(t events.Time) []need {
	var list []need
	for _, n := range o.Notices {
		switch n.Says {
		case Open:
			if !o.followedAt(&n, t) {
				continue
			}
			list = append(list, need{UrgentSurveillance, string(n.Part), o.answers(n.In), n.Part, n.Crossed})
		case Declined, TimedOut:
			list = append(list, need{StopSurveillance, string(n.Part), o.answers(n.From), n.Part, n.Answered})
		}
	}
	return list
}

// watchedAfterStop is the breach of officers who go on watching where they were told
// to stop, or their time was over.
func (s situation) watchedAfterStop() []events.Event {
	named, _ := namedBy(s.command.Fact)
	part, t := partOf(s.command.Fact), s.moment()
	if !s.over(t) && slices.ContainsFunc(s.Notices, func(n Notice) bool {
		return n.Part == part && n.In == named[0] && n.From == s.country() && (n.Says == Declined || n.Says == TimedOut) && t.After(n.Answered)
	}) {
		return s.breaks(SurveillanceAfterStop, named[0], part, t)
	}
	return nil
}

func evolveUrgent(o Operation, c Cause, e events.Event) (Operation, bool) {
	switch e := e.(type) {
	case events.SurveillanceNotified:
		n := e.Notice
		if _, known := o.Part(n.Part); known && n.From != n.In && o.counted() {
			o.Notices = with(o.Notices, Notice{ID: c.Command, Part: n.Part, From: n.From, In: n.In, Crossed: c.moment()})
		}
		if by := c.Author.Country(); by == n.From || o.leads(c.Author) {
			o.Followed = with(o.Followed, pair{n.In, n.From})
		}
		if by := c.Author.Country(); by == n.In || o.leads(c.Author) {
			o.Followed = with(o.Followed, pair{n.From, n.In})
		}
	case events.SurveillanceAllowed:
		o = o.answerNotice(e.Allowed.Notice, Accepted, c.At)
	case events.SurveillanceStopped:
		o = o.answerNotice(e.Stopped.Notice, Declined, c.At)
	case events.SurveillanceExpired:
		o = o.answerNotice(e.Expired.Notice, TimedOut, c.Occurred)
	case events.IncidentReported:
		// Whom it calls is told by events of its own.
	default:
		return o, false
	}
	return o, true
}

func (o Operation) answerNotice(id events.CommandID, says Answer, at events.Time) Operation {
	o.Notices = amended(o.Notices, func(n Notice) bool { return n.ID == id }, func(n *Notice) { n.Says, n.Answered = says, at })
	if n, ok := find(o.Notices, func(n Notice) bool { return n.ID == id }); ok && says != TimedOut {
		o.Followed = with(o.Followed, pair{n.From, n.In}) // the host has shown itself
	}
	return o
}
