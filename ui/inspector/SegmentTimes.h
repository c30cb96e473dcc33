#pragma once

#include "annotation/document/Edit.h"

#include <QPointer>
#include <QWidget>

#include <memory>

namespace ecva {

class Document;
class Label;
class TimeEntry;
class VideoIndex;

/// In, Out and Length of one segment, typed as timecode, seconds or frame number. A value that
/// cannot be used is named in a line kept free for it; the segment stays as it was.
class SegmentTimes : public QWidget
{
    Q_OBJECT

public:
    explicit SegmentTimes(QWidget *parent = nullptr);

    /// `index` null: frames can be typed, times cannot (unless the segment is in seconds anyway).
    void bind(Document *document, SegmentId segment, std::shared_ptr<const VideoIndex> index,
              const QString &readOnlyReason);
    void refresh();
    void flush();
    void retranslate();

Q_SIGNALS:
    void leaveRequested();

private:
    enum class Edge { In, Out };

    TimeEntry &entry(Edge edge) const;
    const Segment *segment() const;
    void enter(Edge edge, const QString &typed);
    /// The patch for what was typed, or why not, translated.
    tl::expected<SegmentPatch, QString> patchFor(const Segment &segment, Edge edge,
                                                 const QString &typed) const;
    void showError(Edge edge, const QString &message);
    void clearErrors();

    QPointer<Document> m_document;
    SegmentId m_segment;
    std::shared_ptr<const VideoIndex> m_index;
    Label *m_inLabel;
    Label *m_outLabel;
    Label *m_lengthLabel;
    TimeEntry *m_in;
    TimeEntry *m_out;
    Label *m_length;
    Label *m_error;
};

} // namespace ecva
