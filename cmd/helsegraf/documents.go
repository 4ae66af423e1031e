package main

import (
	"helsegraf/cmd/helsegraf/config"
	"helsegraf/cmd/registers"
)

// applicationsOf are the applications of a configuration file, or else the
// demonstration's. The rest of the file is ignored, so that its secrets are not
// needed.
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
