/*
 * event - what the engine says while it works
 *
 * An event is said at a sound place: lists well formed, every frame on exactly
 * one list or in hand. The log is the host's, not state: muted or not, the
 * machine comes out the same.
 */
#ifndef MM_EVENT_H
#define MM_EVENT_H

#include "base/text.h"
#include "mm/machine.h"

enum event_id {
#define EVENT(name, from, function, fields, doc) EV_##name,
#include "mm/event.def"
#undef EVENT
	NR_EVENTS,
};

enum { EVENT_FIELDS = 5 };

struct event {
	uint16_t id;		/* enum event_id */
	uint16_t pad;
	uint32_t pid;		/* of the task or daemon (mm/daemon.h); 0 = the kernel */
	uint64_t ns;		/* machine time */
	uint64_t arg[EVENT_FIELDS];
};

/* How a field is printed and read back. */
enum event_form {
	EVENT_FORM_NONE,
	EVENT_FORM_DEC,
	EVENT_FORM_SDEC,	/* signed */
	EVENT_FORM_HEX,		/* 0x... */
	EVENT_FORM_PFN,		/* 0x... */
	EVENT_FORM_ADDR,	/* bare hex, 12 digits at the least */
	EVENT_FORM_GFP,		/* GFP_KERNEL|__GFP_ZERO */
	EVENT_FORM_ZONE,	/* number of the zone -> its name */
	EVENT_FORM_ZTYPE,	/* enum zone_type */
	EVENT_FORM_LEVEL,	/* PGD P4D PUD PMD PTE */
	EVENT_FORM_MODE,	/* read write fetch */
	EVENT_FORM_FAULT,	/* enum fault_reason */
	EVENT_FORM_PLACE,	/* enum insert_place */
	EVENT_FORM_TYPES,	/* alloc type << 8 | fallback type */
	EVENT_FORM_PTE,		/* enum pte_reason */
	EVENT_FORM_VMFLAGS,	/* rw-p */
	EVENT_FORM_SIDE,	/* prev next both */
	EVENT_FORM_SIGNAL,	/* SIGSEGV */
	EVENT_FORM_SICODE,	/* MAPERR ACCERR */
	EVENT_FORM_VERB,	/* enum op_verb */
	EVENT_FORM_RESULT,	/* 0x..., number or -ENAME */
	EVENT_FORM_SYSCTL,	/* vm.name */
	EVENT_FORM_LRU,		/* enum lru_list */
	EVENT_FORM_SECOND,	/* enum second_chance */
	EVENT_FORM_SCAN,	/* enum scan_balance */
	EVENT_FORM_VERDICT,	/* enum folio_references */
	EVENT_FORM_FATE,	/* enum folio_fate */
	EVENT_FORM_SWAP,	/* type:offset of a swap entry */
	EVENT_FORM_INO,		/* number of an inode */
	EVENT_FORM_RA,		/* enum readahead_case */
	EVENT_FORM_WB,		/* enum wb_reason */
};

struct event_field {
	const char *name;	/* NULL ends the fields */
	enum event_form form;
};

struct event_type {
	const char *name;
	const char *from;	/* trace system, or "own" */
	const char *function;
	const char *doc;
	struct event_field field[EVENT_FIELDS + 1];
};

extern const struct event_type event_types[NR_EVENTS];

/* Why a page fault went the way it did (VR5.1). */
enum fault_reason {
	FAULT_ZERO_PAGE,	/* read of an untouched anonymous page */
	FAULT_ANON,		/* first write */
	FAULT_WP_ZERO,		/* write to the zero page */
	FAULT_WP_REUSE,		/* sole owner: made writable again */
	FAULT_WP_COPY,		/* shared: copied */
	FAULT_SPURIOUS,		/* the entry allows it by now */
	FAULT_PROT_NONE,	/* the entry only looked absent */
	FAULT_STACK,		/* below the stack: it grows */
	FAULT_KERNEL,		/* above the user's addresses */
	FAULT_NO_VMA,		/* no area there */
	FAULT_STACK_LIMIT,	/* the stack may not grow that far */
	FAULT_ACCESS,		/* the area does not allow it */
	FAULT_FILE,		/* beyond the end of the file */
	FAULT_OOM,		/* no frame could be had */
	FAULT_NONCANONICAL,	/* no address at all: a general protection fault */
	FAULT_READ,		/* do_read_fault(): a file's page, and those around */
	FAULT_COW,		/* do_cow_fault(): a private copy of a file's page */
	FAULT_SHARED,		/* do_shared_fault(): write to a shared page */
	FAULT_SWAP,		/* do_swap_page() */
	FAULT_WP_SHARED,	/* wp_page_shared(): first write to a shared page */
	NR_FAULT_REASONS,
};

/* What folio_mark_accessed() did (PR7.4). */
enum second_chance {
	SECOND_REFERENCED,	/* one use: the flag */
	SECOND_ACTIVATE,	/* used again: it is to be active */
	SECOND_ACTIVE,		/* of an active page: the flag */
	SECOND_WAITS,		/* waits in a batch to be active: the flag */
	NR_SECOND_CHANCES,
};

/* mm/vmscan.c enum scan_balance */
enum scan_balance {
	SCAN_EQUAL,
	SCAN_FRACT,
	SCAN_ANON,
	SCAN_FILE,
	NR_SCAN_BALANCES,
};

/* mm/vmscan.c enum folio_references */
enum folio_references {
	FOLIOREF_RECLAIM,
	FOLIOREF_RECLAIM_CLEAN,
	FOLIOREF_KEEP,
	FOLIOREF_ACTIVATE,
	NR_FOLIO_REFERENCES,
};

/* What shrink_folio_list() did with a page (PR8.7), and why. */
enum folio_fate {
	FATE_FREED,		/* the frame is free */
	FATE_FREED_CLEAN,	/* MADV_FREE and never written again */
	FATE_LOCKED,		/* being read: back */
	FATE_UNEVICTABLE,	/* to the unevictable list */
	FATE_WRITEBACK,		/* under writeback: active, freed afterwards */
	FATE_REFERENCED,	/* used: back to the head of inactive */
	FATE_ACTIVATE,		/* used twice: active */
	FATE_NO_SWAP,		/* no slot to be had: active */
	FATE_UNMAP_FAILED,
	FATE_DIRTY,		/* a dirty file page: the flusher's business */
	FATE_KEEP_DIRTY,	/* may not be written now */
	FATE_PAGEOUT,		/* on its way to swap */
	FATE_BUSY,		/* somebody holds it */
	NR_FOLIO_FATES,
};

/* Cases of PR9.3, and of a mapped miss (PR9.4). */
enum readahead_case {
	RA_INITIAL,
	RA_NEXT,
	RA_MARKER,
	RA_HISTORY,
	RA_RANDOM,
	RA_AROUND,		/* a fault: around the address */
	RA_FORCE,		/* as asked for: no window */
	NR_RA_CASES,
};

/* include/linux/backing-dev-defs.h enum wb_reason */
enum wb_reason {
	WB_REASON_BACKGROUND,
	WB_REASON_VMSCAN,
	WB_REASON_SYNC,
	WB_REASON_PERIODIC,
	NR_WB_REASONS,
};

/* Where a freed block went and why (PR3.5). */
enum insert_place {
	INSERT_HEAD,		/* a merge is not likely soon */
	INSERT_TAIL_LIKELY,	/* the parent's buddy is free: left in peace */
	INSERT_TAIL_BOOT,
	NR_INSERT_PLACES,
	INSERT_TAIL = INSERT_TAIL_LIKELY,	/* of an LRU list */
};

enum pte_reason {
	PTE_MAP,		/* a page appeared */
	PTE_ZAP,		/* taken away */
	PTE_PROTECT,		/* rights changed */
	PTE_COW_SHARE,		/* fork: write-protected on both sides */
	PTE_COW_BREAK,
	PTE_REUSE,
	PTE_MOVE,		/* mremap */
	PTE_UNMAP,		/* reclaim takes the page */
	PTE_SWAP_OUT,		/* ... and leaves a swap entry */
	PTE_SWAP_IN,		/* the page came back */
	PTE_CLEAN,		/* written back: the next write is to be seen */
	PTE_YOUNG,		/* the scanner cleared the accessed bit */
	NR_PTE_REASONS,
};

/* Kinds of events, a bit each. */
struct event_set {
	uint64_t word[2];
};
static_assert(NR_EVENTS <= 128, "a bit an event");

#define EVENT_NONE ((struct event_set){ { 0, 0 } })
#define EVENT_ALL ((struct event_set){ { ~UINT64_C(0), ~UINT64_C(0) } })

static inline bool event_set_has(const struct event_set *set, enum event_id id)
{
	return set->word[id >> 6] >> (id & 63) & 1;
}

static inline void event_set_add(struct event_set *set, enum event_id id)
{
	set->word[id >> 6] |= UINT64_C(1) << (id & 63);
}

static inline void event_set_del(struct event_set *set, enum event_id id)
{
	set->word[id >> 6] &= ~(UINT64_C(1) << (id & 63));
}

/*
 * Who listens. A power of two of the newest events is kept in `ring`.
 *
 * seen     events said since event_log_reset(), listened to or not by `mask`
 *          (an event that is not in `mask` is not counted)
 * stop_at  leave the operation when `seen` reaches it; 0 = never
 */
struct event_log {
	struct event_set mask;		/* the kinds heard; none = muted */
	uint64_t      seen;
	uint64_t      stop_at;
	struct event *ring;		/* owned */
	uint32_t      ring_mask;
	uint32_t      pid;		/* stamped on events: the running task */
	uint64_t      count[NR_EVENTS];
	/* called for each event heard, if set; must not touch the machine */
	void (*hear)(void *ctx, const struct machine *m, const struct event *e);
	void *ctx;
};


void event_log_open(struct event_log *log, uint32_t nr_kept);
void event_log_close(struct event_log *log);
void event_log_reset(struct event_log *log);	/* seen, counts: 0 */

/* The i-th event since the reset (from 1); NULL if it is no longer kept. */
const struct event *event_log_get(const struct event_log *log, uint64_t i);

void event_say(struct machine *m, enum event_id id, uint64_t a0, uint64_t a1,
	       uint64_t a2, uint64_t a3, uint64_t a4);

static inline bool event_heard(const struct machine *m, enum event_id id)
{
	return __builtin_expect(event_set_has(&m->log->mask, id), 0);
}

/* event_emit(m, EV_buddy_split, pfn, order): up to five fields. */
#define event_emit(m, ...) EVENT_PICK(m, __VA_ARGS__, 0, 0, 0, 0, 0, 0)
#define EVENT_PICK(m, id, a0, a1, a2, a3, a4, ...)                             \
	do {                                                                   \
		if (event_heard(m, id))                                        \
			event_say(m, id, (uint64_t)(a0), (uint64_t)(a1),       \
				  (uint64_t)(a2), (uint64_t)(a3),              \
				  (uint64_t)(a4));                             \
	} while (0)

/* Return: the event of that name; NR_EVENTS if there is none. */
enum event_id event_by_name(const char *name, size_t len);

/* The first field of that form. Return: false if the kind has none. */
bool event_field_of(const struct event *e, enum event_form form,
		    uint64_t *value);

/* "name: field=value field=value", as perf script prints it after the time. */
void event_print(const struct machine *m, const struct event *e,
		 struct text *out);

/*
 * Read back what event_print() wrote.
 * Return: false if the line is no event of ours; *why then says what is wrong.
 */
bool event_parse(const struct machine *m, const char *line, struct event *e,
		 struct diag *why);

#endif
