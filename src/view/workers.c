#include "view/workers.h"

#include <inttypes.h>
#include <stdio.h>

#include "mm/daemon.h"
#include "mm/flusher.h"
#include "mm/inode.h"
#include "mm/kswapd.h"
#include "view/view.h"

const struct request *disk_request(const struct machine *m, unsigned disk)
{
	handle_t first = m->s->disk[disk].first;

	return first ? request_at(m, first) : NULL;
}

static enum ui kswapd_state(const struct machine *m, unsigned node)
{
	const struct kswapd *k = &m->s->node[node].kswapd;

	if (k->failures >= MAX_RECLAIM_RETRIES)
		return UI_hopeless;
	if (k->held)
		return UI_held;
	if (k->state == KSWAPD_NAP)
		return UI_napping;
	return k->state == DAEMON_ASLEEP ? UI_asleep : UI_at_work;
}

static enum ui flusher_state(const struct machine *m, unsigned nr)
{
	(void)nr;	/* there is one */
	if (m->s->flusher_held)
		return UI_held;
	return flusher_is_awake(m) ? UI_at_work : UI_asleep;
}

static enum ui disk_state(const struct machine *m, unsigned nr)
{
	return disk_request(m, nr) ? UI_at_work : UI_idle;
}

struct worker worker_of(const struct machine *m, enum worker_kind kind,
			unsigned nr)
{
	static enum ui (*const state[])(const struct machine *, unsigned) = {
		[WORKER_KSWAPD] = kswapd_state,
		[WORKER_FLUSHER] = flusher_state,
		[WORKER_DISK] = disk_state,
	};

	return (struct worker){ kind, nr, state[kind](m, nr) };
}

int workers_find(const struct machine *m, struct worker out[MAX_WORKERS])
{
	int nr = 0;

	if (!m->s->tasks)
		return 0;
	for (unsigned i = 0; i < m->s->nr_nodes; i++)
		out[nr++] = worker_of(m, WORKER_KSWAPD, i);
	out[nr++] = worker_of(m, WORKER_FLUSHER, 0);
	for (unsigned i = 0; i < m->s->nr_disks; i++)
		out[nr++] = worker_of(m, WORKER_DISK, i);
	return nr;
}

bool worker_acts(const struct facts *f, const struct worker *w)
{
	const struct event *e = f->event;

	switch (e ? e->id : NR_EVENTS) {
	case EV_mm_vmscan_wakeup_kswapd:
	case EV_mm_vmscan_kswapd_wake:
	case EV_mm_vmscan_kswapd_sleep:
		return w->kind == WORKER_KSWAPD && w->nr == e->arg[0];
	case EV_writeback_wake:
		return w->kind == WORKER_FLUSHER;
	case EV_writeback_single_inode:
		/* a task that syncs writes by itself */
		return w->kind == WORKER_FLUSHER && e->pid == FLUSHER_PID;
	case EV_block_rq_issue:
	case EV_block_rq_complete:
		return w->kind == WORKER_DISK && w->nr == e->arg[0];
	default:
		return false;
	}
}

/* Marks of its zones that are raised for a while: so much in all. */
static uint64_t boost_of(const struct machine *m, unsigned node,
			 uint32_t highest)
{
	uint64_t sum = 0;

	for (unsigned i = 0; i < m->s->nr_zones; i++)
		if (m->s->zone[i].node == node && m->s->zone[i].type <= highest)
			sum += m->s->zone[i].watermark_boost;
	return sum;
}

/* Not for a mark: pages to be freed because marks are raised; 0 = for one. */
static uint64_t kswapd_boost(const struct machine *m, unsigned node)
{
	const struct kswapd *k = &m->s->node[node].kswapd;
	enum zone_type highest;

	if (k->state != KSWAPD_START)
		return k->nr_boost_reclaim;
	highest = (enum zone_type)(k->zoneidx ? k->zoneidx - 1 :
						k->run_zoneidx);
	return pgdat_balanced(m, node, k->order, highest) ?
		       boost_of(m, node, highest) : 0;
}

static void kswapd_run_words(const struct facts *f, unsigned node, char *what,
			     char *until)
{
	const struct kswapd *k = &f->now->s->node[node].kswapd;
	uint64_t boost = kswapd_boost(f->now, node);
	bool woken = k->state == KSWAPD_START && k->zoneidx;

	snprintf(what, DOING_BYTES,
		 ui(f->lang, woken ? UI_kswapd_woken : UI_kswapd_order),
		 woken ? k->order : k->run_order);
	if (boost)
		snprintf(until, DOING_BYTES, ui(f->lang, UI_kswapd_boost),
			 boost);
	else
		snprintf(until, DOING_BYTES, "%s", ui(f->lang, UI_kswapd_high));
}

static void kswapd_doing(const struct facts *f, unsigned node, char *what,
			 char *until)
{
	switch (f->now->s->node[node].kswapd.state) {
	case KSWAPD_PAUSE:
		snprintf(what, DOING_BYTES, "%s", ui(f->lang, UI_kswapd_pause));
		break;
	case KSWAPD_NAP:
		snprintf(what, DOING_BYTES, "%s", ui(f->lang, UI_kswapd_nap));
		break;
	default:
		kswapd_run_words(f, node, what, until);
	}
}

static void flusher_doing(const struct facts *f, unsigned nr, char *what,
			  char *until)
{
	static const enum ui words[NR_WB_REASONS] = {
		[WB_REASON_BACKGROUND] = UI_flusher_background,
		[WB_REASON_VMSCAN] = UI_flusher_vmscan,
		[WB_REASON_SYNC] = UI_flusher_sync,
		[WB_REASON_PERIODIC] = UI_flusher_periodic,
	};

	(void)nr;	/* there is one */
	(void)until;
	snprintf(what, DOING_BYTES, "%s",
		 ui(f->lang, words[flusher_reason(f->now)]));
}

/* "data 44000..44031": where the request's first page lies. */
static void request_words(const struct facts *f, const struct request *r,
			  uint64_t nr, char *out)
{
	const struct state *s = f->now->s;
	uint64_t page = r->sector_page;
	char name[FILE_WORDS_BYTES];

	for (handle_t h = s->inodes; h; h = inode_at(f->now, h)->next) {
		const struct inode *i = inode_at(f->now, h);
		uint64_t first = page - i->disk_start;

		if (i->disk != r->disk + 1 || page < i->disk_start ||
		    first >= inode_pages(i))
			continue;
		snprintf(out, DOING_BYTES, "%s %" PRIu64 "..%" PRIu64,
			 file_words_cut(i, 32, name), first, first + nr - 1);
		return;
	}
	for (unsigned i = 0; i < s->nr_swapfiles; i++) {
		const struct swap_area *a = &s->swap_area[i];
		uint64_t first = page - a->disk_start;

		if (!a->on || a->disk != r->disk || page < a->disk_start ||
		    first >= a->max)
			continue;
		snprintf(out, DOING_BYTES, ui(f->lang, UI_disk_slots), first,
			 first + nr - 1);
		return;
	}
}

static void disk_doing(const struct facts *f, unsigned nr, char *what,
		       char *until)
{
	const struct request *r = disk_request(f->now, nr);
	uint64_t pages = r->nr + r->nr_direct;

	request_words(f, r, pages, what);
	snprintf(until, DOING_BYTES, ui(f->lang, UI_disk_nr_pages), pages);
}

void worker_doing(const struct facts *f, const struct worker *w,
		  char what[DOING_BYTES], char until[DOING_BYTES])
{
	static void (*const doing[])(const struct facts *, unsigned, char *,
				     char *) = {
		[WORKER_KSWAPD] = kswapd_doing,
		[WORKER_FLUSHER] = flusher_doing,
		[WORKER_DISK] = disk_doing,
	};

	what[0] = until[0] = '\0';
	if (w->state == UI_at_work || w->state == UI_napping)
		doing[w->kind](f, w->nr, what, until);
	else if (w->state == UI_hopeless)
		snprintf(what, DOING_BYTES, ui(f->lang, UI_kswapd_vain),
			 MAX_RECLAIM_RETRIES);
}
