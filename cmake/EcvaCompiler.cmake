# Language level, warnings and sanitizers for every target of the project.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")

# Qt's generated code must not see `signals`, `slots` and `emit`: they clash with LibTorch.
add_compile_definitions(QT_NO_KEYWORDS QT_NO_CAST_FROM_BYTEARRAY QT_NO_URL_CAST_FROM_STRING)

add_compile_options(-Wall -Wextra -Wpedantic -Wnon-virtual-dtor)
if(ECVA_WERROR)
  add_compile_options(-Werror)
endif()
# Ninja hides the terminal from the compiler; ask for colours only where a person looks.
if(NOT "$ENV{CI}" STREQUAL "true")
  add_compile_options($<$<CXX_COMPILER_ID:GNU>:-fdiagnostics-color=auto>)
endif()

if(ECVA_SANITIZE)
  add_compile_options(-fsanitize=${ECVA_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${ECVA_SANITIZE})
endif()

find_program(ECVA_CCACHE ccache)
if(ECVA_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # Absolute paths are rewritten, so a second clone of the project finds the first one's objects.
  set(CMAKE_CXX_COMPILER_LAUNCHER
      "${CMAKE_COMMAND};-E;env;CCACHE_BASEDIR=${CMAKE_SOURCE_DIR};CCACHE_NOHASHDIR=1;${ECVA_CCACHE}")
endif()
