/* The objects that make up a running program, as <link.h> of Linux has them,
   for WebAssembly modules that dlweld has linked: dl_iterate_phdr, and struct
   link_map, which dladdr1 and dlinfo find. A library of a welded module is no
   ELF file; of ELF there is what these two tell. Needs no C library and no
   header but the compiler's own. */
#ifndef DLWELD_LINK_H
#define DLWELD_LINK_H

#include <stddef.h>
#include <stdint.h>

#include "dlfcn.h"

#ifdef __LP64__
#define __ELF_NATIVE_CLASS 64
#define ElfW(type) Elf64_##type
#else
#define __ELF_NATIVE_CLASS 32
#define ElfW(type) Elf32_##type
#endif

/* The C library's elf.h, if it has one, or the program's own. But Debian's
   clang finds the build machine's behind a WASI library without one, and that
   needs glibc. */
#if !defined(_ELF_H) && defined(__has_include)
#if __has_include(<elf.h>) && !__has_include(<gnu-versions.h>)
#include <elf.h>
#endif
#endif

#ifndef _ELF_H
typedef uint16_t Elf32_Half, Elf64_Half;
typedef uint16_t Elf32_Section, Elf64_Section;
typedef uint32_t Elf32_Word, Elf64_Word;
typedef int32_t Elf32_Sword, Elf64_Sword;
typedef uint64_t Elf32_Xword, Elf64_Xword;
typedef int64_t Elf32_Sxword, Elf64_Sxword;
typedef uint32_t Elf32_Addr, Elf32_Off;
typedef uint64_t Elf64_Addr, Elf64_Off;

typedef struct {
  Elf32_Word st_name;
  Elf32_Addr st_value;
  Elf32_Word st_size;
  unsigned char st_info;
  unsigned char st_other;
  Elf32_Section st_shndx;
} Elf32_Sym;

typedef struct {
  Elf64_Word st_name;
  unsigned char st_info;
  unsigned char st_other;
  Elf64_Section st_shndx;
  Elf64_Addr st_value;
  Elf64_Xword st_size;
} Elf64_Sym;

#define ELF32_ST_BIND(info) ((unsigned char)(info) >> 4)
#define ELF32_ST_TYPE(info) ((info)&0xf)
#define ELF32_ST_INFO(bind, type) (((bind) << 4) + ((type)&0xf))
#define ELF32_ST_VISIBILITY(other) ((other)&0x3)
#define ELF64_ST_BIND(info) ELF32_ST_BIND(info)
#define ELF64_ST_TYPE(info) ELF32_ST_TYPE(info)
#define ELF64_ST_INFO(bind, type) ELF32_ST_INFO(bind, type)
#define ELF64_ST_VISIBILITY(other) ELF32_ST_VISIBILITY(other)
#define STB_LOCAL 0
#define STB_GLOBAL 1
#define STB_WEAK 2
#define STB_GNU_UNIQUE 10
#define STT_NOTYPE 0
#define STT_OBJECT 1
#define STT_FUNC 2
#define STT_SECTION 3
#define STT_FILE 4
#define STT_COMMON 5
#define STT_TLS 6
#define STT_GNU_IFUNC 10
#define STV_DEFAULT 0
#define STV_INTERNAL 1
#define STV_HIDDEN 2
#define STV_PROTECTED 3
#define SHN_UNDEF 0
#define SHN_ABS 0xfff1
#define SHN_COMMON 0xfff2

typedef struct {
  Elf32_Word p_type;
  Elf32_Off p_offset;
  Elf32_Addr p_vaddr;
  Elf32_Addr p_paddr;
  Elf32_Word p_filesz;
  Elf32_Word p_memsz;
  Elf32_Word p_flags;
  Elf32_Word p_align;
} Elf32_Phdr;

typedef struct {
  Elf64_Word p_type;
  Elf64_Word p_flags;
  Elf64_Off p_offset;
  Elf64_Addr p_vaddr;
  Elf64_Addr p_paddr;
  Elf64_Xword p_filesz;
  Elf64_Xword p_memsz;
  Elf64_Xword p_align;
} Elf64_Phdr;

#define PT_NULL 0
#define PT_LOAD 1
#define PT_DYNAMIC 2
#define PT_INTERP 3
#define PT_NOTE 4
#define PT_SHLIB 5
#define PT_PHDR 6
#define PT_TLS 7
#define PT_GNU_EH_FRAME 0x6474e550
#define PT_GNU_STACK 0x6474e551
#define PT_GNU_RELRO 0x6474e552
#define PF_X 1
#define PF_W 2
#define PF_R 4

typedef struct {
  Elf32_Sword d_tag;
  union {
    Elf32_Word d_val;
    Elf32_Addr d_ptr;
  } d_un;
} Elf32_Dyn;

typedef struct {
  Elf64_Sxword d_tag;
  union {
    Elf64_Xword d_val;
    Elf64_Addr d_ptr;
  } d_un;
} Elf64_Dyn;

#define DT_NULL 0
#define DT_NEEDED 1
#define DT_HASH 4
#define DT_STRTAB 5
#define DT_SYMTAB 6
#define DT_STRSZ 10
#define DT_SYMENT 11
#define DT_SONAME 14
#define DT_RPATH 15
#define DT_RUNPATH 29
#define DT_GNU_HASH 0x6ffffef5

typedef struct {
  Elf32_Word n_namesz;
  Elf32_Word n_descsz;
  Elf32_Word n_type;
} Elf32_Nhdr;

typedef struct {
  Elf64_Word n_namesz;
  Elf64_Word n_descsz;
  Elf64_Word n_type;
} Elf64_Nhdr;
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* A loaded library. A handle of dlopen points to its library's. The list of
   them all is in the order of loading and begins with the program. To be read
   only; good while the library is loaded. */
struct link_map {
  ElfW(Addr) l_addr; /* what addresses count from: some address of its own */
  char *l_name;      /* soname; "" for the program */
  ElfW(Dyn) * l_ld;  /* NULL: there is no dynamic section */
  struct link_map *l_next, *l_prev;
};

struct dl_phdr_info {
  ElfW(Addr) dlpi_addr;        /* as l_addr */
  const char *dlpi_name;       /* as l_name */
  const ElfW(Phdr) *dlpi_phdr; /* PT_LOAD: a part of memory with its data;
                                  PT_TLS: its thread-local variables */
  ElfW(Half) dlpi_phnum;
  __extension__ unsigned long long dlpi_adds; /* libraries ever loaded */
  __extension__ unsigned long long dlpi_subs; /* and taken down */
  size_t dlpi_tls_modid; /* 0 without thread-local variables */
  void *dlpi_tls_data;   /* the calling thread's, or NULL */
};

/* Calls the function for the program and for each loaded library, in the order
   of loading, until it returns something other than 0; returns what the last
   call returned. `__size` is that of *__info, which is good during the call, as
   is what dlpi_phdr points to. Code is not in memory: only data have
   addresses, dlpi_addr + p_vaddr, for p_memsz bytes; no two overlap. The
   function may call dlopen. */
int dl_iterate_phdr(int (*__function)(struct dl_phdr_info *__info,
                                      size_t __size, void *__data),
                    void *__data);

#ifdef __cplusplus
}
#endif

#endif
