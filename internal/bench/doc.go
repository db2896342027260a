// Package bench compares vigil with the store under it: what a command costs
// beside a raw publish of the same bytes, and what a replay costs beside bare
// delivery. It holds benchmarks only, for
//
//	go test -run '^$' -bench . ./internal/bench
//
// Both sides of a comparison run in one process, in alternating rounds, and the
// result is the median of the rounds' ratios: a number that another machine, or
// a busy one, should come near to. docs/performance.md keeps the figures.
package bench
