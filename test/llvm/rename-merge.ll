;; Symbols that come to have one name are one. Of two declarations one stays,
;; which is weak only if both were, and hidden if one was; a definition takes
;; the place of declarations and of copies for inlining.
; RUN: split-file %s %t
; RUN: %rename -dlweld-map=%t/map %t/a.ll | FileCheck %s

;--- map
symbol old new
symbol one both
symbol two both
symbol w.one w.both
symbol w.two w.both
symbol used defined
symbol definition declared
symbol body inline
symbol hidden.one visible
symbol plainly labelled

;--- a.ll
target triple = "wasm32-unknown-wasi"
; CHECK: @llvm.used = {{.*}}[ptr @new, ptr @new]
@llvm.used = appending global [2 x ptr] [ptr @old, ptr @new], section "llvm.metadata"
; CHECK: @visible = external hidden global i32
@visible = external global i32
@hidden.one = external hidden global i32
; CHECK-NOT: @plainly
; CHECK: labelled" = external global i32
@"\01labelled" = external global i32
@plainly = external global i32

; CHECK: define i32 @f() {
define i32 @f() {
; CHECK: call void @new()
; CHECK: call void @new()
  call void @old()
  call void @new()
; CHECK: call void @both()
; CHECK: call void @both()
  call void @one()
  call void @two()
; CHECK: call void @w.both()
; CHECK: call void @w.both()
  call void @w.one()
  call void @w.two()
; CHECK: call void @defined()
  call void @used()
; CHECK: call void @declared()
  call void @declared()
; CHECK: call void @inline()
  call void @inline()
; CHECK: load i32, ptr @visible
  %a = load i32, ptr @hidden.one, align 4
; CHECK: labelled"
  %b = load i32, ptr @plainly, align 4
  ret i32 %a
}
; CHECK: }
; CHECK-EMPTY:
; CHECK-NEXT: declare void @new()
declare void @old()
declare void @new()
; CHECK-EMPTY:
; CHECK-NEXT: declare void @both()
declare void @one()
declare extern_weak void @two()
; CHECK-EMPTY:
; CHECK-NEXT: declare extern_weak void @w.both()
declare extern_weak void @w.one()
declare extern_weak void @w.two()
declare void @used()
; CHECK-EMPTY:
; CHECK-NEXT: define void @defined() {
define void @defined() {
  ret void
}
; CHECK: }
; CHECK-EMPTY:
; CHECK-NEXT: define void @declared() {
define void @definition() {
  ret void
}
declare void @declared()
; CHECK: define void @inline() {
; CHECK-NEXT: call void @f()
define void @body() {
  call void @f()
  ret void
}
; CHECK-NOT: available_externally
define available_externally void @inline() {
  ret void
}
