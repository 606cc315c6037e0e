;; What is in a section is in the renamed one; the symbols at its ends are
;; ordinary ones.
; RUN: split-file %s %t
; RUN: %rename -dlweld-map=%t/map %t/a.ll | FileCheck %s

;--- map
section hooks hooks__5_lib
section code code.lib
symbol __start_hooks __start_hooks__5_lib

;--- a.ll
target triple = "wasm32-unknown-wasi"
; CHECK: @a = global i32 1, section "hooks__5_lib"
@a = global i32 1, section "hooks"
; CHECK: @b = internal global i32 1, section "hooks__5_lib"
@b = internal global i32 1, section "hooks"
; CHECK: @c = global i32 1, section "hook"
@c = global i32 1, section "hook"
; CHECK: @__start_hooks__5_lib = external global i32
@__start_hooks = external global i32
; CHECK: define void @f() section "code.lib" {
define void @f() section "code" {
  ret void
}
