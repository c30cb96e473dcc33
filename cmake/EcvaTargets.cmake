include(EcvaEmbed)

# ecva_add_library(NAME LAYER <core|model|annotation|ui|app> SOURCES … [PUBLIC …] [PRIVATE …] [QT])
#   A static library of one room of the house. QT runs moc over its headers.
function(ecva_add_library name)
  cmake_parse_arguments(ARG "QT" "LAYER" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  target_include_directories(${name} PUBLIC "${CMAKE_SOURCE_DIR}")
  target_link_libraries(${name} PUBLIC ${ARG_PUBLIC} PRIVATE ${ARG_PRIVATE})
  set_target_properties(${name} PROPERTIES ECVA_LAYER "${ARG_LAYER}")
  if(ARG_QT)
    set_target_properties(${name} PROPERTIES AUTOMOC ON)
  endif()
  ecva_check_layering(${name} "${ARG_LAYER}" ${ARG_PUBLIC} ${ARG_PRIVATE})
endfunction()

# ecva_add_test(NAME SOURCES … [LIBS …] [LABELS …] [TIMEOUT s] [GUI])
#   A Qt Test program. It runs offscreen, with HOME, config and cache in a folder of its own,
#   and knows the programs under test by ECVA_BIN_DIR. Exit status 77 is a visible skip.
#   No test sees a GPU: goldens are the CPU's, and tests/gpu has programs of its own.
#   GUI: on a virtual screen (Xvfb) instead, as a real window.
function(ecva_add_test name)
  cmake_parse_arguments(ARG "GUI" "TIMEOUT" "SOURCES;LIBS;LABELS" ${ARGN})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 300)
  endif()
  add_executable(${name} ${ARG_SOURCES})
  set_target_properties(${name} PROPERTIES AUTOMOC ON RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
  target_include_directories(${name} PRIVATE "${CMAKE_SOURCE_DIR}")
  target_link_libraries(${name} PRIVATE Qt6::Test ${ARG_LIBS})
  set(platform offscreen)
  set(screen "")
  if(ARG_GUI)
    set(platform xcb)
    set(screen "${CMAKE_SOURCE_DIR}/tests/e2e/under-xvfb")
  endif()
  add_test(NAME ${name} COMMAND ${screen} $<TARGET_FILE:${name}>)
  set(home "${CMAKE_BINARY_DIR}/test-home/${name}")
  file(MAKE_DIRECTORY "${home}")
  set_tests_properties(${name} PROPERTIES
    TIMEOUT ${ARG_TIMEOUT}
    LABELS "${ARG_LABELS}"
    SKIP_RETURN_CODE 77
    ENVIRONMENT "QT_QPA_PLATFORM=${platform};HOME=${home};XDG_CONFIG_HOME=${home}/config;XDG_CACHE_HOME=${home}/cache;XDG_DATA_HOME=${home}/data;ECVA_BIN_DIR=${CMAKE_BINARY_DIR}/bin;ECVA_SOURCE_DIR=${CMAKE_SOURCE_DIR};CUDA_VISIBLE_DEVICES=-1;LC_ALL=C.UTF-8")
endfunction()

# ecva_add_module(NAME LAYER … SOURCES … [PRIVATE …])
#   A shared module lib<NAME>.so beside the programs, opened on first use. It shows its one entry
#   function and nothing else, so that what it links meets no other module's copy.
function(ecva_add_module name)
  cmake_parse_arguments(ARG "" "LAYER" "SOURCES;PRIVATE" ${ARGN})
  add_library(${name} MODULE ${ARG_SOURCES})
  target_include_directories(${name} PRIVATE "${CMAKE_SOURCE_DIR}")
  target_link_libraries(${name} PRIVATE ${ARG_PRIVATE})
  target_link_options(${name} PRIVATE
    "-Wl,--version-script=${CMAKE_SOURCE_DIR}/cmake/module.map" "-Wl,--exclude-libs,ALL")
  set_target_properties(${name} PROPERTIES ECVA_LAYER "${ARG_LAYER}"
    LIBRARY_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin"
    LINK_DEPENDS "${CMAKE_SOURCE_DIR}/cmake/module.map")
  ecva_check_layering(${name} "${ARG_LAYER}" ${ARG_PRIVATE})
endfunction()
