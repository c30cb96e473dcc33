#include "ui/inspector/SegmentTimes.h"

#include "annotation/document/Document.h"
#include "core/base/Timecode.h"
#include "core/media/VideoIndex.h"
#include "ui/inspector/TimeEntry.h"
#include "ui/style/Controls.h"
#include "ui/style/Fonts.h"

#include <QGridLayout>

namespace ecva {
namespace {

QString timecode(qint64 milliseconds)
{
    return QString::fromStdString(formatTimecode(milliseconds));
}

} // namespace

SegmentTimes::SegmentTimes(QWidget *parent)
    : QWidget(parent)
    , m_inLabel(new Label(Label::Tone::Text2))
    , m_outLabel(new Label(Label::Tone::Text2))
    , m_lengthLabel(new Label(Label::Tone::Text2))
    , m_in(new TimeEntry)
    , m_out(new TimeEntry)
    , m_length(new Label(Label::Tone::Text1))
    , m_error(new Label(Label::Tone::Error))
{
    m_in->setObjectName(QStringLiteral("inField"));
    m_out->setObjectName(QStringLiteral("outField"));
    m_length->setObjectName(QStringLiteral("lengthLabel"));
    m_error->setObjectName(QStringLiteral("timeError"));
    for (Label *label : {m_inLabel, m_outLabel, m_lengthLabel, m_error}) {
        label->setFont(uiFont(TextSize::Secondary));
        label->setFixedHeight(16);
    }
    m_error->setElided(true);
    m_length->setFont(uiFont(TextSize::Body));
    m_length->setTabular(true);
    m_length->setAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_inLabel->setBuddy(m_in);
    m_outLabel->setBuddy(m_out);

    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(0);
    grid->addWidget(m_inLabel, 0, 0);
    grid->addWidget(m_outLabel, 0, 1);
    grid->addWidget(m_lengthLabel, 0, 2);
    grid->addWidget(m_in, 1, 0);
    grid->addWidget(m_out, 1, 1);
    grid->addWidget(m_length, 1, 2);
    grid->addWidget(m_error, 2, 0, 1, 3); // its line is kept free
    grid->setColumnStretch(0, 7);
    grid->setColumnStretch(1, 7);
    grid->setColumnStretch(2, 5);
    grid->setRowMinimumHeight(1, 28);

    for (const Edge edge : {Edge::In, Edge::Out}) {
        TimeEntry &field = entry(edge);
        connect(&field, &TimeEntry::entered, this,
                [this, edge](const QString &typed) { enter(edge, typed); });
        connect(&field, &QLineEdit::textEdited, this, [this] {
            if (!m_in->isInvalid() && !m_out->isInvalid())
                m_error->clear();
        });
        connect(&field, &TimeEntry::leaveRequested, this, &SegmentTimes::leaveRequested);
    }
    retranslate();
}

TimeEntry &SegmentTimes::entry(Edge edge) const
{
    return edge == Edge::In ? *m_in : *m_out;
}

const Segment *SegmentTimes::segment() const
{
    return m_document ? m_document->model().segment(m_segment) : nullptr;
}

void SegmentTimes::bind(Document *document, SegmentId segment,
                        std::shared_ptr<const VideoIndex> index, const QString &readOnlyReason)
{
    if (document != m_document || segment != m_segment) {
        flush();
        m_document = document;
        m_segment = segment;
        clearErrors();
    }
    m_index = std::move(index);
    const bool usable = this->segment() != nullptr;
    for (TimeEntry *field : {m_in, m_out}) {
        field->setEnabled(usable);
        field->setReadOnly(!readOnlyReason.isEmpty());
        field->setToolTip(readOnlyReason);
    }
    for (Label *label : {m_inLabel, m_outLabel, m_lengthLabel})
        label->setEnabled(usable);
    refresh();
}

void SegmentTimes::clearErrors()
{
    m_in->takeBack();
    m_out->takeBack();
    m_error->clear();
}

void SegmentTimes::refresh()
{
    const Segment *shown = segment();
    if (!shown) {
        m_in->setValue({}, {});
        m_out->setValue({}, {});
        m_length->clear();
        return;
    }
    const bool frames = shown->basis == Basis::Frames;
    const auto frameText = [&](FrameIndex frame) {
        return frames ? tr("f %1", "frame number").arg(frame.value) : QString();
    };
    m_in->setValue(timecode(shown->time.beginMs), frameText(shown->frames.begin));
    m_out->setValue(timecode(shown->time.endMs), frameText(shown->frames.end));
    const qint64 length = shown->time.endMs - shown->time.beginMs;
    m_length->setText(length < 60'000
                          ? tr("%1 s", "seconds").arg(QString::number(length / 1000.0, 'f', 3))
                          : timecode(length));
}

void SegmentTimes::flush()
{
    if (!segment())
        return;
    m_in->flush();
    m_out->flush();
}

tl::expected<SegmentPatch, QString> SegmentTimes::patchFor(const Segment &segment, Edge edge,
                                                           const QString &typed) const
{
    const auto refuse = [](const QString &reason) { return tl::unexpected<QString>(reason); };
    const auto position = parsePosition(typed.trimmed().toStdString());
    if (!position)
        return refuse(tr("“%1” is no time and no frame").arg(typed.trimmed()));
    SegmentPatch patch;
    if (segment.basis == Basis::Seconds) {
        const bool named = typed.trimmed().startsWith(QLatin1Char('f'), Qt::CaseInsensitive);
        if (named)
            return refuse(tr("“%1”: this clip has no video, type a time").arg(typed.trimmed()));
        // Without frames a bare number can only be seconds.
        const auto *frame = std::get_if<FrameIndex>(&*position);
        const qint64 ms = frame ? frame->value * 1000 : std::get<std::int64_t>(*position);
        TimeRangeMs time = segment.time;
        (edge == Edge::In ? time.beginMs : time.endMs) = ms;
        if (time.endMs <= time.beginMs)
            return refuse(
                tr("Out %1 is not after In %2").arg(timecode(time.endMs), timecode(time.beginMs)));
        patch.time = time;
        return patch;
    }
    const Clip *clip = m_document->model().clip(segment.clip);
    const qint64 count = clip && clip->media ? clip->media->frames : 0;
    FrameIndex at;
    if (const auto *frame = std::get_if<FrameIndex>(&*position)) {
        at = *frame;
    } else if (m_index) {
        const qint64 ms = std::get<std::int64_t>(*position);
        const FrameIndex end(m_index->frameCount());
        if (ms > m_index->milliseconds(end))
            return refuse(tr("%1 is after the end of the clip, %2")
                              .arg(timecode(ms), timecode(m_index->milliseconds(end))));
        // Times are shown in whole milliseconds: the one that is shown for a frame means that
        // frame.
        at = m_index->firstFrameAtOrAfter((static_cast<double>(ms) - 0.5) / 1000.0);
    } else {
        return refuse(tr("“%1”: the video is not open, type a frame").arg(typed.trimmed()));
    }
    FrameRange frames = segment.frames;
    (edge == Edge::In ? frames.begin : frames.end) = at;
    if (at.value > count)
        return refuse(tr("Frame %1 is after the end of the clip, %2").arg(at.value).arg(count));
    if (frames.end <= frames.begin)
        return refuse(
            tr("Out f %1 is not after In f %2").arg(frames.end.value).arg(frames.begin.value));
    patch.frames = frames;
    return patch;
}

void SegmentTimes::enter(Edge edge, const QString &typed)
{
    const Segment *edited = segment();
    if (!edited)
        return;
    const auto patch = patchFor(*edited, edge, typed);
    if (!patch) {
        showError(edge, patch.error());
        return;
    }
    Edit edit(*m_document, QStringLiteral("segment.set"));
    Result<void> done = edit.setSegment(m_segment, *patch);
    if (done) {
        // Before the commit: the change it tells of must be shown, not the typed form of it.
        const QString kept = typed;
        entry(edge).takeBack();
        if (const auto committed = m_document->commit(std::move(edit)); !committed) {
            entry(edge).setText(kept);
            done = fail(committed);
        }
    }
    if (!done)
        showError(edge, QString::fromStdString(done.error().text()));
    refresh();
}

void SegmentTimes::showError(Edge edge, const QString &message)
{
    entry(edge).setInvalid(true);
    m_error->setText(message);
}

void SegmentTimes::retranslate()
{
    m_inLabel->setText(tr("In"));
    m_outLabel->setText(tr("Out"));
    m_lengthLabel->setText(tr("Length"));
    m_in->setAccessibleName(tr("In: time or frame"));
    m_out->setAccessibleName(tr("Out: time or frame"));
    refresh();
}

} // namespace ecva
