package resolvers

import (
	"context"

	"helsegraf/graph"
	"helsegraf/graph/policy"
	"helsegraf/sources/folkeregister"
	"helsegraf/sources/varsling"
)

type notificationSettingsResolver struct{ *Resolver }

// NotificationSettings resolves NotificationSettings.
func (r *Resolver) NotificationSettings() graph.NotificationSettingsResolver {
	return notificationSettingsResolver{r}
}

// NotificationSettings are which notices the person gets, and how.
func (r personResolver) NotificationSettings(ctx context.Context, p *graph.Person) (*varsling.NotificationSettings, error) {
	g, err := grant(ctx, p, policy.Profile)
	if err != nil {
		return nil, err
	}
	settings, err := r.reads.notices.load(ctx, g)
	if err != nil {
		return nil, err
	}
	return &settings, nil
}

// Contact is where the notices go.
func (r notificationSettingsResolver) Contact(ctx context.Context, s *varsling.NotificationSettings) (*folkeregister.Contact, error) {
	return found(r.reads.contact.load(ctx, s.Grant))
}
