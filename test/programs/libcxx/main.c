/* A program of C, or, compiled as such, of C++. */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>

#include "text.h"

#ifdef __cplusplus
#include <iostream>
#include <map>
#include <regex>
#include <string>
#endif

static void *library;

#define FUNCTION(f) __typeof__(f) *the_##f = (__typeof__(f) *)find(#f)

static void *find(const char *name) {
  void *found = dlsym(library, name);
  if (!found) {
    puts(dlerror());
    exit(1);
  }
  return found;
}

int main(void) {
  /* The library's std::cout writes at once; what stdio has is to come before. */
  setvbuf(stdout, NULL, _IONBF, 0);
#ifdef __cplusplus
  /* Its own use of the same templates, as if the library were not there. */
  std::map<std::string, int> own;
  std::string line = "one two two";
  std::regex word("[a-z]+");
  for (std::sregex_iterator i(line.begin(), line.end(), word), end; i != end;
       ++i)
    own[i->str()]++;
  for (auto &entry : own)
    std::cout << entry.first << ' ' << entry.second << std::endl;
#endif
  puts("before");
  library = dlopen("libtext.so", RTLD_NOW);
  if (!library) {
    puts(dlerror());
    return 1;
  }
  FUNCTION(text_new);
  FUNCTION(text_add);
  FUNCTION(text_report);
  FUNCTION(text_longest);
  FUNCTION(text_alive);
  FUNCTION(text_free);
  text *t = the_text_new("([a-z]+)(?=[^a-z]|$)");
  printf("%d\n", the_text_add(t, "Linking links linked a Link/loading loads"));
  printf("%d\n", the_text_add(t, "  the LOADER loads; 12 links, x9 words."));
  the_text_report(t);
  char *longest = the_text_longest(t);
  puts(longest);
  free(longest);
  printf("%d\n", the_text_alive());
  the_text_free(t);
  printf("%d\n", the_text_alive());
  printf("%d\n", dlclose(library));
  puts("end");
}
