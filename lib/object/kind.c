/* What kind of file some bytes are, by magic numbers and, for wasm, by the
   headers of its sections. Never fails: what is damaged is told by the reader
   of the kind it seems to be. */
#include "object/module.h"

static bool starts(dlw_bytes b, const void *magic, size_t n) {
  return b.n >= n && memcmp(b.p, magic, n) == 0;
}

/* A LEB128 for sniffing: false where it is cut off or too large. */
static bool size_at(dlw_bytes b, size_t *at, uint32_t *out) {
  uint64_t v = 0;
  for (unsigned shift = 0; shift < 35 && *at < b.n; shift += 7) {
    uint8_t byte = b.p[(*at)++];
    v |= (uint64_t)(byte & 0x7f) << shift;
    if (byte < 0x80) {
      *out = (uint32_t)v;
      return v <= UINT32_MAX;
    }
  }
  return false;
}

static dlw_kind kind_of_wasm(dlw_bytes b) {
  size_t at = 8;
  bool first = true;
  while (at < b.n) {
    uint8_t id = b.p[at++];
    uint32_t size;
    if (!size_at(b, &at, &size) || size > b.n - at)
      break;
    size_t next = at + size;
    if (id == DLW_SEC_CUSTOM) {
      uint32_t n;
      size_t name = at;
      if (!size_at(b, &name, &n) || name > next || n > next - name)
        break;
      if (n == 7 && memcmp(b.p + name, "linking", 7) == 0)
        return DLW_KIND_OBJECT;
      if (first && ((n == 8 && memcmp(b.p + name, "dylink.0", 8) == 0) ||
                    (n == 6 && memcmp(b.p + name, "dylink", 6) == 0)))
        return DLW_KIND_SHARED;
    }
    first = false;
    at = next;
  }
  return DLW_KIND_MODULE;
}

dlw_kind dlw_kind_of(dlw_bytes b) {
  static const uint8_t macho[5][4] = {{0xfe, 0xed, 0xfa, 0xce},
                                      {0xfe, 0xed, 0xfa, 0xcf},
                                      {0xce, 0xfa, 0xed, 0xfe},
                                      {0xcf, 0xfa, 0xed, 0xfe},
                                      {0xca, 0xfe, 0xba, 0xbe}};
  /* Machine numbers at the head of a COFF object: i386, ARM, amd64, ARM64. */
  static const uint8_t coff[4][2] = {
      {0x4c, 0x01}, {0xc4, 0x01}, {0x64, 0x86}, {0x64, 0xaa}};
  if (starts(b, "\0asm", 4))
    return kind_of_wasm(b);
  if (starts(b, "BC\xc0\xde", 4) || starts(b, "\xde\xc0\x17\x0b", 4))
    return DLW_KIND_BITCODE;
  if (starts(b, "!<arch>\n", 8))
    return DLW_KIND_ARCHIVE;
  if (starts(b, "!<thin>\n", 8))
    return DLW_KIND_THIN_ARCHIVE;
  if (starts(b,
             "\x7f"
             "ELF",
             4))
    return DLW_KIND_ELF;
  for (size_t i = 0; i < 5; i++)
    if (starts(b, macho[i], 4))
      return DLW_KIND_MACHO;
  if (starts(b, "MZ", 2))
    return DLW_KIND_COFF;
  for (size_t i = 0; i < 4; i++)
    if (b.n >= 20 && starts(b, coff[i], 2))
      return DLW_KIND_COFF;
  return DLW_KIND_UNKNOWN;
}

const char *dlw_kind_name(dlw_kind kind) {
  switch (kind) {
  case DLW_KIND_OBJECT:
    return "WebAssembly object";
  case DLW_KIND_SHARED:
    return "WebAssembly shared library";
  case DLW_KIND_MODULE:
    return "WebAssembly module";
  case DLW_KIND_BITCODE:
    return "LLVM bitcode";
  case DLW_KIND_ARCHIVE:
    return "archive";
  case DLW_KIND_THIN_ARCHIVE:
    return "thin archive";
  case DLW_KIND_ELF:
    return "ELF file";
  case DLW_KIND_MACHO:
    return "Mach-O file";
  case DLW_KIND_COFF:
    return "COFF file";
  case DLW_KIND_UNKNOWN:
    break;
  }
  return "file of unknown kind";
}
