/*
 * draft - a story under construction: its growing lists
 */
#ifndef LOAD_DRAFT_H
#define LOAD_DRAFT_H

#include "load/loader.h"

/* An empty story, ready to be filled. */
void draft_open(struct draft *d);

/* A chapter begins with the next step. */
void draft_chapter(struct draft *d, const struct words *title);

/* A new step; the operations that follow are its. */
void draft_step(struct draft *d);

/* Texts and expectations of the newest step, if it has any. */
void draft_detail(struct draft *d, const struct step_detail *detail);

/* An operation of the newest step. detail: NULL = none. */
void draft_group(struct draft *d, const struct group *g,
		 const struct group_detail *detail);

/* A branch off the newest step; the story becomes the draft's. */
void draft_what_if(struct draft *d, const struct what_if *w);

/* No more comes: lists are cut to their size. */
void draft_close(struct draft *d);

/* The story and its what-ifs get the names (copied), once all are known. */
void draft_name(struct story *s, const struct names *names);

#endif
