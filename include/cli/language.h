/*
 * language - which one the program speaks
 *
 * What is printed is English unless --lang says otherwise: it is the same
 * everywhere. A message is told to a person, in the language of the locale, as
 * those of other programs are; where it is part of what is printed tongue_set()
 * says so.
 */
#ifndef CLI_LANGUAGE_H
#define CLI_LANGUAGE_H

#include "cli/options.h"
#include "story/story.h"

/* The language that --lang names, else English. */
enum lang options_lang(const struct options *o);

/* Does the locale ask for Chinese, in UTF-8? */
bool locale_is_chinese(void);

/* Messages from now on: as --lang says, else as the locale does. */
void language_of_messages(const struct options *o);

#endif
