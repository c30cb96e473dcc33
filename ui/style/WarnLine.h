#pragma once

#include <QWidget>

namespace ecva {

class Label;

/// A warning that cannot be sent away: one line behind a 3 px edge in the warning colour.
class WarnLine : public QWidget
{
    Q_OBJECT

public:
    explicit WarnLine(QWidget *parent = nullptr);
    void setText(const QString &text);
    QString text() const;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Label *m_text;
};

} // namespace ecva
