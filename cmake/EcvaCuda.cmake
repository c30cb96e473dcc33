# CUDA kernels, compiled by nvcc itself: as a language of CMake's it would stop machines without a
# working toolkit and take our warnings for its own.
set(ECVA_NVCC "")
if(NOT ECVA_WITH_CUDA STREQUAL "OFF")
  find_program(ECVA_NVCC_PROGRAM nvcc PATHS /usr/local/cuda/bin "$ENV{CUDA_HOME}/bin")
  if(ECVA_NVCC_PROGRAM)
    get_filename_component(cuda_root "${ECVA_NVCC_PROGRAM}" REALPATH)
    get_filename_component(cuda_root "${cuda_root}" DIRECTORY)
    get_filename_component(cuda_root "${cuda_root}" DIRECTORY)
    find_library(ECVA_CUDART cudart_static NO_DEFAULT_PATH
      PATHS "${cuda_root}/lib64" "${cuda_root}/lib" "${cuda_root}/targets/x86_64-linux/lib"
            "$ENV{CUDA_HOME}/lib64" /usr/local/cuda/lib64)
  endif()
  if(ECVA_NVCC_PROGRAM AND ECVA_CUDART)
    set(ECVA_NVCC "${ECVA_NVCC_PROGRAM}")
  elseif(ECVA_WITH_CUDA STREQUAL "ON")
    message(FATAL_ERROR "ECVA_WITH_CUDA=ON: no nvcc with its cudart_static")
  endif()
endif()
set(ECVA_CUDA_VERSION "")
if(ECVA_NVCC)
  execute_process(COMMAND "${ECVA_NVCC}" --version OUTPUT_VARIABLE told ERROR_QUIET)
  if(told MATCHES "release ([0-9.]+)")
    set(ECVA_CUDA_VERSION "${CMAKE_MATCH_1}")
  endif()
endif()
# LibTorch's CUDA half, for the one module that links it. The LibTorch that ./dev fetches has none.
if(ECVA_NVCC AND ECVA_WITH_ENGINE AND EXISTS "${ECVA_TORCH_ROOT}/lib/libtorch_cuda.so"
   AND EXISTS "${ECVA_TORCH_ROOT}/lib/libc10_cuda.so")
  add_library(ecva_torch_cuda INTERFACE)
  target_include_directories(ecva_torch_cuda SYSTEM INTERFACE "${cuda_root}/include")
  target_link_libraries(ecva_torch_cuda INTERFACE
    ecva_torch "${ECVA_TORCH_ROOT}/lib/libtorch_cuda.so" "${ECVA_TORCH_ROOT}/lib/libc10_cuda.so")
endif()
# Ampere and Hopper: few, so that a build stays short. Later ones translate the last one's PTX.
set(ECVA_CUDA_ARCHITECTURES "80;90" CACHE STRING "Compute capabilities that CUDA kernels are built for")

# ecva_add_cuda_library(NAME SOURCES … HEADERS …): a static library of .cu files with the runtime.
function(ecva_add_cuda_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;HEADERS" ${ARGN})
  set(codes)
  foreach(architecture IN LISTS ECVA_CUDA_ARCHITECTURES)
    list(APPEND codes -gencode "arch=compute_${architecture},code=sm_${architecture}")
  endforeach()
  list(GET ECVA_CUDA_ARCHITECTURES -1 latest)
  list(APPEND codes -gencode "arch=compute_${latest},code=compute_${latest}")
  set(objects)
  foreach(source IN LISTS ARG_SOURCES)
    get_filename_component(stem "${source}" NAME_WE)
    set(object "${CMAKE_CURRENT_BINARY_DIR}/${name}_${stem}.o")
    set(depends)
    foreach(header IN LISTS ARG_HEADERS)
      list(APPEND depends "${CMAKE_CURRENT_SOURCE_DIR}/${header}")
    endforeach()
    add_custom_command(OUTPUT "${object}"
      COMMAND "${ECVA_NVCC}" -ccbin "${CMAKE_CXX_COMPILER}" -std=c++20 -O3 -Xcompiler=-fPIC,-Wall
              ${codes} "-I${CMAKE_SOURCE_DIR}" -c "${CMAKE_CURRENT_SOURCE_DIR}/${source}" -o "${object}"
      DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/${source}" ${depends}
      COMMENT "Compiling ${source} for the GPU" VERBATIM)
    set_source_files_properties("${object}" PROPERTIES EXTERNAL_OBJECT TRUE GENERATED TRUE)
    list(APPEND objects "${object}")
  endforeach()
  add_library(${name} STATIC ${objects})
  set_target_properties(${name} PROPERTIES LINKER_LANGUAGE CXX ECVA_LAYER model)
  target_include_directories(${name} PUBLIC "${CMAKE_SOURCE_DIR}")
  target_include_directories(${name} SYSTEM PUBLIC "${cuda_root}/include")
  target_link_libraries(${name} PUBLIC "${ECVA_CUDART}" Threads::Threads ${CMAKE_DL_LIBS} rt)
endfunction()
