#pragma once

#include <QAbstractButton>
#include <QFont>
#include <QList>

namespace ecva {

/// A line of text with figures that change all the time: painted by itself, at a width that is
/// kept, so that a new figure repaints these few pixels and lays nothing out anew. Can be pressed;
/// takes the focus by Tab only.
class Readout : public QAbstractButton
{
    Q_OBJECT

public:
    struct Part
    {
        QString text;
        bool strong = false;
        friend bool operator==(const Part &, const Part &) = default;
    };
    using Parts = QList<Part>;

    explicit Readout(QWidget *parent = nullptr);
    /// Of the strong parts; the others are written in the body's font in a softer tone.
    void setStrongFont(const QFont &font);
    void setParts(const Parts &parts);
    /// As wide as these parts need, from now on.
    void setRoomFor(const Parts &parts);
    /// In the middle of its room; else at its left end.
    void setCentred(bool centred) { m_centred = centred; }

    /// The parts of a translated text: its %1 and %2 become strong `first` and plain `second`.
    static Parts split(const QString &pattern, const QString &first, const QString &second = {});

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    int widthOf(const Parts &parts) const;

    Parts m_parts;
    QFont m_strong;
    QFont m_plain;
    int m_room = 0;
    bool m_centred = false;
};

} // namespace ecva
