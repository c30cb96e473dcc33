# ecva_embed(TARGET SYMBOL FILE)
#   Puts FILE's bytes into TARGET as `ecva::embedded::SYMBOL`, a std::string_view that is there
#   before any other initialisation: `#include "embedded/SYMBOL.h"`. For rooms without Qt, where a
#   .qrc cannot be. Call it in the folder of TARGET; FILE is relative to that folder or absolute.
set(ECVA_EMBED_SCRIPT "${CMAKE_CURRENT_LIST_FILE}")

if(CMAKE_SCRIPT_MODE_FILE STREQUAL CMAKE_CURRENT_LIST_FILE)
  # cmake -DSYMBOL=… -DINPUT=… -DOUTPUT=… -P EcvaEmbed.cmake: what the build runs.
  file(READ "${INPUT}" hex HEX)
  string(REGEX REPLACE "(................................)" "\\1\n" lines "${hex}")
  # Character literals: bytes above 127 would narrow as numbers.
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," bytes "${lines}")
  file(WRITE "${OUTPUT}" "#include \"embedded/${SYMBOL}.h\"

namespace ecva::embedded {
namespace {
constexpr char kBytes[] = {
${bytes}'\\0'};
} // namespace

constinit const std::string_view ${SYMBOL}(kBytes, sizeof(kBytes) - 1);

} // namespace ecva::embedded
")
  return()
endif()

function(ecva_embed target symbol file)
  set(root "${CMAKE_BINARY_DIR}/generated")
  get_filename_component(input "${file}" ABSOLUTE)
  set(output "${root}/embedded/${symbol}.cpp")
  file(CONFIGURE OUTPUT "${root}/embedded/${symbol}.h" @ONLY CONTENT "#pragma once

#include <string_view>

namespace ecva::embedded {
extern const std::string_view @symbol@;
} // namespace ecva::embedded
")
  add_custom_command(OUTPUT "${output}"
    COMMAND "${CMAKE_COMMAND}" "-DSYMBOL=${symbol}" "-DINPUT=${input}" "-DOUTPUT=${output}"
            -P "${ECVA_EMBED_SCRIPT}"
    DEPENDS "${input}" "${ECVA_EMBED_SCRIPT}"
    COMMENT "Embedding ${symbol}"
    VERBATIM)
  target_sources(${target} PRIVATE "${output}")
  target_include_directories(${target} PRIVATE "${root}")
endfunction()
