/*
 * A player on a toy zone: three steps in two chapters, the first and the last
 * of them ask. For tests only.
 */
#ifndef TOY_FIXTURE_H
#define TOY_FIXTURE_H

#include "player_fixture.h"

static const char toy_scenario[] = TOY_MACHINE
	"  \"chapters\": [\n"
	"    {\"title\": \"Split\", \"steps\": [\n"
	"      {\"label\": \"first\", \"title\": \"One\",\n"
	"       \"ask\": {\"kind\": \"number\", \"text\": \"How many?\",\n"
	"               \"answer\": \"sum(buddyinfo.Normal) @ first\"},\n"
	"       \"do\": [{\"alloc_pages\": {\"order\": 0, \"as\": \"a\"}}]},\n"
	"      {\"title\": \"Three\",\n"
	"       \"do\": [{\"alloc_pages\": {\"order\": 0, \"as\": \"b\"}, \"x\": 3}]}]},\n"
	"    {\"title\": \"Join\", \"steps\": [\n"
	"      {\"label\": \"home\", \"title\": \"Home\",\n"
	"       \"ask\": {\"kind\": \"choice\", \"text\": \"Joined?\",\n"
	"               \"choices\": [\"no\", \"yes\"],\n"
	"               \"answer\": \"buddyinfo.Normal[5] @ home\"},\n"
	"       \"do\": [{\"free_pages\": \"b\", \"x\": 3}, {\"free_pages\": \"a\"}]}]}]}\n";

static inline int toy_setup(void **state)
{
	*state = player_fixture_open(toy_scenario);
	return 0;
}

#define TOY_TEST(f) cmocka_unit_test_setup_teardown(f, toy_setup, player_teardown)

#endif
