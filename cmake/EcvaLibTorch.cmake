# LibTorch as imported targets of our own: its CMake package insists on a CUDA toolkit. Only the
# engine module and its tests link it. Without it everything else is built, and annotates.
set(ecva_torch_roots)
if(ECVA_LIBTORCH STREQUAL "none")
  # asked for: without the engine
elseif(ECVA_LIBTORCH)
  list(APPEND ecva_torch_roots "${ECVA_LIBTORCH}" "${ECVA_LIBTORCH}/torch")
else()
  set(ecva_cache "$ENV{XDG_CACHE_HOME}")
  if(NOT ecva_cache)
    set(ecva_cache "$ENV{HOME}/.cache")
  endif()
  list(APPEND ecva_torch_roots "${ecva_cache}/ecva-studio/libtorch-2.11.0/torch")
endif()
set(ECVA_WITH_ENGINE OFF)
foreach(root IN LISTS ecva_torch_roots)
  if(EXISTS "${root}/lib/libtorch_cpu.so" AND EXISTS "${root}/include/ATen/core/Tensor.h")
    set(ECVA_WITH_ENGINE ON)
    add_library(ecva_torch INTERFACE)
    # Its headers carry an fmt with which spdlog does not compile: they come last.
    target_compile_options(ecva_torch INTERFACE "SHELL:-idirafter \"${root}/include\"" -Wno-unused-parameter)
    target_link_libraries(ecva_torch INTERFACE "${root}/lib/libtorch_cpu.so" "${root}/lib/libc10.so")
    # The CUDA runtime that libtorch_cpu needs lies beside it, found by its own RPATH.
    target_link_options(ecva_torch INTERFACE
      "-Wl,-rpath,${root}/lib" "-Wl,--allow-shlib-undefined")
    break()
  endif()
endforeach()
if(ECVA_LIBTORCH AND NOT ECVA_LIBTORCH STREQUAL "none" AND NOT ECVA_WITH_ENGINE)
  message(FATAL_ERROR "ECVA_LIBTORCH=${ECVA_LIBTORCH}: no lib/libtorch_cpu.so and include/ATen in it")
endif()
if(NOT ECVA_WITH_ENGINE)
  message(NOTICE "LibTorch is not there: the engine module is left out (./dev build fetches it)")
endif()
