package resolvers

import (
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"helsegraf/graph"
	"helsegraf/sources"
	"helsegraf/sources/innhold"
)

// wrongArticlesIn reports arguments that no article can have. Something that is no code
// of the system is refused rather than sent.
func wrongArticlesIn(args map[string]any) (sentence, bool) {
	if code, ok := args["code"].(string); ok && len(innhold.Systems(code, systemIn(args))) == 0 {
		return wrongArticleCode, true
	}
	if letter, ok := args["letter"].(string); ok {
		r, n := utf8.DecodeRuneInString(letter)
		return wrongLetter, n != len(letter) || !unicode.IsLetter(r)
	}
	return sentence{}, false
}

func systemIn(args map[string]any) *innhold.ArticleCodeSystem {
	switch s := args["system"].(type) {
	case innhold.ArticleCodeSystem:
		return &s
	case string:
		of := innhold.ArticleCodeSystem(s)
		return &of
	}
	return nil
}

// articleCalls is how many calls a search makes: one for each code system, or one for
// each type of content.
func articleCalls(args map[string]any) int {
	if code, ok := args["code"].(string); ok {
		return len(innhold.Systems(code, systemIn(args)))
	}
	return innhold.ListCalls()
}

// Articles is the open search for articles.
func (r queryResolver) Articles(ctx context.Context, code *string, system *innhold.ArticleCodeSystem, search, letter, language *string, first *int, after *string) (*graph.ArticleConnection, error) {
	if err := r.reads.articles.refused(); err != nil {
		return nil, err
	}
	all, err := r.articlesOf(ctx, code, system)
	if err != nil {
		return nil, err
	}
	found := all.Value
	if search != nil || letter != nil || language != nil {
		found = slices.DeleteFunc(slices.Clone(found), func(a innhold.Article) bool {
			return search != nil && !a.Mentions(mentions, *search) || letter != nil && !a.Begins(*letter) || language != nil && (a.Language == nil || !strings.EqualFold(*a.Language, *language))
		})
	}
	return openPage(ctx, r.ids.openCursors("Query.articles"), all.AsOf, found, first, after, placeOfArticle)
}

func (r queryResolver) articlesOf(ctx context.Context, code *string, system *innhold.ArticleCodeSystem) (sources.Dated[[]innhold.Article], error) {
	if code == nil {
		return r.Innhold.Articles(ctx)
	}
	return r.Innhold.OfCode(ctx, *code, innhold.Systems(*code, system))
}

type articleResolver struct{ *Resolver }

// Article resolves Article.
func (r *Resolver) Article() graph.ArticleResolver { return articleResolver{r} }

// Body is the text.
func (articleResolver) Body(_ context.Context, a *innhold.Article, format innhold.ArticleFormat) (*string, error) {
	if format == innhold.Markdown {
		return a.Markdown, nil
	}
	return a.HTML, nil
}

// Source is whose the article is.
func (articleResolver) Source(context.Context, *innhold.Article) (string, error) {
	return innhold.Source, nil
}

// Licence is what it may be used by.
func (articleResolver) Licence(context.Context, *innhold.Article) (string, error) {
	return innhold.Licence, nil
}
