/* keys - the keys of the stage, from the table that the stage obeys */
#include "cli/options.h"
#include "cli/output.h"
#include "cli/session.h"
#include "view/keys.h"

int cmd_keys(const struct options *o)
{
	struct text text = { 0 };
	struct output out;

	keys_print(&text, options_lang(o));
	output_open(&out, NULL);
	output_text(&out, &text);
	text_free(&text);
	return output_close(&out);
}
