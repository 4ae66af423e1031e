package main

import (
	"reflect"
	"strings"
	"time"

	"helsegraf/cmd/registers"
	"helsegraf/sources"
)

// registersConfig is how each register is reached. Its keys are the registers',
// and below those the parts of a register that has several endpoints.
type registersConfig []*registerConfig

// registerConfig is how one register is reached.
type registerConfig struct {
	registers.Register
	endpoints []endpointConfig // as the register's own are
	settings  sources.Settings // nil for one that has none
}

// registersOf is a configuration of registers that says nothing yet.
func registersOf(all []registers.Register) registersConfig {
	out := make(registersConfig, len(all))
	for i, r := range all {
		out[i] = &registerConfig{Register: r, endpoints: make([]endpointConfig, len(r.Endpoints))}
		if r.Settings != nil {
			out[i].settings = r.Settings()
		}
	}
	return out
}

// keyed is a part of the configuration whose keys are not those of a type.
type keyed interface {
	at(key string) (reflect.Value, bool)
}

func (c registersConfig) at(key string) (reflect.Value, bool) {
	for _, r := range c {
		if r.Key == key {
			return reflect.ValueOf(r).Elem(), true
		}
	}
	return reflect.Value{}, false
}

func (r *registerConfig) at(key string) (reflect.Value, bool) {
	for i, e := range r.Endpoints {
		one := reflect.ValueOf(&r.endpoints[i]).Elem()
		switch e.Part {
		case "":
			if field, ok := fieldOf(one, key); ok {
				return field, true
			}
		case key:
			return one, true
		}
	}
	if r.settings == nil {
		return reflect.Value{}, false
	}
	return fieldOf(reflect.ValueOf(r.settings).Elem(), key)
}

// reachable is an endpoint, and how it is reached.
type reachable struct {
	registers.Endpoint
	*endpointConfig
}

// configured tells whether the endpoint is to be asked at all. One that the law
// does not need may be left out.
func (e reachable) configured() bool { return e.BaseURL != "" }

// endpoints are those of all registers, configured or not.
func (c registersConfig) endpoints() []reachable {
	var out []reachable
	for _, r := range c {
		for i, e := range r.Endpoints {
			out = append(out, reachable{registers.Endpoint{Endpoint: e, Register: &r.Register}, &r.endpoints[i]})
		}
	}
	return out
}

func (c registersConfig) abouts() []sources.About {
	var out []sources.About
	for _, r := range c {
		out = append(out, r.About)
	}
	return out
}

// reached has each endpoint be at an address, and those that take no tokens of
// HelseID's be logged in to by user and password.
func (c registersConfig) reached(at func(reachable) string, user, password string) {
	for _, e := range c.endpoints() {
		e.BaseURL = at(e)
		if !e.HelseID() {
			e.User, e.Password = user, password
		}
	}
}

// section is a part of the configuration that variables are read into.
type section struct {
	key, variable string // what stands before those of its settings
	into          any    // a pointer to a struct
}

// sections are the configuration, and in it the registers.
func (c *config) sections() []section {
	out := []section{{"", variables, c}}
	for _, r := range c.Registers {
		of := func(key string, into any) section {
			return section{"registers." + key, variables + "REGISTERS_" + strings.ToUpper(strings.ReplaceAll(key, ".", "_")) + "_", into}
		}
		for i, e := range r.Endpoints {
			out = append(out, of(r.KeyOf(e), &r.endpoints[i]))
		}
		if r.settings != nil {
			out = append(out, of(r.Key, r.settings))
		}
	}
	return out
}

// endpointConfig is one address of a register, and how to behave towards it. It
// logs in with user and password where there is a user, and with HelseID otherwise.
type endpointConfig struct {
	BaseURL      string        `yaml:"baseUrl" env:"BASE_URL"`
	Timeout      time.Duration `yaml:"timeout" env:"TIMEOUT"`
	MaxBytes     int64         `yaml:"maxBytes" env:"MAX_BYTES"`
	MaxInFlight  int           `yaml:"maxInFlight" env:"MAX_IN_FLIGHT"`
	User         string        `yaml:"user" env:"USER"`
	Password     string        `yaml:"password" env:"PASSWORD"`
	PasswordFile string        `yaml:"passwordFile" env:"PASSWORD_FILE"`
	Audience     string        `yaml:"audience" env:"AUDIENCE"`
	Scope        string        `yaml:"scope" env:"SCOPE"`
	Breaker      struct {
		MinCalls     int           `yaml:"minCalls" env:"MIN_CALLS"`
		FailureRatio float64       `yaml:"failureRatio" env:"FAILURE_RATIO"`
		Window       time.Duration `yaml:"window" env:"WINDOW"`
		Open         time.Duration `yaml:"open" env:"OPEN"`
	} `yaml:"breaker" envPrefix:"BREAKER_"`
	Retry struct {
		Max    int           `yaml:"max" env:"MAX"` // negative for none
		Min    time.Duration `yaml:"min" env:"MIN"`
		Wait   time.Duration `yaml:"wait" env:"WAIT"`
		Budget float64       `yaml:"budget" env:"BUDGET"`
	} `yaml:"retry" envPrefix:"RETRY_"`
}
