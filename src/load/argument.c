#include "load/argument.h"

#include <string.h>

#include "base/text.h"
#include "base/tongue.h"
#include "load/storage.h"
#include "mm/gfp.h"
#include "mm/sysctl.h"
#include "story/place.h"

const char *const sysctl_keys[] = {
#define SYSCTL(name, key, def, min, max, doc) key,
#include "mm/sysctl.def"
#undef SYSCTL
	NULL,
};

static void op_set(struct op *op, enum arg_slot to, uint64_t value)
{
	switch (to) {
	case SLOT_TASKSLOT:
		op->task = (uint16_t)value;
		break;
	case SLOT_OUT:
		op->out = (uint16_t)value;
		break;
	case SLOT_MODE:
		op->mode |= (uint8_t)value;
		break;
	case SLOT_PATTERN:
		op->mode |= (uint8_t)(value << MODE_PATTERN_SHIFT);
		break;
	case SLOT_PLACE:
	case SLOT_VALUES:
		op->arg[0] = value;
		break;
	case SLOT_FD1:
		op->label = (uint16_t)value;
		break;
	case SLOT_FD4:
		op->arg[4] |= value << OP_FD_SHIFT;
		break;
	case SLOT_OFFSET4:
		op->arg[4] |= value;
		break;
	default:
		op->arg[1 + to - SLOT_ARG1] = value;
		break;
	}
}

static bool read_label(struct loader *l, const cJSON *v, const char *what,
		       enum name_kind kind, uint64_t *slot)
{
	if (!cJSON_IsString(v)) {
		fault_at(l, v, "%s is %s, it must be a name", what,
			 value_kind(v));
		return false;
	}
	*slot = name_known(l, v, v->valuestring, strlen(v->valuestring), kind);
	return *slot != 0;
}

/* A number is an address; a word is a label if there is such a label. */
static bool read_spot(struct loader *l, const cJSON *v, const char *what,
		      struct op *op)
{
	struct place p;
	uint32_t slot;

	if (cJSON_IsNumber(v))
		return read_address(l, v, what, &op->arg[0]);
	if (!cJSON_IsString(v) ||
	    !place_parse(v->valuestring, strlen(v->valuestring), &p)) {
		diag_hint(fault_at(l, v, "%s is no place%s%.60s", what,
				   cJSON_IsString(v) ? tongue(": ") : "",
				   cJSON_IsString(v) ? v->valuestring : ""),
			  "write a label, \"buf+2M\", or an address, "
			  "\"0x1000\"");
		return false;
	}
	slot = p.name_len ?
	       names_find(&l->names, v->valuestring, p.name_len) : 0;
	if (p.is_address && (!slot || l->info[slot].kind != NAME_RANGE)) {
		op->arg[0] = p.address;
		return true;
	}
	if (!slot || l->info[slot].kind != NAME_RANGE)
		slot = name_known(l, v, v->valuestring, p.name_len, NAME_RANGE);
	op->label = (uint16_t)slot;
	op->arg[0] = p.offset;
	return slot != 0;
}

static bool read_delta(struct loader *l, const cJSON *v, const char *what,
		       uint64_t *value)
{
	const char *s = v->valuestring;
	int64_t number;

	if (cJSON_IsNumber(v)) {
		if (!read_integer(l, v, what, -LOAD_MAX_INTEGER,
				  LOAD_MAX_INTEGER, &number))
			return false;
		*value = (uint64_t)number;
		return true;
	}
	if (cJSON_IsString(v) && (s[0] == '+' || s[0] == '-') &&
	    text_size(s + 1, strlen(s + 1), value) && *value <= INT64_MAX) {
		*value = s[0] == '-' ? 0 - *value : *value;
		return true;
	}
	diag_hint(fault_at(l, v, "%s is no amount to add", what),
		  "write \"+4096\", \"-64K\" or a number");
	return false;
}

static bool read_gfp(struct loader *l, const cJSON *v, const char *what,
		     uint64_t *value)
{
	gfp_t gfp;

	if (!cJSON_IsString(v) ||
	    !gfp_by_name(v->valuestring, strlen(v->valuestring), &gfp)) {
		diag_hint(fault_at(l, v, "%s is no set of GFP flags%s%.60s",
				   what, cJSON_IsString(v) ? tongue(": ") : "",
				   cJSON_IsString(v) ? v->valuestring : ""),
			  "write \"GFP_KERNEL\" or "
			  "\"GFP_HIGHUSER_MOVABLE|__GFP_ZERO\"");
		return false;
	}
	*value = gfp;
	return true;
}

/* "rw", "r-x", "none" */
static bool read_prot(struct loader *l, const cJSON *v, const char *what,
		      uint64_t *value)
{
	const char *s = cJSON_IsString(v) ? v->valuestring : "?";
	uint64_t bits = 0;

	if (strcmp(s, "none") == 0)
		s = "";
	else if (!*s)
		s = "?";
	for (; *s; s++) {
		uint64_t bit = *s == 'r' ? PROT_READ_ :
			       *s == 'w' ? PROT_WRITE_ :
			       *s == 'x' ? PROT_EXEC_ : 0;

		if ((!bit && *s != '-') || (bits & bit)) {
			diag_hint(fault_at(l, v, "%s are no rights", what),
				  "write \"none\" or letters of \"rwx\"");
			return false;
		}
		bits |= bit;
	}
	*value = bits;
	return true;
}

static bool read_listed(struct loader *l, const cJSON *v, const char *what,
			const struct word *words, uint64_t *value)
{
	enum { MAX_WORDS = 32 };
	const char *names[MAX_WORDS + 1];
	unsigned nr = 0;
	int i;

	for (; nr < MAX_WORDS && words[nr].word; nr++)
		names[nr] = words[nr].word;
	names[nr] = NULL;
	i = read_word(l, v, what, names);
	if (i >= 0)
		*value = words[i].value;
	return i >= 0;
}

/* One word, or a list of them. */
static bool read_flags(struct loader *l, const cJSON *v, const char *what,
		       const struct word *words, uint64_t *value)
{
	bool good = true;
	uint64_t one;

	*value = 0;
	if (!cJSON_IsArray(v))
		return read_listed(l, v, what, words, value);
	for (const cJSON *item = v->child; item; item = item->next) {
		if (read_listed(l, item, what, words, &one))
			*value |= one;
		else
			good = false;
	}
	return good;
}

static bool read_sysctl(struct loader *l, const cJSON *v, const char *what,
			uint64_t *value)
{
	int i = read_word(l, v, what, sysctl_keys);

	*value = (uint64_t)i;
	return i >= 0;
}

/* What is not given of several numbers stays as the machine began. */
static bool read_values(struct loader *l, const cJSON *v, const char *what,
			struct op *op)
{
	const uint32_t *ratio =
		l->draft.story->machine.lowmem_reserve_ratio;
	const cJSON *item = cJSON_IsArray(v) ? v->child : v;
	unsigned nr = 0;

	if (cJSON_IsArray(v))
		for (unsigned i = 0; i < OP_ARGS; i++)
			op->arg[i] = ratio[i];
	for (; item && nr < OP_ARGS; nr++) {
		int64_t number;

		if (!read_integer(l, item, what, -LOAD_MAX_INTEGER,
				  LOAD_MAX_INTEGER, &number))
			return false;
		op->arg[nr] = (uint64_t)number;
		item = cJSON_IsArray(v) ? item->next : NULL;
	}
	if (nr && !item)
		return true;
	fault_at(l, v, nr ? "%s has too many numbers" : "%s has no numbers",
		 what);
	return false;
}

static bool read_number(struct loader *l, const cJSON *v, const char *what,
			int64_t max, uint64_t *value)
{
	int64_t number;

	if (!read_integer(l, v, what, 0, max, &number))
		return false;
	*value = (uint64_t)number;
	return true;
}

static bool read_bool(struct loader *l, const cJSON *v, const char *what,
		      uint64_t *value)
{
	bool flag;

	if (!read_flag(l, v, what, &flag))
		return false;
	*value = flag;
	return true;
}

/* An offset in a file: below 2^48, so that it shares a word with a label. */
static bool read_offset(struct loader *l, const cJSON *v, const char *what,
			uint64_t *value)
{
	if (!read_size(l, v, what, value))
		return false;
	if (*value >> OP_FD_SHIFT == 0)
		return true;
	diag_hint(fault_at(l, v, "%s is too large", what),
		  "no file goes on beyond 256T");
	return false;
}

static bool read_limit(struct loader *l, const cJSON *v, const char *what,
		       uint64_t *value)
{
	if (cJSON_IsString(v) && strcmp(v->valuestring, "unlimited") == 0) {
		*value = UINT64_MAX;
		return true;
	}
	if (cJSON_IsNumber(v) || cJSON_IsString(v))
		return read_size(l, v, what, value);
	fault_at(l, v, "%s is %s, it must be a number, \"64K\" or "
		 "\"unlimited\"", what, value_kind(v));
	return false;
}

static bool read_signal(struct loader *l, const cJSON *v, const char *what,
			uint64_t *value)
{
	*value = cJSON_IsString(v) ? signal_by_name(v->valuestring) : 0;
	if (*value)
		return true;
	diag_hint(fault_at(l, v, "%s is no signal%s%.60s", what,
			   cJSON_IsString(v) ? tongue(": ") : "",
			   cJSON_IsString(v) ? v->valuestring : ""),
		  "write SIGKILL or SIGTERM");
	return false;
}

/* "TASK/oom_score_adj", as it is called below /proc. */
static bool read_procfile(struct loader *l, const cJSON *v, const char *what,
			  struct op *op)
{
	static const char *const files[] = {
		[ECHO_OOM_SCORE_ADJ] = "oom_score_adj",
		[ECHO_OOM_ADJ] = "oom_adj", NULL,
	};
	const char *s = cJSON_IsString(v) ? v->valuestring : "", *slash;
	uint8_t i = 0;

	if (strncmp(s, "/proc/", 6) == 0)
		s += 6;
	slash = strchr(s, '/');
	while (slash && files[i] && strcmp(files[i], slash + 1))
		i++;
	if (!slash || !files[i]) {
		diag_hint(fault_at(l, v, "%s is no file that can be written%s"
				   "%.60s", what, *s ? tongue(": ") : "", s),
			  "write \"TASK/oom_score_adj\" or \"TASK/oom_adj\"; "
			  "settings are written by \"sysctl\"");
		return false;
	}
	op->task = (uint16_t)name_known(l, v, s, (size_t)(slash - s),
					NAME_TASK);
	op->mode = i;
	return op->task != 0;
}

static bool read_task(struct loader *l, const cJSON *v, const char *what,
		      uint64_t *value)
{
	return read_label(l, v, what, NAME_TASK, value);
}

static bool read_fd(struct loader *l, const cJSON *v, const char *what,
		    uint64_t *value)
{
	return read_label(l, v, what, NAME_FD, value);
}

static bool read_segment(struct loader *l, const cJSON *v, const char *what,
			 uint64_t *value)
{
	return read_label(l, v, what, NAME_SEGMENT, value);
}

static bool read_count(struct loader *l, const cJSON *v, const char *what,
		       uint64_t *value)
{
	return read_number(l, v, what, LOAD_MAX_REPEAT, value);
}

static bool read_order(struct loader *l, const cJSON *v, const char *what,
		       uint64_t *value)
{
	return read_number(l, v, what, MAX_ORDER - 1, value);
}

static bool read_file(struct loader *l, const cJSON *v, const char *what,
		      uint64_t *value)
{
	*value = file_known(l, v, what);
	return *value != 0;
}

/* 0 is no position, the others are one more than they say. */
static bool read_filepos(struct loader *l, const cJSON *v, const char *what,
			 uint64_t *value)
{
	if (!read_offset(l, v, what, value))
		return false;
	++*value;
	return true;
}

static bool read_swap_device(struct loader *l, const cJSON *v,
			     const char *what, uint64_t *value)
{
	int i = swap_device_known(l, v, what);

	*value = (uint64_t)i;
	return i >= 0;
}

/* The types that are one number in one slot; others are words of a list. */
static bool (*const readers[NR_ARG_TYPES])(struct loader *l, const cJSON *v,
					   const char *what, uint64_t *value) = {
	[ARG_TASK] = read_task,
	[ARG_ADDRESS] = read_address,
	[ARG_SIZE] = read_size,
	[ARG_OFFSET] = read_offset,
	[ARG_DELTA] = read_delta,
	[ARG_NUMBER] = read_count,
	[ARG_ORDER] = read_order,
	[ARG_GFP] = read_gfp,
	[ARG_PROT] = read_prot,
	[ARG_SYSCTL] = read_sysctl,
	[ARG_BOOL] = read_bool,
	[ARG_FD] = read_fd,
	[ARG_SEGMENT] = read_segment,
	[ARG_FILE] = read_file,
	[ARG_FILEPOS] = read_filepos,
	[ARG_SIGNAL] = read_signal,
	[ARG_LIMIT] = read_limit,
	[ARG_SWAPDEV] = read_swap_device,
};

static bool read_plain(struct loader *l, const struct argument *a,
		       const cJSON *v, const char *what, uint64_t *value)
{
	if (readers[a->type])
		return readers[a->type](l, v, what, value);
	if (arg_is_list(a->type))
		return read_flags(l, v, what, arg_words(a->type), value);
	return read_listed(l, v, what, arg_words(a->type), value);
}

bool argument_read(struct loader *l, const struct argument *a, const cJSON *v,
		   struct op *op)
{
	const char *what = a->quoted;
	uint64_t value = 0;

	switch (a->type) {
	case ARG_NEWTASK:
	case ARG_OUT:
		return true;
	case ARG_PLACE:
		return read_spot(l, v, what, op);
	case ARG_VALUES:
		return read_values(l, v, what, op);
	case ARG_PROCFILE:
		return read_procfile(l, v, what, op);
	case ARG_BLOCK:
		if (!read_label(l, v, what, NAME_BLOCK, &value))
			return false;
		op->label = (uint16_t)value;
		return true;
	default:
		if (!read_plain(l, a, v, what, &value))
			return false;
		op_set(op, a->to, value);
		return true;
	}
}
