package service

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"vigil/internal/operation"
)

// encode gives the one spelling of a body, by the rules of package events.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// decode accepts what encode gives and nothing else.
func decode[T any](b []byte) (T, error) {
	var v T
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&v); err != nil {
		return v, errors.New(strings.TrimPrefix(err.Error(), "json: "))
	}
	again, err := encode(v)
	if err != nil {
		return v, err
	}
	if !bytes.Equal(b, again) {
		return v, errors.New("it is not the canonical spelling of what it says")
	}
	return v, nil
}

// Rules by which a request is turned away before any port sees it.
const (
	ruleBadForm   operation.Rule = "bad-form"
	ruleTooLarge  operation.Rule = "a-request-fits-into-one-message"
	ruleUnknown   operation.Rule = "only-known-requests-are-answered"
	ruleOtherAct  operation.Rule = "the-subject-names-the-act-of-the-note"
	ruleStranger  operation.Rule = "only-countries-of-the-alliance-are-answered"
	ruleElsewhere operation.Rule = "a-country-fetches-for-its-own-viewers"
	ruleOneStream operation.Rule = "a-reply-subject-takes-one-stream"
)

var errNotEmpty = errors.New("nothing should stand in it")

func badForm(what string, err error) *operation.Refusal {
	return &operation.Refusal{
		Rule: ruleBadForm, Class: operation.Invalid,
		Reason: fmt.Sprintf("%s cannot be read: %v", what, err),
		Hint:   "bring both sides to the same build",
	}
}

func tooLarge(reason string) *operation.Refusal {
	return &operation.Refusal{
		Rule: ruleTooLarge, Class: operation.Invalid, Reason: reason,
		Hint: "split it into several commands, or shorten its longest text",
	}
}

// clip keeps a stranger's text short in what is answered and logged.
func clip(s string) string {
	if len(s) > 64 {
		return s[:64] + "…"
	}
	return s
}
