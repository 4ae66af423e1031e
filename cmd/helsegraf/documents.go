package main

import (
	"helsegraf/cmd/helsegraf/config"
	"helsegraf/cmd/registers"
)

// applicationsOf are those of a configuration file, or else the
// demonstration's. Nothing else of the file is looked at, so that its secrets
// need not be there.
func applicationsOf(file string) (*config.Applications, error) {
	read := config.Config{Clients: demoClients()}
	if file != "" {
		var err error
		if read, err = config.Read(registers.All(), file); err != nil {
			return nil, err
		}
	}
	return config.NewApplications(read.Clients, read.Limits), nil
}
