package config

import (
	"reflect"
	"strings"
	"time"

	"helsegraf/cmd/registers"
	"helsegraf/sources"
)

// Registers configures each register. Its keys are the registers' keys, and
// below those the parts of a register with several endpoints.
type Registers []*Register

// Register configures one register.
type Register struct {
	registers.Register
	endpoints []Address        // in the order of the register's own
	Own       sources.Settings // nil if it has none
}

// RegistersOf is an empty configuration of registers.
func RegistersOf(all []registers.Register) Registers {
	out := make(Registers, len(all))
	for i, r := range all {
		out[i] = &Register{Register: r, endpoints: make([]Address, len(r.Endpoints))}
		if r.Settings != nil {
			out[i].Own = r.Settings()
		}
	}
	return out
}

// keyed is a part of the configuration whose keys are not struct fields.
type keyed interface {
	at(key string) (reflect.Value, bool)
}

func (c Registers) at(key string) (reflect.Value, bool) {
	for _, r := range c {
		if r.Key == key {
			return reflect.ValueOf(r).Elem(), true
		}
	}
	return reflect.Value{}, false
}

func (r *Register) at(key string) (reflect.Value, bool) {
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
	if r.Own == nil {
		return reflect.Value{}, false
	}
	return fieldOf(reflect.ValueOf(r.Own).Elem(), key)
}

// Reachable is an endpoint with its address.
type Reachable struct {
	registers.Endpoint
	*Address
}

// Configured reports whether the endpoint is to be called. Those that the law
// does not require may be left out.
func (e Reachable) Configured() bool { return e.BaseURL != "" }

// Endpoints are the endpoints of all registers, configured or not.
func (c Registers) Endpoints() []Reachable {
	var out []Reachable
	for _, r := range c {
		for i, e := range r.Endpoints {
			out = append(out, Reachable{registers.Endpoint{Endpoint: e, Register: &r.Register}, &r.endpoints[i]})
		}
	}
	return out
}

// Abouts are the registers' descriptions.
func (c Registers) Abouts() []sources.About {
	var out []sources.About
	for _, r := range c {
		out = append(out, r.About)
	}
	return out
}

// Reach sets each endpoint's address, and a user and password or a subscription key
// for those that take one.
func (c Registers) Reach(at func(Reachable) string, user, password, key string) {
	for _, e := range c.Endpoints() {
		e.BaseURL = at(e)
		switch {
		case e.Endpoint.Password():
			e.User, e.Password = user, password
		case e.KeyHeader != "":
			e.Subscription = key
		}
	}
}

// section is a part of the configuration that variables are read into.
type section struct {
	key, variable string // prefixes of those of its settings
	into          any    // a pointer to a struct
}

// sections are the configuration itself and its registers.
func (c *Config) sections() []section {
	out := []section{{"", variables, c}}
	for _, r := range c.Registers {
		of := func(key string, into any) section {
			return section{"registers." + key, variables + "REGISTERS_" + strings.ToUpper(strings.ReplaceAll(key, ".", "_")) + "_", into}
		}
		for i, e := range r.Endpoints {
			out = append(out, of(r.KeyOf(e), &r.endpoints[i]))
		}
		if r.Own != nil {
			out = append(out, of(r.Key, r.Own))
		}
	}
	return out
}

// Address is one address of a register, with timeouts and login: user and
// password if a user is set, otherwise what the register takes: HelseID, a
// subscription key or nothing.
type Address struct {
	BaseURL      string        `yaml:"baseUrl" env:"BASE_URL"`
	Timeout      time.Duration `yaml:"timeout" env:"TIMEOUT"`
	MaxBytes     int64         `yaml:"maxBytes" env:"MAX_BYTES"`
	MaxInFlight  int           `yaml:"maxInFlight" env:"MAX_IN_FLIGHT"`
	User         string        `yaml:"user" env:"USER"`
	Password     string        `yaml:"password" env:"PASSWORD"`
	PasswordFile string        `yaml:"passwordFile" env:"PASSWORD_FILE"`
	Subscription string        `yaml:"key" env:"KEY"` // its key
	KeyFile      string        `yaml:"keyFile" env:"KEY_FILE"`
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
