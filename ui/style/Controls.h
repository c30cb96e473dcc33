#pragma once

#include <QAbstractButton>
#include <QLabel>
#include <QStringList>
#include <QWidget>

class QToolButton;

namespace ecva {

struct Theme;

/// Plain: bordered. Primary: the one filled button of a view. Flat: no border until the mouse
/// comes.
enum class ButtonKind { Plain, Primary, Flat };
void setButtonKind(QAbstractButton *button, ButtonKind kind);
ButtonKind buttonKindOf(const QWidget *widget);

/// The key written in a small frame on a push button ("Ctrl+Enter").
void setKeyHint(QAbstractButton *button, const QString &keys);
QString keyHintOf(const QWidget *widget);

int keyCapWidth(const QString &keys);
void drawKeyCap(QPainter &painter, const QRect &rect, const QString &keys, const QColor &text,
                const QColor &border);

/// A 28 px button with an icon only. `name` is of resources/icons and follows the theme. Takes the
/// focus by Tab only, so that a click does not steal it from the text or the timeline.
class IconButton : public QAbstractButton
{
    Q_OBJECT

public:
    explicit IconButton(const QString &name, QWidget *parent = nullptr);
    void setIconName(const QString &name);
    QSize sizeHint() const override { return {28, 28}; }
    QSize minimumSizeHint() const override { return {28, 28}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_name;
};

/// One of several, side by side. Keyboard: Left and Right.
class SegmentedControl : public QWidget
{
    Q_OBJECT

public:
    /// Pill: a selected plate on a darker bed (modes). Cells: joined fields (severity).
    enum class Look { Pill, Cells };

    explicit SegmentedControl(Look look, QWidget *parent = nullptr);
    void setItems(const QStringList &texts);
    QStringList items() const { return m_texts; }
    /// -1: none.
    int currentIndex() const { return m_current; }
    /// Emits nothing.
    void setCurrentIndex(int index);
    void setItemEnabled(int index, bool enabled, const QString &reason = {});
    /// A pill that lies on the canvas, not on a panel: its bed must differ from it.
    void setOnCanvas(bool onCanvas) { m_onCanvas = onCanvas; }
    /// Choosing the chosen one clears it.
    void setClearable(bool clearable) { m_clearable = clearable; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

Q_SIGNALS:
    /// By the person; -1 when cleared.
    void chosen(int index);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    bool event(QEvent *event) override;

private:
    QRect itemRect(int index) const;
    int itemAt(const QPoint &position) const;
    int itemWidth(int index) const;
    void choose(int index);

    Look m_look;
    QStringList m_texts;
    QList<bool> m_enabled;
    QStringList m_reasons;
    int m_current = -1;
    int m_hovered = -1;
    bool m_clearable = false;
    bool m_onCanvas = false;
};

/// A label whose digits all advance alike and which takes its colour from the theme.
class Label : public QLabel
{
    Q_OBJECT

public:
    enum class Tone { Text1, Text2, Text3, Accent, Ok, Warn, Error };
    explicit Label(Tone tone, QWidget *parent = nullptr);
    Label(const QString &text, Tone tone, QWidget *parent = nullptr);
    void setTone(Tone tone);
    /// Only for one line of text.
    void setTabular(bool tabular);
    /// Cuts a text that does not fit with an ellipsis, and shows it whole in the tool tip.
    void setElided(bool elided);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;

private:
    QColor colour() const;
    void applyTone();

    Tone m_tone;
    bool m_tabular = false;
    bool m_elided = false;
};

/// The colour of a tone, for what paints its own text.
QColor colourOf(const Theme &theme, Label::Tone tone);

/// A key in its frame, as a widget.
class KeyCap : public QWidget
{
    Q_OBJECT

public:
    explicit KeyCap(const QString &keys, QWidget *parent = nullptr);
    void setKeys(const QString &keys);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_keys;
};

/// A line of 1 px in the hairline colour.
class Hairline : public QWidget
{
    Q_OBJECT

public:
    explicit Hairline(Qt::Orientation orientation, QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;
};

} // namespace ecva
