#pragma once

#include "annotation/formats/Finding.h"

#include <QCoreApplication>

#include <vector>

namespace ecva {

/// What can be odd in a results file; texts in the reader's language.
class EcvaResultsRules
{
    Q_DECLARE_TR_FUNCTIONS(EcvaResults)

public:
    static std::vector<RuleInfo> all();
};

namespace resultsrule {
inline const QString kForm = QStringLiteral("record.form");
inline const QString kConflict = QStringLiteral("record.conflict");
inline const QString kTask = QStringLiteral("record.task");
inline const QString kTwice = QStringLiteral("record.twice");
inline const QString kFailed = QStringLiteral("answer.failed");
inline const QString kEmpty = QStringLiteral("answer.empty");
inline const QString kClass = QStringLiteral("answer.class");
inline const QString kTime = QStringLiteral("answer.time");
inline const QString kPlaceholder = QStringLiteral("answer.placeholder");
inline const QString kTail = QStringLiteral("answer.tail");
inline const QString kComma = QStringLiteral("json.comma");
inline const QString kBlank = QStringLiteral("json.blank");
} // namespace resultsrule

} // namespace ecva
