/*
 * argument - the value of one argument of an operation
 */
#ifndef LOAD_ARGUMENT_H
#define LOAD_ARGUMENT_H

#include "load/loader.h"
#include "load/verb.h"

/*
 * Read it into the operation. Names that the operation defines are not looked
 * at here: they exist only after it. Return: false after a fault.
 */
bool argument_read(struct loader *l, const struct argument *a, const cJSON *v,
		   struct op *op);

/* Keys of sysctl.def, NULL-terminated; by enum sysctl_id. */
extern const char *const sysctl_keys[];

#endif
