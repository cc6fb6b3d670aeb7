#include "view/op_doc.h"

#include <string.h>

#include "mm/op.h"
#include "mm/sysctl.h"

static const char *const verbs[NR_OP_VERBS] = {
#define OP_DOC(verb, zh) [OP_##verb] = zh,
#define SYSCTL_DOC(name, zh)
#define FILE_DOC(path, zh)
#include "view/op_doc.def"
#undef OP_DOC
#undef SYSCTL_DOC
#undef FILE_DOC
};

static const char *const settings[NR_SYSCTLS] = {
#define OP_DOC(verb, zh)
#define SYSCTL_DOC(name, zh) [SYSCTL_##name] = zh,
#define FILE_DOC(path, zh)
#include "view/op_doc.def"
#undef OP_DOC
#undef SYSCTL_DOC
#undef FILE_DOC
};

static const struct {
	const char *path, *zh;
} files[] = {
#define OP_DOC(verb, zh)
#define SYSCTL_DOC(name, zh)
#define FILE_DOC(path, zh) { path, zh },
#include "view/op_doc.def"
#undef OP_DOC
#undef SYSCTL_DOC
#undef FILE_DOC
};

const char *file_doc(const char *path, const char *en, enum lang lang)
{
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		if (lang == LANG_ZH && !strcmp(files[i].path, path))
			return files[i].zh;
	return en;
}

const char *op_doc(const char *word, const char *en, enum lang lang)
{
	size_t len = strcspn(word, "=");
	enum op_verb verb = op_verb_by_name(word, len);
	enum sysctl_id id = sysctl_by_key(word, len);

	if (lang != LANG_ZH)
		return en;
	if (verb < NR_OP_VERBS && verbs[verb])
		return verbs[verb];
	return id < NR_SYSCTLS && settings[id] ? settings[id] : en;
}
