/*
 * shape - what keys an object may have, as data: one table makes the reader,
 * the messages and the published schema
 */
#ifndef LOAD_SHAPE_H
#define LOAD_SHAPE_H

#include "load/loader.h"

/* What may stand behind a key, and what it becomes in the object read into. */
enum form {
	FORM_TEXT,	/* struct words */
	FORM_LINE,	/* the same, without a new line */
	FORM_STRING,	/* const char * */
	FORM_NAME,	/* const char *: a letter, then letters, digits, '_' */
	FORM_EXPR,	/* const char *, its form checked */
	FORM_PLACE,	/* const char *: a known label with offset, or address */
	FORM_NUMBER,	/* int64_t from min to max */
	FORM_SIZE,	/* uint64_t bytes */
	FORM_ADDRESS,	/* uint64_t */
	FORM_FLAG,	/* bool */
	FORM_WORD,	/* int: index in words */
	FORM_OBJECT,	/* what the shape's fields say, at this offset */
	FORM_OTHER,	/* take() reads it; the schema has it as `schema` */
};

enum times {
	ONCE,
	ONE_OR_LIST,	/* take() gets each item */
	LIST,
	LIST_NOT_EMPTY,
};

struct shape;

struct field {
	const char	  *key;		/* NULL ends a list */
	enum form	   form;
	bool		   required;
	enum times	   times;
	size_t		   offset;	/* in the object read into */
	int64_t		   min, max;
	const char *const *words;
	const struct shape *shape;	/* of an object; the schema's of `take` */
	const char	  *schema;	/* definition of FORM_OTHER */
	void (*take)(struct loader *l, const cJSON *v, void *into);
	const char	  *doc;
};

struct shape {
	const char	   *name;	/* of the schema's definition */
	const char	   *noun;	/* for messages: "a zone" */
	const char	   *doc;
	const struct field *fields;
};

/*
 * Read an object of that shape. Fields are taken in the order of the table,
 * whatever their order in the text; those left out keep their values.
 * Return: false if it had faults (of its own; take() tells nobody).
 */
bool shape_read(struct loader *l, const cJSON *v, const struct shape *shape,
		void *into);

bool shape_has(const struct shape *shape, const char *key);

/* Every shape of a scenario, NULL-terminated; [0] is the scenario itself. */
extern const struct shape *const shapes[];

#endif
