#pragma once

#include "annotation/formats/Finding.h"

#include <QCoreApplication>

#include <vector>

namespace ecva {

/// What the importer of ECVA's sheet remarks on, with its texts in the reader's language.
class EcvaSheetRules
{
    Q_DECLARE_TR_FUNCTIONS(EcvaSheet)

public:
    /// All rules, the worst first; `places` is 0.
    static std::vector<RuleInfo> all();
};

namespace ecvarule {
inline const QString kTimeForm = QStringLiteral("time.form");
inline const QString kTimeSeconds = QStringLiteral("time.seconds");
inline const QString kTimeOrder = QStringLiteral("time.order");
inline const QString kIdForm = QStringLiteral("id.form");
inline const QString kIdConflict = QStringLiteral("id.conflict");
inline const QString kClassText = QStringLiteral("class.text");
inline const QString kClassMissing = QStringLiteral("class.missing");
inline const QString kClassUnknown = QStringLiteral("class.unknown");
inline const QString kClassComma = QStringLiteral("class.comma");
inline const QString kClassSeveral = QStringLiteral("class.several");
inline const QString kTextPairs = QStringLiteral("text.pairs");
inline const QString kTextBracket = QStringLiteral("text.bracket");
inline const QString kRowMissing = QStringLiteral("row.missing");
inline const QString kRowTwice = QStringLiteral("row.twice");
inline const QString kRowTemplate = QStringLiteral("row.template");
inline const QString kRowBlank = QStringLiteral("row.blank");
inline const QString kKeysQuote = QStringLiteral("keys.quote");
inline const QString kKeysUnreadable = QStringLiteral("keys.unreadable");
inline const QString kKeysLong = QStringLiteral("keys.long");
inline const QString kContentEqual = QStringLiteral("content.equal");
inline const QString kCutNote = QStringLiteral("cut.note");
inline const QString kCutMissing = QStringLiteral("cut.missing");
inline const QString kAnnotatorNone = QStringLiteral("annotator.none");
inline const QString kColumnMissing = QStringLiteral("column.missing");
} // namespace ecvarule

} // namespace ecva
