#pragma once

#include "annotation/domain/Names.h"
#include "annotation/formats/Finding.h"
#include "core/base/Error.h"
#include "ui/style/Controls.h"

#include <QString>

namespace ecva {

/// "1,008" in the reader's language.
QString countText(qint64 count);
/// "275,120 bytes", "2.9 MB".
QString sizeText(qint64 bytes);
/// "Round 1" for "round1"; other names as they are.
QString roundText(const QString &round);
/// "Description", "Cause", …, and what the task asks: "What happened", "Why".
QString taskText(Task task);
QString taskHint(Task task);
/// On one line, with a sign for every line break.
QString singleLine(const QString &text);
QString messageOf(const Error &error);

/// The mark of a rule by its severity: circled ! error, triangle warning, circled i note.
QString severityIcon(Severity severity);
Label::Tone severityTone(Severity severity);

/// The part of `text` that differs from `other`, widened to the bracket it stands in.
struct TextSpan
{
    int begin = 0;
    int length = 0;
};
TextSpan differingPart(const QString &text, const QString &other);

} // namespace ecva
