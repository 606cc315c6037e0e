/* Nothing. */
typedef int nothing;
