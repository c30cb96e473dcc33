#pragma once

#include "annotation/domain/Ids.h"

#include <QObject>

#include <memory>
#include <optional>
#include <vector>

namespace ecva {

class Document;
class VideoIndex;

/// What the person is looking at: shared by all panels, which talk to each other only through it
/// and through the document. Holds no annotation and saves nothing. UI thread.
class Workspace : public QObject
{
    Q_OBJECT

public:
    explicit Workspace(QObject *parent = nullptr);
    ~Workspace() override;

    /// Not owned; null while no project is open.
    Document *document() const { return m_document; }
    /// Clears everything else.
    void setDocument(Document *document);

    ClipId clip() const { return m_clip; }
    /// Selects the clip's first segment of the active round too, if it has one. Another clip than
    /// before becomes the only selected one.
    void setClip(ClipId clip);
    /// The clips that a command for several acts on, in order of addition. The one in the player is
    /// most often among them but need not be.
    const std::vector<ClipId> &selectedClips() const { return m_selectedClips; }
    void setSelectedClips(std::vector<ClipId> clips);

    /// Index of the current clip's video; null while it is read, or when the file is missing.
    std::shared_ptr<const VideoIndex> index() const { return m_index; }
    void setIndex(std::shared_ptr<const VideoIndex> index);
    /// Why there is no picture, translated; empty when all is well.
    QString mediaError() const { return m_mediaError; }
    void setMediaError(const QString &message);

    /// The segment that is looked at: the primary one where several are selected.
    SegmentId segment() const { return m_segment; }
    /// Selects this one alone; 0: none.
    void setSegment(SegmentId segment);
    /// All that are selected, sorted; segment() is among them unless they are none.
    const std::vector<SegmentId> &selection() const { return m_selection; }
    /// `primary` is added where it is missing; 0: the first of them.
    void setSelection(std::vector<SegmentId> segments, SegmentId primary = {});

    /// The frame whose picture is on the screen. Set by the player only.
    FrameIndex playhead() const { return m_playhead; }
    void setPlayhead(FrameIndex frame);
    bool isPlaying() const { return m_playing; }
    void setPlaying(bool playing);

    /// Marks set by I and O: first frame in, first frame after. Not stored.
    std::optional<FrameIndex> markIn() const { return m_markIn; }
    std::optional<FrameIndex> markOut() const { return m_markOut; }
    void setMarks(std::optional<FrameIndex> in, std::optional<FrameIndex> out);

    /// The track and round that marking and writing go to.
    QString activeRound() const;

    /// Frames of the current clip that a model saw for the answer that is being looked at, in its
    /// order; empty: none is. Not stored.
    const std::vector<qint64> &seenFrames() const { return m_seenFrames; }
    void setSeenFrames(std::vector<qint64> frames);

    /// First frames of the current clip's shots but the first one, ascending; empty until they are
    /// known. Set by ClipAnalysis only.
    const std::vector<FrameIndex> &shots() const { return m_shots; }
    void setShots(std::vector<FrameIndex> shots);

    /// Asks the player to show a frame (the latest wins), to play or to pause.
    void requestSeek(FrameIndex frame) { Q_EMIT seekRequested(frame); }
    void requestPlay(bool play) { Q_EMIT playRequested(play); }
    /// Asks the player to play these frames, once or, where looping is on, again and again.
    void requestPlayRange(FrameRange range) { Q_EMIT playRangeRequested(range); }
    /// Asks the player to read the file and its index again: a better index is kept now.
    void requestReopen() { Q_EMIT reopenRequested(); }
    /// Asks whoever shows texts to give a field the focus ("description", "cause", "result"),
    /// or the timeline ("timeline").
    void requestFocus(const QString &field) { Q_EMIT focusRequested(field); }
    /// Asks everybody who holds typed text that is not stored yet to store it now: before undo and
    /// redo, an export, closing.
    void requestFlush() { Q_EMIT flushRequested(); }
    /// A short line for the status bar, translated.
    void showHint(const QString &text) { Q_EMIT hintShown(text); }

Q_SIGNALS:
    void documentChanged();
    void clipChanged();
    /// After clipChanged(), when both do.
    void selectedClipsChanged();
    void indexChanged();
    void segmentChanged();
    /// After segmentChanged(), when both do.
    void selectionChanged();
    void playheadChanged(ecva::FrameIndex frame);
    void playingChanged(bool playing);
    void marksChanged();
    void seenFramesChanged();
    void shotsChanged();
    void seekRequested(ecva::FrameIndex frame);
    void playRequested(bool play);
    void playRangeRequested(ecva::FrameRange range);
    void reopenRequested();
    void focusRequested(const QString &field);
    void flushRequested();
    void hintShown(const QString &text);

private:
    SegmentId firstSegment() const;
    void leaveLostClips();

    Document *m_document = nullptr;
    QMetaObject::Connection m_documentChanges;
    ClipId m_clip;
    std::vector<ClipId> m_selectedClips;
    SegmentId m_segment;
    std::vector<SegmentId> m_selection;
    std::shared_ptr<const VideoIndex> m_index;
    QString m_mediaError;
    FrameIndex m_playhead;
    bool m_playing = false;
    std::optional<FrameIndex> m_markIn;
    std::optional<FrameIndex> m_markOut;
    std::vector<qint64> m_seenFrames;
    std::vector<FrameIndex> m_shots;
};

} // namespace ecva
