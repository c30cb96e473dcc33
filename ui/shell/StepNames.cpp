#include "ui/shell/StepNames.h"

#include <QCoreApplication>
#include <QHash>

namespace ecva {
namespace {

class StepNames
{
    Q_DECLARE_TR_FUNCTIONS(ecva::StepNames)

public:
    static QHash<QString, QString> all()
    {
        return {
            {QStringLiteral("answer.accept"), tr("accept proposal")},
            {QStringLiteral("answer.propose"), tr("propose answer")},
            {QStringLiteral("answer.set"), tr("write text")},
            {QStringLiteral("answer.settle"), tr("settle answer")},
            {QStringLiteral("qa.set"), tr("write text")},
            {QStringLiteral("clip.add"), tr("add clips")},
            {QStringLiteral("clip.delete"), tr("remove clip")},
            {QStringLiteral("clip.link"), tr("link video")},
            {QStringLiteral("clip.set"), tr("change clip")},
            {QStringLiteral("clip.status"), tr("change status")},
            {QStringLiteral("clip.submit"), tr("submit clip")},
            {QStringLiteral("clip.verdict"), tr("change verdict")},
            {QStringLiteral("demo.annotate"), tr("annotate the sample")},
            {QStringLiteral("delta.add"), tr("add hallucination delta")},
            {QStringLiteral("import"), tr("import")},
            {QStringLiteral("keyframe.mark"), tr("mark key frame")},
            {QStringLiteral("keyframe.unmark"), tr("unmark key frame")},
            {QStringLiteral("keysentence.add"), tr("add key sentence")},
            {QStringLiteral("keysentence.delete"), tr("remove key sentence")},
            {QStringLiteral("keysentence.move"), tr("move key sentence")},
            {QStringLiteral("keysentence.remove"), tr("remove key sentence")},
            {QStringLiteral("keysentence.set"), tr("change key sentence")},
            {QStringLiteral("segment.add"), tr("add segment")},
            {QStringLiteral("segment.delete"), tr("remove segment")},
            {QStringLiteral("segment.duplicate"), tr("duplicate segment")},
            {QStringLiteral("segment.edge"), tr("move edge")},
            {QStringLiteral("segment.label"), tr("change class")},
            {QStringLiteral("segment.merge"), tr("merge segments")},
            {QStringLiteral("segment.move"), tr("move segment")},
            {QStringLiteral("segment.nudge"), tr("nudge edge")},
            {QStringLiteral("segment.remove"), tr("remove segment")},
            {QStringLiteral("segment.set"), tr("change segment")},
            {QStringLiteral("segment.severity"), tr("change severity")},
            {QStringLiteral("segment.split"), tr("split segment")},
            {QStringLiteral("settings.activeRound"), tr("change round")},
            {QStringLiteral("settings.set"), tr("change settings")},
        };
    }
};

} // namespace

QString stepName(const QString &command)
{
    return StepNames::all().value(command, command);
}

} // namespace ecva
