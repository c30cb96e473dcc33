#pragma once

#include "annotation/evaluation/DeltaSummary.h"
#include "ui/timeline/ThumbnailLoader.h"
#include "ui/timeline/TimelineScene.h"

#include <QWidget>

#include <optional>

namespace ecva {

class Document;
struct Clip;

/// The sampled frames with the key frames and without them, and between the two the segments of
/// the clip: a band ties what was masked to its place in time. Left, Right, Up and Down go from
/// frame to frame, Enter or a click takes one.
class FilmStrip : public QWidget
{
    Q_OBJECT

public:
    static constexpr int kGutter = 148;

    explicit FilmStrip(QWidget *parent = nullptr);

    /// `clip` null: nothing. `index` null: the video is not there, or not yet; `notice` says why.
    void setClip(const Document *document, const Clip *clip,
                 std::shared_ptr<const VideoIndex> index, const QString &notice);
    /// Null: only the segments.
    void setSummary(const DeltaSummary *summary);
    /// Pictures no higher than this, for low windows.
    void setHighestPicture(int height);

    /// Where the picture of a slot is drawn; `lower`: in the strip without the key frames.
    QRect slotRect(bool lower, int slot) const;
    int slotCount() const { return static_cast<int>(m_frames.size()); }
    /// The frame drawn there; -1: none.
    qint64 frameAt(bool lower, int slot) const;
    bool isStruckOut(bool lower, int slot) const;
    /// Pictures of the strips that are there, for tests and for whoever waits for them.
    int loadedPictures() const;

    QSize sizeHint() const override { return {900, heightFor(900)}; }
    QSize minimumSizeHint() const override { return {480, height()}; }

Q_SIGNALS:
    void frameChosen(qint64 frame);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool event(QEvent *event) override;

private:
    struct Slot
    {
        bool lower = false;
        int place = 0;
    };
    /// Neighbouring slots that were masked, [begin, end).
    struct Run
    {
        int begin = 0;
        int end = 0;
    };

    void layOut();
    int pictureHeight(int width) const;
    int heightFor(int width) const;
    bool cutsFrames() const { return m_hasDelta && m_blanked.empty(); }
    bool isKey(int slot) const;
    std::vector<Run> runs() const;
    double xOfFrame(double frame) const;
    std::optional<Slot> slotAt(const QPoint &position) const;
    void describe();
    void wish();

    void paintGutter(QPainter &painter) const;
    void paintTies(QPainter &painter) const;
    void paintTimeline(QPainter &painter) const;
    void paintMarks(QPainter &painter) const;
    void paintStrip(QPainter &painter, bool lower) const;
    void paintPicture(QPainter &painter, const QRect &rect, bool lower, int slot) const;
    void paintNumbers(QPainter &painter, bool lower) const;
    QString tipFor(const Slot &slot) const;

    ThumbnailLoader m_thumbnails;
    TimelineScene m_scene; ///< of the active round alone
    std::int64_t m_frameCount = 0;
    QString m_notice;
    QString m_note, m_lowerNote, m_roundName;
    QString m_mask;
    bool m_hasDelta = false;
    std::vector<qint64> m_frames, m_lowerFrames, m_keyFrames;
    std::vector<int> m_blanked;
    Slot m_current;
    int m_highest = 64;
    QRect m_upper, m_ruler, m_segments, m_marks, m_lower;
};

} // namespace ecva
