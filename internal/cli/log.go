package cli

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
)

// log is where the program itself speaks: warnings on standard error, more with
// VIGIL_LOG=debug or info.
func (e Env) log() *slog.Logger {
	level := slog.LevelWarn
	if err := level.UnmarshalText([]byte(or(e.Getenv("VIGIL_LOG"), "warn"))); err != nil {
		level = slog.LevelWarn
	}
	return slog.New(&onceUnclean{Handler: slog.NewTextHandler(e.Stderr, &slog.HandlerOptions{Level: level}), said: new(sync.Once)})
}

// onceUnclean says once what the store says of each of its streams after the hub
// was ended without being stopped; that it does so for each is for VIGIL_LOG=info.
type onceUnclean struct {
	slog.Handler
	said *sync.Once
}

func (h *onceUnclean) Handle(ctx context.Context, r slog.Record) error {
	if !strings.Contains(r.Message, "Stream state outdated") && !strings.Contains(r.Message, "Recovering stream state from index") {
		return h.Handler.Handle(ctx, r)
	}
	var err error
	if h.Enabled(ctx, slog.LevelInfo) {
		err = h.Handler.Handle(ctx, r)
	}
	h.said.Do(func() {
		r := slog.NewRecord(r.Time, r.Level, "the hub was not stopped in order: what it indexed is made again from what was recorded", 0)
		err = errors.Join(err, h.Handler.Handle(ctx, r))
	})
	return err
}

// WithAttrs implements slog.Handler.
func (h *onceUnclean) WithAttrs(attrs []slog.Attr) slog.Handler {
	return &onceUnclean{h.Handler.WithAttrs(attrs), h.said}
}

// WithGroup implements slog.Handler.
func (h *onceUnclean) WithGroup(name string) slog.Handler {
	return &onceUnclean{h.Handler.WithGroup(name), h.said}
}
