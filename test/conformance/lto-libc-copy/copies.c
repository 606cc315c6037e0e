typedef __SIZE_TYPE__ size_t;
size_t strlen(const char *s) {
  size_t n = 0;
  while (s[n]) n++;
  return n;
}
void *memcpy(void *restrict to, const void *restrict from, size_t n) {
  for (size_t i = 0; i < n; i++) ((char *)to)[i] = ((const char *)from)[i];
  return to;
}
void *memset(void *to, int c, size_t n) {
  for (size_t i = 0; i < n; i++) ((char *)to)[i] = (char)c;
  return to;
}
int strcmp(const char *a, const char *b) {
  for (; *a && *a == *b; a++, b++);
  return (unsigned char)*a - (unsigned char)*b;
}
