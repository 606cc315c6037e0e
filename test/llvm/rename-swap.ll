;; All lines count at once: names may change places, and one may take the name
;; that another leaves.
; RUN: split-file %s %t
; RUN: %rename -dlweld-map=%t/map %t/a.ll | FileCheck %s

;--- map
symbol a b
symbol b a
symbol c d
symbol d e
group a b
group b a

;--- a.ll
target triple = "wasm32-unknown-wasi"
$a = comdat any
$b = comdat any
; CHECK-DAG: @b = linkonce_odr global i32 1, comdat
@a = linkonce_odr global i32 1, comdat
; CHECK-DAG: @a = linkonce_odr global i32 2, comdat
@b = linkonce_odr global i32 2, comdat
; CHECK-DAG: @d = global i32 3
@c = global i32 3
; CHECK-DAG: @e = global i32 4
@d = global i32 4
