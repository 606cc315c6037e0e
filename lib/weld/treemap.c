/* Squarified treemaps: M. Bruls, K. Huizing and J. J. van Wijk, "Squarified
   Treemaps" (2000). Rows are laid along the shorter side of what is left, and
   a row takes the next rectangle as long as that makes its worst one no
   longer. */
#include "weld/treemap.h"

/* The worst ratio of sides in a row of that sum along `side`. */
static double worst(double largest, double smallest, double sum, double side) {
  double square = side * side, sums = sum * sum;
  double a = square * largest / sums, b = sums / (square * smallest);
  return a > b ? a : b;
}

/* Lays sizes[from..to) along the shorter side of `room`, which becomes the
   rest. */
static void row_lay(const uint64_t *sizes, uint32_t from, uint32_t to,
                    double sum, double scale, dlw_tile *room, dlw_tile *tiles) {
  int upright = room->width >= room->height; /* the row is a column */
  double side = upright ? room->height : room->width;
  double depth = sum * scale / side, at = 0;
  for (uint32_t i = from; i < to; i++) {
    double length = (double)sizes[i] / sum * side;
    tiles[i] = upright ? (dlw_tile){room->x, room->y + at, depth, length}
                       : (dlw_tile){room->x + at, room->y, length, depth};
    at += length;
  }
  if (upright) {
    room->x += depth;
    room->width -= depth;
  } else {
    room->y += depth;
    room->height -= depth;
  }
}

void dlw_treemap(const uint64_t *sizes, uint32_t count, dlw_tile room,
                 dlw_tile *tiles) {
  double total = 0;
  for (uint32_t i = 0; i < count; i++) {
    total += (double)sizes[i];
    tiles[i] = (dlw_tile){room.x, room.y, 0, 0};
  }
  while (count && !sizes[count - 1])
    count--;
  if (!count || room.width <= 0 || room.height <= 0)
    return;
  double scale = room.width * room.height / total;
  for (uint32_t from = 0; from < count;) {
    double side = room.width < room.height ? room.width : room.height;
    double sum = (double)sizes[from], ratio, largest = sum * scale;
    if (side <= 0) /* rounding has eaten it */
      return;
    ratio = worst(largest, largest, largest, side);
    uint32_t to = from + 1;
    for (; to < count; to++) {
      double more = sum + (double)sizes[to];
      double next =
          worst(largest, (double)sizes[to] * scale, more * scale, side);
      if (next > ratio)
        break;
      ratio = next;
      sum = more;
    }
    row_lay(sizes, from, to, sum, scale, &room, tiles);
    from = to;
  }
}
