#include "ui/workspace/Wording.h"

#include "annotation/domain/Taxonomy.h"
#include "ui/style/Theme.h"

#include <QCoreApplication>

namespace ecva {
namespace {

struct Wording
{
    Q_DECLARE_TR_FUNCTIONS(ecva::Wording)
};

} // namespace

QString displayName(ClipStatus status)
{
    switch (status) {
    case ClipStatus::Draft:
        return Wording::tr("Draft");
    case ClipStatus::Submitted:
        return Wording::tr("Submitted");
    case ClipStatus::InReview:
        return Wording::tr("In review");
    case ClipStatus::Returned:
        return Wording::tr("Returned");
    case ClipStatus::Accepted:
        return Wording::tr("Accepted");
    case ClipStatus::Gold:
        return Wording::tr("Gold");
    }
    return {};
}

QString iconName(ClipStatus status)
{
    switch (status) {
    case ClipStatus::Draft:
        return QStringLiteral("draft");
    case ClipStatus::Submitted:
        return QStringLiteral("submitted");
    case ClipStatus::InReview:
        return QStringLiteral("in-review");
    case ClipStatus::Returned:
        return QStringLiteral("returned");
    case ClipStatus::Accepted:
        return QStringLiteral("accepted");
    case ClipStatus::Gold:
        return QStringLiteral("gold");
    }
    return {};
}

QColor statusColour(ClipStatus status, const Theme &theme)
{
    switch (status) {
    case ClipStatus::Draft:
        return theme.text2;
    case ClipStatus::Submitted:
    case ClipStatus::InReview:
        return theme.accent;
    case ClipStatus::Returned:
        return theme.error;
    case ClipStatus::Accepted:
        return theme.ok;
    case ClipStatus::Gold:
        return theme.warn;
    }
    return theme.text2;
}

QString displayName(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Undecided:
        return Wording::tr("Undecided");
    case Verdict::Anomaly:
        return Wording::tr("Anomaly");
    case Verdict::NoAnomaly:
        return Wording::tr("No anomaly");
    case Verdict::FileBroken:
        return Wording::tr("File broken");
    case Verdict::NeedsClass:
        return Wording::tr("Needs a new class");
    case Verdict::CannotDecide:
        return Wording::tr("Cannot decide");
    }
    return {};
}

QString iconName(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Undecided:
        return QStringLiteral("not-begun");
    case Verdict::Anomaly:
        return QStringLiteral("anomaly");
    case Verdict::NoAnomaly:
        return QStringLiteral("no-anomaly");
    case Verdict::FileBroken:
        return QStringLiteral("file-broken");
    case Verdict::NeedsClass:
        return QStringLiteral("needs-class");
    case Verdict::CannotDecide:
        return QStringLiteral("question");
    }
    return {};
}

bool interfaceIsChinese()
{
    return Wording::tr("en", "code of the language of this translation: en or zh")
        .startsWith(QLatin1String("zh"));
}

QString displayName(const TaxonomyClass &entry)
{
    return interfaceIsChinese() && !entry.nameZh.isEmpty() ? entry.nameZh : entry.name;
}

} // namespace ecva
