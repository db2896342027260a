package operation

import "vigil/events"

const (
	OnlyWhereLost Rule = "only-the-state-that-lost-them-says-so"
)

type (
	seenOpened  struct{ events.ConsignmentOpened }
	seenWeighed struct{ events.ItemWeighed }
	seenSampled struct{ events.ItemSampled }
	seenTested  struct{ events.ItemTested }
	seenWeapons struct{ events.WeaponsRecorded }
	seenSplit   struct{ events.PartSplit }
	seenMerged  struct{ events.PartMerged }
	seenStored  struct{ events.GoodsStored }
	reportLoss  struct{ events.LossReported }
	declareLoss struct{ events.LossDeclared }
)

func (a seenOpened) observe(s situation) []events.Event { return nil }

func (a seenWeighed) observe(s situation) []events.Event { return nil }

func (a seenSampled) observe(s situation) []events.Event { return nil }

func (a seenTested) observe(s situation) []events.Event { return nil }

func (a seenWeapons) observe(s situation) []events.Event { return nil }

func (a seenSplit) observe(s situation) []events.Event { return nil }

func (a seenMerged) observe(s situation) []events.Event { return nil }

func (a seenStored) observe(s situation) []events.Event { return nil }

func (a reportLoss) decide(s situation) ([]events.Event, error) {
	return []events.Event{a.LossReported}, nil
}

func (a declareLoss) decide(s situation) ([]events.Event, error) {
	return []events.Event{a.LossDeclared}, nil
}

func evolveGoods(o Operation, c Cause, e events.Event) (Operation, bool) {
	switch e.(type) {
	case events.ConsignmentOpened:
	case events.ItemWeighed:
	case events.ItemSampled:
	case events.ItemTested:
	case events.WeaponsRecorded:
	case events.PartSplit:
	case events.PartMerged:
	case events.GoodsStored:
	case events.LossReported:
	case events.LossDeclared:
	case events.PartBegun:
	case events.PartRestated:
	default:
		return o, false
	}
	return o, true
}
