#include "load/draft.h"

#include <string.h>

#include "base/xmalloc.h"

/* Room for one more; xgrow() with the list's own types. */
#define ROOM(d, list, nr, cap)                                                 \
	((d)->story->list = xgrow((d)->story->list, (d)->story->nr, &(d)->cap, \
				  sizeof(*(d)->story->list)))

void draft_open(struct draft *d)
{
	struct story *s = xcalloc(1, sizeof(*s));

	memset(d, 0, sizeof(*d));
	d->story = s;
	/* what is numbered from 1 has an empty one in front */
	ROOM(d, steps, nr_steps, cap_steps);
	ROOM(d, details, nr_details, cap_details);
	ROOM(d, group_details, nr_group_details, cap_group_details);
	s->steps[0] = (struct step){ 0 };
	s->details[s->nr_details++] = (struct step_detail){ 0 };
	s->group_details[s->nr_group_details++] = (struct group_detail){ 0 };
}

void draft_chapter(struct draft *d, const struct words *title)
{
	struct story *s = d->story;

	ROOM(d, chapters, nr_chapters, cap_chapters);
	s->chapters[s->nr_chapters++] = (struct chapter){
		.title = *title,
		.first_step = s->nr_steps + 1,
	};
}

void draft_step(struct draft *d)
{
	struct story *s = d->story;

	s->nr_steps++;
	ROOM(d, steps, nr_steps, cap_steps);
	s->steps[s->nr_steps] = (struct step){ .first_group = s->nr_groups };
}

void draft_detail(struct draft *d, const struct step_detail *detail)
{
	struct story *s = d->story;

	ROOM(d, details, nr_details, cap_details);
	s->details[s->nr_details] = *detail;
	s->details[s->nr_details++].step = s->nr_steps;
}

void draft_group(struct draft *d, const struct group *g,
		 const struct group_detail *detail)
{
	struct story *s = d->story;

	ROOM(d, groups, nr_groups, cap_groups);
	s->groups[s->nr_groups] = *g;
	s->groups[s->nr_groups].detail = 0;
	if (detail) {
		ROOM(d, group_details, nr_group_details, cap_group_details);
		s->groups[s->nr_groups].detail = s->nr_group_details;
		s->group_details[s->nr_group_details++] = *detail;
	}
	s->nr_groups++;
}

void draft_what_if(struct draft *d, const struct what_if *w)
{
	struct story *s = d->story;

	ROOM(d, what_ifs, nr_what_ifs, cap_what_ifs);
	s->what_ifs[s->nr_what_ifs] = *w;
	s->what_ifs[s->nr_what_ifs++].at_step = s->nr_steps;
}

void draft_close(struct draft *d)
{
	struct story *s = d->story;

	s->nr_steps++;
	ROOM(d, steps, nr_steps, cap_steps);
	s->steps[s->nr_steps--] = (struct step){ .first_group = s->nr_groups };
	s->steps = xrealloc(s->steps, (s->nr_steps + 2) * sizeof(*s->steps));
	s->groups = xrealloc(s->groups, s->nr_groups * sizeof(*s->groups));
	s->details = xrealloc(s->details,
			      s->nr_details * sizeof(*s->details));
	s->group_details =
		xrealloc(s->group_details,
			 s->nr_group_details * sizeof(*s->group_details));
}

static void names_give(struct story *s, const struct names *names)
{
	s->names = xmalloc(names->nr * sizeof(*names->name));
	memcpy(s->names, names->name, names->nr * sizeof(*names->name));
	s->nr_names = names->nr;
}

void draft_name(struct story *s, const struct names *names)
{
	names_give(s, names);
	for (uint32_t i = 0; i < s->nr_what_ifs; i++) {
		struct story *branch = s->what_ifs[i].story;

		names_give(branch, names);
		branch->machine = s->machine;
		branch->title = s->title;
		branch->name = s->name;
	}
}
