/* Binary files written as text, for tests of what no compiler emits. */
#ifndef DLWELD_TEST_HEX_H
#define DLWELD_TEST_HEX_H

#include "support/buf.h"
#include "support/ctx.h"

/* Appends what the file says:
     00 6d       bytes in hexadecimal
     'text'      bytes as they are
     "text"      the same behind their length (a name)
     { ... }     a LEB128 of the length of what is within, then that
     {5 ... }    the same, padded to five bytes
     <file       what that file says, relative to this one
     ; comment */
bool hex_read(dlw_ctx *cx, const char *path, dlw_buf *out);

#endif
