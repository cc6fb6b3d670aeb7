/*
 * form - what a scenario is made of, at its outermost: the fields of a
 * document, of the first line of JSON Lines, and the kinds of lines after it
 */
#ifndef LOAD_FORM_H
#define LOAD_FORM_H

#include "load/loader.h"

/* Each goes into the loader's draft; what is wrong is a fault there. */
void document_read(struct loader *l, const cJSON *v);
void header_read(struct loader *l, const cJSON *v);
void line_read(struct loader *l, const cJSON *v);

#endif
