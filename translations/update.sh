#!/usr/bin/env bash
# Collects the texts of the sources into both translation files; run after changing a tr() text.
# New texts come in as "unfinished": tst_translations fails until they are translated.
set -euo pipefail
cd "$(dirname "$0")/.."
lupdate=$(command -v lupdate6 || command -v /usr/lib/qt6/bin/lupdate || command -v lupdate)
"$lupdate" -silent -I . annotation app core ui -no-obsolete -locations none \
  -source-language en -target-language zh_CN -ts translations/ecva_zh_CN.ts
# English needs its plural forms only.
"$lupdate" -silent -I . annotation app core ui -no-obsolete -locations none -pluralonly \
  -source-language en -target-language en -ts translations/ecva_en.ts
