/*
 * place - a spot as a scenario writes it: a label with an offset, "buf",
 * "buf+2M", "buf-4K", or an address, "0x7f0000", "7ffff7ff1040"
 *
 * A word may be both, as "beef": it is the label if there is one. Without 0x
 * an address has a digit in front or five digits at least, so that a label
 * misspelt is no address.
 */
#ifndef STORY_PLACE_H
#define STORY_PLACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct place {
	size_t	 name_len;	/* the label is the first so many bytes; 0 = none */
	uint64_t offset;	/* from the label; modulo 2^64 */
	bool	 is_address;
	uint64_t address;
};

/* Return: false if it is neither. */
bool place_parse(const char *s, size_t len, struct place *p);

/* "0x1000", "7ffff7ff1040": hexadecimal in any case. false: something else. */
bool address_parse(const char *s, size_t len, uint64_t *address);

/* Names of tasks and labels: a letter or '_', then those and digits. */
size_t name_length(const char *s, size_t len);

#endif
