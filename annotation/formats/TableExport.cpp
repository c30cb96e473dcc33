#include "annotation/formats/TableExport.h"

#include "annotation/domain/Taxonomy.h"
#include "annotation/formats/ClipFilter.h"
#include "annotation/formats/ExportTally.h"

#include <QStringList>

namespace ecva {
namespace {

/// What an export would say of a question; empty when nobody has answered.
QString textOf(const ProjectModel &model, const ClipFilter &filter, ClipId clip, SegmentId segment,
               Task task)
{
    const QaItem *item = model.findItem(clip, segment, task);
    const Answer *answer
        = item
              ? chosenAnswer(model, item->id,
                             [&filter](const QString &round) { return filter.selectsRound(round); })
              : nullptr;
    return answer ? answer->text : QString();
}

QByteArray csvLine(const QStringList &fields)
{
    QStringList quoted;
    for (QString field : fields) {
        const bool special = field.contains(u'"') || field.contains(u',') || field.contains(u'\n')
                             || field.contains(u'\r');
        quoted.append(special ? u'"' + field.replace(u'"', QStringLiteral("\"\"")) + u'"' : field);
    }
    return quoted.join(u',').toUtf8();
}

QString srtTime(qint64 ms)
{
    const auto padded = [](qint64 value, int width) {
        return QString::number(value).rightJustified(width, u'0');
    };
    return padded(ms / 3'600'000, 2) + u':' + padded(ms / 60'000 % 60, 2) + u':'
           + padded(ms / 1000 % 60, 2) + u',' + padded(ms % 1000, 3);
}

} // namespace

Result<ExportPlan> planCsvExport(const ProjectModel &model, const ExportRequest &request,
                                 const ClipFilter &filter, const CancelToken &cancel)
{
    ExportPlan plan;
    plan.request = request;
    plan.separator = "\n";
    plan.tail = "\n";
    ExportTally tally(plan);
    plan.head = csvLine(
        {QStringLiteral("clip"), QStringLiteral("path"), QStringLiteral("track"),
         QStringLiteral("begin_ms"), QStringLiteral("end_ms"), QStringLiteral("begin_frame"),
         QStringLiteral("end_frame"), QStringLiteral("label"), QStringLiteral("severity"),
         QStringLiteral("description"), QStringLiteral("cause"), QStringLiteral("result")});
    for (const auto &[id, clip] : model.clips()) {
        if (const Result<void> go = cancel.check(); !go)
            return fail(go);
        if (!filter.matches(model, clip))
            continue;
        ++plan.clips;
        for (const Segment *segment : model.segmentsOf(id)) {
            if (!filter.selectsRound(segment->track))
                continue;
            const bool frames = segment->basis == Basis::Frames;
            tally.write(csvLine(
                {clip.name, clip.path, segment->track, QString::number(segment->time.beginMs),
                 QString::number(segment->time.endMs),
                 frames ? QString::number(segment->frames.begin.value) : QString(),
                 frames ? QString::number(segment->frames.end.value) : QString(), segment->label,
                 segment->severity ? QString::number(*segment->severity) : QString(),
                 textOf(model, filter, id, segment->id, Task::Description),
                 textOf(model, filter, id, {}, Task::Cause),
                 textOf(model, filter, id, {}, Task::Result)}));
        }
    }
    if (!plan.records.empty())
        plan.head += '\n';
    return plan;
}

Result<ExportPlan> planSrtExport(const ProjectModel &model, const ExportRequest &request,
                                 const ClipFilter &filter)
{
    ExportPlan plan;
    plan.request = request;
    plan.separator = "\n\n";
    ExportTally tally(plan);
    const Clip *only = nullptr;
    for (const auto &[id, clip] : model.clips()) {
        if (!filter.matches(model, clip))
            continue;
        ++plan.clips;
        only = &clip;
    }
    if (plan.clips != 1) {
        return fail(ErrorCode::InvalidArgument, "srt holds one clip, the filter leaves "
                                                    + std::to_string(plan.clips)
                                                    + ": say --filter clip:NAME");
    }
    for (const Segment *segment : model.segmentsOf(only->id)) {
        if (!filter.selectsRound(segment->track))
            continue;
        QStringList lines;
        if (const TaxonomyClass *entry = Taxonomy::published().find(segment->label))
            lines.append(entry->code + u' ' + entry->name);
        const QString text = textOf(model, filter, only->id, segment->id, Task::Description);
        for (const QString &line :
             text.split(u'\n', Qt::SkipEmptyParts)) { // a blank line ends a cue
            if (!line.trimmed().isEmpty())
                lines.append(line.trimmed());
        }
        const QString cue = QString::number(plan.records.size() + 1) + u'\n'
                            + srtTime(segment->time.beginMs) + QStringLiteral(" --> ")
                            + srtTime(segment->time.endMs) + u'\n' + lines.join(u'\n');
        tally.write(cue.toUtf8());
    }
    plan.tail = plan.records.empty() ? "" : "\n";
    return plan;
}

} // namespace ecva
