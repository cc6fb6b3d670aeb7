/* tree - small questions to a JSON tree */
#ifndef FIDELITY_TREE_H
#define FIDELITY_TREE_H

#include <cjson/cJSON.h>

/* NULL if there is no such key, or it is no object. */
static inline const cJSON *key(const cJSON *object, const char *name)
{
	return cJSON_GetObjectItemCaseSensitive(object, name);
}

/* A text; `none` if there is none. */
static inline const char *words(const cJSON *object, const char *name,
				const char *none)
{
	const cJSON *v = key(object, name);

	return cJSON_IsString(v) ? v->valuestring : none;
}

#endif
