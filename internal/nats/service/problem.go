package service

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"github.com/nats-io/nats.go"

	"vigil/internal/gateway"
	"vigil/internal/journal"
	"vigil/internal/operation"
)

// ErrFailed says that the other side met a fault of its own. Its log has the
// details; they are not sent.
var ErrFailed = errors.New("the other side failed")

// Headers of an answer that is a failure, as NATS services write them.
const (
	headerError = "Nats-Service-Error"
	headerCode  = "Nats-Service-Error-Code"
)

// outcome is one kind of failure: how it is written, and what it is in Go. A
// refusal has a class of package operation, the others an error.
type outcome struct {
	class string
	code  string
	is    error // nil: *operation.Refusal
}

// outcomes is the one table of failures. The last row is for all the rest.
func outcomes() []outcome {
	return []outcome{
		{string(operation.Invalid), "400", nil},
		{string(operation.NotAllowed), "403", nil},
		{string(operation.NotFound), "404", nil},
		{string(operation.Conflict), "409", nil},
		{string(operation.Refused), "422", nil},
		{"full", "507", journal.ErrFull},
		{"stopped", "503", gateway.ErrStopped},
		{"electing", "503", journal.ErrElecting},
		{"unavailable", "503", journal.ErrUnavailable},
		{"unknown-outcome", "504", journal.ErrUnknownOutcome},
		{"failed", "500", ErrFailed},
	}
}

// problem is the body of a failure.
type problem struct {
	Class   string         `json:"class"`
	Rule    operation.Rule `json:"rule,omitzero"`
	Missing []string       `json:"missing,omitzero"` // none and an empty list are two things
	Reason  string         `json:"reason"`
	Hint    string         `json:"hint,omitzero"`
}

// side is one who answers, in words for people.
type side struct {
	name    string // "the gateway"
	behind  string // what it needs in turn: "the hub"
	replies string // it answers to subjects that begin so, and to no others
}

// classify finds the row for err. What a context ended is unknown where it may
// have changed something. expected is false for a fault that the log must tell.
func classify(err error, e Effect) (row outcome, expected bool) {
	rows := outcomes()
	if r := new(operation.Refusal); errors.As(err, &r) {
		for _, row := range rows {
			if row.is == nil && row.class == string(r.Class) {
				return row, true
			}
		}
		return rows[len(rows)-1], false
	}
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
		if e == Changes && !errors.Is(err, journal.ErrUnavailable) {
			err = journal.ErrUnknownOutcome
		} else {
			err = journal.ErrUnavailable
		}
	}
	// Of an error that is both, the one that promises less.
	for _, is := range []error{ErrFailed, journal.ErrUnknownOutcome, journal.ErrFull, gateway.ErrStopped, journal.ErrElecting, journal.ErrUnavailable} {
		if !errors.Is(err, is) {
			continue
		}
		for _, row := range rows {
			if row.is == is {
				return row, is != ErrFailed
			}
		}
	}
	return rows[len(rows)-1], false
}

// describe writes what is said of err. Only the text of a refusal goes out as it
// is; it was written for the one who reads it.
func (s side) describe(err error, row outcome) problem {
	if r := new(operation.Refusal); row.is == nil && errors.As(err, &r) {
		return problem{row.class, r.Rule, r.Missing, r.Reason, r.Hint}
	}
	p := problem{Class: row.class}
	if own := new(failure); errors.As(err, &own) && own.by == s.name {
		p.Reason, p.Hint = own.reason, own.hint
		return p
	}
	switch row.is {
	case journal.ErrFull:
		p.Reason = "the journal is full, or so nearly that no decision is taken; nothing was recorded"
		p.Hint = "tell the hub's operators to give it room; facts are taken as long as they fit"
	case gateway.ErrStopped:
		p.Reason = "the hub takes no commands any more, for its store does not hold what it must; nothing was recorded, and what is shown may be wrong"
		p.Hint = "keep what happens on paper and call the hub's operators: their log says what was found; send the same again when they have put it right"
	case journal.ErrElecting:
		p.Reason, p.Hint = "the hub's servers are electing which of them leads; nothing was recorded", "ask again in some seconds"
	case journal.ErrUnavailable:
		p.Reason, p.Hint = s.name+" cannot reach "+s.behind+" now; nothing was recorded", "ask again"
	case journal.ErrUnknownOutcome:
		p.Reason, p.Hint = s.name+" had no answer from "+s.behind+" in time; it may have been recorded", "send the same request again: it is recorded once"
	default:
		p.Reason, p.Hint = s.name+" could not do it", "its log says why"
	}
	return p
}

// encodeFailure makes the answer that tells err.
func (s side) encodeFailure(err error, e Effect) (m *nats.Msg, expected bool) {
	row, expected := classify(err, e)
	p := s.describe(err, row)
	body, encoding := encode(p)
	if encoding != nil {
		body, expected = nil, false
	}
	m = &nats.Msg{Header: nats.Header{}, Data: body}
	m.Header.Set(headerCode, row.code)
	m.Header.Set(headerError, oneLine(p.Reason))
	return m, expected
}

// decodeFailure gives the error that an answer tells, nil if it tells none.
func (s side) decodeFailure(m *nats.Msg) error {
	code := m.Header.Get(headerCode)
	if code == "" {
		return nil
	}
	p, err := decode[problem](m.Data)
	if err != nil {
		return &failure{is: ErrFailed, by: s.name, reason: s.name + " answered " + clip(code) + " " + clip(m.Header.Get(headerError)),
			hint: "bring both sides to the same build", cause: err}
	}
	for _, row := range outcomes() {
		if row.code != code || row.class != p.Class {
			continue
		}
		if row.is == nil {
			return &operation.Refusal{Rule: p.Rule, Class: operation.Class(p.Class), Missing: p.Missing, Reason: p.Reason, Hint: p.Hint}
		}
		return &failure{is: row.is, by: s.name, reason: p.Reason, hint: p.Hint}
	}
	return &failure{is: ErrFailed, by: s.name, reason: s.name + " answered with the unknown code " + strconv.Quote(clip(code)),
		hint: "bring both sides to the same build"}
}

// failure is an error with words for people: what, why, and what next.
type failure struct {
	is     error // of package journal, or ErrFailed
	by     string
	reason string
	hint   string
	cause  error
}

func (f *failure) Error() string {
	if f.hint == "" {
		return f.reason
	}
	return f.reason + ": " + f.hint
}

func (f *failure) Unwrap() []error {
	if f.cause == nil {
		return []error{f.is}
	}
	return []error{f.is, f.cause}
}

// oneLine makes a text fit for a header.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, s)
}
