/*
 * names - words to numbers, from 1 in the order they come; for slots of tasks
 * and labels, and for steps by their label
 */
#ifndef LOAD_NAMES_H
#define LOAD_NAMES_H

#include <stddef.h>
#include <stdint.h>

struct names {
	const char **name;	/* by number; [0] is ""; owned, the words are not */
	uint32_t     nr;	/* numbers given out, 0 counted */
	size_t	     cap;
	uint32_t    *bucket;	/* number of a word, 0 = free; owned */
	uint32_t     nr_buckets;	/* a power of two */
	uint32_t     last;	/* found last: what comes next is often the same */
};

void names_init(struct names *n);
void names_free(struct names *n);

/* 0 = unknown. */
uint32_t names_find(struct names *n, const char *s, size_t len);

/* A new word (it must be unknown); `s` must live on. Return: its number. */
uint32_t names_add(struct names *n, const char *s);

/* The word most like s, for "did you mean"; NULL if none is near. */
const char *names_nearest(const struct names *n, const char *s);

/* Same for a list that ends in NULL. */
const char *word_nearest(const char *const *words, const char *s);

#endif
