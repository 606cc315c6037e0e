;; What cannot be renamed is an error that says why.
; RUN: split-file %s %t
; RUN: not %rename -dlweld-map=%t/twice.map %t/a.ll 2>&1 | FileCheck %s --check-prefix=TWICE
; TWICE: error: dlweld-rename: 'f' cannot be called 'g': that is defined, too
; RUN: not %rename -dlweld-map=%t/kind.map %t/a.ll 2>&1 | FileCheck %s --check-prefix=KIND
; KIND: error: dlweld-rename: 't' cannot be called 'v': symbols of that name are of another kind
; RUN: not %rename -dlweld-map=%t/space.map %t/a.ll 2>&1 | FileCheck %s --check-prefix=SPACE
; SPACE: error: dlweld-rename: 's' cannot be called 'v': symbols of that name are of another kind
; RUN: not %rename -dlweld-map=%t/kind.map %t/ifunc.ll 2>&1 | FileCheck %s --check-prefix=IFUNC
; IFUNC: error: dlweld-rename: 'i' is an indirect function (ifunc), which WebAssembly does not have

;--- twice.map
symbol f g
;--- kind.map
symbol t v
;--- space.map
symbol s v
;--- a.ll
target triple = "wasm32-unknown-wasi"
@v = external global i32
@t = external thread_local global i32
@s = external addrspace(1) global i32
define void @f() {
  ret void
}
define void @g() {
  ret void
}
;--- ifunc.ll
target triple = "wasm32-unknown-wasi"
@i = ifunc void (), ptr @resolver
define ptr @resolver() {
  ret ptr null
}
