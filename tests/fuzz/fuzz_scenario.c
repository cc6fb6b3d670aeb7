/*
 * fuzz_scenario - bytes are read as a scenario, as JSON and as JSON Lines
 *
 * Whatever they are, there is a story or a fault, never both and never
 * neither, and no message holds a control character.
 */
#include <stdlib.h>
#include <string.h>

#include "load/scenario.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void clean_check(const char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text < ' ' || *text == 0x7f)
			abort();
}

static void read_as(const uint8_t *data, size_t size, const char *name)
{
	struct diags faults;
	struct story *story;

	diags_init(&faults, name);
	story = scenario_parse((const char *)data, size, name, &faults);
	if (!story == !faults.nr)
		abort();
	for (size_t i = 0; i < faults.nr; i++) {
		clean_check(faults.list[i].what);
		clean_check(faults.list[i].hint);
	}
	story_free(story);
	diags_free(&faults);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	read_as(data, size, "fuzz.json");
	read_as(data, size, "fuzz.jsonl");
	return 0;
}
