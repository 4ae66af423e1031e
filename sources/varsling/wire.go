package varsling

import (
	"helsegraf/graph/policy"
	"helsegraf/sources/fhir"
	"helsegraf/sources/nhn"
)

type settingsWire struct {
	nhn.Person
	Level     string `json:"nivaa"`
	Channel   string `json:"kanal"`
	Effective *bool  `json:"effektiv"`
	Version   string `json:"versjon"`
}

func (w settingsWire) model(g policy.Grant) NotificationSettings {
	return NotificationSettings{Grant: g, Level: level(w.Level), Channel: channel(w.Channel), Reachable: w.Effective, Version: fhir.String(w.Version)}
}

func level(code string) *NotificationLevel {
	var l NotificationLevel
	switch code {
	case "OBLIGATORISKE":
		l = Mandatory
	case "VIKTIGE":
		l = Important
	case "ALLE":
		l = All
	default:
		return nil
	}
	return &l
}

func channel(code string) *NotificationChannel {
	var c NotificationChannel
	switch code {
	case "SMS":
		c = SMS
	case "EPOST":
		c = Email
	case "BEGGE":
		c = Both
	default:
		return nil
	}
	return &c
}
