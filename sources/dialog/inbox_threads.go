package dialog

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/nhn"
)

// latest are the conversations by the latest message that may be seen of each, sent no
// later than asOf; the zero time is no limit.
func latest(standing []*communication, g, gp policy.Grant, asOf time.Time, suffix string) (found nhn.Found[string], err error) {
	at := map[string]int{}
	for _, m := range once(standing, func(*communication) bool { return true }) {
		if m.key() == "" || !seen(m, g, gp) { // another might have been the latest
			return found, sources.Garbled
		}
		key := m.conversation()
		row := nhn.Row[string]{Position: nhn.PositionOf(m.Sent, key+suffix), Value: key}
		switch i, known := at[key]; {
		case !asOf.IsZero() && row.At.After(asOf):
		case !known:
			at[key] = len(found.Rows)
			found.Rows = append(found.Rows, row)
		case row.At.After(found.Rows[i].At):
			found.Rows[i] = row
		}
	}
	return found, nil
}

// seen reports whether a message may be seen by its labels, in any conversation that is
// open.
func seen(m *communication, g, gp policy.Grant) bool {
	return nhn.Shown(&m.Resource, g) && (!withGP(g, gp) || nhn.Shown(&m.Resource, gp))
}

// labels are the codes of list 9603 of messages that may be seen.
func labels(g, gp policy.Grant) []string {
	codes := g.ShownLabels()
	if withGP(g, gp) {
		codes = slices.DeleteFunc(codes, func(code string) bool { return !gp.Shows(code) })
	}
	return codes
}

// once are messages, each as last updated, of which every version may be seen. Updates
// have ids of their own and the message's identifier.
func once(standing []*communication, shown func(*communication) bool) []*communication {
	slices.SortFunc(standing, func(a, b *communication) int {
		return cmp.Or(fhir.Began(b.Meta.LastUpdated).Compare(fhir.Began(a.Meta.LastUpdated)), strings.Compare(a.ID, b.ID))
	})
	return fhir.Once(standing, (*communication).key, shown)
}

// A conversation's key in a [nhn.Position] has the time that its place is as of, after a
// character that sorts before any in a key.
const asOfMark = "\x01"

func snapshot(t time.Time) string { return asOfMark + t.UTC().Format(time.RFC3339Nano) }

// snapshotOf is the time that a position is as of, and the end of its key; zero for the
// beginning of the list.
func snapshotOf(p nhn.Position) (asOf time.Time, suffix string) {
	i := strings.LastIndex(p.Key, asOfMark)
	if i < 0 {
		return asOf, ""
	}
	asOf, err := time.Parse(time.RFC3339Nano, p.Key[i+len(asOfMark):])
	if err != nil {
		return time.Time{}, ""
	}
	return asOf, p.Key[i:]
}
