package contract

// rule is what a kind of change means and how it is told, after its
// coordinate.
type rule struct {
	criticality Criticality
	message     string
}

// rules are graphql-inspector's, by its names. Where a rule depends on more,
// this is the worse of what it may come to. Those about directives that
// something carries are made by carried.
var rules = withCarried(map[string]rule{
	"SCHEMA_QUERY_TYPE_CHANGED":        {Breaking, "has the query type %s instead of %s"},
	"SCHEMA_MUTATION_TYPE_CHANGED":     {Breaking, "has the mutation type %s instead of %s"},
	"SCHEMA_SUBSCRIPTION_TYPE_CHANGED": {Breaking, "has the subscription type %s instead of %s"},

	"TYPE_ADDED":               {Safe, "is new"},
	"TYPE_REMOVED":             {Breaking, "is removed"},
	"TYPE_KIND_CHANGED":        {Breaking, "becomes %s; it was %s"},
	"TYPE_DESCRIPTION_ADDED":   {Safe, "%s"},
	"TYPE_DESCRIPTION_REMOVED": {Safe, "%s"},
	"TYPE_DESCRIPTION_CHANGED": {Safe, "%s"},

	"OBJECT_TYPE_INTERFACE_ADDED":   {Dangerous, "implements %s"},
	"OBJECT_TYPE_INTERFACE_REMOVED": {Breaking, "no longer implements %s"},
	"UNION_MEMBER_ADDED":            {Dangerous, "may be %s"},
	"UNION_MEMBER_REMOVED":          {Breaking, "can no longer be %s"},

	"FIELD_ADDED":                      {Safe, "is new"},
	"FIELD_REMOVED":                    {Breaking, "is removed%s"},
	"FIELD_TYPE_CHANGED":               {Breaking, "changes type from %s to %s"},
	"FIELD_DESCRIPTION_ADDED":          {Safe, "%s"},
	"FIELD_DESCRIPTION_REMOVED":        {Safe, "%s"},
	"FIELD_DESCRIPTION_CHANGED":        {Safe, "%s"},
	"FIELD_DEPRECATION_ADDED":          {Safe, "is deprecated: %s"},
	"FIELD_DEPRECATION_REMOVED":        {Safe, "is no longer deprecated"},
	"FIELD_DEPRECATION_REASON_ADDED":   {Safe, "is deprecated, and now says why: %s"},
	"FIELD_DEPRECATION_REASON_REMOVED": {Safe, "is deprecated, and no longer says why"},
	"FIELD_DEPRECATION_REASON_CHANGED": {Safe, "is deprecated for another reason: %s"},

	"FIELD_ARGUMENT_ADDED":               {Breaking, "is new, of type %s%s"},
	"FIELD_ARGUMENT_REMOVED":             {Breaking, "is removed"},
	"FIELD_ARGUMENT_TYPE_CHANGED":        {Breaking, "changes type from %s to %s"},
	"FIELD_ARGUMENT_DEFAULT_CHANGED":     {Dangerous, "has the default %s instead of %s"},
	"FIELD_ARGUMENT_DESCRIPTION_CHANGED": {Safe, "%s"},

	"INPUT_FIELD_ADDED":                 {Breaking, "is new, of type %s%s"},
	"INPUT_FIELD_REMOVED":               {Breaking, "is removed%s"},
	"INPUT_FIELD_TYPE_CHANGED":          {Breaking, "changes type from %s to %s"},
	"INPUT_FIELD_DEFAULT_VALUE_CHANGED": {Dangerous, "has the default %s instead of %s"},
	"INPUT_FIELD_DESCRIPTION_ADDED":     {Safe, "%s"},
	"INPUT_FIELD_DESCRIPTION_REMOVED":   {Safe, "%s"},
	"INPUT_FIELD_DESCRIPTION_CHANGED":   {Safe, "%s"},

	"ENUM_VALUE_ADDED":                      {Dangerous, "is new"},
	"ENUM_VALUE_REMOVED":                    {Breaking, "is removed%s"},
	"ENUM_VALUE_DESCRIPTION_CHANGED":        {Safe, "%s"},
	"ENUM_VALUE_DEPRECATION_REASON_ADDED":   {Safe, "is deprecated: %s"},
	"ENUM_VALUE_DEPRECATION_REASON_REMOVED": {Safe, "is deprecated without a reason or not at all; the reason was: %s"},
	"ENUM_VALUE_DEPRECATION_REASON_CHANGED": {Safe, "is deprecated for another reason: %s"},

	"DIRECTIVE_ADDED":                          {Safe, "is new"},
	"DIRECTIVE_REMOVED":                        {Breaking, "is removed"},
	"DIRECTIVE_DESCRIPTION_CHANGED":            {Safe, "%s"},
	"DIRECTIVE_REPEATABLE_ADDED":               {Safe, "may be repeated"},
	"DIRECTIVE_REPEATABLE_REMOVED":             {Dangerous, "may no longer be repeated"},
	"DIRECTIVE_LOCATION_ADDED":                 {Safe, "may stand on %s"},
	"DIRECTIVE_LOCATION_REMOVED":               {Breaking, "may no longer stand on %s"},
	"DIRECTIVE_ARGUMENT_ADDED":                 {Breaking, "is new, of type %s%s"},
	"DIRECTIVE_ARGUMENT_REMOVED":               {Breaking, "is removed"},
	"DIRECTIVE_ARGUMENT_TYPE_CHANGED":          {Breaking, "changes type from %s to %s"},
	"DIRECTIVE_ARGUMENT_DEFAULT_VALUE_CHANGED": {Dangerous, "has the default %s instead of %s"},
	"DIRECTIVE_ARGUMENT_DESCRIPTION_CHANGED":   {Safe, "%s"},

	"DIRECTIVE_USAGE_ARGUMENT_ADDED":   {Safe, "is given: %s"},
	"DIRECTIVE_USAGE_ARGUMENT_REMOVED": {Dangerous, "is no longer given: %s"},
})

// carriers are what directives stand on, by graphql-inspector's names.
func carriers() []string {
	return []string{
		"SCHEMA", "SCALAR", "OBJECT", "INTERFACE", "UNION_MEMBER", "ENUM", "INPUT_OBJECT",
		"FIELD_DEFINITION", "ARGUMENT_DEFINITION", "INPUT_FIELD_DEFINITION", "ENUM_VALUE",
	}
}

// withCarried adds the rules of directives that something carries: what they
// do to it is not known here, unless they are GraphQL's own.
func withCarried(rules map[string]rule) map[string]rule {
	for _, on := range carriers() {
		rules["DIRECTIVE_USAGE_"+on+"_ADDED"] = rule{Dangerous, "is put there"}
		rules["DIRECTIVE_USAGE_"+on+"_REMOVED"] = rule{Dangerous, "is taken away"}
	}
	return rules
}

// descriptions are the rules for a description that comes, goes or changes.
type descriptions struct{ added, removed, changed string }

// oneRule is for what graphql-inspector has one rule.
func oneRule(name string) descriptions { return descriptions{name, name, name} }

// threeRules is for what it has three.
func threeRules(prefix string) descriptions {
	return descriptions{prefix + "_ADDED", prefix + "_REMOVED", prefix + "_CHANGED"}
}
