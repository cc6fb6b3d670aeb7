/*
 * plain - texts that cJSON reads as JSON's grammar does
 *
 * Long files are lines of a few plain bytes. Of such a line cJSON's tree tells
 * all that scan would find wrong, so that no scan need be made of it: places of
 * its values are only wanted for messages. Whatever is not plain is scanned;
 * that costs time and nothing else.
 */
#ifndef LOAD_PLAIN_H
#define LOAD_PLAIN_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

/*
 * One short line of ASCII without an escape or a number that cJSON takes and
 * JSON does not.
 */
bool plain_text(const char *text, size_t len);

/*
 * The tree that cJSON made of a plain text breaks no limit of scan's and gives
 * no key twice. `rest`: where cJSON stopped reading; the text ends with a NUL.
 */
bool plain_tree(const cJSON *root, const char *rest);

#endif
