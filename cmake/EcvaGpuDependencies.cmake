# What the engine and the GPU's check programs need beside LibTorch: three libraries of headers.
# ECVA_DEPS names a folder that has them in include/ (./dev gpu pack makes one), for machines
# without packages; else they are the system's.
find_package(Threads REQUIRED)

# ecva_find_headers(TARGET PACKAGE HEADER)
function(ecva_find_headers target package header)
  if(NOT ECVA_DEPS)
    find_package(${package} REQUIRED)
    return()
  endif()
  if(NOT EXISTS "${ECVA_DEPS}/include/${header}")
    message(FATAL_ERROR "ECVA_DEPS=${ECVA_DEPS}: no include/${header} in it")
  endif()
  string(REPLACE "::" "_" plain "ecva_${target}")
  add_library(${plain} INTERFACE)
  add_library(${target} ALIAS ${plain})
  target_include_directories(${plain} SYSTEM INTERFACE "${ECVA_DEPS}/include")
endfunction()

ecva_find_headers(tl::expected tl-expected tl/expected.hpp)
ecva_find_headers(nlohmann_json::nlohmann_json nlohmann_json nlohmann/json.hpp)
ecva_find_headers(spdlog::spdlog spdlog spdlog/spdlog.h)
if(ECVA_DEPS)
  # Debian's spdlog takes fmt from beside it; nothing of the two is linked.
  target_compile_definitions(ecva_spdlog_spdlog INTERFACE SPDLOG_FMT_EXTERNAL FMT_HEADER_ONLY)
endif()
