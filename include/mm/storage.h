/*
 * storage - the disks, swap devices and files that a machine boots with
 *
 * Swap devices lie on their disk in front of the files. What has a disk and a
 * machine that describes none lies on the usual one, "vda".
 */
#ifndef MM_STORAGE_H
#define MM_STORAGE_H

#include "mm/machine.h"
#include "mm/machine_spec.h"

/* Does the description contradict itself? Return: false, and *why. */
bool storage_spec_check(const struct machine_spec *spec, struct diag *why);

/* Make them all; swap devices that are to be on are. Once, at boot. */
void storage_set_up(struct machine *m, const struct machine_spec *spec);

#endif
