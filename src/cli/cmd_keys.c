/* keys - the keys of stage and menu, from the tables that these obey */
#include "cli/language.h"
#include "cli/menu.h"
#include "cli/options.h"
#include "cli/output.h"
#include "view/keys.h"

int cmd_keys(const struct options *o)
{
	struct text text = { 0 };
	struct output out;
	enum lang lang = language_of_reader(o);

	keys_print(&text, lang);
	text_printf(&text, "\n%s\n", words_in(&menu_keys_title, lang));
	menu_keys_print(&text, lang);
	output_open(&out, NULL);
	output_text(&out, &text);
	text_free(&text);
	return output_close(&out);
}
