/*
 * language - which one the program speaks
 *
 * What is made of a scenario is English unless --lang says otherwise: it is the
 * same everywhere. The stage, help, lists and messages are told to a person, in
 * the language of the locale, as those of other programs are; where a message is
 * part of what is made tongue_set() says so.
 */
#ifndef CLI_LANGUAGE_H
#define CLI_LANGUAGE_H

#include "cli/options.h"
#include "story/story.h"

/* The language that --lang names, else English: of what is made. */
enum lang options_lang(const struct options *o);

/* Does the locale ask for Chinese, in UTF-8? */
bool locale_is_chinese(void);

/* The language that --lang names, else the locale's: of what is told. */
enum lang language_of_reader(const struct options *o);

/* Messages from now on in that language. */
void language_of_messages(const struct options *o);

#endif
