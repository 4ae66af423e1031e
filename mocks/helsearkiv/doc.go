// Package helsearkiv stands in for the personal health archive (personlig helsearkiv),
// whose reading is not published: the search and the content that package
// sources/helsearkiv describes.
package helsearkiv
