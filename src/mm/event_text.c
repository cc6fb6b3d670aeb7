/*
 * Events as text, and text as events: one table of forms for both ways.
 */
#include "mm/event.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "mm/fault.h"
#include "mm/gfp.h"
#include "mm/op.h"
#include "mm/pgtable.h"
#include "mm/swap.h"
#include "mm/sysctl.h"
#include "mm/vma.h"
#include "mm/zone.h"

static const char *const level_names[] = { "PTE", "PMD", "PUD", "PGD", NULL };
static const char *const mode_names[] = { "read", "write", "fetch", NULL };
static const char *const fault_names[] = {
	"zero_page", "anonymous", "wp_zero_page", "wp_reuse", "wp_copy",
	"spurious", "prot_none", "stack_growth", "kernel_address", "no_area",
	"stack_limit", "no_right", "beyond_end", "no_frame", "noncanonical",
	"file_read", "file_cow", "file_shared", "swap", "wp_shared", NULL,
};
static_assert(sizeof(fault_names) / sizeof(fault_names[0]) ==
		      NR_FAULT_REASONS + 1, "a name each");
static const char *const place_names[] = { "head", "tail", "boot_tail", NULL };
static const char *const pte_names[] = {
	"map", "zap", "protect", "cow_share", "cow_break", "reuse", "move",
	"unmap", "swap_out", "swap_in", "clean", "young", NULL,
};
static const char *const lru_names[] = {
	"inactive_anon", "active_anon", "inactive_file", "active_file",
	"unevictable", NULL,
};
static const char *const second_names[] = {
	"referenced", "activate", "active", "waits", NULL,
};
static const char *const scan_names[] = { "equal", "fract", "anon", "file", NULL };
static const char *const verdict_names[] = {
	"reclaim", "reclaim_clean", "keep", "activate", NULL,
};
static const char *const fate_names[] = {
	"freed", "freed_clean", "locked", "unevictable", "writeback",
	"referenced", "activate", "no_swap", "unmap_failed", "dirty",
	"keep_dirty", "pageout", "busy", NULL,
};
static_assert(sizeof(fate_names) / sizeof(fate_names[0]) ==
		      NR_FOLIO_FATES + 1, "a name each");
static const char *const ra_names[] = {
	"initial", "next", "marker", "history", "random", "around", "force", NULL,
};
static const char *const wb_names[] = {
	"background", "vmscan", "sync", "periodic", NULL,
};
static const char *const side_names[] = { "none", "prev", "next", "both", NULL };
static const char *const sicode_names[] = { "0", "MAPERR", "ACCERR", NULL };

static const char *const *names_of(enum event_form form)
{
	switch (form) {
	case EVENT_FORM_LEVEL: return level_names;
	case EVENT_FORM_MODE: return mode_names;
	case EVENT_FORM_FAULT: return fault_names;
	case EVENT_FORM_PLACE: return place_names;
	case EVENT_FORM_PTE: return pte_names;
	case EVENT_FORM_SIDE: return side_names;
	case EVENT_FORM_SICODE: return sicode_names;
	case EVENT_FORM_LRU: return lru_names;
	case EVENT_FORM_SECOND: return second_names;
	case EVENT_FORM_SCAN: return scan_names;
	case EVENT_FORM_VERDICT: return verdict_names;
	case EVENT_FORM_FATE: return fate_names;
	case EVENT_FORM_RA: return ra_names;
	case EVENT_FORM_WB: return wb_names;
	default: return NULL;
	}
}

static const char *name_of(const char *const *names, uint64_t value)
{
	for (uint64_t i = 0; names[i]; i++)
		if (i == value)
			return names[i];
	return NULL;
}

static void print_zone(const struct machine *m, uint64_t nr, struct text *out)
{
	const struct zone *z = &m->s->zone[nr];

	if (nr >= m->s->nr_zones)
		text_printf(out, "%" PRIu64, nr);
	else if (m->s->nr_nodes > 1)
		text_printf(out, "%u:%s", z->node, z->name);
	else
		text_puts(out, z->name);
}

static void print_result(uint64_t value, struct text *out)
{
	int64_t v = (int64_t)value;
	const char *name = v < 0 && v > -4096 ? errno_name((int)-v) : NULL;

	if (name)
		text_printf(out, "-%s", name);
	else if (value < 65536)
		text_printf(out, "%" PRIu64, value);
	else
		text_printf(out, "0x%" PRIx64, value);
}

/* Forms that are words of a list are done by print_field(). */
static void print_special(const struct machine *m, enum event_form form,
			  uint64_t v, struct text *out)
{
	char letters[5];

	switch (form) {
	case EVENT_FORM_SDEC:
		text_printf(out, "%" PRId64, (int64_t)v);
		break;
	case EVENT_FORM_HEX:
	case EVENT_FORM_PFN:
		text_printf(out, "0x%" PRIx64, v);
		break;
	case EVENT_FORM_ADDR:
		text_printf(out, "%012" PRIx64, v);
		break;
	case EVENT_FORM_GFP:
		gfp_print((gfp_t)v, out);
		break;
	case EVENT_FORM_ZONE:
		print_zone(m, v, out);
		break;
	case EVENT_FORM_ZTYPE:
		text_puts(out, zone_type_name((enum zone_type)v));
		break;
	case EVENT_FORM_SWAP:
		text_printf(out, "%u:%u", swp_type((uint32_t)v),
			    swp_offset((uint32_t)v));
		break;
	case EVENT_FORM_TYPES:
		text_printf(out, "%" PRIu64 "<-%" PRIu64, v >> 8, v & 255);
		break;
	case EVENT_FORM_VMFLAGS:
		vma_flags_letters((uint32_t)v, letters);
		text_puts(out, letters);
		break;
	case EVENT_FORM_SIGNAL:
		text_puts(out, signal_name((unsigned)v) ? signal_name((unsigned)v) : "0");
		break;
	case EVENT_FORM_SICODE:
		if (v == SI_KERNEL_)
			text_puts(out, "KERNEL");
		else
			text_printf(out, "%" PRIu64, v);
		break;
	case EVENT_FORM_VERB:
		text_puts(out, op_verb_name((enum op_verb)v));
		break;
	case EVENT_FORM_RESULT:
		print_result(v, out);
		break;
	case EVENT_FORM_SYSCTL:
		text_puts(out, v < NR_SYSCTLS ? sysctl_infos[v].key : "?");
		break;
	default:
		text_printf(out, "%" PRIu64, v);
	}
}

static void print_field(const struct machine *m, enum event_form form,
			uint64_t v, struct text *out)
{
	const char *const *names = names_of(form);
	const char *name = names ? name_of(names, v) : NULL;

	if (name)
		text_puts(out, name);
	else
		print_special(m, form, v, out);
}

void event_print(const struct machine *m, const struct event *e,
		 struct text *out)
{
	const struct event_type *t = &event_types[e->id];

	text_printf(out, "%s:", t->name);
	for (unsigned i = 0; i < EVENT_FIELDS && t->field[i].name; i++) {
		text_printf(out, " %s=", t->field[i].name);
		print_field(m, t->field[i].form, e->arg[i], out);
	}
}

static bool parse_number(const char *s, size_t len, int base, uint64_t *v)
{
	char buf[32], *end;
	bool minus = len && *s == '-';

	if (minus)
		s++, len--;
	if (!len || len >= sizeof(buf) || *s == '-' || *s == '+' || *s == ' ')
		return false;
	memcpy(buf, s, len);
	buf[len] = '\0';
	errno = 0;
	*v = strtoull(buf, &end, base);
	if (minus)
		*v = 0 - *v;
	return !*end && !errno;
}

static bool parse_zone(const struct machine *m, const char *s, size_t len,
		       uint64_t *v)
{
	for (unsigned i = 0; i < m->s->nr_zones; i++) {
		struct text t = { 0 };
		bool same;

		print_zone(m, i, &t);
		same = t.len == len && memcmp(t.s, s, len) == 0;
		text_free(&t);
		if (same) {
			*v = i;
			return true;
		}
	}
	return parse_number(s, len, 10, v);
}

static bool parse_swap(const char *s, size_t len, uint64_t *v)
{
	const char *colon = memchr(s, ':', len);
	uint64_t type, offset;

	if (!colon || !parse_number(s, (size_t)(colon - s), 10, &type) ||
	    !parse_number(colon + 1, len - (size_t)(colon + 1 - s), 10, &offset) ||
	    type > 3 || offset >> SWP_SLOT_BITS)
		return false;
	*v = swp_entry((unsigned)type, (uint32_t)offset);
	return true;
}

static bool parse_types(const char *s, size_t len, uint64_t *v)
{
	const char *arrow = memchr(s, '<', len);
	uint64_t to, from;

	if (!arrow || (size_t)(arrow - s) + 2 > len || arrow[1] != '-' ||
	    !parse_number(s, (size_t)(arrow - s), 10, &to) ||
	    !parse_number(arrow + 2, len - (size_t)(arrow + 2 - s), 10, &from))
		return false;
	*v = to << 8 | from;
	return true;
}

static bool parse_vmflags(const char *s, size_t len, uint64_t *v)
{
	char letters[5];

	if (len != 4)
		return false;
	*v = (s[0] == 'r' ? VM_READ : 0u) | (s[1] == 'w' ? VM_WRITE : 0u) |
	     (s[2] == 'x' ? VM_EXEC : 0u) | (s[3] == 's' ? VM_MAYSHARE : 0u);
	vma_flags_letters((uint32_t)*v, letters);
	return memcmp(letters, s, 4) == 0;
}

static bool parse_result(const char *s, size_t len, uint64_t *v)
{
	char name[24];

	if (len > 1 && len < sizeof(name) && s[0] == '-' && s[1] == 'E') {
		memcpy(name, s + 1, len - 1);
		name[len - 1] = '\0';
		*v = (uint64_t)-(int64_t)errno_by_name(name);
		return *v != 0;
	}
	return parse_number(s, len, 0, v);
}

static bool parse_special(const struct machine *m, enum event_form form,
			  const char *s, size_t len, uint64_t *v)
{
	char name[32];
	gfp_t gfp = 0;

	snprintf(name, sizeof(name), "%.*s", (int)len, s);
	switch (form) {
	case EVENT_FORM_HEX:
	case EVENT_FORM_PFN:
		return len > 2 && s[0] == '0' && s[1] == 'x' &&
		       parse_number(s + 2, len - 2, 16, v);
	case EVENT_FORM_ADDR:
		return parse_number(s, len, 16, v);
	case EVENT_FORM_GFP:
		if (strcmp(name, "none") != 0 && !gfp_by_name(s, len, &gfp))
			return false;
		*v = gfp;
		return true;
	case EVENT_FORM_ZONE:
		return parse_zone(m, s, len, v);
	case EVENT_FORM_ZTYPE:
		for (*v = 0; *v < MAX_NR_ZONES; ++*v)
			if (!strcmp(zone_type_name((enum zone_type)*v), name))
				return true;
		return false;
	case EVENT_FORM_SWAP:
		return parse_swap(s, len, v);
	case EVENT_FORM_TYPES:
		return parse_types(s, len, v);
	case EVENT_FORM_VMFLAGS:
		return parse_vmflags(s, len, v);
	case EVENT_FORM_SIGNAL:
		*v = signal_by_name(name);
		return *v || !strcmp(name, "0");
	case EVENT_FORM_SICODE:
		*v = SI_KERNEL_;
		return !strcmp(name, "KERNEL") || parse_number(s, len, 10, v);
	case EVENT_FORM_VERB:
		*v = op_verb_by_name(s, len);
		return *v < NR_OP_VERBS;
	case EVENT_FORM_RESULT:
		return parse_result(s, len, v);
	case EVENT_FORM_SYSCTL:
		*v = sysctl_by_key(s, len);
		return *v < NR_SYSCTLS;
	default:
		return parse_number(s, len, 10, v);
	}
}

static bool parse_field(const struct machine *m, enum event_form form,
			const char *s, size_t len, uint64_t *v)
{
	const char *const *names = names_of(form);

	for (uint64_t i = 0; names && names[i]; i++)
		if (strlen(names[i]) == len && !memcmp(names[i], s, len)) {
			*v = i;
			return true;
		}
	return parse_special(m, form, s, len, v);
}

bool event_parse(const struct machine *m, const char *line, struct event *e,
		 struct diag *why)
{
	size_t len = strcspn(line, ":");
	enum event_id id = event_by_name(line, len);
	const char *p = line + len;

	if (id == NR_EVENTS || *p != ':') {
		diag_set(why, 0, 1, "no event has the name '%.*s'",
			 (int)(len < 60 ? len : 60), line);
		return false;
	}
	memset(e, 0, sizeof(*e));
	e->id = (uint16_t)id;
	p++;
	for (unsigned i = 0; i < EVENT_FIELDS; i++) {
		const struct event_field *f = &event_types[id].field[i];
		size_t name;

		if (!f->name)
			break;
		name = strlen(f->name);
		if (*p != ' ' || strncmp(p + 1, f->name, name) != 0 ||
		    p[name + 1] != '=') {
			diag_set(why, 0, (uint32_t)(p - line) + 1,
				 "expected the field '%s'", f->name);
			return false;
		}
		p += name + 2;
		len = strcspn(p, " \n");
		if (!parse_field(m, f->form, p, len, &e->arg[i])) {
			diag_set(why, 0, (uint32_t)(p - line) + 1,
				 "'%.*s' is no value of '%s'",
				 (int)(len < 60 ? len : 60), p, f->name);
			return false;
		}
		p += len;
	}
	return true;
}
