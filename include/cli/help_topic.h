/*
 * help_topic - what all tables say of one word: a command of the prompt, a key,
 * a letter of the picture, a setting, an option, an operation, a setting of the
 * kernel, an event, a view, a file of /proc, a line of one
 *
 * A name may be a phrase, with one blank between its words ("in hand"), and in
 * either language; what is told of it is in `lang`.
 */
#ifndef CLI_HELP_TOPIC_H
#define CLI_HELP_TOPIC_H

#include "base/text.h"
#include "story/story.h"

/* Return: false if no table has the word; nothing was added to *out then. */
bool help_topic(const char *word, enum lang lang, struct text *out);

/*
 * The rows that speak of it in their names or sentences: "kswapd"; of a phrase
 * those that have all its words ("low watermark"), else what each of its words
 * names ("key P"). Where nothing does in `lang`, the other language's. Return:
 * false if none does, or it has less than three letters; nothing was added
 * then.
 */
bool help_about(const char *word, enum lang lang, struct text *out);

/* Each word that help_topic() knows, but for keys. */
typedef void help_word_fn(void *ctx, const char *word);
void help_words(help_word_fn *each, void *ctx);

/*
 * What a mistyped word may have meant: one of these words goes to `near` if it
 * is nearer than what stands there. "" = nothing is near.
 */
enum { HELP_WORD_BYTES = 64 };
void help_word_near(const char *typed, char near[HELP_WORD_BYTES]);

#endif
