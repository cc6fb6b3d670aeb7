#include "mm/oom_report.h"

#include <inttypes.h>
#include <stdio.h>

#include "mm/dmesg.h"
#include "mm/sysctl.h"
#include "mm/zap.h"

static uint64_t kb(uint64_t pages)
{
	return pages << (PAGE_SHIFT - 10);
}

/* Who asks. The verbs of the kernel itself stand for no task of ours. */
static const char *comm_of(const struct machine *m, handle_t task)
{
	return task ? task_at(m, task)->comm : "kthreadd";
}

/* Nothing of the host's is held while a line is printed: it may not return. */
struct gfp_words {
	char text[256];
};

static struct gfp_words gfp_words(gfp_t gfp)
{
	struct gfp_words w;
	struct text t = { 0 };

	gfp_print(gfp, &t);
	snprintf(w.text, sizeof(w.text), "%s", text_str(&t));
	text_free(&t);
	return w;
}

static void print_request(struct machine *m, const struct oom_control *oc)
{
	printk(m, "%s invoked oom-killer: gfp_mask=%#x(%s), order=%u, oom_score_adj=%d\n",
	       comm_of(m, oc->current), oc->gfp, gfp_words(oc->gfp).text,
	       oc->order,
	       oc->current ? task_at(m, oc->current)->oom_score_adj : 0);
}

/* Those who could be killed; who has no memory any more is left out. */
static void dump_tasks(struct machine *m)
{
	const uint32_t init_pid = 1;

	printk(m, "Tasks state (memory values in pages):\n");
	printk(m, "[  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name\n");
	for (handle_t h = m->s->tasks; h; h = task_at(m, h)->next) {
		const struct task *t = task_at(m, h);
		const struct mm *mm;

		if (t->pid == init_pid || !t->mm)
			continue;
		mm = mm_at(m, t->mm);
		printk(m, "[%7u] %5u %5u %8" PRIu64 " %8" PRIu64 " %8" PRIu64
		       " %8" PRIu64 "         %5d %s\n",
		       t->pid, t->uid, t->pid, mm->total_vm, mm_rss(mm),
		       mm->nr_tables * PAGE_SIZE, mm->rss[MM_SWAPENTS],
		       t->oom_score_adj, t->comm);
	}
}

static void dump_summary(struct machine *m, handle_t victim)
{
	const struct task *t = task_at(m, victim);
	char nodes[16] = "0";

	if (m->s->nr_nodes > 1)
		snprintf(nodes, sizeof(nodes), "0-%u", m->s->nr_nodes - 1);
	printk(m, "oom-kill:constraint=CONSTRAINT_NONE,nodemask=(null),cpuset=/,mems_allowed=%s,global_oom,task_memcg=/,task=%s,pid=%u,uid=%u\n",
	       nodes, t->comm, t->pid, t->uid);
}

void oom_report_header(struct machine *m, const struct oom_control *oc)
{
	print_request(m, oc);
	show_mem(m, gfp_zone(oc->gfp, (enum arch)m->s->arch));
	if (m->s->sysctl[SYSCTL_oom_dump_tasks])
		dump_tasks(m);
	if (oc->chosen && m->s->oom_log != OOM_LOG_OLD)
		dump_summary(m, oc->chosen);
}

/*
 * In the words of the 2010s, the score a share of RAM and swap per mille. No
 * child is sacrificed: whom it hits is decided as in 6.1.
 *
 * Source: mm/oom_kill.c oom_kill_process(), oom_kill_task() of a vendor's
 * 2.6.32 that had taken over the points of 2.6.36. PR11.9.
 */
static void report_old_kill(struct machine *m, const struct oom_control *oc,
			    const char *message)
{
	const struct task *t = task_at(m, oc->chosen);
	const struct mm *mm = mm_at(m, t->mm);
	uint64_t points = oc->chosen_points > 0 ? (uint64_t)oc->chosen_points : 0;

	printk(m, "%s: Kill process %u (%s) score %" PRIu64
	       " or sacrifice child\n",
	       message, t->pid, t->comm, points * 1000 / oc->totalpages);
	printk(m, "Killed process %u, UID %u, (%s) total-vm:%" PRIu64
	       "kB, anon-rss:%" PRIu64 "kB, file-rss:%" PRIu64 "kB\n",
	       t->pid, t->uid, t->comm, kb(mm->total_vm),
	       kb(mm->rss[MM_ANONPAGES]), kb(mm->rss[MM_FILEPAGES]));
}

void oom_report_kill(struct machine *m, const struct oom_control *oc,
		     const char *message)
{
	const struct task *t = task_at(m, oc->chosen);
	const struct mm *mm = mm_at(m, t->mm);

	if (m->s->oom_log == OOM_LOG_OLD) {
		report_old_kill(m, oc, message);
		return;
	}
	printk(m, "%s: Killed process %u (%s) total-vm:%" PRIu64
	       "kB, anon-rss:%" PRIu64 "kB, file-rss:%" PRIu64
	       "kB, shmem-rss:%" PRIu64 "kB, UID:%u pgtables:%" PRIu64
	       "kB oom_score_adj:%d\n",
	       message, t->pid, t->comm, kb(mm->total_vm),
	       kb(mm->rss[MM_ANONPAGES]), kb(mm->rss[MM_FILEPAGES]),
	       kb(mm->rss[MM_SHMEMPAGES]), t->uid, kb(mm->nr_tables),
	       t->oom_score_adj);
}

void warn_alloc(struct machine *m, gfp_t gfp, unsigned order,
		handle_t current)
{
	const uint64_t interval_ns = UINT64_C(10000000000);

	if ((gfp & GFP_BIT_NOWARN) ||
	    !ratelimit(m, &m->s->alloc_reports, interval_ns, 1))
		return;
	printk(m, "%s: page allocation failure: order:%u, mode:%#x(%s), nodemask=(null),cpuset=/,mems_allowed=0\n",
	       comm_of(m, current), order, gfp, gfp_words(gfp).text);
	show_mem(m, gfp_zone(gfp, (enum arch)m->s->arch));
}
