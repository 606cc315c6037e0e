# Flags for our own code: dlweld_flags(TARGET).
function(dlweld_flags target)
  target_include_directories(${target} PUBLIC ${PROJECT_SOURCE_DIR}/lib)
  target_compile_definitions(${target} PRIVATE _GNU_SOURCE
    DLWELD_VERSION="${PROJECT_VERSION}")
  target_compile_options(${target} PRIVATE
    -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes
    -Wpointer-arith -Wwrite-strings -Wvla -Wimplicit-fallthrough)
  if(DLWELD_WERROR)
    target_compile_options(${target} PRIVATE -Werror)
  endif()
  if(DLWELD_SANITIZE)
    target_compile_options(${target} PRIVATE
      -fsanitize=address,undefined -fno-sanitize-recover=all
      -fno-omit-frame-pointer)
    target_link_options(${target} PUBLIC -fsanitize=address,undefined)
  endif()
endfunction()
