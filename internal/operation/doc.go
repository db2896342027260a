// Package operation holds the rules of a controlled delivery: may this be done,
// and what then holds.
//
// Decide takes what holds now, a command and the hub's time, and gives the
// events that the command causes, or a *Refusal that names the rule and all that
// is missing. Evolve takes what holds and one event, and gives what holds next.
// Both are pure: no I/O, no clock, no dice, and the same answer for ever, which
// is how an auditor decides every entry of a journal again.
//
// Decisions can be refused. Facts cannot: they are stored, and a breach stands
// beside the one that broke a rule. What a fact or a decision leads to, such as
// direction passing from one State to the next, is an event of its own, so that
// nobody who reads the journal has to know the rules to know what holds.
//
// The rules stand in one file for each family of events, each file beginning
// with the numbered list of its rules and where each comes from. Rules marked
// INV are the invariants of the domain.
//
// What a desk may be refused for is only what that desk may see: a point, an
// offer, a request or a part of which its State is no party is, in the answer,
// not there.
package operation
