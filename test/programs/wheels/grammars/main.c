/* Parses standard input by grammars, SONAME LANGUAGE for each, and writes the
   tree as an expression. */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <tree_sitter/api.h>

static char text[1 << 20];

static int parse(const char *soname, const char *name, uint32_t size) {
  char symbol[100];
  snprintf(symbol, sizeof symbol, "tree_sitter_%s", name);
  void *library = dlopen(soname, RTLD_NOW);
  const TSLanguage *(*language)(void) =
      library ? (const TSLanguage *(*)(void))dlsym(library, symbol) : NULL;
  if (!language) {
    puts(dlerror());
    return 1;
  }
  TSParser *parser = ts_parser_new();
  printf("%s: interface %u, %u symbols\n", name,
         ts_language_abi_version(language()),
         ts_language_symbol_count(language()));
  if (!ts_parser_set_language(parser, language()))
    return 1;
  TSTree *tree = ts_parser_parse_string(parser, NULL, text, size);
  TSNode root = ts_tree_root_node(tree);
  char *all = ts_node_string(root);
  printf("%u bytes, errors: %d\n%s\n", ts_node_end_byte(root),
         ts_node_has_error(root), all);
  free(all);
  ts_tree_delete(tree);
  ts_parser_delete(parser);
  return dlclose(library);
}

int main(int argc, char **argv) {
  size_t size = fread(text, 1, sizeof text, stdin);
  int status = 0;
  for (int i = 1; i + 1 < argc; i += 2)
    status |= parse(argv[i], argv[i + 1], (uint32_t)size);
  return status;
}
