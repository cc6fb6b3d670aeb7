#include "adapter.h"

#include <stddef.h>
#include <string.h>

/* exp_sysctl.c makes two types of it, by the machine. */
static const struct {
	const char *type;
	adapter_fn *run;
} adapters[] = {
	{ "cow", adapter_cow },
	{ "demand", adapter_demand },
	{ "dropcaches", adapter_dropcaches },
	{ "fourmaps", adapter_fourmaps },
	{ "mlock", adapter_mlock },
	{ "oom", adapter_oom },
	{ "overcommit", adapter_overcommit },
	{ "pagetables", adapter_pagetables },
	{ "stream", adapter_stream },
	{ "swap", adapter_swap },
	{ "watermarks", adapter_watermarks },
	{ "i386", adapter_watermarks },
};

adapter_fn *adapter_find(const char *type)
{
	for (size_t i = 0; i < sizeof(adapters) / sizeof(*adapters); i++)
		if (strcmp(adapters[i].type, type) == 0)
			return adapters[i].run;
	return NULL;
}
