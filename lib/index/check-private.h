/* What the parts of the check share. */
#ifndef DLWELD_INDEX_CHECK_PRIVATE_H
#define DLWELD_INDEX_CHECK_PRIVATE_H

#include "index/check.h"

typedef struct dlw_checker {
  dlw_ctx *cx;
  const dlw_module *m;
  const dlw_welded *x;
  dlw_layout layout;
  uint64_t slots_room;  /* slots that the table has; UINT64_MAX: not known */
  uint64_t memory_room; /* bytes, the same */
  dlw_fault_found *found;
  void *user;
  uint32_t faults;
  bool failed; /* no memory */
} dlw_checker;

/* What a fault is about. */
typedef struct dlw_subject {
  uint32_t library;
  dlw_str symbol;
  const uint8_t *at; /* in the module, or NULL */
  const char *hint;  /* as dlw_fault has it */
} dlw_subject;

/* Reports one; returns false. */
bool dlw_check_fault(dlw_checker *c, const dlw_subject *about, const char *id,
                     dlw_severity severity, const char *format, ...)
    __attribute__((format(printf, 5, 6), cold));

/* The byte of the module at that offset of the index, or NULL. */
const uint8_t *dlw_check_place(const dlw_checker *c, uint32_t offset);

/* The parts: table and functions; memory and data; the index's two copies;
   relocations of both. */
void dlw_check_slots(dlw_checker *c);
void dlw_check_data(dlw_checker *c);
void dlw_check_copies(dlw_checker *c);
void dlw_check_relocations(dlw_checker *c);

#endif
