;; Strings that are names of symbols: the function that LLVM may call instead,
;; and the lists in split modules (-fsplit-lto-unit) with control flow
;; integrity. Those in debug info are names of the source and stay; types'
;; identifiers are no symbols.
; RUN: split-file %s %t
; RUN: %rename -dlweld-map=%t/map %t/a.ll | FileCheck %s

;--- map
symbol f f.lib
symbol g g.lib
symbol calloc2 calloc2.lib
symbol _ZTS1A _ZTS1A.lib
symbol vtable vtable.lib

;--- a.ll
target triple = "wasm32-unknown-wasi"
; CHECK: @vtable.lib = constant [1 x ptr] [ptr @f.lib], !type ![[TYPE:[0-9]+]]
@vtable = constant [1 x ptr] [ptr @f], !type !5
; CHECK: @data = global i32 1, section "d", !associated ![[ASSOCIATED:[0-9]+]]
@data = global i32 1, section "d", !associated !6
; CHECK: define void @f.lib() !dbg ![[F:[0-9]+]] {
define void @f() !dbg !12 {
  ret void
}
; CHECK: declare ptr @malloc2(i32) #[[MALLOC:[0-9]+]]
declare ptr @malloc2(i32) #0
; CHECK: attributes #[[MALLOC]] = { {{.*}}"alloc-variant-zeroed"="calloc2.lib" }
attributes #0 = { "alloc-family"="malloc2" "alloc-variant-zeroed"="calloc2" }
; CHECK-DAG: !cfi.functions = !{![[CFI:[0-9]+]], ![[OTHER:[0-9]+]]}
!cfi.functions = !{!0, !1}
; CHECK-DAG: !aliases = !{![[ALIAS:[0-9]+]]}
!aliases = !{!2}
; CHECK-DAG: !other = !{![[UNTOUCHED:[0-9]+]]}
!other = !{!3}
!llvm.dbg.cu = !{!10}
!llvm.module.flags = !{!9}
; CHECK-DAG: ![[CFI]] = !{!"f.lib", i8 0, ![[TYPE]]}
!0 = !{!"f", i8 0, !5}
; CHECK-DAG: ![[OTHER]] = !{!"stays", i8 0}
!1 = !{!"stays", i8 0}
; CHECK-DAG: ![[ALIAS]] = !{!"g.lib", !"f.lib", i8 0, i8 0}
!2 = !{!"g", !"f", i8 0, i8 0}
; CHECK-DAG: ![[UNTOUCHED]] = !{!"f"}
!3 = !{!"f"}
; CHECK-DAG: ![[TYPE]] = !{i64 0, !"_ZTS1A"}
!5 = !{i64 0, !"_ZTS1A"}
; CHECK-DAG: ![[ASSOCIATED]] = !{ptr @vtable.lib}
!6 = !{ptr @vtable}
!9 = !{i32 2, !"Debug Info Version", i32 3}
!10 = distinct !DICompileUnit(language: DW_LANG_C_plus_plus, file: !11, emissionKind: FullDebug)
!11 = !DIFile(filename: "a.cpp", directory: "")
; CHECK-DAG: ![[F]] = distinct !DISubprogram(name: "f", linkageName: "f",
!12 = distinct !DISubprogram(name: "f", linkageName: "f", file: !11, line: 1, type: !13, unit: !10, spFlags: DISPFlagDefinition)
!13 = !DISubroutineType(types: !14)
!14 = !{null}
