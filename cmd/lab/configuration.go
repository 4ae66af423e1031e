package lab

import (
	"encoding/json"
	"maps"

	"helsegraf/cmd/registers"
	"helsegraf/mocks/fastlegeregister"
	"helsegraf/mocks/nhn"
)

// Configuration is a gateway's configuration, in JSON, which is YAML. of returns
// an endpoint's settings, including its address, or nil to leave it out; more is
// added, and overrides the settings made here. Rates are unlimited, since a few people send the load
// of thousands.
func (l *Lab) Configuration(of func(registers.Endpoint) map[string]any, more map[string]any) ([]byte, error) {
	section, endless := map[string]any{}, map[string]any{"perMinute": 1_000_000_000}
	for _, e := range registers.Endpoints(registers.All()) {
		one := of(e)
		switch {
		case one == nil:
			continue
		case e.Password():
			maps.Copy(one, Password())
		case e.KeyHeader != "" && one["user"] == nil:
			one["key"] = nhn.SubscriptionKey
		}
		section[e.Key()] = one
	}
	section = registers.Section(section)
	for _, r := range registers.All() {
		if own, ok := section[r.Key].(map[string]any); ok {
			for key, value := range r.Fresh {
				if _, given := own[key]; !given {
					own[key] = value
				}
			}
		}
	}
	all := map[string]any{
		"listen": "127.0.0.1:0", "publicUrl": "http://gateway.invalid",
		"ids":       map[string]any{"key": l.ids},
		"rates":     map[string]any{"client": endless, "subject": endless, "changes": endless},
		"issuers":   []any{map[string]any{"issuer": l.Issuer.URL(), "audience": "helsegraf", "synthetic": true}},
		"clients":   []any{map[string]any{"id": "web", "scopes": []string{"helsegraf:read", "helsegraf:write"}}},
		"helseId":   l.helseID(),
		"registers": section,
	}
	for key, value := range more {
		within, ok := all[key].(map[string]any)
		if said, both := value.(map[string]any); ok && both {
			maps.Copy(within, said)
			continue
		}
		all[key] = value
	}
	return json.Marshal(all)
}

func (l *Lab) helseID() map[string]any {
	return map[string]any{"issuer": l.Issuer.URL(), "clientId": clientID, "key": l.key}
}

// Password is the login configuration for endpoints without HelseID.
func Password() map[string]any {
	return map[string]any{"user": fastlegeregister.User, "password": fastlegeregister.Password}
}
