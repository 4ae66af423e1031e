package policy

import "slices"

// shows applies code list 9603 (sperring og nekting av dokumenter,
// urn:oid:2.16.578.1.12.4.1.1.9603) to one record: it is shown when each of its
// codes lets each of the relations see it. A record without a code, or with an
// unknown one, is shown to nobody.
func shows(relations RelationSet, labels []string) bool {
	if len(labels) == 0 {
		return false
	}
	for _, label := range labels {
		switch label {
		case "N", "NORS":
			// N hides nothing; NORS closes to health personnel only.
		case "NORN_FORANS":
			if relations.Has(Parent) || relations.Has(Guardian) || relations.Has(Assigned) {
				return false
			}
		case "NORN_UNGDOM":
			if relations != RelationSet(0).With(Parent) {
				return false
			}
		default:
			// NORN_* of every other kind hide from the subject and all who
			// act for them, NORU until it is released, and an unknown code
			// may mean either.
			return false
		}
	}
	return true
}

// KnownLabel reports whether a code is in list 9603. An unknown one is a data
// fault of the register, to be counted.
func KnownLabel(code string) bool { return slices.Contains(knownLabels(), code) }

func knownLabels() []string {
	return []string{
		"N", "NORN_FFL", "NORN_KUT", "NORN_EPO", "NORN_ALL", "NORN_FOR", "NORN_FORANS", "NORN_UNGDOM",
		"NORN_FFH", "NORN_FPB", "NORN_DUP", "NORN_ANG", "NORU", "NORS",
	}
}
