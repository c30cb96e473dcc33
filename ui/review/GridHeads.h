#pragma once

#include <QString>
#include <QWidget>

namespace ecva {

/// Head of a column: who answered.
class GridHead : public QWidget
{
    Q_OBJECT

public:
    using QWidget::QWidget;
    void setTexts(const QString &name, const QString &note, const QString &facts);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_name;
    QString m_note;
    QString m_facts;
};

/// Head of a row: the field, and a star where it has a gold answer.
class RowHead : public QWidget
{
    Q_OBJECT

public:
    using QWidget::QWidget;
    void setTexts(const QString &name, const QString &note, const QString &gold);
    void setCurrent(bool current);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_name;
    QString m_note;
    QString m_gold; ///< "Gold", where there is one
    bool m_current = false;
};

} // namespace ecva
