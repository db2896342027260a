//go:build !unix

package bench_test

import "time"

var start = time.Now()

func spent() time.Duration { return time.Since(start) }
