#pragma once

#include "annotation/formats/Finding.h"

#include <QCoreApplication>

#include <vector>

namespace ecva {

/// Why a record is refused, or written with a warning; texts in the reader's language.
class ExportRules
{
    Q_DECLARE_TR_FUNCTIONS(Export)

public:
    /// Of all export formats; `places` is 0.
    static std::vector<RuleInfo> all();
    static RuleInfo find(const QString &id);
};

namespace exportrule {
inline const QString kAnswerMissing = QStringLiteral("answer.missing");
inline const QString kAnswerToken = QStringLiteral("answer.token");
inline const QString kQuestionToken = QStringLiteral("question.token");
inline const QString kClassText = QStringLiteral("class.text");
inline const QString kClassDiffers = QStringLiteral("class.differs");
inline const QString kMediaMissing = QStringLiteral("media.missing");
inline const QString kMediaOutside = QStringLiteral("media.outside");
inline const QString kClipCut = QStringLiteral("clip.cut");
inline const QString kClipNumber = QStringLiteral("clip.number");
inline const QString kClipTwice = QStringLiteral("clip.twice");
} // namespace exportrule

} // namespace ecva
