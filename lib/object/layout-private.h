/* Private to lib/object: what the parts of the layout share. */
#ifndef DLWELD_OBJECT_LAYOUT_PRIVATE_H
#define DLWELD_OBJECT_LAYOUT_PRIVATE_H

#include "object/layout.h"

/* Adds the passive segments to those that are known, in any order;
   `has_addresses` says afterwards whether that was possible. Called where
   nothing else is unknown. */
bool dlw_layout_passive(dlw_ctx *cx, dlw_layout *l);

#endif
