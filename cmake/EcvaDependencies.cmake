# Every third-party package of the project, found once, here.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(tl-expected REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(CLI11 REQUIRED)
find_package(spdlog REQUIRED)

pkg_check_modules(ECVA_FFMPEG REQUIRED IMPORTED_TARGET
  libavformat libavcodec libavutil libswscale libswresample)
# Its headers only: the library is opened when sound is first played at another speed.
pkg_check_modules(ECVA_AVFILTER REQUIRED libavfilter)

# The .pc and CMake files of these are broken on some of the supported systems.
find_path(ECVA_LIBZIP_INCLUDE zip.h REQUIRED)
find_library(ECVA_LIBZIP_LIBRARY zip REQUIRED)
add_library(ecva_libzip INTERFACE)
target_include_directories(ecva_libzip SYSTEM INTERFACE "${ECVA_LIBZIP_INCLUDE}")
target_link_libraries(ecva_libzip INTERFACE "${ECVA_LIBZIP_LIBRARY}")

set(ECVA_QT_COMPONENTS Core Sql Gui)
if(ECVA_BUILD_GUI)
  list(APPEND ECVA_QT_COMPONENTS Widgets Multimedia Svg LinguistTools)
endif()
if(ECVA_BUILD_TESTS)
  list(APPEND ECVA_QT_COMPONENTS Test)
endif()
find_package(Qt6 6.4 REQUIRED COMPONENTS ${ECVA_QT_COMPONENTS})

# Only in the tokenizer module: ICU for Unicode's classes and forms, SentencePiece.
find_package(ICU REQUIRED COMPONENTS uc)
find_path(ECVA_SENTENCEPIECE_INCLUDE sentencepiece_processor.h REQUIRED)
find_library(ECVA_SENTENCEPIECE_LIBRARY sentencepiece REQUIRED)
find_library(ECVA_SENTENCEPIECE_TRAIN_LIBRARY sentencepiece_train REQUIRED)
add_library(ecva_sentencepiece INTERFACE)
target_include_directories(ecva_sentencepiece SYSTEM INTERFACE "${ECVA_SENTENCEPIECE_INCLUDE}")
target_link_libraries(ecva_sentencepiece INTERFACE
  "${ECVA_SENTENCEPIECE_TRAIN_LIBRARY}" "${ECVA_SENTENCEPIECE_LIBRARY}")
