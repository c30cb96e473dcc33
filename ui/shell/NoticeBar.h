#pragma once

#include <QWidget>

#include <functional>

class QPushButton;

namespace ecva {

class IconButton;
class Label;

/// One thing that went wrong, under the top bar, with its cause and what can be done about it.
/// Stays until it is closed or the cause is gone; never covers the picture.
class NoticeBar : public QWidget
{
    Q_OBJECT

public:
    explicit NoticeBar(QWidget *parent = nullptr);

    /// `action` empty: no button. `topic`: what it is about, for settle(); empty: nothing that can
    /// be settled.
    void showError(const QString &title, const QString &cause, const QString &action = {},
                   std::function<void()> run = {}, const QString &topic = {});
    /// What went wrong about this topic is over: its message goes, any other one stays.
    void settle(const QString &topic);
    QString text() const;

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    Label *m_title;
    Label *m_cause;
    QPushButton *m_action;
    IconButton *m_close;
    std::function<void()> m_run;
    QString m_topic;
};

} // namespace ecva
