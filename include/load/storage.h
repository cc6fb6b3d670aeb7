/*
 * storage - the disks, swap devices and files of a scenario
 *
 * A disk is named by its device, "vda"; without any a machine has one of that
 * name. A file's slot is its number in "files", from 1.
 */
#ifndef LOAD_STORAGE_H
#define LOAD_STORAGE_H

#include "load/shape.h"

extern const struct shape disk_shape, swap_shape, file_shape;

/* An item of the machine's "disks", of its "swap". */
void disk_read(struct loader *l, const cJSON *v, struct machine_spec *spec);
void swap_read(struct loader *l, const cJSON *v, struct machine_spec *spec);

/*
 * An item of the scenario's "files"; the machine is known. Its name is known
 * from here on, whatever faults it has.
 */
void file_read(struct loader *l, const cJSON *v);

/* Number (from 0) of the machine's swap device; -1 after a fault. */
int swap_device_known(struct loader *l, const cJSON *v, const char *what);
/* Slot of the file; 0 after a fault. */
uint32_t file_known(struct loader *l, const cJSON *v, const char *what);

#endif
