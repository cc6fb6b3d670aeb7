/*
 * schema - the scenario format as a JSON Schema, made from the tables that
 * the loader reads by; traces/schema/scenario.json is what it prints
 */
#ifndef LOAD_SCHEMA_H
#define LOAD_SCHEMA_H

#include "base/text.h"

void schema_print(struct text *out);

#endif
