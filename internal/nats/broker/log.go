package broker

import (
	"fmt"
	"log/slog"
	"sync"
)

// serverLog passes the server's lines to slog and keeps the first fatal one: the
// embedded server says so why it did not start.
type serverLog struct {
	log *slog.Logger

	mu    sync.Mutex
	fatal string
}

// Noticef is for debugging: what the server finds notable no user asked for.
func (l *serverLog) Noticef(format string, v ...any) { l.log.Debug(line(format, v)) }
func (l *serverLog) Warnf(format string, v ...any)   { l.log.Warn(line(format, v)) }
func (l *serverLog) Errorf(format string, v ...any)  { l.log.Error(line(format, v)) }
func (l *serverLog) Debugf(format string, v ...any)  { l.log.Debug(line(format, v)) }
func (l *serverLog) Tracef(format string, v ...any)  { l.log.Debug(line(format, v)) }

func (l *serverLog) Fatalf(format string, v ...any) {
	text := line(format, v)
	l.mu.Lock()
	if l.fatal == "" {
		l.fatal = text
	}
	l.mu.Unlock()
	l.log.Error(text)
}

// firstFatal is why the server gave up, or "".
func (l *serverLog) firstFatal() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.fatal
}

func line(format string, v []any) string { return "nats: " + fmt.Sprintf(format, v...) }
