/* What the library is for: it keeps a text's words. */
#ifndef TEXT_H
#define TEXT_H
#ifdef __cplusplus
extern "C" {
#endif
typedef struct text text;
text *text_new(const char *pattern);
/* Takes every match of the pattern; their number. */
int text_add(text *, const char *line);
/* Writes what there is to standard output, by count and by name. */
void text_report(text *);
/* One line of it, to be freed. */
char *text_longest(text *);
int text_alive(void);
void text_free(text *);
#ifdef __cplusplus
}
#endif
#endif
