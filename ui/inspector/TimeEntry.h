#pragma once

#include <QLineEdit>

namespace ecva {

/// A time with its frame number: "0:20.741   f 560". Gives what was typed to entered() on Enter and
/// on leaving; Escape takes it back.
class TimeEntry : public QLineEdit
{
    Q_OBJECT

public:
    explicit TimeEntry(QWidget *parent = nullptr);

    /// `frame` is empty where there are no frames. What is being typed stays.
    void setValue(const QString &time, const QString &frame);
    /// What was typed cannot be used: it stays, marked, until it is mended or taken back.
    void setInvalid(bool invalid);
    bool isInvalid() const { return m_invalid; }
    /// Typed and not taken over.
    bool isPending() const { return text() != m_time; }
    void takeBack();
    /// Gives what was typed to entered(), as Enter does.
    void flush();

    QSize sizeHint() const override { return {114, 28}; }
    QSize minimumSizeHint() const override { return {80, 28}; }

Q_SIGNALS:
    void entered(const QString &text);
    void leaveRequested();

protected:
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_time;
    QString m_frame;
    bool m_invalid = false;
};

} // namespace ecva
