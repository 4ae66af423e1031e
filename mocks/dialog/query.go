package dialog

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"helsegraf/mocks/nhn"
)

// Checks of the parameters of a search for messages.

var uuids = regexp.MustCompile(`^[0-9a-f-]{36}(,[0-9a-f-]{36})*$`)

func keys(value string) bool { return uuids.MatchString(value) && strings.Count(value, ",") < 100 }

func labels(value string) bool {
	return nhn.ListOf("N", "NORN_FFL", "NORN_KUT", "NORN_EPO", "NORN_ALL", "NORN_FOR", "NORN_FORANS", "NORN_UNGDOM", "NORN_FFH", "NORN_FPB", "NORN_DUP", "NORN_ANG", "NORU", "NORS")(value)
}

func instant(value string) bool {
	_, err := time.Parse(time.RFC3339Nano, value)
	return err == nil
}

// chosen are the messages that a search's parameters choose: those of some
// conversations, those that nobody has read, or the latest of each conversation.
func chosen(all []nhn.Resource, values map[string]string) (out []nhn.Resource) {
	asOf, _ := time.Parse(time.RFC3339Nano, values["asof"])
	latest := map[string]int{}
	for _, m := range all {
		key := conversationOf(m)
		switch {
		case values["conversation"] != "" && !slices.Contains(strings.Split(values["conversation"], ","), key),
			values["label"] != "" && !labelled(m, strings.Split(values["label"], ",")),
			!asOf.IsZero() && sentAt(m).After(asOf),
			values["_query"] == "unread" && !unread(m):
			continue
		case values["_query"] != "conversations":
			out = append(out, m)
			continue
		}
		i, known := latest[key]
		switch {
		case !known:
			latest[key] = len(out)
			out = append(out, m)
		case sentAt(m).After(sentAt(out[i])):
			out[i] = m
		}
	}
	return out
}

// beside are records of messages, with the others of their conversations.
func beside(all, matches []nhn.Resource, include bool) (out []nhn.Record) {
	matched := map[string]bool{}
	for _, m := range matches {
		matched[nhn.Identity(m)] = true
	}
	for _, m := range matches {
		one := nhn.Record{Resource: about(m)}
		for _, other := range all {
			if include && !matched[nhn.Identity(other)] && conversationOf(other) == conversationOf(m) {
				one.Includes = append(one.Includes, about(other))
			}
		}
		out = append(out, one)
	}
	return out
}

// conversationOf is the UUID of the message that began the conversation.
func conversationOf(m nhn.Resource) string {
	for _, head := range of(m["partOf"]) {
		return nhn.Identity(nhn.Resource{"identifier": []any{head["identifier"]}})
	}
	return nhn.Identity(m)
}

// labelled reports whether a message has no other labels of list 9603 than these.
func labelled(m nhn.Resource, labels []string) bool {
	meta, _ := m["meta"].(nhn.Resource)
	return !slices.ContainsFunc(of(meta["security"]), func(c nhn.Resource) bool {
		code, _ := c["code"].(string)
		return c["system"] == listLabel && !slices.Contains(labels, code)
	})
}

// unread reports whether a message is to the person, has arrived, and is not read.
func unread(m nhn.Resource) bool {
	_, outbound := m["sender"].(string)
	return !outbound && m["status"] == "completed" && m["received"] == nil
}

func sentAt(m nhn.Resource) time.Time {
	written, _ := m["sent"].(string)
	at, _ := time.Parse(time.RFC3339, written)
	return at
}

// of are the objects in a list.
func of(list any) (out []nhn.Resource) {
	all, _ := list.([]any)
	for _, one := range all {
		if r, ok := one.(nhn.Resource); ok {
			out = append(out, r)
		}
	}
	return out
}
