/* A treemap: sizes as areas of rectangles that fill one together. */
#ifndef DLWELD_WELD_TREEMAP_H
#define DLWELD_WELD_TREEMAP_H

#include <stdint.h>

typedef struct dlw_tile {
  double x, y, width, height;
} dlw_tile;

/* Divides `room` among `sizes`, which descend; those of 0, at the end, get
   nothing. `tiles[i]` is that of sizes[i]. */
void dlw_treemap(const uint64_t *sizes, uint32_t count, dlw_tile room,
                 dlw_tile *tiles);

#endif
