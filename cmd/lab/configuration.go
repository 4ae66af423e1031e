package lab

import (
	"encoding/json"
	"maps"

	"helsegraf/cmd/registers"
	"helsegraf/mocks/fastlegeregister"
)

// Configuration is a gateway's, in JSON, which is YAML. Of says what is particular
// about an endpoint, with its address; more is what is said besides, and goes before
// what is said here. Few people ask as much as thousands would, so nobody's rate
// ends.
func (l *Lab) Configuration(of func(registers.Endpoint) map[string]any, more map[string]any) ([]byte, error) {
	section, endless := map[string]any{}, map[string]any{"perMinute": 1_000_000_000}
	for _, e := range registers.Endpoints(registers.All()) {
		one := of(e)
		if !e.HelseID() {
			maps.Copy(one, Password())
		}
		section[e.Key()] = one
	}
	all := map[string]any{
		"listen": "127.0.0.1:0", "publicUrl": "http://gateway.invalid",
		"ids":       map[string]any{"key": l.ids},
		"rates":     map[string]any{"client": endless, "subject": endless},
		"issuers":   []any{map[string]any{"issuer": l.Issuer.URL(), "audience": "helsegraf", "synthetic": true}},
		"clients":   []any{map[string]any{"id": "web", "scopes": []string{"helsegraf:read", "helsegraf:write"}}},
		"helseId":   l.helseID(),
		"registers": registers.Section(section),
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

// Password is how the gateway logs in where it is not by HelseID.
func Password() map[string]any {
	return map[string]any{"user": fastlegeregister.User, "password": fastlegeregister.Password}
}
